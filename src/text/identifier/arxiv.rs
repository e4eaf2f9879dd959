//! arXiv ids: `YYMM.NNNNN`, and `archive/YYMMNNN` for papers before April 2007 (arXiv, "Understanding the arXiv
//! identifier").

use super::dress;
use crate::text::percent;

/// Returns the arXiv id that a value consists of, without its version. Accepts `arXiv:`, addresses, `abs/…`, the DOI
/// that arXiv gives, and the category behind it (`arXiv:1906.08237v2 [cs.CL]`).
pub fn arxiv(text: &str) -> Option<String> {
    arxiv_with_version(text).map(|(id, _)| id)
}

/// Like [`arxiv`], with the version; 0 where the text has none.
pub fn arxiv_with_version(text: &str) -> Option<(String, u32)> {
    if let Some(found) = bare(text.trim()) {
        return Some(found);
    }
    let plain = dress::plain(text);
    let mut text = dress::trim(plain.trim());
    // `arXiv:1803.03324 [cs, stat]`, `hep-th/9901001 (hep-th)`
    if let Some(at) = text.find(char::is_whitespace) {
        let behind = text[at..].trim_start();
        let is_category = (behind.starts_with('[') && behind.ends_with(']')
            || behind.starts_with('(') && behind.ends_with(')'))
            || (behind.starts_with('[') && !behind.contains(']'));
        if is_category {
            text = &text[..at];
        }
    }
    for label in ["arXiv preprint", "arXiv e-print", "arXiv eprint", "arXiv", "CoRR", "preprint"] {
        text = match dress::strip(text, label) {
            Some(rest) if rest.starts_with([' ', '\t', ',', '\u{a0}']) => {
                rest.trim_start_matches([' ', '\t', ',', '\u{a0}'])
            }
            _ => text,
        };
    }
    if text.contains(char::is_whitespace) {
        // `arXiv: 1803.03324`
        let rest = dress::strip(text, "arXiv:")?.trim_start();
        return token(rest);
    }
    token(text)
}

/// Returns all arXiv ids in a text with their versions, each once, in order. A number without a label counts only where
/// the text says "arXiv" or "CoRR".
pub fn arxiv_ids_in(text: &str) -> Vec<(String, u32)> {
    let mut found: Vec<(String, u32)> = Vec::new();
    let plain = dress::plain(text);
    let lower = plain.to_ascii_lowercase();
    let is_labelled = lower.contains("arxiv") || lower.contains("corr");
    for word in plain.split(|char: char| char.is_whitespace() || ",;()[]<>\"'“”|".contains(char)) {
        let word = dress::trim(word);
        // `Eprint:arXiv:1602.07261`
        let at = word.to_ascii_lowercase().rfind("arxiv:").filter(|_| !word.contains("://")).unwrap_or(0);
        let word = &word[at..];
        let one = match bare(word) {
            Some(one) => Some(one).filter(|_| is_labelled),
            None => token(word),
        };
        if let Some(one) = one.filter(|one| found.iter().all(|(id, _)| *id != one.0)) {
            found.push(one);
        }
    }
    found
}

/// Returns the address of a paper's abstract at arXiv.
pub fn arxiv_url(id: &str) -> String {
    ["https://arxiv.org/abs/", id].concat()
}

/// Returns the arXiv id that a paper's own id implies: `2503.02130`, also for `2503.02130v2`, or `math/0309136` for
/// `math-0309136`.
pub fn arxiv_of_paper_id(id: &str) -> Option<String> {
    let id = without_version(id).0;
    if is_new(id) {
        return Some(id.to_owned());
    }
    is_old(id, '-').then(|| without_class(id, '-')).flatten()
}

/// Returns the id in one word with a label or an address.
fn token(text: &str) -> Option<(String, u32)> {
    let decoded = if text.contains('%') { percent::decode(text) } else { text.to_owned() };
    let mut text = decoded.trim_end_matches('/');
    if let Some((scheme, address)) = text.split_once("://") {
        if !["http", "https", "ftp"].iter().any(|web| scheme.eq_ignore_ascii_case(web)) {
            return None;
        }
        return in_address(address);
    }
    for label in
        ["oai:arXiv.org:", "info:arxiv/", "urn:arxiv:", "arXiv.org:", "arXiv:", "eprint:", "10.48550/arXiv."]
    {
        text = dress::strip(text, label).unwrap_or(text);
    }
    if let Some(rest) = dress::strip(text, "doi:").and_then(|doi| dress::strip(doi.trim(), "10.48550/arXiv."))
    {
        text = rest;
    }
    if let Some(found) = bare(text) {
        return Some(found);
    }
    if let Some(found) = dress::strip(text, "abs/").and_then(bare) {
        return Some(found);
    }
    match text.split_once('/') {
        Some((host, _)) if host.contains('.') && host.to_ascii_lowercase().contains("ar") => in_address(text),
        _ => None,
    }
}

