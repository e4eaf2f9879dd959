"""Counts the instructions of each input of benches/growth/cases.rs at a size and at twice that: see benches/growth.sh."""

import json
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

MOST = 2.5
# Fewer instructions than this are noise: growth is from this number at least.
LEAST = 1_000_000


def built() -> dict[str, str]:
    """Builds the harness and the program; returns their paths by name."""
    command = ["cargo", "build", "--release", "--package", "offprint-benches", "--package", "offprint", "--bins", "--message-format=json"]
    lines = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    made = [json.loads(line) for line in lines if line.startswith("{")]
    return {each["target"]["name"]: each["executable"] for each in made if each.get("executable")}


def count(command: list[str], folder: Path) -> int:
    """Returns how many instructions a command takes, whatever its exit status."""
    log = folder / "log"
    valgrind = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", f"--log-file={log}"]
    subprocess.run([*valgrind, *command], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "RAYON_NUM_THREADS": "1"})
    # A command that starts another one, as `build` asks git, leaves a count for each; its own is the largest.
    found = re.findall(r"I +refs: +([\d,]+)", log.read_text())
    if not found:
        sys.exit(f"{' '.join(command)}: {log.read_text()}")
    return max(int(each.replace(",", "")) for each in found)


def main() -> None:
    size = int(sys.argv[1])
    prefixes = tuple(sys.argv[2:]) or ("",)
    programs = built()
    harness, offprint = programs["growth"], programs["offprint"]
    lines = subprocess.run([harness], check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    cases = [line.split() for line in lines if line.startswith(prefixes)]

    def grown(case: list[str]) -> tuple[str, list[int]]:
        name, *command = case
        counts = []
        for bytes_ in [0, size, 2 * size]:
            with tempfile.TemporaryDirectory() as folder:
                if command:
                    subprocess.run([harness, name, str(bytes_), folder], check=True)
                    counts.append(count([offprint, *command], Path(folder)))
                else:
                    counts.append(count([harness, name, str(bytes_)], Path(folder)))
        return name, counts

    failed = []
    print(f"{'input':<45} {'for ' + str(size):>15} {'for twice that':>15} {'growth':>7}")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, (none, once, twice) in pool.map(grown, cases):
            once, twice = once - none, twice - none
            growth = twice / max(once, LEAST)
            print(f"{name:<45} {once:>15,} {twice:>15,} {growth:>7.2f}", flush=True)
            if growth > MOST:
                failed.append(name)
    if failed:
        sys.exit(f"these grow faster than {MOST} for 2: {', '.join(failed)}")


main()
