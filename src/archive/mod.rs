//! The archive: all papers in order, and everything they are found by.
//!
//! Made once from what the files hold, and never changed. It knows which paper belongs to which day, topic, person and organization, and
//! nothing of pages, addresses or the disk.

mod citation_keys;
pub mod diff;
pub mod history;
mod merge;
mod nearest;
mod people;
mod problems;
pub mod related;
mod rising;
#[cfg(test)]
mod tests;
mod topics;
mod trends;

use crate::config::Site;
use crate::content::{Content, Paper, PlainPage};
use crate::diagnostic::Checked;
use crate::text::date::{PartialDate, Precision};
use chrono::{Datelike, NaiveDate};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use people::{Organization, Person};
pub use rising::{Rising, RisingTerm, RisingTopic};
pub use topics::Topic;

/// A paper's place in [`Archive::papers`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PaperId(pub u32);

/// A topic's place in [`Archive::topics`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TopicId(pub u32);

/// A person's place in [`Archive::people`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId(pub u32);

/// An organization's place in [`Archive::organizations`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrganizationId(pub u32);

/// Everything that is published.
#[derive(Debug, Default)]
pub struct Archive {
    /// Newest date first, within a date by id.
    pub papers: Vec<Arc<Paper>>,
    /// What each paper belongs to, at the same place as the paper.
    pub relations: Vec<Relations>,
    /// Newest first. A day that has a note and no paper is a day too.
    pub days: Vec<Day>,
    /// Papers of which only the month or the year is known, newest first.
    pub undated: Vec<Undated>,
    /// By slug.
    pub topics: Vec<Topic>,
    /// By slug.
    pub people: Vec<Person>,
    /// By slug.
    pub organizations: Vec<Organization>,
    /// By address.
    pub pages: Vec<PlainPage>,
    /// Ids, in lower case, of papers that are left out because something is wrong with them.
    pub left_out: BTreeSet<String>,
}

/// For each paper the papers that stand near it, the nearest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Related {
    ends: Vec<u32>,
    papers: Vec<PaperId>,
}

impl Related {
    pub fn with_capacity(papers: usize, each: usize) -> Related {
        Related { ends: Vec::with_capacity(papers), papers: Vec::with_capacity(papers * each) }
    }

    /// Adds what stands near the next paper.
    pub fn push(&mut self, near: impl Iterator<Item = PaperId>) {
        self.papers.extend(near);
        self.ends.push(self.papers.len() as u32);
    }

    /// Returns what stands near a paper.
    pub fn of(&self, id: PaperId) -> &[PaperId] {
        let at = id.0 as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |&end| end as usize);
        let end = self.ends.get(at).map_or(start, |&end| end as usize);
        self.papers.get(start..end).unwrap_or_default()
    }
}

/// What a paper belongs to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Relations {
    pub topics: Box<[TopicId]>,
    /// One for each of the paper's leading authors.
    pub people: Box<[PersonId]>,
    pub organization: Option<OrganizationId>,
}

/// A day and the papers that stood on its page.
#[derive(Debug, Clone, PartialEq)]
pub struct Day {
    pub date: NaiveDate,
    /// Most votes first, then by id.
    pub papers: Vec<PaperId>,
    pub note: Option<crate::content::DayNote>,
}

/// The papers of a month of which the day is not known, or those of a year of which the month is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undated {
    pub date: PartialDate,
    /// Most votes first, then by id.
    pub papers: Vec<PaperId>,
}

impl Archive {
    /// Returns a paper.
    pub fn paper(&self, id: PaperId) -> &Paper {
        &self.papers[id.0 as usize]
    }

    /// Returns what a paper belongs to.
    pub fn relations(&self, id: PaperId) -> &Relations {
        &self.relations[id.0 as usize]
    }

    /// Returns a topic.
    pub fn topic(&self, id: TopicId) -> &Topic {
        &self.topics[id.0 as usize]
    }

    /// Returns a person.
    pub fn person(&self, id: PersonId) -> &Person {
        &self.people[id.0 as usize]
    }

    /// Returns an organization.
    pub fn organization(&self, id: OrganizationId) -> &Organization {
        &self.organizations[id.0 as usize]
    }

    /// Returns all papers, newest day first.
    pub fn paper_ids(&self) -> impl DoubleEndedIterator<Item = PaperId> + use<> {
        (0..self.papers.len() as u32).map(PaperId)
    }

    /// Returns all topics, by slug, as are the next two.
    pub fn topic_ids(&self) -> impl ExactSizeIterator<Item = TopicId> + use<> {
        (0..self.topics.len()).map(|index| TopicId(index as u32))
    }

    pub fn person_ids(&self) -> impl ExactSizeIterator<Item = PersonId> + use<> {
        (0..self.people.len()).map(|index| PersonId(index as u32))
    }

    pub fn organization_ids(&self) -> impl ExactSizeIterator<Item = OrganizationId> + use<> {
        (0..self.organizations.len()).map(|index| OrganizationId(index as u32))
    }

