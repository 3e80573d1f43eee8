"""Runs the attention of triton_attention.py on the stand-in of Triton beside this file, at ragged N, and prints how far
it is from plain softmax attention. Usage: PYTHONPATH=FOLDER_OF_THE_KERNEL:fake_triton run_triton_attention.py"""
import math
import random
import sys
import types


class Tensor:
    def __init__(self, shape, cells):
        self.shape, self.cells = shape, list(cells)


sys.modules["torch"] = types.SimpleNamespace(empty_like=lambda q: Tensor(q.shape, [math.nan] * math.prod(q.shape)))
import triton_attention  # noqa: E402


def plain(q, k, v, scale):
    _, heads, n, d = q.shape
    out = []
    for h in range(heads):
        rows = [[x.cells[(h * n + i) * d:(h * n + i + 1) * d] for i in range(n)] for x in (q, k, v)]
        for query in rows[0]:
            p = [math.exp(scale * math.fsum(a * b for a, b in zip(query, key))) for key in rows[1]]
            out += [math.fsum(w * value[c] for w, value in zip(p, rows[2])) / math.fsum(p) for c in range(d)]
    return out


assert not triton_attention.missing()
random.seed(20261126)
error = 0.0
triton_attention.blocks = lambda d: (16, 8, 4, 1)
for n in (1, 16, 37):
    q, k, v = (Tensor((1, 2, n, 16), (random.gauss(0, 1) for _ in range(2 * n * 16))) for _ in "QKV")
    got = triton_attention.attention(q, k, v, 0.3)
    error = max([error] + [abs(a - b) if a == a else math.inf for a, b in zip(got.cells, plain(q, k, v, 0.3))])
print(f"{error:.1e}")
sys.exit(0 if error < 1e-12 else 1)
