//! TeX formulas to MathML, or to marked source text where that fails: it never fails itself and never eats text.
//!
//! It knows nothing of markdown: `prepare` finds the formulas. Formulas come from strangers, so what goes in is bounded
//! (length, nesting, expansion), and what comes out has passed the reader in `mathml`: no URL, no style, no script.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::clean::{escape_attribute, escape_text, is_bidi_override, is_dropped};
use super::expand::{Macros, argument, brace_balance, command_name, group_end};
use super::macros::LETTER_FAMILIES;
use super::mathml::{Converter, Failure};

/// Bounds on one formula: bytes, open groups, and commands in a row (each of which may nest in the one before).
const LONGEST: usize = 4000;
const DEEPEST: usize = 40;
const LONGEST_RUN: usize = 40;
/// How often a formula is fixed before it is given up.
const MENDINGS: usize = 6;

/// Draws formulas. Immutable and shared.
pub(super) struct Formulas {
    macros: Macros,
    converter: Converter,
}

/// How a formula is drawn.
#[derive(Clone, Copy)]
pub(super) struct Drawing<'a> {
    /// As its author wrote it: shown where it cannot be drawn, and read aloud.
    pub(super) source: &'a str,
    /// What is drawn.
    pub(super) tex: &'a str,
    /// The id of the formula, if something links to it.
    pub(super) id: Option<&'a str>,
    pub(super) display: bool,
}

impl Formulas {
    /// Returns a renderer that knows the built-in macros and the site's, and what is wrong with the latter.
    pub(super) fn new(site: &BTreeMap<String, String>) -> (Self, Vec<(String, String)>) {
        let (macros, bad) = Macros::new(site);
        (Formulas { macros, converter: Converter::new() }, bad)
    }

    /// Appends the MathML of `source`, or its text, marked. Returns why it did not render, in whole or in part: a
    /// command that nobody knows is shown as it is written, in the midst of a formula that is drawn.
    pub(super) fn write(&self, source: &str, display: bool, out: &mut String) -> Result<(), String> {
        self.draw(Drawing { source, tex: source, id: None, display }, out)
    }

    /// Does the same for a formula whose TeX is not just what its author wrote.
    pub(super) fn draw(&self, how: Drawing<'_>, out: &mut String) -> Result<(), String> {
        let Drawing { display, id, .. } = how;
        let (source, tex) = (&visible(how.source.trim()), visible(how.tex.trim()));
        let start = out.len();
        open_math(source, id, display, out);
        match self.mathml(&tex, display, out) {
            Ok(unknown) => {
                out.push_str("</math>");
                unknown.map_or(Ok(()), Err)
            }
            Err(reason) => {
                out.truncate(start);
                out.push_str("<code class=\"tex\">");
                escape_text(&one_line(source), out);
                out.push_str("</code>");
                Err(reason)
            }
        }
    }

    /// Appends the content of `<math>`. Returns which command in it is not drawn, if any. After an error, `out` may
    /// hold a part of the formula.
    fn mathml(&self, source: &str, display: bool, out: &mut String) -> Result<Option<String>, String> {
        guard(source)?;
        let expanded = self.macros.expand(source).map_err(|refusal| refusal.reason().to_owned())?;
        if expanded != source {
            guard(&expanded)?;
        }
        let mut tex = expanded;
        let mut reason = String::new();
        let mut unknown = None;
        for _ in 0..MENDINGS {
            match self.converter.write(&tex, display, out) {
                Ok(()) => return Ok(unknown),
                Err(Failure::Refused(reason)) => return Err(reason.to_owned()),
                Err(Failure::Tex { culprit, message }) => {
                    reason = words(&message);
                    let fixed = fix(&tex, &culprit).or_else(|| {
                        let shown = show_command(&tex, &culprit)?;
                        unknown.get_or_insert_with(|| reason.clone());
                        Some(shown)
                    });
                    match fixed {
                        Some(better) if better.len() <= 2 * LONGEST => tex = Cow::Owned(better),
                        _ => break,
                    }
                }
            }
        }
        Err(reason)
    }
}

