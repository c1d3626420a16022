#!/usr/bin/env python3
"""Makes search/src/lexicon/taiwan.txt from OpenCC's tables of phrases and characters.

usage: taiwan.py TWPhrasesRev.txt TSCharacters.txt > search/src/lexicon/taiwan.txt

The tables (OpenCC, Apache-2.0; see NOTICE) map words of Taiwan to words of the Mainland.
Both are written here in Simplified characters, because a query is folded before it is
looked up. Pairs that fold to the same word are left out. Lines are sorted.
"""
import sys


def table(path):
    for line in open(path, encoding="utf8"):
        if not line.startswith("#") and "\t" in line:
            key, values = line.rstrip("\n").split("\t")
            yield key, values.split(" ")


characters = {key: values[0] for key, values in table(sys.argv[2]) if len(key) == 1}
simplified = lambda word: "".join(characters.get(ch, ch) for ch in word)

pairs = set()
for taiwan, mainland in table(sys.argv[1]):
    key = simplified(taiwan)
    for word in mainland:
        if simplified(word) != key:
            pairs.add((key, simplified(word)))
for pair in sorted(pairs):
    print(" ".join(pair))
