//! The words of the interface, in the site's language.
//!
//! Each layer of a theme may have `i18n/LANG.toml`. Each key is looked up on its own: in the site's language first (`zh-CN`, then `zh`),
//! nearest layer first, then in English. A text contains placeholders `{name}`. A text that depends on a number `{n}` has a form for each
//! plural category of its language. This module does not know pages.

use super::layers::{COMPILED_IN, Layer};
use super::{problems, wording};
use crate::config::toml;
use crate::diagnostic::{Diagnostic, Location};
use crate::source::FilePath;
use crate::text::locale;
use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display, Write};

/// The language that has every text.
pub(super) const ENGLISH: &str = "en";
const SCRIPT: &str = "script_";
/// The key by which templates show all of them.
pub(super) const SCRIPT_WORDS: &str = "script_words";
const PLURALS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];
const LISTS: [(&str, usize); 4] =
    [("months", 12), ("months_short", 12), ("weekdays", 7), ("weekdays_short", 7)];
/// The placeholders of date formats.
const DAY: &[&str] = &["day", "month", "month_short", "number", "weekday", "year"];
pub(super) const DATES: [(&str, &[&str]); 4] =
    [("date", DAY), ("date_short", DAY), ("date_long", DAY), ("month_of_year", &["month", "number", "year"])];

/// All texts of a site, in one language.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    texts: BTreeMap<String, Text>,
    plurals: Plurals,
    /// The script's words that differ from the default, as JSON; empty if none does.
    script: String,
}

/// A text, and whether it is English because the language does not have it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Text {
    form: Form,
    is_english: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub(super) enum Form {
    One(String),
    /// By plural category: `other`, and those that the language has.
    Plural(BTreeMap<String, String>),
    List(Vec<String>),
}

/// The key that marks plural forms in English within another language.
pub(super) const IS_ENGLISH: &str = "english";

impl Texts {
    /// Returns a text, or the key if it does not exist. A test checks that every key of the program exists.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        match self.texts.get(key).map(|text| &text.form) {
            Some(Form::One(text)) => text,
            _ => key,
        }
    }

    /// Returns an item of a list, from 0.
    pub fn item<'a>(&'a self, key: &'a str, index: usize) -> &'a str {
        match self.texts.get(key).map(|text| &text.form) {
            Some(Form::List(items)) => items.get(index).map_or(key, String::as_str),
            _ => key,
        }
    }

    /// Returns a text with its placeholders replaced.
    pub fn fill(&self, key: &str, values: &[(&str, &dyn Display)]) -> String {
        filled(self.get(key), |name, out| put(values, name, out))
    }

    /// Returns the plural form of a text for `n`, with `{n}` and the other placeholders replaced.
    pub fn count(&self, key: &str, n: usize, values: &[(&str, &dyn Display)]) -> String {
        let pattern = match self.texts.get(key) {
            Some(Text { form: Form::Plural(forms), is_english }) => self.plurals.form(forms, n, *is_english),
            _ => self.get(key),
        };
        filled(pattern, |name, out| match name {
            "n" => write!(out, "{n}").is_ok(),
            name => put(values, name, out),
        })
    }

    #[cfg(test)]
    pub(crate) fn english() -> Texts {
        texts(&[super::layers::built_in("default")], ENGLISH, || Location::Site).0
    }

    pub(super) fn plurals(&self) -> Plurals {
        self.plurals.clone()
    }

    /// Returns a representation of all texts, to be hashed.
    pub fn digest(&self) -> String {
        format!("{:?}", self.texts)
    }

    pub(super) fn view(&self) -> BTreeMap<&str, serde_json::Value> {
        let value = |text: &Text| {
            let mut value = serde_json::to_value(&text.form).unwrap_or_default();
            if let (Some(forms), true) = (value.as_object_mut(), text.is_english) {
                forms.insert(IS_ENGLISH.to_owned(), true.into());
            }
            value
        };
        let texts = self.texts.iter().map(|(key, text)| (key.as_str(), value(text)));
        texts.chain([(SCRIPT_WORDS, self.script.as_str().into())]).collect()
    }
}

fn put(values: &[(&str, &dyn Display)], name: &str, out: &mut String) -> bool {
    let value = values.iter().find(|(own, _)| *own == name);
    value.is_some_and(|(_, value)| write!(out, "{value}").is_ok())
}

