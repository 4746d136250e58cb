"""What the steps share: records, queries, words, and how good an order is."""
import collections
import json
import re

import numpy as np
import scipy.sparse as sp

SETS = ("train", "dev", "asked")
FOLDS = 5
WORD = re.compile(r"[a-z0-9]+")


def words(text):
    """Runs of a-z and 0-9 after lower-casing; apostrophes are dropped first (`can't` is `cant`)."""
    return WORD.findall(text.lower().replace("'", ""))


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def opening(record):
    """The section that says what an article is about: symptoms, else the summary, else the body, and so on."""
    for part in ("symptoms", "summary", "body", "more_information", "cause", "resolution"):
        if record[part]:
            return " ".join(record[part].split())
    return " ".join(record["other_sections"][0]["text"].split()) if record["other_sections"] else ""


def number(identifier):
    return int(identifier[1:])


def matrix(texts, index):
    """One row a text: how often it has each word of `index`."""
    starts, columns, counts = [0], [], []
    for text in texts:
        found = collections.Counter(index[word] for word in words(text) if word in index)
        columns += found.keys()
        counts += found.values()
        starts.append(len(columns))
    return sp.csr_matrix((np.array(counts, np.float32), np.array(columns, np.int32), np.array(starts)),
                         shape=(len(texts), len(index)))


def bag(counts, weigh=np.sqrt):
    """Each word weighs the square root of its count; the weights of a text add up to 1."""
    roots = counts.copy()
    roots.data = weigh(roots.data)
    sums = np.asarray(roots.sum(1)).ravel()
    return (sp.diags(1 / np.maximum(sums, 1e-9)) @ roots).tocsr().astype(np.float32)


def unit(rows):
    return rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)


def fold_of(count):
    """Which fold each train query is in; the same in every step."""
    return np.random.default_rng(7).permutation(count) % FOLDS


def reciprocal_ranks(scores, right, there):
    order = np.argsort(-np.where(there, scores, -1e9), 1, kind="stable")[:, :10]
    top = np.take_along_axis(right, order, 1)
    return np.where(top.any(1), 1 / (top.argmax(1) + 1), 0)
