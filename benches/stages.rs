//! What each stage costs, in one thread: `cargo bench -p offprint-benches --bench stages`, with the number of papers in `OFFPRINT_PAPERS`
//! (10,000 unless given). `benches/instructions.sh` counts the instructions of the same functions.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a measurement for the terminal")]

#[path = "site/corpus.rs"]
#[expect(dead_code, reason = "other programs' sites are for run.py")]
mod corpus;

use corpus::Layout;
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use offprint::config::Site;
use offprint::content::{self, Content, Reading};
use offprint::site::kinds::{self, Basis, Page, Plan, Press};
use offprint::source::{FilePath, Sources};
use offprint::text::markdown::{Block, Markdown, Options};
use offprint::theme::Theme;
use offprint::{Prepared, Request, archive, prepare, theme};
use std::sync::LazyLock;

fn main() {
    divan::main();
}

/// A site on disk, and everything known of it.
struct Bench {
    papers: u64,
    markdown: Sources,
    yaml: Sources,
    prepared: Prepared,
    reader: Markdown,
    theme: Theme,
    abstracts: Vec<String>,
    /// The folder goes with it.
    _folder: tempfile::TempDir,
}

static BENCH: LazyLock<Bench> = LazyLock::new(|| {
    let papers =
        std::env::var("OFFPRINT_PAPERS").ok().and_then(|papers| papers.parse().ok()).unwrap_or(10_000);
    let folder = tempfile::tempdir().unwrap();
    let made = corpus::papers(papers);
    let site = |name: &str, layout| {
        let site = folder.path().join(name);
        corpus::offprint(&made, &site, layout).unwrap();
        std::fs::write(site.join("site.toml"), "title = \"Papers\"\nbase_url = \"https://example.org/\"\n")
            .unwrap();
        Sources::discover(&site)
    };
    let (markdown, yaml) = (site("md", Layout::Markdown), site("yaml", Layout::Yaml));
    let prepared = prepare(&yaml, &Request::default(), &()).value.unwrap();
    Bench {
        papers: papers as u64,
        reader: Markdown::new(&Options::default()).0,
        theme: theme::load(&yaml, &prepared.site, &kinds::templates().collect::<Vec<_>>()).value,
        abstracts: made.into_iter().map(|paper| paper.text).collect(),
        markdown,
        yaml,
        prepared,
        _folder: folder,
    }
});

impl Bench {
    /// The pages of a kind, one after the other and then from the start.
    fn pages(&self, group: &'static str) -> impl Iterator<Item = &Page> {
        let plan = &self.prepared.plan;
        let pages = plan.outputs.iter().map(|output| &output.page);
        pages.filter(move |page| page.group() == group).collect::<Vec<_>>().into_iter().cycle()
    }
}

/// Files of entries, one after the other and then from the start.
fn files(sources: &Sources) -> impl Iterator<Item = FilePath> {
    content::files(sources).into_iter().cycle()
}

// Each of these is a function of its own, so that a tool can count what is done inside it and nothing else.

#[inline(never)]
fn hot_parse(sources: &Sources, file: &FilePath) -> Content {
    content::parse(
        sources,
        file,
        &Reading { site: &BENCH.prepared.site, markdown: &BENCH.reader, drafts: false },
    )
}

#[inline(never)]
fn hot_markdown(text: &str) -> String {
    BENCH
        .reader
        .block(text, &Block { id_prefix: "", heading_base: 2, language: "", rewrite: &|_, _| None })
        .html
}

#[inline(never)]
fn hot_relate(content: Content, site: &Site) -> archive::Archive {
    archive::build(content, site).value
}

#[inline(never)]
fn hot_plan(archive: &archive::Archive, site: &Site) -> Plan {
    let search = offprint::site::search::survey(archive, b"").layout;
    let basis = Basis { archive, history: &BENCH.prepared.history, site, theme: &BENCH.theme };
    kinds::plan(basis, Some(search)).value
}

/// What pages share is made once for all of them.
static PRESS: LazyLock<Press<'static>> = LazyLock::new(|| {
    let Prepared { archive, history, related, plan, site, theme, .. } = &BENCH.prepared;
    Press::new(Basis { archive, history, site, theme }, related, plan)
});

#[inline(never)]
fn hot_render(page: &Page) -> usize {
    let bytes = PRESS.render(page, &BENCH.yaml).ok();
    bytes.map_or(0, |bytes| bytes.as_ref().len())
}

/// An entry that is a markdown file, with reading it.
#[divan::bench]
fn parse_entry(bencher: Bencher) {
    let mut files = files(&BENCH.markdown);
    bencher
        .with_inputs(|| files.next().unwrap())
        .bench_local_values(|file| hot_parse(&BENCH.markdown, &file));
}

/// A day of some 25 entries in one YAML file, with reading it.
#[divan::bench]
fn parse_day(bencher: Bencher) {
    let mut files = files(&BENCH.yaml);
    bencher.with_inputs(|| files.next().unwrap()).bench_local_values(|file| hot_parse(&BENCH.yaml, &file));
}

/// The HTML of an abstract.
#[divan::bench]
fn markdown(bencher: Bencher) {
    let mut texts = BENCH.abstracts.iter().cycle();
    bencher.with_inputs(|| texts.next().unwrap()).bench_local_values(|text| hot_markdown(text));
}

/// The archive, from all entries; an item is a paper.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn relate_all(bencher: Bencher) {
    let all = || {
        let mut all = Content::default();
        for file in content::files(&BENCH.yaml) {
            all.append(hot_parse(&BENCH.yaml, &file));
        }
        all
    };
    bencher
        .counter(ItemsCount::new(BENCH.papers))
        .with_inputs(all)
        .bench_local_values(|content| hot_relate(content, &BENCH.prepared.site));
}

/// The plan of all outputs; an item is a paper.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn plan_outputs(bencher: Bencher) {
    let Prepared { archive, site, .. } = &BENCH.prepared;
    bencher.counter(ItemsCount::new(BENCH.papers)).bench_local(|| hot_plan(black_box(archive), site));
}

#[divan::bench(args = ["paper", "day", "topic", "author", "topic_feed", "author_feed"])]
fn render(bencher: Bencher, what: &str) {
    let group = match what {
        "paper" => "paper pages",
        "day" => "day pages",
        "topic" => "topic pages",
        "author" => "author pages",
        "topic_feed" => "feeds of topics",
        _ => "feeds of authors",
    };
    let mut pages = BENCH.pages(group);
    bencher.with_inputs(|| pages.next().unwrap()).bench_local_values(hot_render);
}
