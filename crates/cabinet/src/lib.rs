//! The cabinet: the ways in and out, «Обо мне», one's children, one's sessions and password, the operator's page.
//!
//! * [`attempts`] – how often somebody may guess; [`next`] – where a form may send the browser afterwards;
//! * [`agent`] – what a browser calls itself, in words;
//! * `pages` – one file per page: route, handler, template.
//!
//! The room keeps no tables: accounts, sessions and families are the registry's. Every question and command here is
//! about the person who asks, taken from the session and never from the address.

pub mod agent;
pub mod attempts;
mod cookie;
mod moment;
pub mod next;
mod pages;

pub use pages::{answer_kept, routes};
