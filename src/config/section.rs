//! The macro that declares a section of settings: each setting with its key, type, default, kind and meaning.
//!
//! A declaration generates the struct, its defaults, its reader and its part of the reference.

use super::kinds::Kind;
use super::problems;
use super::reference::{self, Described, Setting};
use super::toml::{self, Table};
use crate::diagnostic::{Diagnostic, Location, suggest};

/// A struct of settings.
pub(super) trait Section: Sized {
    /// The keys, in the order of declaration.
    const KEYS: &'static [&'static str];

    /// Returns the settings, with defaults for those that are missing or invalid; `None` if a required setting is
    /// missing or invalid.
    fn read(reader: &mut Reader<'_>) -> Option<Self>;

    /// Returns the documentation of the settings; `prefix` is the name of the section.
    fn describe(prefix: &str) -> Vec<Described>;
}

/// Declares sections:
///
/// ```text
/// /// What the section is about.
/// pub struct Pages {
///     /// What the setting means.
///     per_page: usize = 50, Number(1, 1000);
///     /// A required setting; its default is for tests and examples.
///     title: String = "Papers".into(), Text("not empty", text::title), required;
/// }
/// ```
macro_rules! settings {
    ($(
        $(#[doc = $about:literal])+
        pub struct $name:ident { $(
            $(#[doc = $doc:literal])+
            $key:ident: $type:ty = $default:expr, $kind:expr $(, $required:ident)?;
        )* }
    )*) => {$(
        $(#[doc = $about])+
        #[derive(Debug, Clone, PartialEq, serde::Serialize)]
        pub struct $name { $( $(#[doc = $doc])+ pub $key: $type, )* }

        impl Default for $name {
            fn default() -> Self {
                $name { $( $key: $default, )* }
            }
        }

        impl $crate::config::section::Section for $name {
            const KEYS: &'static [&'static str] = &[$(stringify!($key)),*];

            fn read(reader: &mut $crate::config::section::Reader<'_>) -> Option<Self> {
                let default = Self::default();
                // All settings are read before the first missing one returns, so that all problems are found.
                $( let $key = reader.read(stringify!($key), &$kind, default.$key, settings!(@ $($required)?)); )*
                Some($name { $( $key: $key?, )* })
            }

            fn describe(prefix: &str) -> Vec<$crate::config::reference::Described> {
                let default = Self::default();
                vec![$(
                    $crate::config::section::describe(
                        prefix, stringify!($key), &$kind, &default.$key, &[$($doc),+], settings!(@ $($required)?),
                    )
                ),*]
            }
        }
    )*};
    (@) => { false };
    (@ required) => { true };
}
pub(super) use settings;

/// Reads one table of settings.
pub(super) struct Reader<'a> {
    table: &'a Table,
    /// The name of the section; empty at the top of the file.
    prefix: &'a str,
    /// The location of problems with missing settings.
    place: Location,
    problems: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    /// Returns the value of `key`. If it is missing or invalid, returns `default`, or `None` for a required setting.
    pub(super) fn read<K: Kind>(
        &mut self,
        key: &str,
        kind: &K,
        default: K::Value,
        required: bool,
    ) -> Option<K::Value> {
        let full = full_key(self.prefix, key);
        let value = match self.table.get(key) {
            Some(node) => kind.read(node, &full, self.problems),
            None if required => {
                let line = format!("{key} = {}", toml::write(&default));
                self.problems.push(problems::missing(self.place.clone(), &full, &line));
                None
            }
            None => None,
        };
        value.or((!required).then_some(default))
    }
}

/// Reads a section, and reports unknown keys.
pub(super) fn read<S: Section>(
    table: &Table,
    prefix: &str,
    place: Location,
    problems: &mut Vec<Diagnostic>,
) -> Option<S> {
    for entry in &table.entries {
        if !S::KEYS.contains(&entry.key.as_str()) {
            let key = full_key(prefix, &entry.key);
            let nearest = suggest::nearest(&entry.key, S::KEYS.iter().copied());
            problems.push(problems::unknown(&entry.key_span, &key, nearest, &reference::homes(&entry.key)));
        }
    }
    S::read(&mut Reader { table, prefix, place, problems })
}

/// Returns the documentation of a setting or a section.
pub(super) fn describe<K: Kind>(
    prefix: &str,
    key: &str,
    kind: &K,
    default: &K::Value,
    doc: &[&str],
    required: bool,
) -> Described {
    let key = full_key(prefix, key);
    let inside = kind.inside(&key);
    let doc = doc.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
    let default = toml::write(default);
    let setting = Setting { key, kind: kind.name(), rule: kind.rule(), default, required, doc };
    match inside {
        Some((settings, list)) => Described::Section { about: setting, settings, list },
        None => Described::Setting(setting),
    }
}

fn full_key(prefix: &str, key: &str) -> String {
    if prefix.is_empty() { key.to_owned() } else { format!("{prefix}.{key}") }
}
