#!/usr/bin/env python3
"""What of the trusted checker its tests do not reach, from two exports of llvm-cov-19 (reliability R7).

  checker_coverage.py LCOV JSON EXCEPTIONS

A branch or condition counts as covered when any instantiation of a template, or any test, covered it. Prints a line per
file, and what is missing as `FILE: SOURCE LINE: WHAT`. EXCEPTIONS lists what cannot be reached in these words, each above
its reason. Exit code 1 when more or less than that is missing.
"""
import collections
import json
import pathlib
import sys


def main(lcov, exported, exceptions):
    covered = collections.defaultdict(dict)  # file: {(line, column, what): covered}

    def note(file, place, what, yes):
        if "/check/" in file:
            seen = covered[pathlib.Path(file)]
            seen[(*place, what)] = seen.get((*place, what), False) or yes

    file = ""
    for line in pathlib.Path(lcov).read_text().splitlines():
        if line.startswith("SF:"):
            file = line[3:]
        if line.startswith("DA:"):
            at, count = line[3:].split(",")[:2]
            note(file, (int(at), 0), "the line", int(count) > 0)
    for one in json.loads(pathlib.Path(exported).read_text())["data"][0]["files"]:
        for at, column, _, _, true, false, *_ in one["branches"]:
            note(one["filename"], (at, column), f"column {column} true", true > 0)
            note(one["filename"], (at, column), f"column {column} false", false > 0)
        for at, column, _, _, *rest in one["mcdc_records"]:
            for n, independent in enumerate(next(r for r in rest if isinstance(r, list))):
                note(one["filename"], (at, column), f"column {column} condition {n + 1} alone", independent)

    missing, total = [], 0
    for file, seen in sorted(covered.items()):
        source = file.read_text().splitlines()
        for kind, is_kind in (("lines", lambda w: w == "the line"), ("conditions", lambda w: "condition" in w),
                              ("branches", lambda w: w.startswith("column") and "condition" not in w)):
            these = [k for k in seen if is_kind(k[2])]
            total += len(these)
            print(f"{file.name}: {sum(seen[k] for k in these)} of {len(these)} {kind}")
        missing += [f"{file.name}: {source[k[0] - 1].strip()}: {k[2]}" for k in sorted(seen) if not seen[k]]
    known = [line for line in pathlib.Path(exceptions).read_text().splitlines() if line and line[0] not in "# "]
    for what in missing:
        print(("cannot be reached: " if what in known else "MISSED: ") + what)
    for what in known:
        if what not in missing:
            print(f"LISTED BUT REACHED: {what}")
    unexplained = len([m for m in missing if m not in known])
    print(f"lines, branches and conditions: {total}, {len(missing)} not reached, {unexplained} of them unexplained")
    return int(sorted(missing) != sorted(known))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
