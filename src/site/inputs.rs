//! What a file is made of, as one number: where that is the same as last time, so is the file.

use crate::source::FilePath;
use crate::text::date::PartialDate;
use chrono::{Datelike, NaiveDate};
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// A number that everything a file is made of is folded into, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fold(u64);

impl Fold {
    pub fn new(seed: u64) -> Fold {
        Fold(seed)
    }

    pub fn number(&mut self, number: u64) {
        self.0 = xxh3_64_with_seed(&number.to_le_bytes(), self.0);
    }

    pub fn with(mut self, part: &(impl Inputs + ?Sized)) -> Fold {
        part.fold(&mut self);
        self
    }

    pub fn get(self) -> u64 {
        self.0
    }
}

/// What files are made of. Code that makes files sees values of this kind and nothing else, so it sees nothing that is not folded.
///
/// The archive, the plan and the settings are none: a file is made of parts of them, which its kind names.
pub trait Inputs {
    fn fold(&self, into: &mut Fold);

    /// Returns all that can be seen of it, as text: what differs in it has to fold otherwise.
    #[cfg(test)]
    fn seen(&self) -> String;

    /// Changes each field, also of what is inside, to what it is in `other`.
    #[cfg(test)]
    fn mutants(&self, _other: &Self, _found: &mut Vec<Mutant>) {}
}

/// A value that has one field as another of its kind has it.
#[cfg(test)]
#[derive(Debug)]
pub struct Mutant {
    /// Type and field.
    pub field: (&'static str, &'static str),
    /// Whether the two have it alike, as far as can be seen.
    pub is_alike: bool,
    /// Whether its fingerprint is another.
    pub is_caught: bool,
}

macro_rules! numbers {
    ($($type:ty),*) => { $(
        impl Inputs for $type {
            fn fold(&self, into: &mut Fold) {
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
    fn fold(&self, _: &mut Fold) {}

    #[cfg(test)]
    fn seen(&self) -> String {
        String::new()
    }
}

impl Inputs for str {
    fn fold(&self, into: &mut Fold) {
        into.0 = xxh3_64_with_seed(self.as_bytes(), into.0);
    }

    #[cfg(test)]
    fn seen(&self) -> String {
        format!("{self:?}")
    }
}

impl Inputs for String {
    fn fold(&self, into: &mut Fold) {
        self.as_str().fold(into);
    }

    #[cfg(test)]
    fn seen(&self) -> String {
        format!("{self:?}")
    }
}

impl Inputs for FilePath {
    fn fold(&self, into: &mut Fold) {
        (**self).fold(into);
    }

    #[cfg(test)]
    fn seen(&self) -> String {
        format!("{self:?}")
    }
}

impl Inputs for Arc<[u8]> {
    fn fold(&self, into: &mut Fold) {
        into.0 = xxh3_64_with_seed(self, into.0);
    }

    #[cfg(test)]
    fn seen(&self) -> String {
        format!("{self:?}")
    }
}

impl Inputs for NaiveDate {
    fn fold(&self, into: &mut Fold) {
        self.num_days_from_ce().fold(into);
    }

    #[cfg(test)]
    fn seen(&self) -> String {
        format!("{self:?}")
    }
}

impl Inputs for PartialDate {
    fn fold(&self, into: &mut Fold) {
        self.first_day().fold(into);
        into.number(self.precision() as u64);
    }

    #[cfg(test)]
    fn seen(&self) -> String {
        self.to_string()
    }
}

impl<T: Inputs + ?Sized> Inputs for &T {
    fn fold(&self, into: &mut Fold) {
        (**self).fold(into);
    }

    #[cfg(test)]
    fn seen(&self) -> String {
        (**self).seen()
    }
}

impl<T: Inputs> Inputs for Option<T> {
    fn fold(&self, into: &mut Fold) {
        self.is_some().fold(into);
        if let Some(value) = self {
            value.fold(into);
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

/// Its length first, so that no two lists fold alike.
impl<T: Inputs> Inputs for [T] {
    fn fold(&self, into: &mut Fold) {
        self.len().fold(into);
        self.iter().for_each(|item| item.fold(into));
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

impl<T: Inputs> Inputs for Vec<T> {
    fn fold(&self, into: &mut Fold) {
        self.as_slice().fold(into);
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
    fn fold(&self, into: &mut Fold) {
        self.0.fold(into);
        self.1.fold(into);
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

/// Declares what something is made of: every field is folded, so none can be forgotten.
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
            fn fold(&self, into: &mut $crate::site::inputs::Fold) {
                $($crate::site::inputs::Inputs::fold(&self.$field, into);)*
            }

            #[cfg(test)]
            fn seen(&self) -> String {
                let mut seen = String::new();
                $(seen += &format!("{}: {}\n", stringify!($field), self.$field.seen());)*
                seen
            }

            #[cfg(test)]
            fn mutants(&self, other: &Self, found: &mut Vec<$crate::site::inputs::Mutant>) {
                use $crate::site::inputs::{Fold, Mutant};
                let fold = |value: &Self| Fold::new(0).with(value).get();
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
