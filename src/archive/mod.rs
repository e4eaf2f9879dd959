//! The archive: all papers in order, and their days, topics, people and organizations.
//!
//! It is built once from parsed content and does not change. It does not know pages, addresses or the disk.

mod citation_keys;
pub mod diff;
pub(crate) mod history;
mod merge;
mod nearest;
mod people;
mod problems;
pub(crate) mod related;
mod rising;
#[cfg(test)]
mod tests;
mod topics;
mod trends;

use crate::config::{By, Site};
use crate::content::{Content, Paper, PlainPage, TopicNames};
use crate::diagnostic::Checked;
use crate::text::date::{PartialDate, Precision};
use crate::text::slug;
use chrono::{Datelike, NaiveDate};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(crate) use people::{Organization, Person};
pub(crate) use rising::RisingTerm;
pub use topics::Topic;

/// An index of [`Archive::papers`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PaperId(pub u32);

/// An index of [`Archive::topics`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TopicId(pub u32);

/// An index of [`Archive::people`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId(pub u32);

/// An index of [`Archive::organizations`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrganizationId(pub u32);

/// All published content.
#[derive(Debug, Default)]
pub struct Archive {
    /// Newest date first, then by id.
    pub papers: Vec<Arc<Paper>>,
    /// What each paper belongs to, at the same index as the paper.
    pub relations: Vec<Relations>,
    /// Newest first. Includes days with a note but no papers.
    pub days: Vec<Day>,
    /// Papers of which only the month or the year is known, newest first.
    pub undated: Vec<Undated>,
    /// By slug.
    pub topics: Vec<Topic>,
    /// The names of topics in the vocabulary.
    pub topic_names: TopicNames,
    /// By slug.
    pub people: Vec<Person>,
    /// By slug.
    pub organizations: Vec<Organization>,
    /// By slug.
    pub pages: Vec<PlainPage>,
    /// How many of the newest days are so far ahead of all others that their dates are probably wrong.
    slips: usize,
    /// Lower-case ids of papers that were left out because of errors.
    pub left_out: BTreeSet<String>,
}

/// The neighbours of each paper, nearest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Related {
    ends: Vec<u32>,
    papers: Vec<PaperId>,
}

impl Related {
    /// Returns an empty value with room for `papers` papers with `each` neighbours each.
    pub fn with_capacity(papers: usize, each: usize) -> Related {
        Related { ends: Vec::with_capacity(papers), papers: Vec::with_capacity(papers * each) }
    }

    /// Appends the neighbours of the next paper.
    pub fn push(&mut self, near: impl Iterator<Item = PaperId>) {
        self.papers.extend(near);
        self.ends.push(self.papers.len() as u32);
    }

    /// Returns the neighbours of a paper, nearest first.
    pub fn neighbours(&self, id: PaperId) -> &[PaperId] {
        let at = id.0 as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |&end| end as usize);
        let end = self.ends.get(at).map_or(start, |&end| end as usize);
        self.papers.get(start..end).unwrap_or_default()
    }
}

/// What a paper belongs to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Relations {
    /// Without repetitions, in the order of the entry.
    pub topics: Box<[TopicId]>,
    /// One for each leading author, in their order.
    pub people: Box<[PersonId]>,
    /// The organization, if the entry names one.
    pub organization: Option<OrganizationId>,
}

/// A day and the papers listed on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Day {
    /// The date; unique among the days.
    pub date: NaiveDate,
    /// Most votes first, then by id.
    pub papers: Vec<PaperId>,
    /// The note of the day.
    pub note: Option<crate::content::DayNote>,
}

/// The papers of a month of which the day is not known, or those of a year of which the month is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undated {
    /// A month or a year.
    pub date: PartialDate,
    /// Most votes first, then by id.
    pub papers: Vec<PaperId>,
}

impl Archive {
    /// Returns a paper by id.
    pub fn paper(&self, id: PaperId) -> &Paper {
        &self.papers[id.0 as usize]
    }

    /// Returns what a paper belongs to.
    pub fn relations(&self, id: PaperId) -> &Relations {
        &self.relations[id.0 as usize]
    }

    /// Returns a topic by id.
    pub fn topic(&self, id: TopicId) -> &Topic {
        &self.topics[id.0 as usize]
    }

    /// Returns a person by id.
    pub fn person(&self, id: PersonId) -> &Person {
        &self.people[id.0 as usize]
    }

    /// Returns an organization by id.
    pub fn organization(&self, id: OrganizationId) -> &Organization {
        &self.organizations[id.0 as usize]
    }

    /// Returns the ids of all papers, newest day first.
    pub fn paper_ids(&self) -> impl DoubleEndedIterator<Item = PaperId> + use<> {
        (0..self.papers.len() as u32).map(PaperId)
    }

