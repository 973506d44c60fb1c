//! CSV. Our own reader, because an unclosed quote must be an error with its line, not the rest of the file in one cell.

use super::{Budget, Row};
use crate::FileError;

/// Splits text into rows of trimmed cells, without the apostrophe that guards a formula; quoted cells may hold the delimiter, doubled quotes and line ends.
pub(super) fn rows(text: &str) -> Result<Vec<Row>, FileError> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let (delimiter, text, skipped) = delimiter(text);
    split(text, delimiter, skipped, true)
}

/// The same with commas only, every cell as it stands.
pub(super) fn comma_rows(text: &str) -> Result<Vec<Row>, FileError> {
    split(text.strip_prefix('\u{FEFF}').unwrap_or(text), ',', 0, false)
}

fn split(text: &str, delimiter: char, skipped: u32, guarded: bool) -> Result<Vec<Row>, FileError> {
    let mut reader = Reader {
        guarded,
        rows: Vec::new(),
        cells: Vec::new(),
        cell: String::new(),
        line: 1 + skipped,
        row_line: 1 + skipped,
        budget: Budget::default(),
    };
    let mut chars = text.chars().peekable();
    let mut fresh = true;
    while let Some(c) = chars.next() {
        if c == '"' && fresh {
            fresh = false;
            let opened = reader.line;
            let mut closed = false;
            while let Some(c) = chars.next() {
                if c == '"' {
                    if chars.next_if_eq(&'"').is_none() {
                        closed = true;
                        break;
                    }
                } else if c == '\n' {
                    reader.line = reader.line.saturating_add(1);
                }
                reader.cell.push(c);
            }
            if !closed {
                return Err(FileError::Truncated {
                    place: format!("кавычка, открытая в строке {opened}, не закрыта"),
                });
            }
        } else if c == delimiter {
            reader.end_cell()?;
            fresh = true;
        } else if c == '\n' || c == '\r' {
            if c == '\r' {
                let _ = chars.next_if_eq(&'\n');
            }
            reader.end_row()?;
            fresh = true;
        } else {
            fresh = fresh && c == ' ';
            reader.cell.push(c);
        }
    }
    if !reader.cell.is_empty() || !reader.cells.is_empty() {
        reader.end_row()?;
    }
    Ok(reader.rows)
}

struct Reader {
    /// Whether apostrophes guard formulas.
    guarded: bool,
    rows: Vec<Row>,
    cells: Vec<String>,
    cell: String,
    line: u32,
    row_line: u32,
    budget: Budget,
}

impl Reader {
    fn end_cell(&mut self) -> Result<(), FileError> {
        let cell = self.cell.trim();
        let cell = if self.guarded { crate::export::unguard(cell) } else { cell }.to_owned();
        self.cell.clear();
        self.budget.cell(self.cells.len(), cell.len())?;
        self.cells.push(cell);
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), FileError> {
        if !self.cell.is_empty() || !self.cells.is_empty() {
            self.end_cell()?;
            self.budget.row()?;
            self.rows.push(Row { line: self.row_line, cells: std::mem::take(&mut self.cells) });
        }
        self.line = self.line.saturating_add(1);
        self.row_line = self.line;
        Ok(())
    }
}

/// The sign that occurs most often in the first line that has any, outside quotes; Excel's own line `sep=;` is obeyed and
/// skipped. Gives the delimiter, the text to read and the number of lines skipped.
fn delimiter(text: &str) -> (char, &str, u32) {
    if let Some(rest) = text.strip_prefix("sep=") {
        let mut chars = rest.chars();
        if let Some(sign @ (',' | ';' | '\t')) = chars.next() {
            let rest = chars.as_str();
            let rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n')).unwrap_or(rest);
            return (sign, rest, 1);
        }
    }
    let (mut semicolons, mut commas, mut tabs, mut quoted) = (0_u32, 0_u32, 0_u32, false);
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            _ if quoted => {}
            ';' => semicolons += 1,
            ',' => commas += 1,
            '\t' => tabs += 1,
            '\n' | '\r' if semicolons + commas + tabs > 0 => break,
            _ => {}
        }
    }
    let sign = if tabs > semicolons && tabs > commas {
        '\t'
    } else if commas > semicolons {
        ','
    } else {
        ';'
    };
    (sign, text, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<(u32, Vec<String>)> {
        rows(text).unwrap().into_iter().map(|row| (row.line, row.cells)).collect()
    }

    fn owned(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|&c| c.to_owned()).collect()
    }

    #[test]
    fn each_delimiter_and_quoting_is_read() {
        for text in [
            "а;б\n\"1;2\";\"x\"\"y\"",
            "а,б\r\n\"1;2\",\"x\"\"y\"\r\n",
            "sep=;\nа;б\n\"1;2\";\"x\"\"y\"\n",
            "а\tб\r1;2\tx\"y\r",
        ] {
            let read = cells(text);
            assert_eq!(read.first().unwrap().1, owned(&["а", "б"]), "{text}");
            assert_eq!(read.last().unwrap().1, owned(&["1;2", "x\"y"]), "{text}");
        }
    }

    #[test]
    fn a_row_is_named_by_its_first_line() {
        assert_eq!(
            cells("а;б\n\"1\n2\";3\n\n4;5"),
            [(1, owned(&["а", "б"])), (2, owned(&["1\n2", "3"])), (5, owned(&["4", "5"]))]
        );
    }

    #[test]
    fn an_open_quote_names_its_line() {
        let error = rows("а;б\n1;\"2\n3;4\n").unwrap_err();
        assert!(matches!(error, FileError::Truncated { ref place } if place.contains("строке 2")), "{error}");
    }
}
