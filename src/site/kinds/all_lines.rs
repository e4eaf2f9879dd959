//! All papers as JSON lines, oldest first, in several files if necessary.

use super::*;
use std::ops::Range;

pub struct AllLines;

inputs! {
    pub struct Part<'a> {
        pub papers: Vec<PaperInput<'a>>,
    }
}

impl Planning<'_> {
    /// Claims the files of all papers in a format. Returns the range of papers in each.
    pub(super) fn all_papers<K: Registered<Id = usize>>(
        &mut self,
        whole: parts::Whole,
        bytes: usize,
        extension: &str,
    ) -> Vec<Range<usize>> {
        let parts = parts::cut(self.archive, whole, bytes, parts::PART);
        for part in 0..parts.len() {
            self.claim::<K>(&routes::part(extension, part, parts.len()), part);
        }
        parts
    }
}

impl<'a> Records<'a> {
    pub(super) fn part(&'a self, range: &Range<usize>) -> Part<'a> {
        Part { papers: self.papers(&parts::papers(self.archive, range)) }
    }
}

impl Kind for AllLines {
    /// An index of [`crate::site::plan::Outline::lines`].
    type Id = usize;
    type Inputs<'a> = Part<'a>;
    const GROUP: &'static str = "all papers as JSON";
    const SWITCHES: &'static [Switch] =
        &[Switch { setting: "[data] papers", is_on: |site| site.data.papers != Wish::No }];

    fn plan(planning: &mut Planning<'_>) {
        let data = planning.outline.data;
        if data.papers {
            let whole = parts::Whole::Lines { abstracts: data.abstracts };
            planning.outline.lines = planning.all_papers::<AllLines>(whole, planning.shares.lines, "jsonl");
        }
    }

    fn inputs<'a>(&part: &usize, records: &'a Records<'a>) -> Part<'a> {
        records.part(&records.outline.lines[part])
    }

    fn make(Part { papers }: &Part<'_>, shared: &Shared<'_>) -> Made {
        let depth = if shared.data().abstracts { Depth::Whole } else { Depth::Facts };
        let mut out = Vec::with_capacity(papers.len() * if depth == Depth::Whole { 2_000 } else { 700 });
        for &paper in papers {
            line(&record(paper, depth, shared), &mut out);
        }
        Made::Bytes(out)
    }
}

/// Appends a value on one line. Some programs split lines at Unicode separators too, so these are escaped.
fn line(value: &impl Serialize, out: &mut Vec<u8>) {
    let start = out.len();
    serde_json::to_writer(&mut *out, value).expect("invariant: texts and lists of them are JSON");
    const SEPARATORS: [(&str, &str); 3] =
        [("\u{85}", "\\u0085"), ("\u{2028}", "\\u2028"), ("\u{2029}", "\\u2029")];
    let text = str::from_utf8(&out[start..]).expect("invariant: JSON is UTF-8");
    if !text.is_ascii() && SEPARATORS.iter().any(|(separator, _)| text.contains(separator)) {
        let escaped = SEPARATORS
            .iter()
            .fold(text.to_owned(), |text, (separator, escape)| text.replace(separator, escape));
        out.truncate(start);
        out.extend_from_slice(escaped.as_bytes());
    }
    out.push(b'\n');
}
