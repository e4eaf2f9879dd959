"""Holds every feed of built sites to a real feed reader's parser, and every BibTeX entry to a real bibliography tool.

    python feeds.py SITE [SITE ...]

Prints a line for every fault and a count at the end; exits with 1 where anything failed.
"""

import html
import html.parser
import pathlib
import re
import sys

import feedparser
from pybtex.database import BibliographyData, parse_string


class Runnable(html.parser.HTMLParser):
    """Collects what a reader that shows an item as HTML would run: elements and attributes, not words that only look like them."""

    ELEMENTS = {"script", "iframe", "object", "embed", "form", "input", "button", "base", "meta", "link", "style"}

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        if tag in self.ELEMENTS:
            self.found.append(f"<{tag}>")
        for name, value in attributes:
            address = re.sub(r"[\x00-\x20]", "", value or "").lower()
            if name.startswith("on") or address.startswith(("javascript:", "vbscript:", "data:")):
                self.found.append(f"<{tag} {name}>")


def feed_faults(path):
    """What a feed reader would stumble over."""
    # The reader's own cleaning is off: what is published has to be safe by itself.
    feed = feedparser.parse(path.read_bytes(), sanitize_html=False)
    if feed.bozo:
        yield f"does not parse: {feed.bozo_exception}"
    if not feed.feed.get("title"):
        yield "has no title"
    ids = [entry.get("id") for entry in feed.entries]
    if None in ids or len(set(ids)) != len(ids):
        yield "has items without an id, or two with the same"
    for entry in feed.entries:
        if not entry.get("link", "").startswith("http") or not entry.get("published_parsed") or not entry.get("title"):
            yield f"has an item without link, day or title: {entry.get('id')}"
        texts = [entry.get("summary", ""), *(content.value for content in entry.get("content", []))]
        for found in (found for text in texts for found in Runnable(text).found):
            yield f"has an item that could run, {found}: {entry.get('id')}"


def bibtex_faults(path):
    """What a bibliography tool would stumble over."""
    found = re.search(r'<details class="cite">.*?<code>(.*?)</code>', path.read_text("utf-8"), re.S)
    if not found:
        yield "has no BibTeX"
        return
    try:
        data: BibliographyData = parse_string(html.unescape(found.group(1)), "bibtex")
        if len(data.entries) != 1:
            yield f"has {len(data.entries)} entries"
    except Exception as error:  # noqa: BLE001 - whatever the tool objects to is a fault
        yield f"does not parse: {error}"


def main():
    passed, failed = 0, 0
    for site in map(pathlib.Path, sys.argv[1:]):
        checks = [(path, feed_faults) for path in sorted(site.rglob("feed.xml"))]
        checks += [(path, bibtex_faults) for path in sorted(site.glob("papers/*/index.html"))]
        for path, check in checks:
            faults = list(check(path))
            for fault in faults:
                print(f"FAULT {path} {fault}")
            passed, failed = passed + (not faults), failed + bool(faults)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
