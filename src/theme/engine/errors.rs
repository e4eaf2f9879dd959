//! Turns errors of the template engine into diagnostics with places.
//!
//! Without a place in the error, the template is searched for the words that the error quotes. This module does not
//! know what templates are for.

use crate::diagnostic::suggest::Suggester;
use crate::diagnostic::{Diagnostic, Location};
use crate::source::{FilePath, Lines, Span};
use crate::theme::layers::COMPILED_IN;
use crate::theme::problems;
use std::collections::{BTreeMap, HashMap};
use tera::ErrorKind;

/// File and text of each template, by full name.
pub(super) type Files = BTreeMap<String, (FilePath, String)>;

/// Lookups that all problems of one error share, since each is a search of all templates.
struct Lookups<'a> {
    files: &'a Files,
    lines: HashMap<&'a str, Lines>,
    components: Option<Vec<&'a str>>,
    suggester: Suggester,
}

/// Returns the diagnostics for an error; at least one.
pub(super) fn diagnostics(error: &tera::Error, files: &Files) -> Vec<Diagnostic> {
    let mut lookups =
        Lookups { files, lines: HashMap::new(), components: None, suggester: Suggester::default() };
    let one = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let at = report.span();
            let start = lookups.offset(report.filename(), at.start_line, at.start_col);
            let end = lookups.offset(report.filename(), at.end_line, at.end_col);
            let place = match (files.get(report.filename()), start, end) {
                (Some((path, _)), Some(start), Some(end)) => template_place(path, start..end.max(start)),
                _ => Location::Site,
            };
            lookups.problem(place, report.message())
        }
        ErrorKind::MissingParent { current, parent } => {
            let message = format!("it extends `{parent}`, which does not exist");
            problems::template(reference_place(files, current, parent), &message)
                .did_you_mean(lookups.nearest_template(parent))
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain } => {
            let place = reference_place(files, tpl, inheritance_chain.first().unwrap_or(tpl));
            problems::template(place, "it extends itself, by way of others or not")
                .hint(cycle_path(tpl, inheritance_chain, "extends"))
                .hint("`default/day.html` is the `day.html` of the theme `default`, whatever takes its place")
        }
        ErrorKind::CircularInclude { tpl, include_chain } => {
            let round = include_chain.iter().position(|name| name == tpl).unwrap_or(0);
            let round = &include_chain[(round + 1).min(include_chain.len())..];
            problems::template(
                reference_place(files, tpl, round.first().unwrap_or(tpl)),
                "it includes itself, by way of others or not",
            )
            .hint(cycle_path(tpl, round, "includes"))
        }
        ErrorKind::Msg(message) if message.starts_with("error: ") => return lookups.reports(message),
        ErrorKind::Msg(message) => {
            lookups.problem(second_definition(message, files).unwrap_or(Location::Site), message)
        }
        kind => problems::template(Location::Site, &kind.to_string()),
    };
    vec![one]
}

impl<'a> Lookups<'a> {
    /// Splits a message that contains several reports: `error: …`, ` --> file:line:column`, the line, and a line of
    /// marks.
    fn reports(&mut self, message: &str) -> Vec<Diagnostic> {
        let parts = message.split("\n\nerror: ");
        parts
            .map(|part| {
                let part = part.strip_prefix("error: ").unwrap_or(part);
                let words = part.lines().next().unwrap_or(part);
                let place = part.lines().nth(1).and_then(|line| {
                    let mut ends = line.split_once("--> ")?.1.rsplitn(3, ':');
                    let (column, line) = (ends.next()?.parse::<usize>().ok()?, ends.next()?.parse().ok()?);
                    let name = ends.next()?;
                    let (path, _) = self.files.get(name)?;
                    let marks = part.lines().last().map_or(0, |line| line.matches('^').count());
                    let start = self.offset(name, line, column.saturating_sub(1))?;
                    let end = self.offset(name, line, column.saturating_sub(1) + marks)?;
                    Some(template_place(path, start..end.max(start)))
                });
                self.problem(place.unwrap_or(Location::Site), words)
            })
            .collect()
    }

