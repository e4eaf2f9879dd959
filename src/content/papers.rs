//! Files of papers: one paper as markdown, one or several as YAML.

use super::entry::{EntryReader, ListLimit};
use super::growth;
use super::key_kinds::SharedKey;
use super::keys::SHARED;
use super::paper::Origin;
use super::problems::{self, Part};
use super::raw::{PAPER, PAPERS, RawMany, RawPaper};
use super::{Content, LeftOut, Reading, front, stem};
use crate::config::Site;
use crate::diagnostic::Diagnostic;
use crate::source::FilePath;
use crate::text::identifier;
use crate::text::ideographs::Folds;
use crate::yaml::shape::{Shape, What};
use crate::yaml::tree::{self, Cause};
use crate::yaml::unquoted::{self, NeedsQuotes, Slip};
use crate::yaml::{self, Items, Problem, Read};
use serde::de::DeserializeOwned;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Reads a paper as markdown: front matter, then the abstract or notes.
pub(super) fn markdown(file: &FilePath, text: &str, reading: &Reading<'_>, content: &mut Content) {
    if is_in_conflict(file, text, content) {
        return;
    }
    let parts = match front::split(text) {
        Ok(parts) => parts,
        Err(none) => {
            let part = Part { file, offset: 0, text };
            content.diagnostics.push(problems::no_front(part, none == front::NoFront::Open));
            content.broken += 1;
            return;
        }
    };
    let front = Part { file, offset: parts.front.start, text: &text[parts.front] };
    let (raw, misfits) = understand::<RawPaper>(front, &PAPER, &mut content.diagnostics);
    let body = Part { file, offset: parts.body.start, text: &text[parts.body] };
    let origin = Origin { file: file.clone(), index: None };
    let folds = &Folds::new(front.text);
    let entry = EntryReader { origin, stem: Some(stem(file)), body: Some(body), misfits: &misfits, folds };
    add(&entry, raw, reading, content);
}

/// Reads a YAML file: one paper, or several under `papers:`.
pub(super) fn yaml(file: &FilePath, text: &str, reading: &Reading<'_>, content: &mut Content) {
    let part = Part::of_yaml(file, text);
    if is_in_conflict(file, text, content) {
        return;
    }
    if yaml::has_top_key(part.text, "papers") {
        return many(part, reading, content);
    }
    let known = content.diagnostics.len();
    let (raw, misfits) = understand::<RawPaper>(part, &PAPER, &mut content.diagnostics);
    if misfits.contains("papers") {
        // JSON, or another style in which keys do not begin lines.
        content.diagnostics.truncate(known);
        return many(part, reading, content);
    }
    let origin = Origin { file: file.clone(), index: None };
    let folds = &Folds::new(part.text);
    let entry = EntryReader { origin, stem: Some(stem(file)), body: None, misfits: &misfits, folds };
    add(&entry, raw, reading, content);
}

/// Returns whether a file contains the markers of a Git merge conflict, and reports the first one. Without this check,
/// both sides of the conflict would be published.
fn is_in_conflict(file: &FilePath, text: &str, content: &mut Content) -> bool {
    if !text.contains("<<<<<<< ") {
        return false;
    }
    let mut at = 0;
    let (mut begin, mut divider) = (None, None);
    for line in text.split_inclusive('\n') {
        let range = at..at + line.trim_end().len();
        at += line.len();
        match line {
            line if line.starts_with("<<<<<<< ") => begin = begin.or(Some(range)),
            line if line.trim_end() == "=======" && begin.is_some() => divider = divider.or(Some(range)),
            line if line.starts_with(">>>>>>> ") => {
                let Some(begin) = &begin else { continue };
                let part = Part { file, offset: 0, text };
                content.diagnostics.push(problems::conflict(part, begin, divider.as_ref(), &range));
                content.broken += 1;
                let id = stem(file).to_owned();
                if identifier::is_paper_id(&id) {
                    content.left_out.push(LeftOut { id, origin: Origin { file: file.clone(), index: None } });
                }
                return true;
            }
            _ => {}
        }
    }
    false
}

/// A paper as written, if it could be read, and the keys with reported problems.
type Written = (Option<RawPaper>, BTreeSet<String>);

