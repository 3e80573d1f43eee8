#!/usr/bin/env bash
# Fuzzing (reliability R8): builds the targets of tests/fuzz with clang-19, libFuzzer, ASan and UBSan, and runs them in
# rounds until each has its share of REDBLUE_FUZZ executions.
#
#   tests/fuzz.sh NAME...    targets: checker, graph_text, journal, ranges, record, dot, graphml, json_graph, plan
#
# An execution is one file read to its verdict: a run of the checker's target makes up to sixteen of them, all held
# against the oracle. What was found interesting is kept in build/fuzz/corpus, a crash in build/fuzz/crashes.
# REDBLUE_FUZZ (default 100000), REDBLUE_SEED, REDBLUE_FUZZ_ROUND (runs a round, default 500000), REDBLUE_FUZZ_PROGRAMS
# (a folder of targets to take as they are, instead of building them).
# Exit code 1 when a target crashed, hung, leaked or disagreed with its oracle; 3 when there is no clang++-19.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
work=build/fuzz
figure=$((${REDBLUE_FUZZ:-100000} / $#))
round=${REDBLUE_FUZZ_ROUND:-500000}

mkdir -p "$work"
if [ -z "${REDBLUE_FUZZ_PROGRAMS:-}" ]; then
  command -v clang++-19 >/dev/null || { echo 'fuzz: no clang++-19 here (tools/deps.sh --soak installs it)' >&2; exit 3; }
  { cmake --preset fuzz && cmake --build --preset fuzz --target "${@/#/fuzz_}"; } >"$work/build.log" 2>&1 ||
    { tail -n 30 "$work/build.log" >&2; exit 3; }
fi

# Copies, so that the tree can be built again meanwhile.
mkdir -p "$work/run"
for name in "$@"; do cp "${REDBLUE_FUZZ_PROGRAMS:-$work/bin}/fuzz_$name" "$work/run/"; done

crashed=0
for name in "$@"; do
  mkdir -p "$work/corpus/$name" "$work/crashes"
  size=1024
  [ "$name" = record ] && size=4096
  done_so_far=0 accepted=0 number=0
  while [ "$done_so_far" -lt "$figure" ]; do
    number=$((number + 1))
    runs=$((figure - done_so_far < round ? figure - done_so_far : round))
    if ! "$work/run/fuzz_$name" -runs="$runs" -seed=$(((${REDBLUE_SEED:-20251120} + number) % 4294967295)) -max_len=$size \
      -timeout=10 -rss_limit_mb=1024 -entropic=0 -artifact_prefix="$work/crashes/$name-" -dict=tests/fuzz/words.dict \
      "$work/corpus/$name" "tests/fuzz/seeds/$name" >"$work/$name.log" 2>&1; then
      tail -n 40 "$work/$name.log"
      crashed=$((crashed + 1))
      break
    fi
    read -r more good < <(sed -nE 's/^fuzz [a-z_]+: executions: ([0-9]+), accepted: ([0-9]+) .*/\1 \2/p' "$work/$name.log")
    done_so_far=$((done_so_far + more)) accepted=$((accepted + good))
  done
  echo "fuzz $name: executions: $done_so_far, accepted: $accepted, rounds $number"
done
echo "targets that crashed: $crashed"
[ "$crashed" = 0 ]
