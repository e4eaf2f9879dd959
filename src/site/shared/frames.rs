//! Frames: the parts around a page's content that are equal on many pages (start of the head, navigation, foot).
//!
//! Each frame is rendered once per section and not once per page.

use super::Shared;
use super::page::{MENU, policy};
use crate::site::plan::routes;
use crate::theme::{Engine, PageError, View};
use serde::Serialize;
use std::collections::BTreeMap;

/// The section of papers.
pub const PAPERS: &str = "archive";

#[derive(Debug, Default)]
pub struct Frames {
    /// By section; empty for pages without a section.
    sections: BTreeMap<&'static str, View>,
    /// By an address in the site's own menu, for the pages below it.
    below: BTreeMap<String, View>,
    /// By the address of a page in the navigation, which marks it as current.
    pages: BTreeMap<String, View>,
    /// The frame of papers, if their policy differs because of comments.
    papers: Option<View>,
}

/// The part of a page that the templates of frames see.
#[derive(Serialize)]
pub struct FramePage<'a> {
    pub section: &'a str,
    pub url: &'a str,
    /// The address in `site.nav` of the page or of a page above it.
    pub within: &'a str,
    pub csp: &'a str,
}

#[derive(Serialize)]
struct FrameView {
    head: String,
    nav: String,
    foot: String,
}

impl Frames {
    /// Renders the frames of all sections. `allowed` is what papers may load in addition.
    ///
    /// # Errors
    /// A template error in a frame's template.
    pub fn new(shared: &Shared<'_>, engine: &Engine, allowed: &str) -> Result<Frames, PageError> {
        let csp = policy(shared.site, "");
        let frame_with = |section: &str, url: &str, within: &str, csp: &str| {
            let page = View::new(&FramePage { section, url, within, csp });
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
        for (section, url) in shared.nav_targets() {
            frames.pages.insert(url.clone(), frame(section, &url, &url)?);
            // Each item of the site's own menu is a section of its own.
            let around = frame(section, "", &url)?;
            match section {
                MENU if url == home => None,
                MENU => frames.below.insert(url, around),
                _ => frames.sections.insert(section, around),
            };
        }
        if !allowed.is_empty() {
            let above = shared.nav_targets().find(|(section, _)| *section == PAPERS).map(|(_, url)| url);
            let above = above.unwrap_or_default();
            frames.papers = Some(frame_with(PAPERS, "", &above, &policy(shared.site, allowed))?);
        }
        Ok(frames)
    }

    /// Returns the frame of papers, if it differs from that of their section.
    pub(super) fn papers(&self) -> Option<&View> {
        self.papers.as_ref()
    }

    /// Returns the frame of a page.
    pub(super) fn frame(&self, section: &str, url: &str) -> Option<&View> {
        let below = || {
            let items = self.below.iter().filter(|(item, _)| section.is_empty() && item.ends_with('/'));
            let above = items.filter(|(item, _)| url.starts_with(item.as_str()));
            above.max_by_key(|(item, _)| item.len()).map(|(_, frame)| frame)
        };
        // A section that the navigation does not have looks like none.
        let of_section = || self.sections.get(section).or_else(|| self.sections.get(""));
        self.pages.get(url).or_else(below).or_else(of_section)
    }
}
