//! LaTeX, HTML and JATS in titles, names and abstracts, converted to Unicode and markdown.
//!
//! Formulas do not change. A command with more than one possible meaning does not change either, and is reported. This
//! module does not know the source of a text.

mod commands;
mod markup;
mod tex;

use commands::{Command, Style};

/// The kind of a text, which decides the allowed markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One line without markup except formulas.
    Title,
    /// A person's name.
    Name,
    /// Paragraphs, as markdown.
    Prose,
}

/// A converted text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Fixed {
    pub text: String,
    /// Commands that were not converted.
    pub unsure: Vec<String>,
}

/// Converts LaTeX to Unicode. `is_tex` means that the text certainly is LaTeX, in which braces only group.
pub(crate) fn fix(text: &str, kind: Kind, is_tex: bool) -> Fixed {
    let text = joined(&markup::plain(text, kind), kind);
    // Most texts have nothing to convert.
    let (out, unsure) = match has_signs(&text) {
        true => {
            let mut fixing = Fixing::new(&text, kind, is_tex);
            fixing.span(0, fixing.chars.len(), 0);
            (fixing.out, fixing.unsure)
        }
        false if kind != Kind::Prose => return Fixed { text, unsure: Vec::new() },
        false => (text, Vec::new()),
    };
    let text = match kind {
        Kind::Prose => {
            let paragraphs: Vec<String> =
                out.split("\n\n").map(paragraph).filter(|text| !text.is_empty()).collect();
            paragraphs.join("\n\n")
        }
        Kind::Title | Kind::Name => out.split_whitespace().collect::<Vec<_>>().join(" "),
    };
    Fixed { text, unsure }
}

/// Returns whether a text has signs with a meaning in LaTeX or markdown. Without them, [`Fixing`] copies each character.
fn has_signs(text: &str) -> bool {
    let mut before = 0;
    text.bytes().any(|byte| {
        let is_double = byte == before && matches!(byte, b'-' | b'\'');
        before = byte;
        is_double || matches!(byte, b'\\' | b'{' | b'}' | b'$' | b'~' | b'`' | b'<' | b'*' | b'_' | b']')
    })
}

/// Converts accents to letters outside formulas, and nothing else.
pub(crate) fn accents(text: &str) -> String {
    let mut fixing = Fixing::new(text, Kind::Name, false);
    let to = fixing.chars.len();
    let mut at = 0;
    while at < to {
        at = match fixing.at(at) {
            Some('$') => fixing.math(at, to),
            Some('\\') => fixing.only_accent(at, to).unwrap_or_else(|| fixing.copy(at)),
            Some('{') if fixing.at(at + 1) == Some('\\') => {
                let len = fixing.out.len();
                // `{\"o}`: the braces are removed if they contain nothing else.
                match fixing.only_accent(at + 1, to) {
                    Some(end) if fixing.at(end) == Some('}') => end + 1,
                    _ => {
                        fixing.out.truncate(len);
                        fixing.copy(at)
                    }
                }
            }
            _ => fixing.copy(at),
        };
    }
    fixing.out
}

/// Joins hard-wrapped lines. In prose, an empty or indented line begins a paragraph.
fn joined(text: &str, kind: Kind) -> String {
    if kind != Kind::Prose {
        return text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let mut out = String::with_capacity(text.len());
    let mut is_new = true;
    for line in text.lines() {
        let is_indented = line.starts_with("  ");
        let line = line.trim();
        if line.is_empty() {
            is_new = true;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if is_new || is_indented { "\n\n" } else { " " });
        }
        let mut words = line.split_whitespace();
        out.push_str(words.next().unwrap_or(""));
        for word in words {
            out.push(' ');
            out.push_str(word);
        }
        is_new = false;
    }
    out
}

/// Returns a paragraph on one line, escaped so that it does not begin a heading, a list or a quotation.
fn paragraph(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let after = &text[digits..];
    if digits > 0 && digits < 10 && (after.starts_with(". ") || after.starts_with(") ")) {
        return format!("{}\\{after}", &text[..digits]);
    }
    let opens = text.starts_with(['#', '>']) || ["- ", "+ ", "* "].iter().any(|mark| text.starts_with(mark));
    if opens { format!("\\{text}") } else { text }
}

