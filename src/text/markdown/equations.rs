//! Numbers of equations, and references to them: `\label`, `\tag`, `\ref` and `\eqref` within the texts of a page.
//!
//! Equations are numbered as by the package amsmath of LaTeX: each row of a numbered environment, in the order of the
//! texts. The renderer of formulas sees one formula at a time, so it is given the numbers as tags.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::expand::{argument, command_name};
use super::prepare::{Covered, Formula, Syntax, prepare};

/// The labels of all texts of a page, each with its number and the id of its equation.
#[derive(Debug)]
pub(super) struct Labels {
    known: BTreeMap<String, (String, String)>,
    /// The number of the next equation.
    next: usize,
}

impl Default for Labels {
    fn default() -> Labels {
        Labels { known: BTreeMap::new(), next: 1 }
    }
}

impl Labels {
    /// Adds the equations of the next text of the page. Returns the number of its first equation.
    pub(super) fn add(&mut self, source: &str, id_prefix: &str) -> usize {
        let first = self.next;
        if ["\\begin", "\\label", "\\tag"].iter().any(|command| source.contains(command)) {
            let prepared = prepare(source, Syntax::Markdown);
            let equations = Equations::read(source, &prepared.formulas, first);
            self.next = equations.next;
            for (label, (number, place)) in equations.labels {
                self.known.entry(label).or_insert((number, format!("{id_prefix}eq-{place}")));
            }
        }
        first
    }
}

/// The equations of a text that have numbers.
#[derive(Debug)]
pub(super) struct Equations {
    /// Number or tag of each label, and the number of its formula among [`Equations::numbered`].
    labels: BTreeMap<String, (String, usize)>,
    /// Start of a formula in the source, in bytes, to its TeX with numbers, and whether a label names it.
    numbered: BTreeMap<usize, Numbered>,
    /// The number of the next equation.
    next: usize,
}

#[derive(Debug)]
struct Numbered {
    tex: String,
    place: usize,
    has_label: bool,
}

impl Equations {
    /// Reads the display formulas of `source`, whose first equation has the number `first`.
    pub(super) fn read(source: &str, formulas: &[Formula], first: usize) -> Equations {
        let mut equations = Equations { labels: BTreeMap::new(), numbered: BTreeMap::new(), next: first };
        for formula in formulas.iter().filter(|formula| formula.kind == Covered::Display) {
            let tex = &source[formula.tex.clone()];
            if !tex.contains("\\begin") && !tex.contains("\\label") && !tex.contains("\\tag") {
                continue;
            }
            let place = equations.numbered.len() + 1;
            let Some((tex, labels)) = number(tex, &mut equations.next) else { continue };
            let has_label = !labels.is_empty();
            for (label, number) in labels {
                equations.labels.entry(label).or_insert((number, place));
            }
            equations.numbered.insert(formula.whole.start, Numbered { tex, place, has_label });
        }
        equations
    }

