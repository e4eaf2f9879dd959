//! DOIs (ISO 26324), including SICI names of the 1990s such as
//! `10.1002/(SICI)1096-9861(19960129)365:1<113::AID-CNE9>3.0.CO;2-6`.

use super::dress;
use crate::text::percent;

/// Maximum length of a DOI in bytes. The standard has no limit; Crossref allows 2,048 characters.
const LONGEST: usize = 2_048;

/// Path segments that publishers append to a DOI in their addresses.
const PAGES: [&str; 19] = [
    "abstract",
    "full",
    "fulltext",
    "pdf",
    "epdf",
    "pdfdirect",
    "epub",
    "meta",
    "html",
    "summary",
    "figures",
    "references",
    "citations",
    "suppl_file",
    "supplement",
    "tables",
    "full-text",
    "fulltext.html",
    "full.html",
];

/// Endings that publishers append to a DOI in their addresses.
const ENDINGS: [&str; 8] =
    [".full.pdf+html", ".full.pdf", ".full-text", ".full", ".abstract", ".pdf+html", ".pdf", ".html"];

/// Returns the DOI that a value consists of. Accepts `doi:` and `DOI `, addresses of doi.org and of publishers,
/// percent-encoding, LaTeX and HTML spellings, and quotes around it. The letter case stays as written.
pub fn doi(text: &str) -> Option<String> {
    if let Some(bare) = bare(text.trim()) {
        return Some(bare.to_owned());
    }
    let plain = dress::plain(text);
    let text = label(dress::trim(plain.trim()));
    match text.split_once("://") {
        // A blank ends an address.
        Some(_) if text.contains(char::is_whitespace) => None,
        Some((scheme, address)) if is_web(scheme) => in_address(address),
        Some(_) => None,
        None => match starts(text) {
            true => decoded(text),
            // `doi.org/10.1145/3292500`, `dl.acm.org/doi/10.1145/3292500`
            false => in_address(text).filter(|_| {
                let host = text.split('/').next().unwrap_or_default();
                host.contains('.')
                    && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte))
            }),
        },
    }
}

/// Returns all DOIs in a text, each once, in order.
pub fn dois_in(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    if !text.contains("10.") {
        return found;
    }
    let plain = dress::plain(text);
    for word in plain.split_whitespace() {
        for part in parts(word) {
            let part = dress::trim(part);
            let at = match part.split_once("://") {
                Some(_) => part.find("http").unwrap_or(0),
                None => start(part).map_or(0, |at| label_start(part, at)),
            };
            let Some(one) = part.get(at..).and_then(doi) else { continue };
            if found.iter().all(|known| !known.eq_ignore_ascii_case(&one)) {
                found.push(one);
            }
        }
    }
    found
}

/// Returns the address of a DOI at doi.org, percent-encoded.
pub fn doi_url(doi: &str) -> String {
    ["https://doi.org/", &percent::path(doi)].concat()
}

/// Returns a text that is a DOI without anything around it, as most are.
fn bare(text: &str) -> Option<&str> {
    (is_doi(text) && !text.contains(['%', '&', '$']) && dress::trim(text) == text).then_some(text)
}

/// Returns whether a text is a DOI: `10.`, a registrant of 4 to 9 digits with optional subdivisions, `/`, and a suffix
/// without blanks.
fn is_doi(text: &str) -> bool {
    let Some((registrant, suffix)) = text.strip_prefix("10.").and_then(|rest| rest.split_once('/')) else {
        return false;
    };
    let mut codes = registrant.split('.');
    let code = codes.next().unwrap_or_default();
    let is_number = |code: &str| !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_digit());
    (4..=9).contains(&code.len())
        && is_number(code)
        && codes.all(is_number)
        && !suffix.is_empty()
        && text.len() <= LONGEST
        && suffix
            .chars()
            .all(|char| !char.is_whitespace() && !char.is_control() && !"\"\\^`{|}".contains(char))
        && are_sici_brackets(suffix)
}

/// Returns whether `<` and `>` occur in pairs that enclose `location:title code`, as in SICI (ANSI/NISO Z39.56). Markup
/// is not part of a DOI.
fn are_sici_brackets(mut text: &str) -> bool {
    while let Some(at) = text.find(['<', '>']) {
        let Some(inner) = text[at..].strip_prefix('<') else { return false };
        let Some((inner, rest)) = inner.split_once('>') else { return false };
        let is_location =
            inner.starts_with(|first: char| first.is_ascii_digit() || first.is_ascii_uppercase());
        if !is_location || !inner.contains(':') || inner.contains(['<', '/', '=']) {
            return false;
        }
        text = rest;
    }
    true
}

