//! The binary format of cached records: values to bytes, and back.
//!
//! The bytes contain no names and no version: only the program that wrote them may read them, and callers ensure that.
//! Reading accepts any bytes: it returns `None` for invalid ones, and checks every length before it allocates.

use crate::source::FilePath;
use chrono::{Datelike, NaiveDate};
use std::sync::Arc;

/// A value with a binary form.
pub trait Stored: Sized {
    fn put(&self, to: &mut Vec<u8>);
    fn take(from: &mut Bytes<'_>) -> Option<Self>;
}

/// A reader over bytes.
pub struct Bytes<'a> {
    pub left: &'a [u8],
    /// The file that the records come from. They name it often; the reader shares one copy.
    pub file: &'a FilePath,
}

impl<'a> Bytes<'a> {
    pub fn new(bytes: &'a [u8], file: &'a FilePath) -> Bytes<'a> {
        Bytes { left: bytes, file }
    }

    pub fn some(&mut self, count: usize) -> Option<&'a [u8]> {
        let (some, left) = self.left.split_at_checked(count)?;
        self.left = left;
        Some(some)
    }

    pub fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (array, left) = self.left.split_first_chunk()?;
        self.left = left;
        Some(*array)
    }
}

/// Implements [`Stored`] for structs, field by field. A forgotten field does not compile.
macro_rules! stored {
    ($($name:ident { $($field:ident),* $(,)? })*) => { $(
        impl $crate::source::codec::Stored for $name {
            fn put(&self, to: &mut Vec<u8>) {
                let $name { $($field),* } = self;
                $($crate::source::codec::Stored::put($field, to);)*
            }

            fn take(from: &mut $crate::source::codec::Bytes<'_>) -> Option<Self> {
                Some($name { $($field: $crate::source::codec::Stored::take(from)?),* })
            }
        }
    )* };
}
pub(crate) use stored;

impl Stored for u64 {
    /// LEB128: seven bits a byte, lowest first; the high bit marks that more follow.
    fn put(&self, to: &mut Vec<u8>) {
        let mut rest = *self;
        while rest >= 0x80 {
            to.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        to.push(rest as u8);
    }

    fn take(from: &mut Bytes<'_>) -> Option<u64> {
        take_number(&mut from.left)
    }
}

pub fn take_number(from: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (&byte, left) = from.split_first()?;
        *from = left;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

macro_rules! as_number {
    ($($type:ty),*) => { $(
        impl Stored for $type {
            fn put(&self, to: &mut Vec<u8>) {
                (*self as u64).put(to);
            }

            fn take(from: &mut Bytes<'_>) -> Option<$type> {
                u64::take(from)?.try_into().ok()
            }
        }
    )* };
}
as_number!(u8, u32, usize);

impl Stored for bool {
    fn put(&self, to: &mut Vec<u8>) {
        to.push(u8::from(*self));
    }

    fn take(from: &mut Bytes<'_>) -> Option<bool> {
        match from.some(1)? {
            [0] => Some(false),
            [1] => Some(true),
            _ => None,
        }
    }
}

/// Writes a text in the form that [`String`] reads.
pub fn put_text(text: &str, to: &mut Vec<u8>) {
    text.len().put(to);
    to.extend_from_slice(text.as_bytes());
}

impl Stored for String {
    fn put(&self, to: &mut Vec<u8>) {
        put_text(self, to);
    }

    fn take(from: &mut Bytes<'_>) -> Option<String> {
        let len = usize::take(from)?;
        Some(std::str::from_utf8(from.some(len)?).ok()?.to_owned())
    }
}

impl Stored for FilePath {
    fn put(&self, to: &mut Vec<u8>) {
        put_text(self, to);
    }

    fn take(from: &mut Bytes<'_>) -> Option<FilePath> {
        let len = usize::take(from)?;
        let path = std::str::from_utf8(from.some(len)?).ok()?;
        Some(if path == &**from.file { from.file.clone() } else { path.into() })
    }
}

impl Stored for NaiveDate {
    fn put(&self, to: &mut Vec<u8>) {
        to.extend_from_slice(&self.num_days_from_ce().to_le_bytes());
    }

    fn take(from: &mut Bytes<'_>) -> Option<NaiveDate> {
        NaiveDate::from_num_days_from_ce_opt(i32::from_le_bytes(from.array()?))
    }
}

impl Stored for serde_json::Map<String, serde_json::Value> {
    fn put(&self, to: &mut Vec<u8>) {
        let text = if self.is_empty() {
            String::new()
        } else {
            serde_json::to_string(self).expect("invariant: a value of JSON can be written")
        };
        text.put(to);
    }

    fn take(from: &mut Bytes<'_>) -> Option<Self> {
        let len = usize::take(from)?;
        match from.some(len)? {
            [] => Some(serde_json::Map::new()),
            text => serde_json::from_slice(text).ok(),
        }
    }
}

impl<T: Stored> Stored for Box<T> {
    fn put(&self, to: &mut Vec<u8>) {
        (**self).put(to);
    }

    fn take(from: &mut Bytes<'_>) -> Option<Box<T>> {
        Some(Box::new(T::take(from)?))
    }
}

impl<T: Stored> Stored for Arc<T> {
    fn put(&self, to: &mut Vec<u8>) {
        (**self).put(to);
    }

    fn take(from: &mut Bytes<'_>) -> Option<Arc<T>> {
        Some(Arc::new(T::take(from)?))
    }
}

impl<T: Stored> Stored for Option<T> {
    fn put(&self, to: &mut Vec<u8>) {
        self.is_some().put(to);
        if let Some(value) = self {
            value.put(to);
        }
    }

    fn take(from: &mut Bytes<'_>) -> Option<Option<T>> {
        Some(if bool::take(from)? { Some(T::take(from)?) } else { None })
    }
}

impl<T: Stored> Stored for Vec<T> {
    fn put(&self, to: &mut Vec<u8>) {
        self.len().put(to);
        for value in self {
            value.put(to);
        }
    }

    fn take(from: &mut Bytes<'_>) -> Option<Vec<T>> {
        let len = usize::take(from)?;
        // Every value takes at least one byte, so a forged length cannot allocate more than the input's size.
        if len > from.left.len() {
            return None;
        }
        let mut values = Vec::with_capacity(len.min(1 << 12));
        for _ in 0..len {
            values.push(T::take(from)?);
        }
        values.shrink_to_fit();
        Some(values)
    }
}

impl<A: Stored, B: Stored> Stored for (A, B) {
    fn put(&self, to: &mut Vec<u8>) {
        self.0.put(to);
        self.1.put(to);
    }

    fn take(from: &mut Bytes<'_>) -> Option<(A, B)> {
        Some((A::take(from)?, B::take(from)?))
    }
}
