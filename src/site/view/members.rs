//! Pages of what papers belong to: topics and organizations. Plain pages too.

use super::orders::OrderView;
use super::page::PageView;
use super::parts::{CountedView, HeadingView, LinkView, PagerView, Row, clip, outline};
use super::stats::TrendView;
use super::{Ready, Views};
use crate::archive::{OrganizationId, PaperId, TopicId};
use crate::site::plan::pager::Pages;
use crate::site::plan::{Listed, Scope, routes};
use crate::text::markdown;
use crate::text::slug;
use crate::theme::View;
use serde::Serialize;

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
    newest: Option<View>,
    parent: Option<&'a str>,
    depth: usize,
}

#[derive(Serialize)]
struct TopicView<'a> {
    slug: &'a str,
    name: &'a str,
    description_html: Option<&'a str>,
    count: usize,
    parent: Option<&'a View>,
    children: Vec<CountedView<'a>>,
    /// How many more there are.
    more_children: usize,
    papers: Vec<Row<'a>>,
    pager: PagerView,
    /// `newest` or `votes`.
    order: &'static str,
    /// The same papers in the other order, on the newest page and where some have votes.
    orders: Vec<OrderView<'a>>,
    /// On the newest page, where there are enough papers to tell anything.
    trend: Option<TrendView>,
    /// All its papers as data and for reference managers.
    data: Vec<LinkView>,
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
    papers: Vec<Row<'a>>,
    pager: PagerView,
    /// `newest` or `votes`.
    order: &'static str,
    orders: Vec<OrderView<'a>>,
}

#[derive(Serialize)]
struct PlainView<'a> {
    title: &'a str,
    html: &'a str,
    outline: Vec<HeadingView<'a>>,
    updated: Option<View>,
}

/// The narrower topics that each page of a topic names; the page of all topics has all of them.
const CHILDREN: usize = 200;

impl<'a> Views<'a> {
    pub(super) fn topics(&self) -> Ready {
        let archive = self.archive;
        let ids = (0..archive.topics.len()).map(|index| TopicId(index as u32));
        let mut roots: Vec<TopicId> = ids.filter(|&id| archive.topic(id).parent.is_none()).collect();
        self.by_name(&mut roots);
        let rows = self.topic_rows(roots);
        let count = rows.len();
        let mut page = self.head("topics", "topics", routes::TOPICS, self.texts.get("topics"));
        page.trail = self.trail();
        page.with("topics.html", "topics", &TopicsView { all: rows, count })
    }

    fn by_name(&self, ids: &mut [TopicId]) {
        // By slug, so that É stands with E.
        ids.sort_by_cached_key(|&id| (slug::slug(&self.archive.topic(id).name), id));
    }

