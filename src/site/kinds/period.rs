//! Pages of weeks and months: their days one after the other, and their papers by votes.

use super::calendar::ARCHIVE_SECTION;
use super::day::{Scale, scales, scales_of_month};
use super::list::{OrderView, VOTES, by_votes_head, orders};
use super::*;
use crate::archive::Period;
use crate::site::inputs::{Fold, Inputs};
use crate::site::plan::{self};
use crate::site::records::Rising;
use crate::theme::Texts;
use std::borrow::Cow;

inputs! {
    /// A week or month with its days, newest first, and those beside it.
    pub struct PeriodPage<'a> {
        kind: PeriodKind,
        key: (i32, u32),
        pub days: Vec<DayInput<'a>>,
        /// The papers of which no more is known than this month or year, most votes first.
        undated: Vec<PaperInput<'a>>,
        /// The months of a year and their papers, newest first.
        pub months: Vec<((i32, u32), usize)>,
        newer: Option<Beside>,
        older: Option<Beside>,
        /// Whether its papers are there by votes too.
        by_votes: bool,
    }
}

inputs! {
    struct Beside {
        key: (i32, u32),
        by_votes: bool,
    }
}

inputs! {
    pub struct Days<'a> {
        period: PeriodPage<'a>,
        rising: Rising<'a>,
    }
}

inputs! {
    pub struct ByVotes<'a> {
        period: PeriodPage<'a>,
        papers: Vec<PaperInput<'a>>,
    }
}

impl Inputs for PeriodKind {
    fn fold(&self, into: &mut Fold) {
        into.number(*self as u64);
    }

    #[cfg(test)]
    fn seen(&self) -> String {
        format!("{self:?}")
    }
}

#[derive(Serialize)]
struct PeriodView<'a> {
    kind: &'static str,
    label: String,
    from: View,
    to: View,
    days: Vec<PeriodDay<'a>>,
    /// The papers of which the day is not known; of a year, those of which the month is not known.
    undated: Vec<Row<'a>>,
    /// These as data and for reference managers.
    data: Vec<LinkView>,
    /// The months of a year that have pages.
    months: Vec<MonthOfYear>,
    /// By votes, on the page that has them so.
    papers: Vec<Row<'a>>,
    count: usize,
    newer: Option<LinkView>,
    older: Option<LinkView>,
    scales: Vec<Scale>,
    /// `newest` or `votes`.
    order: &'static str,
    orders: Vec<OrderView<'a>>,
    rising: Vec<RisingView<'a>>,
}

/// A topic, word or phrase that a time has more of than the times before.
#[derive(Serialize)]
struct RisingView<'a> {
    /// `topic` or `term`
    kind: &'static str,
    text: Cow<'a, str>,
    /// Its page, or a search for it.
    url: Option<String>,
    count: u32,
    /// Whether no paper had it before.
    new: bool,
}

#[derive(Serialize)]
struct MonthOfYear {
    label: String,
    url: String,
    count: usize,
}

#[derive(Serialize)]
struct PeriodDay<'a> {
    date: View,
    url: String,
    count: usize,
    note_html: Option<&'a str>,
    papers: Vec<Row<'a>>,
}

/// The kinds of pages of one kind of period.
macro_rules! periods {
    ($pages:ident, $by_votes:ident: $kind:path, $group:literal, $switch:expr) => {
        pub struct $pages;
        pub struct $by_votes;

        impl Kind for $pages {
            /// A place in [`plan::Outline::periods`].
            type Id = usize;
            type Inputs<'a> = Days<'a>;
            const GROUP: &'static str = $group;
            const SWITCHES: &'static [Switch] = &[$switch];
            const TEMPLATE: Option<&'static str> = Some("period.html");

            fn plan(planning: &mut Planning<'_>) {
                plan_all::<$pages>($kind, planning);
            }

            fn inputs<'a>(&index: &usize, records: &'a Records<'a>) -> Days<'a> {
                let days = records.outline.periods[index].days.clone();
                let rising = records.rising(days, records.outline.before(index));
                Days { period: period(index, records), rising }
            }

            fn make(inputs: &Days<'_>, shared: &Shared<'_>) -> Made {
                days(inputs, shared)
            }
        }

        impl Kind for $by_votes {
            type Id = usize;
            type Inputs<'a> = ByVotes<'a>;
            const GROUP: &'static str = $group;
            const SWITCHES: &'static [Switch] = &[$switch, VOTES];
            const TEMPLATE: Option<&'static str> = Some("period.html");

            fn plan(planning: &mut Planning<'_>) {
                for (index, period) in planning.outline.periods.clone().iter().enumerate() {
                    // One day is in that order as it is.
                    let lists = period.days.len() + usize::from(!period.undated.is_empty());
                    if period.kind == $kind && lists > 1 {
                        let papers = plan::papers_of(planning.archive, period);
                        let list = routes::period($kind, period.key);
                        planning.by_votes::<$by_votes>(Listed::Period(index), &list, &papers, index);
                    }
                }
            }

            fn inputs<'a>(&index: &usize, records: &'a Records<'a>) -> ByVotes<'a> {
                let papers = plan::papers_of(records.archive, &records.outline.periods[index]);
                ByVotes { period: period(index, records), papers: records.most_voted(&papers) }
            }

            fn make(inputs: &ByVotes<'_>, shared: &Shared<'_>) -> Made {
                by_votes(inputs, shared)
            }
        }
    };
}

