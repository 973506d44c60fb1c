//! PostgreSQL: opening, and the writer threads that repeat a transaction on a serialization failure.

use std::sync::Arc;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};

use crate::conn::{Command, Conn, Counters, Url, Use};
use crate::db::{Job, Ran};
use crate::error::Error;

/// So often is a transaction tried before its caller hears of the conflict.
const TRIES: u32 = 12;

/// Opens a connection and sets its session up.
pub(crate) fn open(address: &str, use_: Use) -> Result<PgConnection, Error> {
    let mut conn = PgConnection::establish(address).map_err(|e| Error::Unavailable(e.to_string()))?;
    let mode = match use_ {
        Use::Read => {
            "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; \
             SET statement_timeout = '30s';"
        }
        Use::Write => {
            "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE READ WRITE; \
             SET statement_timeout = '120s'; SET idle_in_transaction_session_timeout = '120s';"
        }
    };
    conn.batch_execute(mode)?;
    Ok(conn)
}

/// One of the writer threads.
pub(crate) fn run_writer(url: &Url, queue: &flume::Receiver<Box<dyn Job>>, counters: &Arc<Counters>) {
    let mut kept: Option<Conn> = None;
    while let Ok(job) = queue.recv() {
        // The server may have closed a connection while nobody used it: then a fresh one takes its place.
        let begun = match kept.take().and_then(begun) {
            Some(conn) => Ok(conn),
            None => Conn::open(url, Use::Write, counters)
                .and_then(|mut conn| conn.command(Command::Begin).map(|()| conn)),
        };
        match begun {
            Ok(mut conn) => {
                if one(&mut conn, job) {
                    kept = Some(conn);
                }
            }
            Err(error) => job.answer(Some(error)),
        }
    }
}

fn begun(mut conn: Conn) -> Option<Conn> {
    conn.command(Command::Begin).ok().map(|()| conn)
}

/// One write in the transaction that is open, repeated while others are in its way. False when the connection should be
/// thrown away.
fn one(conn: &mut Conn, mut job: Box<dyn Job>) -> bool {
    for try_ in 1..=TRIES {
        let ran = job.run(conn);
        let conflict = job.met_conflict();
        let end = match ran {
            Ran::Keep => conn.command(Command::Commit),
            Ran::Undo => conn.command(Command::Rollback),
        };
        match end {
            Ok(()) if conflict && try_ < TRIES => {}
            Ok(()) => {
                job.answer(None);
                return true;
            }
            Err(Error::Conflict) if try_ < TRIES => {
                // COMMIT refused: the transaction is gone already.
            }
            Err(error) => {
                let keep = conn.command(Command::Rollback).is_ok();
                job.answer(Some(error));
                return keep;
            }
        }
        std::thread::sleep(Duration::from_micros(500 * u64::from(try_ * try_)));
        if let Err(error) = conn.command(Command::Begin) {
            job.answer(Some(error));
            return false;
        }
    }
    job.answer(Some(Error::Conflict));
    true
}
