//! SQLite: opening, and the one writer thread with group commit.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};

use crate::conn::{Command, Conn, Counters, Url, Use};
use crate::db::{Job, Ran};
use crate::error::Error;

/// At most so many closures share one commit.
const GROUP: usize = 512;
/// And at most so long does the first of them wait for the others.
const GROUP_TIME: Duration = Duration::from_millis(20);
/// Did the last commit carry so many, the writer stands aside once for [`GATHER`] when its queue runs empty: those who
/// are about to write come into this commit instead of paying for one of their own.
const SIBLINGS: usize = 4;
/// How long.
const GATHER: Duration = Duration::from_micros(150);

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
         PRAGMA temp_store = MEMORY;",
    )
    .map_err(|e| Error::Unavailable(format!("{text}: {e}")))?;
    match use_ {
        Use::Read => conn.batch_execute("PRAGMA query_only = ON; PRAGMA cache_size = -12000;")?,
        Use::Write => conn.batch_execute(
            "PRAGMA cache_size = -24000; PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864;",
        )?,
    }
    Ok(conn)
}

/// The writer: drains its queue, runs the closures in one transaction, commits once, then answers all.
pub(crate) fn run_writer(url: &Url, queue: &flume::Receiver<Box<dyn Job>>, counters: &Arc<Counters>) {
    let mut conn = None;
    let mut last = 0;
    while let Ok(first) = queue.recv() {
        let live = match conn.take() {
            Some(live) => Ok(live),
            None => Conn::open(url, Use::Write, counters),
        };
        match live {
            Ok(mut live) => {
                if let Some(size) = group(&mut live, first, queue, last) {
                    last = size;
                    conn = Some(live);
                }
            }
            Err(error) => first.answer(Some(error)),
        }
    }
}

/// One group commit after one of `last` closures: how many it carried. None when the connection should be thrown away.
///
/// Closures run one after the other in one transaction, without savepoints: these copy every page that is touched. One
/// that refuses before it has changed anything leaves nothing behind. One that refuses after a change takes the whole
/// group back; then those before it run again, each in a savepoint of its own.
fn group(
    conn: &mut Conn,
    first: Box<dyn Job>,
    queue: &flume::Receiver<Box<dyn Job>>,
    last: usize,
) -> Option<usize> {
    if let Err(error) = conn.command(Command::BeginWrite) {
        // Another process writes for longer than we wait: everybody in the queue hears so now, not one by one.
        tracing::warn!(%error, "the database can't be written now");
        first.answer(Some(Error::Busy));
        for job in queue.drain() {
            job.answer(Some(Error::Busy));
        }
        return None;
    }
    let mut group = Group { gather: last >= SIBLINGS, ..Group::default() };
    let ended = group.run(conn, first, queue).and_then(|()| {
        if group.taken_back {
            conn.command(Command::Rollback)?;
            conn.command(Command::BeginWrite)?;
            group.run_again(conn)?;
        }
        conn.command(Command::Commit)
    });
    let failure = ended.err().map(|error| {
        tracing::error!(%error, "commit failed");
        // An error here only says that nothing was open any more.
        let _ = conn.command(Command::Rollback);
        error.to_string()
    });
    let size = group.done.len();
    for (job, _) in group.done {
        job.answer(failure.clone().map(Error::Unavailable));
    }
    failure.is_none().then_some(size)
}

/// What ran in one transaction.
#[derive(Default)]
struct Group {
    done: Vec<(Box<dyn Job>, Ran)>,
    /// Did the last one refuse after it had changed something?
    taken_back: bool,
    /// Is it worth while to wait for others?
    gather: bool,
}

impl Group {
    /// Runs what waits.
    fn run(
        &mut self,
        conn: &mut Conn,
        first: Box<dyn Job>,
        queue: &flume::Receiver<Box<dyn Job>>,
    ) -> Result<(), Error> {
        let started = Instant::now();
        let mut next = Some(first);
        while let Some(mut job) = next.take() {
            let before = conn.changes();
            let ran = job.run(conn);
            self.done.push((job, ran));
            if ran == Ran::Undo && conn.changes()? != before? {
                self.taken_back = true;
            } else if self.done.len() < GROUP && started.elapsed() < GROUP_TIME {
                next = queue.try_recv().ok();
                if next.is_none() && std::mem::take(&mut self.gather) {
                    std::thread::sleep(GATHER);
                    next = queue.try_recv().ok();
                }
            }
        }
        Ok(())
    }

    /// Runs those again that changed something; a refusal stands as it was said.
    fn run_again(&mut self, conn: &mut Conn) -> Result<(), Error> {
        for (job, ran) in self.done.iter_mut().filter(|(_, ran)| *ran == Ran::Keep) {
            conn.command(Command::Savepoint)?;
            *ran = job.run(conn);
            if *ran == Ran::Undo {
                conn.command(Command::Undo)?;
            }
            conn.command(Command::Release)?;
        }
        Ok(())
    }
}
