//! The ground floor: values every other crate speaks in. Pure, no input or output.
//!
//! * [`id`] – typed identifiers, so that a pupil's id can't be passed for a journal's;
//! * [`name`] – a person's name and the ways a school writes it;
//! * [`snils`] – СНИЛС with its check digits;
//! * [`money`] – kopecks;
//! * [`day`] – civil school days and minutes of a day;
//! * [`mark`] – mark values, attendance codes, weights, the text of a journal cell;
//! * [`average`] – exact weighted averages;
//! * [`clock`] – the injected clock and instants in milliseconds UTC.
//!
//! Invalid values can't be built: every type parses at the border and is trusted inside.

pub mod average;
pub mod clock;
pub mod day;
pub mod id;
pub mod mark;
pub mod money;
pub mod name;
pub mod snils;

pub use average::{Average, Sums};
pub use clock::{Clock, Millis};
pub use day::{Day, Minutes};
pub use id::*;
pub use mark::{Attendance, Cell, CellError, MarkValue, ResitRule, Weight};
pub use money::Kopecks;
pub use name::PersonName;
pub use snils::Snils;
