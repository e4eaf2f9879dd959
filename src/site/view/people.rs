//! Pages of people: one for each, and lists of all of them.

use super::orders::OrderView;
use super::page::PageView;
use super::parts::{CountedView, PagerView, Row};
use super::{Ready, Views};
use crate::archive::PersonId;
use crate::site::plan::{Letter, Listed, Scope, routes};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::HashMap;

#[derive(Serialize)]
struct PeopleView<'a> {
    count: usize,
    /// How many papers each of them has at least.
    from: usize,
    letters: Vec<LetterView<'a>>,
    /// Those with the most papers, where the list itself is on pages of its own.
    largest: Vec<CountedView<'a>>,
}

#[derive(Serialize)]
struct LetterView<'a> {
    letter: String,
    id: &'a str,
    /// The page of this letter, where it has one; then there are no authors here.
    url: Option<String>,
    count: usize,
    authors: Vec<CountedView<'a>>,
}

#[derive(Serialize)]
struct PersonView<'a> {
    slug: &'a str,
    name: &'a str,
    orcid_url: Option<String>,
    url_home: Option<String>,
    aliases: &'a [String],
    count: usize,
    papers: Vec<Row<'a>>,
    pager: PagerView,
    /// `newest` or `votes`.
    order: &'static str,
    orders: Vec<OrderView<'a>>,
    /// On the pages that are newest first.
    coauthors: Vec<CountedView<'a>>,
}

impl<'a> Views<'a> {
    /// The list of all people; a long one has a page for each letter.
    pub(super) fn people(&self) -> Ready {
        /// People named beside the letters of a long list.
        const LARGEST: usize = 60;
        let letters = &self.plan.letters;
        let paged = self.plan.has_letter_pages();
        let mut largest: Vec<PersonId> = match paged {
            true => letters.iter().flat_map(|letter| &letter.people).copied().collect(),
            false => Vec::new(),
        };
        largest.sort_unstable_by_key(|&id| (Reverse(self.archive.person(id).papers.len()), id));
        largest.truncate(LARGEST);
        let view = PeopleView {
            count: letters.iter().map(|letter| letter.people.len()).sum(),
            from: self.plan.authors_from.unwrap_or(1),
            letters: letters.iter().map(|letter| self.letter(letter, paged)).collect(),
            largest: self.counted_people(&largest),
        };
        let mut page = self.head("authors", "authors", routes::AUTHORS, self.texts.get("authors"));
        page.trail = self.trail();
        page.with("authors.html", "authors", &view)
    }

    /// One letter of a long list.
    pub(super) fn people_of(&self, index: usize) -> Ready {
        let letter = &self.plan.letters[index];
        let view = PeopleView {
            count: letter.people.len(),
            from: self.plan.authors_from.unwrap_or(1),
            letters: vec![self.letter(letter, false)],
            largest: Vec::new(),
        };
        let title = self.texts.fill("authors_of_letter", &[("letter", &letter.label())]);
        let mut page = self.head("authors", "authors", &routes::letter(&letter.key), &title);
        page.trail = self.trail();
        page.trail.push(self.step(self.texts.get("authors"), routes::AUTHORS));
        page.with("authors.html", "authors", &view)
    }

    fn letter(&self, letter: &'a Letter, paged: bool) -> LetterView<'a> {
        LetterView {
            letter: letter.label(),
            id: &letter.key,
            url: paged.then(|| self.url(&routes::letter(&letter.key))),
            count: letter.people.len(),
            authors: if paged { Vec::new() } else { self.counted_people(&letter.people) },
        }
    }

    fn counted_people(&self, ids: &[PersonId]) -> Vec<CountedView<'a>> {
        ids.iter().map(|&id| self.counted_person(id, self.archive.person(id).papers.len())).collect()
    }

    pub(super) fn person(&self, id: PersonId, number: u32) -> Ready {
        let list = self.person_list(id);
        let (papers, pager) = self.paged(&list, &self.archive.person(id).papers, number);
        let orders = self.orders_of(Listed::Author(id), &list, &pager);
        let view =
            PersonView { orders, coauthors: self.coauthors(id), ..self.person_view(id, papers, pager) };
        self.person_head(id, &view.pager).with("author.html", "author", &view)
    }

    pub(super) fn person_by_votes(&self, id: PersonId) -> Ready {
        let list = self.person_list(id);
        let person = self.archive.person(id);
        let (papers, pager) = self.most_voted(&list, &person.papers);
        let orders = self.orders(Listed::Author(id), &list);
        let view = PersonView { order: "votes", orders, ..self.person_view(id, papers, pager) };
        let head = self.person_head(id, &view.pager);
        self.head_by_votes(head, &list, &person.name).with("author.html", "author", &view)
    }

    fn person_list(&self, id: PersonId) -> String {
        routes::member(routes::AUTHORS, &self.archive.person(id).slug)
    }

    fn person_view<'v>(&'v self, id: PersonId, papers: Vec<Row<'v>>, pager: PagerView) -> PersonView<'v> {
        let person = self.archive.person(id);
        PersonView {
            slug: &person.slug,
            name: &person.name,
            orcid_url: person.orcid.as_ref().map(|orcid| format!("https://orcid.org/{orcid}")),
            url_home: person.url.as_deref().map(|url| self.link(url)),
            aliases: &person.spellings,
            count: person.papers.len(),
            papers,
            pager,
            order: "newest",
            orders: Vec::new(),
            coauthors: Vec::new(),
        }
    }

    fn person_head(&self, id: PersonId, pager: &PagerView) -> PageView {
        let person = self.archive.person(id);
        let feed = self.site.feeds.authors.then(|| self.feed_link(Scope::Author(id)));
        let description = self.texts.fill("about_author", &[("name", &person.name)]);
        let above = ("authors", routes::AUTHORS);
        let list = self.person_list(id);
        self.member_head("author", above, &list, &person.name, pager, description).with_feed(feed)
    }

    /// Those who wrote with a person most often.
    fn coauthors(&self, id: PersonId) -> Vec<CountedView<'a>> {
        /// Co-authors named on a person's page.
        const COAUTHORS: usize = 10;
        let papers = &self.archive.person(id).papers;
        // One paper together is no habit, and most people have no more.
        if papers.len() < 2 {
            return Vec::new();
        }
        let mut together: HashMap<PersonId, usize> = HashMap::new();
        for &paper in papers {
            let mut people = self.archive.relations(paper).people.to_vec();
            people.sort_unstable();
            people.dedup();
            for other in people.into_iter().filter(|&other| other != id) {
                *together.entry(other).or_default() += 1;
            }
        }
        let mut together: Vec<(PersonId, usize)> = together.into_iter().collect();
        // Each paper names its authors.
        together.retain(|&(_, count)| count > 1);
        together.sort_by_key(|&(other, count)| (Reverse(count), other));
        let coauthors = together.into_iter().take(COAUTHORS);
        coauthors.map(|(other, count)| self.counted_person(other, count)).collect()
    }
}
