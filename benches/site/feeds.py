#!/usr/bin/env python3
"""Measures what feeds cost: files, bytes and time of each kind and of each format, and the feeds that one edit rewrites.

    python3 benches/site/feeds.py                            5,000 papers
    python3 benches/site/feeds.py --papers 100000 --runs 3

Each row is a build into a new folder. The first has the feeds of the site only; each row of a kind adds one kind to it.
Needs Python 3.9, cargo and rustc; Linux or macOS. No network.
"""
import argparse
import os
import re
import shutil
import subprocess
import tempfile

from run import BARE, HERE, ROOT, Run

# The rest of the site is as small as feeds allow.
REST = "[pages]\n" + BARE
KINDS = ["topics", "authors", "organizations", "days", "weeks", "code", "history"]
ROWS = [
    ("the site's only", []),
    *((kind, [kind]) for kind in KINDS),
    *(("all, as %s" % " and ".join(formats), [*KINDS, formats]) for formats in (["rss"], ["atom"], ["json"], ["rss", "atom", "json"])),
]
NAMES = re.compile(r"^(history/.*|feeds\.opml|(.*/)?(feed\.xml|atom\.xml|feed\.json|days\.xml|weeks\.xml))$")


def settings(on):
    """The settings of a row; none for the defaults."""
    lines = ["%s = %s" % (kind, str(kind in on).lower()) for kind in KINDS]
    lines += ["formats = %s" % str(formats).replace("'", '"') for formats in on if isinstance(formats, list)]
    return "[feeds]\n%s\n" % "\n".join(lines)


def feeds(out):
    """Bytes and time of modification of each feed."""
    found = {}
    for base, _, names in os.walk(out):
        for name in names:
            path = os.path.join(base, name)
            if NAMES.match(os.path.relpath(path, out).replace(os.sep, "/")):
                stat = os.stat(path)
                found[path] = (stat.st_size, stat.st_mtime_ns)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=5000, metavar="N")
    parser.add_argument("--runs", type=int, default=3, help="builds of each row; the fastest is printed")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--offprint", help="the program; built with cargo unless given")
    asked = parser.parse_args()
    if not asked.offprint:
        subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
        asked.offprint = os.path.join(os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target")), "release", "offprint")
    folder = tempfile.mkdtemp(prefix="offprint-bench-")
    tools, site = os.path.join(folder, "tools"), os.path.join(folder, "site")
    subprocess.run(["rustc", "--edition", "2024", "-O", os.path.join(HERE, "tools.rs"), "-o", tools], check=True)
    subprocess.run([tools, "corpus", str(asked.papers), "offprint", "md", site], check=True)

    def build(out):
        return Run([asked.offprint, "build", "--site", site, "--out", out, "--jobs", str(asked.threads)])

    def row(what, on):
        with open(os.path.join(site, "site.toml"), "w", encoding="utf-8") as file:
            file.write('title = "Papers"\nbase_url = "https://example.org/"\n' + REST + (settings(on) if on is not None else ""))
        runs = []
        for number in range(asked.runs):
            out = os.path.join(folder, "out-%d" % number)
            runs.append(build(out))
            found = feeds(out)
            if on is not None or number + 1 < asked.runs:
                shutil.rmtree(out)
        size = sum(size for size, _ in found.values())
        best = min(runs, key=lambda run: run.wall)
        print("| %s | %s | %s | %s | %.2f | %.2f |" % (
            what, "{:,}".format(len(found)), "{:,}".format(size), "{:,}".format(size // asked.papers), best.wall, min(run.cpu for run in runs)), flush=True)
        return out, found

    print("%s papers, %s threads, fastest of %d builds\n" % ("{:,}".format(asked.papers), asked.threads, asked.runs))
    print("| feeds | files | bytes | bytes a paper | seconds | CPU s |\n|---|---:|---:|---:|---:|---:|")
    for what, on in ROWS:
        row(what, on)
    out, before = row("by default", None)
    entries = sorted(os.path.join(base, name) for base, _, names in os.walk(os.path.join(site, "content/papers")) for name in names)
    for what, entry in (("newest", entries[-1]), ("oldest", entries[0])):
        with open(entry, encoding="utf-8") as file:
            text = file.read()
        with open(entry, "w", encoding="utf-8") as file:
            file.write(text + "\nAn edited sentence.\n")
        run = build(out)
        after = feeds(out)
        written = sum(before.get(path, (0, 0))[1] != time for path, (_, time) in after.items())
        before = after
        print("\nThe abstract of the %s paper edited: %d of %d feeds written, %.2f s" % (what, written, len(after), run.wall))
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
