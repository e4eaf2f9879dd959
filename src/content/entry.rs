//! Checks a paper as written: checks every value and reports every problem.

mod limits;
mod people;
mod text;

pub(super) use limits::{ListLimit, long_line};
pub(super) use text::{line_of, one_line, text_of};

use super::Reading;
use super::index_terms::Terms;
use super::keys::{PaperFacts, PlainValues, SpecialValues};
use super::paper::{Counts, Excerpt, InnerLink, Links, Notes, Origin, Paper, Withdrawn};
use super::problems::{self, Part};
use super::raw::{Free, RawLinks, RawPaper, RawWithdrawn, TextOr};
use super::texts::{Text, TextFindings, prefix};
use crate::config;
use crate::diagnostic::{Diagnostic, Location, Step};
use crate::text::bibtex;
use crate::text::date::PartialDate;
use crate::text::identifier::{self, web_address};
use crate::text::ideographs::Folds;
use crate::text::keyphrases::Keyphrases;
use crate::text::language::{Languages, Texts};
use crate::text::meaning::Meaning;
use crate::text::{filename, markdown, percent};
use std::collections::BTreeSet;

/// Reads one entry: its values and its problems.
pub(super) struct EntryReader<'a> {
    pub origin: Origin,
    /// The id that follows from the file name.
    pub stem: Option<&'a str>,
    /// The markdown below the front matter; `None` in YAML files.
    pub body: Option<Part<'a>>,
    /// Keys with invalid values. These are already reported, and do not count as missing.
    pub misfits: &'a BTreeSet<String>,
    /// The line breaks of the YAML text with the values.
    pub folds: &'a Folds<'a>,
}

