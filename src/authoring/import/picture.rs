//! Pictures of other hosts as small pictures of the site: cropped, scaled, and at most 12 kB.
//!
//! Pictures come from strangers: size and format are checked before the pixels are read. Diagrams become WebP. The
//! encoder of the `image` crate is lossless, so a photograph does not fit and becomes JPEG. This module knows neither
//! the network nor the disk.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::webp::WebPEncoder;
use image::imageops::FilterType;
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageFormat, ImageReader, ImageResult, Limits, RgbaImage,
};
use std::io::Cursor;

/// The maximum length of a picture in bytes.
pub(super) const LARGEST: usize = 12_000;

/// The maximum number of pixels to read. A picture of a few kilobytes may declare billions.
const MOST_PIXELS: u64 = 40_000_000;

/// The maximum memory of a decoder in bytes.
const MOST_MEMORY: u64 = 256_000_000;

/// What a picture is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// The picture of a card, which shows it at 144 × 90 pixels, or twice as many on fine screens.
    Teaser,
    /// The logo of an organization, which is a square.
    Logo,
}

/// A small picture.
#[derive(Debug)]
pub(super) struct Small {
    pub bytes: Vec<u8>,
    /// The extension of its file.
    pub extension: &'static str,
}

impl Use {
    /// Returns the maximum width and height.
    fn size(self) -> (u32, u32) {
        match self {
            Use::Teaser => (288, 180),
            Use::Logo => (96, 96),
        }
    }
}

/// Returns a picture, cropped in its middle to the proportions of its use, and scaled down to its size.
///
/// # Errors
/// A message: the format is not one of PNG, JPEG, GIF and WebP, or the picture is too large, cut off or damaged.
pub(super) fn small(bytes: &[u8], for_use: Use) -> Result<Small, String> {
    let format = match image::guess_format(bytes) {
        Ok(format @ (ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::Gif | ImageFormat::WebP)) => format,
        _ => return Err(format!("expected PNG, JPEG, GIF or WebP, found {}", name_of(bytes))),
    };
    let picture = decoded(bytes, format)?;
    let (width, height) = for_use.size();
    let (own_width, own_height) = (picture.width(), picture.height());
    if own_width < 16 || own_height < 16 {
        return Err(format!("expected at least 16 × 16 pixels, found {own_width} × {own_height}"));
    }
    // The largest part with the proportions of the use.
    let (part_width, part_height) =
        match u64::from(own_width) * u64::from(height) > u64::from(own_height) * u64::from(width) {
            true => (scaled(own_height, width, height), own_height),
            false => (own_width, scaled(own_width, height, width)),
        };
    let (left, top) = ((own_width - part_width) / 2, (own_height - part_height) / 2);
    let part = picture.crop_imm(left, top, part_width, part_height);
    let mut fitting = match part_width > width {
        // The mean of the pixels: sharper filters add noise around edges, which a lossless format has to store.
        true => part.thumbnail_exact(width, height),
        false => part,
    };
    for _ in 0..4 {
        if let Some(small) = encoded(&fitting.to_rgba8()) {
            return Ok(small);
        }
        let (width, height) = (fitting.width() * 3 / 4, fitting.height() * 3 / 4);
        fitting = fitting.resize_exact(width.max(1), height.max(1), FilterType::Triangle);
    }
    Err(format!("it does not fit into {LARGEST} bytes"))
}

/// Returns `side * to / from`, at least 1.
fn scaled(side: u32, to: u32, from: u32) -> u32 {
    u32::try_from(u64::from(side) * u64::from(to) / u64::from(from)).unwrap_or(u32::MAX).max(1)
}

fn decoded(bytes: &[u8], format: ImageFormat) -> Result<DynamicImage, String> {
    // Decoders of JPEG fill the rest of a picture that was cut off.
    let is_cut = format == ImageFormat::Jpeg && !bytes.windows(2).rev().any(|mark| mark == [0xff, 0xd9]);
    if is_cut {
        return Err("it was cut off".to_owned());
    }
    let decoder = ImageReader::with_format(Cursor::new(bytes), format).into_decoder().map_err(unreadable)?;
    let picture = pixels(decoder)?;
    match picture.width() > 0 && picture.height() > 0 {
        true => Ok(picture),
        false => Err("it has no pixels".to_owned()),
    }
}

/// Reads the pixels, if the declared size is acceptable. Of an animation, only the first picture is read.
fn pixels(mut decoder: impl ImageDecoder) -> Result<DynamicImage, String> {
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(format!("expected at most {MOST_PIXELS} pixels, found {width} × {height}"));
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    decoder.set_limits(limits).map_err(unreadable)?;
    let orientation = decoder.orientation();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
    if let Ok(orientation) = orientation {
        picture.apply_orientation(orientation);
    }
    Ok(picture)
}

fn unreadable(error: image::ImageError) -> String {
    let words = error.to_string();
    format!("it cannot be read: {}", words.lines().next().unwrap_or_default())
}

