//! What is wrong with the texts of a theme as a whole: texts that nothing shows, that a language lacks, that no language has.
//!
//! It compares texts with templates and languages with each other. It knows nothing of how a text is found for a page.

use super::layers::{COMPILED_IN, Layer};
use super::problems;
use super::texts::{DATES, ENGLISH, File, Form, SCRIPT_WORDS, files, tags};
use crate::diagnostic::suggest::Suggester;
use crate::diagnostic::{Diagnostic, Location};
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};

/// Tells what texts lack in languages that the site or its themes bring files for, other than the site's own, of which all builds tell; what
/// is not in English, which stands in for every language; and what templates show that is in none.
pub(super) fn words(layers: &[Layer], language: &str) -> Vec<Diagnostic> {
    let files = files(layers, &mut Vec::new());
    let own = || files.iter().filter(|file| !file.path.starts_with(COMPILED_IN));
    let has = |tags: &[String], key: &str| {
        files.iter().any(|file| tags.contains(&file.tag) && file.texts.contains_key(key))
    };
    let english = tags(ENGLISH);
    let keys: BTreeSet<&str> = files.iter().flat_map(|file| file.texts.keys()).map(String::as_str).collect();
    let mut diagnostics = Vec::new();
    let told = tags(language);
    let others: BTreeSet<&str> = own().map(|file| file.tag.as_str()).collect();
    for tag in others.into_iter().filter(|tag| *tag != ENGLISH && !told.iter().any(|told| told == tag)) {
        let chain = tags(tag);
        let lacks: Vec<&str> =
            keys.iter().copied().filter(|key| !has(&chain, key) && has(&english, key)).collect();
        let Some(file) = own().find(|file| file.tag == tag).filter(|_| !lacks.is_empty()) else { continue };
        diagnostics.push(problems::missing_texts(Some(file.path), &Location::Site, tag, &lacks, keys.len()));
    }
    let mut foreign: BTreeMap<&str, &Location> = BTreeMap::new();
    for (key, (place, _)) in own().flat_map(|file| &file.texts).filter(|(key, _)| !has(&english, key)) {
        foreign.entry(key).or_insert(place);
    }
    diagnostics.extend(foreign.into_iter().map(|(key, place)| problems::no_english(place.clone(), key)));
    let mut suggester = Suggester::default();
    for (_, path, text) in layers.iter().flat_map(|layer| &layer.templates) {
        let unsaid = used(text).filter(|key| !keys.contains(key) && *key != SCRIPT_WORDS);
        for key in unsaid.filter(|_| !path.starts_with(COMPILED_IN)) {
            let start = key.as_ptr() as usize - text.as_ptr() as usize;
            let span = Span { file: path.clone(), start, end: start + key.len() };
            let nearest = suggester.nearest(key, keys.iter().copied());
            diagnostics.push(problems::no_such_text(Location::Span(span), key, nearest));
        }
    }
    diagnostics
}

/// Tells of texts that nothing shows, and of names in them that nothing fills in.
pub(super) fn unknown(layers: &[Layer], files: &[File<'_>]) -> Vec<Diagnostic> {
    let is_own = |file: &File<'_>| !file.path.starts_with(COMPILED_IN);
    if !files.iter().any(is_own) {
        return Vec::new();
    }
    // The theme at the bottom says what there is; the templates of those above may want more.
    let last = layers.len().saturating_sub(1);
    let english = || files.iter().filter(|file| file.tag == ENGLISH);
    let mut known: BTreeMap<&str, Option<&Form>> = BTreeMap::new();
    for layer in layers {
        known.extend(layer.templates.iter().flat_map(|(_, _, text)| used(text)).map(|key| (key, None)));
    }
    // Of all that say a text in English, the lowest is the one whose templates fill it in.
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
                // A date names what its language says, which English may not.
                names.extend(DATES.iter().filter(|(own, _)| own == key).flat_map(|(_, names)| *names));
                let stray = self::names(form).into_iter().find(|name| !names.contains(name));
                diagnostics.extend(stray.map(|name| problems::unfilled_text(place.clone(), name, &names)));
            }
        }
    }
    diagnostics
}

/// Returns the keys that a template shows: `key` of `t.key`, within `{{ … }}` or `{% … %}`.
pub(super) fn used(template: &str) -> impl Iterator<Item = &str> {
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
