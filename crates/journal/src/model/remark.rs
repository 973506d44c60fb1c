//! Remarks of who inspects a journal (замечания проверяющего).

use kernel::{JournalId, Millis, PersonId, PersonName, WorkId};

/// A remark on a journal, on one of its columns, or on a cell.
#[derive(Debug, Clone)]
pub struct Remark {
    /// Its number, of the school.
    pub id: i64,
    /// Journal.
    pub journal: JournalId,
    /// The column, when it is about one.
    pub work: Option<WorkId>,
    /// The pupil, when it is about a cell.
    pub pupil: Option<PersonId>,
    /// What was remarked.
    pub text: String,
    /// When, ms UTC.
    pub at: Millis,
    /// Who.
    pub by: PersonName,
    /// When it was closed.
    pub closed: Option<Millis>,
    /// Answers, the oldest first.
    pub answers: Vec<RemarkAnswer>,
}

/// An answer to a remark.
#[derive(Debug, Clone)]
pub struct RemarkAnswer {
    /// What was answered.
    pub text: String,
    /// When, ms UTC.
    pub at: Millis,
    /// Who.
    pub by: PersonName,
}

/// Open remarks on one journal.
#[derive(Debug, Clone)]
pub struct OpenRemarks {
    /// Journal.
    pub journal: JournalId,
    /// How many.
    pub count: i64,
    /// How many of them have an answer that waits for the one who inspects.
    pub answered: i64,
}
