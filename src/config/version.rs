//! The version of the program, and the minimum version that `site.toml` and `theme.toml` may require: `offprint =
//! "0.3"`.

use super::problems::{self, Refusal};
use super::toml::{Node, Table, Value};
use crate::diagnostic::Diagnostic;

/// The key of the minimum version, in `site.toml` and `theme.toml`.
pub const KEY: &str = "offprint";

/// The version of this program, such as `0.1.0`.
pub const OWN: &str = env!("CARGO_PKG_VERSION");

/// Returns the text if it is a version or empty.
pub(super) fn text(text: &str) -> Result<String, Refusal> {
    match text.is_empty() || numbers(text).is_some() {
        true => Ok(text.to_owned()),
        false => Err(Refusal::new("is not a version")
            .hint(format!("write two or three numbers, such as `{}`", series()))),
    }
}

/// Returns the numbers of a version; a missing third number is 0.
fn numbers(text: &str) -> Option<[u32; 3]> {
    let mut parts = text.split('.').map(|part| {
        let is_plain = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse().ok().filter(|_| is_plain)
    });
    let (first, second) = (parts.next()??, parts.next()??);
    let third = parts.next().unwrap_or(Some(0))?;
    parts.next().is_none().then_some([first, second, third])
}

/// Returns the first two numbers of the version of this program, the minimum version of a new site.
pub fn series() -> &'static str {
    OWN.rsplit_once('.').map_or(OWN, |(series, _)| series)
}

/// Returns an error if a file requires a newer version than this one. `what` names the file in the message, such as
/// `this site`. Other problems of the file may be wrong then, so callers report this one only.
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
