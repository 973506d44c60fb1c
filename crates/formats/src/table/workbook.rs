//! XLSX through calamine, behind two fences: the archive is weighed before it is unpacked, and cells are streamed, because
//! a range would be allocated as the full rectangle between two far cells.

use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};

use super::{Budget, Row};
use crate::{FileError, MAX_UNPACKED};

const MAX_PARTS: usize = 2_000;
const MAX_SHEETS: usize = 32;

fn broken(reason: &str) -> FileError {
    FileError::Spreadsheet { reason: reason.to_owned() }
}

/// Name and rows of every visible or hidden worksheet.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<(String, Vec<Row>)>, FileError> {
    let unpacked = weigh(bytes)?;
    // Some inconsistent workbooks make the library panic; to the caller they are just damaged.
    catch_unwind(AssertUnwindSafe(|| sheets(bytes, unpacked)))
        .unwrap_or_else(|_| Err(broken("внутренние части файла противоречат друг другу")))
}

/// Unpacks every part once, keeping nothing: sums the true sizes (the declared ones may lie) and refuses what would make the
/// library reserve memory by a number written in the file.
fn weigh(bytes: &[u8]) -> Result<u64, FileError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))
        .map_err(|_| broken("архив повреждён или скачан не полностью"))?;
    if archive.len() > MAX_PARTS {
        return Err(FileError::TooLarge {
            what: format!("больше {MAX_PARTS} частей в архиве")
        });
    }
    if !archive.file_names().flatten().any(|name| name.to_lowercase().ends_with("workbook.xml")) {
        return Err(broken("это архив, в котором нет книги Excel"));
    }
    let mut total = 0_u64;
    for index in 0..archive.len() {
        let part = archive
            .by_index(index)
            .map_err(|_| broken("часть архива не читается, возможно, он защищён паролем"))?;
        let is_xml = part.name().is_ok_and(|name| name.to_lowercase().ends_with(".xml"));
        let mut limited = part.take(MAX_UNPACKED.saturating_sub(total) + 1);
        let mut content = Vec::new();
        limited.read_to_end(&mut content).map_err(|_| broken("часть архива повреждена"))?;
        total = total.saturating_add(u64::try_from(content.len()).unwrap_or(u64::MAX));
        if total > MAX_UNPACKED {
            return Err(FileError::TooLarge {
                what: format!("больше {} МБ после распаковки", MAX_UNPACKED / 1024 / 1024),
            });
        }
        if is_xml && content.contains(&0) {
            return Err(broken("внутри неожиданная кодировка"));
        }
        if declares_too_many(&content) {
            return Err(broken("число строк в нём не соответствует содержанию"));
        }
    }
    Ok(total)
}

/// Whether some `uniqueCount` promises more strings than could fit (each takes at least nine bytes).
fn declares_too_many(content: &[u8]) -> bool {
    const KEY: &[u8] = b"uniqueCount";
    let limit = content.len() / 9 + 1024;
    content.windows(KEY.len()).enumerate().filter(|(_, window)| *window == KEY).any(|(at, _)| {
        let after = content.get(at + KEY.len()..).unwrap_or_default();
        let digits: String = after
            .iter()
            .take(64)
            .skip_while(|b| !b.is_ascii_digit() && **b != b'>')
            .take_while(|b| b.is_ascii_digit())
            .map(|&b| char::from(b))
            .collect();
        !digits.is_empty() && digits.parse::<usize>().map_or(true, |count| count > limit)
    })
}

fn sheets(bytes: &[u8], unpacked: u64) -> Result<Vec<(String, Vec<Row>)>, FileError> {
    let mut book = Xlsx::new(Cursor::new(bytes))
        .map_err(|_| broken("в нём нет обязательных частей или они повреждены"))?;
    let names = book.sheet_names();
    // A workbook may name one part as many sheets, so that work is bounded by the product.
    let work = unpacked.saturating_mul(u64::try_from(names.len()).unwrap_or(u64::MAX));
    if names.len() > MAX_SHEETS || work > MAX_UNPACKED.saturating_mul(8) {
        return Err(FileError::TooLarge {
            what: format!("листов больше {MAX_SHEETS} или они слишком длинные"),
        });
    }
    let mut budget = Budget::default();
    let mut out = Vec::new();
    for name in names {
        // Chart sheets have no cells.
        let Ok(mut cells) = book.worksheet_cells_reader(&name) else { continue };
        let mut rows: Vec<Row> = Vec::new();
        loop {
            let cell = cells.next_cell().map_err(|_| broken("лист повреждён или обрывается"))?;
            let Some(cell) = cell else { break };
            let (row, column) = cell.get_position();
            let text = text_of(cell.get_value());
            let column = usize::try_from(column).unwrap_or(usize::MAX);
            budget.cell(if text.is_empty() { 0 } else { column }, text.len())?;
            if text.is_empty() {
                continue;
            }
            let line = row.saturating_add(1);
            if rows.last().is_none_or(|last| last.line != line) {
                if rows.last().is_some_and(|last| last.line > line) {
                    return Err(broken("строки листа идут не по порядку"));
                }
                budget.row()?;
                rows.push(Row { line, cells: Vec::new() });
            }
            if let Some(last) = rows.last_mut() {
                if last.cells.len() <= column {
                    last.cells.resize(column + 1, String::new());
                }
                if let Some(slot) = last.cells.get_mut(column) {
                    *slot = text;
                }
            }
        }
        out.push((crate::text::shorten(&name, 80), rows));
    }
    Ok(out)
}

fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) => text.trim().to_owned(),
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::DateTimeIso(text) => text.strip_suffix("T00:00:00").unwrap_or(text).to_owned(),
        DataRef::DurationIso(text) => text.clone(),
        DataRef::Int(number) => number.to_string(),
        // Display of a whole number has no fraction: a phone or a code typed as a number stays readable.
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(true) => "да".to_owned(),
        DataRef::Bool(false) => "нет".to_owned(),
        DataRef::DateTime(moment) => moment_text(moment),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

fn moment_text(moment: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let time = format!("{hour:02}:{minute:02}");
    if moment.is_duration() || moment.as_f64() < 1.0 {
        return time;
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    if hour == 0 && minute == 0 && second == 0 { date } else { format!("{date} {time}") }
}
