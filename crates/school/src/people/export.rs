//! A list as a file for a spreadsheet program.

use formats::WriteError;
use formats::export::{Value, csv, xlsx};

/// A list as text: a title, column headings and rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What the list is.
    pub title: String,
    /// Headings.
    pub head: Vec<String>,
    /// Rows as wide as the headings.
    pub rows: Vec<Vec<String>>,
}

/// The file formats a list is given out in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A workbook: the usual choice.
    Xlsx,
    /// Semicolons, UTF-8 with a mark: what a Russian spreadsheet program opens with two clicks.
    Csv,
}

impl Format {
    /// Every one.
    pub const ALL: [Self; 2] = [Self::Xlsx, Self::Csv];

    /// From the address.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.extension() == code)
    }

    /// The media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }

    /// The extension of the file's name.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }

    /// The file. Every cell is text and never a formula.
    ///
    /// # Errors
    /// The list does not fit into a workbook.
    pub fn write(self, sheet: Sheet) -> Result<Vec<u8>, WriteError> {
        let rows = sheet.rows.into_iter().map(|row| row.into_iter().map(Value::Text).collect()).collect();
        let table = formats::export::Sheet { name: sheet.title, headers: sheet.head, rows };
        match self {
            Self::Xlsx => xlsx(&[table]),
            Self::Csv => Ok(csv(&table)),
        }
    }
}
