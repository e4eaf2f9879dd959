//! The table of words: for each stem a direction, a strength and a rarity; for each cell its centre and words.
//!
//! `table.bin` has, in little endian: the number of words, of cells and of words in a cell (4 bytes each); 32 bytes for
//! each word, two numbers of 4 bits with sign in each byte, the first in the low bits; a byte for the strength of each
//! word; a byte for its rarity; 32 bytes for the centre of each cell; 2 bytes for the place of each word of each cell,
//! the nearest to its centre first; then the stems, sorted by bytes, one a line. Consecutive cells have similar centres.
//! `benches/search/table/fit.py` writes it.

use super::{CELLS, product};
use crate::text::seeded_map::Names;
use std::sync::LazyLock;

/// The number of dimensions.
pub const DIMS: usize = 64;
/// The bytes of a direction.
pub const PACKED: usize = DIMS / 2;

const BYTES: &[u8] = include_bytes!("table.bin");

pub static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(BYTES).unwrap_or_default());

#[derive(Default)]
pub struct Table {
    directions: &'static [[u8; PACKED]],
    strengths: &'static [u8],
    rarities: &'static [u8],
    centres: Vec<[i8; DIMS]>,
    /// The squared length of each centre.
    lengths: Vec<i32>,
    /// The places of the words of all cells.
    near: Vec<u16>,
    stems: Vec<&'static str>,
    places: Names<&'static str, u16>,
}

impl Table {
    fn read(bytes: &'static [u8]) -> Option<Table> {
        let ([words, cells, near], bytes) = {
            let (head, rest) = bytes.split_at_checked(12)?;
            let (numbers, _) = head.as_chunks();
            let numbers: Vec<usize> =
                numbers.iter().map(|number| u32::from_le_bytes(*number) as usize).collect();
            (<[usize; 3]>::try_from(numbers).ok()?, rest)
        };
        let (directions, bytes) = bytes.split_at_checked(words * PACKED)?;
        let (strengths, bytes) = bytes.split_at_checked(words)?;
        let (rarities, bytes) = bytes.split_at_checked(words)?;
        let (centres, bytes) = bytes.split_at_checked(cells * PACKED)?;
        let (near, stems) = bytes.split_at_checked(2 * cells * near)?;
        let centres: Vec<[i8; DIMS]> = centres.as_chunks().0.iter().map(unpack).collect();
        let stems: Vec<&str> = std::str::from_utf8(stems).ok()?.lines().collect();
        Some(Table {
            directions: directions.as_chunks().0,
            strengths,
            rarities,
            lengths: centres.iter().map(|centre| product(centre, centre)).collect(),
            centres,
            near: near.as_chunks().0.iter().map(|place| u16::from_le_bytes(*place)).collect(),
            places: stems.iter().copied().zip(0..).collect(),
            stems,
        })
    }

    /// Returns the place of a stem.
    pub fn place(&self, stem: &str) -> Option<u16> {
        self.places.get(stem).copied()
    }

    pub fn stem(&self, place: u16) -> &'static str {
        self.stems[usize::from(place)]
    }

    /// Returns the strength and the packed direction of a word.
    pub fn word(&self, place: u16) -> (u8, &'static [u8; PACKED]) {
        (self.strengths[usize::from(place)], &self.directions[usize::from(place)])
    }

    /// Returns the words of a cell, the nearest to its centre first.
    pub fn words_of(&self, cell: u16) -> &[u16] {
        let count = self.near.len() / self.centres.len().max(1);
        self.near.get(usize::from(cell) * count..).map_or(&[], |near| &near[..count])
    }

    /// Returns the centres of the cells, and the squared length of each.
    pub fn centres(&self) -> impl ExactSizeIterator<Item = (&[i8; DIMS], i32)> {
        self.centres.iter().zip(self.lengths.iter().copied())
    }

    /// Adds the direction of a word, times its strength and `times`, to a sum.
    pub fn add(&self, place: u16, times: i32, sum: &mut [i32; DIMS]) {
        let factor = times * i32::from(self.strengths[usize::from(place)]);
        let direction = unpack(&self.directions[usize::from(place)]);
        sum.iter_mut().zip(direction).for_each(|(sum, number)| *sum += factor * i32::from(number));
    }

    pub fn rarity(&self, place: u16) -> u8 {
        self.rarities[usize::from(place)]
    }

    /// Returns the cells with the smallest angle to a direction, the nearest first.
    pub fn cells(&self, direction: &[i8; DIMS]) -> [u16; CELLS] {
        let mut best = [(i64::MIN, 0u16); CELLS];
        for ((centre, length), cell) in self.centres.iter().zip(&self.lengths).zip(0..) {
            // The sign and square of the cosine, in integers.
            let product = i64::from(product(centre, direction));
            let near = product * product.abs() * 256 / i64::from(*length).max(1);
            if near > best[CELLS - 1].0 {
                best[CELLS - 1] = (near, cell);
                best.sort_by_key(|(near, cell)| (std::cmp::Reverse(*near), *cell));
            }
        }
        best.map(|(_, cell)| cell)
    }
}

pub fn unpack(packed: &[u8; PACKED]) -> [i8; DIMS] {
    let mut direction = [0; DIMS];
    for (to, byte) in direction.as_chunks_mut::<2>().0.iter_mut().zip(packed) {
        *to = [((byte << 4) as i8) >> 4, (*byte as i8) >> 4];
    }
    direction
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokenizer::Stems;

    #[test]
    fn the_table_is_whole() {
        let table = Table::read(BYTES).unwrap();
        let count = table.directions.len();
        assert!((12_000..=30_000).contains(&count) && table.places.len() == count, "{count}");
        assert!(BYTES.len() < 1 << 20);
        assert!(table.directions.iter().all(|packed| *packed != [0; PACKED]));
        assert!(table.lengths.iter().all(|length| *length > 0));
        assert!(table.near.len() == 128 * table.centres.len());
        assert!(table.near.iter().all(|place| usize::from(*place) < count));
    }

    #[test]
    fn words_of_a_cell_are_near_its_centre() {
        for (cell, (centre, _)) in (0..).zip(TABLE.centres()).step_by(50) {
            let words = TABLE.words_of(cell).iter();
            assert!(words.take(9).all(|place| product(centre, &unpack(TABLE.word(*place).1)) > 0), "{cell}");
        }
    }

    #[test]
    fn words_of_the_table_are_stems() {
        let mut stems = Stems::default();
        for (word, stem) in [("galaxies", "galaxi"), ("attention", "attent"), ("robots", "robot")] {
            assert_eq!(stems.term(word), stem);
            assert!(TABLE.place(stem).is_some(), "{stem}");
        }
    }

    #[test]
    fn a_centre_is_in_its_own_cell() {
        let own = (0..).zip(&TABLE.centres).filter(|(cell, centre)| TABLE.cells(centre)[0] == *cell);
        assert_eq!(own.count(), TABLE.centres.len());
    }
}
