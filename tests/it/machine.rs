//! Failures of the machine: a full disk, missing permissions, too many open files, vanishing files.
//!
//! Each gives one message and exit status 3, and leaves the old site unchanged. After the fault is fixed, the next
//! build equals a clean build. Tests that need root are skipped with a message.

#![expect(clippy::disallowed_methods, reason = "tests read and write folders of their own")]

use crate::cli::offprint;
use crate::revisions::{BUILD, check_out, revision};
use crate::support::{Tree, difference, put, tree};
use std::fs::{self, File, Permissions};
use std::io::Write as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const DRAWN: u64 = 60;
const MANY_OPEN: &str = "too many open files";
/// Runs a command without the capabilities of root, so that permissions apply.
const POWERLESS: [&str; 4] = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--"];

#[test]
fn a_path_without_write_permission_fails_a_build_before_anything_changes() {
    if !rights_bind() {
        return;
    }
    let site = Site::new();
    let folder = |path: &String| format!("public/{}", path.rsplit_once('/').unwrap().0);
    let (mut changed, mut gone, mut entered) = (Vec::new(), Vec::new(), Vec::new());
    for path in difference(&site.first, &site.second).iter().filter(|path| path.matches('/').count() > 1) {
        match (site.first.contains_key(path), site.second.contains_key(path)) {
            (true, true) => changed.push(folder(path)),
            (true, false) => gone.push(folder(path)),
            _ => entered.push(folder(&path.rsplit_once('/').unwrap().0.to_owned())),
        }
    }
    for folders in [&changed, &gone, &entered] {
        for folder in [folders.first().unwrap(), folders.last().unwrap()] {
            site.fails_without(folder, 0o555);
            site.fails_without(folder, 0o000);
        }
    }
    site.fails_without("public/papers", 0o555);
    site.fails_without("public", 0o555);
    site.fails_without("public", 0o000);
    site.fails_without("public/.offprint", 0o000);
    site.is_fixed();
}

#[test]
fn a_file_without_read_permission_fails_a_build_and_is_reported_once() {
    if !rights_bind() {
        return;
    }
    let site = Site::new();
    for path in ["content", "content/papers", "content/papers/2026", "themes/own", "static"] {
        site.fails_without(path, 0o000);
    }
    for path in ["site.toml", "content/papers/2026/p0.md", "static/mark.svg", "themes/own/theme.toml"] {
        site.fails_without(path, 0o000);
    }
    // 24 unreadable entries give one message.
    let all_have = |mode| {
        for entry in fs::read_dir(site.root.join("content/papers/2026")).unwrap() {
            fs::set_permissions(entry.unwrap().path(), Permissions::from_mode(mode)).unwrap();
        }
    };
    all_have(0o000);
    let output = under(&POWERLESS, &site.root).output().unwrap();
    all_have(0o644);
    site.has_failed(&output, "permission denied", "all entries");
    assert!(String::from_utf8_lossy(&output.stderr).contains("more cannot be read; "), "{output:?}");
    site.is_fixed();
}

/// The settings are a pipe, which a build reads after it has listed the files. A file removed before the settings are
/// written vanishes between the two.
#[test]
fn a_file_that_vanishes_before_it_is_read_is_reported() {
    let site = Site::new();
    let settings = site.root.join("site.toml");
    let text = fs::read(&settings).unwrap();
    for path in ["content/papers/2026/p0.md", "content/papers/2026-01-01.yaml", "static/mark.svg"] {
        let vanishing = site.root.join(path);
        let bytes = fs::read(&vanishing).unwrap();
        fs::remove_file(&settings).unwrap();
        assert!(Command::new("mkfifo").arg(&settings).status().unwrap().success());
        let child =
            under(&["timeout", "60"], &site.root).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let child = child.unwrap();
        // This waits for the build to open the other end.
        let mut pipe = File::options().write(true).open(&settings).unwrap();
        fs::remove_file(&vanishing).unwrap();
        pipe.write_all(&text).unwrap();
        drop(pipe);
        let output = child.wait_with_output().unwrap();
        fs::remove_file(&settings).unwrap();
        fs::write(&settings, &text).unwrap();
        fs::write(&vanishing, bytes).unwrap();
        let cause = if path.starts_with("static") { "removed during the build" } else { "no such file" };
        site.has_failed(&output, cause, path);
    }
    site.is_fixed();
}

