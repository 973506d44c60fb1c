//! A lesson plan (КТП) from a table: sections and rows with topic, hours, days, control, homework.
//!
//! Plans come from Excel, LibreOffice and Word in every shape. The heading may stand below a title and take two lines
//! («Дата» over «план», «факт»); a section is a merged row, a row with nothing but its title, or a column of its own. What a
//! column means is guessed by [`guess`] and may be chosen anew; [`read`] then takes the rows.

use crate::dates::Date;
use crate::table::Row;

mod columns;
mod lines;

pub use columns::{Field, Guess, guess};
pub use lines::read;

/// The most hours of one row.
pub const MOST_HOURS: i32 = 20;

/// One row of the plan as the table has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Row in the table, from 1.
    pub line: u32,
    /// The title of a section, or a topic.
    pub title: String,
    /// Is it the title of a section?
    pub section: bool,
    /// Hours; one where nothing stands.
    pub hours: i32,
    /// Planned days.
    pub planned: Vec<Date>,
    /// Days on which it was given.
    pub given: Vec<Date>,
    /// Form of control, as written.
    pub control: String,
    /// Homework.
    pub homework: String,
    /// Elements of content, ЭОР.
    pub content: String,
    /// Codes of КЭС and КПУ.
    pub codes: String,
    /// What can't be taken so.
    pub faults: Vec<Fault>,
}

/// What is wrong with a cell of a [`Line`]; the value is as written, shortened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A row with days, hours or homework and no topic.
    NoTopic,
    /// The hours are no whole number from 0 to [`MOST_HOURS`].
    Hours(String),
    /// A planned or given day can't be read.
    Day(String),
    /// A day outside the school year.
    Outside(String),
    /// The field is longer than so many characters.
    Long(Field, usize),
}

/// What is read: rows of a sheet, columns by place, days of the school year.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// Every row of the sheet, the heading too.
    pub rows: &'a [Row],
    /// The first row after the heading, from 0.
    pub from: usize,
    /// What each column means.
    pub columns: &'a [Option<Field>],
    /// The school year: first and last day.
    pub year: (Date, Date),
}
