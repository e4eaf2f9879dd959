//! Runs git to read the history of a repository.
//!
//! Neither the repository nor its configuration is trusted: git runs without pager, hooks, signature checks, remote
//! helpers and network access. This module does not know sites.

use super::{Commit, Log, Person};
use crate::source::FilePath;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;

/// Why there is no history.
#[derive(Debug)]
pub(super) enum Silence {
    NoGit(io::Error),
    /// With git's message.
    NoRepository(String),
    NoCommit,
    /// A shallow clone: its oldest commit appears to have created every file.
    Shallow,
    Failed(String),
}

pub(super) struct Git<'a> {
    folder: &'a Path,
}

/// Environment variables that select another repository than the folder's. Git sets some of them while it runs a hook.
const REPOSITORY_VARIABLES: [&str; 9] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_NAMESPACE",
    "GIT_SHALLOW_FILE",
    "GIT_GRAFT_FILE",
];

/// Overrides of settings that could run a program or hide commits.
const SETTINGS: [&str; 6] = [
    "log.showSignature=false",
    "log.showRoot=true",
    "log.follow=false",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.useReplaceRefs=false",
];

/// The NUL-separated fields of a commit: an empty field; hash; committer time, author time and committer date; author
/// name; author address. The commit's files follow.
const FORMAT: &str = "--format=%x00%H%x00%ct %at %cs%x00%an%x00%ae";

impl<'a> Git<'a> {
    pub fn new(folder: &'a Path) -> Git<'a> {
        Git { folder }
    }

    pub fn folder(&self) -> &'a Path {
        self.folder
    }

    pub fn head(&self) -> Result<String, Silence> {
        let output = self.run(&["rev-parse", "--is-shallow-repository", "HEAD"]).map_err(Silence::NoGit)?;
        let stdout = String::from_utf8_lossy(&output.stdout);
        let mut lines = stdout.lines();
        match (lines.next(), lines.next()) {
            (None, _) => Err(Silence::NoRepository(first_line(&output.stderr))),
            (Some("true"), _) => Err(Silence::Shallow),
            (_, Some(head)) if output.status.success() && is_hash(head) => Ok(head.to_owned()),
            _ => Err(Silence::NoCommit),
        }
    }

    pub fn is_ancestor(&self, old: &str, new: &str) -> bool {
        let output = || self.run(&["merge-base", "--is-ancestor", old, new]).ok();
        is_hash(old) && output().is_some_and(|output| output.status.success())
    }

    /// Adds the commits reachable from `head` that the log does not have yet, with the files below `content` that each
    /// changed.
    pub fn log(&self, head: &str, log: &mut Log) -> Result<(), Silence> {
        let known = (!log.head.is_empty()).then(|| format!("^{}", log.head));
        let mut command = self.command();
        command
            .args(["log", "-z", "--full-history", "--no-merges", "--name-only", "--no-renames", "--relative"])
            .args(["--encoding=UTF-8", "--no-color", "--no-notes", "--no-ext-diff", "--no-textconv", FORMAT])
            .arg(head)
            .args(known)
            .args(["--", "content"])
            .stdout(Stdio::piped());
        let mut child = command.spawn().map_err(Silence::NoGit)?;
        let errors = child.stderr.take().map(|errors| thread::spawn(move || read_start(errors)));
        let read = child.stdout.take().map_or(Ok(()), |stdout| read_log(BufReader::new(stdout), log));
        let ended = child.wait();
        let message = errors.and_then(|errors| errors.join().ok()).unwrap_or_default();
        match (read, ended) {
            (Ok(()), Ok(status)) if status.success() => Ok(()),
            (Err(error), _) | (_, Err(error)) => Err(Silence::Failed(error.to_string())),
            _ => Err(Silence::Failed(first_line(&message))),
        }
    }

