#!/usr/bin/env python3
"""How long it takes to read a whole program in, beside sqlite3's .import of the same files in the same run.

    cargo build --release
    python3 tests/bench/import.py --lines 1000000

Both sides begin with nothing and end with durable, indexed tables. Ours checks every cell, finds every partner,
referral and customer, refuses what is not right, keeps the log with its digest, and posts the commission of every
line. sqlite3 copies text into tables: once as it is by default with two indexes on revenue, once with the five
that ours has, once in the fastest order its settings allow. Then a further tenth of the lines is appended, and
the same file is given once more. Jobs are run in turn, round by round; medians are told.
"""

import argparse
import csv
import datetime as dt
import random
import shutil
import sqlite3
import statistics
import sys
import tempfile
from pathlib import Path

from program import TODAY, make, run

SCHEMA = """
CREATE TABLE partners(id TEXT PRIMARY KEY, name TEXT);
CREATE TABLE referrals(id TEXT PRIMARY KEY, partner TEXT, company TEXT, stage TEXT, submitted TEXT, won TEXT);
CREATE TABLE revenue(id TEXT, referral TEXT, date TEXT, kind TEXT, amount NUMERIC, currency TEXT, refund_of TEXT);
"""
REFERRALS = "CREATE INDEX r1 ON referrals(partner, stage); CREATE INDEX r2 ON referrals(company);"
UNIQUE = "CREATE UNIQUE INDEX v1 ON revenue(id);"
TWO = "CREATE INDEX v2 ON revenue(referral, date);"
FIVE = TWO + """CREATE INDEX v3 ON revenue(referral, date, currency, amount); CREATE INDEX v4 ON revenue(date);
CREATE INDEX v5 ON revenue(refund_of) WHERE refund_of <> '';"""
# What a person who knows sqlite3 well would set: the fastest of what was tried.
BEST = "PRAGMA journal_mode=truncate; PRAGMA synchronous=normal; PRAGMA cache_size=-16000;"


def load(folder, book, before, after, pragmas="", only=False):
    """sqlite3's own command, with its indexes before or after the rows."""
    files = ["revenue"] if only else ["partners", "referrals", "revenue"]
    script = [pragmas, SCHEMA, before, "BEGIN;"]
    script += [f".import --csv --skip 1 {folder}/{name}.csv {name}" for name in files]
    script += [after, "COMMIT;"]
    book.unlink(missing_ok=True)
    path = folder / "script.sql"
    path.write_text("\n".join(script) + "\n")
    return run(["sqlite3", str(book), f".read {path}"])


def more(folder, lines, referrals, seed):
    """Writes more.csv: a later export of the same source, payments of referrals that are known, with ids that are not."""
    rng = random.Random(f"more {seed}")
    today = dt.date.fromisoformat(TODAY)
    with open(folder / "more.csv", "w", newline="") as out:
        w = csv.writer(out)
        w.writerow(["id", "referral", "date", "kind", "amount", "currency", "refund_of"])
        for n in range(lines):
            day = today - dt.timedelta(days=rng.randrange(30))
            w.writerow([f"v{20 * lines + n}", f"r{rng.randrange(referrals)}", day, "base", f"{rng.randrange(10, 5000)}.{rng.randrange(100):02}", "USD", ""])


class Ours:
    """The program under measure, with a book of its own."""

    def __init__(self, program, folder):
        self.book = folder / "ours.pbk"
        self.program = program
        self.env = {"PARTNERBOOK_TODAY": TODAY, "PARTNERBOOK_DB": str(self.book), "HOME": str(folder)}
        self.folder = folder

    def do(self, *words):
        return run([self.program, "--yes", "--quiet", *map(str, words)], self.env)

    def begin(self):
        self.book.unlink(missing_ok=True)
        self.do("init", "--name", "Bench", "--currency", "USD")
        self.do("program", "add", "referral", "--terms", "25% of base for 12 months")

    def others(self):
        first = self.do("import", "partners", self.folder / "partners.csv", "--program", "referral")
        return added(first, self.do("import", "referrals", self.folder / "referrals.csv"))

    def revenue(self, name="revenue"):
        return self.do("import", "revenue", self.folder / f"{name}.csv", "--add-customers")

    def lines(self):
        return sqlite3.connect(f"file:{self.book}?mode=ro", uri=True).execute("SELECT count(*) FROM revenue_line").fetchone()[0]


