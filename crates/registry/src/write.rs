//! Commands. None of them asks who is acting: rooms do that through `access` before they call.

pub mod accounts;
pub mod bulk;
pub mod card;
pub mod classes;
pub mod membership;
pub mod merge;
pub mod movement;
pub mod people;
pub mod school;
pub mod staff_movement;
pub mod standard_year;
pub mod teaching;
pub mod transfer;
pub mod words;

pub use accounts::*;
pub use bulk::*;
pub use card::*;
pub use classes::*;
pub use membership::follow_enrollments;
pub use merge::*;
pub use movement::*;
pub use people::*;
pub use school::*;
pub use staff_movement::*;
pub use standard_year::standard_year;
pub use teaching::*;
pub use transfer::*;
pub use words::index_names;
