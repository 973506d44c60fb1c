//! Questions.

mod attendance;
mod control;
mod grid;
mod history;
mod homework;
mod lessons;
mod live;
mod locks;
mod marks;
mod period_marks;
pub mod plan;
pub mod plans;
mod pupil;
mod remarks;
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
pub use marks::*;
pub use period_marks::*;
pub use pupil::*;
pub use remarks::*;
pub use substitutions::*;
pub use summary::*;
pub use week::*;

use kernel::{Attendance, Cell, Day, MarkValue, Minutes, ResitRule};

use crate::error::{Error, Result};

pub(crate) fn day(number: i32) -> Result<Day> {
    Day::from_number(number).map_err(|_| Error::Corrupt("day"))
}

pub(crate) fn minutes(stored: i32) -> Result<Minutes> {
    u16::try_from(stored).ok().and_then(|m| Minutes::new(m).ok()).ok_or(Error::Corrupt("minutes"))
}

/// A cell without a re-sit and not due.
pub(crate) fn cell(value: Option<i16>, attendance: Option<&str>) -> Cell {
    Cell {
        mark: value.and_then(MarkValue::from_stored),
        attendance: attendance.and_then(Attendance::from_code),
        ..Cell::default()
    }
}

/// A cell with all that can stand in it: value, attendance, the value before a re-sit, the last day for a mark that is due.
pub(crate) fn whole_cell(
    value: Option<i16>,
    attendance: Option<&str>,
    first: Option<i16>,
    due: Option<i32>,
) -> Cell {
    let cell = cell(value, attendance);
    Cell {
        first: first.and_then(MarkValue::from_stored).filter(|_| cell.mark.is_some()),
        due: due.is_some() && cell.mark.is_none(),
        ..cell
    }
}

pub(crate) fn resit(code: Option<&str>) -> ResitRule {
    code.and_then(ResitRule::from_code).unwrap_or_default()
}
