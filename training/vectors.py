"""Step 2: a vector for every word, from a sentence encoder, then trained on the archive.

1. Words: those of at least 4 articles (title and the first 2,000 characters of the opening) and those of the encoder's
   own vocabulary. No label adds a word.
2. Each word's vector is what the encoder makes of the word alone, cut to --dims by PCA, length 1, times
   0.001 / (0.001 + p), where p is the word's share of all words of the archive.
3. Training moves them (Adam) until a title points where its article's opening points and nowhere else (in-batch
   contrast), and a train query where its article does rather than its other candidates.
   Near-duplicates are no counter-examples.

Each train query's cosines come from vectors that were trained without its fold; those of dev and asked, and what is
shipped, from vectors trained on all train queries. Writes words.bin, cosines.npz and articles.npz to --out.
"""
import argparse
import collections
import json
import pathlib
import re
import struct

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

import kb

FEWEST_ARTICLES, LONGEST_WORD = 4, 24
TITLE, OPENING = 0.3, 450  # share of the title; characters of the opening
RARE = 1e-3
HEAT, RATE, BATCH, QUERIES, OTHERS = 0.1, 0.005, 1024, 256, 15
DROP, DROP_FEW = 0.3, 0.1
ALIKE, ALIKE_AT_FIRST = 0.93, 0.95


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", required=True, help="what `kbfix export` writes")
    parser.add_argument("--labels", required=True, type=pathlib.Path)
    parser.add_argument("--encoder", required=True, nargs="+", metavar="ONNX,TOKENIZER,POOLING",
                        help="a model, its tokenizer.json, and `mean` or `first`")
    parser.add_argument("--dims", type=int, default=128)
    parser.add_argument("--passes", type=int, default=3)
    parser.add_argument("--no-folds", action="store_true", help="only what is shipped")
    parser.add_argument("--out", required=True, type=pathlib.Path, help="where the candidates lie")
    args = parser.parse_args()
    texts = Texts(kb.lines(args.records), args.encoder[0].split(",")[1])
    start = np.hstack([encode(texts.words, *encoder.split(",")) for encoder in args.encoder])
    start = kb.unit(cut(start, args.dims)) * (RARE / (RARE + texts.shares))[:, None]
    start = (start / np.linalg.norm(start, axis=1).mean()).astype(np.float32)
    queries = {name: [q["query"] for q in kb.lines(args.labels / f"queries-{name}.jsonl")] for name in kb.SETS}
    bags = {name: kb.bag(kb.matrix(queries[name], texts.index), np.ones_like) for name in kb.SETS}
    found = {name: np.load(args.out / f"candidates-{name}.npz") for name in kb.SETS}
    rows = {name: np.vectorize(lambda id: texts.rows.get(id, 0))(found[name]["ids"]) for name in kb.SETS}
    lessons = Lessons(texts, start, bags["train"], rows["train"], found["train"])
    fold = kb.fold_of(len(queries["train"]))
    cosines = {name: np.zeros(rows[name].shape, np.float32) for name in kb.SETS}
    for left_out in [None] if args.no_folds else [None, *range(kb.FOLDS)]:
        trained = train(texts, start, lessons, np.flatnonzero(fold != left_out), args.passes)
        scales = np.maximum(np.abs(trained).max(1), 1e-12).astype(np.float32) / 127
        bytes_ = np.round(trained / scales[:, None]).astype(np.int8)
        vectors = bytes_ * scales[:, None]
        articles = kb.unit(texts.articles @ vectors)
        if left_out is None:
            write(args.out / "words.bin", texts.words, scales, bytes_)
            np.savez(args.out / "articles.npz", ids=texts.ids, vectors=articles.astype(np.float16))
        for name in ("dev", "asked") if left_out is None else ("train",):
            for at in range(len(queries[name])) if left_out is None else np.flatnonzero(fold == left_out):
                query = kb.unit(bags[name][at] @ vectors)[0]
                cosines[name][at] = articles[rows[name][at]] @ query
        print("trained", "on all" if left_out is None else f"without fold {left_out}", flush=True)
    if not args.no_folds:
        np.savez(args.out / "cosines.npz", **cosines)


