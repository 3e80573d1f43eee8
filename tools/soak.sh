#!/usr/bin/env bash
# The long tests (reliability tier S). Each part appends one line to docs/reliability.jsonl: the command, the
# seed, how many things were tried, how many went wrong, seconds, and the version tried; docs/reliability.md shows them.
#
#   tools/soak.sh PART [--scale x] [--seed n] [--build DIR]
#   tools/soak.sh --list
#
#   --scale x    share of the full figure (default 1; 0.1 is a tenth)
#   --seed n     of the random parts (default 20251120)
#   --build DIR  a build with tests to use as it is; default: build/soak, configured and built here
#
# The tests read their figures from the environment, so a part can also be run by hand:
#   REDBLUE_KILLS         random SIGKILLs of a running sweep                    (test_sweep)
#   REDBLUE_DAMAGE_BYTES  size of the journal of which every bit is flipped     (test_journal)
#   REDBLUE_TRACES        random sequences of commands held against a model     (test_journal)
#   REDBLUE_ROADS         random ragged shapes counted on every road            (test_conformance)
#   REDBLUE_MUTANTS       mutants of certificates held against plain sets       (test_check)
#   REDBLUE_PAIRS         certificates held against the checker in Python       (test_check)
#   REDBLUE_GRAPHS        graphs of 6 vertices on which bounds meet optima      (test_find)
#   REDBLUE_BOUND_MUTANTS mutants of certificates of bounds                     (test_check)
#   REDBLUE_CODE_MUTANTS  mutants of the checker's source                       (tools/mutate_checker.py)
#   REDBLUE_ALLOCATIONS   allocations that fail, per command                    (test_out_of_memory)
#   REDBLUE_LIMITS        any value: CPU time is held to its limit too          (test_limits)
#   REDBLUE_FUZZ          executions of the fuzz targets                        (tests/fuzz.sh)
#   REDBLUE_PRUNED        random graphs searched with and without pruning         (test_find)
#   REDBLUE_KERNELS       random ragged shapes run by the kernels               (test_kernels)
#   REDBLUE_PLAYS         random executions on which proofs are tested          (test_prove)
#   REDBLUE_SEED          seed of whatever is random                            (all of them)
# Exit code: 0 nothing went wrong, 1 something did, 2 usage, 3 the build failed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# To add a part: one row. name | what it tries | program of the build (bin/...) or script of the repository, and
# arguments | VARIABLE=full figure, or - | what its output calls the things it tried, as "label: number" or
# "number label"; several labels are added up
parts=(
  'journal_kills|R9: SIGKILL at random moments and at every system call, then --resume|bin/test_sweep --source-file=*437_journal_kills*|REDBLUE_KILLS=100000|kills|stops'
  'journal_damage|R10: every prefix, every bit of 64 KiB, every failing, short or last system call|bin/test_journal --source-file=*432_*,*433_*|REDBLUE_DAMAGE_BYTES=65536|flipped bits|failed calls|kills'
  'roads|R1: closed form = counted = executed = replayed, on random ragged shapes|bin/test_conformance --source-file=*900_*|REDBLUE_ROADS=10000000|cases'
  'graph_bounds|R2: every bound of graphs against the optimum on every graph of up to 6 vertices|bin/test_find --source-file=*231_*|REDBLUE_GRAPHS=32768|graphs'
  'bound_mutants|R4: mutants of the certificates of bounds against brute force|bin/test_check --source-file=*219_*|REDBLUE_BOUND_MUTANTS=1000000|mutants of wavefront certificates|mutants of certificates of parts'
  'certificate_mutants|R4: every entry of a certificate removed, doubled, swapped, renumbered, retyped|bin/test_check --source-file=*211_*|REDBLUE_MUTANTS=1000000|mutants'
  'second_checker|R5: the checker against one in Python written from the specification|bin/test_check --source-file=*214_*|REDBLUE_PAIRS=1000000|pairs'
  'code_mutants|R6: mutants of the source of the checker, every one killed or equivalent|tools/mutate_checker.py build/soak|REDBLUE_CODE_MUTANTS=20000|mutants'
  'coverage_checker|R7: lines, branches and conditions of the checker that its tests cover|tests/checker_coverage.sh build/soak|-|conditions'
  'bounds|R2: no bound that is a formula exceeds any schedule, at random points|bin/test_conformance --test-case=*no*applicable*explicit*bound*|REDBLUE_ROADS=10000000|cases'
  'coverage_core|R7: lines of the machine, the schedules, the bounds and the finders that tests run|tools/coverage.py|-|lines'
  'fuzz_checker|R8: the checker on mutated graphs, plays and certificates, against a twin|tests/fuzz.sh checker|REDBLUE_FUZZ=1000000000|executions'
  'fuzz_parsers|R8: our own parsers: graphs, journals, ranges and expressions|tests/fuzz.sh graph_text journal ranges|REDBLUE_FUZZ=100000000|executions'
  'fuzz_readers|R8: parsers on libraries: DOT, GraphML, JSON, TOML, records|tests/fuzz.sh dot graphml json_graph plan record|REDBLUE_FUZZ=30000000|executions'
  'out_of_memory|R11: every allocation fails once, and once with all after it, in nine commands and the checker|bin/test_out_of_memory|REDBLUE_ALLOCATIONS=10000|failed allocations'
  'pruning|R2: the exact search against itself without victims and beaten states, random graphs, four games|bin/test_find --source-file=*226_*|REDBLUE_PRUNED=100000|optima compared'
  'limits|R14: a megabyte of anything, in one second and 64 MB, and --mem-limit|bin/test_limits|REDBLUE_LIMITS=1|input'
  'kernels|R20: kernels on random ragged shapes and adversarial magnitudes, counts exact|bin/test_kernels --source-file=*302_*|REDBLUE_KERNELS=50000|shapes'
  'proofs|theory 3.5: no step of a proof fails on random plays with recomputation and restarts|bin/test_prove --source-file=*233_*|REDBLUE_PLAYS=10000|plays'
  'determinism|R12: one SHA-256 per output, whatever the compiler, optimisation and threads|tests/determinism.sh|-|outputs compared'
  'sanitizers|R13: ThreadSanitizer on what runs in parallel, Valgrind on the machine and the schedules|tests/sanitizers.sh|-|programs run'
  'model|R18: random sequences of sweep, kill, resume, shard, merge, damage and check|bin/test_journal --test-case=any*order*|REDBLUE_TRACES=100000|traces'
)