/// The maximum length of a group or a formula in characters. It bounds the search for a closing brace.
const FAR: usize = 5_000;

/// The maximum depth of nested groups and commands.
const DEPTH: usize = 20;

struct Fixing<'a> {
    chars: Vec<(usize, char)>,
    /// For each brace that opens a group, the distance to its closing brace; 0 for all other characters. Nested groups
    /// are matched once, not once per level.
    groups: Vec<u32>,
    text: &'a str,
    kind: Kind,
    is_tex: bool,
    /// The number of stars in the text. A single star has no meaning in markdown.
    stars: usize,
    out: String,
    unsure: Vec<String>,
    /// The number of commands that were not converted.
    left: usize,
    /// The number of accents of the current letter.
    accents: usize,
}

impl<'a> Fixing<'a> {
    fn new(text: &'a str, kind: Kind, is_tex: bool) -> Fixing<'a> {
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        Fixing {
            groups: groups(&chars),
            chars,
            text,
            kind,
            is_tex,
            stars: text.matches('*').count(),
            out: String::with_capacity(text.len() + 16),
            unsure: Vec::new(),
            left: 0,
            accents: 0,
        }
    }

    fn at(&self, index: usize) -> Option<char> {
        self.chars.get(index).map(|(_, char)| *char)
    }

    /// Returns the text of a range of characters.
    fn slice(&self, from: usize, to: usize) -> &str {
        let byte = |index: usize| self.chars.get(index).map_or(self.text.len(), |(byte, _)| *byte);
        self.text.get(byte(from)..byte(to)).unwrap_or("")
    }

    /// Copies a character. Returns the index of the next one.
    fn copy(&mut self, at: usize) -> usize {
        self.out.extend(self.at(at));
        at + 1
    }

    /// Writes the letter of the command at `at`. Returns where it ends.
    fn only_accent(&mut self, at: usize, to: usize) -> Option<usize> {
        let first = self.at(at + 1)?;
        if let Some(mark) = commands::accent(first) {
            // `\c` is an accent, `\cite` is not.
            let is_whole = !first.is_ascii_alphabetic()
                || !self.at(at + 2).is_some_and(|next| next.is_ascii_alphabetic());
            return if is_whole { self.accent(mark, at + 2, to) } else { None };
        }
        let end = (at + 1..to).find(|&end| !self.at(end).is_some_and(|char| char.is_ascii_alphabetic()));
        let end = end.unwrap_or(to);
        match commands::known(self.slice(at + 1, end)) {
            Some(Command::Letter(letter)) => {
                self.out.push_str(letter);
                Some(self.after_command(end, to, true))
            }
            _ => None,
        }
    }

    /// Converts the characters `from..to`.
    fn span(&mut self, from: usize, to: usize, depth: usize) {
        let mut at = from;
        while at < to {
            at = self.step(at, to, depth).max(at + 1);
        }
    }

    /// Converts the element at `at`. Returns where the next element begins.
    fn step(&mut self, at: usize, to: usize, depth: usize) -> usize {
        let Some(char) = self.at(at) else { return to };
        let next = if at + 1 < to { self.at(at + 1) } else { None };
        match char {
            '\\' => self.command(at, to, depth),
            '$' => self.math(at, to),
            '{' => self.group(at, to, depth),
            'h' | 'f' | 'w' if self.is_address(at) => {
                let end = (at..to)
                    .find(|&end| {
                        self.at(end).is_some_and(|char| char.is_whitespace() || "{}<>".contains(char))
                    })
                    .unwrap_or(to);
                let address = self.slice(at, end).replace("\\_", "_").replace("\\%", "%").replace("\\#", "#");
                self.out.push_str(&address.replace("\\~", "~"));
                end
            }
            '~' => {
                let before = at.checked_sub(1).and_then(|before| self.at(before));
                // Before a number it may mean "about", if nothing or a bracket is before it.
                let ends = before.is_some_and(|char| !char.is_whitespace() && !"~([{=<>/".contains(char));
                let begins = next.is_some_and(|char| !char.is_whitespace() && char != '~');
                self.out.push(if ends && begins { ' ' } else { '~' });
                at + 1
            }
            '-' if next == Some('-') => self.dashes(at, to),
            '`' if next == Some('`') => {
                self.out.push('“');
                at + 2
            }
            '\'' if next == Some('\'') => {
                self.out.push('”');
                at + 2
            }
            _ => {
                self.literal(char, at, next);
                at + 1
            }
        }
    }

    /// Writes a literal character, escaped if necessary.
    fn literal(&mut self, char: char, at: usize, next: Option<char>) {
        let before = at.checked_sub(1).and_then(|before| self.at(before));
        let is_word = |char: Option<char>| char.is_some_and(char::is_alphanumeric);
        let is_markup = self.kind == Kind::Prose
            && match char {
                '<' => {
                    next.is_some_and(|next| next.is_ascii_alphabetic() || "/!?".contains(next))
                        && !self.is_tag(at)
                }
                '*' => {
                    let is_blank = |char: Option<char>| char.is_none_or(char::is_whitespace);
                    self.stars > 1 && !(is_blank(before) && is_blank(next))
                }
                '_' => !(is_word(before) && is_word(next)),
                '`' => true,
                ']' => next == Some('('),
                _ => false,
            };
        if is_markup {
            self.out.push('\\');
        }
        self.out.push(char);
    }

    /// Returns whether a plain HTML tag, which has the same meaning in markdown, begins at a place.
    fn is_tag(&self, at: usize) -> bool {
        const TAGS: [&str; 6] = ["em", "i", "b", "strong", "sub", "sup"];
        let rest = self.slice(at + 1, (at + 9).min(self.chars.len()));
        let name = rest.strip_prefix('/').unwrap_or(rest).split_once('>');
        name.is_some_and(|(name, _)| TAGS.contains(&name))
    }

    fn is_address(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.at(before));
        let rest = self.slice(at, (at + 8).min(self.chars.len()));
        before.is_none_or(|before| !before.is_alphanumeric())
            && ["http://", "https://", "ftp://", "www."].iter().any(|start| rest.starts_with(start))
    }

