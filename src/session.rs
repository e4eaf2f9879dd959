//! Prepares a site: reads settings, content and theme, and plans the output. A lasting session reuses results of
//! earlier rounds.

use crate::archive::history::{self, History};
use crate::archive::{self, Archive, Related, related};
use crate::config::{self, Site};
use crate::content::{self, Reading, loader};
use crate::diagnostic::progress::{Progress, Stage};
use crate::diagnostic::{self, Checked, Diagnostic, Location};
use crate::site::kinds::{self, Basis, Press};
use crate::site::search::{self, Layout, Sums, Survey};
use crate::site::shared::Frames;
use crate::source::cache::CacheFile;
use crate::source::{self, FilePath, Sources};
use crate::text::markdown::{MacroProblem, Markdown};
use crate::theme::{self, Theme};
use crate::{Prepared, Request, markdown_options};
use std::path::Path;
use std::sync::Arc;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

const SETTINGS: &str = "site.toml";

/// Prepares a site, once or repeatedly.
#[derive(Debug, Default)]
pub struct Session {
    request: Request,
    /// `None` if the site is prepared once.
    memory: Option<Memory>,
}

/// Results that the next round may reuse.
#[derive(Debug, Default)]
struct Memory {
    content: loader::Memory,
    /// The theme, with the hash of the settings.
    theme: Option<(u64, Checked<Theme>)>,
    /// Results of [`Session::catch_up`], with the hashes of the settings and of the ids of the papers.
    late: Option<((u64, u64), Late)>,
}

/// Results that are slow to compute and seldom change.
#[derive(Debug, Clone, PartialEq)]
struct Late {
    related: Checked<Related>,
    history: Checked<History>,
}

/// The settings, and whether they have no errors.
struct Settings {
    text: Arc<str>,
    site: Site,
    is_sound: bool,
}

impl Session {
    /// Returns a session that prepares a site once and keeps nothing in memory.
    pub fn once(request: Request) -> Session {
        Session { request, memory: None }
    }

    /// Returns a session that prepares the same site repeatedly. It reads only changed files, and reuses related papers
    /// and the Git history until [`Session::catch_up`] is called.
    pub fn lasting(request: Request) -> Session {
        Session { request, memory: Some(Memory::default()) }
    }

    /// Reads a site and returns all problems, like [`crate::prepare`].
    pub fn prepare(&mut self, sources: &Sources, progress: &dyn Progress) -> Checked<Option<Prepared>> {
        let Checked { value: settings, mut diagnostics } = self.settings(sources);
        let Some(Settings { text, site, is_sound }) = settings else {
            // Changed files were not read, so the memory is no longer valid.
            self.memory = self.memory.as_ref().map(|_| Memory::default());
            return Checked { value: None, diagnostics };
        };
        let key = content_key(&text, &site, &self.request);
        let (markdown, problems) = Markdown::new(&markdown_options(&site));
        diagnostics.extend(problems.iter().map(bad_macro));

        let theme = self.theme(sources, &site, key);
        let is_theme_sound = !theme.diagnostics.iter().any(Diagnostic::is_error);
        diagnostics.extend(theme.diagnostics);

        let reading = Reading { site: &site, markdown: &markdown, drafts: self.request.drafts };
        let known = self.memory.as_mut().map(|memory| &mut memory.content);
        let content = loader::read(sources, &reading, key, known, progress);
        progress.stage(Stage::Relating, 0);
        let (broken, drafts) = (content.broken, content.drafts);
        let Checked { value: archive, diagnostics: problems } = archive::build(content, &site);
        diagnostics.extend(problems);

        let known = self.known(sources, &archive, key);
        let (known_related, known_history) = known.map(|late| (late.related, late.history)).unzip();
        let Checked { value: history, diagnostics: history_problems } =
            known_history.unwrap_or_else(|| self.history(sources, &site));
        let basis = Basis { archive: &archive, history: &history, site: &site, theme: &theme.value };
        // The plan does not depend on the related papers, so both are computed in parallel.
        let relate = || known_related.unwrap_or_else(|| relate(&archive, sources, &site, key));
        let plan = || {
            let (layout, sums) = survey(&archive, sources, &site, key);
            (kinds::plan(basis, layout), sums)
        };
        let (related, (plan, sums)) = rayon::join(relate, plan);
        if let Some(memory) = &mut self.memory {
            let history = Checked { value: history.clone(), diagnostics: history_problems.clone() };
            let late = Late { related: related.clone(), history };
            memory.late = Some((late_key(&archive, key), late));
        }
        diagnostics.extend(related.diagnostics);
        diagnostics.extend(history_problems);
        diagnostics.extend(plan.diagnostics);

        let (related, plan) = (related.value, plan.value);
        let globals = Press::new(basis, &related, &plan).globals();
        let theme = theme.value.with_shared(globals);
        let frames = match is_theme_sound {
            true => {
                let basis = Basis { archive: &archive, history: &history, site: &site, theme: &theme };
                Press::new(basis, &related, &plan).frames()
            }
            false => Ok(Frames::default()),
        };
        let (frames, error) =
            frames.map_or_else(|error| (Frames::default(), Some(*error.0)), |it| (it, None));
        let is_sound = is_sound && is_theme_sound && error.is_none();
        diagnostics.extend(error);
        diagnostic::name_version(&mut diagnostics, config::version::OWN);
        diagnostic::hide(&mut diagnostics, &site.check.allow);
        let base = base_key(&text, &self.request) ^ theme.digest().rotate_left(1);
        let prepared =
            Prepared { site, archive, related, history, theme, plan, sums, frames, base, broken, drafts };
        Checked { value: is_sound.then_some(prepared), diagnostics }
    }

