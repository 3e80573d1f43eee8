#!/bin/sh
# Regenerates every table and figure of docs/ by the program itself: docs/graph_bounds.md, the spectral table of
# docs/bounds.md, the figures, the table of docs/reliability.md from its log, and docs/optima.md with its certificates
# (which takes hours where optima are hard to find). What the pages show of the console is held to the program by a test.
# usage: tools/tables.sh REDBLUE [graph_bounds] [spectral] [figures] [reliability] [optima]      without a name: all of them
set -eu
redblue=$(realpath "$1")
shift
[ $# -gt 0 ] || set -- graph_bounds spectral figures reliability optima
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for table in "$@"; do
  case $table in
    graph_bounds)
      tools/graph_bounds.py "$redblue" >"$scratch/graph_bounds.md"
      mv "$scratch/graph_bounds.md" docs/graph_bounds.md
      echo "docs/graph_bounds.md: $(grep -c '^| [a-z]*:' docs/graph_bounds.md) points"
      ;;
    spectral)
      tools/spectral_table.py "$redblue" docs/bounds.md >"$scratch/bounds.md"
      mv "$scratch/bounds.md" docs/bounds.md
      echo "docs/bounds.md: the spectral table"
      ;;
    figures)
      "$redblue" sweep --algorithm all --N 4096 --d 64 --M 256:1Mi:x2 --output "$scratch/runs.jsonl" >"$scratch/sweep.txt"
      (cd "$scratch" && "$redblue" plot runs.jsonl --output sandwich.svg)
      mv "$scratch/sandwich.svg" docs/figures
      "$redblue" bound --graph diamond:5 --M 3 --bound wavefront --force --output docs/figures/wavefront.svg
      "$redblue" pebble --graph fft:3 --rules one_shot --M 3 --certificate "$scratch/play.txt" >"$scratch/pebble.txt"
      "$redblue" bound --graph fft:3 --bound partition --from-play "$scratch/play.txt" --force --output docs/figures/parts.svg
      "$redblue" prove --algorithm flash_streamed --N 4096 --d 64 --M 65536 --bound phase_pv --force \
        --output docs/figures/slack_phase_pv.svg
      "$redblue" prove --algorithm two_phase --N 512 --d 64 --M 1024 --bound phase_both --force \
        --output docs/figures/slack_phase_both.svg
      "$redblue" prove --algorithm flash_streamed --N 4096 --d 64 --M 65536 --bound saha_ye --force \
        --output docs/figures/slack_saha_ye.svg
      "$redblue" bound --graph fft:3 --bound dominator --set 16,20,24,28 --force --output docs/figures/dominator.svg
      "$redblue" graph fft:9 --output "$scratch/fft9.graph"
      "$redblue" bound --graph "$scratch/fft9.graph" --M 4 --bound spectral --certificate "$scratch/fft9.txt" >"$scratch/bound.txt"
      "$redblue" bound --graph attention:3,1 --M 4 --bound compulsory --force --output docs/figures/compulsory.svg
      tools/bound_figure.py "$redblue" "--N 4096 --d 128" \
        compulsory,any_matmul,any_matmul_sharp,saha_ye_sharp,phase_pv,phase_both \
        1024,2048,4096,8192,16384,32768,65536,131072,262144,524288 >"$scratch/any_matmul.svg"
      tools/bound_figure.py "$redblue" "--graph matmul:20,20,20 --rules partial" "compulsory,matmul_smith,matmul_cosma?" \
        8,12,20,32,50,80,128,200,320,500 >"$scratch/matmul.svg"
      tools/bound_figure.py "$redblue" "--graph attention:3,1 --rules partial" \
        compulsory,phase_pv,phase_both,phase_both_once,exact 3,4,5,6,7,8,9 >"$scratch/exact.svg"
      mv "$scratch/any_matmul.svg" "$scratch/matmul.svg" "$scratch/exact.svg" docs/figures
      tools/spectrum_figure.py "$scratch/fft9.txt" >"$scratch/spectrum.svg"
      mv "$scratch/spectrum.svg" docs/figures/spectrum.svg
      # A figure of the same program is the same figure, whatever revision drew it.
      sed -i 's/ (git [0-9a-f]*\(-dirty\)\{0,1\})//' docs/figures/*.svg
      echo "docs/figures: sandwich.svg wavefront.svg parts.svg slack_phase_pv.svg slack_phase_both.svg slack_saha_ye.svg dominator.svg spectrum.svg" \
        "compulsory.svg any_matmul.svg matmul.svg exact.svg"
      ;;
    reliability) tools/reliability.py --write ;;
    optima) tools/optima.sh "$redblue" ;;
    *) echo "tools/tables.sh: $table: no such table; tables are graph_bounds, spectral, figures, reliability, optima" >&2; exit 2 ;;
  esac
done
