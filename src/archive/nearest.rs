//! Did you mean …?, asked by many papers about few names.
//!
//! Knows names only.

use crate::diagnostic::suggest::Suggester;
use std::collections::HashMap;

/// Names that are not known, each with the one it was most likely meant to be.
#[derive(Default)]
pub(super) struct Nearest<'k> {
    of: HashMap<String, Option<&'k str>>,
    suggester: Suggester,
}

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
        let nearest = self.suggester.nearest(wrong, known());
        self.of.insert(wrong.to_owned(), nearest);
        nearest
    }
}
