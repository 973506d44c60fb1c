//! The database as the rest of the house sees it: closures in, results out.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use tokio::sync::{Notify, oneshot};

use crate::conn::{Command, Conn, Counters, Kind, Url, Use};
use crate::error::{Error, StoreFailure};
use crate::tx::{ReadTx, WriteTx};

/// How many threads work and how much may wait.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Reader threads, each with a connection of its own.
    pub readers: usize,
    /// Writer threads (PostgreSQL; SQLite always has one).
    pub writers: usize,
    /// How many closures may wait in each queue before callers hear «busy».
    pub queue: usize,
}

impl Default for Options {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self { readers: cores.max(2), writers: cores.max(4), queue: 4096 }
    }
}

/// What to do with a closure's changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ran {
    Keep,
    Undo,
}

/// A write that waits for its turn. It may run more than once; it is answered once.
pub(crate) trait Job: Send {
    fn run(&mut self, conn: &mut Conn) -> Ran;
    /// Did the last run end in a conflict that a repetition may avoid?
    fn met_conflict(&self) -> bool;
    /// Tells the caller; `failure` when the commit itself failed.
    fn answer(self: Box<Self>, failure: Option<Error>);
}

struct WriteJob<F, T, E> {
    run: F,
    result: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> Job for WriteJob<F, T, E>
where
    F: FnMut(&mut WriteTx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: StoreFailure,
{
    fn run(&mut self, conn: &mut Conn) -> Ran {
        let run = &mut self.run;
        let result = catch_unwind(AssertUnwindSafe(|| run(&mut WriteTx::new(conn))))
            .unwrap_or_else(|_| Err(E::from(Error::Panicked)));
        let ran = if result.is_ok() { Ran::Keep } else { Ran::Undo };
        self.result = Some(result);
        ran
    }

    fn met_conflict(&self) -> bool {
        matches!(&self.result, Some(Err(error)) if error.store_error().is_some_and(Error::is_conflict))
    }

    fn answer(self: Box<Self>, failure: Option<Error>) {
        let this = *self;
        let result = match (this.result, failure) {
            // A closure that refused by itself is right whatever became of the others' commit.
            (Some(Err(own)), _) => Err(own),
            (_, Some(failure)) => Err(E::from(failure)),
            (Some(Ok(value)), None) => Ok(value),
            (None, None) => Err(E::from(Error::Closed)),
        };
        // The caller may have hung up; then nobody waits for the answer.
        let _ = this.reply.send(result);
    }
}

type ReadJob = Box<dyn FnOnce(Result<&mut Conn, Error>) -> bool + Send>;

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
}

struct Inner {
    kind: Kind,
    url: Url,
    reads: flume::Sender<ReadJob>,
    writes: flume::Sender<Box<dyn Job>>,
    counters: Arc<Counters>,
    committed: Arc<Notify>,
}

impl Db {
    /// Opens the database and starts its threads. The schema is not touched: see [`crate::migrate::run`].
    pub fn open(url: &Url, options: Options) -> Result<Self, Error> {
        let counters = Arc::new(Counters::default());
        // Fail now, with the reason, and not at the first request.
        let kind = Conn::open(url, Use::Write, &counters)?.kind();
        let (reads, read_queue) = flume::bounded::<ReadJob>(options.queue);
        let (writes, write_queue) = flume::bounded::<Box<dyn Job>>(options.queue);
        for number in 0..options.readers.max(1) {
            let (url, queue, counters) = (url.clone(), read_queue.clone(), Arc::clone(&counters));
            spawn(format!("read-{number}"), move || run_reader(&url, &queue, &counters))?;
        }
        let writers = if kind == Kind::Sqlite { 1 } else { options.writers.max(1) };
        for number in 0..writers {
            let (url, queue, counters) = (url.clone(), write_queue.clone(), Arc::clone(&counters));
            spawn(format!("write-{number}"), move || match kind {
                Kind::Sqlite => crate::sqlite::run_writer(&url, &queue, &counters),
                Kind::Postgres => crate::postgres::run_writer(&url, &queue, &counters),
            })?;
        }
        let committed = Arc::new(Notify::new());
        Ok(Self { inner: Arc::new(Inner { kind, url: url.clone(), reads, writes, counters, committed }) })
    }

    /// Which database it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.inner.kind
    }