    /// Returns the TeX to render for a formula, and the last part of its id if something refers to it.
    pub(super) fn tex<'a>(
        &'a self,
        formula: &Formula,
        written: &'a str,
        page: &Labels,
    ) -> (Cow<'a, str>, Option<String>) {
        let (tex, id) = match self.numbered.get(&formula.whole.start) {
            Some(numbered) => (&*numbered.tex, numbered.has_label.then(|| format!("eq-{}", numbered.place))),
            None => (written, None),
        };
        (self.resolve(tex, page), id)
    }

    /// Returns the number of the equation that `label` names, and its id. Labels of this text come before those of
    /// others.
    pub(super) fn reference<'a>(
        &'a self,
        label: &str,
        id_prefix: &str,
        page: &'a Labels,
    ) -> Option<(&'a str, Cow<'a, str>)> {
        match self.labels.get(label.trim()) {
            Some((number, place)) => Some((number, format!("{id_prefix}eq-{place}").into())),
            None => page.known.get(label.trim()).map(|(number, id)| (&**number, id.into())),
        }
    }

    /// Returns a formula with numbers for its references.
    fn resolve<'a>(&self, tex: &'a str, page: &Labels) -> Cow<'a, str> {
        if !tex.contains("ref{") {
            return Cow::Borrowed(tex);
        }
        let mut out = String::with_capacity(tex.len());
        let mut rest = tex;
        while let Some(at) = rest.find('\\') {
            let name = command_name(&rest[at + 1..]);
            let (before, after) = rest.split_at(at);
            out.push_str(before);
            let number = REFERENCES
                .iter()
                .any(|command| command[1..].strip_suffix('{') == Some(name))
                .then(|| argument(&after[1 + name.len()..]))
                .flatten();
            match number.and_then(|(label, left)| Some((self.reference(label, "", page)?.0, left))) {
                Some((number, left)) => {
                    let (open, close) = if name == "ref" { ("", "") } else { ("(", ")") };
                    out.push_str(&format!("\\text{{{open}{number}{close}}}"));
                    rest = left;
                }
                None => {
                    out.push_str(&after[..1 + name.len()]);
                    rest = &after[1 + name.len()..];
                }
            }
        }
        out.push_str(rest);
        Cow::Owned(out)
    }
}

/// The commands that refer to an equation; all but the first show its number in parentheses.
const REFERENCES: [&str; 5] = ["\\ref{", "\\eqref{", "\\cref{", "\\Cref{", "\\autoref{"];

/// Reads TeX that is nothing but `\ref{label}`, `\eqref{label}` or the like: where the label is, and whether its number
/// is in parentheses.
pub(super) fn reference(tex: &str) -> Option<(std::ops::Range<usize>, bool)> {
    let start = tex.len() - tex.trim_start().len();
    let command = REFERENCES.into_iter().find(|command| tex[start..].starts_with(command))?;
    let label = start + command.len()..tex.trim_end().strip_suffix('}')?.len();
    let sound = label.start < label.end && !tex[label.clone()].contains(['{', '}', '\n', '$', '\\']);
    sound.then_some((label, command != REFERENCES[0]))
}

/// Returns the name of the environment that `text` begins with.
pub(super) fn environment_name(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("\\begin{")?;
    let name = &rest[..rest.bytes().take(30).position(|byte| byte == b'}')?];
    let letters = name.strip_suffix('*').unwrap_or(name);
    (!letters.is_empty() && letters.bytes().all(|byte| byte.is_ascii_alphabetic())).then_some(name)
}

/// Returns whether an environment of this name is a formula without dollars too.
pub(super) fn is_math(name: &str) -> bool {
    outer(name).is_some()
        || name == SUBEQUATIONS
        || matches!(
            name,
            "aligned"
                | "alignedat"
                | "multlined"
                | "gathered"
                | "split"
                | "cases"
                | "rcases"
                | "dcases"
                | "drcases"
                | "array"
                | "matrix"
                | "bmatrix"
                | "Bmatrix"
                | "pmatrix"
                | "vmatrix"
                | "Vmatrix"
                | "smallmatrix"
        )
}

/// The rendering of an environment that is a whole formula.
struct Outer {
    /// The environment of the renderer, without numbers of its own.
    rendered: &'static str,
    numbered: bool,
    /// Whether each row has a number.
    rows: bool,
    /// Whether an argument follows, such as the count of columns.
    argument: bool,
}

fn outer(name: &str) -> Option<Outer> {
    let (plain, numbered) = match name.strip_suffix('*') {
        Some(plain) => (plain, false),
        None => (name, !matches!(name, "displaymath" | "math")),
    };
    let (rendered, rows, argument) = match plain {
        "equation" | "displaymath" | "math" | "dmath" => ("equation*", false, false),
        "align" | "flalign" | "eqnarray" => ("align*", true, false),
        "alignat" | "IEEEeqnarray" | "xalignat" => ("align*", true, true),
        "gather" => ("gather*", true, false),
        "multline" => ("gather*", false, false),
        _ => return None,
    };
    Some(Outer { rendered, numbered, rows, argument })
}