    /// Returns each of these topics and, below it, its narrower ones. Parents never lead in a circle, but a vocabulary may nest them without
    /// end, so this does not call itself.
    fn topic_rows(&self, roots: Vec<TopicId>) -> Vec<TopicRow<'a>> {
        let mut rows = Vec::new();
        let mut open: Vec<(TopicId, usize)> = roots.into_iter().rev().map(|id| (id, 0)).collect();
        while let Some((id, depth)) = open.pop() {
            let topic = self.archive.topic(id);
            let CountedView { slug, name, url, count } = self.counted_topic(id);
            rows.push(TopicRow {
                slug,
                name,
                url,
                count,
                description: topic.description_html.as_deref().map(markdown::plain_text),
                newest: topic.papers.first().map(|&paper| self.featured(self.archive.paper(paper).day())),
                parent: topic.parent.map(|parent| self.archive.topic(parent).name.as_str()),
                depth,
            });
            let mut children = topic.children.clone();
            self.by_name(&mut children);
            open.extend(children.into_iter().rev().map(|child| (child, depth + 1)));
        }
        rows
    }

    pub(super) fn topic(&self, id: TopicId, number: u32) -> Ready {
        let topic = self.archive.topic(id);
        let list = routes::member(routes::TOPICS, &topic.slug);
        let (papers, pager) = self.paged(&list, &topic.papers, number);
        let is_newest = pager.number == pager.total;
        let trend = if is_newest { self.trend(&topic.papers) } else { None };
        let orders = self.orders_of(Listed::Topic(id), &list, &pager);
        let view = TopicView { trend, orders, ..self.topic_view(id, papers, pager) };
        let feed = self.site.feeds.topics.then(|| self.feed_link(Scope::Topic(id)));
        self.topic_head(id, &list, &view.pager).with_feed(feed).with("topic.html", "topic", &view)
    }

    pub(super) fn topic_by_votes(&self, id: TopicId) -> Ready {
        let topic = self.archive.topic(id);
        let list = routes::member(routes::TOPICS, &topic.slug);
        let (papers, pager) = self.most_voted(&list, &topic.papers);
        let view = TopicView {
            order: "votes",
            orders: self.orders(Listed::Topic(id), &list),
            ..self.topic_view(id, papers, pager)
        };
        let feed = self.site.feeds.topics.then(|| self.feed_link(Scope::Topic(id)));
        let head = self.topic_head(id, &list, &view.pager).with_feed(feed);
        self.head_by_votes(head, &list, &topic.name).with("topic.html", "topic", &view)
    }

    fn topic_view<'v>(&'v self, id: TopicId, papers: Vec<Row<'v>>, pager: PagerView) -> TopicView<'v> {
        let topic = self.archive.topic(id);
        TopicView {
            slug: &topic.slug,
            name: &topic.name,
            description_html: topic.description_html.as_deref(),
            count: topic.papers.len(),
            parent: topic.parent.map(|parent| self.topic_name(parent)),
            children: topic.children.iter().take(CHILDREN).map(|&child| self.counted_topic(child)).collect(),
            more_children: topic.children.len().saturating_sub(CHILDREN),
            papers,
            pager,
            order: "newest",
            orders: Vec::new(),
            trend: None,
            data: self.data_links(self.plan.data.topics, self.plan.data.topic_citations, |format| {
                routes::topic_data(&topic.slug, format)
            }),
        }
    }

    fn topic_head(&self, id: TopicId, list: &str, pager: &PagerView) -> PageView {
        let topic = self.archive.topic(id);
        let description = topic.description_html.as_deref().map(markdown::plain_text).unwrap_or_default();
        let above = topic.parent.map(|parent| {
            let parent = self.archive.topic(parent);
            self.step(&parent.name, &routes::member(routes::TOPICS, &parent.slug))
        });
        let topics = ("topics", routes::TOPICS);
        let mut page = self.member_head("topic", topics, list, &topic.name, pager, description);
        page.trail.extend(above);
        page
    }

    /// Returns one page of a long list: its rows and the way to the others.
    pub(super) fn paged(&self, list: &str, papers: &[PaperId], number: u32) -> (Vec<Row<'_>>, PagerView) {
        let pages = Pages::new(papers.len(), self.site.pages.per_page);
        (self.rows(&papers[pages.items(number)]), self.pager(list, pages, number))
    }

    /// Returns one page of a list by votes, the first: nobody leafs through those with the fewest.
    pub(super) fn most_voted(&self, list: &str, papers: &[PaperId]) -> (Vec<Row<'_>>, PagerView) {
        let liked = self.archive.most_voted(papers, self.site.pages.per_page);
        (self.rows(&liked), self.pager(list, Pages::new(0, 1), 1))
    }

    /// Returns the orders of a long list, on its newest page.
    pub(super) fn orders_of(&self, listed: Listed, list: &str, pager: &PagerView) -> Vec<OrderView<'a>> {
        match pager.number == pager.total {
            true => self.orders(listed, list),
            false => Vec::new(),
        }
    }

    /// Returns the head of a page of a topic, person or organization.
    pub(super) fn member_head(
        &self,
        kind: &'static str,
        (label, above): (&'static str, &'static str),
        list: &str,
        name: &str,
        pager: &PagerView,
        description: String,
    ) -> PageView {
        let title = match pager.number == pager.total {
            true => name.to_owned(),
            false => self.texts.fill("title_page", &[("title", &name), ("n", &pager.number)]),
        };
        let section = above.trim_end_matches('/');
        let section =
            ["topics", "authors", "organizations"].into_iter().find(|own| *own == section).unwrap_or("");
        let mut page = self.head(kind, section, &routes::numbered(list, pager.number, pager.total), &title);
        page.trail = vec![self.step(&self.site.title, routes::HOME), self.step(self.texts.get(label), above)];
        let description = match description.is_empty() {
            true => self.texts.fill("about_topic", &[("name", &name)]),
            false => description,
        };
        page.described(description)
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
                url: self
                    .site
                    .pages
                    .organizations
                    .then(|| self.url(&routes::member(routes::ORGANIZATIONS, &organization.slug))),
                logo: self.image(organization.logo.as_deref()),
                count: organization.papers.len(),
            }
        };
        let view = OrganizationsView { all: ids.iter().map(|&id| row(id)).collect(), count: ids.len() };
        let mut page = self.head(
            "organizations",
            "organizations",
            routes::ORGANIZATIONS,
            self.texts.get("organizations"),
        );
        page.trail = self.trail();
        page.with("organizations.html", "organizations", &view)
    }

    pub(super) fn organization(&self, id: OrganizationId, number: u32) -> Ready {
        let list = self.organization_list(id);
        let (papers, pager) = self.paged(&list, &self.archive.organization(id).papers, number);
        let orders = self.orders_of(Listed::Organization(id), &list, &pager);
        let view = OrganizationPageView { orders, ..self.organization_view(id, papers, pager) };
        self.organization_head(id, &view.pager).with("organization.html", "organization", &view)
    }

    pub(super) fn organization_by_votes(&self, id: OrganizationId) -> Ready {
        let list = self.organization_list(id);
        let organization = self.archive.organization(id);
        let (papers, pager) = self.most_voted(&list, &organization.papers);
        let orders = self.orders(Listed::Organization(id), &list);
        let view =
            OrganizationPageView { order: "votes", orders, ..self.organization_view(id, papers, pager) };
        let head = self.organization_head(id, &view.pager);
        self.head_by_votes(head, &list, &organization.name).with("organization.html", "organization", &view)
    }

    fn organization_list(&self, id: OrganizationId) -> String {
        routes::member(routes::ORGANIZATIONS, &self.archive.organization(id).slug)
    }

    fn organization_view<'v>(
        &'v self,
        id: OrganizationId,
        papers: Vec<Row<'v>>,
        pager: PagerView,
    ) -> OrganizationPageView<'v> {
        let organization = self.archive.organization(id);
        OrganizationPageView {
            handle: &organization.handle,
            name: &organization.name,
            url_home: organization.url.as_deref().map(|url| self.link(url)),
            logo: self.image(organization.logo.as_deref()),
            count: organization.papers.len(),
            papers,
            pager,
            order: "newest",
            orders: Vec::new(),
        }
    }

    fn organization_head(&self, id: OrganizationId, pager: &PagerView) -> PageView {
        let organization = self.archive.organization(id);
        let list = self.organization_list(id);
        let feed = self.site.feeds.organizations.then(|| self.feed_link(Scope::Organization(id)));
        let description = self.texts.fill("about_organization", &[("name", &organization.name)]);
        let above = ("organizations", routes::ORGANIZATIONS);
        self.member_head("organization", above, &list, &organization.name, pager, description).with_feed(feed)
    }

    pub(super) fn plain(&self, index: usize) -> Ready {
        let plain = &self.archive.pages[index];
        let mut page = self.head("page", "", &format!("{}/", plain.slug), &plain.title);
        page.trail = self.trail();
        // A page in a folder stands below the page of the folder's name, where there is one.
        let folders = plain.slug.match_indices('/').map(|(end, _)| &plain.slug[..end]);
        page.trail.extend(folders.filter_map(|slug| {
            let above = self.archive.pages.binary_search_by(|page| page.slug.as_str().cmp(slug)).ok()?;
            Some(self.step(&self.archive.pages[above].title, &format!("{slug}/")))
        }));
        page.edit_url = self.site.repository.edit_url(&plain.origin.file);
        page.changed = self.changed(&plain.origin);
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