    /// Where it is.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.inner.url
    }

    /// Statement counts and, in tests, their texts.
    #[must_use]
    pub fn counters(&self) -> &Counters {
        &self.inner.counters
    }

    /// Wakes when some write was committed in this process: a hint for the outbox, never the only way to learn of it.
    #[must_use]
    pub fn committed(&self) -> &Notify {
        &self.inner.committed
    }

    /// Asks a question over one snapshot.
    pub async fn read<T, E, F>(&self, question: F) -> Result<T, E>
    where
        F: FnOnce(&mut ReadTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: StoreFailure,
    {
        let (reply, answer) = oneshot::channel();
        self.send_read(question, move |result| drop(reply.send(result)))?;
        answer.await.unwrap_or_else(|_| Err(E::from(Error::Closed)))
    }

    /// The same for callers without an async runtime (commands of the binary, tests).
    pub fn read_blocking<T, E, F>(&self, question: F) -> Result<T, E>
    where
        F: FnOnce(&mut ReadTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: StoreFailure,
    {
        let (reply, answer) = flume::bounded(1);
        self.send_read(question, move |result| drop(reply.send(result)))?;
        answer.recv().unwrap_or_else(|_| Err(E::from(Error::Closed)))
    }

    fn send_read<T, E, F, R>(&self, question: F, reply: R) -> Result<(), E>
    where
        F: FnOnce(&mut ReadTx<'_>) -> Result<T, E> + Send + 'static,
        R: FnOnce(Result<T, E>) + Send + 'static,
        T: Send + 'static,
        E: StoreFailure,
    {
        let job: ReadJob = Box::new(move |conn| match conn {
            Err(error) => {
                reply(Err(E::from(error)));
                true
            }
            Ok(conn) => {
                if let Err(error) = conn.command(Command::Begin) {
                    reply(Err(E::from(error)));
                    return false;
                }
                let result = catch_unwind(AssertUnwindSafe(|| question(&mut ReadTx::new(conn))))
                    .unwrap_or_else(|_| Err(E::from(Error::Panicked)));
                let ended = conn.command(Command::Rollback).is_ok();
                reply(result);
                ended
            }
        });
        self.inner.reads.try_send(job).map_err(|error| {
            E::from(match error {
                flume::TrySendError::Full(_) => Error::Busy,
                flume::TrySendError::Disconnected(_) => Error::Closed,
            })
        })
    }

    /// Changes the database in one transaction. When this returns `Ok`, the change is on the disk.
    ///
    /// The closure may run more than once (after a serialization failure, or when another closure of the same group commit
    /// refuses half-way): it must not have effects of its own.
    pub async fn write<T, E, F>(&self, command: F) -> Result<T, E>
    where
        F: FnMut(&mut WriteTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: StoreFailure,
    {
        let answer = self.send_write(command)?;
        let result = answer.await.unwrap_or_else(|_| Err(E::from(Error::Closed)));
        self.inner.committed.notify_one();
        result
    }

    /// The same for callers without an async runtime.
    pub fn write_blocking<T, E, F>(&self, command: F) -> Result<T, E>
    where
        F: FnMut(&mut WriteTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: StoreFailure,
    {
        let answer = self.send_write(command)?;
        let result = answer.blocking_recv().unwrap_or_else(|_| Err(E::from(Error::Closed)));
        self.inner.committed.notify_one();
        result
    }

    fn send_write<T, E, F>(&self, command: F) -> Result<oneshot::Receiver<Result<T, E>>, E>
    where
        F: FnMut(&mut WriteTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: StoreFailure,
    {
        let (reply, answer) = oneshot::channel();
        let job = Box::new(WriteJob { run: command, result: None, reply });
        self.inner.writes.try_send(job).map_err(|error| {
            E::from(match error {
                flume::TrySendError::Full(_) => Error::Busy,
                flume::TrySendError::Disconnected(_) => Error::Closed,
            })
        })?;
        Ok(answer)
    }

    /// Is the database there and answering?
    pub async fn ping(&self) -> Result<(), Error> {
        self.read(|tx| {
            use diesel::prelude::*;
            crate::on_backend!(tx, |c| diesel::sql_query("SELECT 1").execute(c)).map(drop)
        })
        .await
    }
}

fn spawn(name: String, run: impl FnOnce() + Send + 'static) -> Result<(), Error> {
    std::thread::Builder::new()
        .name(name)
        .spawn(run)
        .map(drop)
        .map_err(|e| Error::Unavailable(format!("no thread: {e}")))
}

fn run_reader(url: &Url, queue: &flume::Receiver<ReadJob>, counters: &Arc<Counters>) {
    let mut conn: Option<Conn> = None;
    while let Ok(job) = queue.recv() {
        if conn.is_none() {
            match Conn::open(url, Use::Read, counters) {
                Ok(fresh) => conn = Some(fresh),
                Err(error) => {
                    job(Err(error));
                    continue;
                }
            }
        }
        if let Some(live) = conn.as_mut()
            && !job(Ok(live))
        {
            conn = None;
        }
    }
}
