//! What stands around many pages alike: the beginning of the head, the ways through the site, the foot.
//!
//! A site has a hundred thousand pages and a handful of these, so each is rendered once for a section and not once for a page.

use super::Shared;
use super::page::{MENU, policy};
use crate::site::plan::routes;
use crate::theme::{Engine, PageError, View};
use serde::Serialize;
use std::collections::BTreeMap;

/// The section that papers belong to.
pub const PAPERS: &str = "archive";

/// The frames of a site.
#[derive(Debug, Default)]
pub struct Frames {
    /// By the key of a section; empty for pages that belong to none.
    sections: BTreeMap<&'static str, View>,
    /// By an address of the site's own menu, for the pages below it.
    below: BTreeMap<String, View>,
    /// By the address of a page that the navigation leads to: it is marked as the one that is shown.
    pages: BTreeMap<String, View>,
    /// That of papers, where these may load comments.
    papers: Option<View>,
}

/// What a frame's templates see of the page: the part of it that many share.
#[derive(Serialize)]
pub struct Around<'a> {
    pub section: &'a str,
    pub url: &'a str,
    /// The address in `site.nav` that the page is or stands below.
    pub within: &'a str,
    /// What the page may load.
    pub csp: &'a str,
}

#[derive(Serialize)]
struct FrameView {
    head: String,
    nav: String,
    foot: String,
}

impl Frames {
    /// Renders the frames of all sections. `allowed` is what papers may load beside what all pages may.
    ///
    /// # Errors
    /// Where a template of theirs asks for what is not there.
    pub fn new(shared: &Shared<'_>, engine: &Engine, allowed: &str) -> Result<Frames, PageError> {
        let csp = policy(shared.site, "");
        let frame_with = |section: &str, url: &str, within: &str, csp: &str| {
            let page = View::new(&Around { section, url, within, csp });
            let part = |template| {
                let bytes = engine.render(template, [("page", page.clone())])?;
                Ok(String::from_utf8_lossy(&bytes).into_owned())
            };
            let (head, nav) = (part("frame/head.html")?, part("frame/nav.html")?);
            Ok(View::new(&FrameView { head, nav, foot: part("frame/foot.html")? }))
        };
        let frame = |section: &str, url: &str, within: &str| frame_with(section, url, within, &csp);
        let mut frames = Frames::default();
        let home = shared.url(routes::HOME);
        frames.sections.insert("", frame("", "", "")?);
        for (section, url) in shared.ways() {
            frames.pages.insert(url.clone(), frame(section, &url, &url)?);
            // The site's own menu may lead anywhere; each of its ways is a section of its own.
            let around = frame(section, "", &url)?;
            match section {
                // All pages stand below the home page, and it marks none.
                MENU if url == home => None,
                MENU => frames.below.insert(url, around),
                _ => frames.sections.insert(section, around),
            };
        }
        if !allowed.is_empty() {
            let above = shared.ways().find(|(section, _)| *section == PAPERS).map(|(_, url)| url);
            let above = above.unwrap_or_default();
            frames.papers = Some(frame_with(PAPERS, "", &above, &policy(shared.site, allowed))?);
        }
        Ok(frames)
    }

    /// Returns the frame of a paper's page, where it is another than that of its section.
    pub(super) fn of_paper(&self) -> Option<&View> {
        self.papers.as_ref()
    }

    /// Returns the frame of a page.
    pub(super) fn of(&self, section: &str, url: &str) -> Option<&View> {
        let below = || {
            let ways = self.below.iter().filter(|(way, _)| section.is_empty() && way.ends_with('/'));
            let above = ways.filter(|(way, _)| url.starts_with(way.as_str()));
            above.max_by_key(|(way, _)| way.len()).map(|(_, frame)| frame)
        };
        self.pages.get(url).or_else(below).or_else(|| self.sections.get(section))
    }
}
