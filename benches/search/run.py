#!/usr/bin/env python3
"""Measures search: what the index costs, and how often it finds what is looked for; beside Pagefind's of the same pages, where it is installed.

    python3 benches/search/run.py                                   the archive of this repository
    python3 benches/search/run.py SITE [SITE ...]                   real papers, as many as you have: folders with site.toml
    python3 benches/search/run.py --papers 1000 10000 100000        made of the real ones, for sizes and bytes
    python3 benches/search/run.py --pagefind /path/to/pagefind
    python3 benches/search/run.py SITE --slow 100000                 only a site of this size over a slow line

Needs Python 3.9, cargo, Node and Chromium, and what tests/browser/package.json names (npm ci there). No network. README.md beside the
benches describes what is measured.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "site"))
from run import Run, size  # noqa: E402 - the folder has to be known first


def settings(site, folder, search):
    """A copy of a site's settings with search or without, and links to the rest."""
    os.makedirs(folder)
    for name in os.listdir(site):
        if name in ("content", "themes", "templates", "static"):
            os.symlink(os.path.join(os.path.abspath(site), name), os.path.join(folder, name))
    with open(os.path.join(site, "site.toml"), encoding="utf-8") as file:
        text = file.read()
    # Beside what the browser asks, all is served from the root.
    lines = [line if not line.startswith("base_url") else 'base_url = "https://example.org/"' for line in text.split("\n")]
    with open(os.path.join(folder, "site.toml"), "w", encoding="utf-8") as file:
        text = "\n".join(lines)
        if not search:
            text = text.replace("\n[search]\n", "\n[search]\nenabled = false\n") if "\n[search]\n" in text else text + "\n[search]\nenabled = false\n"
        file.write(text)


def rows(title, head, lines):
    print("\n%s\n\n| %s |\n|%s|" % (title, " | ".join(head), "|".join(["---"] + ["---:"] * (len(head) - 1))))
    for line in lines:
        print("| " + " | ".join(line) + " |")
    sys.stdout.flush()


def kilobytes(count):
    return "%.0f" % (count / 1000)


def ask(out, *more):
    """The output of ask.mjs for a built site."""
    said = subprocess.run(["node", os.path.join(HERE, "ask.mjs"), out, *more], check=True, capture_output=True, text=True)
    return json.loads(said.stdout)


