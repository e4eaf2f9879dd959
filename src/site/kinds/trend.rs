//! Charts of papers per month. Templates draw them from these numbers without arithmetic.

use super::period::period_label;
use super::*;

#[derive(Serialize)]
pub(super) struct TrendView {
    months: Vec<Bar>,
    from: String,
    to: String,
    count: usize,
    most: usize,
}

#[derive(Serialize)]
pub(super) struct Bar {
    pub label: String,
    pub url: Option<String>,
    pub count: usize,
    /// 0 to 100, relative to the largest bar; at least 1 if there are papers.
    pub level: usize,
}

/// Returns a chart, if there are enough papers in at least two months.
pub(super) fn chart(trend: &Trend, shared: &Shared<'_>) -> Option<TrendView> {
    const FEWEST: usize = 3;
    let counts = &trend.counts;
    let is_enough =
        counts.iter().sum::<usize>() >= FEWEST && counts.iter().filter(|&&count| count > 0).nth(1).is_some();
    is_enough.then(|| chart_up_to(trend, trend.most(), shared))
}

/// Returns a chart scaled to `most` papers.
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
    /// Returns the most papers in a month.
    pub(super) fn most(&self) -> usize {
        self.counts.iter().copied().max().unwrap_or(0)
    }
}

pub(super) fn level(count: usize, most: usize) -> usize {
    (count * 100).div_ceil(most.max(1))
}
