//! The making of the weekly timetable (составление расписания).
//!
//! * [`conflicts`] – the rule: why a lesson can't, or should not, stand at a place; pure, the browser has the same;
//! * [`limits`] – the most lessons a day and a week by grade, as data;
//! * [`plan`] – all that a page or a command needs to know of a school's timetable, loaded at once;
//! * [`hours`] – how many weekly lessons a journal has and should have;
//! * [`edit`] – the commands: put, move, change, take off, undo; each from a day on, each on a known version;
//! * [`history`] – the changes as they are kept;
//! * [`index`] – the compact picture of the school that the browser computes conflicts from;
//! * [`days_off`] – week days on which a teacher is not at the school;
//! * [`drafts`] – uploaded files between preview and import.

pub mod conflicts;
pub mod days_off;
pub mod drafts;
pub mod edit;
pub mod history;
pub mod hours;
pub mod index;
pub mod limits;
pub mod plan;
