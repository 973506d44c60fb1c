//! People and classes of a school.
//!
//! * [`filter`] – what the lists can be asked for, pure;
//! * [`export`] – a list as a file;
//! * [`merge`] – two rows of one person made one; [`leaves`] – what a teacher leaves behind; [`marks`] – what the journal
//!   has to tell and to do for both.
//!
//! The orders themselves (archive, move, transfer …) are commands of the registry; pages call them after asking `access`.

pub mod export;
pub mod filter;
pub mod leaves;
pub mod marks;
pub mod merge;
