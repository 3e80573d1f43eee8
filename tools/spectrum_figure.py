#!/usr/bin/env python3
"""Draws what a certificate of kind spectral says of a graph's eigenvalues, as docs/figures/spectrum.svg:

  redblue graph fft:9 --output fft9.graph
  redblue bound --graph fft9.graph --M 4 --bound spectral --certificate fft9.txt
  tools/spectrum_figure.py fft9.txt > docs/figures/spectrum.svg

A step at a shift rises to the number of eigenvalues below it; up to the height k the area left of the steps is what the
shifts prove of the sum of the k smallest eigenvalues.
"""
import sys

STYLE = """text{font:13px system-ui,'DejaVu Sans',sans-serif;fill:#1b1f24}.soft{fill:#5b636d;font-size:12px}.m{text-anchor:middle}.e{text-anchor:end}
.bg{fill:#fff}.area{fill:#e9e4f0}.steps{fill:none;stroke:#5d3a8c;stroke-width:2.5}.axis{stroke:#8a929c;fill:none}.grid{stroke:#e7eaee}.k{stroke:#b0392b;stroke-dasharray:4 3}.tk{fill:#b0392b}
@media (prefers-color-scheme:dark){text{fill:#e8eaed}.soft{fill:#a3abb5}.bg{fill:#14171c}.area{fill:#2a2535}.steps{stroke:#c4a7f0}.axis{stroke:#7d8692}.grid{stroke:#262c34}.k{stroke:#ff9384}.tk{fill:#ff9384}}"""


def read(path):
    lines = [line.split() for line in open(path, encoding="ascii")]
    if lines[1] != ["kind", "spectral"]:
        sys.exit(f"{path}: not a certificate of kind spectral")
    fields = {line[0]: line[1:] for line in lines}
    shifts = [(int(s) / 2**48, int(count)) for word, s, count in (l for l in lines if l[0] == "shift")]
    return int(fields["M"][0]), fields["form"][0], int(fields["parts"][0]), len(fields["order"]), shifts


def main(path):
    M, form, k, n, shifts = read(path)
    sizes = [n // k + (i < n % k) for i in range(k)]
    known = [max((s for s, count in shifts if count <= i), default=0.0) for i in range(k)]
    total = sum(size * value for size, value in zip(sizes, known))
    words = total - 2 * M * (k - (form == "sharp"))
    right = shifts[-1][0] * 1.25
    x = lambda value: 70 + 560 * value / right
    y = lambda count: 330 - 270 * count / (k + 1)
    steps = f"M {x(0):.1f} {y(0):.1f}"
    for shift, count in shifts:
        steps += f" V {y(count):.1f} H {x(shift):.1f}"
    steps += f" V {y(k):.1f}"
    out = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 700 400" width="700" height="400" role="img" aria-labelledby="t d">',
           f"<title id=\"t\">Eigenvalues that a spectral certificate counts, {n} vertices, M = {M}</title>",
           f"<desc id=\"d\">Steps at {', '.join(f'{s:.5f}' for s, _ in shifts)} up to k = {k}; the sum over n_i times the {k} smallest eigenvalues is at least {total:.4f}.</desc>",
           f"<style>{STYLE}</style>", '<rect width="700" height="400" class="bg"/>']
    for i in range(0, k + 1):
        out.append(f'<path class="grid" d="M {x(0)} {y(i):.1f} H {x(right):.1f}"/><text class="soft e" x="{x(0) - 8}" y="{y(i) + 4:.1f}">{i}</text>')
    out.append(f'<path class="area" d="{steps} H {x(0):.1f} Z"/><path class="steps" d="{steps}"/>')
    for shift, _ in shifts:
        out.append(f'<path class="axis" d="M {x(shift):.1f} {y(0):.1f} v 5"/><text class="soft m" x="{x(shift):.1f}" y="{y(0) + 19:.1f}">{shift:.5f}</text>')
    out.append(f'<path class="axis" d="M {x(0)} {y(k + 1):.1f} V {y(0):.1f} H {x(right):.1f}"/>')
    out.append(f'<path class="k" d="M {x(0)} {y(k):.1f} H {x(right):.1f}"/><text class="tk e" x="{x(right):.1f}" y="{y(k) - 6:.1f}">k = {k} parts</text>')
    out.append(f'<text class="soft" x="{x(0)}" y="{y(k + 1) - 12:.1f}">eigenvalues below the shift (negative pivots)</text>')
    out.append(f'<text class="soft e" x="{x(right):.1f}" y="{y(0) + 38:.1f}">shift</text>')
    out.append(f'<text x="{x(0)}" y="{y(0) + 58:.1f}">sum of n_i lambda_i &gt;= {total:.4f}, n_i = {" or ".join(str(size) for size in sorted(set(sizes)))};  less {2 * M} x {k - (form == "sharp")}: {words:.4f} words</text></svg>')
    print("\n".join(out))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
