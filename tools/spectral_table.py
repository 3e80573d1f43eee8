#!/usr/bin/env python3
"""Prints a page with its table of spectral bounds made anew, by the program itself.

The table stands between the lines `<!-- spectral_table -->` and `<!-- end -->` of the page.
usage: tools/spectral_table.py REDBLUE docs/bounds.md
"""
import json
import subprocess
import sys

REDBLUE, PAGE = sys.argv[1:3]
BEGIN, END = "<!-- spectral_table -->\n", "<!-- end -->\n"
ROWS = [("fft:9", 4), ("fft:9", 8), ("fft:9", 16), ("strassen:3", 8), ("matmul:20,20,20+products", 32)]


def record(command, graph, words, *more):
    arguments = [REDBLUE, command, "--graph", graph, "--M", str(words), "--format", "jsonl", *more]
    run = subprocess.run(arguments, capture_output=True, text=True)
    if run.returncode not in (0, 5):  # 5: a heuristic's play, as large graphs have it
        sys.exit(f"spectral_table: {' '.join(arguments)}: {run.stderr}")
    return json.loads(run.stdout)


def row(graph, words):
    cells = [graph, str(words)]
    for bound in ("spectral", "spectral_sharp"):
        found = record("bound", graph, words, "--bound", bound)["bounds"][0]
        if found["certified_words"] is None:
            sys.exit(f"spectral_table: {bound} of {graph} at M = {words} is not certified")
        cells += [f"{found['words']:,.5f}", str(found["parameters"]["k"])]
    compulsory = record("bound", graph, words, "--bound", "compulsory", "--rules", "one_shot")["bounds"][0]
    play = record("pebble", graph, words, "--rules", "one_shot")
    return "| " + " | ".join(cells + [f"{compulsory['words']:,.0f}", f"{play['io']:,}"]) + " |\n"


def main():
    page = open(PAGE, encoding="utf-8").read()
    if page.count(BEGIN) != 1 or END not in page.split(BEGIN)[1]:
        sys.exit(f"spectral_table: {PAGE} needs the two lines {BEGIN.strip()} and {END.strip()}")
    before, rest = page.split(BEGIN)
    after = rest.split(END, 1)[1]
    table = "| graph | M | `spectral` | k | `spectral_sharp` | k | compulsory I + T | a play (`pebble`) |\n"
    table += "|---|---:|---:|---:|---:|---:|---:|---:|\n" + "".join(row(*r) for r in ROWS)
    sys.stdout.write(before + BEGIN + table + END + after)


main()
