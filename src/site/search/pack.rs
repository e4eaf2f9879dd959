//! Compression of index files. Hosts compress only known types.

use flate2::Compression;
use flate2::write::DeflateEncoder;
use miniz_oxide::deflate::core::{
    CompressionStrategy, CompressorOxide, TDEFLFlush, compress_to_output, create_comp_flags_from_zip_params,
};
use std::io::Write;

/// Higher levels take twice the time for one per cent.
const LEVEL: u32 = 4;

/// Returns raw deflate data (RFC 1951), `deflate-raw` in browsers.
pub fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::new(LEVEL));
    encoder
        .write_all(bytes)
        .and_then(|()| encoder.finish())
        .expect("invariant: data in memory can be compressed")
}

/// Returns raw deflate data, with a Huffman code per section between `borders`. It does not search for repetitions,
/// which would make numbers a seventh larger.
pub(super) fn deflate_numbers(bytes: &[u8], borders: &[usize]) -> Vec<u8> {
    let (level, no_head, strategy) = (LEVEL as i32, 0, CompressionStrategy::HuffmanOnly);
    let flags = create_comp_flags_from_zip_params(level, no_head, strategy.into());
    let mut compressor = CompressorOxide::new(flags);
    let mut out = Vec::with_capacity(bytes.len());
    let mut put = |bytes: &[u8], flush| {
        compress_to_output(&mut compressor, bytes, flush, |some| {
            out.extend_from_slice(some);
            true
        })
    };
    let mut start = 0;
    for &border in borders {
        put(&bytes[start..border], TDEFLFlush::NoSync);
        start = border;
    }
    put(&bytes[start..], TDEFLFlush::Finish);
    out
}

#[cfg(test)]
mod tests {
    use super::{deflate, deflate_numbers};
    use std::io::Read;

    #[test]
    fn numbers_are_deflated_stretch_by_stretch() {
        let gaps = (0..30_000u32).map(|number| (number * number % 61) as u8);
        let weights = (0..30_000u32).map(|number| 200 + (number * number % 7) as u8);
        let bytes: Vec<u8> = gaps.chain(weights).collect();
        let packed = deflate_numbers(&bytes, &[0, 30_000, 60_000]);
        let mut out = Vec::new();
        flate2::read::DeflateDecoder::new(&*packed).read_to_end(&mut out).unwrap();
        assert_eq!(out, bytes);
        assert_eq!(deflate(&bytes), deflate(&bytes));
        let random: Vec<u8> =
            (0..9_000u32).map(|number| (number.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let mut out = Vec::new();
        flate2::read::DeflateDecoder::new(&*deflate(&random)).read_to_end(&mut out).unwrap();
        assert_eq!(out, random);
        assert_eq!(deflate_numbers(&[], &[]), deflate(&[]));
    }
}
