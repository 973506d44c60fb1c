//! Commands; each appends its event.

mod column;
mod kinds;
mod lesson;
mod put;
mod remarks;
mod rules;
mod second;
pub mod seed;
mod substitute;
mod works;

pub use column::{Changed, Column, LONGEST_TITLE, change_column, move_column, set_kind};
pub use kinds::ensure_kinds;
pub use lesson::{LONGEST, LessonText, TextSaved, put_text};
pub use put::{More, put, put_more};
pub use remarks::{LONGEST_REMARK, add_remark, answer_remark, close_remark};
pub use rules::{KindText, RulesSaved, add_kind, change_kind, save_rules};
pub use substitute::{Substituted, add_absence, substitute, undo_substitution, withdraw_absence};
pub use works::{Removal, add_work, remove_work};
