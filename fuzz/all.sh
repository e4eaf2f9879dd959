#!/usr/bin/env bash
# Runs every fuzz target for ten minutes, and prints executions and findings of each. `SECONDS_EACH` is the time of one target.
#
#   fuzz/all.sh [TARGET …]
set -euo pipefail
cd "$(dirname "$0")"
export RUSTC_BOOTSTRAP=1
targets=("$@")
[ "${#targets[@]}" -gt 0 ] || mapfile -t targets < <(sed -n 's/^name = "\([a-z_]*\)"$/\1/p' Cargo.toml)
for target in "${targets[@]}"; do
  case "$target" in
    fmt | fix) seeds=seeds/entry ;;
    *) seeds="seeds/$target" ;;
  esac
  mkdir -p "corpus/$target" "artifacts/$target"
  # In processes of their own, so that a target goes on after a finding.
  log=$(mktemp)
  cargo fuzz run -O --sanitizer none "$target" "corpus/$target" "$seeds" -- \
    -fork=1 -ignore_crashes=1 -ignore_timeouts=1 -ignore_ooms=1 -max_total_time="${SECONDS_EACH:-600}" \
    -timeout=20 -rss_limit_mb=2048 -max_len=20000 -dict=syntax.dict >"$log" 2>&1 || true
  executions=$(grep -o '^#[0-9]*' "$log" | tail -n 1 | tr -d '#' || true)
  findings=$(find "artifacts/$target" -type f | wc -l)
  printf '%s: %s executions, %s findings\n' "$target" "${executions:-0}" "$findings"
  rm -f "$log"
done
