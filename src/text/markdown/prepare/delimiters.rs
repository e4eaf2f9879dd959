//! Finds where a formula ends, in time linear in the text.

use super::{MAX_FORMULA_BYTES, Scan};

/// Most formulas are shorter, in bytes.
const USUAL_FORMULA_BYTES: usize = 200;

/// For each byte from `start` to the end of a paragraph, the first later dollar outside the braces opened in between,
/// as an offset from `start`.
#[derive(Debug, Default)]
pub(super) struct DollarTable {
    start: usize,
    dollars: Vec<Option<u32>>,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Closing {
    Dollars,
    Parenthesis,
    Bracket,
}

impl Closing {
    fn text(self) -> &'static str {
        match self {
            Closing::Dollars => "$$",
            Closing::Parenthesis => "\\)",
            Closing::Bracket => "\\]",
        }
    }
}

enum Mark {
    Dollar,
    /// A brace, and the index of the brace that closes it.
    Open(Option<usize>),
}

/// The range `from..to`, which contains no closing delimiter. With it, many openings in a row read each byte once.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct NoClosing {
    from: usize,
    to: usize,
    /// Whether the paragraph ends at `to`.
    ends: bool,
}

impl Scan<'_> {
    /// Finds the end of a formula as GitHub writes it, $`…`$, which starts at `start`.
    pub(super) fn github_formula(&self, start: usize) -> Option<usize> {
        let within = &self.bytes[start..self.bytes.len().min(start + MAX_FORMULA_BYTES)];
        let end = start + memchr::memchr2(b'`', b'\n', within)?;
        (end > start && self.bytes[end..].starts_with(b"`$")).then_some(end)
    }

    /// Returns the dollar that closes a formula: the first outside all braces, otherwise the first.
    pub(super) fn closing_dollar(&mut self, start: usize) -> Option<usize> {
        let mut depth = 0usize;
        let mut inside = None;
        let mut at = start;
        while at < self.bytes.len().min(start + MAX_FORMULA_BYTES) {
            // Few formulas are this long: braces were left open, perhaps by many dollars in a row.
            if inside.is_some() && at > start + USUAL_FORMULA_BYTES {
                return self.outside(start).or(inside);
            }
            match self.bytes[at] {
                b'\\' => at += 1,
                b'{' => depth += 1,
                b'}' => depth = depth.saturating_sub(1),
                b'$' if depth == 0 => return Some(at),
                b'$' => inside = inside.or(Some(at)),
                b'\n' if self.blank_line_at(at + 1) => break,
                _ => {}
            }
            at += 1;
        }
        inside
    }

    /// Returns the first dollar outside the braces opened from `start` on. It uses the table for the whole paragraph,
    /// so that work stays linear.
    fn outside(&mut self, start: usize) -> Option<usize> {
        let known = &self.outside;
        if !(known.start..known.start + known.dollars.len()).contains(&start) {
            self.outside = DollarTable { start, dollars: self.dollars_outside(start) };
        }
        let dollar = (*self.outside.dollars.get(start - self.outside.start)?)?;
        Some(self.outside.start + dollar as usize).filter(|at| *at < start + MAX_FORMULA_BYTES)
    }

    fn dollars_outside(&self, start: usize) -> Vec<Option<u32>> {
        // Dollars, and braces with their closing braces, without escaped ones.
        let mut marks: Vec<(usize, Mark)> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let mut at = start;
        while let Some(&byte) = self.bytes.get(at) {
            match byte {
                b'\\' => at += 1,
                b'{' => {
                    open.push(marks.len());
                    marks.push((at - start, Mark::Open(None)));
                }
                b'}' => {
                    if let Some((_, mark)) = open.pop().and_then(|place| marks.get_mut(place)) {
                        *mark = Mark::Open(Some(at - start));
                    }
                }
                b'$' => marks.push((at - start, Mark::Dollar)),
                b'\n' if self.blank_line_at(at + 1) => break,
                _ => {}
            }
            at += 1;
        }
        let len = at.min(self.bytes.len()) - start;
        // From the end: after a brace, the search continues where it closes.
        let mut dollars: Vec<Option<u32>> = vec![None; len + 1];
        let mut marks = marks.into_iter().rev().peekable();
        for at in (0..len).rev() {
            dollars[at] = match marks.next_if(|(place, _)| *place == at) {
                Some((_, Mark::Dollar)) => u32::try_from(at).ok(),
                Some((_, Mark::Open(close))) => close.and_then(|close| dollars[close + 1]),
                None => dollars[at + 1],
            };
        }
        dollars
    }

    /// Returns the index of `closing` at or after `start`, in the same paragraph. Escaped characters do not count.
    pub(super) fn find(&mut self, start: usize, closing: Closing) -> Option<usize> {
        let known = self.without[closing as usize];
        let (from, mut at) = match (known.from..=known.to).contains(&start) {
            true if known.ends => return None,
            true => (known.from, known.to),
            false => (start, start),
        };
        let mut ends = false;
        while !ends && at < self.bytes.len().min(start + MAX_FORMULA_BYTES) {
            if self.bytes[at..].starts_with(closing.text().as_bytes()) {
                return Some(at);
            }
            match self.bytes[at] {
                b'\\' => at += 2,
                b'\n' if self.blank_line_at(at + 1) => ends = true,
                _ => at += 1,
            }
        }
        self.without[closing as usize] = NoClosing { from, to: at, ends };
        None
    }

    pub(super) fn blank_line_at(&self, at: usize) -> bool {
        let mut line = self.bytes.get(at..).unwrap_or(&[]).iter();
        matches!(line.find(|&&byte| !matches!(byte, b' ' | b'\t' | b'\r')), Some(b'\n') | None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Returns the first dollar outside braces opened from `start` on, by a linear search.
    fn walked(scan: &Scan<'_>, start: usize) -> Option<usize> {
        let (mut depth, mut at) = (0_usize, start);
        while let Some(&byte) = scan.bytes.get(at) {
            match byte {
                b'{' => depth += 1,
                b'}' => depth = depth.saturating_sub(1),
                b'$' if depth == 0 => return Some(at),
                b'\n' if scan.blank_line_at(at + 1) => return None,
                _ => {}
            }
            at += 1;
        }
        None
    }

    proptest! {
        #[test]
        fn the_table_of_dollars_equals_a_linear_search(text in "[${}a\n ]{0,80}") {
            let mut scan = Scan::new(&text);
            for start in 0..text.len() {
                prop_assert_eq!(scan.outside(start), walked(&scan, start), "from {}", start);
            }
        }

        #[test]
        fn a_closing_is_found_after_any_earlier_search(text in "[$a\n ]{0,80}") {
            let mut known = Scan::new(&text);
            for start in 0..text.len() {
                prop_assert_eq!(known.find(start, Closing::Dollars), Scan::new(&text).find(start, Closing::Dollars));
            }
        }
    }

    #[test]
    fn long_formulas_end_outside_their_braces() {
        let source = format!("${{{} $5 }} x$ and $y$", "a ".repeat(USUAL_FORMULA_BYTES));
        let dollar = Scan::new(&source).closing_dollar(1);
        assert_eq!(dollar, source.find("x$").map(|at| at + 1));
        let open = format!("${{ $5 {}", "a ".repeat(USUAL_FORMULA_BYTES));
        assert_eq!(Scan::new(&open).closing_dollar(1), Some(3));
    }
}