def program():
    """Builds the program; returns where it is."""
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
    return os.path.join(ROOT, os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target")), "release", "offprint")


class Bench:
    def __init__(self, asked, folder):
        self.asked, self.folder, self.number = asked, folder, 0

    def new(self, name):
        self.number += 1
        return os.path.join(self.folder, "%s-%d" % (name, self.number))

    def build(self, site, search):
        copy, out = self.new("site"), self.new("out")
        settings(site, copy, search)
        return Run([self.asked.offprint, "build", "--keep-going", "--site", copy, "--out", out]), out

    def measure(self, title, site):
        without, bare = self.build(site, False)
        shutil.rmtree(bare)
        run, out = self.build(site, True)
        papers = len(os.listdir(os.path.join(out, "papers")))
        files, bytes_ = size(os.path.join(out, "search"))
        cost = [["a build without search", "%.1f" % without.wall, "%.1f" % without.cpu, "%.0f" % without.memory, "", ""],
                ["a build with Offprint's", "%.1f" % run.wall, "%.1f" % run.cpu, "%.0f" % run.memory, "{:,}".format(files),
                 "%.1f" % (bytes_ / 1e6)]]
        if self.asked.pagefind and papers <= self.asked.most:
            # It is given the best: only pages of papers, and of them what is about the paper.
            peer = Run([self.asked.pagefind, "--site", out, "--glob", "papers/*/index.html", "--root-selector", "main",
                        "--exclude-selectors", ".cite,.kin,nav"])
            files, bytes_ = size(os.path.join(out, "pagefind"))
            cost.append(["Pagefind, after the build", "%.1f" % peer.wall, "%.1f" % peer.cpu, "%.0f" % peer.memory,
                         "{:,}".format(files), "%.1f" % (bytes_ / 1e6)])
        rows("%s, %s papers: the index" % (title, "{:,}".format(papers)), ["what", "seconds", "CPU s", "peak MB", "files", "MB"], cost)
        # What weights were tuned on, and papers that nobody ever looked at.
        halves = {half: ask(out, "--queries", str(self.asked.queries), "--half", half) for half in ("seen", "unseen")}
        answers = halves["seen"]
        names = [name for name in ("ours", "pagefind") if name in answers]
        lines = []
        for kind in answers["ours"]["kinds"]:
            line = [kind]
            for name in names:
                for half in halves.values():
                    row = half[name]["kinds"].get(kind)
                    line.append("%s of %d" % (" / ".join("%.0f" % (100 * row[rank] / row["asked"]) for rank in ("first", "five", "ten")), row["asked"]) if row else "")
            lines.append(line)
        rows("The paper is first / among five / among ten, of 100 queries", ["typed"] + [
            {"ours": "Offprint", "pagefind": "Pagefind"}[name] + half for name in names for half in (", seen", ", unseen")], lines)
        lines = []
        for name in names:
            line = [{"ours": "Offprint", "pagefind": "Pagefind"}[name]]
            for turn in ("first", "later"):
                bytes_ = [answer["bytes"] for answer in answers[name][turn]]
                line += [kilobytes(statistics.median(bytes_)), kilobytes(max(bytes_))]
            lines.append(line)
        rows("Over the wire, kB", ["", "a first query", "at most", "a later one", "at most"], lines)
        return out


def line_of(name, answers):
    """The count, and the median and maximum of each figure."""
    def of(figure, form):
        return "%s (%s)" % (form % statistics.median(map(figure, answers)), form % max(map(figure, answers)))
    return [name, str(len(answers)), of(lambda answer: answer["bytes"] / 1000, "%.0f"), of(lambda answer: answer["files"], "%.0f"),
            of(lambda answer: answer["took"] / 1000, "%.2f"), of(lambda answer: answer["after"], "%.0f")]


def slow(bench, source, papers):
    """What comes over a slow line when a large site is searched, and how long it takes until results are on the page."""
    site, copy, out = bench.new("grown"), bench.new("site"), bench.new("out")
    lines = os.path.join(source, "data", "papers.jsonl")
    if not os.path.exists(lines):
        lines = os.path.join(bench.build(source, False)[1], "data", "papers.jsonl")
    subprocess.run([sys.executable, os.path.join(HERE, "grow.py"), lines, str(papers), site], check=True)
    settings(site, copy, True)
    # What no query asks for need not be written.
    with open(os.path.join(copy, "site.toml"), "a", encoding="utf-8") as file:
        file.write("\n[pages]\nauthors = false\nrelated = 0\n[data]\n" + "".join(
            "%s = false\n" % name for name in ("papers", "bibtex", "days", "topics", "citations")))
    Run([bench.asked.offprint, "build", "--site", copy, "--out", out])
    files, bytes_ = size(os.path.join(out, "search"))
    said = ask(out, "--queries", "4", "--slow", "--wire")["ours"]
    head = ["typed", "queries", "kB (at most)", "requests", "seconds until results", "ms of them after the last byte"]
    title = "{:,} papers, {:,} files of the index, {:.1f} MB; 1.6 Mbit/s and 150 ms".format(papers, files, bytes_ / 1e6)
    rows(title + ": a first query", head, [line_of(answer["kind"], [answer]) for answer in said["first"][:-1]] + [line_of("all", said["first"])])
    kinds = dict.fromkeys(answer["kind"] for answer in said["later"])
    rows("A later one", head, [line_of(kind, [answer for answer in said["later"] if answer["kind"] == kind]) for kind in kinds]
         + [line_of("all", said["later"])])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sites", nargs="*", default=[ROOT], metavar="SITE")
    parser.add_argument("--papers", type=int, nargs="+", default=[], metavar="N",
                        help="also sites of these sizes, made from the first site")
    parser.add_argument("--slow", type=int, metavar="N", help="only a site of this size, made from the first, over a slow line")
    parser.add_argument("--queries", type=int, default=100, help="of each kind")
    parser.add_argument("--most", type=int, default=20_000, help="papers that Pagefind is asked to index")
    parser.add_argument("--offprint", help="the program; built with cargo unless given")
    parser.add_argument("--pagefind", default=shutil.which("pagefind"), help="the binary itself: a wrapper starts others first")
    asked = parser.parse_args()
    asked.offprint = asked.offprint or program()
    with tempfile.TemporaryDirectory(prefix="offprint-bench-") as folder:
        bench = Bench(asked, folder)
        if asked.slow:
            return slow(bench, asked.sites[0], asked.slow)
        if asked.pagefind:
            print(Run([asked.pagefind, "--version"]).said.strip())
        outs = [bench.measure(os.path.basename(os.path.abspath(site)), site) for site in asked.sites]
        for papers in asked.papers:
            site = bench.new("grown")
            subprocess.run([sys.executable, os.path.join(HERE, "grow.py"), os.path.join(outs[0], "data", "papers.jsonl"),
                            str(papers), site], check=True)
            bench.measure("Made of these", site)


if __name__ == "__main__":
    main()
