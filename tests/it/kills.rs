//! Builds of 2,000 papers, killed at any moment: every file is whole, and the next build repairs the output.
//!
//! `OFFPRINT_KILLS` sets the number of kills (default 20), `OFFPRINT_SEED` their times. One site alternates between two
//! revisions, so each build starts from what the last kill left, including the cache.

#![expect(clippy::disallowed_methods, reason = "tests read folders of their own, and know the time")]

use crate::cli::offprint;
use crate::revisions::{BUILD, check_out, random, revision};
use crate::support::{Tree, difference, put, tree};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};
use tempfile::TempDir;

/// Candidates, of which each revision has 2,000 papers.
const DRAWN: u64 = 2_200;
const MANIFEST: &str = ".offprint";
/// Foreign files in the output directory: at the top, among Offprint's files, and in a folder that only one revision
/// has.
const STRANGERS: [&str; 3] = ["notes.txt", "papers/list.txt", "papers/p4/mine.txt"];

#[test]
fn a_build_killed_at_any_moment_leaves_whole_files_and_the_next_one_repairs_the_output() {
    let kills = setting("OFFPRINT_KILLS", 20);
    let seed = setting("OFFPRINT_SEED", 7);
    let mut site = Site::new();
    let mut counts = [[0; 4]; 2];
    let (mut landed, mut round) = (0, 0);
    while landed < kills && round < 3 * kills {
        let is_cold = round % 5 == 4;
        let context = format!("OFFPRINT_SEED={seed}, round {round}");
        let moment = site.kill(&Dice { seed, round, drawn: 0.into() }, is_cold, &context);
        counts[usize::from(is_cold)][moment as usize] += 1;
        let is_late = matches!(moment, Moment::Done);
        landed += u64::from(!is_late);
        round += 1;
        // The duration of a build varies; about one kill in ten should come too late.
        let (whole, placing) = &mut site.times[usize::from(is_cold)];
        [whole, placing].into_iter().for_each(|time| *time = time.mul_f64(if is_late { 0.8 } else { 1.025 }));
    }
    assert_eq!(landed, kills, "builds ended before they were killed: {counts:?}");
    let [warm, cold] = counts;
    for (name, [before, amid, after, done]) in [("over a site", warm), ("into a new folder", cold)] {
        println!(
            "killed {name}: {before} before files were put in place, {amid} amid it, {after} after it, {done} too late"
        );
    }
    println!("{} files were read while builds ran", site.read);
    // A few kills may all miss so short a time; many do not.
    let hit = warm[0] > 0 && (warm[1] > 0 || kills < 100);
    assert!(hit, "kills all came at the same time: {warm:?}");
    assert!(site.read > kills, "hardly anything was read while builds ran: {}", site.read);
}

/// A folder in memory if there is room, because a thousand renames can take a second on disk. Respects `TMPDIR`.
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let room = Command::new("df").args(["-Pk", "/dev/shm"]).output().ok().and_then(|output| {
        let output = String::from_utf8(output.stdout).ok()?;
        output.lines().nth(1)?.split_whitespace().nth(3)?.parse::<u64>().ok()
    });
    match std::env::var_os("TMPDIR").is_none() && room.is_some_and(|kilobytes| kilobytes > 200_000) {
        true => TempDir::new_in(memory).unwrap(),
        false => TempDir::new().unwrap(),
    }
}

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |value| value.parse().expect("a number"))
}

/// When a kill came, judged by the output.
#[derive(Debug, Clone, Copy)]
enum Moment {
    Before,
    Amid,
    After,
    /// The build had ended.
    Done,
}

struct Dice {
    seed: u64,
    round: u64,
    drawn: std::cell::Cell<u64>,
}

impl Dice {
    /// Returns a number below `end`.
    fn draw(&self, end: u64) -> u64 {
        self.drawn.set(self.drawn.get() + 1);
        random(self.seed, self.round << 32 | self.drawn.get()) % end.max(1)
    }

