#!/usr/bin/env python3
"""Prints docs/graph_bounds.md: every bound of graphs against the optimum, by the program itself.

usage: tools/graph_bounds.py REDBLUE
"""
import json
import subprocess
import sys

REDBLUE = sys.argv[1]
# 64 values in a row, each of the one before and two more from anywhere.
SPREAD = "tests/data/spread64.graph"
# Graph, rules, values of M from the smallest that works on.
ROWS = [
    ("tree:3", "one_shot", (3, 4, 5)),
    ("pyramid:4", "one_shot", (3, 4, 5, 6)),
    ("diamond:4", "one_shot", (3, 4, 5)),
    ("diamond:5", "one_shot", (3, 4, 5, 6)),
    ("fft:2", "one_shot", (3, 4, 5, 6)),
    ("fft:3", "one_shot", (3, 4, 5, 6, 7, 8)),
    ("strassen:1", "one_shot", (3, 4, 5, 6)),
    ("matmul:2,2,2+chain", "one_shot", (3, 4, 5)),
    ("matmul:2,2,2", "one_shot", (5, 6, 7)),
    ("matmul:2,2,2", "partial", (3, 4, 5, 6)),
    ("matmul:3,3,1", "partial", (3, 4, 5)),
    ("attention:2,1", "one_shot", (5, 6, 7)),
    ("attention:2,1", "partial", (3, 4, 5, 6)),
    ("attention:2,1", "partial_recompute", (3, 4, 5, 6)),
    ("attention:2,1+l", "partial", (3, 4, 5, 6, 7)),
    ("attention:2,1+l", "partial_recompute", (3, 4, 5, 6)),
    ("attention:2,2", "partial", (3, 4, 5, 6, 7)),
    ("attention:3,1", "partial", (3, 4, 5, 6, 7, 8, 9)),
    ("fft:3", "classic", (3, 4, 5)),
    ("tree:3", "classic", (3, 4, 5)),
    ("pyramid:4", "classic", (3, 4, 5, 6)),
    ("fft:2", "partial_recompute", (3, 4, 5)),
    ("diamond:4", "partial_recompute", (3, 4, 5)),
    ("passes:7,3", "one_shot", (3, 4)),
    ("passes:7,3", "classic", (3,)),
    ("passes:7,3", "partial_recompute", (3,)),
    ("passes:8,3", "partial", (3, 4)),
    (SPREAD, "one_shot", (4,)),
    (SPREAD, "partial", (4,)),
]
HEAD = """# Bounds of graphs against optima

Written by `tools/tables.sh` from `redblue bound --graph GRAPH --rules RULES --M m`. Words; a dash: not applicable, or not
comparable with counts under these rules. *exact* is the optimum, or `>= n` where the search was cut short at 16 MB. **Bold**:
equal to the optimum. In parentheses: uncertified, and no bound (`matmul_cosma` may exceed the optimum). What the bounds say and
why: [bounds.md](bounds.md#bounds-of-graphs).
"""


def record(graph, rules, words):
    command = [REDBLUE, "bound", "--graph", graph, "--rules", rules, "--M", str(words), "--format", "jsonl"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def cell(bound, optimum):
    if not bound["applicable"]:
        return "-"
    words = bound["certified_words"]
    if words is None:
        return "({:.2f})".format(bound["words"])
    if not bound["comparable"]:
        return "-"
    return f"**{words}**" if words == optimum else str(words)


def main():
    print(HEAD)
    ids = None
    for graph, rules, values in ROWS:
        for words in values:
            bounds = {b["id"]: b for b in record(graph, rules, words)["bounds"]}
            if ids is None:
                ids = [i for i in bounds if i != "exact"]
                print("| graph | rules | M | " + " | ".join(ids) + " | exact |")
                print("|---|---|---:|" + "---:|" * (len(ids) + 1))
            exact = bounds["exact"]
            done = exact["parameters"].get("optimal") == "yes"
            optimum = exact["certified_words"] if done else None
            last = str(optimum) if done else ">= {}".format(exact["certified_words"])
            cells = [cell(bounds[i], optimum) for i in ids]
            print(f"| {graph} | {rules} | {words} | " + " | ".join(cells) + f" | {last} |", flush=True)


main()
