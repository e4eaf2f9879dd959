//! The files of themes as a theme author sees them, with only the program: lists, texts, a new theme, and words to translate.
//!
//! It returns texts. It does not write files.

use super::builtin;
use super::layers::{self, Layer};
use super::texts::{self, ENGLISH};
use crate::config::Site;
use crate::diagnostic::suggest;
use crate::source::Sources;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;

/// A file of a layer of a theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeFile {
    /// The layer: the name of a theme, or `site`.
    pub layer: String,
    /// The path in the layer: `templates/paper.html`.
    pub path: String,
    /// The content.
    pub bytes: Arc<[u8]>,
}

/// Returns the files of all layers of the theme of a site by path, those of the nearest layer first. Files of the site's `static/` are
/// included if they replace a file of the theme.
pub fn files(sources: &Sources, site: &Site) -> Vec<ThemeFile> {
    let layers = layers::stack(sources, site).layers;
    let below: BTreeSet<&str> =
        layers[1..].iter().flat_map(|layer| &layer.statics).map(|(name, _)| name.as_str()).collect();
    let mut files = Vec::new();
    for layer in &layers {
        let mut add = |folder: &str, name: &str, bytes: Arc<[u8]>| {
            files.push(ThemeFile { layer: layer.name.clone(), path: format!("{folder}{name}"), bytes });
        };
        for (folder, texts) in [("templates/", &layer.templates), ("i18n/", &layer.texts)] {
            texts.iter().for_each(|(name, _, text)| add(folder, name, text.as_bytes().into()));
        }
        for (name, bytes) in &layer.statics {
            match bytes {
                Some(bytes) => add("static/", name, bytes.clone()),
                None if below.contains(name.as_str()) => {
                    add("static/", name, sources.bytes(&format!("static/{name}")).unwrap_or_default());
                }
                None => {}
            }
        }
        if let Some(manifest) = manifest(sources, layer) {
            add("", "theme.toml", manifest);
        }
    }
    // The sort is stable: layers keep their order.
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn manifest(sources: &Sources, layer: &Layer) -> Option<Arc<[u8]>> {
    let own = sources.bytes(&format!("themes/{}/theme.toml", layer.name)).ok();
    let text = builtin::text(&layer.name, "theme.toml");
    own.or_else(|| (!text.is_empty()).then(|| text.as_bytes().into()))
}

/// Returns the names of all themes, and whether each is built in.
pub fn names(sources: &Sources) -> Vec<(String, bool)> {
    let is_own = |name: &str| sources.below(&format!("themes/{name}/")).next().is_some();
    let names = layers::themes(sources).into_iter();
    names.map(|name| (name.clone(), !is_own(&name) && builtin::theme(&name).is_some())).collect()
}

/// Returns the files that a name on the command line may mean, the nearest layer first: `paper.html`, `templates/paper.html`, or with a
/// layer before it, `default/paper.html`.
pub fn named<'a>(files: &'a [ThemeFile], name: &str) -> Vec<&'a ThemeFile> {
    let is = |path: &str, name: &str| {
        let inner = path.split_once('/').map_or(path, |(_, inner)| inner);
        path == name || inner == name || inner.strip_prefix("components/") == Some(name)
    };
    let plain: Vec<&ThemeFile> = files.iter().filter(|file| is(&file.path, name)).collect();
    match name.split_once('/') {
        Some((layer, rest)) if plain.is_empty() => {
            files.iter().filter(|file| file.layer == layer && is(&file.path, rest)).collect()
        }
        _ => plain,
    }
}

/// Returns the path of a file that is similar to a name.
pub fn nearest(files: &[ThemeFile], name: &str) -> Option<String> {
    let inner = |path: &'_ str| path.rsplit('/').next().unwrap_or(path).to_owned();
    let names: BTreeMap<String, &str> =
        files.iter().map(|file| (inner(&file.path), file.path.as_str())).collect();
    let nearest = suggest::nearest(&inner(name), names.keys().map(String::as_str))?;
    names.get(nearest).map(|path| (*path).to_owned())
}

/// Returns the files of a new theme: paths from the site directory, and texts. `files` are those of a site with the theme that it extends.
pub fn new(name: &str, extends: &str, version: &str, files: &[ThemeFile]) -> Vec<(String, String)> {
    let head =
        files.iter().find(|file| file.path == "templates/frame/head.html" && file.layer != layers::SITE);
    let head = head.map_or(layers::DEFAULT, |file| &file.layer);
    let file = |path: &str, text: String| (format!("themes/{name}/{path}"), text);
    vec![
        file(
            "theme.toml",
            format!(
                "name = \"{name}\"\ndescription = \"\"\nextends = \"{extends}\"\noffprint = \"{version}\"\n\n\
                 # Other defaults for the parameters of `{extends}`.\n[params]\n#accent = \"plum\"\n"
            ),
        ),
        file(
            &format!("static/{name}.css"),
            "/* Rules here override those of the theme that this one extends. */\n:root {\n}\n".to_owned(),
        ),
        file(
            "templates/frame/head.html",
            format!(
                "{{% include \"{head}/frame/head.html\" %}}\n<link rel=\"stylesheet\" href=\"{{{{ assets[\"{name}.css\"] }}}}\">\n"
            ),
        ),
    ]
}

