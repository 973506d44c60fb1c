//! Who is who: persons and families, accounts and sessions, institutions, academic years with grading periods and bells,
//! classes, enrolments, staff, and who teaches what to whom.
//!
//! * [`model`] – the types and their rules; * [`read`] – questions; * [`write`](mod@write) – commands;
//! * [`password`], [`token`] and [`code`] – secrets: argon2id for what people remember, SHA-256 for random tokens, a keyed hash
//!   for one-time codes; [`login_name`] – logins made from names.
//!
//! A journal's identity (subject × classes or subgroups × year) lives here and not in the room of that name, because who
//! may open it follows from it.

pub mod code;
pub mod error;
pub mod login_name;
pub mod model;
pub mod password;
pub mod read;
pub mod table;
pub mod token;
pub mod write;

pub use error::{Error, Result};
pub use model::*;
