#!/usr/bin/env bash
# Measures the kernels on this machine's GPU and writes kernels/results/DATE_GPU.json. It needs nvcc, CMake and a C++20
# compiler, nothing from a package registry; ncu, compute-sanitizer and PyTorch are used where they are.
#
#   tools/gpu_evidence.sh [--output FILE] [--budget SECONDS]
#
# Steps: build redblue-confirm; hold the counters on the GPU to the simulator for every kernel; hardware counters in
# process, or through ncu where that may not be; both sides of M = d^2; memcheck and racecheck on small cases; times
# beside the peers that are installed (kernels/bench/peers.py). All steps end within the budget, 480 s unless told: one
# that hangs is cut, and what no time is left for is not begun. `failures` in the file names each command that failed,
# was cut or gave a row of the CPU back end, which is no evidence and left out.
# Exit code: 0 the file is written and nothing failed, or there is no GPU and nothing was to be done; 1 something failed
# (the file is written all the same); 2 usage; 3 the build failed, or there is a GPU and no nvcc.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

output='' budget=480
usage() { echo 'usage: tools/gpu_evidence.sh [--output FILE] [--budget SECONDS]' >&2; exit 2; }
while [ $# -gt 0 ]; do
  [ $# -ge 2 ] || usage
  case $1 in
    --output) output=$2 ;;
    --budget) budget=$2; [[ $budget =~ ^[1-9][0-9]{0,4}$ ]] || usage ;;
    *) usage ;;
  esac
  shift 2
done

say() { printf 'gpu_evidence: %s\n' "$*"; }
nothing() {
  say "$1"
  say 'nothing was measured and no file was written; the CPU back end needs no GPU: redblue confirm'
  exit 0
}
command -v nvidia-smi >/dev/null || nothing 'there is no GPU in this machine, or none that can be named: no nvidia-smi'
query() { timeout -k 2 10 nvidia-smi --query-gpu="$1" --format=csv,noheader --id=0 | head -n 1; }
gpu=$(query name) || gpu=
[ -n "$gpu" ] || nothing 'there is no GPU in this machine: nvidia-smi names none'
nvcc=$(command -v nvcc || true)
[ -n "$nvcc" ] || { say "there is $gpu and no nvcc in PATH, which builds the kernels: nothing was measured"; exit 3; }

driver=$(query driver_version) capability=$(query compute_cap)
clocks=$(query clocks.sm,clocks.mem,clocks.max.sm,clocks.max.mem)
build=build/evidence
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

failures=
# fail CODE WHAT COMMAND...: goes into the file; no text here holds a quote or a backslash.
fail() {
  local code=$1 what=$2
  shift 2
  say "FAILED $*: exit code $code, $what"
  failures+="${failures:+,}"$'\n'"{\"command\":\"$*\",\"code\":$code,\"what\":\"$what\"}"
}
# step SECONDS COMMAND...: the command, cut after so many seconds or with the budget (124, as timeout says; 137 killed).
step() {
  local most=$1 left=$((budget - 2 - SECONDS))
  shift
  [ "$left" -gt 0 ] || return 124
  timeout -k 2 $((left < most ? left : most)) "$@"
}
# why CODE: what an exit code of a step means.
why() {
  case $1 in
    1) echo 'a mismatch' ;;
    124 | 137) echo "cut: its time or the budget of $budget s was spent" ;;
    *) echo 'it failed' ;;
  esac
}

toolkit=$(step 5 "$nvcc" --version | grep -oE 'V[0-9.]+') || toolkit=unknown
say "building for $gpu"
{ step 240 cmake -S kernels -B $build -D REDBLUE_CUDA=ON -D "REDBLUE_CUDA_ARCHITECTURES=${capability/./}" &&
  step 240 cmake --build $build -j 8; } >"$work/build.log" 2>&1 ||
  { cat "$work/build.log"; exit 3; }
confirm=$build/redblue-confirm

metrics=$(grep -oE 'Metric\{"[a-z0-9_]+"' kernels/metrics.hpp | cut -d'"' -f2 | sed 's/$/.sum/')
[ "${capability%%.*}" -ge 9 ] || metrics=$(grep -v tma <<<"$metrics")  # no such units, no such counters
metrics=$(paste -sd, <<<"$metrics")
: >"$work/rows"

