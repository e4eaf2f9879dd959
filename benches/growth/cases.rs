//! Inputs that strangers may send, each for any size: what the work of reading them must not do is grow faster than
//! they do.
//!
//! A table of names and generators. `benches/growth.sh` counts instructions for one size and for twice that;
//! `tests/it/growth.rs` runs all of them. Add a line for each fixed fault.

use offprint::config::Site;
use offprint::source::Sources;
use offprint::text::markdown::{self, Block, Markdown, Options};
use std::hint::black_box;
use std::path::Path;

/// An input, by its size in bytes, and what reads it.
pub struct Case {
    pub name: &'static str,
    pub kind: Kind,
    /// Returns an input of about that many bytes.
    pub text: fn(usize) -> String,
}

/// What reads an input.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// The markdown of an entry is read and checked.
    Markdown,
    /// Markdown becomes the HTML of feeds, an excerpt, plain text, and markdown again.
    Again,
    /// A file of content is read and checked.
    File(&'static str),
    /// A file of content is put into canonical form.
    Format(&'static str),
    /// `site.toml`.
    Settings,
    /// An entry's own BibTeX.
    BibTex,
    /// A whole command, on a site with this file.
    Command(&'static str, &'static [&'static str]),
}

/// What a plain page begins with.
const PAGE_FRONT: &str = "---\ntitle: P\n---\n\n";
const FRONT: &str = "---\ntitle: T\ndate: 2026-01-02\nauthors: [A]\n---\n";
const SETTINGS: &str = "title = \"P\"\nbase_url = \"https://example.org/\"\n";
const PAPER: &str = "content/papers/p.yaml";
const TOPICS: &str = "content/topics.yaml";
const PAGE: &str = "content/pages/p.md";
const BIB: &str = "in.bib";
const FMT: &[&str] = &["fmt", "--check"];
const CHECK: &[&str] = &["check", "--jobs", "1"];
const BUILD: &[&str] = &["build", "--jobs", "1"];
const IMPORT: &[&str] = &["import", "bibtex", BIB];
const XML: &str = "in.xml";
const ARXIV: &[&str] = &["import", "arxiv", XML];
const HF_JSON: &str = "in.json";
const HF: &[&str] = &["import", "hf", HF_JSON];
const CV_JSON: &str = "topics.json";
const CV: &[&str] = &["import", "cv-arxiv-daily", CV_JSON];
const OAI_LINES: &str = "in.jsonl";
const OAI: &[&str] = &["import", "oai", OAI_LINES];
// Its name is the day of the papers.
const DAILY_LINES: &str = "2026-01-02.jsonl";
const DAILY: &[&str] = &["import", "daily-arxiv", DAILY_LINES];
const POST: &str = "2026-01-02-a1.md";
const PMLR: &[&str] = &["import", "pmlr", POST];
const METRICS: &str = "content/metrics/2026-01.yaml";
const IMPORT_DAYS: &[&str] = &["import", "bibtex", "--layout", "day", BIB];

/// Repeats a unit.
fn many(size: usize, unit: &str) -> String {
    unit.repeat(size / unit.len())
}

/// Puts numbered items after each other.
fn each(size: usize, item: impl Fn(usize) -> String) -> String {
    let mut text = String::with_capacity(size + 128);
    let mut number = 0;
    while text.len() < size {
        text.push_str(&item(number));
        number += 1;
    }
    text
}

/// A file of papers.
fn papers(size: usize, item: impl Fn(usize) -> String) -> String {
    format!("papers:\n{}", each(size, item))
}

fn paper(number: usize, more: &str) -> String {
    format!("- id: p{number}\n  title: T {number}\n  date: 2026-01-02\n  abstract: x\n  {more}\n")
}

/// An entry in YAML.
fn entry(more: &str) -> String {
    format!("title: T\ndate: 2026-01-02\nabstract: x\n{more}\n")
}

/// An Atom feed of arXiv.
fn feed(entries: &str) -> String {
    format!("<feed xmlns=\"http://www.w3.org/2005/Atom\">{entries}</feed>\n")
}

/// An entry of arXiv's feed.
fn in_feed(number: usize, more: &str) -> String {
    format!(
        "<entry><id>http://arxiv.org/abs/2601.{number:05}v1</id><title>T {number}</title><published>2026-01-02T00:00:00Z</published>{more}</entry>\n"
    )
}

/// A list of Hugging Face.
fn daily(size: usize, item: impl Fn(usize) -> String) -> String {
    let items = each(size, |number| item(number) + ",\n");
    format!("[{}]", items.trim_end_matches(",\n"))
}

/// A paper of a list of Hugging Face.
fn in_daily(id: &str, day: usize, more: &str) -> String {
    let (month, day) = (day / 28 % 12 + 1, day % 28 + 1);
    format!(
        "{{\"paper\": {{\"id\": \"{id}\", \"title\": \"T\", \"submittedOnDailyAt\": \"2025-{month:02}-{day:02}T00:00:00Z\"{more}}}}}"
    )
}

/// Topics of cv-arxiv-daily, from the text inside of the braces.
fn topics(pairs: &str) -> String {
    format!("{{{}}}", pairs.trim_end_matches(", "))
}

/// A row of cv-arxiv-daily, as key and value.
fn row(number: usize) -> String {
    format!(
        "\"2601.{number:05}\": \"|**2026-01-02**|**T {number}**|A et.al.|[2601.{number:05}](http://arxiv.org/abs/2601.{number:05})|null|\\n\""
    )
}

/// A line of arXiv's metadata, or of daily-arXiv-ai-enhanced.
fn line(number: usize, more: &str) -> String {
    format!(
        "{{\"id\": \"2601.{number:05}\", \"title\": \"T {number}\", \"update_date\": \"2026-01-02\"{more}}}\n"
    )
}

/// A post of PMLR.
fn post(more: &str) -> String {
    format!("---\ntitle: T\nid: a1\ndate: 2026-01-02\n{more}\n---\n")
}

const fn case(name: &'static str, kind: Kind, text: fn(usize) -> String) -> Case {
    Case { name, kind, text }
}

/// All inputs.
#[rustfmt::skip]
pub const CASES: &[Case] = &[
    // Markdown and formulas.
    case("markdown/formulas-on-a-line", Kind::Markdown, |size| many(size, "$x$ ")),
    case("markdown/formulas-of-two-lines", Kind::Markdown, |size| many(size, "> $a\n> b$ ")),
    case("markdown/formulas-and-raw-html", Kind::Markdown, |size| format!("<b>x</b> {}", many(size, "$x$ "))),
    case("markdown/formulas-broken", Kind::Markdown, |size| many(size, "$\\foo{$ ")),
    case("markdown/dollars-and-braces", Kind::Markdown, |size| many(size, "${")),
    case("markdown/dollars-in-braces", Kind::Markdown, |size| many(size, "{$ a ")),
    case("markdown/double-dollars", Kind::Markdown, |size| many(size, "$$ a ")),
    case("markdown/tex-parentheses", Kind::Markdown, |size| many(size, "\\(")),
    case("markdown/tex-brackets", Kind::Markdown, |size| many(size, "\\[ a ")),
    case("markdown/begin", Kind::Markdown, |size| many(size, "$\\begin{a}$ ")),
    case("markdown/backticks", Kind::Markdown, |size| many(size, "`a``b ")),
    case("markdown/less-than", Kind::Markdown, |size| many(size, "<a")),
    case("markdown/html-unclosed", Kind::Markdown, |size| many(size, "<div>\n\n")),
    case("markdown/html-comments", Kind::Markdown, |size| many(size, "<!-- ")),
    case("markdown/html-links", Kind::Markdown, |size| each(size, |i| format!("<a href=\"/x{i}&amp;y\">a</a> "))),
    case("markdown/html-and-links", Kind::Markdown, |size| format!("<b>x</b> {}", each(size, |i| format!("[a](js{i}:x) ")))),
    case("markdown/brackets", Kind::Markdown, |size| many(size, "[a")),
    case("markdown/links-open", Kind::Markdown, |size| many(size, "[a](<b")),
    case("markdown/images-open", Kind::Markdown, |size| many(size, "![a](b \"")),
    case("markdown/link-definitions", Kind::Markdown, |size| each(size / 2, |i| format!("[a{i}]: /b\n")) + "\n" + &each(size / 2, |i| format!("[a{i}] "))),
    case("markdown/link-definition-long", Kind::Markdown, |size| format!("[a]: /{}\n\n{}", many(size / 2, "b"), many(size / 2, "[a] "))),
    case("markdown/emphasis", Kind::Markdown, |size| many(size, "*a **b _c ")),
    case("markdown/tildes", Kind::Markdown, |size| many(size, "~~a ~b ")),
    case("markdown/quotes-nested", Kind::Markdown, |size| many(size, "> ")),
    case("markdown/lists-nested", Kind::Markdown, |size| many(size, "- ")),
    case("markdown/list-deeper", Kind::Markdown, |size| many(size, "- a\n  - b\n    1. c\n")),
    case("markdown/footnotes", Kind::Markdown, |size| each(size, |i| format!("[^{i}] a\n\n[^{i}]: b\n\n"))),
    case("markdown/headings-equal", Kind::Markdown, |size| many(size, "# a\n\n")),
    case("markdown/headings-taken", Kind::Markdown, |size| each(size, |i| format!("# a-{i}\n\n# a\n\n"))),
    case("markdown/table-wide", Kind::Markdown, |size| format!("|{}\n|{}\n{}", many(size / 3, "a|"), many(size / 3, "-|"), many(size / 3, "a|\n"))),
    case("markdown/table-long", Kind::Markdown, |size| format!("|a|b|\n|-|-|\n{}", many(size, "|a|b|\n"))),
    case("markdown/entities", Kind::Markdown, |size| many(size, "&a&#1")),
    case("markdown/code", Kind::Markdown, |size| format!("```rust\n{}```", many(size / 4, "let x = \"a\"; // b\n"))),
    case("markdown/code-on-a-line", Kind::Markdown, |size| format!("```rust\n{}\n```", many(size / 4, "let x = \"a\"; "))),
    case("markdown/html-again", Kind::Again, |size| many(size, "- *a* [b](c) $x$ `d` & <e\n\n> **f**\n\n")),
    case("markdown/html-again-on-a-line", Kind::Again, |size| many(size, "*a* [b](c) $x$ `d` & ")),
    case("markdown/addresses", Kind::Markdown, |size| many(size, "https://a.org/b ")),
    case("markdown/addresses-in-one", Kind::Markdown, |size| many(size, "http://a.org/")),
    case("markdown/addresses-of-mail", Kind::Markdown, |size| many(size, "a@b.org@")),
    case("markdown/addresses-none", Kind::Markdown, |size| many(size, "://www.a:")),
    case("markdown/stars-next-to-ideographs", Kind::Markdown, |size| many(size, "**注：**字")),
    case("markdown/quotes-next-to-ideographs", Kind::Markdown, |size| many(size, "字\"'a' ")),
    case("markdown/ideographs-wrapped", Kind::Markdown, |size| many(size, "字_\n")),
    case("markdown/environments", Kind::Markdown, |size| many(size, "\\begin{align}a &= b \\label{c}\\end{align} ")),
    case("markdown/environments-open", Kind::Markdown, |size| many(size, "\\begin{align}")),
    case("markdown/references", Kind::Markdown, |size| format!("\\begin{{equation}}a\\label{{b}}\\end{{equation}} {}", many(size, "\\ref{b} \\ref{"))),
    case("markdown/references-open", Kind::Markdown, |size| many(size, "\\href\\url\\ref\\eqref")),
    case("markdown/html-attributes", Kind::Markdown, |size| many(size, "<p align=right a=\"b\" c='d'>")),
    case("markdown/html-attributes-open", Kind::Markdown, |size| many(size, "<div a=\"")),
    case("markdown/html-anchors", Kind::Markdown, |size| each(size, |i| format!("<a name=\"b{i}\"></a> [c](#b{i}) "))),
    case("markdown/anchors-dead", Kind::Markdown, |size| each(size, |i| format!("# b{i}\n\n[c](#d{i})\n\n"))),
    case("markdown/alerts", Kind::Markdown, |size| many(size, "> [!NOTE]\n> a\n\n")),
    case("markdown/link-of-itself", Kind::File(PAGE), |size| format!("{FRONT}{}", each(size, |i| format!("[a](#a{i}) # b\n\n")))),
    // Front matter and YAML.
    case("yaml/line", Kind::File(PAPER), |size| entry(&format!("venue: {}", many(size, "word ")))),
    case("yaml/quoted", Kind::File(PAPER), |size| entry(&format!("venue: \"{}\"", many(size, "a \\\" b ")))),
    case("yaml/block", Kind::File(PAPER), |size| entry(&format!("summary: |\n{}", many(size, "  a\n\n")))),
    case("yaml/comments", Kind::File(PAPER), |size| entry(&many(size, "# c\n\n"))),
    case("yaml/list-on-a-line", Kind::File(PAPER), |size| entry(&format!("keywords: [{}]", each(size, |i| format!("k{i}, "))))),
    case("yaml/mapping-on-a-line", Kind::File(PAPER), |size| entry(&format!("extra: {{{}}}", each(size, |i| format!("\"k{i}\": \"v\", "))))),
    case("yaml/brackets-open", Kind::File(PAPER), |size| entry(&format!("extra: {}", many(size, "[")))),
    case("yaml/lists-in-lists", Kind::File(PAPER), |size| entry(&format!("extra: {{a: [{}]}}", many(size, "[a], ")))),
    case("yaml/dashes", Kind::File(PAPER), |size| entry(&format!("extra:\n  {}", many(size, "- ")))),
    case("yaml/aliases", Kind::File(PAPER), |size| entry(&format!("extra:\n  a: &a v\n{}", each(size, |i| format!("  k{i}: *a\n"))))),
    case("yaml/unknown-keys", Kind::File(PAPER), |size| entry(&each(size, |i| format!("titel{i}: v\n")))),
    case("yaml/repeated-keys", Kind::File(PAPER), |size| entry(&many(size, "venue: v\n"))),
    case("yaml/wrong-types", Kind::File(PAPER), |size| entry(&format!("keywords: [{}]", many(size, "{a: b}, ")))),
    case("yaml/unquoted", Kind::File(PAPER), |size| entry(&many(size, "venue: a: b\n"))),
    case("yaml/papers", Kind::File(PAPER), |size| papers(size, |i| paper(i, "authors: [A, B]"))),
    case("yaml/papers-broken", Kind::File(PAPER), |size| papers(size, |i| paper(i, "venue: a: b"))),
    case("yaml/papers-wrong", Kind::File(PAPER), |size| papers(size, |i| paper(i, "authors: {a: b}"))),
    case("yaml/front-matter", Kind::File("content/papers/p.md"), |size| format!("---\n{}---\nx\n", entry(&each(size, |i| format!("k{i}: v\n"))))),
    case("yaml/front-matter-open", Kind::File("content/papers/p.md"), |size| format!("---\n{}", many(size, "title: T\n"))),
    case("yaml/front-matter-and-dashes", Kind::File("content/papers/p.md"), |size| format!("{FRONT}{}", many(size, "---\n"))),
    case("yaml/front-matter-long", Kind::File(PAGE), |size| format!("---\ntitle: T\ndescription: {}\n---\nx\n", many(size, "word "))),
    case("yaml/metrics", Kind::File(METRICS), |size| format!("as_of: 2026-01-02\npapers:\n{}", each(size, |i| format!("  \"2601.{i:05}\": {{upvotes: {i}, stars: 1}}\n")))),
    case("yaml/metrics-wrong", Kind::File(METRICS), |size| format!("as_of: 2026-01-02\npapers:\n{}", each(size, |i| format!("  p{i}: {{upvotes: -1, votes: a}}\n")))),
    case("yaml/metrics-repeated", Kind::File(METRICS), |size| format!("as_of: 2026-01-02\npapers:\n{}", many(size, "  p: {upvotes: 1}\n"))),
    case("yaml/topics-wrong", Kind::File(TOPICS), |size| each(size, |i| format!("topic-{i}: [a]\n"))),
    case("json/papers", Kind::File(PAPER), |size| format!("{{\"papers\": [{}]}}", each(size, |i| format!("{{\"id\": \"p{i}\", \"titel\": \"T\"}}, ")))),
    // Canonical form.
    case("fmt/list-on-a-line", Kind::Format(PAPER), |size| entry(&format!("keywords: [{}]", each(size, |i| format!("\"k{i}\", "))))),
    case("fmt/list-on-a-line-and-a-comment", Kind::Format(PAPER), |size| entry(&format!("keywords: [{}] # c", each(size, |i| format!("k{i}, "))))),
    case("fmt/mappings-on-a-line", Kind::Format(PAPER), |size| entry(&format!("authors: [{}]", each(size, |i| format!("{{name: A{i}}}, "))))),
    case("fmt/list-of-comments", Kind::Format(PAPER), |size| entry(&format!("keywords:\n{}", each(size, |i| format!("  # c\n\n  - k{i} # d\n"))))),
    case("fmt/comments-below-a-list", Kind::Format(PAPER), |size| entry(&format!("keywords:\n  - a\n{}", many(size, "  # c\n")))),
    case("fmt/papers", Kind::Format(PAPER), |size| papers(size, |i| format!("# c\n{}", paper(i, "links: {doi: 10.1/a} # d")))),
    case("fmt/papers-in-json", Kind::Format(PAPER), |size| format!("{{\"papers\": [{}]}}", each(size, |i| format!("{{\"id\": \"p{i}\", \"title\": \"T\", \"date\": \"2026-01-02\", \"abstract\": \"x\"}}, ")))),
    case("fmt/aliases-of-a-topic", Kind::Format(TOPICS), |size| format!("topic: {{name: T, aliases: [{}]}}\n", each(size, |i| format!("a{i}, ")))),
    // Settings.
    case("settings/garbage", Kind::Settings, |size| SETTINGS.to_owned() + &many(size, "a b c\n")),
    case("settings/repeated", Kind::Settings, |size| SETTINGS.to_owned() + &many(size, "language = \"en\"\n")),
    case("settings/unknown", Kind::Settings, |size| SETTINGS.to_owned() + "[pages]\n" + &each(size, |i| format!("k{i} = 1\n"))),
    case("settings/sections", Kind::Settings, |size| SETTINGS.to_owned() + &each(size, |i| format!("[k{i}]\n"))),
    // BibTeX.
    case("bibtex/lines", Kind::BibTex, |size| format!("@misc{{k, title = {{T}}, note = {{a{}}}}}", many(size, "\n"))),
    case("bibtex/strings", Kind::BibTex, |size| each(size, |i| format!("@string{{s{i} = {{a}}}}")) + "@misc{k, title = {T}}"),
    case("bibtex/concatenated", Kind::BibTex, |size| format!("@misc{{k, title = {{T}}{}}}", many(size, " # {a}"))),
    case("bibtex/authors", Kind::BibTex, |size| format!("@misc{{k, title = {{T}}, author = {{{}C}}}}", many(size, "A, B and "))),
    case("bibtex/commas", Kind::BibTex, |size| format!("@misc{{k, title = {{T}}, author = {{{}C}}}}", many(size, "A B, "))),
    case("bibtex/entries-without-end", Kind::BibTex, |size| many(size, "@misc{k, title = {")),
    // Whole commands.
    case("import/entries", Kind::Command(BIB, IMPORT), |size| each(size, |i| format!("@misc{{k{i}, title={{T {i}}}, year=2020, author={{A B}}}}\n"))),
    case("import/entries-of-a-day", Kind::Command(BIB, IMPORT_DAYS), |size| each(size, |i| format!("@misc{{k{i}, title={{T {i}}}, year=2020}}\n"))),
    case("import/entries-of-one-doi", Kind::Command(BIB, IMPORT), |size| each(size, |i| format!("@misc{{k{i}, title={{T}}, year=2020, doi={{10.1000/a}}, keywords={{k{i}}}}}\n"))),
    case("import/entries-on-a-line", Kind::Command(BIB, IMPORT), |size| each(size, |i| format!("@misc{{k{i},title={{T {i}}},year=2020}}"))),
    case("import/string-of-many", Kind::Command(BIB, IMPORT), |size| format!("@string{{s = {{{}}}}}\n", many(size / 2, "a ")) + &each(size / 2, |i| format!("@misc{{k{i}, title={{T {i}}}, year=2020, note=s}}\n"))),
    case("import/volume-of-many", Kind::Command(BIB, IMPORT), |size| format!("@proceedings{{v, title={{T}}, year=2020, note={{{}}}}}\n", many(size / 2, "a ")) + &each(size / 2, |i| format!("@inproceedings{{k{i}, title={{T {i}}}, crossref={{v}}}}\n"))),
    case("import/braces", Kind::Command(BIB, IMPORT), |size| format!("@misc{{k, title={{T}}, year=2020, abstract={{{}{}}}}}\n", many(size / 2, "{"), many(size / 2, "}"))),
    case("import/commands", Kind::Command(BIB, IMPORT), |size| format!("@misc{{k, title={{T}}, year=2020, abstract={{{}{}}}}}\n", many(size / 2, "\\emph{"), many(size / 12, "}"))),
    // XML of arXiv.
    case("arxiv/entries", Kind::Command(XML, ARXIV), |size| feed(&each(size, |i| in_feed(i, "<author><name>A B</name></author><category term=\"cs.CL\"/>")))),
    case("arxiv/entries-of-one-id", Kind::Command(XML, ARXIV), |size| feed(&each(size, |i| in_feed(1, &format!("<category term=\"c{i}\"/>"))))),
    case("arxiv/authors", Kind::Command(XML, ARXIV), |size| feed(&in_feed(1, &each(size, |i| format!("<author><name>A{i} B</name></author>"))))),
    case("arxiv/affiliations", Kind::Command(XML, ARXIV), |size| feed(&in_feed(1, &format!("<author><name>A B</name>{}</author>", each(size, |i| format!("<arxiv:affiliation>U{i}</arxiv:affiliation>")))))),
    case("arxiv/categories", Kind::Command(XML, ARXIV), |size| feed(&in_feed(1, &each(size, |i| format!("<category term=\"c{i}\"/>"))))),
    case("arxiv/primary-categories", Kind::Command(XML, ARXIV), |size| feed(&in_feed(1, &each(size, |i| format!("<arxiv:primary_category term=\"c{i}\"/>"))))),
    case("arxiv/links", Kind::Command(XML, ARXIV), |size| feed(&in_feed(1, &each(size, |i| format!("<link href=\"http://example.org/{i}\"/>"))))),
    case("arxiv/text", Kind::Command(XML, ARXIV), |size| feed(&in_feed(1, &format!("<summary>{}</summary>", many(size, "word $x$ {a} \\emph{b}\n"))))),
    case("arxiv/title", Kind::Command(XML, ARXIV), |size| feed(&in_feed(1, &format!("<title>{}</title>", each(size, |i| format!("word{i} ")))))),
    case("arxiv/entities", Kind::Command(XML, ARXIV), |size| feed(&in_feed(1, &format!("<summary>{}</summary>", many(size, "&amp;&#65;&lt;"))))),
    case("arxiv/entities-unknown", Kind::Command(XML, ARXIV), |size| feed(&in_feed(1, &format!("<summary>{}</summary>", many(size, "&a;&#1;&"))))),
    case("arxiv/entities-declared", Kind::Command(XML, ARXIV), |size| format!("<!DOCTYPE feed [{}]>{}", each(size, |i| format!("<!ENTITY e{i} \"&e{};&e{};\">", i + 1, i + 1)), feed(&in_feed(1, "<summary>&e0;</summary>")))),
    case("arxiv/cdata", Kind::Command(XML, ARXIV), |size| feed(&in_feed(1, &format!("<summary>{}</summary>", many(size, "<![CDATA[a]]]>"))))),
    case("arxiv/cdata-open", Kind::Command(XML, ARXIV), |size| feed(&in_feed(1, &format!("<summary>{}</summary>", many(size, "<![CDATA[]] "))))),
    case("arxiv/comments", Kind::Command(XML, ARXIV), |size| feed(&in_feed(1, &many(size, "<!-- a -->")))),
    case("arxiv/comment-open", Kind::Command(XML, ARXIV), |size| feed(&many(size, "<!-- -> "))),
    case("arxiv/instructions", Kind::Command(XML, ARXIV), |size| feed(&in_feed(1, &many(size, "<?a b?>")))),
    case("arxiv/deep", Kind::Command(XML, ARXIV), |size| feed(&in_feed(1, &many(size, "<a>")))),
    case("arxiv/deep-and-closed", Kind::Command(XML, ARXIV), |size| feed(&in_feed(1, &many(size, "<a><b><c><d></d></c></b></a>")))),
    case("arxiv/attributes", Kind::Command(XML, ARXIV), |size| feed(&in_feed(1, &format!("<category {} term=\"c\"/>", each(size, |i| format!("a{i}=\"b\" ")))))),
    case("arxiv/attribute", Kind::Command(XML, ARXIV), |size| feed(&in_feed(1, &format!("<category term=\"{}\"/>", many(size, "&amp;>"))))),
    case("arxiv/name", Kind::Command(XML, ARXIV), |size| feed(&in_feed(1, &format!("<{}/>", many(size, "a:"))))),
    case("arxiv/tags-open", Kind::Command(XML, ARXIV), |size| feed(&many(size, "<a "))),
    case("arxiv/tags-closed", Kind::Command(XML, ARXIV), |size| feed(&many(size, "</a>"))),
    // JSON of Hugging Face.
    case("hf/papers", Kind::Command(HF_JSON, HF), |size| daily(size, |i| in_daily(&format!("2601.{i:05}"), 1, ", \"upvotes\": 3, \"authors\": [{\"name\": \"A B\"}]"))),
    case("hf/papers-of-one-id", Kind::Command(HF_JSON, HF), |size| daily(size, |i| in_daily("2601.00001", i, ", \"upvotes\": 3"))),
    case("hf/papers-of-one-name", Kind::Command(HF_JSON, HF), |size| format!("[{},\n{}]", in_daily("name", 1, &format!(", \"title\": \"{}\"", each(size / 2, |i| format!("word{i} ")))), daily(size / 2, |i| in_daily("name", i, "")).trim_start_matches('[').trim_end_matches(']'))),
    case("hf/papers-without-id", Kind::Command(HF_JSON, HF), |size| daily(size, |_| "{\"paper\": {\"id\": 1}}".to_owned())),
    case("hf/authors", Kind::Command(HF_JSON, HF), |size| daily(1, |_| in_daily("2601.00001", 1, &format!(", \"authors\": [{{}}{}]", each(size, |i| format!(", {{\"name\": \"A{i} B\"}}")))))),
    case("hf/keywords", Kind::Command(HF_JSON, HF), |size| daily(1, |_| in_daily("2601.00001", 1, &format!(", \"ai_keywords\": [\"\"{}]", each(size, |i| format!(", \"k{i}\"")))))),
    case("hf/unknown-keys", Kind::Command(HF_JSON, HF), |size| daily(1, |_| in_daily("2601.00001", 1, &each(size, |i| format!(", \"k{i}\": 1"))))),
    case("hf/repeated-keys", Kind::Command(HF_JSON, HF), |size| daily(1, |_| in_daily("2601.00001", 1, &many(size, ", \"summary\": \"a\"")))),
    case("hf/text", Kind::Command(HF_JSON, HF), |size| daily(1, |_| in_daily("2601.00001", 1, &format!(", \"summary\": \"{}\"", many(size, "word $x$ * _ "))))),
    case("hf/escapes", Kind::Command(HF_JSON, HF), |size| daily(1, |_| in_daily("2601.00001", 1, &format!(", \"summary\": \"{}\"", many(size, "\\n\\u0041\\ud83d\\ude00\\\\"))))),
    case("hf/deep", Kind::Command(HF_JSON, HF), |size| many(size, "[")),
    case("hf/deep-objects", Kind::Command(HF_JSON, HF), |size| many(size, "{\"a\":")),
    case("hf/nested-within-limits", Kind::Command(HF_JSON, HF), |size| daily(size, |i| in_daily(&format!("2601.{i:05}"), 1, &format!(", \"extra\": {}{}", "[".repeat(80), "]".repeat(80))))),
    // JSON of cv-arxiv-daily.
    case("cv-arxiv-daily/papers", Kind::Command(CV_JSON, CV), |size| topics(&format!("\"SLAM\": {{{}}}", each(size, |i| row(i) + ", ").trim_end_matches(", ")))),
    case("cv-arxiv-daily/topics-of-one-paper", Kind::Command(CV_JSON, CV), |size| topics(&each(size, |i| format!("\"topic {i}\": {{{}}}, ", row(1))))),
    case("cv-arxiv-daily/topic-long", Kind::Command(CV_JSON, CV), |size| topics(&format!("\"{}\": {{{}}}", many(size / 2, "topic "), each(size / 2, |i| row(i) + ", ").trim_end_matches(", ")))),
    case("cv-arxiv-daily/topic-long-and-rows-wrong", Kind::Command(CV_JSON, CV), |size| topics(&format!("\"{}\": {{{}, {}}}", many(size / 2, "topic "), row(1), each(size / 2, |i| format!("\"{i}\": 1, ")).trim_end_matches(", ")))),
    case("cv-arxiv-daily/row", Kind::Command(CV_JSON, CV), |size| topics(&format!("\"SLAM\": {{\"2601.00001\": \"|**2026-01-02**|**{}**|A et.al.|[a](b)|null|\"}}", many(size, "a | b ")))),
    case("cv-arxiv-daily/escapes", Kind::Command(CV_JSON, CV), |size| topics(&format!("\"SLAM\": {{\"2601.00001\": \"|**2026-01-02**|**{}**|A et.al.|[a](b)|null|\"}}", many(size, "\\u0041\\\"")))),
    case("cv-arxiv-daily/deep", Kind::Command(CV_JSON, CV), |size| many(size, "{\"a\":")),
    // JSON lines of arXiv's metadata.
    case("oai/lines", Kind::Command(OAI_LINES, OAI), |size| each(size, |i| line(i, ", \"authors\": \"A B and C D\", \"categories\": \"cs.CL\""))),
    case("oai/lines-of-one-id", Kind::Command(OAI_LINES, OAI), |size| each(size, |i| line(1, &format!(", \"categories\": \"c{i}\"")))),
    case("oai/lines-of-one-doi", Kind::Command(OAI_LINES, OAI), |size| each(size, |i| line(i, &format!(", \"doi\": \"10.1000/a\", \"categories\": \"c{i}\"")))),
    case("oai/lines-wrong", Kind::Command(OAI_LINES, OAI), |size| line(1, "") + &many(size, "{\"id\": 1}\n")),
    case("oai/lines-empty", Kind::Command(OAI_LINES, OAI), |size| line(1, "") + &many(size, "\n")),
    case("oai/authors", Kind::Command(OAI_LINES, OAI), |size| line(1, &format!(", \"authors\": \"{}\"", each(size, |i| format!("A{i} B (U), "))))),
    case("oai/authors-in-parentheses", Kind::Command(OAI_LINES, OAI), |size| line(1, &format!(", \"authors\": \"{}\"", many(size, "(a and ")))),
    case("oai/authors-parsed", Kind::Command(OAI_LINES, OAI), |size| line(1, &format!(", \"authors_parsed\": [[]{}]", each(size, |i| format!(", [\"B\", \"A{i}\", \"\"]"))))),
    case("oai/versions", Kind::Command(OAI_LINES, OAI), |size| line(1, &format!(", \"versions\": [{{}}{}]", each(size, |i| format!(", {{\"version\": \"v{i}\"}}"))))),
    case("oai/categories", Kind::Command(OAI_LINES, OAI), |size| line(1, &format!(", \"categories\": \"{}\"", each(size, |i| format!("c{i} "))))),
    case("oai/abstract", Kind::Command(OAI_LINES, OAI), |size| line(1, &format!(", \"abstract\": \"{}\"", many(size, "word $x$ \\\\emph{a}\\n")))),
    case("oai/deep", Kind::Command(OAI_LINES, OAI), |size| line(1, &format!(", \"extra\": {}", many(size, "[")))),
    // JSON lines of daily-arXiv-ai-enhanced.
    case("daily-arxiv/lines", Kind::Command(DAILY_LINES, DAILY), |size| each(size, |i| line(i, ", \"authors\": [\"A B\"], \"categories\": [\"cs.CL\"], \"AI\": {\"tldr\": \"x\", \"method\": \"y\"}"))),
    case("daily-arxiv/lines-of-one-id", Kind::Command(DAILY_LINES, DAILY), |size| each(size, |i| line(1, &format!(", \"categories\": [\"c{i}\"]")))),
    case("daily-arxiv/versions-of-one-id", Kind::Command(DAILY_LINES, DAILY), |size| each(size, |i| format!("{{\"id\": \"2601.00001v{i}\", \"title\": \"T\", \"categories\": [\"c{i}\"]}}\n"))),
    case("daily-arxiv/unknown-keys", Kind::Command(DAILY_LINES, DAILY), |size| line(1, &each(size, |i| format!(", \"k{i}\": 1")))),
    case("daily-arxiv/unknown-keys-of-a-machine", Kind::Command(DAILY_LINES, DAILY), |size| line(1, &format!(", \"AI\": {{\"tldr\": \"x\"{}}}", each(size, |i| format!(", \"k{i}\": 1"))))),
    case("daily-arxiv/text", Kind::Command(DAILY_LINES, DAILY), |size| line(1, &format!(", \"summary\": \"{}\"", many(size, "word $x$ * _ ")))),
    case("daily-arxiv/deep", Kind::Command(DAILY_LINES, DAILY), |size| line(1, "") + &many(size, "{\"a\":")),
    // Posts of PMLR.
    case("pmlr/authors", Kind::Command(POST, PMLR), |size| post(&format!("author:\n{}", each(size, |i| format!("- given: A{i}\n  family: B\n"))))),
    case("pmlr/abstract", Kind::Command(POST, PMLR), |size| post(&format!("abstract: '{}'", many(size, "word $x$ \\emph{a} ")))),
    case("pmlr/title", Kind::Command(POST, PMLR), |size| post(&format!("tex_title: '{}'", many(size, "{\\'e} {B}")))),
    case("pmlr/unknown-keys", Kind::Command(POST, PMLR), |size| post(&each(size, |i| format!("k{i}: 1\n")))),
    case("pmlr/without-end", Kind::Command(POST, PMLR), |size| format!("---\n{}", many(size, "title: T\n"))),
    case("fmt/command", Kind::Command(PAPER, FMT), |size| papers(size, |i| paper(i, "authors: [A, B] # c"))),
    case("check/papers", Kind::Command(PAPER, CHECK), |size| papers(size, |i| paper(i, "authors: [A, B]\n  topics: [t]"))),
    case("check/papers-wrong", Kind::Command(PAPER, CHECK), |size| papers(size, |i| paper(i, "venue: [a]"))),
    case("check/metrics", Kind::Command(METRICS, CHECK), |size| format!("as_of: 2026-01-02\npapers:\n{}", each(size, |i| format!("  \"2601.{i:05}\": {{upvotes: {i}, stars: 1}}\n")))),
    case("check/authors", Kind::Command(PAPER, CHECK), |size| entry(&format!("authors: [{}]", each(size / 4, |i| format!("A{i}, "))))),
    case("check/fragments", Kind::Command(PAGE, CHECK), |size| PAGE_FRONT.to_owned() + &each(size, |i| format!("[a](/p/#b{i})\n\n# b{i}\n\n"))),
    case("check/parents", Kind::Command(TOPICS, CHECK), |size| each(size / 2, |i| format!("topic-{i}: {{name: Topic {i}, parent: topik-{i}}}\n"))),
    case("check/parameters", Kind::Command("site.toml", CHECK), |size| format!("{SETTINGS}[params]\n{}", each(size / 4, |i| format!("k{i} = 1\n")))),
    case("build/page", Kind::Command(PAGE, BUILD), |size| PAGE_FRONT.to_owned() + &each(size, |i| format!("# b{i}\n\nwords and $x_{i}$ [more](/)\n\n"))),
];

impl Case {
    /// Reads the input of this size; a command is only for [`Case::site`].
    pub fn run(&self, size: usize) {
        let text = (self.text)(size);
        match self.kind {
            Kind::Markdown => {
                let text = format!("{FRONT}{text}");
                black_box(offprint::entry_problems(&Site::default(), "content/papers/p.md", &text));
            }
            Kind::Again => {
                let (markdown, _) = Markdown::new(&Options::default());
                let how = Block { id_prefix: "", heading_base: 2, language: "", rewrite: &|_, _| None };
                let html = markdown.block(&text, &how).html;
                black_box(markdown::excerpt(&html, html.len()));
                black_box(markdown::plain_text(&html));
                black_box(markdown::bits(&html));
                black_box(markdown::source_of(&html));
                black_box(markdown::feed_html(&html, "https://example.org", "https://example.org/p/"));
            }
            Kind::File(path) => {
                black_box(offprint::entry_problems(&Site::default(), path, &text));
            }
            Kind::Format(path) => {
                black_box(offprint::authoring::formatter::format(path, &text));
            }
            Kind::Settings => {
                black_box(offprint::settings(&Sources::in_memory([("site.toml", text.into_bytes())])));
            }
            Kind::BibTex => drop(black_box(offprint::text::bibtex::sound(&text, 2026))),
            Kind::Command(..) => {}
        }
    }

    /// Writes the site that the command of this case is run on.
    pub fn site(&self, size: usize, folder: &Path) -> std::io::Result<()> {
        let Kind::Command(path, _) = self.kind else { return Ok(()) };
        for (path, text) in [("site.toml", SETTINGS), (path, &(self.text)(size))] {
            let file = folder.join(path);
            if let Some(parent) = file.parent() {
                std::fs::create_dir_all(parent)?;
            }
            std::fs::write(file, text)?;
        }
        Ok(())
    }
}
