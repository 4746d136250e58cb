"""Step 1: the candidates of every query with their features, as kbfix itself computes them.

Reads queries-{train,dev,asked}.jsonl of --labels, asks KBFIX for the best 200 with --explain, and writes
candidates-SET.npz to --out: numbers of articles, which of them are right, and features in the order of `names`.
"""
import argparse
import json
import pathlib
import subprocess

import numpy as np

import kb

MOST = 200


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kbfix", required=True)
    parser.add_argument("--index", required=True)
    parser.add_argument("--labels", required=True, type=pathlib.Path)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for name in kb.SETS:
        read(args, name, kb.lines(args.labels / f"queries-{name}.jsonl"))


def read(args, name, queries):
    lines = args.out / "asked.txt"
    lines.write_text("".join(" ".join(query["query"].split()) + "\n" for query in queries))
    command = [args.kbfix, "search", "--index", args.index, "--limit", str(MOST), "--explain", "--batch", lines]
    ids = np.zeros((len(queries), MOST), np.int32)
    right, features, names = np.zeros(ids.shape, bool), None, None
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for at, line in enumerate(process.stdout):
            answers = {queries[at]["id"], *queries[at].get("also", [])}
            for place, hit in enumerate(json.loads(line)["hits"]):
                reasons = hit["explanation"]["reasons"]
                found = {reason["feature"]: reason["value"] for reason in reasons if reason["reason"] == "feature"}
                if not found:
                    continue
                if features is None:
                    names = sorted(found)
                    features = np.zeros((*ids.shape, len(names)), np.float32)
                ids[at, place], right[at, place] = kb.number(hit["id"]), hit["id"] in answers
                features[at, place] = [found[name] for name in names]
    np.savez(args.out / f"candidates-{name}.npz", ids=ids, right=right, features=features, names=names)
    print(f"{name}: {right.any(1).mean():.3f} of {len(queries)} queries have their article among the candidates")


main()
