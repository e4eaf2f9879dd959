//! Commands in a text: known ones are converted, others stay and are reported.

use super::commands::{self, Command};
use super::{DEPTH, FAR, Fixing, Kind, markup};

impl Fixing<'_> {
    pub(super) fn command(&mut self, at: usize, to: usize, depth: usize) -> usize {
        let Some(first) = self.at(at + 1).filter(|_| at + 1 < to) else {
            self.out.push('\\');
            return at + 1;
        };
        if !first.is_ascii_alphabetic() {
            return self.symbol(first, at, to);
        }
        let end = (at + 1..to).find(|&end| !self.at(end).is_some_and(|char| char.is_ascii_alphabetic()));
        let end = end.unwrap_or(to);
        let name = self.slice(at + 1, end).to_owned();
        if name.chars().count() == 1
            && let Some(mark) = commands::accent(first)
            && let Some(end) = self.accent(mark, end, to)
        {
            return end;
        }
        let is_open = self.at(end) == Some('{') && end < to;
        if name == "ifmmode"
            && depth < DEPTH
            && let Some(end) = self.outside_of_formulas(end, to, depth)
        {
            return end;
        }
        match commands::known(&name) {
            Some(Command::Letter(letter)) => {
                self.out.push_str(letter);
                self.after_command(end, to, true)
            }
            Some(Command::Sign(sign)) => {
                // In markdown, these signs would be markup.
                self.out.push_str(match (sign, self.kind) {
                    ("\\_", Kind::Title | Kind::Name) => "_",
                    ("<", Kind::Prose) => "\\<",
                    ("\\", Kind::Prose) => "\\\\",
                    _ => sign,
                });
                self.after_command(end, to, false)
            }
            Some(Command::Short(words)) => {
                self.out.push_str(words);
                let end = self.after_command(end, to, false);
                match self.at(end) {
                    // The text already has the full stop.
                    Some('.') if words.ends_with('.') => end + 1,
                    Some('~') => {
                        self.out.push(' ');
                        end + 1
                    }
                    Some(char) if char.is_alphanumeric() => {
                        self.out.push(' ');
                        end
                    }
                    _ => end,
                }
            }
            Some(Command::Style(style)) if is_open && depth < DEPTH => match self.closing(end, to) {
                Some(close) => {
                    self.styled(style, end + 1, close, depth);
                    close + 1
                }
                None => self.leave(&name, at, end, to),
            },
            Some(Command::Address) if is_open => match self.closing(end, to) {
                Some(close) => {
                    let url = self.slice(end + 1, close).replace("\\_", "_").replace("\\%", "%");
                    let url = url.replace("\\#", "#").replace("\\~", "~");
                    self.out.push_str(url.trim());
                    close + 1
                }
                None => self.leave(&name, at, end, to),
            },
            Some(Command::Formula | Command::Script(_) | Command::Space) if is_open => {
                match self.closing(end, to) {
                    Some(close) if self.argument(&name, end + 1, close) => close + 1,
                    _ => self.leave(&name, at, end, to),
                }
            }
            Some(Command::Link) if is_open => self.link(&name, at, end, to, depth),
            Some(Command::Nothing) => self.after_command(end, to, true),
            Some(Command::Paragraph) => {
                self.out.push_str(if self.kind == Kind::Prose { "\n\n" } else { " " });
                end
            }
            _ => self.leave(&name, at, end, to),
        }
    }

    /// Writes the argument of a command, if its meaning is certain. Returns whether it is.
    fn argument(&mut self, name: &str, from: usize, to: usize) -> bool {
        let inside = self.slice(from, to).trim().to_owned();
        match commands::known(name) {
            Some(Command::Formula) if !inside.is_empty() && !inside.contains('$') => {
                self.out.extend(["$", &inside, "$"]);
            }
            Some(Command::Script(is_sub)) if inside.chars().all(|char| char.is_ascii_alphanumeric()) => {
                markup::script(&inside, is_sub, &mut self.out);
            }
            Some(Command::Space) => self.out.push(' '),
            _ => return false,
        }
        true
    }

    /// Writes the meaning of `\ifmmode … \else … \fi` outside formulas. Returns where it ends.
    fn outside_of_formulas(&mut self, from: usize, to: usize, depth: usize) -> Option<usize> {
        let to = to.min(from + FAR);
        let rest = self.slice(from, to);
        let end = rest.find("\\fi")?;
        let index = |byte: usize| from + rest[..byte].chars().count();
        let (start, end) = (rest[..end].find("\\else").map(|at| index(at + "\\else".len())), index(end));
        let after = end + "\\fi".len();
        if let Some(start) = start {
            let start = if self.at(start) == Some(' ') { start + 1 } else { start };
            self.span(start, end, depth + 1);
        }
        Some(self.after_command(after, to, true))
    }

    /// Writes a link, `\href{address}{words}`. Returns where it ends.
    fn link(&mut self, name: &str, at: usize, end: usize, to: usize, depth: usize) -> usize {
        let both = self.closing(end, to).and_then(|close| {
            let open = close + 1;
            (self.at(open) == Some('{') && depth < DEPTH)
                .then(|| self.closing(open, to))
                .flatten()
                .map(|last| (close, last))
        });
        let Some((close, last)) = both else { return self.leave(name, at, end, to) };
        let url =
            self.slice(end + 1, close).trim().replace("\\_", "_").replace("\\%", "%").replace("\\#", "#");
        let is_link = self.kind == Kind::Prose
            && crate::text::identifier::web_address(&url).is_some()
            && !url.contains(['(', ')']);
        if is_link && self.slice(close + 2, last).trim() == url {
            self.out.push_str(&url);
            return last + 1;
        }
        self.out.push_str(if is_link { "[" } else { "" });
        self.span(close + 2, last, depth + 1);
        if is_link {
            self.out.push_str(&format!("]({url})"));
        }
        last + 1
    }

    /// Skips the end of a command: `{}`, or a blank that TeX ignores. Returns where it ends.
    pub(super) fn after_command(&self, end: usize, to: usize, with_blank: bool) -> usize {
        if self.at(end) == Some('{') && self.at(end + 1) == Some('}') && end + 1 < to {
            return end + 2;
        }
        if with_blank && self.at(end) == Some(' ') && end < to { end + 1 } else { end }
    }

    /// Copies a command unchanged and reports it. Returns where it ends.
    fn leave(&mut self, name: &str, at: usize, mut end: usize, to: usize) -> usize {
        self.left += 1;
        if let Some(close) = self.environment_end(name, end, to) {
            end = close;
        }
        // Its arguments are copied too.
        while self.at(end) == Some('{')
            && let Some(close) = self.closing(end, to)
        {
            end = close + 1;
        }
        let text = self.slice(at, end).to_owned();
        self.out.push_str(&text);
        let command = format!("\\{name}");
        if !self.unsure.contains(&command) && self.unsure.len() < 20 {
            self.unsure.push(command);
        }
        end
    }

    /// Returns where the matching `\end{…}` of a `\begin` ends. Text in an environment may have another meaning, so it
    /// is not converted.
    fn environment_end(&self, name: &str, end: usize, to: usize) -> Option<usize> {
        let close = (name == "begin" && self.at(end) == Some('{')).then(|| self.closing(end, to))??;
        let last = format!("\\end{{{}}}", self.slice(end + 1, close));
        let rest = self.slice(close + 1, to.min(close + FAR));
        let len = rest[..rest.find(&last)?].chars().count() + last.chars().count();
        Some(close + 1 + len)
    }

    /// Writes the meaning of a backslash before a character that is not a letter. Returns where it ends.
    fn symbol(&mut self, first: char, at: usize, to: usize) -> usize {
        if let Some(mark) = commands::accent(first)
            && let Some(end) = self.accent(mark, at + 2, to)
        {
            return end;
        }
        match first {
            '%' | '&' | '#' | '{' | '}' => self.out.push(first),
            '_' => {
                let next = self.at(at + 2);
                let before = self.out.chars().next_back();
                let is_word = |char: Option<char>| char.is_some_and(char::is_alphanumeric);
                let is_inside = is_word(before) && is_word(next);
                self.out.push_str(if self.kind == Kind::Prose && !is_inside { "\\_" } else { "_" });
            }
            '$' => self.out.push_str("\\$"),
            ' ' | ',' | ';' | ':' => self.out.push(' '),
            '\\' => {
                self.out.push(' ');
            }
            '!' | '/' | '-' | '@' => {}
            '(' | '[' => {
                let (close, dollars) = if first == '(' { ("\\)", "$") } else { ("\\]", "$$") };
                let rest = self.slice(at + 2, to.min(at + FAR));
                let Some(len) = rest.find(close).filter(|&len| !rest[..len].contains(['$', '\n'])) else {
                    self.out.push('\\');
                    self.out.push(first);
                    return at + 2;
                };
                let formula = rest[..len].trim().to_owned();
                let chars = rest[..len].chars().count();
                self.out.push_str(&format!("{dollars}{formula}{dollars}"));
                return at + 2 + chars + 2;
            }
            other => {
                self.out.push('\\');
                self.out.push(other);
            }
        }
        at + 2
    }

    /// Writes an accented letter: `\"o`, `\"{o}`, `\'{\i}`, `\c c`, `\~{\^e}`. Returns where it ends.
    pub(super) fn accent(&mut self, mark: char, from: usize, to: usize) -> Option<usize> {
        // A letter does not have more accents.
        if self.accents == 4 {
            return None;
        }
        let start = self.out.len();
        self.accents += 1;
        let end = self.accented_letter(from, to, 0);
        self.accents -= 1;
        let end = end?;
        let letter = match &self.out[start..] {
            // The accent replaces the dot.
            "ı" => Some('i'),
            "ȷ" => Some('j'),
            letter => letter.chars().next().filter(|first| first.len_utf8() == letter.len()),
        };
        self.out.truncate(start);
        self.out.push(crate::text::slug::accented(letter.filter(|letter| letter.is_alphabetic())?, mark)?);
        Some(end)
    }

    /// Writes the letter that an accent belongs to. It may be in braces and have more accents. Returns where it ends;
    /// `None` if there is no letter, and then nothing is written.
    fn accented_letter(&mut self, from: usize, to: usize, depth: usize) -> Option<usize> {
        let mut at = from;
        while self.at(at) == Some(' ') && at < to && at < from + 2 {
            at += 1;
        }
        let start = self.out.len();
        let end = match self.at(at).filter(|_| at < to)? {
            '{' if depth < 4 => {
                let close = self.closing(at, to)?;
                let last = (at + 1..close)
                    .rev()
                    .find(|&index| self.at(index) != Some(' '))
                    .map_or(close, |index| index + 1);
                self.accented_letter(at + 1, close, depth + 1).filter(|end| *end >= last).map(|_| close + 1)
            }
            '\\' => self.only_accent(at, to),
            char if char.is_alphabetic() => {
                self.out.push(char);
                Some(at + 1)
            }
            _ => None,
        };
        if end.is_none() {
            self.out.truncate(start);
        }
        end
    }
}