    /// Returns the topic with a slug, a name, or an alias in the vocabulary.
    pub fn topic_named(&self, name: &str) -> Option<TopicId> {
        let of_slug = |slug: &str| self.topics.binary_search_by(|topic| topic.slug.as_str().cmp(slug)).ok();
        // Topics of different names may share the start of their slugs: `kit` and `kit-2`.
        let of_name = || self.topics.iter().position(|topic| slug::is_same_name(&topic.name, name));
        let index = of_slug(name).or_else(of_name).or_else(|| of_slug(&self.topic_names.slug(name)))?;
        Some(TopicId(index as u32))
    }

    /// Returns whether a topic of this name is in the archive or in the vocabulary, where it may have no papers.
    pub fn has_topic(&self, name: &str) -> bool {
        self.topic_names.known(name).is_some() || self.topic_named(name).is_some()
    }

    /// Returns the slugs of all topics, and the names in the vocabulary, for suggestions.
    pub fn topic_words(&self) -> impl Iterator<Item = &str> {
        self.topics.iter().map(|topic| topic.slug.as_str()).chain(self.topic_names.all())
    }

    /// Returns the ids of all topics, by slug.
    pub fn topic_ids(&self) -> impl ExactSizeIterator<Item = TopicId> + use<> {
        (0..self.topics.len()).map(|index| TopicId(index as u32))
    }

    /// Returns the ids of all people, by slug.
    pub fn person_ids(&self) -> impl ExactSizeIterator<Item = PersonId> + use<> {
        (0..self.people.len()).map(|index| PersonId(index as u32))
    }

    /// Returns the ids of all organizations, by slug.
    pub fn organization_ids(&self) -> impl ExactSizeIterator<Item = OrganizationId> + use<> {
        (0..self.organizations.len()).map(|index| OrganizationId(index as u32))
    }

    /// Returns the index of a day in [`Archive::days`].
    pub fn day_index(&self, date: NaiveDate) -> Option<usize> {
        self.days.binary_search_by(|day| date.cmp(&day.date)).ok()
    }

    /// Returns the papers of a day, or the papers with just this month or year.
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

    /// Returns the index of a paper's first day in [`Archive::days`], and the paper's index on that day.
    pub fn place_on_day(&self, id: PaperId) -> Option<(usize, usize)> {
        let paper = self.paper(id);
        let index = self.day_index(paper.date().day()?)?;
        let papers = &self.days.get(index)?.papers;
        Some((index, papers.binary_search_by(|&other| by_votes(self.paper(other), paper)).ok()?))
    }

    /// Returns the newest day that has papers. It stands for "today", since a build does not read the clock.
    pub fn newest(&self) -> Option<NaiveDate> {
        self.latest_day().map(|index| self.days[index].date)
    }

    /// Returns the place in [`Archive::days`] of the newest day that has papers. A date that is a slip of the pen does not count.
    pub fn latest_day(&self) -> Option<usize> {
        (self.slips..self.days.len()).find(|&index| !self.days[index].papers.is_empty())
    }

    /// Returns the newest date of a paper, with its precision.
    pub fn newest_date(&self) -> Option<PartialDate> {
        let first = self.papers.first().map(|paper| paper.date());
        self.newest().map(PartialDate::from).max(first)
    }

    /// Returns the ISO weeks, months or years that have days or papers without a day, newest first.
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

    /// Returns the trending papers of the last `site.trending.days` days, highest score first.
    ///
    /// The score is the number of votes with exponential decay: it halves for each half-life between a paper's day and the newest day.
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

/// A calendar period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PeriodKind {
    /// An ISO 8601 week.
    Week,
    /// A calendar month.
    Month,
    /// A year, for papers without a month.
    Year,
}

impl PeriodKind {
    /// Returns the period of a day: ISO year and week, year and month, or year and 0.
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
    /// Week or month.
    pub kind: PeriodKind,
    /// The ISO year and week, or the year and month.
    pub key: (i32, u32),
    /// A range of [`Archive::days`].
    pub days: std::ops::Range<usize>,
    /// The papers of which no more is known than this period.
    pub undated: Vec<PaperId>,
}

