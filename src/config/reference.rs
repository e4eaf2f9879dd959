//! The reference of settings: a list, a page of the documentation, and the `site.toml` of a new site.

use std::fmt::Write;

use super::section::Section;
use super::{Site, toml};

/// The documentation of a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// The key with its section, such as `pages.per_page`.
    pub key: String,
    /// The type: `text`, `integer`, `boolean`, `boolean or text`, `table` or `list of tables`.
    pub kind: &'static str,
    /// A restriction of the values, such as `1 to 1000`; may be empty.
    pub rule: String,
    /// The default as TOML, such as `50`. For a required setting, an example.
    pub default: String,
    /// Whether the setting has no default.
    pub required: bool,
    /// The meaning: one or two sentences of Markdown.
    pub doc: String,
}

/// A setting or a section of them.
#[derive(Debug, Clone)]
pub(super) enum Described {
    Setting(Setting),
    /// `list` is true for a `[[list]]`. A section without settings accepts any keys.
    Section {
        about: Setting,
        settings: Vec<Described>,
        list: bool,
    },
}

/// Returns all settings, in the order in which they are documented.
pub fn reference() -> Vec<Setting> {
    let mut settings = Vec::new();
    for described in Site::describe("") {
        match described {
            Described::Setting(setting) => settings.push(setting),
            Described::Section { about, settings: inside, .. } if inside.is_empty() => settings.push(about),
            Described::Section { settings: inside, .. } => {
                for inner in inside {
                    match inner {
                        Described::Setting(setting) => settings.push(setting),
                        Described::Section { settings: inside, .. } => settings.extend(plain(inside)),
                    }
                }
            }
        }
    }
    settings
}

/// Returns whether a section is a `[[list]]`.
pub fn is_list(section: &str) -> bool {
    parts().1.iter().any(|chapter| chapter.list && chapter.about.key == section)
}

/// Returns the sections that have a setting of this name; the empty text is the top of the file.
pub(super) fn homes(name: &str) -> Vec<String> {
    let settings = reference();
    let home = |setting: &Setting| match setting.key.rsplit_once('.') {
        Some((home, key)) => (key == name).then(|| home.to_owned()),
        None => (setting.key == name).then(String::new),
    };
    settings.iter().filter_map(home).collect()
}

/// Returns the body of the page in Markdown: a table for each section.
pub fn reference_markdown() -> String {
    let mut out = String::new();
    let (top, sections) = parts();
    out.push_str("The settings of a site are in `site.toml`. Two are required; all others have a default.\n");
    push_table(&mut out, &top);
    for Chapter { about, settings, list } in sections {
        let (open, close) = if list { ("[[", "]]") } else { ("[", "]") };
        let _ = write!(out, "\n## `{open}{}{close}`\n\n{}\n", about.key, about.doc);
        if settings.is_empty() {
            let _ = writeln!(out, "\nAccepts any keys and values: {}.", about.rule);
        } else {
            push_table(&mut out, &settings);
        }
    }
    out
}

fn push_table(out: &mut String, settings: &[Setting]) {
    out.push_str("\n| setting | kind | default | meaning |\n| --- | --- | --- | --- |\n");
    for setting in settings {
        let name = setting.key.rsplit('.').next().unwrap_or(&setting.key);
        let default = if setting.required { "required".to_owned() } else { format!("`{}`", setting.default) };
        let mut kind = setting.kind.to_owned();
        if !setting.rule.is_empty() {
            let _ = write!(kind, ": {}", setting.rule);
        }
        let cells =
            [format!("`{name}`"), kind, default, setting.doc.clone()].map(|cell| cell.replace('|', "\\|"));
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
}

/// Returns a `site.toml` with every setting, its explanation and its default. `given` are pairs of a key with its
/// section, and a value as text. All other settings are commented out as `#key = value`.
pub fn template(given: &[(&str, &str)]) -> String {
    let given = |setting: &Setting| {
        let (_, value) = given.iter().find(|(given, _)| *given == setting.key)?;
        Some(if setting.kind == "text" { toml::write(value) } else { (*value).to_owned() })
    };
    let (top, sections) = parts();
    let mut out = String::from(
        "# The settings of this site. A line that begins with `#` and a key shows a default:\n\
         # remove the `#` to change it.\n",
    );
    for setting in top {
        push_setting(&mut out, &setting, given(&setting).as_deref());
    }
    for Chapter { about, settings, list } in sections {
        out.push('\n');
        push_comment(&mut out, &about.doc);
        if list {
            // Lists have no default item, so the example is a comment.
            let _ = writeln!(out, "# [[{}]]", about.key);
            for setting in settings {
                let _ = writeln!(out, "# {} = {}", name(&setting), setting.default);
            }
        } else {
            let _ = writeln!(out, "[{}]", about.key);
            for setting in settings {
                push_setting(&mut out, &setting, given(&setting).as_deref());
            }
        }
    }
    out
}

fn push_setting(out: &mut String, setting: &Setting, given: Option<&str>) {
    out.push('\n');
    let rule = if setting.rule.is_empty() { String::new() } else { format!(" ({})", setting.rule) };
    push_comment(out, &format!("{}{rule}", setting.doc));
    let _ = match given {
        Some(value) => writeln!(out, "{} = {value}", name(setting)),
        None => writeln!(out, "#{} = {}", name(setting), setting.default),
    };
}

/// Writes a comment, wrapped at 100 characters.
fn push_comment(out: &mut String, text: &str) {
    let mut line = String::from("#");
    for word in text.split_whitespace() {
        if line.len() + word.len() >= 100 {
            let _ = writeln!(out, "{line}");
            line.truncate(1);
        }
        line.push(' ');
        line.push_str(word);
    }
    let _ = writeln!(out, "{line}");
}

fn name(setting: &Setting) -> &str {
    setting.key.rsplit('.').next().unwrap_or(&setting.key)
}

/// A section with its settings; `list` is true for a `[[list]]`.
struct Chapter {
    about: Setting,
    settings: Vec<Setting>,
    list: bool,
}

/// Returns the settings at the top of the file, and the sections.
fn parts() -> (Vec<Setting>, Vec<Chapter>) {
    let mut top = Vec::new();
    let mut sections = Vec::new();
    for described in Site::describe("") {
        match described {
            Described::Setting(setting) => top.push(setting),
            Described::Section { about, settings, list } => {
                let (inner, own): (Vec<_>, Vec<_>) =
                    settings.into_iter().partition(|inner| matches!(inner, Described::Section { .. }));
                sections.push(Chapter { about, settings: plain(own), list });
                for inner in inner {
                    if let Described::Section { about, settings, list } = inner {
                        sections.push(Chapter { about, settings: plain(settings), list });
                    }
                }
            }
        }
    }
    (top, sections)
}

/// Returns the settings of a section, whose subsections have been removed.
fn plain(settings: Vec<Described>) -> Vec<Setting> {
    let setting = |described| match described {
        Described::Setting(setting) | Described::Section { about: setting, .. } => setting,
    };
    settings.into_iter().map(setting).collect()
}

#[cfg(test)]
mod tests;