    /// Returns a diagnostic for a message. It suggests a similar name, or lists the existing ones if the message does.
    fn problem(&mut self, place: Location, message: &str) -> Diagnostic {
        const MAX_LISTED: usize = 24;
        for mark in [" Available fields: ", " Available variables: "] {
            if let Some((message, known)) = message.split_once(mark) {
                let wrong = message.split('`').nth(1).unwrap_or_default();
                let names: Vec<&str> = known.split(", ").collect();
                let problem = problems::template(place, message.trim_end_matches('.'));
                let problem = problem.did_you_mean(self.suggester.nearest(wrong, names.iter().copied()));
                return match names.len() <= MAX_LISTED {
                    true => problem.hint(format!("there are {}", names.join(", "))),
                    false => problem,
                };
            }
        }
        let problem = problems::template(place, message);
        let name = message.split('`').nth(1).unwrap_or_default();
        if message.starts_with("Unknown template") {
            return problem.did_you_mean(self.nearest_template(name));
        }
        if message.starts_with("Unknown component") {
            let names = self.components.get_or_insert_with(|| {
                let components = self.files.values().flat_map(|(_, text)| text.split("component ").skip(1));
                components.filter_map(|rest| rest.split_once('(')).map(|(name, _)| name).collect()
            });
            return problem.did_you_mean(self.suggester.nearest(name, names.iter().copied()));
        }
        if message.starts_with("Unknown filter") || message.starts_with("Unknown function") {
            return problem.hint("templates have the filters and functions of Tera, and the filter `fill`");
        }
        if message.contains("recursion depth") {
            return problem.hint("a component that shows itself has to end somewhere");
        }
        problem
    }

    /// Returns the full or short name of the most similar template.
    fn nearest_template(&mut self, name: &str) -> Option<&'a str> {
        let short = self.files.keys().filter_map(|full| full.split_once('/')).map(|(_, name)| name);
        self.suggester.nearest(name, short.chain(self.files.keys().map(String::as_str)))
    }

    /// Converts the engine's line (from 1) and column (from 0) to a byte offset in a template.
    fn offset(&mut self, name: &str, line: usize, column: usize) -> Option<usize> {
        let (name, (_, text)) = self.files.get_key_value(name)?;
        let lines = self.lines.entry(name).or_insert_with(|| Lines::new(text));
        let start = lines.start(line.saturating_sub(1)).unwrap_or(text.len());
        let line = text[start..].lines().next().unwrap_or("");
        Some(start + line.char_indices().nth(column).map_or(line.len(), |(at, _)| at))
    }
}

/// Returns the place of the second definition of a component in one layer.
fn second_definition(message: &str, files: &Files) -> Option<Location> {
    let mut names = message.strip_prefix("Component ")?.split('`').skip(1).step_by(2);
    let component = format!("component {}", names.next()?);
    let (path, text) = files.get(names.nth(1)?)?;
    let at = text.find(&component)?;
    Some(template_place(path, at..at + component.len()))
}

/// Returns the path of a cycle: `a.html extends b.html extends a.html`.
fn cycle_path(first: &str, rest: &[String], verb: &str) -> String {
    let mut names = vec![first];
    names.extend(rest.iter().map(String::as_str));
    names.join(&format!(" {verb} "))
}

/// Returns the place where a template names another.
fn reference_place(files: &Files, template: &str, other: &str) -> Location {
    let Some((path, text)) = files.get(template) else { return Location::Site };
    for quote in ['"', '\''] {
        let mut at = 0;
        for (index, part) in text.split(quote).enumerate() {
            let is_other = other == part || other.strip_suffix(part).is_some_and(|rest| rest.ends_with('/'));
            if index % 2 == 1 && !part.is_empty() && is_other {
                return template_place(path, at..at + part.len());
            }
            at += part.len() + 1;
        }
    }
    Location::File(path.clone())
}

/// The text of a built-in template cannot be quoted, so its place is the file.
fn template_place(path: &FilePath, range: std::ops::Range<usize>) -> Location {
    match path.starts_with(COMPILED_IN) {
        true => Location::File(path.clone()),
        false => Location::Span(Span { file: path.clone(), start: range.start, end: range.end }),
    }
}
