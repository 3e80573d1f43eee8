#!/usr/bin/env bash
# No line of a source file is wider than 110 columns. Usage: width.sh ROOT.
set -euo pipefail
cd "$1"
export LC_ALL=C.UTF-8
! grep -rnE --include='*.hpp' --include='*.cpp' --include='*.cuh' --include='*.cu' '^.{111,}$' sim algorithms kernels proofs_check study cli bench tests examples
