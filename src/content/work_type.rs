//! Kinds of work, as the key `type` names them.

use crate::source::codec::{Bytes, Stored};
use std::borrow::Cow;

/// Declares the kinds, each with its key and its names in other programs: BibTeX, biblatex, RIS, CSL, Zotero, Crossref.
/// Only letters and digits of these names are compared.
macro_rules! work_types {
    ($($kind:ident $key:literal [$($other:literal)*])*) => {
        /// The kind of a work.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum WorkType { $(#[doc = $key] $kind),* }

        impl WorkType {
            /// All kinds.
            pub const ALL: &'static [WorkType] = &[$(WorkType::$kind),*];
            /// The keys of the kinds, as in entries.
            pub const KEYS: &'static [&'static str] = &[$($key),*];

            /// Returns the kind with this key.
            pub fn from_key(key: &str) -> Option<WorkType> {
                match key { $( $key => Some(WorkType::$kind), )* _ => None }
            }

            /// Returns the value of the key `type`.
            pub fn key(self) -> &'static str {
                match self { $( WorkType::$kind => $key, )* }
            }

            /// Returns the kind with this name in another program, such as `inproceedings`, `JOUR`, `paper-conference`
            /// or `journalArticle`.
            pub fn from_name(name: &str) -> Option<WorkType> {
                let is_plain = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
                let name = if is_plain { Cow::Borrowed(name) } else { Cow::Owned(letters(name)) };
                $( if are_letters_of($key, &name) $(|| name == $other)* { return Some(WorkType::$kind); } )*
                None
            }
        }
    };
}

work_types! {
    Article "article" ["journal" "journalarticle" "articlejournal" "jour" "jfull" "periodical" "magazinearticle" "newspaperarticle" "suppperiodical"]
    ConferencePaper "conference-paper" [
        "inproceedings" "conference" "proceedings" "paperconference" "proceedingsarticle" "conferencearticle" "cpaper" "conf" "paper" "workshoppaper"
    ]
    Preprint "preprint" ["arxiv" "postedcontent" "unpublished" "unpb" "workingpaper" "manuscript"]
    Thesis "thesis" ["phdthesis" "mastersthesis" "masterthesis" "dissertation" "thes" "phd" "bachelorsthesis"]
    Report "report" ["techreport" "technicalreport" "rprt" "standard" "whitepaper"]
    Book "book" ["monograph" "mvbook" "collection" "mvcollection" "reference" "edbook" "editedbook"]
    Chapter "chapter" [
        "incollection" "inbook" "bookchapter" "booksection" "chap" "suppbook" "suppcollection" "inreference" "bookinbook"
    ]
    Dataset "dataset" ["data" "database"]
    Software "software" ["code" "program" "comp" "computerprogram"]
    Other "other" ["misc" "gen" "generic" "document" "online" "electronic" "www" "webpage" "manual" "booklet" "patent" "video" "audio" "presentation" "slides"]
}

/// Returns whether a key without its hyphens is this name.
fn are_letters_of(key: &str, name: &str) -> bool {
    key.bytes().filter(|byte| *byte != b'-').eq(name.bytes())
}

fn letters(name: &str) -> String {
    name.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl Stored for WorkType {
    fn put(&self, to: &mut Vec<u8>) {
        (*self as u8).put(to);
    }

    fn take(from: &mut Bytes<'_>) -> Option<WorkType> {
        WorkType::ALL.get(usize::take(from)?).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_has_a_key_and_the_names_of_other_programs() {
        for &kind in WorkType::ALL {
            assert_eq!(WorkType::from_key(kind.key()), Some(kind));
            assert_eq!(WorkType::from_name(&kind.key().to_uppercase()), Some(kind));
        }
        assert_eq!(WorkType::from_name("paper-conference"), Some(WorkType::ConferencePaper));
        assert_eq!(WorkType::from_name("Ph.D. thesis"), Some(WorkType::Thesis));
        assert_eq!(WorkType::from_name("novel"), None);
        assert_eq!(WorkType::from_key("Article"), None);
    }
}
