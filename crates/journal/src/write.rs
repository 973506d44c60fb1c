//! Commands; each appends its event.

pub mod attendance;
pub mod homework;
mod kinds;
mod late;
mod lesson;
mod lock;
mod period_marks;
pub mod plan;
pub mod plan_draft;
mod plan_rows;
mod plan_status;
pub mod plan_take;
mod put;
mod rules;
pub mod seed;
mod substitute;
mod works;

pub use kinds::ensure_kinds;
pub use late::{Decided, accept_late, decline_late};
pub use lesson::{LONGEST, LessonText, TextSaved, put_text};
pub(crate) use lock::has_leave;
pub use lock::{
    LONGEST as LONGEST_LEAVE, REASON, Scope, end_unlock, lock_overdue, lock_period, set_lock_days, unlock,
};
pub use period_marks::{PeriodChange, PeriodOutcome, put_period_marks, seed_period_marks};
pub use put::put;
pub use rules::{NewRules, set_rules};
pub use substitute::{Noted, Substituted, add_absence, substitute, undo_substitution, withdraw_absence};
pub use works::{Removal, add_work, remove_work, set_kind};
