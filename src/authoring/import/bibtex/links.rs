//! The identifiers and addresses of an entry, in any of its fields.

use super::book::Resolved;
use crate::authoring::import::record;
use crate::authoring::import::report::{Fate, Ledger};
use crate::text::identifier;
use std::borrow::Cow;

/// The identifiers and addresses found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The arXiv id, and its version.
    pub arxiv: Option<(String, u32)>,
    pub links: Vec<(&'static str, String)>,
    /// Fields that contain only the name of arXiv. They are not a venue, a volume or pages.
    of_arxiv: Vec<&'static str>,
    /// Unused values: field, reason, value.
    unused: Vec<(&'static str, Fate, &'static str, String)>,
}

impl Found {
    /// Returns a DOI without a line break inside it; any other text stays as written.
    fn rejoined<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        let Some((first, rest)) = text.split_once(char::is_whitespace) else { return text.into() };
        let rest = rest.trim();
        let is_cut = first.ends_with(['.', '/', '-', '_', '(']) && !rest.contains(char::is_whitespace);
        let whole: String = text.split_whitespace().collect();
        if !is_cut || rest.starts_with("10.") || identifier::doi(&whole).is_none() {
            return text.into();
        }
        self.unused.push(("links.doi", Fate::Guessed, "a DOI on two lines was joined", whole.clone()));
        whole.into()
    }

    /// Returns whether a field contains only the name of arXiv.
    pub fn is_of(&self, field: &str) -> bool {
        self.of_arxiv.contains(&field)
    }

    pub fn report(&self, id: &str, ledger: &mut Ledger) {
        for (field, fate, why, value) in &self.unused {
            ledger.note(field, *fate, why, &format!("{id}: {value}"));
        }
    }
}

/// Fields that hold an address, and the key of `links:` that it belongs to.
const ADDRESSES: [(&str, &str); 23] = [
    ("url", "html"),
    // Publishers write the address of the PDF here: `eprint = {https://academic.oup.com/…/1.pdf}`.
    ("eprint", "html"),
    ("pdf", "pdf"),
    ("code", "code"),
    ("html", "html"),
    ("link", "html"),
    ("ee", "html"),
    ("howpublished", "html"),
    ("github", "code"),
    ("repo", "code"),
    ("software", "code"),
    ("website", "project"),
    ("project", "project"),
    ("projectpage", "project"),
    ("project_page", "project"),
    ("homepage", "project"),
    ("slides", "slides"),
    ("slide", "slides"),
    ("poster", "poster"),
    ("video", "video"),
    ("demo", "demo"),
    ("data", "data"),
    ("model", "model"),
];

/// Finds the identifiers and addresses of an entry.
pub(super) fn find(entry: &Resolved<'_>) -> Found {
    let mut found = Found::default();
    arxiv(&mut found, entry);
    doi(&mut found, entry);
    for (field, key) in ADDRESSES {
        let text = entry.get(field);
        if text.is_empty()
            || !(text.contains("://")
                || text.contains("www.")
                || text.contains('/') && field != "howpublished")
        {
            if !text.is_empty() && !matches!(field, "howpublished" | "eprint") {
                found.unused.push((field, Fate::Dropped, "not a web address", text.to_owned()));
            }
            continue;
        }
        address(&mut found, field, key, text);
    }
    unclear(&mut found, entry);
    found
}

/// Reports identifiers in a note that may belong to another work.
fn unclear(found: &mut Found, entry: &Resolved<'_>) {
    let text = entry.get("note");
    if !text.contains(|char: char| char.is_ascii_digit()) {
        return;
    }
    let is_of_arxiv = |id: &(String, u32)| found.arxiv.as_ref().is_some_and(|(known, _)| *known == id.0);
    let is_used = |doi: &String| found.links.iter().any(|(_, known)| known.eq_ignore_ascii_case(doi));
    let is_doi = identifier::dois_in(text).iter().any(|doi| !is_used(doi));
    let is_arxiv = identifier::arxiv_ids_in(text).iter().any(|id| !is_of_arxiv(id));
    if is_doi || is_arxiv {
        let why = "an identifier that may belong to another work; if it is of this paper, set `links`";
        found.unused.push(("note", Fate::Unsure, why, text.split_whitespace().collect::<Vec<_>>().join(" ")));
    }
}

