#!/bin/sh
# Holds the generated tables to the program: usage generated.sh REDBLUE ROOT
set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
redblue=$(realpath "$1")
cd "$2"
tools/graph_bounds.py "$redblue" >"$scratch/graph_bounds.md"
tools/spectral_table.py "$redblue" docs/bounds.md >"$scratch/bounds.md"
for page in graph_bounds bounds; do
  diff -u "docs/$page.md" "$scratch/$page.md" || {
    echo "generated: docs/$page.md is not what the program prints; run tools/tables.sh REDBLUE graph_bounds spectral" >&2
    exit 1
  }
done
echo "generated: docs/graph_bounds.md and the table of docs/bounds.md are what the program prints"
