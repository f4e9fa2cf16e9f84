"""A made-up partner program of any size, and how a command is timed. The same numbers give the same program."""

import csv
import datetime as dt
import os
import random
import subprocess
import sys
import tempfile
import time

CURRENCIES = ("USD", "USD", "USD", "EUR", "GBP")
FIRST_DAY = dt.date(2022, 1, 1)
TODAY = "2026-11-23"


def month_later(day, months):
    """The same day so many months on, or that month's last day."""
    at = day.year * 12 + day.month - 1 + months
    year, month = divmod(at, 12)
    last = (dt.date(year + (month == 11), (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(day.day, last))


def make(folder, lines, partners, seed):
    """Writes partners.csv, referrals.csv and revenue.csv: won referrals that pay monthly, some refunded in part."""
    rng = random.Random(seed)
    with open(folder / "partners.csv", "w", newline="") as out:
        w = csv.writer(out)
        w.writerow(["id", "name"])
        w.writerows([f"p{n}", f"Partner {n:05}"] for n in range(partners))
    made, referral = 0, 0
    with open(folder / "referrals.csv", "w", newline="") as r_out, open(folder / "revenue.csv", "w", newline="") as v_out:
        referrals, revenue = csv.writer(r_out), csv.writer(v_out)
        referrals.writerow(["id", "partner", "company", "stage", "submitted", "won"])
        revenue.writerow(["id", "referral", "date", "kind", "amount", "currency", "refund_of"])
        while made < lines:
            first = FIRST_DAY + dt.timedelta(days=rng.randrange(1400))
            partner = min(int(rng.paretovariate(0.9)) - 1, partners - 1) if rng.random() < 0.3 else rng.randrange(partners)
            referrals.writerow([f"r{referral}", f"Partner {partner:05}", f"Company {referral}", "won", first, first])
            currency, fee = rng.choice(CURRENCIES), rng.randrange(1_000, 500_000)
            for n in range(min(rng.randrange(6, 60), lines - made)):
                day = month_later(first, n)
                if day.isoformat() > TODAY:
                    break
                kind = "base" if rng.random() < 0.8 else "usage"
                amount = fee + rng.randrange(-500, 500)
                revenue.writerow([f"v{made}", f"r{referral}", day, kind, f"{amount // 100}.{amount % 100:02}", currency, ""])
                made += 1
                if rng.random() < 0.01 and made < lines:
                    back = rng.randrange(1, amount)
                    # A book takes no payment dated after today.
                    at = min(day + dt.timedelta(days=3), dt.date.fromisoformat(TODAY))
                    revenue.writerow([f"v{made}", f"r{referral}", at, kind, f"-{back // 100}.{back % 100:02}", currency, f"v{made - 1}"])
                    made += 1
            referral += 1
    return made, referral


def run(argv, env=None):
    """Runs a command to its end: wall seconds, processor seconds, peak memory in MB, its output."""
    began = time.monotonic()
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen(argv, stdout=out, env={**os.environ, **(env or {})})
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.monotonic() - began
        out.seek(0)
        said = out.read().decode()
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"failed: {' '.join(map(str, argv))}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, said