/// Returns a file with all words of the interface in English, as comments to translate into a language. `None` if the default theme has the
/// language.
pub fn words_to_translate(language: &str) -> Option<String> {
    let known = texts::tags(language);
    let has = |tag: &String| {
        let files = builtin::theme(layers::DEFAULT).unwrap_or_default();
        files.iter().any(|(path, _)| path.eq_ignore_ascii_case(&format!("i18n/{tag}.toml")))
    };
    if known.iter().any(has) {
        return None;
    }
    let plurals = texts::Plurals::new(language).categories();
    let mut out = format!(
        "# The words of the interface in `{language}`. Remove the `#` before a line, and translate the text in quotes.\n\
         # Missing words are shown in English, and `offprint check` lists them. Keep the {{names}} in braces.\n\
         # A text that depends on a number has the forms of this language: {}.\n",
        plurals.iter().map(|form| format!("`{form}`")).collect::<Vec<_>>().join(", ")
    );
    let english = builtin::text(layers::DEFAULT, &format!("i18n/{ENGLISH}.toml"));
    // The first lines are about the English file.
    for line in english.lines().skip_while(|line| line.starts_with('#')) {
        let line = match line.split_once(" = { ") {
            Some((key, forms)) if !line.starts_with('#') => forms_of(key, forms, &plurals),
            _ => line.to_owned(),
        };
        let is_key = !line.is_empty() && !line.starts_with('#');
        let _ = writeln!(out, "{}{line}", if is_key { "#" } else { "" });
    }
    Some(out)
}

/// Returns the line of a text with plural forms, given its forms in English.
fn forms_of(key: &str, english: &str, plurals: &[&str]) -> String {
    let form = |name: &str| {
        let start = english.find(&format!("{name} = \""))? + name.len() + " = ".len();
        let text = &english[start..];
        // The text ends before the next form or the bracket.
        let end = text.find("\", other").or_else(|| text.rfind('"'))? + 1;
        Some(&text[..end])
    };
    let other = form("other").unwrap_or("\"\"");
    let of = |plural: &&str| match *plural {
        "one" => format!("one = {}", form("one").unwrap_or(other)),
        plural => format!("{plural} = {other}"),
    };
    format!("{key} = {{ {} }}", plurals.iter().map(of).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::toml;

    #[test]
    fn a_file_to_translate_has_every_key_with_the_plural_forms_of_the_language() {
        let text = words_to_translate("pl").unwrap();
        assert!(text.contains("#papers = { one = \"{n} paper\", few = \"{n} papers\", many = \"{n} papers\", other = \"{n} papers\" }"), "{text}");
        let active: String = text
            .lines()
            .map(|line| match line.strip_prefix('#') {
                Some(rest) if !rest.starts_with(' ') => format!("{rest}\n"),
                _ => format!("{line}\n"),
            })
            .collect();
        let keys = |text: &str| {
            let toml::Tree { table, broken } = toml::read(&"a.toml".into(), text);
            assert_eq!(broken, []);
            table.entries.iter().map(|entry| entry.key.clone()).collect::<Vec<_>>()
        };
        let english = builtin::text("default", "i18n/en.toml");
        assert_eq!(keys(&active), keys(english));
        assert_eq!(keys(&text), [] as [&str; 0], "nothing is translated yet");
        for known in ["en", "de-AT", "zh-TW", "zh-Hans"] {
            assert_eq!(words_to_translate(known), None, "{known}");
        }
    }

    #[test]
    fn a_file_is_named_with_or_without_folder_and_layer() {
        let site = Site { theme: "listing".to_owned(), ..Site::default() };
        let sources = Sources::in_memory([("templates/paper.html", "own".as_bytes())]);
        let files = files(&sources, &site);
        let layers = |name: &str| {
            named(&files, name).iter().map(|file| format!("{}:{}", file.layer, file.path)).collect::<Vec<_>>()
        };
        assert_eq!(layers("paper.html"), ["site:templates/paper.html", "default:templates/paper.html"]);
        assert_eq!(layers("default/paper.html"), ["default:templates/paper.html"]);
        assert_eq!(
            layers("frame/head.html"),
            ["listing:templates/frame/head.html", "default:templates/frame/head.html"]
        );
        assert_eq!(layers("charts.html"), ["default:templates/components/charts.html"]);
        assert_eq!(layers("listing/theme.toml"), ["listing:theme.toml"]);
        assert_eq!(layers("nothing.html"), [] as [&str; 0]);
        assert_eq!(nearest(&files, "papper.html").as_deref(), Some("templates/paper.html"));
    }
}
