//! Pages that list papers, days, topics and people.

use super::page::PageView;
use super::parts::{Card, DateView, HeadingView, LinkView, NameView, PagerView, clip, outline};
use super::{Ready, Views};
use crate::archive::{OrganizationId, PaperId, Period, PeriodKind, PersonId, TopicId};
use crate::markdown;
use crate::plan::pager::Pages;
use crate::plan::{Scope, routes};
use crate::slug;
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct HomeView<'a> {
    day: Option<DayView<'a>>,
    recent: Vec<DayCount>,
    topics: Vec<NameView<'a>>,
    counts: Counts,
}

#[derive(Serialize)]
struct Counts {
    papers: usize,
    days: usize,
    topics: usize,
    authors: usize,
    organizations: usize,
}

#[derive(Serialize)]
struct DayCount {
    date: DateView,
    count: usize,
    url: String,
}

#[derive(Serialize)]
struct DayView<'a> {
    date: DateView,
    count: usize,
    note_html: Option<&'a str>,
    papers: Vec<Card<'a>>,
    newer: Option<LinkView>,
    older: Option<LinkView>,
    week: Option<LinkView>,
    month: Option<LinkView>,
}

#[derive(Serialize)]
struct PeriodView<'a> {
    kind: &'static str,
    label: String,
    from: DateView,
    to: DateView,
    days: Vec<PeriodDay<'a>>,
    count: usize,
    newer: Option<LinkView>,
    older: Option<LinkView>,
}

#[derive(Serialize)]
struct PeriodDay<'a> {
    date: DateView,
    url: String,
    count: usize,
    note_html: Option<&'a str>,
    papers: Vec<Card<'a>>,
}

#[derive(Serialize)]
struct CalendarView {
    years: Vec<YearView>,
    count: usize,
    days: usize,
}

#[derive(Serialize)]
struct YearView {
    year: i32,
    count: usize,
    months: Vec<MonthGrid>,
}

#[derive(Serialize)]
struct MonthGrid {
    label: String,
    url: Option<String>,
    /// Weeks from Monday to Sunday.
    weeks: Vec<Vec<Cell>>,
}

#[derive(Clone, Default, Serialize)]
struct Cell {
    day: Option<u32>,
    url: Option<String>,
    count: usize,
    /// 0 for none to 4 for the fullest days.
    level: u8,
}