    /// Returns a day's place in [`Archive::days`].
    pub fn day_index(&self, date: NaiveDate) -> Option<usize> {
        self.days.binary_search_by(|day| date.cmp(&day.date)).ok()
    }

    /// Returns the papers of a day, or those of which no more is known than a month or a year.
    pub fn papers_of_date(&self, date: PartialDate) -> &[PaperId] {
        let papers = match date.day() {
            Some(day) => self.day_index(day).map(|index| &self.days[index].papers),
            None => {
                let place = self.undated.binary_search_by(|undated| date.cmp(&undated.date)).ok();
                place.map(|place| &self.undated[place].papers)
            }
        };
        papers.map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns the place of a paper's first day in [`Archive::days`], and the paper's place on that day.
    pub fn place_on_day(&self, id: PaperId) -> Option<(usize, usize)> {
        let paper = self.paper(id);
        let index = self.day_index(paper.date().day()?)?;
        let papers = &self.days.get(index)?.papers;
        Some((index, papers.binary_search_by(|&other| by_votes(self.paper(other), paper)).ok()?))
    }

    /// The newest day that has papers: what "now" means here, since a build knows no clock.
    pub fn newest(&self) -> Option<NaiveDate> {
        self.days.iter().find(|day| !day.papers.is_empty()).map(|day| day.date)
    }

    /// Returns the newest date that papers have, as precise as it is known.
    pub fn newest_date(&self) -> Option<PartialDate> {
        let first = self.papers.first().map(|paper| paper.date());
        self.newest().map(PartialDate::from).max(first)
    }

    /// Returns the days grouped by ISO week or by month, newest first, as ranges of [`Archive::days`], with the papers of which only the month is
    /// known. There is a year for the papers of which only the year is known; its days are all of the year.
    pub fn periods(&self, kind: PeriodKind) -> Vec<Period> {
        let mut periods: Vec<Period> = Vec::new();
        let days = if kind == PeriodKind::Year { &[] } else { self.days.as_slice() };
        for (index, day) in days.iter().enumerate() {
            let key = kind.key(day.date);
            match periods.last_mut() {
                Some(period) if period.key == key => period.days.end = index + 1,
                _ => periods.push(Period { kind, key, days: index..index + 1, undated: Vec::new() }),
            }
        }
        let undated = self.undated.iter().filter(|undated| kind.is_precision(undated.date.precision()));
        for Undated { date, papers } in undated {
            let key = kind.key(date.first_day());
            let place = periods.partition_point(|period| period.key > key);
            if periods.get(place).is_none_or(|period| period.key != key) {
                let at = |first: bool| {
                    let is_later = |day: &Day| match first {
                        true => kind.key(day.date) > key,
                        false => kind.key(day.date) >= key,
                    };
                    self.days.partition_point(is_later)
                };
                periods.insert(place, Period { kind, key, days: at(true)..at(false), undated: Vec::new() });
            }
            if let Some(period) = periods.get_mut(place) {
                period.undated.clone_from(papers);
            }
        }
        periods
    }

    /// Returns the papers of the last days that people liked best, best first.
    ///
    /// A vote counts half as much for each half-life that lies between a paper's day and the newest day of the archive.
    pub fn trending(&self, site: &Site) -> Vec<PaperId> {
        let Some(newest) = self.newest() else { return Vec::new() };
        let half_life = site.trending.half_life.max(1) as f64;
        let mut scored: Vec<(f64, PaperId)> = self
            .paper_ids()
            .map(|id| (id, self.paper(id)))
            .take_while(|(_, paper)| (newest - paper.first_day()).num_days() < site.trending.days as i64)
            .filter(|(_, paper)| paper.withdrawn.is_none())
            .filter_map(|(id, paper)| {
                let age = (newest - paper.date().day()?).num_days() as f64;
                let votes = f64::from(paper.counts.upvotes.unwrap_or(0));
                (votes > 0.0).then(|| (votes * 0.5_f64.powf(age / half_life), id))
            })
            .collect();
        scored.sort_by(|(a, first), (b, second)| b.total_cmp(a).then(first.cmp(second)));
        scored.truncate(site.trending.papers);
        scored.into_iter().map(|(_, id)| id).collect()
    }
}

/// A week, a month or a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PeriodKind {
    Week,
    Month,
    Year,
}

impl PeriodKind {
    /// Returns the period a day belongs to: ISO year and week, year and month, or year and 0.
    pub fn key(self, date: NaiveDate) -> (i32, u32) {
        match self {
            PeriodKind::Week => (date.iso_week().year(), date.iso_week().week()),
            PeriodKind::Month => (date.year(), date.month()),
            PeriodKind::Year => (date.year(), 0),
        }
    }

    fn is_precision(self, precision: Precision) -> bool {
        match self {
            PeriodKind::Week => false,
            PeriodKind::Month => precision == Precision::Month,
            PeriodKind::Year => precision == Precision::Year,
        }
    }
}

/// The days and papers of one week, month or year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    pub kind: PeriodKind,
    pub key: (i32, u32),
    /// Places in [`Archive::days`].
    pub days: std::ops::Range<usize>,
    /// The papers of which no more is known than this period.
    pub undated: Vec<PaperId>,
}

