//! People and classes of a school.
//!
//! * [`filter`] – what the lists can be asked for, pure;
//! * [`export`] – a list as a file;
//! * [`merge`] – two rows of one person made one; [`marks`] – what the journal has to do then.
//!
//! The orders themselves (archive, move, transfer …) are commands of the registry; pages call them after asking `access`.

pub mod export;
pub mod filter;
pub mod marks;
pub mod merge;
