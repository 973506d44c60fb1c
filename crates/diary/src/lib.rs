//! The diary (дневник): what a pupil and the family see — the week with lessons, homework, marks and absences, and the
//! marks of a period by subject. It owns no tables: it asks the journal's questions with a [`access::SeeDiary`].

pub mod pages;

pub use pages::routes;
