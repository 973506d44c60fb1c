//! Curriculum and load (учебный план и нагрузка): how many hours a week a class has of a subject, and who teaches them.
//!
//! A journal is one subject taught to one set of pupils; its load says how many hours a week and in which form. The
//! curriculum says how many hours a class should have. What is still to be given out is the difference; what a pupil may
//! have at most (СанПиН 1.2.3685-21, table 6.6) is data of the table `load_limit`.
//!
//! * [`model`] – hours, forms, sums; * [`read`] – the load of a year; * [`write`](mod@write) – changes;
//! * [`plan`] – the load as a plan that FET makes a timetable from.

pub mod model;
pub mod plan;
pub mod read;
mod table;
pub mod write;

pub use model::{Hours, Limit, LoadForm, LoadJournal, SubjectSum, YearLoad};
