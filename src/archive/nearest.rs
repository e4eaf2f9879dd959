//! Did you mean …?, asked by many papers about few names.
//!
//! Knows names only.

use crate::diagnostic::suggest;
use std::collections::HashMap;

/// Names that are not known, each with the one it was most likely meant to be.
#[derive(Default)]
pub(super) struct Nearest<'k> {
    of: HashMap<String, Option<&'k str>>,
}

/// With more names than this unknown, it is the vocabulary that is wrong; to compare them all would take minutes.
const MOST: usize = 500;

impl<'k> Nearest<'k> {
    /// Returns the known name that `wrong` is most like.
    pub fn of<I: Iterator<Item = &'k str>>(
        &mut self,
        wrong: &str,
        known: impl FnOnce() -> I,
    ) -> Option<&'k str> {
        if let Some(&nearest) = self.of.get(wrong) {
            return nearest;
        }
        let nearest = (self.of.len() < MOST).then(|| suggest::nearest(wrong, known())).flatten();
        self.of.insert(wrong.to_owned(), nearest);
        nearest
    }
}
