//! Words of texts for search and comparison: split, folded and stemmed.
//!
//! A *word* is a run of letters and digits, folded: lower case, no accents. Scripts without spaces give bigrams of letters. A *term* is the stem that
//! related words share: `learning` and `learned` are `learn`. [`Stems`] returns terms, [`words`] and [`words_of_html`] return words. Stop
//! words (see [`stop_word`]) are included; callers remove them.
//!
//! The script of the search page processes queries in the same way, with the same table of letters; tests hold both to the same lists. This module does not know papers.

mod compounds;
mod fold;
mod spelling;
mod stems;
mod stop_words;
mod table;
#[cfg(test)]
mod tests;

pub use compounds::{Compound, compounds};
pub use fold::{letters, words};
pub use stems::Stems;
pub use stop_words::{StopWord, is_function_word, stop_word};
pub use table::table_for_script;

/// Returns a text in lower case and without accents, in normal form C.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold::fold_onto(text, &mut folded);
    folded
}

/// Calls `each` with the words of our HTML, in order, without formulas.
pub fn words_of_html(html: &str, each: impl FnMut(&str)) {
    let mut each = each;
    words(&crate::text::markdown::prose(html), |_, word| each(word));
}
