//! Whole sites in one string, for tests.

use super::Sources;

impl Sources {
    /// Returns the site that `text` holds: each file below a line `//- its/path`.
    pub fn fixture(text: &str) -> Sources {
        let files = text.split("//- ").skip(1).map(|file| {
            let (path, text) = file.split_once('\n').unwrap_or((file, ""));
            (path.trim(), text.as_bytes())
        });
        Sources::in_memory(files)
    }
}
