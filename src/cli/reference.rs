//! The reference of commands and options, a page of the documentation, generated from the arguments.

use super::args::Arguments;
use clap::{Arg, Command, CommandFactory};
use std::fmt::Write;

/// Returns the body of the page in Markdown: global options, then each command.
pub fn markdown() -> String {
    let mut program = Arguments::command();
    program.build();
    let (global, _): (Vec<&Arg>, Vec<&Arg>) = program.get_arguments().partition(|arg| arg.is_global_set());
    let mut out = String::from("Options of all commands:\n\n");
    table(&mut out, &global);
    let is_own = |command: &&Command| command.get_name() != "help";
    let all = program.get_subcommands().filter(is_own).flat_map(|command| {
        let inner = command.get_subcommands().filter(is_own);
        let name = command.get_name();
        std::iter::once((name.to_owned(), command))
            .chain(inner.map(move |inner| (format!("{name} {}", inner.get_name()), inner)))
    });
    for (name, command) in all {
        let _ = writeln!(out, "\n## `offprint {name}`\n");
        let about = command.get_long_about().or(command.get_about());
        let _ = writeln!(
            out,
            "{}\n",
            escaped(&about.expect("invariant: each command has a help text").to_string(), "\n\n")
        );
        let usage = command.clone().render_usage().to_string();
        let _ = writeln!(
            out,
            "```text\n{}\n```",
            usage.trim_start_matches("Usage: ").replace("offprint-", "offprint ")
        );
        let own: Vec<&Arg> = command
            .get_arguments()
            .filter(|arg| !arg.is_global_set() && !["help", "version"].contains(&arg.get_id().as_str()))
            .collect();
        if !own.is_empty() {
            out.push('\n');
            table(&mut out, &own);
        }
    }
    out
}

fn table(out: &mut String, arguments: &[&Arg]) {
    out.push_str("| argument | meaning |\n| --- | --- |\n");
    for argument in arguments.iter().filter(|argument| !argument.is_hide_set()) {
        let value = argument.get_value_names().unwrap_or_default().first();
        let value = value.filter(|_| argument.get_action().takes_values());
        let name = match (argument.get_long(), value) {
            (Some(long), Some(value)) => format!("--{long} {value}"),
            (Some(long), None) => format!("--{long}"),
            (None, value) => value.map(ToString::to_string).unwrap_or_default(),
        };
        let help = argument.get_long_help().or(argument.get_help());
        let mut meaning = escaped(&help.expect("invariant: each argument has a help text").to_string(), " ");
        let values: Vec<String> = argument
            .get_possible_values()
            .iter()
            .filter(|value| !value.is_hide_set())
            .map(|value| match value.get_help() {
                Some(help) => format!(
                    "`{}` ({})",
                    value.get_name(),
                    escaped(&help.to_string(), " ").trim_end_matches('.')
                ),
                None => format!("`{}`", value.get_name()),
            })
            .collect();
        if argument.get_action().takes_values() && !values.is_empty() {
            let _ = write!(meaning, " One of {}.", values.join(", "));
        }
        let default: Vec<_> =
            argument.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
        if argument.get_action().takes_values() && !default.is_empty() {
            let _ = write!(meaning, " Default: `{}`.", default.join(" "));
        }
        let _ = writeln!(out, "| `{}` | {} |", name.replace('|', "\\|"), meaning.replace('|', "\\|"));
    }
}

/// Returns a help text as Markdown: paragraphs joined by `between`, and markup outside of code spans escaped.
fn escaped(text: &str, between: &str) -> String {
    let paragraphs =
        text.split("\n\n").map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "));
    let mut text = paragraphs.collect::<Vec<_>>().join(between);
    if !text.is_empty() && !text.ends_with(['.', '!', '?']) {
        text.push('.');
    }
    let parts: Vec<String> = text
        .split('`')
        .enumerate()
        .map(|(at, part)| match at % 2 {
            0 => part.replace('<', "\\<").replace('*', "\\*").replace('_', "\\_"),
            _ => part.to_owned(),
        })
        .collect();
    parts.join("`")
}
