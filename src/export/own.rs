//! BibTeX that an entry brings along: whether a file of many can hold it.
//!
//! It comes from strangers. One brace too many would take the rest of a file with it, so what is not one sound entry is left to the page of
//! its paper, and the file has the entry that is made.

use std::ops::Range;

/// What months may be written as without quotes; any other name would have to be declared somewhere.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Returns where the key of an entry stands, if the text is one whole entry that any tool reads without a word.
pub(super) fn key(text: &str) -> Option<Range<usize>> {
    let mut reader = Reader { text, at: 0 };
    reader.blank();
    reader.exactly('@')?;
    let kind = reader.word(|char| char.is_ascii_alphabetic())?.to_ascii_lowercase();
    if matches!(kind.as_str(), "comment" | "string" | "preamble") {
        return None;
    }
    reader.blank();
    reader.exactly('{')?;
    reader.blank();
    let start = reader.at;
    reader
        .word(|char| !char.is_whitespace() && char.is_ascii_graphic() && !"{}\"#%~,=\\'()@".contains(char))?;
    let key = start..reader.at;
    let mut fields: Vec<String> = Vec::new();
    loop {
        reader.blank();
        if reader.exactly('}').is_some() {
            break;
        }
        reader.exactly(',')?;
        reader.blank();
        if reader.exactly('}').is_some() {
            break;
        }
        let name = reader
            .word(|char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_'))?
            .to_ascii_lowercase();
        if fields.contains(&name) || !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
            return None;
        }
        reader.blank();
        reader.exactly('=')?;
        let value = reader.value()?;
        if matches!(name.as_str(), "author" | "editor") && !are_names(&value) {
            return None;
        }
        fields.push(name);
    }
    reader.blank();
    (reader.at == text.len() && !fields.is_empty()).then_some(key)
}

/// Tells whether each of the names in a list is one, with no more commas than a name has.
fn are_names(list: &str) -> bool {
    let mut depth = 0usize;
    let mut names: Vec<(usize, usize)> = vec![(0, 0)];
    for word in list.split_whitespace() {
        if depth == 0 && word.eq_ignore_ascii_case("and") {
            names.push((0, 0));
            continue;
        }
        for char in word.chars() {
            match char {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                ',' if depth == 0 => names.iter_mut().next_back().into_iter().for_each(|name| name.1 += 1),
                _ => names.iter_mut().next_back().into_iter().for_each(|name| name.0 += 1),
            }
        }
    }
    names.iter().all(|&(letters, commas)| letters > 0 && commas <= 2)
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn blank(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn exactly(&mut self, wanted: char) -> Option<()> {
        self.rest().starts_with(wanted).then(|| self.at += wanted.len_utf8())
    }

    fn word(&mut self, is_part: impl Fn(char) -> bool) -> Option<&'t str> {
        let rest = self.rest();
        let end = rest.find(|char| !is_part(char)).unwrap_or(rest.len());
        self.at += end;
        (end > 0).then(|| &rest[..end])
    }

    /// Texts in braces or quotes, numbers and months, put together by `#`.
    fn value(&mut self) -> Option<String> {
        let mut value = String::new();
        loop {
            self.blank();
            match self.rest().chars().next()? {
                '{' => value.push_str(self.balanced('}')?),
                '"' => value.push_str(self.balanced('"')?),
                _ => {
                    let word = self.word(|char| char.is_ascii_alphanumeric())?;
                    let is_known = word.bytes().all(|byte| byte.is_ascii_digit())
                        || MONTHS.iter().any(|month| word.eq_ignore_ascii_case(month));
                    if !is_known {
                        return None;
                    }
                    value.push_str(word);
                }
            }
            self.blank();
            if self.exactly('#').is_none() {
                return Some(value);
            }
        }
    }

    /// Returns what stands up to `end` outside of inner braces.
    fn balanced(&mut self, end: char) -> Option<&'t str> {
        let rest = self.rest();
        let mut depth = 0usize;
        for (at, char) in rest.char_indices().skip(1) {
            match char {
                _ if char == end && depth == 0 => {
                    self.at += at + 1;
                    return Some(&rest[1..at]);
                }
                '{' => depth += 1,
                '}' => depth = depth.checked_sub(1)?,
                // Tools take it for the next entry.
                '@' if rest[..at].ends_with('\n') => return None,
                char if char.is_control() && !char.is_whitespace() => return None,
                _ => {}
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn an_entry_is_known_by_its_key() {
        let sound = [
            "@misc{a:b/1, title = {T}}",
            " @Article { k-1 ,\n title = \"A {\"}B\" # \" c\", year = 2020, month = jan # \"~3\", } ",
            "@misc{k, author = {{A, B, C, D} and Jones, Jr., E}}",
        ];
        let keys = sound.map(|text| key(text).map(|range| &text[range]));
        assert_eq!(keys, [Some("a:b/1"), Some("k-1"), Some("k")]);
    }

    #[test]
    fn what_would_break_a_file_is_no_entry() {
        let broken = [
            "",
            "words",
            "@misc{k}",
            "@misc{, title = {T}}",
            "@misc{k, title = {T}",
            "@misc{k, title = {T}}}",
            "@misc{k, title = {T}} @misc{l, title = {U}}",
            "@misc{k, title = {T}, Title = {U}}",
            "@misc{k, title = name}",
            "@misc{k, title = \"a}b{\"}",
            "@misc{k, author = {A and and B}}",
            "@misc{k, author = {A, B, C, D}}",
            "@string{k = {T}}",
            "@misc{k, title = {\n@misc{l}}}",
        ];
        for text in broken {
            assert_eq!(key(text), None, "{text}");
        }
    }
}
