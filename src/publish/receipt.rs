//! What a build did to the output folder, in numbers.
//!
//! It knows nothing of how: it only counts.

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
    /// Bytes of each file of the site, written or kept, in the order of the paths.
    pub sizes: Vec<u64>,
    /// Files that did not hold what the last build wrote; they do now. Looked for only where bytes are compared.
    pub altered: Vec<String>,
    /// Files in the output folder that no build wrote, left as they are. Looked for only where bytes are compared.
    pub strangers: Vec<String>,
}

impl Receipt {
    /// Counts what was put, which is in the order of its paths.
    pub(super) fn new(made: &[Made]) -> Receipt {
        let sizes = made.iter().map(|made| made.entry.size).collect();
        let mut receipt = Receipt { sizes, ..Receipt::default() };
        for Made { entry, fate, .. } in made {
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
