#!/usr/bin/env bash
# Builds the workbench into web/dist, only when its sources have changed since the last time.
#   scripts/web.sh           build if needed
#   scripts/web.sh check     types, words and unit tests
set -euo pipefail
cd "$(dirname "$0")/../web"
if ! command -v npm >/dev/null 2>&1; then
  echo "没有 npm，跳过工作台界面（公示门户与接口不受影响）；需要时请安装 Node.js 20 以上。" >&2
  echo "No npm: the workbench is left out (portal and API are not affected); install Node.js 20 or newer to have it." >&2
  exit 0
fi
contract=../api/openapi.yaml # the types of requests and answers (src/api.ts) are made from it and not kept
stamp() { cat package-lock.json package.json tsconfig.json vite.config.ts index.html onsite.html "$contract" <(find src public -type f ! -path src/api.ts | LC_ALL=C sort | xargs cat) | sha256sum | cut -d' ' -f1; }
install() {
  [ "$(cat node_modules/.stamp 2>/dev/null)" = "$(sha256sum <package-lock.json)" ] || { npm ci --ignore-scripts --no-audit --no-fund --silent; sha256sum <package-lock.json >node_modules/.stamp; }
  [ -f src/api.ts ] && [ "$(cat node_modules/.contract 2>/dev/null)" = "$(sha256sum <"$contract")" ] || { npm run --silent gen >/dev/null; sha256sum <"$contract" >node_modules/.contract; }
}
now=$(stamp)
case "${1:-build}" in
check) install; npm run --silent check ;;
build)
  [ "$(cat .built 2>/dev/null)" = "$now" ] && [ -f dist/index.html ] && exit 0
  install
  rm -rf .next && npm run --silent build -- --outDir .next
  # swapped at the end and at once: the Go compiler may be reading dist
  rm -rf dist/assets dist/onsite && mv .next/assets .next/onsite dist/ && mv .next/index.html .next/onsite.html .next/onsite.webmanifest .next/mark.svg .next/draw.js dist/
  rm -rf .next
  echo "$now" >.built
  ;;
*) echo "usage: scripts/web.sh [build|check]" >&2; exit 64 ;;
esac
