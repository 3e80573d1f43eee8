#!/usr/bin/env python3
"""Times of attention by the peers that are installed, as a JSON list on standard output.

Run by tools/gpu_evidence.sh where PyTorch with CUDA is. Each row names its back end, since PyTorch's own choice changes
from version to version; a back end that refuses a shape is a row with its reason. Median of 50 launches after 5 that are
not counted; two sets of inputs, each larger than what L2 keeps of the other, take turns.
"""
import json
import statistics
import sys

import torch
from torch.nn.attention import SDPBackend, sdpa_kernel

LAUNCHES, WARM_UP = 50, 5
BACKENDS = {
    "torch_flash_attention": SDPBackend.FLASH_ATTENTION,
    "torch_cudnn": SDPBackend.CUDNN_ATTENTION,
    "torch_efficient": SDPBackend.EFFICIENT_ATTENTION,
    "torch_math": SDPBackend.MATH,
}
CASES = [(4096, 64), (4096, 128), (16384, 128), (4096, 512)]


def median_seconds(call, inputs):
    seconds = []
    for launch in range(WARM_UP + LAUNCHES):
        start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        start.record()
        call(*inputs[launch % len(inputs)])
        end.record()
        end.synchronize()
        if launch >= WARM_UP:
            seconds.append(start.elapsed_time(end) / 1000)
    return statistics.median(seconds)


def row(name, backend, n, d):
    heads = max(1, 2**25 // (n * d))  # 64 MiB a matrix: more than L2
    inputs = [[torch.randn(1, heads, n, d, device="cuda", dtype=torch.bfloat16) for _ in "QKV"] for _ in range(2)]
    result = {"peer": name, "N": n, "d": d, "heads": heads, "type": "bf16", "torch": torch.__version__}
    try:
        with sdpa_kernel(backend):
            seconds = median_seconds(torch.nn.functional.scaled_dot_product_attention, inputs)
    except RuntimeError as refused:
        return result | {"refused": str(refused).splitlines()[0]}
    return result | {"seconds": seconds, "tflops": 4 * heads * n * n * d / seconds / 1e12}


def main():
    if not torch.cuda.is_available():
        print("[]")
        print("peers: PyTorch sees no GPU", file=sys.stderr)
        return
    print(json.dumps([row(name, backend, n, d) for name, backend in BACKENDS.items() for n, d in CASES]))


main()
