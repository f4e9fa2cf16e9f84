#!/usr/bin/env python3
"""How long it takes to work out what is owed on a whole program, beside DuckDB doing the same sum in the same run.

    cargo build --release
    pip install duckdb
    python3 tests/bench/accrue.py --lines 1000000

Makes a program of any size (the same numbers give the same program), reads it into a book that has no program yet,
then times `program add --enrol-all`, which accrues every line from nothing, and `revenue add` of one more line. DuckDB
gets the same files as native tables and times the same commission per partner and currency: once as a bare sum, once
written as ledger lines. Both sides must agree to the cent, or this fails. Says wall and processor seconds, peak
memory, and the ratios.
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from program import TODAY, make, run

RATE, MONTHS = 25, 12


PEER = """
import duckdb, sys, time
folder, mode = sys.argv[1], sys.argv[2]
db = duckdb.connect(folder + "/peer.duckdb")
db.execute("SET enable_progress_bar = false")
eligible = '''
  WITH first AS (SELECT referral, min(day) AS f FROM line WHERE kind = 'base' AND minor > 0 AND refund_of IS NULL GROUP BY referral),
  taken AS (SELECT refund_of AS id, sum(-minor) AS back FROM line WHERE refund_of IS NOT NULL GROUP BY refund_of)
  SELECT l.id, r.partner, l.currency, l.day, l.minor - coalesce(t.back, 0) AS remains
  FROM line l JOIN first f ON f.referral = l.referral JOIN referral r ON r.id = l.referral LEFT JOIN taken t ON t.id = l.id
  WHERE l.kind = 'base' AND l.refund_of IS NULL AND l.day >= f.f AND l.day < f.f + INTERVAL MONTHS MONTH'''
owed = "(remains * RATE * 2 + 100) // 200"
if mode == "load":
    db.execute(f"CREATE TABLE referral AS SELECT id, partner FROM read_csv('{folder}/referrals.csv', header = true, all_varchar = true)")
    db.execute(f'''CREATE TABLE line AS SELECT id, referral, CAST("date" AS DATE) AS day, kind,
                   CAST(replace(amount, '.', '') AS BIGINT) AS minor, currency, nullif(refund_of, '') AS refund_of
                   FROM read_csv('{folder}/revenue.csv', header = true, all_varchar = true)''')
elif mode == "sum":
    began = time.monotonic()
    rows = db.execute(f"SELECT partner, currency, sum({owed}) FROM ({eligible}) GROUP BY ALL").fetchall()
    took = time.monotonic() - began
    sums = {}
    for _, currency, minor in rows:
        sums[currency] = sums.get(currency, 0) + int(minor)
    print(took, *(f"{c}={m}" for c, m in sorted(sums.items())))
else:
    began = time.monotonic()
    db.execute(f"CREATE OR REPLACE TABLE ledger AS SELECT id, partner, currency, day, {owed} AS minor FROM ({eligible})")
    db.execute("CHECKPOINT")
    print(time.monotonic() - began)
""".replace("MONTHS", str(MONTHS)).replace("RATE", str(RATE))


def our_sums(program, book):
    """What the book says was earned, per currency, in minor units."""
    import sqlite3

    rows = sqlite3.connect(f"file:{book}?mode=ro", uri=True).execute("SELECT currency, sum(minor) FROM commission GROUP BY currency ORDER BY 1")
    return [f"{currency}={minor}" for currency, minor in rows]


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--lines", type=int, default=1_000_000, help="revenue lines")
    ask.add_argument("--partners", type=int, default=65_000)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--program", default="target/release/partnerbook", help="the program to measure")
    ask.add_argument("--folder", help="keep the files here; a temporary folder if not given")
    args = ask.parse_args()
    folder = Path(args.folder or tempfile.mkdtemp(prefix="accrue-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        measure(args, folder)
    finally:
        if not args.folder:
            shutil.rmtree(folder)


def measure(args, folder):
    lines, referrals = make(folder, args.lines, args.partners, args.seed)
    print(f"{lines:,} revenue lines of {referrals:,} referrals by {args.partners:,} partners (seed {args.seed})")
    book = folder / "bench.pbk"
    book.unlink(missing_ok=True)
    env = {"PARTNERBOOK_TODAY": TODAY, "PARTNERBOOK_DB": str(book), "HOME": str(folder)}
    ours = lambda *words: run([args.program, "--yes", "--quiet", *map(str, words)], env)
    ours("init", "--name", "Bench", "--currency", "USD")
    wall = cpu = peak = 0.0
    for words in (
        ("import", "partners", folder / "partners.csv"),
        ("import", "referrals", folder / "referrals.csv"),
        ("import", "revenue", folder / "revenue.csv", "--add-customers"),
    ):
        w, c, m, _ = ours(*words)
        wall, cpu, peak = wall + w, cpu + c, max(peak, m)
    print(f"partnerbook  read the files in          {wall:8.2f} s  cpu {cpu:8.2f} s  peak {peak:6.0f} MB")
    terms = f"{RATE}% of base for {MONTHS} months"
    full = ours("program", "add", "referral", "--terms", terms, "--enrol-all")
    print(f"partnerbook  accrue all from nothing    {full[0]:8.2f} s  cpu {full[1]:8.2f} s  peak {full[2]:6.0f} MB")
    owed = our_sums(args.program, book)
    one = min((ours("revenue", "add", "--on", "2026-11-20", "C1", "100") for _ in range(5)), key=lambda r: r[0])
    print(f"partnerbook  one more line (best of 5)  {one[0]:8.3f} s  cpu {one[1]:8.3f} s  peak {one[2]:6.0f} MB")

    (folder / "peer.duckdb").unlink(missing_ok=True)
    peer = lambda mode: run([sys.executable, "-c", PEER, str(folder), mode])
    load = peer("load")
    print(f"DuckDB       read the files in          {load[0]:8.2f} s  cpu {load[1]:8.2f} s  peak {load[2]:6.0f} MB")
    told = peer("sum")
    sum_s, *theirs = told[3].split()
    print(f"DuckDB       the same sum               {float(sum_s):8.2f} s  cpu {told[1]:8.2f} s  peak {told[2]:6.0f} MB")
    wrote = peer("ledger")
    print(f"DuckDB       the same lines, written    {float(wrote[3]):8.2f} s  cpu {wrote[1]:8.2f} s  peak {wrote[2]:6.0f} MB")
    if owed != theirs:
        sys.exit(f"the sums differ: ours {owed}, theirs {theirs}")
    print(f"both owe     {'  '.join(owed)}")
    print(f"ratio        accrue all / DuckDB's sum {full[0] / float(sum_s):.1f}   / its lines written {full[0] / float(wrote[3]):.1f}")
    print(f"             one line / DuckDB's sum anew {one[0] / float(sum_s):.4f}")


main()
