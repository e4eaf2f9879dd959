//! Charts of papers a month. Templates draw them; here are the numbers, each with how it compares with the largest, so that a template needs no
//! arithmetic.

use super::period::period_label;
use super::*;

/// Papers a month.
#[derive(Serialize)]
pub(super) struct TrendView {
    /// Oldest first.
    months: Vec<Bar>,
    /// The first and the last of them.
    from: String,
    to: String,
    count: usize,
    /// The most papers of a month.
    most: usize,
}

/// A month or a year and its papers.
#[derive(Serialize)]
pub(super) struct Bar {
    pub label: String,
    /// Where it has a page.
    pub url: Option<String>,
    pub count: usize,
    /// 0 to 100, where the most of its chart are 100; more than 0 where there are any.
    pub level: usize,
}

/// Returns a chart; nothing where the papers are all older, or too few for a chart to tell anything.
pub(super) fn chart(trend: &Trend, shared: &Shared<'_>) -> Option<TrendView> {
    /// Fewer papers make no trend.
    const FEWEST: usize = 3;
    let counts = &trend.counts;
    let is_told =
        counts.iter().sum::<usize>() >= FEWEST && counts.iter().filter(|&&count| count > 0).nth(1).is_some();
    is_told.then(|| chart_up_to(trend, trend.most(), shared))
}

/// Returns a chart whose highest bar is for `most` papers.
pub(super) fn chart_up_to(trend: &Trend, most: usize, shared: &Shared<'_>) -> TrendView {
    let months = trend.months.iter().zip(&trend.counts).map(|(&key, &count)| Bar {
        label: period_label(PeriodKind::Month, key, shared.texts),
        url: (shared.pages().months && count > 0)
            .then(|| shared.url(&routes::period(PeriodKind::Month, key))),
        count,
        level: level(count, most),
    });
    let months: Vec<Bar> = months.collect();
    let label = |bar: Option<&Bar>| bar.map_or_else(String::new, |bar| bar.label.clone());
    let count = trend.counts.iter().sum();
    TrendView { from: label(months.first()), to: label(months.last()), months, count, most }
}

impl Trend {
    /// The most papers of a month.
    pub(super) fn most(&self) -> usize {
        self.counts.iter().copied().max().unwrap_or(0)
    }
}

pub(super) fn level(count: usize, most: usize) -> usize {
    (count * 100).div_ceil(most.max(1))
}
