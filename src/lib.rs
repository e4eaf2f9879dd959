//! Offprint turns an archive of papers, kept as markdown and YAML, into a site.
//!
//! A build is a line of stages with plain values between them; `ARCHITECTURE.md` tells what each knows. This file is the line.

pub mod archive;
pub mod cache;
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
pub mod stored;
pub mod theme;
pub mod view;

use archive::Archive;
use cache::{Cache, Kept};
use config::Site;
use content::{Content, Reading};
use diagnostic::{Checked, Diagnostic, Place};
use markdown::Markdown;
use plan::fingerprint::Fingerprints;
use plan::{Output, Plan};
use publish::{Failure, Publisher, Receipt};
use rayon::prelude::*;
use render::RenderError;
use source::{FilePath, Sources};
use std::collections::BTreeMap;
use std::sync::Mutex;
use theme::{Theme, View};
use view::Views;
use xxhash_rust::xxh3::xxh3_64;

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
    /// What all pages are made of: the program, the settings, the theme.
    pub base: u64,
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
    let settings: FilePath = "site.toml".into();
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

    let reading = Reading { site: &site, markdown: &markdown, drafts: request.drafts };
    let key = key(&text, request);
    let content = read(sources, &reading, key);
    let (broken, drafts) = (content.broken, content.drafts);
    let Checked { value: archive, diagnostics: relations } = archive::build(content, &site);
    diagnostics.extend(relations);
    let Checked { value: plan, diagnostics: collisions } = plan::plan(&archive, &theme.value, &site);
    diagnostics.extend(collisions);

    let mut theme = theme.value;
    let views = Views { archive: &archive, plan: &plan, site: &site };
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
    let base = key ^ theme.digest().rotate_left(1);
    let prepared = Prepared { site, archive, theme, plan, base, broken, drafts };
    Checked { value: sound.then_some(prepared), diagnostics }
}

/// Reads all content, on all threads: from the cache what did not change, all else anew. The order is that of the files, whatever the
/// number of threads.
fn read(sources: &Sources, reading: &Reading<'_>, key: u64) -> Content {
    let files = content::files(sources);
    let cache = Cache::open(sources.folder(), key, files.len());
    let mut parts: Vec<Vec<(u32, &FilePath)>> = vec![Vec::new(); cache.parts()];
    for (index, file) in (0..).zip(&files) {
        parts[cache.part_of(file)].push((index, file));
    }
    let read: Vec<(Content, Vec<u32>)> = parts
        .into_par_iter()
        .enumerate()
        .map(|(number, files)| read_part(sources, &files, reading, &cache, number))
        .collect();
    cache.tidy();
    let mut content = Content { diagnostics: content::skipped(sources), ..Content::default() };
    content.papers.reserve(read.iter().map(|(part, _)| part.papers.len()).sum());
    let mut places = Vec::with_capacity(content.papers.capacity());
    for (part, of_papers) in read {
        content.append(part);
        places.extend(of_papers);
    }
    content.sort(&places);
    content
}

/// Reads the files that share a part of the cache, and puts the part in order where it was not. Returns also which file each paper is from.
fn read_part(
    sources: &Sources,
    files: &[(u32, &FilePath)],
    reading: &Reading<'_>,
    cache: &Cache,
    number: usize,
) -> (Content, Vec<u32>) {
    let part = cache.load(number);
    let mut is_same = part.count() == files.len();
    let mut kept: Vec<Kept<'_>> = Vec::with_capacity(files.len());
    let mut all = Content::default();
    let mut places = Vec::with_capacity(files.len());
    let mut add = |content: Content, index| {
        places.extend(content.papers.iter().map(|_| index));
        all.append(content);
    };
    for &(index, file) in files {
        let stamp = sources.stamp(file);
        let old = stamp.and_then(|stamp| Some((stamp, part.get(file, stamp)?)));
        if let Some((stamp, record)) = old
            && let Some(content) = content::restore(file, record)
        {
            add(content, index);
            kept.push(Kept { path: file.clone(), stamp, record: record.into() });
            continue;
        }
        is_same = false;
        let content = content::parse(sources, file, reading);
        let record = content::store(&content);
        let stamp = stamp.filter(|_| !content.is_unreadable());
        // Nothing is lost on the way; should it be, what was read is at hand.
        add(content::restore(file, &record).unwrap_or(content), index);
        kept.extend(stamp.map(|stamp| Kept { path: file.clone(), stamp, record: record.into() }));
    }
    if !is_same {
        cache.save(number, &kept);
    }
    (all, places)
}

/// Writes a site. Pages are made on all threads and not kept; those that would come out as they did last time are not made.
///
/// # Errors
/// Where the theme cannot make a page, or the machine cannot write it. The old site is then as it was.
pub fn write(prepared: &Prepared, sources: &Sources, publisher: Publisher) -> Result<Receipt, Stopped> {
    let Prepared { site, archive, theme, plan, base, .. } = prepared;
    let views = Views { archive, plan, site };
    let fingerprints = Fingerprints::new(archive, plan, site, *base);
    let wrong: Mutex<Vec<Diagnostic>> = Mutex::new(Vec::new());
    let make = |output: &Output| {
        let fingerprint = fingerprints.of(&output.page);
        if fingerprint.is_some_and(|fingerprint| publisher.keep(&output.path, fingerprint)) {
            return Ok(());
        }
        match render::render(&output.page, &views, theme, sources) {
            Ok(bytes) => match fingerprint {
                Some(fingerprint) => publisher.put_made_from(&output.path, fingerprint, bytes.as_ref()),
                None => publisher.put(&output.path, bytes.as_ref()),
            },
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
        }
    };
    plan.outputs.par_iter().try_for_each(make).map_err(Stopped::Failure)?;
    let mut wrong = wrong.into_inner().unwrap_or_default();
    if wrong.is_empty() {
        return publisher.finish().map_err(Stopped::Failure);
    }
    wrong.sort_by(|a, b| a.place.cmp(&b.place));
    Err(Stopped::Theme(wrong))
}

/// Returns what everything that is made depends on, beside the files it is made from: the program, the settings and what was asked for.
fn key(settings: &str, request: &Request) -> u64 {
    let asked = format!("{}\n{:?}\n{settings}", env!("OFFPRINT_PROGRAM"), request);
    xxh3_64(asked.as_bytes())
}

fn no_settings(file: FilePath, error: &source::ReadError) -> Diagnostic {
    use source::ReadError::{Io, NotUtf8, TooLarge};
    let message = match error {
        Io(error) if error.kind() == std::io::ErrorKind::NotFound => "there is no site.toml here".to_owned(),
        Io(error) => format!("site.toml cannot be read: {error}"),
        NotUtf8 { .. } | TooLarge { .. } => "site.toml is not UTF-8 text".to_owned(),
    };
    Diagnostic::error("missing-settings", Place::File(file), message)
        .hint("run offprint in the site's folder, or name it: --site DIR")
        .hint("site.toml needs two lines: title = \"…\" and base_url = \"https://…/\"")
}

fn bad_macro(problem: &markdown::MacroProblem) -> Diagnostic {
    let message = format!("the macro `{}` cannot be used: {}", problem.name, problem.reason);
    Diagnostic::warning("bad-macro", Place::File("site.toml".into()), message)
}
