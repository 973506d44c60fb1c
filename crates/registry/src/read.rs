//! Questions.

pub mod access;
pub mod accounts;
pub mod bulk;
pub mod card;
pub mod doubles;
pub mod elsewhere;
pub mod help;
pub mod journals;
pub mod movements;
pub mod people;
pub mod roll;
pub mod school;
pub mod search;
pub mod substitutes;
pub mod year;

pub use access::*;
pub use accounts::*;
pub use bulk::*;
pub use card::*;
pub use doubles::*;
pub use elsewhere::*;
pub use help::*;
pub use journals::*;
pub use movements::*;
pub use people::*;
pub use roll::*;
pub use school::*;
pub use search::*;
pub use substitutes::*;
pub use year::*;

use kernel::{Day, PersonName};

use crate::error::{Error, Result};

/// A stored day; the schema promises that it is one.
pub(crate) fn day(number: i32) -> Result<Day> {
    Day::from_number(number).map_err(|_| Error::Corrupt("day"))
}

pub(crate) fn day_opt(number: Option<i32>) -> Result<Option<Day>> {
    number.map(day).transpose()
}

pub(crate) type NameRow = (String, String, Option<String>);

pub(crate) fn name(row: NameRow) -> PersonName {
    PersonName::stored(row.0, row.1, row.2)
}
