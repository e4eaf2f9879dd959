//! Pages of what papers belong to: topics, people, organizations. Plain pages too.

use super::page::PageView;
use super::parts::{Card, DateView, HeadingView, NameView, PagerView, clip, outline};
use super::{Ready, Views};
use crate::archive::{OrganizationId, PaperId, PersonId, TopicId};
use crate::markdown;
use crate::plan::pager::Pages;
use crate::plan::{Scope, routes};
use crate::slug;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct TopicsView<'a> {
    all: Vec<TopicRow<'a>>,
    count: usize,
}

#[derive(Serialize)]
struct TopicRow<'a> {
    slug: &'a str,
    name: &'a str,
    url: Option<String>,
    description: Option<String>,
    count: usize,
    newest: Option<DateView>,
    parent: Option<&'a str>,
    depth: usize,
}

#[derive(Serialize)]
struct TopicView<'a> {
    slug: &'a str,
    name: &'a str,
    description_html: Option<&'a str>,
    count: usize,
    parent: Option<NameView<'a>>,
    children: Vec<NameView<'a>>,
    papers: Vec<Card<'a>>,
    pager: PagerView,
}

#[derive(Serialize)]
struct PeopleView<'a> {
    letters: Vec<Letter<'a>>,
    count: usize,
}

#[derive(Serialize)]
struct Letter<'a> {
    letter: String,
    id: String,
    authors: Vec<NameView<'a>>,
}

#[derive(Serialize)]
struct PersonView<'a> {
    slug: &'a str,
    name: &'a str,
    orcid_url: Option<String>,
    url_home: Option<String>,
    aliases: &'a [String],
    count: usize,
    papers: Vec<Card<'a>>,
    pager: PagerView,
    coauthors: Vec<NameView<'a>>,
}

#[derive(Serialize)]
struct OrganizationsView<'a> {
    all: Vec<OrganizationRow<'a>>,
    count: usize,
}

#[derive(Serialize)]
struct OrganizationRow<'a> {
    handle: &'a str,
    name: &'a str,
    url: Option<String>,
    logo: Option<String>,
    count: usize,
}

#[derive(Serialize)]
struct OrganizationPageView<'a> {
    handle: &'a str,
    name: &'a str,
    url_home: Option<String>,
    logo: Option<String>,
    count: usize,
    papers: Vec<Card<'a>>,
    pager: PagerView,
}

#[derive(Serialize)]
struct PlainView<'a> {
    title: &'a str,
    html: &'a str,
    outline: Vec<HeadingView<'a>>,
    updated: Option<DateView>,
}

impl<'a> Views<'a> {
    pub(super) fn topics(&self) -> Ready {
        let archive = self.archive;
        let mut rows = Vec::new();
        let ids = (0..archive.topics.len()).map(|index| TopicId(index as u32));
        let mut roots: Vec<TopicId> = ids.filter(|&id| archive.topic(id).parent.is_none()).collect();
        self.by_name(&mut roots);
        for id in roots {
            self.topic_rows(id, 0, &mut rows);
        }
        let count = rows.len();
        let mut page = self.head("topics", "topics", routes::TOPICS, "Topics");
        page.trail = vec![self.step(&self.site.title, routes::HOME)];
        page.with("topics.html", "topics", &TopicsView { all: rows, count })
    }

    fn by_name(&self, ids: &mut [TopicId]) {
        // By slug, so that É stands with E.
        ids.sort_by_cached_key(|&id| (slug::slug(&self.archive.topic(id).name), id));
    }

    /// Adds a topic and, below it, its narrower ones. Parents never lead in a circle.
    fn topic_rows(&self, id: TopicId, depth: usize, rows: &mut Vec<TopicRow<'a>>) {
        let topic = self.archive.topic(id);
        let NameView { slug, name, url, count } = self.topic_name(id);
        rows.push(TopicRow {
            slug,
            name,
            url,
            count,
            description: topic.description_html.as_deref().map(markdown::plain_text),
            newest: topic.papers.first().map(|&paper| self.date(self.archive.paper(paper).day())),
            parent: topic.parent.map(|parent| self.archive.topic(parent).name.as_str()),
            depth,
        });
        let mut children = topic.children.clone();
        self.by_name(&mut children);
        for child in children {
            self.topic_rows(child, depth + 1, rows);
        }
    }

