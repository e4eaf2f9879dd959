//! Cached spelling suggestions: many papers ask for the same unknown names.

use crate::diagnostic::suggest::Suggester;
use std::collections::HashMap;

/// Unknown names, each with the suggested known name.
#[derive(Default)]
pub(super) struct Nearest<'k> {
    found: HashMap<String, Option<&'k str>>,
    suggester: Suggester,
}

impl<'k> Nearest<'k> {
    /// Returns the known name most similar to `wrong`, if one is similar enough.
    pub fn find<I: Iterator<Item = &'k str>>(
        &mut self,
        wrong: &str,
        known: impl FnOnce() -> I,
    ) -> Option<&'k str> {
        if let Some(&nearest) = self.found.get(wrong) {
            return nearest;
        }
        let nearest = self.suggester.nearest(wrong, known());
        self.found.insert(wrong.to_owned(), nearest);
        nearest
    }
}
