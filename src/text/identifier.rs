//! Names that the world has agreed on: arXiv ids, DOIs, ORCIDs, web addresses, and our own paper ids.

use crate::text::filename;

/// Longest id of a paper, in bytes: it becomes a folder's name.
pub const LONGEST_ID: usize = 100;

/// Tells whether a text can be a paper's id: letters, digits, `.`, `_` and `-`, a letter or digit first. It names a folder, so what Windows
/// reserves for devices cannot be one.
pub fn is_paper_id(text: &str) -> bool {
    text.len() <= LONGEST_ID
        && text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
        // A folder named `x.` is `x` on some systems.
        && !text.ends_with('.')
        && !filename::is_device(text)
}

/// Returns the bare arXiv id in an id, an `arXiv:` name or an address, without its version.
pub fn arxiv(text: &str) -> Option<String> {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let mut id = text;
    for host in ["arxiv.org/", "export.arxiv.org/", "www.arxiv.org/", "alphaxiv.org/", "www.alphaxiv.org/"] {
        for scheme in ["https://", "http://", ""] {
            if lower.starts_with(&format!("{scheme}{host}")) {
                let path = &text[scheme.len() + host.len()..];
                let (kind, rest) = path.split_once('/')?;
                if !matches!(kind, "abs" | "pdf" | "html" | "format" | "ps" | "overview") {
                    return None;
                }
                id = rest.split(['?', '#']).next().unwrap_or(rest).trim_end_matches('/');
                id = id.strip_suffix(".pdf").unwrap_or(id);
            }
        }
    }
    if lower.starts_with("arxiv:") {
        id = text["arxiv:".len()..].trim();
    }
    for prefix in ["https://doi.org/10.48550/arxiv.", "http://doi.org/10.48550/arxiv.", "10.48550/arxiv."] {
        if lower.starts_with(prefix) {
            id = &text[prefix.len()..];
        }
    }
    let bare = without_version(id);
    match is_new_arxiv(bare) {
        true => Some(bare.to_owned()),
        false => is_old_arxiv(bare, '/').then(|| without_class(bare, '/')).flatten(),
    }
}

/// Returns the arXiv id that a paper's own id stands for: `2503.02130`, or `math-0309136` for `math/0309136`.
pub fn arxiv_of_paper_id(id: &str) -> Option<String> {
    if is_new_arxiv(id) {
        return Some(id.to_owned());
    }
    if !is_old_arxiv(id, '-') {
        return None;
    }
    without_class(id, '-')
}

/// Returns `math/0309136` for `math.GT/0309136`, which is the same paper.
fn without_class(id: &str, slash: char) -> Option<String> {
    let (archive, number) = id.rsplit_once(slash)?;
    let archive = archive.split('.').next().unwrap_or(archive);
    Some(format!("{archive}/{number}"))
}

/// Returns the bare DOI in a DOI, a `doi:` name or an address.
pub fn doi(text: &str) -> Option<String> {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let mut bare = text;
    for prefix in ["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi:"]
    {
        if lower.starts_with(prefix) {
            bare = text[prefix.len()..].trim();
        }
    }
    let (registrant, rest) = bare.strip_prefix("10.")?.split_once('/')?;
    let fits = (4..=9).contains(&registrant.len())
        && registrant.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && !rest.is_empty()
        && bare
            .chars()
            .all(|char| !char.is_whitespace() && !char.is_control() && !"\"<>\\^`{|}".contains(char));
    fits.then(|| bare.to_owned())
}

/// Returns the bare ORCID in an ORCID or an address, where its check digit is right.
pub fn orcid(text: &str) -> Option<String> {
    let text = text.trim();
    let bare =
        text.strip_prefix("https://orcid.org/").or(text.strip_prefix("http://orcid.org/")).unwrap_or(text);
    let parts: Vec<&str> = bare.split('-').collect();
    if parts.len() != 4 || parts.iter().any(|part| part.len() != 4) {
        return None;
    }
    let mut digits = bare.bytes().filter(|&byte| byte != b'-');
    let mut total: u32 = 0;
    for digit in digits.by_ref().take(15) {
        total = (total + u32::from(char::from(digit).to_digit(10)? as u8)) * 2;
    }
    // ISO 7064 MOD 11-2, as ORCID's documentation gives it.
    let check = match (12 - total % 11) % 11 {
        10 => b'X',
        digit => b'0' + digit as u8,
    };
    (digits.next()? == check).then(|| bare.to_owned())
}

fn without_version(id: &str) -> &str {
    match id.rsplit_once('v') {
        Some((bare, version)) if !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit()) => {
            bare
        }
        _ => id,
    }
}

/// `YYMM.NNNN` to 1412, `YYMM.NNNNN` from 1501.
fn is_new_arxiv(id: &str) -> bool {
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

/// `archive/YYMMNNN` or `archive.XX/YYMMNNN`, with `slash` for the slash.
fn is_old_arxiv(id: &str, slash: char) -> bool {
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

/// Returns an http or https address, or a path of this site, safe to stand in an attribute.
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
    fn arxiv_ids_are_found_in_every_dress() {
        for text in [
            "2503.02130",
            "2503.02130v2",
            "arXiv:2503.02130v1",
            "https://arxiv.org/abs/2503.02130",
            "http://arxiv.org/pdf/2503.02130v3.pdf",
            "https://doi.org/10.48550/arXiv.2503.02130",
        ] {
            assert_eq!(arxiv(text).as_deref(), Some("2503.02130"), "{text}");
        }
        assert_eq!(arxiv("https://arxiv.org/abs/math/0309136v1").as_deref(), Some("math/0309136"));
        assert_eq!(arxiv("math.GT/0309136").as_deref(), Some("math/0309136"));
        assert_eq!(arxiv("astro-ph/0601001").as_deref(), Some("astro-ph/0601001"));
        for text in ["2503.0213", "2513.02130", "math-0309136", "https://arxiv.org/list/cs.CL/new", "é", ""]
        {
            assert_eq!(arxiv(text), None, "{text}");
        }
    }

    #[test]
    fn a_paper_id_may_stand_for_an_arxiv_id() {
        assert_eq!(arxiv_of_paper_id("math-0309136").as_deref(), Some("math/0309136"));
        assert_eq!(arxiv_of_paper_id("hep-th-9901001").as_deref(), Some("hep-th/9901001"));
        assert_eq!(arxiv_of_paper_id("1412.6980").as_deref(), Some("1412.6980"));
        assert_eq!(arxiv_of_paper_id("attention-0309136"), None);
    }

    #[test]
    fn dois_and_orcids_are_checked() {
        assert_eq!(
            doi("https://doi.org/10.1145/3292500.3330701").as_deref(),
            Some("10.1145/3292500.3330701")
        );
        assert_eq!(doi("10.1145/<script>"), None);
        assert_eq!(orcid("https://orcid.org/0000-0002-1825-0097").as_deref(), Some("0000-0002-1825-0097"));
        assert_eq!(orcid("0000-0002-1694-233X").as_deref(), Some("0000-0002-1694-233X"));
        assert_eq!(orcid("0000-0002-1825-0098"), None);
        assert_eq!(orcid("00é0-0002-1825-009"), None);
    }

    #[test]
    fn a_paper_id_is_a_safe_folder_name() {
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