def added(a, b):
    """Two jobs one after the other: seconds added, the larger memory."""
    return a[0] + b[0], a[1] + b[1], max(a[2], b[2]), ""


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--lines", type=int, default=1_000_000, help="revenue lines")
    ask.add_argument("--partners", type=int, default=6_500)
    ask.add_argument("--rounds", type=int, default=3)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--program", default="target/release/partnerbook", help="the program to measure")
    ask.add_argument("--folder", help="keep the files here; a temporary folder if not given")
    args = ask.parse_args()
    if not shutil.which("sqlite3"):
        sys.exit("sqlite3 is not installed: apt-get install sqlite3")
    folder = Path(args.folder or tempfile.mkdtemp(prefix="import-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        measure(args, folder)
    finally:
        if not args.folder:
            shutil.rmtree(folder)


def measure(args, folder):
    lines, referrals = make(folder, args.lines, args.partners, args.seed)
    tenth = max(lines // 10, 1)
    more(folder, tenth, referrals, args.seed)
    print(f"{lines:,} revenue lines of {referrals:,} referrals by {args.partners:,} partners (seed {args.seed}), {args.rounds} rounds")
    ours = Ours(args.program, folder)
    peer, same, best, alone = (folder / f"{name}.db" for name in ("default", "same", "best", "alone"))
    jobs = {}

    def time(name, job):
        jobs.setdefault(name, []).append(job())

    for _ in range(args.rounds):
        ours.begin()
        before = ours.others()
        revenue = ours.revenue()
        jobs.setdefault("ours: revenue", []).append(revenue)
        jobs.setdefault("ours: all files", []).append(added(before, revenue))
        time("sqlite3 default, 2 indexes: all files", lambda: load(folder, peer, REFERRALS + UNIQUE + TWO, ""))
        time("sqlite3 default, 2 indexes: revenue", lambda: load(folder, alone, UNIQUE + TWO, "", only=True))
        time("sqlite3 default, our 5 indexes: revenue", lambda: load(folder, same, UNIQUE + FIVE, "", only=True))
        time("sqlite3 best, 2 indexes: all files", lambda: load(folder, best, UNIQUE, REFERRALS + TWO, BEST))
        time("sqlite3 best, our 5 indexes: revenue", lambda: load(folder, alone, UNIQUE, FIVE, BEST, only=True))
        time("ours: append", lambda: ours.revenue("more"))
        if ours.lines() != lines + tenth:
            sys.exit("not every line went in")
        time("ours: the same file again", lambda: ours.revenue("more"))
        if ours.lines() != lines + tenth:
            sys.exit("the same file again was no no-op")
        append = f".import --csv --skip 1 {folder}/more.csv revenue"
        time("sqlite3 append, 2 indexes", lambda: run(["sqlite3", str(peer), "BEGIN", append, "COMMIT"]))
        time("sqlite3 append, our 5 indexes", lambda: run(["sqlite3", str(same), "BEGIN", append, "COMMIT"]))

    middle = {}
    for name, runs in jobs.items():
        wall, cpu, peak = (statistics.median(r[n] for r in runs) for n in range(3))
        middle[name] = (wall, cpu)
        rate = tenth if "append" in name or "again" in name else lines
        print(f"{name:42} {wall:8.2f} s  cpu {cpu:8.2f} s  peak {peak:6.0f} MB  {rate / wall:10,.0f} rows/s")
    print(f"book {ours.book.stat().st_size / 1e6:,.0f} MB, sqlite3's with 5 indexes on revenue {same.stat().st_size / 1e6:,.0f} MB (revenue alone)")
    for ours_, theirs in (
        ("ours: all files", "sqlite3 default, 2 indexes: all files"),
        ("ours: all files", "sqlite3 best, 2 indexes: all files"),
        ("ours: revenue", "sqlite3 default, our 5 indexes: revenue"),
        ("ours: revenue", "sqlite3 best, our 5 indexes: revenue"),
        ("ours: append", "sqlite3 append, 2 indexes"),
        ("ours: append", "sqlite3 append, our 5 indexes"),
        ("ours: the same file again", "sqlite3 append, 2 indexes"),
    ):
        wall, cpu = (middle[ours_][n] / middle[theirs][n] for n in range(2))
        print(f"ratio {ours_} / {theirs}: {wall:.2f} wall, {cpu:.2f} cpu")


main()
