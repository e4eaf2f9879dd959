"""Checks every feed of built sites with a feed reader's parser, and every citation and data file with tools that read them.

    python feeds.py SITE [SITE ...]

Prints a line for every fault and a count at the end; exits with 1 where anything failed.
"""

import html
import html.parser
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import warnings

import feedparser
import jsonschema
import rispy
from pybtex.database import BibliographyData, parse_string


class Runnable(html.parser.HTMLParser):
    """Collects active elements and attributes of an item shown as HTML."""

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
    """Returns the faults that a feed reader reports."""
    # The reader's sanitiser is off: published HTML must be safe without it.
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
    """Returns the faults that a bibliography tool reports."""
    found = re.search(r'<details class="cite"[^>]*>.*?<code>(.*?)</code>', path.read_text("utf-8"), re.S)
    if not found:
        yield "has no BibTeX"
        return
    try:
        data: BibliographyData = parse_string(html.unescape(found.group(1)), "bibtex")
        if len(data.entries) != 1:
            yield f"has {len(data.entries)} entries"
    except Exception as error:  # noqa: BLE001 - whatever the tool objects to is a fault
        yield f"does not parse: {error}"


def bib_faults(path):
    """Returns the messages of a bibliography tool about a file of many entries."""
    text = path.read_text("utf-8")
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            data = parse_string(text, "bibtex")
            for key, entry in data.entries.items():
                if not entry.persons and "author = {" in entry.to_string("bibtex"):
                    yield f"has an entry whose authors are nobody: {key}"
        except Exception as error:  # noqa: BLE001 - whatever the tool objects to is a fault
            yield f"does not parse: {error}"
            return
    yield from (f"is warned of: {warning.message}" for warning in said)
    written = len(re.findall(r"^@", text, re.M))
    if shutil.which("biber") and path.name.startswith("papers") and written:
        with tempfile.TemporaryDirectory() as folder:
            out = subprocess.run(["biber", "--tool", "--output-file", f"{folder}/out.bib", "--logfile", f"{folder}/out", path.resolve()],
                                 capture_output=True, text=True, cwd=folder)
            yield from (f"biber says: {line}" for line in out.stdout.splitlines() if line.startswith(("WARN", "ERROR")))
    if len(data.entries) != written or len({key.lower() for key in data.entries}) != written:
        yield f"has {len(data.entries)} keys for {written} entries"


def ris_faults(path):
    """Returns the faults that a reference manager reports."""
    with path.open(encoding="utf-8", newline="") as file:
        entries = rispy.load(file)
    expected = json.loads(path.with_suffix(".csl.json").read_text("utf-8"))
    if len(entries) != len(expected):
        yield f"has {len(entries)} entries, and CSL-JSON {len(expected)}"
    for entry, item in zip(entries, expected):
        if " ".join(item["title"].split()) != entry.get("title", entry.get("primary_title")):
            yield f"has another title than CSL-JSON: {entry}"
        if len(entry.get("authors", [])) != len(item.get("author", [])):
            yield f"has other authors than CSL-JSON: {entry}"


# The parts of the CSL schema (csl-data.json) that are used here.
CSL = {"type": "array", "items": {
    "type": "object",
    "required": ["type", "id"],
    "additionalProperties": False,
    "properties": {
        "type": {"enum": ["article", "article-journal", "paper-conference"]},
        **{name: {"type": "string"} for name in ("id", "title", "container-title", "number", "DOI", "URL", "note")},
        "author": {"type": "array", "items": {
            "type": "object",
            "additionalProperties": False,
            "properties": {name: {"type": "string"} for name in
                           ("family", "given", "non-dropping-particle", "suffix", "literal")},
        }},
        "issued": {"type": "object", "required": ["date-parts"], "properties": {"date-parts": {
            "type": "array", "minItems": 1, "maxItems": 2,
            "items": {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 3}}}},
    },
}}


def json_faults(path):
    """Returns where a data file does not match the schema."""
    site = next(folder for folder in path.parents if (folder / "data/index.json").exists())
    name, folder = path.name, path.parent.name
    if name.endswith(".csl.json"):
        schema = CSL
    else:
        parts = {"index.json": "index", "freshness.json": "freshness"}
        part = "paper" if name.endswith(".jsonl") else parts.get(name, folder.removesuffix("s"))
        schema = json.loads((site / "data/records.schema.json").read_text("utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        schema = {"$ref": f"#/$defs/{part}", "$defs": schema["$defs"]}
    validator = jsonschema.Draft202012Validator(schema)
    # Python splits lines at more characters than JSON Lines does.
    for line in path.read_text("utf-8").rstrip("\n").split("\n"):
        yield from (f"is not as the schema says: {fault.json_path} {fault.message}" for fault in validator.iter_errors(json.loads(line)))


def main():
    passed, failed = 0, 0
    for site in map(pathlib.Path, sys.argv[1:]):
        feeds = [*site.rglob("feed.xml"), *site.rglob("atom.xml"), *site.glob("history/*.xml"), *site.glob("topics/*/*s.xml")]
        checks = [(path, feed_faults) for path in sorted(feeds)]
        checks += [(path, bibtex_faults) for path in sorted(site.glob("papers/*/index.html"))]
        checks += [(path, bib_faults) for path in sorted(site.glob("data/**/*.bib"))]
        checks += [(path, ris_faults) for path in sorted(site.glob("data/**/*.ris"))]
        data = [*site.glob("data/index.json"), *site.glob("data/papers*.jsonl"), *site.glob("data/*/*.json"), *site.glob("freshness.json")]
        checks += [(path, json_faults) for path in sorted(data)]
        for path, check in checks:
            faults = list(check(path))
            for fault in faults:
                print(f"FAULT {path} {fault}")
            passed, failed = passed + (not faults), failed + bool(faults)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
