//! The site as it is shown, round after round: each reads what changed and finds what is wrong.
//!
//! What is wrong never takes away what is there: the last good site stays until the next good one. It knows nothing of sockets.

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

/// What is looked at is made as a trial before a changed theme is shown; this many pages are remembered.
const LOOKED_AT: usize = 16;

/// How a round ended.
#[derive(Debug, Clone, Copy)]
pub enum Outcome<'a> {
    /// The site is shown.
    Shown(&'a Prepared),
    /// The site is shown without the entries that have errors, since there never was one without errors.
    Partly(&'a Prepared),
    /// The last good site is still shown, if there ever was one.
    Kept { is_shown: bool },
}

/// A site that can be shown.
pub(super) struct Shown {
    pub sources: Arc<Sources>,
    pub prepared: Prepared,
    is_sound: bool,
    /// Stands for the files that pages show as they are, such as pictures.
    files: u64,
}

/// What a browser gets to see.
pub(super) struct State {
    pub shown: Option<Arc<Shown>>,
    /// What is wrong, in words.
    pub problem: Option<String>,
    /// Paths below which the site was before its settings changed.
    pub former: Vec<String>,
}

/// The pages that were looked at last.
#[derive(Debug, Default)]
pub(super) struct LookedAt(Mutex<VecDeque<String>>);

impl LookedAt {
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

/// Makes a site anew, again and again.
pub(super) struct Rounds {
    site: PathBuf,
    shown: Option<Arc<Shown>>,
    former: Vec<String>,
    looked_at: Arc<LookedAt>,
    files: u64,
    /// The files as they were in the last round, and what was read of them.
    sources: Option<Arc<Sources>>,
    session: Session,
    tell: Sender<Arc<State>>,
}

impl Rounds {
    pub fn new(site: PathBuf, request: Request) -> Rounds {
        let waiting = State { shown: None, problem: None, former: Vec::new() };
        let (looked_at, tell) = (Arc::default(), Sender::new(Arc::new(waiting)));
        let session = Session::lasting(request);
        Rounds { site, shown: None, former: Vec::new(), looked_at, files: 0, sources: None, session, tell }
    }

    pub fn looked_at(&self) -> Arc<LookedAt> {
        self.looked_at.clone()
    }

    /// Returns what tells of the site as it is to be seen, after every round.
    pub fn told(&self) -> Receiver<Arc<State>> {
        self.tell.subscribe()
    }

    /// Returns the path below which the site is shown.
    pub fn root(&self) -> &str {
        self.shown.as_ref().map_or("/", |shown| shown.prepared.site.root())
    }

    /// Reads what changed, and shows the site if it can be shown.
    pub fn next(&mut self, batch: &Batch, audience: &dyn Audience) {
        if batch.has_files_as_they_are() {
            self.files += 1;
        }
        let before = self.sources.take();
        let sources = before.map(|before| before.changed(batch.files()));
        let listed = self.round(sources.unwrap_or_else(|| Sources::discover(&self.site)), audience);
        // Whoever waits has the page by now. What takes longer is caught up with, and what nobody told of is looked for: a new folder may
        // be filled before it is watched.
        let shown = self.shown.clone().filter(|shown| Arc::ptr_eq(&shown.sources, &listed));
        let is_behind = shown.is_some_and(|shown| self.session.catch_up(&shown.prepared, &listed));
        let there = Sources::discover(&self.site);
        if !there.files().eq(listed.files()) {
            self.round(there, audience);
        } else if is_behind {
            self.round(listed.changed([]), audience);
        }
    }

    /// Shows the site in these files, if it can be shown. Returns the files.
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
        // Browsers first: what is told to people is there when they look.
        let state = State { shown: self.shown.clone(), problem, former: self.former.clone() };
        self.tell.send_replace(Arc::new(state));
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

    /// Makes a page of every kind and those that are looked at, where the settings or the theme changed: a template may ask for what is not
    /// there, and that shows only when it is used. Returns what is wrong, once.
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
    /// Makes the file at a path of the site; none where there is none.
    ///
    /// # Errors
    /// Where the theme cannot make it, or it cannot be read.
    pub fn file(&self, path: &str) -> Option<Result<Bytes, Box<Diagnostic>>> {
        let page = self.prepared.plan.page_at(path)?;
        let made = self.prepared.press().render(page, &self.sources);
        Some(made.map_err(|error| match error {
            RenderError::Template(error) => error.0,
            RenderError::Read { path, error } => Box::new(live::unreadable(&path, &error)),
        }))
    }

    /// Returns the styles of the theme: the names templates call them by, and where they are.
    pub fn styles(&self) -> BTreeMap<&str, String> {
        let root = self.prepared.site.root();
        let assets = self.prepared.theme.assets.iter().filter(|(name, _)| name.ends_with(".css"));
        assets.map(|(name, asset)| (name.as_str(), [root, &asset.path].concat())).collect()
    }

    /// Returns a number that stands for a page as it looks, its styles aside: those can be changed while it is open.
    pub fn looks(&self, html: &[u8]) -> u64 {
        let mut text = String::from_utf8_lossy(html).into_owned();
        for (name, path) in self.styles() {
            text = text.replace(&path, name);
        }
        live::digest(text.as_bytes(), self.files)
    }
}

/// Returns the errors among problems as text; none where there are none.
pub(super) fn words(sources: &Sources, diagnostics: &[Diagnostic]) -> Option<String> {
    let mut errors: Vec<Diagnostic> =
        diagnostics.iter().filter(|problem| problem.is_error()).cloned().collect();
    let texts = places::settle(sources, &mut errors);
    (!errors.is_empty()).then(|| human::render(&errors, &texts, false))
}
