#!/usr/bin/env bash
# Runs every fuzz target of the tree for the given time (60s each unless told), and the random tests from another seed.
set -euo pipefail
cd "$(dirname "$0")/.."
time=${1:-60s}
export XINHENG_SEED=${XINHENG_SEED:-$(date +%s)}
echo "== random tests, XINHENG_SEED=$XINHENG_SEED"
grep -rlE '"xinheng/internal/chance"' --include='*_test.go' internal | xargs -n 1 dirname | sort -u | sed 's,^,./,' | xargs go test -count=1
grep -rlE '^func Fuzz' --include='*_test.go' internal cmd | while read -r file; do
  dir=$(dirname "$file")
  grep -oE '^func Fuzz[A-Za-z0-9_]+' "$file" | sed 's/^func //' | while read -r target; do
    echo "== ./$dir $target ($time)"
    go test "./$dir" -run '^$' -fuzz "^$target\$" -fuzztime "$time" -parallel 2 </dev/null
  done
done