fn arxiv(found: &mut Found, entry: &Resolved<'_>) {
    let of = [entry.get("archiveprefix"), entry.get("eprinttype")].concat().to_ascii_lowercase();
    let is_of_arxiv = of.is_empty() || of.starts_with("arxiv");
    let places = ["journal", "journaltitle", "institution", "publisher", "howpublished"];
    let is_at_arxiv = places.iter().any(|field| names_arxiv(entry.get(field)));
    // Fields that consist of an id, the most reliable first.
    let whole = [
        "eprint",
        "arxivid",
        "arxiv",
        "url",
        "doi",
        "volume",
        "howpublished",
        "journal",
        "journaltitle",
        "note",
        "pages",
        "number",
        "link",
        "ee",
    ];
    for field in whole {
        let text = entry.get(field);
        if text.is_empty() || (field == "eprint" && !is_of_arxiv) {
            continue;
        }
        // Numbers of other kinds look like ids, too.
        let is_labelled = matches!(field, "eprint" | "arxivid" | "arxiv" | "url" | "doi")
            || names_arxiv(text)
            || text.contains("abs/")
            || (matches!(field, "volume" | "number" | "pages") && is_at_arxiv);
        let one = identifier::arxiv_with_version(text).filter(|_| is_labelled);
        let one = one.or_else(|| mentioned(text, field, identifier::arxiv_ids_in));
        let Some(one) = one else { continue };
        match &mut found.arxiv {
            None => found.arxiv = Some(one),
            Some((id, version)) if *id == one.0 => *version = (*version).max(one.1),
            Some(_) => found.unused.push((
                field,
                Fate::Dropped,
                "another arXiv id; the first one is used",
                text.to_owned(),
            )),
        }
    }
    if found.arxiv.is_none() {
        // `arXiv e-prints, p. arXiv:1901.00001, 2019`
        let fields = ["journal", "journaltitle", "howpublished", "booktitle", "pages"]
            .into_iter()
            .filter(|field| names_arxiv(entry.get(field)));
        // Google Scholar writes a colon as a dash: `arXiv--1901.00001`.
        let mut ids = fields.flat_map(|field| identifier::arxiv_ids_in(&entry.get(field).replace("--", ":")));
        found.arxiv = ids.next();
    }
    for field in ["journal", "journaltitle", "booktitle", "howpublished"] {
        let text = entry.get(field);
        if names_arxiv(text) {
            found.of_arxiv.push(field);
            if found.arxiv.is_none() {
                let why = "arXiv is not a venue, and the entry has no arXiv id";
                found.unused.push(("venue", Fate::Dropped, why, text.to_owned()));
            }
        }
    }
    if found.arxiv.is_none() {
        return;
    }
    for field in ["volume", "pages", "eid", "number"] {
        if names_arxiv(entry.get(field)) || entry.get(field).starts_with("abs/") {
            found.of_arxiv.push(field);
        }
    }
}

/// Returns the only identifier of a note or of `howpublished`, if the text says no more than where the work is:
/// `Preprint available at arXiv:1901.00001`.
fn mentioned<T>(text: &str, field: &str, all: impl Fn(&str) -> Vec<T>) -> Option<T> {
    const WHERE: [&str; 20] = [
        "arxiv",
        "available",
        "at",
        "online",
        "as",
        "on",
        "in",
        "from",
        "preprint",
        "e-print",
        "eprint",
        "doi",
        "url",
        "version",
        "paper",
        "the",
        "is",
        "this",
        "and",
        "article",
    ];
    if !matches!(field, "note" | "howpublished") || !text.contains(|char: char| char.is_ascii_digit()) {
        return None;
    }
    let plain = verbatim(text);
    let is_known = |word: &str| {
        let is_category = word.starts_with('[') || word.ends_with(']');
        let word = word.trim_matches(|char: char| !char.is_alphanumeric());
        is_category
            || word.is_empty()
            || WHERE.iter().any(|known| word.eq_ignore_ascii_case(known))
            || identifier::arxiv(word).is_some()
            || !identifier::dois_in(word).is_empty()
    };
    if !plain.split_whitespace().all(is_known) {
        return None;
    }
    let mut found = all(&plain).into_iter();
    found.next().filter(|_| found.next().is_none())
}

