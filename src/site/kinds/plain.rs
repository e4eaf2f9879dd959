//! Plain pages: the site's own texts in `content/pages/`.

use super::*;
use crate::content::PlainPage;
use crate::site::shared::{HeadingView, clip, outline};

pub struct PlainPages;

inputs! {
    pub struct PlainInputs<'a> {
        page: &'a PlainPage,
        /// Slug and title of the parent pages, outermost first.
        above: Vec<(&'a str, &'a str)>,
        changed: Option<Change<'a>>,
    }
}

#[derive(Serialize)]
struct PlainView<'a> {
    title: &'a str,
    html: &'a str,
    outline: Vec<HeadingView<'a>>,
    updated: Option<View>,
}

impl Kind for PlainPages {
    /// An index of [`crate::archive::Archive::pages`].
    type Id = usize;
    type Inputs<'a> = PlainInputs<'a>;
    const GROUP: &'static str = "plain pages";
    const TEMPLATE: Option<&'static str> = Some("page.html");
    const RANK: Rank = Rank::Page;
    const IS_FILE_NAME: bool = true;

    fn plan(planning: &mut Planning<'_>) {
        for (index, page) in planning.archive.pages.iter().enumerate() {
            let changed = planning.changed(&page.origin.file, page.updated);
            let place = Some(page.origin.place());
            planning.page_named::<PlainPages>(format!("{}/", page.slug), index, changed, place);
        }
    }

    fn inputs<'a>(&index: &usize, records: &'a Records<'a>) -> PlainInputs<'a> {
        let pages = &records.archive.pages;
        let page = &pages[index];
        // The parent of a page in a folder is the page with the folder's name, if it exists.
        let folders = page.slug.match_indices('/').map(|(end, _)| &page.slug[..end]);
        let above = folders.filter_map(|slug| {
            let above = pages.binary_search_by(|page| page.slug.as_str().cmp(slug)).ok()?;
            Some((slug, pages[above].title.as_str()))
        });
        PlainInputs { page, above: above.collect(), changed: records.changed(&page.origin) }
    }

    fn make(PlainInputs { page, above, changed }: &PlainInputs<'_>, shared: &Shared<'_>) -> Made {
        let head = shared.head("page", "", &format!("{}/", page.slug), &page.title);
        let steps = above.iter().map(|(slug, title)| shared.step(title, &format!("{slug}/")));
        let head = PageView {
            edit_url: shared.repository().edit_url(&page.origin.file),
            changed: shared.changed(*changed),
            ..head.below(shared, steps)
        };
        let view = PlainView {
            title: &page.title,
            html: &page.html,
            outline: outline(&page.outline),
            updated: page.updated.map(|date| shared.date(date)),
        };
        let description =
            page.description.clone().unwrap_or_else(|| clip(&markdown::plain_text(&page.html), 160));
        Made::Views(head.described(description).with("content", &view))
    }
}
