#!/usr/bin/env bash
# Races and stray memory (reliability R13, tier S; ASan and UBSan run in every tools/test.sh).
#   ThreadSanitizer with Archer (clang-19) on everything that runs in parallel: sweeps, journals, merges, searches
#   Valgrind on the machine, the schedules and the four roads, at a hundredth of their figures
# Ends with how many programs ran and how many reported something. Exit code 1 when any did.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
work=build/sanitizers
mkdir -p "$work"
ran=0
reported=0

build() {
  local name=$1 compiler=$2 flags=$3
  shift 3
  cmake -S . -B "$work/$name" -G Ninja -D CMAKE_CXX_COMPILER="$compiler" -D CMAKE_BUILD_TYPE=None \
    -D CMAKE_CXX_FLAGS="$flags" -D REDBLUE_TESTS=ON -D REDBLUE_INSTALL=OFF >"$work/$name.log"
  cmake --build "$work/$name" --target "$@" >>"$work/$name.log"
}
try() {
  ran=$((ran + 1))
  if ! "$@" >"$work/output" 2>&1; then
    reported=$((reported + 1))
    tail -n 60 "$work/output"
  fi
}

if command -v clang++-19 >/dev/null && [ -e /usr/lib/llvm-19/lib/libarcher.so ]; then
  build tsan clang++-19 '-O1 -g1 -fsanitize=thread' redblue test_sweep test_find
  export OMP_TOOL_LIBRARIES=/usr/lib/llvm-19/lib/libarcher.so TSAN_OPTIONS='halt_on_error=1 ignore_noninstrumented_modules=1'
  for threads in 1 2 4 8; do
    try "$work/tsan/bin/redblue" sweep --algorithm all --N 96,4096 --d 12,64 --M 64:1Mi:x2 --threads "$threads" \
      --force --output "$work/sweep.jsonl"
  done
  try env REDBLUE_KILLS=10 "$work/tsan/bin/test_sweep" --source-file='*434_*,*435_*'
  try "$work/tsan/bin/test_find" --source-file='*226_*'
else
  echo 'sanitizers: no clang++-19 with libarcher here (tools/deps.sh --soak installs it): no ThreadSanitizer'
fi

if command -v valgrind >/dev/null; then
  build plain g++ '-O1 -g1' redblue test_sim test_conformance
  check=(valgrind --quiet --error-exitcode=9 --leak-check=full)
  try "${check[@]}" "$work/plain/bin/test_sim"
  try env REDBLUE_ROADS=100 REDBLUE_ROADS_D=1 "${check[@]}" "$work/plain/bin/test_conformance"
  try "${check[@]}" "$work/plain/bin/redblue" count --algorithm all --N 96 --d 12 --M 300
  try "${check[@]}" "$work/plain/bin/redblue" verify --algorithm all --N 24 --d 4 --M 60
else
  echo 'sanitizers: no valgrind here (tools/deps.sh --soak installs it)'
fi

echo "programs run: $ran"
echo "programs that reported something: $reported"
[ "$ran" -gt 0 ] && [ "$reported" = 0 ]
