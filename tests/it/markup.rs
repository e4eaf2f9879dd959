//! Every place where HTML enters a page. A new one fails a test until it is listed with its reason.
//!
//! Templates escape what they print, scripts set text, and only `markdown` makes HTML from entries. The lists below are
//! all exceptions. `ARCHITECTURE.md` ("Where HTML enters a page") has the same list; keep the two equal.

use crate::support::{repository, tree};
use std::collections::BTreeMap;

/// Expressions that templates print without escaping: theme and file, expression, count, origin.
#[rustfmt::skip]
const PRINTED: &[(&str, &str, usize, &str)] = &[
    ("default/base.html", "frame.head", 1, FRAME),
    ("default/base.html", "frame.nav", 1, FRAME),
    ("default/base.html", "frame.foot", 1, FRAME),
    ("default/base.html", "page.changed.html", 1, "view/page.rs: a date and a name, both escaped, in markup of ours"),
    ("default/frame/head.html", "page.csp", 1, POLICY),
    ("default/redirect.html", "site.csp", 1, POLICY),
    ("default/paper.html", "paper.citation_html", 1, "view/scholar.rs: every value is escaped"),
    ("default/paper.html", "paper.json_ld", 1, "view/scholar.rs: `<`, `>` and `&` of values are written as escapes of JSON"),
    ("default/paper.html", "paper.title_html", 1, TITLE),
    ("default/paper.html", "paper.summary_html", 1, TEXT),
    ("default/paper.html", "paper.abstract_html", 1, TEXT),
    ("default/paper.html", "paper.notes_html", 1, TEXT),
    ("default/paper.html", "p.title_html", 1, TITLE),
    ("default/paper.html", "paper.prev.title_html", 1, TITLE),
    ("default/paper.html", "paper.next.title_html", 1, TITLE),
    ("default/digest.html", "digest.note_html", 1, "markdown::feed_html: sanitised HTML without styles"),
    ("default/digest.html", "paper.title_html", 1, TITLE),
    ("default/page.html", "content.html", 1, TEXT),
    ("default/period.html", "d.note_html", 1, TEXT),
    ("default/topic.html", "topic.description_html", 1, TEXT),
    ("default/components/card.html", "p.summary_html", 1, TEXT),
    ("default/components/card.html", "p.excerpt_html", 1, TEXT),
    ("default/components/parts.html", "p.abstract_html", 1, TEXT),
    ("default/components/parts.html", "html", 1, TEXT),
    ("default/components/parts.html", "p.title_html", 1, TITLE),
    ("default/components/parts.html", "y.paper.title_html", 1, TITLE),
    ("default/components/rows.html", "p.title_html", 2, TITLE),
    ("default/components/rows.html", "p.summary_html", 1, TEXT),
    ("listing/components/card.html", "p.excerpt_html", 1, TEXT),
];
const FRAME: &str = "view/frames.rs: rendered by a template, which escapes";
const POLICY: &str = "view/page.rs: words of ours and hosts of site.toml, which hold no quotation marks";
const TITLE: &str = "Markdown::title: text is escaped, formulas pass the reader in markdown/mathml.rs";
const TEXT: &str = "Markdown::block and inline: text is escaped, raw HTML sanitised, formulas pass the reader in markdown/mathml.rs";

/// Expressions inside a tag but outside quotes, where escaping does not help.
const BARE: &[(&str, &str, &str)] =
    &[("default/components/parts.html", "h", "the level of a heading, a number that other templates give")];

/// Templates without escaping, because they are not HTML or XML, and their expressions.
const UNESCAPED: &[(&str, &str, &str)] = &[
    ("default/robots.txt", "robots.root", "an address of the site, in a text that no browser renders"),
    ("default/robots.txt", "robots.sitemap_abs", "the same"),
    ("default/digest.txt", "digest.title", PLAIN),
    ("default/digest.txt", "site.title", PLAIN),
    ("default/digest.txt", "digest.topic", PLAIN),
    ("default/digest.txt", "digest.url_abs", PLAIN),
    ("default/digest.txt", "mail.note", PLAIN),
    ("default/digest.txt", "loop.index", PLAIN),
    ("default/digest.txt", "paper.title", PLAIN),
    ("default/digest.txt", "paper.authors", PLAIN),
    ("default/digest.txt", "t.votes | fill(n=paper.upvotes)", PLAIN),
    ("default/digest.txt", "paper.summary", PLAIN),
    ("default/digest.txt", "paper.url_abs", PLAIN),
    ("default/digest.txt", "link.label", PLAIN),
    ("default/digest.txt", "link.url", PLAIN),
    ("default/digest.txt", "t.more_papers | fill(n=mail.more)", PLAIN),
    ("default/digest.txt", "t.mail_why | fill(title=site.title)", PLAIN),
    ("default/digest.txt", "t.mail_unsubscribe", PLAIN),
    ("default/digest.txt", "mail.unsubscribe_url", PLAIN),
];
const PLAIN: &str = "the plain text of a message, which no program renders as HTML";

