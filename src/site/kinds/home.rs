//! The home page: the latest day, recent days, the largest topics.

use super::day::{self, DayPage, DayView};
use super::*;
use crate::config::By;

pub struct Home;

const RECENT: usize = 10;
const TOPICS: usize = 12;
/// Papers of which no day is known on the home page.
const UNDATED: usize = 30;
/// The same in an archive without days, whose home page is the list of its papers.
const WITHOUT_DAYS: usize = 300;

inputs! {
    pub struct HomePage<'a> {
        latest: Option<DayPage<'a>>,
        /// Papers newer than the latest day, without a day.
        undated: Vec<PaperInput<'a>>,
        recent: Vec<(NaiveDate, usize)>,
        topics: Vec<Counted<TopicInput<'a>>>,
        counts: Counts,
    }
}

#[derive(Serialize)]
struct HomeView<'a> {
    day: Option<DayView<'a>>,
    papers: Vec<Row<'a>>,
    /// The same papers by month or year, in an archive without days.
    periods: Vec<HomePeriod<'a>>,
    recent: Vec<DayCount>,
    topics: Vec<CountedView<'a>>,
    counts: Counts,
}

#[derive(Serialize)]
struct HomePeriod<'a> {
    date: View,
    papers: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct DayCount {
    date: View,
    count: usize,
    url: String,
}

impl Kind for Home {
    type Id = ();
    type Inputs<'a> = HomePage<'a>;
    const GROUP: &'static str = OTHER;
    const TEMPLATE: Option<&'static str> = Some("home.html");
    const MENU: Option<Menu> = Some(Menu { section: "home", label: "latest", address: routes::HOME });

    fn plan(planning: &mut Planning<'_>) {
        planning.page::<Home>(routes::HOME.into(), (), planning.archive.newest());
    }

    fn inputs<'a>((): &(), records: &'a Records<'a>) -> HomePage<'a> {
        let archive = records.archive;
        let latest = archive.latest_day();
        let recent = archive.days.iter().filter(|day| !day.papers.is_empty()).take(RECENT);
        HomePage {
            latest: latest.map(|index| day::page_of(index, records)),
            undated: {
                let latest = latest.map(|index| PartialDate::from(archive.days[index].date));
                let is_newer = |id: &PaperId| Some(archive.paper(*id).date()) > latest;
                let most = if records.site.archive.by == By::Day { UNDATED } else { WITHOUT_DAYS };
                records.papers(&archive.paper_ids().take_while(is_newer).take(most).collect::<Vec<_>>())
            },
            recent: recent.map(|day| (day.date, day.papers.len())).collect(),
            topics: archive.largest_topics(TOPICS).into_iter().map(|id| records.counted_topic(id)).collect(),
            counts: records.counts(),
        }
    }

    fn make(home: &HomePage<'_>, shared: &Shared<'_>) -> Made {
        let recent = home.recent.iter().map(|&(date, count)| DayCount {
            date: shared.featured(date),
            count,
            url: shared.url(&routes::day(date)),
        });
        let periods = home.undated.chunk_by(|a, b| a.entry().date() == b.entry().date());
        let periods = periods.filter(|_| home.latest.is_none()).map(|papers| HomePeriod {
            date: shared.featured(papers[0].entry().date()),
            papers: shared.rows(papers.iter().copied()),
        });
        let view = HomeView {
            periods: periods.collect(),
            day: home.latest.as_ref().map(|latest| day::view(latest, shared)),
            papers: shared.rows(home.undated.iter().copied()),
            recent: recent.collect(),
            topics: home.topics.iter().map(|&topic| shared.counted_topic(topic)).collect(),
            counts: home.counts.clone(),
        };
        let page = shared.head("home", "home", routes::HOME, shared.title());
        let page =
            PageView { feed: Some(shared.site_feed()), ..page }.with_digests(shared.digest_links(None));
        Made::Views(page.with("home", &view))
    }
}