/// Returns a DOI without percent-encoding. If the decoded text is not a DOI, a `%` is part of the DOI.
fn decoded(text: &str) -> Option<String> {
    let read = |text: &str| {
        let text = dress::plain(text);
        let text = dress::trim(&text);
        (is_doi(text) && !text.contains('\u{fffd}')).then(|| text.to_owned())
    };
    let decoded = text.contains('%').then(|| percent::decode(text));
    decoded.and_then(|decoded| read(&decoded)).or_else(|| read(text))
}

/// Returns the DOI in an address without its scheme.
fn in_address(address: &str) -> Option<String> {
    let host = address.split(['/', '?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let host = host.split('@').next_back().unwrap_or_default();
    let is_resolver = matches!(host, "doi.org" | "dx.doi.org" | "www.doi.org" | "hdl.handle.net");
    if is_resolver {
        let path = address.split_once('/')?.1.trim_start_matches('/');
        let path = label(path);
        // The check character of a SICI name can be `#`. Elsewhere `#` and `?` end the path.
        let path = match path.strip_suffix(";2-#") {
            Some(_) => path,
            None => path.split('#').next().unwrap_or(path),
        };
        let path = path.split('?').next().unwrap_or(path);
        return decoded(path.trim_end_matches('/'));
    }
    let at = start(address)?;
    let before = address[..at].chars().next_back()?;
    if !matches!(before, '/' | '=' | ':' | 'F' | 'f') {
        return None;
    }
    let in_query = address[..at].contains('?');
    let rest = &address[at..];
    let rest = if in_query { rest.split(['&', '#']).next()? } else { rest.split(['?', '#']).next()? };
    let mut doi = decoded(rest.trim_end_matches('/'))?;
    loop {
        let last = doi.rsplit_once('/').filter(|(head, _)| head.contains('/'));
        let shorter = match last {
            Some((head, page)) if PAGES.contains(&page.to_ascii_lowercase().as_str()) => Some(head.len()),
            _ => ENDINGS.iter().find_map(|ending| Some(doi.strip_suffix(ending)?.len())),
        };
        let Some(len) = shorter.filter(|len| is_doi(&doi[..*len])) else { break };
        doi.truncate(len);
    }
    // Preprint servers append the version: `10.1101/2020.01.01.123456v2`.
    if host.ends_with("biorxiv.org") || host.ends_with("medrxiv.org") {
        let bare = doi.trim_end_matches(|char: char| char.is_ascii_digit());
        if let Some(bare) = bare.strip_suffix('v').filter(|bare| bare.len() + 1 < doi.len()) {
            doi.truncate(bare.len());
        }
    }
    Some(doi)
}

fn is_web(scheme: &str) -> bool {
    ["http", "https"].iter().any(|web| scheme.eq_ignore_ascii_case(web))
}

/// Returns a text without `doi:`, `DOI `, `urn:doi:` or `info:doi/` before it.
fn label(mut text: &str) -> &str {
    for prefix in ["urn:", "info:", "(", "digital object identifier"] {
        text = dress::strip(text, prefix).unwrap_or(text).trim_start();
    }
    let Some(rest) = dress::strip(text, "doi") else { return text };
    let rest = rest.trim_start_matches([':', '=', '/', '：', ' ', '\u{a0}']);
    let is_label = rest.len() < text.len() - "doi".len() || rest.starts_with("10.");
    if is_label && !rest.is_empty() { label(rest) } else { text }
}

/// Returns whether a DOI begins a text: `10.`, 4 to 9 digits, and `/`, which may be percent-encoded.
fn starts(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("10.") else { return false };
    let code = rest.trim_start_matches(|char: char| char.is_ascii_digit() || char == '.');
    (4..=20).contains(&(rest.len() - code.len()))
        && (code.starts_with('/') || dress::starts_with(code, "%2f"))
}

/// Returns where the first DOI begins. Digits before `10.` belong to another number.
fn start(text: &str) -> Option<usize> {
    text.match_indices("10.").map(|(at, _)| at).find(|&at| {
        let before = text[..at].chars().next_back();
        let is_own = before.is_none_or(|before| !before.is_ascii_digit() && before != '.')
            || dress::starts_with(&text[at.saturating_sub(3)..], "%2f");
        is_own && starts(&text[at..])
    })
}

/// Returns where the label of a DOI at `at` begins: `doi:10.1145/1`, or a host without a scheme.
fn label_start(text: &str, at: usize) -> usize {
    let before = &text[..at];
    // `www.doi.org/10.1145/1`, `dl.acm.org/doi/10.1145/1`
    if before.ends_with('/') && before.contains('.') {
        return before.rfind(['(', '[', '<', ',', ';', '"']).map_or(0, |bracket| bracket + 1);
    }
    at
}

/// Splits a word that contains several DOIs at the commas, semicolons and bars before all but the first:
/// `10.1145/1,10.1145/2`.
fn parts(word: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = word;
    loop {
        let next = rest.char_indices().skip(1).find(|&(at, char)| {
            let after = &rest[at + char.len_utf8()..];
            matches!(char, ',' | ';' | '|' | '，' | '；')
                && (starts(after)
                    || ["http", "doi", "www."].iter().any(|label| dress::starts_with(after, label)))
        });
        let Some((at, char)) = next else { break };
        parts.push(&rest[..at]);
        rest = &rest[at + char.len_utf8()..];
    }
    parts.push(rest);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_doi_is_read_from_every_spelling() {
        for text in [
            "10.1145/3292500.3330701",
            " 10.1145/3292500.3330701 ",
            "10.1145/3292500.3330701.",
            "\"10.1145/3292500.3330701\"",
            "doi:10.1145/3292500.3330701",
            "DOI 10.1145/3292500.3330701",
            "DOI: 10.1145/3292500.3330701",
            "doi: https://doi.org/10.1145/3292500.3330701",
            "doi.org/10.1145/3292500.3330701",
            "www.doi.org/10.1145/3292500.3330701",
            "dx.doi.org/10.1145/3292500.3330701",
            "https://doi.org/10.1145/3292500.3330701",
            "HTTPS://DOI.ORG/10.1145/3292500.3330701",
            "http://dx.doi.org/10.1145/3292500.3330701",
            "https://www.doi.org/10.1145/3292500.3330701/",
            "https://doi.org/doi:10.1145/3292500.3330701",
            "https://doi.org/10.1145%2F3292500.3330701",
            "10.1145%2F3292500.3330701",
            "https://dl.acm.org/doi/10.1145/3292500.3330701",
            "https://dl.acm.org/doi/abs/10.1145/3292500.3330701?casa_token=x",
            "https://dl.acm.org/doi/pdf/10.1145/3292500.3330701#page=2",
            "https://dl.acm.org/doi/10.1145/3292500.3330701/full",
            "https://example.org/article?id=10.1145/3292500.3330701&x=1",
            "https://example.org/x?doi=10.1145%2F3292500.3330701",
            "https://doi-org.proxy.example.org/10.1145/3292500.3330701",
            "urn:doi:10.1145/3292500.3330701",
            "info:doi/10.1145/3292500.3330701",
            "{{10.1145/3292500.3330701}}",
            r"\url{https://doi.org/10.1145/3292500.3330701}",
            r"\href{https://doi.org/10.1145/3292500.3330701}",
            r"\doi{10.1145/3292500.3330701}",
            "<https://doi.org/10.1145/3292500.3330701>",
        ] {
            assert_eq!(doi(text).as_deref(), Some("10.1145/3292500.3330701"), "{text}");
        }
        let same = [
            (r"10.1007/978-3-642-03655-2{\_}69", "10.1007/978-3-642-03655-2_69"),
            (r"10.1007/978-3-642-03655-2\_69", "10.1007/978-3-642-03655-2_69"),
            (r"10.1007/978-3-642-03655-2\textunderscore 69", "10.1007/978-3-642-03655-2_69"),
            (r"10.1007/978-3-642-03655-2\textunderscore{}69", "10.1007/978-3-642-03655-2_69"),
            (
                "https://link.springer.com/content/pdf/10.1007/s11263-015-0816-y.pdf",
                "10.1007/s11263-015-0816-y",
            ),
            (
                "https://link.springer.com/chapter/10.1007/978-3-642-03655-2_69",
                "10.1007/978-3-642-03655-2_69",
            ),
            ("https://onlinelibrary.wiley.com/doi/full/10.1111/eth.12804", "10.1111/eth.12804"),
            (
                "https://www.biorxiv.org/content/10.1101/2020.01.01.123456v2.full.pdf",
                "10.1101/2020.01.01.123456",
            ),
            ("https://iopscience.iop.org/article/10.1088/1361-6501/ab1234/meta", "10.1088/1361-6501/ab1234"),
            ("10.1016/S0040-4039(00)88888-(9)", "10.1016/S0040-4039(00)88888-(9)"),
            ("(10.1016/j.cell.2020.01.001)", "10.1016/j.cell.2020.01.001"),
        ];
        for (text, bare) in same {
            assert_eq!(doi(text).as_deref(), Some(bare), "{text}");
        }
        for text in [
            "",
            "10.1",
            "10.1/x",
            "11.1234/x",
            "10.1145/",
            "10.1145/a b",
            "10.1145/<script>",
            "https://example.org/10.html",
            "On 10.1145 ways",
            "ftp://doi.org/10.1145/x",
            "10.1145/\u{7}x",
            "See https://doi.org/10.1145/x for more",
        ] {
            assert_eq!(doi(text), None, "{text}");
        }
    }

    #[test]
    fn sici_names_keep_their_brackets_and_links_encode_them() {
        let name = "10.1002/(SICI)1096-9861(19960129)365:1<113::AID-CNE9>3.0.CO;2-6";
        for text in [
            name,
            "https://doi.org/10.1002/(SICI)1096-9861(19960129)365:1%3C113::AID-CNE9%3E3.0.CO;2-6",
            "10.1002/(SICI)1096-9861(19960129)365:1$<$113::AID-CNE9$>$3.0.CO;2-6",
            r"10.1002/(SICI)1096-9861(19960129)365:1{\textless}113::AID-CNE9{\textgreater}3.0.CO;2-6",
            "10.1002/(SICI)1096-9861(19960129)365:1&lt;113::AID-CNE9&gt;3.0.CO;2-6",
            "doi:10.1002/(SICI)1096-9861(19960129)365:1&amp;lt;113::AID-CNE9&amp;gt;3.0.CO;2-6",
        ] {
            assert_eq!(doi(text).as_deref(), Some(name), "{text}");
        }
        assert_eq!(
            doi_url(name),
            "https://doi.org/10.1002/(SICI)1096-9861(19960129)365:1%3C113::AID-CNE9%3E3.0.CO;2-6"
        );
        let check = "10.1002/1521-3951(200011)222:1<319::AID-PSSB319>3.0.CO;2-#";
        assert_eq!(doi(check).as_deref(), Some(check));
        assert_eq!(doi(&format!("https://doi.org/{check}")).as_deref(), Some(check));
        assert!(doi_url(check).ends_with(";2-%23"));
        assert_eq!(doi("https://doi.org/10.1145/3292500#abstract").as_deref(), Some("10.1145/3292500"));
    }

    #[test]
    fn all_dois_of_a_text_are_found_in_order() {
        let found = |text: &str| dois_in(text).join(" ");
        for text in [
            "10.1145/1234567, 10.1145/7654321",
            "10.1145/1234567,10.1145/7654321",
            "10.1145/1234567; https://doi.org/10.1145/7654321",
            "10.1145/1234567 and doi:10.1145/7654321.",
            r"\href{https://doi.org/10.1145/1234567}{10.1145/1234567} (see \url{10.1145/7654321})",
            "doi.org/10.1145/1234567 www.doi.org/10.1145/7654321",
            "Note (doi: 10.1145/1234567); also [https://dl.acm.org/doi/10.1145/7654321]",
        ] {
            assert_eq!(found(text), "10.1145/1234567 10.1145/7654321", "{text}");
        }
        assert_eq!(found("pp. 10.5, 110.1234/5, version 2.10.1234/5"), "");
    }

    proptest! {
        #[test]
        fn printing_and_parsing_agree(suffix in "[A-Za-z0-9][A-Za-z0-9()_;:/.#%?é-]{0,20}[A-Za-z0-9]") {
            // A `%` is only ever read as an encoding.
            let name = format!("10.1234/{}", suffix.replace('%', ""));
            prop_assert_eq!(doi(&doi_url(&name)), doi(&name), "{}", name);
        }

        #[test]
        fn no_text_is_too_strange(text in "\\PC{0,40}|(10\\.|1234|/|doi|:|%2F|%|http://|\\{|\\}|\\\\|<|>|é| |,){0,20}") {
            for found in dois_in(&text).into_iter().chain(doi(&text)) {
                prop_assert!(is_doi(&found), "{}", found);
            }
        }
    }
}
