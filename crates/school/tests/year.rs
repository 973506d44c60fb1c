//! The year's story through HTTP: an empty school gets its year, bells and a short day; borders of periods take marks
//! along; the school goes into its next year, again, and back.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story fails loudly"
)]

#[path = "year/forms.rs"]
mod forms;
#[path = "year/large.rs"]
mod large;
#[path = "year/next.rs"]
mod next;
#[path = "year/plan.rs"]
mod plan;
