//! Where content files are put: the only writer of entries.
//!
//! Each file is replaced as a whole, by a rename. Nothing outside of `content/` can be named, and no link is followed. It knows nothing
//! of what the files hold.

#![expect(clippy::disallowed_methods, reason = "this is the one place that writes entries")]

use crate::publish::OutPath;
use std::collections::HashSet;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// The `content/` folder of a site, to write to.
#[derive(Debug)]
pub struct Shelf {
    site: PathBuf,
    /// Folders that are known to be there and to be no links.
    sound: HashSet<String>,
}

/// Why a file was not written. What was there before is there still.
#[derive(Debug)]
pub struct Failure {
    /// Path below the site's folder.
    pub path: String,
    pub why: Why,
}

/// What stood in the way.
#[derive(Debug)]
pub enum Why {
    /// The name leads out of `content/`, or is none that every system takes.
    BadPath(String),
    /// A link stands in the way: following it could change a file elsewhere.
    Link,
    /// The machine said no.
    Io(io::Error),
}

impl Failure {
    /// Returns the exit status that tells of it: 2 where the content has to change, 3 where the machine has to.
    pub fn exit_code(&self) -> u8 {
        match self.why {
            Why::BadPath(_) | Why::Link => 2,
            Why::Io(_) => 3,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.why {
            Why::BadPath(why) => write!(out, "`{}` cannot be written: {why}", self.path.escape_debug()),
            Why::Link => write!(out, "`{}` is a symbolic link, or lies below one", self.path),
            Why::Io(error) => write!(out, "writing `{}` failed: {error}", self.path),
        }
    }
}

impl std::error::Error for Failure {}

/// The name that a file has while it is written. It is hidden, so that nobody takes it for content.
const UNFINISHED: &str = ".offprint-new";

impl Shelf {
    /// Returns the shelf of the site in a folder.
    pub fn new(site: &Path) -> Shelf {
        Shelf { site: site.to_owned(), sound: HashSet::new() }
    }

    /// Puts a file below `content/` in place, making the folders it lies in. `path` is below the site's folder.
    ///
    /// # Errors
    /// Where the path leads elsewhere, a link is in the way, or the machine says no. The file is then as it was.
    pub fn put(&mut self, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        self.try_put(path, bytes).map_err(|why| Failure { path: path.to_owned(), why })
    }

    fn try_put(&mut self, path: &str, bytes: &[u8]) -> Result<(), Why> {
        if let Err(error) = OutPath::new(path) {
            return Err(Why::BadPath(error.to_string()));
        }
        let Some((folder, _)) = path.rsplit_once('/').filter(|_| path.starts_with("content/")) else {
            return Err(Why::BadPath("it is not below content/".to_owned()));
        };
        self.folders(folder)?;
        let target = self.site.join(path);
        match fs::symlink_metadata(&target) {
            Ok(found) if found.is_symlink() => return Err(Why::Link),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(Why::Io(error)),
        }
        let unfinished = self.site.join(folder).join(UNFINISHED);
        let written = new_file(&unfinished)
            .and_then(|mut file| file.write_all(bytes))
            .and_then(|()| fs::rename(&unfinished, &target));
        written.map_err(|error| {
            // What is left there is hidden, and the next writing takes it away.
            let _ = fs::remove_file(&unfinished);
            Why::Io(error)
        })
    }

    /// Makes sure that a folder and those it lies in are there, and are no links.
    fn folders(&mut self, folder: &str) -> Result<(), Why> {
        if self.sound.contains(folder) {
            return Ok(());
        }
        if let Some((outer, _)) = folder.rsplit_once('/') {
            self.folders(outer)?;
        }
        let place = self.site.join(folder);
        match fs::symlink_metadata(&place) {
            Ok(found) if found.is_symlink() => return Err(Why::Link),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir(&place).map_err(Why::Io)?;
            }
            Err(error) => return Err(Why::Io(error)),
        }
        self.sound.insert(folder.to_owned());
        Ok(())
    }
}

/// Makes a file that was not there. What a killed run left under that name goes.
fn new_file(place: &Path) -> io::Result<File> {
    match File::create_new(place) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            fs::remove_file(place)?;
            File::create_new(place)
        }
        made => made,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    #[test]
    fn a_file_is_put_and_replaced_and_nothing_is_left_beside_it() {
        let site = TempDir::new().unwrap();
        let mut shelf = Shelf::new(site.path());
        fs::create_dir_all(site.path().join("content/papers/2026")).unwrap();
        fs::write(site.path().join("content/papers/2026").join(UNFINISHED), "of a killed run").unwrap();
        for text in ["one", "two, which is longer", "3"] {
            shelf.put("content/papers/2026/a.md", text.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(site.path().join("content/papers/2026/a.md")).unwrap(), text);
        }
        assert_eq!(fs::read_dir(site.path().join("content/papers/2026")).unwrap().count(), 1);
    }

    #[test]
    fn nothing_outside_of_content_can_be_named() {
        let site = TempDir::new().unwrap();
        let mut shelf = Shelf::new(site.path());
        for path in [
            "site.toml",
            "content",
            "content/",
            "content/../site.toml",
            "/etc/passwd",
            "content/a\0b.md",
            "",
            "content/papers/con.md",
            "contents/a.md",
        ] {
            assert!(matches!(shelf.put(path, b"x").unwrap_err().why, Why::BadPath(_)), "{path}");
        }
        assert_eq!(fs::read_dir(site.path()).unwrap().count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let (site, elsewhere) = (TempDir::new().unwrap(), TempDir::new().unwrap());
        fs::create_dir(site.path().join("content")).unwrap();
        fs::write(elsewhere.path().join("a.md"), "mine").unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), site.path().join("content/papers")).unwrap();
        std::os::unix::fs::symlink(elsewhere.path().join("a.md"), site.path().join("content/a.md")).unwrap();
        let mut shelf = Shelf::new(site.path());
        for path in ["content/papers/a.md", "content/a.md", "content/papers/deep/b.md"] {
            assert!(matches!(shelf.put(path, b"x").unwrap_err().why, Why::Link), "{path}");
        }
        assert_eq!(fs::read_to_string(elsewhere.path().join("a.md")).unwrap(), "mine");
        assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 1);
    }
}