    pub(super) fn topic(&self, id: TopicId, number: u32) -> Ready {
        let topic = self.archive.topic(id);
        let list = routes::member(routes::TOPICS, &topic.slug);
        let (papers, pager) = self.paged(&list, &topic.papers, number);
        let view = TopicView {
            slug: &topic.slug,
            name: &topic.name,
            description_html: topic.description_html.as_deref(),
            count: topic.papers.len(),
            parent: topic.parent.map(|parent| self.topic_name(parent)),
            children: topic.children.iter().map(|&child| self.topic_name(child)).collect(),
            papers,
            pager,
        };
        let description = topic.description_html.as_deref().map(markdown::plain_text).unwrap_or_default();
        let above = topic.parent.map(|parent| {
            let parent = self.archive.topic(parent);
            self.step(&parent.name, &routes::member(routes::TOPICS, &parent.slug))
        });
        let feed = self.site.feeds.topics.then(|| self.feed_link(Scope::Topic(id)));
        let mut page = self.member_head(
            "topic",
            ("Topics", routes::TOPICS),
            &list,
            &topic.name,
            &view.pager,
            description,
        );
        page.trail.extend(above);
        page.with_feed(feed).with("topic.html", "topic", &view)
    }

    /// Returns one page of a long list: its cards and the way to the others.
    fn paged(&self, list: &str, papers: &[PaperId], number: u32) -> (Vec<Card<'a>>, PagerView) {
        let pages = Pages::new(papers.len(), self.site.pages.per_page);
        (self.cards(&papers[pages.items(number)]), self.pager(list, pages, number))
    }

    /// Returns the head of a page of a topic, person or organization.
    fn member_head(
        &self,
        kind: &'static str,
        (label, above): (&'static str, &'static str),
        list: &str,
        name: &str,
        pager: &PagerView,
        description: String,
    ) -> PageView {
        let is_newest = pager.number == pager.total;
        let title = if is_newest { name.to_owned() } else { format!("{name}, page {}", pager.number) };
        let section = above.trim_end_matches('/');
        let section =
            ["topics", "authors", "organizations"].into_iter().find(|own| *own == section).unwrap_or("");
        let mut page = self.head(kind, section, &routes::numbered(list, pager.number, pager.total), &title);
        page.trail = vec![self.step(&self.site.title, routes::HOME), self.step(label, above)];
        let description = if description.is_empty() { format!("Papers: {name}.") } else { description };
        page.described(description)
    }

    pub(super) fn people(&self) -> Ready {
        let mut letters: BTreeMap<String, Vec<NameView<'a>>> = BTreeMap::new();
        for index in 0..self.archive.people.len() {
            let name = self.person_name(PersonId(index as u32));
            if name.url.is_none() {
                continue;
            }
            // Slugs are ASCII; those of names without letters stand last.
            let letter = name.slug.chars().next().filter(char::is_ascii_alphabetic);
            let letter = letter.map_or("#".to_owned(), |letter| letter.to_ascii_uppercase().to_string());
            letters.entry(letter).or_default().push(name);
        }
        let count = letters.values().map(Vec::len).sum();
        let mut letters: Vec<Letter<'_>> = letters
            .into_iter()
            .map(|(letter, authors)| {
                let id = if letter == "#" { "other".to_owned() } else { letter.to_lowercase() };
                Letter { id, letter, authors }
            })
            .collect();
        letters.sort_by_key(|letter| letter.letter == "#");
        let mut page = self.head("authors", "authors", routes::AUTHORS, "Authors");
        page.trail = vec![self.step(&self.site.title, routes::HOME)];
        page.with("authors.html", "authors", &PeopleView { letters, count })
    }

