//! The sitemap: the addresses of all pages for search engines.

use super::*;

pub struct Sitemaps;
pub struct SitemapIndex;

/// The maximum number of addresses per file (sitemaps.org).
const SIZE: usize = 50_000;

inputs! {
    pub struct Part<'a> {
        addresses: &'a [(String, Option<NaiveDate>)],
    }
}

inputs! {
    pub struct Parts {
        count: usize,
    }
}

#[derive(Serialize)]
struct SitemapUrl {
    loc: String,
    lastmod: Option<String>,
}

const GROUP: &str = "sitemaps";

fn parts(planning: &Planning<'_>) -> usize {
    planning.outline.sitemap.len().div_ceil(SIZE)
}

impl Kind for Sitemaps {
    type Id = usize;
    type Inputs<'a> = Part<'a>;
    const GROUP: &'static str = GROUP;
    const TEMPLATE: Option<&'static str> = Some("sitemap.xml");

    fn plan(planning: &mut Planning<'_>) {
        match parts(planning) {
            0 | 1 => planning.claim::<Sitemaps>(routes::SITEMAP, 0),
            parts => {
                (0..parts).for_each(|part| planning.claim::<Sitemaps>(&routes::sitemap_part(part), part))
            }
        }
    }

    fn inputs<'a>(&part: &usize, records: &'a Records<'a>) -> Part<'a> {
        Part { addresses: records.outline.sitemap.chunks(SIZE).nth(part).unwrap_or_default() }
    }

    fn make(part: &Part<'_>, shared: &Shared<'_>) -> Made {
        let urls = part.addresses.iter().map(|(address, changed)| SitemapUrl {
            loc: shared.absolute(address),
            lastmod: changed.map(|date| date.to_string()),
        });
        Made::Views(vec![("urls", View::new(&urls.collect::<Vec<_>>()))])
    }
}

impl Kind for SitemapIndex {
    type Id = ();
    type Inputs<'a> = Parts;
    const GROUP: &'static str = GROUP;
    const TEMPLATE: Option<&'static str> = Some("sitemap-index.xml");

    fn plan(planning: &mut Planning<'_>) {
        if parts(planning) > 1 {
            planning.claim::<SitemapIndex>(routes::SITEMAP, ());
        }
    }

    fn inputs<'a>((): &(), records: &'a Records<'a>) -> Parts {
        Parts { count: records.outline.sitemap.len().div_ceil(SIZE) }
    }

    fn make(parts: &Parts, shared: &Shared<'_>) -> Made {
        let parts = 0..parts.count;
        let sitemaps: Vec<SitemapUrl> = parts
            .map(|part| SitemapUrl { loc: shared.absolute(&routes::sitemap_part(part)), lastmod: None })
            .collect();
        Made::Views(vec![("sitemaps", View::new(&sitemaps))])
    }
}
