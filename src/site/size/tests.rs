//! Counts of files, and suggested settings.

use super::*;
use crate::source::Sources;
use crate::{Prepared, Request};
use std::fmt::Write;

const SITE: &str = r#"
//- site.toml
title = "Papers"
base_url = "https://example.org/"
//- static/logo.svg
<svg/>
//- content/pages/about.md
---
title: About
aliases: [/old/]
---
Hello.
//- content/papers/2026.yaml
papers:
  - {id: a, title: A, date: 2026-03-02, authors: [Ada, Bo], topics: [x], organization: lab, abstract: Long enough.}
  - {id: b, title: B, date: 2026-03-03, authors: [Ada, Bo, Cy], topics: [x], abstract: Long enough.}
"#;

/// Measures a site; `size` returns the bytes of each page, by kind.
fn measure(fixture: &str, size: impl Fn(&str) -> u64, again: impl Fn(&Page, &Site) -> u64 + Sync) -> Report {
    let sources = Sources::fixture(fixture);
    let Prepared { archive, plan, site, .. } =
        crate::prepare(&sources, &Request::default(), &()).value.unwrap();
    let sizes: Vec<u64> = plan.outputs.iter().map(|output| size(output.page.group())).collect();
    Measured { archive: &archive, plan: &plan, site: &site, sizes: &sizes }
        .report(&|page, site| Some(again(page, site)))
}

fn shown(report: &Report) -> String {
    let mut shown = String::new();
    for (kind, count) in &report.kinds {
        writeln!(shown, "{}: {} files, {} bytes", kind, count.files, count.bytes).unwrap();
    }
    for lever in &report.levers {
        let about = if lever.about { "about " } else { "" };
        writeln!(shown, "{} saves {about}{}", lever.setting, lever.saves).unwrap();
    }
    shown
}

