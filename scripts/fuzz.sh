#!/usr/bin/env bash
# Runs every fuzz target of the tree for the given time (60s each unless told).
set -euo pipefail
cd "$(dirname "$0")/.."
time=${1:-60s}
grep -rlE '^func Fuzz' --include='*_test.go' internal cmd | while read -r file; do
  dir=$(dirname "$file")
  grep -oE '^func Fuzz[A-Za-z0-9_]+' "$file" | sed 's/^func //' | while read -r target; do
    echo "== ./$dir $target ($time)"
    go test "./$dir" -run '^$' -fuzz "^$target\$" -fuzztime "$time" -parallel 2 </dev/null
  done
done
