//! An image in three colours, and its PNG encoding. The only user of `png`.
//!
//! The palette has 13 entries: the background and four shades of each colour, which suffices for anti-aliasing. So an
//! image has at most about 20 kB.

use super::{HEIGHT, WIDTH};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Black,
    Soft,
    Accent,
}

/// Shades per colour.
const DEPTHS: u8 = 4;
const PAPER: [u8; 3] = [0xfd, 0xfd, 0xfc];
const BLACK: [u8; 3] = [0x1b, 0x1e, 0x20];
const SOFT: [u8; 3] = [0x56, 0x5c, 0x60];

/// An image: an index of the palette for each pixel.
pub(super) struct Canvas(Vec<u8>);

impl Canvas {
    pub(super) fn new() -> Canvas {
        Canvas(vec![0; WIDTH * HEIGHT])
    }

    /// Draws a pixel with coverage `part`, from 0 to 1. Pixels outside the image are ignored.
    pub(super) fn cover(&mut self, x: i32, y: i32, part: f32, ink: Ink) {
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else { return };
        if x >= WIDTH || y >= HEIGHT {
            return;
        }
        let depth = (part * f32::from(DEPTHS) + 0.5) as u8;
        if depth > 0 {
            let number = ink as u8 * DEPTHS + depth.min(DEPTHS);
            let pixel = &mut self.0[y * WIDTH + x];
            *pixel = number.max(*pixel);
        }
    }

    pub(super) fn fill(&mut self, [x, y, width, height]: [usize; 4], ink: Ink, depth: u8) {
        let number = ink as u8 * DEPTHS + depth.clamp(1, DEPTHS);
        for row in self.0.chunks_exact_mut(WIDTH).skip(y).take(height) {
            let end = (x + width).min(WIDTH);
            row[x.min(end)..end].fill(number);
        }
    }

    /// Returns the image as a PNG with four bits per pixel.
    pub(super) fn png(&self, accent: [u8; 3]) -> Vec<u8> {
        let mix = |ink: [u8; 3], depth: u8| {
            let (depth, whole) = (u32::from(depth), u32::from(DEPTHS));
            [0, 1, 2].map(|at| {
                ((u32::from(ink[at]) * depth + u32::from(PAPER[at]) * (whole - depth)) / whole) as u8
            })
        };
        let inks = [BLACK, SOFT, accent].into_iter();
        let palette: Vec<u8> = std::iter::once(PAPER)
            .chain(inks.flat_map(|ink| (1..=DEPTHS).map(move |depth| mix(ink, depth))))
            .flatten()
            .collect();
        let packed: Vec<u8> = self.0.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect();
        let mut bytes = Vec::with_capacity(16 * 1024);
        let mut encoder = png::Encoder::new(&mut bytes, WIDTH as u32, HEIGHT as u32);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Four);
        encoder.set_palette(palette);
        // Letters repeat, which a filter would hide; a higher compression level gains little.
        encoder.set_deflate_compression(png::DeflateCompression::Level(3));
        encoder.set_filter(png::Filter::NoFilter);
        let _ = encoder.write_header().and_then(|mut writer| writer.write_image_data(&packed));
        bytes
    }
}
