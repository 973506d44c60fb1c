//! The lesson plan (КТП, календарно-тематическое планирование) of a journal: what will be taught when, and what was.
//!
//! * A [`Plan`] belongs to one journal. Its rows are titles of sections and topics in order; a topic has hours, form of
//!   control, homework, content, codes. A topic of two hours takes two lessons; one of none (0 hours) shares the lesson of the
//!   topic before it, so a lesson may hold several topics.
//! * [`edit`]: what a person does to rows: put, insert, remove, move, merge, squeeze, split. [`import`]: rows from a table
//!   or another plan; a row whose topic stays keeps its id and what was given.
//! * [`deal`]: planned days from the journal's dated lessons (so holidays are skipped by themselves), the shift after a
//!   lesson fell out, what no longer fits, what could be squeezed.
//! * [`pair`]: which topics a lesson takes from the plan; [`sums`]: plan and fact in hours; [`compare`]: what differs from
//!   the approved edition.
//!
//! **Rooms.** `read::plan` and `write::plan` ask and change; `pages::plans` draws: the plan with its editor, days, import,
//! copy, filling, history, export, the teacher's list and the deputy's list. Who may what stands in `access::plans`.
//!
//! **Changes.** Every change of rows is one line of an append-only list with the rows as they were, which is also what undo
//! puts back. From the first approval on each change keeps a reason; the approved edition is frozen beside it. Rows carry a
//! version: two people who edit different rows do not meet, the second one of the same row is told. What changes the whole
//! plan (days, import, copy) names the plan's version it was made from. Days given are facts, not changes of the plan.

use kernel::{Day, JournalId, Millis, PersonId};
use serde::{Deserialize, Serialize};

pub mod compare;
pub mod deal;
pub mod edit;
pub mod import;
pub mod pair;
pub mod sums;

/// The most rows of a plan.
pub const MOST_ROWS: usize = 500;
/// The most hours of one row.
pub const MOST_HOURS: i32 = formats::plan::MOST_HOURS;

/// How far a plan is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// Being written.
    Draft,
    /// Waits for the deputy.
    Submitted,
    /// Came back with remarks.
    Returned,
    /// Approved (утверждён).
    Approved,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Submitted, Self::Returned, Self::Approved];

    /// The code of the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Approved => "approved",
        }
    }

    /// Back from [`Status::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }
}

/// Why an approved plan was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Карантин.
    Quarantine,
    /// Праздник.
    Holiday,
    /// Уплотнение.
    Squeeze,
    /// In own words.
    Other,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 4] = [Self::Quarantine, Self::Holiday, Self::Squeeze, Self::Other];

    /// The code of the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Quarantine => "quarantine",
            Self::Holiday => "holiday",
            Self::Squeeze => "squeeze",
            Self::Other => "other",
        }
    }

    /// Back from [`Reason::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// What a change was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// Programme or hours of the header.
    Header,
    /// Rows by hand.
    Edit,
    /// Rows from a table.
    Import,
    /// Rows from another plan.
    Copy,
    /// Planned days.
    Dates,
    /// A remark of the deputy on a row.
    Remark,
    /// The last change taken back.
    Undo,
    /// Given to the deputy.
    Submit,
    /// Taken back from the deputy.
    Withdraw,
    /// Returned by the deputy.
    Return,
    /// Approved.
    Approve,
}

impl ChangeKind {
    /// Every kind.
    pub const ALL: [Self; 11] = [
        Self::Header,
        Self::Edit,
        Self::Import,
        Self::Copy,
        Self::Dates,
        Self::Remark,
        Self::Undo,
        Self::Submit,
        Self::Withdraw,
        Self::Return,
        Self::Approve,
    ];

    /// The code of the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Edit => "edit",
            Self::Import => "import",
            Self::Copy => "copy",
            Self::Dates => "dates",
            Self::Remark => "remark",
            Self::Undo => "undo",
            Self::Submit => "submit",
            Self::Withdraw => "withdraw",
            Self::Return => "return",
            Self::Approve => "approve",
        }
    }

    /// Back from [`ChangeKind::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Can it be taken back?
    #[must_use]
    pub const fn is_undoable(self) -> bool {
        matches!(self, Self::Edit | Self::Import | Self::Copy | Self::Dates | Self::Undo)
    }
}

/// A place in the journal: a lesson of a day. Number 0: that day, the lesson is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Slot {
    /// Day.
    pub day: Day,
    /// Number of the lesson.
    pub number: i32,
}

