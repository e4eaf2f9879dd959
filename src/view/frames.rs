//! What stands around many pages alike: the beginning of the head, the ways through the site, the foot.
//!
//! A site has a hundred thousand pages and a handful of these, so each is rendered once for a section and not once for a page.

use super::Views;
use crate::theme::{Engine, PageError, View};
use serde::Serialize;
use std::collections::BTreeMap;

/// The frames of a site.
#[derive(Debug, Default)]
pub struct Frames {
    /// By the key of a section; empty for pages that belong to none.
    sections: BTreeMap<&'static str, View>,
    /// By the address of a page that the navigation leads to: it is marked as the one that is shown.
    pages: BTreeMap<String, View>,
}

/// What a frame's templates see of the page: the part of it that many share.
#[derive(Serialize)]
struct Around<'a> {
    section: &'a str,
    url: &'a str,
}

#[derive(Serialize)]
struct FrameView {
    head: String,
    nav: String,
    foot: String,
}

impl Frames {
    /// Renders the frames of all sections.
    ///
    /// # Errors
    /// Where a template of theirs asks for what is not there.
    pub fn new(views: &Views<'_>, engine: &Engine) -> Result<Frames, PageError> {
        let frame = |section: &str, url: &str| {
            let page = View::of(&Around { section, url });
            let part = |template| {
                let bytes = engine.render(template, [("page", page.clone())])?;
                Ok(String::from_utf8_lossy(&bytes).into_owned())
            };
            let (head, nav) = (part("frame/head.html")?, part("frame/nav.html")?);
            Ok(View::of(&FrameView { head, nav, foot: part("frame/foot.html")? }))
        };
        let mut frames = Frames::default();
        frames.sections.insert("", frame("", "")?);
        for (section, url) in views.ways() {
            frames.sections.insert(section, frame(section, "")?);
            frames.pages.insert(url.clone(), frame(section, &url)?);
        }
        Ok(frames)
    }

    /// Returns the frame of a page.
    pub(super) fn of(&self, section: &str, url: &str) -> Option<&View> {
        self.pages.get(url).or_else(|| self.sections.get(section))
    }
}