/// Numbers equations within `\begin{subequations}` 1a, 1b.
const SUBEQUATIONS: &str = "subequations";

/// The number of the next equation: a number, or a letter after the number of a group.
struct Counter {
    group: Option<usize>,
    next: usize,
}

impl Counter {
    fn take(&mut self) -> String {
        let number = self.next;
        self.next += 1;
        match self.group {
            // After 26 letters, the number follows again.
            Some(group) => match u8::try_from(number).ok().filter(|number| *number <= 26) {
                Some(letter) => format!("{group}{}", char::from(b'a' - 1 + letter)),
                None => format!("{group}.{number}"),
            },
            None => number.to_string(),
        }
    }
}

/// A formula with its numbers as tags, and its labels with their numbers.
type Tagged = (String, Vec<(String, String)>);

/// Returns a formula with its numbers. A formula without an environment of the kind that has numbers is left alone if it
/// has neither label nor tag.
fn number(tex: &str, next: &mut usize) -> Option<Tagged> {
    let tex = tex.trim();
    if environment_name(tex) == Some(SUBEQUATIONS) {
        return numbered_group(tex, next);
    }
    let mut counter = Counter { group: None, next: *next };
    let tagged = numbered(tex, &mut counter);
    *next = counter.next;
    tagged
}

/// Returns the only environment within `\begin{subequations}`, perhaps after labels of the group, with its numbers.
fn numbered_group(tex: &str, next: &mut usize) -> Option<Tagged> {
    let inner = tex.strip_prefix("\\begin{subequations}")?.strip_suffix("\\end{subequations}")?;
    let (mut inner, mut labels) = (inner.trim(), Vec::new());
    while let Some((label, left)) = inner.strip_prefix("\\label").and_then(argument) {
        labels.push((label.trim().to_owned(), next.to_string()));
        inner = left.trim_start();
    }
    let ending = format!("\\end{{{}}}", environment_name(inner)?);
    if inner.find(&ending)? + ending.len() != inner.len() {
        return None;
    }
    let mut counter = Counter { group: Some(*next), next: 1 };
    let (tex, inner_labels) = numbered(inner, &mut counter)?;
    *next += 1;
    labels.extend(inner_labels);
    Some((tex, labels))
}

fn numbered(tex: &str, next: &mut Counter) -> Option<Tagged> {
    let environment = environment_name(tex).and_then(|name| Some((name, outer(name)?)));
    let Some((name, outer)) = environment else {
        if !tex.contains("\\label") && !tex.contains("\\tag") {
            return None;
        }
        let mut labels = Vec::new();
        let row = row(tex, tex.contains("\\label"), next, &mut labels);
        return Some((format!("\\begin{{equation*}}{row}\\end{{equation*}}"), labels));
    };
    let start = "\\begin{}".len() + name.len();
    let body = &tex[start..tex.find(&format!("\\end{{{name}}}")).filter(|end| *end >= start)?];
    let body = if outer.argument { argument(body)?.1 } else { body };
    let eqnarray = name.starts_with("eqnarray") || name.starts_with("IEEE");
    let body = if eqnarray { Cow::Owned(join_columns(body)) } else { Cow::Borrowed(body) };
    let body = if outer.rows && body.contains("intertext{") { Cow::Owned(text_rows(&body)) } else { body };
    let mut labels = Vec::new();
    let rows: Vec<String> = match outer.rows {
        true => rows(&body).into_iter().map(|part| row(part, outer.numbered, next, &mut labels)).collect(),
        // The number of several lines that are one equation is at the last of them.
        false => vec![row(&body, outer.numbered, next, &mut labels)],
    };
    let (rendered, body) = (outer.rendered, rows.join("\\\\"));
    Some((format!("\\begin{{{rendered}}}{body}\\end{{{rendered}}}"), labels))
}

