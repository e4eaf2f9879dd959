//! Social cards: preview images for links to pages. Texts in, a PNG out, the same bytes on every machine.
//!
//! It knows texts and colours, but neither the archive nor pages.

mod canvas;
mod font;
mod layout;
#[cfg(test)]
mod tests;

pub use font::writable;

/// The size that platforms recommend (ogp.me, twitter:card), in pixels.
pub const WIDTH: usize = 1200;
pub const HEIGHT: usize = 630;

/// The texts of a card. Of each field other than `list`, the first text whose letters are all in the font is drawn; if
/// there is none, its place stays empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Card {
    /// The owner of the card, in small letters at the top.
    pub name: Vec<String>,
    pub heading: Vec<String>,
    pub text: Vec<String>,
    pub foot: Vec<String>,
    /// One line each; texts with letters that are not in the font are omitted.
    pub list: Vec<String>,
}

/// Draws a card as a PNG. `accent` is a colour such as `#rrggbb`.
pub fn draw(card: &Card, accent: &str) -> Vec<u8> {
    layout::lay_out(card).png(colour(accent))
}

/// Parses `#rrggbb`; invalid text is black.
fn colour(text: &str) -> [u8; 3] {
    let number = u32::from_str_radix(text.trim_start_matches('#'), 16).unwrap_or_default();
    let [_, red, green, blue] = number.to_be_bytes();
    [red, green, blue]
}
