//! Carrying tasks out.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use access::Actor;
use kernel::{InstitutionId, Millis, TaskId};
use kit::App;
use serde::de::DeserializeOwned;
use store::{ReadTx, WriteTx};

use super::model::{Outcome, State, Task};
use super::{read, write};
use crate::error::Error;

/// How often a running task tells that it lives.
const BEAT: Duration = Duration::from_secs(15);
/// Progress is written down at most so often.
const STEP: Duration = Duration::from_millis(200);
/// How long the files of a task can be fetched, milliseconds.
pub const FILES_LIVE: i64 = 15 * 60_000;

/// Why a task ended early.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Somebody asked for it.
    #[error("cancelled")]
    Cancelled,
    /// The server is stopping; the task waits for its next start.
    #[error("the server is stopping")]
    Stopping,
    /// A sentence for the person.
    #[error("{0}")]
    Told(String),
    /// Something else.
    #[error(transparent)]
    Room(#[from] Error),
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        Self::Room(error.into())
    }
}

impl From<access::Error> for Failure {
    fn from(error: access::Error) -> Self {
        match error {
            access::Error::NotFound => Self::Room(Error::NotFound),
            access::Error::Registry(error) => Self::Room(error.into()),
        }
    }
}

impl From<registry::Error> for Failure {
    fn from(error: registry::Error) -> Self {
        Self::Room(error.into())
    }
}

impl From<print::Error> for Failure {
    fn from(error: print::Error) -> Self {
        tracing::error!(%error, "nothing was printed");
        Self::Told(error.to_string())
    }
}

impl store::StoreFailure for Failure {
    fn store_error(&self) -> Option<&store::Error> {
        match self {
            Self::Room(error) => error.store_error(),
            _ => None,
        }
    }
}

/// A kind of work.
pub type Work = fn(&mut Run<'_>) -> Result<Outcome, Failure>;

/// A kind with its name.
#[derive(Clone, Copy)]
pub struct Kind {
    /// The code in the database.
    pub code: &'static str,
    /// The work.
    pub work: Work,
}

/// A task under way, as its work sees it.
pub struct Run<'a> {
    app: &'a App,
    task: &'a Task,
    stopping: Arc<AtomicBool>,
    told: Option<Instant>,
    files: Vec<String>,
}

