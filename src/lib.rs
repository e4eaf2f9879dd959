//! Offprint builds a website from an archive of papers in Markdown and YAML.
//!
//! A build is a pipeline of stages, which `ARCHITECTURE.md` describes: [`prepare`] reads a site and reports its problems, [`write`] renders the
//! pages and publishes them.

#![warn(missing_docs)]

// The interface is the pipeline: this file and the types that it exports. A public module is one that the binary, `benches/`, `fuzz/` or
// the tests in `tests/` use; all others are `pub(crate)`.
pub mod archive;
pub mod authoring;
pub mod cli;
pub mod config;
pub mod content;
pub mod diagnostic;
pub mod mail;
mod own_links;
pub mod publish;
pub(crate) mod serve;
mod session;
pub mod site;
pub mod source;
pub mod text;
pub mod theme;
mod trial;
pub(crate) mod yaml;

use archive::history::History;
use archive::{Archive, Related};
use config::Site;
use content::{Reading, TopicRecord};
pub use diagnostic::progress::{Progress, Stage};
use diagnostic::{Checked, Diagnostic};
pub use own_links::check_own;
use publish::{Failure, Publisher, Receipt};
use rayon::prelude::*;
pub use session::{Session, settings};
use site::kinds::{Basis, Page, Plan, Press, RenderError};
use site::plan::Output;
use site::search::Sums;
use site::shared::Frames;
use site::size::{Measured, Report};
use source::Sources;
use std::collections::BTreeMap;
use std::sync::Mutex;
use text::markdown::{self, Markdown};
use theme::Theme;
pub use trial::try_templates;

/// Options of a build that are not in the settings of the site.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Overrides the base URL.
    pub base_url: Option<String>,
    /// Overrides scheme, host and port of the base URL.
    pub origin: Option<String>,
    /// Whether to include drafts.
    pub drafts: bool,
    /// Whether to skip the Git history, which a check does not need.
    pub without_history: bool,
}

/// A site that has been read and checked.
#[derive(Debug)]
pub struct Prepared {
    /// The settings.
    pub site: Site,
    /// The papers and everything derived from them.
    pub archive: Archive,
    /// The related papers of each paper.
    pub related: Related,
    /// The last change of each file; empty if the site does not show it.
    pub history: History,
    /// The theme.
    pub theme: Theme,
    /// All files of the site, with their paths.
    pub plan: Plan,
    /// Checksums of the files of the search index.
    pub sums: Sums,
    /// The parts that many pages share, such as the navigation.
    pub frames: Frames,
    /// The hash of the inputs of all pages: the program, the settings, the theme.
    pub base: u64,
    /// The number of entries that are left out because of errors.
    pub broken: usize,
    /// The number of drafts that are left out.
    pub drafts: usize,
}

impl Prepared {
    /// Returns the renderer of its files.
    pub fn press(&self) -> Press<'_> {
        self.press_under(&self.site)
    }

    /// Returns the renderer for other settings.
    fn press_under<'a>(&'a self, site: &'a Site) -> Press<'a> {
        let basis = Basis { archive: &self.archive, history: &self.history, site, theme: &self.theme };
        Press::new(basis, &self.related, &self.plan).framed(&self.frames)
    }
}

/// Why a site was not written.
#[derive(Debug)]
pub enum Stopped {
    /// Errors in templates.
    Theme(Vec<Diagnostic>),
    /// A failure of the system, or an output directory that must not be written to.
    Failure(Failure),
}

/// Reads a site and returns all problems. Writes nothing but the cache.
///
/// The value is `None` if the settings or the theme have errors. Entries with errors are reported and left out.
pub fn prepare(sources: &Sources, request: &Request, progress: &dyn Progress) -> Checked<Option<Prepared>> {
    Session::once(request.clone()).prepare(sources, progress)
}

/// Returns the topics of `content/topics.yaml`, without those that cannot be read.
pub fn vocabulary(sources: &Sources, site: &Site) -> Vec<TopicRecord> {
    let (markdown, _) = Markdown::new(&markdown::Options { macros: BTreeMap::new(), remote_images: false });
    let reading = Reading { site, markdown: &markdown, drafts: true };
    let files =
        ["content/topics.yaml", "content/topics.yml"].into_iter().filter(|file| sources.contains(file));
    files.filter_map(|file| content::parse(sources, &file.into(), &reading).topics).flatten().collect()
}

/// Returns the problems of an entry. `path` is the file it will be written to.
pub fn entry_problems(site: &Site, path: &str, text: &str) -> Vec<Diagnostic> {
    let (markdown, _) = Markdown::new(&markdown_options(site));
    let reading = Reading { site, markdown: &markdown, drafts: true };
    content::parse(&Sources::in_memory([(path, text.as_bytes())]), &path.into(), &reading).diagnostics
}

