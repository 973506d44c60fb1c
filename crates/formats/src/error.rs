//! What can be wrong with a file as a whole and with one of its rows.

use std::fmt;

use thiserror::Error;

use crate::MAX_ERRORS;

/// Why a file was not read at all. `Display` gives one Russian sentence with a way out.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FileError {
    /// No bytes, or nothing but a byte order mark and white space.
    #[error("Файл пуст: проверьте, что программа сохранила его до конца, и выберите файл ещё раз.")]
    Empty,
    /// Bytes that are no text: a picture, an archive, a program.
    #[error("Это не текстовый файл ({kind}): выберите {expected}.")]
    Binary {
        /// What the bytes look like.
        kind: &'static str,
        /// What the reader takes, in the accusative.
        expected: &'static str,
    },
    /// The text is not written in the encoding it claims, or in none that is known.
    #[error("Не удалось прочитать текст файла: {detail}; сохраните его заново в кодировке UTF-8.")]
    Encoding {
        /// What does not fit.
        detail: String,
    },
    /// The file ends too early.
    #[error("Файл обрывается: {place}; сохраните или скачайте его ещё раз.")]
    Truncated {
        /// Where it breaks off.
        place: String,
    },
    /// Readable, but none of the kinds the reader knows.
    #[error("Файл «{name}» не подходит, это {found}: выберите {expected}.")]
    UnknownKind {
        /// The file's name as given.
        name: String,
        /// What was found instead.
        found: String,
        /// What the reader takes, in the accusative.
        expected: &'static str,
    },
    /// A table without columns that the reader needs.
    #[error("В таблице нет нужных столбцов: {columns}; проверьте первую строку с заголовками.")]
    MissingColumn {
        /// The missing columns, quoted and comma-separated.
        columns: String,
    },
    /// Beyond one of the limits of this crate.
    #[error("Файл слишком велик: {what}; разделите его на части.")]
    TooLarge {
        /// Which limit.
        what: String,
    },
    /// XML that is not well-formed.
    #[error("Ошибка разметки XML в строке {line}: {reason}; сохраните файл из программы расписания заново.")]
    Xml {
        /// Line of the fault, from 1.
        line: u32,
        /// What is wrong there.
        reason: String,
    },
    /// XML with a document type definition: entities could read other files or grow without bound.
    #[error(
        "Файл отклонён ради безопасности: в строке {line} есть объявление DOCTYPE; сохраните файл из программы расписания заново."
    )]
    DocumentType {
        /// Line of the declaration, from 1.
        line: u32,
    },
    /// A spreadsheet that cannot be unpacked or is damaged inside.
    #[error(
        "Не удалось открыть файл как таблицу XLSX: {reason}; сохраните его в Excel или LibreOffice заново."
    )]
    Spreadsheet {
        /// What failed.
        reason: String,
    },
    /// So many faulty rows that it is rather another kind of file.
    #[error("В файле больше {limit} ошибок: проверьте, тот ли это файл и правильны ли заголовки столбцов.")]
    TooManyErrors {
        /// The limit that was passed.
        limit: usize,
    },
    /// A package of OneRoster that is not one, or breaks the standard as a whole.
    #[error(transparent)]
    OneRoster(#[from] crate::oneroster::PackageError),
    /// Well-formed, but without a single row of data.
    #[error("В файле нет данных: {what}.")]
    NoData {
        /// What is absent.
        what: &'static str,
    },
}

/// What a [`RowError`] did to its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RowEffect {
    /// The whole row was left out.
    RowRefused,
    /// The row was taken, only this cell was not.
    CellIgnored,
}

/// What is wrong with one row (or one element) of a file. `Display` gives one Russian sentence with the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// The sheet of a workbook; `None` where the file has only one.
    pub sheet: Option<String>,
    /// Line in the file or row in the sheet, from 1.
    pub line: u32,
    /// Heading of the column, where one cell is to blame.
    pub column: Option<String>,
    /// The reason: a Russian sentence without the place.
    pub reason: String,
    /// Whether the row was left out.
    pub effect: RowEffect,
}

/// Refuses the file once more than [`MAX_ERRORS`] row errors have gathered.
pub(crate) fn check_count(errors: &[RowError]) -> Result<(), FileError> {
    if errors.len() > MAX_ERRORS {
        return Err(FileError::TooManyErrors { limit: MAX_ERRORS });
    }
    Ok(())
}

impl RowError {
    pub(crate) fn row(line: u32, reason: impl Into<String>) -> Self {
        Self { sheet: None, line, column: None, reason: reason.into(), effect: RowEffect::RowRefused }
    }
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(sheet) = &self.sheet {
            write!(f, "Лист «{sheet}», строка {}", self.line)?;
        } else {
            write!(f, "Строка {}", self.line)?;
        }
        if let Some(column) = &self.column {
            write!(f, ", столбец «{column}»")?;
        }
        write!(f, ": {}", self.reason)
    }
}
