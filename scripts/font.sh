#!/usr/bin/env bash
# Brings the font that PDF documents are set in (Noto Sans SC, OFL) by npm into font/files, once. Without npm the program
# builds and runs; only PDF then answers paper.no_font.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
package=@expo-google-fonts/noto-sans-sc@0.4.3
sum=d45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16
font=$here/font/files/NotoSansSC-Regular.ttf
good() { [ -f "$1" ] && [ "$(sha256sum <"$1" | cut -d' ' -f1)" = "$sum" ]; }
good "$font" && exit 0
if ! command -v npm >/dev/null 2>&1; then
  echo "没有 npm，取不到文书字体：PDF 文书将不可用（网页文书不受影响）；请安装 Node.js 20 以上后重试。" >&2
  echo "No npm, so no font: documents as PDF will not work (as web pages they will); install Node.js 20 or newer and try again." >&2
  exit 0
fi
echo "正在用 npm 取得文书字体（约 57 MB）… Bringing the font of documents by npm (about 57 MB)…" >&2
brought=$(mktemp -d "$here/.font.XXXXXX")
trap 'rm -rf "$brought"' EXIT
npm install --ignore-scripts --no-audit --no-fund --no-save --silent --prefix "$brought" "$package"
from=$brought/node_modules/@expo-google-fonts/noto-sans-sc
good "$from/400Regular/NotoSansSC_400Regular.ttf" || { echo "字体与预期的不符，未采用。The font is not the expected one and was not taken." >&2; exit 1; }
cp "$from/LICENSE_FONT" "$here/font/files/LICENSE"
mv "$from/400Regular/NotoSansSC_400Regular.ttf" "$font"
