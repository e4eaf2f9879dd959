//! Tries a site's own templates on a small archive with one of everything.

use crate::archive::Archive;
use crate::archive::history::History;
use crate::diagnostic::{Checked, Diagnostic};
use crate::site::template_fixture;
use crate::source::{FilePath, Sources};
use crate::{Request, Stopped, prepare, rehearse, theme};
use std::sync::Arc;

/// Tries the site's own templates on a small archive with one of everything. Returns what is wrong with them, also where no page of the
/// site itself would show it, and what is wrong with their words in other languages than the site's. What stands under `extra:` is between
/// the templates and the papers of `archive`, the site's own.
pub fn try_templates(sources: &Sources, request: &Request, archive: &Archive) -> Vec<Diagnostic> {
    /// A page tells of its first mistake only. So it is tried again without it, so often.
    const TRIES: usize = 8;
    let own = || ["templates/", "themes/", "i18n/"].into_iter().flat_map(|folder| sources.below(folder));
    if own().next().is_none() {
        return Vec::new();
    }
    let settings: FilePath = "site.toml".into();
    let files = own().chain([&settings]);
    let files = files.filter_map(|path| Some((path.clone(), sources.bytes(path).ok()?)));
    // Parameters name pictures; what is in them shows in no template.
    let files = files.chain(sources.below("static/").map(|path| (path.clone(), Arc::from([]))));
    let sample = template_fixture::FILES.iter().map(|(path, text)| ((*path).into(), text.as_bytes().into()));
    let mut files: Vec<(FilePath, Arc<[u8]>)> = files.chain(sample).collect();
    let mut wrong: Vec<Diagnostic> = Vec::new();
    let mut words = None;
    for _ in 0..TRIES {
        let tried = Sources::in_memory(files.clone());
        let (found, said) = try_once(&tried, request, archive);
        words.get_or_insert(said);
        let goes_on = theme::blank_expressions(&mut files, &found);
        wrong.extend(found.into_iter().filter(|problem| !wrong.contains(problem)).collect::<Vec<_>>());
        if !goes_on {
            break;
        }
    }
    let words = words.unwrap_or_default();
    let untold = words.into_iter().filter(|problem| wrong.iter().all(|other| other.place != problem.place));
    let untold: Vec<Diagnostic> = untold.collect();
    wrong.extend(untold);
    wrong
}

/// Tries templates once. Returns what is wrong with them, and with their words.
fn try_once(tried: &Sources, request: &Request, archive: &Archive) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    let Checked { value, diagnostics } = prepare(tried, request, &());
    let mut wrong: Vec<Diagnostic> =
        diagnostics.into_iter().filter(|problem| problem.id == theme::BROKEN).collect();
    let Some(mut prepared) = value else { return (wrong, Vec::new()) };
    let changed = prepared.archive.newest().unwrap_or_default();
    prepared.history = History::made_up(tried.files(), changed, "Ada Byron");
    for paper in &mut prepared.archive.papers {
        let paper = Arc::make_mut(paper);
        for own in &archive.papers {
            paper.facts.extra.extend(own.extra.iter().map(|(key, value)| (key.clone(), value.clone())));
        }
    }
    if let Err(Stopped::Theme(found)) = rehearse(&prepared, tried, &()) {
        wrong.extend(found);
    }
    (wrong, theme::words(tried, &prepared.site))
}
