//! Fingerprints of files: a hash of all inputs of a file. A file whose fingerprint is unchanged need not be made again.

use crate::source::FilePath;
use crate::text::date::PartialDate;
use chrono::{Datelike, NaiveDate};
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// A hasher over inputs (XXH3, chained by its seed).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InputHasher(u64);

impl InputHasher {
    pub fn new(seed: u64) -> InputHasher {
        InputHasher(seed)
    }

    pub fn number(&mut self, number: u64) {
        self.0 = xxh3_64_with_seed(&number.to_le_bytes(), self.0);
    }

    pub fn with(mut self, part: &(impl Inputs + ?Sized)) -> InputHasher {
        part.hash(&mut self);
        self
    }

    pub fn get(self) -> u64 {
        self.0
    }
}

/// The inputs of files. Code that makes files sees only values of this kind, so it sees nothing that is not hashed.
///
/// The archive, the plan and the settings do not implement it: a kind of file declares which parts of them it uses.
pub trait Inputs {
    /// Adds the value to a hash.
    fn hash(&self, into: &mut InputHasher);

    /// Returns all visible content as text. Values with different text must have different hashes.
    #[cfg(test)]
    fn seen(&self) -> String;

    /// Tries each field, recursively, with its value from `other`.
    #[cfg(test)]
    fn mutants(&self, _other: &Self, _found: &mut Vec<Mutant>) {}
}

#[cfg(test)]
#[derive(Debug)]
pub struct Mutant {
    pub field: (&'static str, &'static str),
    /// Whether the visible content of the field is unchanged.
    pub is_alike: bool,
    pub is_caught: bool,
}

macro_rules! numbers {
    ($($type:ty),*) => { $(
        impl Inputs for $type {
            fn hash(&self, into: &mut InputHasher) {
                into.number(*self as u64);
            }

            #[cfg(test)]
            fn seen(&self) -> String {
                self.to_string()
            }
        }
    )* };
}

numbers!(bool, u32, i32, u64, usize);

impl Inputs for () {
    fn hash(&self, _: &mut InputHasher) {}

    #[cfg(test)]
    fn seen(&self) -> String {
        String::new()
    }
}

impl Inputs for str {
    fn hash(&self, into: &mut InputHasher) {
        into.0 = xxh3_64_with_seed(self.as_bytes(), into.0);
    }

    #[cfg(test)]
    fn seen(&self) -> String {
        format!("{self:?}")
    }
}

impl Inputs for String {
    fn hash(&self, into: &mut InputHasher) {
        self.as_str().hash(into);
    }

    #[cfg(test)]
    fn seen(&self) -> String {
        format!("{self:?}")
    }
}

impl Inputs for FilePath {
    fn hash(&self, into: &mut InputHasher) {
        (**self).hash(into);
    }

    #[cfg(test)]
    fn seen(&self) -> String {
        format!("{self:?}")
    }
}

impl Inputs for Arc<[u8]> {
    fn hash(&self, into: &mut InputHasher) {
        into.0 = xxh3_64_with_seed(self, into.0);
    }

    #[cfg(test)]
    fn seen(&self) -> String {
        format!("{self:?}")
    }
}

impl Inputs for NaiveDate {
    fn hash(&self, into: &mut InputHasher) {
        self.num_days_from_ce().hash(into);
    }

    #[cfg(test)]
    fn seen(&self) -> String {
        format!("{self:?}")
    }
}

impl Inputs for PartialDate {
    fn hash(&self, into: &mut InputHasher) {
        self.first_day().hash(into);
        into.number(self.precision() as u64);
    }

    #[cfg(test)]
    fn seen(&self) -> String {
        self.to_string()
    }
}

impl<T: Inputs + ?Sized> Inputs for &T {
    fn hash(&self, into: &mut InputHasher) {
        (**self).hash(into);
    }

    #[cfg(test)]
    fn seen(&self) -> String {
        (**self).seen()
    }
}

