//! Footnotes: references in the text, the notes below it, and links between them.

use std::collections::BTreeMap;

use super::writer::Writer;

#[derive(Default)]
pub(super) struct Notes {
    /// Label to number and count of references.
    pub(super) numbers: BTreeMap<String, (usize, usize)>,
    pub(super) definitions: Vec<(String, String)>,
    /// The enclosing output while a definition is written.
    pub(super) outer: Vec<(String, String)>,
}

impl Writer<'_> {
    pub(super) fn reference(&mut self, label: &str) {
        let next = self.notes.numbers.len() + 1;
        let entry = self.notes.numbers.entry(label.to_owned()).or_insert((next, 0));
        entry.1 += 1;
        let (number, count) = *entry;
        let prefix = self.how.id_prefix;
        let id = if count == 1 {
            format!("{prefix}fnref-{number}")
        } else {
            format!("{prefix}fnref-{number}-{count}")
        };
        self.out.push_str("<sup");
        self.attribute("class", "footnote");
        self.attribute("id", &id);
        self.out.push_str(&format!("><a href=\"#{prefix}fn-{number}\">{number}</a></sup>"));
    }

    pub(super) fn write_notes(&mut self) {
        let mut definitions = std::mem::take(&mut self.notes.definitions);
        if self.inline || definitions.is_empty() {
            return;
        }
        let last = self.notes.numbers.len();
        definitions
            .sort_by_key(|(label, _)| self.notes.numbers.get(label).map_or(last + 1, |(number, _)| *number));
        self.out.push_str("<section");
        self.attribute("class", "footnotes");
        self.attribute("aria-label", "Footnotes");
        self.out.push_str("><ol>\n");
        let prefix = self.how.id_prefix;
        for (label, body) in definitions {
            // A second definition of a note is shown below the first, which the references link to.
            let number = self.notes.numbers.remove(&label).map(|(number, _)| number);
            self.out.push_str("<li");
            if let Some(number) = number {
                self.attribute("id", &format!("{prefix}fn-{number}"));
            }
            self.out.push('>');
            let body = body.trim_end();
            let (body, closing) = body.strip_suffix("</p>").map_or((body, ""), |body| (body, "</p>"));
            self.out.push_str(body);
            if let Some(number) = number {
                self.out.push_str(&format!(" <a href=\"#{prefix}fnref-{number}\""));
                self.attribute("aria-label", &format!("Back to reference {number}"));
                self.out.push_str(">↩</a>");
            }
            self.out.push_str(closing);
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol></section>\n");
    }
}
