//! Sites written as one string, for tests.

use super::Sources;

impl Sources {
    /// Returns the site in `text`: each file follows a line `//- its/path`.
    pub fn fixture(text: &str) -> Sources {
        let files = text.split("//- ").skip(1).map(|file| {
            let (path, text) = file.split_once('\n').unwrap_or((file, ""));
            (path.trim(), text.as_bytes())
        });
        Sources::in_memory(files)
    }
}
