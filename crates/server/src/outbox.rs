//! The dispatcher: carries out what writes left in the outbox. A batch of events, the changes of their handlers and the
//! end of the events share one transaction, so each event is carried out once as far as the database is concerned.

use std::time::Duration;

use kernel::{Clock, Millis};
use kit::App;
use store::outbox::{Event, take, waiting};
use store::{Db, StoreFailure, WriteTx};
use tokio::sync::watch;

use crate::rooms;

/// So many events share a transaction.
const BATCH: i64 = 500;
/// After a write's hint others are waited for so long: a burst of marks becomes one batch.
const GATHER: Duration = Duration::from_millis(50);
/// Without a hint (a write of another process) it looks so often.
const POLL: Duration = Duration::from_secs(2);
/// The kind of job that an event becomes when its handler fails.
pub(crate) const RETRY: &str = "outbox.retry";

/// A handler failed.
#[derive(Debug, thiserror::Error)]
pub enum HandlerError {
    /// The store: perhaps the whole batch can be repeated.
    #[error(transparent)]
    Store(store::Error),
    /// The room, or a panic of its handler: repeating it at once would stop all others.
    #[error("{0}")]
    Room(String),
}

impl From<store::Error> for HandlerError {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Panicked | store::Error::Corrupt(_) => Self::Room(error.to_string()),
            other => Self::Store(other),
        }
    }
}

impl StoreFailure for HandlerError {
    fn store_error(&self) -> Option<&store::Error> {
        match self {
            Self::Store(error) => Some(error),
            Self::Room(_) => None,
        }
    }
}

impl HandlerError {
    /// A room's error; a conflict of transactions stays one, so that the store repeats the batch.
    pub fn of<E: StoreFailure + std::fmt::Display>(error: E) -> Self {
        match error.store_error() {
            Some(inner) if inner.is_conflict() => Self::Store(store::Error::Conflict),
            _ => Self::Room(error.to_string()),
        }
    }
}

fn batch(tx: &mut WriteTx<'_>, limit: i64, now: Millis) -> Result<usize, HandlerError> {
    let events = take(tx, limit)?;
    let count = events.len();
    rooms::handle(tx, &rooms::coalesce(events), false, now)?;
    Ok(count)
}

/// The first event goes out of the way of the others: it becomes a job, tried again with growing pauses and visible to
/// the operator.
fn set_aside(tx: &mut WriteTx<'_>, now: Millis) -> Result<(), store::Error> {
    for event in take(tx, 1)? {
        let payload = serde_json::json!({
            "id": event.id,
            "institution_id": event.institution_id,
            "kind": event.kind,
            "subject_id": event.subject_id,
            "payload": event.payload,
            "created_at": event.created_at,
        });
        store::jobs::enqueue(tx, RETRY, &event.id.to_string(), &payload.to_string(), now, now)?;
    }
    Ok(())
}

/// Carries out an event that was set aside.
pub(crate) fn retry(tx: &mut WriteTx<'_>, payload: &str, now: Millis) -> Result<(), HandlerError> {
    let value: serde_json::Value =
        serde_json::from_str(payload).map_err(|_| store::Error::Corrupt("job.payload"))?;
    let number = |name: &str| value.get(name).and_then(serde_json::Value::as_i64).unwrap_or_default();
    let text =
        |name: &str| value.get(name).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
    let event = Event {
        id: number("id"),
        institution_id: number("institution_id"),
        kind: text("kind"),
        subject_id: number("subject_id"),
        payload: text("payload"),
        created_at: number("created_at"),
    };
    rooms::handle(tx, &[event], true, now)
}

/// Drains the outbox. For commands of the binary and for tests; the server has [`run`].
///
/// # Errors
/// The database failed. An event whose handler fails is set aside and stops nobody.
pub fn dispatch_all(db: &Db, clock: &Clock) -> Result<usize, store::Error> {
    let mut done = 0;
    while db.read_blocking(waiting)? > 0 {
        let now = clock.now();
        match db.write_blocking(move |tx| batch(tx, BATCH, now)) {
            Ok(count) => done += count,
            Err(HandlerError::Store(error)) => return Err(error),
            Err(HandlerError::Room(_)) => match db.write_blocking(move |tx| batch(tx, 1, now)) {
                Ok(count) => done += count,
                Err(HandlerError::Store(error)) => return Err(error),
                Err(HandlerError::Room(error)) => {
                    tracing::error!(error, "an event failed and is set aside");
                    db.write_blocking(move |tx| set_aside(tx, now))?;
                }
            },
        }
    }
    Ok(done)
}

/// Until `stop`: carries events out soon after the writes that caused them.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = app.db().committed().notified() => {}
            () = tokio::time::sleep(POLL) => {}
            () = crate::serve::asked(&mut stop) => return,
        }
        tokio::time::sleep(GATHER).await;
        if let Err(error) = drain(&app).await {
            tracing::error!(%error, "the outbox waits");
            tokio::time::sleep(POLL).await;
        }
    }
}

async fn drain(app: &App) -> Result<(), store::Error> {
    let db = app.db();
    let left = db.read(waiting).await?;
    crate::metrics::outbox_waiting(left);
    // Looking first keeps the dispatcher's own commits from waking it for ever.
    if left == 0 {
        return Ok(());
    }
    loop {
        let now = app.clock().now();
        match db.write(move |tx| batch(tx, BATCH, now)).await {
            Ok(count) if i64::try_from(count).unwrap_or(0) < BATCH => return Ok(()),
            Ok(_) => {}
            Err(HandlerError::Store(error)) => return Err(error),
            Err(HandlerError::Room(_)) => match db.write(move |tx| batch(tx, 1, now)).await {
                Ok(0) => return Ok(()),
                Ok(_) => {}
                Err(HandlerError::Store(error)) => return Err(error),
                Err(HandlerError::Room(error)) => {
                    tracing::error!(error, "an event failed and is set aside");
                    db.write(move |tx| set_aside(tx, now)).await?;
                }
            },
        }
    }
}
