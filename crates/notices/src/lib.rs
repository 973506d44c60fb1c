//! Notices (уведомления): what a person should know of, and the page that tells it.
//!
//! * [`model`] – the kinds of notices and what each says; later kinds (marks, homework, letters) are further variants;
//! * [`write::tell`] – called by the handlers of other rooms' events, inside the dispatcher's transaction: one row a person and
//!   thing, never a double when an event is carried out again;
//! * [`read`] – the own notices, unread first, and how many are unread;
//! * `pages` – `/notices/`.
//!
//! The room stands before all others on its floor: who wants to tell something uses it, it uses nobody (ADR 14).

pub mod error;
pub mod model;
mod pages;
pub mod read;
mod table;
pub mod write;

pub use error::{Error, Result};
pub use pages::routes;
