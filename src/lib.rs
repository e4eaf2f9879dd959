//! Offprint turns an archive of papers, kept as markdown and YAML, into a site.
//!
//! A build is a line of stages with plain values between them; `ARCHITECTURE.md` tells what each knows. This file is the line.

pub mod archive;
pub mod cli;
pub mod config;
pub mod content;
pub mod diagnostic;
pub mod markdown;
pub mod plan;
pub mod publish;
pub mod render;
pub mod slug;
pub mod source;
pub mod theme;
pub mod view;

use archive::Archive;
use config::Site;
use content::{Content, Reading};
use diagnostic::{Checked, Diagnostic, Place};
use markdown::Markdown;
use plan::Plan;
use publish::{Failure, Publisher, Receipt};
use rayon::prelude::*;
use render::RenderError;
use source::Sources;
use std::collections::BTreeMap;
use std::sync::Mutex;
use theme::{Theme, View};
use view::Views;

/// What a user may ask of a build beside the site's settings.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Another address than the settings name.
    pub base_url: Option<String>,
    /// Whether drafts are published too.
    pub drafts: bool,
}

/// A site that has been read and checked, ready to be written.
#[derive(Debug)]
pub struct Prepared {
    pub site: Site,
    pub archive: Archive,
    pub theme: Theme,
    pub plan: Plan,
    /// Entries left out because something is wrong with them, and because they are drafts.
    pub broken: usize,
    pub drafts: usize,
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
pub fn prepare(sources: &Sources, request: &Request) -> Checked<Option<Prepared>> {
    let settings: source::FilePath = "site.toml".into();
    let mut diagnostics = Vec::new();
    let text = match sources.text(&settings) {
        Ok(text) => text,
        Err(error) => {
            diagnostics.push(no_settings(settings, &error));
            return Checked { value: None, diagnostics };
        }
    };
    let Checked { value: site, diagnostics: mut problems } = config::parse(&settings, &text);
    let mut sound = !problems.iter().any(Diagnostic::is_error);
    diagnostics.append(&mut problems);
    // With wrong settings the content is still read, by defaults, so that all problems come at once.
    let mut site = site.unwrap_or_default();
    if let Some(url) = &request.base_url
        && let Err(problem) = site.override_base_url(url)
    {
        diagnostics.push(*problem);
        sound = false;
    }
    let options =
        markdown::Options { macros: site.math.macros.clone(), remote_images: site.pages.remote_images };
    let (markdown, macro_problems) = Markdown::new(&options);
    diagnostics.extend(macro_problems.into_iter().map(|problem| bad_macro(&problem)));

    let theme = theme::load(sources, &site);
    sound &= !theme.diagnostics.iter().any(Diagnostic::is_error);
    diagnostics.extend(theme.diagnostics);

    let content = read(sources, &Reading { site: &site, markdown: &markdown, drafts: request.drafts });
    let (broken, drafts) = (content.broken, content.drafts);
    let Checked { value: archive, diagnostics: relations } = archive::build(content, &site);
    diagnostics.extend(relations);
    let Checked { value: plan, diagnostics: collisions } = plan::plan(&archive, &theme.value, &site);
    diagnostics.extend(collisions);

    let mut theme = theme.value;
    let views = Views::new(&archive, &plan, &site);
    let assets: BTreeMap<&String, String> =
        theme.assets.iter().map(|(name, asset)| (name, views.url(&asset.path))).collect();
    let shared = [
        ("site", View::of(&views.site())),
        ("assets", View::of(&assets)),
        ("theme", View::of(&theme.params)),
    ];
    for (name, view) in shared {
        theme.engine.share(name, view);
    }
    let prepared = Prepared { site, archive, theme, plan, broken, drafts };
    Checked { value: sound.then_some(prepared), diagnostics }
}

/// Reads all content, file by file, on all threads. The order of files is kept, whatever the number of threads.
fn read(sources: &Sources, reading: &Reading<'_>) -> Content {
    let files = content::files(sources);
    let read: Vec<Content> = files.par_iter().map(|file| content::parse(sources, file, reading)).collect();
    let mut content = Content { diagnostics: content::skipped(sources), ..Content::default() };
    for file in read {
        content.append(file);
    }
    content
}

/// Writes a site. Pages are made on all threads and not kept.
///
/// # Errors
/// Where the theme cannot make a page, or the machine cannot write it. The old site is then as it was.
pub fn write(prepared: &Prepared, sources: &Sources, publisher: Publisher) -> Result<Receipt, Stopped> {
    let views = Views::new(&prepared.archive, &prepared.plan, &prepared.site);
    let wrong: Mutex<Vec<Diagnostic>> = Mutex::new(Vec::new());
    prepared
        .plan
        .outputs
        .par_iter()
        .try_for_each(|output| match render::render(&output.page, &views, &prepared.theme, sources) {
            Ok(bytes) => publisher.put(&output.path, bytes.as_ref()),
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
                Ok(())
            }
        })
        .map_err(Stopped::Failure)?;
    let mut wrong = wrong.into_inner().unwrap_or_default();
    if wrong.is_empty() {
        return publisher.finish().map_err(Stopped::Failure);
    }
    wrong.sort_by(|a, b| a.place.cmp(&b.place));
    Err(Stopped::Theme(wrong))
}

fn no_settings(file: source::FilePath, error: &source::ReadError) -> Diagnostic {
    use source::ReadError::{Io, NotUtf8};
    let message = match error {
        Io(error) if error.kind() == std::io::ErrorKind::NotFound => "there is no site.toml here".to_owned(),
        Io(error) => format!("site.toml cannot be read: {error}"),
        NotUtf8 { .. } => "site.toml is not UTF-8 text".to_owned(),
    };
    Diagnostic::error("missing-settings", Place::File(file), message)
        .hint("run offprint in the site's folder, or name it: --site DIR")
        .hint("site.toml needs two lines: title = \"…\" and base_url = \"https://…/\"")
}

fn bad_macro(problem: &markdown::MacroProblem) -> Diagnostic {
    let message = format!("the macro `{}` cannot be used: {}", problem.name, problem.reason);
    Diagnostic::warning("bad-macro", Place::File("site.toml".into()), message)
}