    /// Writes hyphens. Two between numbers or words become a dash; a possible option of a program does not change.
    fn dashes(&mut self, at: usize, to: usize) -> usize {
        let end = (at..to).find(|&end| self.at(end) != Some('-')).unwrap_or(to);
        let before = at.checked_sub(1).and_then(|before| self.at(before));
        let after = self.at(end);
        let is_blank = |char: Option<char>| char.is_none_or(char::is_whitespace);
        let is_certain = is_blank(before) == is_blank(after) || !is_blank(before);
        match (end - at, is_certain) {
            (2, true) => self.out.push('–'),
            (3, true) => self.out.push('—'),
            (count, _) => self.out.extend(std::iter::repeat_n('-', count)),
        }
        end
    }

    /// Copies a formula, or the dollar sign of an amount of money.
    fn math(&mut self, at: usize, to: usize) -> usize {
        let width = if self.at(at + 1) == Some('$') { 2 } else { 1 };
        let is_end = |index: usize| {
            self.at(index) == Some('$')
                && (width == 1 || self.at(index + 1) == Some('$'))
                && !self.is_escaped(index)
        };
        let end = (at + width..to.min(at + FAR))
            .take_while(|&index| self.at(index) != Some('\n'))
            .find(|&index| is_end(index));
        let Some(end) = end.filter(|&end| end > at + width) else {
            self.out.push('$');
            return at + 1;
        };
        let inside = self.slice(at + width, end);
        let is_money = width == 1
            && inside.starts_with(|first: char| first.is_ascii_digit())
            && inside.ends_with(char::is_whitespace);
        if is_money {
            self.out.push('$');
            return at + 1;
        }
        let formula = self.slice(at, end + width).to_owned();
        self.out.push_str(&formula);
        end + width
    }

    fn is_escaped(&self, at: usize) -> bool {
        (0..at).rev().take_while(|&before| self.at(before) == Some('\\')).count() % 2 == 1
    }

    /// Returns where a group that opens at `at` closes.
    fn closing(&self, at: usize, to: usize) -> Option<usize> {
        if self.at(at) == Some('{') && !self.is_escaped(at) {
            let far = self.groups[at] as usize;
            return Some(at + far).filter(|end| far > 0 && *end < to.min(at + FAR));
        }
        let mut depth = 1_usize;
        for index in at + 1..to.min(at + FAR) {
            match self.at(index) {
                Some('{') if !self.is_escaped(index) => depth += 1,
                Some('}') if !self.is_escaped(index) => {
                    depth -= 1;
                    if depth == 0 {
                        return Some(index);
                    }
                }
                Some('\n') => return None,
                _ => {}
            }
        }
        None
    }

