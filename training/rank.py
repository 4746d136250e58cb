"""Step 3: a line through a few features, fitted so that the right article comes first.

Fits weights by listwise softmax (the chance that a right article is drawn first, candidates weighed by the exponential
of their scores), cross-validated over the train queries, and printed with 95 % intervals (bootstrap
over queries). Writes ranker.txt to --out.
"""
import argparse
import json
import pathlib

import numpy as np
from scipy.optimize import minimize

import kb

NAMES = ("words", "exact", "phrase", "nearest", "covered", "products", "length", "title")
SHIPPED = NAMES
PENALTY = 1e-2
# Too few queries name an error or a module for the labels to tell what that is worth; the tests of pasted errors hold this.
FIXED = {"exact": 3.0}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labels", required=True, type=pathlib.Path)
    parser.add_argument("--gains", action="store_true", help="what every feature gains")
    parser.add_argument("--trees", action="store_true", help="what LambdaMART would gain")
    parser.add_argument("--out", required=True, type=pathlib.Path, help="where candidates and cosines lie")
    args = parser.parse_args()
    sets = read(args)
    words = {name: one.gain(one.x[:, :, NAMES.index("words")]) for name, one in sets.items()}
    print("words alone".ljust(30), *(f"{name} {ranks.mean():.3f}" for name, ranks in words.items()))
    shipped = fit(sets, SHIPPED)
    tell("shipped, against words alone", shipped, words, sets)
    for name in NAMES if args.gains else ():
        others = [n for n in SHIPPED if n != name] if name in SHIPPED else [*SHIPPED, name]
        tell(f"{'without' if name in SHIPPED else 'with'} {name}", fit(sets, others), shipped, sets)
    if args.trees:
        tell("LambdaMART", trees(sets, SHIPPED), shipped, sets)
    kinds(sets, words, shipped)
    write(args, shipped)


class Set:
    """The candidates of a set of queries."""

    def __init__(self, args, name, cosines):
        found = np.load(args.out / f"candidates-{name}.npz")
        self.ids, self.right = found["ids"], found["right"]
        self.queries = kb.lines(args.labels / f"queries-{name}.jsonl")
        self.there = self.ids > 0
        known = found["names"].tolist()
        self.x = found["features"][:, :, [known.index(feature) for feature in NAMES]]
        # kbfix has the vectors that have seen the train queries; these have not.
        near = np.maximum(np.where(self.there, cosines, 0), 0)
        self.x[:, :, NAMES.index("nearest")] = near / np.maximum(near.max(1, keepdims=True), 1e-6)

    def gain(self, scores):
        return kb.reciprocal_ranks(scores, self.right, self.there)


def read(args):
    cosines = np.load(args.out / "cosines.npz")
    return {name: Set(args, name, cosines[name]) for name in kb.SETS}


class Fitted:
    """Scores of all sets, those of train by the weights of the other folds; and the weights of all."""

    def __init__(self, sets, scores, weights=None):
        self.scores, self.weights = scores, weights
        self.ranks = {name: one.gain(scores[name]) for name, one in sets.items()}


def fit(sets, names):
    columns = [NAMES.index(name) for name in names]
    train = sets["train"]
    x = train.x[:, :, columns]
    mean, spread = x[train.there].mean(0), x[train.there].std(0) + 1e-6
    scaled = (x - mean) / spread
    fold = kb.fold_of(len(x))
    scores = {"train": np.zeros(x.shape[:2], np.float32)}
    for left_out in range(kb.FOLDS):
        rest = fold != left_out
        weights = solve(scaled[rest], train.right[rest], train.there[rest])
        scores["train"][~rest] = scaled[~rest] @ weights
    weights = solve(scaled, train.right, train.there) / spread
    for name in ("dev", "asked"):
        scores[name] = sets[name].x[:, :, columns] @ weights
    return Fitted(sets, scores, dict(zip(names, weights.tolist(), strict=True)))


def solve(x, right, there):
    answered = right.any(1)
    x, right, there = x[answered], right[answered], there[answered]

    def loss(weights):
        logits = np.where(there, x @ weights.astype(np.float32), -50)
        chances = np.exp(logits - logits.max(1, keepdims=True))
        drawn = chances * right
        total, correct = chances.sum(1, keepdims=True), drawn.sum(1, keepdims=True)
        slope = ((chances / total - drawn / correct) / len(x)).astype(np.float32)
        down = np.tensordot(slope, x, ((0, 1), (0, 1)))
        return -np.log(correct / total).mean() + PENALTY * weights @ weights, down + 2 * PENALTY * weights

    return minimize(loss, np.zeros(x.shape[2]), jac=True, method="L-BFGS-B", options={"maxiter": 150}).x


def trees(sets, names):
    import lightgbm
    columns = [NAMES.index(name) for name in names]
    settings = {"objective": "lambdarank", "num_leaves": 7, "learning_rate": 0.06, "min_data_in_leaf": 200,
                "feature_fraction": 0.7, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5.0,
                "lambdarank_truncation_level": 15, "max_bin": 63, "num_threads": 1, "seed": 1, "verbose": -1}
    train = sets["train"]
    fold = kb.fold_of(len(train.x))

    def grown(queries):
        queries = queries & train.right.any(1)
        there = train.there[queries]
        data = lightgbm.Dataset(train.x[queries][:, :, columns][there], train.right[queries][there].astype(int),
                                group=there.sum(1))
        return lightgbm.train(settings, data, 200)

    def score(model, x):
        x = x[:, :, columns]
        return model.predict(x.reshape(-1, x.shape[-1]), num_threads=1).reshape(x.shape[:2])

    scores = {"train": np.zeros(train.there.shape)}
    for left_out in range(kb.FOLDS):
        scores["train"][fold == left_out] = score(grown(fold != left_out), train.x[fold == left_out])
    model = grown(fold >= 0)
    scores |= {name: score(model, sets[name].x) for name in ("dev", "asked")}
    return Fitted(sets, scores)


def interval(differences):
    chance = np.random.default_rng(0)
    means = [differences[chance.integers(0, len(differences), len(differences))].mean() for _ in range(2000)]
    return np.percentile(means, [2.5, 97.5])


def tell(what, fitted, before, sets):
    before = before.ranks if isinstance(before, Fitted) else before
    cells = []
    for name in sets:
        ranks = fitted.ranks[name]
        low, high = interval(ranks - before[name])
        cells.append(f"{name} {ranks.mean():.3f} / {(ranks > 0).mean():.3f} "
                     f"{(ranks - before[name]).mean():+.3f} [{low:+.3f}, {high:+.3f}]")
    print(what.ljust(30), "  ".join(cells), flush=True)


def kinds(sets, words, shipped):
    for name, one in sets.items():
        of = np.array([query["kind"] for query in one.queries])
        for kind in sorted(set(of)):
            here = of == kind
            ranks = shipped.ranks[name][here]
            print(f"{name:6} {kind:9} n {here.sum():4}  words alone {words[name][here].mean():.3f}"
                  f"  shipped {ranks.mean():.3f}  within ten {(ranks > 0).mean():.3f}")


def write(args, shipped):
    lines = ["# Weights of the features of ranking; training/README.md says what they are. Written by training/rank.py."]
    lines += [f"{name} {FIXED.get(name, weight):.3f}" for name, weight in shipped.weights.items()]
    (args.out / "ranker.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
