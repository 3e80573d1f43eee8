#!/usr/bin/env python3
"""The table of long runs in docs/reliability.md: what tools/soak.sh can run, and what docs/reliability.jsonl says was
run.

  reliability.py --write   puts the table between its marks
  reliability.py --check   exit code 1 when the page leaves out a part, or claims more than the log holds
"""
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- long runs: tools/reliability.py --write -->", "<!-- end of the long runs -->"


def parts():
    """name: (what it tries, the variable of its full figure)"""
    text = (ROOT / "tools" / "soak.sh").read_text()
    rows = re.search(r"^parts=\((.*?)^\)", text, re.S | re.M).group(1)
    fields = [row.split("|") for row in re.findall(r"^\s*'(.*)'$", rows, re.M)]
    return {f[0]: (f[1], f[3]) for f in fields}


def recorded():
    """name: (things tried in all runs, runs, runs in which something went wrong, the version of the last)"""
    found = {}
    for line in (ROOT / "docs" / "reliability.jsonl").read_text().splitlines():
        run = json.loads(line)
        count, runs, failures, _ = found.get(run["part"], (0, 0, 0, ""))
        git = re.search(r"git ([0-9a-f]+)", run["version"])
        found[run["part"]] = (count + run["count"], runs + 1, failures + (run["failures"] > 0), git.group(1) if git else "")
    return found


def table():
    lines = ["| part | row: what is tried | full figure | tried so far | runs | with a failure | last at |", "|---|---|---|---|---|---|---|"]
    done = recorded()
    for name, (what, figure) in parts().items():
        count, runs, failures, git = done.get(name, (0, 0, 0, "never"))
        full = f"{int(figure.split('=')[1]):,}" if "=" in figure else "all"
        lines.append(f"| `{name}` | {what} | {full} | {count:,} | {runs} | {failures} | {git} |")
    return "\n".join(lines)


def claimed(page):
    """name: (things tried, runs with a failure) as the page says."""
    rows = re.findall(r"^\| `(\w+)` \|[^|]*\|[^|]*\| ([\d,]+) \| \d+ \| (\d+) \|", page, re.M)
    return {name: (int(count.replace(",", "")), int(failures)) for name, count, failures in rows}


def main():
    page = PAGE.read_text()
    if sys.argv[1:] == ["--write"]:
        before, rest = page.split(BEGIN)
        PAGE.write_text(before + BEGIN + "\n" + table() + "\n" + END + rest.split(END)[1])
        return 0
    if sys.argv[1:] != ["--check"]:
        print(__doc__, file=sys.stderr)
        return 2
    done, said, wrong = recorded(), claimed(page), 0
    for name in parts():
        count, _, failures, _ = done.get(name, (0, 0, 0, ""))
        if name not in said:
            print(f"docs/reliability.md: the part {name} is missing; run tools/reliability.py --write")
        elif said[name][0] > count or (said[name][0] == count and said[name][1] != failures):
            print(f"docs/reliability.md: {name}: {said[name]} is claimed, the log holds {(count, failures)}")
        else:
            continue
        wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
