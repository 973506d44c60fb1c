//! XLSX through `rust_xlsxwriter`.

use std::collections::HashSet;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::{MAX_SCALE, Sheet, Value, WriteError, decimal, printable};
use crate::text::squeeze;

/// Excel's own limits.
const MAX_ROWS: usize = 1_048_576;
const MAX_COLUMNS: usize = 16_384;
const MAX_TEXT: usize = 32_767;
const MAX_TAB: usize = 31;
/// Excel keeps fifteen digits of a number; a longer one is written as text rather than rounded.
const MAX_DIGITS: usize = 15;
/// The narrowest and the widest column, in characters.
const WIDTHS: (usize, usize) = (8, 60);

impl From<XlsxError> for WriteError {
    fn from(error: XlsxError) -> Self {
        Self::Failed { reason: error.to_string() }
    }
}

/// Writes a workbook of one or more sheets: bold headings that stay in place, filters, columns as wide as what is in them.
/// The same sheets give the same bytes.
///
/// # Errors
/// More rows, columns or longer texts than Excel takes.
pub fn xlsx(sheets: &[Sheet]) -> Result<Vec<u8>, WriteError> {
    let mut book = Workbook::new();
    // Without it the file would tell the hour when it was made.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let styles = Styles::default();
    let mut tabs = HashSet::new();
    for sheet in sheets {
        let page = book.add_worksheet();
        page.set_name(tab(&sheet.name, &mut tabs))?;
        fill(page, sheet, &styles)?;
    }
    Ok(book.save_to_buffer()?)
}

struct Styles {
    heading: Format,
    lines: Format,
    day: Format,
    /// By the number of places after the comma.
    decimals: Vec<Format>,
}

impl Default for Styles {
    fn default() -> Self {
        let places = |scale: u8| match scale {
            0 => "0".to_owned(),
            _ => format!("0.{}", "0".repeat(usize::from(scale))),
        };
        Self {
            heading: Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top),
            lines: Format::new().set_text_wrap().set_align(FormatAlign::Top),
            day: Format::new().set_num_format("dd.mm.yyyy"),
            decimals: (0..=MAX_SCALE).map(|scale| Format::new().set_num_format(places(scale))).collect(),
        }
    }
}

fn fill(page: &mut Worksheet, sheet: &Sheet, styles: &Styles) -> Result<(), WriteError> {
    let columns = sheet.rows.iter().map(Vec::len).chain([sheet.headers.len()]).max().unwrap_or_default();
    if sheet.rows.len() >= MAX_ROWS || columns > MAX_COLUMNS {
        let what = format!("в книге Excel не больше {MAX_ROWS} строк и {MAX_COLUMNS} столбцов");
        return Err(WriteError::TooLarge { what });
    }
    let mut widths = vec![WIDTHS.0; columns];
    for (column, heading) in (0_u16..).zip(&sheet.headers) {
        let heading = fitting(heading)?;
        // The filter's arrow takes the room of two letters.
        widen(&mut widths, column, heading.chars().count().saturating_add(3));
        page.write_string_with_format(0, column, heading, &styles.heading)?;
    }
    for (row, values) in (1_u32..).zip(&sheet.rows) {
        for (column, value) in (0_u16..).zip(values) {
            let width = write(page, row, column, value, styles)?;
            widen(&mut widths, column, width.saturating_add(1));
        }
    }
    for (column, width) in (0_u16..).zip(widths) {
        page.set_column_width(column, u32::try_from(width.min(WIDTHS.1)).unwrap_or(u32::MAX))?;
    }
    page.set_freeze_panes(1, 0)?;
    if let Some(last) = sheet.headers.len().checked_sub(1) {
        let last_row = u32::try_from(sheet.rows.len()).unwrap_or(u32::MAX);
        page.autofilter(0, 0, last_row, u16::try_from(last).unwrap_or(u16::MAX))?;
    }
    Ok(())
}

/// Writes a cell and tells how many characters wide it is.
fn write(
    page: &mut Worksheet,
    row: u32,
    column: u16,
    value: &Value,
    styles: &Styles,
) -> Result<usize, WriteError> {
    Ok(match value {
        Value::Empty => 0,
        Value::Text(text) => {
            let text = fitting(text)?;
            let width = text.lines().map(|line| line.chars().count()).max().unwrap_or_default();
            if text.contains('\n') {
                page.write_string_with_format(row, column, text, &styles.lines)?;
            } else {
                page.write_string(row, column, text)?;
            }
            width
        }
        Value::Whole(whole) => number(page, row, column, (*whole, 0), styles)?,
        Value::Decimal { units, scale } => number(page, row, column, (*units, *scale), styles)?,
        Value::Day(day) => {
            let parts = (u16::try_from(day.year), u8::try_from(day.month), u8::try_from(day.day));
            if let (Ok(year), Ok(month), Ok(of_month)) = parts
                && let Ok(moment) = ExcelDateTime::from_ymd(year, month, of_month)
            {
                page.write_datetime_with_format(row, column, moment, &styles.day)?;
            } else {
                page.write_string(row, column, day.to_string())?;
            }
            10
        }
    })
}

fn number(
    page: &mut Worksheet,
    row: u32,
    column: u16,
    (units, scale): (i64, u8),
    styles: &Styles,
) -> Result<usize, WriteError> {
    let text = decimal(units, scale, '.');
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let style = styles.decimals.get(usize::from(scale.min(MAX_SCALE))).unwrap_or(&styles.lines);
    match text.parse::<f64>() {
        Ok(number) if digits <= MAX_DIGITS => page.write_number_with_format(row, column, number, style)?,
        _ => page.write_string(row, column, decimal(units, scale, ','))?,
    };
    Ok(text.len())
}

fn widen(widths: &mut [usize], column: u16, width: usize) {
    if let Some(known) = widths.get_mut(usize::from(column)) {
        *known = width.max(*known);
    }
}

/// The text as Excel can hold it.
fn fitting(text: &str) -> Result<String, WriteError> {
    let text = printable(text);
    if text.encode_utf16().count() > MAX_TEXT {
        return Err(WriteError::TooLarge {
            what: format!("в ячейке Excel не больше {MAX_TEXT} знаков")
        });
    }
    Ok(text)
}

/// A tab's name that Excel takes and that no other tab of the book has.
fn tab(name: &str, taken: &mut HashSet<String>) -> String {
    let forbidden = |c: char| matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\');
    let allowed: String = printable(name).chars().map(|c| if forbidden(c) { ' ' } else { c }).collect();
    let name = squeeze(&allowed);
    let name = name.trim_matches(['\'', ' ']);
    let name = if name.is_empty() || name.eq_ignore_ascii_case("history") { "Лист" } else { name };
    let mut number = 1_u32;
    loop {
        let end = if number == 1 { String::new() } else { format!(" ({number})") };
        let room = MAX_TAB.saturating_sub(end.len());
        let mut units = 0_usize;
        let start: String = name
            .chars()
            .take_while(|c| {
                units = units.saturating_add(c.len_utf16());
                units <= room
            })
            .collect();
        let full = format!("{}{end}", start.trim_end_matches(['\'', ' ']));
        if taken.insert(full.to_lowercase()) {
            return full;
        }
        number = number.saturating_add(1);
    }
}
