#!/usr/bin/env bash
# Starts the program on the invented village and walks it in a real Chromium, in two lanes at once: what changes things, one file
# after the other, and what only looks. Screenshots: web/e2e/out (SHOTS=no takes none, as CI does).
set -euo pipefail
cd "$(dirname "$0")/.."
command -v chromium-headless-shell chromium >/dev/null 2>&1 || { echo "需要 Chromium：apt-get install chromium-headless-shell fonts-noto-cjk。 Chromium is needed: apt-get install chromium-headless-shell fonts-noto-cjk" >&2; exit 1; }
(cd web/e2e && npm ci --ignore-scripts --no-audit --no-fund --silent)
export XINHENG_CLOCK=2026-11-22T10:00:00+08:00 # the story is told on its own calendar
data=$(mktemp -d -p "$(scripts/room.sh)")
chmod 755 "$data" # PostgreSQL of a root user runs as somebody else
log=$data/serve.log
bin/xinheng demo --size village --data "$data/data" --listen 127.0.0.1:0 >"$log" 2>&1 &
pid=$!
stop() { kill -INT "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; rm -rf "$data"; }
trap stop EXIT
base=
for _ in $(seq 1 600); do
  base=$(grep -oE 'http://127\.0\.0\.1:[0-9]+/$' "$log" | head -n 1 || true)
  [ -n "$base" ] && break
  kill -0 "$pid" 2>/dev/null || { cat "$log" >&2; exit 1; }
  sleep 0.2
done
[ -n "$base" ] || { echo "the program did not come up" >&2; cat "$log" >&2; exit 1; }
mkdir -p web/e2e/out
export BASE=${base%/} DATA=$data/data
cd web/e2e
look=(pages.spec.mjs portal.spec.mjs)
change=()
for spec in *.spec.mjs; do [[ " ${look[*]} " == *" $spec "* ]] || change+=("$spec"); done
cd ../..
lane() { node --test --test-concurrency=1 --test-reporter=spec "${@/#/web/e2e/}"; }
lane "${look[@]}" >"$data/look.log" 2>&1 &
looking=$!
failed=0
lane "${change[@]}" || failed=1
wait "$looking" || failed=1
cat "$data/look.log"
exit "$failed"
