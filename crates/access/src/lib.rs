//! Who is acting, and what he may do.
//!
//! An [`Actor`] is somebody signed in. A capability ([`SeeDiary`], [`EditJournal`], …) can be built only here, from facts
//! of the registry and the [`policy`] table; questions and commands of the rooms take one by reference, so a forgotten
//! check does not compile. What is forbidden and what does not exist are the same [`Error::NotFound`].

pub mod actor;
pub mod capability;
pub mod give_access;
pub mod marks;
pub mod periods;
pub mod plans;
pub mod policy;
pub mod tasks;

pub use actor::Actor;
pub use capability::{
    ChangesTimetable, EditJournal, ListJournals, ManageSchool, ManageTimetable, Operate, OwnNotices,
    SeeAbout, SeeClass, SeeDiary, SeeJournal, SeeOwnTimetable, SeeSchool, edit_journal, edit_lesson,
    list_about, list_journals, manage_school, manage_timetable, operate, own_notices, see_about, see_class,
    see_diary, see_journal, see_lesson, see_own_about, see_own_children, see_own_timetable, see_school,
    system_school,
};
pub use give_access::{
    GiveAccess, GiveAccessPlaces, HelpWithAccess, give_access_places, give_access_to_class,
    give_access_to_school, help_with_access,
};
pub use marks::{InspectJournal, ManageMarks, inspect_journal, manage_marks};
pub use periods::{
    ExportJournal, ManageGrading, SealJournals, UnlockPeriods, export_journal, manage_grading, seal_journals,
    unlock_periods,
};
pub use plans::{ApprovePlan, EditPlan, SeePlan, SeePlans, approve_plan, edit_plan, see_plan, see_plans};
pub use tasks::{SeeTasks, see_tasks};

/// This crate's results.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a capability was not given.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It does not exist, or the actor may not know that it does.
    #[error("not found")]
    NotFound,
    /// The registry failed.
    #[error(transparent)]
    Registry(registry::Error),
}

impl From<registry::Error> for Error {
    fn from(error: registry::Error) -> Self {
        match error {
            registry::Error::NotFound(_) => Self::NotFound,
            other => Self::Registry(other),
        }
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        Self::Registry(registry::Error::Store(error))
    }
}

impl store::StoreFailure for Error {
    fn store_error(&self) -> Option<&store::Error> {
        match self {
            Self::Registry(error) => error.store_error(),
            Self::NotFound => None,
        }
    }
}
