//! Plain pages: the site's own texts in `content/pages/`.

use super::*;
use crate::content::PlainPage;
use crate::site::shared::{HeadingView, LinkView, clip, outline};
use std::collections::HashMap;

pub struct PlainPages;

/// The largest number of pages of its folder that a page lists on either side of itself.
const LISTED: usize = 50;

/// A plain page, as an index into [`crate::archive::Archive::pages`].
#[derive(Debug, Clone, PartialEq)]
pub struct PlainId {
    pub(super) index: usize,
    /// Its index in `folder`.
    place: usize,
    /// The pages of its folder, in reading order. Empty for a page that is not in a folder.
    folder: Arc<[usize]>,
}

inputs! {
    pub struct PlainInputs<'a> {
        page: &'a PlainPage,
        /// Slug and title of the parent pages, outermost first.
        above: Vec<(&'a str, &'a str)>,
        /// Slug and title of the pages of its folder before it, and of those after it, in reading order.
        before: Vec<(&'a str, &'a str)>,
        after: Vec<(&'a str, &'a str)>,
        changed: Option<Change<'a>>,
    }
}

#[derive(Serialize)]
struct PlainView<'a> {
    title: &'a str,
    html: &'a str,
    outline: Vec<HeadingView<'a>>,
    updated: Option<View>,
    /// The title of its folder.
    folder: &'a str,
    siblings: Vec<LinkView>,
    prev: Option<LinkView>,
    next: Option<LinkView>,
}

impl Kind for PlainPages {
    type Id = PlainId;
    type Inputs<'a> = PlainInputs<'a>;
    const GROUP: &'static str = "plain pages";
    const TEMPLATE: Option<&'static str> = Some("page.html");
    const RANK: Rank = Rank::Page;
    const IS_FILE_NAME: bool = true;

    fn plan(planning: &mut Planning<'_>) {
        let pages = &planning.archive.pages;
        for id in ids(pages) {
            let page = &pages[id.index];
            let changed = planning.changed(&page.origin.file, page.updated);
            let place = Some(page.origin.place());
            planning.page_named::<PlainPages>(format!("{}/", page.slug), id, changed, place);
        }
    }

    fn inputs<'a>(id: &PlainId, records: &'a Records<'a>) -> PlainInputs<'a> {
        let pages = &records.archive.pages;
        let page = &pages[id.index];
        // A page in a folder is below the page with the folder's name, if there is one.
        let folders = page.slug.match_indices('/').map(|(end, _)| &page.slug[..end]);
        let above = folders.filter_map(|slug| Some((slug, page_at(pages, slug)?.title.as_str())));
        let link = |&index: &usize| (pages[index].slug.as_str(), pages[index].title.as_str());
        let (before, rest) = id.folder.split_at(id.place);
        let before = &before[before.len().saturating_sub(LISTED)..];
        PlainInputs {
            page,
            above: above.collect(),
            before: before.iter().map(link).collect(),
            after: rest.iter().skip(1).take(LISTED).map(link).collect(),
            changed: records.changed(&page.origin),
        }
    }

    fn make(inputs: &PlainInputs<'_>, shared: &Shared<'_>) -> Made {
        let PlainInputs { page, above, before, after, changed } = inputs;
        let head = shared.head("page", "", &format!("{}/", page.slug), &page.title);
        let steps = above.iter().map(|(slug, title)| shared.step(title, &format!("{slug}/")));
        let head = PageView {
            edit_url: shared.repository().edit_url(&page.origin.file),
            changed: shared.changed(*changed),
            ..head.below(shared, steps)
        };
        let link = |&(slug, title): &(&str, &str)| LinkView {
            label: title.to_owned(),
            url: shared.url(&format!("{slug}/")),
        };
        let own = (page.slug.as_str(), page.title.as_str());
        let is_alone = before.is_empty() && after.is_empty();
        let siblings = before.iter().chain([&own]).chain(after).filter(|_| !is_alone);
        let folder = above.last().filter(|(slug, _)| Some(*slug) == folder_of(page));
        let view = PlainView {
            title: &page.title,
            html: &page.html,
            outline: outline(&page.outline),
            updated: page.updated.map(|date| shared.date(date.into())),
            folder: folder.map_or(shared.texts.get("pages"), |(_, title)| title),
            siblings: siblings.map(link).collect(),
            prev: before.last().map(link),
            next: after.first().map(link),
        };
        Made::Views(head.described(description(page)).with("content", &view))
    }
}

/// Returns the description of a page: its own, or the beginning of its text.
pub(super) fn description(page: &PlainPage) -> String {
    page.description.clone().unwrap_or_else(|| clip(&markdown::plain_text(&page.html), 160))
}

/// Returns the page with a slug. Pages are sorted by slug.
fn page_at<'a>(pages: &'a [PlainPage], slug: &str) -> Option<&'a PlainPage> {
    let index = pages.binary_search_by(|page| page.slug.as_str().cmp(slug)).ok()?;
    pages.get(index)
}

/// Returns the slug of the folder that a page is in.
fn folder_of(page: &PlainPage) -> Option<&str> {
    page.slug.rsplit_once('/').map(|(folder, _)| folder)
}

/// Returns the ids of all pages, folder by folder in reading order.
fn ids(pages: &[PlainPage]) -> Vec<PlainId> {
    let mut folders: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        folders.entry(folder_of(page)).or_default().push(index);
    }
    let ids = |(folder, mut members): (Option<&str>, Vec<usize>)| -> Vec<PlainId> {
        let Some(folder) = folder else {
            let alone = |index| PlainId { index, place: 0, folder: Arc::new([]) };
            return members.into_iter().map(alone).collect();
        };
        sort(&mut members, pages, page_at(pages, folder));
        let folder: Arc<[usize]> = members.into();
        let id = |(place, &index)| PlainId { index, place, folder: folder.clone() };
        folder.iter().enumerate().map(id).collect()
    };
    folders.into_iter().flat_map(ids).collect()
}

/// Sorts the pages of a folder: in the order in which the folder's own page links to them, then by weight, then by
/// title.
fn sort(members: &mut [usize], pages: &[PlainPage], above: Option<&PlainPage>) {
    let mut linked: HashMap<&str, usize> = HashMap::new();
    for (place, link) in above.iter().flat_map(|page| &page.inner_links).enumerate() {
        let address = link.target.split(['#', '?']).next().unwrap_or_default();
        linked.entry(address.trim_end_matches('/')).or_insert(place);
    }
    members.sort_by_cached_key(|&index| {
        let page = &pages[index];
        // No place is larger than any place.
        let first = |place: Option<usize>| (place.is_none(), place);
        let place = linked.get(page.slug.as_str()).copied();
        let weight = page.weight.map(|weight| weight as usize);
        (first(place), first(weight), page.title.to_lowercase(), page.slug.clone())
    });
}
