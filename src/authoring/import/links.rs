//! Decides which key of `links:` an address belongs to, by the label in the source or by the host.

use super::record;
use crate::text::identifier;

/// Labels of links, without `_`, `-`, blanks and letter case, in BibTeX, JSON and tables. The keys of al-folio and Hugo
/// Academic are included.
const NAMES: [(&str, &[&str]); 12] = [
    ("pdf", &["pdf", "pdfurl", "pdflink", "urlpdf", "paperpdf", "fulltext"]),
    ("html", &["html", "htmlurl", "urlhtml", "page", "landingpage"]),
    (
        "code",
        &[
            "code",
            "codeurl",
            "codelink",
            "urlcode",
            "github",
            "githuburl",
            "githubrepo",
            "repo",
            "repository",
            "repourl",
            "software",
            "sourcecode",
            "officialcode",
            "implementation",
        ],
    ),
    (
        "project",
        &[
            "project",
            "projectpage",
            "projecturl",
            "urlproject",
            "website",
            "homepage",
            "site",
            "webpage",
            "proj",
        ],
    ),
    ("data", &["data", "dataset", "datasets", "dataurl", "urldataset", "benchmark"]),
    ("model", &["model", "models", "modelurl", "weights", "checkpoint", "checkpoints"]),
    ("demo", &["demo", "demourl", "space", "playground"]),
    ("video", &["video", "videourl", "urlvideo", "youtube", "talk", "presentation", "recording"]),
    ("slides", &["slides", "slidesurl", "urlslides", "slide", "deck"]),
    ("poster", &["poster", "posterurl", "urlposter"]),
    ("doi", &["doi", "doiurl", "urldoi"]),
    ("arxiv", &["arxiv", "arxivid", "arxivurl"]),
];

/// Returns the key of `links:` for a source's label of a link.
pub(super) fn key_of(name: &str) -> Option<&'static str> {
    let plain: String =
        name.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    NAMES.iter().find(|(_, names)| names.contains(&plain.as_str())).map(|(key, _)| *key)
}

/// Returns the key of `links:` for an address, by its host and path.
pub(super) fn key_of_address(url: &str) -> Option<&'static str> {
    let (_, rest) = url.split_once("://")?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let file = path.split(['?', '#']).next().unwrap_or(path).to_ascii_lowercase();
    Some(match host {
        "github.com" | "gitlab.com" | "bitbucket.org" | "codeberg.org" | "gitee.com" => "code",
        "youtube.com" | "youtu.be" | "vimeo.com" | "bilibili.com" | "slideslive.com" => "video",
        "huggingface.co" if path.starts_with("spaces/") => "demo",
        "huggingface.co" if path.starts_with("datasets/") => "data",
        "huggingface.co" if !path.starts_with("papers/") && path.contains('/') => "model",
        "kaggle.com" | "zenodo.org" | "figshare.com" => "data",
        "openreview.net" if file.starts_with("pdf") => "pdf",
        "openreview.net" | "aclanthology.org" | "openaccess.thecvf.com" | "proceedings.mlr.press"
            if !file.ends_with(".pdf") =>
        {
            "html"
        }
        host if host.ends_with(".github.io") || host.ends_with(".gitlab.io") => "project",
        "doi.org" | "dx.doi.org" => "doi",
        _ if file.ends_with(".pdf") => "pdf",
        _ => return None,
    })
}

/// Returns the value of a link as written in an entry: an id for `doi` and `arxiv`, otherwise an address.
pub(super) fn value_of(key: &str, text: &str) -> Option<String> {
    match key {
        "doi" => identifier::doi(text),
        "arxiv" => identifier::arxiv(text),
        _ => record::address(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_have_keys_by_name_or_host() {
        for (name, key) in [
            ("Project Page", "project"),
            ("url_pdf", "pdf"),
            ("GitHub", "code"),
            ("website", "project"),
            ("slides", "slides"),
        ] {
            assert_eq!(key_of(name), Some(key), "{name}");
        }
        assert_eq!(key_of("link"), None);
        for (url, key) in [
            ("https://github.com/a/b", Some("code")),
            ("https://a.github.io/b", Some("project")),
            ("https://huggingface.co/spaces/a/b", Some("demo")),
            ("https://huggingface.co/a/b", Some("model")),
            ("https://youtu.be/x", Some("video")),
            ("https://example.org/a.PDF?x", Some("pdf")),
            ("https://example.org/a", None),
        ] {
            assert_eq!(key_of_address(url), key, "{url}");
        }
    }
}
