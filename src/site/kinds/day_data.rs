//! A day's papers as data, and for reference managers; and likewise those of which only the month or the year is known.

use super::*;
use crate::site::export::json::Record;
use crate::site::inputs::{Fold, Inputs};

pub struct DayData;
pub struct DayCitations;

/// The bytes of a paper in a list of data, and in BibTeX, RIS and CSL-JSON together.
pub(super) const BYTES: usize = 480;
pub(super) const BYTES_OF_CITATIONS: usize = 1_500;

pub(super) const CITATIONS: Switch =
    Switch { setting: "[data] citations", is_on: |site| site.data.citations != Wish::No };
pub(super) const CITATIONS_GROUP: &str = "citations of lists";

inputs! {
    pub struct Day<'a> {
        date: PartialDate,
        /// HTML.
        note: Option<&'a str>,
        papers: Vec<PaperInput<'a>>,
    }
}

inputs! {
    /// Papers in a format.
    pub struct Cited<'a> {
        pub format: Format,
        pub papers: Vec<PaperInput<'a>>,
    }
}

impl Inputs for Format {
    fn fold(&self, into: &mut Fold) {
        into.number(*self as u64);
    }

    #[cfg(test)]
    fn seen(&self) -> String {
        format!("{self:?}")
    }
}

/// The papers of a day.
#[derive(Serialize)]
struct DayFile<'a> {
    version: u32,
    date: String,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    papers: Vec<Record<'a>>,
}

impl Kind for DayData {
    type Id = PartialDate;
    type Inputs<'a> = Day<'a>;
    const GROUP: &'static str = "days as JSON";
    const SWITCHES: &'static [Switch] =
        &[Switch { setting: "[data] days", is_on: |site| site.data.days != Wish::No }];

    fn plan(planning: &mut Planning<'_>) {
        if planning.outline.data.days {
            for date in dates(planning.archive) {
                planning.claim::<DayData>(&routes::day_data(date, Format::Json), date);
            }
        }
    }

    fn inputs<'a>(&date: &PartialDate, records: &'a Records<'a>) -> Day<'a> {
        let archive = records.archive;
        let day = date.day().and_then(|day| archive.days.get(archive.day_index(day)?));
        let note = day.and_then(|day| day.note.as_ref()).map(|note| note.html.as_str());
        Day { date, note, papers: records.papers(archive.papers_of_date(date)) }
    }

    fn make(day: &Day<'_>, shared: &Shared<'_>) -> Made {
        let file = DayFile {
            version: VERSION,
            date: day.date.to_string(),
            url: shared.absolute(&routes::featured(day.date)),
            note: day.note.map(markdown::plain_text),
            papers: day.papers.iter().map(|&paper| record(paper, Depth::Brief, shared)).collect(),
        };
        export::text(&file).into()
    }
}

impl Kind for DayCitations {
    type Id = (PartialDate, Format);
    type Inputs<'a> = Cited<'a>;
    const GROUP: &'static str = CITATIONS_GROUP;
    const SWITCHES: &'static [Switch] = &[CITATIONS];

    fn plan(planning: &mut Planning<'_>) {
        if planning.outline.data.day_citations {
            for date in dates(planning.archive) {
                for format in Format::CITATIONS {
                    planning.claim::<DayCitations>(&routes::day_data(date, format), (date, format));
                }
            }
        }
    }

    fn inputs<'a>(&(date, format): &Self::Id, records: &'a Records<'a>) -> Cited<'a> {
        Cited { format, papers: records.papers(records.archive.papers_of_date(date)) }
    }

    fn make(cited: &Cited<'_>, shared: &Shared<'_>) -> Made {
        cited.make(shared)
    }
}

/// Returns the dates that have files: all days, then all months and years with papers of which no more is known.
fn dates(archive: &Archive) -> Vec<PartialDate> {
    let days = archive.days.iter().map(|day| day.date.into());
    days.chain(archive.undated.iter().map(|undated| undated.date)).collect()
}

impl Cited<'_> {
    pub(super) fn make(&self, shared: &Shared<'_>) -> Made {
        export::cited(&self.papers, self.format, false, shared).into()
    }
}
