//! Builds in a separate process that is killed at random times.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::super::{Folders, Publisher};
use super::{Site, Tree, clean, path_of};
use xxhash_rust::xxh3::xxh3_64;

const FOLDER: &str = "OFFPRINT_TEST_KILLED_SITE";
const FILES: u64 = 150;

/// Returns a pseudo-random number for a seed and a number.
fn random(seed: u64, number: u64) -> u64 {
    xxh3_64(&[seed.to_le_bytes(), number.to_le_bytes()].concat())
}

/// Returns a site. Compared with the site of another seed, about a third of the files is missing and a third is
/// changed. The text of a file shows whether it is complete.
fn site_of(seed: u64) -> Tree {
    let mut tree = Tree::new();
    for n in 0..FILES {
        let dice = random(seed, n);
        if !dice.is_multiple_of(3) {
            let path = format!("{}/{n}/index.html", ["papers", "topics", "days"][(n % 3) as usize]);
            let line = format!("{path} of {}\n", dice % 4);
            tree.insert(path, line.repeat(20 + (dice % 4) as usize).into_bytes());
        }
    }
    tree
}

fn is_whole(path: &str, bytes: &[u8]) -> bool {
    (0..4).any(|version| format!("{path} of {version}\n").repeat(20 + version).as_bytes() == bytes)
}

/// Builds sites until the process is killed. Does nothing in a normal test run.
#[test]
fn endless_builds() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let root = std::path::PathBuf::from(folder);
    let (content, out) = (root.join("content"), root.join("public"));
    for seed in u64::from(std::process::id()).. {
        let publisher = Publisher::open(&Folders { site: &root, content: &content, out: &out }).unwrap();
        for (path, bytes) in site_of(seed) {
            publisher.put(&path_of(&path), &bytes).unwrap();
        }
        publisher.finish().unwrap();
    }
}

#[test]
fn a_killed_build_leaves_complete_files_and_no_lock() {
    let program = std::env::current_exe().unwrap();
    let site = Site::new();
    let mut changed = 0;
    // The duration of a build on this machine.
    let mut takes = Duration::from_millis(15);
    for round in 0..200 {
        let before = site.files();
        let mut child = Command::new(&program)
            .args(["--exact", "publish::tests::kill::endless_builds"])
            .env(FOLDER, site.root.path().join("site"))
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        // The start of the process does not count, since it is slow on a busy machine.
        let work = site.root.path().join("site/public/.offprint-new");
        (0..5_000).take_while(|_| !work.exists()).for_each(|_| std::thread::sleep(Duration::from_millis(1)));
        std::thread::sleep(takes.mul_f64((random(7, round) % 1_000) as f64 / 400.0));
        child.kill().unwrap();
        child.wait().unwrap();
        let left = site.files();
        for (path, bytes) in &left {
            assert!(path.ends_with('/') || is_whole(path, bytes), "{path} is torn in round {round}");
        }
        changed += usize::from(left != before);
        let expected = site_of(round);
        let started = Instant::now();
        site.build(&expected).unwrap();
        takes = started.elapsed();
        assert!(site.all() == clean(&expected), "round {round}");
    }
    assert!(changed > 20, "kills came too early to mean anything: {changed}");
}
