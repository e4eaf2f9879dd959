//! Tests of every source with real samples. No damage to a file makes a reader panic.

use super::record::{Joined, Record};
use super::report::Ledger;
use super::source::{Broken, Input, Source, SourceItem};
use super::{Fate, SOURCES, source};
use insta::assert_snapshot;
use proptest::prelude::*;

const SAMPLES: [(&str, &str, &[u8]); 10] = [
    ("hf", "2024-05-27", include_bytes!("../../../tests/data/import/hf-2024-05-27.json")),
    ("hf", "2026-03-25", include_bytes!("../../../tests/data/import/hf-2026-03-25.json")),
    ("arxiv", "new", include_bytes!("../../../tests/data/import/arxiv-new.xml")),
    ("arxiv", "legacy", include_bytes!("../../../tests/data/import/arxiv-legacy.xml")),
    ("arxiv", "old", include_bytes!("../../../tests/data/import/arxiv-old-id.xml")),
    ("oai", "oai", include_bytes!("../../../tests/data/import/oai.jsonl")),
    ("cv-arxiv-daily", "cv", include_bytes!("../../../tests/data/import/cv-arxiv-daily.json")),
    (
        "daily-arxiv",
        "2026-03-05_AI_enhanced_English",
        include_bytes!("../../../tests/data/import/2026-03-05_AI_enhanced_English.jsonl"),
    ),
    ("pmlr", "2023-07-12-abbe23a", include_bytes!("../../../tests/data/import/pmlr/2023-07-12-abbe23a.md")),
    ("bibtex", "papers", include_bytes!("../../../tests/data/import/papers.bib")),
];

/// Reads bytes with a source. All tests read here.
fn read(source: &dyn Source, stem: &str, bytes: &[u8]) -> (Vec<SourceItem>, Ledger, Result<(), Broken>) {
    let (mut found, mut ledger) = (Vec::new(), Ledger::default());
    let mut bytes = bytes;
    let mut input = Input { bytes: &mut bytes, stem: stem.to_owned(), day: stem.parse().ok() };
    let done = source.read(&mut input, &mut ledger, &mut |one, _| {
        found.push(one);
        true
    });
    (found, ledger, done)
}

fn lines(name: &str, stem: &str, bytes: &[u8]) -> String {
    let (found, _, done) = read(source(name).unwrap(), stem, bytes);
    let mut out: Vec<String> = found
        .iter()
        .map(|found| match found {
            SourceItem::Paper(paper) => {
                let names: Vec<&str> = paper.authors.iter().map(|author| author.name.as_str()).collect();
                let days: Vec<String> = paper.dates().iter().map(ToString::to_string).collect();
                let links: Vec<String> =
                    paper.links.iter().map(|(key, url)| format!("{key}={url}")).collect();
                format!(
                    "{} {} | {} | {} | {}",
                    days.join("+"),
                    paper.id,
                    paper.title,
                    names.join(", "),
                    links.join(" ")
                )
            }
            SourceItem::Skipped { place, why } => format!("skipped {place}: {why}"),
        })
        .collect();
    out.extend(done.err().map(|Broken(why)| format!("broken: {why}")));
    out.join("\n")
}

#[test]
fn samples_are_read() {
    for (name, stem, bytes) in SAMPLES {
        let (found, _, done) = read(source(name).unwrap(), stem, bytes);
        assert_eq!(done, Ok(()), "{name} {stem}");
        let papers = found.iter().filter(|found| matches!(found, SourceItem::Paper(_))).count();
        assert!(papers >= 1, "{name} {stem}: {found:?}");
        assert!(name == "bibtex" || papers == found.len(), "{name} {stem}: {found:?}");
    }
}

