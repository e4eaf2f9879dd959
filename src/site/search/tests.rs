//! The content of the search index.

use super::names::Names;
use super::*;
use crate::config::Site;
use crate::content::{self, Content, Reading};
use crate::source::Sources;
use crate::text::markdown::{Markdown, Options};
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
fn numbers_are_assigned_by_day_with_spare_room() {
    let archive = archive(TWO_DAYS);
    let layout = Layout::new(&archive);
    let numbers = archive.paper_ids().map(|id| (archive.paper(id).id.as_str(), layout.number(id)));
    assert_eq!(numbers.collect::<Vec<_>>(), [("c", 8), ("a", 0), ("b", 1)]);
    assert_eq!((layout.shared, layout.level, layout.blocks()), (1, 0, 1));
}

#[test]
fn terms_find_papers() {
    let archive = archive(TWO_DAYS);
    let layout = Layout::new(&archive);
    let index = Index::new(&archive, &layout);
    let all: Vec<(&str, &[u32])> = index.parts().iter().flat_map(TermPart::all).collect();
    let papers = |term: &str| {
        let found = all.iter().find(|(other, _)| *other == term);
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
fn names_in_vocabularies_find_papers() {
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
    let names = Names::new(&archive);
    let mut found = Vec::new();
    names.for_each_term(&archive, PaperId(0), |term, weight| found.push(format!("{term} {weight}")));
    assert_eq!(
        found.join(", "),
        "a:mari:mary 15, a:shelley 15, academi 5, chines 5, learn 5, o:academi 15, o:academy 15, \
         o:chines 15, o:chinese 15, o:of 15, o:scienc 15, o:sciences 15, o:uca 15, o:ucas 15, reinforc 5, \
         t:learn 15, t:learning 15, t:reinforc 15, t:reinforcement 15, t:rl 15"
    );
    let before = survey(&archive, b"");
    let cache = before.cache.unwrap();
    let mut renamed = archive;
    renamed.organizations[0].name = "Academy".into();
    let after = survey(&renamed, &cache).sums;
    assert_ne!(before.sums.terms, after.terms);
    assert_ne!(before.sums.words, after.words);
}

#[test]
fn checksums_detect_changed_files() {
    let before = archive(TWO_DAYS);
    let same = survey(&before, b"");
    assert_eq!(same.sums.terms, survey(&archive(TWO_DAYS), b"").sums.terms);
    let after = archive(&TWO_DAYS.replace("abstract: None.", "abstract: Something."));
    assert_ne!(same.sums.terms, survey(&after, &same.cache.unwrap()).sums.terms);
}

/// Enough papers for several cached groups.
#[test]
fn cached_sums_equal_computed_ones() {
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
    let cache = survey(&before, b"").cache.unwrap();
    assert_eq!(survey(&before, &cache).cache, None, "nothing changed, so nothing is written");
    let edited = text.replace("id: p3-7, title: \"Word0", "id: p3-7, title: \"Another");
    let renamed = format!("{text}//- content/topics.yaml\nt1:\n  name: Second topic\n");
    let fewer = text.replace("//- content/papers/d28.yaml", "//- content/other.txt");
    for changed in [edited, renamed, fewer] {
        let after = archive(&changed);
        let clean = survey(&after, b"");
        let damaged = [&cache[..cache.len() / 2], b"no", &cache[cache.len() / 2..]].concat();
        for cache in [&cache, &damaged] {
            let found = survey(&after, cache);
            assert_eq!(
                (found.sums.terms, found.sums.words),
                (clean.sums.terms.clone(), clean.sums.words.clone())
            );
            assert_eq!(found.layout, clean.layout);
        }
        assert_ne!(clean.sums.terms, survey(&before, b"").sums.terms);
    }
}

#[test]
fn files_made_alone_equal_those_made_together() {
    let archive = archive(TWO_DAYS);
    let layout = Layout::new(&archive);
    let whole = Index::new(&archive, &layout);
    for file in layout.files() {
        let alone = only(&archive, &layout, TermFiles { terms: vec![file], ..TermFiles::default() });
        assert_eq!(alone.terms(file), whole.terms(file));
    }
    for file in 0..layout.word_files() {
        let alone = only(&archive, &layout, TermFiles { words: vec![file], ..TermFiles::default() });
        assert_eq!(alone.words(file), whole.words(file));
    }
    for group in 0..layout.shared {
        let alone = only(&archive, &layout, TermFiles { meanings: vec![group], ..TermFiles::default() });
        assert_eq!(alone.meanings(group), whole.meanings(group));
    }
}

fn only<'a>(archive: &'a Archive, layout: &'a Layout, files: TermFiles) -> Index<'a> {
    Index::new(archive, layout).only(&files)
}

/// A slot with many terms of papers has its own file, with the same content as in a shared one.
#[test]
fn a_very_frequent_term_has_its_own_file() {
    let papers = (0..2100).map(|number| {
        let topic = if number % 2 == 0 { "even" } else { "odd" };
        format!("  - {{id: p{number}, title: \"Learning of n{number}\", topics: [{topic}], abstract: Networks.}}\n")
    });
    let text =
        format!("//- content/papers/d.yaml\ndate: 2026-01-02\npapers:\n{}", papers.collect::<String>());
    let archive = archive(&text);
    let survey = survey(&archive, b"");
    let layout = &survey.layout;
    assert!(layout.is_own(layout.file("learn")) && layout.is_own(layout.file("network")));
    assert!(!layout.is_own(layout.file("n7")));
    let files: Vec<u32> = layout.files().collect();
    assert!(files.len() < survey.sums.terms.len(), "slots with few have none");
    let index = Index::new(&archive, layout);
    let file = inflated(&index.terms(layout.file("learn")));
    // The number of terms; the first, with its length; all 2,100 papers as a bitmap; the last number.
    let at = file.windows(6).position(|part| part == b"\x05learn").unwrap();
    assert_eq!(file[at + 6..at + 8], [(4201 & 0x7f) as u8 | 0x80, (4201 >> 7) as u8]);
    assert_eq!(file[at + 8..at + 10], [(2099 & 0x7f) as u8 | 0x80, (2099 >> 7) as u8]);
    assert!(file[at + 10..at + 10 + 262].iter().all(|&bits| bits == 0xff));
    let learn = TermFiles { terms: vec![layout.file("learn")], ..TermFiles::default() };
    let alone = only(&archive, layout, learn);
    assert_eq!(alone.terms(layout.file("learn")), index.terms(layout.file("learn")));
    for file in files {
        assert!(!inflated(&index.terms(file)).is_empty());
    }
}

#[test]
fn a_single_letter_of_a_script_without_spaces_is_a_term() {
    let archive = archive(
        "//- content/papers/d.yaml\ndate: 2026-01-02\npapers:\n  - {id: a, title: 深度学习, authors: [李明], abstract: การเรียนรู้}\n",
    );
    let layout = Layout::new(&archive);
    let index = Index::new(&archive, &layout);
    let all: Vec<&str> = index.parts().iter().flat_map(TermPart::all).map(|(term, _)| term).collect();
    for term in ["深", "学习", "习", "a:李明", "a:李", "a:明", "กา"] {
        assert!(all.contains(&term), "{term} in {all:?}");
    }
}

const PAGES: &str = "\
//- content/pages/docs.md
---
title: Documentation
description: How to begin.
---
# Prebuilt binaries

Set `base_url` to the address.
//- content/pages/docs/settings.md
---
title: Settings of papers
---
The `base_url` begins every link.
";

/// Returns the pages that have each term, with the weight of the term in each.
fn of_pages(archive: &Archive) -> Vec<(String, Vec<(u8, u8)>)> {
    let bytes = inflated(&page_terms(&archive.pages));
    let mut at = 0;
    let mut byte = || {
        at += 1;
        bytes[at - 1]
    };
    let count = byte();
    let terms = (0..count).map(|_| {
        let length = byte();
        let term = String::from_utf8((0..length).map(|_| byte()).collect()).unwrap();
        let pages = byte() / 2;
        let mut page = 0;
        let numbers: Vec<u8> = (0..pages)
            .map(|_| {
                page += byte();
                page
            })
            .collect();
        (term, numbers.into_iter().map(|page| (page, byte())).collect())
    });
    terms.collect()
}

#[test]
fn plain_pages_are_found_by_title_description_headings_and_text() {
    let terms = of_pages(&archive(PAGES));
    let of = |wanted: &str| terms.iter().find(|(term, _)| term == wanted).map(|(_, pages)| pages.as_slice());
    let pages = |term: &str| of(term).map(|pages| pages.iter().map(|(page, _)| *page).collect::<Vec<_>>());
    assert_eq!(pages("url"), Some(vec![0, 1]));
    assert_eq!(pages("prebuilt"), Some(vec![0]));
    assert_eq!(pages("begin"), Some(vec![0, 1]));
    assert_eq!(pages("set"), Some(vec![0, 1]), "words are stemmed");
    assert_eq!(pages("of"), None, "function words are left out");
    // A word of the title says more than one of a heading, and that more than one of the text.
    let weight = |term: &str| of(term).unwrap()[0].1;
    assert!(weight("document") > weight("binari") && weight("binari") > weight("address"), "{terms:?}");
    let cards = inflated(&page_cards(&archive(PAGES).pages, |page| format!("{:?}", page.slug)));
    assert_eq!(cards, b"[\"docs\",\n\"docs/settings\"]");
}

#[test]
fn plain_pages_change_nothing_in_the_index_of_papers() {
    let (bare, with_pages) = (archive(TWO_DAYS), archive(&format!("{TWO_DAYS}{PAGES}")));
    let (layout, other) = (Layout::new(&bare), Layout::new(&with_pages));
    assert_eq!(layout, other);
    let (index, other) = (Index::new(&bare, &layout), Index::new(&with_pages, &other));
    for file in layout.files() {
        assert_eq!(index.terms(file), other.terms(file));
    }
    assert_eq!(index.words(0), other.words(0));
    // Only the number of pages is added to the first file, and only if there are pages.
    let (root, other) = (inflated(&index.root()), inflated(&other.root()));
    assert_eq!([root, vec![2]].concat(), other);
}

const SUBJECTS: &str = "\
//- content/papers/d.yaml
date: 2026-01-02
papers:
  - {id: a, title: Legged robots walk over rough terrain, abstract: A quadruped learns locomotion policies.}
  - {id: b, title: Humanoid locomotion, abstract: A robot walks by a learned policy on rough terrain.}
  - {id: c, title: Quasars at high redshift, abstract: A survey of galaxies by telescopes.}
";

#[test]
fn words_and_papers_have_directions() {
    let archive = archive(SUBJECTS);
    let layout = Layout::new(&archive);
    assert_eq!(layout.regions.iter().map(Vec::len).collect::<Vec<_>>(), [3]);
    let index = Index::new(&archive, &layout);
    assert_eq!(inflated(&index.regions()).len(), 33, "a centre, and the number of papers");
    let region = inflated(&index.region(0));
    assert_eq!((&region[..4], region.len()), (&[3, 0, 1, 1][..], 4 + 3 * 17));
    let words = inflated(&index.meanings(0));
    let has = |word: &[u8]| words.windows(word.len()).any(|part| part == word);
    assert!(has(b"\x05robot") && has(b"\x06quasar"));
    let mut rest = &words[1..];
    let mut found = Vec::new();
    while let Some((&length, after)) = rest.split_first() {
        let (word, after) = after.split_at(usize::from(length));
        found.push(String::from_utf8(word.to_vec()).unwrap());
        rest = &after[33..];
    }
    assert_eq!(found.len(), usize::from(words[0]), "a strength and 32 bytes follow each word");
    assert!(found.is_sorted() && found.iter().all(|word| word.bytes().all(|byte| byte.is_ascii_lowercase())));
}

#[test]
fn papers_are_listed_under_near_words_that_their_texts_do_not_have() {
    let archive = archive(SUBJECTS);
    for (id, paper) in archive.paper_ids().map(|id| (id, archive.paper(id))) {
        let mut near = Vec::new();
        paper.terms.each(|term, _| near.extend(term.strip_suffix('~').map(str::to_owned)));
        assert_eq!(near.len(), 16, "{id:?}");
        assert!(near.iter().all(|word| !paper.terms.has(word)), "{near:?}");
    }
    let layout = Layout::new(&archive);
    let index = Index::new(&archive, &layout);
    let all: Vec<(&str, &[u32])> = index.parts().iter().flat_map(TermPart::all).collect();
    let near: Vec<_> = all.iter().filter(|(term, _)| term.ends_with('~')).collect();
    assert!(
        !near.is_empty() && near.iter().all(|(_, papers)| papers.len() > 1),
        "a word near to one paper alone is left out"
    );
    assert!(!String::from_utf8(inflated(&index.words(0))).unwrap().contains('~'));
}

#[test]
fn an_archive_without_words_of_the_table_has_no_regions() {
    let archive = archive(
        "//- content/papers/d.yaml\ndate: 2026-01-02\npapers:\n  - {id: a, title: 深度学习, abstract: 神经网络}\n",
    );
    let layout = Layout::new(&archive);
    assert!(layout.regions.is_empty());
}
