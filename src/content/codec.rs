//! What a file holds, as it is kept between builds.
//!
//! All content passes through this form, also when it has just been read: so a build that takes a file from the cache cannot differ
//! from one that reads it, and texts take no more memory than they need.

use super::paper::{
    Author, AuthorDetails, Counts, DayNote, Excerpt, Heading, InnerLink, LinkKind, Links, Metrics, Notes,
    OrganizationName, OrganizationRecord, Origin, Paper, PersonRecord, PlainPage, TopicRecord, Withdrawn,
};
use super::{Content, LeftOut};
use crate::source::FilePath;
use crate::source::codec::{Bytes, Stored, stored};
use crate::text::keyphrases::{Keyphrases, Mark};
use crate::text::language::Languages;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

stored! {
    Content {
        papers, notes, pages, topics, organizations, people, metrics, broken, left_out, drafts, diagnostics,
    }
    LeftOut { id, origin }
    Origin { file, index }
    Author { name, details }
    AuthorDetails { orcid, url, affiliation }
    Languages { title, text, summary, notes }
    OrganizationName { handle, name, url }
    Links { arxiv, doi, named, other }
    Counts { upvotes, comments, stars }
    Withdrawn { reason, date }
    Notes { html, outline }
    Heading { level, id, text }
    InnerLink { target, image, place, written }
    DayNote { origin, date, html, inner_links }
    PlainPage { origin, slug, title, description, weight, updated, html, outline, aliases, inner_links }
    TopicRecord { origin, slug, name, description_html, aliases, parent }
    OrganizationRecord { origin, handle, name, url, logo }
    PersonRecord { origin, slug, name, aliases, orcid, url }
    Metrics { origin, as_of, papers }
}

/// Returns what a file holds in the form that is kept.
pub fn store(content: &Content) -> Vec<u8> {
    // Room for a paper of the usual length.
    let mut bytes = Vec::with_capacity(4 << 10);
    content.put(&mut bytes);
    bytes
}

/// Reads what [`store`] wrote for that file; `None` where the bytes are anything else.
pub fn restore(file: &FilePath, bytes: &[u8]) -> Option<Content> {
    let mut bytes = Bytes::new(bytes, file);
    Content::take(&mut bytes).filter(|_| bytes.left.is_empty())
}

impl DayNote {
    /// Returns a digest of all that pages show of it.
    pub fn digest(&self) -> u64 {
        xxh3_64_with_seed(self.html.as_bytes(), xxh3_64(self.origin.file.as_bytes()))
    }
}

impl PlainPage {
    /// Returns a digest of the whole record.
    pub fn digest(&self) -> u64 {
        let mut bytes = Vec::new();
        self.put(&mut bytes);
        xxh3_64(&bytes)
    }
}

/// Keeps a paper, and works out its digest: of everything that pages show of it, so not of its place in the file. One more paper at the
/// top of a day's file leaves those below it as they were.
macro_rules! stored_paper {
    ($($shown:ident),* $(,)?) => {
        impl Stored for Paper {
            fn put(&self, to: &mut Vec<u8>) {
                let Paper { digest: _, origin, inner_links, keyphrases, terms, $($shown),* } = self;
                origin.put(to);
                inner_links.put(to);
                keyphrases.put(to);
                terms.put(to);
                $($shown.put(to);)*
            }

            fn take(from: &mut Bytes<'_>) -> Option<Paper> {
                let (origin, inner_links) = (Origin::take(from)?, Vec::take(from)?);
                let keyphrases = Keyphrases::take(from)?;
                let terms = Stored::take(from)?;
                let shown = from.left;
                let mut paper =
                    Paper { digest: 0, origin, inner_links, keyphrases, terms, $($shown: Stored::take(from)?),* };
                let shown = &shown[..shown.len() - from.left.len()];
                // The file is what "Edit this page" leads to.
                paper.digest = xxh3_64_with_seed(shown, xxh3_64(paper.origin.file.as_bytes()));
                Some(paper)
            }
        }
    };
}

stored_paper! {
    id, title, title_html, authors, author_count, organization, dates, published, updated, topics, keywords, summary_html, abstract_html,
    excerpt, excerpt_cut, notes, languages, links, venue, bibtex, counts, withdrawn, submitted_by, thumbnail, license, aliases, extra,
}

impl Stored for Excerpt {
    fn put(&self, to: &mut Vec<u8>) {
        match self {
            Excerpt::Start(len) => (true, *len).put(to),
            Excerpt::Own(excerpt) => {
                false.put(to);
                excerpt.put(to);
            }
        }
    }

    fn take(from: &mut Bytes<'_>) -> Option<Excerpt> {
        Some(if bool::take(from)? {
            Excerpt::Start(u32::take(from)?)
        } else {
            Excerpt::Own(String::take(from)?)
        })
    }
}

impl Stored for LinkKind {
    fn put(&self, to: &mut Vec<u8>) {
        (*self as u8).put(to);
    }

    fn take(from: &mut Bytes<'_>) -> Option<LinkKind> {
        use LinkKind::{Code, Data, Demo, Html, Model, Pdf, Poster, Project, Slides, Video};
        let kinds = [Pdf, Html, Code, Project, Data, Model, Demo, Video, Slides, Poster];
        kinds.get(usize::take(from)?).copied()
    }
}

impl Stored for Keyphrases {
    fn put(&self, to: &mut Vec<u8>) {
        to.extend_from_slice(&self.title.to_le_bytes());
        to.extend_from_slice(&self.digest.to_le_bytes());
        self.marks.len().put(to);
        to.extend(self.marks.iter().flat_map(|mark| mark.0.to_le_bytes()));
    }

    fn take(from: &mut Bytes<'_>) -> Option<Keyphrases> {
        let title = u64::from_le_bytes(from.some(8)?.try_into().ok()?);
        let digest = u64::from_le_bytes(from.some(8)?.try_into().ok()?);
        let len = usize::take(from)?.checked_mul(4)?;
        let (marks, _) = from.some(len)?.as_chunks();
        Some(Keyphrases {
            title,
            digest,
            marks: marks.iter().map(|mark| Mark(u32::from_le_bytes(*mark))).collect(),
        })
    }
}
