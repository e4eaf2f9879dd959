#!/usr/bin/env bash
# Counts the instructions of each stage, by callgrind: wall time is noisy, this hardly is. Needs cargo and valgrind.
#
#   benches/instructions.sh              all stages, an archive of 1,000 papers
#   OFFPRINT_PAPERS=300 benches/instructions.sh parse_entry hot_render
#
# What is counted is everything done inside one function of benches/stages.rs, by call, on average over the first ten; hash maps are seeded
# at random, so the last digits differ from run to run.
set -euo pipefail
cd "$(dirname "$0")/.."
export OFFPRINT_PAPERS=${OFFPRINT_PAPERS:-1000}

# The name of the measurement, and the function whose instructions are counted.
stages="parse_entry=hot_parse parse_day=hot_parse markdown=hot_markdown relate_all=hot_relate plan_outputs=hot_plan
render/paper=hot_render render/day=hot_render render/topic=hot_render render/author=hot_render
render/topic_feed=hot_render render/author_feed=hot_render"

bench=$(cargo bench -p offprint-benches --bench stages --no-run --message-format=json 2>/dev/null |
  sed -n 's/.*"name":"stages".*"executable":"\([^"]*\)".*/\1/p' | tail -n 1)
[ -n "$bench" ] || { echo "benches/stages.rs cannot be compiled: cargo bench -p offprint-benches --bench stages --no-run" >&2; exit 1; }
calls=10
counts=$(mktemp -d)
trap 'rm -rf "$counts"' EXIT

printf '%-22s %16s\n' "stage ($OFFPRINT_PAPERS papers)" instructions
for stage in $stages; do
  name=${stage%%=*} function=${stage##*=}
  if [ $# -gt 0 ] && ! printf '%s\n' "$@" | grep -qxF -e "$name" -e "$function"; then continue; fi
  # divan names a measurement by its path; --exact keeps it to the one.
  path=stages::${name//\//::}
  valgrind --tool=callgrind --callgrind-out-file="$counts/out" --toggle-collect="stages::$function*" \
    "$bench" --bench --exact "$path" --sample-count "$calls" --sample-size 1 >"$counts/said" 2>&1 || { cat "$counts/said" >&2; exit 1; }
  total=$(sed -n 's/^\(summary\|totals\): *\([0-9]*\).*/\2/p' "$counts/out" | tail -n 1)
  printf '%-22s %16d\n' "$name" $((total / calls))
done
