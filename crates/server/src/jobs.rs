//! The worker of jobs: leases what is due, carries it out, and asks for the next turn of what comes round again.

use std::time::Duration;

use kernel::{Day, Millis};
use kit::App;
use store::jobs::{ATTEMPTS, Job, enqueue, fail, finish, give_up, lease, purge};
use store::{Backend, WriteTx};
use tokio::sync::watch;

use crate::outbox::{HandlerError, RETRY, retry};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
/// How long a worker may take before another one tries.
const LEASE: i64 = 5 * 60_000;
/// How often the worker looks for jobs.
const POLL: Duration = Duration::from_secs(5);
/// Done jobs are kept so long for the operator.
const KEEP: i64 = 14 * DAY;

/// Removes content that no row needs. It works on the file store and not in a transaction.
const FILES_SWEEP: &str = "files.sweep";
/// Removes files that were uploaded for an import nobody carried out.
const DRAFTS_SWEEP: &str = "import_drafts.sweep";

/// Closes the grading periods whose school wants that some days after their end.
const LOCK_PERIODS: &str = "periods.lock";

/// What comes round again, and how often, ms.
const ROUNDS: [(&str, i64); 9] = [
    ("sessions.purge", HOUR),
    ("sqlite.optimize", DAY),
    ("jobs.purge", DAY),
    ("codes.purge", DAY),
    ("tasks.purge", HOUR),
    ("notices.purge", DAY),
    (FILES_SWEEP, DAY),
    (DRAFTS_SWEEP, DAY),
    (LOCK_PERIODS, HOUR),
];

fn round(kind: &str) -> Option<(&'static str, i64)> {
    ROUNDS.into_iter().find(|(known, _)| *known == kind)
}

/// Why a job failed.
#[derive(Debug, thiserror::Error)]
enum JobError {
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error(transparent)]
    Registry(#[from] registry::Error),
    #[error(transparent)]
    School(#[from] school::Error),
    #[error(transparent)]
    Notices(#[from] notices::Error),
    #[error(transparent)]
    Journal(#[from] journal::Error),
    #[error(transparent)]
    Handler(#[from] HandlerError),
    #[error(transparent)]
    Files(#[from] kit::files::FilesError),
    #[error("nobody knows this kind of job")]
    Unknown,
}

impl store::StoreFailure for JobError {
    fn store_error(&self) -> Option<&store::Error> {
        match self {
            Self::Store(error) => Some(error),
            Self::Registry(error) => error.store_error(),
            Self::School(error) => error.store_error(),
            Self::Notices(error) => error.store_error(),
            Self::Journal(error) => error.store_error(),
            Self::Handler(error) => error.store_error(),
            Self::Files(_) | Self::Unknown => None,
        }
    }
}

/// Until `stop`: carries jobs out as they fall due.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    loop {
        if let Err(error) = turn(&app).await {
            tracing::error!(%error, "jobs wait");
        }
        tokio::select! {
            () = tokio::time::sleep(POLL) => {}
            () = crate::serve::asked(&mut stop) => return,
        }
    }
}

/// Everything that is due now.
async fn turn(app: &App) -> Result<(), store::Error> {
    let db = app.db();
    let start = app.clock().now();
    let open: Vec<String> = db
        .read(|tx| store::jobs::list(tx, 1000))
        .await?
        .into_iter()
        .filter(|job| job.done_at.is_none())
        .map(|job| job.kind)
        .collect();
    for (kind, _) in ROUNDS {
        if !open.iter().any(|known| known == kind) {
            db.write(move |tx| enqueue(tx, kind, "", "", start, start)).await?;
        }
    }
    loop {
        let now = app.clock().now();
        let Some(job) = db.write(move |tx| lease(tx, now, LEASE)).await? else { return Ok(()) };
        let (id, kind, attempts) = (job.id, job.kind.clone(), job.attempts);
        match carry_out(app, job, now).await {
            Ok(()) => tracing::debug!(kind, "a job is done"),
            Err(error) => {
                tracing::error!(kind, attempts, %error, "a job failed");
                let text = error.to_string();
                db.write(move |tx| match round(&kind) {
                    // What comes round again is tried anew at its next turn, whatever became of this one.
                    Some((kind, every)) if attempts >= ATTEMPTS => {
                        give_up(tx, id, &text, now)?;
                        enqueue(tx, kind, "", "", now.plus(every), now)
                    }
                    _ => fail(tx, id, attempts, &text, now),
                })
                .await?;
            }
        }
    }
}

/// The job's work and its end in one transaction.
async fn carry_out(app: &App, job: Job, now: Millis) -> Result<(), JobError> {
    if job.kind == FILES_SWEEP {
        // The age of content is the file system's, whatever day the demo plays.
        let swept = app.files().sweep(app.db(), std::time::SystemTime::now()).await?;
        tracing::info!(contents = swept.contents, unfinished = swept.unfinished, "files were swept");
    }
    let today = app.local_now().0;
    app.db()
        .write(move |tx| {
            work(tx, &job, today, now)?;
            finish(tx, job.id, now)?;
            if let Some((kind, every)) = round(&job.kind) {
                enqueue(tx, kind, "", "", now.plus(every), now)?;
            }
            Ok(())
        })
        .await
}

fn work(tx: &mut WriteTx<'_>, job: &Job, today: Day, now: Millis) -> Result<(), JobError> {
    match job.kind.as_str() {
        "sessions.purge" => registry::write::purge_sessions(tx, now).map(drop)?,
        "codes.purge" => registry::write::purge_codes(tx, now).map(drop)?,
        "tasks.purge" => school::tasks::purge(tx, now)?,
        "notices.purge" => notices::write::purge(tx, now).map(drop)?,
        "jobs.purge" => purge(tx, now.plus(-KEEP)).map(drop)?,
        "sqlite.optimize" => {
            if let Backend::Sqlite(conn) = tx.backend() {
                diesel::connection::SimpleConnection::batch_execute(conn, "PRAGMA optimize")
                    .map_err(store::Error::from)?;
            }
        }
        FILES_SWEEP => {}
        DRAFTS_SWEEP => school::timetable::drafts::sweep(tx, now).map(drop)?,
        LOCK_PERIODS => journal::write::lock_overdue(tx, today, now).map(drop)?,
        RETRY => retry(tx, &job.payload, now)?,
        _ => return Err(JobError::Unknown),
    }
    Ok(())
}
