#!/usr/bin/env python3
"""How long two large lists of accounts take: read, matched, counted; beside DuckDB on the same two files in the same run.

    cargo build --release
    pip install duckdb
    python3 tests/bench/overlap_scale.py --accounts 1000000

Ours reads every cell, makes the keys of every account by its own rules (registrable domain, legal forms, numbers), keeps
the log, judges every pair that shares a key, and writes durable tables that every screen reads. DuckDB reads both files,
cuts domains and names with regular expressions and joins on them: from the files, and again from the tables it made.
Accounts that both have are told by the generator, so what was found is counted as well.
"""

import argparse
import csv
import json
import random
import statistics
import sys
import tempfile
from pathlib import Path

from program import TODAY, run

WORDS = "amber birch cedar delta ember fable grove hazel ivory jade karst lumen maple north opal pearl quill river stone terra umber vale willow".split()
ENDS = "labs foods works systems media energy motors health logistics capital tools design".split()
FORMS = ["", " Inc", " Ltd", " GmbH", " LLC", ", Inc.", " S.A."]
COUNTRIES = ["US", "GB", "DE", "FR", "SE"]


def make(folder, accounts, shared, seed):
    """Two lists; `shared` of their accounts are the same company, written another way."""
    rng = random.Random(seed)

    def company(n):
        return f"{WORDS[n % 23]} {ENDS[n // 23 % 12]} {n:x}", f"{WORDS[n % 23]}{n:x}.com"

    with open(folder / "ours.csv", "w", newline="") as out:
        w = csv.writer(out)
        w.writerow(["id", "name", "domain", "country", "owner"])
        for n in range(accounts):
            name, site = company(n)
            w.writerow([f"c{n}", name.title() + rng.choice(FORMS), site if n % 10 else "", COUNTRIES[n % 5], f"Owner {n % 25}"])
    with open(folder / "theirs.csv", "w", newline="") as out:
        w = csv.writer(out)
        w.writerow(["id", "name", "site", "country", "rep", "since"])
        for k in range(accounts):
            n = k if k < shared else accounts + k
            name, site = company(n)
            site = rng.choice([f"https://www.{site}/", site.upper(), f"shop.{site}"])
            w.writerow([f"t{k}", name.upper() + rng.choice(FORMS), site if k % 7 else "", COUNTRIES[n % 5], f"Rep {k % 25}", "2024-01-15"])


DUCK = """
import sys, time, duckdb
folder, t0 = sys.argv[1], time.perf_counter()
c = duckdb.connect(folder + "/duck.db"); c.execute("PRAGMA threads=2")
LEGAL = "inc|llc|ltd|gmbh|sa|s a"
def side(table, name, site):
    c.execute(f\"\"\"CREATE TABLE {table} AS SELECT id,
      nullif(regexp_extract(regexp_replace(trim(lower({site})), '^https?://|[/?:#].*$', '', 'g'), '([a-z0-9-]+\\\\.[a-z]+)$', 1), '') AS dom,
      trim(regexp_replace(regexp_replace(lower(name), '[^a-z0-9]+', ' ', 'g'), ' ({LEGAL}) ?$', '')) AS nam, country
      FROM read_csv('{folder}/{name}.csv', header=true, all_varchar=true)\"\"\")
side("o", "ours", "domain"); side("t", "theirs", "site")
t1 = time.perf_counter()
both = "SELECT count(DISTINCT id) FROM (SELECT o.id FROM o JOIN t ON o.dom = t.dom UNION ALL SELECT o.id FROM o JOIN t ON o.nam = t.nam AND o.country = t.country)"
n = c.execute(both).fetchone()[0]; t2 = time.perf_counter()
c.execute(both).fetchone(); t3 = time.perf_counter()
print(n, t2 - t0, t3 - t2)
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", default="target/release/partnerbook")
    parser.add_argument("--accounts", type=int, default=1_000_000)
    parser.add_argument("--shared", type=int, help="accounts of both; three in ten if not given")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--no-duckdb", action="store_true")
    args = parser.parse_args()
    shared = args.shared or args.accounts * 3 // 10
    with tempfile.TemporaryDirectory() as temp:
        folder = Path(temp)
        make(folder, args.accounts, shared, args.seed)
        book = folder / "bench.pbk"
        env = {"PARTNERBOOK_TODAY": TODAY, "PARTNERBOOK_DB": str(book), "HOME": temp}

        def ours(*words, form="--quiet"):
            return run([args.program, "--yes", form, *map(str, words)], env)

        ours("init", "--name", "Bench", "--currency", "USD")
        ours("partner", "add", "Northwind")
        print(f"{args.accounts:,} accounts a side, {shared:,} of both")
        wall, cpu, memory, _ = ours("import", "customers", folder / "ours.csv")
        print(f"customers read           {wall:9.2f} s wall {cpu:9.2f} s cpu {memory:6.0f} MB")
        columns = ",".join(f"{c}={c}" for c in ["id", "name", "site", "country", "rep", "since"])
        wall, cpu, memory, _ = ours("overlap", "load", "northwind", folder / "theirs.csv", "--map", columns)
        print(f"their list read, matched {wall:9.2f} s wall {cpu:9.2f} s cpu {memory:6.0f} MB")
        shows = [ours("overlap", "show", "northwind", form="--json") for _ in range(5)]
        print(f"the numbers, as a process {statistics.median(s[0] for s in shows) * 1000:8.0f} ms")
        edits = [ours("customer", "edit", "C1", "--owner", f"Owner {n}")[0] for n in range(3)]
        print(f"one owner changed        {statistics.median(edits) * 1000:9.0f} ms")
        edits = [ours("customer", "edit", "C1", "--name", f"Name {n}")[0] for n in range(3)]
        print(f"one name changed         {statistics.median(edits) * 1000:9.0f} ms")
        print(f"accounts of both found   {json.loads(shows[0][3])['both']:9,} of {shared:,}; book {book.stat().st_size / 1e6:.0f} MB")
        if args.no_duckdb:
            return
        (folder / "duck.py").write_text(DUCK)
        wall, cpu, memory, said = run([sys.executable, str(folder / "duck.py"), temp])
        found, files, again = said.split()
        print(f"DuckDB: {int(found):,} found; from the files {float(files):.2f} s, again from its tables {float(again):.2f} s; {cpu:.2f} s cpu, {memory:.0f} MB")


if __name__ == "__main__":
    main()
