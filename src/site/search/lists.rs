//! How the papers of a term are written: their numbers, and how much the term says of each.

use crate::source::codec::Stored;

/// Shorter lists are always written one by one.
const FEW: usize = 64;
/// A list that has one of so many numbers is shorter with a bit for each number.
const ONE_OF: usize = 16;

/// Appends a list, and returns where its weights begin: papers as [`super::gather`] has them, the number in the high bits, the weight in the lowest four.
///
/// The first number is twice how many there are, and one more where bits follow. Of words that every other paper has, which tell little, two
/// bits of the weight are enough. Whether a list is written so hangs on the list alone, so that other papers do not change its file.
pub(super) fn put(found: &[u32], bytes: &mut Vec<u8>) -> usize {
    let last = found.last().map_or(0, |paper| paper >> 4);
    let is_dense = found.len() > FEW && found.len() * ONE_OF > last as usize;
    (found.len() * 2 + usize::from(is_dense)).put(bytes);
    if is_dense {
        last.put(bytes);
        let mut bits = vec![0u8; last as usize / 8 + 1];
        let mut weights = vec![0u8; found.len().div_ceil(4)];
        for (place, paper) in found.iter().enumerate() {
            let number = paper >> 4;
            bits[number as usize / 8] |= 1 << (number % 8);
            weights[place / 4] |= (((paper & 15).saturating_sub(1) / 4) as u8) << (place % 4 * 2);
        }
        bytes.extend(bits);
        let border = bytes.len();
        bytes.extend(weights);
        border
    } else {
        let mut before = 0;
        for paper in found {
            (paper >> 4).saturating_sub(before).put(bytes);
            before = paper >> 4;
        }
        let border = bytes.len();
        bytes.extend(found.iter().map(|paper| (paper & 15) as u8));
        border
    }
}

#[cfg(test)]
mod tests {
    use super::put;

    #[test]
    fn a_list_is_written_one_by_one_or_with_a_bit_for_each_number() {
        let mut bytes = Vec::new();
        put(&[(1 << 4) | 9, (130 << 4) | 15], &mut bytes);
        assert_eq!(bytes, [4, 1, 129, 1, 9, 15]);
        let many: Vec<u32> = (0..72).map(|number| ((number * 2) << 4) | (15 - number % 4 * 4)).collect();
        bytes.clear();
        put(&many, &mut bytes);
        assert_eq!(bytes[..4], [145, 1, 142, 1]);
        let (bits, weights) = bytes[4..].split_at(18);
        assert!(bits[..17].iter().all(|&bits| bits == 0b0101_0101) && bits[17] == 0b0101_0101, "{bits:?}");
        assert_eq!(weights, [0b00_01_10_11; 18]);
    }
}