/// String literals of Rust with a tag: file, count, purpose. `markdown/` is not listed: all of it makes or reads HTML,
/// and its own tests check the result.
#[rustfmt::skip]
const WRITTEN: &[(&str, usize, &str)] = &[
    ("cli/digest.rs", 1, "an example of an address, and no tag"),
    ("cli/size.rs", 1, "the width of a column, and no tag"),
    ("content/paper.rs", 1, "compared with the beginning of HTML"),
    ("config/email.rs", 1, "an example of an address, and no tag"),
    ("mail/problems.rs", 1, "an example of an address, and no tag"),
    ("text/mailbox.rs", 1, "an address in a message, and no tag"),
    ("mail/message.rs", 1, "the `Message-ID`, and no tag"),
    ("authoring/import/ask.rs", 1, "counted in an answer of arXiv"),
    ("authoring/import/cells/links.rs", 5, "compared with a cell of a list, or replaced in it"),
    ("authoring/import/cells/values.rs", 9, "compared with a cell of a list, or replaced in it"),
    ("authoring/import/fetch.rs", 2, "compared with the beginning of an answer"),
    ("authoring/import/picture.rs", 3, "compared with the beginning of a file that is no picture"),
    ("text/others.rs", 3, "removed from a list of authors"),
    ("theme/files.rs", 1, "a template for the owner of a new theme, with a name that was checked"),
    ("theme/lint.rs", 1, "searched in a template"),
    ("theme/problems.rs", 2, "a hint, printed to a terminal"),
    ("site/template_fixture.rs", 2, "an empty picture and a title to try templates on"),
    ("theme/engine/well_formed.rs", 1, "compared with the output of templates"),
    ("serve/live.rs", 2, "a script of ours with a number, and a page whose title is ours and whose text is escaped"),
    ("site/kinds/card.rs", 15, "looked for in the HTML of titles"),
    ("site/kinds/digest.rs", 8, "markup around texts that are escaped or come from markdown::feed_html"),
    ("site/kinds/feed.rs", 5, "markup around texts that are escaped or come from markdown::feed_html"),
    ("site/shared/page.rs", 2, "markup around a date and a name, both escaped"),
    ("site/kinds/scholar.rs", 1, "a `meta` tag around an escaped value"),
];

/// Script calls that make elements from text, run text or load code.
const SINKS: &[&str] = &[
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "setHTML",
    "parseHTML",
    "DOMParser",
    "make('script'",
    "createContextualFragment",
    "document.write",
    "srcdoc",
    "importNode",
    "adoptNode",
    "eval(",
    "Function(",
    "import(",
    "javascript:",
    "createElement('script')",
    "childNodes",
];

/// The ones in use: file, call, count, reason.
#[rustfmt::skip]
const USED: &[(&str, &str, usize, &str)] = &[
    ("themes/default/static/comments.js", "createElement('script')", 1, "the script of the comments' host, from site.toml, when a reader asks"),
    ("themes/default/static/feeds.js", "DOMParser", 1, "reads the list of feeds of this site; only text and addresses are taken from it"),
    ("themes/default/static/keeping.js", "DOMParser", 1, "reads a page of this site; only text and http addresses are taken from it"),
    ("themes/default/static/keeping.js", "make('script'", 2, "scripts of the theme: citations and the search engine, when a reader exports or imports"),
    ("themes/default/static/offprint.js", "make('script'", 1, "a script of the theme, when a reader asks for an order by follows"),
    ("themes/default/static/offprint.js", "createElement('script')", 1, "a script of the theme, when a reader opens the citation; entries cannot have its class"),
    ("themes/default/static/offprint.js", "DOMParser", 1, "reads a page of this site; what it parses does not run"),
    ("themes/default/static/offprint.js", "importNode", 1, "the help that the theme has on a page of this site, which holds no text of entries"),
    ("themes/default/static/search.js", "DOMParser", 1, "reads a page of this site; only text is taken from it"),
];

/// Returns files below a folder of the repository, by path below it.
fn files(folder: &str, ends: &[&str]) -> BTreeMap<String, String> {
    let is_selected = |path: &str| ends.iter().any(|end| path.ends_with(end));
    let files = tree(&repository(folder)).into_iter().filter(|(path, _)| is_selected(path));
    // Fonts are not text.
    files.filter_map(|(path, bytes)| Some((path, String::from_utf8(bytes).ok()?))).collect()
}

