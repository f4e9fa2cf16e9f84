#!/usr/bin/env python3
"""How right matching is, and how fast, beside two peers in the same run.

    cargo build --release && pip install scikit-learn
    python3 tests/bench/overlap.py --data ../shared/data/match

Ours is `partnerbook overlap compare OURS THEIRS --csv`, once with everything the lists say and once with names alone;
precision and recall are told per tier, each link for itself. Pairs of names that were judged one by one (name_bench) are compared
one by one. The peers see names only: equality in lower case, and
scikit-learn's TF-IDF of three letters in a row with cosine, the nearest account of ours for each of theirs. For the
peers that have a threshold, and for ours at its best, the one with the highest F1 on the very same list is taken: that
flatters all alike. Times are wall seconds of the whole command (ours: reading two files and writing one; peers: in
memory, without reading).
"""

import argparse
import csv
import io
import sys
import tempfile
import time
from pathlib import Path

from program import run

TIERS = ["A", "B", "C", "C'", "A'", "B'", "D", "E"]


def read(path):
    with open(path, newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def sets(data):
    """Name, our rows, their rows, the ids' and names' columns, and the pairs that are one company."""
    for name in ["yc", "fortune500"]:
        if (data / name).is_dir():
            truth = {(r["customer_id"], r["row"]) for r in read(data / name / "truth.csv")}
            yield name, read(data / name / "customers.csv"), read(data / name / "partner_list.csv"), ("customer_id", "row", "company"), truth
    for path in sorted(data.glob("e*_*/ours.csv")):
        theirs = read(path.parent / "theirs.csv")
        truth = {(r["gold"], r["id"]) for r in theirs if r["gold"]}
        yield path.parent.name, read(path), theirs, ("id", "id", "name"), truth


def write(path, rows, ident, name, only_names):
    fields = ["name"] if only_names else ["name", "website", "email", "country"]
    with open(path, "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["id", *fields])
        for row in rows:
            out.writerow([row[ident], row[name], *(row.get(f) or "" for f in fields[1:])])


def ours(binary, folder, rows, columns, only_names):
    """Links as (our id, their id, tier, score), and the wall seconds."""
    paths = [folder / "ours.csv", folder / "theirs.csv"]
    write(paths[0], rows[0], columns[0], columns[2], only_names)
    write(paths[1], rows[1], columns[1], columns[2], only_names)
    argv = [binary, "overlap", "compare", *map(str, paths), "--csv", "--quiet", "--map", "id=id", "--map", "name=name"]
    if not only_names:
        argv += ["--map", "site=website", "--map", "email=email", "--map", "country=country"]
    wall, _, memory, said = run(argv, {"PARTNERBOOK_DB": str(folder / "none.db")})
    links = [(r["ours_id"], r["theirs_id"], r["tier"], int(r["score"]) / 1000) for r in csv.DictReader(io.StringIO(said))]
    return links, wall, memory


def rates(pairs, truth):
    right = len(set(pairs) & truth)
    precision, recall = right / max(len(pairs), 1), right / max(len(truth), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def best(scored, truth):
    """Of each of theirs the best link; the threshold with the highest F1."""
    top = {}
    for a, b, score in scored:
        if score > top.get(b, (None, 0))[1]:
            top[b] = (a, score)
    kept = sorted(((score, a, b) for b, (a, score) in top.items()), reverse=True)
    found, right = (0.0, 0.0, 0.0, 1.0), 0
    for n, (score, a, b) in enumerate(kept, 1):
        right += (a, b) in truth
        if n < len(kept) and kept[n][0] == score:
            continue
        precision, recall = right / n, right / max(len(truth), 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        if f1 > found[2]:
            found = (precision, recall, f1, score)
    return found


def equality(rows, columns):
    began = time.monotonic()
    named = {}
    for row in rows[0]:
        named.setdefault(row[columns[2]].strip().lower(), []).append(row[columns[0]])
    pairs = [(a, row[columns[1]]) for row in rows[1] for a in named.get(row[columns[2]].strip().lower(), [])]
    return pairs, time.monotonic() - began


def tfidf(rows, columns):
    from sklearn.feature_extraction.text import TfidfVectorizer

    began = time.monotonic()
    names = [[row[columns[2]].lower() for row in side] for side in rows]
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3)).fit(names[0] + names[1])
    left, right = (vectors.transform(side) for side in names)
    scored = []
    for at in range(0, right.shape[0], 1000):
        like = right[at : at + 1000] @ left.T
        for n in range(like.shape[0]):
            row = like.getrow(n)
            if row.nnz:
                k = row.data.argmax()
                scored.append((rows[0][row.indices[k]][columns[0]], rows[1][at + n][columns[1]], float(row.data[k])))
    return scored, time.monotonic() - began


def pairwise(binary, folder, pairs):
    """Each pair of names as two lists of one: the tier it is found in ("" where it is not), and its score."""
    found = []
    for left, right in pairs:
        rows = [[{"id": "1", "name": left}], [{"id": "1", "name": right}]]
        links, _, _ = ours(binary, folder, rows, ("id", "id", "name"), True)
        found.append(max(((score, tier) for _, _, tier, score in links), default=(0.0, "")))
    return found


def labelled_names(binary, folder, data):
    """Pairs of names that people judged one by one, each for itself."""
    pairs = read(data / "name_bench" / "company_name_pairs.csv")
    found = pairwise(binary, folder, [(p["name1"], p["name2"]) for p in pairs])
    for weak in [True, False]:
        kept = [n for n, p in enumerate(pairs) if weak or p["quality"] != "WEAK"]
        truth = {(n, n) for n in kept if pairs[n]["is_match"] == "true"}
        print(f"name_bench: {len(kept)} pairs of names, {len(truth)} are one company{'' if weak else ', weak ones left out'}")
        print(f"  {'':<38} {'links':>7} {'precis.':>8} {'recall':>8} {'F1':>8}")
        for tier in TIERS:
            linked = [(n, n) for n in kept if found[n][1] == tier]
            if linked:
                line(f"ours: tier {tier}", len(linked), *rates(linked, truth))
        scored = [(n, n, found[n][0]) for n in kept]
        precision, recall, f1, at = best(scored, truth)
        line(f"ours: score >= {at:.2f}", len([s for s in scored if s[2]]), precision, recall, f1)
        equal = [(n, n) for n in kept if pairs[n]["name1"].strip().lower() == pairs[n]["name2"].strip().lower()]
        line("names equal in lower case", len(equal), *rates(equal, truth))
        from sklearn.feature_extraction.text import TfidfVectorizer

        names = [[pairs[n][side].lower() for n in kept] for side in ("name1", "name2")]
        vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3)).fit(names[0] + names[1])
        like = vectors.transform(names[0]).multiply(vectors.transform(names[1])).sum(axis=1).A1
        precision, recall, f1, at = best([(n, n, float(score)) for n, score in zip(kept, like)], truth)
        line(f"TF-IDF of 3 letters, cosine >= {at:.2f}", len(kept), precision, recall, f1)
        print()


