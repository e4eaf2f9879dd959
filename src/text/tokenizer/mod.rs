//! Words of texts as they are searched for and compared: folded, cut and stemmed.
//!
//! A *word* is a run of letters and digits, folded: lower case, no accents. Scripts that do not part words give two letters at a time. A
//! *term* is what words of one kin share: `learning` and `learned` are `learn`. [`Stems`] makes terms, [`words`] and [`words_of_html`] words.
//! Stop words (see [`stop_word`]) are words like others here: whoever counts leaves them out.
//!
//! The script of the search page does the same to what is typed; a test holds the two to each other. It knows nothing of papers.

mod fold;
mod stems;
mod stop_words;
#[cfg(test)]
mod tests;

pub use fold::{fold, words};
pub use stems::Stems;
pub use stop_words::{StopWord, is_function_word, stop_word};

/// Calls `each` with the words of our own HTML, in order. Formulas are left out: their letters are no words.
pub fn words_of_html(html: &str, each: impl FnMut(&str)) {
    let mut each = each;
    words(&crate::text::markdown::prose(html), |_, word| each(word));
}