/// Reads a file of several papers. If its form is not valid, the file is read item by item, so that an error in one
/// paper does not hide the others.
fn many(part: Part<'_>, reading: &Reading<'_>, content: &mut Content) {
    let diagnostics = &mut content.diagnostics;
    let (defaults, papers) = match yaml::quickly::<RawMany>(part.text) {
        Some(mut many) => {
            warn_of_lost_words(part, &PAPERS, diagnostics);
            let papers = many.papers.take().unwrap_or_default();
            (many, papers.into_iter().map(|raw| (Some(raw), BTreeSet::new())).collect())
        }
        None => item_by_item(part, diagnostics).unwrap_or_else(|| line_by_line(part, diagnostics)),
    };
    let mut defaults = defaults;
    let refused = refuse_defaults(part, &mut defaults, &papers, reading.site, diagnostics);
    let (known, folds) = (content.papers.len(), &Folds::new(part.text));
    for (index, (raw, mut misfits)) in papers.into_iter().enumerate() {
        let raw = raw.map(|mut raw| {
            misfits
                .extend(refused.iter().filter(|key| !(key.is_own)(&raw)).map(|shared| shared.key.to_owned()));
            SHARED.iter().for_each(|shared| (shared.fill_in)(&mut raw, &defaults));
            raw
        });
        let origin = origin(part.file, index);
        let entry = EntryReader { origin, stem: None, body: None, misfits: &misfits, folds };
        add(&entry, raw, reading, content);
    }
    leave_out_if_immoderate(part, known, reading, content);
}

/// Removes the defaults that are longer than the settings allow, and those whose repetition in all papers of the file
/// exceeds [`tree::most_repeated`] bytes. Reports each once and returns their keys.
fn refuse_defaults(
    part: Part<'_>,
    defaults: &mut RawMany,
    papers: &[Written],
    site: &Site,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<&'static SharedKey> {
    let all = Origin { file: part.file.clone(), index: None };
    let most = tree::most_repeated(part.text.len());
    let (mut refused, mut repeated) = (Vec::new(), 0);
    for shared in SHARED {
        let Some((count, bytes)) = (shared.extent)(defaults) else { continue };
        let key = shared.key;
        let list = match key {
            "topics" => Some(ListLimit::Topics),
            "keywords" => Some(ListLimit::Keywords),
            "date" => Some(ListLimit::Dates),
            _ => None,
        };
        if let Some(problem) = list.and_then(|list| list.exceeded(&site.limits, count, &|| all.key(key))) {
            diagnostics.push(problem);
            refused.push(shared);
            continue;
        }
        let heirs =
            papers.iter().filter_map(|(raw, _)| raw.as_ref()).filter(|raw| !(shared.is_own)(raw)).count();
        let bytes = heirs.saturating_mul(bytes);
        if bytes > most - repeated {
            diagnostics.push(problems::repeated_default(all.key(key), key, heirs, repeated + bytes, most));
            refused.push(shared);
            continue;
        }
        repeated += bytes;
    }
    refused.iter().for_each(|shared| (shared.forget)(defaults));
    refused
}

/// Leaves out the papers of a file, from `first` on, if together they add more to the site than the settings allow for
/// a file of this size.
fn leave_out_if_immoderate(part: Part<'_>, first: usize, reading: &Reading<'_>, content: &mut Content) {
    let rates = growth::Rates::new(reading.site);
    let papers = content.papers.get(first..).unwrap_or_default();
    let most = growth::allowed_for_file(reading.site, part.text.len());
    // The sum over all papers is an upper bound, and faster to compute; most files are within it.
    if papers.iter().map(|paper| growth::of_paper(paper, &rates).bytes).fold(0, usize::saturating_add) <= most
    {
        return;
    }
    let all = growth::of_file(papers, &rates);
    let largest = papers
        .iter()
        .max_by_key(|paper| (growth::of_paper(paper, &rates).bytes, Reverse(paper.origin.index)));
    let Some(largest) = largest.filter(|_| all.bytes > most) else { return };
    let own = growth::of_paper(largest, &rates);
    let (place, len) = (largest.origin.place(), part.text.len());
    content.diagnostics.push(problems::too_much_growth_of_file(place, papers.len(), len, all, most, own));
    content.broken += papers.len();
    for paper in content.papers.drain(first..) {
        content.left_out.push(LeftOut { id: paper.id.clone(), origin: paper.origin.clone() });
    }
}

