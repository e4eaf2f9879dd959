//! Records of `content/` other than papers: notes, pages, vocabularies, metrics.

use super::entry::{ListLimit, aliases_of, line_of, long_line, one_line, text_of};
use super::paper::{
    Counts, DayNote, Metrics, OrganizationRecord, Origin, PersonRecord, PlainPage, TopicRecord,
};
use super::papers::understand;
use super::problems::{self, Part};
use super::raw::{
    METRICS, NOTE, ORGANIZATIONS, PAGE, PEOPLE, RawMetrics, RawNote, RawOrganizationRecord, RawOrganizations,
    RawPage, RawPeople, RawPerson, RawTopic, RawTopics, TOPICS, Table, TextOr,
};
use super::texts::{PAGE_PREFIX, Text, TextFindings, of_folder, prefix};
use super::{Content, Reading, front, stem};
use crate::diagnostic::{Diagnostic, Step};
use crate::source::FilePath;
use crate::text::date::day;
use crate::text::identifier::{self, web_address};
use crate::text::ideographs::Folds;
use crate::text::slug;

/// Reads an editor's note for one day. Its front matter is optional.
pub(super) fn note(file: &FilePath, text: &str, reading: &Reading<'_>, content: &mut Content) {
    let Some(date) = day(stem(file)).filter(|_| stem(file).len() == 10) else {
        content.diagnostics.push(problems::bad_note_name(file));
        content.broken += 1;
        return;
    };
    let origin = Origin { file: file.clone(), index: None };
    let known = content.diagnostics.len();
    let (raw, body) = match front::split(text) {
        Err(front::NoFront::Open) => {
            content.diagnostics.push(problems::no_front(Part { file, offset: 0, text }, true));
            content.broken += 1;
            return;
        }
        Err(front::NoFront::Absent) => (RawNote::default(), text.strip_prefix('\u{feff}').unwrap_or(text)),
        Ok(parts) => {
            let front = Part { file, offset: parts.front.start, text: &text[parts.front] };
            let (raw, _) = understand::<RawNote>(front, &NOTE, &mut content.diagnostics);
            (raw.unwrap_or_default(), &text[parts.body])
        }
    };
    if raw.draft == Some(true) && !reading.drafts {
        content.drafts += 1;
        return;
    }
    let mut found = TextFindings::default();
    let page = format!("days/{date}/");
    let at = Some(text.len() - body.len());
    let prefix = prefix(&date.to_string(), "note");
    let text = Text {
        origin: &origin,
        path: vec![Step::Body],
        at,
        page: &page,
        id_prefix: &prefix,
        language: &reading.site.language,
    };
    let (html, _) = text.block(body, reading, &mut found);
    content.diagnostics.append(&mut found.diagnostics);
    match content.diagnostics[known..].iter().any(Diagnostic::is_error) {
        true => content.broken += 1,
        false => content.notes.push(DayNote { origin, date, html, inner_links: found.links }),
    }
}