periods!(
    Weeks, WeeksByVotes: PeriodKind::Week, "week pages",
    Switch { setting: "[pages] weeks", is_on: |site| site.pages.weeks }
);
periods!(
    Months, MonthsByVotes: PeriodKind::Month, "month pages",
    Switch { setting: "[pages] months", is_on: |site| site.pages.months }
);

/// Plans the pages of a kind of period.
pub(super) fn plan_all<K: Registered + Kind<Id = usize>>(kind: PeriodKind, planning: &mut Planning<'_>) {
    for period in planning.archive.periods(kind) {
        // A page is as new as its newest day, if it has one.
        let changed = planning.archive.days.get(period.days.clone()).and_then(|days| days.first());
        let changed = changed.map(|day| day.date).filter(|_| kind != PeriodKind::Year);
        let (index, address) = (planning.outline.periods.len(), routes::period(kind, period.key));
        planning.page::<K>(address, index, changed);
        planning.outline.periods.push(period);
    }
}

pub(super) fn period<'a>(index: usize, records: &'a Records<'a>) -> PeriodPage<'a> {
    let outline = records.outline;
    let Period { kind, key, ref days, ref undated } = outline.periods[index];
    let has_votes = |index| outline.by_votes.contains(&Listed::Period(index));
    let beside = |index: Option<usize>| {
        let index = index?;
        let period = outline.periods.get(index).filter(|period| period.kind == kind)?;
        Some(Beside { key: period.key, by_votes: has_votes(index) })
    };
    PeriodPage {
        kind,
        key,
        days: days.clone().map(|day| records.day(day)).collect(),
        undated: records.papers(undated),
        months: Vec::new(),
        newer: beside(index.checked_sub(1)),
        older: beside(Some(index + 1)),
        by_votes: has_votes(index),
    }
}

fn days(Days { period, rising }: &Days<'_>, shared: &Shared<'_>) -> Made {
    let days = period.days.iter().map(|day| PeriodDay {
        date: shared.featured(day.date()),
        url: shared.url(&routes::day(day.date())),
        count: day.papers().len(),
        note_html: day.note().map(|note| note.html.as_str()),
        // In brief: a month's abstracts are a book.
        papers: shared.rows(day.papers()),
    });
    let view = PeriodView {
        days: days.collect(),
        rising: rising_views(rising, shared),
        ..view(period, false, shared)
    };
    Made::Views(head(period, &view, shared).with("period", &view))
}

fn by_votes(ByVotes { period, papers }: &ByVotes<'_>, shared: &Shared<'_>) -> Made {
    let mut view = view(period, true, shared);
    view.papers = shared.rows(papers.iter().copied());
    let list = routes::period(period.kind, period.key);
    let page = by_votes_head(head(period, &view, shared), &list, &view.label, shared);
    let titles = papers.iter().map(|paper| paper.entry().title.as_str());
    let page = page.described(shared.describe(papers.len(), titles));
    // The way that is marked as the one gone leads here.
    for scale in view.scales.iter_mut().filter(|scale| scale.key == view.kind) {
        scale.url.clone_from(&page.url);
    }
    Made::Views(page.with("period", &view))
}

