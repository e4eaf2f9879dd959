//! Asks git.
//!
//! The repository may be a stranger's, and so may its settings: nothing that they could name is run, no pager, no server, no signature
//! check, and nothing is fetched. It knows git, and nothing of sites.

use super::{Commit, Log, Person};
use crate::source::FilePath;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;

/// Why there is nothing to tell.
#[derive(Debug)]
pub(super) enum Silence {
    NoGit(io::Error),
    /// With what git says of it.
    NoRepository(String),
    NoCommit,
    /// Only the newest commits are here. The oldest of them looks as if it had made everything.
    Shallow,
    Failed(String),
}

/// The repository that a folder is in.
pub(super) struct Git<'a> {
    folder: &'a Path,
}

/// Variables that would lead git elsewhere than the folder does. Git itself sets some while it runs a hook.
const ELSEWHERE: [&str; 9] = [
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

/// Settings that would run something, or show less. Each stands over what the repository says.
const SETTINGS: [&str; 6] = [
    "log.showSignature=false",
    "log.showRoot=true",
    "log.follow=false",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.useReplaceRefs=false",
];

/// The fields of a commit, with zero bytes between: nothing; hash; times and day; name; address. Its files follow.
const FORMAT: &str = "--format=%x00%H%x00%ct %at %cs%x00%an%x00%ae";

impl<'a> Git<'a> {
    pub fn of(folder: &'a Path) -> Git<'a> {
        Git { folder }
    }

    pub fn folder(&self) -> &'a Path {
        self.folder
    }

    /// Returns the commit that is checked out.
    pub fn head(&self) -> Result<String, Silence> {
        let asked = self.ask(&["rev-parse", "--is-shallow-repository", "HEAD"]).map_err(Silence::NoGit)?;
        let told = String::from_utf8_lossy(&asked.stdout);
        let mut lines = told.lines();
        match (lines.next(), lines.next()) {
            (None, _) => Err(Silence::NoRepository(first_line(&asked.stderr))),
            (Some("true"), _) => Err(Silence::Shallow),
            (_, Some(head)) if asked.status.success() && is_hash(head) => Ok(head.to_owned()),
            _ => Err(Silence::NoCommit),
        }
    }

    /// Tells whether all that led to `old` led to `new` too.
    pub fn has(&self, old: &str, new: &str) -> bool {
        let asked = || self.ask(&["merge-base", "--is-ancestor", old, new]).ok();
        is_hash(old) && asked().is_some_and(|asked| asked.status.success())
    }

    /// Reads the commits that led to `head` and are not in the log yet, with the files of content that each changed.
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
        let errors = child.stderr.take().map(|errors| thread::spawn(move || read_some(errors)));
        let read = child.stdout.take().map_or(Ok(()), |told| take(BufReader::new(told), log));
        let ended = child.wait();
        let said = errors.and_then(|errors| errors.join().ok()).unwrap_or_default();
        match (read, ended) {
            (Ok(()), Ok(status)) if status.success() => Ok(()),
            (Err(error), _) | (_, Err(error)) => Err(Silence::Failed(error.to_string())),
            _ => Err(Silence::Failed(first_line(&said))),
        }
    }

    /// Returns the path, below this folder, of a file in it that git tracks; none where git does not answer. Git reads its index only, so
    /// files that it ignores cost nothing.
    pub fn tracked(&self) -> Option<String> {
        let mut child = self
            .command()
            // A list of names runs nothing, whoever owns the repository. In a container that is often somebody else.
            .args(["-c", "safe.directory=*", "ls-files", "-z"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut path = Vec::new();
        let read = child.stdout.take().map(|told| BufReader::new(told).read_until(0, &mut path));
        // One is enough.
        let _ = child.kill();
        let _ = child.wait();
        read?.ok()?;
        path.pop_if(|last| *last == 0);
        (!path.is_empty()).then(|| String::from_utf8_lossy(&path).into_owned())
    }

    /// Returns how people wish to be named, as a `.mailmap` says. Nothing where git does not tell.
    pub fn names(&self, people: &[&Person]) -> Option<Vec<String>> {
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
        // Who only writes, while nobody reads, may wait for ever.
        let mut to = child.stdin.take()?;
        let asking = thread::spawn(move || to.write_all(asked.as_bytes()));
        let told = child.wait_with_output().ok()?;
        let _ = asking.join();
        let told = told.status.success().then(|| String::from_utf8_lossy(&told.stdout).into_owned())?;
        let name = |line: &str| line.rfind('<').map_or("", |end| &line[..end]).trim().to_owned();
        Some(told.lines().map(name).collect())
    }

    fn ask(&self, arguments: &[&str]) -> io::Result<Output> {
        self.command().args(arguments).output()
    }

    fn command(&self) -> Command {
        let mut command = Command::new("git");
        if !self.folder.as_os_str().is_empty() {
            command.current_dir(self.folder);
        }
        for name in ELSEWHERE {
            command.env_remove(name);
        }
        command
            .envs([("GIT_OPTIONAL_LOCKS", "0"), ("GIT_TERMINAL_PROMPT", "0"), ("GIT_NO_LAZY_FETCH", "1")])
            // A list of protocols that may be used to fetch; none has this name.
            .env("GIT_ALLOW_PROTOCOL", "none")
            .args(["--no-pager", "--literal-pathspecs"])
            .args(SETTINGS.iter().flat_map(|setting| ["-c", setting]))
            .stdin(Stdio::null())
            .stderr(Stdio::piped());
        command
    }
}

/// Reads what `git log` tells, commit by commit.
pub(super) fn take(mut from: impl BufRead, log: &mut Log) -> io::Result<()> {
    let mut part = Vec::new();
    let mut next = |part: &mut Vec<u8>| -> io::Result<bool> {
        part.clear();
        let is_there = from.read_until(0, part)? > 0;
        part.pop_if(|last| *last == 0);
        Ok(is_there)
    };
    let mut commit: Option<Commit> = None;
    let mut files: Vec<FilePath> = Vec::new();
    let mut is_after_nothing = false;
    while next(&mut part)? {
        // A commit stands after an empty part and begins with its hash, which no file of content is called.
        let hash = std::str::from_utf8(&part).ok().filter(|text| is_after_nothing && is_hash(text));
        is_after_nothing = part.is_empty();
        let Some(hash) = hash.map(str::to_owned) else {
            let path = part.strip_prefix(b"\n").unwrap_or(&part);
            // A name that is not UTF-8 is not read either.
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
        // A day that is none is that of no file.
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

/// Reads the beginning of what git complains of, and lets it say the rest.
fn read_some(mut from: impl Read) -> Vec<u8> {
    let mut some = Vec::new();
    let _ = from.by_ref().take(4096).read_to_end(&mut some);
    let _ = io::copy(&mut from, &mut io::sink());
    some
}

/// Returns the first line of what git complains of.
fn first_line(said: &[u8]) -> String {
    let said = String::from_utf8_lossy(said);
    let line = said.lines().next().unwrap_or_default();
    line.trim_start_matches("fatal: ").trim_start_matches("error: ").to_owned()
}
