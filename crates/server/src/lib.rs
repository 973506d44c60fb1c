//! The rooms behind one address.
//!
//! * [`config`] – settings: `default.toml`, `zvonok.toml`, the environment, flags;
//! * [`start`] – opens the database, brings the schema up to date, builds the [`kit::App`];
//! * [`rooms`] – the one list of what the rooms offer: routes and handlers of events;
//! * [`mod@router`], [`layers`], [`draw`], [`search`] – the way of a request;
//! * [`serve`] – listening, stopping, metrics; * [`outbox`], [`jobs`], [`tasks`] – what happens behind the requests;
//! * [`log`] – the log.

pub mod config;
pub mod draw;
pub mod jobs;
pub mod layers;
pub mod log;
pub mod metrics;
pub mod outbox;
pub mod rooms;
pub mod router;
pub mod search;
pub mod serve;
pub mod start;
pub mod tasks;

pub use config::{Config, ConfigError, Flags};
pub use outbox::dispatch_all;
pub use router::{router, router_with};
pub use serve::{serve, serve_with};
pub use start::{StartError, app, files, open};
