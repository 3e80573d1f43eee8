#!/usr/bin/env bash
# Measures the kernels on this machine's GPU and writes kernels/results/DATE_GPU.json. It needs nvcc, CMake and a C++20
# compiler, nothing from a package registry; ncu, compute-sanitizer and PyTorch are used where they are.
#
#   tools/gpu_evidence.sh [--output FILE]
#
# Steps: build redblue-confirm; hold the counters on the GPU to the simulator for every kernel; hardware counters through
# ncu; memcheck and racecheck on a small case; times beside the peers that are installed.
# Exit code: 0 the file is written, or there is no GPU and nothing was to be done; 1 a mismatch (the file is written all
# the same); 2 usage; 3 the build failed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

output=
if [ $# -eq 2 ] && [ "$1" = --output ]; then output=$2
elif [ $# -ne 0 ]; then echo 'usage: tools/gpu_evidence.sh [--output FILE]' >&2; exit 2; fi

say() { printf 'gpu_evidence: %s\n' "$*"; }
nothing() {
  say "$1"
  say 'nothing was measured and no file was written; the CPU back end needs no GPU: redblue confirm'
  exit 0
}
[ -e /dev/nvidia0 ] || [ -e /dev/nvidiactl ] || nothing 'there is no GPU in this machine (no /dev/nvidia0)'
command -v nvidia-smi >/dev/null || nothing 'there is no nvidia-smi, so the GPU and its driver cannot be named'
nvcc=$(command -v nvcc || true)
[ -n "$nvcc" ] || nothing 'there is no nvcc in PATH, which builds the kernels'

query() { nvidia-smi --query-gpu="$1" --format=csv,noheader --id=0 | head -n 1; }
gpu=$(query name) driver=$(query driver_version)
clocks=$(query clocks.sm,clocks.mem,clocks.max.sm,clocks.max.mem)
build=build/evidence
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

say "building for $gpu"
{ cmake -S kernels -B $build -D REDBLUE_CUDA=ON && cmake --build $build -j 8; } >"$work/build.log" 2>&1 ||
  { cat "$work/build.log"; exit 3; }
confirm=$build/redblue-confirm

# N d M: ragged and whole tiles, both sides of M = d^2, the most shared memory that a block has.
cases=('250 64 4096' '1000 64 16384' '1024 128 8192' '777 128 58112' '512 256 16384' '640 512 58112')
algorithms=(standard flash_attention flash_attention_2 two_phase)
metrics=$(grep -oE 'Metric\{"[a-z0-9_]+"' kernels/metrics.hpp | cut -d'"' -f2 | sed 's/$/.sum/' | paste -sd,)
wrong=0
: >"$work/rows"
for one in "${cases[@]}"; do
  read -r N d M <<<"$one"
  for algorithm in "${algorithms[@]}"; do
    flags=(--algorithm "$algorithm" --N "$N" --d "$d" --M "$M" --format jsonl)
    table=()
    if command -v ncu >/dev/null &&
      ncu --clock-control none --cache-control all --replay-mode kernel --csv --page raw --print-units base \
        --metrics "$metrics" "$confirm" "${flags[@]}" >"$work/ncu.csv" 2>"$work/ncu.log" &&
      grep -q '"Kernel Name"' "$work/ncu.csv"; then
      table=(--ncu "$work/ncu.csv")
    fi
    code=0
    "$confirm" "${flags[@]}" "${table[@]}" >"$work/row" || code=$?
    [ $code = 1 ] && wrong=1
    cat "$work/row" >>"$work/rows"
    say "$algorithm N=$N d=$d M=$M: $(grep -oE '"verdict":"[^"]*"' "$work/row" || echo "exit code $code, no row")"
  done
done

sanitizer=
if command -v compute-sanitizer >/dev/null; then
  for tool in memcheck racecheck; do
    if compute-sanitizer --tool $tool --error-exitcode 9 "$confirm" --N 70 --d 20 --M 1500 >"$work/sanitizer" 2>&1
    then :; else wrong=1; fi
    line=$(grep 'SUMMARY' "$work/sanitizer" | tail -n 1 | tr -d '"\\')
    say "$tool: $line"
    sanitizer+="${sanitizer:+,}\"$tool\":\"$line\""
  done
fi
times='[]'
if python3 -c 'import torch' 2>/dev/null; then times=$(python3 kernels/bench/peers.py); fi

commit=$(git rev-parse HEAD 2>/dev/null || echo unknown)
date=$(date -u +%Y-%m-%d)
[ -n "$output" ] || output="kernels/results/${date}_$(tr -cs 'A-Za-z0-9' '_' <<<"$gpu" | sed 's/_*$//').json"
{
  printf '{"schema":"redblue.evidence/1","date":"%s","commit":"%s","gpu":"%s","driver":"%s",' \
    "$date" "$commit" "$gpu" "$driver"
  printf '"toolkit":"%s","clocks":"%s","command":"tools/gpu_evidence.sh",' \
    "$("$nvcc" --version | grep -oE 'V[0-9.]+')" "$clocks"
  printf '"rows":[\n%s\n],"sanitizer":{%s},"times":%s}\n' "$(paste -sd, "$work/rows" | sed 's/},{"schema"/},\n{"schema"/g')" \
    "$sanitizer" "$times"
} >"$output"
say "written: $output"
exit $wrong