#[test]
fn a_limit_of_open_files_fails_a_build_cleanly() {
    let site = Site::new();
    let mut failed = 0;
    // With less than four, the program itself cannot be loaded.
    for limit in 4..100 {
        let script = format!("ulimit -n {limit}; exec \"$@\"");
        let output = under(&["sh", "-c", &script, "sh"], &site.root).output().unwrap();
        if output.status.success() {
            break;
        }
        site.has_failed(&output, MANY_OPEN, &format!("ulimit -n {limit}"));
        failed += 1;
    }
    assert!((1..90).contains(&failed), "{failed}");
    site.is_fixed();
}

#[test]
fn a_full_disk_fails_a_build_before_anything_changes() {
    let Some(disk) = Mounted::new("size=24m,nr_inodes=3000") else { return };
    let site = Site::at(disk.0.path().join("site"));
    let filler = disk.0.path().join("filler");
    let mut failed = 0;
    // More and more room until it is enough, so that builds fail at different steps.
    for kilobytes in [0, 4, 16, 64, 256, 512, 768, 1024, 1280, 1536, 1792, 2048, 4096] {
        let mut file = File::create(&filler).unwrap();
        while file.write_all(&[0; 4096]).is_ok() {}
        let full = file.metadata().unwrap().len();
        file.set_len(full.saturating_sub(kilobytes << 10)).unwrap();
        let output = under(&[], &site.root).output().unwrap();
        if output.status.success() {
            break;
        }
        site.has_failed(&output, "no space left on the device", &format!("{kilobytes} kB free"));
        failed += 1;
    }
    fs::remove_file(&filler).unwrap();
    site.is_fixed();

    // No free inodes, but free space.
    let site = Site::at(disk.0.path().join("another"));
    fs::create_dir(&filler).unwrap();
    let count = (0..).take_while(|n| File::create(filler.join(n.to_string())).is_ok()).count();
    for free in [0, 1, 2, 3, 4, 8, 16, 64] {
        (0..free).for_each(|n| _ = fs::remove_file(filler.join((count - 1 - n).to_string())));
        let output = under(&[], &site.root).output().unwrap();
        site.has_failed(&output, "no space left on the device", &format!("{free} more files may be made"));
        failed += 1;
    }
    fs::remove_dir_all(&filler).unwrap();
    disk.remount("ro");
    let output = under(&[], &site.root).output().unwrap();
    site.has_failed(&output, "the file system is read-only", "read-only");
    disk.remount("rw");
    site.is_fixed();
    println!("the disk was full {failed} times");
    assert!(failed > 12, "{failed}");
}

/// A site with its first revision built and its second pending.
struct Site {
    root: PathBuf,
    first: Tree,
    second: Tree,
    _folder: Option<TempDir>,
}

impl Site {
    fn new() -> Site {
        let folder = TempDir::new().unwrap();
        let site = Site::at(folder.path().to_owned());
        Site { _folder: Some(folder), ..site }
    }

    fn at(root: PathBuf) -> Site {
        let revisions = [false, true].map(|is_second| {
            let mut files = revision(DRAWN, is_second);
            files.entry("site.toml".to_owned()).or_default().extend(b"theme = \"own\"\n");
            files.insert("themes/own/theme.toml".to_owned(), b"extends = \"default\"\n".to_vec());
            files.insert(
                "static/mark.svg".to_owned(),
                b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec(),
            );
            files
        });
        let [first, second] = revisions.each_ref().map(|files| {
            let alone = TempDir::new().unwrap();
            check_out(alone.path(), files);
            build(alone.path());
            tree(&alone.path().join("public"))
        });
        check_out(&root, &revisions[0]);
        build(&root);
        check_out(&root, &revisions[1]);
        let site = Site { root, first, second, _folder: None };
        assert!(tree(&site.root.join("public")) == site.first);
        site
    }

