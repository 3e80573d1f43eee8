#!/usr/bin/env bash
# Reliability R7: lines, branches and MC/DC of the trusted checker that its tests cover, by clang 19. All must be, but for
# what tests/checker_unreached.txt lists with its reason.
# Usage: checker_coverage.sh BUILD [--missed]. In BUILD test_check, test_find and test_out_of_memory are up to date;
# --missed shows the code that is not covered. Exit code 1 when something is not, 3 when something does not build.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
build=$(realpath "$1")
tools=$(clang++-19 -print-prog-name=llvm-cov | xargs dirname)
check=proofs_check/check
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The checker's objects by clang, instrumented; everything else of the test programs as it was built.
objects=
for source in $check/*.cpp; do
  object=$work/$(basename "$source").o
  clang++-19 -std=c++20 -O0 -w -D_GLIBCXX_ASSERTIONS -I"$build/include" -fprofile-instr-generate -fcoverage-mapping \
    -fcoverage-mcdc -c "$source" -o "$object" || exit 3
  [[ $source == */main.cpp ]] || objects+=" $object"
done
clang++-19 -fprofile-instr-generate $objects "$work/main.cpp.o" -o "$work/redblue-check" || exit 3
# test_out_of_memory calls the checker's program as a function.
objcopy --redefine-sym main=_Z18redblue_check_mainiPPc "$work/main.cpp.o" "$work/function.o" || exit 3
for program in test_check test_find test_out_of_memory; do
  link=$(ninja -C "$build" -t commands "bin/$program" | tail -1)
  # First: of inline functions that a test has too, the checker's are taken.
  link=${link//\/usr\/bin\/c++/clang++-19 -fprofile-instr-generate $objects}
  link=${link//proofs_check\/libredblue_check_core.a/}
  link=$(sed -E "s# [^ ]+/check/main\.cpp\.o# $work/function.o#" <<<"$link")
  (cd "$build" && eval "${link//-o bin\/$program/-o $work\/$program}") || exit 3
done

export LLVM_PROFILE_FILE=$work/%p.profraw REDBLUE_CHECK_PROGRAM=$work/redblue-check REDBLUE_MUTANTS=8000 REDBLUE_STATES=1
"$work/test_check" --source-file-exclude='*214_*,*215_*' >&2
"$work/test_find" --source-file='*230_wavefront*,*232_parts*' >&2
"$work/test_out_of_memory" --test-case='*out of memory prints*' >&2
"$tools/llvm-profdata" merge "$work"/*.profraw -o "$work/all.profdata"
cover() { "$tools/llvm-cov" "$1" "$work/redblue-check" -instr-profile="$work/all.profdata" "${@:2}"; }
[ "${2:-}" != --missed ] || cover show -show-branches=count -show-mcdc $check
cover export -format=lcov >"$work/lcov"
cover export >"$work/json"
python3 tests/checker_coverage.py "$work/lcov" "$work/json" tests/checker_unreached.txt
