//! CSV as Excel with Russian settings opens it: UTF-8 with mark, `;`, comma in decimals, CRLF.

use super::{Sheet, Value, decimal, printable};

/// Writes the headings and rows of a sheet.
///
/// A text that a spreadsheet would calculate gets an apostrophe before it: one that begins with `=` or `@`, or with `+` or
/// `-` unless a bare number follows («-5», «+79131234567» and a lone dash can do nothing). [`crate::table::read`] takes the
/// apostrophe off again, so that a file may be edited and brought back. Numbers and days are written as they are.
#[must_use]
pub fn csv(sheet: &Sheet) -> Vec<u8> {
    let mut out = String::from('\u{FEFF}');
    line(&mut out, sheet.headers.iter().map(|heading| text_cell(heading)));
    for row in &sheet.rows {
        line(&mut out, row.iter().map(cell));
    }
    out.into_bytes()
}

fn line(out: &mut String, cells: impl Iterator<Item = String>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            out.push(';');
        }
        out.push_str(&cell);
    }
    out.push_str("\r\n");
}

fn cell(value: &Value) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Text(text) => text_cell(text),
        Value::Whole(number) => number.to_string(),
        Value::Decimal { units, scale } => quoted(decimal(*units, *scale, ',')),
        Value::Day(day) => format!("{:02}.{:02}.{:04}", day.day, day.month, day.year),
    }
}

fn text_cell(text: &str) -> String {
    let text = printable(text);
    let core = text.trim();
    quoted(if calculates(core.trim_start_matches('\'')) { format!("'{core}") } else { text })
}

/// Quotes what needs it. A comma or tab would mislead programs that guess the delimiter, `<` and `sep=` those that guess the
/// kind of file.
fn quoted(cell: String) -> String {
    let needs = cell.contains([';', ',', '"', '\t', '\n'])
        || cell.starts_with(['<', ' '])
        || cell.starts_with("sep=");
    if needs { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

/// Whether a spreadsheet would take the text for a formula.
fn calculates(text: &str) -> bool {
    let mut chars = text.chars();
    match chars.next() {
        Some('=' | '@' | '＝' | '＠') => true,
        Some('+' | '-' | '＋' | '－') => {
            !chars.as_str().chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'))
        }
        _ => false,
    }
}

/// Takes off the apostrophe that [`csv`] has put before a formula.
pub(crate) fn unguard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if calculates(rest.trim_start_matches('\'')) => rest,
        _ => cell,
    }
}
