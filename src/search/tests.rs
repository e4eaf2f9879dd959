//! The index says what the archive holds.

use super::*;
use crate::config::Site;
use crate::content::{self, Content, Reading};
use crate::markdown::{Markdown, Options};
use crate::source::Sources;
use std::io::Read;

fn archive(fixture: &str) -> Archive {
    let sources = Sources::fixture(fixture);
    let (markdown, _) = Markdown::new(&Options::default());
    let site = Site::default();
    let reading = Reading { site: &site, markdown: &markdown, drafts: false };
    let mut all = Content::default();
    for file in content::files(&sources) {
        all.append(content::parse(&sources, &file, &reading));
    }
    crate::archive::build(all, &site).value
}

const TWO_DAYS: &str = "\
//- content/papers/2026-03-02.yaml
date: 2026-03-02
papers:
  - {id: b, title: Learning to sort, abstract: We learn., authors: [José García], topics: [Deep sets], links: {code: 'https://example.org/c'}}
  - {id: a, title: The art of it, abstract: Arts.}
//- content/papers/2026-03-05.yaml
date: 2026-03-05
papers:
  - {id: c, title: Learned sorting, abstract: None.}
";

fn inflated(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    flate2::read::DeflateDecoder::new(bytes).read_to_end(&mut out).unwrap();
    out
}

#[test]
fn numbers_are_given_by_day_with_room_for_more() {
    let archive = archive(TWO_DAYS);
    let layout = Layout::new(&archive);
    let numbers = archive.paper_ids().map(|id| (archive.paper(id).id.as_str(), layout.number(id)));
    assert_eq!(numbers.collect::<Vec<_>>(), [("c", 8), ("a", 0), ("b", 1)]);
    assert_eq!((layout.buckets, layout.level, layout.blocks()), (1, 0, 1));
}

#[test]
fn terms_lead_to_papers() {
    let archive = archive(TWO_DAYS);
    let layout = Layout::new(&archive);
    let index = Index::new(&archive, &layout);
    let all: Vec<(String, Vec<u32>)> = (0..WAVES)
        .flat_map(|wave| {
            index.wave(wave).all().map(|(term, found)| (term.to_owned(), found.to_vec())).collect::<Vec<_>>()
        })
        .collect();
    let papers = |term: &str| {
        let found = all.iter().find(|(other, _)| other == term);
        found.map(|(_, found)| found.iter().map(|paper| paper >> 4).collect::<Vec<_>>()).unwrap_or_default()
    };
    assert_eq!(papers("learn"), [1, 8]);
    assert_eq!(papers("a:garcia"), [1]);
    assert_eq!(papers("t:deep-sets"), [1]);
    assert_eq!(papers("t:sets"), [1]);
    assert_eq!(papers("h:code"), [1]);
    assert_eq!(papers("the"), [0; 0], "function words are left out");
    let words = String::from_utf8(inflated(&index.words(0))).unwrap();
    assert!(words.contains("learn b\n") && words.contains("art a\n") && !words.contains(':'), "{words}");
    assert_eq!(inflated(&index.cards(0, |id| format!("{}", id.0))), b"{\"0\":1,\n\"1\":2,\n\"8\":0}");
}

#[test]
fn names_of_the_vocabularies_lead_to_papers() {
    let archive = archive(
        "\
//- content/organizations.yaml
ucas: Chinese Academy of Sciences
//- content/topics.yaml
rl: Reinforcement learning
//- content/authors.yaml
mary-shelley: {name: Mary Shelley, aliases: [M. W. Godwin]}
//- content/papers/a.md
---
title: A title
date: 2026-03-02
organization: ucas
topics: [rl]
authors: [M. W. Godwin]
---
On the sciences.
",
    );
    let layout = Layout::new(&archive);
    let names = Names::new(&archive);
    let mut found = Vec::new();
    names.of(&archive, PaperId(0), None, |term, weight| found.push(format!("{term} {weight}")));
    assert_eq!(
        found.join(", "),
        "a:mary 15, a:shelley 15, academi 5, chines 5, learn 5, mari 5, o:academi 15, o:academy 15, \
         o:chines 15, o:chinese 15, o:of 15, o:scienc 15, o:sciences 15, o:uca 15, o:ucas 15, reinforc 5, shelley 5, \
         t:learn 15, t:learning 15, t:reinforc 15, t:reinforcement 15, t:rl 15"
    );
    let (before, kept) = sums(&archive, &layout, b"");
    let kept = kept.unwrap();
    let mut renamed = archive;
    renamed.organizations[0].name = "Academy".into();
    assert_ne!(before.terms, sums(&renamed, &layout, &kept).0.terms);
    assert_ne!(before.words, sums(&renamed, &layout, &kept).0.words);
}

#[test]
fn a_sum_tells_which_files_changed() {
    let before = archive(TWO_DAYS);
    let layout = Layout::new(&before);
    let (same, kept) = sums(&before, &layout, b"");
    assert_eq!(same.terms, sums(&archive(TWO_DAYS), &layout, b"").0.terms);
    let after = archive(&TWO_DAYS.replace("abstract: None.", "abstract: Something."));
    let (other, _) = sums(&after, &Layout::new(&after), &kept.unwrap());
    assert_ne!(same.terms, other.terms);
}

/// Sums are kept for some papers at a time, so there have to be more.
#[test]
fn kept_sums_are_what_summing_up_gives() {
    let day = |day: usize| {
        let papers = (0..60).map(|number| {
            format!(
                "  - {{id: p{day}-{number}, title: \"Word{} of {day}\", topics: [t{}]}}\n",
                number % 7,
                day % 3
            )
        });
        format!(
            "//- content/papers/d{day}.yaml\ndate: 2026-01-{day:02}\npapers:\n{}",
            papers.collect::<String>()
        )
    };
    let text: String = (1..=28).map(day).collect();
    let before = archive(&text);
    let (_, kept) = sums(&before, &Layout::new(&before), b"");
    let kept = kept.unwrap();
    assert_eq!(
        sums(&before, &Layout::new(&before), &kept).1,
        None,
        "nothing changed, so nothing is kept anew"
    );
    let edited = text.replace("id: p3-7, title: \"Word0", "id: p3-7, title: \"Another");
    let renamed = format!("{text}//- content/topics.yaml\nt1:\n  name: Second topic\n");
    let fewer = text.replace("//- content/papers/d28.yaml", "//- content/other.txt");
    for changed in [edited, renamed, fewer] {
        let after = archive(&changed);
        let layout = Layout::new(&after);
        let clean = sums(&after, &layout, b"").0;
        let damaged = [&kept[..kept.len() / 2], b"no", &kept[kept.len() / 2..]].concat();
        for kept in [&kept, &damaged] {
            let (found, _) = sums(&after, &layout, kept);
            assert_eq!((found.terms, found.words), (clean.terms.clone(), clean.words.clone()));
        }
        assert_ne!(clean.terms, sums(&before, &Layout::new(&before), b"").0.terms);
    }
}

#[test]
fn files_that_are_made_alone_are_what_they_are_among_all() {
    let archive = archive(TWO_DAYS);
    let layout = Layout::new(&archive);
    let whole = Index::new(&archive, &layout);
    for file in 0..layout.buckets {
        let alone = Index::new(&archive, &layout).only([file].into_iter(), [].into_iter());
        assert_eq!(alone.terms(file), whole.terms(file));
    }
    for file in 0..layout.word_files() {
        let alone = Index::new(&archive, &layout).only([].into_iter(), [file].into_iter());
        assert_eq!(alone.words(file), whole.words(file));
    }
}