/// Refuses what could exhaust the renderer, which follows nesting by recursion.
fn guard(source: &str) -> Result<(), String> {
    if source.len() > LONGEST {
        return Err(format!("longer than {LONGEST} bytes"));
    }
    let (mut depth, mut run) = (0usize, 0usize);
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let mut length = first.len_utf8();
        match first {
            '{' => depth += 1,
            '}' => {
                depth = depth.saturating_sub(1);
                run = 0;
            }
            '\\' => {
                let name = command_name(&rest[1..]);
                length += name.len();
                run += 1;
                match name {
                    "left" | "begin" => depth += 1,
                    "right" | "end" => depth = depth.saturating_sub(1),
                    _ => {}
                }
            }
            '^' | '_' | '[' | ' ' => {}
            _ => run = 0,
        }
        if depth > DEEPEST || run > LONGEST_RUN {
            return Err("nested too deeply".to_owned());
        }
        rest = &rest[length..];
    }
    Ok(())
}

/// Returns a formula nearer to what its author meant, given the part a renderer stumbled over.
fn fix(tex: &str, culprit: &str) -> Option<String> {
    if let Some(name) = culprit.strip_prefix('\\').map(command_name) {
        if name == "unicode" {
            return unicode(tex);
        }
        if let Some(replacement) = family(name).or_else(|| named_operator(name)) {
            return Some(replace_command(tex, name, &replacement));
        }
    }
    text_groups(tex).or_else(|| lone_marks(tex)).or_else(|| braces(tex))
}

/// Reads `\PRM` and `\Hull`, commands of a paper's own, as operators of that name: what authors make them for.
/// `\mathrmpoly` lost a space.
fn named_operator(name: &str) -> Option<String> {
    let word = name.strip_prefix("mathrm").unwrap_or(name);
    let capital = word.starts_with(|c: char| c.is_ascii_uppercase());
    let sound = word.len() > 1 && (capital || word.len() < name.len());
    (sound && !is_greek(word)).then(|| format!("\\operatorname{{{word}}}"))
}

/// Whether a word could be a slip of the pen for a letter of Greek, and is no name.
fn is_greek(word: &str) -> bool {
    matches!(word, "Alpha" | "Beta" | "Zeta" | "Eta" | "Kappa" | "Mu" | "Nu" | "Tau" | "Chi")
}

/// Shows a command that nobody knows as it is written, if there is more to the formula than it.
fn show_command(tex: &str, culprit: &str) -> Option<String> {
    let name = culprit.strip_prefix('\\').map(command_name)?;
    let known_shape = name.len() > 1 && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    // These carry structure; without it the rest would mislead.
    let structural =
        matches!(name, "begin" | "end" | "left" | "right" | "href" | "url" | "rule" | "def" | "newcommand");
    let alone = tex.trim().len() == name.len() + 1;
    let is_text = tex.contains(&format!("\\textbackslash {name}"));
    (known_shape && !structural && !alone && !is_text)
        .then(|| replace_command(tex, name, &format!("\\texttt{{\\textbackslash {name}}}")))
}

/// Closes the groups left open at the end: `\textbf{28.5\%`.
fn braces(tex: &str) -> Option<String> {
    let depth = brace_balance(tex)?;
    (depth > 0 && !tex.trim_end().ends_with('{')).then(|| format!("{tex}{}", "}".repeat(depth)))
}

/// Reads `\bW` as a bold W and `\sqrtT` as the root of T.
fn family(name: &str) -> Option<String> {
    let letter = name.chars().last()?;
    let prefix = &name[..name.len() - letter.len_utf8()];
    let (_, command) = LETTER_FAMILIES.iter().find(|(known, _)| *known == prefix)?;
    let sound = letter.is_ascii_uppercase() || !matches!(prefix, "c" | "m");
    sound.then(|| format!("{{{command}{{{letter}}}}}"))
}