/// Replaces placeholders in a text. Those that `put` does not know are left unchanged.
pub(super) fn filled(pattern: &str, put: impl Fn(&str, &mut String) -> bool) -> String {
    let mut out = String::with_capacity(pattern.len() + 32);
    let mut rest = pattern;
    while let Some(start) = rest.find('{') {
        let (before, after) = rest.split_at(start);
        out.push_str(before);
        let Some(end) = after.find('}') else {
            rest = after;
            break;
        };
        if !put(&after[1..end], &mut out) {
            out.push_str(&after[..=end]);
        }
        rest = &after[end + 1..];
    }
    out + rest
}

/// The plural rules of the site's language and of English (CLDR cardinal categories).
#[derive(Clone, Default)]
pub struct Plurals {
    own: Option<PluralRules>,
    english: Option<PluralRules>,
}

impl fmt::Debug for Plurals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Plurals")
    }
}

impl Plurals {
    pub(super) fn new(language: &str) -> Plurals {
        let rules = |tag: &str| {
            let language = tag.parse::<unic_langid::LanguageIdentifier>().ok()?;
            // Regional rules are rare: fall back to the language.
            let bare = unic_langid::LanguageIdentifier::from_parts(language.language, None, None, &[]);
            let create = |language| PluralRules::create(language, PluralRuleType::CARDINAL).ok();
            create(language).or_else(|| create(bare))
        };
        Plurals { own: rules(language), english: rules(ENGLISH) }
    }

    /// Returns the plural categories that integers have in the language.
    pub(super) fn categories(&self) -> Vec<&'static str> {
        // CLDR's rules for integers depend on the last two digits; some languages have one for millions.
        let found: BTreeSet<&str> = (0..=200).chain([1_000_000]).map(|n| self.category(n, false)).collect();
        PLURALS.into_iter().filter(|plural| *plural == "other" || found.contains(plural)).collect()
    }

    /// Returns the plural category of a number.
    pub(super) fn category(&self, n: usize, is_english: bool) -> &'static str {
        let rules = if is_english { &self.english } else { &self.own };
        match rules.as_ref().or(self.english.as_ref()).and_then(|rules| rules.select(n).ok()) {
            Some(PluralCategory::ZERO) => "zero",
            Some(PluralCategory::ONE) => "one",
            Some(PluralCategory::TWO) => "two",
            Some(PluralCategory::FEW) => "few",
            Some(PluralCategory::MANY) => "many",
            Some(PluralCategory::OTHER) | None => "other",
        }
    }

    fn form<'a>(&self, forms: &'a BTreeMap<String, String>, n: usize, is_english: bool) -> &'a str {
        let form = forms.get(self.category(n, is_english)).or_else(|| forms.get("other"));
        form.map_or("", String::as_str)
    }
}

pub(super) struct File<'a> {
    pub tag: String,
    pub layer: usize,
    pub path: &'a FilePath,
    pub texts: BTreeMap<String, (Location, Form)>,
}

/// Collects the texts of a site from the layers of its theme, nearest first.
pub(super) fn texts(
    layers: &[Layer],
    language: &str,
    named_at: impl Fn() -> Location,
) -> (Texts, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let files = files(layers, &mut diagnostics);
    let of = |tag: &str, key: &str| {
        let mut files = files.iter().filter(|file| file.tag == tag);
        files.find_map(|file| file.texts.get(key)).map(|(_, form)| form)
    };
    let tags = tags(language);
    let keys: BTreeSet<&str> = files.iter().flat_map(|file| file.texts.keys()).map(String::as_str).collect();
    let mut texts = Texts { plurals: Plurals::new(language), ..Texts::default() };
    let mut missing = Vec::new();
    for &key in &keys {
        let own = tags.iter().find_map(|tag| of(tag, key));
        let form = match (own, of(ENGLISH, key)) {
            (Some(own), _) => own,
            (None, Some(english)) => {
                missing.push(key);
                english
            }
            (None, None) => continue,
        };
        texts.texts.insert(key.to_owned(), Text { form: form.clone(), is_english: own.is_none() });
    }
    let english = layers.iter().rposition(|layer| layer.texts.iter().any(|(name, ..)| name == "en.toml"));
    let plain = files.iter().find(|file| Some(file.layer) == english && file.tag == ENGLISH);
    texts.script = script(&texts, plain);
    if !missing.is_empty() {
        let nearest = files.iter().find(|file| tags.contains(&file.tag)).map(|file| file.path);
        diagnostics.push(problems::missing_texts(nearest, &named_at(), language, &missing, keys.len()));
    }
    diagnostics.extend(wording::unknown(layers, &files));
    (texts, diagnostics)
}

