//! Text processing: markdown and formulas, BibTeX and LaTeX, words and keyphrases.
//!
//! Text in, values out. It does not know entries, files or pages.

pub mod bibtex;
pub(crate) mod filename;
pub mod identifier;
pub(crate) mod ideographs;
pub(crate) mod keyphrases;
pub(crate) mod language;
pub(crate) mod latex;
pub(crate) mod locale;
pub mod markdown;
pub(crate) mod percent;
pub mod quotes;
pub(crate) mod seeded_map;
pub mod slug;
pub(crate) mod tokenizer;
