//! Entries in, neighbours and warnings out; cached neighbours must equal computed ones.

use super::*;
use crate::archive;
use crate::config::Site;
use crate::content::{self, Content, Reading};
use crate::diagnostic::lines;
use crate::source::Sources;
use crate::text::markdown::{Markdown, Options};
use insta::assert_snapshot;
use proptest::prelude::*;

fn archive(fixture: &str) -> (Archive, Sources) {
    let sources = Sources::fixture(fixture);
    let (markdown, _) = Markdown::new(&Options::default());
    let site = Site::default();
    let reading = Reading { site: &site, markdown: &markdown, drafts: false };
    let mut all = Content::default();
    for file in content::files(&sources) {
        all.append(content::parse(&sources, &file, &reading));
    }
    (archive::build(all, &site).value, sources)
}

/// Returns an entry per line of id, authors, title and abstract.
fn papers(lines: &[(&str, &str, &str, &str)]) -> String {
    let paper = |&(id, authors, title, text): &(&str, &str, &str, &str)| {
        format!("- {{id: {id}, authors: [{authors}], title: \"{title}\", abstract: \"{text}\"}}\n")
    };
    let papers: String = lines.iter().map(paper).collect();
    format!("//- content/papers/a.yaml\ndate: 2026-01-01\npapers:\n{papers}")
}

fn shown(archive: &Archive, related: &Related) -> String {
    let line = |id: PaperId| {
        let near = related.neighbours(id).iter().map(|&id| archive.paper(id).id.as_str());
        format!("{}: {}\n", archive.paper(id).id, near.collect::<Vec<_>>().join(" "))
    };
    archive.paper_ids().map(line).collect()
}

const LINES: &[(&str, &str, &str, &str)] = &[
    ("a", "Ada", "Turbine blades under ice", "How ice forms on blades of a turbine in winter."),
    ("b", "Bo", "Icing of turbine blades", "Blades of turbines gather ice; we heat blades."),
    ("c", "Cy", "Protein folding in yeast", "Yeast folds proteins with chaperones."),
    ("d", "Di", "Chaperones and protein folding", "Chaperones help a protein fold."),
    ("e", "Ed", "Galaxies far away", "Telescopes see galaxies."),
    ("f", "Flo", "A theory of music", "Harmony and melody."),
    ("g", "Flo, Gus", "Melody in birds", "Birds sing."),
    ("h", "Hal", "Maps of cities", "Streets and houses."),
];

#[test]
fn papers_are_related_by_shared_words_and_authors() {
    let (archive, _) = archive(&papers(LINES));
    let found = relate(&archive, 3, &[]);
    assert_snapshot!(shown(&archive, &found.related), @r"
    a: b
    b: a
    c: d
    d: c
    e: 
    f: g
    g: f
    h: 
    ");
    assert_eq!(found.diagnostics, []);
    assert_eq!(shown(&archive, &relate(&archive, 0, &[]).related).matches(": \n").count(), LINES.len());
}

#[test]
fn papers_about_one_subject_are_related_without_a_shared_word() {
    let lines = [
        ("a", "Ada", "Humanoids walk over rough terrain", "Balance of biped gaits."),
        ("b", "Bo", "Legged robot locomotion", "A quadruped with torque control."),
        ("c", "Cy", "Music theory", "Harmony and melody."),
        ("d", "Di", "Instruments in songs", "Audio of singers and their pitch."),
    ];
    let (archive, _) = archive(&papers(&lines));
    assert_snapshot!(shown(&archive, &relate(&archive, 3, &[]).related), @r"
    a: b
    b: a
    c: d
    d: c
    ");
}

#[test]
fn one_shared_phrase_does_not_relate_papers() {
    let lines = [
        ("a", "Ada", "Golden gate cloning of plasmids", "We assemble fragments of DNA with enzymes."),
        ("b", "Bo", "Golden gate bridges in the wind", "Cables and towers sway under the load of cars."),
    ];
    let (archive, _) = archive(&papers(&lines));
    assert_snapshot!(shown(&archive, &relate(&archive, 3, &[]).related), @r"
    a: 
    b: 
    ");
}

#[test]
fn near_duplicates_are_reported() {
    let text = (0..40).map(|word| format!("word{word}x ")).collect::<String>();
    let almost = format!("{text} indeed");
    let lines = [
        ("a", "Ada", "On Parity", "Something."),
        ("b", "Ada, Bo", "On parity.", "Else."),
        ("c", "Cy", "Editorial", "Welcome to the spring."),
        ("d", "Di", "Editorial", "Welcome to the autumn."),
        ("e", "Ed", "A first try", &text),
        ("f", "Flo", "A second go", &almost),
        ("g", "Gus", "Parity, Part I", "One."),
        ("h", "Gus", "Parity, Part II", "Two."),
    ];
    let (archive, sources) = archive(&papers(&lines));
    let mut found = relate(&archive, 0, &[]).diagnostics;
    let texts = content::places::settle(&sources, &mut found);
    assert_snapshot!(lines::render(&found, &texts));
}

#[test]
fn a_damaged_cache_is_harmless() {
    let (archive, _) = archive(&papers(LINES));
    let found = relate(&archive, 3, &[]);
    let cache = found.cache.unwrap();
    let again = relate(&archive, 3, &cache);
    assert_eq!(again.cache, None, "nothing changed, so nothing is written");
    assert_eq!(shown(&archive, &again.related), shown(&archive, &found.related));
    for at in 0..cache.len() {
        let mut damaged = cache.clone();
        damaged[at] ^= 0x41;
        relate(&archive, 3, &damaged);
        relate(&archive, 3, &cache[..at]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// There are enough papers with few enough words that lists exceed `MAX_COMPLETE`.
    #[test]
    fn cached_neighbours_equal_computed_ones(
        words in prop::collection::vec(prop::collection::vec(0usize..24, 1..6), 150..220),
        edited in 0usize..150,
        edit in prop::collection::vec(0usize..24, 1..6),
    ) {
        let site = |all: &[Vec<usize>]| {
            // Half of the words are in the table of meanings.
            const KNOWN: [&str; 12] = [
                "robot", "quasar", "protein", "music", "turbine", "grammar", "melody", "galaxy", "circuit", "gait", "speech", "ice",
            ];
            let word = |word: &usize| KNOWN.get(*word).map_or(format!("w{word}x "), |known| format!("{known} "));
            let text = |words: &[usize]| words.iter().map(word).collect::<String>();
            let line = |(at, words): (usize, &Vec<usize>)| {
                format!("- {{id: p{at}, title: \"T{at}\", abstract: \"{}\"}}\n", text(words))
            };
            let papers: String = all.iter().enumerate().map(line).collect();
            archive(&format!("//- content/papers/a.yaml\ndate: 2026-01-01\npapers:\n{papers}")).0
        };
        let cache = relate(&site(&words), 4, &[]).cache.unwrap_or_default();
        let mut words = words;
        words[edited] = edit;
        let archive = site(&words);
        let (clean, incremental) = (relate(&archive, 4, &[]), relate(&archive, 4, &cache));
        prop_assert_eq!(shown(&archive, &clean.related), shown(&archive, &incremental.related));
        prop_assert!(incremental.cache.is_none() || incremental.cache == clean.cache);
    }
}