/// Returns the templates of the themes that come with the program: `default/base.html` and its text.
fn templates() -> BTreeMap<String, String> {
    let files = files("themes", &[""]).into_iter();
    files
        .filter_map(|(path, text)| {
            let (theme, name) = path.split_once("/templates/")?;
            Some((format!("{theme}/{name}"), text))
        })
        .collect()
}

/// A part of a template.
#[derive(Debug, PartialEq)]
enum Part<'t> {
    Text(&'t str),
    /// What `{{ … }}` prints, without its dashes.
    Print(&'t str),
}

/// Splits a template; statements and comments are left out.
fn parts(template: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        let end = match rest.as_bytes().get(at + 1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            Some(b'#') => "#}",
            _ => {
                parts.push(Part::Text(&rest[..=at]));
                rest = &rest[at + 1..];
                continue;
            }
        };
        parts.push(Part::Text(&rest[..at]));
        let inner = &rest[at + 2..];
        // Comments in templates contain no tags.
        let length = inner.find(end).unwrap_or_else(|| panic!("{end} is missing in {inner}"));
        if end == "}}" {
            parts.push(Part::Print(inner[..length].trim_matches('-').trim()));
        }
        rest = &inner[length + 2..];
    }
    parts.push(Part::Text(rest));
    parts
}

/// Compares findings with a list. Both have a place, an expression and a count.
fn compare(found: BTreeMap<(String, String), usize>, listed: BTreeMap<(String, String), usize>, what: &str) {
    let mut wrong = Vec::new();
    for (place, count) in &found {
        let known = listed.get(place).copied().unwrap_or(0);
        if *count != known {
            wrong.push(format!("{} {}: {count} found, {known} listed", place.0, place.1));
        }
    }
    let gone = listed.keys().filter(|place| !found.contains_key(*place));
    wrong.extend(gone.map(|place| format!("{} {}: listed, but not there any more", place.0, place.1)));
    assert!(
        wrong.is_empty(),
        "{what}: find out whether it is safe, then list it with its reason\n{}",
        wrong.join("\n")
    );
}

fn count(found: &mut BTreeMap<(String, String), usize>, place: &str, thing: &str) {
    *found.entry((place.to_owned(), thing.to_owned())).or_default() += 1;
}

#[test]
fn templates_print_html_where_it_is_listed() {
    let mut found = BTreeMap::new();
    for (name, text) in templates() {
        for part in parts(&text) {
            let Part::Print(printed) = part else { continue };
            let filters: Vec<&str> = printed.split('|').map(str::trim).collect();
            if filters[1..].iter().any(|filter| filter.starts_with("safe")) {
                count(&mut found, &name, filters[0]);
            }
        }
        let marked =
            text.match_indices("safe").filter(|(at, _)| text[..*at].trim_end().ends_with('|')).count();
        let listed: usize =
            found.iter().filter(|((place, _), _)| *place == name).map(|(_, count)| count).sum();
        assert_eq!(marked, listed, "{name}: `safe` stands elsewhere than in what is printed");
    }
    let listed =
        PRINTED.iter().map(|(name, printed, count, _)| ((name.to_string(), printed.to_string()), *count));
    compare(found, listed.collect(), "a template prints HTML");
}

#[test]
fn templates_print_text_where_escaping_holds() {
    let (mut bare, mut unescaped) = (BTreeMap::new(), BTreeMap::new());
    for (name, text) in templates() {
        let is_escaped = name.ends_with(".html") || name.ends_with(".xml");
        let (mut in_tag, mut quote) = (false, None);
        let mut before = String::new();
        for part in parts(&text) {
            match part {
                Part::Text(text) => {
                    for char in text.chars() {
                        match (in_tag, quote, char) {
                            (false, _, '<') => in_tag = true,
                            (true, None, '>') => in_tag = false,
                            (true, None, '"' | '\'') => quote = Some(char),
                            (true, Some(open), char) if open == char => quote = None,
                            _ => {}
                        }
                    }
                    before.push_str(text);
                }
                // Components are listed in their own files.
                Part::Print(printed) if printed.starts_with('<') => {}
                Part::Print(printed) => {
                    if !is_escaped && !printed.ends_with(" | json") {
                        count(&mut unescaped, &name, printed);
                    } else if in_tag && quote.is_none() {
                        count(&mut bare, &name, printed);
                    }
                    let is_code = ["<script>", "<style>"].iter().any(|open| {
                        let (open, close) = (open.trim_end_matches('>'), open.replace('<', "</"));
                        before.rfind(open).is_some_and(|at| !before[at..].contains(&close)) && !in_tag
                    });
                    assert!(
                        !is_code || printed == "paper.json_ld | safe",
                        "{name}: {printed} in a script or style"
                    );
                }
            }
        }
        assert!(!in_tag && quote.is_none(), "{name}: a tag does not end");
    }
    let list = |list: &[(&str, &str, &str)]| {
        let mut listed = BTreeMap::new();
        for (name, printed, _) in list {
            listed.insert((name.to_string(), printed.to_string()), 0usize);
        }
        listed
    };
    // The count does not matter here.
    let once = |found: BTreeMap<(String, String), usize>| found.into_keys().map(|place| (place, 0)).collect();
    compare(once(bare), list(BARE), "a template prints inside of a tag, outside of quotes");
    compare(once(unescaped), list(UNESCAPED), "a template prints text that nothing escapes");
}

