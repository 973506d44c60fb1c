//! Final marks, locks, late marks, history and the seal, through HTTP on both databases.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "a story fails loudly"
)]

mod desk;
mod locks;
mod marks;
mod seal;
