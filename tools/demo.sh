#!/usr/bin/env bash
# The main job, from package installation on: what every attention schedule reads and writes at N = 4096 for
# d = 64 and 128 and fast memories of 2^8 to 2^20 words, beside the lower bounds, as table, CSV, SVG and HTML.
# Runs twice, as root or with sudo, without a GPU; asks nothing. Results are written to out/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '\ndemo: %s\n' "$*"; }

./tools/deps.sh

say "build the program"
cmake --preset release
cmake --build --preset release

redblue=build/release/bin/redblue
axes=(--N 4096 --d 64,128 --M 256:1Mi:x2)
mkdir -p out

say "sweep N = 4096, d = 64 and 128, M = 2^8 ... 2^20 words over all schedules"
"$redblue" sweep --algorithm all "${axes[@]}" --force --output out/demo.jsonl

say "draw"
"$redblue" plot out/demo.jsonl --force --output out/demo.csv
"$redblue" plot out/demo.jsonl --force --output out/demo.svg
"$redblue" report out/demo.jsonl --force --output out/demo.html

say "the best schedule at each M beside the largest lower bound (io in words, rules fma)"
"$redblue" sweep --algorithm best "${axes[@]}" --format table

say "done in $SECONDS s:"
printf '  records  %s\n' "$PWD/out/demo.jsonl"
printf '  table    %s\n' "$PWD/out/demo.csv"
printf '  figure   %s\n' "$PWD/out/demo.svg"
printf '  report   %s   (open it in a browser)\n' "$PWD/out/demo.html"