    fn part_of(&self, time: Duration) -> Duration {
        Duration::from_micros(self.draw(time.as_micros() as u64))
    }
}

struct Site {
    root: TempDir,
    /// The files of both revisions, and their clean builds with manifests.
    sources: [Tree; 2],
    clean: [Tree; 2],
    /// Which revision is built.
    now: usize,
    /// The duration of a build, and of its publishing part: over an old site and into a new folder.
    times: [(Duration, Duration); 2],
    /// Manifests seen during a build over an old site, by the revision of that site.
    promises: [BTreeSet<Vec<u8>>; 2],
    /// The number of files read during builds.
    read: u64,
}

impl Site {
    fn new() -> Site {
        let sources = [revision(DRAWN, false), revision(DRAWN, true)];
        let mut site = Site {
            root: folder(),
            clean: [Tree::new(), Tree::new()],
            sources,
            now: 0,
            times: [(Duration::ZERO, Duration::ZERO); 2],
            promises: Default::default(),
            read: 0,
        };
        for (files, clean) in site.sources.iter().zip(&mut site.clean) {
            let alone = TempDir::new().unwrap();
            check_out(alone.path(), files);
            let built = offprint(alone.path()).args(BUILD).output().unwrap();
            assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
            *clean = tree(&alone.path().join("public"));
        }
        assert!(difference(&site.clean[0], &site.clean[1]).len() > 1000, "the revisions are too much alike");
        check_out(site.root.path(), &site.sources[0]);
        site.times[1] = site.build_and_measure();
        site.add_strangers();
        check_out(site.root.path(), &site.sources[1]);
        site.times[0] = site.build_and_measure();
        site.now = 1;
        site.assert_clean("before any kill");
        site
    }

    /// Kills one build, checks what it left, and builds again. Returns when the kill came.
    fn kill(&mut self, dice: &Dice, is_cold: bool, context: &str) -> Moment {
        if is_cold {
            fs::remove_dir_all(self.out()).unwrap();
            if dice.draw(2) == 0 {
                let _ = fs::remove_dir_all(self.root.path().join(".offprint"));
            }
        }
        let next = 1 - self.now;
        check_out(self.root.path(), &self.sources[next]);
        let nothing = Tree::new();
        let sides =
            if is_cold { [&nothing, &self.clean[next]] } else { [&self.clean[self.now], &self.clean[next]] };

        let (whole, placing) = self.times[usize::from(is_cold)];
        let manifest = self.manifest_state();
        let mut child = self.start();
        // Publishing is short; half of the kills wait for it to begin.
        let (wait, context) = if dice.draw(2) == 0 {
            // Publishing into a new folder takes a dozen renames, too short for a sleep.
            let (pause, time) = match is_cold {
                true => (Duration::ZERO, placing.min(Duration::from_micros(500))),
                false => (Duration::from_micros(200), placing),
            };
            while self.manifest_state() == manifest && child.try_wait().unwrap().is_none() {
                std::thread::sleep(pause);
            }
            let wait = dice.part_of(time);
            (wait, format!("{context}, {wait:?} after files began to be put in place, cold: {is_cold}"))
        } else {
            let wait = dice.part_of(whole);
            (wait, format!("{context}, {wait:?} after the start, cold: {is_cold}"))
        };
        let deadline = Instant::now() + wait;
        let mut read = 0;
        let paths: Vec<&String> = sides[1].keys().filter(|path| *path != MANIFEST).collect();
        while let Some(rest) = deadline.checked_duration_since(Instant::now()) {
            std::thread::sleep(rest.min(Duration::from_micros(500)));
            let path = paths[dice.draw(paths.len() as u64) as usize];
            assert_whole(path, fs::read(self.out().join(path)).ok().as_ref(), sides, &context);
            read += 1;
        }
        child.kill().unwrap();
        let is_done = child.wait().unwrap().code().is_some();

        let mut left = self.look();
        if !is_cold {
            assert_strangers(&mut left, &context);
        }
        let moment = match left.get(MANIFEST) == sides[0].get(MANIFEST) {
            _ if is_done => Moment::Done,
            true => Moment::Before,
            false if left == *sides[1] => Moment::After,
            false => Moment::Amid,
        };
        if let Moment::Before = moment {
            assert!(left == *sides[0], "{context}: {:?}", difference(&left, sides[0]));
        }
        let promise = left.remove(MANIFEST);
        for path in left.keys().chain(sides[0].keys()).chain(sides[1].keys()).filter(|path| *path != MANIFEST)
        {
            assert_whole(path, left.get(path), sides, &context);
        }
        // The manifest is the old one, the new one, or the single combined one.
        let is_third = |promise: &Vec<u8>| sides.iter().all(|side| side.get(MANIFEST) != Some(promise));
        if let Some(promise) = promise.filter(is_third) {
            assert!(!is_cold, "{context}: a new folder needs no manifest in between");
            self.promises[self.now].insert(promise);
            assert_eq!(self.promises[self.now].len(), 1, "{context}: a manifest is torn");
        }

        // The next build is of either revision.
        self.now = if dice.draw(2) == 0 { next } else { self.now };
        self.read += read;
        check_out(self.root.path(), &self.sources[self.now]);
        let built = offprint(self.root.path()).args(BUILD).output().unwrap();
        assert!(built.status.success(), "{context}: {}", String::from_utf8_lossy(&built.stderr));
        if is_cold {
            self.add_strangers();
        }
        self.assert_clean(&context);
        moment
    }

