"""Times Yunji's build beside other generators' over the same notes."""

import argparse
import json
import os
import pathlib
import shutil
import sys
import tempfile

import corpus
import measure
import report
import tools

TOOLS = ["yunji", "hugo", "zola", "pagefind", "cp -r"]
# Notes of the corpus that is made when no folder is named.
ENOUGH = 500


def arguments():
    parser = argparse.ArgumentParser(prog="benches/peers/run", description=__doc__)
    parser.add_argument("folders", nargs="*", metavar="FOLDER",
                        help="folders of Markdown, built together; without any, this project's notes again and again")
    parser.add_argument("--repository", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--times", type=int, default=1, metavar="N",
                        help="every note N times, under other names and with a line that differs")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="rounds that count, after one that warms up (5)")
    parser.add_argument("--tools", default=",".join(TOOLS), metavar="LIST", help=f"which of {', '.join(TOOLS)}")
    parser.add_argument("--scenarios", default="cold,unchanged,edit", metavar="LIST", help="which of cold, unchanged, edit")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="also writes what was measured as JSON")
    parser.add_argument("--chart", type=pathlib.Path, metavar="FILE", help="also draws the medians as SVG")
    parser.add_argument("--work", type=pathlib.Path, metavar="FOLDER",
                        help="where sites are made and left; without it, a temporary folder")
    return parser.parse_args()


def main():
    asked = arguments()
    notes = corpus.read(asked.folders or [asked.repository / "content"])
    if not notes:
        raise SystemExit("benches/peers: no notes in " + ", ".join(map(str, asked.folders)))
    copies = asked.times if asked.folders else max(asked.times, -(-ENOUGH // len(notes)))
    notes = corpus.times(notes, copies)
    work = asked.work or pathlib.Path(tempfile.mkdtemp(prefix="yunji-peers-"))
    try:
        compare(asked, notes, work)
    finally:
        if not asked.work:
            shutil.rmtree(work, ignore_errors=True)


def compare(asked, notes, work):
    chosen = tools.found(work, asked.tools.split(","))
    for tool in chosen:
        tool.prepare(notes)
    size = sum(len(note.body.encode()) for note in notes) / 2**20
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    caption = f"{len(notes):,} notes, {size:.1f} MiB; {os.cpu_count()} cores, {memory:.0f} GiB; medians of {asked.rounds}"
    print(caption, file=sys.stderr)

    def tell(at, tool, run):
        print(f"  round {at}: {tool.name} {run.wall:.2f} s", file=sys.stderr, flush=True)

    runs = measure.rounds(chosen, notes, asked.rounds, asked.scenarios.split(","), tell)
    versions = {tool.name: tool.version() for tool in chosen}
    sizes = {tool.name: measure.size(tool.output) for tool in chosen}
    rows = report.rows(runs, versions, sizes)
    print(f"{caption}\n{report.table(rows)}")
    if asked.json:
        asked.json.write_text(json.dumps({"corpus": caption, "rows": rows}, indent=1) + "\n", encoding="utf-8")
    if asked.chart:
        asked.chart.write_text(report.chart(rows, caption), encoding="utf-8")


if __name__ == "__main__":
    main()
