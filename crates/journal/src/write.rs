//! Commands; each appends its event.

mod kinds;
mod lesson;
mod put;
pub mod seed;
mod works;

pub use kinds::ensure_kinds;
pub use lesson::{LONGEST, LessonText, TextSaved, put_text};
pub use put::put;
pub use works::{Removal, add_work, remove_work, set_kind};