#[test]
fn every_file_is_counted_and_settings_have_their_effect() {
    // A feed with half the papers has 70, without full texts 60 of 100 bytes.
    let report = measure(SITE, |_| 100, |_, site| if site.feeds.full_text { 60 } else { 70 });
    insta::assert_snapshot!(shown(&report), @r#"
    day pages: 2 files, 200 bytes
    week pages: 1 files, 100 bytes
    month pages: 1 files, 100 bytes
    paper pages: 2 files, 200 bytes
    plain pages: 1 files, 100 bytes
    papers for the reader: 1 files, 100 bytes
    topic pages: 2 files, 200 bytes
    author pages: 4 files, 400 bytes
    organization pages: 2 files, 200 bytes
    search and its index: 13 files, 1300 bytes
    feed of the site: 3 files, 300 bytes
    history: 1 files, 100 bytes
    digests: 4 files, 400 bytes
    feeds of topics: 1 files, 100 bytes
    feeds of authors: 3 files, 300 bytes
    feeds of organizations: 1 files, 100 bytes
    redirects: 1 files, 100 bytes
    sitemaps: 1 files, 100 bytes
    social cards: 3 files, 300 bytes
    all papers as JSON: 1 files, 100 bytes
    all papers as BibTeX: 1 files, 100 bytes
    days as JSON: 2 files, 200 bytes
    citations of lists: 9 files, 900 bytes
    topics as JSON: 1 files, 100 bytes
    theme and static files: 19 files, 1900 bytes
    other files: 15 files, 1500 bytes
    [search] enabled = false saves 1300
    [data] citations = false saves 900
    [pages] authors = false saves 700
    [feeds] items = 25 saves about 360
    [pages] topics = false saves 300
    [pages] organizations = false saves 300
    [feeds] authors = false saves 300
    [feeds] full_text = false saves about 270
    [pages] for_you = false saves 200
    [feeds] days = false saves 200
    [feeds] weeks = false saves 200
    [cards] days = false saves 200
    [data] days = false saves 200
    [pages] weeks = false saves 100
    [pages] months = false saves 100
    [pages] archive = false saves 100
    [pages] stats = false saves 100
    [pages] reading = false saves 100
    [feeds] history = false saves 100
    [feeds] topics = false saves 100
    [feeds] organizations = false saves 100
    [cards] site = false saves 100
    [data] papers = false saves 100
    [data] bibtex = false saves 100
    [data] topics = false saves 100
    [data] llms = false saves 100
    [data] freshness = false saves 100
    "#);
}

#[test]
fn disabled_settings_are_not_suggested() {
    let off = "base_url = \"https://example.org/\"\n[feeds]\nfull_text = false\nitems = 1\ntopics = false\n[pages]\nauthors = false\nweeks = false";
    let site = SITE.replace("base_url = \"https://example.org/\"", off);
    let report = measure(&site, |_| 100, |_, _| panic!("no feed could hold less"));
    insta::assert_snapshot!(shown(&report), @r#"
    day pages: 2 files, 200 bytes
    month pages: 1 files, 100 bytes
    paper pages: 2 files, 200 bytes
    plain pages: 1 files, 100 bytes
    papers for the reader: 1 files, 100 bytes
    topic pages: 2 files, 200 bytes
    organization pages: 2 files, 200 bytes
    search and its index: 13 files, 1300 bytes
    feed of the site: 3 files, 300 bytes
    history: 1 files, 100 bytes
    digests: 2 files, 200 bytes
    feeds of organizations: 1 files, 100 bytes
    redirects: 1 files, 100 bytes
    sitemaps: 1 files, 100 bytes
    social cards: 3 files, 300 bytes
    all papers as JSON: 1 files, 100 bytes
    all papers as BibTeX: 1 files, 100 bytes
    days as JSON: 2 files, 200 bytes
    citations of lists: 9 files, 900 bytes
    topics as JSON: 1 files, 100 bytes
    theme and static files: 19 files, 1900 bytes
    other files: 15 files, 1500 bytes
    [search] enabled = false saves 1300
    [data] citations = false saves 900
    [pages] organizations = false saves 300
    [pages] for_you = false saves 200
    [pages] topics = false saves 200
    [cards] days = false saves 200
    [data] days = false saves 200
    [pages] months = false saves 100
    [pages] archive = false saves 100
    [pages] stats = false saves 100
    [pages] reading = false saves 100
    [feeds] history = false saves 100
    [feeds] days = false saves 100
    [feeds] weeks = false saves 100
    [feeds] organizations = false saves 100
    [cards] site = false saves 100
    [data] papers = false saves 100
    [data] bibtex = false saves 100
    [data] topics = false saves 100
    [data] llms = false saves 100
    [data] freshness = false saves 100
    "#);
}

#[test]
fn settings_with_little_effect_are_not_suggested() {
    let report = measure(SITE, |kind| if kind == "paper pages" { 100_000 } else { 100 }, |_, _| 0);
    assert_eq!(report.levers, []);
}

#[test]
fn a_site_close_to_the_limit_is_reported() {
    let sized =
        |bytes| measure(SITE, move |kind| if kind == "feeds of authors" { bytes } else { 0 }, |_, _| 0);
    assert_eq!(sized(266_666_666).problem(), None);
    let problem = sized(266_666_667).problem().unwrap();
    assert!(!problem.is_error());
    assert_eq!(problem.message, "the site has 800 MB, 80 % of the 1 GB that GitHub Pages allows");
    let problem = sized(400_000_000).problem().unwrap();
    let hints = problem.hints.join("\n");
    insta::assert_snapshot!(format!("{}\n{hints}", problem.message), @r"
    the site has 1200 MB, more than the 1 GB that GitHub Pages allows
    `[feeds] authors = false` in site.toml would save 1200 MB
    `[pages] authors = false` in site.toml would save 1200 MB
    `[feeds] full_text = false` in site.toml would save about 1200 MB
    `[feeds] items = 25` in site.toml would save about 1200 MB
    ");
}
