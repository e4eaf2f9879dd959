#!/usr/bin/env python3
"""Measures whole builds: Offprint against the floor, and against Hugo and Zola where they are installed.

    python3 benches/site/run.py                                      1,000 and 10,000 papers
    python3 benches/site/run.py --papers 100000 --layouts day --runs 3
    python3 benches/site/run.py --papers 10000 --pages all           author pages and all else, no peers

Needs Python 3.9, cargo and rustc; Linux or macOS. No network. README.md beside the benches describes what is measured.
"""
import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))

# Under `[pages]`: what a site without search, cards and files of data has.
BARE = """related = 0
[search]
enabled = false
[cards]
site = false
days = false
[data]
papers = false
bibtex = false
days = false
topics = false
citations = false
llms = false
freshness = false
"""
# What the peers' sites have: papers, days, topics, feeds of the site and of topics.
LEAN = "[pages]\nauthors = false\norganizations = false\nweeks = false\nmonths = false\n" + BARE
EDITED = '{% extends "default/paper.html" %}\n{% block main %}{{ super() }}<!-- edited -->{% endblock main %}\n'


class Run:
    """One run of a program: wall seconds, CPU seconds, peak memory in MB, and what it said."""

    def __init__(self, command):
        with tempfile.TemporaryFile() as said:
            start = time.perf_counter()
            child = subprocess.Popen(command, stdout=said, stderr=said, stdin=subprocess.DEVNULL)
            _, status, used = os.wait4(child.pid, 0)
            self.wall = time.perf_counter() - start
            child.returncode = os.waitstatus_to_exitcode(status)
            said.seek(0)
            self.said = said.read().decode("utf-8", "replace")
        if child.returncode != 0:
            sys.exit("%s\nended with status %d:\n%s" % (" ".join(command), child.returncode, self.said))
        self.cpu = used.ru_utime + used.ru_stime
        # Kilobytes, but bytes on macOS.
        self.memory = used.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3 / 1.024)


def size(folder):
    """Files and bytes of a folder."""
    files = [os.path.join(base, name) for base, _, names in os.walk(folder) for name in names]
    return len(files), sum(os.path.getsize(file) for file in files)


def table(rows):
    print("| papers | entries | what | seconds (least to most) | x floor | CPU s | peak MB | files | bytes a paper |")
    print("|---:|---|---|---:|---:|---:|---:|---:|---:|")
    for row in rows:
        print("| " + " | ".join(row) + " |")
    sys.stdout.flush()


