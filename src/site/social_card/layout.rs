//! The layout of a card.

use super::canvas::{Canvas, Ink};
use super::font::{Face, Type, writable};
use super::{Card, HEIGHT, WIDTH};

const MARGIN: f32 = 84.0;
const INNER: f32 = WIDTH as f32 - 2.0 * MARGIN;
/// The baseline of the last line.
const BOTTOM: f32 = HEIGHT as f32 - 62.0;
/// Sizes of the heading, each with the maximum number of lines.
const HEADINGS: [(f32, usize); 4] = [(78.0, 2), (66.0, 3), (54.0, 4), (46.0, 5)];
const ROW: f32 = 62.0;

pub(super) fn lay_out(card: &Card) -> Canvas {
    let mut canvas = Canvas::new();
    canvas.fill([0, 0, 24, HEIGHT], Ink::Accent, 4);
    let first = |texts: &[String]| texts.iter().find_map(|text| writable(text));
    let list: Vec<String> = card.list.iter().filter_map(|text| writable(text)).collect();
    let small = Type::new(Face::Regular, 30.0);

    if let Some(name) = first(&card.name) {
        line(&mut canvas, Type::new(Face::Semibold, 34.0), &name, 106.0, Ink::Accent);
    }
    let heading = first(&card.heading);
    // The address may be the heading already.
    let foot = first(&card.foot).filter(|foot| heading.as_ref() != Some(foot));
    if let Some(foot) = &foot {
        line(&mut canvas, small, foot, BOTTOM, Ink::Soft);
    }
    let mut floor = if foot.is_some() { BOTTOM - 66.0 } else { BOTTOM };
    let row = Type::new(Face::Regular, 32.0);
    for text in list.iter().rev() {
        canvas.fill([MARGIN as usize, (floor - 43.0) as usize, INNER as usize, 2], Ink::Soft, 1);
        line(&mut canvas, row, text, floor, Ink::Black);
        floor -= ROW;
    }

    let mut y = if card.name.is_empty() { 70.0 } else { 136.0 };
    if let Some(heading) = heading {
        let set = HEADINGS.map(|(size, most)| {
            let face = Type::new(Face::Semibold, size);
            let (lines, fits) = face.lines(&heading, INNER, most);
            (face, size, lines, fits)
        });
        let last = set.len() - 1;
        let chosen = set.into_iter().enumerate().find(|(at, (.., fits))| *fits || *at == last);
        if let Some((_, (face, size, lines, _))) = chosen {
            for text in lines {
                y += size * 1.16;
                face.write(&mut canvas, &text, MARGIN, y, Ink::Black);
            }
        }
    }
    if let Some(text) = first(&card.text) {
        const SIZE: f32 = 36.0;
        let face = Type::new(Face::Regular, SIZE);
        y += 14.0;
        let room = ((floor - y) / (SIZE * 1.4)).max(0.0) as usize;
        for text in face.lines(&text, INNER, room.min(4)).0.into_iter().take(room) {
            y += SIZE * 1.4;
            face.write(&mut canvas, &text, MARGIN, y, Ink::Soft);
        }
    }
    canvas
}

fn line(canvas: &mut Canvas, face: Type, text: &str, y: f32, ink: Ink) {
    let (lines, _) = face.lines(text, INNER, 1);
    for text in lines {
        face.write(canvas, &text, MARGIN, y, ink);
    }
}