class Texts:
    """The archive's words, titles and openings."""

    def __init__(self, records, tokenizer):
        self.ids = np.array([kb.number(record["id"]) for record in records])
        self.rows = {id: row for row, id in enumerate(self.ids.tolist())}
        titles = [record["title"] for record in records]
        openings = [kb.opening(record)[:2000] for record in records]
        times, articles = collections.Counter(), collections.Counter()
        for record, title, text in zip(records, titles, openings, strict=True):
            found = kb.words(title) + kb.words(text)
            times.update(found)
            articles.update(set(found) | set(kb.words(" ".join(record["query_words"]))))
        known = json.loads(pathlib.Path(tokenizer).read_text())["model"]["vocab"]
        words = {word for word in known if re.fullmatch("[a-z]{2,}", word)}
        words |= {word for word, count in articles.items() if count >= FEWEST_ARTICLES and len(word) <= LONGEST_WORD}
        self.words = sorted(words)
        self.index = {word: at for at, word in enumerate(self.words)}
        self.shares = np.array([times[word] for word in self.words]) / times.total()
        self.titles = kb.bag(kb.matrix(titles, self.index))
        self.openings = kb.bag(kb.matrix([text[:OPENING] for text in openings], self.index))
        both = kb.matrix([f"{title}. {text[:OPENING]}" for title, text in zip(titles, openings, strict=True)], self.index)
        self.articles = (TITLE * self.titles + (1 - TITLE) * kb.bag(both)).tocsr()
        self.keys = np.array([hash(" ".join(kb.words(title))) for title in titles])


def encode(words, model, tokenizer, pooling):
    """What an encoder makes of each word alone."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(model, options)
    inputs = {given.name for given in session.get_inputs()}
    tokens = Tokenizer.from_file(tokenizer)
    tokens.no_padding()
    ids = [encoding.ids for encoding in tokens.encode_batch(words)]
    order = sorted(range(len(words)), key=lambda at: len(ids[at]))
    vectors = [None] * len(words)
    for begin in range(0, len(words), 256):
        batch = order[begin:begin + 256]
        longest = max(len(ids[at]) for at in batch)
        padded = np.array([ids[at] + [0] * (longest - len(ids[at])) for at in batch], np.int64)
        mask = np.array([[1] * len(ids[at]) + [0] * (longest - len(ids[at])) for at in batch], np.int64)
        given = {"input_ids": padded, "attention_mask": mask, "token_type_ids": np.zeros_like(padded)}
        states = session.run(None, {name: given[name] for name in inputs})[0]
        if pooling == "first":
            pooled = states[:, 0]
        else:
            pooled = (states * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
        for at, vector in zip(batch, pooled, strict=True):
            vectors[at] = vector
    vectors = np.array(vectors)
    return kb.unit(vectors - vectors.mean(0))


def cut(vectors, dims):
    """PCA."""
    vectors = vectors - vectors.mean(0)
    _, axes = np.linalg.eigh(vectors.T @ vectors)
    return vectors @ axes[:, ::-1][:, :dims]


class Lessons:
    """Each train query with its article and the candidates that are no answer, nor nearly the same as one."""

    def __init__(self, texts, start, bags, rows, found):
        vectors = kb.unit(texts.articles @ start)
        self.bags, self.answers, self.others = bags, np.full(len(rows), -1), [None] * len(rows)
        for at, (candidates, right) in enumerate(zip(rows, found["right"], strict=True)):
            if not right.any():
                continue
            self.answers[at] = candidates[right.argmax()]
            others = candidates[:80][~right[:80] & (found["ids"][at, :80] > 0)]
            self.others[at] = others[vectors[others] @ vectors[self.answers[at]] < ALIKE_AT_FIRST]
        self.usable = np.array([others is not None and len(others) > 0 for others in self.others])


def train(texts, start, lessons, queries, passes):
    chance = np.random.default_rng(0)
    vectors, queries = start.copy(), queries[lessons.usable[queries]]
    first, second = np.zeros_like(vectors), np.zeros_like(vectors)
    enough = np.flatnonzero((np.diff(texts.titles.indptr) > 2) & (np.diff(texts.openings.indptr) > 4))
    steps = passes * (len(enough) // BATCH)
    for step in range(steps):
        if step % (steps // passes) == 0:
            order = chance.permutation(enough)
        begin = step % (steps // passes) * BATCH
        slope = contrast(texts, vectors, order[begin:begin + BATCH], chance)
        slope += choice(texts, vectors, lessons, chance.permutation(queries)[:QUERIES], chance)
        first += 0.1 * (slope - first)
        second += 0.01 * (slope * slope - second)
        rate = RATE * (1 - step / steps)
        vectors -= rate * (first / (1 - 0.9 ** (step + 1))) / (np.sqrt(second / (1 - 0.99 ** (step + 1))) + 1e-8)
    return vectors


def contrast(texts, vectors, batch, chance):
    """The slope of: of a batch's titles and openings, those of one article belong together."""
    titles, openings = drop(texts.titles[batch], DROP, chance), drop(texts.openings[batch], DROP_FEW, chance)
    (a, a_long), (b, b_long) = sums(titles, vectors), sums(openings, vectors)
    masked = (texts.keys[batch][:, None] == texts.keys[batch]) | (b @ b.T > ALIKE)
    np.fill_diagonal(masked, False)
    logits = np.where(masked, -50, a @ b.T / HEAT)
    slope = softmax(logits, 1) + softmax(logits, 0)
    slope[np.diag_indices_from(slope)] -= 2
    slope = np.where(masked, 0, slope) / (2 * len(batch) * HEAT)
    return titles.T @ turned(slope @ b, a, a_long) + openings.T @ turned(slope.T @ a, b, b_long)