pub(super) fn files<'a>(layers: &'a [Layer], diagnostics: &mut Vec<Diagnostic>) -> Vec<File<'a>> {
    let mut files = Vec::new();
    for (layer, Layer { texts, .. }) in layers.iter().enumerate() {
        for (name, path, text) in texts {
            let Some(tag) = name.strip_suffix(".toml") else {
                diagnostics.push(problems::no_texts(path));
                continue;
            };
            let texts = read(path, text, diagnostics);
            files.push(File { tag: tag.to_ascii_lowercase(), layer, path, texts });
        }
    }
    files
}

/// Returns the script's words that differ from the default theme's English, as JSON; empty if none does.
fn script(texts: &Texts, plain: Option<&File<'_>>) -> String {
    let words = texts.texts.iter().filter_map(|(key, text)| {
        let name = key.strip_prefix(SCRIPT)?;
        let same = plain.and_then(|plain| plain.texts.get(key)).is_some_and(|(_, form)| *form == text.form);
        match &text.form {
            Form::One(text) if !same => Some((name, text.as_str())),
            _ => None,
        }
    });
    let words: BTreeMap<&str, &str> = words.collect();
    if words.is_empty() { String::new() } else { serde_json::to_string(&words).unwrap_or_default() }
}

/// Returns `zh-hans-cn`, `zh-hans` and `zh` for `zh-Hans-CN`. A region that writes another script than is usual has its words before
/// those of the language: `zh-TW` is `zh-tw`, `zh-hant` and `zh`.
pub(super) fn tags(language: &str) -> Vec<String> {
    let script = locale::with_likely_script(language);
    let language = language.to_ascii_lowercase();
    let ends = language.match_indices('-').map(|(end, _)| end);
    let mut tags: Vec<String> = ends.map(|end| language[..end].to_owned()).collect();
    tags.push(language);
    tags.reverse();
    if let Some(script) = script.filter(|script| !tags.contains(script)) {
        tags.insert(tags.len() - 1, script);
    }
    tags
}

fn read(
    path: &FilePath,
    text: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, (Location, Form)> {
    let toml::Tree { table, broken } = toml::read(path, text);
    diagnostics.extend(broken);
    let mut texts = BTreeMap::new();
    for entry in table.entries {
        let place = match path.starts_with(COMPILED_IN) {
            true => Location::File(path.clone()),
            false => Location::Span(entry.node.span.clone()),
        };
        match form(&entry.key, &entry.node) {
            Ok(form) => {
                texts.insert(entry.key, (place, form));
            }
            Err(expected) => diagnostics.push(problems::wrong_text(place, &entry.key, &expected)),
        }
    }
    texts
}

/// Returns a text; the error says what is expected instead.
fn form(key: &str, node: &toml::Node) -> Result<Form, String> {
    let words = |node: &toml::Node| match &node.value {
        toml::Value::Text(text) => Some(text.clone()),
        _ => None,
    };
    if let Some((_, length)) = LISTS.iter().find(|(own, _)| *own == key) {
        let list = match &node.value {
            toml::Value::List(items) => items.iter().map(words).collect::<Option<Vec<String>>>(),
            _ => None,
        };
        let list = list.filter(|list| list.len() == *length);
        return list.map(Form::List).ok_or_else(|| format!("a list of {length} texts"));
    }
    let expected = || "a text, or a table of plurals (`one`, `other` …) that has `other`".to_owned();
    match &node.value {
        toml::Value::Text(text) => Ok(Form::One(text.clone())),
        toml::Value::Table(table) => {
            let forms = table.entries.iter().map(|entry| {
                let is_known = PLURALS.contains(&entry.key.as_str());
                is_known.then(|| Some((entry.key.clone(), words(&entry.node)?))).flatten()
            });
            let forms = forms.collect::<Option<BTreeMap<_, _>>>().ok_or_else(expected)?;
            if forms.contains_key("other") { Ok(Form::Plural(forms)) } else { Err(expected()) }
        }
        _ => Err(expected()),
    }
}