#[derive(Serialize)]
struct TrendingView<'a> {
    papers: Vec<Card<'a>>,
    as_of: Option<DateView>,
    days: usize,
}

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
    pub(super) fn home(&self) -> Ready {
        /// Days and topics named on the home page.
        const RECENT: usize = 10;
        const TOPICS: usize = 12;
        let archive = self.archive;
        let latest = archive.days.iter().position(|day| !day.papers.is_empty());
        let mut largest: Vec<TopicId> =
            (0..archive.topics.len()).map(|index| TopicId(index as u32)).collect();
        largest.sort_by_key(|&id| (std::cmp::Reverse(archive.topic(id).papers.len()), id));
        largest.truncate(TOPICS);
        let recent = archive.days.iter().filter(|day| !day.papers.is_empty()).take(RECENT);
        let home = HomeView {
            day: latest.map(|index| self.day_view(index)),
            recent: recent
                .map(|day| DayCount {
                    date: self.date(day.date),
                    count: day.papers.len(),
                    url: self.url(&routes::day(day.date)),
                })
                .collect(),
            topics: largest.into_iter().map(|id| self.topic_name(id)).collect(),
            counts: Counts {
                papers: archive.papers.len(),
                days: archive.days.len(),
                topics: archive.topics.len(),
                authors: archive.people.len(),
                organizations: archive.organizations.len(),
            },
        };
        let page = PageView {
            feed: Some(self.feed_link(Scope::Site)),
            ..self.head("home", "home", routes::HOME, &self.site.title)
        };
        let mut page = page;
        page.feeds.extend(self.digest_link());
        page.with("home.html", "home", &home)
    }

    pub(super) fn day(&self, index: usize) -> Ready {
        let day = &self.archive.days[index];
        let address = routes::day(day.date);
        let title = format!("Papers of {}", day.date.format("%-d %B %Y"));
        let mut page = self.head("day", "archive", &address, &title).described(self.describe(&day.papers));
        page.trail = vec![self.step(&self.site.title, routes::HOME)];
        page.trail.extend(self.archive_step());
        page.feeds.extend(self.digest_link());
        page.edit_url = day.note.as_ref().and_then(|note| self.site.repository.edit_url(&note.origin.file));
        page.with("day.html", "day", &self.day_view(index))
    }

    fn day_view(&self, index: usize) -> DayView<'a> {
        let days = &self.archive.days;
        let day = &days[index];
        let link = |index: Option<usize>| {
            let date = days.get(index?)?.date;
            Some(LinkView { label: date.format("%-d %b %Y").to_string(), url: self.url(&routes::day(date)) })
        };
        let period = |kind: PeriodKind, wanted: bool| {
            let key = kind.key(day.date);
            wanted.then(|| LinkView {
                label: period_label(kind, key),
                url: self.url(&routes::period(kind, key)),
            })
        };
        DayView {
            date: self.date(day.date),
            count: day.papers.len(),
            note_html: day.note.as_ref().map(|note| note.html.as_str()),
            papers: self.cards(&day.papers),
            newer: link(index.checked_sub(1)),
            older: link(Some(index + 1)),
            week: period(PeriodKind::Week, self.site.pages.weeks),
            month: period(PeriodKind::Month, self.site.pages.months),
        }
    }

    pub(super) fn period(&self, index: usize) -> Ready {
        let periods = &self.plan.periods;
        let Period { kind, key, days } = &periods[index];
        let of_kind = |index: Option<usize>| {
            let period = periods.get(index?).filter(|period| period.kind == *kind)?;
            let url = self.url(&routes::period(*kind, period.key));
            Some(LinkView { label: period_label(*kind, period.key), url })
        };
        let days = &self.archive.days[days.clone()];
        let views = days.iter().map(|day| PeriodDay {
            date: self.date(day.date),
            url: self.url(&routes::day(day.date)),
            count: day.papers.len(),
            note_html: day.note.as_ref().map(|note| note.html.as_str()),
            // Titles and authors only: a month's abstracts are a book.
            papers: day
                .papers
                .iter()
                .map(|&id| Card { excerpt_html: "", excerpt_cut: false, ..self.card(id) })
                .collect(),
        });
        let bounds = |day: Option<&crate::archive::Day>| {
            self.date(day.map_or_else(NaiveDate::default, |day| day.date))
        };
        let label = period_label(*kind, *key);
        let view = PeriodView {
            kind: if *kind == PeriodKind::Week { "week" } else { "month" },
            from: bounds(days.last()),
            to: bounds(days.first()),
            count: days.iter().map(|day| day.papers.len()).sum(),
            days: views.collect(),
            newer: of_kind(index.checked_sub(1)),
            older: of_kind(Some(index + 1)),
            label: label.clone(),
        };
        let papers: Vec<PaperId> = days.iter().flat_map(|day| day.papers.iter().copied()).collect();
        let mut page = self
            .head(view.kind, "archive", &routes::period(*kind, *key), &label)
            .described(self.describe(&papers));
        page.trail = vec![self.step(&self.site.title, routes::HOME)];
        page.trail.extend(self.archive_step());
        page.with("period.html", "period", &view)
    }

    fn archive_step(&self) -> Option<LinkView> {
        self.site.pages.archive.then(|| self.step("Archive", routes::ARCHIVE))
    }

    pub(super) fn calendar(&self) -> Ready {
        let counts: BTreeMap<NaiveDate, usize> =
            self.archive.days.iter().map(|day| (day.date, day.papers.len())).collect();
        let fullest = counts.values().copied().max().unwrap_or(0);
        let mut years: Vec<YearView> = Vec::new();
        for period in self.archive.periods(PeriodKind::Month) {
            let (year, _) = period.key;
            if years.last().is_none_or(|last| last.year != year) {
                years.push(YearView { year, count: 0, months: Vec::new() });
            }
            let Some(last) = years.last_mut() else { continue };
            last.months.push(self.month(period.key, &counts, fullest));
        }
        for year in &mut years {
            let days = self.archive.days.iter().filter(|day| day.date.year() == year.year);
            year.count = days.map(|day| day.papers.len()).sum();
        }
        let view = CalendarView { years, count: self.archive.papers.len(), days: self.archive.days.len() };
        let mut page = self.head("archive", "archive", routes::ARCHIVE, "Archive");
        page.trail = vec![self.step(&self.site.title, routes::HOME)];
        let page = page.described(format!(
            "Every day of {}: {} papers on {} days.",
            self.site.title, view.count, view.days
        ));
        page.with("archive.html", "archive", &view)
    }

    fn month(&self, key: (i32, u32), counts: &BTreeMap<NaiveDate, usize>, fullest: usize) -> MonthGrid {
        let mut cells: Vec<Cell> = Vec::new();
        let days = (1..=31).filter_map(|day| NaiveDate::from_ymd_opt(key.0, key.1, day));
        for date in days {
            if cells.is_empty() {
                cells.resize(date.weekday().num_days_from_monday() as usize, Cell::default());
            }
            let count = counts.get(&date).copied();
            cells.push(Cell {
                day: Some(date.day()),
                url: count.map(|_| self.url(&routes::day(date))),
                count: count.unwrap_or(0),
                level: (count.unwrap_or(0) * 4).div_ceil(fullest.max(1)) as u8,
            });
        }
        cells.resize(cells.len().div_ceil(7) * 7, Cell::default());
        let url = self.site.pages.months.then(|| self.url(&routes::period(PeriodKind::Month, key)));
        MonthGrid {
            label: period_label(PeriodKind::Month, key),
            url,
            weeks: cells.chunks(7).map(<[Cell]>::to_vec).collect(),
        }
    }

    pub(super) fn trending(&self) -> Ready {
        let view = TrendingView {
            papers: self.cards(&self.plan.trending),
            as_of: self.archive.newest().map(|date| self.date(date)),
            days: self.site.trending.days,
        };
        let page = self.head("trending", "trending", routes::TRENDING, "Trending");
        page.described(self.describe(&self.plan.trending)).with("trending.html", "trending", &view)
    }

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

    fn logo(&self, logo: Option<&str>) -> Option<String> {
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
        let mut page = self.head("page", "page", &format!("{}/", plain.slug), &plain.title);
        page.trail = vec![self.step(&self.site.title, routes::HOME)];
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

    /// Says what a list holds, by its first titles.
    fn describe(&self, papers: &[PaperId]) -> String {
        let titles: Vec<&str> =
            papers.iter().take(3).map(|&id| self.archive.paper(id).title.as_str()).collect();
        let rest = papers.len().saturating_sub(titles.len());
        match (titles.is_empty(), rest) {
            (true, _) => String::new(),
            (false, 0) => titles.join("; "),
            (false, rest) => format!("{}; and {rest} more papers", titles.join("; ")),
        }
    }
}

fn period_label(kind: PeriodKind, (year, number): (i32, u32)) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    match kind {
        PeriodKind::Week => format!("Week {number}, {year}"),
        PeriodKind::Month => format!("{} {year}", MONTHS[(number as usize + 11) % 12]),
    }
}
