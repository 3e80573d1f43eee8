#!/bin/sh
# Writes docs/optima.md and the certificates in tests/data/optima/: the exact optima of small graphs, by the program
# itself. Each M from the smallest that works up to the first that needs compulsory loads and stores only. A row is
# replaced only by a better one. With --open, rows that are optimal already are not searched again.
# usage: tools/optima.sh REDBLUE [SECONDS_PER_POINT] [BYTES_PER_POINT] [--open]
set -eu
redblue=$(realpath "$1")
seconds=${2:-60}
bytes=${3:-4G}
only=${4:-}
cd "$(dirname "$0")/.."
folder=tests/data/optima
table=docs/optima.md
enough=64 # words that hold any graph of up to 64 vertices
mkdir -p "$folder"

# Graph, rules, and where to begin: below that a graph of 40 vertices takes too long.
points() {
  graphs="attention:2,1 attention:2,1+l attention:2,2 attention:2,2+l attention:2,3 attention:2,3+l attention:3,1
    attention:3,1+l matmul:2,2,2 matmul:2,2,3 matmul:2,3,2 matmul:2,3,3 matmul:3,2,3 matmul:3,3,2 matmul:3,3,3
    attention:4,1 attention:4,1+l attention:3,2 attention:3,2+l"
  for graph in $graphs; do echo "$graph partial 1"; done
  echo "attention:5,1 partial 8"
  echo "matmul:4,4,3 partial 13"
  for graph in attention:2,1 attention:2,1+l attention:2,2+l attention:3,1 matmul:2,2,2 fft:2 fft:3 tree:3 pyramid:4 diamond:4; do
    for rules in one_shot classic; do echo "$graph $rules 1"; done
  done
  for graph in attention:2,1 attention:2,1+l attention:2,2+l matmul:2,2,2; do echo "$graph partial_recompute 1"; done
}

# The record at one M as a line of CSV; empty where the graph is infeasible.
ask() {
  code=0
  "$redblue" pebble --graph "$1" --rules "$2" --M "$3" --time-limit "${seconds}s" --mem-limit "$bytes" --progress none \
    --threads 1 --format csv --certificate "$4" --force >"$scratch" 2>/dev/null || code=$?
  case $code in
    0 | 5) tail -n 1 "$scratch" ;;
    4) ;;
    *) echo "tools/optima.sh: redblue pebble --graph $1 --rules $2 --M $3 ended with exit code $code" >&2; exit 1 ;;
  esac
}

# Its row of the table. The first fields of the line may hold commas, so fields are counted from the end.
row() {
  awk -F, -v graph="$1" '{
    io = $(NF - 8); lower = $(NF - 5)
    standing = $(NF - 9) == "true" ? "optimal (certificate)" : sprintf("within %.2f x of the bound", io / lower + 0.005)
    printf "| %s | %s | %s | %s | %s | %s | %s | %s | %.1f | %.2f |\n", graph, $(NF - 12), $(NF - 11), io, lower,
      standing, $(NF - 4), $(NF - 3), $(NF - 2) / 1e6, $(NF - 1) }'
}

# What two rows of one point prove together has the lower io and the higher bound; which is the better row?
better() { # old new
  printf '%s\n%s\n' "$1" "$2" | awk -F'|' '
    NR == 1 { io = $5 + 0; lower = $6 + 0 }
    NR == 2 { exit !($5 + 0 <= io && $6 + 0 >= lower) }'
}

scratch=$(mktemp)
found=$(mktemp)
trap 'rm -f "$scratch" "$found"' EXIT
{
  cat <<'HEAD'
# Exact optima of small graphs

Written by `tools/optima.sh` from the records of `redblue pebble`; the certificates are in tests/data/optima/ and are
checked by `redblue-check` in the tests. io = loads + stores, in words. "io >=" is what the search has proven: equal to
io where it ended. What the search leaves out and why that loses nothing: [proofs.md](proofs.md).

| graph | rules | M [words] | io [words] | io >= [words] | standing | expanded | generated | memory [MB] | seconds |
|---|---|---:|---:|---:|---|---:|---:|---:|---:|
HEAD
  points | while read -r graph rules M; do
    floor=$(ask "$graph" "$rules" $enough /dev/null | awk -F, '{ print $(NF - 8) }')
    while [ $M -le $enough ]; do
      name=$(printf '%s_%s_%d' "$graph" "$rules" $M | tr ':,+' '---')
      old=$(grep -F "| $graph | $rules | $M |" "$table" || true)
      case $only$old in
        --open*optimal*) new=$old ;;
        *)
          new=$(ask "$graph" "$rules" $M "$found" | row "$graph")
          if [ -n "$new" ] && { [ -z "$old" ] || better "$old" "$new"; }; then
            cp "$found" "$folder/$name.txt"
          elif [ -n "$new" ]; then
            new=$old
          fi
          ;;
      esac
      if [ -n "$new" ]; then
        printf '%s\n' "$new"
        io=$(printf '%s\n' "$new" | awk -F'|' '{ print $5 + 0 }')
        [ "$io" -le "$floor" ] && break
      fi
      M=$((M + 1))
    done
  done
} >"$table.new"
mv "$table.new" "$table"
echo "$table: $(grep -c 'optimal (certificate)' "$table") optima, $(grep -c 'within' "$table" || true) open points"
