//! Checks the texts of a theme as a whole: unused texts, texts missing in a language, and keys without a text.
//!
//! It compares texts with templates and languages with each other. It does not know how a page looks up a text.

use super::layers::{COMPILED_IN, Layer};
use super::problems;
use super::texts::{DATES, ENGLISH, File, Form, SCRIPT_WORDS, files, tags};
use crate::diagnostic::suggest::Suggester;
use crate::diagnostic::{Diagnostic, Location};
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};

/// Reports texts missing in a language that the site or its theme has a file for (every build checks the site's own
/// language), texts missing in English, and keys in templates that no language has.
pub(super) fn words(layers: &[Layer], language: &str) -> Vec<Diagnostic> {
    let files = files(layers, &mut Vec::new());
    let own = || files.iter().filter(|file| !file.path.starts_with(COMPILED_IN));
    let has = |tags: &[String], key: &str| {
        files.iter().any(|file| tags.contains(&file.tag) && file.texts.contains_key(key))
    };
    let english = tags(ENGLISH);
    let keys: BTreeSet<&str> = files.iter().flat_map(|file| file.texts.keys()).map(String::as_str).collect();
    let mut diagnostics = Vec::new();
    let own_tags = tags(language);
    let others: BTreeSet<&str> = own().map(|file| file.tag.as_str()).collect();
    for tag in others.into_iter().filter(|tag| *tag != ENGLISH && !own_tags.iter().any(|own| own == tag)) {
        let chain = tags(tag);
        let missing: Vec<&str> =
            keys.iter().copied().filter(|key| !has(&chain, key) && has(&english, key)).collect();
        let Some(file) = own().find(|file| file.tag == tag).filter(|_| !missing.is_empty()) else { continue };
        diagnostics.push(problems::missing_texts(
            Some(file.path),
            &Location::Site,
            tag,
            &missing,
            keys.len(),
        ));
    }
    let mut not_english: BTreeMap<&str, &Location> = BTreeMap::new();
    for (key, (place, _)) in own().flat_map(|file| &file.texts).filter(|(key, _)| !has(&english, key)) {
        not_english.entry(key).or_insert(place);
    }
    diagnostics.extend(not_english.into_iter().map(|(key, place)| problems::no_english(place.clone(), key)));
    let mut suggester = Suggester::default();
    for (_, path, text) in layers.iter().flat_map(|layer| &layer.templates) {
        let unknown = used_keys(text).filter(|key| !keys.contains(key) && *key != SCRIPT_WORDS);
        for key in unknown.filter(|_| !path.starts_with(COMPILED_IN)) {
            let start = key.as_ptr() as usize - text.as_ptr() as usize;
            let span = Span { file: path.clone(), start, end: start + key.len() };
            let nearest = suggester.nearest(key, keys.iter().copied());
            diagnostics.push(problems::no_such_text(Location::Span(span), key, nearest));
        }
    }
    diagnostics
}

/// Reports texts that no template shows, and placeholders that nothing replaces.
pub(super) fn unknown(layers: &[Layer], files: &[File<'_>]) -> Vec<Diagnostic> {
    let is_own = |file: &File<'_>| !file.path.starts_with(COMPILED_IN);
    if !files.iter().any(is_own) {
        return Vec::new();
    }
    // The lowest layer defines the texts; templates of layers above may use more.
    let last = layers.len().saturating_sub(1);
    let english = || files.iter().filter(|file| file.tag == ENGLISH);
    let mut known: BTreeMap<&str, Option<&Form>> = BTreeMap::new();
    for layer in layers {
        known.extend(layer.templates.iter().flat_map(|(_, _, text)| used_keys(text)).map(|key| (key, None)));
    }
    // Of all layers with a text in English, the templates of the lowest replace its placeholders.
    for file in english() {
        for (key, (_, form)) in &file.texts {
            if file.layer == last || known.contains_key(key.as_str()) {
                known.insert(key, Some(form));
            }
        }
    }
    let mut suggester = Suggester::default();
    let mut diagnostics = Vec::new();
    for file in files.iter().filter(|file| is_own(file)) {
        for (key, (place, form)) in &file.texts {
            let Some(model) = known.get(key.as_str()) else {
                let nearest = suggester.nearest(key, known.keys().copied());
                diagnostics.push(problems::unknown_text(place.clone(), key, nearest));
                continue;
            };
            if let Some(model) = model {
                let mut names = names(model);
                // A date may contain any placeholder of dates; English may not need all of them.
                names.extend(DATES.iter().filter(|(own, _)| own == key).flat_map(|(_, names)| *names));
                let stray = self::names(form).into_iter().find(|name| !names.contains(name));
                diagnostics.extend(stray.map(|name| problems::unfilled_text(place.clone(), name, &names)));
            }
        }
    }
    diagnostics
}

/// Returns the keys that a template shows: `key` of `t.key` within `{{ … }}` or `{% … %}`.
pub(super) fn used_keys(template: &str) -> impl Iterator<Item = &str> {
    let code = template.split('{').map(|part| part.split('}').next().unwrap_or(part));
    let is_name = |char: char| char.is_ascii_alphanumeric() || char == '_';
    code.flat_map(move |code| {
        code.match_indices("t.").filter_map(move |(at, _)| {
            let before = code[..at].chars().next_back();
            let is_start = !before.is_some_and(|char| is_name(char) || char == '.');
            let rest = &code[at + 2..];
            let end = rest.find(|char| !is_name(char)).unwrap_or(rest.len());
            (is_start && end > 0).then(|| &rest[..end])
        })
    })
}

fn names(form: &Form) -> BTreeSet<&str> {
    fn of(text: &str) -> impl Iterator<Item = &str> {
        text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name)
    }
    match form {
        Form::One(text) => of(text).collect(),
        Form::Plural(forms) => forms.values().flat_map(|text| of(text)).collect(),
        Form::List(items) => items.iter().flat_map(|text| of(text)).collect(),
    }
}
