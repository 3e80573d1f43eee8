#!/usr/bin/env bash
# Builds everything and runs every test, from package installation on:
#   1. the suite with warnings as errors   (preset ci: tests, benchmarks, the installed package's consumer)
#   2. the suite under ASan and UBSan      (preset sanitize: a report ends the run)
# Runs twice, as root or with sudo, without a GPU; asks nothing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '\ntest: %s\n' "$*"; }

# No test needs a network, so where the system allows it none is there (reliability R16).
offline=()
if unshare --map-root-user --net true 2>/dev/null; then
  offline=(unshare --map-root-user --net)
fi

suite() {
  local preset=$1 started=$SECONDS
  say "preset $preset: configure"
  cmake --preset "$preset"
  say "preset $preset: build"
  cmake --build --preset "$preset"
  say "preset $preset: run all tests$([ ${#offline[@]} -eq 0 ] || printf ', without a network')"
  "${offline[@]}" ctest --preset "$preset"
  say "preset $preset: passed in $((SECONDS - started)) s"
}

./tools/deps.sh
suite ci
suite sanitize
say "all suites passed in $SECONDS s"
