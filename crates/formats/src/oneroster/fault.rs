//! What can be wrong with a package and with one of its rows.

use std::fmt;

use thiserror::Error;

use super::FileKind;
use crate::RowEffect;

/// Why a package was not read at all. `Display` gives one Russian sentence with a way out.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PackageError {
    /// Not an archive.
    #[error("Это не набор OneRoster: выберите архив ZIP, в котором лежат manifest.csv и другие файлы CSV.")]
    NotZip,
    /// An archive that can't be unpacked.
    #[error("Архив OneRoster повреждён или защищён паролем: скачайте или соберите его ещё раз.")]
    Damaged,
    /// No `manifest.csv`.
    #[error("В наборе OneRoster нет файла «manifest.csv»: выгрузите набор целиком.")]
    NoManifest,
    /// A property of the manifest is absent or has a value that is not known.
    #[error(
        "В файле «manifest.csv» у свойства «{property}» значение «{value}», а допустимо {allowed}: выгрузите набор заново."
    )]
    Manifest {
        /// The property.
        property: String,
        /// Its value; empty where it is absent.
        value: String,
        /// What it may be.
        allowed: &'static str,
    },
    /// The manifest promises a file that is not there.
    #[error("В наборе OneRoster нет файла «{file}», хотя он нужен: выгрузите набор целиком.")]
    MissingFile {
        /// The file.
        file: &'static str,
    },
    /// Two files of one name, in different folders.
    #[error("В наборе OneRoster файл «{file}» встречается дважды: оставьте один из них.")]
    DoubledFile {
        /// The file.
        file: String,
    },
    /// Another encoding than the standard's only one.
    #[error(
        "Файл «{file}» в наборе OneRoster записан не в UTF-8 (строка {line}), а стандарт допускает только её: выгрузите набор заново."
    )]
    NotUtf8 {
        /// The file.
        file: String,
        /// Line of the first fault, from 1.
        line: usize,
    },
    /// A quote that is never closed.
    #[error("Файл «{file}» в наборе OneRoster обрывается: {place}; выгрузите набор заново.")]
    Truncated {
        /// The file.
        file: String,
        /// Where.
        place: String,
    },
    /// Headings that the standard asks for are absent.
    #[error("В файле «{file}» набора OneRoster нет столбцов {headers}: выгрузите набор заново.")]
    MissingHeader {
        /// The file.
        file: &'static str,
        /// The headings, quoted and comma-separated.
        headers: String,
    },
    /// A heading that the standard does not know.
    #[error(
        "В файле «{file}» набора OneRoster лишний столбец «{header}»: проверьте заголовки и версию в manifest.csv."
    )]
    UnknownHeader {
        /// The file.
        file: &'static str,
        /// The heading.
        header: String,
    },
    /// A heading that occurs twice.
    #[error("В файле «{file}» набора OneRoster столбец «{header}» встречается дважды: оставьте один из них.")]
    DoubledHeader {
        /// The file.
        file: &'static str,
        /// The heading.
        header: String,
    },
}

/// What is wrong with one row. `Display` gives one Russian sentence with the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    /// The file.
    pub file: FileKind,
    /// Line in it, from 1.
    pub line: u32,
    /// Heading of the column, where one cell is to blame.
    pub field: Option<&'static str>,
    /// Why.
    pub reason: Reason,
    /// Whether the row was left out.
    pub effect: RowEffect,
}

/// Why a row or cell was not taken. `Display` gives it in Russian, without the place.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// A needed value is absent.
    Empty,
    /// More cells than headings: probably a comma without quotes.
    Cells {
        /// Headings.
        expected: usize,
        /// Cells.
        found: usize,
    },
    /// The id stands in an earlier row.
    Duplicate {
        /// The id.
        id: String,
        /// Line of the earlier row.
        first: u32,
    },
    /// A reference to what is not in the package.
    UnknownReference {
        /// Where it ought to be.
        target: FileKind,
        /// The id.
        id: String,
    },
    /// A reference to a row that was refused itself.
    RefusedReference {
        /// Where that row is.
        target: FileKind,
        /// The id.
        id: String,
    },
    /// Records that are each other's parents.
    Circle {
        /// The id of the parent.
        id: String,
    },
    /// Not a day of the calendar as `YYYY-MM-DD`.
    Date {
        /// What stands there.
        value: String,
    },
    /// Not a year of four digits.
    Year {
        /// What stands there.
        value: String,
    },
    /// A last day before the first.
    EndsBeforeStart,
    /// A value outside of the standard's list.
    Unknown {
        /// What stands there.
        value: String,
        /// The list.
        allowed: Vec<&'static str>,
    },
    /// Not `{kind:id}`.
    UserId {
        /// What stands there.
        value: String,
    },
    /// As many codes as subjects are needed.
    SubjectCodes {
        /// Subjects.
        subjects: usize,
        /// Codes.
        codes: usize,
    },
    /// A whole (`bulk`) file can't delete.
    DeletedInBulk,
    /// A user of 1.2 without a row in `roles.csv`.
    NoRole,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "нет обязательного значения."),
            Self::Cells { expected, found } => {
                write!(
                    f,
                    "в строке значений {found}, а столбцов {expected}; возможно, запятая стоит без кавычек."
                )
            }
            Self::Duplicate { id, first } => write!(f, "код «{id}» уже стоит в строке {first}."),
            Self::UnknownReference { target, id } => {
                write!(f, "записи «{id}» нет в файле {}.", target.name())
            }
            Self::RefusedReference { target, id } => {
                write!(f, "запись «{id}» из файла {} отклонена.", target.name())
            }
            Self::Circle { id } => write!(f, "запись подчинена сама себе через «{id}»."),
            Self::Date { value } => write!(f, "«{value}» – не дата вида 2026-09-01."),
            Self::Year { value } => write!(f, "«{value}» – не год из четырёх цифр."),
            Self::EndsBeforeStart => write!(f, "последний день раньше первого."),
            Self::Unknown { value, allowed } => {
                write!(f, "неизвестное значение «{value}», допустимы {}.", allowed.join(", "))
            }
            Self::UserId { value } => write!(f, "«{value}» – не код вида {{система:код}}."),
            Self::SubjectCodes { subjects, codes } => {
                write!(f, "предметов {subjects}, а кодов {codes}; их должно быть поровну.")
            }
            Self::DeletedInBulk => write!(f, "запись помечена удалённой, а файл полный (bulk)."),
            Self::NoRole => write!(f, "у человека нет ни одной роли в файле roles.csv."),
        }
    }
}

impl fmt::Display for RowFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Файл {}, строка {}", self.file.name(), self.line)?;
        if let Some(field) = self.field {
            write!(f, ", столбец «{field}»")?;
        }
        write!(f, ": {}", self.reason)
    }
}
