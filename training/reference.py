"""Step 4: cosines that another implementation of the vectors must give.

Reads words.bin as README.md describes it. Every 600th article's title is taken as a query, against itself and the article
that follows; the texts stand in the file, so a test needs nothing else.
"""
import argparse
import json
import math
import struct

import kb


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", required=True)
    parser.add_argument("--words", required=True)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    table = read(args.words)
    records = kb.lines(args.records)
    with open(args.out, "w", encoding="utf-8") as file:
        for at in range(0, len(records) - 1, 600):
            for record in records[at:at + 2]:
                query, title, opening = records[at]["title"], record["title"], kb.opening(record)[:450]
                a = summed(table, [(1.0, query)])
                b = summed(table, [(0.3, title), (0.7, f"{title}. {opening}")])
                line = {"query": query, "title": title, "opening": opening, "cosine": round(cosine(a, b), 5)}
                file.write(json.dumps(line) + "\n")


def read(path):
    with open(path, "rb") as file:
        data = file.read()
    assert data[:8] == b"KBWORDS1"
    count, dims, length = struct.unpack_from("<III", data, 8)
    words, at = [], 20
    while at < 20 + length:
        words.append(data[at + 1:at + 1 + data[at]].decode())
        at += 1 + data[at]
    scales = struct.unpack_from(f"<{count}f", data, at)
    rows = memoryview(data)[at + 4 * count:].cast("b")
    assert len(words) == count and len(rows) == count * dims and words == sorted(words)
    return {word: [scales[row] * value for value in rows[row * dims:(row + 1) * dims]] for row, word in enumerate(words)}


def summed(table, texts):
    total = [0.0] * len(next(iter(table.values())))
    for share, text in texts:
        words = [word for word in kb.words(text) if word in table]
        roots = {word: math.sqrt(words.count(word)) for word in set(words)}
        for word, root in roots.items():
            factor = share * root / sum(roots.values())
            total = [sum_ + factor * value for sum_, value in zip(total, table[word], strict=True)]
    return total


def cosine(a, b):
    length = math.sqrt(sum(x * x for x in a) * sum(x * x for x in b))
    return sum(x * y for x, y in zip(a, b, strict=True)) / length if length else 0.0


if __name__ == "__main__":
    main()
