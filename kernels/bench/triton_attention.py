"""Attention in Triton, for peers.py where Triton ships none of its own (3.x has no triton.ops).

FlashAttention-2's loop as Triton's tutorial on fused attention has it, forward, no mask. Block sizes are chosen to fit,
not tuned: its times are those of a plain Triton kernel, not of the best that Triton can do.
"""
import torch
import triton
import triton.language as tl

# What the kernel takes from triton.language.
NEEDS = ("arange", "constexpr", "dot", "exp2", "float32", "int64", "load", "max", "maximum", "program_id", "store",
         "sum", "where", "zeros")
LOG2_E = 1.4426950408889634


def missing():
    """The names of NEEDS that this Triton does not have."""
    return [name for name in NEEDS if not hasattr(tl, name)]


def blocks(d):
    """Rows, keys, warps and stages for head dimension d."""
    return (128, 64, 4 if d <= 64 else 8, 3) if d <= 128 else (64, 32, 8, 2)


@triton.jit
def forward(Q, K, V, O, scale, N, D: tl.constexpr, ROWS: tl.constexpr, KEYS: tl.constexpr):
    rows = tl.program_id(0) * ROWS + tl.arange(0, ROWS)
    start = tl.program_id(1).to(tl.int64) * N * D  # of this head
    cols = tl.arange(0, D)
    here = start + rows[:, None] * D + cols[None, :]
    q = tl.load(Q + here, mask=rows[:, None] < N, other=0.0)
    m = tl.zeros([ROWS], dtype=tl.float32) - float("inf")
    l = tl.zeros([ROWS], dtype=tl.float32)
    o = tl.zeros([ROWS, D], dtype=tl.float32)
    for first in range(0, N, KEYS):
        keys = first + tl.arange(0, KEYS)
        k = tl.load(K + start + keys[None, :] * D + cols[:, None], mask=keys[None, :] < N, other=0.0)
        s = tl.where(keys[None, :] < N, tl.dot(q, k) * scale, -float("inf"))
        most = tl.maximum(m, tl.max(s, 1))
        p = tl.exp2(s - most[:, None])
        factor = tl.exp2(m - most)
        l = l * factor + tl.sum(p, 1)
        v = tl.load(V + start + keys[:, None] * D + cols[None, :], mask=keys[:, None] < N, other=0.0)
        o = o * factor[:, None] + tl.dot(p.to(V.dtype.element_ty), v)
        m = most
    tl.store(O + here, (o / l[:, None]).to(O.dtype.element_ty), mask=rows[:, None] < N)


def attention(q, k, v, scale):
    """softmax(scale q k^T) v of contiguous tensors of one shape: 1 x heads x N x d, d a power of two from 16 on."""
    _, heads, n, d = q.shape
    o = torch.empty_like(q)
    rows, keys, warps, stages = blocks(d)
    grid = (triton.cdiv(n, rows), heads)
    forward[grid](q, k, v, o, scale * LOG2_E, n, D=d, ROWS=rows, KEYS=keys, num_warps=warps, num_stages=stages)
    return o
