//! Offprint turns an archive of papers, kept as markdown and YAML, into a site.
//!
//! A build is a line of stages with plain values between them; `ARCHITECTURE.md` tells what each knows. This file is the line.

pub mod archive;
pub mod authoring;
pub mod cli;
pub mod config;
pub mod content;
pub mod diagnostic;
pub mod publish;
pub mod serve;
pub mod site;
pub mod source;
pub mod text;
pub mod theme;
pub(crate) mod yaml;

use archive::history::History;
use archive::{Archive, Related, history, related};
use config::Site;
use content::{Reading, TopicRecord, loader};
use diagnostic::progress::{Progress, Stage};
use diagnostic::{Checked, Diagnostic, Place};
use publish::{Failure, Publisher, Receipt};
use rayon::prelude::*;
use site::plan::fingerprint::Fingerprints;
use site::plan::{Output, Page, Plan};
use site::render::RenderError;
use site::search::{Layout, Sums, Survey};
use site::size::{Measured, Report};
use site::view::{Frames, Views};
use site::{plan, render, search, template_fixture};
use source::cache::Whole;
use source::{FilePath, Sources};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use text::markdown;
use text::markdown::Markdown;
use theme::{Theme, View};
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

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

/// What preparing a site leaves for the next time, in the same process.
#[derive(Debug, Default)]
pub struct Memory {
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

impl Prepared {
    /// Returns what makes the views of its pages.
    fn views(&self) -> Views<'_> {
        Views::new(&self.archive, &self.plan, &self.site, &self.theme.texts).framed(&self.frames)
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
    prepare_again(sources, request, None, progress)
}

/// As [`prepare`], for a process that prepares the same site again and again. Where the files tell what changed in them, only that is read,
/// and which papers are related, and who changed what, is as it was the last time until [`catch_up`] is called.
pub fn prepare_again(
    sources: &Sources,
    request: &Request,
    mut memory: Option<&mut Memory>,
    progress: &dyn Progress,
) -> Checked<Option<Prepared>> {
    let settings: FilePath = "site.toml".into();
    let mut diagnostics = Vec::new();
    let text = match sources.text(&settings) {
        Ok(text) => text,
        Err(error) => {
            // What changed this time is not read: the next time it would be taken for what it was.
            if let Some(memory) = memory {
                *memory = Memory::default();
            }
            diagnostics.push(no_settings(settings, &error));
            return Checked { value: None, diagnostics };
        }
    };
    let Checked { value: site, diagnostics: mut problems } = config::parse(&settings, &text);
    if needs_newer(&problems) {
        if let Some(memory) = memory {
            *memory = Memory::default();
        }
        return Checked { value: None, diagnostics: problems };
    }
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
    if let Some(origin) = &request.origin
        && let Err(problem) = site.override_base_url(&format!("{origin}{}", site.root()))
    {
        diagnostics.push(*problem);
        sound = false;
    }
    let (markdown, macro_problems) = Markdown::new(&markdown_options(&site));
    diagnostics.extend(macro_problems.into_iter().map(|problem| bad_macro(&problem)));

    let kept = content_key(&text, &site, request);
    let is_as_it_was = !theme::FOLDERS.into_iter().any(|folder| sources.may_have_changed_below(folder));
    let known = memory.as_deref_mut().and_then(|memory| memory.theme.take());
    let theme = match known.filter(|(of, _)| is_as_it_was && *of == kept) {
        Some((_, theme)) => theme,
        None => theme::load(sources, &site),
    };
    if let Some(memory) = &mut memory {
        memory.theme = Some((kept, theme.clone()));
    }
    let is_whole = !theme.diagnostics.iter().any(Diagnostic::is_error);
    sound &= is_whole;
    let is_newer = needs_newer(&theme.diagnostics);
    diagnostics.extend(
        theme.diagnostics.into_iter().filter(|problem| !is_newer || problem.id == config::NEWER_VERSION),
    );

    let reading = Reading { site: &site, markdown: &markdown, drafts: request.drafts };
    let known = memory.as_deref_mut().map(|memory| &mut memory.content);
    let content = loader::read(sources, &reading, kept, known, progress);
    progress.stage(Stage::Relating, 0);
    let (broken, drafts) = (content.broken, content.drafts);
    let Checked { value: mut archive, diagnostics: relations } = archive::build(content, &site);
    diagnostics.extend(relations);
    // Only who remembers has need of it.
    let late_key = |archive: &Archive| {
        let ids = archive.papers.iter().map(|paper| paper.id.as_bytes());
        (kept, ids.fold(0, |digest, id| xxh3_64_with_seed(id, digest)))
    };
    let known = memory.as_deref_mut().and_then(|memory| memory.late.take());
    let known = known.filter(|(of, _)| sources.are_told() && *of == late_key(&archive)).map(|(_, late)| late);
    let (related, history) = known.map(|late| (late.related, late.history)).unzip();
    let history = history.unwrap_or_else(|| read_history(sources, &site, request));
    archive.history = history.value;
    // Which files there are does not hang on which papers are related: one thread may plan while another compares.
    let relate = || related.unwrap_or_else(|| relate(&archive, sources, &site, kept));
    let plan = || {
        let (layout, sums) = survey(&archive, sources, &site, kept);
        (plan::plan(&archive, &theme.value, &site, layout), sums)
    };
    let (related, (Checked { value: plan, diagnostics: collisions }, sums)) = rayon::join(relate, plan);
    if let Some(memory) = memory {
        let history = Checked { value: archive.history.clone(), diagnostics: history.diagnostics.clone() };
        memory.late = Some((late_key(&archive), Late { related: related.clone(), history }));
    }
    archive.related = related.value;
    diagnostics.extend(related.diagnostics);
    diagnostics.extend(history.diagnostics);
    diagnostics.extend(collisions);

    let Theme { mut engine, params, texts, assets, files } = theme.value;
    let views = Views::new(&archive, &plan, &site, &texts);
    let urls: BTreeMap<&String, String> =
        assets.iter().map(|(name, asset)| (name, views.url(&asset.path))).collect();
    let shared =
        [("site", View::of(&views.site())), ("assets", View::of(&urls)), ("theme", View::of(&params))];
    for (name, view) in shared {
        engine.share(name, view);
    }
    let frames = if is_whole { Frames::new(&views, &engine) } else { Ok(Frames::default()) };
    let frames = frames.unwrap_or_else(|error| {
        diagnostics.push(*error.0);
        sound = false;
        Frames::default()
    });
    let theme = Theme { engine, params, texts, assets, files };
    diagnostic::name_version(&mut diagnostics, config::version::OWN);
    let base = key(&text, request) ^ theme.digest().rotate_left(1);
    let prepared = Prepared { site, archive, theme, plan, sums, frames, base, broken, drafts };
    Checked { value: sound.then_some(prepared), diagnostics }
}

/// Tells whether a file asks for a newer version of the program: then nothing else that is said of it can be trusted.
fn needs_newer(problems: &[Diagnostic]) -> bool {
    problems.iter().any(|problem| problem.id == config::NEWER_VERSION)
}

/// Finds what [`prepare_again`] may have left as it was. Tells whether that is another now: then the site is to be prepared once more.
pub fn catch_up(prepared: &Prepared, sources: &Sources, request: &Request, memory: &mut Memory) -> bool {
    let Some(((kept, _), known)) = &mut memory.late else { return false };
    let now = Late {
        related: relate(&prepared.archive, sources, &prepared.site, *kept),
        history: read_history(sources, &prepared.site, request),
    };
    let is_other = now != *known;
    *known = now;
    is_other
}

/// Finds the papers that stand near each other, and those that are perhaps one.
fn relate(archive: &Archive, sources: &Sources, site: &Site, key: u64) -> Checked<Related> {
    let cache = Whole::open(sources.folder(), "neighbours", key);
    let found = related::relate(archive, site.pages.related, &cache.load());
    if let Some(bytes) = &found.kept {
        cache.save(bytes);
    }
    Checked { value: found.related, diagnostics: found.diagnostics }
}

/// Finds who changed what.
fn read_history(sources: &Sources, site: &Site, request: &Request) -> Checked<History> {
    match site.repository.history && !request.without_history {
        true => history::read(sources),
        false => Checked::clean(History::default()),
    }
}

/// Finds how the index of the search page is cut, and what stands in its files; nothing where the site has none.
fn survey(archive: &Archive, sources: &Sources, site: &Site, key: u64) -> (Option<Layout>, Sums) {
    if !site.search.enabled {
        return (None, Sums::default());
    }
    let cache = Whole::open(sources.folder(), "search", key);
    let Survey { layout, sums, kept } = search::survey(archive, &cache.load());
    if let Some(bytes) = &kept {
        cache.save(bytes);
    }
    (Some(layout), sums)
}

/// Reads the settings of a site. There is no value where they are wrong.
pub fn settings(sources: &Sources) -> Checked<Option<Site>> {
    let file: FilePath = "site.toml".into();
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
    let fingerprints = Fingerprints::new(
        &prepared.archive,
        &prepared.plan,
        &prepared.site,
        &prepared.theme.texts,
        &prepared.sums,
        prepared.base,
    );
    let is_kept = |&(place, (output, fingerprint)): &(usize, Asked<'_>)| {
        fingerprint.is_some_and(|fingerprint| publisher.keep(&output.path, fingerprint, place))
    };
    let outputs = prepared.plan.outputs.par_iter();
    let outputs = outputs.map(|output| (output, fingerprints.of(&output.page))).enumerate();
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
        let goes_on = theme::leave_out(&mut files, &found);
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
    prepared.archive.history = History::made_up(tried.files(), changed, "Ada Byron");
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

/// Tells what the bytes of a site are in, and which settings would make it smaller. `sizes` are those of the plan's outputs, in their order.
pub fn report(prepared: &Prepared, sources: &Sources, sizes: &[u64]) -> Report {
    let Prepared { site, archive, theme, plan, frames, .. } = prepared;
    let again = |page: &Page, site: &Site| {
        let bytes = render::render(
            page,
            &Views::new(archive, plan, site, &theme.texts).framed(frames),
            theme,
            sources,
        )
        .ok()?;
        Some(bytes.as_ref().len() as u64)
    };
    Measured { archive, plan, site, sizes }.report(&again)
}

/// A file to be made, and its fingerprint where it has one.
type Asked<'a> = (&'a Output, Option<u64>);

/// Makes files of a site, on all threads. Each goes to `take`; what that answers comes in the order of `asked`.
fn make<T: Send>(
    prepared: &Prepared,
    sources: &Sources,
    asked: &[Asked<'_>],
    progress: &dyn Progress,
    take: impl Fn(&Asked<'_>, &[u8]) -> Result<T, Failure> + Sync,
) -> Result<Vec<T>, Stopped> {
    let views = prepared.views().only(asked.iter().map(|(output, _)| &output.page));
    let wrong: Mutex<Vec<Diagnostic>> = Mutex::new(Vec::new());
    progress.stage(Stage::Making, asked.len() as u64);
    let make = |asked: &Asked<'_>| {
        let made = match render::render(&asked.0.page, &views, &prepared.theme, sources) {
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

/// Returns what everything that is made depends on, beside the files it is made from: the program, the settings and what was asked for.
fn key(settings: &str, request: &Request) -> u64 {
    let asked = format!("{}\n{:?}\n{settings}", env!("OFFPRINT_PROGRAM"), request);
    xxh3_64(asked.as_bytes())
}

/// Returns what content that was read depends on, beside its files. It links within the site, and does not know on which host that is.
fn content_key(settings: &str, site: &Site, request: &Request) -> u64 {
    let asked = format!("{}\n{}\n{}\n{settings}", env!("OFFPRINT_PROGRAM"), request.drafts, site.root());
    xxh3_64(asked.as_bytes())
}

fn no_settings(file: FilePath, error: &source::ReadError) -> Diagnostic {
    use source::ReadError::{Io, NotUtf8, TooLarge};
    let message = match error {
        Io(error) if error.kind() == std::io::ErrorKind::NotFound => "there is no site.toml here",
        Io(error) => {
            let message = format!("this file cannot be read: {error}");
            return Diagnostic::error(content::UNREADABLE, Place::File(file), message);
        }
        NotUtf8 { .. } | TooLarge { .. } => "site.toml is not UTF-8 text",
    };
    Diagnostic::error("missing-settings", Place::File(file), message)
        .hint("run offprint in the site's folder, or name it: --site DIR")
        .hint("site.toml needs two lines: title = \"…\" and base_url = \"https://…/\"")
}

/// Returns what a site's settings say of its texts.
fn markdown_options(site: &Site) -> markdown::Options {
    markdown::Options { macros: site.math.macros.clone(), remote_images: site.pages.remote_images }
}

fn bad_macro(problem: &markdown::MacroProblem) -> Diagnostic {
    let message = format!("the macro `{}` cannot be used: {}", problem.name, problem.reason);
    Diagnostic::warning("bad-macro", Place::File("site.toml".into()), message)
}