/// Renders the pages whose inputs changed, on all threads, and publishes them.
///
/// # Errors
/// If a template has an error, or a file cannot be read or written. [`Failure`] says whether files of the old site were changed.
pub fn write(
    prepared: &Prepared,
    sources: &Sources,
    publisher: Publisher,
    progress: &dyn Progress,
) -> Result<Receipt, Stopped> {
    let fingerprints = prepared.press().fingerprints(prepared.base, &prepared.sums);
    let is_kept = |&(place, (output, fingerprint)): &(usize, Asked<'_>)| {
        fingerprint.is_some_and(|fingerprint| publisher.keep(&output.path, fingerprint, place))
    };
    let outputs = prepared.plan.outputs.par_iter();
    let outputs = outputs.map(|output| (output, fingerprints.fingerprint(&output.page))).enumerate();
    let asked: Vec<Asked<'_>> = outputs.filter(|asked| !is_kept(asked)).map(|(_, asked)| asked).collect();
    make(prepared, sources, &asked, progress, |(output, fingerprint), bytes| match fingerprint {
        Some(fingerprint) => publisher.put_made_from(&output.path, *fingerprint, bytes),
        None => publisher.put(&output.path, bytes),
    })?;
    progress.stage(Stage::Placing, 0);
    publisher.finish().map_err(Stopped::Failure)
}

/// Returns the problems of items that the build would remove from the feed of the last build.
pub fn removals(prepared: &Prepared, publisher: &Publisher) -> Vec<Diagnostic> {
    let last = publisher.last(site::kinds::LAST_FEED);
    let lost = |last: Vec<u8>| prepared.plan.removals(&prepared.archive, &prepared.site, &last);
    last.map(lost).unwrap_or_default()
}

/// Renders all pages and writes nothing. Returns the size of each output in bytes, in the order of the plan.
///
/// # Errors
/// If a template has an error, or a file of `static/` cannot be read.
pub fn rehearse(
    prepared: &Prepared,
    sources: &Sources,
    progress: &dyn Progress,
) -> Result<Vec<u64>, Stopped> {
    let asked: Vec<Asked<'_>> = prepared.plan.outputs.iter().map(|output| (output, None)).collect();
    make(prepared, sources, &asked, progress, |_, bytes| Ok(bytes.len() as u64))
}

/// Returns the size of the site by file type, and settings that would reduce it. `sizes` are in bytes, in the order of the plan.
pub fn report(prepared: &Prepared, sources: &Sources, sizes: &[u64]) -> Report {
    let again = |page: &Page, site: &Site| {
        let bytes = prepared.press_under(site).render(page, sources).ok()?;
        Some(bytes.as_ref().len() as u64)
    };
    let Prepared { archive, plan, site, .. } = prepared;
    Measured { archive, plan, site, sizes }.report(&again)
}

/// A file to render, and the fingerprint of its inputs if it has one.
type Asked<'a> = (&'a Output<Page>, Option<u64>);

/// Renders files on all threads and passes each to `take`. Returns the results of `take` in the order of `asked`.
fn make<T: Send>(
    prepared: &Prepared,
    sources: &Sources,
    asked: &[Asked<'_>],
    progress: &dyn Progress,
    take: impl Fn(&Asked<'_>, &[u8]) -> Result<T, Failure> + Sync,
) -> Result<Vec<T>, Stopped> {
    let press = prepared.press().only(asked.iter().map(|(output, _)| &output.page));
    let wrong: Mutex<Vec<Diagnostic>> = Mutex::new(Vec::new());
    progress.stage(Stage::Making, asked.len() as u64);
    let make = |asked: &Asked<'_>| {
        let made = match press.render(&asked.0.page, sources) {
            Ok(bytes) => take(asked, bytes.as_ref()).map(Some),
            Err(RenderError::Read { path, error }) => {
                Err(Failure::Io { doing: "reading", path: path.into(), source: error, begun: false })
            }
            Err(RenderError::Template(error)) => {
                // An error in a template affects many pages and is reported once.
                if let Ok(mut wrong) = wrong.lock()
                    && !wrong.contains(&error.0)
                {
                    wrong.push(*error.0);
                }
                Ok(None)
            }
        };
        progress.step();
        made
    };
    let made: Vec<Option<T>> =
        asked.par_iter().map(make).collect::<Result<_, _>>().map_err(Stopped::Failure)?;
    let mut wrong = wrong.into_inner().unwrap_or_default();
    if wrong.is_empty() {
        return Ok(made.into_iter().flatten().collect());
    }
    wrong.sort_by(|a, b| a.place.cmp(&b.place));
    Err(Stopped::Theme(wrong))
}

/// Returns the Markdown options of a site.
fn markdown_options(site: &Site) -> markdown::Options {
    markdown::Options { macros: site.math.macros.clone(), remote_images: site.pages.remote_images }
}