/// Returns the id in an address without its scheme, at arXiv, a mirror, or a site that names papers by their arXiv ids.
fn in_address(address: &str) -> Option<(String, u32)> {
    let (host, path) = address.split_once('/')?;
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let path = path.split(['?', '#']).next().unwrap_or(path).trim_matches('/');
    if matches!(host, "doi.org" | "dx.doi.org") {
        return dress::strip(path, "10.48550/arXiv.").and_then(bare);
    }
    let is_arxiv =
        host == "arxiv.org" || host.ends_with(".arxiv.org") || host == "xxx.lanl.gov" || host == "ar5iv.org";
    let is_by_id = is_arxiv
        || host == "alphaxiv.org"
        || host == "huggingface.co"
        || host == "hf.co"
        || host == "scirate.com";
    if !is_by_id {
        return None;
    }
    let (kind, rest) = path.split_once('/')?;
    let kinds = ["abs", "pdf", "html", "format", "ps", "overview", "papers", "arxiv", "e-print", "src", "tb"];
    if !kinds.contains(&kind) {
        return None;
    }
    bare(rest.strip_suffix(".pdf").or(rest.strip_suffix(".ps.gz")).unwrap_or(rest))
}

/// Returns an id without anything around it, and its version.
fn bare(text: &str) -> Option<(String, u32)> {
    let (bare, version) = without_version(text);
    match is_new(bare) {
        true => Some((bare.to_owned(), version)),
        false => is_old(bare, '/').then(|| without_class(bare, '/')).flatten().map(|id| (id, version)),
    }
}

/// Splits `2503.02130v2` into the id and the number of the version.
fn without_version(id: &str) -> (&str, u32) {
    match id.rsplit_once(['v', 'V']) {
        Some((bare, version)) if version.bytes().all(|byte| byte.is_ascii_digit()) => {
            version.parse().map_or((id, 0), |version| (bare, version))
        }
        _ => (id, 0),
    }
}

/// Returns `math/0309136` for `math.GT/0309136`: the class is not part of the id.
fn without_class(id: &str, slash: char) -> Option<String> {
    let (archive, number) = id.rsplit_once(slash)?;
    let archive = archive.split('.').next().unwrap_or(archive);
    Some(format!("{archive}/{number}"))
}

/// Returns whether a text is `YYMM.NNNN` (until December 2014) or `YYMM.NNNNN`.
fn is_new(id: &str) -> bool {
    let Some((month, number)) = id.split_once('.') else { return false };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    month.len() == 4
        && digits(month)
        && matches!(
            &month[2..],
            "01" | "02" | "03" | "04" | "05" | "06" | "07" | "08" | "09" | "10" | "11" | "12"
        )
        && digits(number)
        && number.len() == if month < "1501" { 4 } else { 5 }
}

