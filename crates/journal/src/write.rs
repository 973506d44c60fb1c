//! Commands; each appends its event.

pub mod attendance;
pub mod homework;
mod kinds;
mod lesson;
mod put;
pub mod seed;
mod substitute;
mod works;

pub use kinds::ensure_kinds;
pub use lesson::{LONGEST, LessonText, TextSaved, put_text};
pub use put::put;
pub use substitute::{Substituted, add_absence, substitute, undo_substitution, withdraw_absence};
pub use works::{Removal, add_work, remove_work, set_kind};
