//! Files of papers: one as markdown, one or many as YAML.

use super::entry::Entry;
use super::paper::Origin;
use super::problems::{self, Part};
use super::raw::{PAPER, PAPERS, RawMany, RawPaper};
use super::yaml::{self, Problem, Read};
use super::{Content, Reading, front, stem};
use crate::diagnostic::Diagnostic;
use crate::source::FilePath;
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;

/// Reads a paper as markdown: front matter, then the abstract or notes.
pub(super) fn markdown(file: &FilePath, text: &str, reading: &Reading<'_>, content: &mut Content) {
    let part = Part { file, offset: 0, text };
    let parts = match front::split(text) {
        Ok(parts) => parts,
        Err(none) => {
            content.diagnostics.push(problems::no_front(part, none == front::NoFront::Open));
            content.broken += 1;
            return;
        }
    };
    let front = Part { file, offset: parts.front.start, text: &text[parts.front] };
    let (raw, misfits) =
        understand::<RawPaper>(front, yaml::read(front.text, &PAPER), &mut content.diagnostics);
    let origin = Origin { file: file.clone(), index: None };
    let entry = Entry { origin, stem: Some(stem(file)), body: &text[parts.body], misfits: &misfits };
    add(&entry, raw, reading, content);
}

/// Reads a YAML file: one paper, or many under `papers:`.
pub(super) fn yaml(file: &FilePath, text: &str, reading: &Reading<'_>, content: &mut Content) {
    let offset = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let part = Part { file, offset, text: &text[offset..] };
    if !yaml::has_top_key(part.text, "papers") {
        let (raw, misfits) =
            understand::<RawPaper>(part, yaml::read(part.text, &PAPER), &mut content.diagnostics);
        let origin = Origin { file: file.clone(), index: None };
        let entry = Entry { origin, stem: Some(stem(file)), body: "", misfits: &misfits };
        return add(&entry, raw, reading, content);
    }
    match serde_many(part.text) {
        Some(many) => {
            let mut many = many;
            let papers = std::mem::take(&mut many.papers);
            for (index, mut raw) in papers.into_iter().enumerate() {
                raw.fill_in(&many);
                let entry =
                    Entry { origin: origin(file, index), stem: None, body: "", misfits: &BTreeSet::new() };
                add(&entry, Some(raw), reading, content);
            }
        }
        None => one_by_one(part, reading, content),
    }
}

/// Reads a file of many papers at once, where nothing is wrong with its form.
fn serde_many(text: &str) -> Option<RawMany> {
    let Read { value, problems } = yaml::read::<RawMany>(text, &PAPERS);
    value.filter(|_| problems.is_empty())
}

/// Reads a file of many papers item by item, so that what is wrong with one does not hide the others.
fn one_by_one(part: Part<'_>, reading: &Reading<'_>, content: &mut Content) {
    let Some((head, items)) = yaml::split_items(part.text, "papers") else {
        let (_, _) =
            understand::<RawMany>(part, yaml::read_carefully(part.text, &PAPERS), &mut content.diagnostics);
        content.broken += 1;
        return;
    };
    let rest_at = items.last().map_or(head.len(), |(offset, item)| offset + item.len());
    let mut defaults_text = head.to_owned();
    defaults_text.push_str("papers: []\n");
    // What stands below the list counts as much as what stands above it.
    defaults_text.push_str(part.text.get(rest_at..).unwrap_or(""));
    let defaults_part = Part { text: &defaults_text, ..part };
    let (defaults, _) = understand::<RawMany>(
        defaults_part,
        yaml::read_carefully(&defaults_text, &PAPERS),
        &mut content.diagnostics,
    );
    let defaults = defaults.unwrap_or_default();
    for (index, (offset, item)) in items.iter().enumerate() {
        let part = Part { file: part.file, offset: part.offset + offset, text: item };
        let (raw, misfits) = understand::<RawPaper>(part, yaml::read(item, &PAPER), &mut content.diagnostics);
        let raw = raw.map(|mut raw| {
            raw.fill_in(&defaults);
            raw
        });
        let entry = Entry { origin: origin(part.file, index), stem: None, body: "", misfits: &misfits };
        add(&entry, raw, reading, content);
    }
}

fn origin(file: &FilePath, index: usize) -> Origin {
    Origin { file: file.clone(), index: u32::try_from(index).ok() }
}

/// Tells what is wrong with the form of a text, and which keys that concerns.
pub(super) fn understand<T: DeserializeOwned>(
    part: Part<'_>,
    read: Read<T>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Option<T>, BTreeSet<String>) {
    let mut keys = BTreeSet::new();
    for problem in &read.problems {
        match problem {
            Problem::Broken(broken) => diagnostics.push(problems::broken(part, broken)),
            Problem::Misfit(misfit) => {
                keys.insert(misfit.path.split('.').next().unwrap_or("").to_owned());
                diagnostics.push(problems::misfit(part, misfit));
            }
        }
    }
    (read.value, keys)
}

/// Checks a paper and adds it to the content, if it can be shown.
fn add(entry: &Entry<'_>, raw: Option<RawPaper>, reading: &Reading<'_>, content: &mut Content) {
    let Some(raw) = raw else {
        content.broken += 1;
        return;
    };
    if raw.draft == Some(true) && !reading.drafts {
        content.drafts += 1;
        return;
    }
    match entry.check(raw, reading, &mut content.diagnostics) {
        // An entry of which a part could not be read is wrong, even where the rest could be shown.
        Some(paper) if entry.misfits.is_empty() => content.papers.push(paper),
        _ => content.broken += 1,
    }
}