/// Returns the picture as WebP or, if that is too long, as JPEG of the best quality that fits.
fn encoded(picture: &RgbaImage) -> Option<Small> {
    let (width, height) = picture.dimensions();
    let is_opaque = picture.pixels().all(|pixel| pixel.0[3] == u8::MAX);
    let rgb = || DynamicImage::ImageRgba8(picture.clone()).to_rgb8();
    let webp = |color: ExtendedColorType, pixels: &[u8]| -> ImageResult<Vec<u8>> {
        let mut out = Vec::new();
        WebPEncoder::new_lossless(&mut out).encode(pixels, width, height, color)?;
        Ok(out)
    };
    let lossless = match is_opaque {
        true => webp(ExtendedColorType::Rgb8, &rgb()),
        false => webp(ExtendedColorType::Rgba8, picture),
    };
    if let Ok(bytes) = lossless
        && bytes.len() <= LARGEST
    {
        return Some(Small { bytes, extension: "webp" });
    }
    if !is_opaque {
        return None;
    }
    let rgb = rgb();
    [88, 80, 72, 64, 56, 48, 40].into_iter().find_map(|quality| {
        let mut bytes = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
        encoder.encode(&rgb, width, height, ExtendedColorType::Rgb8).ok()?;
        (bytes.len() <= LARGEST).then_some(Small { bytes, extension: "jpg" })
    })
}

/// Returns the name of another format.
fn name_of(bytes: &[u8]) -> &'static str {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(1_000)]).to_ascii_lowercase();
    let text = start.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    match text {
        "" => "an empty file",
        text if text.contains("<svg") => "SVG, which can contain scripts",
        text if text.starts_with("<!doctype html") || text.starts_with("<html") => "a web page",
        text if text.starts_with("<?xml") => "XML",
        text if text.starts_with('{') || text.starts_with('[') => "JSON",
        _ if bytes.get(4..8) == Some(b"ftyp") => "a video or another format",
        _ => "another format",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ImageBuffer, Rgb, Rgba};

    /// A photograph: every pixel differs from its neighbours.
    fn noise(width: u32, height: u32) -> DynamicImage {
        let mut state = 1_u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        DynamicImage::ImageRgb8(ImageBuffer::from_fn(width, height, |x, y| {
            let base = ((x * 255 / width) + (y * 255 / height)) as u8 / 2;
            Rgb([base, base / 2 + next() / 8, 255 - base])
        }))
    }

    fn diagram(width: u32, height: u32) -> DynamicImage {
        DynamicImage::ImageRgba8(ImageBuffer::from_fn(width, height, |x, y| {
            if x / 150 % 2 == y / 150 % 2 { Rgba([20, 60, 200, 255]) } else { Rgba([255; 4]) }
        }))
    }

    fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_picture_is_small_and_has_the_proportions_of_its_use() {
        for (picture, format, extension) in [
            (diagram(1200, 900), ImageFormat::Png, "webp"),
            (diagram(900, 2000), ImageFormat::Gif, "webp"),
            (noise(1600, 500), ImageFormat::Png, "jpg"),
            (noise(800, 800).to_rgb8().into(), ImageFormat::Jpeg, "jpg"),
            (diagram(600, 600), ImageFormat::WebP, "webp"),
        ] {
            let teaser = small(&file(&picture, format), Use::Teaser).unwrap();
            assert_eq!(teaser.extension, extension);
            assert!(teaser.bytes.len() <= LARGEST);
            let read = image::load_from_memory(&teaser.bytes).unwrap();
            let (width, height) = (read.width(), read.height());
            assert!((width * 10).abs_diff(height * 16) <= 16 && width >= 160, "{width} × {height}");
        }
        let logo = small(&file(&diagram(400, 300), ImageFormat::Png), Use::Logo).unwrap();
        let read = image::load_from_memory(&logo.bytes).unwrap();
        assert_eq!((read.width(), read.height()), (96, 96));
        // A small picture is not enlarged.
        let little = small(&file(&diagram(64, 40), ImageFormat::Png), Use::Teaser).unwrap();
        assert_eq!(image::load_from_memory(&little.bytes).unwrap().width(), 64);
    }

    #[test]
    fn hostile_pictures_are_refused_with_the_reason() {
        let why = |bytes: &[u8]| small(bytes, Use::Teaser).unwrap_err();
        assert_eq!(why(b""), "expected PNG, JPEG, GIF or WebP, found an empty file");
        assert_eq!(
            why(b"<?xml version=\"1.0\"?><svg onload=\"alert(1)\"/>"),
            "expected PNG, JPEG, GIF or WebP, found SVG, which can contain scripts"
        );
        assert_eq!(why(b"<!DOCTYPE html><p>"), "expected PNG, JPEG, GIF or WebP, found a web page");
        assert_eq!(
            why(b"\0\0\0\x20ftypisom"),
            "expected PNG, JPEG, GIF or WebP, found a video or another format"
        );
        assert_eq!(
            why(&file(&diagram(8, 8), ImageFormat::Png)),
            "expected at least 16 × 16 pixels, found 8 × 8"
        );
        // A PNG of 60,000 × 60,000 pixels in a few bytes.
        let mut bomb = file(&diagram(64, 64), ImageFormat::Png);
        bomb[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
        bomb[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
        let crc = crc32(&bomb[12..29]);
        bomb[29..33].copy_from_slice(&crc.to_be_bytes());
        assert_eq!(why(&bomb), "expected at most 40000000 pixels, found 60000 × 60000");
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP] {
            let whole = file(&noise(300, 200).to_rgb8().into(), format);
            let cut = why(&whole[..whole.len() / 2]);
            assert!(cut.starts_with("it cannot be read: ") || cut == "it was cut off", "{format:?}: {cut}");
        }
    }

    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |crc, byte| {
            (0..8)
                .fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg()))
        })
    }
}