/// One row: the title of a section, or a topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Id; stays with the row wherever it moves.
    pub id: i64,
    /// Is it the title of a section?
    pub section: bool,
    /// Title or topic.
    pub title: String,
    /// Hours; 0 shares the lesson of the topic before.
    pub hours: i32,
    /// Planned lessons, in order.
    pub planned: Vec<Slot>,
    /// Lessons it was given in, in order.
    pub given: Vec<Slot>,
    /// Form of control: the title of a kind of work, or other words.
    pub control: String,
    /// Homework.
    pub homework: String,
    /// Elements of content, ЭОР.
    pub content: String,
    /// Codes of КЭС and КПУ.
    pub codes: String,
    /// The deputy's remark.
    pub remark: String,
    /// Grows with every change of the row.
    pub version: i32,
}

impl Row {
    /// An empty row.
    #[must_use]
    pub fn new(id: i64, section: bool, title: impl Into<String>) -> Self {
        Self {
            id,
            section,
            title: title.into(),
            hours: i32::from(!section),
            planned: Vec::new(),
            given: Vec::new(),
            control: String::new(),
            homework: String::new(),
            content: String::new(),
            codes: String::new(),
            remark: String::new(),
            version: 0,
        }
    }

    /// Says the row the same as another one, leaving out ids, versions, and what was given?
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.section == other.section
            && self.title == other.title
            && self.hours == other.hours
            && self.planned == other.planned
            && self.control == other.control
            && self.homework == other.homework
            && self.content == other.content
            && self.codes == other.codes
            && self.remark == other.remark
    }

    /// Is it a topic with all its hours given? One of 0 hours is given with its lesson.
    #[must_use]
    pub fn is_given(&self) -> bool {
        !self.section
            && !self.given.is_empty()
            && self.given.len() >= usize::try_from(self.hours).unwrap_or(0)
    }
}

/// What stands above the rows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Header {
    /// The programme it follows: «ФРП «Математика», базовый уровень».
    pub programme: String,
    /// Hours a week, in tenths; 0 is not said.
    pub hours_week: i32,
    /// Hours a year; 0 is not said.
    pub hours_year: i32,
}

/// A plan.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Whose.
    pub journal: JournalId,
    /// How far it is.
    pub status: Status,
    /// Grows with every change; 0 was never written.
    pub version: i32,
    /// The version approved last.
    pub approved: Option<i32>,
    /// What stands above the rows.
    pub header: Header,
    /// The deputy's remark on the plan.
    pub remark: String,
    /// Rows in order.
    pub rows: Vec<Row>,
    /// When it was changed last, ms UTC.
    pub changed_at: Millis,
    /// By whom.
    pub changed_by: Option<PersonId>,
}

impl Plan {
    /// A plan nobody has written yet.
    #[must_use]
    pub fn empty(journal: JournalId) -> Self {
        Self {
            journal,
            status: Status::Draft,
            version: 0,
            approved: None,
            header: Header::default(),
            remark: String::new(),
            rows: Vec::new(),
            changed_at: Millis(0),
            changed_by: None,
        }
    }

    /// Does each change need a reason?
    #[must_use]
    pub fn needs_reason(&self) -> bool {
        self.approved.is_some()
    }

    /// May rows be changed? Not while the deputy reads them.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.status != Status::Submitted
    }

    /// What the person sees before each row: «1», «2–3»; a topic of 0 hours has its lesson's; a section has none.
    #[must_use]
    pub fn numbers(&self) -> Vec<String> {
        numbers(&self.rows)
    }
}

/// [`Plan::numbers`] of rows.
#[must_use]
pub fn numbers(rows: &[Row]) -> Vec<String> {
    let mut last = 0;
    rows.iter()
        .map(|row| {
            if row.section {
                return String::new();
            }
            let first = if row.hours == 0 { last.max(1) } else { last + 1 };
            last = (last + row.hours).max(first);
            if first == last { first.to_string() } else { format!("{first}–{last}") }
        })
        .collect()
}

/// The plan as it was approved.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Edition {
    /// What stood above the rows.
    pub header: Header,
    /// Rows in order.
    pub rows: Vec<Row>,
}

/// One line of the list of changes.
#[derive(Debug, Clone)]
pub struct Change {
    /// The version it made.
    pub version: i32,
    /// What it was.
    pub kind: ChangeKind,
    /// Why, when the plan was approved.
    pub reason: Option<Reason>,
    /// Own words of the reason, or the deputy's.
    pub note: String,
    /// Which rows, in words: topics, shortened.
    pub what: String,
    /// When, ms UTC.
    pub at: Millis,
    /// Who.
    pub by: PersonId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_count_hours() {
        let row = |section, hours| Row { hours, ..Row::new(1, section, "x") };
        let rows = [row(true, 0), row(false, 1), row(false, 2), row(false, 0), row(true, 0), row(false, 1)];
        assert_eq!(numbers(&rows), ["", "1", "2–3", "3", "", "4"]);
        assert_eq!(numbers(&[row(false, 0), row(false, 1)]), ["1", "2"]);
    }
}