/// Returns whether a text begins with the name of arXiv.
fn names_arxiv(text: &str) -> bool {
    let text = text.trim_start_matches(['{', ' ', '\\']);
    let text = text[..text.floor_char_boundary(40)].to_ascii_lowercase();
    let rest = [
        "arxiv",
        "corr",
        "e-print archive",
        "url{http://arxiv",
        "url{https://arxiv",
        "http://arxiv",
        "https://arxiv",
    ]
    .iter()
    .find_map(|name| text.strip_prefix(name));
    rest.is_some_and(|rest| !rest.starts_with(|next: char| next.is_alphabetic()))
}

fn doi(found: &mut Found, entry: &Resolved<'_>) {
    for field in ["doi", "url", "ee", "link", "eprint", "howpublished", "note"] {
        let text = entry.get(field);
        if text.is_empty() {
            continue;
        }
        // In a note, a DOI may belong to another work.
        let dois = match field {
            "note" => mentioned(text, field, identifier::dois_in).into_iter().collect(),
            "doi" => identifier::dois_in(&found.rejoined(text)),
            _ => identifier::dois_in(text),
        };
        if dois.is_empty() && field == "doi" {
            found.unused.push(("links.doi", Fate::Dropped, "not a DOI", text.to_owned()));
        }
        for (index, doi) in dois.into_iter().enumerate() {
            let known = found.links.iter().find(|(key, _)| *key == "doi").map(|(_, known)| known);
            match known {
                None => found.links.push(("doi", doi)),
                Some(known) if known.eq_ignore_ascii_case(&doi) => {}
                Some(_) if index > 0 || field == "doi" => {
                    found.unused.push((
                        "links.doi",
                        Fate::Dropped,
                        "another DOI; the first one is used",
                        doi,
                    ));
                }
                // The address keeps its place in the list of links.
                Some(_) => {}
            }
        }
    }
}

fn address(found: &mut Found, field: &'static str, key: &'static str, text: &str) {
    let plain = verbatim(text);
    // Blanks separate addresses; `\href{address}{words}` begins with one. A semicolon may be part of one: `3.0.CO;2-6`.
    let plain = plain.replace(";http", " http");
    let mut words = plain
        .split_whitespace()
        .map(|word| word.trim_matches([',', ';', '<', '>', '"', '.']))
        .filter(|word| !word.is_empty());
    let is_address =
        |word: &&str| word.contains("://") || word.starts_with("www.") || word.starts_with("github.com/");
    let Some(first) = words.find(is_address) else {
        let is_used = identifier::arxiv(text).is_some() || identifier::doi(text).is_some();
        if field != "howpublished" && !is_used {
            found.unused.push((field, Fate::Dropped, "not a web address", text.to_owned()));
        }
        return;
    };
    let rest: Vec<String> = words.filter(is_address).map(str::to_owned).collect();
    for (index, url) in std::iter::once(first.to_owned()).chain(rest).enumerate() {
        if identifier::arxiv(&url)
            .is_some_and(|id| found.arxiv.as_ref().is_some_and(|(known, _)| *known == id))
        {
            continue;
        }
        let own = found.links.iter().find(|(key, _)| *key == "doi").map(|(_, doi)| doi.clone());
        if let Some(doi) = identifier::doi(&url)
            && own.is_some_and(|own| own.eq_ignore_ascii_case(&doi))
        {
            if !url.contains("doi.org/") {
                found.unused.push((field, Fate::Merged, "the DOI links to the same page", url));
            }
            continue;
        }
        let Some(address) = record::address(&url) else {
            found.unused.push((field, Fate::Dropped, "not a web address", url));
            continue;
        };
        let key = if key == "html" && address.to_ascii_lowercase().ends_with(".pdf") { "pdf" } else { key };
        match found.links.iter().find(|(known, _)| *known == key) {
            None if index == 0 => found.links.push((key, address)),
            Some((_, known)) if *known == address => {}
            _ => found.unused.push((field, Fate::Dropped, "another address; the first one is used", address)),
        }
    }
}

