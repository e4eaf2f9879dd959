//! The binary form of problems in the cache. The problems of an unchanged file are reported without reading it again.

use super::{Diagnostic, EntryLocation, Location, Severity, Step};
use crate::source::codec::{Bytes, Stored, put_text, stored};
use crate::source::{FilePath, Span};

stored! {
    Diagnostic { id, severity, place, message, labels, hints }
    EntryLocation { file, index, path, needle }
    Span { file, start, end }
}

impl Stored for std::borrow::Cow<'static, str> {
    fn put(&self, to: &mut Vec<u8>) {
        put_text(self, to);
    }

    fn take(from: &mut Bytes<'_>) -> Option<Self> {
        Some(String::take(from)?.into())
    }
}

impl Stored for Severity {
    fn put(&self, to: &mut Vec<u8>) {
        (*self == Severity::Error).put(to);
    }

    fn take(from: &mut Bytes<'_>) -> Option<Severity> {
        Some(if bool::take(from)? { Severity::Error } else { Severity::Warning })
    }
}

impl Stored for Location {
    fn put(&self, to: &mut Vec<u8>) {
        match self {
            Location::Site => 0u8.put(to),
            Location::File(file) => (1u8, file.clone()).put(to),
            Location::Span(span) => {
                2u8.put(to);
                span.put(to);
            }
            Location::Entry(entry) => {
                3u8.put(to);
                entry.put(to);
            }
        }
    }

    fn take(from: &mut Bytes<'_>) -> Option<Location> {
        Some(match u8::take(from)? {
            0 => Location::Site,
            1 => Location::File(FilePath::take(from)?),
            2 => Location::Span(Span::take(from)?),
            3 => Location::Entry(EntryLocation::take(from)?),
            _ => return None,
        })
    }
}

impl Stored for Step {
    fn put(&self, to: &mut Vec<u8>) {
        match self {
            Step::Body => 0u8.put(to),
            Step::Index(index) => (1u8, *index).put(to),
            Step::Key(key) => {
                2u8.put(to);
                key.put(to);
            }
        }
    }

    fn take(from: &mut Bytes<'_>) -> Option<Step> {
        Some(match u8::take(from)? {
            0 => Step::Body,
            1 => Step::Index(u32::take(from)?),
            2 => Step::Key(String::take(from)?),
            _ => return None,
        })
    }
}
