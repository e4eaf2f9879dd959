//! Preparing a site, once or again and again: every step of it, and what is kept from one time to the next.

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
use std::sync::Arc;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

const SETTINGS: &str = "site.toml";

/// Prepares a site: once, or again and again in a process that shows it.
#[derive(Debug, Default)]
pub struct Session {
    request: Request,
    /// None where the site is prepared once.
    memory: Option<Memory>,
}

/// What preparing a site leaves for the next time.
#[derive(Debug, Default)]
struct Memory {
    content: loader::Memory,
    /// By what the settings are.
    theme: Option<(u64, Checked<Theme>)>,
    /// By what the settings are and which papers there are.
    late: Option<((u64, u64), Late)>,
}

/// What follows from the archive as a whole, takes its time to find, and seldom changes.
#[derive(Debug, Clone, PartialEq)]
struct Late {
    related: Checked<Related>,
    history: Checked<History>,
}

/// The settings as they are read, and whether there can be a site by them.
struct Settings {
    text: Arc<str>,
    site: Site,
    is_sound: bool,
}

impl Session {
    /// A session that prepares its site once, and keeps nothing in memory.
    pub fn once(request: Request) -> Session {
        Session { request, memory: None }
    }

    /// A session that prepares the same site again and again. Where the files tell what changed in them, only that is read, and which papers
    /// are related, and who changed what, is as it was the last time until [`Session::catch_up`] is called.
    pub fn lasting(request: Request) -> Session {
        Session { request, memory: Some(Memory::default()) }
    }

    /// Reads a site and finds everything that is wrong with it, as [`crate::prepare`] does.
    pub fn prepare(&mut self, sources: &Sources, progress: &dyn Progress) -> Checked<Option<Prepared>> {
        let Checked { value: settings, mut diagnostics } = self.settings(sources);
        let Some(Settings { text, site, is_sound }) = settings else {
            // What changed this time is not read: the next time it would be taken for what it was.
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
        // Which files there are does not follow from which papers are related: one thread may plan while another compares.
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
        let base = base_key(&text, &self.request) ^ theme.digest().rotate_left(1);
        let prepared =
            Prepared { site, archive, related, history, theme, plan, sums, frames, base, broken, drafts };
        Checked { value: is_sound.then_some(prepared), diagnostics }
    }

    /// Finds what [`Session::prepare`] may have left as it was. Returns whether that changed: then the site has to be prepared once more.
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

    /// Reads the settings. There is no value where nothing can be said of the rest: they cannot be read, or ask for a newer program.
    fn settings(&self, sources: &Sources) -> Checked<Option<Settings>> {
        let file: FilePath = SETTINGS.into();
        let text = match sources.text(&file) {
            Ok(text) => text,
            Err(error) => return Checked { value: None, diagnostics: vec![no_settings(file, &error)] },
        };
        let Checked { value: site, mut diagnostics } = config::parse(&file, &text);
        if needs_newer(&diagnostics) {
            return Checked { value: None, diagnostics };
        }
        // With wrong settings the content is still read, by defaults, so that all problems come at once.
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

    /// Loads the theme, or takes it from memory where none of its files changed.
    fn theme(&mut self, sources: &Sources, site: &Site, key: u64) -> Checked<Theme> {
        let is_as_it_was = !theme::FOLDERS.into_iter().any(|folder| sources.may_have_changed_below(folder));
        let known = self.memory.as_mut().and_then(|memory| memory.theme.take());
        let mut theme = match known.filter(|(of, _)| is_as_it_was && *of == key) {
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

    /// Returns what was found the last time, where it can be shown again.
    fn known(&mut self, sources: &Sources, archive: &Archive, key: u64) -> Option<Late> {
        let (of, late) = self.memory.as_mut()?.late.take()?;
        (sources.are_changes_known() && of == late_key(archive, key)).then_some(late)
    }

    /// Finds who changed what.
    fn history(&self, sources: &Sources, site: &Site) -> Checked<History> {
        match site.repository.history && !self.request.without_history {
            true => history::read(sources),
            false => Checked::clean(History::default()),
        }
    }
}

/// Finds the papers that stand near each other, and those that are perhaps one.
fn relate(archive: &Archive, sources: &Sources, site: &Site, key: u64) -> Checked<Related> {
    let cache = CacheFile::open(sources.folder(), "neighbours", key);
    let found = related::relate(archive, site.pages.related, &cache.load());
    if let Some(bytes) = &found.cache {
        cache.save(bytes);
    }
    Checked { value: found.related, diagnostics: found.diagnostics }
}

/// Finds how the index of the search page is cut, and the sums of its files; nothing where the site has none.
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

/// Reads the settings of a site. There is no value where they are wrong.
pub fn settings(sources: &Sources) -> Checked<Option<Site>> {
    let file: FilePath = SETTINGS.into();
    match sources.text(&file) {
        Ok(text) => {
            let mut checked = config::parse(&file, &text);
            diagnostic::name_version(&mut checked.diagnostics, config::version::OWN);
            let is_wrong = checked.diagnostics.iter().any(Diagnostic::is_error);
            Checked { value: checked.value.filter(|_| !is_wrong), ..checked }
        }
        Err(error) => Checked { value: None, diagnostics: vec![no_settings(file, &error)] },
    }
}

/// Tells whether a file asks for a newer version of the program: then nothing else that is said of it can be trusted.
fn needs_newer(problems: &[Diagnostic]) -> bool {
    problems.iter().any(|problem| problem.id == config::NEWER_VERSION)
}

/// Returns what everything that is made depends on, beside the files it is made from: the program, the settings and what was asked for.
fn base_key(settings: &str, request: &Request) -> u64 {
    let asked = format!("{}\n{:?}\n{settings}", env!("OFFPRINT_PROGRAM"), request);
    xxh3_64(asked.as_bytes())
}

/// Returns what content that was read depends on, beside its files. It links within the site, and does not know on which host that is.
fn content_key(settings: &str, site: &Site, request: &Request) -> u64 {
    let asked = format!("{}\n{}\n{}\n{settings}", env!("OFFPRINT_PROGRAM"), request.drafts, site.root());
    xxh3_64(asked.as_bytes())
}

/// Returns what is kept late follows from: the settings, and which papers there are.
fn late_key(archive: &Archive, key: u64) -> (u64, u64) {
    let ids = archive.papers.iter().map(|paper| paper.id.as_bytes());
    (key, ids.fold(0, |digest, id| xxh3_64_with_seed(id, digest)))
}

fn no_settings(file: FilePath, error: &source::ReadError) -> Diagnostic {
    use source::ReadError::{Io, NotUtf8, TooLarge};
    let message = match error {
        Io(error) if error.kind() == std::io::ErrorKind::NotFound => "there is no site.toml here",
        Io(error) => {
            let message = format!("this file cannot be read: {error}");
            return Diagnostic::error(content::UNREADABLE, Location::File(file), message);
        }
        NotUtf8 { .. } | TooLarge { .. } => "site.toml is not UTF-8 text",
    };
    Diagnostic::error("missing-settings", Location::File(file), message)
        .hint("run offprint in the site's folder, or name it: --site DIR")
        .hint("site.toml needs two lines: title = \"…\" and base_url = \"https://…/\"")
}

fn bad_macro(problem: &MacroProblem) -> Diagnostic {
    let message = format!("the macro `{}` cannot be used: {}", problem.name, problem.reason);
    Diagnostic::warning("bad-macro", Location::File("site.toml".into()), message)
}