/// Builds the archive from parsed content and reports problems between entries. Of two entries with the same id, the first by path stays.
pub fn build(mut content: Content, site: &Site) -> Checked<Archive> {
    let mut diagnostics = std::mem::take(&mut content.diagnostics);
    let entries = content.papers.len() + content.broken + content.drafts;
    let mut papers = merge::unique(std::mem::take(&mut content.papers), &content.left_out, &mut diagnostics);
    let all = papers.len() == entries;
    merge::count(&mut papers, all, &content.metrics, &mut diagnostics);
    coarsen(&mut papers, site.archive.by);
    sort(&mut papers, site.archive.by);
    citation_keys::by_own_keys(&mut papers, &mut diagnostics);

    let (vocabulary, notes) = (content.topics.take(), std::mem::take(&mut content.notes));
    // People take about as long as topics, organizations and days together.
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
    let slips = slips(&days);
    for &paper in days[..slips].iter().flat_map(|day| &day.papers) {
        let date = days[slips..].iter().find(|day| !day.papers.is_empty()).map(|day| day.date);
        diagnostics.extend(date.map(|date| problems::far_ahead(&papers[paper.0 as usize], date)));
    }
    settle_folder_pages(&mut content.pages);
    content.pages.sort_by(|a, b| a.slug.cmp(&b.slug));
    let archive = Archive {
        undated: undated(&papers, site.archive.by),
        papers,
        relations,
        days,
        topics: topics.all,
        topic_names: topics.names,
        people: people.all,
        organizations: organizations.all,
        pages: content.pages,
        slips,
        left_out: content.left_out.into_iter().map(|paper| paper.id.to_ascii_lowercase()).collect(),
    };
    Checked { value: archive, diagnostics }
}

/// Returns how many of the newest days are probably typing mistakes, such as 2062 for 2026. A day is one if it has few papers, is more
/// than a year after all others, and the gap is more than twice as long as any other: an archive may have no papers for years.
fn slips(days: &[Day]) -> usize {
    const MAX_PAPERS: usize = 3;
    let with_papers: Vec<&Day> = days.iter().filter(|day| !day.papers.is_empty()).collect();
    let gap = |[newer, older]: &[&Day; 2]| (newer.date - older.date).num_days();
    let gaps: Vec<i64> = with_papers.array_windows().map(gap).collect();
    let Some((&first, others)) = gaps.split_first() else { return 0 };
    let newest = with_papers[0];
    let is_slip = first > 366
        && first > 2 * others.iter().max().copied().unwrap_or(0)
        && newest.papers.len() <= MAX_PAPERS;
    if is_slip { days.iter().take_while(|day| day.date >= newest.date).count() } else { 0 }
}

/// Gives a `README.md` an address of its own where its folder has another page: an `index.md`, or one of the folder's name.
fn settle_folder_pages(pages: &mut [PlainPage]) {
    let is_readme = |page: &PlainPage| page.origin.file.to_ascii_lowercase().ends_with("/readme.md");
    let taken: BTreeSet<String> =
        pages.iter().filter(|page| !is_readme(page)).map(|page| page.slug.clone()).collect();
    for page in pages.iter_mut().filter(|page| is_readme(page)) {
        if taken.contains(&page.slug) {
            page.slug.push_str("/README");
        }
    }
}

/// Lists papers under the period that the site chose. The first date becomes the date of publication, if the entry names none.
fn coarsen(papers: &mut [Arc<Paper>], by: By) {
    let most = by.precision();
    for paper in papers.iter_mut().filter(|paper| paper.dates.iter().any(|date| date.precision() > most)) {
        let facts = &mut Arc::make_mut(paper).facts;
        facts.published.get_or_insert(facts.dates.first().copied().unwrap_or_default());
        facts.dates.iter_mut().for_each(|date| *date = date.at_most(most));
        facts.dates.dedup();
    }
}

/// Sorts papers: newest date first, then by id. In an archive without days, the date of publication decides before the id.
fn sort(papers: &mut Vec<Arc<Paper>>, by: By) {
    // The sort compares dates and the first bytes of ids, which decide most comparisons, without dereferencing 100,000 boxes each time.
    let key = |paper: &Paper| {
        let mut start = [0; 16];
        let len = paper.id.len().min(start.len());
        start[..len].copy_from_slice(&paper.id.as_bytes()[..len]);
        (Reverse((paper.date(), paper.published.filter(|_| by != By::Day))), start)
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

/// Returns the papers that are listed under a month or a year. In an archive without days, the newest come first.
fn undated(papers: &[Arc<Paper>], by: By) -> Vec<Undated> {
    let mut by_date: BTreeMap<PartialDate, Vec<PaperId>> = BTreeMap::new();
    for (index, paper) in papers.iter().enumerate() {
        for &date in paper.dates.iter().filter(|date| date.day().is_none()) {
            by_date.entry(date).or_default().push(PaperId(index as u32));
        }
    }
    let mut all: Vec<Undated> =
        by_date.into_iter().rev().map(|(date, papers)| Undated { date, papers }).collect();
    for undated in all.iter_mut().filter(|_| by == By::Day) {
        undated.papers.sort_by(|&a, &b| by_votes(&papers[a.0 as usize], &papers[b.0 as usize]));
    }
    all
}

/// The order of papers on a day: most votes first, then by id.
pub fn by_votes(a: &Paper, b: &Paper) -> std::cmp::Ordering {
    b.counts.upvotes.unwrap_or(0).cmp(&a.counts.upvotes.unwrap_or(0)).then_with(|| a.id.cmp(&b.id))
}
