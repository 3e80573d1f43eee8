#!/usr/bin/env bash
# Installs the Debian 12 or Ubuntu 24.04 packages that redblue is built, tested and drawn with.
#
#   tools/deps.sh            everything
#   tools/deps.sh --minimal  only what a build needs: no browser, no renderers
#   tools/deps.sh --soak     everything, and what tools/soak.sh compares and watches with
#   tools/deps.sh --list     names the packages, installs nothing
#
# Asks nothing, works as root or with sudo, and does nothing when nothing is missing.
set -euo pipefail

build_packages=(
  g++ cmake ninja-build ccache git ca-certificates
  doctest-dev librapidcheck-dev libbenchmark-dev
  libcli11-dev libfmt-dev nlohmann-json3-dev libtomlplusplus-dev
  libboost-dev libboost-graph-dev libeigen3-dev libspectra-dev
)
# Pictures of graphs, SVG to PNG and PDF (with a font to write the labels), and the plots' gnuplot scripts.
figure_packages=(graphviz librsvg2-bin fonts-dejavu-core gnuplot-nox)
# The HTML report's own test runs in a headless browser.
browser_package=chromium
# clang needs to be as new as gcc 12's standard library (std::source_location).
soak_packages=(clang-19 llvm-19 libclang-rt-19-dev libomp-19-dev valgrind)

say() { printf 'deps: %s\n' "$*"; }
fail() { printf 'deps: error: %s\n' "$*" >&2; exit 3; }

minimal=no
soak=no
list_only=no
for argument in "$@"; do
  case $argument in
    --minimal) minimal=yes ;;
    --soak) soak=yes ;;
    --list) list_only=yes ;;
    *) printf 'usage: tools/deps.sh [--minimal] [--soak] [--list]\n' >&2; exit 2 ;;
  esac
done

system=unknown
if [ -r /etc/os-release ]; then system=$(. /etc/os-release && printf '%s' "${ID:-unknown}"); fi

packages=("${build_packages[@]}")
if [ "$minimal" = no ]; then
  packages+=("${figure_packages[@]}")
  if [ "$system" = ubuntu ]; then
    say "on Ubuntu chromium comes as a snap, not as a package: skipped; the browser test of the report is skipped too"
  else
    packages+=("$browser_package")
  fi
fi
if [ "$soak" = yes ]; then packages+=("${soak_packages[@]}"); fi
if [ "$list_only" = yes ]; then printf '%s\n' "${packages[@]}"; exit 0; fi

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  fail "this script knows Debian 12 and Ubuntu 24.04, this system is $system; install by hand: ${packages[*]}"
fi

installed() { [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

missing=()
for package in "${packages[@]}"; do
  installed "$package" || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
  say "all ${#packages[@]} packages are installed already"
  exit 0
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || fail "not root and no sudo; as root run: apt-get install ${missing[*]}"
  as_root=(sudo)
  [ -t 0 ] || as_root+=(--non-interactive)
fi
apt() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get --yes --quiet \
    -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@"
}

say "installing ${#missing[@]} of ${#packages[@]} packages: ${missing[*]}"
apt update || fail "apt-get update failed: is there a network, and are the package sources right?"
apt install --no-install-recommends "${missing[@]}" || fail "apt-get could not install: ${missing[*]}"
say "done"