    pub(super) fn person(&self, id: PersonId, number: u32) -> Ready {
        /// Co-authors named on a person's page.
        const COAUTHORS: usize = 10;
        let person = self.archive.person(id);
        let list = routes::member(routes::AUTHORS, &person.slug);
        let (papers, pager) = self.paged(&list, &person.papers, number);
        let mut together: BTreeMap<PersonId, usize> = BTreeMap::new();
        for &paper in &person.papers {
            let mut people = self.archive.relations(paper).people.to_vec();
            people.sort_unstable();
            people.dedup();
            for other in people.into_iter().filter(|&other| other != id) {
                *together.entry(other).or_default() += 1;
            }
        }
        let mut together: Vec<(PersonId, usize)> = together.into_iter().collect();
        together.sort_by_key(|&(other, count)| (std::cmp::Reverse(count), other));
        let coauthors = together.into_iter().take(COAUTHORS);
        let view = PersonView {
            slug: &person.slug,
            name: &person.name,
            orcid_url: person.orcid.as_ref().map(|orcid| format!("https://orcid.org/{orcid}")),
            url_home: person.url.as_deref().map(|url| self.link(url)),
            aliases: &person.spellings,
            count: person.papers.len(),
            papers,
            pager,
            coauthors: coauthors
                .map(|(other, count)| NameView { count, ..self.person_name(other) })
                .collect(),
        };
        let feed = self.site.feeds.authors.then(|| self.feed_link(Scope::Author(id)));
        let description = format!("Papers by {}.", person.name);
        let head = self.member_head(
            "author",
            ("Authors", routes::AUTHORS),
            &list,
            &person.name,
            &view.pager,
            description,
        );
        head.with_feed(feed).with("author.html", "author", &view)
    }

    pub(super) fn organizations(&self) -> Ready {
        let mut ids: Vec<OrganizationId> =
            (0..self.archive.organizations.len()).map(|index| OrganizationId(index as u32)).collect();
        ids.sort_by_cached_key(|&id| slug::slug(&self.archive.organization(id).name));
        let row = |id: OrganizationId| {
            let organization = self.archive.organization(id);
            OrganizationRow {
                handle: &organization.handle,
                name: &organization.name,
                url: self.organization_name(id).url,
                logo: self.logo(organization.logo.as_deref()),
                count: organization.papers.len(),
            }
        };
        let view = OrganizationsView { all: ids.iter().map(|&id| row(id)).collect(), count: ids.len() };
        let mut page = self.head("organizations", "organizations", routes::ORGANIZATIONS, "Organizations");
        page.trail = vec![self.step(&self.site.title, routes::HOME)];
        page.with("organizations.html", "organizations", &view)
    }

    pub(super) fn logo(&self, logo: Option<&str>) -> Option<String> {
        logo.filter(|logo| self.shows_image(logo)).map(|logo| self.link(logo))
    }

    pub(super) fn organization(&self, id: OrganizationId, number: u32) -> Ready {
        let organization = self.archive.organization(id);
        let list = routes::member(routes::ORGANIZATIONS, &organization.slug);
        let (papers, pager) = self.paged(&list, &organization.papers, number);
        let view = OrganizationPageView {
            handle: &organization.handle,
            name: &organization.name,
            url_home: organization.url.as_deref().map(|url| self.link(url)),
            logo: self.logo(organization.logo.as_deref()),
            count: organization.papers.len(),
            papers,
            pager,
        };
        let feed = self.site.feeds.organizations.then(|| self.feed_link(Scope::Organization(id)));
        let description = format!("Papers of {}.", organization.name);
        let above = ("Organizations", routes::ORGANIZATIONS);
        let head =
            self.member_head("organization", above, &list, &organization.name, &view.pager, description);
        head.with_feed(feed).with("organization.html", "organization", &view)
    }

    pub(super) fn plain(&self, index: usize) -> Ready {
        let plain = &self.archive.pages[index];
        let mut page = self.head("page", "", &format!("{}/", plain.slug), &plain.title);
        page.trail = vec![self.step(&self.site.title, routes::HOME)];
        // A page in a folder stands below the page of the folder's name, where there is one.
        let folders = plain.slug.match_indices('/').map(|(end, _)| &plain.slug[..end]);
        page.trail.extend(folders.filter_map(|slug| {
            let above = self.archive.pages.binary_search_by(|page| page.slug.as_str().cmp(slug)).ok()?;
            Some(self.step(&self.archive.pages[above].title, &format!("{slug}/")))
        }));
        page.edit_url = self.site.repository.edit_url(&plain.origin.file);
        let view = PlainView {
            title: &plain.title,
            html: &plain.html,
            outline: outline(&plain.outline),
            updated: plain.updated.map(|date| self.date(date)),
        };
        let description =
            plain.description.clone().unwrap_or_else(|| clip(&markdown::plain_text(&plain.html), 160));
        page.described(description).with("page.html", "content", &view)
    }
}
