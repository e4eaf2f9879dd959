#!/usr/bin/env bash
# Checks by instruction counts, which hardly vary between runs, that the work of reading an input does not grow faster than the input.
# Needs cargo, valgrind and python3.
#
#   benches/growth.sh                   all inputs of benches/growth/cases.rs
#   benches/growth.sh markdown/ fmt/    those whose names begin with these words
#   OFFPRINT_SIZE=400000 benches/growth.sh
#
# Each is read at no size, at one size and at twice that. What it costs to start is taken off. More than 2.5 times the instructions for
# twice the bytes is an error.
set -euo pipefail
cd "$(dirname "$0")/.."
exec python3 benches/growth/count.py "${OFFPRINT_SIZE:-32000}" "$@"
