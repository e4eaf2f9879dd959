//! Markdown in entries: rendered, with its links rewritten to addresses of the site.

use super::Reading;
use super::paper::{Heading, InnerLink, Origin};
use super::problems;
use crate::diagnostic::{Diagnostic, Location, Step, suggest};
use crate::source::Span;
use crate::text::markdown::{self, Block, LinkKind, Rendered};
use std::ops::Range;

/// A text of an entry: the path of the value, and the page that shows it.
pub(super) struct Text<'a> {
    pub origin: &'a Origin,
    pub path: Vec<Step>,
    /// The offset in the file, if the file contains the text byte for byte. This is so for a body, but not for all
    /// values of YAML.
    pub at: Option<usize>,
    /// The page's address below the site's root, without a leading slash: `papers/2503.02130/`.
    pub page: &'a str,
    pub id_prefix: &'a str,
    /// The language of the text, as a tag.
    pub language: &'a str,
}

impl Text<'_> {
    /// Renders a text of blocks that is the only one on its page.
    pub fn block(
        &self,
        source: &str,
        reading: &Reading<'_>,
        found: &mut TextFindings,
    ) -> (String, Vec<Heading>) {
        let [rendered] = Text::blocks([(self, source)], reading, found);
        rendered
    }

    /// Renders texts of blocks that share a page, given their sources. They may link to each other's headings.
    pub fn blocks<const N: usize>(
        texts: [(&Text<'_>, &str); N],
        reading: &Reading<'_>,
        found: &mut TextFindings,
    ) -> [(String, Vec<Heading>); N] {
        let rewrites = texts.map(|(text, _)| {
            |url: &str, _: LinkKind| text.target(url).map(|target| format!("{}{target}", reading.site.root()))
        });
        let blocks: [Block<'_>; N] = std::array::from_fn(|number| texts[number].0.how(&rewrites[number]));
        let sources = std::array::from_fn(|number| (texts[number].1, &blocks[number]));
        let mut rendered = reading.markdown.blocks(sources);
        let mut on_page: Vec<(&str, &mut Rendered)> =
            texts.iter().zip(&mut rendered).map(|((text, _), rendered)| (text.id_prefix, rendered)).collect();
        let nearest = |name: &str, known: &mut dyn Iterator<Item = &str>| {
            suggest::nearest(name, known).map(str::to_owned)
        };
        for (number, link, nearest) in
            markdown::connect(&mut on_page, nearest).into_iter().take(MOST_PROBLEMS)
        {
            let (text, source) = texts[number];
            let place = text.place(source, link.range.clone(), &link.url);
            found.diagnostics.push(problems::dead_anchor(place, &link.url, nearest.as_deref()));
        }
        let mut sources = texts.into_iter();
        rendered.map(|rendered| {
            let (text, source) = sources.next().expect("invariant: each text is rendered once");
            text.keep(rendered, source, found)
        })
    }

    fn how<'b>(&'b self, rewrite: &'b dyn Fn(&str, LinkKind) -> Option<String>) -> Block<'b> {
        Block { id_prefix: self.id_prefix, heading_base: 2, language: self.language, rewrite }
    }

    /// Renders a text of one line.
    pub fn inline(&self, source: &str, reading: &Reading<'_>, found: &mut TextFindings) -> String {
        // Other pages show such a text too, so a link to an anchor of its page becomes a link to that page.
        let rewrite = |url: &str, _: LinkKind| {
            let target = match url.strip_prefix('#') {
                Some(fragment) => Some(format!("{}#{}", self.page, anchor(self.page, fragment))),
                None => self.target(url),
            };
            target.map(|target| format!("{}{target}", reading.site.root()))
        };
        let rendered = reading.markdown.inline(source, &self.how(&rewrite));
        self.keep(rendered, source, found).0
    }

    /// Renders a title.
    pub fn title(&self, source: &str, reading: &Reading<'_>, found: &mut TextFindings) -> String {
        let rendered = reading.markdown.title(source);
        self.keep(rendered, source, found).0
    }

    fn keep(&self, rendered: Rendered, source: &str, found: &mut TextFindings) -> (String, Vec<Heading>) {
        for problem in rendered.problems.iter().take(MOST_PROBLEMS) {
            let place = self.place(source, problem.range.clone(), &problem.source);
            found.diagnostics.push(problems::text(place, problem));
        }
        if rendered.problems.len() > MOST_PROBLEMS {
            let place = self.origin.at(self.path.iter().cloned());
            found.diagnostics.push(problems::many_more(place, rendered.problems.len() - MOST_PROBLEMS));
        }
        for link in rendered.links {
            let Some(target) = self.target(&link.url) else { continue };
            let image = link.kind == LinkKind::Image;
            // The place is that of the address inside the link, if it is written literally.
            let written = source.get(link.range.clone()).unwrap_or("");
            let range = match written.rfind(&link.url) {
                Some(at) => link.range.start + at..link.range.start + at + link.url.len(),
                None => link.range,
            };
            let place = self.place(source, range, &link.url);
            found.links.push(InnerLink { target, image, place, written: link.url });
        }
        let outline = rendered.headings.into_iter();
        let outline =
            outline.map(|heading| Heading { level: heading.level, id: heading.id, text: heading.text });
        (rendered.html, outline.collect())
    }

    /// Returns the place of a part of the text. If the range is not valid, it searches for `part`.
    fn place(&self, source: &str, range: Range<usize>, part: &str) -> Location {
        if let Some(at) = self.at {
            let (start, end) = (at + range.start, at + range.end);
            return Location::Span(Span { file: self.origin.file.clone(), start, end });
        }
        let part = source.get(range).unwrap_or(part);
        // Block scalars are indented in the file, so only the first line certainly occurs there unchanged.
        let needle = part.lines().next().unwrap_or(part).trim();
        self.origin.text_in(self.path.clone(), needle)
    }

    /// Returns the target of a link below the site's root; `None` for links to other sites and within the page.
    fn target(&self, url: &str) -> Option<String> {
        if url.is_empty() || url.starts_with('#') || url.starts_with("//") || has_scheme(url) {
            return None;
        }
        let (path, rest) = url.split_at(url.find(['?', '#']).unwrap_or(url.len()));
        // `../about.md` links to the page of that file, as it links to the file on GitHub.
        let file =
            (path.ends_with(".md") && !path.starts_with('/')).then(|| resolve(&self.origin.file, path));
        let target = match file.and_then(|file| page_of(&file)) {
            Some(page) => page,
            None if path.is_empty() => self.page.to_owned(),
            None => path.strip_prefix('/').map_or_else(|| resolve(self.page, path), |path| resolve("", path)),
        };
        Some(match rest.split_once('#') {
            Some((query, fragment)) if !fragment.is_empty() => {
                format!("{target}{query}#{}", anchor(&target, fragment))
            }
            _ => format!("{target}{rest}"),
        })
    }
}

/// Returns the anchor on another page that a link refers to. Authors write it without the prefix of ids.
fn anchor(page: &str, fragment: &str) -> String {
    let page = page.trim_matches('/');
    match page.strip_prefix("papers/") {
        Some(id) if fragment.starts_with(id) => fragment.to_owned(),
        Some(id) => markdown::with_prefix(fragment, &prefix(id, "notes")),
        None if page.is_empty() || is_listing(page) => fragment.to_owned(),
        None => markdown::with_prefix(fragment, PAGE_PREFIX),
    }
}

/// The prefix of the ids of a page's own text.
pub(super) const PAGE_PREFIX: &str = "page-";

/// Returns the prefix of the ids of an entry's text. It makes them unique on pages that show several entries.
pub(super) fn prefix(entry: &str, text: &str) -> String {
    format!("{entry}-{text}-")
}

/// Returns whether an address is of a page that Offprint generates from entries. The theme decides its anchors.
fn is_listing(page: &str) -> bool {
    let first = page.split('/').next().unwrap_or(page);
    matches!(
        first,
        "days"
            | "weeks"
            | "months"
            | "years"
            | "topics"
            | "authors"
            | "organizations"
            | "venues"
            | "trending"
            | "archive"
            | "search"
            | "reading"
            | "feeds"
            | "stats"
            | "data"
    )
}

/// The maximum number of reported problems per text. A text of 500 kB may have 100,000.
const MOST_PROBLEMS: usize = 50;

/// The problems and links of the texts of an entry.
#[derive(Default)]
pub(super) struct TextFindings {
    pub diagnostics: Vec<Diagnostic>,
    pub links: Vec<InnerLink>,
}

/// Returns the address of a content file's page, as its name implies it.
pub(super) fn page_of(file: &str) -> Option<String> {
    let path = file.strip_prefix("content/")?.strip_suffix(".md")?;
    let (folder, rest) = path.split_once('/')?;
    match folder {
        "pages" => Some(format!("{}/", of_folder(rest))),
        "days" | "papers" => Some(format!("{folder}/{}/", rest.rsplit('/').next().unwrap_or(rest))),
        _ => None,
    }
}

/// Returns the slug of a page, given the path of its file below `content/pages/`: `index` and `README` are the page of
/// their folder, in capital or small letters as on GitHub.
pub(super) fn of_folder(path: &str) -> &str {
    let folder =
        path.rsplit_once('/').filter(|(_, name)| *name == "index" || name.eq_ignore_ascii_case("readme"));
    folder.map_or(path, |(folder, _)| folder)
}

/// Resolves a relative path against the file or page that contains it. The result is never above the root.
fn resolve(base: &str, relative: &str) -> String {
    let mut parts: Vec<&str> = base.split('/').collect();
    parts.pop();
    let (folders, last) = relative.rsplit_once('/').map_or(("", relative), |(folders, last)| (folders, last));
    for part in folders.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    match last {
        ".." => {
            parts.pop();
            parts.push("");
        }
        "." => parts.push(""),
        last => parts.push(last),
    }
    parts.join("/")
}

fn has_scheme(url: &str) -> bool {
    url.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_files_and_pages_are_links_to_pages() {
        let origin = Origin { file: "content/pages/docs/themes.md".into(), index: None };
        let text = Text {
            origin: &origin,
            path: vec![Step::Body],
            at: Some(0),
            page: "docs/themes/",
            id_prefix: "",
            language: "",
        };
        let to = |url: &str| text.target(url);
        assert_eq!(to("/feed.xml").as_deref(), Some("feed.xml"));
        assert_eq!(to("../about.md#licence").as_deref(), Some("about/#page-licence"));
        assert_eq!(
            to("/papers/2503.02130/#Related-Work").as_deref(),
            Some("papers/2503.02130/#2503.02130-notes-related-work")
        );
        assert_eq!(to("/archive/#y2026").as_deref(), Some("archive/#y2026"));
        assert_eq!(to("settings.md").as_deref(), Some("docs/settings/"));
        assert_eq!(to("/days/2026-04-15/").as_deref(), Some("days/2026-04-15/"));
        assert_eq!(to("../../days/2026-04-15.md").as_deref(), Some("days/2026-04-15/"));
        assert_eq!(to("plot.png").as_deref(), Some("docs/themes/plot.png"));
        assert_eq!(to("../../../../etc/passwd").as_deref(), Some("etc/passwd"));
        assert_eq!(to(".."), Some("docs/".to_owned()));
        for elsewhere in ["#here", "https://example.org/", "mailto:a@example.org", "//example.org/x"] {
            assert_eq!(to(elsewhere), None, "{elsewhere}");
        }
    }
}
