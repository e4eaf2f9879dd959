//! The shape of an archive: the periods under which papers are listed.

use crate::text::date::Precision;
use serde::{Serialize, Serializer};

/// The shortest period with pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// A day.
    Day,
    /// A month.
    Month,
    /// A year.
    Year,
}

pub(super) const BY: &[(&str, By)] = &[("day", By::Day), ("month", By::Month), ("year", By::Year)];

impl By {
    /// Returns how much of a date decides where a paper is listed.
    pub fn precision(self) -> Precision {
        match self {
            By::Day => Precision::Day,
            By::Month => Precision::Month,
            By::Year => Precision::Year,
        }
    }
}

impl Serialize for By {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let word = BY.iter().find(|(_, own)| own == self).map_or("", |(word, _)| word);
        serializer.serialize_str(word)
    }
}