usage() {
  printf 'usage: tools/soak.sh PART [--scale x] [--seed n] [--build DIR]\nparts:\n' >&2
  list >&2
  exit 2
}
list() {
  local row name what
  for row in "${parts[@]}"; do
    IFS='|' read -r name what _ <<<"$row"
    printf '  %-16s %s\n' "$name" "$what"
  done
}

[ $# -ge 1 ] || usage
if [ "$1" = --list ]; then list; exit 0; fi
command="tools/soak.sh $*"
part=$1 scale=1 seed=20251120 build=
shift
while [ $# -gt 0 ]; do
  [ $# -ge 2 ] || usage
  case $1 in
    --scale) scale=$2 ;;
    --seed) seed=$2 ;;
    --build) build=$2 ;;
    *) usage ;;
  esac
  shift 2
done
[[ $scale =~ ^[0-9]*\.?[0-9]+$ && $seed =~ ^[0-9]+$ ]] || usage

found=
for row in "${parts[@]}"; do
  if [ "${row%%|*}" = "$part" ]; then found=$row; fi
done
[ -n "$found" ] || usage
IFS='|' read -r _ _ program figure labels <<<"$found"

if [ -z "$build" ]; then
  build=build/soak
  { cmake -S . -B $build -G Ninja -D CMAKE_BUILD_TYPE=Release -D REDBLUE_TESTS=ON &&
    cmake --build $build --target redblue test_check test_find test_journal test_sweep test_conformance \
      test_out_of_memory test_limits test_kernels test_prove; } >&2 || exit 3
fi

export REDBLUE_SEED=$seed
if [ "$figure" != - ]; then
  value=$(awk -v full="${figure#*=}" -v scale="$scale" 'BEGIN { printf "%d", full * scale }')
  export "${figure%%=*}=$value"
fi
set -f
read -r -a words <<<"$program"
[[ ${words[0]} == bin/* ]] && words[0]=$build/${words[0]}
[[ ${words[0]} == */bin/* ]] && words+=(--no-colors=true)

# The command as it can be typed anywhere: which build was taken says nothing about the program.
command=$(sed -E 's/ --build [^ ]+//' <<<"$command")
output=$(mktemp)
trap 'rm -f "$output"' EXIT
started=$(date +%s)
failed=0
nice -n 10 "${words[@]}" >"$output" 2>&1 || failed=1
seconds=$(($(date +%s) - started))
cat "$output"

count=$({ grep -oE "($labels): [0-9]+|[0-9]+ ($labels)" "$output" || true; } | grep -oE '[0-9]+' |
  awk '{ n += $1 } END { printf "%d", n }')
if [ "$count" -eq 0 ]; then
  echo "soak: $part tried nothing" >&2
  failed=1
fi
version=$("$build/bin/redblue" --version)
printf '{"part":"%s","command":"%s","seed":%s,"count":%s,"failures":%s,"seconds":%s,"version":"%s"}\n' \
  "$part" "$command" "$seed" "$count" "$failed" "$seconds" "$version" | tee -a docs/reliability.jsonl
if command -v python3 >/dev/null; then tools/reliability.py --write; fi
exit $failed
