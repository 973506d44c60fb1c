//! The weekly timetable and the record of imports.

pub mod info;

use kernel::{Day, JournalId, Millis, PersonName};

/// One hour of a journal in the week (строка расписания).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Whose hour.
    pub journal: JournalId,
    /// 1 Monday … 7 Sunday.
    pub weekday: i32,
    /// Lesson number of the day; 0 is a «zero» lesson.
    pub number: i32,
    /// 0: every week; 1, 2 …: that week of the cycle.
    pub weeks: i32,
    /// Holds from this day on.
    pub first_day: Day,
    /// Until this day, if it has ended or is to end.
    pub last_day: Option<Day>,
    /// Room (кабинет); empty when none is told.
    pub room: String,
}

impl Entry {
    /// Does it hold on that day (whatever week day it is)?
    #[must_use]
    pub fn holds(&self, day: Day) -> bool {
        self.first_day <= day && self.last_day.is_none_or(|last| day <= last)
    }
}

/// An entry as a class's timetable shows it.
#[derive(Debug, Clone)]
pub struct ClassLesson {
    /// The hour.
    pub entry: Entry,
    /// Subject.
    pub subject: String,
    /// Who is taught: «7А», «7А гр1».
    pub groups: String,
    /// Teachers, the main one first.
    pub teachers: Vec<PersonName>,
}

/// What was imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportKind {
    /// Classes, pupils, parents, staff.
    Roster,
    /// The weekly timetable.
    Timetable,
}

impl ImportKind {
    /// The code of the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Roster => "roster",
            Self::Timetable => "timetable",
        }
    }

    /// Back from the code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Roster, Self::Timetable].into_iter().find(|kind| kind.code() == code)
    }
}

/// A past import.
#[derive(Debug, Clone)]
pub struct ImportRun {
    /// What.
    pub kind: ImportKind,
    /// From which file.
    pub file_name: String,
    /// How much was added or changed.
    pub changed: i32,
    /// How many rows were refused.
    pub refused: i32,
    /// When.
    pub created_at: Millis,
}