# row FLAG...: one case; where its counters were not read in process, again with a table of ncu.
row() {
  local code=0
  step 60 "$confirm" "$@" --format jsonl >"$work/row" || code=$?
  if [ $code = 0 ] && ! grep -q 'CONFIRMED (hardware' "$work/row" && command -v ncu >/dev/null &&
    step 60 ncu --clock-control none --cache-control all --replay-mode kernel --csv --page raw --print-units base \
      --metrics "$metrics" "$confirm" "$@" --format jsonl --launches 1 >"$work/ncu.csv" 2>"$work/ncu.log" &&
    grep -q '"Kernel Name"' "$work/ncu.csv"; then
    step 60 "$confirm" "$@" --format jsonl --ncu "$work/ncu.csv" >"$work/row" || code=$?
  fi
  if [ $code -gt 1 ]; then
    fail $code "$(why $code)" redblue-confirm "$@"
  elif ! grep -q '"backend":"gpu"' "$work/row"; then
    fail $code 'no row of a GPU, only of the CPU back end' redblue-confirm "$@"
  else
    cat "$work/row" >>"$work/rows"
    [ $code = 0 ] || fail $code "$(why $code)" redblue-confirm "$@"
    say "$*: $(grep -oE '"verdict":"[^"]*"' "$work/row")"
  fi
}

# N d M: ragged and whole tiles, both sides of M = d^2, the most shared memory that a block has.
for one in '250 64 4096' '1000 64 16384' '512 128 8192' '333 128 58112' '256 256 16384' '200 512 58112'; do
  read -r N d M <<<"$one"
  for algorithm in standard flash_attention flash_attention_2 two_phase; do
    row --algorithm $algorithm --N "$N" --d "$d" --M "$M"
  done
done
# The same of bfloat16, in its own words: every compiled tile, ragged N, several heads.
bf16=
if [ "$capability" = 9.0 ]; then bf16=yes; fi
[ -n "$bf16" ] || say "the kernels of bfloat16 need compute capability 9.0, this GPU has $capability: not measured"
[ -z "$bf16" ] || for one in 'flash_ws 250 64 60000' 'flash_ws 1024 64 200000' 'flash_ws 777 128 100000' \
  'flash_ws 1024 128 200000' 'flash_ws 500 256 160000' 'flash_ws 512 256 200000' 'two_phase_ws 512 512 200000' \
  'two_phase_ws 333 512 140000'; do
  read -r algorithm N d M <<<"$one"
  row --algorithm "$algorithm" --N "$N" --d "$d" --M "$M" --heads 2
done

say 'both sides of M = d^2'
code=0
step 180 "$confirm" --sweep --N 256 >"$work/sweep" || code=$?
[ $code = 0 ] || fail $code "$(why $code)" redblue-confirm --sweep --N 256
grep -E '^d = .*, measured ' "$work/sweep" >"$work/crossings" || true
cat "$work/crossings"
# Without bfloat16 its lines are of the CPU back end, as they must be.
unmeasured=$(grep -E '^d = ' "$work/sweep" | grep -v ', measured ' || true)
[ -n "$bf16" ] || unmeasured=$(grep -v _ws <<<"$unmeasured" || true)
{ [ -z "$unmeasured" ] && [ -s "$work/crossings" ]; } ||
  fail $code 'a d without a line of a GPU' redblue-confirm --sweep --N 256
crossings=$(sed 's/.*/"&"/' "$work/crossings" | paste -sd,)

sanitizer=
if command -v compute-sanitizer >/dev/null; then
  for tool in memcheck racecheck; do
    for flags in '--N 70 --d 20 --M 1500' '--algorithm flash_ws --N 150 --d 64 --M 60000' \
      '--algorithm two_phase_ws --N 150 --d 256 --M 140000'; do
      if [ -z "$bf16" ] && [[ $flags == *_ws* ]]; then continue; fi
      code=0
      # shellcheck disable=SC2086
      step 60 compute-sanitizer --tool $tool --error-exitcode 9 "$confirm" $flags --launches 1 \
        >"$work/sanitizer" 2>&1 || code=$?
      # shellcheck disable=SC2086
      ! grep -q 'EXACT (CPU back end)' "$work/sanitizer" ||
        fail $code 'run on the CPU back end, not on a GPU' compute-sanitizer --tool $tool redblue-confirm $flags
      # shellcheck disable=SC2086
      [ $code = 0 ] || fail $code "$(why $code)" compute-sanitizer --tool $tool redblue-confirm $flags
      line=$(grep 'SUMMARY' "$work/sanitizer" | tail -n 1 | tr -d '"\\' || true)
      say "$tool $flags: $line"
      sanitizer+="${sanitizer:+,}\"$tool $flags\":\"$line\""
    done
  done
fi

say 'times'
times=
[ -z "$bf16" ] || for one in 'flash_ws 4096 64 16' 'flash_ws 4096 128 16' 'flash_ws 8192 128 16' \
  'flash_ws 16384 128 16' 'two_phase_ws 4096 512 4'; do  # the cases of peers.py
  read -r algorithm N d heads <<<"$one"
  flags=(--time --algorithm "$algorithm" --N "$N" --d "$d" --heads "$heads" --M 200000)
  code=0
  line=$(step 60 "$confirm" "${flags[@]}") || code=$?
  case $code in  # 1: timed, but its counts are not the plan's
    0 | 1) [ -z "$line" ] || { say "$line"; times+="${times:+,}$line"; } ;;
  esac
  [ $code = 0 ] || fail $code "$(why $code)" redblue-confirm "${flags[@]}"
done
peers='[]'
if command -v python3 >/dev/null; then
  code=0
  peers=$(step 120 python3 kernels/bench/peers.py) || code=$?
  case $code in  # 77: no peer is installed
    0 | 77) ;;
    *) peers='[]'; fail $code "$(why $code)" kernels/bench/peers.py ;;
  esac
fi

commit=$(git rev-parse HEAD 2>/dev/null || echo unknown)
[ -z "$(git status --porcelain --untracked-files=no 2>/dev/null)" ] || commit+=-dirty
date=$(date -u +%Y-%m-%d)
[ -n "$output" ] || output="kernels/results/${date}_$(tr -cs 'A-Za-z0-9' '_' <<<"$gpu" | sed 's/_*$//').json"
{
  printf '{"schema":"redblue.evidence/1","date":"%s","commit":"%s","gpu":"%s","driver":"%s",' \
    "$date" "$commit" "$gpu" "$driver"
  printf '"toolkit":"%s","clocks":"%s","command":"tools/gpu_evidence.sh",' \
    "$toolkit" "$clocks"
  printf '"rows":[\n%s\n],"crossings":[%s],"sanitizer":{%s},"times":[%s],"peers":%s,"failures":[%s]}\n' \
    "$(paste -sd, "$work/rows" | sed 's/},{"schema"/},\n{"schema"/g')" "$crossings" "$sanitizer" "$times" "$peers" \
    "$failures"
} >"$output"
say "written: $output, in $SECONDS s"
[ -z "$failures" ]
