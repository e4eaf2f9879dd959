//! Text processing: markdown and formulas, BibTeX and LaTeX, words, keyphrases and meaning.
//!
//! Text in, values out. It does not know entries, files or pages.

pub mod abbreviations;
pub mod bibtex;
pub(crate) mod date;
pub(crate) mod filename;
pub(crate) mod hostname;
pub(crate) mod identifier;
pub(crate) mod ideographs;
pub(crate) mod keyphrases;
pub(crate) mod language;
pub(crate) mod latex;
pub(crate) mod locale;
pub mod mailbox;
pub mod markdown;
pub(crate) mod meaning;
pub(crate) mod name_parts;
pub(crate) mod others;
pub(crate) mod page_range;
pub(crate) mod people;
pub(crate) mod percent;
pub(crate) mod quotes;
pub(crate) mod seeded_map;
pub mod slug;
pub(crate) mod titles;
pub(crate) mod tokenizer;