/// Returns an address without LaTeX: `a{\_}b{\%}20c` is `a_b%20c`.
fn verbatim(text: &str) -> Cow<'_, str> {
    if !text.contains(['\\', '{', '}', '$']) {
        return Cow::Borrowed(text);
    }
    let mut plain = text.replace("}{", " ");
    for (tex, sign) in [
        ("\\url", " "),
        ("\\href", " "),
        ("\\path", " "),
        ("\\textunderscore", "_"),
        ("\\textasciitilde", "~"),
        ("\\textendash", "-"),
        ("$\\sim$", "~"),
        ("\\_", "_"),
        ("\\%", "%"),
        ("\\#", "#"),
        ("\\&", "&"),
        ("\\~", "~"),
        ("\\$", "$"),
        ("\\/", "/"),
        ("{", ""),
        ("}", ""),
    ] {
        plain = plain.replace(tex, sign);
    }
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(fields: &[(&str, &str)]) -> String {
        let mut entry = Resolved::default();
        fields.iter().for_each(|(key, value)| entry.fields.add((*key).to_owned(), (*value).to_owned()));
        let found = find(&entry);
        let mut all: Vec<String> =
            found.arxiv.into_iter().map(|(id, version)| format!("arxiv {id} v{version}")).collect();
        all.extend(found.links.into_iter().map(|(key, value)| format!("{key} {value}")));
        all.extend(
            found
                .unused
                .into_iter()
                .map(|(field, fate, why, value)| format!("{} {field} {value}: {why}", fate.word())),
        );
        all.join("; ")
    }

    #[test]
    fn identifiers_are_found_in_every_field() {
        for (fields, expected) in [
            (&[("eprint", "1403.3399v2"), ("archiveprefix", "arXiv")][..], "arxiv 1403.3399 v2"),
            (&[("journal", "arXiv preprint arXiv:1602.07261")], "arxiv 1602.07261 v0"),
            (&[("journal", "CoRR"), ("volume", "abs/1412.6980")], "arxiv 1412.6980 v0"),
            (&[("note", "arXiv:1906.08237v2 [cs.CL]")], "arxiv 1906.08237 v2"),
            (
                &[("note", "Extends arXiv:1906.08237")],
                "not certain note Extends arXiv:1906.08237: an identifier that may belong to another work; if it is of this paper, set `links`",
            ),
            (&[("eprint", "1234.5678"), ("eprinttype", "hal")], ""),
            (&[("url", "https://doi.org/10.1111/eth.12804")], "doi 10.1111/eth.12804"),
            (&[("doi", "10.1007/978-3-319-10602-1{\\_}48")], "doi 10.1007/978-3-319-10602-1_48"),
            (&[("note", "doi:10.1000/182")], "doi 10.1000/182"),
            (
                &[("note", "Erratum in 10.1000/182")],
                "not certain note Erratum in 10.1000/182: an identifier that may belong to another work; if it is of this paper, set `links`",
            ),
            (
                &[("doi", "10.1000/1, 10.1000/2")],
                "doi 10.1000/1; dropped links.doi 10.1000/2: another DOI; the first one is used",
            ),
            (&[("doi", "none")], "dropped links.doi none: not a DOI"),
        ] {
            assert_eq!(found(fields), expected, "{fields:?}");
        }
    }

    #[test]
    fn addresses_lose_their_latex_and_are_all_reported() {
        for (fields, expected) in [
            (
                &[("url", "http://example.org/x{\\_}y/a{\\%}20b{\\#}s")][..],
                "html http://example.org/x_y/a%20b#s",
            ),
            (&[("url", "\\url{https://example.org/a.pdf}")], "pdf https://example.org/a.pdf"),
            (&[("howpublished", "\\href{https://example.org/~u}{our page}")], "html https://example.org/~u"),
            (
                &[("url", "http://a.org/x http://b.org/y")],
                "html http://a.org/x; dropped url http://b.org/y: another address; the first one is used",
            ),
            (&[("pdf", "paper.pdf")], "dropped pdf paper.pdf: not a web address"),
            (
                &[("website", "https://a.org/"), ("video", "https://b.org/v")],
                "project https://a.org/; video https://b.org/v",
            ),
        ] {
            assert_eq!(found(fields), expected, "{fields:?}");
        }
    }
}
