//! The fonts of the binary, and how wide words are in them.

use krilla::text::Font;
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

use crate::Error;

const REGULAR: &[u8] = include_bytes!("../fonts/PTS55F.ttf");
const BOLD: &[u8] = include_bytes!("../fonts/PTS75F.ttf");
const MONO: &[u8] = include_bytes!("../fonts/PTM75F.ttf");

/// One face.
pub(crate) struct Face {
    pub(crate) font: Font,
    reader: FontRef<'static>,
}

impl Face {
    fn new(bytes: &'static [u8]) -> Result<Self, Error> {
        let font = Font::new(bytes.into(), 0).ok_or(Error::Font)?;
        let reader = FontRef::new(bytes).map_err(|_| Error::Font)?;
        Ok(Self { font, reader })
    }

    /// How wide a text is at a size, without kerning, which only makes it narrower.
    pub(crate) fn width(&self, text: &str, size: f32) -> f32 {
        let letters = self.reader.charmap();
        let metrics = self.reader.glyph_metrics(Size::new(size), LocationRef::default());
        text.chars()
            .map(|letter| {
                metrics.advance_width(letters.map(letter).unwrap_or_default()).unwrap_or(size / 2.0)
            })
            .sum()
    }

    /// The largest size up to `size` at which the text is no wider than `room`.
    pub(crate) fn fitting(&self, text: &str, size: f32, room: f32) -> f32 {
        let width = self.width(text, size);
        if width <= room { size } else { size * room / width }
    }

    /// Breaks a text into lines no wider than `room`, between words where there are any.
    pub(crate) fn lines(&self, text: &str, size: f32, room: f32) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let mut line = String::new();
        for word in text.split_whitespace() {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if line.is_empty() || self.width(&longer, size) <= room {
                line = longer;
            } else {
                lines.push(std::mem::replace(&mut line, word.to_owned()));
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }
}

/// Every face.
pub(crate) struct Faces {
    pub(crate) regular: Face,
    pub(crate) bold: Face,
    /// For what is typed letter by letter.
    pub(crate) mono: Face,
}

impl Faces {
    pub(crate) fn load() -> Result<Self, Error> {
        Ok(Self { regular: Face::new(REGULAR)?, bold: Face::new(BOLD)?, mono: Face::new(MONO)? })
    }
}
