//! A reader that counts lines, so that reports can name them.

use std::cell::Cell;
use std::io::{BufRead, Read, Result};

/// Passes bytes on and counts their line breaks. `line` is the number of the line that contains the next byte.
pub(super) struct Counted<'a> {
    pub bytes: &'a mut dyn BufRead,
    pub line: &'a Cell<u64>,
}

impl Counted<'_> {
    fn count(&self, bytes: &[u8]) {
        let breaks = bytes.iter().filter(|&&byte| byte == b'\n').count();
        self.line.set(self.line.get() + breaks as u64);
    }
}

impl Read for Counted<'_> {
    fn read(&mut self, to: &mut [u8]) -> Result<usize> {
        let count = Read::read(&mut self.bytes, to)?;
        self.count(&to[..count]);
        Ok(count)
    }
}

impl BufRead for Counted<'_> {
    fn fill_buf(&mut self) -> Result<&[u8]> {
        self.bytes.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        // Bytes that were buffered before are returned again without reading.
        if let Ok(bytes) = self.bytes.fill_buf() {
            let breaks = bytes[..amount.min(bytes.len())].iter().filter(|&&byte| byte == b'\n').count();
            self.line.set(self.line.get() + breaks as u64);
        }
        self.bytes.consume(amount);
    }
}
