//! Regions of the space of meanings: groups of consecutive cells. The search index has a file of papers for each, with
//! short codes that say how their directions differ from the centre of the region.

use super::table::{DIMS, PACKED, TABLE, unpack};
use super::{Meaning, product_of};

/// The centre of a region, packed like a word of the table.
pub type Centre = [u8; PACKED];

/// The length of the code of a direction.
pub const CODE: usize = 1 + DIMS / 4;

/// The length of directions in fixed-point arithmetic.
const UNIT: i64 = 1 << 14;

/// The quartiles of a normal distribution divide its values into four classes of 2 bits (Lloyd and Max): values beyond
/// this number of hundredths of the standard deviation are large.
const LARGE: i64 = 98;

/// Returns the centres of regions, whose number is a power of two up to the number of cells.
pub fn regions(count: u32) -> Vec<Centre> {
    let mut sums = vec![[0i64; DIMS]; count as usize];
    let cells = TABLE.centres().len() as u32;
    for (cell, (centre, _)) in (0..).zip(TABLE.centres()) {
        let sum = &mut sums[region(cell, count, cells) as usize];
        sum.iter_mut().zip(unit(centre)).for_each(|(sum, number)| *sum += number);
    }
    sums.iter().map(pack).collect()
}

fn region(cell: u16, count: u32, cells: u32) -> u32 {
    u32::from(cell) * count / cells.max(1)
}

impl Meaning {
    /// Returns the region of a text among this number of regions; `None` if it has no direction.
    pub fn region(&self, count: u32) -> Option<u32> {
        self.cells().first().map(|cell| region(*cell, count, TABLE.centres().len() as u32))
    }

    /// Returns the code of the direction relative to a centre. Its first byte is the root mean square of the
    /// differences, in 1024ths of the length of a direction; then there are 2 bits for each difference, the first in
    /// the low bits: 1 for a negative one, plus 2 for a large one.
    pub fn code(&self, centre: &Centre) -> [u8; CODE] {
        let (own, centre) = (unit(&self.direction), unit(&unpack(centre)));
        let apart: [i64; DIMS] = std::array::from_fn(|at| own[at] - centre[at]);
        let scale = (apart.iter().map(|number| number * number).sum::<i64>() / DIMS as i64).isqrt();
        let mut code = [0; CODE];
        code[0] = (scale * 1024 / UNIT).min(i64::from(u8::MAX)) as u8;
        for (at, number) in apart.iter().enumerate() {
            let is_large = number.abs() * 100 > scale * LARGE;
            let bits = u8::from(*number < 0) | u8::from(is_large) << 1;
            code[1 + at / 4] |= bits << (at % 4 * 2);
        }
        code
    }
}

/// Returns a direction of length [`UNIT`].
fn unit(direction: &[i8; DIMS]) -> [i64; DIMS] {
    let length = (i64::from(product_of(direction)) * UNIT * UNIT).isqrt().max(1);
    direction.map(|number| i64::from(number) * UNIT * UNIT / length)
}

/// Rounds a sum to 4 bits.
fn pack(sum: &[i64; DIMS]) -> Centre {
    let most = sum.iter().map(|number| number.abs()).max().unwrap_or(0).max(1);
    let rounded = |number: i64| ((number * 14 + number.signum() * most) / (2 * most)) as i8;
    std::array::from_fn(|at| {
        let [low, high] = [sum[2 * at], sum[2 * at + 1]].map(|number| (rounded(number) & 15) as u8);
        low | high << 4
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the direction that a code stands for, as the script of the search page does.
    fn decoded(code: &[u8; CODE], centre: &Centre) -> Vec<f64> {
        let centre = unpack(centre);
        let length = f64::from(product_of(&centre)).sqrt();
        let scale = f64::from(code[0]) / 1024.0;
        let number = |at: usize| {
            let bits = code[1 + at / 4] >> (at % 4 * 2);
            let size = if bits & 2 == 0 { 0.4528 } else { 1.51 };
            f64::from(centre[at]) / length + scale * if bits & 1 == 0 { size } else { -size }
        };
        (0..DIMS).map(number).collect()
    }

    #[test]
    fn a_code_is_near_to_its_direction() {
        let texts = ["Legged robots walk", "Quasars at high redshift", "Theorem proving by language models"];
        for text in texts {
            let meaning = Meaning::new(text, "");
            for count in [8, 64, 256] {
                let centre = regions(count)[meaning.region(count).unwrap() as usize];
                let found = decoded(&meaning.code(&centre), &centre);
                let own = meaning.direction.map(f64::from);
                let dot: f64 = own.iter().zip(&found).map(|(a, b)| a * b).sum();
                let length = |all: &[f64]| all.iter().map(|number| number * number).sum::<f64>().sqrt();
                assert!(dot / (length(&own) * length(&found)) > 0.85, "{text} {count}");
            }
        }
        assert_eq!(Meaning::default().region(8), None);
    }

    #[test]
    fn every_cell_is_in_a_region() {
        for count in [1u32, 2, 64, 256] {
            let cells = TABLE.centres().len() as u32;
            let mut found: Vec<u32> = (0..cells as u16).map(|cell| region(cell, count, cells)).collect();
            assert!(found.is_sorted());
            found.dedup();
            assert_eq!(found, (0..count).collect::<Vec<_>>());
        }
    }
}
