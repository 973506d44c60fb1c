//! The school room: a school's own affairs that stand before journals and diaries.
//!
//! * [`import`] – classes, pupils, families and staff from a roster, the weekly timetable from FET or aSc; each import
//!   compares the file with what is there, so a repeated one changes nothing;
//! * [`load`] – curriculum and load: hours, teachers, groups, the most a pupil may have, the plan for FET;
//! * [`access_sheets`] – logins and one-time codes, printed; * [`tasks`] – long work off the requests;
//! * [`export`] – the school as other systems take it;
//! * [`read`] – the weekly timetable of a school or class, past imports;
//! * [`write`](mod@write) – the timetable's entries and the record of imports;
//! * [`people`] – lists of pupils, parents and staff, their cards, orders, transfers, doubles;
//! * [`timetable`] – the making of the weekly timetable: conflicts, edits, undo;
//! * [`year`] – the academic year: days, periods, bells, and the way into the next one;
//! * [`pages`] – `/school/`, a class, the staff, the year, the timetable, and the rest of `/school/…`.
//!
//! The weekly timetable is kept with days: an entry holds from its first day until its last, so yesterday's lessons stay
//! what they were when the timetable changes today. Dated lessons are made from it by the journal room, which hears of a
//! change by the event `timetable.changed`.

pub mod access_sheets;
pub mod error;
pub mod export;
pub mod import;
pub mod lessons;
pub mod load;
pub mod model;
pub mod pages;
pub mod people;
pub mod read;
mod table;
pub mod tasks;
pub mod timetable;
pub mod write;
pub mod year;

pub use error::{Error, Result};
pub use model::{ClassLesson, Entry, ImportKind, ImportRun};
pub use pages::routes;
