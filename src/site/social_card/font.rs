//! Glyphs and widths of text. The only user of `ab_glyph`.
//!
//! The fonts are in this folder, with their licence. They have Latin, Greek and Cyrillic letters, which are set one
//! after another; scripts with joined or right-to-left letters are not supported.

use super::canvas::{Canvas, Ink};
use ab_glyph::{Font, FontRef, Glyph, GlyphId, PxScale, ScaleFont, point};
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
    Regular,
    Semibold,
}

/// A weight and size. The fonts are compiled in; without them nothing would be drawn.
#[derive(Clone, Copy)]
pub(super) struct Type {
    font: Option<&'static FontRef<'static>>,
    scale: PxScale,
}

fn font(face: Face) -> Option<&'static FontRef<'static>> {
    static FONTS: OnceLock<[Option<FontRef<'static>>; 2]> = OnceLock::new();
    let files: [&'static [u8]; 2] = [include_bytes!("regular.ttf"), include_bytes!("semibold.ttf")];
    let fonts = FONTS.get_or_init(|| files.map(|file| FontRef::try_from_slice(file).ok()));
    fonts[face as usize].as_ref()
}

/// Returns a text in letters of the font, without symbols that it does not have. `None` if the font does not have one
/// of its letters or digits, or if none is left.
pub fn writable(text: &str) -> Option<String> {
    let font = font(Face::Regular)?;
    let has = |char: char| font.glyph_id(char) != GlyphId(0);
    let mut line = String::with_capacity(text.len());
    for char in text.nfc() {
        if char.is_whitespace() {
            line.push(' ');
        } else if has(char) {
            line.push(char);
        } else if char.to_string().nfkc().all(has) {
            line.extend(char.to_string().nfkc());
        } else if char.is_alphanumeric() || is_mark(char) {
            return None;
        }
    }
    let line = line.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    line.chars().any(char::is_alphanumeric).then_some(line)
}

/// Returns whether a character is a combining mark: without it the word is another.
fn is_mark(char: char) -> bool {
    matches!(char, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{20d0}'..='\u{20ff}')
}

impl Type {
    /// `size` is the height of an em, in pixels.
    pub(super) fn new(face: Face, size: f32) -> Type {
        let font = font(face);
        // `ab_glyph` scales by the full height of a line.
        let units = font.and_then(|font| font.units_per_em()).unwrap_or(1000.0);
        let height = font.map_or(units, |font| font.height_unscaled());
        Type { font, scale: PxScale::from(size * height / units) }
    }

    pub(super) fn width(self, line: &str) -> f32 {
        self.glyphs(line, 0.0, 0.0, |_| {})
    }

    /// Draws a line that starts at `x`, with its baseline at `y`.
    pub(super) fn write(self, canvas: &mut Canvas, line: &str, x: f32, y: f32, ink: Ink) {
        let y = y.round();
        let Some(font) = self.font else { return };
        self.glyphs(line, x, y, |glyph| {
            let Some(outline) = font.outline_glyph(glyph) else { return };
            let corner = outline.px_bounds().min;
            outline.draw(|x, y, cover| {
                canvas.cover(corner.x as i32 + x as i32, corner.y as i32 + y as i32, cover, ink);
            });
        });
    }

    /// Calls `each` with the positioned glyphs of a line; returns the position after the last.
    fn glyphs(self, line: &str, x: f32, y: f32, mut each: impl FnMut(Glyph)) -> f32 {
        let Some(font) = self.font else { return x };
        let scaled = font.as_scaled(self.scale);
        let (mut x, mut last) = (x, None);
        for char in line.chars() {
            let id = scaled.glyph_id(char);
            x += last.map_or(0.0, |last| scaled.kern(last, id));
            each(id.with_scale_and_position(self.scale, point(x, y)));
            x += scaled.h_advance(id);
            last = Some(id);
        }
        x
    }

    /// Breaks a text into at most `most` lines no wider than `width`; text that does not fit ends in an ellipsis.
    /// Returns whether all of it fits, too.
    pub(super) fn lines(self, text: &str, width: f32, most: usize) -> (Vec<String>, bool) {
        let mut lines: Vec<String> = vec![String::new()];
        for word in text.split(' ') {
            let count = lines.len();
            let Some(line) = lines.last_mut() else { break };
            let longer = if line.is_empty() { word.to_owned() } else { [line, " ", word].concat() };
            if line.is_empty() || self.width(&longer) <= width {
                *line = longer;
            } else if count < most {
                lines.push(word.to_owned());
            } else {
                *line = longer;
                break;
            }
        }
        let mut fits = true;
        for line in &mut lines {
            if self.width(line) > width {
                fits = false;
                *line = self.cut(line, width);
            }
        }
        (lines, fits)
    }

    /// Cuts a line that is too wide, between words unless that would cut too much.
    fn cut(self, line: &str, width: f32) -> String {
        let room = width - self.width("…");
        let (mut starts, mut kept) = (line.char_indices(), "");
        self.glyphs(line, 0.0, 0.0, |glyph| {
            let Some((start, _)) = starts.next() else { return };
            if glyph.position.x <= room {
                kept = &line[..start];
            }
        });
        let word = kept.rfind(' ').filter(|&space| space > kept.len() / 2).unwrap_or(kept.len());
        [kept[..word].trim_end_matches([' ', ',', ';', ':', '.', '–', '—', '-']), "…"].concat()
    }
}
