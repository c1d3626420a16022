"""What was measured, as text, as data and as a picture."""

from statistics import median
from xml.sax.saxutils import escape

TITLES = {"cold": "Cold build", "unchanged": "Nothing changed", "edit": "One note edited"}
# In the picture, which stands in a manual in Chinese.
SHOWN = {"cold": "从零构建", "unchanged": "没有改动", "edit": "改了一篇"}


def rows(runs, versions, sizes):
    """One row for each scenario and tool, with medians."""
    out = []
    for scenario, tools in runs.items():
        base = median(run.wall for run in tools["yunji"]) if "yunji" in tools else None
        for name, done in tools.items():
            wall = median(run.wall for run in done)
            files, _, size = sizes[name]
            out.append({
                "scenario": scenario,
                "tool": f"{name} {versions[name]}".strip(),
                "seconds": round(wall, 3),
                "least": round(min(run.wall for run in done), 3),
                "most": round(max(run.wall for run in done), 3),
                "ratio": round(wall / base, 2) if base else None,
                "processor_seconds": round(median(run.processor for run in done), 2),
                "memory_mib": round(max(run.memory for run in done)),
                "files": files,
                "output_mib": round(size / 2**20, 1),
            })
    return out


def table(rows):
    """A Markdown table of each scenario."""
    lines = []
    for scenario in dict.fromkeys(row["scenario"] for row in rows):
        lines += [f"\n**{TITLES[scenario]}**\n",
                  "| tool | median s | least–most | to Yunji | CPU s | peak MiB | files | output MiB |",
                  "|---|--:|--:|--:|--:|--:|--:|--:|"]
        for row in rows:
            if row["scenario"] == scenario:
                ratio = "" if row["ratio"] is None else f"{row['ratio']:.2f}×"
                lines.append(
                    f"| {row['tool']} | {row['seconds']:.2f} | {row['least']:.2f}–{row['most']:.2f} | {ratio} "
                    f"| {row['processor_seconds']:.1f} | {row['memory_mib']} | {row['files']} | {row['output_mib']} |")
    return "\n".join(lines)


BAR, GAP, LEFT, WIDE, RIGHT = 22, 8, 150, 430, 100
STYLE = (
    "text{font:14px system-ui,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;fill:#1b2527}"
    ".h{font-weight:600}.b{fill:#b9c6c4}.y{fill:#0b5e63}"
    "@media(prefers-color-scheme:dark){text{fill:#d6dedc}.b{fill:#4a5a5c}.y{fill:#6cc5be}}"
)


def chart(rows, caption):
    """Bars of the median seconds, a group for each scenario, as SVG."""
    parts, y = [], 8
    for scenario in dict.fromkeys(row["scenario"] for row in rows):
        group = [row for row in rows if row["scenario"] == scenario]
        longest = max(row["seconds"] for row in group)
        parts.append(f'<text class="h" x="0" y="{y + 16}">{SHOWN[scenario]} · {TITLES[scenario]}</text>')
        y += 28
        for row in group:
            width = max(1, round(WIDE * row["seconds"] / longest))
            kind = "y" if row["tool"].startswith("yunji") else "b"
            parts += [f'<text x="{LEFT - 10}" y="{y + 16}" text-anchor="end">{escape(row["tool"])}</text>',
                      f'<rect class="{kind}" x="{LEFT}" y="{y}" width="{width}" height="{BAR}" rx="2"/>',
                      f'<text x="{LEFT + width + 8}" y="{y + 16}">{row["seconds"]:.2f} s</text>']
            y += BAR + GAP
        y += 14
    parts.append(f'<text x="0" y="{y + 10}">{escape(caption)}</text>')
    width, height = LEFT + WIDE + RIGHT, y + 24
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            f'role="img" aria-label="{escape(caption)}"><style>{STYLE}</style>' + "".join(parts) + "</svg>\n")
