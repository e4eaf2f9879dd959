//! Requests to Hugging Face, arXiv and doi.org, and checks that the responses are complete.
//!
//! It does not know entries. It turns queries into URLs, and returns the responses as bytes for the sources to read.

use super::fetch::{Client, Expected};
use super::record::Record;
use super::report::Ledger;
use super::source::{Broken, Input, Source, SourceItem};
use crate::config::Import;
use crate::text::titles;
use chrono::NaiveDate;
use std::collections::HashSet;

/// Requests papers.
pub struct Asker<'a> {
    /// The client for requests.
    pub client: Client<'a>,
    /// The settings under `[import]`.
    pub settings: &'a Import,
}

/// Number of papers on one page of Hugging Face (its maximum).
const PAGE: usize = 100;
/// Number of papers in one request to arXiv: fewer than arXiv allows, since large answers are slow and sometimes
/// incomplete.
const SLICE: usize = 200;

impl Asker<'_> {
    /// Returns the daily papers of a day, page by page.
    ///
    /// # Errors
    /// A message, if a page cannot be fetched or is not a list.
    pub fn hf(&self, day: NaiveDate) -> Result<Vec<Vec<u8>>, String> {
        let mut pages: Vec<Vec<u8>> = Vec::new();
        for page in 0..100 {
            let base = &self.settings.hf_url;
            let url = format!("{base}/api/daily_papers?date={day}&limit={PAGE}&p={page}");
            let body = self.client.get(&url, Expected::Json)?;
            let count = count(&body).map_err(|why| format!("{}: {why}", self.client.name(&url)))?;
            // A server without paging returns the first page for every request.
            let is_last = count < PAGE || pages.last() == Some(&body);
            if (count > 0 && pages.last() != Some(&body)) || page == 0 {
                pages.push(body);
            }
            if is_last {
                break;
            }
        }
        Ok(pages)
    }

    /// Returns the feeds of papers of arXiv by their ids.
    ///
    /// # Errors
    /// A message, if a feed cannot be fetched.
    pub fn arxiv_ids(&self, ids: &[String]) -> Result<Vec<Vec<u8>>, String> {
        let mut feeds = Vec::new();
        for ids in ids.chunks(PAGE) {
            let list: Vec<String> = ids.iter().map(|id| escape(id)).collect();
            feeds.push(self.arxiv(&format!("id_list={}&max_results={}", list.join(","), ids.len()))?);
        }
        Ok(feeds)
    }

    /// Returns the feeds with the results of a search at arXiv, newest first, at most `most` papers.
    ///
    /// # Errors
    /// A message, if a feed cannot be fetched or stays empty although there are more results.
    pub fn arxiv_search(&self, query: &str, most: usize) -> Result<Vec<Vec<u8>>, String> {
        let (mut feeds, mut start, mut empty) = (Vec::new(), 0, 0);
        while start < most {
            let slice = SLICE.min(most - start);
            let feed = self.arxiv(&format!(
                "search_query={}&start={start}&max_results={slice}&sortBy=submittedDate&sortOrder=descending",
                escape(query)
            ))?;
            let text = String::from_utf8_lossy(&feed);
            let count = text.matches("<entry").count();
            let total = text
                .split_once("totalResults")
                .and_then(|(_, rest)| rest.split_once('>'))
                .and_then(|(_, rest)| rest.split('<').next()?.trim().parse::<usize>().ok())
                .unwrap_or(start + count);
            if count == 0 && start < total.min(most) {
                // arXiv sometimes returns an empty page. A later request has the results.
                empty += 1;
                if empty == 3 {
                    return Err(format!(
                        "arXiv reported {total} results but returned {start}; try again later"
                    ));
                }
                continue;
            }
            start += count;
            feeds.push(feed);
            if count == 0 || start >= total {
                break;
            }
        }
        Ok(feeds)
    }

    fn arxiv(&self, query: &str) -> Result<Vec<u8>, String> {
        self.client.get_from_arxiv(&format!("{}/api/query?{query}", self.settings.arxiv_url))
    }

    /// Returns the records of papers at arXiv.
    ///
    /// # Errors
    /// A message, if the request fails or arXiv answers with an error.
    pub fn records(&self, ids: &[String]) -> Result<Vec<Record>, String> {
        let ids: Vec<String> = ids.iter().map(|id| arxiv_name(id)).collect();
        let mut records = Vec::new();
        for feed in self.arxiv_ids(&ids)? {
            records.extend(read(&super::arxiv::Arxiv, &feed)?);
        }
        Ok(records)
    }

    /// Returns the ids that the feeds have no entry for; none if a feed cannot be read.
    pub fn unknown(ids: &[String], feeds: &[Vec<u8>]) -> Vec<String> {
        let records: Result<Vec<Vec<Record>>, String> =
            feeds.iter().map(|feed| read(&super::arxiv::Arxiv, feed)).collect();
        let Ok(records) = records else { return Vec::new() };
        let known: HashSet<String> = records.into_iter().flatten().map(|record| record.id).collect();
        ids.iter().filter(|id| !known.contains(&id.replace('/', "-"))).cloned().collect()
    }

    /// Returns the paper at arXiv with a title, if there is one.
    ///
    /// # Errors
    /// A message, if the request fails or arXiv answers with an error.
    pub fn title(&self, title: &str) -> Result<Option<Record>, String> {
        let words: Vec<&str> =
            title.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let mut records = Vec::new();
        for feed in self.arxiv_search(&format!("ti:\"{}\"", words.join(" ")), 10)? {
            records.extend(read(&super::arxiv::Arxiv, &feed)?);
        }
        let expected = titles::letters(title);
        Ok(records.into_iter().find(|record| titles::letters(&record.title) == expected))
    }

    /// Returns the record of a DOI.
    ///
    /// # Errors
    /// A message, if the DOI is unknown or the answer is not BibTeX.
    pub fn doi(&self, doi: &str) -> Result<Option<Record>, String> {
        let path: Vec<String> = doi.split('/').map(escape).collect();
        let url = format!("{}/{}", self.settings.doi_url, path.join("/"));
        let body = self.client.get(&url, Expected::BibTex)?;
        let mut record = read(&super::bibtex::BibTex, &body)?.into_iter().next();
        if let Some(record) = &mut record {
            record.links.retain(|(key, _)| *key != "doi");
            record.links.push(("doi", doi.to_owned()));
            // Publishers put "RETRACTED:" before the title at Crossref.
            super::withdrawal::mark(record, "", None);
        }
        Ok(record)
    }
}