fn replace_command(tex: &str, name: &str, replacement: &str) -> String {
    let mut out = String::with_capacity(tex.len() + 32);
    let mut rest = tex;
    while let Some(at) = rest.find('\\') {
        let found = command_name(&rest[at + 1..]);
        out.push_str(&rest[..at]);
        if found == name {
            out.push_str(replacement);
        } else {
            out.push_str(&rest[at..at + 1 + found.len()]);
        }
        rest = &rest[at + 1 + found.len()..];
    }
    out.push_str(rest);
    out
}

/// Replaces `\unicode{x2014}`, MathJax's way to write a character, by the character.
fn unicode(tex: &str) -> Option<String> {
    let (before, after) = tex.split_once("\\unicode")?;
    let (code, rest) = argument(after)?;
    let code = code.trim();
    let number = match code.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => code.parse().ok()?,
    };
    let character = char::from_u32(number).filter(|c| !is_dropped(*c) && !is_bidi_override(*c))?;
    let escape = if matches!(character, '%' | '#' | '&' | '$' | '_' | '{' | '}') { "\\" } else { "" };
    Some(format!("{before}{escape}{character}{rest}"))
}

/// Escapes what may not stand bare inside `\text{…}` and its kin: authors write `\text{subset_A}`.
fn text_groups(tex: &str) -> Option<String> {
    let mut out = String::with_capacity(tex.len() + 8);
    let mut rest = tex;
    while let Some(at) = rest.find("\\text") {
        let name = command_name(&rest[at + 1..]);
        let (head, tail) = rest.split_at(at + 1 + name.len());
        out.push_str(head);
        rest = tail;
        if let (true, Some(end)) = (tail.starts_with('{'), group_end(tail)) {
            let mut previous = ' ';
            for character in tail[..end].chars() {
                if matches!(character, '_' | '^' | '#' | '&') && previous != '\\' {
                    out.push_str(if character == '^' { "\\textasciicircum " } else { "\\" });
                }
                if character != '^' {
                    out.push(character);
                }
                previous = character;
            }
            rest = &tail[end..];
        }
    }
    out.push_str(rest);
    (out != tex).then_some(out)
}

/// Escapes `#`, and `&` where there is no table; drops a backslash at the very end.
fn lone_marks(tex: &str) -> Option<String> {
    let mut out = String::with_capacity(tex.len() + 8);
    let table = tex.contains("\\begin");
    let mut previous = ' ';
    for character in tex.chars() {
        if previous != '\\' && (character == '#' || (character == '&' && !table)) {
            out.push('\\');
        }
        out.push(character);
        previous = if previous == '\\' { ' ' } else { character };
    }
    if previous == '\\' && out.len() > 1 {
        out.pop();
    }
    (out != tex).then_some(out)
}

/// Opens a formula. Its source stands beside the MathML, for those who read by ear and for those who copy.
fn open_math(source: &str, id: Option<&str>, display: bool, out: &mut String) {
    out.push_str("<math");
    if let Some(id) = id {
        out.push_str(" id=\"");
        escape_attribute(id, out);
        out.push('"');
    }
    out.push_str(" alttext=\"");
    escape_attribute(&one_line(source), out);
    out.push_str(if display { "\" display=\"block\">" } else { "\">" });
}

/// Takes out what no page may hold, and what would reorder the text around a formula.
fn visible(source: &str) -> Cow<'_, str> {
    let unwanted = |c: char| is_dropped(c) || is_bidi_override(c);
    if source.contains(unwanted) { Cow::Owned(source.replace(unwanted, "")) } else { Cow::Borrowed(source) }
}

fn one_line(source: &str) -> Cow<'_, str> {
    if source.contains(['\n', '\r', '\t']) || source.contains("  ") {
        Cow::Owned(source.split_whitespace().collect::<Vec<_>>().join(" "))
    } else {
        Cow::Borrowed(source)
    }
}

/// Takes the place off an error message: it counts from the expanded formula, which no author wrote.
fn words(message: &str) -> String {
    let text = message.split_once(": ").map_or(message, |(_, text)| text);
    text.trim_end_matches('.').to_owned()
}
