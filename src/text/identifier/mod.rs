//! Identifiers: DOI, arXiv id, ORCID iD, ISBN, web addresses, and the ids of papers in this archive.
//!
//! Each kind has a parser for a whole value (`doi`, `arxiv`, `orcid`, `isbn`), which accepts the spellings people use.
//! All but ISBNs have a function that prints their address. DOIs, arXiv ids and ISBNs also have a parser for texts with
//! several (`dois_in`, `arxiv_ids_in`, `isbns_in`). It knows nothing of entries.

mod arxiv;
mod doi;
mod dress;
mod isbn;
mod orcid;

pub use arxiv::{arxiv, arxiv_ids_in, arxiv_of_paper_id, arxiv_url, arxiv_with_version};
pub use doi::{doi, doi_url, dois_in};
pub use isbn::{isbn, isbns_in};
pub use orcid::{orcid, orcid_url};

use crate::text::filename;

/// Maximum length of a paper id in bytes. The id becomes the name of a directory.
pub const LONGEST_ID: usize = 100;

/// Returns whether a text is a valid paper id: letters, digits, `.`, `_` and `-`, starting with a letter or a digit.
/// The id is the name of a directory, so device names that Windows reserves are not valid.
pub fn is_paper_id(text: &str) -> bool {
    text.len() <= LONGEST_ID
        && text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
        // On some systems the directory `x.` is `x`.
        && !text.ends_with('.')
        && !filename::is_device(text)
}

/// Returns an http or https address, or a path of this site, that is safe in an attribute.
pub(crate) fn web_address(url: &str) -> Option<String> {
    let url = url.trim();
    let lower = url.to_ascii_lowercase();
    let rest = lower.strip_prefix("https://").or(lower.strip_prefix("http://"));
    let is_web =
        rest.is_some_and(|rest| rest.starts_with(|first: char| first.is_alphanumeric() || first == '['));
    let is_path = url.starts_with('/') && !url.starts_with("//");
    let is_clean =
        url.chars().all(|char| !char.is_whitespace() && !char.is_control() && !"\"<>\\^`{|}".contains(char));
    ((is_web || is_path) && is_clean && url.len() <= 2_000).then(|| url.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_id_is_a_safe_directory_name() {
        for good in ["2503.02130", "a", "math-0309136", "A_b.c"] {
            assert!(is_paper_id(good), "{good}");
        }
        for bad in
            ["", ".", "..", ".a", "a/b", "a b", "é", "-a", "a.", "con", "Aux.x", "COM1", &"a".repeat(101)]
        {
            assert!(!is_paper_id(bad), "{bad}");
        }
    }
}
