//! File formats, pure: bytes in, neutral structs out, and back.
//!
//! * [`timetable`] – a solved weekly timetable from FET (`*_timetable.csv`, `*_data_and_timetable.fet`) or aSc (XML);
//! * [`table`] – a plain table from CSV or XLSX;
//! * [`roster`] – classes, pupils, parents and staff from such a table;
//! * [`plan`] – the rows of a lesson plan from such a table;
//! * [`export`] – a list written as XLSX or CSV;
//! * [`fet`] – a load plan written as a `.fet` file, to be solved by FET;
//! * [`oneroster`] – the package of OneRoster 1.1 and 1.2, read and written;
//! * [`names`] – normal forms of class names, teachers' names, phones and other identifiers people type by hand.
//!
//! Nothing here reads a disk, asks a clock or panics on any input; every reader is linear in the size of the file and
//! refuses what is beyond [`MAX_BYTES`], [`MAX_UNPACKED`], [`MAX_ROWS`] or [`MAX_ERRORS`]. A file that cannot be read at all gives one
//! [`FileError`], whose text is one Russian sentence for the person who chose the file. What is wrong with a single row is
//! a [`RowError`] beside the good rows.

pub mod dates;
mod error;
pub mod export;
pub mod fet;
pub mod names;
pub mod oneroster;
pub mod plan;
pub mod roster;
pub mod table;
mod text;
pub mod timetable;
mod week;
mod xml;

pub use error::{FileError, RowEffect, RowError};
pub use export::WriteError;

/// The largest file that is read, in bytes.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;
/// The largest sum of the unpacked parts of an XLSX file, in bytes (a guard against zip bombs).
pub const MAX_UNPACKED: u64 = 128 * 1024 * 1024;
/// The largest number of rows of a table or of lessons of a timetable.
pub const MAX_ROWS: usize = 200_000;
/// The largest number of row errors that are gathered; a file with more is refused as a whole.
pub const MAX_ERRORS: usize = 10_000;
