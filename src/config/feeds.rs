//! The formats of feeds.

use serde::{Serialize, Serializer};

/// A format of feeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedFormat {
    /// RSS 2.0.
    Rss,
    /// Atom 1.0.
    Atom,
    /// JSON Feed 1.1.
    Json,
}

pub(super) const FORMATS: &[(&str, FeedFormat)] =
    &[("rss", FeedFormat::Rss), ("atom", FeedFormat::Atom), ("json", FeedFormat::Json)];

impl FeedFormat {
    /// All formats; readers support the first most widely.
    pub const ALL: [FeedFormat; 3] = [FeedFormat::Rss, FeedFormat::Atom, FeedFormat::Json];
}

impl Serialize for FeedFormat {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let word = FORMATS.iter().find(|(_, format)| format == self).map_or("", |(word, _)| word);
        serializer.serialize_str(word)
    }
}
