#!/usr/bin/env python3
"""How long a private comparison takes, beside openmined-psi (PyPI) on the same names in the same run.

    cargo build --release
    python3 tests/bench/private.py --sizes 10000,100000

Ours is the real program: request, answer, open, finish and close, each a process that reads a list of names, writes its
file durably, signs and checks signatures, and carries a sealed label of up to 128 bytes for every account; the files are
what a partner would be sent. openmined-psi makes its messages in memory in one process, on one core as it always does,
without labels, signatures or files; its first structure (GCS at one wrong hit in 10^9) is the smallest it has. A twelfth of
the names is on both lists. Jobs are run in turn, round by round; medians are told. On a busy machine the processor seconds say
more than the wall.
"""

import argparse
import importlib.util
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from program import TODAY, run

PEER = """
import sys, time
import private_set_intersection.python as psi
n = int(sys.argv[1])
ours = [f"company{i}.com" for i in range(n)]
theirs = [f"company{i if i % 12 == 0 else i + 10_000_000}.com" for i in range(n)]
t, c = time.perf_counter(), time.process_time()
client, server = psi.client.CreateWithNewKey(True), psi.server.CreateWithNewKey(True)
setup = server.CreateSetupMessage(1e-9, n, theirs, psi.DataStructure.GCS)
request = client.CreateRequest(ours)
response = server.ProcessRequest(request)
found = len(client.GetIntersection(setup, response))
print(time.perf_counter() - t, time.process_time() - c, found, *(len(m.SerializeToString()) for m in (request, response, setup)))
"""


class Side:
    """One of the two, with a home and perhaps a book of its own."""

    def __init__(self, program, folder):
        folder.mkdir()
        self.folder, self.program = folder, program
        self.env = {
            "PARTNERBOOK_TODAY": TODAY,
            "PARTNERBOOK_DB": str(folder / "book.pbk"),
            "HOME": str(folder),
            "XDG_DATA_HOME": str(folder / "data"),
        }

    def do(self, *words):
        """Wall and processor seconds."""
        return run([self.program, "--yes", "--quiet", *map(str, words)], self.env)[:2]


def names(path, n, shift):
    """Websites only, as openmined-psi is given them: one key an account."""
    with open(path, "w") as out:
        out.write("site,owner,status\n")
        for i in range(n):
            at = i if i % 12 == 0 or not shift else i + 10_000_000
            out.write(f"company{at}.com,Rep {i % 40},Negotiation\n")


def ours(program, n, count):
    """One whole exchange: seconds of each step, bytes of each file."""
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        asks, answers = Side(program, folder / "a"), Side(program, folder / "b")
        asks.do("init", "--name", "Bench", "--currency", "USD")
        asks.do("partner", "add", "Globex")
        names(folder / "ours.csv", n, False)
        names(folder / "theirs.csv", n, True)
        files = [folder / f"x.{end}" for end in ("1.request", "2.response", "3.finish")]
        mine = ["--list", folder / "ours.csv"]
        mode = ["--count"] if count else ["--offer", "rep"]
        steps = {
            "request": asks.do("overlap", "request", "globex", *mode, *mine, "--out", files[0]),
            "answer": answers.do("overlap", "answer", files[0], "--list", folder / "theirs.csv", "--at-most", n, "--out", files[1]),
            "open": asks.do("overlap", "open", files[1], "--at-most", n),
        }
        if not count:
            steps["finish"] = asks.do("overlap", "finish", files[1], *mine, "--out", files[2])
            steps["close"] = answers.do("overlap", "close", files[2])
        return steps, [f.stat().st_size for f in files if f.exists()]


def peer(n):
    out = subprocess.run([sys.executable, "-c", PEER, str(n)], capture_output=True, text=True, check=True).stdout.split()
    return float(out[0]), float(out[1]), int(out[2]), [int(size) for size in out[3:]]


def main():
    args = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    args.add_argument("--program", default="target/release/partnerbook")
    args.add_argument("--sizes", default="10000,100000")
    args.add_argument("--rounds", type=int, default=3)
    args = args.parse_args()
    if importlib.util.find_spec("private_set_intersection") is None:
        sys.exit("The peer is missing: pip install openmined-psi")
    for n in map(int, args.sizes.split(",")):
        labelled, counted, theirs = [], [], []
        for _ in range(args.rounds):
            theirs.append(peer(n))
            labelled.append(ours(args.program, n, False))
            counted.append(ours(args.program, n, True))
        print(f"{n} x {n}, medians of {args.rounds}: wall and processor seconds")
        wall, cpu = (statistics.median(r[at] for r in theirs) for at in (0, 1))
        print(f"  openmined-psi {wall:8.2f} {cpu:8.2f}                 {theirs[0][2]} found; bytes of request, response, setup {theirs[0][3]}")
        for title, rounds in (("with labels", labelled), ("count only", counted)):
            took, used = (statistics.median(sum(step[at] for step in steps.values()) for steps, _ in rounds) for at in (0, 1))
            steps = ", ".join(f"{name} {statistics.median(s[name][0] for s, _ in rounds):.2f}" for name in rounds[0][0])
            print(f"  {title:13} {took:8.2f} {used:8.2f}  {took / wall:5.2f}x wall  {steps}; bytes of files {rounds[0][1]}", flush=True)


if __name__ == "__main__":
    main()
