//! Tags of links and images whose addresses passed the filter.
//!
//! It does not know markdown: links in raw HTML are written here too.

use super::clean::{SafeUrl, escape_attribute, escape_text};
use super::{Block, LinkKind};

#[derive(Clone, Copy)]
pub(super) struct LinkContext<'a> {
    pub(super) how: &'a Block<'a>,
    pub(super) remote_images: bool,
    /// Whether the sanitiser runs next; addresses are rewritten after it.
    pub(super) raw: bool,
}

/// Writes the start tag of a link. Links to other hosts are `nofollow`: search engines must not take them for our
/// recommendation.
pub(super) fn open(target: &SafeUrl, title: &str, place: LinkContext<'_>, out: &mut String) {
    out.push_str("<a href=\"");
    escape_attribute(&address(target, LinkKind::Link, place), out);
    out.push('"');
    if target.remote && !place.raw {
        out.push_str(" rel=\"nofollow\"");
    }
    write_title(title, out);
    out.push('>');
}

/// Writes an image, or a link instead if it is on another host and such images are not shown.
pub(super) fn image(
    target: &SafeUrl,
    alt: &str,
    title: &str,
    in_link: bool,
    place: LinkContext<'_>,
    out: &mut String,
) {
    if target.remote && !place.remote_images && !place.raw {
        let text = if alt.trim().is_empty() { &target.url } else { alt };
        if in_link {
            escape_text(text, out);
        } else {
            open(target, title, place, out);
            escape_text(text, out);
            out.push_str("</a>");
        }
        return;
    }
    out.push_str("<img src=\"");
    escape_attribute(&address(target, LinkKind::Image, place), out);
    out.push_str("\" alt=\"");
    escape_attribute(alt, out);
    out.push('"');
    write_title(title, out);
    if !place.raw {
        out.push_str(" loading=\"lazy\"");
    }
    out.push('>');
}

fn address(target: &SafeUrl, kind: LinkKind, place: LinkContext<'_>) -> String {
    if place.raw {
        return target.url.clone();
    }
    (place.how.rewrite)(&target.url, kind).unwrap_or_else(|| target.url.clone())
}

fn write_title(title: &str, out: &mut String) {
    if !title.is_empty() {
        out.push_str(" title=\"");
        escape_attribute(title, out);
        out.push('"');
    }
}
