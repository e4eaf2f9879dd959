#!/usr/bin/env bash
# Runs the command of a workflow, with output for GitHub.
set -euo pipefail

read -ra args <<<"${OFFPRINT_ARGS:-}"
args=("$OFFPRINT_COMMAND" --site "${OFFPRINT_SITE:-.}" --format github ${args[@]+"${args[@]}"})
case "$OFFPRINT_COMMAND" in
  build)
    if [ -n "${OFFPRINT_BASE_URL:-}" ]; then
      args+=(--base-url "$OFFPRINT_BASE_URL")
    fi
    # Publish only built files, not files that a commit put into the output directory.
    case " ${OFFPRINT_ARGS:-} " in
      *" --fresh "* | *" --allow-tracked-output "*) ;;
      *) args+=(--fresh) ;;
    esac
    ;;
  check)
    args+=(--summary "$GITHUB_STEP_SUMMARY")
    if [ -n "${OFFPRINT_BASE:-}" ]; then
      args+=(--base "$OFFPRINT_BASE")
    fi
    ;;
esac
exec offprint "${args[@]}"
