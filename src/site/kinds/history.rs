//! All papers as one feed per month, linked to each other and from the feed of the site (RFC 5005).

use super::feed::{Atom, Chain, Channel, Format as _, ItemText, item};
use super::*;

pub struct Months;

/// An upper bound in bytes of a paper without its abstract.
pub(super) const BYTES: usize = 1_100;

inputs! {
    pub struct Month<'a> {
        key: (i32, u32),
        papers: Vec<PaperInput<'a>>,
        is_whole: bool,
        older: Option<(i32, u32)>,
        newer: Option<(i32, u32)>,
    }
}

impl Kind for Months {
    /// An index of [`plan::Outline::months`].
    type Id = usize;
    type Inputs<'a> = Month<'a>;
    const GROUP: &'static str = "history";
    const SWITCHES: &'static [Switch] =
        &[Switch { setting: "[feeds] history", is_on: |site| site.feeds.history != Wish::No }];
    const TEMPLATE: Option<&'static str> = Some(Atom::TEMPLATE);
    const IS_FEED_OF_PAPERS: bool = true;

    fn plan(planning: &mut Planning<'_>) {
        let keys: Vec<_> = planning.outline.months.iter().map(|month| month.key).collect();
        for (index, key) in keys.into_iter().enumerate() {
            planning.claim::<Months>(&routes::history(key), index);
        }
    }

    fn inputs<'a>(&index: &usize, records: &'a Records<'a>) -> Month<'a> {
        let months = &records.outline.months;
        let key = |index: Option<usize>| index.and_then(|index| months.get(index)).map(|month| month.key);
        let plan::months::Month { key: own, papers, is_whole } = &months[index];
        Month {
            key: *own,
            papers: records.papers(papers),
            is_whole: *is_whole,
            older: key(index.checked_add(1)),
            newer: key(index.checked_sub(1)),
        }
    }

    fn make(month: &Month<'_>, shared: &Shared<'_>) -> Made {
        let (year, number) = month.key;
        let (title, label) = (shared.title(), dates::month_of_year(year, number, shared.texts));
        let address = |key| shared.absolute(&routes::history(key));
        let updated = month.papers.iter().find_map(|paper| paper.entry().date().day());
        let text = if month.is_whole && shared.feeds().full_text { ItemText::Whole } else { ItemText::Brief };
        let page = match shared.pages().months {
            true => routes::period(PeriodKind::Month, month.key),
            false => routes::HOME.to_owned(),
        };
        let channel = Channel {
            title: format!("{label} · {title}"),
            description: shared.texts.fill("history_description", &[("title", &title), ("month", &label)]),
            url_abs: shared.absolute(&page),
            updated,
            order: month.papers.first().map(|paper| paper.entry().first_day()),
            chain: Chain {
                older: month.older.map(address),
                newer: month.newer.map(address),
                current: Some(shared.absolute(Atom::FILE)),
            },
            items: month.papers.iter().map(|&paper| item(paper, text, updated, shared)).collect(),
        };
        Made::Views(vec![("feed", channel.view::<Atom>(&routes::history(month.key), shared))])
    }
}
