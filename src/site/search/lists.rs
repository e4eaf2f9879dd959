//! The format of the posting list of a term: numbers and weights of papers.

use crate::source::codec::Stored;

/// Shorter lists are never bitmaps.
const MIN_BITMAP: usize = 64;
/// A list with at least one of this many numbers is shorter as a bitmap.
const MAX_SPARSITY: usize = 16;

/// Appends a list of postings as in [`super::gather`], and returns the offset of its weights.
///
/// The first number is twice the length, plus one for a bitmap. A bitmap has weights of two bits, which suffices for
/// words so common that they say little. The choice depends only on the list, so that other papers do not change its
/// file. The weight of a name is the place of the author, so `is_exact` requires whole weights.
pub(super) fn put(found: &[u32], is_exact: bool, bytes: &mut Vec<u8>) -> usize {
    let last = found.last().map_or(0, |paper| paper >> 4);
    let is_dense = !is_exact && found.len() > MIN_BITMAP && found.len() * MAX_SPARSITY > last as usize;
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
        let weights_start = bytes.len();
        bytes.extend(weights);
        weights_start
    } else {
        let mut before = 0;
        for paper in found {
            (paper >> 4).saturating_sub(before).put(bytes);
            before = paper >> 4;
        }
        let weights_start = bytes.len();
        bytes.extend(found.iter().map(|paper| (paper & 15) as u8));
        weights_start
    }
}

#[cfg(test)]
mod tests {
    use super::put;

    #[test]
    fn a_list_is_differences_or_a_bitmap() {
        let mut bytes = Vec::new();
        put(&[(1 << 4) | 9, (130 << 4) | 15], false, &mut bytes);
        assert_eq!(bytes, [4, 1, 129, 1, 9, 15]);
        let many: Vec<u32> = (0..72).map(|number| ((number * 2) << 4) | (15 - number % 4 * 4)).collect();
        bytes.clear();
        put(&many, false, &mut bytes);
        assert_eq!(bytes[..4], [145, 1, 142, 1]);
        let (bits, weights) = bytes[4..].split_at(18);
        assert!(bits[..17].iter().all(|&bits| bits == 0b0101_0101) && bits[17] == 0b0101_0101, "{bits:?}");
        assert_eq!(weights, [0b00_01_10_11; 18]);
        bytes.clear();
        put(&many, true, &mut bytes);
        assert_eq!(bytes[..2], [144, 1]);
        assert_eq!(bytes[74..78], [15, 11, 7, 3]);
    }
}