def line(what, n, precision, recall, f1, seconds=""):
    print(f"  {what:<38} {n:>7} {precision:>8.4f} {recall:>8.4f} {f1:>8.4f} {seconds:>9}")


def main():
    parse = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parse.add_argument("--data", type=Path, default=Path("../shared/data/match"))
    parse.add_argument("--binary", default="target/release/partnerbook")
    asked = parse.parse_args()
    if not asked.data.is_dir():
        sys.exit(f"{asked.data} is not here; --data names the folder of the lists.")
    try:
        import sklearn  # noqa: F401  its import is not counted as its time
        from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: F401
    except ImportError:
        sys.exit("scikit-learn is not here; pip install scikit-learn.")
    with tempfile.TemporaryDirectory() as folder:
        for name, left, right, columns, truth in sets(asked.data):
            print(f"{name}: {len(left)} x {len(right)} accounts, {len(truth)} pairs are one company")
            print(f"  {'':<38} {'links':>7} {'precis.':>8} {'recall':>8} {'F1':>8} {'seconds':>9}")
            rows = (left, right)
            for only_names in [False, True]:
                if only_names and not any(r.get("website") or r.get("email") or r.get("country") for r in left):
                    continue
                links, wall, memory = ours(asked.binary, Path(folder), rows, columns, only_names)
                what = "ours, names only" if only_names else "ours"
                for tier in TIERS:
                    pairs = [(a, b) for a, b, t, _ in links if t == tier]
                    if pairs:
                        line(f"{what}: tier {tier}", len(pairs), *rates(pairs, truth))
                pairs = [(a, b) for a, b, t, _ in links if t in ("A", "B")]
                line(f"{what}: counted (A, B)", len(pairs), *rates(pairs, truth))
                pairs = [(a, b) for a, b, t, _ in links if t in ("A", "B", "C", "C'")]
                line(f"{what}: with probable (C, C')", len(pairs), *rates(pairs, truth))
                precision, recall, f1, at = best([(a, b, s) for a, b, _, s in links], truth)
                line(f"{what}: best link, score >= {at:.2f}", len(links), precision, recall, f1, f"{wall:.2f}")
            pairs, seconds = equality(rows, columns)
            line("names equal in lower case", len(pairs), *rates(pairs, truth), f"{seconds:.2f}")
            scored, seconds = tfidf(rows, columns)
            precision, recall, f1, at = best(scored, truth)
            line(f"TF-IDF of 3 letters, cosine >= {at:.2f}", len(scored), precision, recall, f1, f"{seconds:.2f}")
            print()
        if (asked.data / "name_bench").is_dir():
            labelled_names(asked.binary, Path(folder), asked.data)


if __name__ == "__main__":
    main()
