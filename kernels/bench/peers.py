#!/usr/bin/env python3
"""Times of attention by the peers that are installed, as a JSON list on standard output.

Run by tools/gpu_evidence.sh. Each row names its back end, since PyTorch's own choice changes from version to version;
a peer that is not installed, or refuses a shape, is a row with its reason in `refused`. Median of 50 launches after 5
that are not counted, L2 filled with something else before each, as redblue-confirm times its own kernels.

Exit code: 0 some peer was timed; 77 none could be (the rows and a line on standard error say why); 2 usage.
"""
import json
import statistics
import sys

LAUNCHES, WARM_UP = 50, 5
TORCH_BACKENDS = {
    "torch_flash_attention": "FLASH_ATTENTION",
    "torch_cudnn": "CUDNN_ATTENTION",
    "torch_efficient": "EFFICIENT_ATTENTION",
    "torch_math": "MATH",
}
# The cases of tools/gpu_evidence.sh: N, d, heads.
CASES = [(4096, 64, 16), (4096, 128, 16), (8192, 128, 16), (16384, 128, 16), (4096, 512, 4)]


def missing(module, what):
    """Why `module` cannot be imported; None where it can."""
    try:
        __import__(module)
    except ImportError as reason:
        return f"{what} is not installed ({reason})"
    except Exception as reason:  # a package that is there and broken
        return f"{what} is installed and does not load ({type(reason).__name__}: {reason})"
    return None


def why_no_torch():
    reason = missing("torch", "PyTorch")
    if reason:
        return reason
    import torch

    return None if torch.cuda.is_available() else "PyTorch sees no GPU"


def median_seconds(call, inputs):
    import torch

    other = torch.empty(2 * torch.cuda.get_device_properties(0).L2_cache_size, dtype=torch.int8, device="cuda")
    seconds = []
    for launch in range(WARM_UP + LAUNCHES):
        other.zero_()
        start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        start.record()
        call(*inputs)
        end.record()
        end.synchronize()
        if launch >= WARM_UP:
            seconds.append(start.elapsed_time(end) / 1000)
    return statistics.median(seconds)


def timed(row, call, check=lambda *inputs: None):
    """The row with its time, or why it has none. `check` may raise what is wrong."""
    import torch

    n, d, heads = row["N"], row["d"], row["heads"]
    try:
        inputs = [torch.randn(1, heads, n, d, device="cuda", dtype=torch.bfloat16) for _ in "QKV"]
        check(*inputs)
        seconds = median_seconds(call, inputs)
    except Exception as refused:  # RuntimeError, out of memory, a compiler's errors: all are a reason
        return row | {"refused": (str(refused).splitlines() or [type(refused).__name__])[0]}
    return row | {"seconds": seconds, "tflops": 4 * heads * n * n * d / seconds / 1e12}


def torch_rows():
    import torch
    from torch.nn.attention import SDPBackend, sdpa_kernel

    for name, backend in TORCH_BACKENDS.items():
        for n, d, heads in CASES:
            row = {"peer": name, "N": n, "d": d, "heads": heads, "type": "bf16", "version": torch.__version__}
            if not hasattr(SDPBackend, backend):
                yield row | {"refused": f"this PyTorch has no {backend}"}
                continue
            with sdpa_kernel(getattr(SDPBackend, backend)):
                yield timed(row, torch.nn.functional.scaled_dot_product_attention)


def triton_attention():
    """attention(q, k, v, scale) on Triton and where it comes from; None and why there is none."""
    import triton

    try:
        from triton.ops import attention

        return lambda q, k, v, scale: attention(q, k, v, False, scale), "triton.ops"
    except ImportError:
        pass  # 3.x moved it to the tutorials
    gone = f"Triton {triton.__version__} has no triton.ops, which 2.x had"
    try:
        import triton_attention as own

        lacking = own.missing()
    except Exception as reason:
        return None, f"{gone}, and our own kernel does not load ({type(reason).__name__}: {reason})"
    if lacking:
        return None, f"{gone}, and its triton.language lacks what our own kernel needs: {', '.join(lacking)}"
    return own.attention, "kernels/bench/triton_attention.py, not tuned"


def why_wrong(ours, theirs):
    """Why `ours` is not the result of PyTorch; None where it is, up to bfloat16."""
    ours, theirs = ours.float(), theirs.float()
    error, largest = (ours - theirs).abs().max().item(), theirs.abs().max().item()
    return None if error <= 0.02 * largest else f"a wrong result: off by {error:.3g}, largest is {largest:.3g}"


def triton_rows():
    """Triton's own attention where it ships one, else ours, whose result is held to PyTorch's before it is timed."""
    import torch
    import triton

    row = {"peer": "triton", "version": triton.__version__}
    attention, kernel = triton_attention()
    if attention is None:
        yield row | {"refused": kernel}
        return

    def checked(q, k, v):
        wrong = why_wrong(attention(q, k, v, q.shape[-1] ** -0.5),
                          torch.nn.functional.scaled_dot_product_attention(q, k, v))
        if wrong:
            raise ValueError(wrong)

    for n, d, heads in CASES:
        yield timed(row | {"kernel": kernel, "N": n, "d": d, "heads": heads, "type": "bf16"},
                    lambda q, k, v: attention(q, k, v, q.shape[-1] ** -0.5), checked)


def main(arguments):
    if arguments:
        print(f"usage: peers.py\n{__doc__}", file=sys.stderr)
        return 2
    no_torch = why_no_torch()
    no_triton = missing("triton", "Triton") or no_torch
    rows = [{"peer": "torch", "refused": no_torch}] if no_torch else list(torch_rows())
    rows += [{"peer": "triton", "refused": no_triton}] if no_triton else list(triton_rows())
    print(json.dumps(rows))
    if any("seconds" in row for row in rows):
        return 0
    reasons = dict.fromkeys(row["refused"] for row in rows)
    print("peers: nothing was timed: " + "; ".join(reasons), file=sys.stderr)
    return 77


sys.exit(main(sys.argv[1:]))