#[test]
fn broken_entries_do_not_take_others_with_them() {
    let (_, _, bytes) = SAMPLES[9];
    assert_snapshot!(lines("bibtex", "papers", bytes), @r"
    skipped line 1: the @proceedings that other entries refer to; they inherit its fields
    2023-04-13 liu22 | FF-Net: An End-to-end Feature-Fusion Network for Double JPEG Detection and Localization | Bo Liu, Ranglei Wu, Xiuli Bi, Bin Xiao | 
    2023-04-13 zhao22 | Constrained Density Matching and Modeling for Cross-lingual Alignment of Contextualized Representations | Wei Zhao, Steffen Eger | 
    2020-11 gowda-may-2020-finding | Finding the Optimal Vocabulary Size for Neural Machine Translation | Thamme Gowda, Jonathan May | doi=10.18653/v1/2020.findings-emnlp.352 html=https://www.aclweb.org/anthology/2020.findings-emnlp.352
    2021-06 gowda2021macroaverage | Macro-Average: Rare Types Are Important Too | Thamme Gowda, Weiqiu You, Constantine Lignos, Jonathan May | html=https://www.aclweb.org/anthology/2021.naacl-main.90
    2021-08 gowda2021-many-eng | Many-to-English Machine Translation Tools, Data, and Pretrained Models | Thamme Gowda, Zhao Zhang, Chris Mattmann, Jonathan May | doi=10.18653/v1/2021.acl-demo.37 html=https://aclanthology.org/2021.acl-demo.37
    2019-07 boschee-etal-2019-saral | SARAL: A Low-Resource Cross-Lingual Domain-Focused Information Retrieval System for Effective Rapid Document Triage | Elizabeth Boschee, Joel Barry, Jayadev Billa, Marjorie Freedman, Thamme Gowda, Constantine Lignos, Chester Palen-Michel, Michael Pust, Banriskhem Kayang Khonglah, Srikanth Madikeri, Jonathan May, Scott Miller | doi=10.18653/v1/P19-3004 html=https://www.aclweb.org/anthology/P19-3004
    2014 mykey | Cool Stuff | John | 
    skipped line 185: the value is not closed (line 185)
    2021-03 after | After the Broken One: Erdös and Others | José García |
    ");
}

/// Without a limit, a string or a volume that a thousand entries name would be written a thousand times.
#[test]
fn the_bytes_added_by_strings_and_volumes_are_limited() {
    let long = "a ".repeat(200_000);
    let entry =
        |number: usize, more: &str| format!("@inproceedings{{k{number}, title={{T}}, year=2020, {more}}}\n");
    let of_string = format!("@string{{s = {{{long}}}}}\n")
        + &(0..100).map(|number| entry(number, "note=s")).collect::<String>();
    let of_volume = format!("@proceedings{{v, title={{T}}, note={{{long}}}}}\n")
        + &(0..100).map(|number| entry(number, "crossref={v}")).collect::<String>();
    for text in [of_string, of_volume] {
        let text = text + &entry(100, "note={b}");
        let (found, _, done) = read(&super::bibtex::BibTex, "a", text.as_bytes());
        assert!(done.is_ok());
        let papers = found.iter().filter(|found| matches!(found, SourceItem::Paper(_))).count();
        let endless = found
            .iter()
            .filter(|found| matches!(found, SourceItem::Skipped { why, .. } if why.contains("16 times")));
        let endless = endless.count();
        // An entry that names neither a string nor a volume is read.
        assert_eq!(papers + endless, 101);
        assert!((10..30).contains(&papers), "{papers}");
    }
}

#[test]
fn entries_on_one_line_keep_their_own_source() {
    let text = "@misc{a, title={{A}}, year=2020}@misc{b, title={{B}}, year=2020}";
    let (found, ..) = read(&super::bibtex::BibTex, "a", text.as_bytes());
    let sources = found.iter().filter_map(|found| match found {
        SourceItem::Paper(record) => Some(record.bibtex.as_str()),
        SourceItem::Skipped { .. } => None,
    });
    assert_eq!(
        sources.collect::<Vec<_>>(),
        ["@misc{a, title={{A}}, year=2020}", "@misc{b, title={{B}}, year=2020}"]
    );
}

#[test]
fn hidden_authors_are_dropped_and_reported() {
    let (_, stem, bytes) = SAMPLES[1];
    let (found, ledger, _) = read(source("hf").unwrap(), stem, bytes);
    let authors: Vec<usize> = found
        .iter()
        .filter_map(|found| match found {
            SourceItem::Paper(paper) => Some(paper.authors.len()),
            SourceItem::Skipped { .. } => None,
        })
        .collect();
    assert_eq!(authors, [4, 3, 4]);
    let entries = ledger.entries();
    assert!(
        entries
            .iter()
            .any(|entry| entry.field == "authors" && entry.fate == Fate::Dropped && entry.count == 1)
    );
}

#[test]
fn a_number_for_an_id_is_refused_since_its_zero_may_be_lost() {
    let text = br#"[{"paper": {"id": 2503.0213, "title": "T", "publishedAt": "2025-03-05T00:00:00Z"}}]"#;
    assert_snapshot!(lines("hf", "x", text), @"
    skipped line 1: its id is the number 2503.0213: a zero at the end may be lost
    ");
}

#[test]
fn truncated_files_and_other_formats_are_reported() {
    let cases: [(&str, &[u8]); 9] = [
        ("hf", b"[{\"paper\": {\"id\": \"2503.0"),
        ("hf", b"{\"error\": \"no\"}"),
        ("hf", b"<html>"),
        ("hf", b""),
        ("oai", b"{\"id\": \"0704.0001\", \"tit"),
        ("arxiv", b"<html><body>x</body></html>"),
        ("arxiv", b"<feed><entry><id>http://arxiv.org/abs/1605.08386v1</id><title>x"),
        (
            "arxiv",
            b"<feed><entry><id>http://arxiv.org/api/errors#x</id><title>Error</title><summary>incorrect id format\n for x</summary></entry></feed>",
        ),
        ("cv-arxiv-daily", b"{\"SLAM\": [1]}"),
    ];
    let reported: Vec<String> =
        cases.iter().map(|(name, bytes)| format!("{name}: {}", lines(name, "x", bytes))).collect();
    assert_snapshot!(reported.join("\n"), @r"
    hf: broken: it ends in the middle (line 1, column 25): it was cut off
    hf: broken: it is JSON, but not a list of papers (line 1, column 1)
    hf: broken: it is not JSON (line 1, column 1)
    hf: broken: it ends in the middle (line 1, column 0): it was cut off
    oai: skipped line 1: it ends in the middle: it was cut off
    arxiv: broken: it is not an Atom feed; it begins with <html>
    arxiv: broken: it ends in the middle: it was cut off
    arxiv: broken: arXiv answers with an error: incorrect id format for x
    cv-arxiv-daily: skipped line 1, `SLAM`: a row: its row is not text, a list or an object
    ");
}

#[test]
fn versions_of_one_paper_become_one() {
    let line =
        |id: &str, title: &str| format!("{{\"id\": \"{id}\", \"title\": \"{title}\", \"summary\": \"x\"}}\n");
    let text = line("2603.00001v1", "Old") + &line("2603.00001v2", "New") + &line("2603.00001v1", "Old");
    let (found, ..) = read(source("daily-arxiv").unwrap(), "2026-03-05", text.as_bytes());
    let mut records = found.into_iter().filter_map(|found| match found {
        SourceItem::Paper(record) => Some(*record),
        SourceItem::Skipped { .. } => None,
    });
    let mut first = records.next().unwrap();
    records.for_each(|record| first.join(record));
    assert_eq!((first.title.as_str(), first.version), ("New", 2));
}

#[test]
fn a_paper_has_all_topics_and_days_of_its_records() {
    let topics: Vec<String> = (0..5_000).map(|number| format!("topic-{number}")).collect();
    let row = "\"2603.00001\": \"|**2026-03-05**|**T**|A et.al.|[2603.00001](x)|null|\"";
    let pairs: Vec<String> = topics.iter().map(|topic| format!("\"{topic}\": {{{row}}}")).collect();
    let text = format!("{{{}}}", pairs.join(", "));
    let (found, ..) = read(source("cv-arxiv-daily").unwrap(), "x", text.as_bytes());
    let first = chrono::NaiveDate::from_ymd_opt(2000, 1, 1).unwrap();
    // The last date comes first, and each record is newer than the one before it.
    let days = first.iter_days().take(topics.len()).collect::<Vec<_>>();
    let mut joined = Joined::new(Record::default());
    for (version, (found, day)) in (1..).zip(found.into_iter().zip(days.iter().rev())) {
        let SourceItem::Paper(record) = found else { panic!("{found:?}") };
        joined.add(Record { version, featured: vec![*day], ..*record });
    }
    let record = joined.finish();
    assert_eq!(record.topics, topics);
    assert_eq!(record.featured, days);
    assert_eq!((record.title.as_str(), record.version), ("T", 5_000));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(300), ..ProptestConfig::default() })]

    #[test]
    fn no_damage_makes_a_reader_panic(
        which in 0..SAMPLES.len(), cut in 0.0..1.0_f64, changes in prop::collection::vec((0.0..1.0_f64, any::<u8>()), 0..8),
        repeats in 0..3_usize,
    ) {
        let (name, stem, bytes) = SAMPLES[which];
        let mut bytes = bytes.to_vec();
        for (at, byte) in changes {
            let at = (at * bytes.len() as f64) as usize;
            if let Some(there) = bytes.get_mut(at) {
                *there = byte;
            }
        }
        for _ in 0..repeats {
            let from = (cut * bytes.len() as f64) as usize / 2;
            let part = bytes[from..bytes.len().min(from + 200)].to_vec();
            bytes.splice(from..from, part);
        }
        bytes.truncate((cut * 1.3 * bytes.len() as f64) as usize);
        let _ = read(source(name).unwrap(), stem, &bytes);
        // Reads the files of other sources, too.
        for source in SOURCES {
            let _ = read(source, stem, &bytes[..bytes.len().min(3_000)]);
        }
    }

    #[test]
    fn no_text_makes_a_reader_panic(text in "\\PC{0,80}|[@a-z{}\\[\\]\"=,:<>/&;\\\\\\n -]{0,80}") {
        for source in SOURCES {
            let _ = read(source, "x", text.as_bytes());
        }
    }
}
