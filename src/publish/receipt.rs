//! The result of publishing, in numbers.

use super::{Fate, Made};

/// The numbers of files and bytes that a build wrote, kept and removed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Receipt {
    /// The number of new and changed files.
    pub written: u64,
    /// The number of unchanged files.
    pub kept: u64,
    /// The number of obsolete files that were removed.
    pub removed: u64,
    /// The size of the site in bytes, without the manifest.
    pub bytes_total: u64,
    /// The size of the written files in bytes.
    pub bytes_written: u64,
    /// The size of the manifest in bytes.
    pub bytes_manifest: u64,
    /// The size of each file of the site in bytes, sorted by path.
    pub sizes: Vec<u64>,
    /// The files that replaced older ones with other content, sorted by path.
    pub replaced: Vec<String>,
    /// The paths of all files that were written or removed, with the manifest, sorted. Empty unless [`Options`](super::Options) ask for them.
    pub changes: Vec<String>,
    /// Files that changed since the last build and were written again. Empty unless bytes are compared.
    pub altered: Vec<String>,
    /// Files in the output directory that no build wrote. Empty unless bytes are compared.
    pub foreign: Vec<String>,
}

impl Receipt {
    /// Returns the numbers for the files of a build, which are sorted by path.
    pub(super) fn new(made: &[Made]) -> Receipt {
        let sizes = made.iter().map(|made| made.entry.size).collect();
        let mut receipt = Receipt { sizes, ..Receipt::default() };
        for Made { path, entry, fate } in made {
            if let Fate::Changed(_) = fate {
                receipt.replaced.push(path.to_string());
            }
            match fate {
                Fate::Kept => receipt.kept += 1,
                Fate::Added | Fate::Changed(_) => {
                    receipt.written += 1;
                    receipt.bytes_written += entry.size;
                }
            }
            receipt.bytes_total += entry.size;
        }
        receipt
    }
}
