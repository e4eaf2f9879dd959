//! Digests outside of the site: as e-mail, and as text for chats. They are not files of the site, but are made like them.

use super::*;
use crate::site::shared::digest::{DigestView, Span};
use crate::text::slug;

/// The templates of messages.
pub(super) const TEMPLATES: [&str; 2] = ["digest.html", "digest.txt"];

/// A digest that is sent.
pub(crate) struct Issue {
    /// Identifies it among all issues of the site: `2026-W16`, `2026-04-15.agents`. Its characters are safe in file names.
    pub key: String,
    /// The subject of the message.
    pub subject: String,
    /// The name of the list, for people.
    pub list_name: String,
    /// The `List-Id` (RFC 2919).
    pub list_id: String,
    /// The papers.
    digest: DigestView,
}

/// The values of a message besides the digest.
#[derive(Serialize)]
struct MailView<'a> {
    subject: &'a str,
    /// The number of papers that are not listed.
    more: usize,
    /// The note of the day as plain text.
    note: Option<String>,
    unsubscribe_url: Option<&'a str>,
}

/// The papers that an issue may contain.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Among {
    Site,
    Topic(TopicId),
    /// An index of [`plan::Outline::queries`].
    List(usize),
}

impl Press<'_> {
    /// Returns the index of the list with this name or title.
    ///
    /// # Errors
    /// The names of all lists, if there is none with this name or title.
    pub(crate) fn list_named(&self, name: &str) -> Result<usize, Vec<&str>> {
        let queries = &self.records.outline.queries;
        let is_titled = |title: Option<&str>| slug::is_same_name(self.shared.list_title(title), name);
        let of_name = queries.iter().position(|query| query.name == name);
        let found = of_name.or_else(|| queries.iter().position(|query| is_titled(query.title.as_deref())));
        found.ok_or_else(|| queries.iter().map(|query| query.name.as_str()).collect())
    }

    /// Returns the newest day with papers.
    pub(crate) fn newest_day(&self, among: Among) -> Option<NaiveDate> {
        let archive = self.records.archive;
        let papers = match among {
            Among::Site => return archive.days.iter().find(|day| !day.papers.is_empty()).map(|day| day.date),
            Among::Topic(topic) => &archive.topic(topic).papers,
            Among::List(index) => &self.records.outline.queries[index].papers,
        };
        papers.iter().flat_map(|&id| archive.paper(id).days()).max()
    }

    /// Returns the issue of a day or week with at most `most` papers; none if it has no papers.
    pub(crate) fn issue(&self, span: Span, among: Among, most: usize) -> Option<Issue> {
        let records = &self.records;
        let (slug, digest) = match among {
            Among::Site => (None, records.digest(span, None)?.view(most, &self.shared)),
            Among::Topic(topic) => (
                Some(records.topic(topic).slug()),
                records.digest(span, Some(topic))?.view(most, &self.shared),
            ),
            Among::List(index) => {
                let list = &records.outline.queries[index];
                let papers: HashSet<PaperId> = list.papers.iter().copied().collect();
                let digest = records.digest_of(span, |id| papers.contains(&id))?.view(most, &self.shared);
                let title = self.shared.list_title(list.title.as_deref()).to_owned();
                let guid = format!("{}:list:{}", digest.guid, list.name);
                (Some(list.name.as_str()), DigestView { topic: Some(title), guid, ..digest })
            }
        };
        // A topic and a list may have the same name.
        let part = if matches!(among, Among::List(_)) { ".list." } else { "." };
        let site = self.shared.title();
        let list_name = match &digest.topic {
            Some(topic) => format!("{site} {topic}"),
            None => site.to_owned(),
        };
        Some(Issue {
            key: [span.name(), slug.map_or_else(String::new, |slug| format!("{part}{slug}"))].concat(),
            subject: format!("{}: {}", digest.topic.as_ref().map_or(site, String::as_str), digest.title),
            list_id: self.list_id(slug),
            list_name,
            digest,
        })
    }

    /// Returns a list id below the host of the site: `papers.user.github.io` for `https://user.github.io/papers/`.
    fn list_id(&self, topic: Option<&str>) -> String {
        let host = self.shared.origin().split_once("://").map_or("", |(_, host)| host);
        let is_plain = |char: char| char.is_ascii_alphanumeric() || char == '-';
        let parts = self.shared.root().split('/').filter(|part| !part.is_empty());
        let mut labels: Vec<String> = topic
            .into_iter()
            .chain(parts.rev())
            .map(|part| part.chars().filter(|char| is_plain(*char)).collect())
            .collect();
        labels.push(host.chars().filter(|char| is_plain(*char) || *char == '.').collect());
        labels.retain(|label| !label.is_empty());
        labels.join(".")
    }

    /// Renders an issue as HTML and as plain text.
    ///
    /// # Errors
    /// A template error.
    pub(crate) fn message(&self, issue: &Issue, unsubscribe_url: &str) -> Result<[String; 2], PageError> {
        let views = message_views(issue, unsubscribe_url);
        let render = |template| {
            let bytes = self.theme.engine.render(template, views.clone())?;
            Ok(String::from_utf8_lossy(&bytes).into_owned())
        };
        Ok([render(TEMPLATES[0])?, render(TEMPLATES[1])?])
    }

    /// Renders the messages of all days, and returns the first template error.
    ///
    /// # Errors
    /// The template error.
    pub(crate) fn try_messages(&self) -> Result<(), PageError> {
        for day in &self.records.archive.days {
            let topic = self.records.archive.topic_ids().next().map(Among::Topic);
            for among in [Among::Site].into_iter().chain(topic) {
                let Some(issue) = self.issue(Span::Day(day.date), among, 1) else { continue };
                self.message(&issue, "")?;
                self.message(&issue, "https://example.org/")?;
            }
        }
        Ok(())
    }

    /// Returns an issue in the markup of Slack (mrkdwn). Slack requires `&`, `<` and `>` as entities; nothing else can mention people or
    /// make links.
    pub(crate) fn slack(&self, issue: &Issue) -> String {
        let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        // `|` ends the address of a link.
        let link = |url: &str, text: &str| {
            format!("<{}|{}>", escape(url).replace('|', "%7C"), escape(text).replace('|', "¦"))
        };
        self.chat(issue, &escape, &|text| format!("*{text}*"), &link)
    }

    /// Returns an issue in markdown.
    pub(crate) fn markdown(&self, issue: &Issue) -> String {
        // A chat notifies people that a text mentions; a word joiner after the `@` prevents that.
        let escape = |text: &str| markdown::as_source(text).replace('@', "@\u{2060}");
        let link = |url: &str, text: &str| {
            let url = url.replace('(', "%28").replace(')', "%29").replace(['<', '>', ' '], "");
            format!("[{}]({url})", escape(text))
        };
        self.chat(issue, &escape, &|text| format!("**{text}**"), &link)
    }

    fn chat(
        &self,
        issue: &Issue,
        escape: &dyn Fn(&str) -> String,
        strong: &dyn Fn(&str) -> String,
        link: &dyn Fn(&str, &str) -> String,
    ) -> String {
        let digest = &issue.digest;
        let mut out = format!("{}\n", strong(&link(&digest.url_abs, &issue.subject)));
        for paper in &digest.papers {
            let _ = write!(out, "\n{}\n", strong(&link(&paper.url_abs, &one_line(&paper.title))));
            for line in [&paper.authors, &paper.summary].into_iter().filter(|line| !line.is_empty()) {
                let _ = writeln!(out, "{}", escape(&one_line(line)));
            }
            let links: Vec<String> =
                paper.links.iter().map(|own| link(&own.url, &one_line(&own.label))).collect();
            if !links.is_empty() {
                let _ = writeln!(out, "{}", links.join(" · "));
            }
        }
        let more = digest.count - digest.papers.len();
        if more > 0 {
            let _ = writeln!(
                out,
                "\n{}",
                link(&digest.url_abs, &self.shared.texts.count("more_papers", more, &[]))
            );
        }
        out
    }
}

/// Returns the values of the templates of messages.
pub(super) fn message_views(issue: &Issue, unsubscribe_url: &str) -> [(&'static str, View); 2] {
    let digest = &issue.digest;
    let mail = MailView {
        subject: &issue.subject,
        more: digest.count - digest.papers.len(),
        note: digest.note_html.as_deref().map(|html| markdown::plain_text(html).trim().to_owned()),
        unsubscribe_url: Some(unsubscribe_url).filter(|url| !url.is_empty()),
    };
    [("digest", View::new(digest)), ("mail", View::new(&mail))]
}

/// Returns the text without line breaks and control characters.
fn one_line(text: &str) -> String {
    text.split(|char: char| char.is_whitespace() || char.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
