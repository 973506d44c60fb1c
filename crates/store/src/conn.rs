//! A connection of either kind.

use std::cell::Cell;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use diesel::connection::SimpleConnection;
use diesel::connection::{CacheSize, Instrumentation, InstrumentationEvent};
use diesel::{Connection, PgConnection, RunQueryDsl, SqliteConnection};
use parking_lot::Mutex;

use crate::Error;
use crate::fixed::{Fixed, Statement};

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

    /// Begins, ends, marks: what stands around statements and is not counted among them.
    pub(crate) fn command(&mut self, command: Command) -> Result<(), Error> {
        COMMAND.set(true);
        let done = match self {
            Self::Sqlite(c) => command.prepared(c),
            Self::Pg(c) => c.batch_execute(command.text()),
        };
        COMMAND.set(false);
        Ok(done?)
    }

    /// How many rows this connection has changed since it was opened (SQLite only; elsewhere always 0).
    pub(crate) fn changes(&mut self) -> Result<i64, Error> {
        COMMAND.set(true);
        let number = match self {
            Self::Sqlite(c) => Fixed::<Changes>::new(&[]).get_result(c.as_mut()),
            Self::Pg(_) => Ok(0),
        };
        COMMAND.set(false);
        Ok(number?)
    }
}

struct Changes;
impl Statement for Changes {
    const TEXT: &'static str = "SELECT total_changes()";
    type Row = diesel::sql_types::BigInt;
}

macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)+) => {
        /// What stands around statements.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Command { $($(#[$doc])* $name,)+ }

        impl Command {
            const fn text(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// Prepared once for a connection: they run for every request.
            fn prepared(self, conn: &mut SqliteConnection) -> diesel::QueryResult<()> {
                match self {
                    $(Self::$name => {
                        struct Own;
                        impl Statement for Own {
                            const TEXT: &'static str = $text;
                            type Row = ();
                        }
                        Fixed::<Own>::new(&[]).execute(conn).map(drop)
                    })+
                }
            }
        }
    };
}

commands! {
    /// A snapshot, or a transaction of PostgreSQL.
    Begin = "BEGIN",
    /// The write lock of SQLite at once.
    BeginWrite = "BEGIN IMMEDIATE",
    /// Makes it last.
    Commit = "COMMIT",
    /// Undoes all.
    Rollback = "ROLLBACK",
    /// Marks a place to go back to.
    Savepoint = "SAVEPOINT one",
    /// Goes back to it.
    Undo = "ROLLBACK TO one",
    /// Forgets it.
    Release = "RELEASE one",
}