/// Makes a page without days.
pub(super) fn without_days(period: &PeriodPage<'_>, shared: &Shared<'_>) -> Made {
    let view = view(period, false, shared);
    Made::Views(head(period, &view, shared).with("period", &view))
}

/// What both orders of a week or month show. From papers by votes one turns to papers by votes, where there are any.
fn view<'v>(period: &'v PeriodPage<'_>, by_votes: bool, shared: &'v Shared<'_>) -> PeriodView<'v> {
    let &PeriodPage { kind, key, ref days, ref undated, .. } = period;
    let beside = |beside: &Beside| {
        let list = routes::period(kind, beside.key);
        let url = shared.url(&if by_votes && beside.by_votes { routes::votes(&list) } else { list });
        LinkView { label: period_label(kind, beside.key, shared.texts), url }
    };
    let whole = period_date(kind, key);
    let date = |day: Option<&DayInput<'_>>| day.map(|day| day.date().into()).or(whole).unwrap_or_default();
    let months = period.months.iter().map(|&(key, count)| MonthOfYear {
        label: period_label(PeriodKind::Month, key, shared.texts),
        url: shared.url(&routes::period(PeriodKind::Month, key)),
        count,
    });
    PeriodView {
        kind: match kind {
            PeriodKind::Week => "week",
            PeriodKind::Month => "month",
            PeriodKind::Year => "year",
        },
        label: period_label(kind, key, shared.texts),
        from: shared.featured(date(days.last())),
        to: shared.featured(date(days.first())),
        days: Vec::new(),
        undated: match by_votes {
            true => Vec::new(),
            false => shared.rows(undated.iter().copied()),
        },
        data: match whole.filter(|_| !by_votes && !undated.is_empty()) {
            Some(date) => shared.data_links(shared.data().days, shared.data().day_citations, |format| {
                routes::day_data(date, format)
            }),
            None => Vec::new(),
        },
        months: if shared.pages().months { months.collect() } else { Vec::new() },
        papers: Vec::new(),
        count: DayInput::papers_of(days, undated),
        newer: period.newer.as_ref().map(beside),
        older: period.older.as_ref().map(beside),
        scales: match days.first() {
            Some(day) => scales(day.date(), shared),
            None => scales_of_month(kind, key, shared),
        },
        order: if by_votes { "votes" } else { "newest" },
        orders: orders(period.by_votes, &routes::period(kind, key), shared),
        rising: Vec::new(),
    }
}

fn head(period: &PeriodPage<'_>, view: &PeriodView<'_>, shared: &Shared<'_>) -> PageView {
    let address = routes::period(period.kind, period.key);
    let papers = period.days.iter().flat_map(|day| day.papers()).chain(period.undated.iter().copied());
    let titles = papers.clone().map(|paper| paper.entry().title.as_str());
    let described = shared.describe(papers.count(), titles);
    let head = shared.head(view.kind, ARCHIVE_SECTION, &address, &view.label).described(described);
    head.below(shared, shared.archive_step())
}

fn rising_views<'v>(rising: &Rising<'v>, shared: &Shared<'_>) -> Vec<RisingView<'v>> {
    let (topics, terms) = rising.find();
    let topics = topics.into_iter().map(|(topic, count, new)| RisingView {
        kind: "topic",
        text: Cow::Borrowed(topic.name()),
        url: shared.topic_url(topic.slug()),
        count,
        new,
    });
    let terms = terms.into_iter().map(|term| RisingView {
        kind: "term",
        url: shared.has_search().then(|| shared.url(&routes::searched(&term.text))),
        text: Cow::Owned(term.text),
        count: term.count,
        new: term.is_new,
    });
    topics.chain(terms).collect()
}

/// Returns a month or a year as a date.
fn period_date(kind: PeriodKind, (year, month): (i32, u32)) -> Option<PartialDate> {
    match kind {
        PeriodKind::Week => None,
        PeriodKind::Month => PartialDate::of_month(year, month),
        PeriodKind::Year => PartialDate::of_year(year),
    }
}

pub(super) fn period_label(kind: PeriodKind, (year, number): (i32, u32), texts: &Texts) -> String {
    match kind {
        PeriodKind::Week => texts.fill("week_of_year", &[("week", &number), ("year", &year)]),
        PeriodKind::Month => dates::month_of_year(year, number, texts),
        PeriodKind::Year => dates::year(year, texts),
    }
}