/// Reads a plain page.
pub(super) fn page(file: &FilePath, text: &str, reading: &Reading<'_>, content: &mut Content) {
    let known = content.diagnostics.len();
    let part = Part { file, offset: 0, text };
    let parts = match front::split(text) {
        Ok(parts) => parts,
        Err(none) => {
            content.diagnostics.push(problems::no_front(part, none == front::NoFront::Open));
            content.broken += 1;
            return;
        }
    };
    let front = Part { file, offset: parts.front.start, text: &text[parts.front] };
    let (raw, misfits) = understand::<RawPage>(front, &PAGE, &mut content.diagnostics);
    let Some(raw) = raw else {
        content.broken += 1;
        return;
    };
    if raw.draft == Some(true) && !reading.drafts {
        content.drafts += 1;
        return;
    }
    let slug = file.strip_prefix("content/pages/").unwrap_or(file);
    let slug = of_folder(slug.strip_suffix(".md").unwrap_or(slug)).to_owned();
    let origin = Origin { file: file.clone(), index: None };
    if !slug.split('/').all(identifier::is_paper_id) {
        content.diagnostics.push(problems::bad_page_name(origin.place(), &slug));
    }
    let folds = Folds::new(front.text);
    let title = unfolded(raw.title, &folds).unwrap_or_default();
    if title.is_empty() && !misfits.contains("title") {
        content.diagnostics.push(problems::missing(origin.key("title"), "title"));
    }
    let updated = raw.updated.and_then(|text| {
        day(&text).or_else(|| {
            content.diagnostics.push(problems::bad_day(origin.key("updated"), &text));
            None
        })
    });
    let mut found = TextFindings::default();
    let address = format!("{slug}/");
    let at = Some(parts.body.start);
    let text_of_page = Text {
        origin: &origin,
        path: vec![Step::Body],
        at,
        page: &address,
        id_prefix: PAGE_PREFIX,
        language: &reading.site.language,
    };
    let (html, outline) = text_of_page.block(&text[parts.body], reading, &mut found);
    content.diagnostics.append(&mut found.diagnostics);
    let aliases = raw.aliases.unwrap_or_default();
    let too_many =
        ListLimit::Aliases.exceeded(&reading.site.limits, aliases.len(), &|| origin.key("aliases"));
    content.diagnostics.extend(too_many);
    let aliases = aliases_of(&origin, &address, aliases, &mut content.diagnostics);
    if content.diagnostics[known..].iter().any(Diagnostic::is_error) {
        content.broken += 1;
        return;
    }
    content.pages.push(PlainPage {
        slug,
        title,
        description: unfolded(raw.description, &folds),
        weight: raw.weight,
        updated,
        html,
        outline,
        aliases,
        inner_links: found.links,
        origin,
    });
}

/// Returns a text on one line, without the spaces that line breaks of the YAML text added.
fn unfolded(text: Option<String>, folds: &Folds<'_>) -> Option<String> {
    line_of(text.map(|text| folds.remove(text)))
}

/// Reads the vocabulary of topics.
pub(super) fn topics(file: &FilePath, text: &str, reading: &Reading<'_>, content: &mut Content) {
    let part = Part::of_yaml(file, text);
    let (raw, _) = understand::<RawTopics>(part, &TOPICS, &mut content.diagnostics);
    // An unreadable vocabulary counts as none, so that it does not make topics unknown.
    let Some(Table(raw)) = raw else { return };
    let (mut all, folds) = (Vec::new(), Folds::new(part.text));
    for (key, raw) in raw {
        let origin = Origin { file: file.clone(), index: None };
        let slug = checked_slug(&origin, &key, &mut content.diagnostics);
        let raw = more(raw, |name| RawTopic { name: Some(name), ..RawTopic::default() });
        check_name(&origin, &key, raw.name.as_ref(), reading, &mut content.diagnostics);
        let mut found = TextFindings::default();
        let page = format!("topics/{slug}/");
        let path = vec![Step::Key(key.clone()), Step::Key("description".into())];
        let text = Text {
            origin: &origin,
            path,
            at: None,
            page: &page,
            id_prefix: "",
            language: &reading.site.language,
        };
        let description = text_of(raw.description);
        let description_html =
            description.map(|description| text.inline(&folds.removed(&description), reading, &mut found));
        content.diagnostics.append(&mut found.diagnostics);
        all.push(TopicRecord {
            name: unfolded(raw.name, &folds).unwrap_or_else(|| slug::words(&slug)),
            description_html,
            aliases: raw.aliases.unwrap_or_default().iter().map(|alias| slug::slug(alias)).collect(),
            parent: raw.parent.map(|parent| slug::slug(&parent)),
            slug,
            origin,
        });
    }
    content.topics = Some(all);
}

/// Reads the records of organizations.
pub(super) fn organizations(file: &FilePath, text: &str, reading: &Reading<'_>, content: &mut Content) {
    let part = Part::of_yaml(file, text);
    let (raw, _) = understand::<RawOrganizations>(part, &ORGANIZATIONS, &mut content.diagnostics);
    let folds = Folds::new(part.text);
    for (handle, raw) in raw.unwrap_or_default().0 {
        let origin = Origin { file: file.clone(), index: None };
        let raw =
            more(raw, |name| RawOrganizationRecord { name: Some(name), ..RawOrganizationRecord::default() });
        check_name(&origin, &handle, raw.name.as_ref(), reading, &mut content.diagnostics);
        let url = address_of(&origin, &handle, "url", raw.url, &mut content.diagnostics);
        let logo = address_of(&origin, &handle, "logo", raw.logo, &mut content.diagnostics);
        let name = unfolded(raw.name, &folds).unwrap_or_else(|| one_line(&handle));
        content.organizations.push(OrganizationRecord { origin, handle, name, url, logo });
    }
}

