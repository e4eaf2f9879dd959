//! Daily papers of Hugging Face: the JSON of `GET /api/daily_papers`.

use super::json;
use super::record::{self, Organization, Record};
use super::report::{Fate, Ledger, NO_KEY};
use super::source::{Broken, Each, Input, Source, SourceItem, Texts};
use super::withdrawal;
use crate::content::Counts;
use crate::text::date::PartialDate;
use chrono::NaiveDate;
use serde_json::Value;

/// Hugging Face's daily papers.
pub struct HuggingFace;

/// Keys of a paper that are imported.
const KNOWN: [&str; 16] = [
    "id",
    "authors",
    "publishedAt",
    "submittedOnDailyAt",
    "submittedOnDailyBy",
    "title",
    "summary",
    "upvotes",
    "projectPage",
    "githubRepo",
    "githubStars",
    "ai_summary",
    "ai_summary_model",
    "ai_keywords",
    "organization",
    "mediaUrls",
];

/// Who writes the summaries, if the source does not name the model.
const WRITER: &str = "AI (Hugging Face)";

impl Source for HuggingFace {
    fn name(&self) -> &'static str {
        "hf"
    }

    fn authority(&self) -> u8 {
        2
    }

    fn is_whole(&self) -> bool {
        true
    }

    fn is_daily(&self) -> bool {
        true
    }

    fn extension(&self) -> &'static str {
        "json"
    }

    fn read(&self, input: &mut Input<'_>, ledger: &mut Ledger, each: &mut Each<'_>) -> Result<(), Broken> {
        let day = input.day;
        json::items(input.bytes, |number, item| {
            let found = match paper(&item, day, ledger) {
                Ok(record) => {
                    SourceItem::Paper(Box::new(Record { place: format!("line {number}"), ..record }))
                }
                Err(why) => SourceItem::Skipped { place: format!("line {number}"), why },
            };
            each(found, ledger)
        })
    }
}

fn paper(item: &Value, asked: Option<NaiveDate>, ledger: &mut Ledger) -> Result<Record, String> {
    let paper = item.get("paper").unwrap_or(item);
    let text = |key: &str| paper.get(key).and_then(Value::as_str);
    let id = match paper.get("id") {
        Some(Value::String(id)) => id,
        Some(Value::Number(id)) => {
            return Err(format!("its id is the number {id}: a zero at the end may be lost"));
        }
        _ => return Err("it has no id".to_owned()),
    };
    let (id, version) = record::arxiv_id(id)
        .or_else(|| super::source::id_of(id).map(|id| (id, 0)))
        .ok_or_else(|| format!("`{}` is not valid as an id", id.escape_debug()))?;
    let title = text("title").or_else(|| item.get("title")?.as_str()).unwrap_or_default();
    if title.trim().is_empty() {
        return Err(format!("{id} has no title"));
    }
    let published = text("publishedAt").and_then(record::day);
    let on_daily = text("submittedOnDailyAt").and_then(record::day);
    let sent = item.get("publishedAt").and_then(Value::as_str).and_then(record::day);
    // Before this date, the outer date was the day on the list. Since then it is the date on arXiv, which differs by
    // some hours.
    let turned = NaiveDate::from_ymd_opt(2025, 3, 17);
    let day = asked.or(on_daily).or_else(|| {
        let day = sent.filter(|day| Some(*day) < turned).or(published)?;
        ledger.note("date", Fate::Guessed, "the list has no date; the submission date is used", &id);
        Some(day)
    });
    let day = day.ok_or_else(|| format!("{id} has no date"))?;
    // The keys around a paper repeat keys of the paper, except these.
    let around =
        ["thumbnail", "mediaUrl", "isAuthorParticipating"].into_iter().filter(|key| item.get(*key).is_some());
    let inside = paper.as_object().into_iter().flatten().map(|(key, _)| key.as_str());
    for key in inside.filter(|key| !KNOWN.contains(key)).chain(around) {
        ledger.note_named(key, Fate::Dropped, NO_KEY, &id);
    }
    let (mut authors, mut others) = (Vec::new(), false);
    for author in paper.get("authors").and_then(Value::as_array).into_iter().flatten() {
        if author.get("hidden").and_then(Value::as_bool) == Some(true) {
            ledger.note("authors", Fate::Dropped, "hidden in the source", &id);
            continue;
        }
        let name = author.get("name").and_then(Value::as_str).or(author.as_str()).unwrap_or_default();
        let (people, has_more) = Texts { id: &id, ledger, is_tex: false }.person(name);
        authors.extend(people);
        others |= has_more;
    }
    let organization = paper.get("organization").or(item.get("organization")).and_then(|organization| {
        let of =
            |key: &str| organization.get(key).and_then(Value::as_str).unwrap_or_default().trim().to_owned();
        let handle = of("name");
        let avatar = Some(of("avatar")).filter(|avatar| record::address(avatar).is_some());
        (!handle.is_empty()).then(|| (Organization { handle, name: of("fullname") }, avatar))
    });
    let (organization, logo) = organization.unzip();
    let submitted_by = paper
        .get("submittedOnDailyBy")
        .and_then(|by| by.get("user").or(by.get("name")))
        .or_else(|| item.get("submittedBy")?.get("name"))
        .and_then(Value::as_str);
    let mut links = Vec::new();
    for (key, name) in [("code", "githubRepo"), ("project", "projectPage")] {
        match text(name).filter(|url| !url.trim().is_empty()).map(record::address) {
            Some(Some(url)) => links.push((key, url)),
            Some(None) => ledger.note("links", Fate::Dropped, "not a web address", &id),
            None => {}
        }
    }
    let media = paper.get("mediaUrls").or(item.get("mediaUrls")).and_then(Value::as_array);
    let media = media.into_iter().flatten().filter_map(|url| record::address(url.as_str()?));
    let (pictures, videos): (Vec<String>, Vec<String>) = media.partition(|url| !is_video(url));
    let keywords = paper.get("ai_keywords").and_then(Value::as_array).into_iter().flatten();
    let count =
        |value: Option<&Value>| value.and_then(Value::as_u64).and_then(|count| u32::try_from(count).ok());
    let mut texts = Texts { id: &id, ledger, is_tex: false };
    let summary = text("summary").or_else(|| item.get("summary")?.as_str()).unwrap_or_default();
    let mut record = Record {
        version,
        title: texts.title(title),
        abstract_: texts.prose(summary),
        summary: texts.line("summary", text("ai_summary").unwrap_or_default()),
        summary_by: text("ai_summary_model")
            .map_or_else(|| WRITER.to_owned(), |model| model.trim().to_owned()),
        pictures,
        has_video: !videos.is_empty(),
        logo: logo.flatten().unwrap_or_default(),
        authors,
        others,
        organization,
        featured: vec![day],
        published: published.map(PartialDate::from),
        keywords: keywords
            .filter_map(Value::as_str)
            .map(|word| word.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|word| !word.is_empty())
            .collect(),
        links,
        submitted_by: submitted_by.unwrap_or_default().trim().to_owned(),
        counts: Counts {
            upvotes: count(paper.get("upvotes")),
            comments: count(item.get("numComments")),
            stars: count(paper.get("githubStars")),
        },
        id,
        ..Record::default()
    };
    withdrawal::mark(&mut record, "", None);
    Ok(record)
}

/// Returns whether an address is that of a video, by its extension.
fn is_video(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or(url).to_ascii_lowercase();
    [".mp4", ".mov", ".webm", ".qt", ".m4v", ".mkv", ".avi"].iter().any(|end| path.ends_with(end))
}