    fn group(&mut self, at: usize, to: usize, depth: usize) -> usize {
        let Some(end) = self.closing(at, to).filter(|_| depth < DEPTH) else {
            self.out.push('{');
            return at + 1;
        };
        let inside = self.slice(at + 1, end).to_owned();
        // `{\it words}`
        let switch = ["\\it ", "\\em ", "\\sl ", "\\bf ", "\\tt ", "\\sc ", "\\rm ", "\\sf "];
        if let Some(switch) = switch.iter().find(|switch| inside.starts_with(**switch)) {
            let style = match *switch {
                "\\bf " => Style::Bold,
                "\\tt " => Style::Code,
                "\\it " | "\\em " | "\\sl " => Style::Emphasis,
                _ => Style::Plain,
            };
            self.styled(style, at + 1 + switch.len(), end, depth);
            return end + 1;
        }
        let before = at.checked_sub(1).and_then(|before| self.at(before));
        // Without braces, the end of a superscript or subscript would be lost.
        let is_script = matches!(before, Some('^' | '_'));
        let is_word = !inside.is_empty()
            && inside.chars().all(|char| char.is_alphanumeric() || "-+.' &".contains(char));
        let only_groups = !is_script
            && (self.is_tex
                || inside.starts_with('\\')
                || self.kind == Kind::Name
                || (self.kind == Kind::Title && is_word));
        // `360{\deg}`: arXiv writes characters outside ASCII in this way.
        if let Some(sign) = inside.strip_prefix('\\').filter(|_| !is_script).and_then(commands::in_braces) {
            self.out.push_str(sign);
            return end + 1;
        }
        let (start, left) = (self.out.len(), self.left);
        self.span(at + 1, end, depth + 1);
        // An unknown command may need the braces.
        if !only_groups || self.left > left {
            self.out.insert(start, '{');
            self.out.push('}');
        }
        end + 1
    }

    /// Converts a text and adds markup, if its kind allows markup.
    fn styled(&mut self, style: Style, from: usize, to: usize, depth: usize) {
        let mark = match (self.kind, style) {
            (Kind::Prose, Style::Emphasis) => "*",
            (Kind::Prose, Style::Bold) => "**",
            _ => "",
        };
        let start = self.out.len();
        if self.kind == Kind::Prose && style == Style::Code && !self.slice(from, to).contains(['`', '$']) {
            let code =
                self.slice(from, to).trim().replace("\\_", "_").replace("\\%", "%").replace("\\#", "#");
            self.out.push_str(&format!("`{code}`"));
            return;
        }
        self.span(from, to, depth + 1);
        if mark.is_empty() {
            return;
        }
        let inner = self.out[start..].to_owned();
        let words = inner.trim();
        // Markup surrounds whole words: in some dialects, `*word*s` is not emphasis.
        if words.is_empty() || words.contains('*') {
            return;
        }
        let lead = if inner.starts_with(' ') { " " } else { "" };
        let trail = if inner.ends_with(' ') { " " } else { "" };
        self.out.truncate(start);
        self.out.push_str(&format!("{lead}{mark}{words}{mark}{trail}"));
    }
}

/// Returns the distance from each opening brace to its closing brace. A group does not extend beyond its line.
fn groups(chars: &[(usize, char)]) -> Vec<u32> {
    let mut groups = vec![0; chars.len()];
    let mut open: Vec<usize> = Vec::new();
    let mut is_escaped = false;
    for (at, (_, char)) in chars.iter().enumerate() {
        match char {
            '{' if !is_escaped => open.push(at),
            '}' if !is_escaped => {
                if let Some(start) = open.pop() {
                    groups[start] =
                        u32::try_from(at - start).expect("invariant: a text is shorter than 4 GiB");
                }
            }
            '\n' => open.clear(),
            _ => {}
        }
        is_escaped = *char == '\\' && !is_escaped;
    }
    groups
}

#[cfg(test)]
mod tests;
