//! Lessons, works, cells of the grid, changes and what becomes of them.

use kernel::{
    Attendance, Cell, Day, JournalId, LessonId, Millis, Minutes, PersonId, PersonName, ResitRule, Sums,
    Weight, WorkId, WorkKindId,
};

pub mod formula;
pub mod grading;
mod homework;
mod remark;
mod rules;
mod substitution;

pub use homework::{
    Attached, Audience, DiaryHomework, DraftFault, Homework, HomeworkChange, HomeworkDraft, HomeworkSaved,
    Load,
};
pub use remark::{OpenRemarks, Remark, RemarkAnswer};
pub use rules::{MarkLabel, MarkRules};
pub use substitution::{
    Absence, AbsenceReason, Candidate, DayLesson, DayView, Decision, OwnLesson, OwnWeek, Substitution,
    SubstitutionKind,
};

/// What became of a lesson in the timetable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LessonStatus {
    /// As planned.
    Planned,
    /// Cancelled (отменён).
    Cancelled,
    /// Somebody else teaches (замена).
    Substituted,
}

impl LessonStatus {
    /// The code of the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Cancelled => "cancelled",
            Self::Substituted => "substituted",
        }
    }

    /// Back from the database's code.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        match code {
            "cancelled" => Self::Cancelled,
            "substituted" => Self::Substituted,
            _ => Self::Planned,
        }
    }
}

/// A dated lesson (урок).
#[derive(Debug, Clone)]
pub struct Lesson {
    /// Id.
    pub id: LessonId,
    /// Its journal.
    pub journal: JournalId,
    /// Day.
    pub day: Day,
    /// Number in the day.
    pub number: i32,
    /// Begins.
    pub starts: Minutes,
    /// Ends.
    pub ends: Minutes,
    /// Room.
    pub room: String,
    /// Status.
    pub status: LessonStatus,
    /// Topic, may be empty.
    pub topic: String,
    /// Homework, may be empty.
    pub homework: String,
    /// Grows with every change of topic or homework.
    pub version: i32,
}

/// A kind of work with its default weight.
#[derive(Debug, Clone)]
pub struct WorkKind {
    /// Id.
    pub id: WorkKindId,
    /// «Контрольная работа».
    pub title: String,
    /// «КР».
    pub short: String,
    /// Default weight.
    pub weight: Weight,
    /// May new columns be of it? One that was used is never deleted.
    pub in_use: bool,
}

/// A work: a column of the journal. OneRoster: a line item.
#[derive(Debug, Clone)]
pub struct Work {
    /// Id.
    pub id: WorkId,
    /// Day of its lesson.
    pub day: Day,
    /// Number of its lesson in the day.
    pub number: i32,
    /// 0 for the lesson's first work.
    pub ordinal: i32,
    /// Kind.
    pub kind: WorkKindId,
    /// «Контрольная работа».
    pub kind_title: String,
    /// «КР».
    pub kind_short: String,
    /// Weight.
    pub weight: Weight,
    /// «Десятичные дроби», may be empty.
    pub title: String,
    /// The family sees its marks from this instant on.
    pub release: Option<Millis>,
    /// Marks that are due in it, are due until this day.
    pub due: Option<Day>,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CellState {
    /// Mark and attendance.
    pub cell: Cell,
    /// Grows by one with every change; 0 was never written.
    pub version: i32,
    /// A comment on the mark.
    pub comment: Option<String>,
    /// Is the comment kept from the family?
    pub staff_only: bool,
    /// The last day for a mark that is due.
    pub due_until: Option<Day>,
    /// What counts when the mark was sat again.
    pub resit: ResitRule,
}

/// One pupil's row of the grid.
#[derive(Debug, Clone)]
pub struct Row {
    /// The pupil.
    pub pupil: PersonId,
    /// Name.
    pub name: PersonName,
    /// Left before the period's end (or today).
    pub gone: bool,
    /// A cell a column; none was never written.
    pub cells: Vec<Option<CellState>>,
    /// What the period's average is made of.
    pub sums: Sums,
}

/// The grid of a period.
#[derive(Debug, Clone)]
pub struct Grid {
    /// Columns in order of day, lesson, work.
    pub works: Vec<Work>,
    /// Rows by name.
    pub rows: Vec<Row>,
}

impl Grid {
    /// Was this column added to its lesson, and is nothing written in it, as far as the grid shows?
    #[must_use]
    pub fn is_removable(&self, column: usize) -> bool {
        self.works.get(column).is_some_and(|work| work.ordinal > 0)
            && self.rows.iter().all(|row| row.cells.get(column).is_none_or(Option::is_none))
    }
}

/// One change of one cell, as the browser or a form sends it.
#[derive(Debug, Clone)]
pub struct Change {
    /// The operation's id, made where it was typed; the same again is harmless.
    pub op: String,
    /// Pupil.
    pub pupil: PersonId,
    /// Work.
    pub work: WorkId,
    /// The version the person saw; 0 when the cell was never written.
    pub base: i32,
    /// What was typed.
    pub text: String,
    /// A new comment; none leaves the comment as it is.
    pub comment: Option<String>,
}

/// Where a change came from, for the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Typed into the grid.
    Grid,
    /// The one-lesson form, or the form of one cell.
    Form,
    /// A change of the whole column.
    Column,
    /// Another system.
    Import,
    /// Typed in time, arrived when the period was locked, accepted by the deputy.
    Late,
}

