//! Text without files: markdown and formulas, BibTeX and LaTeX, words and what a text is about.
//!
//! Text in, values out. It knows nothing of entries, files or pages.

pub mod bibtex;
pub(crate) mod filename;
pub mod identifier;
pub(crate) mod ideographs;
pub mod keyphrases;
pub(crate) mod language;
pub(crate) mod latex;
pub(crate) mod locale;
pub mod markdown;
pub(crate) mod percent;
pub mod quotes;
pub(crate) mod seeded_map;
pub mod slug;
pub mod tokenizer;
