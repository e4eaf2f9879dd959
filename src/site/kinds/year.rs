//! Pages of years, for the papers of which no more is known than the year. The other papers of a year are on the pages
//! of its months.

use super::period::{PeriodPage, period, plan_all, without_days};
use super::*;

pub struct Years;

impl Kind for Years {
    /// A place in [`plan::Outline::periods`].
    type Id = usize;
    type Inputs<'a> = PeriodPage<'a>;
    const GROUP: &'static str = "year pages";
    const TEMPLATE: Option<&'static str> = Some("period.html");

    fn plan(planning: &mut Planning<'_>) {
        plan_all::<Years>(PeriodKind::Year, planning);
    }

    fn inputs<'a>(&index: &usize, records: &'a Records<'a>) -> PeriodPage<'a> {
        let (year, _) = records.outline.periods[index].key;
        let months = records.outline.periods.iter();
        let months = months.filter(|period| period.kind == PeriodKind::Month && period.key.0 == year);
        let months = months.map(|month| (month.key, plan::papers_of(records.archive, month).len()));
        let mut page = period(index, records);
        page.days.clear();
        page.months.extend(months);
        page
    }

    fn make(period: &PeriodPage<'_>, shared: &Shared<'_>) -> Made {
        without_days(period, shared)
    }
}
