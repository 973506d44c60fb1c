//! Tests in a real browser: a server over a small region on a free port, and headless Chromium in front of it.
//!
//! Outside the house, like `testkit`: only for those who change it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a fixture that can't be built must fail loudly"
)]

pub mod axe;
pub mod chromium;
pub mod keyboard;
pub mod pages;
pub mod tab;
pub mod web;

pub use chromium::{Chromium, Profile};
pub use tab::Tab;
pub use web::Web;
