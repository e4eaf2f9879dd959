//! The page of problems has each id of the program, with an input that causes it and the message.
//!
//! The inputs are run. `OFFPRINT_UPDATE=1 cargo test --test it -- problems::` writes the messages and the index of the
//! page.

#![expect(clippy::disallowed_methods, reason = "tests read and write folders of their own")]

use crate::cli::offprint;
use crate::support::{put, repository, tree};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const PAGE: &str = "content/pages/docs/problems.md";

/// Problems without an input on the page: a disk that fails, and a site of 800 MB.
const WITHOUT_INPUT: [&str; 2] = ["unreadable", "large-site"];

const UPDATE: &str = "OFFPRINT_UPDATE=1 cargo test --test it -- problems:: writes the messages and the index";

/// The section of one problem.
#[derive(Debug, Default, PartialEq)]
struct Section {
    id: String,
    /// Files of the site: path and text.
    files: Vec<(String, String)>,
    /// A shell script that is run in the folder of the site.
    script: Option<String>,
    /// The documented output.
    printed: String,
}

/// Returns the groups of the page, each with its sections, in order.
fn groups(page: &str) -> Vec<(String, Vec<Section>)> {
    let mut groups: Vec<(String, Vec<Section>)> = Vec::new();
    let (mut path, mut fence): (String, Option<(String, String)>) = (String::new(), None);
    for line in page.lines() {
        if let Some((language, text)) = &mut fence {
            if line != "```" {
                text.push_str(line);
                text.push('\n');
                continue;
            }
            let section = groups.last_mut().and_then(|(_, sections)| sections.last_mut()).unwrap();
            let (language, text) = (std::mem::take(language), std::mem::take(text));
            match (path.is_empty(), language.as_str()) {
                (false, _) => section.files.push((std::mem::take(&mut path), text)),
                (true, "sh") => section.script = Some(text),
                (true, _) => section.printed = text,
            }
            fence = None;
        } else if let Some(language) = line.strip_prefix("```") {
            fence = Some((language.to_owned(), String::new()));
        } else if let Some(id) = line.strip_prefix("## ") {
            let (_, sections) = groups.last_mut().unwrap();
            sections.push(Section { id: id.to_owned(), ..Section::default() });
        } else if let Some(name) = line.strip_prefix("# ") {
            groups.push((name.to_owned(), Vec::new()));
        } else if let Some(name) = line.strip_prefix('`').and_then(|rest| rest.strip_suffix("`:")) {
            path = name.to_owned();
        }
    }
    groups
}

fn sections(page: &str) -> Vec<Section> {
    groups(page).into_iter().flat_map(|(_, sections)| sections).collect()
}

/// Returns the ids of problems that a source file creates: first arguments of `Diagnostic::error` and
/// `Diagnostic::warning`, and what their constants and choices stand for.
fn ids(source: &str, all: &[(String, String)]) -> BTreeSet<String> {
    &ids_of("Diagnostic::error(", source, all) | &warnings(source, all)
}

/// Returns the ids of warnings that a source file creates.
fn warnings(source: &str, all: &[(String, String)]) -> BTreeSet<String> {
    ids_of("Diagnostic::warning(", source, all)
}

fn ids_of(call: &str, source: &str, all: &[(String, String)]) -> BTreeSet<String> {
    let is_kebab = |text: &&str| {
        text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    let quoted = |text: &str| {
        text.trim_start().strip_prefix('"')?.split('"').next().filter(is_kebab).map(str::to_owned)
    };
    let constant = |name: &str| {
        let declared = format!("const {}: &str = ", name.rsplit("::").next().unwrap());
        all.iter().find_map(|(_, text)| quoted(text.split_once(&declared)?.1))
    };
    let mut ids = BTreeSet::new();
    let mut at = 0;
    while let Some(found) = source[at..].find(call) {
        let start = at + found;
        at = start + call.len();
        let argument = source[at..].split(',').next().unwrap().trim();
        if let Some(id) = quoted(argument).or_else(|| constant(argument)) {
            ids.insert(id);
            continue;
        }
        assert_eq!(argument, "id", "the id of a problem is a literal, a constant or `id`");
        // `let (id, …) = if … { ("one", …) } else { ("other", …) };` or a `match` of such tuples, in the same
        // function.
        let function =
            &source[source[..start].rfind("\nfn ").max(source[..start].rfind("\npub")).unwrap()..start];
        let (_, choice) = function.split_once("let (id,").unwrap();
        ids.extend(choice.split('(').skip(1).filter_map(quoted).filter(|id| id.contains('-')));
    }
    ids
}

/// Returns the ids of all problems that the program creates.
fn declared() -> BTreeSet<String> {
    let code = sources();
    code.iter().flat_map(|(_, text)| ids(text, &code)).collect()
}

/// Returns the source files of the program without their tests: path and text.
fn sources() -> Vec<(String, String)> {
    tree(&repository("src"))
        .into_iter()
        .filter(|(path, _)| path.ends_with(".rs") && !path.contains("tests") && !path.ends_with("fixture.rs"))
        .map(|(path, bytes)| {
            let text = String::from_utf8(bytes).unwrap();
            (path, text.split("#[cfg(test)]\nmod tests {").next().unwrap().to_owned())
        })
        .collect()
}

/// Returns the messages of a program's output that have the id.
fn messages<'a>(output: &'a str, id: &str) -> Vec<&'a str> {
    let starts = [format!("error[{id}]: "), format!("warning[{id}]: ")];
    let message = |block: &'a str| {
        let start = starts.iter().find_map(|start| block.find(start))?;
        Some(block[start..].trim_end())
    };
    output.split("\n\n").filter_map(message).collect()
}

