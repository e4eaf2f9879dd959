//! Comments, which a page loads when a reader requests them.
//!
//! Until then the page loads nothing from another host. The parameters of the host's script are in the page as JSON.

use super::*;
use crate::config::{Mapping, Provider};
use serde_json::{Map, Value, json};

#[derive(Serialize)]
pub(super) struct CommentsView {
    host: &'static str,
    /// The comments at their host, for readers without scripts.
    url: String,
    load: String,
}

const LANGUAGES: [&str; 25] = [
    "ar", "ca", "da", "de", "en", "eo", "es", "fa", "fr", "he", "id", "it", "ja", "ko", "nl", "pl", "pt",
    "ro", "ru", "th", "tr", "uk", "vi", "zh-CN", "zh-TW",
];

/// Returns the comments of the paper whose page is at `address`, if the site has comments.
pub(super) fn comments(address: &str, shared: &Shared<'_>) -> Option<CommentsView> {
    let comments = shared.comments();
    let host = comments.provider.host()?;
    let repository = shared.comments_repository();
    let path = shared.url(address);
    let term = match comments.mapping {
        // An id may be a prefix of another; with slashes around it is unique.
        Mapping::Id => address,
        Mapping::Pathname => path.trim_start_matches('/'),
    };
    let load = match comments.provider {
        Provider::Utterances => {
            let term = if comments.mapping == Mapping::Id { term } else { "pathname" };
            let mut attributes = Map::new();
            attributes.insert("repo".to_owned(), repository.into());
            attributes.insert("issue-term".to_owned(), term.into());
            if !comments.label.is_empty() {
                attributes.insert("label".to_owned(), comments.label.as_str().into());
            }
            json!({
                "src": script(host),
                "attributes": attributes,
                "theme": "theme",
                "themes": {"light": "github-light", "dark": "github-dark", "system": "preferred-color-scheme"},
            })
        }
        _ => {
            let mapping = match comments.mapping {
                Mapping::Id => json!({"data-mapping": "specific", "data-term": term, "data-strict": "1"}),
                Mapping::Pathname => json!({"data-mapping": "pathname", "data-strict": "1"}),
            };
            let mut attributes = json!({
                "data-repo": repository,
                "data-repo-id": comments.repo_id,
                "data-category": comments.category,
                "data-category-id": comments.category_id,
                "data-reactions-enabled": "1",
                "data-emit-metadata": "0",
                "data-input-position": "top",
                "data-lang": language(shared.language()),
            });
            if let (Value::Object(attributes), Value::Object(mapping)) = (&mut attributes, mapping) {
                attributes.extend(mapping);
            }
            json!({
                "src": script(host),
                "attributes": attributes,
                "theme": "data-theme",
                "themes": {"light": "light", "dark": "dark", "system": "preferred_color_scheme"},
            })
        }
    };
    Some(CommentsView { host, url: shared.comments_url(term), load: load.to_string() })
}

fn script(host: &str) -> String {
    format!("https://{host}/client.js")
}

/// Returns the additions to a page's content security policy that allow comments to load.
pub fn allowed(shared: &Shared<'_>) -> String {
    let Some(host) = shared.comments().provider.host() else { return String::new() };
    let style = match shared.comments().provider {
        Provider::Giscus => format!("style-src 'self' https://{host};"),
        _ => String::new(),
    };
    format!("script-src 'self' {};{style}frame-src https://{host};", script(host))
}

fn language(site: &str) -> &'static str {
    let known = |tag: &str| LANGUAGES.iter().copied().find(|own| own.eq_ignore_ascii_case(tag));
    let lower = site.to_ascii_lowercase();
    let first = lower.split('-').next().unwrap_or_default();
    let is_traditional = crate::text::locale::with_likely_script(site).is_some_and(|tag| tag == "zh-hant");
    let chinese = if is_traditional { "zh-TW" } else { "zh-CN" };
    known(site).or_else(|| known(first)).or((first == "zh").then_some(chinese)).unwrap_or("en")
}

#[cfg(test)]
mod tests {
    use super::language;

    #[test]
    fn comments_use_the_nearest_language() {
        let near = ["en", "de-AT", "zh", "zh-Hant", "zh-tw", "zh-MO", "zh-Hans-CN", "pt-BR", "gsw", "x"]
            .map(language);
        assert_eq!(near, ["en", "de", "zh-CN", "zh-TW", "zh-TW", "zh-TW", "zh-CN", "pt", "en", "en"]);
    }
}