    /// Recomputes the related papers and the Git history. Returns whether they changed; if so, the site must be
    /// prepared again.
    pub fn catch_up(&mut self, prepared: &Prepared, sources: &Sources) -> bool {
        let Some(((key, _), _)) = self.memory.as_ref().and_then(|memory| memory.late.as_ref()) else {
            return false;
        };
        let now = Late {
            related: relate(&prepared.archive, sources, &prepared.site, *key),
            history: self.history(sources, &prepared.site),
        };
        let known = self.memory.as_mut().and_then(|memory| memory.late.as_mut());
        known.is_some_and(|(_, known)| {
            let is_other = now != *known;
            *known = now;
            is_other
        })
    }

    /// Reads the settings. The value is `None` if they cannot be read or require a newer version of the program.
    fn settings(&self, sources: &Sources) -> Checked<Option<Settings>> {
        let file: FilePath = SETTINGS.into();
        let text = match sources.text(&file) {
            Ok(text) => text,
            Err(error) => {
                return Checked { value: None, diagnostics: vec![no_settings(sources, file, &error)] };
            }
        };
        let Checked { value: site, mut diagnostics } = config::parse(&file, &text);
        if needs_newer(&diagnostics) {
            return Checked { value: None, diagnostics };
        }
        // Invalid settings get defaults, so that the content is checked too.
        let mut site = site.unwrap_or_default();
        if let Some(url) = &self.request.base_url {
            diagnostics.extend(site.override_base_url(url).err().map(|problem| *problem));
        }
        if let Some(origin) = &self.request.origin {
            let url = format!("{origin}{}", site.root());
            diagnostics.extend(site.override_base_url(&url).err().map(|problem| *problem));
        }
        let is_sound = !diagnostics.iter().any(Diagnostic::is_error);
        Checked { value: Some(Settings { text: text.into(), site, is_sound }), diagnostics }
    }

    /// Returns the theme, from memory if none of its files changed.
    fn theme(&mut self, sources: &Sources, site: &Site, key: u64) -> Checked<Theme> {
        let is_unchanged = !theme::FOLDERS.into_iter().any(|folder| sources.may_have_changed_below(folder));
        let known = self.memory.as_mut().and_then(|memory| memory.theme.take());
        let mut theme = match known.filter(|(known_key, _)| is_unchanged && *known_key == key) {
            Some((_, theme)) => theme,
            None => theme::load(sources, site, &kinds::templates().collect::<Vec<_>>()),
        };
        if let Some(memory) = &mut self.memory {
            memory.theme = Some((key, theme.clone()));
        }
        if needs_newer(&theme.diagnostics) {
            theme.diagnostics.retain(|problem| problem.id == config::NEWER_VERSION);
        }
        theme
    }

    /// Returns the results of the previous round, if they can be reused.
    fn known(&mut self, sources: &Sources, archive: &Archive, key: u64) -> Option<Late> {
        let (known_key, late) = self.memory.as_mut()?.late.take()?;
        (sources.are_changes_known() && known_key == late_key(archive, key)).then_some(late)
    }

