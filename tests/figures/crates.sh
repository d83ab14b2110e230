#!/usr/bin/env bash
# How many crates a program builds with the library, itself left out: distinct names of what `cargo tree` shows.
# Ends with 1 where one of those that belong to a terminal is among them.
# usage: tests/figures/crates.sh [ROOT]
set -euo pipefail
cd "${1:-$(dirname "$0")/../..}"

names=$(cargo tree --locked -p planwright -e normal --prefix none --no-dedupe | sed 's/ v[0-9].*//' | sort -u | grep -v '^planwright$')
echo "$(wc -l <<<"$names") crates beside planwright"
if banned=$(grep -xE 'clap.*|rustyline|signal-hook|terminal_size|shlex|miette|anstyle.*' <<<"$names"); then
  echo "of a terminal:" $banned
  exit 1
fi
echo "none of a terminal"