impl EntryReader<'_> {
    /// Checks a paper. Returns `None` if it cannot be shown; then at least one problem is an error.
    pub fn check(
        &self,
        mut raw: RawPaper,
        reading: &Reading<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Paper> {
        let mut found = TextFindings::default();
        let known = diagnostics.len();
        if !self.is_small_enough(&raw, reading, diagnostics) {
            return None;
        }
        // Lists are counted before their items are checked: a list gives one problem, not one per item.
        if !self.is_within_limits(&raw, reading, diagnostics) {
            return None;
        }
        let plain = PlainValues::check(&mut raw, &self.origin, self.folds, diagnostics);
        let id = self.id(raw.id.as_deref(), diagnostics);
        let title = self.title(raw.title, diagnostics);
        let dates = self.dates(raw.date.map(|dates| dates.0), diagnostics);
        let (authors, others) = self.people("authors", raw.authors.unwrap_or_default(), diagnostics);
        let (editors, other_editors) = self.people("editors", raw.editors.unwrap_or_default(), diagnostics);
        let organization =
            raw.organization.and_then(|organization| self.organization(organization, diagnostics));
        let links = self.links(raw.links.unwrap_or_default(), id.as_deref().unwrap_or(""), diagnostics);
        let withdrawn = raw.withdrawn.and_then(|withdrawn| self.withdrawn(withdrawn, diagnostics));
        self.counts(raw.author_count, authors.len(), diagnostics);

        let page = format!("papers/{}/", id.as_deref().unwrap_or(""));
        let [abstract_prefix, notes_prefix] =
            ["abstract", "notes"].map(|text| prefix(id.as_deref().unwrap_or(""), text));
        let site = reading.site;
        let languages = [raw.lang.as_deref().unwrap_or(""), &site.entry_language, &site.language];
        let language = languages.into_iter().find(|tag| config::is_language(tag)).unwrap_or("").to_owned();
        let language = &*language;
        let text = |step: Step, id_prefix| {
            let at = self.body.filter(|_| step == Step::Body).map(|body| body.offset);
            Text { origin: &self.origin, path: vec![step], at, page: &page, id_prefix, language }
        };
        let title = self.folds.removed(&title.unwrap_or_default()).into_owned();
        let title_html = text(Step::Key("title".into()), "").title(&title, reading, &mut found);
        let summary_html = raw.summary.filter(|summary| !summary.trim().is_empty()).map(|summary| {
            text(Step::Key("summary".into()), "").inline(&self.folds.removed(&summary), reading, &mut found)
        });
        let body = self.body.map_or("", |body| body.text);
        // The body is the abstract, unless the front matter has one: then the body is notes.
        let abstract_ = raw.r#abstract.as_deref().map(|text| self.folds.removed(text));
        let (abstract_, abstract_step, notes) = match &abstract_ {
            Some(text) => (&**text, Step::Key("abstract".into()), body),
            None => (body, Step::Body, ""),
        };
        let texts = [text(abstract_step, &abstract_prefix), text(Step::Body, &notes_prefix)];
        let [(abstract_html, _), (notes_html, outline)] =
            Text::blocks([(&texts[0], abstract_), (&texts[1], notes)], reading, &mut found);
        if abstract_.trim().is_empty() && !self.misfits.contains("abstract") {
            diagnostics.push(problems::empty_abstract(self.origin.key("abstract"), self.body.is_some()));
        }
        let notes = (!notes.trim().is_empty()).then_some(Notes { html: notes_html, outline });
        diagnostics.append(&mut found.diagnostics);

        let aliases = aliases_of(&self.origin, &page, raw.aliases.unwrap_or_default(), diagnostics);
        let lang = text_of(raw.lang).and_then(|tag| match config::is_language(&tag) {
            true => Some(tag),
            false => self.report(diagnostics, problems::bad_lang(self.origin.key("lang"), &tag)),
        });
        found.links.extend(self.files_named(&links, plain.thumbnail.as_deref()));
        if diagnostics[known..].iter().any(Diagnostic::is_error) {
            return None;
        }
        let beginning =
            if abstract_html.is_empty() { summary_html.as_deref().unwrap_or("") } else { &abstract_html };
        let mut excerpt = markdown::excerpt(beginning, reading.site.pages.excerpt);
        if excerpt.cut {
            // Shorter sentences say too little.
            let least = reading.site.pages.excerpt / 4;
            match markdown::whole_sentences(&excerpt.html, least) {
                Some(end) => {
                    excerpt.html.truncate(end);
                    excerpt.cut = false;
                }
                None => excerpt.html.truncate(excerpt.html.trim_end_matches(['.', ',', ':', ' ']).len()),
            }
        }
        let title = markdown::plain_text(&title_html);
        let bibtex = text_of(raw.bibtex).and_then(|text| {
            let year = plain.published.or(dates.first().copied()).map_or(0, PartialDate::year);
            let why = match bibtex::sound(&text, year) {
                Ok(sound) => return Some(sound.into_owned()),
                Err(why) => why,
            };
            self.report(diagnostics, problems::bad_bibtex(self.origin.key("bibtex"), &why))
        });
        let text = prose_of(summary_html.as_deref(), &abstract_html);
        let special = SpecialValues {
            keyphrases: Keyphrases::new(&title, &text, &plain.keywords),
            meaning: Meaning::new(&title, &text),
            voted: None,
            languages: Languages::detect(
                lang,
                &Texts {
                    title: &title,
                    abstract_html: &abstract_html,
                    summary_html: summary_html.as_deref().unwrap_or(""),
                    notes_html: notes.as_ref().map_or("", |notes| &notes.html),
                },
            ),
            author_count: raw.author_count.map_or(0, |count| count as usize).max(authors.len()),
            title_html: if title == title_html { String::new() } else { title_html },
            title,
            authors,
            others,
            editors,
            other_editors,
            organization,
            dates,
            summary_html,
            excerpt: Excerpt::new(excerpt.html, &abstract_html),
            excerpt_cut: excerpt.cut,
            abstract_html,
            notes,
            links,
            bibtex,
            counts: Counts { upvotes: raw.upvotes, comments: raw.comments, stars: raw.stars },
            withdrawn,
            aliases,
            extra: raw
                .extra
                .into_iter()
                .flat_map(|extra| extra.0)
                .map(|(key, Free(value))| (key, value))
                .collect(),
            inner_links: found.links,
            id: id?,
            origin: self.origin.clone(),
        };
        let facts = PaperFacts::new(special, plain);
        if !self.is_moderate(&facts, reading, diagnostics) {
            return None;
        }
        let terms = if reading.site.search.enabled { Terms::new(&facts) } else { Terms::default() };
        Some(Paper::new(facts, terms))
    }

    fn report<T>(&self, diagnostics: &mut Vec<Diagnostic>, problem: Diagnostic) -> Option<T> {
        diagnostics.push(problem);
        None
    }

    fn id(&self, id: Option<&str>, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
        let (id, problem) = match (id, self.stem) {
            (Some(id), _) => (id, problems::bad_id(self.origin.key("id"), id)),
            (None, _) if self.misfits.contains("id") => return None,
            (None, Some(stem)) => (stem, problems::bad_file_name(self.origin.key("id"), stem)),
            (None, None) => return self.report(diagnostics, problems::missing_id(self.origin.key("id"))),
        };
        match identifier::is_paper_id(id) {
            true => Some(id.to_owned()),
            false => self.report(diagnostics, problem),
        }
    }

    fn title(&self, title: Option<String>, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
        match title {
            None if self.misfits.contains("title") => None,
            None => self.report(diagnostics, problems::missing(self.origin.key("title"), "title")),
            Some(title) => {
                let title = one_line(&title);
                if title.is_empty() {
                    diagnostics.push(problems::empty_title(self.origin.key("title")));
                }
                Some(title)
            }
        }
    }

    fn dates(&self, dates: Option<Vec<String>>, diagnostics: &mut Vec<Diagnostic>) -> Vec<PartialDate> {
        let Some(texts) = dates else {
            if !self.misfits.contains("date") {
                diagnostics.push(problems::missing(self.origin.key("date"), "date"));
            }
            return Vec::new();
        };
        let mut all = Vec::with_capacity(texts.len());
        for (index, text) in texts.iter().enumerate() {
            let place =
                if texts.len() == 1 { self.origin.key("date") } else { self.origin.item("date", index) };
            match PartialDate::parse(text) {
                Some(date) => all.push(date),
                None => diagnostics.push(problems::bad_date(place, text)),
            }
        }
        if texts.is_empty() {
            diagnostics.push(problems::missing(self.origin.key("date"), "date"));
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    fn links(&self, mut raw: RawLinks, id: &str, diagnostics: &mut Vec<Diagnostic>) -> Links {
        let mut links = Links { arxiv: identifier::arxiv_of_paper_id(id), ..Links::default() };
        let at = |key: &str| self.origin.within("links", key);
        if let Some(text) = raw.arxiv.take() {
            match identifier::arxiv(&text) {
                Some(id) => links.arxiv = Some(id),
                None => diagnostics.push(problems::bad_arxiv(at("arxiv"), &text)),
            }
        }
        if let Some(text) = raw.doi.take() {
            match identifier::doi(&text) {
                Some(doi) => links.doi = Some(doi),
                None => diagnostics.push(problems::bad_doi(at("doi"), &text)),
            }
        }
        if links.arxiv.is_none() {
            // arXiv gives each of its papers a DOI.
            links.arxiv = links.doi.as_deref().and_then(identifier::arxiv);
        }
        for (kind, url) in raw.take_named() {
            let url = self.url_at(at(kind.key()), url, diagnostics);
            links.named.extend(url.map(|url| (kind, url)));
        }
        for (index, link) in raw.other.unwrap_or_default().into_iter().enumerate() {
            let place = self.origin.item_field(&["links", "other"], index, "url");
            let Some(url) = link.url else {
                if !self.misfits.contains("links") {
                    diagnostics.push(problems::link_without_url(place));
                }
                continue;
            };
            if let Some(url) = self.url_at(place, url, diagnostics) {
                links.other.push((line_of(link.label).unwrap_or_else(|| url.clone()), url));
            }
        }
        links
    }

    /// Returns the files of this site that the entry names outside of its texts.
    fn files_named(&self, links: &Links, thumbnail: Option<&str>) -> Vec<InnerLink> {
        let named =
            links.named.iter().map(|(kind, url)| (url.as_str(), self.origin.within("links", kind.key())));
        let other = links.other.iter().enumerate().map(|(index, (_, url))| {
            (url.as_str(), self.origin.item_field(&["links", "other"], index, "url"))
        });
        let files = named.chain(other).map(|(url, place)| (url, place, false));
        let picture = thumbnail.map(|url| (url, self.origin.key("thumbnail"), true));
        files
            .chain(picture)
            .filter_map(|(url, place, image)| {
                let target = url.strip_prefix('/')?.to_owned();
                Some(InnerLink { target, image, place, written: url.to_owned() })
            })
            .collect()
    }

    fn withdrawn(
        &self,
        withdrawn: TextOr<RawWithdrawn>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Withdrawn> {
        let (reason, date) = match withdrawn {
            TextOr::Text(text) => {
                let flag = problems::flag_meant(&text);
                // `true` and `false` are values of YAML; other flags are reported.
                let is_value = flag.is_some_and(|flag| text.eq_ignore_ascii_case(&flag.to_string()));
                if flag.is_some() && !is_value {
                    diagnostics.push(problems::no_reason(self.origin.key("withdrawn"), &text));
                }
                // A flag or a date alone is not a reason, but its meaning is clear.
                match flag {
                    Some(false) => return None,
                    Some(true) => (String::new(), None),
                    None if PartialDate::parse(&text).is_some() => (String::new(), Some(text)),
                    None => (text, None),
                }
            }
            TextOr::More(more) => (more.reason.unwrap_or_default(), more.date),
        };
        let date = date.and_then(|text| {
            let place = || self.origin.within("withdrawn", "date");
            PartialDate::parse(&text).or_else(|| self.report(diagnostics, problems::bad_date(place(), &text)))
        });
        Some(Withdrawn { reason: one_line(&reason), date })
    }

    fn url_at(&self, place: Location, url: String, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
        match web_address(&url) {
            Some(url) => Some(url),
            None => self.report(diagnostics, problems::bad_url(place, &url)),
        }
    }
}

/// Reads old addresses of the page `page`: paths below the root. A static host ignores queries and fragments, so
/// addresses that differ only in these are equal.
pub(super) fn aliases_of(
    origin: &Origin,
    page: &str,
    aliases: Vec<String>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let mut all = Vec::with_capacity(aliases.len());
    let own = filename::key(page.trim_end_matches('/'));
    for (index, alias) in aliases.into_iter().enumerate() {
        match alias_path(&alias) {
            // On some systems both are one file, and a page cannot redirect to itself.
            Ok(path) if filename::key(path.trim_end_matches('/')) == own => {
                diagnostics.push(problems::own_address(origin.item("aliases", index), &alias));
            }
            Ok(path) if all.contains(&path) => {}
            Ok(path) => all.push(path),
            Err(why) => diagnostics.push(problems::bad_alias(origin.item("aliases", index), &alias, &why)),
        }
    }
    all
}

/// Returns the path of an old address below the root, or what is wrong with it.
fn alias_path(alias: &str) -> Result<String, String> {
    let path = alias.trim();
    if path.contains("://") {
        return Err("it has a host; write only the path".to_owned());
    }
    let path = path[..path.find(['?', '#']).unwrap_or(path.len())].trim_start_matches('/');
    // Decoded, as the host looks for the file.
    let path = percent::decode(path);
    // `/a/index.html` and `/a/` are the same page.
    let path = match path.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder.to_owned(),
        _ => path,
    };
    if path.is_empty() {
        return Err("it names no page".to_owned());
    }
    let forbidden = |c: char| c.is_control() || c == '\u{fffd}' || "\\<>\"|*?".contains(c);
    if let Some(character) = path.chars().find(|&character| forbidden(character)) {
        let shown =
            if character.is_control() { character.escape_debug().to_string() } else { character.into() };
        return Err(format!("`{shown}` does not belong in a path"));
    }
    let mut parts = path.trim_end_matches('/').split('/');
    match parts.find(|part| part.is_empty() || part.starts_with('.')) {
        Some("") => Err("nothing is between two `/`".to_owned()),
        // Hidden files and folders, such as those of Git, are never old addresses.
        Some(part) => Err(format!("the part `{part}` begins with `.`")),
        None => Ok(path),
    }
}

/// Returns the plain text of an abstract and a summary.
fn prose_of(summary_html: Option<&str>, abstract_html: &str) -> String {
    let mut text = markdown::prose(abstract_html);
    if let Some(summary) = summary_html {
        text.push('\n');
        text.push_str(&markdown::prose(summary));
    }
    text
}
