//! A day's papers as data and for reference managers.

use super::*;
use crate::site::export::json::Record;
use crate::site::inputs::{InputHasher, Inputs};

pub struct DayData;
pub struct DayCitations;

/// Upper bounds in bytes of a paper: in a JSON list, and in BibTeX, RIS and CSL-JSON together.
pub(super) const BYTES: usize = 480;
pub(super) const BYTES_OF_CITATIONS: usize = 1_500;

pub(super) const CITATIONS: Switch =
    Switch { setting: "[data] citations", is_on: |site| site.data.citations != Wish::No };
pub(super) const CITATIONS_GROUP: &str = "citations of lists";

inputs! {
    pub struct Day<'a> {
        day: DayInput<'a>,
    }
}

inputs! {
    pub struct Cited<'a> {
        pub format: Format,
        pub papers: Vec<PaperInput<'a>>,
    }
}

impl Inputs for Format {
    fn hash(&self, into: &mut InputHasher) {
        into.number(*self as u64);
    }

    #[cfg(test)]
    fn seen(&self) -> String {
        format!("{self:?}")
    }
}

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
    /// An index of [`crate::archive::Archive::days`].
    type Id = usize;
    type Inputs<'a> = Day<'a>;
    const GROUP: &'static str = "days as JSON";
    const SWITCHES: &'static [Switch] =
        &[Switch { setting: "[data] days", is_on: |site| site.data.days != Wish::No }];

    fn plan(planning: &mut Planning<'_>) {
        if planning.outline.data.days {
            for (index, day) in planning.archive.days.iter().enumerate() {
                planning.claim::<DayData>(&routes::day_data(day.date, Format::Json), index);
            }
        }
    }

    fn inputs<'a>(&index: &usize, records: &'a Records<'a>) -> Day<'a> {
        Day { day: records.day(index) }
    }

    fn make(Day { day }: &Day<'_>, shared: &Shared<'_>) -> Made {
        let file = DayFile {
            version: VERSION,
            date: day.date().to_string(),
            url: shared.absolute(&routes::day(day.date())),
            note: day.note().map(|note| markdown::plain_text(&note.html)),
            papers: day.papers().map(|paper| record(paper, Depth::Brief, shared)).collect(),
        };
        export::text(&file).into()
    }
}

impl Kind for DayCitations {
    type Id = (usize, Format);
    type Inputs<'a> = Cited<'a>;
    const GROUP: &'static str = CITATIONS_GROUP;
    const SWITCHES: &'static [Switch] = &[CITATIONS];

    fn plan(planning: &mut Planning<'_>) {
        if planning.outline.data.day_citations {
            for (index, day) in planning.archive.days.iter().enumerate() {
                for format in Format::CITATIONS {
                    planning.claim::<DayCitations>(&routes::day_data(day.date, format), (index, format));
                }
            }
        }
    }

    fn inputs<'a>(&(index, format): &Self::Id, records: &'a Records<'a>) -> Cited<'a> {
        Cited { format, papers: records.papers(&records.archive.days[index].papers) }
    }

    fn make(cited: &Cited<'_>, shared: &Shared<'_>) -> Made {
        cited.make(shared)
    }
}

impl Cited<'_> {
    pub(super) fn make(&self, shared: &Shared<'_>) -> Made {
        export::cited(&self.papers, self.format, false, shared).into()
    }
}
