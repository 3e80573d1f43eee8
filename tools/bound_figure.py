#!/usr/bin/env python3
"""Draws lower bounds, and what schedules or plays need, against M, by the program itself:

  tools/bound_figure.py REDBLUE "WHAT" BOUNDS M,M,... > FILE.svg

WHAT is `--N n --d d`, with the best schedule of the machine, or `--graph NAME --rules R`, with a play. BOUNDS: ids, by
commas; a `?` behind an id: drawn dashed, as what is not proven of graphs. Bounds are lines, plays and schedules are dots.
Axes are linear where M grows by less than a factor of 8, else logarithmic.
"""
import json
import math
import subprocess
import sys

LEFT, RIGHT, TOP, BOTTOM, WIDTH, HEIGHT = 96, 500, 30, 330, 700, 400
LINES = [("#6b727c", "#a2a9b3"), ("#0a63c2", "#6bb5ff"), ("#0b8467", "#41cfa5"), ("#b23a77", "#f58fc2"), ("#937000", "#dcbc4c"), ("#5d3a8c", "#c4a7f0")]
PLAYS = ("#d1570a", "#ff9d57")


def style(colours):
    rules = "text{font:13px system-ui,'DejaVu Sans',sans-serif;fill:#1b1f24}.soft{fill:#5b636d;font-size:12px}.m{text-anchor:middle}.e{text-anchor:end}" \
        ".bg{fill:#fff}.axis{stroke:#8a929c;fill:none}.grid{stroke:#e7eaee}.b{fill:none;stroke-width:2.2}.dash{stroke-dasharray:6 4}"
    dark = "text{fill:#e8eaed}.soft{fill:#a3abb5}.bg{fill:#14171c}.axis{stroke:#7d8692}.grid{stroke:#262c34}"
    for i, (light, night) in enumerate(colours):
        rules += f".b.l{i}{{stroke:{light}}}text.l{i},circle.l{i}{{fill:{light}}}"
        dark += f".b.l{i}{{stroke:{night}}}text.l{i},circle.l{i}{{fill:{night}}}"
    return f"{rules}@media (prefers-color-scheme:dark){{{dark}}}"


def record(command):
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode not in (0, 5):
        sys.exit(f"{' '.join(command)}: {run.stderr}")
    return json.loads(run.stdout.splitlines()[-1])


def words(bound):
    proven = bound.get("certified_words")
    known = proven if proven is not None else bound["words"]
    return known if bound["applicable"] else None


def upper(redblue, what, M):
    if what[0] == "--graph":
        return record([redblue, "pebble", *what, "--M", str(M), "--format", "jsonl"])["io"]
    return record([redblue, "count", *what, "--M", str(M), "--algorithm", "best", "--format", "jsonl"])["io_words"]


def main(redblue, what, asked, values):
    what, values = what.split(), [int(M) for M in values.split(",")]
    ids, open_ones = [i.rstrip("?") for i in asked.split(",")], {i[:-1] for i in asked.split(",") if i.endswith("?")}
    found = [{b["id"]: words(b) for b in record([redblue, "bound", *what, "--M", str(M), "--format", "jsonl"])["bounds"]} for M in values]
    lines = [(i, [row[i] for row in found]) for i in ids]
    dots = [upper(redblue, what, M) for M in values]
    log = values[-1] >= 8 * values[0]
    seen = [w for _, line in lines for w in line if w] + dots
    low, high = (min(seen) / 1.3, max(seen) * 1.3) if log else (0, max(seen) * 1.1)
    scale = math.log if log else float
    x = lambda M: LEFT + (RIGHT - LEFT) * (scale(M) - scale(values[0])) / (scale(values[-1]) - scale(values[0]))
    y = lambda w: BOTTOM - (BOTTOM - TOP) * (scale(w) - scale(low) if log else w) / (scale(high) - scale(low) if log else high)
    if log:
        ticks = [10 ** e for e in range(math.ceil(math.log10(low)), math.floor(math.log10(high)) + 1)]
        if len(ticks) < 2:
            ticks = sorted(ticks + [m * 10 ** e for e in range(math.floor(math.log10(low)), math.ceil(math.log10(high))) for m in (2, 5) if low <= m * 10 ** e <= high])
    else:
        step = max(1, round(high / 6))
        ticks = range(0, int(high) + 1, step)
    name = what[1] if what[0] == "--graph" else f"attention, N = {int(what[1]):,}, d = {what[3]}"
    rules = f" under {what[3]}" if what[0] == "--graph" else ""
    described = "; ".join(f"{i}: {', '.join('none' if w is None else format(w, ',.0f') for w in line)}" for i, line in lines)
    plays = "words of a play" if what[0] == "--graph" else "words of the best schedule"
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" aria-labelledby="t d">',
           f'<title id="t">Lower bounds of {name}{rules} against M</title>',
           f"<desc id=\"d\">M = {', '.join(map(str, values))}. {described}; {plays}: {', '.join(format(w, ',') for w in dots)}.</desc>",
           f"<style>{style(LINES[:len(lines)] + [PLAYS])}</style>", f'<rect width="{WIDTH}" height="{HEIGHT}" class="bg"/>']
    for tick in ticks:
        out.append(f'<path class="grid" d="M {LEFT} {y(tick):.1f} H {RIGHT}"/><text class="soft e" x="{LEFT - 8}" y="{y(tick) + 4:.1f}">{tick:,}</text>')
    every = max(1, -(-len(values) // 8))
    for M in values[::every]:
        out.append(f'<path class="axis" d="M {x(M):.1f} {BOTTOM} v 5"/><text class="soft m" x="{x(M):.1f}" y="{BOTTOM + 19}">{M:,}</text>')
    ends = []
    for i, (id, line) in enumerate(lines):
        shown = [(M, w) for M, w in zip(values, line) if w and w >= low]
        if not shown:
            sys.exit(f"{id}: nothing to draw")
        dash = " dash" if id in open_ones else ""
        out.append(f'<path class="b l{i}{dash}" d="M {" L ".join(f"{x(M):.1f} {y(w):.1f}" for M, w in shown)}"/>')
        ends.append([y(shown[-1][1]), i, id + (" (unproven)" if dash else ""), shown[-1]])
    for M, w in zip(values, dots):
        out.append(f'<circle class="l{len(lines)}" cx="{x(M):.1f}" cy="{y(w):.1f}" r="4"/>')
    ends.append([y(dots[-1]), len(lines), plays, (values[-1], dots[-1])])
    ends.sort()
    for above, here in zip(ends, ends[1:]):  # names do not overlap
        here[0] = max(here[0], above[0] + 16)
    shift = max(0, ends[-1][0] - BOTTOM)
    for at, i, text, _ in ends:
        out.append(f'<text class="l{i}" x="{RIGHT + 12}" y="{at - shift + 4:.1f}">{text}</text>')
    out.append(f'<path class="axis" d="M {LEFT} {TOP} V {BOTTOM} H {RIGHT}"/><text class="soft" x="{LEFT}" y="{TOP - 12}">words moved{rules}</text>')
    out.append(f'<text class="soft e" x="{RIGHT}" y="{BOTTOM + 38}">M [words]</text><text x="{LEFT}" y="{BOTTOM + 58}">{name}</text></svg>')
    print("\n".join(out))


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
