//! The reading list. The list itself is in the reader's browser, so the page is the same for all.

use super::*;

pub struct Reading;

impl Kind for Reading {
    type Id = ();
    type Inputs<'a> = ();
    const GROUP: &'static str = OTHER;
    const SWITCHES: &'static [Switch] =
        &[Switch { setting: "[pages] reading", is_on: |site| site.pages.reading }];
    const TEMPLATE: Option<&'static str> = Some("reading.html");

    fn plan(planning: &mut Planning<'_>) {
        planning.claim::<Reading>(routes::READING, ());
    }

    fn inputs<'a>((): &(), _: &'a Records<'a>) {}

    fn make((): &(), shared: &Shared<'_>) -> Made {
        let page = shared.head("reading", "", routes::READING, shared.texts.get("reading_list"));
        let page = PageView { noindex: true, ..page.below(shared, []) };
        Made::Views(page.described(shared.texts.get("about_reading").to_owned()).views())
    }
}