/// Reads the records of people with several names.
pub(super) fn people(file: &FilePath, text: &str, reading: &Reading<'_>, content: &mut Content) {
    let part = Part::of_yaml(file, text);
    let (raw, _) = understand::<RawPeople>(part, &PEOPLE, &mut content.diagnostics);
    let folds = Folds::new(part.text);
    for (key, raw) in raw.unwrap_or_default().0 {
        let origin = Origin { file: file.clone(), index: None };
        let slug = checked_slug(&origin, &key, &mut content.diagnostics);
        let raw = more(raw, |name| RawPerson { name: Some(name), ..RawPerson::default() });
        check_name(&origin, &key, raw.name.as_ref(), reading, &mut content.diagnostics);
        let orcid = raw.orcid.and_then(|text| {
            identifier::orcid(&text).or_else(|| {
                content.diagnostics.push(problems::bad_orcid(origin.within(&key, "orcid"), &text));
                None
            })
        });
        let url = address_of(&origin, &key, "url", raw.url, &mut content.diagnostics);
        let name = unfolded(raw.name, &folds).unwrap_or_else(|| slug::words(&slug));
        let aliases = raw.aliases.unwrap_or_default().into_iter();
        let aliases = aliases.map(|alias| one_line(&folds.remove(alias))).collect();
        content.people.push(PersonRecord { origin, slug, name, aliases, orcid, url });
    }
}

/// Reads a file of counts.
pub(super) fn metrics(file: &FilePath, text: &str, content: &mut Content) {
    let part = Part::of_yaml(file, text);
    let (raw, misfits) = understand::<RawMetrics>(part, &METRICS, &mut content.diagnostics);
    let Some(raw) = raw else { return };
    let origin = Origin { file: file.clone(), index: None };
    let as_of = match raw.as_of {
        Some(text) => match day(&text) {
            Some(day) => day,
            None => return content.diagnostics.push(problems::bad_day(origin.key("as_of"), &text)),
        },
        None if misfits.contains("as_of") => return,
        None => return content.diagnostics.push(problems::missing(origin.key("as_of"), "as_of")),
    };
    let papers = raw.papers.unwrap_or_default().0.into_iter().filter_map(|(id, counts)| {
        let counts = counts?;
        Some((id, Counts { upvotes: counts.upvotes, comments: counts.comments, stars: counts.stars }))
    });
    content.metrics.push(Metrics { origin, as_of, papers: papers.collect() });
}

/// Returns the record of a vocabulary's value: the mapping, or a record with only the name, or an empty one.
fn more<T: Default>(raw: Option<TextOr<T>>, named: impl FnOnce(String) -> T) -> T {
    match raw {
        Some(TextOr::More(raw)) => raw,
        Some(TextOr::Text(name)) => named(name),
        None => T::default(),
    }
}

/// Reports a key or name of a vocabulary that is longer than the settings allow. The limit exists because the pages of
/// all its papers repeat it.
fn check_name(
    origin: &Origin,
    key: &str,
    name: Option<&String>,
    reading: &Reading<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let limits = &reading.site.limits;
    diagnostics.extend(long_line(key, limits, &|| origin.key(key)));
    diagnostics.extend(name.and_then(|name| long_line(name, limits, &|| origin.within(key, "name"))));
}

/// Returns a vocabulary's key as a slug. Reports a key that is not a slug; the hyphen of a device name is optional.
fn checked_slug(origin: &Origin, key: &str, diagnostics: &mut Vec<Diagnostic>) -> String {
    let slug = slug::slug(key);
    if !slug::is_written(&slug, key) {
        diagnostics.push(problems::bad_slug(origin.key(key), key, &slug));
    }
    slug
}

/// Returns the address under `field` of the record `key`, and reports an invalid one.
fn address_of(
    origin: &Origin,
    key: &str,
    field: &str,
    url: Option<String>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<String> {
    let url = url?;
    let address = web_address(&url);
    if address.is_none() {
        diagnostics.push(problems::bad_url(origin.within(key, field), &url));
    }
    address
}
