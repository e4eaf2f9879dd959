//! Social cards: a picture of a page, for those who link to it. Words in, a PNG out, the same bytes everywhere.
//!
//! It knows words and colours, and neither the archive nor the pages that the words come from.

mod canvas;
mod font;
mod layout;
#[cfg(test)]
mod tests;

pub use font::writable;

/// The size that those who show cards ask for (ogp.me, twitter:card).
pub const WIDTH: usize = 1200;
pub const HEIGHT: usize = 630;

/// The words of a card. Of each list but the last, the first that the font has the letters of is written; where it has none, the place
/// stays empty, since boxes for letters tell nobody anything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Card {
    /// Whose card it is, small above all else.
    pub name: Vec<String>,
    /// What it is about.
    pub heading: Vec<String>,
    /// A line or more on it.
    pub text: Vec<String>,
    /// In a corner at the foot.
    pub foot: Vec<String>,
    /// What it holds, a line each; those that cannot be written are left out.
    pub list: Vec<String>,
}

/// Draws a card. `accent` is the colour of a site, as `#rrggbb`.
pub fn draw(card: &Card, accent: &str) -> Vec<u8> {
    layout::lay_out(card).png(colour(accent))
}

/// Reads `#rrggbb`; what is none is black.
fn colour(text: &str) -> [u8; 3] {
    let number = u32::from_str_radix(text.trim_start_matches('#'), 16).unwrap_or_default();
    let [_, red, green, blue] = number.to_be_bytes();
    [red, green, blue]
}
