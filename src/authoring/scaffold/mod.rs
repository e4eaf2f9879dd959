//! The files of a new site: settings, a first entry, and files for the forge and the editor.
//!
//! Returns only texts, made from the facts known about the site. Only `ground` writes them. This module does not know
//! how a site is built.

pub mod ground;
pub mod home;
pub mod host;
pub mod kind;

use crate::config;
use crate::content::schema;
use chrono::NaiveDate;
use host::Host;
use kind::Kind;

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
    /// What the site is for.
    pub kind: Kind,
    /// Where the site is published.
    pub host: Host,
    /// The language of the interface.
    pub language: String,
    /// The words of the interface to translate, if the language is not built in.
    pub words: Option<String>,
    /// The date of the first entry.
    pub day: NaiveDate,
}

/// Returns the character in the path of a site that the files of hosts cannot contain, such as a quotation mark.
pub fn unusable(path: &str) -> Option<char> {
    path.chars().find(|char| !char.is_alphanumeric() && !"-_./ ".contains(*char))
}

/// Returns the files of a new site: path from the root of its repository, and text.
pub fn files(new: &New) -> Vec<(String, String)> {
    let (path, below) = match new.path.as_str() {
        "" => (".", String::new()),
        path => (path, format!("{path}/")),
    };
    let lines = |text: &str| -> String {
        // Lines that only a site below the root of its repository needs.
        let keep = |line: &'_ str| match line.strip_suffix("@BELOW@\n") {
            Some(_) if below.is_empty() => String::new(),
            Some(line) => format!("{}\n", line.trim_end()),
            None => line.to_owned(),
        };
        text.split_inclusive('\n').map(keep).collect()
    };
    let fill = |text: &str| {
        lines(text)
            .replace("@SETUP@", new.host.setup())
            .replace("@FORMS@", new.host.forms())
            .replace("@CHECKS@", new.host.checks())
            .replace("@SITE@", path)
            .replace("@IN@", &below)
            .replace("@UNDER@", &if below.is_empty() { String::new() } else { format!("/{path}") })
            .replace(
                "@RUNNER@",
                if new.repository.contains("codeberg.org/") { "codeberg-small" } else { "docker" },
            )
            .replace("@TITLE@", &new.title.replace(['<', '>', '\n'], " "))
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
        ("language", if new.language == "en" { "" } else { &new.language }),
        ("repository.url", &new.repository),
        ("repository.branch", &new.branch),
        ("repository.path", &new.path),
        // The forms are written even if the repository is not known yet.
        (
            "repository.forms",
            if new.host == Host::GitHub && home::has_forms(&new.repository) { "true" } else { "" },
        ),
    ];
    let settings = settings.into_iter().chain(new.kind.settings().iter().copied());
    let (_, known): (Vec<_>, Vec<_>) = settings.partition(|(_, text)| text.is_empty());
    let folder = if new.kind.has_days() { format!("{}/", new.day.format("%Y/%m/%d")) } else { String::new() };
    let entry = format!("content/papers/{folder}2405.18047.md");
    let mut files = vec![("site.toml".to_owned(), config::template(&known))];
    files.extend(new.words.iter().map(|words| (format!("i18n/{}.toml", new.language), words.clone())));
    let filled = [
        (entry.as_str(), include_str!("files/entry.md")),
        ("content/topics.yaml", include_str!("files/topics.yaml")),
        ("README.md", include_str!("files/README.md")),
        (".gitignore", include_str!("files/gitignore")),
        (".vscode/settings.json", include_str!("files/settings.json")),
        (".vscode/extensions.json", include_str!("files/extensions.json")),
    ];
    files.extend(filled.map(|(path, text)| (path.to_owned(), fill(text))));
    let schemas = [("papers", None), ("topics", Some("topics")), ("site", Some("site"))];
    files.extend(schemas.map(|(name, part)| (format!(".vscode/offprint/{name}.json"), schema::text(part))));
    for (path, _) in &mut files {
        path.insert_str(0, &below);
    }
    files.extend(
        new.host
            .files()
            .iter()
            .filter(|(path, _)| new.kind.needs(path))
            .map(|(path, text)| ((*path).to_owned(), fill(text))),
    );
    files
}
