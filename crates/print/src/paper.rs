//! A page of A4 and what is drawn on it. Lengths are points (1/72 inch), the origin is the upper left corner.

use fast_qr::{ECL, QRBuilder};
use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point, Rect};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::text::TextDirection;

use crate::Error;
use crate::font::Face;

/// The width of A4.
pub(crate) const WIDTH: f32 = 595.28;
/// Its height.
pub(crate) const HEIGHT: f32 = 841.89;

/// For what is read first.
pub(crate) fn black() -> rgb::Color {
    rgb::Color::black()
}

/// For what is read second.
pub(crate) fn grey() -> rgb::Color {
    rgb::Color::new(90, 90, 90)
}

pub(crate) fn a4() -> Result<PageSettings, Error> {
    PageSettings::from_wh(WIDTH, HEIGHT).ok_or_else(|| Error::Pdf("page size".to_owned()))
}

fn fill(color: rgb::Color) -> Fill {
    Fill { paint: color.into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

/// Writes a text with its base line at `y`. Letters that print nothing are left out.
pub(crate) fn write(
    surface: &mut Surface<'_>,
    face: &Face,
    (x, y): (f32, f32),
    size: f32,
    color: rgb::Color,
    text: &str,
) {
    let text: String = text.chars().filter(|letter| !letter.is_control()).collect();
    if text.trim().is_empty() {
        return;
    }
    surface.set_stroke(None);
    surface.set_fill(Some(fill(color)));
    surface.draw_text(
        Point::from_xy(x, y),
        face.font.clone(),
        size,
        &text,
        false,
        TextDirection::LeftToRight,
    );
}

/// A line; a dashed one is for scissors.
pub(crate) fn line(surface: &mut Surface<'_>, from: (f32, f32), to: (f32, f32), dashed: bool) {
    let mut path = PathBuilder::new();
    path.move_to(from.0, from.1);
    path.line_to(to.0, to.1);
    let Some(path) = path.finish() else { return };
    let dash = dashed.then(|| StrokeDash { array: vec![3.0, 3.0], offset: 0.0 });
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke {
        paint: rgb::Color::new(150, 150, 150).into(),
        width: 0.5,
        dash,
        ..Stroke::default()
    }));
    surface.draw_path(&path);
    surface.set_stroke(None);
}

/// A QR code, ready to be drawn: the same one may stand on many pages.
pub(crate) struct Qr(Path);

impl Qr {
    /// The code of a text as a square with its corner at (`x`, `y`) and sides of `side`, without the white margin around it.
    pub(crate) fn new(text: &str, (x, y): (f32, f32), side: f32) -> Result<Self, Error> {
        let code = QRBuilder::new(text).ecl(ECL::M).build().map_err(|_| Error::Qr)?;
        let modules = u16::try_from(code.size).map_err(|_| Error::Qr)?;
        let step = side / f32::from(modules);
        let mut path = PathBuilder::new();
        for row in 0..modules {
            let mut start: Option<u16> = None;
            for column in 0..=modules {
                let dark = column < modules
                    && code
                        .data
                        .get(usize::from(row) * code.size + usize::from(column))
                        .is_some_and(|m| m.value());
                match (dark, start) {
                    (true, None) => start = Some(column),
                    (false, Some(first)) => {
                        let (left, top) = (x + f32::from(first) * step, y + f32::from(row) * step);
                        // Neighbours overlap by a hair, so that no renderer leaves a gap between rows.
                        let run = f32::from(column - first) * step;
                        if let Some(rect) = Rect::from_xywh(left, top, run, step * 1.02) {
                            path.push_rect(rect);
                        }
                        start = None;
                    }
                    _ => {}
                }
            }
        }
        path.finish().map(Self).ok_or(Error::Qr)
    }

    pub(crate) fn draw(&self, surface: &mut Surface<'_>) {
        surface.set_stroke(None);
        surface.set_fill(Some(fill(black())));
        surface.draw_path(&self.0);
    }
}