impl<T: Inputs> Inputs for Option<T> {
    fn hash(&self, into: &mut InputHasher) {
        self.is_some().hash(into);
        if let Some(value) = self {
            value.hash(into);
        }
    }

    #[cfg(test)]
    fn seen(&self) -> String {
        self.as_ref().map_or_else(|| "none".to_owned(), |value| format!("some {}", value.seen()))
    }

    #[cfg(test)]
    fn mutants(&self, other: &Self, found: &mut Vec<Mutant>) {
        if let (Some(value), Some(other)) = (self, other) {
            value.mutants(other, found);
        }
    }
}

/// Starts with the length, so that adjacent lists cannot be confused.
impl<T: Inputs> Inputs for [T] {
    fn hash(&self, into: &mut InputHasher) {
        self.len().hash(into);
        self.iter().for_each(|item| item.hash(into));
    }

    #[cfg(test)]
    fn seen(&self) -> String {
        format!("[{}]", self.iter().map(Inputs::seen).collect::<Vec<_>>().join("; "))
    }

    #[cfg(test)]
    fn mutants(&self, other: &Self, found: &mut Vec<Mutant>) {
        self.iter().zip(other).for_each(|(value, other)| value.mutants(other, found));
    }
}

impl<T: Inputs, const N: usize> Inputs for [T; N] {
    fn hash(&self, into: &mut InputHasher) {
        self.as_slice().hash(into);
    }

    #[cfg(test)]
    fn seen(&self) -> String {
        self.as_slice().seen()
    }
}

impl<T: Inputs> Inputs for Vec<T> {
    fn hash(&self, into: &mut InputHasher) {
        self.as_slice().hash(into);
    }

    #[cfg(test)]
    fn seen(&self) -> String {
        self.as_slice().seen()
    }

    #[cfg(test)]
    fn mutants(&self, other: &Self, found: &mut Vec<Mutant>) {
        self.as_slice().mutants(other, found);
    }
}

impl<A: Inputs, B: Inputs> Inputs for (A, B) {
    fn hash(&self, into: &mut InputHasher) {
        self.0.hash(into);
        self.1.hash(into);
    }

    #[cfg(test)]
    fn seen(&self) -> String {
        format!("({}, {})", self.0.seen(), self.1.seen())
    }

    #[cfg(test)]
    fn mutants(&self, other: &Self, found: &mut Vec<Mutant>) {
        self.0.mutants(&other.0, found);
        self.1.mutants(&other.1, found);
    }
}

/// Declares a struct of inputs. Its `Inputs` hash every field, so none can be forgotten.
macro_rules! inputs {
    ($(#[$doc:meta])* $vis:vis struct $name:ident $(<$life:lifetime>)? {
        $($(#[$of_field:meta])* $field_vis:vis $field:ident: $type:ty),* $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Clone)]
        $vis struct $name $(<$life>)? {
            $($(#[$of_field])* $field_vis $field: $type),*
        }

        impl $(<$life>)? $crate::site::inputs::Inputs for $name $(<$life>)? {
            fn hash(&self, into: &mut $crate::site::inputs::InputHasher) {
                $($crate::site::inputs::Inputs::hash(&self.$field, into);)*
            }

            #[cfg(test)]
            fn seen(&self) -> String {
                let mut seen = String::new();
                $(seen += &format!("{}: {}\n", stringify!($field), self.$field.seen());)*
                seen
            }

            #[cfg(test)]
            fn mutants(&self, other: &Self, found: &mut Vec<$crate::site::inputs::Mutant>) {
                use $crate::site::inputs::{InputHasher, Mutant};
                let fold = |value: &Self| InputHasher::new(0).with(value).get();
                $(
                    let mut mutant = self.clone();
                    mutant.$field = Clone::clone(&other.$field);
                    found.push(Mutant {
                        field: (stringify!($name), stringify!($field)),
                        is_alike: self.$field.seen() == other.$field.seen(),
                        is_caught: fold(&mutant) != fold(self),
                    });
                    self.$field.mutants(&other.$field, found);
                )*
            }
        }
    };
}

pub(in crate::site) use inputs;