/// Reads an answer into records.
fn read(source: &dyn Source, bytes: &[u8]) -> Result<Vec<Record>, String> {
    let mut bytes = bytes;
    let mut records = Vec::new();
    let mut input = Input { bytes: &mut bytes, stem: String::new(), day: None };
    let done = source.read(&mut input, &mut Ledger::default(), &mut |found, _| {
        if let SourceItem::Paper(record) = found {
            records.push(*record);
        }
        true
    });
    done.map(|()| records).map_err(|Broken(why)| why)
}

/// Returns the number of items of a JSON list.
fn count(body: &[u8]) -> Result<usize, String> {
    match serde_json::from_slice::<Vec<serde::de::IgnoredAny>>(body) {
        Ok(items) => Ok(items.len()),
        Err(error) if error.is_eof() => Err("the answer ends in the middle: it was cut off".to_owned()),
        Err(_) => Err(match super::fetch::words_of(body) {
            Some(words) => format!("the server says: {words}"),
            None => "the answer is not a list of papers".to_owned(),
        }),
    }
}

/// Returns the arXiv id of a paper id: `math/0309136` of `math-0309136`.
fn arxiv_name(id: &str) -> String {
    crate::text::identifier::arxiv_of_paper_id(id).unwrap_or_else(|| id.to_owned())
}

/// Percent-encodes a text for a query or a path; slashes stay.
fn escape(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte))
            }
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
