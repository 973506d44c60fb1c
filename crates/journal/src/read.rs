//! Questions.

mod attendance;
mod control;
mod grid;
mod history;
mod homework;
mod lessons;
mod live;
mod locks;
mod period_marks;
pub mod plan;
pub mod plans;
mod pupil;
mod substitutions;
mod summary;
mod week;

pub use attendance::*;
pub use control::*;
pub use grid::*;
pub use history::*;
pub use homework::*;
pub use lessons::*;
pub use live::*;
pub use locks::*;
pub use period_marks::*;
pub use pupil::*;
pub use substitutions::*;
pub use summary::*;
pub use week::*;

use kernel::{Attendance, Cell, Day, MarkValue, Minutes};

use crate::error::{Error, Result};

pub(crate) fn day(number: i32) -> Result<Day> {
    Day::from_number(number).map_err(|_| Error::Corrupt("day"))
}

pub(crate) fn minutes(stored: i32) -> Result<Minutes> {
    u16::try_from(stored).ok().and_then(|m| Minutes::new(m).ok()).ok_or(Error::Corrupt("minutes"))
}

pub(crate) fn cell(value: Option<i16>, attendance: Option<&str>) -> Cell {
    Cell {
        mark: value.and_then(MarkValue::from_stored),
        attendance: attendance.and_then(Attendance::from_code),
    }
}
