//! One text: markdown, a formula, a file of content, settings, BibTeX.

use super::html::fragment;
use super::{CONTENT, ENTRY, parsed, renderer, reported, said};
use offprint::Request;
use offprint::authoring::import::{self, Input};
use offprint::config;
use offprint::content::{self, Content};
use offprint::diagnostic::Diagnostic;
use offprint::source::Sources;
use offprint::text::bibtex;
use offprint::text::markdown::{self, Block, LinkKind, Markdown, Options, Rendered};
use std::collections::BTreeMap;

fn as_written(_: &str, _: LinkKind) -> Option<String> {
    None
}

fn rendered(source: &str, rendered: &Rendered) {
    fragment(&rendered.html, "p-");
    let ranges = rendered
        .problems
        .iter()
        .map(|problem| &problem.range)
        .chain(rendered.links.iter().map(|link| &link.range));
    for range in ranges {
        assert!(source.get(range.clone()).is_some(), "{range:?} is not in {source:?}");
    }
    let excerpt = markdown::excerpt(&rendered.html, 40);
    fragment(&excerpt.html, "p-");
    fragment(
        &markdown::feed_html(&rendered.html, "https://example.org", "https://example.org/h/papers/a/"),
        "p-",
    );
    markdown::plain_text(&rendered.html);
}

/// Checks a text as an abstract, as a summary and as a title.
pub fn markdown(data: &[u8]) {
    let source = String::from_utf8_lossy(data);
    let how = Block { id_prefix: "p-", heading_base: 2, language: "", rewrite: &as_written };
    rendered(&source, &renderer().block(&source, &how));
    rendered(&source, &renderer().inline(&source, &how));
    rendered(&source, &renderer().title(&source));
}

/// Checks a text as a formula: inline, as a block, in a title, and as the body of a macro.
pub fn math(data: &[u8]) {
    let tex = String::from_utf8_lossy(data);
    for source in [
        format!("a ${tex}$ b"),
        format!("$${tex}$$"),
        format!("\\({tex}\\)"),
        format!("\\begin{{align}}{tex}\\end{{align}}"),
    ] {
        markdown(source.as_bytes());
    }
    let macros = BTreeMap::from([("own".to_owned(), tex.clone().into_owned())]);
    let (own, _) = Markdown::new(&Options { macros, remote_images: false });
    rendered("$\\own{x}$", &own.title("$\\own{x}$"));
}

/// Checks the HTML that entries became.
fn safe(content: &Content) {
    for paper in &content.papers {
        fragment(&paper.title_html, "");
        fragment(&paper.abstract_html, "");
        fragment(paper.excerpt_html(), "");
        let more = paper.summary_html.iter().chain(paper.notes.as_ref().map(|notes| &notes.html));
        more.for_each(|html| fragment(html, ""));
    }
}

/// Checks a file of entries alone, as [`entry`] does, and returns how many papers it holds.
pub fn papers(path: &str, text: &str) -> usize {
    let content = parsed(path, text);
    safe(&content);
    content.papers.len()
}

/// Checks a text as each kind of file of content: problems with places, or records with safe HTML that survive the
/// cache.
pub fn entry(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for path in CONTENT {
        let content = parsed(path, &text);
        safe(&content);
        // A digest is worked out where a record is restored, so the second time has to give what the first gave.
        let once =
            content::restore(&path.into(), &content::store(&content)).expect("what was stored can be read");
        let twice =
            content::restore(&path.into(), &content::store(&once)).expect("what was stored can be read");
        assert_eq!(format!("{once:?}"), format!("{twice:?}"), "the cache gives {path} back as it was");
        assert_eq!(said(&content), said(&once), "the cache gives {path} back as it was");
        assert_eq!(said(&content), said(&once), "the cache gives {path} back as it was");
        let sources = Sources::in_memory([(path, text.as_bytes())]);
        reported(&sources, content.diagnostics);
    }
}

/// Checks a text as `site.toml`: problems with places, or settings that a site can be built with.
pub fn settings(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let file = "site.toml".into();
    let checked = config::parse(&file, &text);
    let is_usable = checked.value.is_some() && !checked.diagnostics.iter().any(Diagnostic::is_error);
    let sources =
        Sources::in_memory([("site.toml", text.as_bytes()), ("content/papers/a.md", ENTRY.as_bytes())]);
    reported(&sources, checked.diagnostics);
    if is_usable {
        let prepared = offprint::prepare(&sources, &Request::default(), &());
        if let Some(prepared) = prepared.value {
            let _ = offprint::rehearse(&prepared, &sources, &());
        }
        reported(&sources, prepared.diagnostics);
    }
}

/// Checks a text as BibTeX that an entry brings along: what is accepted is one entry, stays as it is, and is read by
/// the importer as one.
pub fn bibtex(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let Ok(sound) = bibtex::sound(&text, 2026) else { return };
    assert_eq!(bibtex::sound(&sound, 2026).as_deref(), Ok(&*sound), "what is sound stays as it is");
    let key = bibtex::key(&sound).expect("a sound entry has a key");
    assert!(sound.get(key).is_some());
    let mut entries = 0;
    let mut bytes = sound.as_bytes();
    let mut input = Input { bytes: &mut bytes, stem: "a".to_owned(), day: None };
    let source = import::source("bibtex").expect("there is such a source");
    let _ = source.read(&mut input, &mut Default::default(), &mut |_, _| {
        entries += 1;
        true
    });
    assert!(entries <= 1, "{entries} entries in {sound}");
}
