#!/usr/bin/env bash
# Prints the folder for data that need not outlive the machine: in memory where there is room, as internal/pgtest/room.go says.
set -euo pipefail
memory=/dev/shm
enough=$((4 * 1024 * 1024)) # KiB
free=$(df -kP "$memory" 2>/dev/null | awk 'NR == 2 { print $4 }')
left=$(awk '$1 == "MemAvailable:" { print $2 }' /proc/meminfo 2>/dev/null || true)
if [ -z "${TMPDIR:-}" ] && [ -w "$memory" ] && [ "${free:-0}" -ge "$enough" ] && [ "${left:-0}" -ge "$enough" ]; then
  echo "$memory"
else
  echo "${TMPDIR:-/tmp}"
fi
