//! Text without files: markdown and formulas, BibTeX and LaTeX, words and what a text is about.
//!
//! Text in, values out. It knows nothing of entries, files or pages.

pub mod bibtex;
pub mod date;
pub(crate) mod filename;
pub mod identifier;
pub mod keyphrases;
pub(crate) mod language;
pub(crate) mod latex;
pub mod markdown;
pub mod name_parts;
pub mod page_range;
pub mod people;
pub(crate) mod percent;
pub(crate) mod seeded_map;
pub mod slug;
pub mod titles;
pub mod tokenizer;