class Bench:
    def __init__(self, asked, folder):
        self.asked, self.folder, self.outs = asked, folder, 0
        self.rows = []

    def out(self):
        """A folder that was never there: what was just removed makes the next files slow on some file systems."""
        self.outs += 1
        return os.path.join(self.folder, "out-%d" % self.outs)

    def tools(self, *arguments):
        return subprocess.run([os.path.join(self.folder, "tools"), *map(str, arguments)], check=True,
                              capture_output=True, text=True).stdout

    def offprint(self, site, out):
        return Run([self.asked.offprint, "build", "--site", site, "--out", out, "--jobs", str(self.asked.threads)])

    def row(self, papers, layout, what, runs, floor=None, tree=None, files=None):
        walls = [run.wall for run in runs]
        files, bytes_ = size(tree) if tree else (files, 0)
        self.rows.append([
            "{:,}".format(papers), layout, what,
            "%.3f (%.3f to %.3f)" % (statistics.median(walls), min(walls), max(walls)),
            "%.2f" % (statistics.median(walls) / floor) if floor else "",
            "%.2f" % statistics.median(run.cpu for run in runs),
            "%.0f" % max(run.memory for run in runs),
            "{:,}".format(files), "{:,}".format(bytes_ // papers) if tree else "",
        ])

    def measure(self, papers, layout):
        asked = self.asked
        site = os.path.join(self.folder, "offprint-%d-%s" % (papers, layout))
        self.tools("corpus", papers, "offprint", layout, site)
        settings = 'title = "Papers"\nbase_url = "https://example.org/"\n' + (LEAN if asked.pages == "lean" else "")
        with open(os.path.join(site, "site.toml"), "w", encoding="utf-8") as file:
            file.write(settings)
        # Builds and floors take turns, so that a busy minute of the machine meets both.
        self.offprint(site, self.out())
        runs, floors = [], []
        for _ in range(asked.runs):
            out = self.out()
            runs.append(self.offprint(site, out))
            floors.append(float(self.tools("floor", out, self.out(), asked.threads)))
        floor = statistics.median(floors)
        self.rows.append(["{:,}".format(papers), layout, "floor",
                          "%.3f (%.3f to %.3f)" % (floor, min(floors), max(floors)), "1", "", "", "", ""])
        self.row(papers, layout, "Offprint", runs, floor, out)
        if asked.pages == "lean" and layout == "md":
            for name, program in (("hugo", asked.hugo), ("zola", asked.zola)):
                if program:
                    self.peer(name, program, papers, floor)
        self.incremental(papers, layout, site, out)

    def peer(self, name, program, papers, floor):
        site = os.path.join(self.folder, "%s-%d" % (name, papers))
        if not os.path.isdir(site):
            shutil.copytree(os.path.join(HERE, name), site)
            self.tools("corpus", papers, name, "md", site)
        runs = []
        for _ in range(self.asked.runs):
            out = self.out()
            command = {"hugo": [program, "--quiet", "--noBuildLock", "--source", site, "--destination", out],
                       "zola": [program, "--root", site, "build", "--output-dir", out]}[name]
            runs.append(Run(command))
        self.row(papers, "md", name.capitalize(), runs, floor, out)

    def incremental(self, papers, layout, site, out):
        """Builds again into a folder that has the site: nothing changed, one entry edited, a template edited."""
        def again(what, change):
            runs = []
            for number in range(self.asked.runs):
                change(number)
                runs.append(self.offprint(site, out))
            # Every build writes as many files; the first may find a cache cold.
            written = int(re.search(r"(\d+) files? written", runs[-1].said).group(1))
            self.row(papers, layout, what, runs, files=written)

        entries = sorted(os.path.join(base, name) for base, _, names in os.walk(os.path.join(site, "content"))
                         for name in names)
        entry = entries[len(entries) // 2]
        with open(entry, encoding="utf-8") as file:
            text = file.read()
        template = os.path.join(site, "templates", "paper.html")

        def put(path, text):
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)

        def edit(number):
            put(entry, re.sub(r'title: "(.*)"', lambda found: 'title: "%s, revised %d"' % (found[1], number), text, count=1))

        again("nothing changed", lambda _: None)
        again("one entry edited", edit)
        again("a template edited", lambda number: put(template, EDITED.replace("edited", "edited %d" % number)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, nargs="+", default=[1000, 10000], metavar="N")
    parser.add_argument("--layouts", nargs="+", choices=["md", "day"], default=["md", "day"],
                        help="one markdown file a paper, one YAML file a day")
    parser.add_argument("--pages", choices=["lean", "all"], default="lean",
                        help="lean: papers, days and topics, as the peers have; all: what Offprint writes by default")
    parser.add_argument("--runs", type=int, default=5, help="runs of each; the median is printed")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="of Offprint and of the floor")
    parser.add_argument("--folder", help="where to work, on the disk to be measured; it must not be there yet")
    parser.add_argument("--keep", action="store_true", help="leave the folder: removing slows what runs next")
    parser.add_argument("--offprint", help="the program; built with cargo unless given")
    parser.add_argument("--hugo", default=shutil.which("hugo"))
    parser.add_argument("--zola", default=shutil.which("zola"))
    asked = parser.parse_args()

    if not asked.offprint:
        subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
        target = os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target"))
        asked.offprint = os.path.join(ROOT, target, "release", "offprint")
    folder = os.path.abspath(asked.folder) if asked.folder else tempfile.mkdtemp(prefix="offprint-bench-")
    os.makedirs(folder, exist_ok=not asked.folder)
    subprocess.run(["rustc", "--edition", "2024", "-O", os.path.join(HERE, "tools.rs"), "-o",
                    os.path.join(folder, "tools")], check=True)
    for name, program in (("Hugo", asked.hugo), ("Zola", asked.zola)):
        if program:
            said = subprocess.run([program, "version" if name == "Hugo" else "--version"], capture_output=True, text=True)
            print("%s: %s" % (name, said.stdout.strip()))
    print("%s, %d threads, median of %d runs, pages: %s\n" % (
        Run([asked.offprint, "--version"]).said.strip(), asked.threads, asked.runs, asked.pages))
    bench = Bench(asked, folder)
    for papers in asked.papers:
        for layout in asked.layouts:
            bench.measure(papers, layout)
    table(bench.rows)
    if asked.keep:
        print("\nEverything is in %s" % folder)
    else:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