/// Removes the second of the two column marks around a relation: `a &=& b`.
fn join_columns(body: &str) -> String {
    rows(body)
        .into_iter()
        .map(|row| {
            match row.match_indices('&').map(|(at, _)| at).filter(|&at| !row[..at].ends_with('\\')).nth(1) {
                Some(second) => [&row[..second], &row[second + 1..]].concat(),
                None => row.to_owned(),
            }
        })
        .collect::<Vec<_>>()
        .join("\\\\")
}

/// Turns `\intertext{…}` into a row of text without a number.
fn text_rows(body: &str) -> String {
    let mut out = String::with_capacity(body.len() + 32);
    let mut rest = body;
    while let Some(at) = rest.find('\\') {
        let name = command_name(&rest[at + 1..]);
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        rest = &after[1 + name.len()..];
        match argument(rest).filter(|_| matches!(name, "intertext" | "shortintertext")) {
            Some((text, left)) => {
                out.push_str(if out.trim_end().ends_with("\\\\") { "" } else { "\\\\" });
                out.push_str(&format!("\\text{{{text}}}\\notag\\\\"));
                rest = left;
            }
            None => out.push_str(&after[..1 + name.len()]),
        }
    }
    out.push_str(rest);
    out
}

/// Splits at the `\\` that are in no group and no inner environment.
fn rows(body: &str) -> Vec<&str> {
    let (mut rows, mut depth, mut start, mut at) = (Vec::new(), 0_usize, 0, 0);
    let bytes = body.as_bytes();
    while at < bytes.len() {
        match bytes[at] {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b'\\' => {
                let name = command_name(&body[at + 1..]);
                match name {
                    "begin" => depth += 1,
                    "end" => depth = depth.saturating_sub(1),
                    "\\" if depth == 0 => {
                        rows.push(&body[start..at]);
                        start = at + 2;
                    }
                    _ => {}
                }
                at += name.len();
            }
            _ => {}
        }
        at += 1;
    }
    rows.push(&body[start..]);
    rows
}

/// Returns a row with its number as a tag, and notes its labels.
fn row(row: &str, numbered: bool, next: &mut Counter, labels: &mut Vec<(String, String)>) -> String {
    let (mut out, mut tag, mut named, mut plain) =
        (String::with_capacity(row.len() + 16), None, Vec::new(), false);
    let mut rest = row;
    while let Some(at) = rest.find('\\') {
        let name = command_name(&rest[at + 1..]);
        out.push_str(&rest[..at]);
        let after = &rest[at + 1 + name.len()..];
        rest = match (name, argument(after.strip_prefix('*').unwrap_or(after))) {
            ("nonumber" | "notag", _) => {
                plain = true;
                after
            }
            ("label", Some((label, left))) => {
                named.push(label.trim().to_owned());
                left
            }
            ("tag", Some((text, left))) => {
                tag = Some(text.trim().to_owned());
                left
            }
            _ => {
                out.push_str(&rest[at..at + 1 + name.len()]);
                after
            }
        };
    }
    out.push_str(rest);
    if tag.is_none() && numbered && !plain && !out.trim().is_empty() {
        tag = Some(next.take());
    }
    if let Some(tag) = tag.map(|tag| tag_text(&tag)) {
        // The renderer has tags of plain characters only.
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b" .*'-+:/".contains(&byte);
        out.push_str(&match tag.bytes().all(is_plain) {
            true => format!("\\tag{{{tag}}}"),
            false => format!("\\qquad\\text{{({tag})}}"),
        });
        labels.extend(named.into_iter().map(|label| (label, tag.clone())));
    }
    out
}

/// Returns a tag as text: signs in dollars become characters.
fn tag_text(tag: &str) -> String {
    let signs = [
        ("\\star", "⋆"),
        ("\\ast", "*"),
        ("\\ddagger", "‡"),
        ("\\dagger", "†"),
        ("\\dag", "†"),
        ("\\prime", "′"),
        ("\\S", "§"),
        ("\\P", "¶"),
    ];
    let plain = tag.replace('$', "");
    signs.iter().fold(plain, |tag, (sign, character)| tag.replace(sign, character))
}