impl Run<'_> {
    /// The application.
    #[must_use]
    pub fn app(&self) -> &App {
        self.app
    }

    /// The task.
    #[must_use]
    pub fn task(&self) -> &Task {
        self.task
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> Millis {
        self.app.clock().now()
    }

    /// What the work needs to know.
    ///
    /// # Errors
    /// It is not what this version of the work expects.
    pub fn payload<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        serde_json::from_str(&self.task.payload).map_err(|_| Failure::Room(Error::Corrupt("task.payload")))
    }

    /// Who began it, with what he may do now.
    ///
    /// # Errors
    /// He may not sign in any more.
    pub fn actor(tx: &mut ReadTx<'_>, account: kernel::AccountId) -> Result<Actor, Failure> {
        Ok(Actor::of_account(tx, account)?)
    }

    /// Changes something in one transaction.
    pub fn write<T, F>(&self, command: F) -> Result<T, Failure>
    where
        F: FnMut(&mut WriteTx<'_>) -> Result<T, Failure> + Send + 'static,
        T: Send + 'static,
    {
        self.app.db().write_blocking(command)
    }

    /// Asks something.
    pub fn read<T, F>(&self, question: F) -> Result<T, Failure>
    where
        F: FnOnce(&mut ReadTx<'_>) -> Result<T, Failure> + Send + 'static,
        T: Send + 'static,
    {
        self.app.db().read_blocking(question)
    }

    /// Tells how far the work is. Call it between parts, as often as you like.
    ///
    /// # Errors
    /// [`Failure::Cancelled`] when somebody asked to stop, [`Failure::Stopping`] when the server does.
    pub fn progress(&mut self, done: usize, total: usize, note: &str) -> Result<(), Failure> {
        if self.stopping.load(Ordering::Relaxed) {
            return Err(Failure::Stopping);
        }
        if self.told.is_some_and(|told| told.elapsed() < STEP) {
            return Ok(());
        }
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let progress = (number(done), number(total), note.to_owned());
        let (key, now) = ((self.task.institution, self.task.id), self.now());
        let asked = self.write(move |tx| Ok(write::tell(tx, key, Some(&progress), now)?))?;
        self.told = Some(Instant::now());
        if asked { Err(Failure::Cancelled) } else { Ok(()) }
    }

    /// Leaves a file for who began the task: in memory, for a quarter of an hour.
    pub fn leave(&mut self, name: &str, mime: &'static str, bytes: Vec<u8>) {
        let key = file_key(self.task.institution, self.task.id, self.files.len());
        let now = self.now();
        self.app.shelf().put(&key, name.to_owned(), mime, bytes, now, now.plus(FILES_LIVE));
        self.files.push(name.to_owned());
    }
}

/// Where a task's file lies on the shelf.
#[must_use]
pub fn file_key(institution: InstitutionId, task: TaskId, number: usize) -> String {
    format!("task/{institution}/{task}/{number}")
}

/// Takes the next task that waits and carries it out; says whether there was one. `stopping` is set when the server is to end.
///
/// # Errors
/// The database: the task, if one was taken, will be shown as interrupted.
pub async fn run_next(app: &App, kinds: &[Kind], stopping: &Arc<AtomicBool>) -> Result<bool, Error> {
    if app.db().read(read::next_waiting).await?.is_none() {
        return Ok(false);
    }
    let now = app.clock().now();
    let Some(task) = app.db().write(move |tx| write::take(tx, now)).await? else { return Ok(false) };
    let key = (task.institution, task.id);
    let (title, kind) = (task.id, task.kind.clone());
    let work = kinds.iter().find(|known| known.code == kind).map(|known| known.work);
    let (thread_app, flag) = (app.clone(), Arc::clone(stopping));
    let mut thread = tokio::task::spawn_blocking(move || {
        let mut run = Run { app: &thread_app, task: &task, stopping: flag, told: None, files: Vec::new() };
        let outcome = match work {
            Some(work) => work(&mut run),
            None => Err(Failure::Room(Error::Corrupt("task.kind"))),
        };
        outcome.map(|outcome| Outcome { files: run.files, ..outcome })
    });
    let ended = loop {
        tokio::select! {
            ended = &mut thread => break ended,
            () = tokio::time::sleep(BEAT) => {
                let now = app.clock().now();
                app.db().write(move |tx| write::tell(tx, key, None, now)).await?;
            }
        }
    };
    let (state, outcome) = match ended {
        Ok(Ok(outcome)) if outcome.stopped => (State::Cancelled, outcome),
        Ok(Ok(outcome)) => (State::Done, outcome),
        Ok(Err(Failure::Cancelled)) => (State::Cancelled, Outcome::default()),
        Ok(Err(Failure::Stopping)) => (State::Queued, Outcome::default()),
        Ok(Err(failure)) => {
            let sentence = match &failure {
                Failure::Told(sentence) => sentence.clone(),
                Failure::Room(error) => error.told().unwrap_or_default(),
                Failure::Cancelled | Failure::Stopping => String::new(),
            };
            tracing::error!(task = %title, kind, error = %failure, "a task failed");
            (State::Failed, Outcome { error: sentence, ..Outcome::default() })
        }
        Err(error) => {
            tracing::error!(task = %title, kind, %error, "a task panicked");
            (State::Failed, Outcome::default())
        }
    };
    let now = app.clock().now();
    app.db().write(move |tx| write::end(tx, key, state, &outcome, now)).await?;
    Ok(true)
}
