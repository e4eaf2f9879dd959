//! Lists of people, as BibTeX, publishers, forms and people write them, split into names.
//!
//! One splitter serves all sources and forms. It reads `Last, First`, names separated by `and`, commas, semicolons or
//! `&`, Vancouver style, Chinese, Japanese and Korean lists, and every form of "et al.". A list with two possible
//! meanings is split in the more probable way, and reported. This module does not know entries.

mod marks;
mod pieces;
mod reading;
mod shapes;
#[cfg(test)]
mod tests;

use super::name_parts::{self, Name};
use super::others;
use pieces::{braced, pieces, unwrapped};
use reading::{Reading, Separation};
use shapes::is_vancouver;
use std::borrow::Cow;

/// A person or a group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The name in spoken order.
    pub name: String,
    /// The family name; empty if the list does not identify it.
    pub family: String,
    /// Given names; empty if not known.
    pub given: String,
    /// Suffix such as `Jr.`; may be empty.
    pub suffix: String,
    /// Whether it is a collaboration, a company or a committee.
    pub is_group: bool,
}

/// A list of people, split.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct People {
    /// The people, in order.
    pub people: Vec<Person>,
    /// Whether the list says that there are more.
    pub has_others: bool,
    /// Parts of the list with two possible meanings, and how each was split.
    pub ambiguous: Vec<String>,
    /// Dropped parts that do not belong to a name: `:`, DBLP's `0001`, footnotes, affiliations.
    pub dropped: Vec<String>,
}

/// The source of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// BibTeX: `and` separates names, and a comma separates the parts of one.
    BibTex,
    /// Plain text by a person or a program: a comma separates names, unless it must separate the parts of one.
    Plain,
}

/// Splits a list of people. `clean` converts a part of the list from LaTeX or HTML to text.
pub fn read(text: &str, form: Form, clean: &mut dyn FnMut(&str) -> String) -> People {
    let mut all = People::default();
    let text = marks::without(text, &mut all.dropped);
    let text = unwrapped(text.trim());
    let pieces = pieces(text);
    let is_alone = pieces.len() == 1;
    // Some exporters put every name into braces; elsewhere, braces mark the name of a group.
    let are_all_braced = pieces.len() > 1 && pieces.iter().all(|piece| braced(piece.text).is_some());
    let befores: Vec<Option<&str>> = pieces.iter().map(|piece| others::before(piece.text)).collect();
    let is_name = |index: usize| befores[index] != Some("");
    let has_comma = |index: usize| is_name(index) && pieces[index].text.contains([',', '，']);
    let with_comma = (0..pieces.len()).filter(|&index| has_comma(index)).count();
    let with_space = pieces.iter().filter(|piece| piece.text.contains(' ')).count();
    for (index, piece) in pieces.iter().enumerate() {
        let text = match befores[index] {
            Some("") => {
                all.has_others = true;
                continue;
            }
            Some(first) => {
                all.has_others = true;
                first
            }
            None => piece.text,
        };
        let inner = if are_all_braced { braced(text) } else { None };
        // Names in `Last, First` are so in the whole list.
        let are_others_spoken = !is_alone
            && with_comma == usize::from(has_comma(index))
            && with_space > usize::from(piece.text.contains(' '));
        let separation = match (is_alone, are_others_spoken, piece.ends_in_comma) {
            (true, ..) => Separation::Alone,
            (_, true, true) => Separation::List,
            (_, true, false) => Separation::LikelyList,
            (_, false, _) => Separation::Strict,
        };
        let before = all.people.len();
        let mut reader = Reading { form, separation, clean: &mut *clean, all: &mut all };
        let is_known = piece.is_weak && index > 0;
        match inner {
            Some(inner) if inner.contains(',') => reader.piece(inner, is_known),
            _ => reader.piece(text, is_known),
        }
        if piece.is_foreign && before > 0 {
            let names: Vec<&str> =
                all.people[before - 1..].iter().map(|person| person.name.as_str()).collect();
            let doubt = [pieces[index - 1].text, "…", text, "→", &names.join("; ")].join(" ");
            all.ambiguous.push(doubt);
        }
    }
    vancouver(&mut all);
    all
}

/// Returns a list without the numbers that DBLP adds to names: `Wei Xample 0044`.
pub fn without_numbers(list: &str) -> Cow<'_, str> {
    let bytes = list.as_bytes();
    let is_number = |at: usize| {
        let digits = bytes.get(at + 1..at + 5);
        let end = list.get(at + 5..).unwrap_or_default();
        digits.is_some_and(|digits| digits[0] == b'0' && digits.iter().all(u8::is_ascii_digit))
            && (end.is_empty() || end.starts_with([' ', '\n', '\r', '\t', ',', '}', '~', ';']))
            && at > 0
            && !bytes[at - 1].is_ascii_digit()
    };
    let numbers: Vec<usize> =
        list.match_indices([' ', '~', '\n']).map(|(at, _)| at).filter(|&at| is_number(at)).collect();
    if numbers.is_empty() {
        return list.into();
    }
    let mut out = String::with_capacity(list.len());
    let mut from = 0;
    for at in numbers {
        out.push_str(&list[from..at]);
        from = at + 5;
    }
    out.push_str(&list[from..]);
    out.into()
}

/// Reorders names in Vancouver style, if all names of a list are in it: `Smith JA and Doe B`.
fn vancouver(all: &mut People) {
    let are_all = all.people.len() > 1
        && all
            .people
            .iter()
            .all(|person| person.is_group || (person.family.is_empty() && is_vancouver(&person.name)));
    for person in all.people.iter_mut().filter(|person| !person.is_group && person.family.is_empty()) {
        if !are_all && !shapes::ends_in_dotted_initials(&person.name) {
            continue;
        }
        if let Some((family, given)) = shapes::of_vancouver(&person.name.clone()) {
            *person = Person {
                name: name_parts::shown(family, given, ""),
                family: family.to_owned(),
                given: given.to_owned(),
                ..Person::default()
            };
        }
    }
}

impl Person {
    /// Returns whether an entry has to state the parts of the name, because they do not follow from the name.
    pub fn needs_parts(&self) -> bool {
        if self.family.is_empty() {
            return false;
        }
        match name_parts::parts(&self.name) {
            Name::Group(_) => !(self.given.is_empty() && self.suffix.is_empty()),
            Name::Person { given, particle, family, suffix } => {
                let family = if particle.is_empty() { family } else { [particle, family].join(" ") };
                (family, given, suffix) != (self.family.clone(), self.given.clone(), self.suffix.clone())
            }
        }
    }

    /// Returns whether an entry has to state that the name is that of a group.
    pub fn needs_group(&self) -> bool {
        self.is_group && !matches!(name_parts::parts(&self.name), Name::Group(_))
    }
}
