//! Splits a long list into pages.

use std::ops::Range;

/// The pages of a list, numbered from the oldest papers. A full page keeps its address and papers when papers are
/// added; only the newest page changes. That page holds the incomplete page together with the last full one, so it is
/// never nearly empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pages {
    count: usize,
    size: usize,
}

impl Pages {
    pub fn new(count: usize, size: usize) -> Pages {
        Pages { count, size: size.max(1) }
    }

    /// Returns the number of the newest page, which is the number of pages; at least 1.
    pub fn last(self) -> u32 {
        u32::try_from((self.count / self.size).max(1)).unwrap_or(u32::MAX)
    }

    /// Returns the items of a page, as a range of the list sorted newest first.
    pub fn items(self, number: u32) -> Range<usize> {
        let oldest = (number as usize - 1) * self.size;
        let end = self.count - oldest.min(self.count);
        match number >= self.last() {
            true => 0..end,
            false => end - self.size..end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_newest_page_takes_the_rest() {
        let pages = Pages::new(149, 50);
        assert_eq!(pages.last(), 2);
        assert_eq!(pages.items(2), 0..99);
        assert_eq!(pages.items(1), 99..149);
        assert_eq!(Pages::new(0, 50).items(1), 0..0);
        assert_eq!(Pages::new(150, 50).last(), 3);
    }

    proptest! {
        #[test]
        fn every_paper_is_on_one_page(count in 0usize..2_000, size in 1usize..60) {
            let pages = Pages::new(count, size);
            let all: Vec<usize> = (1..=pages.last()).rev().flat_map(|number| pages.items(number)).collect();
            prop_assert_eq!(all, (0..count).collect::<Vec<_>>());
        }

        #[test]
        fn a_new_paper_changes_the_newest_page_only(count in 1usize..2_000, size in 1usize..60) {
            let (before, after) = (Pages::new(count, size), Pages::new(count + 1, size));
            for number in 1..before.last() {
                let shifted = after.items(number).start - 1..after.items(number).end - 1;
                prop_assert_eq!(before.items(number), shifted);
            }
        }
    }
}
