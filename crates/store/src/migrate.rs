//! Migrations: `migrations/{sqlite,postgres}/NNNN_name/up.sql`, the same numbers for both, forward only.

use std::sync::Arc;

use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::conn::{Conn, Counters, Url, Use};
use crate::error::Error;

const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");

/// Brings the schema up to date. Returns the names of what was applied.
pub fn run(url: &Url) -> Result<Vec<String>, Error> {
    let mut conn = Conn::open(url, Use::Write, &Arc::new(Counters::default()))?;
    let fail = |error: Box<dyn std::error::Error + Send + Sync>| Error::Migration(error.to_string());
    let done = match &mut conn {
        Conn::Sqlite(c) => c.run_pending_migrations(SQLITE).map_err(fail)?,
        Conn::Pg(c) => c.run_pending_migrations(POSTGRES).map_err(fail)?,
    };
    Ok(done.iter().map(ToString::to_string).collect())
}

/// Are there migrations that this database has not seen?
pub fn pending(url: &Url) -> Result<bool, Error> {
    let mut conn = Conn::open(url, Use::Write, &Arc::new(Counters::default()))?;
    let fail = |error: Box<dyn std::error::Error + Send + Sync>| Error::Migration(error.to_string());
    match &mut conn {
        Conn::Sqlite(c) => c.has_pending_migration(SQLITE).map_err(fail),
        Conn::Pg(c) => c.has_pending_migration(POSTGRES).map_err(fail),
    }
}
