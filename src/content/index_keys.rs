//! Terms of the search index that are not words: identifiers and addresses of a paper, and acronyms of its venue.

use super::keys::PaperFacts;
use super::paper::LinkKind;
use crate::text::identifier::{arxiv, doi};
use crate::text::tokenizer::{is_function_word, words};

/// The maximum length of an address in the index, in bytes. The script cuts addresses at the same length.
const MAX_KEY: usize = 60;

/// Returns the keys of a paper: arXiv id, DOI, addresses of its links and its own id, in lower case.
pub(super) fn keys(paper: &PaperFacts) -> Vec<String> {
    let links = &paper.links;
    let ids = links.arxiv.iter().map(|id| id.replace('/', "-")).chain([paper.id.clone()]);
    let dois = links.doi.iter().map(|doi| doi.to_lowercase());
    let addresses = links.named.iter().map(|(_, url)| url).chain(links.other.iter().map(|(_, url)| url));
    // An address that contains an identifier of the paper is found by that.
    let addresses = addresses.filter(|url| arxiv(url).is_none() && doi(url).is_none());
    let mut keys: Vec<String> =
        ids.map(|id| id.to_lowercase()).chain(dois).chain(addresses.map(|url| address(url))).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Returns an address without what people omit or add: scheme, `www.`, fragment, `.git` and the last slash.
fn address(url: &str) -> String {
    let url = url.split('#').next().unwrap_or_default().to_lowercase();
    let url = url.split_once("://").map_or(&*url, |(_, rest)| rest);
    let url = url.strip_prefix("www.").unwrap_or(url).trim_end_matches('/');
    let url = url.strip_suffix(".git").unwrap_or(url);
    url[..url.floor_char_boundary(MAX_KEY)].to_owned()
}

/// Returns the names of the repositories of code, models and data.
pub(super) fn repositories(paper: &PaperFacts) -> impl Iterator<Item = &str> {
    let links = paper.links.named.iter();
    let links = links.filter(|(kind, _)| matches!(kind, LinkKind::Code | LinkKind::Model | LinkKind::Data));
    links.filter_map(|(_, url)| {
        let path = url.split_once("://")?.1.trim_end_matches('/').split_once('/')?.1;
        let name = path.split(['?', '#']).next()?.rsplit('/').next()?;
        path.contains('/').then(|| name.strip_suffix(".git").unwrap_or(name))
    })
}

/// Acronyms that are not the first letters of a venue's name.
const ACRONYMS: &[(&str, &str)] = &[
    ("artificial intelligence and statistics", "aistats"),
    ("neural information processing systems", "neurips"),
    ("north american chapter of the association for computational linguistics", "naacl"),
    ("european chapter of the association for computational linguistics", "eacl"),
    ("international conference on computational linguistics", "coling"),
    ("computational natural language learning", "conll"),
    ("research and development in information retrieval", "sigir"),
    ("knowledge discovery and data mining", "kdd"),
    ("knowledge discovery & data mining", "kdd"),
    ("applications of computer vision", "wacv"),
    ("intelligent robots and systems", "iros"),
    ("human factors in computing systems", "chi"),
    ("world wide web", "www"),
    ("robotics and automation", "icra"),
];

/// Calls `each` with the acronyms of a venue: the first letters of the last words of its name, with and without small words. `Proceedings of
/// the 31st International Conference on Machine Learning` gives `icml`.
pub(super) fn acronyms(venue: &str, mut each: impl FnMut(&str)) {
    let lower = venue.to_lowercase();
    ACRONYMS.iter().filter(|(name, _)| lower.contains(name)).for_each(|(_, acronym)| each(acronym));
    let mut all = Vec::new();
    words(venue, |_, word| all.push(word.to_owned()));
    let starts = all.iter().enumerate().filter(|(_, word)| !is_function_word(word));
    let mut found = Vec::new();
    for (start, _) in starts {
        let letters = |word: &String| word.chars().next().filter(char::is_ascii_lowercase);
        let whole: String = all[start..].iter().filter_map(letters).collect();
        let short: String =
            all[start..].iter().filter(|word| !is_function_word(word)).filter_map(letters).collect();
        found.extend([whole, short].into_iter().filter(|acronym| (3..=6).contains(&acronym.len())));
    }
    found.sort_unstable();
    found.dedup();
    found.iter().for_each(|acronym| each(acronym));
}

#[cfg(test)]
mod tests {
    use super::{acronyms, address};

    #[test]
    fn addresses_lose_what_people_omit() {
        for url in
            ["https://www.GitHub.com/a/b.git", "http://github.com/a/b/", "https://github.com/a/b#readme"]
        {
            assert_eq!(address(url), "github.com/a/b");
        }
    }

    #[test]
    fn a_venue_has_its_acronym() {
        let has = |venue: &str, wanted: &str| {
            let mut found = false;
            acronyms(venue, |acronym| found |= acronym == wanted);
            found
        };
        assert!(has("Proceedings of the 31st International Conference on Machine Learning", "icml"));
        assert!(has("Proceedings of Thirty Sixth Conference on Learning Theory", "colt"));
        assert!(has(
            "Proceedings of the Thirty-Ninth Conference on Uncertainty in Artificial Intelligence",
            "uai"
        ));
        assert!(has("Advances in Neural Information Processing Systems", "neurips"));
        assert!(has("Advances in Neural Information Processing Systems", "nips"));
        assert!(has("Artificial Intelligence and Statistics", "aistats"));
    }
}
