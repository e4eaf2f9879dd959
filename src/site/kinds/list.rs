//! Long lists of papers: pages and orders (newest first, most votes first).

use super::*;
use crate::archive::Person;
use crate::site::plan::is_voted;
use crate::site::plan::pager::Pages;

pub(super) const VOTES: Switch = Switch { setting: "[pages] votes", is_on: |site| site.pages.votes };

inputs! {
    pub struct ListPage<'a> {
        pub papers: Vec<PaperInput<'a>>,
        pub count: usize,
        /// The place of its first paper in the list, from 0.
        pub first: usize,
        /// The number of this page, and of the newest page.
        pub number: u32,
        pub last: u32,
        pub by_votes: bool,
        pub is_by_votes: bool,
    }
}

#[derive(Serialize)]
pub(super) struct OrderView<'a> {
    key: &'static str,
    label: &'a str,
    url: String,
}

pub(super) struct ListView<'v> {
    pub papers: Vec<Row<'v>>,
    pub pager: PagerView,
    pub order: &'static str,
    pub orders: Vec<OrderView<'v>>,
}

impl<'a> Planning<'a> {
    /// Claims the pages of a list; the newest is at the address `list`.
    pub(super) fn list<K: Registered>(&mut self, list: &str, papers: &[PaperId], id: impl Fn(u32) -> K::Id) {
        let pages = Pages::new(papers.len(), self.site.pages.per_page);
        for number in 1..=pages.last() {
            let newest =
                papers.get(pages.items(number).start).and_then(|&id| self.archive.paper(id).date().day());
            self.page::<K>(routes::numbered(list, number, pages.last()), id(number), newest);
        }
    }

    pub(super) fn authors(&self) -> Vec<(PersonId, &'a Person)> {
        let people = self.archive.person_ids().map(|id| (id, self.archive.person(id)));
        people.filter(|(_, person)| self.outline.has_page(person)).collect()
    }

    /// Claims the page of a list by votes, if that is worthwhile. It is not in the sitemap, since it repeats the list.
    pub(super) fn by_votes<K: Registered>(
        &mut self,
        listed: Listed,
        list: &str,
        papers: &[PaperId],
        id: K::Id,
    ) {
        if is_voted(self.archive, self.site, listed, papers) {
            self.claim::<K>(&routes::votes(list), id);
            self.outline.by_votes.insert(listed);
        }
    }
}

impl<'a> Records<'a> {
    /// Returns one page of a list; `listed` if it may have a page by votes.
    pub(super) fn list_page(
        &'a self,
        listed: Option<Listed>,
        papers: &[PaperId],
        number: u32,
    ) -> ListPage<'a> {
        let pages = Pages::new(papers.len(), self.site.pages.per_page);
        let items = pages.items(number);
        ListPage {
            first: items.start,
            papers: self.papers(&papers[items]),
            count: papers.len(),
            number,
            last: pages.last(),
            by_votes: listed.is_some_and(|listed| self.outline.by_votes.contains(&listed)),
            is_by_votes: false,
        }
    }

    /// Returns a list by votes, of which there is only the first page.
    pub(super) fn list_by_votes(&'a self, papers: &[PaperId]) -> ListPage<'a> {
        let liked = self.most_voted(papers);
        ListPage {
            papers: liked,
            count: papers.len(),
            first: 0,
            number: 1,
            last: 1,
            by_votes: true,
            is_by_votes: true,
        }
    }

    pub(super) fn most_voted(&'a self, papers: &[PaperId]) -> Vec<PaperInput<'a>> {
        self.papers(&self.archive.most_voted(papers, self.site.pages.per_page))
    }
}

impl ListPage<'_> {
    pub(super) fn is_newest(&self) -> bool {
        self.number == self.last
    }

    pub(super) fn view<'v>(&'v self, list: &str, shared: &'v Shared<'_>) -> ListView<'v> {
        let (from, to) = (self.first + 1, self.first + self.papers.len());
        let shown = shared.texts.fill("shown", &[("from", &from), ("to", &to), ("n", &self.count)]);
        let shown = (self.last > 1).then_some(shown);
        ListView {
            papers: shared.rows(self.papers.iter().copied()),
            pager: PagerView { shown, ..shared.pager(list, self.number, self.last) },
            order: if self.is_by_votes { "votes" } else { "newest" },
            orders: orders(self.by_votes && self.is_newest(), list, shared),
        }
    }

    /// Returns the head of a page. `section` and `above` are the key and the address of the part of the site that it belongs to.
    pub(super) fn head(
        &self,
        kind: &'static str,
        (section, above): (&'static str, &'static str),
        list: &str,
        name: &str,
        description: String,
        shared: &Shared<'_>,
    ) -> PageView {
        let title = match self.is_newest() {
            true => name.to_owned(),
            false => shared.texts.fill("title_page", &[("title", &name), ("n", &self.number)]),
        };
        let description = match description.is_empty() {
            true => shared.texts.fill("about_topic", &[("name", &name)]),
            false => description,
        };
        let head = shared.head(kind, section, &routes::numbered(list, self.number, self.last), &title);
        head.below(shared, [shared.step(shared.texts.get(section), above)]).described(description)
    }

    pub(super) fn ordered(&self, head: PageView, list: &str, name: &str, shared: &Shared<'_>) -> PageView {
        match self.is_by_votes {
            true => by_votes_head(head, list, name, shared),
            false => head,
        }
    }
}

/// Returns links to both orders of a list; none without a page by votes.
pub(super) fn orders<'v>(by_votes: bool, list: &str, shared: &'v Shared<'_>) -> Vec<OrderView<'v>> {
    if !by_votes {
        return Vec::new();
    }
    let order = |key, label, url| OrderView { key, label: shared.texts.get(label), url };
    vec![
        order("newest", "newest", shared.url(list)),
        order("votes", "most_votes", shared.url(&routes::votes(list))),
    ]
}

/// Returns the head of a page by votes. It is not indexed: search engines know its papers from the list.
pub(super) fn by_votes_head(head: PageView, list: &str, name: &str, shared: &Shared<'_>) -> PageView {
    let address = routes::votes(list);
    let title = shared.texts.fill("title_most_votes", &[("title", &name)]);
    let (url, canonical) = (shared.url(&address), shared.absolute(&address));
    let mut page = PageView { title, url, canonical, noindex: true, ..head };
    page.trail.push(shared.step(name, list));
    page
}
