//! Rebuilds the site in rounds: each reads the changed files and finds problems.
//!
//! After an error, the last version of the site without errors is still shown.

use super::changes::Batch;
use super::{Audience, live};
use crate::content::places;
use crate::diagnostic::{Checked, Diagnostic, human};
use crate::site::kinds::{Bytes, Page, RenderError};
use crate::source::Sources;
use crate::{Prepared, Request, Session};
use std::collections::{BTreeMap, VecDeque};
use std::mem::{Discriminant, discriminant};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::watch::{Receiver, Sender};

/// The number of recently requested pages that are rendered as a trial before a changed theme is shown.
const LOOKED_AT: usize = 16;

/// How a round ended.
#[derive(Debug, Clone, Copy)]
pub enum Outcome<'a> {
    /// The new version is shown.
    Shown(&'a Prepared),
    /// The new version is shown without the entries with errors, since there is no version without errors yet.
    Partly(&'a Prepared),
    /// The new version has errors.
    Kept {
        /// Whether an earlier version is shown.
        is_shown: bool,
    },
}

/// A version of the site.
pub(super) struct Shown {
    /// Its files.
    pub sources: Arc<Sources>,
    /// The site.
    pub prepared: Prepared,
    is_sound: bool,
    /// The number of changes to static files so far.
    files: u64,
}

/// The state after a round.
pub(super) struct State {
    /// The version that is shown.
    pub shown: Option<Arc<Shown>>,
    /// The errors as text.
    pub problem: Option<String>,
    /// Earlier paths of the base URL.
    pub former: Vec<String>,
}

/// The paths of the pages that were requested last.
#[derive(Debug, Default)]
pub(super) struct LookedAt(Mutex<VecDeque<String>>);

impl LookedAt {
    /// Adds a path.
    pub fn add(&self, path: &str) {
        let mut paths = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        paths.retain(|other| other != path);
        paths.push_front(path.to_owned());
        paths.truncate(LOOKED_AT);
    }

    fn paths(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

/// Rebuilds a site in rounds.
pub(super) struct Rounds {
    site: PathBuf,
    shown: Option<Arc<Shown>>,
    former: Vec<String>,
    looked_at: Arc<LookedAt>,
    files: u64,
    /// The files of the last round.
    sources: Option<Arc<Sources>>,
    session: Session,
    state: Sender<Arc<State>>,
}

impl Rounds {
    /// Returns the state before the first round.
    pub fn new(site: PathBuf, request: Request) -> Rounds {
        let waiting = State { shown: None, problem: None, former: Vec::new() };
        let (looked_at, state) = (Arc::default(), Sender::new(Arc::new(waiting)));
        let session = Session::lasting(request);
        Rounds { site, shown: None, former: Vec::new(), looked_at, files: 0, sources: None, session, state }
    }

    /// Returns the pages that were requested last.
    pub fn looked_at(&self) -> Arc<LookedAt> {
        self.looked_at.clone()
    }

    /// Returns a receiver of the state after every round.
    pub fn states(&self) -> Receiver<Arc<State>> {
        self.state.subscribe()
    }

    /// Returns the path of the base URL.
    pub fn root(&self) -> &str {
        self.shown.as_ref().map_or("/", |shown| shown.prepared.site.root())
    }

    /// Reads the changed files, and shows the new version if it has no errors.
    pub fn next(&mut self, batch: &Batch, audience: &dyn Audience) {
        if batch.has_static_files() {
            self.files += 1;
        }
        let before = self.sources.take();
        let sources = before.map(|before| before.changed(batch.files()));
        let listed = self.round(sources.unwrap_or_else(|| Sources::discover(&self.site)), audience);
        // The new version is shown. Now follow results that take longer, and changes that the watcher missed: a new
        // directory may contain files before it is watched.
        let shown = self.shown.clone().filter(|shown| Arc::ptr_eq(&shown.sources, &listed));
        let is_behind = shown.is_some_and(|shown| self.session.catch_up(&shown.prepared, &listed));
        let there = Sources::discover(&self.site);
        if !there.files().eq(listed.files()) {
            self.round(there, audience);
        } else if is_behind {
            self.round(listed.changed([]), audience);
        }
    }

    /// Prepares the site, and shows it if it has no errors. Returns the files.
    fn round(&mut self, sources: Sources, audience: &dyn Audience) -> Arc<Sources> {
        let prepared = self.session.prepare(&sources, &());
        let Checked { value, mut diagnostics } = prepared;
        let is_sound = !diagnostics.iter().any(Diagnostic::is_error);
        let is_shown_sound = self.shown.as_ref().is_some_and(|shown| shown.is_sound);
        let prepared = value.filter(|_| is_sound || !is_shown_sound);
        let prepared = prepared.filter(|prepared| {
            let wrong = self.try_out(prepared, &sources);
            diagnostics.extend(wrong.iter().cloned());
            wrong.is_empty() || self.shown.is_none()
        });
        let problem = words(&sources, &diagnostics);
        let sources = Arc::new(sources);
        self.sources = Some(sources.clone());
        let is_new = prepared.is_some();
        if let Some(prepared) = prepared {
            self.show(Shown { sources: sources.clone(), prepared, is_sound, files: self.files });
        }
        // Browsers are updated before the round is reported.
        let state = State { shown: self.shown.clone(), problem, former: self.former.clone() };
        self.state.send_replace(Arc::new(state));
        let outcome = match &self.shown {
            Some(shown) if is_new && is_sound => Outcome::Shown(&shown.prepared),
            Some(shown) if is_new => Outcome::Partly(&shown.prepared),
            shown => Outcome::Kept { is_shown: shown.is_some() },
        };
        audience.made(&sources, outcome, &diagnostics);
        sources
    }

    fn show(&mut self, shown: Shown) {
        let root = shown.prepared.site.root();
        if let Some(before) = &self.shown
            && before.prepared.site.root() != root
        {
            self.former.push(before.prepared.site.root().to_owned());
        }
        self.former.retain(|former| former != root);
        self.shown = Some(Arc::new(shown));
    }

    /// If the settings or the theme changed, renders a page of every kind and the recently requested pages: some errors
    /// of templates occur only when they are rendered. Returns each error once.
    fn try_out(&self, prepared: &Prepared, sources: &Sources) -> Vec<Diagnostic> {
        if self.shown.as_ref().is_some_and(|shown| shown.prepared.base == prepared.base) {
            return Vec::new();
        }
        let press = prepared.press();
        let mut kinds: Vec<Discriminant<Page>> = Vec::new();
        let mut pages: Vec<&Page> = Vec::new();
        for output in &prepared.plan.outputs {
            let kind = discriminant(&output.page);
            if !kinds.contains(&kind) && output.page.template().is_some() {
                kinds.push(kind);
                pages.push(&output.page);
            }
        }
        let looked_at = self.looked_at.paths();
        pages.extend(looked_at.iter().filter_map(|path| prepared.plan.page_at(path)));
        let mut wrong: Vec<Diagnostic> = Vec::new();
        for page in pages {
            if let Err(RenderError::Template(error)) = press.render(page, sources)
                && !wrong.contains(&error.0)
            {
                wrong.push(*error.0);
            }
        }
        wrong
    }
}

impl Shown {
    /// Renders the file at a path of the site. Returns `None` if there is no such file.
    ///
    /// # Errors
    /// If a template has an error, or the file cannot be read.
    pub fn file(&self, path: &str) -> Option<Result<Bytes, Box<Diagnostic>>> {
        let page = self.prepared.plan.page_at(path)?;
        let made = self.prepared.press().render(page, &self.sources);
        Some(made.map_err(|error| match error {
            RenderError::Template(error) => error.0,
            RenderError::Read { path, error } => Box::new(live::unreadable(&path, &error)),
        }))
    }

    /// Returns the stylesheets of the theme: their names in templates, and their paths.
    pub fn styles(&self) -> BTreeMap<&str, String> {
        let root = self.prepared.site.root();
        let assets = self.prepared.theme.assets.iter().filter(|(name, _)| name.ends_with(".css"));
        assets.map(|(name, asset)| (name.as_str(), [root, &asset.path].concat())).collect()
    }

    /// Returns the hash of a page without the hashes of its stylesheets, which are replaced without a reload.
    pub fn looks(&self, html: &[u8]) -> u64 {
        let mut text = String::from_utf8_lossy(html).into_owned();
        for (name, path) in self.styles() {
            text = text.replace(&path, name);
        }
        live::digest(text.as_bytes(), self.files)
    }
}

/// Returns the errors as text; `None` if there are none.
pub(super) fn words(sources: &Sources, diagnostics: &[Diagnostic]) -> Option<String> {
    let mut errors: Vec<Diagnostic> =
        diagnostics.iter().filter(|problem| problem.is_error()).cloned().collect();
    let texts = places::settle(sources, &mut errors);
    (!errors.is_empty()).then(|| human::render(&errors, &texts, false))
}