    /// Returns the path, relative to this folder, of one file in it that git tracks. `None` if there is none or git
    /// fails. Git reads only its index, so ignored files cost nothing.
    pub fn tracked(&self) -> Option<String> {
        let mut child = self
            .command()
            // Listing names runs no code of the repository, so its owner does not matter. In a container it often is
            // another user.
            .args(["-c", "safe.directory=*", "ls-files", "-z"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut path = Vec::new();
        let read = child.stdout.take().map(|stdout| BufReader::new(stdout).read_until(0, &mut path));
        let _ = child.kill();
        let _ = child.wait();
        read?.ok()?;
        path.pop_if(|last| *last == 0);
        (!path.is_empty()).then(|| String::from_utf8_lossy(&path).into_owned())
    }

    /// Returns the display names of `people`, as mapped by `.mailmap`; `None` if git fails.
    pub fn mailmap_names(&self, people: &[&Person]) -> Option<Vec<String>> {
        let asked: String =
            people.iter().map(|Person { name, mail }| format!("{} <{}>\n", name.trim(), mail)).collect();
        let mut command = self.command();
        let mut child = command
            .args(["check-mailmap", "--stdin"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        // Written on another thread: with both pipes full, git and this process would wait for each other.
        let mut to = child.stdin.take()?;
        let asking = thread::spawn(move || to.write_all(asked.as_bytes()));
        let output = child.wait_with_output().ok()?;
        let _ = asking.join();
        let names = output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())?;
        let name = |line: &str| line.rfind('<').map_or("", |end| &line[..end]).trim().to_owned();
        Some(names.lines().map(name).collect())
    }

    fn run(&self, arguments: &[&str]) -> io::Result<Output> {
        self.command().args(arguments).output()
    }

    fn command(&self) -> Command {
        let mut command = Command::new("git");
        if !self.folder.as_os_str().is_empty() {
            command.current_dir(self.folder);
        }
        for name in REPOSITORY_VARIABLES {
            command.env_remove(name);
        }
        command
            .envs([("GIT_OPTIONAL_LOCKS", "0"), ("GIT_TERMINAL_PROMPT", "0"), ("GIT_NO_LAZY_FETCH", "1")])
            // A list of the protocols allowed for fetching; no protocol has this name.
            .env("GIT_ALLOW_PROTOCOL", "none")
            .args(["--no-pager", "--literal-pathspecs"])
            .args(SETTINGS.iter().flat_map(|setting| ["-c", setting]))
            .stdin(Stdio::null())
            .stderr(Stdio::piped());
        command
    }
}

pub(super) fn read_log(mut from: impl BufRead, log: &mut Log) -> io::Result<()> {
    let mut part = Vec::new();
    let mut next = |part: &mut Vec<u8>| -> io::Result<bool> {
        part.clear();
        let is_there = from.read_until(0, part)? > 0;
        part.pop_if(|last| *last == 0);
        Ok(is_there)
    };
    let mut commit: Option<Commit> = None;
    let mut files: Vec<FilePath> = Vec::new();
    let mut is_after_empty = false;
    while next(&mut part)? {
        // A commit follows an empty part and starts with its hash. No file of content has such a name.
        let hash = std::str::from_utf8(&part).ok().filter(|text| is_after_empty && is_hash(text));
        is_after_empty = part.is_empty();
        let Some(hash) = hash.map(str::to_owned) else {
            let path = part.strip_prefix(b"\n").unwrap_or(&part);
            // The site does not read a file whose name is not UTF-8.
            files.extend(std::str::from_utf8(path).ok().filter(|path| !path.is_empty()).map(FilePath::from));
            continue;
        };
        if let Some(commit) = commit.take() {
            log.add(commit, files.drain(..));
        }
        files.clear();
        let mut field = || -> io::Result<Option<String>> {
            Ok(next(&mut part)?.then(|| String::from_utf8_lossy(&part).into_owned()))
        };
        let (Some(times), Some(name), Some(mail)) = (field()?, field()?, field()?) else { break };
        let mut times = times.split(' ');
        let mut time = || times.next().and_then(|time| time.parse().ok()).unwrap_or_default();
        let (committed, authored) = (time(), time());
        // A commit with an invalid date is skipped.
        let date = times.next().and_then(|day| day.parse().ok());
        commit = date.map(|date| Commit { committed, authored, hash, date, person: Person { name, mail } });
    }
    if let Some(commit) = commit {
        log.add(commit, files.into_iter());
    }
    Ok(())
}

fn is_hash(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Reads the first 4 KiB of git's error output, and discards the rest so that git does not block.
fn read_start(mut from: impl Read) -> Vec<u8> {
    let mut some = Vec::new();
    let _ = from.by_ref().take(4096).read_to_end(&mut some);
    let _ = io::copy(&mut from, &mut io::sink());
    some
}

/// Returns the first line of git's error output, without its prefix.
fn first_line(message: &[u8]) -> String {
    let message = String::from_utf8_lossy(message);
    let line = message.lines().next().unwrap_or_default();
    line.trim_start_matches("fatal: ").trim_start_matches("error: ").to_owned()
}
