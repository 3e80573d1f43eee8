#!/bin/sh
# Writes docs/optima.md and the certificates in tests/data/optima/: the exact optima of small graphs, by the program
# itself. Each M from the smallest that works up to the first that needs compulsory loads and stores only.
# usage: tools/optima.sh REDBLUE [SECONDS_PER_POINT] [BYTES_PER_POINT]
set -eu
redblue=$(realpath "$1")
seconds=${2:-60}
bytes=${3:-4G}
cd "$(dirname "$0")/.."
folder=tests/data/optima
table=docs/optima.md
enough=64 # words that hold any graph of up to 64 vertices
mkdir -p "$folder"

points() {
  graphs="attention:2,1 attention:2,1+l attention:2,2 attention:2,2+l attention:2,3 attention:2,3+l attention:3,1
    attention:3,1+l matmul:2,2,2 matmul:2,2,3 matmul:2,3,2 matmul:2,3,3 matmul:3,2,3 matmul:3,3,2 matmul:3,3,3
    attention:4,1 attention:4,1+l attention:3,2 attention:3,2+l"
  for graph in $graphs; do echo "$graph partial"; done
  for graph in attention:2,1 attention:2,1+l attention:2,2+l attention:3,1 matmul:2,2,2 fft:2 fft:3 tree:3 pyramid:4 diamond:4; do
    for rules in one_shot classic; do echo "$graph $rules"; done
  done
  for graph in attention:2,1 attention:2,1+l attention:2,2+l matmul:2,2,2; do echo "$graph partial_recompute"; done
}

# The record at one M as a line of CSV; empty where the graph is infeasible.
ask() {
  code=0
  "$redblue" pebble --graph "$1" --rules "$2" --M "$3" --time-limit "${seconds}s" --mem-limit "$bytes" --progress none \
    --format csv --certificate "$4" --force >"$scratch" 2>/dev/null || code=$?
  case $code in
    0 | 5) tail -n 1 "$scratch" ;;
    4) ;;
    *) echo "tools/optima.sh: redblue pebble --graph $1 --rules $2 --M $3 ended with exit code $code" >&2; exit 1 ;;
  esac
}

scratch=$(mktemp)
trap 'rm -f "$scratch"' EXIT
{
  cat <<'HEAD'
# Exact optima of small graphs

Written by `tools/optima.sh` from the records of `redblue pebble`; the certificates are in tests/data/optima/ and are
checked by `redblue-check` in the tests. io = loads + stores, in words. "io >=" is what the search has proven: equal to
io where it ended. What the search leaves out and why that loses nothing: [proofs.md](proofs.md).

| graph | rules | M [words] | io [words] | io >= [words] | standing | expanded | generated | memory [MB] | seconds |
|---|---|---:|---:|---:|---|---:|---:|---:|---:|
HEAD
  points | while read -r graph rules; do
    floor=$(ask "$graph" "$rules" $enough /dev/null | awk -F, '{ print $(NF - 8) }')
    M=1
    while [ $M -le $enough ]; do
      name=$(printf '%s_%s_%d' "$graph" "$rules" $M | tr ':,+' '---')
      line=$(ask "$graph" "$rules" $M "$folder/$name.txt")
      if [ -n "$line" ]; then
        printf '%s\n' "$line" | awk -F, -v graph="$graph" '{
          io = $(NF - 8); lower = $(NF - 5)
          standing = $(NF - 9) == "true" ? "optimal (certificate)" : sprintf("within %.2f x of the bound", io / lower + 0.005)
          printf "| %s | %s | %s | %s | %s | %s | %s | %s | %.1f | %.2f |\n", graph, $(NF - 12), $(NF - 11), io, lower,
            standing, $(NF - 4), $(NF - 3), $(NF - 2) / 1e6, $(NF - 1) }'
        io=$(printf '%s\n' "$line" | awk -F, '{ print $(NF - 8) }')
        [ "$io" -le "$floor" ] && break
      fi
      M=$((M + 1))
    done
  done
} >"$table.new"
mv "$table.new" "$table"
echo "$table: $(grep -c 'optimal (certificate)' "$table") optima, $(grep -c 'within' "$table" || true) open points"
