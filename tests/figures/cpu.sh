#!/usr/bin/env bash
# What building and testing costs, in CPU seconds (user + system, of all processes). The folder is built in, with its own
# target folder: give it a copy. `tests` builds and links the tests without running them.
# usage: tests/figures/cpu.sh ROOT STEP…      with STEP one of: cold build renderer tests tests-renderer tests-solver solver test ci
set -euo pipefail
root=$(realpath "$1")
shift
cd "$root"
export CARGO_INCREMENTAL=1 PROPTEST_RNG_SEED=2026
times_file=$(mktemp)
trap 'rm -f "$times_file"' EXIT

measure() {
  local name=$1 status=0
  shift
  TIMEFORMAT='%U %S %R'
  { time "$@" >"$times_file.out" 2>&1; } 2>"$times_file" || status=$?
  awk -v name="$name" -v status="$status" '{ printf "%-16s %8.1f CPU s  (%.0f s on the clock, status %d)\n", name, $1 + $2, $3, status }' <(tail -1 "$times_file")
  [ "$status" = 0 ] || tail -20 "$times_file.out"
  rm -f "$times_file.out"
}

# A changed byte, not only a changed time: a comment at the end.
edit() { for file in "$@"; do if [ -e "$file" ]; then echo "// $RANDOM$RANDOM" >>"$file"; return; fi; done; echo "none of $*"; exit 1; }

for step in "$@"; do
  case $step in
    cold) rm -rf target; measure "$step" cargo build --locked ;;
    build) measure "$step" cargo build --locked ;;
    renderer) edit src/report/render.rs; measure "$step" cargo build --locked ;;
    tests) measure "$step" cargo test --no-run --locked ;;
    tests-renderer) edit src/report/render.rs; measure "$step" cargo test --no-run --locked ;;
    tests-solver) edit crates/planwright-solver/src/search.rs src/schedule/search.rs; measure "$step" cargo test --no-run --locked ;;
    # The solver's own tests, where it is a crate.
    solver) edit crates/planwright-solver/src/search.rs; measure "$step" cargo test -p planwright-solver --no-run --locked ;;
    test) measure "$step" cargo test --locked ;;
    ci) measure "$step" .ci/run ;;
    *) echo "no step \`$step\`"; exit 2 ;;
  esac
done
