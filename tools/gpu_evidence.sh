#!/usr/bin/env bash
# Measures the kernels on this machine's GPU and writes kernels/results/DATE_GPU.json. It needs nvcc, CMake and a C++20
# compiler, nothing from a package registry; ncu, compute-sanitizer and PyTorch are used where they are.
#
#   tools/gpu_evidence.sh [--output FILE]
#
# Steps: build redblue-confirm; hold the counters on the GPU to the simulator for every kernel; hardware counters in
# process, or through ncu where that may not be; both sides of M = d^2; memcheck and racecheck on small cases; times
# beside the peers that are installed (kernels/bench/peers.py).
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
gpu=$(query name) driver=$(query driver_version) capability=$(query compute_cap)
clocks=$(query clocks.sm,clocks.mem,clocks.max.sm,clocks.max.mem)
build=build/evidence
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

say "building for $gpu"
{ cmake -S kernels -B $build -D REDBLUE_CUDA=ON -D "REDBLUE_CUDA_ARCHITECTURES=${capability/./}" &&
  cmake --build $build -j 8; } >"$work/build.log" 2>&1 ||
  { cat "$work/build.log"; exit 3; }
confirm=$build/redblue-confirm

metrics=$(grep -oE 'Metric\{"[a-z0-9_]+"' kernels/metrics.hpp | cut -d'"' -f2 | sed 's/$/.sum/')
[ "${capability%%.*}" -ge 9 ] || metrics=$(grep -v tma <<<"$metrics")  # no such units, no such counters
metrics=$(paste -sd, <<<"$metrics")
wrong=0
: >"$work/rows"

# row FLAG...: one case; where its counters were not read in process, again with a table of ncu.
row() {
  local code=0
  "$confirm" "$@" --format jsonl >"$work/row" || code=$?
  if ! grep -q 'CONFIRMED (hardware' "$work/row" && command -v ncu >/dev/null &&
    ncu --clock-control none --cache-control all --replay-mode kernel --csv --page raw --print-units base \
      --metrics "$metrics" "$confirm" "$@" --format jsonl --launches 1 >"$work/ncu.csv" 2>"$work/ncu.log" &&
    grep -q '"Kernel Name"' "$work/ncu.csv"; then
    code=0
    "$confirm" "$@" --format jsonl --ncu "$work/ncu.csv" >"$work/row" || code=$?
  fi
  if [ $code = 1 ]; then wrong=1; fi
  cat "$work/row" >>"$work/rows"
  say "$*: $(grep -oE '"verdict":"[^"]*"' "$work/row" || echo "exit code $code, no row")"
}

# N d M: ragged and whole tiles, both sides of M = d^2, the most shared memory that a block has.
for one in '250 64 4096' '1000 64 16384' '512 128 8192' '333 128 58112' '256 256 16384' '200 512 58112'; do
  read -r N d M <<<"$one"
  for algorithm in standard flash_attention flash_attention_2 two_phase; do
    row --algorithm $algorithm --N "$N" --d "$d" --M "$M"
  done
done
# The same of bfloat16, in its own words: every compiled tile, ragged N, several heads.
for one in 'flash_ws 250 64 60000' 'flash_ws 1024 64 200000' 'flash_ws 777 128 100000' 'flash_ws 1024 128 200000' \
  'flash_ws 500 256 160000' 'flash_ws 512 256 200000' 'two_phase_ws 512 512 200000' 'two_phase_ws 333 512 140000'; do
  read -r algorithm N d M <<<"$one"
  row --algorithm "$algorithm" --N "$N" --d "$d" --M "$M" --heads 2
done

say 'both sides of M = d^2'
"$confirm" --sweep --N 256 >"$work/sweep" || wrong=1
grep -E '^d = ' "$work/sweep" || true
crossings=$(grep -E '^d = ' "$work/sweep" | sed 's/.*/"&"/' | paste -sd, || true)

sanitizer=
if command -v compute-sanitizer >/dev/null; then
  for tool in memcheck racecheck; do
    for flags in '--N 70 --d 20 --M 1500' '--algorithm flash_ws --N 150 --d 64 --M 60000' \
      '--algorithm two_phase_ws --N 150 --d 256 --M 140000'; do
      # shellcheck disable=SC2086
      if compute-sanitizer --tool $tool --error-exitcode 9 "$confirm" $flags --launches 1 >"$work/sanitizer" 2>&1
      then :; else wrong=1; fi
      line=$(grep 'SUMMARY' "$work/sanitizer" | tail -n 1 | tr -d '"\\' || true)
      say "$tool $flags: $line"
      sanitizer+="${sanitizer:+,}\"$tool $flags\":\"$line\""
    done
  done
fi

say 'times'
times=
for one in 'flash_ws 4096 64 16' 'flash_ws 4096 128 16' 'flash_ws 8192 128 16' 'flash_ws 16384 128 16' \
  'two_phase_ws 4096 512 4'; do  # the cases of peers.py
  read -r algorithm N d heads <<<"$one"
  if line=$("$confirm" --time --algorithm "$algorithm" --N "$N" --d "$d" --heads "$heads" --M 200000); then
    say "$line"
    times+="${times:+,}$line"
  else
    say "$algorithm N=$N d=$d is not timed"
  fi
done
peers='[]'
if command -v python3 >/dev/null; then peers=$(python3 kernels/bench/peers.py || true); fi

commit=$(git rev-parse HEAD 2>/dev/null || echo unknown)
date=$(date -u +%Y-%m-%d)
[ -n "$output" ] || output="kernels/results/${date}_$(tr -cs 'A-Za-z0-9' '_' <<<"$gpu" | sed 's/_*$//').json"
{
  printf '{"schema":"redblue.evidence/1","date":"%s","commit":"%s","gpu":"%s","driver":"%s",' \
    "$date" "$commit" "$gpu" "$driver"
  printf '"toolkit":"%s","clocks":"%s","command":"tools/gpu_evidence.sh",' \
    "$("$nvcc" --version | grep -oE 'V[0-9.]+')" "$clocks"
  printf '"rows":[\n%s\n],"crossings":[%s],"sanitizer":{%s},"times":[%s],"peers":%s}\n' \
    "$(paste -sd, "$work/rows" | sed 's/},{"schema"/},\n{"schema"/g')" "$crossings" "$sanitizer" "$times" "${peers:-[]}"
} >"$output"
say "written: $output, in $SECONDS s"
exit $wrong
