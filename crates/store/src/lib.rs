//! The store: one way to read and one way to write, over SQLite (inside the binary) or PostgreSQL (beside it).
//!
//! * [`Db::read`] runs a closure on a reader thread over one consistent snapshot; [`ReadTx`] can't write.
//! * [`Db::write`] runs a closure in a transaction. SQLite has one writer thread with **group commit**: it drains its
//!   queue, runs the closures in one transaction, commits once with full durability and only then answers all of them.
//!   PostgreSQL runs each closure in a serializable transaction on one of several writer threads and repeats it on a
//!   serialization failure; SQLite repeats a group when one of it refuses half-way. So a write closure may run more than
//!   once and must not have effects of its own.
//! * [`on_backend!`] type-checks one Diesel statement for both databases.
//! * [`migrate`], [`outbox`], [`jobs`], [`ids`], [`files`] are what every room needs besides.
//!
//! Days are `yyyymmdd` numbers, instants milliseconds UTC, money kopecks, enumerations short codes.

pub mod conn;
pub mod db;
pub mod error;
pub mod files;
pub mod fixed;
pub mod ids;
pub mod jobs;
pub mod migrate;
pub mod outbox;
mod postgres;
mod sqlite;
mod table;
pub mod tx;

pub use conn::{Backend, Conn, Kind, Url};
pub use db::{Db, Options};
pub use error::{Error, StoreFailure};
pub use tx::{ReadTx, WriteTx};

/// Runs one Diesel statement on whichever database the transaction is of.
///
/// The body is compiled twice, once for each connection type, so it may use everything both dialects know (upserts,
/// `RETURNING`, batch inserts). It yields `Result<T, store::Error>`.
#[macro_export]
macro_rules! on_backend {
    ($tx:expr, |$conn:ident| $body:expr) => {
        match $tx.backend() {
            $crate::Backend::Sqlite($conn) => ($body).map_err($crate::Error::from),
            $crate::Backend::Pg($conn) => ($body).map_err($crate::Error::from),
        }
    };
}