/// Returns whether a text is `archive/YYMMNNN` or `archive.XX/YYMMNNN`, with `slash` as the slash.
fn is_old(id: &str, slash: char) -> bool {
    const ARCHIVES: [&str; 37] = [
        "acc-phys", "adap-org", "alg-geom", "ao-sci", "astro-ph", "atom-ph", "bayes-an", "chao-dyn",
        "chem-ph", "cmp-lg", "comp-gas", "cond-mat", "cs", "dg-ga", "funct-an", "gr-qc", "hep-ex", "hep-lat",
        "hep-ph", "hep-th", "math", "math-ph", "mtrl-th", "nlin", "nucl-ex", "nucl-th", "patt-sol",
        "physics", "plasm-ph", "q-alg", "q-bio", "quant-ph", "solv-int", "supr-con", "stat", "eess", "econ",
    ];
    let Some((archive, number)) = id.rsplit_once(slash) else { return false };
    let (name, class) = archive.split_once('.').unwrap_or((archive, "AA"));
    ARCHIVES.contains(&name)
        && class.len() == 2
        && class.bytes().all(|byte| byte.is_ascii_uppercase())
        && number.len() == 7
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_arxiv_id_is_read_from_every_spelling() {
        for text in [
            "2503.02130",
            "2503.02130v2",
            "arXiv:2503.02130v1",
            "arxiv: 2503.02130",
            "arXiv:2503.02130 [cs, stat]",
            "arXiv:2503.02130v2 [cs.CL]",
            "arXiv preprint arXiv:2503.02130",
            "arXiv preprint 2503.02130",
            "CoRR abs/2503.02130",
            "abs/2503.02130",
            "https://arxiv.org/abs/2503.02130",
            "http://arxiv.org/pdf/2503.02130v3.pdf",
            "http://export.arxiv.org/abs/2503.02130",
            "https://www.arxiv.org/html/2503.02130v2#S1",
            "https://de.arxiv.org/abs/2503.02130/",
            "arxiv.org/abs/2503.02130",
            "https://doi.org/10.48550/arXiv.2503.02130",
            "10.48550/ARXIV.2503.02130",
            "doi:10.48550/arXiv.2503.02130",
            "https://huggingface.co/papers/2503.02130",
            "https://www.alphaxiv.org/overview/2503.02130v1",
            "https://ar5iv.labs.arxiv.org/html/2503.02130",
            "oai:arXiv.org:2503.02130",
            "{2503.02130}",
            r"\url{https://arxiv.org/abs/2503.02130}",
        ] {
            assert_eq!(arxiv(text).as_deref(), Some("2503.02130"), "{text}");
        }
        assert_eq!(
            arxiv_with_version("https://arxiv.org/abs/math/0309136v1"),
            Some(("math/0309136".to_owned(), 1))
        );
        assert_eq!(arxiv_with_version("arXiv:1906.08237v12 [cs.CL]"), Some(("1906.08237".to_owned(), 12)));
        assert_eq!(arxiv("math.GT/0309136").as_deref(), Some("math/0309136"));
        assert_eq!(arxiv("astro-ph/0601001").as_deref(), Some("astro-ph/0601001"));
        for text in [
            "2503.0213",
            "2513.02130",
            "math-0309136",
            "https://arxiv.org/list/cs.CL/new",
            "é",
            "",
            "arXiv",
            "https://example.org/2503.02130",
            "2503.02130 and more",
            "On 2503.02130",
            "2503.02130v",
        ] {
            assert_eq!(arxiv(text), None, "{text}");
        }
    }

    #[test]
    fn all_arxiv_ids_of_a_text_are_found_in_order() {
        let found =
            |text: &str| arxiv_ids_in(text).into_iter().map(|(id, _)| id).collect::<Vec<_>>().join(" ");
        assert_eq!(found("arXiv preprint arXiv:1602.07261"), "1602.07261");
        assert_eq!(found("arXiv:1803.03324 [cs, stat]"), "1803.03324");
        assert_eq!(found("arXiv: 1803.03324"), "1803.03324");
        assert_eq!(found("arXiv e-prints, p. arXiv:1901.00001, 2019"), "1901.00001");
        assert_eq!(
            found("Preprint at https://arxiv.org/abs/1901.00001v2 (2019), CoRR abs/1706.03762."),
            "1901.00001 1706.03762"
        );
        assert_eq!(found("Eprint:arXiv:hep-th/9901001"), "hep-th/9901001");
        assert_eq!(found("version 1901.00001 of it"), "");
    }

    #[test]
    fn a_paper_id_may_imply_an_arxiv_id() {
        assert_eq!(arxiv_of_paper_id("math-0309136").as_deref(), Some("math/0309136"));
        assert_eq!(arxiv_of_paper_id("hep-th-9901001").as_deref(), Some("hep-th/9901001"));
        assert_eq!(arxiv_of_paper_id("1412.6980").as_deref(), Some("1412.6980"));
        assert_eq!(arxiv_of_paper_id("2401.00001v2").as_deref(), Some("2401.00001"));
        assert_eq!(arxiv_of_paper_id("math-0309136v3").as_deref(), Some("math/0309136"));
        assert_eq!(arxiv_of_paper_id("attention-0309136"), None);
    }

    proptest! {
        #[test]
        fn no_text_is_too_strange(text in "\\PC{0,40}|(2503|\\.|02130|v2|arxiv|:|abs/|http://|/|math|é| |%2F|\\[){0,20}") {
            for id in arxiv_ids_in(&text).into_iter().map(|(id, _)| id).chain(arxiv(&text)) {
                prop_assert_eq!(arxiv(&arxiv_url(&id)), Some(id));
            }
        }
    }
}
