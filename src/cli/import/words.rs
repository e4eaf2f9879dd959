//! The report of an import: as text, or as JSON.

use super::super::report::plural;
use crate::authoring::import::{Entry, Fate, IN_BIBTEX, NO_KEY, Outcome};
use std::fmt::Write;

/// The maximum number of lines of each kind in the text.
const SHOWN: usize = 20;

/// Returns the report as text: counts, the fate of each field, conflicts, and skipped papers.
pub(super) fn human(outcome: &Outcome, dry_run: bool) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    if dry_run {
        for change in outcome.changes.iter().take(1_000) {
            let _ = writeln!(out, "would write {change}");
        }
        more(&mut out, outcome.changes.len(), 1_000);
    }
    let verb = if dry_run { "would be " } else { "" };
    let _ = writeln!(
        out,
        "{} read: {} {verb}added, {} {verb}updated, {} unchanged{}; {} {verb}written",
        plural(outcome.read, "paper"),
        outcome.added,
        outcome.updated,
        outcome.unchanged,
        if outcome.filtered > 0 { format!(", {} filtered out", outcome.filtered) } else { String::new() },
        plural(outcome.files, "file"),
    );
    let is_column =
        |entry: &&Entry| entry.fate == Fate::Kept && !entry.why.is_empty() && entry.why != IN_BIBTEX;
    let (columns, ledger): (Vec<&Entry>, Vec<&Entry>) = outcome.ledger.iter().partition(is_column);
    let (foreign, own): (Vec<&Entry>, Vec<&Entry>) =
        ledger.into_iter().partition(|entry| entry.why == NO_KEY || entry.why == IN_BIBTEX);
    table(&mut out, &own);
    let meanings: Vec<String> = columns
        .iter()
        .map(|column| format!("{} is {} ({})", column.field, column.why, column.count))
        .collect();
    list(&mut out, "columns, by their content:", &meanings);
    let (kept, dropped): (Vec<&Entry>, Vec<&Entry>) =
        foreign.into_iter().partition(|entry| entry.why == IN_BIBTEX);
    foreign_keys(&mut out, "kept in `bibtex` only, since entries have no other key for it:", &kept);
    foreign_keys(&mut out, "dropped, since entries have no key for it:", &dropped);
    for entry in own.iter().filter(|entry| entry.fate != Fate::Kept && !entry.why.is_empty()) {
        let (word, count, examples) = (entry.fate.word(), entry.count, entry.examples.join(", "));
        let _ = writeln!(out, "{word} {}: {} ({count}: {examples})", entry.field, entry.why);
    }
    if outcome.removed > 0 {
        let first: Vec<&str> = outcome.removed_ids.iter().take(SHOWN).map(String::as_str).collect();
        let more = if outcome.removed > first.len() as u64 { ", …" } else { "" };
        let _ = writeln!(
            out,
            "skipped: entries that were deleted; use `--restore` to import them again ({}: {}{more})",
            outcome.removed,
            first.join(", ")
        );
    }
    for (id, file) in outcome.alike.iter().take(SHOWN) {
        let _ = writeln!(out, "possible duplicate: {id} has the same title as {file}");
    }
    more(&mut out, outcome.alike.len(), SHOWN);
    let merged: Vec<_> = outcome.merged.iter().filter(|(place, _)| place.starts_with("line ")).collect();
    for (place, id) in merged.iter().take(SHOWN) {
        let _ = writeln!(out, "merged {place} with {id}");
    }
    more(&mut out, merged.len(), SHOWN);
    for (id, other) in outcome.same_doi.iter().take(SHOWN) {
        let _ = writeln!(out, "two papers with one DOI: {id} has the DOI of {other}, and another title");
    }
    more(&mut out, outcome.same_doi.len(), SHOWN);
    for (place, why) in outcome.skipped.iter().take(SHOWN) {
        let _ = writeln!(out, "skipped {place}: {why}");
    }
    more(&mut out, outcome.skipped.len() + outcome.more_skipped as usize, SHOWN);
    for conflict in outcome.conflicts.iter().take(SHOWN) {
        let _ = writeln!(
            out,
            "conflict in {}: `{}` {}\n  entry:  {}\n  source: {}",
            conflict.file, conflict.field, conflict.why, conflict.entry, conflict.source
        );
    }
    more(&mut out, outcome.conflicts.len() + outcome.more_conflicts as usize, SHOWN);
    out
}