impl Origin {
    /// The code of the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Grid => "grid",
            Self::Form => "form",
            Self::Column => "column",
            Self::Import => "import",
            Self::Late => "late",
        }
    }
}

/// A cell as it stands after a change.
#[derive(Debug, Clone)]
pub struct CellNow {
    /// Pupil.
    pub pupil: PersonId,
    /// Work.
    pub work: WorkId,
    /// State.
    pub state: CellState,
}

/// What became of a change.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// It stands (or stood already).
    Saved {
        /// Every cell the change altered.
        cells: Vec<CellNow>,
        /// The pupil's sums of the period.
        sums: Sums,
    },
    /// Somebody changed the cell meanwhile.
    Stale {
        /// What stands there.
        now: CellNow,
        /// Who wrote it.
        who: PersonName,
        /// When, ms UTC.
        at: kernel::Millis,
    },
    /// The text is no cell; the key of the sentence.
    Invalid(&'static str),
    /// The cell can't be changed now; the key of the sentence.
    Locked(&'static str),
}

/// A lesson in a pupil's diary.
#[derive(Debug, Clone)]
pub struct DiaryLesson {
    /// The lesson.
    pub lesson: Lesson,
    /// Subject.
    pub subject: String,
    /// Teacher.
    pub teacher: Option<PersonName>,
    /// May something be due at it? Without one such lesson a week asks for no homework.
    pub tasks: bool,
}

/// A mark in a pupil's diary.
#[derive(Debug, Clone)]
pub struct DiaryMark {
    /// Its journal.
    pub journal: JournalId,
    /// Day.
    pub day: Day,
    /// Number of the lesson.
    pub number: i32,
    /// Mark and attendance.
    pub cell: Cell,
    /// «Контрольная работа».
    pub kind_title: String,
    /// «КР».
    pub kind_short: String,
    /// Weight.
    pub weight: Weight,
    /// Comment.
    pub comment: Option<String>,
    /// The last day for a mark that is due.
    pub due_until: Option<Day>,
    /// What counts when the mark was sat again.
    pub resit: ResitRule,
    /// Why it is no news.
    pub label: Option<MarkLabel>,
    /// When it was written, ms UTC.
    pub at: Millis,
}

/// A subject of a pupil in one period: sums and absences.
#[derive(Debug, Clone)]
pub struct SubjectSums {
    /// Journal.
    pub journal: JournalId,
    /// Subject.
    pub subject: String,
    /// Which periods it is marked by.
    pub period_kind: registry::PeriodKind,
    /// The period; none when nothing was marked yet.
    pub period: Option<kernel::PeriodId>,
    /// Sums.
    pub sums: Sums,
    /// Lessons missed, by code: absent, excused, ill; and came late.
    pub missed: [i32; 4],
}

/// The attendance codes in the order of [`SubjectSums::missed`].
pub const MISSED: [Attendance; 4] =
    [Attendance::Absent, Attendance::Excused, Attendance::Ill, Attendance::Late];
