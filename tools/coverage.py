#!/usr/bin/env python3
"""Line coverage of the core by its tests (reliability R7): builds it with gcc's --coverage, runs the test programs
below and adds up what gcov says of every line. A line of a header counts as covered when any program ran it.

  coverage.py [--lines] [--least PERCENT]

Works in build/coverage. --lines names the lines that nothing ran. Exit code 1 when a part is below --least
(default 98), 3 when the build or a test fails.
"""
import argparse
import collections
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "coverage"
TESTS = ["test_sim", "test_algorithms", "test_proofs_check", "test_find", "test_check", "test_prove", "test_graph_files", "test_study",
         "test_conformance", "test_kernels", "test_cli"]
# part: the folders that belong to it, less those that do not
PARTS = {"sim": (["sim"], []), "algorithms": (["algorithms"], []),
         "bounds": (["proofs_check"], ["proofs_check/check", "proofs_check/find"]),
         "finders": (["proofs_check/find"], [])}


def build_and_run():
    steps = [["cmake", "-S", ROOT, "-B", BUILD, "-G", "Ninja", "-D", "CMAKE_CXX_COMPILER=g++", "-D", "CMAKE_BUILD_TYPE=None",
              "-D", "CMAKE_CXX_FLAGS=-O1 --coverage", "-D", "REDBLUE_TESTS=ON", "-D", "REDBLUE_INSTALL=OFF"],
             ["cmake", "--build", BUILD, "--target", *TESTS]]
    for counts in BUILD.rglob("*.gcda"):
        counts.unlink()
    for step in steps + [[BUILD / "bin" / test, "--no-colors=true"] for test in TESTS]:
        done = subprocess.run(step, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            sys.stderr.write(done.stdout[-3000:])
            sys.exit(3)


def lines_of_tree():
    """Of each file of ours, how often each line of code ran."""
    ran = collections.defaultdict(lambda: collections.defaultdict(int))
    for counts in sorted(BUILD.rglob("*.gcda")):
        text = subprocess.run(["gcov", "--json-format", "--stdout", counts], stdout=subprocess.PIPE, text=True, cwd=BUILD,
                              stderr=subprocess.DEVNULL, check=True).stdout
        for one in text.splitlines():
            for file in json.loads(one)["files"]:
                path = (BUILD / file["file"]).resolve()
                if not path.is_relative_to(ROOT):
                    continue
                for line in file["lines"]:
                    ran[path.relative_to(ROOT).as_posix()][line["line_number"]] += line["count"]
    return ran


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--lines", action="store_true")
    options.add_argument("--least", type=float, default=98)
    options = options.parse_args()
    build_and_run()
    ran = lines_of_tree()
    failed = False
    total = 0
    for part, (folders, without) in PARTS.items():
        files = [f for f in sorted(ran) if any(f.startswith(d + "/") for d in folders)
                 and not any(f.startswith(d + "/") for d in without)]
        lines = sum(len(ran[f]) for f in files)
        covered = sum(1 for f in files for n in ran[f].values() if n > 0)
        total += lines
        share = 100 * covered / max(lines, 1)
        failed = failed or lines == 0 or share < options.least
        print(f"{part}: {covered} of {lines} lines covered, {share:.2f} %")
        for file in files if options.lines else []:
            missed = [n for n in sorted(ran[file]) if ran[file][n] == 0]
            if missed:
                print(f"  {file}: {', '.join(map(str, missed))}")
    print(f"lines: {total}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
