//! SQLite: opening, and the one writer thread with group commit.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};

use crate::conn::{Conn, Counters, Url, Use};
use crate::db::{Job, Ran};
use crate::error::Error;

/// At most so many closures share one commit.
const GROUP: usize = 512;
/// And at most so long does the first of them wait for the others.
const GROUP_TIME: Duration = Duration::from_millis(20);

/// Opens the file (made when it is not there) with the house's pragmas.
pub(crate) fn open(path: &Path, use_: Use) -> Result<SqliteConnection, Error> {
    let text = path.to_str().ok_or_else(|| Error::BadUrl("the path is not UTF-8".to_owned()))?;
    if let Some(parent) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
        std::fs::create_dir_all(parent)
            .map_err(|e| Error::Unavailable(format!("{}: {e}", parent.display())))?;
    }
    let mut conn =
        SqliteConnection::establish(text).map_err(|e| Error::Unavailable(format!("{text}: {e}")))?;
    conn.batch_execute(
        "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
         PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 8589934592;",
    )
    .map_err(|e| Error::Unavailable(format!("{text}: {e}")))?;
    match use_ {
        Use::Read => conn.batch_execute("PRAGMA query_only = ON; PRAGMA cache_size = -8000;")?,
        Use::Write => conn.batch_execute(
            "PRAGMA cache_size = -32000; PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864;",
        )?,
    }
    Ok(conn)
}

/// The writer: drains its queue, runs each closure in a savepoint, commits once, then answers all.
pub(crate) fn run_writer(url: &Url, queue: &flume::Receiver<Box<dyn Job>>, counters: &Arc<Counters>) {
    let mut conn = None;
    while let Ok(first) = queue.recv() {
        let live = match conn.take() {
            Some(live) => Ok(live),
            None => Conn::open(url, Use::Write, counters),
        };
        match live {
            Ok(mut live) => {
                if group(&mut live, first, queue) {
                    conn = Some(live);
                }
            }
            Err(error) => first.answer(Some(error)),
        }
    }
}

/// One group commit. False when the connection should be thrown away.
fn group(conn: &mut Conn, first: Box<dyn Job>, queue: &flume::Receiver<Box<dyn Job>>) -> bool {
    if let Err(error) = conn.command("BEGIN IMMEDIATE") {
        // Another process writes for longer than we wait: everybody in the queue hears so now, not one by one.
        tracing::warn!(%error, "the database can't be written now");
        first.answer(Some(Error::Busy));
        for job in queue.drain() {
            job.answer(Some(Error::Busy));
        }
        return false;
    }
    let started = Instant::now();
    let mut done = Vec::new();
    let mut next = Some(first);
    let mut broken = false;
    while let Some(mut job) = next.take() {
        let ran = conn.command("SAVEPOINT one").map(|()| job.run(conn));
        let closed = match ran {
            Ok(Ran::Keep) => conn.command("RELEASE one"),
            Ok(Ran::Undo) => conn.command("ROLLBACK TO one; RELEASE one"),
            Err(error) => Err(error),
        };
        done.push(job);
        if let Err(error) = closed {
            tracing::error!(%error, "a savepoint failed; the group is undone");
            broken = true;
            break;
        }
        if done.len() < GROUP && started.elapsed() < GROUP_TIME {
            next = queue.try_recv().ok();
        }
    }
    let end = if broken {
        Err(Error::Unavailable("the group was undone".to_owned()))
    } else {
        conn.command("COMMIT")
    };
    match end {
        Ok(()) => {
            for job in done {
                job.answer(None);
            }
            true
        }
        Err(error) => {
            tracing::error!(%error, "commit failed");
            let text = error.to_string();
            // An error here only says that nothing was open any more.
            let _ = conn.command("ROLLBACK");
            for job in done {
                job.answer(Some(Error::Unavailable(text.clone())));
            }
            false
        }
    }
}