    fn out(&self) -> PathBuf {
        self.root.path().join("public")
    }

    fn start(&self) -> Child {
        offprint(self.root.path()).args(BUILD).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// Returns the duration of a build, and of its part after the first manifest was written.
    fn build_and_measure(&self) -> (Duration, Duration) {
        let manifest = self.manifest_state();
        let started = Instant::now();
        let mut child = self.start();
        let mut placing = None;
        let status = loop {
            if placing.is_none() && self.manifest_state() != manifest {
                placing = Some(Instant::now());
            }
            match child.try_wait().unwrap() {
                Some(status) => break status,
                None => std::thread::sleep(Duration::from_micros(200)),
            }
        };
        assert!(status.success());
        (started.elapsed(), placing.expect("a manifest").elapsed())
    }

    /// Returns what changes when the manifest is replaced.
    fn manifest_state(&self) -> Option<(SystemTime, u64)> {
        let found = fs::metadata(self.out().join(MANIFEST)).ok()?;
        Some((found.modified().unwrap(), found.len()))
    }

    /// Reads the output directory without staged files.
    fn look(&self) -> Tree {
        let mut left = if self.out().is_dir() { tree(&self.out()) } else { Tree::new() };
        left.retain(|path, _| !path.starts_with(".offprint-new/"));
        left
    }

    fn add_strangers(&self) {
        for path in STRANGERS {
            put(&self.out(), path, "mine");
        }
    }

    /// Checks that the output equals a clean build and nothing of a killed build is left.
    fn assert_clean(&self, context: &str) {
        let mut left = tree(&self.out());
        assert_strangers(&mut left, context);
        let clean = &self.clean[self.now];
        assert!(left == *clean, "{context}: not as a clean build: {:?}", difference(&left, clean));
        assert!(!self.out().join(".offprint-new").exists(), "{context}: the working folder is left");
    }
}

/// Checks that a file equals the old or the new one. It may be missing only if one of the two sites does not have it.
fn assert_whole(path: &str, found: Option<&Vec<u8>>, sides: [&Tree; 2], context: &str) {
    let is_known = sides.iter().any(|side| side.get(path) == found);
    assert!(is_known, "{context}: {path} is neither old nor new: {:?}", found.map(Vec::len));
}

/// Removes the foreign files from the tree, and checks that they are unchanged.
fn assert_strangers(left: &mut Tree, context: &str) {
    for path in STRANGERS {
        assert_eq!(left.remove(path).as_deref(), Some(b"mine".as_slice()), "{context}: {path} is not ours");
    }
}
