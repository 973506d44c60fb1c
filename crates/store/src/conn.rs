//! A connection of either kind.

use std::cell::Cell;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use diesel::connection::{CacheSize, Instrumentation, InstrumentationEvent};
use diesel::{Connection, PgConnection, SqliteConnection};
use parking_lot::Mutex;

use crate::Error;

/// Which database it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// SQLite inside the process.
    Sqlite,
    /// PostgreSQL beside it.
    Postgres,
}

/// The address of a database: `sqlite:PATH` or `postgres://…`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Url {
    /// A file.
    Sqlite(PathBuf),
    /// A libpq connection address.
    Postgres(String),
}

impl FromStr for Url {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match text.strip_prefix("sqlite:") {
            Some("") => Err(Error::BadUrl("sqlite: needs a path".to_owned())),
            Some(path) => Ok(Self::Sqlite(PathBuf::from(path))),
            None if text.starts_with("postgres://") || text.starts_with("postgresql://") => {
                Ok(Self::Postgres(text.to_owned()))
            }
            None => Err(Error::BadUrl("expected sqlite:PATH or postgres://…".to_owned())),
        }
    }
}

/// A connection to one of the two databases.
pub enum Conn {
    /// SQLite.
    Sqlite(Box<SqliteConnection>),
    /// PostgreSQL.
    Pg(Box<PgConnection>),
}

/// The borrowed connection that [`crate::on_backend!`] takes apart.
pub enum Backend<'a> {
    /// SQLite.
    Sqlite(&'a mut SqliteConnection),
    /// PostgreSQL.
    Pg(&'a mut PgConnection),
}

/// What connections count and, when a test asks, write down.
#[derive(Debug, Default)]
pub struct Counters {
    statements: AtomicU64,
    capture: Mutex<Option<Vec<String>>>,
}

impl Counters {
    /// Statements run so far, without BEGIN, COMMIT and savepoints.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Begins to write down the text of every statement.
    pub fn start_capture(&self) {
        *self.capture.lock() = Some(Vec::new());
    }

    /// Ends the writing down and gives what was run.
    #[must_use]
    pub fn take_captured(&self) -> Vec<String> {
        self.capture.lock().take().unwrap_or_default()
    }
}

thread_local! {
    /// BEGIN, COMMIT and savepoints are no statements that anybody counts.
    static COMMAND: Cell<bool> = const { Cell::new(false) };
}

struct Watch(Arc<Counters>);

impl Instrumentation for Watch {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if let InstrumentationEvent::StartQuery { query, .. } = event
            && !COMMAND.get()
        {
            self.0.statements.fetch_add(1, Ordering::Relaxed);
            if let Some(list) = self.0.capture.lock().as_mut() {
                list.push(query.to_string());
            }
        }
    }
}

/// How a connection will be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Snapshots only.
    Read,
    /// Transactions that change.
    Write,
}

impl Conn {
    /// Opens a connection and sets it up for its use.
    pub fn open(url: &Url, use_: Use, counters: &Arc<Counters>) -> Result<Self, Error> {
        let mut conn = match url {
            Url::Sqlite(path) => Self::Sqlite(Box::new(crate::sqlite::open(path, use_)?)),
            Url::Postgres(address) => Self::Pg(Box::new(crate::postgres::open(address, use_)?)),
        };
        match &mut conn {
            Self::Sqlite(c) => {
                c.set_prepared_statement_cache_size(CacheSize::Unbounded);
                c.set_instrumentation(Watch(Arc::clone(counters)));
            }
            Self::Pg(c) => {
                c.set_prepared_statement_cache_size(CacheSize::Unbounded);
                c.set_instrumentation(Watch(Arc::clone(counters)));
            }
        }
        Ok(conn)
    }

    /// For [`crate::on_backend!`].
    pub fn backend(&mut self) -> Backend<'_> {
        match self {
            Self::Sqlite(c) => Backend::Sqlite(c),
            Self::Pg(c) => Backend::Pg(c),
        }
    }

    /// Which database it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Sqlite(_) => Kind::Sqlite,
            Self::Pg(_) => Kind::Postgres,
        }
    }

    /// Runs a fixed command (BEGIN, COMMIT, PRAGMA …).
    pub(crate) fn command(&mut self, sql: &str) -> Result<(), Error> {
        use diesel::connection::SimpleConnection;
        COMMAND.set(true);
        let done = match self {
            Self::Sqlite(c) => c.batch_execute(sql).map_err(Error::from),
            Self::Pg(c) => c.batch_execute(sql).map_err(Error::from),
        };
        COMMAND.set(false);
        done
    }
}
