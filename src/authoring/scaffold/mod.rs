//! The files of a new site: settings, a first entry, and files for the forge and the editor.
//!
//! Returns only texts, made from the facts known about the site. Only `ground` writes them. This module does not know
//! how a site is built.

pub mod ground;
pub mod home;

use crate::config;
use crate::content::schema;
use chrono::NaiveDate;

/// The facts known about a new site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct New {
    /// The title of the site.
    pub title: String,
    /// The address it will have.
    pub url: String,
    /// The address of the repository for browsers; empty if there is none.
    pub repository: String,
    /// The branch that is published.
    pub branch: String,
    /// The site's folder inside the repository; empty if they are the same.
    pub path: String,
    /// The date of the first entry.
    pub day: NaiveDate,
}

/// Returns the files of a new site: path, and text.
pub fn files(new: &New) -> Vec<(String, String)> {
    let fill = |text: &str| {
        text.replace("@TITLE@", &new.title.replace(['<', '>', '\n'], " "))
            .replace("@URL@", &new.url)
            .replace("@DAY@", &new.day.to_string())
            .replace("@BRANCH_NAME@", &new.branch.replace('`', ""))
            // JSON text is also valid YAML, whatever the name of the branch.
            .replace("@BRANCH@", &serde_json::Value::from(new.branch.as_str()).to_string())
    };
    let settings = [
        (config::version::KEY, config::version::series()),
        ("title", new.title.as_str()),
        ("base_url", &new.url),
        ("repository.url", &new.repository),
        ("repository.branch", &new.branch),
        ("repository.path", &new.path),
        // The forms are written even if the repository is not known yet.
        ("repository.forms", if home::has_forms(&new.repository) { "true" } else { "" }),
    ];
    let (_, known): (Vec<_>, Vec<_>) = settings.into_iter().partition(|(_, text)| text.is_empty());
    let entry = format!("content/papers/{}/2405.18047.md", new.day.format("%Y/%m/%d"));
    let mut files = vec![("site.toml".to_owned(), config::template(&known))];
    let filled = [
        (entry.as_str(), include_str!("files/entry.md")),
        ("content/topics.yaml", include_str!("files/topics.yaml")),
        ("README.md", include_str!("files/README.md")),
        (".gitignore", include_str!("files/gitignore")),
        (".github/workflows/publish.yml", include_str!("files/workflows/publish.yml")),
        (".github/workflows/check.yml", include_str!("files/workflows/check.yml")),
        (".github/workflows/collect.yml", include_str!("files/workflows/collect.yml")),
        (".github/workflows/digest.yml", include_str!("files/workflows/digest.yml")),
        (".github/workflows/propose.yml", include_str!("files/workflows/propose.yml")),
        (".github/dependabot.yml", include_str!("files/dependabot.yml")),
        (".github/ISSUE_TEMPLATE/add.yml", include_str!("files/forms/add.yml")),
        (".github/ISSUE_TEMPLATE/correct.yml", include_str!("files/forms/correct.yml")),
        (".vscode/settings.json", include_str!("files/settings.json")),
        (".vscode/extensions.json", include_str!("files/extensions.json")),
    ];
    files.extend(filled.map(|(path, text)| (path.to_owned(), fill(text))));
    let schemas = [("papers", None), ("topics", Some("topics")), ("site", Some("site"))];
    files.extend(schemas.map(|(name, part)| (format!(".vscode/offprint/{name}.json"), schema::text(part))));
    files
}
