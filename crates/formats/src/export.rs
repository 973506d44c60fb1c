//! A list as a file for people: one [`Sheet`] as XLSX or as CSV.
//!
//! What is typed by people may begin with a sign that a spreadsheet takes for a formula. In XLSX a text cell is declared a
//! text and is never calculated. CSV has no types, so there such a cell gets an apostrophe, see [`csv`].

use thiserror::Error;

use crate::dates::Date;

mod delimited;
mod workbook;

pub use delimited::csv;
pub(crate) use delimited::unguard;
pub use workbook::xlsx;

/// A list with headings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Name; a workbook shows it on the tab, shortened and without the signs that Excel forbids.
    pub name: String,
    /// Headings of the columns.
    pub headers: Vec<String>,
    /// Rows; a short row leaves the last cells empty.
    pub rows: Vec<Vec<Value>>,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Empty,
    /// A text; also whatever looks like a number and is none: phones, СНИЛС, codes.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// `units` of 10⁻ˢᶜᵃˡᵉ: 4,67 is 467 with scale 2. The places after the comma are kept.
    Decimal {
        /// The number without its comma.
        units: i64,
        /// Places after the comma, at most 9.
        scale: u8,
    },
    /// A day.
    Day(Date),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Whole(number)
    }
}

impl From<Date> for Value {
    fn from(day: Date) -> Self {
        Self::Day(day)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// Why a file could not be written. `Display` gives one Russian sentence.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum WriteError {
    /// More than the kind of file can hold.
    #[error("Файл получился бы слишком большим: {what}; выберите меньше строк.")]
    TooLarge {
        /// Which limit.
        what: String,
    },
    /// The library failed.
    #[error("Не удалось составить файл: {reason}; повторите попытку позже.")]
    Failed {
        /// What it said.
        reason: String,
    },
}

/// The most places after the comma; a larger scale is taken for this one.
const MAX_SCALE: u8 = 9;

/// The digits of a decimal number, with `comma` between whole part and fraction.
fn decimal(units: i64, scale: u8, comma: char) -> String {
    let scale = usize::from(scale.min(MAX_SCALE));
    let sign = if units < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", units.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    if scale == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}{comma}{fraction}") }
}

/// A text that any file can hold: without the control characters that XML forbids; line ends become `\n`.
fn printable(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars()
        .filter(|c| matches!(c, '\n' | '\t') || (!c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}')))
        .collect()
}
