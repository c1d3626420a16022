"""Writes the general dictionary that Han runs are cut by, from the table on standard input:

    python3 search/data/dictionary.py < dict.txt

`dict.txt` is src/data/dict.txt of the crate jieba-rs (MIT), whose version Cargo.lock names. Words
that begin alike share a line: their first character, how often all of them occur, and of each
what follows that character with how often it occurs. Words with other scripts are left out but
for their count, on the line of no character: runs of Han characters have none.
"""

import collections
import pathlib
import sys

PARTS = 2


def is_han(word):
    return all(ch >= "\u2e80" for ch in word)


words = collections.defaultdict(list)
for line in sys.stdin.read().splitlines():
    word, count = line.split(" ")[:2]
    words[word[0] if is_han(word) else ""].append((word[1:], int(count)))
lines = []
for first, rest in sorted(words.items()):
    total = sum(count for _, count in rest)
    rest = [f"{rest}:{count}" for rest, count in sorted(rest)] if first else []
    lines.append(" ".join([first, str(total), *rest]) + "\n")

folder = pathlib.Path(__file__).parent.parent / "src/analysis/dictionary"
size = sum(map(len, lines)) / PARTS
parts = [""] * PARTS
done = 0
for line in lines:
    parts[min(int(done / size), PARTS - 1)] += line
    done += len(line)
for number, part in enumerate(parts, 1):
    (folder / f"{number}.txt").write_text(part, encoding="utf-8")
