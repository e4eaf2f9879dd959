//! Offprint turns an archive of papers, kept as markdown and YAML, into a site.
//!
//! A build is a line of stages with plain values between them; `ARCHITECTURE.md` tells what each knows. This file is the line: [`prepare`]
//! reads a site and finds everything wrong with it, [`write`] makes the pages and puts them in place.

pub mod archive;
pub mod authoring;
pub mod cli;
pub mod config;
pub mod content;
pub mod diagnostic;
pub mod publish;
pub mod serve;
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
use diagnostic::progress::{Progress, Stage};
use diagnostic::{Checked, Diagnostic};
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

/// What a user may ask of a build beside the site's settings.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Another address than the settings name.
    pub base_url: Option<String>,
    /// Another scheme, host and port than the settings name; the path stays.
    pub origin: Option<String>,
    /// Whether drafts are published too.
    pub drafts: bool,
    /// Whether the repository's history is left alone: whoever only looks for mistakes has no need of it.
    pub without_history: bool,
}

/// A site that has been read and checked, ready to be written.
#[derive(Debug)]
pub struct Prepared {
    pub site: Site,
    pub archive: Archive,
    /// Which papers stand near which.
    pub related: Related,
    /// When each file was changed last; empty where that is not asked.
    pub history: History,
    pub theme: Theme,
    pub plan: Plan,
    /// What stands in the files of the search index.
    pub sums: Sums,
    /// What stands around the pages.
    pub frames: Frames,
    /// What all pages are made of: the program, the settings, the theme.
    pub base: u64,
    /// Entries left out because something is wrong with them, and because they are drafts.
    pub broken: usize,
    pub drafts: usize,
}

impl Prepared {
    /// Returns what makes its files.
    pub fn press(&self) -> Press<'_> {
        self.press_under(&self.site)
    }

    /// As [`Prepared::press`], with other settings.
    fn press_under<'a>(&'a self, site: &'a Site) -> Press<'a> {
        let basis = Basis { archive: &self.archive, history: &self.history, site, theme: &self.theme };
        Press::new(basis, &self.related, &self.plan).framed(&self.frames)
    }
}

/// What stands in the way of a site.
#[derive(Debug)]
pub enum Stopped {
    /// Pages that the theme could not make.
    Theme(Vec<Diagnostic>),
    /// The machine, or a folder that is not ours.
    Failure(Failure),
}

/// Reads a site and finds everything that is wrong with it, before anything is written.
///
/// There is no value where the settings or the theme are wrong. Entries that are wrong are left out of it and told of.
pub fn prepare(sources: &Sources, request: &Request, progress: &dyn Progress) -> Checked<Option<Prepared>> {
    Session::once(request.clone()).prepare(sources, progress)
}

/// Reads the vocabulary of topics, as far as there is one and it can be read.
pub fn vocabulary(sources: &Sources, site: &Site) -> Vec<TopicRecord> {
    let (markdown, _) = Markdown::new(&markdown::Options { macros: BTreeMap::new(), remote_images: false });
    let reading = Reading { site, markdown: &markdown, drafts: true };
    let files =
        ["content/topics.yaml", "content/topics.yml"].into_iter().filter(|file| sources.contains(file));
    files.filter_map(|file| content::parse(sources, &file.into(), &reading).topics).flatten().collect()
}

/// Returns what is wrong with an entry by itself, before it is put anywhere.
pub fn entry_problems(site: &Site, path: &str, text: &str) -> Vec<Diagnostic> {
    let (markdown, _) = Markdown::new(&markdown_options(site));
    let reading = Reading { site, markdown: &markdown, drafts: true };
    content::parse(&Sources::in_memory([(path, text.as_bytes())]), &path.into(), &reading).diagnostics
}

/// Writes a site. Pages are made on all threads and not kept; those that would come out as they did last time are not made.
///
/// # Errors
/// Where the theme cannot make a page, or the machine cannot write it. The old site is then as it was.
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

/// Makes a whole site and writes none of it: what is wrong with a template shows, and so does how big the site is. Returns the bytes of each
/// of the plan's outputs, in their order.
///
/// # Errors
/// Where the theme cannot make a page, or a file of `static/` cannot be read.
pub fn rehearse(
    prepared: &Prepared,
    sources: &Sources,
    progress: &dyn Progress,
) -> Result<Vec<u64>, Stopped> {
    let asked: Vec<Asked<'_>> = prepared.plan.outputs.iter().map(|output| (output, None)).collect();
    make(prepared, sources, &asked, progress, |_, bytes| Ok(bytes.len() as u64))
}

/// Tells what the bytes of a site are in, and which settings would make it smaller. `sizes` are those of the plan's outputs, in their order.
pub fn report(prepared: &Prepared, sources: &Sources, sizes: &[u64]) -> Report {
    let again = |page: &Page, site: &Site| {
        let bytes = prepared.press_under(site).render(page, sources).ok()?;
        Some(bytes.as_ref().len() as u64)
    };
    let Prepared { archive, plan, site, .. } = prepared;
    Measured { archive, plan, site, sizes }.report(&again)
}

/// A file to be made, and its fingerprint where it has one.
type Asked<'a> = (&'a Output<Page>, Option<u64>);

/// Makes files of a site, on all threads. Each goes to `take`; what that answers comes in the order of `asked`.
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
                // One slip in a template spoils a thousand pages; it is told once.
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

/// Returns what a site's settings say of its texts.
fn markdown_options(site: &Site) -> markdown::Options {
    markdown::Options { macros: site.math.macros.clone(), remote_images: site.pages.remote_images }
}
