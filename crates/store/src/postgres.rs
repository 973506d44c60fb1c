//! PostgreSQL: opening, and the writer threads that repeat a transaction on a serialization failure.

use std::sync::Arc;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};

use crate::conn::{Conn, Counters, Url, Use};
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
    let mut conn = None;
    while let Ok(job) = queue.recv() {
        let live = match conn.take() {
            Some(live) => Ok(live),
            None => Conn::open(url, Use::Write, counters),
        };
        match live {
            Ok(mut live) => {
                if one(&mut live, job) {
                    conn = Some(live);
                }
            }
            Err(error) => job.answer(Some(error)),
        }
    }
}

/// One write, repeated while others are in its way. False when the connection should be thrown away.
fn one(conn: &mut Conn, mut job: Box<dyn Job>) -> bool {
    for try_ in 1..=TRIES {
        if let Err(error) = conn.command("BEGIN") {
            // The server may have closed an idle connection: one fresh connection is worth a try.
            job.answer(Some(Error::Unavailable(error.to_string())));
            return false;
        }
        let ran = job.run(conn);
        let conflict = job.met_conflict();
        let end = match ran {
            Ran::Keep => conn.command("COMMIT"),
            Ran::Undo => conn.command("ROLLBACK"),
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
                let keep = conn.command("ROLLBACK").is_ok();
                job.answer(Some(error));
                return keep;
            }
        }
        std::thread::sleep(Duration::from_micros(500 * u64::from(try_ * try_)));
    }
    job.answer(Some(Error::Conflict));
    true
}