/// Returns what identifies a message apart from its words: severity and id, file, line and column.
fn address(message: &str) -> (String, String) {
    let head = message.split(": ").next().unwrap().to_owned();
    let place = message.lines().find_map(|line| line.trim_start().strip_prefix("--> "));
    (head, place.unwrap_or_default().to_owned())
}

/// Runs the example of a section in a new site. Returns what the program printed.
fn run(section: &Section) -> String {
    let site = TempDir::new().unwrap();
    put(site.path(), "site.toml", "title = \"Papers\"\nbase_url = \"https://example.org/\"\n");
    put(
        site.path(),
        "content/papers/sound.md",
        "---\ntitle: A sound paper\ndate: 2026-04-01\n---\n\nThe abstract.\n",
    );
    for (path, text) in &section.files {
        put(site.path(), path, text);
    }
    let mut printed = String::new();
    if let Some(script) = &section.script {
        printed = output(&mut shell(site.path(), script));
    }
    let runs_offprint =
        section.script.iter().any(|script| script.lines().any(|line| line.starts_with("offprint ")));
    if !runs_offprint {
        printed = output(offprint(site.path()).arg("check"));
    }
    printed
}

/// Returns a script that calls this build of the program as `offprint`, and git as somebody.
fn shell(folder: &Path, script: &str) -> Command {
    let programs = Path::new(env!("CARGO_BIN_EXE_offprint")).parent().unwrap();
    let path = std::env::join_paths(
        std::iter::once(programs.to_owned()).chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    );
    let mut command = Command::new("sh");
    command.current_dir(folder).arg("-ec").arg(script).env("PATH", path.unwrap()).env("COLUMNS", "100");
    for name in ["GITHUB_ACTIONS", "CI", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    for name in ["GIT_AUTHOR", "GIT_COMMITTER"] {
        command.env(format!("{name}_NAME"), "Ada").env(format!("{name}_EMAIL"), "ada@example.org");
    }
    command
}

fn output(command: &mut Command) -> String {
    let output = command.output().unwrap();
    String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
}

/// Returns the page's index: the groups, each with links to its sections.
fn index(page: &str) -> String {
    let mut index = String::new();
    for (name, sections) in groups(page).iter().filter(|(_, sections)| !sections.is_empty()) {
        let links: Vec<String> =
            sections.iter().map(|Section { id, .. }| format!("[`{id}`](#{id})")).collect();
        index += &format!("- [{name}](#{}): {}\n", offprint::text::slug::slug(name), links.join(", "));
    }
    index
}

/// Returns the page with a new index.
fn with_index(page: &str) -> String {
    let (before, rest) = page.split_once("[//]: # (index: begin)\n").unwrap();
    let (_, after) = rest.split_once("[//]: # (index: end)\n").unwrap();
    format!("{before}[//]: # (index: begin)\n\n{}\n[//]: # (index: end)\n{after}", index(page))
}

/// Returns the page with another message in a section. The message is the last block of the section.
fn with_message(page: &str, id: &str, message: &str) -> String {
    let start = page.find(&format!("\n## {id}\n")).unwrap() + 1;
    let end = page[start..].find("\n## ").into_iter().chain(page[start..].find("\n# ")).min();
    let end = start + end.unwrap_or(page.len() - start);
    let block = start + page[start..end].rfind("```text\n").unwrap();
    format!("{}```text\n{message}\n```\n{}", &page[..block], &page[end..])
}

#[test]
fn every_problem_has_a_section_and_every_section_a_problem() {
    let page = fs::read_to_string(repository(PAGE)).unwrap();
    let documented: Vec<String> = sections(&page).into_iter().map(|section| section.id).collect();
    let unique: BTreeSet<String> = documented.iter().cloned().collect();
    assert_eq!(unique.len(), documented.len(), "an id has two sections");
    let declared = declared();
    assert!(declared.len() > 80, "{declared:#?}");
    let missing: Vec<&String> = declared.difference(&unique).collect();
    let unknown: Vec<&String> = unique.difference(&declared).collect();
    assert!(
        missing.is_empty() && unknown.is_empty(),
        "without a section: {missing:?}; not in src/: {unknown:?}"
    );
}

#[test]
fn every_warning_can_be_hidden() {
    let found: BTreeSet<String> = sources().iter().flat_map(|(_, text)| warnings(text, &sources())).collect();
    let known: BTreeSet<String> = offprint::diagnostic::WARNINGS.into_iter().map(str::to_owned).collect();
    assert_eq!(found, known, "src/diagnostic/warnings.rs lists the ids of all warnings");
}

#[cfg(target_os = "linux")]
#[test]
fn every_input_of_the_page_causes_its_problem_at_the_documented_place() {
    use rayon::prelude::*;
    let page = fs::read_to_string(repository(PAGE)).unwrap();
    let sections = sections(&page);
    let examples = sections.par_iter().filter(|section| !WITHOUT_INPUT.contains(&&*section.id));
    let printed: Vec<(&Section, String)> = examples.map(|section| (section, run(section))).collect();
    let (mut faults, mut new) = (Vec::new(), with_index(&page));
    for (section, output) in &printed {
        let Some(message) = messages(output, &section.id).first().copied() else {
            faults.push(format!("the input of {} does not cause it:\n{output}", section.id));
            continue;
        };
        let (expected, found) = (address(section.printed.trim()), address(message));
        if expected != found {
            faults.push(format!("{}: documented {expected:?}, found {found:?}", section.id));
        }
        new = with_message(&new, &section.id, message);
    }
    if std::env::var_os("OFFPRINT_UPDATE").is_some() {
        fs::write(repository(PAGE), new).unwrap();
        return;
    }
    assert!(faults.is_empty(), "{UPDATE}:\n{}", faults.join("\n"));
    assert_eq!(page, with_index(&page), "{UPDATE}");
}