fn more(out: &mut String, count: usize, shown: usize) {
    if count > shown {
        let _ = writeln!(out, "… and {} more; `--format json` lists them", count - shown);
    }
}

/// Appends fields of the source that entries have no key for, with their counts.
fn foreign_keys(out: &mut String, what: &str, entries: &[&Entry]) {
    let words: Vec<String> =
        entries.iter().map(|entry| format!("{} ({})", entry.field, entry.count)).collect();
    list(out, what, &words);
}

/// Appends a list in lines of limited width, if it is not empty.
fn list(out: &mut String, what: &str, words: &[String]) {
    const WIDTH: usize = 100;
    let mut line = what.to_owned();
    for (number, word) in words.iter().enumerate() {
        let end = if number + 1 < words.len() { "," } else { "" };
        let word = format!(" {word}{end}");
        if line.len() + word.len() > WIDTH {
            let _ = writeln!(out, "{line}");
            line = " ".to_owned();
        }
        line.push_str(&word);
    }
    if !words.is_empty() {
        let _ = writeln!(out, "{line}");
    }
}

/// Appends the table of fields: how many values of each were kept, merged, guessed, dropped or unsure.
fn table(out: &mut String, entries: &[&Entry]) {
    const FATES: [Fate; 5] = [Fate::Kept, Fate::Merged, Fate::Guessed, Fate::Dropped, Fate::Unsure];
    let mut fields: Vec<&str> = entries.iter().map(|entry| entry.field.as_str()).collect();
    fields.dedup();
    if fields.is_empty() {
        return;
    }
    let width = fields.iter().map(|field| field.chars().count()).max().unwrap_or(0).max(5);
    let _ = write!(out, "\n{:width$}", "field");
    for fate in FATES {
        let _ = write!(out, " {:>11}", fate.word());
    }
    out.push('\n');
    for field in fields {
        let mut line = format!("{field:width$}");
        for fate in FATES {
            let those = entries.iter().filter(|entry| entry.field == field && entry.fate == fate);
            match those.map(|entry| entry.count).sum::<u64>() {
                0 => line.push_str(&" ".repeat(12)),
                count => drop(write!(line, " {count:>11}")),
            }
        }
        let _ = writeln!(out, "{}", line.trim_end());
    }
    out.push('\n');
}

/// Returns the report as JSON.
pub(super) fn json(outcome: &Outcome) -> serde_json::Value {
    let ledger: Vec<_> = outcome
        .ledger
        .iter()
        .map(|entry| {
            serde_json::json!({
                "field": entry.field, "fate": entry.fate.word(), "why": entry.why, "count": entry.count,
                "examples": entry.examples,
            })
        })
        .collect();
    let conflicts: Vec<_> = outcome
        .conflicts
        .iter()
        .map(|conflict| {
            serde_json::json!({
                "id": conflict.id, "file": conflict.file, "field": conflict.field, "why": conflict.why,
                "entry": conflict.entry, "source": conflict.source,
            })
        })
        .collect();
    serde_json::json!({
        "read": outcome.read, "added": outcome.added, "updated": outcome.updated, "unchanged": outcome.unchanged,
        "filtered": outcome.filtered, "files": outcome.files, "changes": outcome.changes, "conflicts": conflicts,
        "more_conflicts": outcome.more_conflicts, "skipped": outcome.skipped, "more_skipped": outcome.more_skipped,
        "alike": outcome.alike, "merged": outcome.merged, "same_doi": outcome.same_doi, "removed": outcome.removed, "removed_ids": outcome.removed_ids, "report": ledger,
    })
}
