//! Versions of the program: which one this is, and whether a file asks for a newer one.
//!
//! `site.toml` and `theme.toml` may say `offprint = "0.3"`: the oldest version that can read them. It knows nothing of the other keys.

use super::problems::{self, Refusal};
use super::toml::{Node, Table, Value};
use crate::diagnostic::Diagnostic;

/// The key that names a version, in `site.toml` and in `theme.toml`.
pub const KEY: &str = "offprint";

/// The version of this program: `0.1.0`.
pub const OWN: &str = env!("CARGO_PKG_VERSION");

/// Returns a version as it was written, or nothing for an empty text.
pub(super) fn text(text: &str) -> Result<String, Refusal> {
    match text.is_empty() || numbers(text).is_some() {
        true => Ok(text.to_owned()),
        false => Err(Refusal::new("is not a version")
            .hint(format!("write two or three numbers, such as `{}`", series()))),
    }
}

/// Returns the numbers of a version, with 0 for a third one that is missing.
fn numbers(text: &str) -> Option<[u32; 3]> {
    let mut parts = text.split('.').map(|part| {
        let is_plain = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse().ok().filter(|_| is_plain)
    });
    let (first, second) = (parts.next()??, parts.next()??);
    let third = parts.next().unwrap_or(Some(0))?;
    parts.next().is_none().then_some([first, second, third])
}

/// Returns the version of this program without its last number: what a new site asks for.
pub fn series() -> &'static str {
    OWN.rsplit_once('.').map_or(OWN, |(series, _)| series)
}

/// Returns the error of a file that asks for a newer version than this one. It stands alone: whatever else this version would say about
/// the file may be wrong. `what` is what asks, such as `this site`.
pub fn too_old(table: &Table, what: &str) -> Option<Diagnostic> {
    let node = table.get(KEY)?;
    let Node { value: Value::Text(asked), .. } = node else { return None };
    (numbers(asked)? > numbers(OWN)?).then(|| problems::newer_version(node, what, asked))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_two_or_three_numbers() {
        for (text, expected) in [
            ("0.3", Some([0, 3, 0])),
            ("1.20.300", Some([1, 20, 300])),
            ("0.1.0", Some([0, 1, 0])),
            ("0.10", Some([0, 10, 0])),
        ] {
            assert_eq!(numbers(text), expected, "{text}");
        }
        for text in
            ["1", "", ".", "0.", ".1", "0.1.", "0.1.2.3", "v0.1", "0.1-rc.1", "+0.1", "0. 1", "0.99999999999"]
        {
            assert_eq!(numbers(text), None, "{text}");
        }
        assert!(numbers("0.10") > numbers("0.9.9"));
        assert!(numbers(OWN).is_some() && numbers(series()) <= numbers(OWN));
    }
}
