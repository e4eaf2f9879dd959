//! Makes the bytes of one file from its view. Any file, in any order, on any thread.

use crate::site::plan::Page;
use crate::site::social_card;
use crate::site::view::Views;
use crate::source::Sources;
use crate::theme::{PageError, Theme};
use std::io;
use std::sync::Arc;

/// Why a file could not be made.
#[derive(Debug)]
pub enum RenderError {
    /// The theme is at fault.
    Template(PageError),
    /// A file that is published as it is cannot be read.
    Read { path: String, error: io::Error },
}

/// What a file holds.
pub enum Bytes {
    Own(Vec<u8>),
    Shared(Arc<[u8]>),
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        match self {
            Bytes::Own(bytes) => bytes,
            Bytes::Shared(bytes) => bytes,
        }
    }
}

/// Makes a file.
///
/// # Errors
/// Where a template asks for what is not there, or a file of `static/` cannot be read. Content is never the reason.
pub fn render(
    page: &Page,
    views: &Views<'_>,
    theme: &Theme,
    sources: &Sources,
) -> Result<Bytes, RenderError> {
    if let Some(ready) = views.of(page) {
        return theme
            .engine
            .render(ready.template, ready.views)
            .map(Bytes::Own)
            .map_err(RenderError::Template);
    }
    Ok(match page {
        Page::Asset(name) => {
            Bytes::Shared(theme.assets.get(name).map(|asset| asset.bytes.clone()).unwrap_or_default())
        }
        Page::File(path) => Bytes::Shared(
            sources.bytes(path).map_err(|error| RenderError::Read { path: path.to_string(), error })?,
        ),
        Page::Card(portrait) => {
            Bytes::Own(social_card::draw(&views.card_of(*portrait), &views.site.cards.accent))
        }
        Page::Cname => Bytes::Own(format!("{}\n", views.site.cname).into_bytes()),
        Page::Schema => Bytes::Own(crate::content::schema::text(None).into_bytes()),
        page => match views.index_file(page) {
            Some(bytes) => Bytes::Own(bytes),
            None => Bytes::Own(views.export.file(page).unwrap_or_default().into_bytes()),
        },
    })
}