/// Returns the string literals of Rust code, with their escapes.
fn literals(code: &str) -> Vec<&str> {
    let bytes = code.as_bytes();
    let mut literals = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &code[at..];
        at += match bytes[at] {
            b'/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            b'/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            // A quotation mark as a character.
            b'\'' if rest.starts_with("'\"'") => 3,
            b'\'' if rest.starts_with("'\\\"'") || rest.starts_with("'\\''") => 4,
            b'r' if rest[1..].trim_start_matches('#').starts_with('"')
                && !is_word(code[..at].chars().next_back()) =>
            {
                let hashes = rest[1..].bytes().take_while(|byte| *byte == b'#').count();
                let inner = &rest[hashes + 2..];
                let length = inner.find(&format!("\"{}", "#".repeat(hashes))).unwrap();
                literals.push(&inner[..length]);
                length + 2 * hashes + 3
            }
            b'"' => {
                let mut end = 1;
                while rest.as_bytes()[end] != b'"' {
                    end += if rest.as_bytes()[end] == b'\\' { 2 } else { 1 };
                }
                literals.push(&rest[1..end]);
                end + 1
            }
            _ => 1,
        };
        while !code.is_char_boundary(at.min(code.len())) {
            at += 1;
        }
    }
    literals
}

/// Whether a raw string cannot begin after this: the `r` ends a name. `br"…"` does begin one.
fn is_word(before: Option<char>) -> bool {
    before.is_some_and(|char| char != 'b' && (char.is_alphanumeric() || char == '_'))
}

fn holds_a_tag(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| {
        let after = text[at + 1..].trim_start_matches('/');
        after.starts_with(|char: char| char.is_ascii_alphabetic() || char == '!')
    })
}

#[test]
fn string_literals_are_found() {
    let code = "let a = \"<p>\\\"\"; // \"no\n let b = r#\"<i>\"<b>\"#; let c = '\"'; let d = br\"<u>\"; 'a: for x in \"é<\" {}";
    assert_eq!(literals(code), ["<p>\\\"", "<i>\"<b>", "<u>", "é<"]);
    assert!(holds_a_tag("a </p>") && holds_a_tag("<!doctype html>") && !holds_a_tag("a < b <= {} <{}"));
}

#[test]
fn code_writes_tags_only_where_it_is_listed() {
    let mut found = BTreeMap::new();
    for (path, code) in files("src", &[".rs"]) {
        let is_test = path.contains("/tests") || path.ends_with("/fixture.rs");
        if is_test || path.starts_with("text/markdown/") {
            continue;
        }
        let code = code.split("#[cfg(test)]\nmod tests {").next().unwrap();
        for _ in literals(code).into_iter().filter(|literal| holds_a_tag(literal)) {
            count(&mut found, &path, "");
        }
    }
    let listed = WRITTEN.iter().map(|(path, count, _)| ((path.to_string(), String::new()), *count));
    compare(found, listed.collect(), "a string literal holds a tag");
}

#[test]
fn scripts_insert_html_only_where_it_is_listed() {
    let mut found = BTreeMap::new();
    for folder in ["src", "themes"] {
        for (path, code) in files(folder, &[".js", ".mjs", ".html"]) {
            for sink in SINKS {
                for _ in code.match_indices(sink) {
                    count(&mut found, &format!("{folder}/{path}"), sink);
                }
            }
            // Handlers as attributes would run text; the policy of pages forbids them too.
            let handler = code.split(['"', '\'', '<', '\n']).any(|piece| {
                let name = piece.rsplit(' ').next().unwrap_or("");
                name.strip_prefix("on")
                    .and_then(|name| name.strip_suffix('='))
                    .is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_lowercase()))
            });
            assert!(!handler, "{folder}/{path}: a handler as an attribute");
        }
    }
    let listed = USED.iter().map(|(path, sink, count, _)| ((path.to_string(), sink.to_string()), *count));
    compare(found, listed.collect(), "a script makes elements or code of text");
}
