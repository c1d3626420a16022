"""Runs builds and measures them."""

import os
import subprocess
import sys
import time


class Run:
    """One build: seconds by the clock, seconds of all processors, MiB of memory at its peak."""

    def __init__(self, wall, processor, memory):
        self.wall, self.processor, self.memory = wall, processor, memory


def run(tool):
    """Builds with `tool` and waits. What it printed is shown when it fails."""
    # Else the disk still writes what the build before left.
    os.sync()
    start = time.perf_counter()
    process = subprocess.Popen(tool.command(), env=tool.environment(), cwd=tool.source if tool.source.exists() else None,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said = process.stdout.read()
    # Not `process.wait()`, which throws away what the system knows of the process.
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    if process.returncode != 0:
        sys.stderr.buffer.write(said)
        raise SystemExit(f"benches/peers: {tool.name} failed with {process.returncode}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def size(folder):
    """Files in a folder, pages among them, and bytes of all."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    return len(files), sum(file.suffix == ".html" for file in files), sum(file.stat().st_size for file in files)


def rounds(tools, notes, number, scenarios, tell):
    """The runs by scenario and tool, interleaved: every tool once a round.

    cold: neither output nor cache; unchanged: once more; edit: after a sentence was added to one note.
    """
    runs = {scenario: {} for scenario in scenarios}
    middle = notes[len(notes) // 2]
    for at in range(number + 1):
        for tool in tools:
            tool.clean()
            done = {"cold": run(tool)}
            check(tool, notes)
            if tool.name not in ("pagefind", "cp -r"):
                if "unchanged" in scenarios:
                    done["unchanged"] = run(tool)
                if "edit" in scenarios:
                    tool.edit(middle, at)
                    done["edit"] = run(tool)
            tell(at, tool, done["cold"])
            # The first round warms the system's file cache.
            for scenario in scenarios if at else ():
                if scenario in done:
                    runs[scenario].setdefault(tool.name, []).append(done[scenario])
    return runs


def check(tool, notes):
    """A build that left pages out is no build."""
    pages = size(tool.output)[1]
    if tool.name in ("yunji", "hugo", "zola") and pages < len(notes):
        raise SystemExit(f"benches/peers: {tool.name} built {pages} pages of {len(notes)} notes")
