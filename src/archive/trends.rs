//! Statistics: papers per month, the largest topics and people, the most voted papers, the same day in earlier years.
//!
//! It does not know pages or charts.

use super::{Archive, OrganizationId, PaperId, PeriodKind, PersonId, TopicId};
use crate::text::date::PartialDate;
use chrono::{Datelike, NaiveDate};
use std::cmp::Reverse;
use std::collections::HashSet;
use std::ops::Range;

/// The number of years that a day looks back, and the most days it returns.
const YEARS_BACK: i32 = 20;
const YEARS: usize = 5;

impl Archive {
    /// Returns the number of papers in each of the last `months` months, oldest first, up to the month of the newest
    /// day. `papers` must be sorted newest first. Empty if the archive is.
    pub fn trend(&self, papers: impl IntoIterator<Item = PaperId>, months: usize) -> Vec<usize> {
        let Some(last) = self.last_month() else { return Vec::new() };
        let mut counts = vec![0; months];
        for id in papers {
            let date = self.paper(id).date();
            let Some(month) = date.month() else { continue };
            let age = last - ordinal((date.year(), month));
            let Some(place) = usize::try_from(age).ok().and_then(|age| months.checked_sub(age + 1)) else {
                break;
            };
            counts[place] += 1;
        }
        counts
    }

    /// Returns the last `months` months as year and month, oldest first, as [`Archive::trend`] counts them.
    pub fn months(&self, months: usize) -> Vec<(i32, u32)> {
        let Some(last) = self.last_month() else { return Vec::new() };
        (0..months as i32).rev().map(|age| key(last - age)).collect()
    }

    /// Returns the number of months from the oldest to the newest month with papers, inclusive; 0 for an empty archive.
    pub fn lifetime_months(&self) -> usize {
        let days = self.days.iter().filter(|day| !day.papers.is_empty()).map(|day| day.date.into());
        let oldest = days.chain(self.undated_months()).map(ordinal_of).min();
        let months = self.last_month().zip(oldest).map_or(0, |(newest, oldest)| newest - oldest + 1);
        usize::try_from(months).unwrap_or(0)
    }

    /// Returns the newest month that has papers.
    fn last_month(&self) -> Option<i32> {
        self.newest().map(PartialDate::from).into_iter().chain(self.undated_months()).map(ordinal_of).max()
    }

    fn undated_months(&self) -> impl Iterator<Item = PartialDate> {
        self.undated.iter().map(|undated| undated.date).filter(|date| date.month().is_some())
    }

    /// Returns at most `most` papers that have votes and are not withdrawn, most votes first, then in the order given
    /// by [`Archive::papers`].
    pub fn most_voted(&self, papers: &[PaperId], most: usize) -> Vec<PaperId> {
        let liked = papers.iter().copied().filter(|&id| self.is_voted(id));
        smallest(liked.collect(), most, |&id| (Reverse(self.paper(id).counts.upvotes), id))
    }

    /// Returns whether a paper has votes and is not withdrawn.
    pub fn is_voted(&self, id: PaperId) -> bool {
        let paper = self.paper(id);
        paper.counts.upvotes.is_some_and(|votes| votes > 0) && paper.withdrawn.is_none()
    }

    /// Returns at most `most` topics, those with the most papers first.
    pub fn largest_topics(&self, most: usize) -> Vec<TopicId> {
        smallest(self.topic_ids().collect(), most, |&id| (Reverse(self.topic(id).papers.len()), id))
    }

    /// Returns at most `most` people, those with the most papers first.
    pub fn largest_people(&self, most: usize) -> Vec<PersonId> {
        smallest(self.person_ids().collect(), most, |&id| (Reverse(self.person(id).papers.len()), id))
    }

    /// Returns at most `most` organizations, those with the most papers first.
    pub fn largest_organizations(&self, most: usize) -> Vec<OrganizationId> {
        smallest(self.organization_ids().collect(), most, |&id| {
            (Reverse(self.organization(id).papers.len()), id)
        })
    }

    /// Returns the days of a year, as a range of [`Archive::days`].
    pub fn year(&self, year: i32) -> Range<usize> {
        let place = |year| self.days.partition_point(|day| day.date.year() >= year);
        place(year.saturating_add(1))..place(year)
    }

    /// Returns the number of distinct papers on `days`, a range of [`Archive::days`].
    pub fn count_papers(&self, days: Range<usize>) -> usize {
        let days = self.days.get(days).unwrap_or_default();
        days.iter().flat_map(|day| &day.papers).collect::<HashSet<_>>().len()
    }

    /// Returns the nearest newer and older day with papers, as indices of [`Archive::days`].
    pub fn adjacent_days(&self, index: usize) -> [Option<usize>; 2] {
        let has_papers = |&index: &usize| !self.days[index].papers.is_empty();
        [(0..index).rev().find(has_papers), (index + 1..self.days.len()).find(has_papers)]
    }

    /// Returns the same day in up to 5 earlier years, newest first, if it has papers; as indices of [`Archive::days`].
    pub fn earlier_years(&self, date: NaiveDate) -> Vec<usize> {
        let years = (1..=YEARS_BACK).filter_map(|back| date.with_year(date.year() - back));
        let days = years.filter_map(|date| self.day_index(date));
        days.filter(|&index| !self.days[index].papers.is_empty()).take(YEARS).collect()
    }
}

fn ordinal((year, month): (i32, u32)) -> i32 {
    year * 12 + month as i32 - 1
}

/// The month of a date, of which at least the month is known.
fn ordinal_of(date: PartialDate) -> i32 {
    ordinal(PeriodKind::Month.key(date.first_day()))
}

fn key(ordinal: i32) -> (i32, u32) {
    (ordinal.div_euclid(12), ordinal.rem_euclid(12) as u32 + 1)
}

/// Returns the smallest `most` items by key, sorted, without sorting the rest.
fn smallest<T, K: Ord>(mut all: Vec<T>, most: usize, order: impl Fn(&T) -> K) -> Vec<T> {
    if most < all.len() {
        all.select_nth_unstable_by_key(most, &order);
        all.truncate(most);
    }
    all.sort_unstable_by_key(&order);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn months_are_counted_without_a_gap(year in -9999i32..9999, month in 1u32..=12) {
            prop_assert_eq!(key(ordinal((year, month))), (year, month));
            let next = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
            prop_assert_eq!(ordinal(next), ordinal((year, month)) + 1);
        }

        #[test]
        fn the_smallest_items_are_those_of_a_full_sort(all in prop::collection::vec(0u8..9, 0..40), most in 0usize..12) {
            let pairs: Vec<(usize, u8)> = all.into_iter().enumerate().collect();
            let mut whole = pairs.clone();
            whole.sort_by_key(|&(at, value)| (Reverse(value), at));
            whole.truncate(most);
            prop_assert_eq!(smallest(pairs, most, |&(at, value)| (Reverse(value), at)), whole);
        }
    }
}
