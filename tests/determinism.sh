#!/usr/bin/env bash
# One program, one answer (reliability R12): builds redblue with each compiler and optimisation level found, runs the
# same sweeps with each number of threads, draws them, and demands one SHA-256 per output.
#
#   tests/determinism.sh     works in build/determinism; REDBLUE_REPEATS (default 1) runs everything that often
#
# Ends with how many outputs were compared and how many differed. Exit code 1 when any did.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
work=build/determinism
mkdir -p "$work"
work=$(cd "$work" && pwd)

builds=()
build() {
  local name=$1 compiler=$2 level=$3
  cmake -S . -B "$work/$name" -G Ninja -D CMAKE_CXX_COMPILER="$compiler" -D CMAKE_BUILD_TYPE=None \
    -D CMAKE_CXX_FLAGS="$level" -D REDBLUE_TESTS=OFF -D REDBLUE_INSTALL=OFF >"$work/$name.log"
  cmake --build "$work/$name" --target redblue >>"$work/$name.log"
  builds+=("$name")
}
rm -f "$work/first"
for level in -O0 -O2 -O3; do build "g++$level" g++ $level; done
if command -v clang++-19 >/dev/null; then
  for level in -O0 -O2 -O3; do build "clang++$level" clang++-19 $level; done
else
  echo "determinism: no clang++-19 here (tools/deps.sh --soak installs it), gcc only"
fi

# The order of lines in a journal is free; everything else is compared byte for byte.
outputs() {
  local redblue=$1 threads=$2 out=$3
  rm -rf "$out" && mkdir -p "$out" && cd "$out"
  "$redblue" sweep --algorithm all --N 96,4096,1M --d 12,64 --M 64:1Mi:x4 --threads "$threads" --output a.jsonl
  for mask in none causal window:7; do
    "$redblue" sweep --algorithm all --N 33,64 --d 5,8 --M 100,1000 --mask "$mask" --counted --threads "$threads" \
      --output "b_${mask%:*}.jsonl"
  done
  LC_ALL=C sort a.jsonl >a_sorted.jsonl && LC_ALL=C sort b_*.jsonl >b_sorted.jsonl
  for suffix in csv svg; do "$redblue" plot a_sorted.jsonl --output "a.$suffix"; done
  "$redblue" report a_sorted.jsonl --output a.html
  sha256sum a_sorted.jsonl b_sorted.jsonl a.csv a.svg a.html
}

compared=0
differing=0
for name in $(for ((i = 0; i < ${REDBLUE_REPEATS:-1}; ++i)); do printf '%s\n' "${builds[@]}"; done); do
  for threads in 1 2 3 4 7 8 16; do
    (outputs "$work/$name/bin/redblue" "$threads" "$work/out" 2>"$work/errors") >"$work/sums" ||
      { cat "$work/errors" >&2; echo "determinism: $name with $threads threads failed" >&2; exit 1; }
    [ -e "$work/first" ] || cp "$work/sums" "$work/first"
    compared=$((compared + $(wc -l <"$work/sums")))
    if ! diff "$work/first" "$work/sums"; then
      echo "determinism: $name with $threads threads differs"
      differing=$((differing + $(diff "$work/first" "$work/sums" | grep -c '^>')))
    fi
  done
done
rm -f "$work/first"
echo "determinism: ${#builds[@]} builds: ${builds[*]}"
echo "outputs compared: $compared"
echo "outputs that differ: $differing"
[ "$differing" -eq 0 ]
