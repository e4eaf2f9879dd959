"""Subscribes to a built site as readers do: newsboat imports its OPML and reads every feed over loopback; a walk follows the history.

    python subscribe.py OFFPRINT SITE

All feeds have all formats. Checks that a parser reads every feed, that newsboat has every item of every feed, that an edited item is neither
new nor unread, that JSON feeds match the schema of version 1.1, that the formats of a feed have the same items, and that the links of RFC 5005
lead from the feed of the site to every paper. Exits with 1 where anything failed.
"""

import http.server
import json
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import urllib.request
import xml.etree.ElementTree as xml

import feedparser
import jsonschema

from feeds import feed_faults

ATOM = "{http://www.w3.org/2005/Atom}"

# https://www.jsonfeed.org/version/1.1/
AUTHOR = {"type": "object", "minProperties": 1, "additionalProperties": False,
          "properties": {"name": {"type": "string"}, "url": {"type": "string", "format": "uri"}, "avatar": {"type": "string"}}}
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "additionalProperties": False,
    "patternProperties": {"^_": {}},
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        **{name: {"type": "string"} for name in ("title", "home_page_url", "feed_url", "description", "user_comment", "next_url",
                                                 "icon", "favicon", "language")},
        "authors": {"type": "array", "items": AUTHOR},
        "expired": {"type": "boolean"},
        "items": {"type": "array", "items": {
            "type": "object",
            "required": ["id"],
            "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
            "additionalProperties": False,
            "patternProperties": {"^_": {}},
            "properties": {
                **{name: {"type": "string"} for name in ("id", "url", "external_url", "title", "content_html", "content_text", "summary",
                                                         "image", "banner_image", "language")},
                **{name: {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"}
                   for name in ("date_published", "date_modified")},
                "authors": {"type": "array", "items": AUTHOR},
                "tags": {"type": "array", "items": {"type": "string"}},
            },
        }},
    },
}

faults = []


def check(holds, text):
    if not holds:
        faults.append(text)
        print(f"FAULT {text}")


def build(offprint, site, out, base):
    subprocess.run([offprint, "build", "--site", site, "--out", out, "--base-url", base], check=True, capture_output=True)


def newsboat(home, *arguments):
    files = ["-u", home / "urls", "-c", home / "cache.db", "-C", home / "config"]
    command = ["newsboat", "-q", *files, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, env={"HOME": str(home), "PATH": "/usr/bin:/bin", "TERM": "dumb"})


def rows(home, query):
    with sqlite3.connect(home / "cache.db") as database:
        return database.execute(query).fetchall()


def in_newsboat(offprint, site, out, base, home):
    (home / "urls").touch()
    (home / "config").write_text("max-items 0\nreload-threads 2\n", "utf-8")
    newsboat(home, "-i", out / "feeds.opml")
    newsboat(home, "-x", "reload")
    stored = {guid for guid, in rows(home, "SELECT guid FROM rss_item WHERE deleted = 0")}
    urls = [outline.get("xmlUrl") for outline in xml.parse(out / "feeds.opml").iter("outline") if outline.get("xmlUrl")]
    check(len(urls) > 5, "feeds.opml lists few feeds")
    # Newsboat stores an item once, by its id, whatever the number of feeds that have it.
    expected = set()
    for url in urls:
        entries = feedparser.parse((out / url.removeprefix(base)).read_bytes()).entries
        check(entries, f"a feed without items: {url}")
        expected |= {entry.id for entry in entries}
    check(stored == expected, f"newsboat has {len(stored)} items of {len(expected)}: {sorted(stored ^ expected)[:5]}")
    # Half of the items are read. Then an entry is edited.
    rows(home, "UPDATE rss_item SET unread = 0 WHERE id % 2 = 0")
    before = dict(rows(home, "SELECT guid, unread FROM rss_item"))
    entry = next(path for path in sorted((site / "content/papers").rglob("*.md")) if "\n---\n" in path.read_text("utf-8"))
    entry.write_text(entry.read_text("utf-8").replace("\n---\n", "\n---\nAn edited sentence. ", 1), "utf-8")
    build(offprint, site, out, base)
    newsboat(home, "-x", "reload")
    after = dict(rows(home, "SELECT guid, unread FROM rss_item"))
    check(before == after, "an edited entry changed which items are new or unread")
    edited = rows(home, "SELECT count(*) FROM rss_item WHERE content LIKE '%An edited sentence.%'")[0][0]
    check(edited > 0, "newsboat does not show the edited text")
    print(f"newsboat: {len(urls)} feeds, {len(stored)} items, {edited} edited")


def in_every_format(out):
    validator = jsonschema.Draft202012Validator(JSON_FEED)
    pages = sorted(path.parent for path in out.rglob("feed.json"))
    check(len(pages) > 5, "few pages have feeds in every format")
    for page in pages:
        of_json = json.loads((page / "feed.json").read_text("utf-8"))
        for fault in validator.iter_errors(of_json):
            check(False, f"{page.relative_to(out)}/feed.json is not as JSON Feed requires: {fault.json_path} {fault.message}")
        items = [[item["id"] for item in of_json["items"]]]
        for name in ("feed.xml", "atom.xml"):
            for fault in feed_faults(page / name):
                check(False, f"{page.relative_to(out)}/{name} {fault}")
            items.append([entry.id for entry in feedparser.parse((page / name).read_bytes()).entries])
        check(items[0] == items[1] == items[2], f"the formats of {page.relative_to(out)} have other items")
    print(f"formats: {len(pages)} pages with feeds in 3 formats")


def walk(out, base):
    papers = {path.parent.name for path in out.glob("papers/*/index.html")
              if f"{base}papers/{path.parent.name}/" in path.read_text("utf-8").split("</head>")[0]}
    for start in ("feed.xml", "atom.xml"):
        address, seen, walked = base + start, set(), 0
        while address:
            with urllib.request.urlopen(address) as answer:
                root = xml.fromstring(answer.read())
            seen |= {node.text.removeprefix("urn:x-offprint:paper:") for node in root.iter() if node.tag in ("guid", f"{ATOM}id")
                     and (node.text or "").startswith("urn:")}
            links = {link.get("rel"): link.get("href") for link in root.iter(f"{ATOM}link")}
            address = links.get("prev-archive")
            walked += 1
            check(walked < 10_000, "the history does not end")
        check(papers <= seen, f"{len(papers - seen)} papers are not in the history from {start}: {sorted(papers - seen)[:5]}")
        print(f"history: {len(seen)} papers in {walked} feeds from {start}")


def main():
    offprint, given = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        site, out, home = folder / "site", folder / "out", folder / "home"
        shutil.copytree(given, site, ignore=shutil.ignore_patterns("public", "expected", ".offprint", "target", ".git", "node_modules"))
        home.mkdir()
        settings = site / "site.toml"
        text, formats = settings.read_text("utf-8"), '[feeds]\nformats = ["rss", "atom", "json"]\n'
        known = "[feeds]\n" in text
        settings.write_text(text.replace("[feeds]\n", formats) if known else f"{text}\n{formats}", "utf-8")
        out.mkdir()

        class Quiet(http.server.SimpleHTTPRequestHandler):
            def __init__(self, *given):
                super().__init__(*given, directory=out)

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_address[1]}/"
        build(offprint, site, out, base)
        in_every_format(out)
        in_newsboat(offprint, site, out, base, home)
        walk(out, base)
        server.shutdown()
    print(f"{len(faults)} faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