def choice(texts, vectors, lessons, batch, chance):
    """The slope of: a query's article is nearer than its other candidates."""
    queries = drop(lessons.bags[batch], DROP_FEW, chance)
    rows = np.array([[lessons.answers[at], *chance.choice(lessons.others[at], OTHERS)] for at in batch])
    articles = texts.articles[rows.ravel()]
    (a, a_long), (b, b_long) = sums(queries, vectors), sums(articles, vectors)
    grouped = b.reshape(*rows.shape, -1)
    slope = softmax(np.einsum("qkd,qd->qk", grouped, a) / HEAT, 1)
    slope[:, 0] -= 1
    slope /= len(batch) * HEAT
    to_a = np.einsum("qk,qkd->qd", slope, grouped)
    to_b = (slope[:, :, None] * a[:, None]).reshape(b.shape)
    return queries.T @ turned(to_a, a, a_long) + articles.T @ turned(to_b, b, b_long)


def drop(bags, share, chance):
    bags = bags.copy()
    bags.data = bags.data * (chance.random(len(bags.data)) > share)
    return bags


def sums(bags, vectors):
    summed = bags @ vectors
    length = np.maximum(np.linalg.norm(summed, axis=1, keepdims=True), 1e-6)
    return summed / length, length


def turned(slope, units, length):
    return (slope - units * (units * slope).sum(1, keepdims=True)) / length


def softmax(logits, axis):
    shares = np.exp(logits - logits.max(axis, keepdims=True))
    return shares / shares.sum(axis, keepdims=True)


def write(path, words, scales, rows):
    """See README.md."""
    order = sorted(range(len(words)), key=lambda at: words[at].encode())
    names = b"".join(bytes([len(words[at].encode())]) + words[at].encode() for at in order)
    head = b"KBWORDS1" + struct.pack("<III", len(words), rows.shape[1], len(names))
    path.write_bytes(head + names + scales[order].astype("<f4").tobytes() + rows[order].tobytes())


if __name__ == "__main__":
    main()