    /// Reads the Git history, if the site shows it.
    fn history(&self, sources: &Sources, site: &Site) -> Checked<History> {
        match site.repository.history && !self.request.without_history {
            true => history::read(sources),
            false => Checked::clean(History::default()),
        }
    }
}

/// Returns the related papers, and problems for near-duplicates.
fn relate(archive: &Archive, sources: &Sources, site: &Site, key: u64) -> Checked<Related> {
    let cache = CacheFile::open(sources.folder(), "neighbours", key);
    let found = related::relate(archive, site.pages.related, &cache.load());
    if let Some(bytes) = &found.cache {
        cache.save(bytes);
    }
    Checked { value: found.related, diagnostics: found.diagnostics }
}

/// Returns the layout of the search index and the checksums of its files; no layout if search is disabled.
fn survey(archive: &Archive, sources: &Sources, site: &Site, key: u64) -> (Option<Layout>, Sums) {
    if !site.search.enabled {
        return (None, Sums::default());
    }
    let cache = CacheFile::open(sources.folder(), "search", key);
    let Survey { layout, sums, cache: new } = search::survey(archive, &cache.load());
    if let Some(bytes) = &new {
        cache.save(bytes);
    }
    (Some(layout), sums)
}

/// Reads the settings of a site. The value is `None` if they have errors.
pub fn settings(sources: &Sources) -> Checked<Option<Site>> {
    let file: FilePath = SETTINGS.into();
    match sources.text(&file) {
        Ok(text) => {
            let mut checked = config::parse(&file, &text);
            diagnostic::name_version(&mut checked.diagnostics, config::version::OWN);
            let is_wrong = checked.diagnostics.iter().any(Diagnostic::is_error);
            Checked { value: checked.value.filter(|_| !is_wrong), ..checked }
        }
        Err(error) => Checked { value: None, diagnostics: vec![no_settings(sources, file, &error)] },
    }
}

/// Returns whether a file requires a newer version of the program. Other problems of the file may then be wrong.
fn needs_newer(problems: &[Diagnostic]) -> bool {
    problems.iter().any(|problem| problem.id == config::NEWER_VERSION)
}

/// Returns the hash of the inputs of all outputs, apart from content: the program, the settings and the request.
fn base_key(settings: &str, request: &Request) -> u64 {
    let asked = format!("{}\n{:?}\n{settings}", env!("OFFPRINT_PROGRAM"), request);
    xxh3_64(asked.as_bytes())
}

/// Returns the hash of the inputs of parsed content, apart from its files. It includes the path of the base URL, for
/// links, but not the host.
fn content_key(settings: &str, site: &Site, request: &Request) -> u64 {
    let asked = format!("{}\n{}\n{}\n{settings}", env!("OFFPRINT_PROGRAM"), request.drafts, site.root());
    xxh3_64(asked.as_bytes())
}

/// Returns the key of [`Late`]: the hashes of the settings and of the ids of the papers.
fn late_key(archive: &Archive, key: u64) -> (u64, u64) {
    let ids = archive.papers.iter().map(|paper| paper.id.as_bytes());
    (key, ids.fold(0, |digest, id| xxh3_64_with_seed(id, digest)))
}

fn no_settings(sources: &Sources, file: FilePath, error: &source::ReadError) -> Diagnostic {
    use source::ReadError::{Io, NotUtf8, TooLarge};
    let directory = match sources.folder() {
        Some(directory) if directory != Path::new(".") && directory != Path::new("") => {
            format!("`{}`", directory.display())
        }
        _ => "the current directory".to_owned(),
    };
    let message = match error {
        Io(error) if error.kind() == std::io::ErrorKind::NotFound => {
            format!("expected a site.toml in {directory}, found none")
        }
        Io(error) => {
            let message = format!("cannot read this file: {error}");
            return Diagnostic::error(content::UNREADABLE, Location::File(file), message);
        }
        NotUtf8 { valid, encoding } => return diagnostic::not_utf8(&file, *valid, *encoding),
        TooLarge { .. } => error.to_string(),
    };
    Diagnostic::error("missing-settings", Location::File(file), message)
        .hint("site.toml requires two lines: title = \"…\" and base_url = \"https://…/\"")
}

fn bad_macro(problem: &MacroProblem) -> Diagnostic {
    let message = format!("the macro `{}` is not valid: {}", problem.name, problem.reason);
    Diagnostic::warning("bad-macro", Location::File("site.toml".into()), message)
}
