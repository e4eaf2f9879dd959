//! Text processing: markdown and formulas, BibTeX and LaTeX, words and keyphrases.
//!
//! Text in, values out. It does not know entries, files or pages.

pub mod bibtex;
pub mod date;
pub(crate) mod filename;
pub mod identifier;
pub(crate) mod ideographs;
pub(crate) mod keyphrases;
pub(crate) mod language;
pub(crate) mod latex;
pub(crate) mod locale;
pub mod markdown;
pub mod name_parts;
pub mod page_range;
pub mod people;
pub(crate) mod percent;
pub mod quotes;
pub(crate) mod seeded_map;
pub mod slug;
pub mod titles;
pub(crate) mod tokenizer;
