//! What can go wrong here.

use crate::import::Report;

/// This crate's results.
pub type Result<T> = std::result::Result<T, Error>;

/// Why nothing was read or written. The texts of the import's own reasons are sentences for the person who started it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The registry failed.
    #[error(transparent)]
    Registry(registry::Error),
    /// It does not exist, or who asks may not know that it does.
    #[error("not found")]
    NotFound,
    /// A stored value is not what its column promises.
    #[error("corrupt value in {0}")]
    Corrupt(&'static str),
    /// The institution has no academic year.
    #[error("В организации нет учебного года: заведите год с четвертями и звонками и повторите импорт.")]
    NoYear,
    /// The last academic year is over and the next is not there yet.
    #[error("Учебный год {0} закончился, а следующий не заведён: заведите его и повторите импорт.")]
    YearOver(String),
    /// The file places no lesson that could be taken: importing it would empty the timetable.
    #[error(
        "В файле нет ни одного урока, который можно внести в расписание ({0}): сохраните файл после составления расписания."
    )]
    NothingPlaced(String),
    /// Most lessons of the file have no place; nothing was changed.
    #[error(
        "Расписание не внесено: в файле без места {unplaced} уроков, а размещено только {placed}; похоже, файл сохранён до составления расписания."
    )]
    NotSolved {
        /// Weekly lessons with a place.
        placed: usize,
        /// Weekly lessons without one.
        unplaced: usize,
    },
    /// A timetable names classes, subjects or teachers nobody knows; nothing was changed.
    #[error(
        "Расписание не внесено, не найдены: {}; исправьте названия или повторите с --create-missing.",
        .0.unknown_names()
    )]
    Unknown(Box<Report>),
    /// The new year has lessons already, so the roll-over into it stays; nothing was changed.
    #[error("В новом учебном году уже есть уроки: перевод не отменён.")]
    YearWritten,
    /// Some row was refused and the import was to be all or nothing; nothing was changed.
    #[error("Ничего не изменено: отклонено {}, первая причина – {}", .0.refused, .0.first_refusal())]
    Strict(Box<Report>),
    /// A trial run: what would have happened; nothing was changed.
    #[error("Пробный запуск: ничего не изменено.")]
    DryRun(Box<Report>),
}

impl Error {
    /// The sentence for the person, where this is a reason that he can do something about.
    #[must_use]
    pub fn told(&self) -> Option<String> {
        match self {
            Self::Store(_) | Self::Registry(_) | Self::Corrupt(_) | Self::NotFound => None,
            told => Some(told.to_string()),
        }
    }

    /// The report of an import that was undone.
    #[must_use]
    pub fn report(&self) -> Option<&Report> {
        match self {
            Self::Unknown(report) | Self::Strict(report) | Self::DryRun(report) => Some(report),
            _ => None,
        }
    }
}

impl From<registry::Error> for Error {
    fn from(error: registry::Error) -> Self {
        match error {
            registry::Error::Store(error) => Self::Store(error),
            other => Self::Registry(other),
        }
    }
}

impl From<access::Error> for Error {
    fn from(error: access::Error) -> Self {
        match error {
            access::Error::NotFound => Self::NotFound,
            access::Error::Registry(error) => error.into(),
        }
    }
}

impl store::StoreFailure for Error {
    fn store_error(&self) -> Option<&store::Error> {
        match self {
            Self::Store(error) => Some(error),
            Self::Registry(error) => error.store_error(),
            _ => None,
        }
    }
}
