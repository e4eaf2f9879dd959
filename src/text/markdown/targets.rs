//! Links and images of markdown: filtered, listed, and written by `links`.

use std::ops::Range;

use pulldown_cmark::LinkType;

use super::clean::{escape_text, filter_url};
use super::expand::argument;
use super::links::{self, LinkContext};
use super::prepare::{restore, restore_title};
use super::writer::Writer;
use super::{Link, LinkKind, Problem, ProblemKind};

pub(super) struct OpenImage {
    pub(super) alt: String,
    url: String,
    title: String,
    depth: usize,
    range: Range<usize>,
}

impl Writer<'_> {
    pub(super) fn start_link(
        &mut self,
        link_type: LinkType,
        written: &str,
        title: &str,
        range: Range<usize>,
    ) {
        let written = restore(self.source, self.formulas, written, &(range.end..range.end)).into_owned();
        let url = if link_type == LinkType::Email { format!("mailto:{written}") } else { written };
        let safe = match filter_url(&url, LinkKind::Link) {
            Ok(safe) => safe,
            Err(reason) => {
                let problem = Problem { kind: ProblemKind::Url, range, source: url, reason };
                self.rendered.problems.push(problem);
                self.links.push((false, String::new(), 0));
                return;
            }
        };
        if self.image.is_some() {
            self.links.push((false, String::new(), 0));
            return;
        }
        let place = LinkContext { how: self.how, remote_images: self.markdown.remote_images, raw: self.raw };
        let title = restore_title(self.source, self.formulas, title, &range);
        links::open(&safe, &title, place, &mut self.out);
        self.links.push((true, url.clone(), self.out.len()));
        self.rendered.links.push(Link { url, kind: LinkKind::Link, range });
    }

    pub(super) fn end_link(&mut self) {
        if let Some((true, url, start)) = self.links.pop() {
            if self.out[start.min(self.out.len())..].trim().is_empty() {
                escape_text(&url, &mut self.out);
            }
            self.out.push_str("</a>");
        }
    }

    pub(super) fn start_image(&mut self, written: &str, title: &str, range: Range<usize>) {
        if let Some(image) = &mut self.image {
            image.depth += 1;
            return;
        }
        let url = restore(self.source, self.formulas, written, &(range.end..range.end)).into_owned();
        let title = restore_title(self.source, self.formulas, title, &range);
        self.image = Some(OpenImage { alt: String::new(), url, title, depth: 0, range });
    }

    pub(super) fn end_image(&mut self) {
        match &mut self.image {
            Some(image) if image.depth > 0 => image.depth -= 1,
            _ => {
                if let Some(image) = self.image.take() {
                    self.write_image(image);
                }
            }
        }
    }

    fn write_image(&mut self, image: OpenImage) {
        let OpenImage { alt, url, title, range, .. } = image;
        let in_link = self.links.iter().any(|(open, ..)| *open);
        match filter_url(&url, LinkKind::Image) {
            Ok(safe) if !self.inline => {
                let place =
                    LinkContext { how: self.how, remote_images: self.markdown.remote_images, raw: self.raw };
                links::image(&safe, &alt, &title, in_link, place, &mut self.out);
                self.rendered.links.push(Link { url, kind: LinkKind::Image, range });
            }
            Ok(_) => escape_text(&alt, &mut self.out),
            Err(reason) => {
                escape_text(&alt, &mut self.out);
                self.rendered.problems.push(Problem { kind: ProblemKind::Url, range, source: url, reason });
            }
        }
    }
}

/// Parses a formula that is only a link, `$\href{address}{text}$` or `$\url{address}$`. Abstracts of arXiv contain
/// many.
pub(super) fn hyperlink(tex: &str) -> Option<(&str, &str)> {
    let tex = tex.trim();
    let (url, text, rest) = hyperlink_parts(tex)?;
    rest.trim().is_empty().then_some((url, text))
}

/// Returns the length in bytes of the link that a text begins with, `\href{address}{text}` or `\url{address}`.
pub(super) fn hyperlink_length(text: &str) -> Option<usize> {
    let (.., rest) =
        hyperlink_parts(text).filter(|_| text.starts_with("\\url{") || text.starts_with("\\href{"))?;
    Some(text.len() - rest.len())
}

fn hyperlink_parts(tex: &str) -> Option<(&str, &str, &str)> {
    let (url, rest) = argument(tex.strip_prefix("\\href").or_else(|| tex.strip_prefix("\\url"))?)?;
    let (text, rest) = if tex.starts_with("\\href") { argument(rest)? } else { (url, rest) };
    let plain = !text.contains(['\\', '{', '$', '\n']) && url.contains(':');
    plain.then_some((url, text, rest))
}
