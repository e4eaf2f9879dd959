//! Limits of an entry: its size, the lengths of its lists and lines, and how much it adds to the site.

use super::EntryReader;
use crate::config::Limits;
use crate::content::Reading;
use crate::content::growth;
use crate::content::keys::{PLAIN_KEYS, PaperFacts};
use crate::content::problems;
use crate::content::raw::{RawPaper, TextOr};
use crate::diagnostic::{Diagnostic, Location};

impl EntryReader<'_> {
    /// Returns whether the texts of the entry are within the site's limit, and reports an entry that is too large.
    /// The limit on file sizes does not cover single entries of a YAML file.
    pub(super) fn is_small_enough(
        &self,
        raw: &RawPaper,
        reading: &Reading<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> bool {
        let most = reading.site.limits.entry_kilobytes * 1_000;
        let texts = [&raw.title, &raw.summary, &raw.r#abstract, &raw.bibtex].into_iter().flatten();
        let len = texts.chain(lines(raw).map(|(_, text)| text)).map(String::len).sum::<usize>();
        if len > most {
            diagnostics.push(problems::large_entry(self.origin.place(), len, most));
        }
        len <= most
    }

    /// Returns whether each list of the entry, and each text that lists repeat, is within the site's limits. Reports
    /// those that are not.
    pub(super) fn is_within_limits(
        &self,
        raw: &RawPaper,
        reading: &Reading<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> bool {
        fn len<T>(list: Option<&Vec<T>>) -> usize {
            list.map_or(0, Vec::len)
        }
        let (known, limits, origin) = (diagnostics.len(), &reading.site.limits, &self.origin);
        let other = raw.links.as_ref().and_then(|links| links.other.as_ref());
        let mut list = |list: ListLimit, count: usize, place: &dyn Fn() -> Location| {
            diagnostics.extend(list.exceeded(limits, count, place));
        };
        list(ListLimit::Dates, len(raw.date.as_ref().map(|dates| &dates.0)), &|| origin.key("date"));
        list(ListLimit::Authors, len(raw.authors.as_ref()), &|| origin.key("authors"));
        list(ListLimit::Editors, len(raw.editors.as_ref()), &|| origin.key("editors"));
        list(ListLimit::Topics, len(raw.topics.as_ref()), &|| origin.key("topics"));
        list(ListLimit::Keywords, len(raw.keywords.as_ref()), &|| origin.key("keywords"));
        list(ListLimit::Aliases, len(raw.aliases.as_ref()), &|| origin.key("aliases"));
        list(ListLimit::Links, len(other), &|| origin.within("links", "other"));
        let mut line = |text: Option<&String>, place: &dyn Fn() -> Location| {
            diagnostics.extend(text.and_then(|text| long_line(text, limits, place)));
        };
        line(raw.title.as_ref(), &|| origin.key("title"));
        lines(raw).for_each(|(key, text)| line(Some(text), &|| origin.key(key)));
        match &raw.withdrawn {
            Some(TextOr::Text(reason)) => line(Some(reason), &|| origin.key("withdrawn")),
            Some(TextOr::More(more)) => line(more.reason.as_ref(), &|| origin.within("withdrawn", "reason")),
            None => {}
        }
        match &raw.organization {
            Some(TextOr::Text(handle)) => line(Some(handle), &|| origin.key("organization")),
            Some(TextOr::More(more)) => {
                line(more.handle.as_ref(), &|| origin.within("organization", "handle"));
                line(more.name.as_ref(), &|| origin.within("organization", "name"));
            }
            None => {}
        }
        // Only the first such item of a list is reported.
        let mut first = |key: &str, texts: &mut dyn Iterator<Item = &String>| {
            let mut long = texts.enumerate();
            diagnostics
                .extend(long.find_map(|(index, text)| long_line(text, limits, &|| origin.item(key, index))));
        };
        first("topics", &mut raw.topics.iter().flatten());
        first("keywords", &mut raw.keywords.iter().flatten());
        first("aliases", &mut raw.aliases.iter().flatten());
        for (key, people) in [("authors", &raw.authors), ("editors", &raw.editors)] {
            let mut people = people.iter().flatten().enumerate();
            diagnostics.extend(people.find_map(|(index, author)| match author {
                TextOr::Text(name) => long_line(name, limits, &|| origin.item(key, index)),
                TextOr::More(author) => {
                    let fields = [
                        ("name", &author.name),
                        ("family", &author.family),
                        ("given", &author.given),
                        ("suffix", &author.suffix),
                        ("affiliation", &author.affiliation),
                    ];
                    fields.into_iter().find_map(|(field, text)| {
                        long_line(text.as_ref()?, limits, &|| origin.item_field(&[key], index, field))
                    })
                }
            }));
        }
        let mut labels = other.into_iter().flatten().enumerate();
        diagnostics.extend(labels.find_map(|(index, link)| {
            long_line(link.label.as_ref()?, limits, &|| {
                origin.item_field(&["links", "other"], index, "label")
            })
        }));
        diagnostics.len() == known
    }

    /// Returns whether the entry adds no more to the site than the settings allow. Reports it if it adds more.
    pub(super) fn is_moderate(
        &self,
        paper: &PaperFacts,
        reading: &Reading<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> bool {
        let rates = growth::Rates::new(reading.site);
        let (growth, most) = (growth::of_paper(paper, &rates), growth::allowed(reading.site));
        if growth.bytes > most {
            let cause = growth::most(paper, &rates);
            diagnostics.push(problems::too_much_growth(self.origin.place(), growth, most, cause));
        }
        growth.bytes <= most
    }
}

/// Lists of an entry that a setting limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::content) enum ListLimit {
    Authors,
    Editors,
    Topics,
    Dates,
    Aliases,
    Keywords,
    Links,
}

impl ListLimit {
    /// Returns the problem of a list of `count` items, where the settings allow fewer.
    pub fn exceeded(self, limits: &Limits, count: usize, place: &dyn Fn() -> Location) -> Option<Diagnostic> {
        let most = match self {
            ListLimit::Authors | ListLimit::Editors => limits.authors,
            ListLimit::Topics => limits.topics,
            ListLimit::Dates => limits.dates,
            ListLimit::Aliases => limits.aliases,
            ListLimit::Keywords => limits.keywords,
            ListLimit::Links => limits.links,
        };
        (count > most).then(|| problems::too_many(place(), self, count, most))
    }
}

/// Returns the problem of a one-line text that is longer than the settings allow.
pub(in crate::content) fn long_line(
    text: &str,
    limits: &Limits,
    place: &dyn Fn() -> Location,
) -> Option<Diagnostic> {
    let most = limits.line_characters;
    // A text never has more characters than bytes.
    let count = if text.len() > most { text.chars().count() } else { 0 };
    (count > most).then(|| problems::long_line(place(), count, most))
}

/// Returns the one-line plain keys that an entry has, with their texts.
fn lines(raw: &RawPaper) -> impl Iterator<Item = (&'static str, &String)> {
    PLAIN_KEYS.iter().filter_map(|plain| Some((plain.key, (plain.written)(raw)?)))
}
