//! Renders the templates of a site with a small sample archive that uses every feature.

use crate::archive::Archive;
use crate::archive::history::History;
use crate::diagnostic::{Checked, Diagnostic};
use crate::site::template_fixture;
use crate::source::{FilePath, Sources};
use crate::{Request, Stopped, prepare, rehearse, theme};
use std::sync::Arc;

/// Renders the templates of the site with a small sample archive that uses every feature. Returns errors in templates, also those that no page of
/// the site shows, and problems with their texts in all languages. `archive` provides the values under `extra:`, which templates may use.
pub fn try_templates(sources: &Sources, request: &Request, archive: &Archive) -> Vec<Diagnostic> {
    /// A page reports its first error only. So rendering is repeated without the broken templates, this many times.
    const TRIES: usize = 8;
    let own = || ["templates/", "themes/", "i18n/"].into_iter().flat_map(|folder| sources.below(folder));
    if own().next().is_none() {
        return Vec::new();
    }
    let settings: FilePath = "site.toml".into();
    let files = own().chain([&settings]);
    let files = files.filter_map(|path| Some((path.clone(), sources.bytes(path).ok()?)));
    // Parameters name images, whose content no template uses.
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
    let new = words.into_iter().filter(|problem| wrong.iter().all(|other| other.place != problem.place));
    let new: Vec<Diagnostic> = new.collect();
    wrong.extend(new);
    wrong
}

/// Renders the templates once. Returns errors in them, and problems with their texts.
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
    wrong.extend(prepared.press().try_messages().err().map(|error| *error.0));
    (wrong, theme::words(tried, &prepared.site))
}