    /// Checks that a build failed for this cause, reported it once, and left the site unchanged.
    fn has_failed(&self, output: &Output, cause: &str, context: &str) {
        let (stdout, stderr) =
            (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!((output.status.code(), &*stdout), (Some(3), ""), "{context}: {stderr}");
        let lines: Vec<&str> = stderr.lines().collect();
        let [message, help] = lines.as_slice() else { panic!("{context}: not one message\n{stderr}") };
        assert!(
            message.starts_with("error: ") && message.to_lowercase().contains(cause),
            "{context}: {stderr}"
        );
        assert!(
            help.starts_with("  help: ") && help.ends_with("the site is unchanged"),
            "{context}: {stderr}"
        );
        let mut left = tree(&self.root.join("public"));
        if cause == MANY_OPEN {
            // A file that cannot be opened cannot be removed; the next build removes it.
            left.retain(|path, _| !path.starts_with(".offprint-new/"));
        } else {
            assert!(
                !self.root.join("public/.offprint-new").exists(),
                "{context}: the working folder is left"
            );
        }
        assert!(left == self.first, "{context}: {:?}", difference(&left, &self.first));
    }

    /// Checks that a build without permissions on a file or folder fails.
    fn fails_without(&self, path: &str, mode: u32) {
        let place = self.root.join(path);
        let before = fs::metadata(&place).unwrap().permissions();
        fs::set_permissions(&place, Permissions::from_mode(mode)).unwrap();
        let output = under(&POWERLESS, &self.root).output().unwrap();
        fs::set_permissions(&place, before).unwrap();
        self.has_failed(&output, "permission denied", &format!("{path} {mode:03o}"));
    }

    /// Checks that a build without the fault equals a clean build.
    fn is_fixed(&self) {
        build(&self.root);
        let left = tree(&self.root.join("public"));
        assert!(left == self.second, "{:?}", difference(&left, &self.second));
    }
}

fn build(site: &Path) {
    let built = offprint(site).args(BUILD).output().unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
}

/// A build of the site in a folder, run by another program.
fn under(program: &[&str], folder: &Path) -> Command {
    let plain = offprint(folder);
    let Some((first, rest)) = program.split_first() else {
        let mut plain = plain;
        plain.args(BUILD);
        return plain;
    };
    let mut command = Command::new(first);
    command.args(rest).arg(plain.get_program()).args(BUILD).current_dir(folder).stdin(Stdio::null());
    for (name, value) in plain.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command
}

/// Returns whether [`POWERLESS`] keeps this user from reading a file without permissions.
fn rights_bind() -> bool {
    let folder = TempDir::new().unwrap();
    put(folder.path(), "closed", "x");
    let place = folder.path().join("closed");
    fs::set_permissions(&place, Permissions::from_mode(0o000)).unwrap();
    let (first, rest) = POWERLESS.split_first().unwrap();
    let able = |program: &str| {
        let done = Command::new(first).args(rest).arg(program).arg(&place).output();
        done.is_ok_and(|done| done.status.success())
    };
    let binds = able("stat") && !able("cat");
    if !binds {
        skip("rights cannot be taken away");
    }
    binds
}

/// Prints that a test is skipped. In CI, where root can run it, this is a failure.
fn skip(why: &str) {
    let is_root = fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0);
    assert!(!(is_root && std::env::var_os("CI").is_some()), "{why}, though this is root");
    eprintln!("skipped: {why} here");
}

/// A small mounted disk.
struct Mounted(TempDir);

impl Mounted {
    fn new(options: &str) -> Option<Mounted> {
        let folder = TempDir::new().unwrap();
        let mut mount = Command::new("mount");
        let done = mount.args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(folder.path()).output();
        if done.is_ok_and(|done| done.status.success()) {
            return Some(Mounted(folder));
        }
        skip("mounting a small file system is not allowed");
        None
    }

    fn remount(&self, options: &str) {
        let mut mount = Command::new("mount");
        let done = mount.args(["-o", &format!("remount,{options}")]).arg(self.0.path()).status().unwrap();
        assert!(done.success(), "{options}");
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}
