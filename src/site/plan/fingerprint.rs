//! What every page is made of, as one number: where it is the same as last time, so is the page.
//!
//! A fingerprint folds the digests of exactly the records that the view of the page reads (see `site/view`), and of what all pages are made
//! of: the program, the settings, the theme, the site's navigation. It may fold more than a page shows, which costs a needless making;
//! never less. So a new thing in a view is a new thing here, and a property test over random edits says where that was forgotten.

use super::pager::Pages;
use super::parts;
use super::{
    DataFile, Listed, Page, Plan, Portrait, SITEMAP_SIZE, STATS_TOPICS, Scope, TREND_MONTHS, papers_of,
};
use crate::archive::{Archive, OrganizationId, PaperId, PersonId, TopicId};
use crate::config::Site;
use crate::content::Origin;
use crate::site::search::{Span, Sums, leaves_slips_out};
use crate::theme::Texts;
use chrono::{Datelike, NaiveDate};
use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// A number that everything of a page is folded into, in order.
#[derive(Debug, Clone, Copy)]
struct Fold(u64);

impl Fold {
    fn number(self, number: u64) -> Fold {
        Fold(xxh3_64_with_seed(&number.to_le_bytes(), self.0))
    }

    fn text(self, text: &str) -> Fold {
        Fold(xxh3_64_with_seed(text.as_bytes(), self.0))
    }

    fn maybe(self, text: Option<&str>) -> Fold {
        text.map_or(self.number(0), |text| self.number(1).text(text))
    }

    fn date(self, date: NaiveDate) -> Fold {
        self.number(date.num_days_from_ce() as u64)
    }

    /// Folds a list; its end is a number that no digest is likely to be.
    fn all(self, numbers: impl Iterator<Item = u64>) -> Fold {
        numbers.fold(self, Fold::number).number(u64::MAX)
    }
}

/// The fingerprints of all pages.
#[derive(Debug)]
pub struct Fingerprints<'a> {
    archive: &'a Archive,
    plan: &'a Plan,
    site: &'a Site,
    /// The words of the interface.
    texts: u64,
    /// What all pages are made of.
    base: Fold,
    /// Each topic, person and organization as every page names it.
    topics: Vec<u64>,
    people: Vec<u64>,
    organizations: Vec<u64>,
    /// Each paper with the names of what it belongs to.
    papers: Vec<u64>,
    /// Each day with its papers and its note.
    days: Vec<u64>,
    /// Each paper as others name it: by its title.
    names: Vec<u64>,
    /// What each paper is about, and its topics.
    words: Vec<u64>,
    /// The files of the search index.
    sums: &'a Sums,
}

