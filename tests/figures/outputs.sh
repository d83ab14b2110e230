#!/usr/bin/env bash
# Holds what two builds of `plan` print against each other, byte by byte, with the exit status: every command on every
# example, in every format that it has. Run it in the root of the repository.
# usage: tests/figures/outputs.sh BEFORE AFTER      (two binaries)
set -uo pipefail
binaries=("$(realpath "$1")" "$(realpath "$2")")
cd "$(dirname "$0")/../.."
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
# Both under the one name that help shows.
mkdir "$made/1" "$made/2"
ln -s "${binaries[0]}" "$made/1/plan"
ln -s "${binaries[1]}" "$made/2/plan"
before=$made/1/plan after=$made/2/plan
runs=0 differ=0 fine=0

# Runs both with the same words; `{out}` stands for a file that is compared as well.
both() {
  local side words status
  for side in before after; do
    mkdir -p "$made/$side"
    rm -f "$made/$side/out"
    words=("${@//\{out\}/$made/out}")
    rm -f "$made/out"
    status=0
    "${!side}" "${words[@]}" >"$made/$side/stdout" 2>"$made/$side/stderr" </dev/null || status=$?
    echo "$status" >"$made/$side/status"
    if [ -e "$made/out" ]; then mv "$made/out" "$made/$side/out"; fi
  done
  runs=$((runs + 1))
  if [ "$(cat "$made/after/status")" = 0 ] && [ -s "$made/after/stdout" -o -s "$made/after/out" ]; then fine=$((fine + 1)); fi
  if ! diff -rq "$made/before" "$made/after" >/dev/null; then
    differ=$((differ + 1))
    echo "differs: plan $*"
  fi
}

day=(--today 2026-05-04)
# A command in every format that it has, as its refusal of another names them: a name that it does not know would only
# compare two refusals.
formats() {
  local format known
  known=$("$before" "$1" --format nothing 2>&1 | sed -n 's/.*\[possible values: \(.*\)\]/\1/p' | tr -d ,)
  [ -n "$known" ] || { echo "no formats of plan $1"; differ=$((differ + 1)); }
  for format in $known; do both "$@" --format "$format"; done
}

for example in examples/first.plan examples/*/; do
  example=${example%/}
  ids=$("$before" rank "$example" --format json "${day[@]}" 2>/dev/null | sed -n 's/^ *"id": "\(.*\)",$/\1/p' | awk '!seen[$0]++')
  some=$(head -4 <<<"$ids")
  set -- $some
  frameworks=$("$before" rank "$example" --by nothing 2>&1 | sed -n 's/^help: the plan has //p' | tr -d ,)
  for diagnostics in human short json sarif github md; do
    both check "$example" "${day[@]}" --diagnostics "$diagnostics"
  done
  both check "$example" "${day[@]}" --color always
  both fmt "$example" --check
  both test "$example" "${day[@]}"
  formats rank "$example" "${day[@]}"
  for by in $frameworks; do formats rank "$example" "${day[@]}" --by "$by"; done
  formats rank "$example" "${day[@]}" --by "$(tr ' ' , <<<"$frameworks")"
  formats choose "$example" "${day[@]}"
  formats learn "$example" "${day[@]}"
  formats status "$example" "${day[@]}"
  formats metrics "$example" "${day[@]}"
  formats results "$example" "${day[@]}"
  formats sensitivity "$example" "${day[@]}"
  formats roadmap "$example" "${day[@]}"
  for audience in executive engineering design sales customer_success finance legal marketing customer_board; do
    formats roadmap "$example" "${day[@]}" --for "$audience"
  done
  both report "$example" "${day[@]}" -o '{out}'
  for chart in ranking roadmap needs metrics risks; do both chart "$chart" "$example" "${day[@]}"; done
  for id in $some; do
    formats explain "$id" "$example" "${day[@]}"
    formats sensitivity "$id" "$example" "${day[@]}"
    formats status "$id" "$example" "${day[@]}"
    formats experiment "$id" "$example" "${day[@]}"
    both doc "$id" "$example" "${day[@]}"
    for document in prfaq problem prd launch retrospective; do formats doc "$id" "$example" "${day[@]}" --as "$document"; done
    both set "$id.due" 2026-09-30 "$example" --dry-run
  done
  [ $# -gt 1 ] && formats compare "$1" "$2" "$example" "${day[@]}"
  both repl "$example" "${day[@]}" -e ':rank' -e ":explain ${1:-x}" -e "ranking(\"${frameworks%% *}\")" -e "${1:-x}" -e ':check'
done

formats audit tests/guide/backlog.csv
both import csv tests/guide/backlog.csv
for name in check rank rank-several explain compare choose sensitivity learn status metrics experiment results roadmap document audit; do
  both schema "$name"
done
for shell in bash elvish fish powershell zsh; do both completions "$shell"; done
for command in "" check fmt set add rank explain compare choose sensitivity learn status roadmap report chart metrics experiment results test import audit init std doc help schema completions man repl; do
  both help $command
  both man $command
  both $command --help
done
both help codes
both help formulas
for code in $("$before" help codes | cut -d' ' -f1); do both help "$code"; done
both std
both std show rice
both doc initiative
both --version
both nonsense

echo "$runs runs with each, $fine of them with a result and status 0; $differ differ"
[ "$differ" = 0 ]