/// Reads a file of several papers that is valid YAML with invalid values.
fn item_by_item(part: Part<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<(RawMany, Vec<Written>)> {
    let known = diagnostics.len();
    warn_of_lost_words(part, &PAPERS, diagnostics);
    let items = match yaml::read_items(part.text, "papers", &PAPERS, &PAPER) {
        // Aliases are not defined within single items.
        Err(broken) if matches!(broken.cause, Cause::Repeats(_)) => {
            diagnostics.push(problems::broken(part, &broken));
            return Some((RawMany::default(), vec![(None, BTreeSet::new())]));
        }
        read => read.ok().flatten(),
    };
    let Some(Items { beside, items }) = items else {
        // The file is read line by line instead, and each part gives its own warnings.
        diagnostics.truncate(known);
        return None;
    };
    let (defaults, _) = sort_out(part, beside, diagnostics);
    let papers = items.into_iter().map(|read| sort_out(part, read, diagnostics)).collect();
    Some((defaults.unwrap_or_default(), papers))
}

/// Reads a file of several papers that is not valid YAML, if its lines can be split into items.
fn line_by_line(part: Part<'_>, diagnostics: &mut Vec<Diagnostic>) -> (RawMany, Vec<Written>) {
    let known = diagnostics.len();
    let (defaults, papers) = match yaml::split_items(part.text, "papers") {
        Some(apart) => {
            let beside = Part { text: &apart.beside, ..part };
            let (defaults, _) = understand::<RawMany>(beside, &PAPERS, diagnostics);
            let item = |(offset, text): &(usize, String)| {
                understand(Part { file: part.file, offset: part.offset + offset, text }, &PAPER, diagnostics)
            };
            (defaults.unwrap_or_default(), apart.items.iter().map(item).collect())
        }
        None => (RawMany::default(), vec![(None, BTreeSet::new())]),
    };
    if diagnostics.len() == known {
        // Each part on its own is valid, or there are no parts, so the file as a whole is not valid.
        understand::<RawMany>(part, &PAPERS, diagnostics);
    }
    (defaults, papers)
}

fn origin(file: &FilePath, index: usize) -> Origin {
    Origin { file: file.clone(), index: u32::try_from(index).ok() }
}

/// Reads a text and reports every problem of its form. Returns the value and the keys with problems.
///
/// A value without its required quotes is reported and then read as if quoted, so that later problems are reported too.
pub(super) fn understand<T: DeserializeOwned>(
    part: Part<'_>,
    shape: &'static Shape,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Option<T>, BTreeSet<String>) {
    let read = yaml::read(part.text, shape);
    warn_of_lost_words(part, shape, diagnostics);
    let [Problem::Broken(_)] = &read.problems[..] else { return sort_out(part, read, diagnostics) };
    let (fixed, slips) = unquoted::fix(part.text);
    diagnostics.extend(slips.iter().map(|slip| problems::unquoted_value(part, slip)));
    let (value, mut keys) = sort_out(part, yaml::read_carefully(&fixed, shape), diagnostics);
    // If a nested value has no quotes, checks would report it again.
    // A quotation that is never closed may include other values.
    let is_whole = |slip: &Slip| !slip.is_deep && !matches!(slip.why, NeedsQuotes::Unclosed(_));
    let value = value.filter(|_| slips.iter().all(is_whole));
    keys.extend(slips.into_iter().map(|slip| slip.key));
    (value, keys)
}

/// Reports the problems of a text that was read. Returns the value and the keys with problems.
fn sort_out<T>(
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
                if let What::UnknownKey { key, known } = &misfit.what {
                    // `titel` means `title`, which must not be reported as missing too.
                    keys.extend(problems::meant(key, known).map(str::to_owned));
                }
                diagnostics.push(problems::misfit(part, misfit));
            }
        }
    }
    (read.value, keys)
}

/// Warns of texts that YAML cuts short.
fn warn_of_lost_words(part: Part<'_>, shape: &Shape, diagnostics: &mut Vec<Diagnostic>) {
    if !part.text.contains(['#', '\\']) {
        return;
    }
    let (fixed, _) = unquoted::fix(part.text);
    let Ok(root) = tree::parse(&fixed) else { return };
    let lost = yaml::lost::find(&fixed, &root, shape);
    diagnostics.extend(lost.iter().map(|lost| problems::lost_words(part, lost)));
}

/// Checks a paper and adds it to the content, if it can be shown.
fn add(entry: &EntryReader<'_>, raw: Option<RawPaper>, reading: &Reading<'_>, content: &mut Content) {
    let id = raw.as_ref().and_then(|raw| raw.id.as_deref()).or(entry.stem).unwrap_or_default().to_owned();
    if raw.as_ref().is_some_and(|raw| raw.draft == Some(true)) && !reading.drafts {
        content.drafts += 1;
        return;
    }
    match raw.and_then(|raw| entry.check(raw, reading, &mut content.diagnostics)) {
        // An entry with an unreadable part is not published, even if the rest could be shown.
        Some(paper) if entry.misfits.is_empty() => content.papers.push(Arc::new(paper)),
        _ => {
            content.broken += 1;
            if identifier::is_paper_id(&id) {
                content.left_out.push(LeftOut { id, origin: entry.origin.clone() });
            }
        }
    }
}
