//! The journal (журнал): what a teacher writes for a lesson — marks, attendance, topic, homework — and what follows.
//!
//! * Dated lessons are made from the school's weekly timetable when that changes ([`events`]); each begins with one
//!   work (колонка), more can be added.
//! * A mark is kept under (institution, pupil, day, work): a pupil's term lies together on the disk, a covering index
//!   serves the grid. With every mark, in the same transaction: its history, the sums of its period, an event.
//! * Attendance belongs to the lesson: «н» typed into a lesson's second column lands in its first.
//! * A change names the version it was made from; a stale one is refused with what stands there now. A change carries
//!   an operation id, so sending it again is harmless.
//! * The family sees a mark after the school's pause, or on its column's day; until then the cell says to them what it said
//!   before, and their averages are made of what they see. The kept sums are of what stands.
//! * [`dated`] tells the school room what a day off would take and which lessons wait for a decision.
//! * [`plan`] is the lesson plan (КТП): what will be taught when, and what was.
//! * Final marks of periods and years are proposed and never put by themselves ([`model::grading`], [`model::formula`]); a
//!   locked period is changed by nobody but with the deputy's leave ([`write::unlock`]).
//! * Every change enters a chain of hashes ([`seal`]).
//! * Who has a grid open hears at once what others write into it.
//! * [`merge`] moves the marks of a person who was written down twice.
//! * [`doctor`] recomputes what is kept and compares.

pub mod dated;
pub mod doctor;
pub mod error;
pub mod events;
mod live;
pub mod merge;
pub mod model;
pub mod pages;
pub mod plan;
pub mod read;
pub mod seal;
mod table;
pub mod write;

pub use error::{Error, Result};
pub use pages::routes;
