//! Markdown in entries: rendered, with its links led to where the site has them.

use super::Reading;
use super::paper::{Heading, InnerLink, Origin};
use super::problems;
use crate::diagnostic::{Diagnostic, Place, Step};
use crate::source::Span;
use crate::text::markdown::{Block, LinkKind, Rendered};
use std::ops::Range;

/// A text of an entry: which value it is, and the page it is shown on.
pub(super) struct Text<'a> {
    pub origin: &'a Origin,
    pub path: Vec<Step>,
    /// Its place in the file, if the file has it byte for byte: a body is so, a value of YAML may not be.
    pub at: Option<usize>,
    /// The page's address below the site's root, without a slash in front: `papers/2503.02130/`.
    pub page: &'a str,
    pub id_prefix: &'a str,
}

impl Text<'_> {
    /// Renders a text of blocks.
    pub fn block(
        &self,
        source: &str,
        reading: &Reading<'_>,
        found: &mut TextFindings,
    ) -> (String, Vec<Heading>) {
        let rewrite = |url: &str, _: LinkKind| {
            self.target(url).map(|target| format!("{}{target}", reading.site.root()))
        };
        let how = Block { id_prefix: self.id_prefix, heading_base: 2, rewrite: &rewrite };
        let rendered = reading.markdown.block(source, &how);
        self.keep(rendered, source, found)
    }

    /// Renders a text of one line.
    pub fn inline(&self, source: &str, reading: &Reading<'_>, found: &mut TextFindings) -> String {
        let rewrite = |url: &str, _: LinkKind| {
            self.target(url).map(|target| format!("{}{target}", reading.site.root()))
        };
        let how = Block { id_prefix: self.id_prefix, heading_base: 2, rewrite: &rewrite };
        let rendered = reading.markdown.inline(source, &how);
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
            // Point at the address inside the link, where it is written out.
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

    /// Returns the place of a part of the text; `part` is what to look for where the range is wrong.
    fn place(&self, source: &str, range: Range<usize>, part: &str) -> Place {
        if let Some(at) = self.at {
            let (start, end) = (at + range.start, at + range.end);
            return Place::Span(Span { file: self.origin.file.clone(), start, end });
        }
        let part = source.get(range).unwrap_or(part);
        // Block scalars are indented in the file: only the first line is certain to be there as it is.
        let needle = part.lines().next().unwrap_or(part).trim();
        self.origin.text_in(self.path.clone(), needle)
    }

    /// Returns where a link to this site leads, below the root; `None` for links to elsewhere and within the page.
    fn target(&self, url: &str) -> Option<String> {
        if url.is_empty() || url.starts_with('#') || url.starts_with("//") || has_scheme(url) {
            return None;
        }
        let (path, rest) = url.split_at(url.find(['?', '#']).unwrap_or(url.len()));
        if let Some(path) = path.strip_prefix('/') {
            return Some(format!("{}{rest}", resolve("", path)));
        }
        if path.is_empty() {
            return Some(format!("{}{rest}", self.page));
        }
        // `../about.md` links to the page that is made of that file, as it does on the forge.
        if path.ends_with(".md") {
            let file = resolve(&self.origin.file, path);
            if let Some(page) = page_of(&file) {
                return Some(format!("{page}{rest}"));
            }
        }
        Some(format!("{}{rest}", resolve(self.page, path)))
    }
}

/// Nobody reads more about one text, and a text of 500 kB may hold 100,000.
const MOST_PROBLEMS: usize = 50;

/// What the texts of an entry brought to light.
#[derive(Default)]
pub(super) struct TextFindings {
    pub diagnostics: Vec<Diagnostic>,
    pub links: Vec<InnerLink>,
}

/// Returns the address of the page that a content file becomes, as far as its name says.
pub(super) fn page_of(file: &str) -> Option<String> {
    let path = file.strip_prefix("content/")?.strip_suffix(".md")?;
    let (folder, rest) = path.split_once('/')?;
    match folder {
        "pages" => Some(format!("{rest}/")),
        "days" | "papers" => Some(format!("{folder}/{}/", rest.rsplit('/').next().unwrap_or(rest))),
        _ => None,
    }
}

/// Resolves a relative path against the file or page it is written in; it cannot climb above the root.
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
    fn links_lead_to_pages_wherever_they_are_written() {
        let origin = Origin { file: "content/pages/docs/themes.md".into(), index: None };
        let text = Text {
            origin: &origin,
            path: vec![Step::Body],
            at: Some(0),
            page: "docs/themes/",
            id_prefix: "",
        };
        let to = |url: &str| text.target(url);
        assert_eq!(to("/feed.xml").as_deref(), Some("feed.xml"));
        assert_eq!(to("../about.md#licence").as_deref(), Some("about/#licence"));
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