/// Relates what the files hold. What is wrong between entries is told; of two that claim the same, the first by path stays.
pub fn build(mut content: Content, site: &Site) -> Checked<Archive> {
    let mut diagnostics = std::mem::take(&mut content.diagnostics);
    let entries = content.papers.len() + content.broken + content.drafts;
    let mut papers = merge::unique(std::mem::take(&mut content.papers), &content.left_out, &mut diagnostics);
    let all = papers.len() == entries;
    merge::count(&mut papers, all, &content.metrics, &mut diagnostics);
    sort(&mut papers);
    citation_keys::by_own_keys(&mut papers, &mut diagnostics);

    let (vocabulary, notes) = (content.topics.take(), std::mem::take(&mut content.notes));
    // Who wrote the papers takes as long as all the rest.
    let (mut of_people, mut of_rest) = (Vec::new(), Vec::new());
    let (people, (topics, organizations, days)) = rayon::join(
        || people::relate(&papers, &content.people, &mut of_people),
        || {
            let topics = topics::relate(&papers, vocabulary, site, &mut of_rest);
            let organizations = people::organizations(&papers, &content.organizations, &mut of_rest);
            (topics, organizations, days(&papers, notes, &mut of_rest))
        },
    );
    diagnostics.append(&mut of_people);
    diagnostics.append(&mut of_rest);
    let relations = topics
        .of_paper
        .into_iter()
        .zip(people.of_paper)
        .zip(organizations.of_paper)
        .map(|((topics, people), organization)| Relations { topics, people, organization })
        .collect();
    content.pages.sort_by(|a, b| a.slug.cmp(&b.slug));
    let archive = Archive {
        undated: undated(&papers),
        papers,
        relations,
        days,
        topics: topics.all,
        people: people.all,
        organizations: organizations.all,
        pages: content.pages,
        left_out: content.left_out.into_iter().map(|paper| paper.id.to_ascii_lowercase()).collect(),
    };
    Checked { value: archive, diagnostics }
}

/// Puts papers in their order: newest date first, within a date by id.
fn sort(papers: &mut Vec<Arc<Paper>>) {
    // What is compared lies together; behind a hundred thousand boxes it would have to be fetched each time. Of most ids the first bytes
    // tell all there is to tell.
    let key = |paper: &Paper| {
        let mut start = [0; 16];
        let len = paper.id.len().min(start.len());
        start[..len].copy_from_slice(&paper.id.as_bytes()[..len]);
        (Reverse(paper.date()), start)
    };
    let mut order: Vec<_> = std::mem::take(papers).into_iter().map(|paper| (key(&paper), paper)).collect();
    order.sort_unstable_by(|(a, first), (b, second)| a.cmp(b).then_with(|| first.id.cmp(&second.id)));
    papers.extend(order.into_iter().map(|(_, paper)| paper));
}

fn days(
    papers: &[Arc<Paper>],
    notes: Vec<crate::content::DayNote>,
    diagnostics: &mut Vec<crate::diagnostic::Diagnostic>,
) -> Vec<Day> {
    let mut by_date: BTreeMap<NaiveDate, Day> = BTreeMap::new();
    let empty = |date| Day { date, papers: Vec::new(), note: None };
    for (index, paper) in papers.iter().enumerate() {
        for date in paper.days() {
            by_date.entry(date).or_insert_with(|| empty(date)).papers.push(PaperId(index as u32));
        }
    }
    for note in notes {
        let day = by_date.entry(note.date).or_insert_with(|| empty(note.date));
        match &day.note {
            Some(first) => diagnostics.push(problems::second_note(&note.origin, &first.origin)),
            None => day.note = Some(note),
        }
    }
    let mut days: Vec<Day> = by_date.into_values().rev().collect();
    for day in &mut days {
        day.papers.sort_by(|&a, &b| by_votes(&papers[a.0 as usize], &papers[b.0 as usize]));
    }
    days
}

/// Returns the papers of which only the month or the year is known.
fn undated(papers: &[Arc<Paper>]) -> Vec<Undated> {
    let mut by_date: BTreeMap<PartialDate, Vec<PaperId>> = BTreeMap::new();
    for (index, paper) in papers.iter().enumerate() {
        for &date in paper.dates.iter().filter(|date| date.day().is_none()) {
            by_date.entry(date).or_default().push(PaperId(index as u32));
        }
    }
    let mut all: Vec<Undated> =
        by_date.into_iter().rev().map(|(date, papers)| Undated { date, papers }).collect();
    for undated in &mut all {
        undated.papers.sort_by(|&a, &b| by_votes(&papers[a.0 as usize], &papers[b.0 as usize]));
    }
    all
}

/// The order of papers on a day: most votes first, then by id.
fn by_votes(a: &Paper, b: &Paper) -> std::cmp::Ordering {
    b.counts.upvotes.unwrap_or(0).cmp(&a.counts.upvotes.unwrap_or(0)).then_with(|| a.id.cmp(&b.id))
}
