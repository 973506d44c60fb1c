//! A plain table: sheets of rows of text, from CSV or XLSX.

use crate::text;
use crate::{FileError, MAX_ROWS};

mod delimited;
mod workbook;

/// More columns than this are no table for people.
const MAX_COLUMNS: usize = 256;
const MAX_CELLS: usize = 4_000_000;
/// The largest sum of the texts of all cells, in bytes (one shared string of a workbook can stand in many cells).
const MAX_TEXT: usize = 64 * 1024 * 1024;
const EXPECTED: &str = "таблицу CSV или XLSX";

/// A file of one or more sheets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Sheets with at least one row, in the order of the file; a CSV file has exactly one.
    pub sheets: Vec<Sheet>,
}

/// One sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Name of the sheet; for CSV the name of the file.
    pub name: String,
    /// Line of the header, from 1.
    pub header_line: u32,
    /// Cells of the first row that is not empty, white space made regular.
    pub header: Vec<String>,
    /// The rows after the header that are not empty.
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Line in the file or row of the sheet, from 1.
    pub line: u32,
    /// Cells, trimmed; a short row has fewer than the header.
    pub cells: Vec<String>,
}

impl Row {
    /// The cell of a column, from 0; empty where the row is shorter.
    #[must_use]
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map(String::as_str).unwrap_or_default()
    }
}

/// Reads CSV (`,`, `;` or tab; UTF-8 with or without mark, UTF-16 with mark, windows-1251) or XLSX. The content decides, not
/// the extension. Dates of XLSX come as `YYYY-MM-DD`, times as `HH:MM`.
///
/// # Errors
/// Empty, too large, binary, damaged, neither of the two kinds.
pub fn read(bytes: &[u8], name: &str) -> Result<Table, FileError> {
    text::check_size(bytes)?;
    let sheets = if text::is_zip(bytes) {
        workbook::read(bytes)?
    } else if let Some(kind) = text::binary_kind(bytes) {
        return Err(FileError::Binary { kind, expected: EXPECTED });
    } else {
        let text = text::decode_table(bytes)?;
        if let Some(found) = markup_kind(&text) {
            return Err(FileError::UnknownKind {
                name: text::shorten(name, 80),
                found: found.to_owned(),
                expected: EXPECTED,
            });
        }
        vec![(text::shorten(name, 80), delimited::rows(&text)?)]
    };
    let sheets: Vec<Sheet> = sheets.into_iter().filter_map(|(name, rows)| sheet(name, rows)).collect();
    if sheets.is_empty() {
        return Err(FileError::Empty);
    }
    Ok(Table { sheets })
}

/// Rows of a CSV text of programs: commas between cells, nothing guessed and nothing guarded.
pub(crate) fn comma_rows(text: &str) -> Result<Vec<Row>, FileError> {
    delimited::comma_rows(text)
}

/// Names a markup text that is no table: a web page or XML.
pub(crate) fn markup_kind(text: &str) -> Option<&'static str> {
    let start: String =
        text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}').chars().take(2000).collect();
    let start = start.to_lowercase();
    if !start.starts_with('<') {
        return None;
    }
    Some(if start.starts_with("<!doctype html") || start.contains("<html") {
        "веб-страница"
    } else {
        "файл XML"
    })
}

fn sheet(name: String, mut rows: Vec<Row>) -> Option<Sheet> {
    rows.retain(|row| row.cells.iter().any(|cell| !cell.is_empty()));
    if rows.is_empty() {
        return None;
    }
    let first = rows.remove(0);
    let header = first.cells.iter().map(|cell| text::squeeze(cell)).collect();
    Some(Sheet { name, header_line: first.line, header, rows })
}

/// Counts what was read against the limits of a table.
#[derive(Default)]
struct Budget {
    rows: usize,
    cells: usize,
    bytes: usize,
}

impl Budget {
    fn row(&mut self) -> Result<(), FileError> {
        self.rows += 1;
        // The header is a row as well.
        if self.rows > MAX_ROWS + 1 {
            return Err(FileError::TooLarge { what: format!("больше {MAX_ROWS} строк") });
        }
        Ok(())
    }

    fn cell(&mut self, column: usize, bytes: usize) -> Result<(), FileError> {
        self.cells += 1;
        self.bytes = self.bytes.saturating_add(bytes);
        if column >= MAX_COLUMNS {
            return Err(FileError::TooLarge { what: format!("больше {MAX_COLUMNS} столбцов") });
        }
        if self.cells > MAX_CELLS || self.bytes > MAX_TEXT {
            return Err(FileError::TooLarge {
                what: "слишком много заполненных ячеек".to_owned()
            });
        }
        Ok(())
    }
}
