#!/usr/bin/env python3
"""Makes search/src/analysis/traditional.txt from OpenCC's table of characters.

usage: traditional.py TSCharacters.txt > search/src/analysis/traditional.txt

The table (OpenCC, Apache-2.0; see NOTICE) maps a Traditional character to one or more
Simplified ones. The first is the usual one and the only one kept: a search index has to
fold both sides alike, not to choose well. A form that is itself a Traditional character
of another is followed to the end, so that folding twice changes nothing. Lines are sorted
by character.
"""
import sys

pairs = {}
for line in open(sys.argv[1], encoding="utf8"):
    if line.startswith("#") or "\t" not in line:
        continue
    traditional, simplified = line.rstrip("\n").split("\t")
    first = simplified.split(" ")[0]
    if len(traditional) == 1 and len(first) == 1 and traditional != first:
        pairs[traditional] = first
for traditional in sorted(pairs):
    simplified = pairs[traditional]
    while simplified in pairs and pairs[simplified] != simplified:
        simplified = pairs[simplified]
    print(traditional + simplified)
