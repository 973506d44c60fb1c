//! Commands; each appends its event.

pub mod attendance;
mod column;
pub mod homework;
mod kinds;
mod late;
mod lesson;
mod lock;
mod mark_rules;
mod period_marks;
pub mod plan;
pub mod plan_draft;
mod plan_rows;
mod plan_status;
pub mod plan_take;
mod put;
mod remarks;
mod rules;
mod second;
pub mod seed;
mod substitute;
mod works;

pub use column::{Changed, Column, LONGEST_TITLE, change_column, move_column, set_kind};
pub use kinds::ensure_kinds;
pub use late::{Decided, accept_late, decline_late};
pub use lesson::{LONGEST, LessonText, TextSaved, put_text};
pub(crate) use lock::has_leave;
pub use lock::{
    LONGEST as LONGEST_LEAVE, REASON, Scope, end_unlock, lock_overdue, lock_period, set_lock_days, unlock,
};
pub use mark_rules::{KindText, RulesSaved, add_kind, change_kind, save_rules};
pub use period_marks::{PeriodChange, PeriodOutcome, put_period_marks, seed_period_marks};
pub use put::{More, put, put_more};
pub use remarks::{LONGEST_REMARK, add_remark, answer_remark, close_remark};
pub use rules::{NewRules, set_rules};
pub use substitute::{Noted, Substituted, add_absence, substitute, undo_substitution, withdraw_absence};
pub use works::{Removal, add_work, remove_work};
