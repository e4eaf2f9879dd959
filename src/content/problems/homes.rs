//! Keys of other programs, and misplaced keys, with the equivalent key of Offprint.

/// The place where a value belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Home {
    /// A key at the top of the entry.
    Key(&'static str),
    /// A key under `links:`.
    Link(&'static str),
    /// An address that may be one of two links.
    Page,
    /// Nowhere: only the named program uses the key.
    Nowhere(&'static str),
}

/// The usual keys of Hugo, Zola, Jekyll, academicpages, al-folio, Obsidian and reference managers. Comparison ignores
/// `_`, `-` and letter case.
const HOMES: [(&[&str], Home); 27] = [
    (&["arxiv", "arxivid", "arxivurl", "eprint"], Home::Link("arxiv")),
    (&["doi", "doiurl"], Home::Link("doi")),
    (&["pdf", "pdfurl", "urlpdf", "paperurl", "fulltext", "file"], Home::Link("pdf")),
    (&["html", "urlhtml"], Home::Link("html")),
    (
        &["code", "codeurl", "urlcode", "github", "githuburl", "repo", "repository", "sourcecode"],
        Home::Link("code"),
    ),
    (&["project", "projectpage", "projecturl", "urlproject", "website", "homepage"], Home::Link("project")),
    (&["data", "dataset", "datasets", "urldataset", "dataurl"], Home::Link("data")),
    (&["model", "models", "modelurl", "huggingface"], Home::Link("model")),
    (&["demo", "demourl"], Home::Link("demo")),
    (&["video", "videourl", "urlvideo", "youtube", "talk"], Home::Link("video")),
    (&["slides", "slidesurl", "urlslides"], Home::Link("slides")),
    (&["poster", "posterurl", "urlposter"], Home::Link("poster")),
    (&["url", "link", "externallink", "externalurl", "permalinkurl"], Home::Page),
    (
        &["tags", "tag", "categories", "category", "cate", "subjects", "subject", "taxonomies", "areas"],
        Home::Key("topics"),
    ),
    (&["author", "authorlist", "byline"], Home::Key("authors")),
    (
        &[
            "journal",
            "journaltitle",
            "booktitle",
            "conference",
            "containertitle",
            "publication",
            "publicationshort",
        ],
        Home::Key("venue"),
    ),
    (
        &["year", "month", "pubdate", "publishdate", "publicationdate", "datepublished"],
        Home::Key("published"),
    ),
    (
        &["lastmod", "lastmodified", "lastmodifiedat", "modified", "datemodified", "updatedat", "revised"],
        Home::Key("updated"),
    ),
    (&["created", "dateadded", "added", "day", "posted"], Home::Key("date")),
    (&["excerpt", "tldr", "description", "subtitle", "teaser", "lead"], Home::Key("summary")),
    (&["redirectfrom", "oldurl", "alias"], Home::Key("aliases")),
    (&["permalink", "slug", "path"], Home::Key("id")),
    (&["bib", "citation", "cite", "bibtexentry"], Home::Key("bibtex")),
    (&["image", "cover", "preview", "thumb", "featuredimage", "img", "teaserimage"], Home::Key("thumbnail")),
    (&["publish", "hidden", "unlisted", "isdraft"], Home::Key("draft")),
    (&["language", "locale"], Home::Key("lang")),
    (
        &[
            "layout",
            "collection",
            "template",
            "weight",
            "order",
            "toc",
            "math",
            "mathjax",
            "katex",
            "cssclass",
            "cssclasses",
            "sidebar",
            "sharing",
            "bibtexshow",
            "authorprofile",
            "sitemap",
            "sortby",
            "insertanchorlinks",
            "series",
            "headerimage",
            "readtime",
            "showdate",
            "intopmenu",
            "abbr",
        ],
        Home::Nowhere("Other site generators use this key"),
    ),
];

/// Returns where the value of an unknown key belongs.
pub(super) fn of(key: &str) -> Option<Home> {
    let plain: String =
        key.chars().filter(|char| !matches!(char, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect();
    HOMES.iter().find(|(keys, _)| keys.contains(&plain.as_str())).map(|(_, home)| *home)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_one_home() {
        let mut all: Vec<&str> = HOMES.iter().flat_map(|(keys, _)| keys.iter().copied()).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        assert_eq!(of("url_pdf"), Some(Home::Link("pdf")));
        assert_eq!(of("arXiv"), Some(Home::Link("arxiv")));
        assert_eq!(of("lastmod"), Some(Home::Key("updated")));
        assert_eq!(of("titel"), None);
    }
}
