//! Commands; each appends its event.

mod kinds;
mod lesson;
pub mod plan;
pub mod plan_draft;
mod plan_rows;
mod plan_status;
pub mod plan_take;
mod put;
pub mod seed;
mod substitute;
mod works;

pub use kinds::ensure_kinds;
pub use lesson::{LONGEST, LessonText, TextSaved, put_text};
pub use put::put;
pub use substitute::{Noted, Substituted, add_absence, substitute, undo_substitution, withdraw_absence};
pub use works::{Removal, add_work, remove_work, set_kind};
