//! Commands. None of them asks who is acting: rooms do that through `access` before they call.

pub mod access;
pub mod accounts;
pub mod bulk;
pub mod groups;
pub mod people;
pub mod school;
pub mod standard_year;
pub mod substitutes;
pub mod teaching;
pub mod year;

pub use access::*;
pub use accounts::*;
pub use bulk::*;
pub use groups::*;
pub use people::*;
pub use school::*;
pub use standard_year::standard_year;
pub use substitutes::*;
pub use teaching::*;
pub use year::*;