impl<'a> Fingerprints<'a> {
    /// Folds what is folded again and again. `base` stands for the program, the settings and the theme, `sums` for the search index.
    pub fn new(
        archive: &'a Archive,
        plan: &'a Plan,
        site: &'a Site,
        texts: &Texts,
        sums: &'a Sums,
        base: u64,
    ) -> Fingerprints<'a> {
        let named = archive.pages.iter().filter(|page| page.weight.is_some());
        let base = Fold(base).all(named.map(|page| {
            Fold(u64::from(page.weight.unwrap_or_default())).text(&page.slug).text(&page.title).0
        }));
        // Pages lead to files of data, of which a growing archive may leave some out one day.
        let base = base.number(plan.data.number());
        let topics: Vec<u64> =
            archive.topics.iter().map(|topic| Fold(1).text(&topic.slug).text(&topic.name).0).collect();
        let people: Vec<u64> = archive
            .people
            .iter()
            .map(|person| {
                let has_page = plan.has_page(person);
                Fold(u64::from(has_page)).text(&person.slug).text(&person.name).0
            })
            .collect();
        let organizations: Vec<u64> = archive
            .organizations
            .iter()
            .map(|organization| {
                let names = Fold(2).text(&organization.slug).text(&organization.handle);
                names.text(&organization.name).maybe(organization.logo.as_deref()).0
            })
            .collect();
        let papers: Vec<u64> = archive
            .papers
            .par_iter()
            .zip(&archive.relations)
            .map(|(paper, relations)| {
                let counts = [paper.counts.upvotes, paper.counts.comments, paper.counts.stars];
                let counts = counts.map(|count| count.map_or(0, |count| u64::from(count) + 1));
                Fold(paper.digest)
                    .all(counts.into_iter())
                    .all(relations.topics.iter().map(|id| topics[id.0 as usize]))
                    .all(relations.people.iter().map(|id| people[id.0 as usize]))
                    .all(relations.organization.iter().map(|id| organizations[id.0 as usize]))
                    .0
            })
            .collect();
        let days = archive
            .days
            .iter()
            .map(|day| {
                let shown = day.papers.iter().map(|id| papers[id.0 as usize]);
                Fold(3).date(day.date).all(day.note.iter().map(|note| note.digest())).all(shown).0
            })
            .collect();
        let texts = xxh3_64_with_seed(texts.digest().as_bytes(), 0);
        let names = archive
            .papers
            .par_iter()
            .map(|paper| {
                let language = paper.languages.as_ref().and_then(|languages| languages.title.as_deref());
                Fold(6).text(&paper.id).text(&paper.title).text(&paper.title_html).maybe(language).0
            })
            .collect();
        let words = archive
            .papers
            .par_iter()
            .zip(&archive.relations)
            .map(|(paper, relations)| {
                let state = [paper.keyphrases.digest, u64::from(paper.withdrawn.is_some())];
                let fold = Fold(8).date(paper.day()).all(state.into_iter());
                fold.all(relations.topics.iter().map(|id| topics[id.0 as usize])).0
            })
            .collect();
        Fingerprints {
            archive,
            plan,
            site,
            texts,
            base,
            topics,
            people,
            organizations,
            papers,
            days,
            names,
            words,
            sums,
        }
    }

    /// Returns the fingerprint of a page. None for files that no template makes: what they hold is at hand.
    pub fn of(&self, page: &Page) -> Option<u64> {
        let (archive, site) = (self.archive, self.site);
        let topic = |id: TopicId| self.topics[id.0 as usize];
        let from = || self.plan.authors_from.map_or(0, |from| from as u64);
        let counted = |id: TopicId| Fold(topic(id)).number(archive.topic(id).papers.len() as u64).0;
        let base = self.base;
        let fold = match page {
            Page::Home => {
                let latest = archive.days.iter().position(|day| !day.papers.is_empty());
                base.number(10)
                    .all(self.counts())
                    .all(latest.into_iter().flat_map(|index| self.day(index)))
                    .all(self.counted_days())
                    .all(self.topic_ids().map(counted))
            }
            Page::Day(index) => {
                let note = archive.days[*index].note.as_ref();
                self.changed(base.number(11), note.map(|note| &note.origin)).all(self.day(*index))
            }
            Page::Period(index) => {
                base.number(12).all(self.period(*index)).all(self.days_of_words(self.plan.before(*index)))
            }
            Page::Archive => {
                // Quarters and years count a paper of many days once.
                let many = archive.papers.iter().filter(|paper| paper.dates.len() > 1);
                let many =
                    many.map(|paper| paper.dates.iter().fold(Fold(9), |fold, &date| fold.date(date)).0);
                base.number(20).number(archive.papers.len() as u64).all(self.counted_days()).all(many)
            }
            Page::Trending => {
                let newest = archive.newest().unwrap_or_default();
                base.number(21).date(newest).all(self.shown(&self.plan.trending))
            }
            Page::Paper(id) => {
                let paper = archive.paper(*id);
                let near = archive.place_on_day(*id).into_iter().flat_map(|(index, at)| {
                    let papers = &archive.days[index].papers;
                    let near = [at.checked_sub(1), Some(at + 1)];
                    near.map(|at| at.and_then(|at| papers.get(at)).map_or(0, |id| self.papers[id.0 as usize]))
                });
                let related = archive.related.of(*id).iter().map(|id| self.names[id.0 as usize]);
                let base = self.changed(base.number(22), Some(&paper.origin));
                base.number(self.papers[id.0 as usize]).all(near).all(related)
            }
            Page::Topics => {
                let rows = self.topic_ids().map(|id| {
                    let record = archive.topic(id);
                    let newest = record.papers.first().map(|&id| archive.paper(id).day());
                    Fold(counted(id))
                        .maybe(record.description_html.as_deref())
                        .all(record.parent.into_iter().map(topic))
                        .date(newest.unwrap_or_default())
                        .0
                });
                base.number(23).all(rows)
            }
            Page::Topic(id, number) => {
                let record = archive.topic(*id);
                // The newest page has a chart and the way to the papers by votes.
                let is_newest = *number == Pages::new(record.papers.len(), site.pages.per_page).last();
                let base = match is_newest {
                    true => self.trend(self.orders(base, Listed::Topic(*id)), &record.papers),
                    false => base,
                };
                self.topic(base.number(24), *id).all(self.paged(&record.papers, *number))
            }
            Page::Votes(listed) => {
                let base = base.number(39);
                let of_period: Vec<PaperId>;
                let (base, papers) = match listed {
                    Listed::Topic(id) => (self.topic(base.number(0), *id), &*archive.topic(*id).papers),
                    Listed::Author(id) => (self.person(base.number(1), *id), &*archive.person(*id).papers),
                    Listed::Organization(id) => {
                        (self.organization(base.number(2), *id), &*archive.organization(*id).papers)
                    }
                    Listed::Period(index) => {
                        of_period = papers_of(archive, &self.plan.periods[*index]);
                        (base.number(3).all(self.period(*index)), of_period.as_slice())
                    }
                };
                let shown = archive.most_voted(papers, site.pages.per_page);
                base.number(papers.len() as u64).all(self.shown(&shown))
            }
            Page::Authors => base.number(25).number(from()).all(self.letters()).all(self.counted_people()),
            Page::AuthorsOf(index) => {
                let base = base.number(from());
                let letter = &self.plan.letters[*index];
                let people = letter.people.iter().map(|&id| {
                    let name = Fold(self.people[id.0 as usize]);
                    name.number(archive.person(id).papers.len() as u64).0
                });
                base.number(38).text(&letter.key).all(people)
            }
            Page::Author(id, number) => {
                let person = archive.person(*id);
                // Co-authors are found on all of a person's papers, so all of them are folded, and with them whether they are there by votes.
                self.person(base.number(26), *id)
                    .all(self.shown(&person.papers))
                    .all(self.paged(&person.papers, *number))
            }
            Page::Organizations => base.number(27).all(self.counted_organizations()),
            Page::Organization(id, number) => {
                let base = self.orders(base.number(28), Listed::Organization(*id));
                self.organization(base, *id).all(self.paged(&archive.organization(*id).papers, *number))
            }
            Page::Plain(index) => {
                let page = &archive.pages[*index];
                let above = page.slug.match_indices('/').filter_map(|(end, _)| {
                    let slug = &page.slug[..end];
                    let at = archive.pages.binary_search_by(|page| page.slug.as_str().cmp(slug)).ok()?;
                    Some(Fold(at as u64).text(slug).text(&archive.pages[at].title).0)
                });
                self.changed(base.number(29), Some(&page.origin)).number(page.digest()).all(above)
            }
            Page::Stats => {
                let topics = archive.largest_topics(STATS_TOPICS);
                let topics =
                    topics.iter().map(|&id| self.trend(Fold(counted(id)), &archive.topic(id).papers).0);
                base.number(40)
                    .all(self.counted_days())
                    .all(
                        archive
                            .trend(archive.paper_ids(), archive.lifetime())
                            .into_iter()
                            .map(|count| count as u64),
                    )
                    .all([archive.papers.len(), archive.topics.len()].into_iter().map(|count| count as u64))
                    .all(topics)
                    .all(self.counted_people())
                    .all(self.counted_organizations())
            }
            Page::Reading => base.number(41),
            Page::Feeds => {
                base.number(30).all(self.topic_ids().map(counted)).all(self.counted_organizations())
            }
            Page::Search => base.number(42).all(self.topic_ids().map(counted)),
            Page::SearchRoot | Page::SearchTerms(_) | Page::SearchWords(_) | Page::SearchCards(_) => {
                let layout = self.plan.search.as_ref()?;
                // Which files there are, and whether rare words are in them, hangs on the number of papers.
                let cut = [u64::from(layout.shared), u64::from(layout.level)];
                let base = base.number(43).all(cut.into_iter());
                match page {
                    Page::SearchTerms(number) => base.number(1).number(self.sums.terms[*number as usize]),
                    Page::SearchWords(number) => base
                        .number(2)
                        .number(self.sums.words[*number as usize])
                        .number(u64::from(leaves_slips_out(archive))),
                    Page::SearchCards(number) => {
                        base.number(3).all(layout.papers_of(*number).iter().map(|&id| {
                            Fold(self.papers[id.0 as usize]).number(u64::from(layout.number(id))).0
                        }))
                    }
                    _ => {
                        let day = |day: &Span| {
                            Fold(u64::from(day.start)).number(u64::from(day.papers)).date(day.date).0
                        };
                        base.number(4)
                            .number(archive.papers.len() as u64)
                            .all(layout.days.iter().map(day))
                            .all(layout.own_slots().map(u64::from))
                    }
                }
            }
            Page::NotFound => base.number(31),
            Page::Redirect(to) => base.number(32).text(to),
            Page::Feed(scope) => {
                let base = base.number(33);
                let all: Vec<PaperId>;
                let (base, papers) = match scope {
                    Scope::Site => {
                        all = archive.paper_ids().take(site.feeds.items).collect();
                        (base.number(0), all.as_slice())
                    }
                    Scope::Topic(id) => (base.number(topic(*id)), &*archive.topic(*id).papers),
                    Scope::Author(id) => (self.person(base, *id), &*archive.person(*id).papers),
                    Scope::Organization(id) => {
                        (base.number(self.organizations[id.0 as usize]), &*archive.organization(*id).papers)
                    }
                };
                base.all(self.shown(&papers[..papers.len().min(site.feeds.items)]))
            }
            Page::Digest => {
                let days = archive.days.iter().zip(&self.days).filter(|(day, _)| !day.papers.is_empty());
                base.number(34).all(days.map(|(_, &fold)| fold).take(crate::site::plan::DIGEST_DAYS))
            }
            Page::Sitemap(part) => {
                let pages = self.plan.sitemap.iter().skip(part * SITEMAP_SIZE).take(SITEMAP_SIZE);
                base.number(35)
                    .all(pages.map(|(address, day)| Fold(4).text(address).date(day.unwrap_or_default()).0))
            }
            Page::SitemapIndex => base.number(36).number(self.plan.sitemap.len() as u64),
            Page::Robots => base.number(37),
            Page::Card(portrait) => self.card(*portrait),
            Page::Data(file) => return self.data(file),
            Page::Llms => base
                .number(46)
                .all(self.counts())
                .date(archive.newest().unwrap_or_default())
                .all(self.topic_ids().map(counted))
                .all(self.parts()),
            Page::Freshness => base
                .number(47)
                .all(self.counts())
                .all(self.newest_of(archive.topics.iter().map(|topic| (&*topic.slug, &*topic.papers))))
                .all(self.newest_of(archive.organizations.iter().map(|own| (&*own.slug, &*own.papers)))),
            Page::Twin(id) => base.number(48).number(self.papers[id.0 as usize]),
            Page::Asset(_) | Page::File(_) | Page::NoJekyll | Page::Schema | Page::Cname => return None,
        };
        Some(fold.0)
    }

    /// Folds when the file that a page is made of was changed last, and by whom.
    fn changed(&self, base: Fold, origin: Option<&Origin>) -> Fold {
        let change = origin.and_then(|origin| self.archive.history.of(&origin.file));
        change.map_or(base.number(0), |change| base.date(change.date).text(change.by))
    }

    /// Whether a list is there by votes too.
    fn orders(&self, base: Fold, listed: Listed) -> Fold {
        base.number(u64::from(self.plan.by_votes.contains(&listed)))
    }

    /// A topic as all pages of its papers show it.
    fn topic(&self, base: Fold, id: TopicId) -> Fold {
        let record = self.archive.topic(id);
        let counted = |id: &TopicId| {
            Fold(self.topics[id.0 as usize]).number(self.archive.topic(*id).papers.len() as u64).0
        };
        base.number(self.topics[id.0 as usize])
            .maybe(record.description_html.as_deref())
            .all(record.parent.iter().map(|parent| self.topics[parent.0 as usize]))
            .all(record.children.iter().map(counted))
    }

    fn organization(&self, base: Fold, id: OrganizationId) -> Fold {
        let record = self.archive.organization(id);
        base.number(self.organizations[id.0 as usize]).maybe(record.url.as_deref())
    }

    /// A week or month with its papers, and what the ways to those beside it hang on.
    fn period(&self, index: usize) -> impl Iterator<Item = u64> {
        let periods = &self.plan.periods;
        let period = &periods[index];
        let near = [index.checked_sub(1), Some(index + 1)].map(|near| {
            let near = near.filter(|&near| periods.get(near).is_some_and(|near| near.kind == period.kind));
            near.map_or(0, |near| {
                let (year, number) = periods[near].key;
                let key = Fold(year as u64).number(u64::from(number));
                self.orders(key, Listed::Period(near)).0
            })
        });
        let days = self.days[period.days.clone()].iter().copied();
        [period.kind as u64].into_iter().chain(near).chain(days)
    }

    /// A card is drawn anew for its words and its colour, not for what stands around pages: drawing takes longer than most.
    fn card(&self, portrait: Portrait) -> Fold {
        let site = self.site;
        let base = Fold(50).text(env!("OFFPRINT_PROGRAM")).text(&site.cards.accent).text(&site.title);
        let base = base.text(site.url()).number(self.texts);
        match portrait {
            Portrait::Site => base.number(1).text(&site.description),
            Portrait::Day(index) => {
                let day = &self.archive.days[index];
                // Titles that cannot be written give their place to others, so all of them count.
                base.number(2).date(day.date).all(self.shown(&day.papers))
            }
            Portrait::Paper(id) => base.number(3).number(self.papers[id.0 as usize]),
        }
    }

    /// A file of data.
    fn data(&self, file: &DataFile) -> Option<u64> {
        let (archive, plan, base) = (self.archive, self.plan, self.base);
        let part = |part: &std::ops::Range<usize>| {
            let papers = parts::papers(archive, part);
            papers.into_iter().map(|id| self.papers[id.0 as usize]).collect::<Vec<_>>().into_iter()
        };
        let fold = match file {
            DataFile::Index => {
                let newest = archive.newest().unwrap_or_default();
                base.number(50).date(newest).all(self.counts()).all(self.parts())
            }
            DataFile::Schema => return None,
            DataFile::Lines(index) => base.number(51).all(part(&plan.lines[*index])),
            DataFile::Bibtex(index) => base.number(52).all(part(&plan.bibtex[*index])),
            DataFile::Day(index, format) => base.number(53 + *format as u64).number(self.days[*index]),
            DataFile::Topic(id, format) => {
                let record = archive.topic(*id);
                let parent = record.parent.map(|parent| self.topics[parent.0 as usize]);
                base.number(60 + *format as u64)
                    .number(self.topics[id.0 as usize])
                    .maybe(record.description_html.as_deref())
                    .all(parent.into_iter())
                    .all(self.shown(&record.papers))
            }
        };
        Some(fold.0)
    }

    fn counts(&self) -> impl Iterator<Item = u64> + use<> {
        let archive = self.archive;
        let counts = [
            archive.papers.len(),
            archive.days.len(),
            archive.topics.len(),
            archive.people.len(),
            archive.organizations.len(),
        ];
        counts.into_iter().map(|count| count as u64)
    }

    /// The parts of the files of all papers, each with its first and last day.
    fn parts(&self) -> impl Iterator<Item = u64> {
        self.plan.lines.iter().chain(&self.plan.bibtex).map(|part| {
            let papers = parts::papers(self.archive, part);
            let ends = [papers.first(), papers.last()].into_iter().flatten();
            let ends = ends.map(|&id| self.archive.paper(id).day().num_days_from_ce() as u64);
            Fold(part.start as u64).number(part.end as u64).all(ends).0
        })
    }

    fn newest_of<'s>(
        &'s self,
        all: impl Iterator<Item = (&'s str, &'s [PaperId])> + 's,
    ) -> impl Iterator<Item = u64> + 's {
        all.map(|(slug, papers)| {
            let newest = papers.first().map(|&id| self.archive.paper(id).day()).unwrap_or_default();
            Fold(6).text(slug).date(newest).0
        })
    }

    /// A day as its page shows it: with the days before and after, and the best of the same day in earlier years.
    fn day(&self, index: usize) -> impl Iterator<Item = u64> {
        let days = &self.archive.days;
        let near = self.archive.beside(index);
        let near = near.map(|near| near.map_or(0, |near| days[near].date.num_days_from_ce() as u64));
        let earlier = self.archive.earlier_years(days[index].date).into_iter().map(|index| {
            let day = &days[index];
            Fold(day.papers.len() as u64).date(day.date).all(self.shown(&day.papers[..1])).0
        });
        near.into_iter().chain([self.days[index]]).chain(earlier)
    }

    /// Days with what their papers are about, and no more of them.
    fn days_of_words(&self, days: std::ops::Range<usize>) -> impl Iterator<Item = u64> {
        self.archive.days[days].iter().map(|day| {
            let words = day.papers.iter().map(|id| self.words[id.0 as usize]);
            Fold(7).date(day.date).all(words).0
        })
    }

    /// Papers a month, and which months those are.
    fn trend(&self, base: Fold, papers: &[PaperId]) -> Fold {
        let months = self.archive.months(1);
        let months = months.iter().map(|month| Fold(month.0 as u64).number(u64::from(month.1)).0);
        let counts = self.archive.trend(papers.iter().copied(), TREND_MONTHS);
        base.all(months).all(counts.into_iter().map(|count| count as u64))
    }

    fn shown(&self, papers: &[PaperId]) -> impl Iterator<Item = u64> {
        papers.iter().map(|id| self.papers[id.0 as usize])
    }

    /// One page of a long list: its papers, and the way to the other pages.
    fn paged(&self, papers: &[PaperId], number: u32) -> impl Iterator<Item = u64> {
        let pages = Pages::new(papers.len(), self.site.pages.per_page);
        let place = [papers.len() as u64, u64::from(number), u64::from(pages.last())];
        place.into_iter().chain(self.shown(&papers[pages.items(number)]))
    }

    fn person(&self, base: Fold, id: PersonId) -> Fold {
        let person = self.archive.person(id);
        base.number(self.people[id.0 as usize])
            .maybe(person.orcid.as_deref())
            .maybe(person.url.as_deref())
            .all(person.spellings.iter().map(|spelling| Fold(5).text(spelling).0))
    }

    fn topic_ids(&self) -> impl Iterator<Item = TopicId> {
        (0..self.archive.topics.len()).map(|index| TopicId(index as u32))
    }

    fn counted_days(&self) -> impl Iterator<Item = u64> {
        self.archive.days.iter().map(|day| Fold(day.papers.len() as u64).date(day.date).0)
    }

    fn letters(&self) -> impl Iterator<Item = u64> {
        self.plan.letters.iter().map(|letter| Fold(letter.people.len() as u64).text(&letter.key).0)
    }

    fn counted_people(&self) -> impl Iterator<Item = u64> {
        let people = self.archive.people.iter().zip(&self.people);
        people.map(|(person, &name)| Fold(name).number(person.papers.len() as u64).0)
    }

    fn counted_organizations(&self) -> impl Iterator<Item = u64> {
        let all = self.archive.organizations.iter().zip(&self.organizations);
        all.map(|(record, &name)| Fold(name).number(record.papers.len() as u64).0)
    }
}
