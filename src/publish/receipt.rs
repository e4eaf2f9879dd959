//! What a build did to the output folder, in numbers.
//!
//! It knows nothing of how: it only counts.

use std::collections::BTreeMap;

use super::{Fate, Made};

/// What a build wrote, kept and removed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Receipt {
    /// Files that are new or whose bytes changed.
    pub written: u64,
    /// Files that were there with the same bytes.
    pub kept: u64,
    /// Files that were ours and are gone.
    pub removed: u64,
    /// Bytes of all files of the site, written or kept, without the manifest.
    pub bytes_total: u64,
    /// Bytes of the files that were written.
    pub bytes_written: u64,
    /// Bytes of the manifest, which lies in the output folder too.
    pub bytes_manifest: u64,
    /// Files and bytes by extension in lower case, the empty text for files that have none.
    pub kinds: BTreeMap<String, Kind>,
}

/// How much there is of files with one extension.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kind {
    pub files: u64,
    pub bytes: u64,
}

impl Receipt {
    /// Counts what was put.
    pub(super) fn of(made: &[Made]) -> Receipt {
        let mut receipt = Receipt::default();
        for Made { path, entry, fate } in made {
            match fate {
                Fate::Kept => receipt.kept += 1,
                Fate::Added | Fate::Changed(_) => {
                    receipt.written += 1;
                    receipt.bytes_written += entry.size;
                }
            }
            receipt.bytes_total += entry.size;
            let kind = receipt.kinds.entry(path.extension()).or_default();
            kind.files += 1;
            kind.bytes += entry.size;
        }
        receipt
    }
}
