//! Dated lessons belong to the journal, a room above this one. It says through this trait what the pages of the school need to know
//! of them: what a day off would take, and which lessons nobody has decided about.

use std::sync::Arc;

use kernel::{Day, InstitutionId, YearId};
use registry::Holiday;
use store::ReadTx;

/// A lesson that a day off would cancel, and what it holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Falling {
    /// Day.
    pub day: Day,
    /// Number in the day.
    pub number: i32,
    /// «Математика, 7А».
    pub title: String,
    /// A topic is written.
    pub topic: bool,
    /// Homework is given.
    pub homework: bool,
    /// Marks and absences.
    pub marks: usize,
    /// Works were added or changed.
    pub works: bool,
    /// Somebody decided about a substitution.
    pub decided: bool,
}

/// The journal's part in the pages of the school.
pub trait DatedLessons: Send + Sync {
    /// Lessons from `today` on that hold something and would fall out if these were the year's holidays and bounds, by day and
    /// number; at most two thousand.
    fn falling(
        &self,
        tx: &mut ReadTx<'_>,
        at: InstitutionId,
        year: YearId,
        holidays: &[Holiday],
        bounds: (Day, Day),
        today: Day,
    ) -> Result<Vec<Falling>, crate::Error>;

    /// How many lessons of absent or former teachers wait for a decision on each of these days.
    fn undecided(
        &self,
        tx: &mut ReadTx<'_>,
        at: InstitutionId,
        first: Day,
        last: Day,
    ) -> Result<Vec<(Day, usize)>, crate::Error>;
}

/// As the routes carry it.
pub type Lessons = Arc<dyn DatedLessons>;
