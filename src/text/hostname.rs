//! Names of hosts, such as `example.org`. It is the home of the crate for internationalized names (IDNA).

/// The maximum length of a label in bytes (RFC 1035).
const LONGEST_LABEL: usize = 63;

/// Returns a name in ASCII: `bücher.example` is `xn--bcher-kva.example`. Returns nothing if it is not a name of a host.
pub fn to_ascii(name: &str) -> Option<String> {
    let ascii = match name.is_ascii() {
        true => name.to_owned(),
        false => idna::domain_to_ascii_strict(name).ok()?,
    };
    let is_label = |label: &str| {
        (1..=LONGEST_LABEL).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    ascii.split('.').all(is_label).then_some(ascii)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_any_script_has_an_ascii_form() {
        assert_eq!(to_ascii("Example.org").as_deref(), Some("Example.org"));
        assert_eq!(to_ascii("BÜCHER.example").as_deref(), Some("xn--bcher-kva.example"));
        assert_eq!(to_ascii("bu\u{308}cher.example").as_deref(), Some("xn--bcher-kva.example"));
        assert_eq!(to_ascii("例子。测试").as_deref(), Some("xn--fsqu00a.xn--0zwm56d"));
        for name in [
            "",
            ".",
            "a..b",
            "-a.org",
            "a_b.org",
            "a b.org",
            "ü..example",
            "ü/x.example",
            "xn--ü.example",
            &"ü".repeat(64),
        ] {
            assert_eq!(to_ascii(name), None, "{name}");
        }
    }
}
