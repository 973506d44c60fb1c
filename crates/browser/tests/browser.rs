//! Stories and every page in headless Chromium.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod browser {
    mod grid;
    mod keyboard;
    mod offline;
    mod pages;
    mod phone;
    mod staff;
    mod timetable;
    mod typing;
}
