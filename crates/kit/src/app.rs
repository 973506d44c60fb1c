//! What every handler shares: the database, the clock, settings, the cache of sessions, bounds on slow work.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use access::Actor;
use kernel::clock::Zone;
use kernel::{Clock, Day, Millis, Minutes};
use quick_cache::sync::Cache;
use store::Db;
use tokio::sync::{Semaphore, watch};

use crate::files::Files;
use crate::shelf::Shelf;

/// How long a session's actor is believed without asking the database again. A role taken away, a password changed or a
/// session ended on another node is felt after at most this time; on this node at once.
const ACTOR_BELIEVED: Duration = Duration::from_secs(10);
/// How many sessions are remembered.
const SESSIONS: usize = 50_000;

/// How long a session lives, whatever is done with it: both ends hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLimits {
    /// Without being used, ms.
    pub idle: i64,
    /// Since signing in, ms.
    pub whole: i64,
}

impl SessionLimits {
    /// The instant a session ends that began and was last used at these.
    #[must_use]
    pub fn end(self, created: Millis, seen: Millis) -> Millis {
        seen.plus(self.idle).min(created.plus(self.whole))
    }
}

/// How long sessions live. Who works with other people's data signs in more often than who looks at his own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sessions {
    /// Of parents, pupils, students.
    pub family: SessionLimits,
    /// Of whoever has a role anywhere.
    pub staff: SessionLimits,
}

impl Sessions {
    /// For somebody with a role, or without.
    #[must_use]
    pub const fn of(&self, staff: bool) -> SessionLimits {
        if staff { self.staff } else { self.family }
    }
}

impl Default for Sessions {
    /// Families: two weeks without use, a month in all. Staff: twelve hours without use, a week in all.
    fn default() -> Self {
        const HOUR: i64 = 3_600_000;
        Self {
            family: SessionLimits { idle: 14 * 24 * HOUR, whole: 30 * 24 * HOUR },
            staff: SessionLimits { idle: 12 * HOUR, whole: 7 * 24 * HOUR },
        }
    }
}

/// What the operator set, as far as pages need it.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The region's time zone.
    pub zone: Zone,
    /// `https://…` as people type it; decides whether cookies are Secure.
    pub base_url: String,
    /// Where files lie.
    pub data: PathBuf,
    /// The key of tokens in forms.
    pub secret: [u8; 32],
    /// Is this the demo with its invented region?
    pub demo: bool,
    /// How long sessions live.
    pub sessions: Sessions,
    /// Does each answer tell how many statements it took (tests, benchmarks)?
    pub tell_statements: bool,
}

impl Settings {
    /// Do browsers reach us through TLS?
    #[must_use]
    pub fn secure(&self) -> bool {
        self.base_url.starts_with("https://")
    }
}

/// The application. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    db: Db,
    clock: Clock,
    settings: Settings,
    files: Files,
    actors: Cache<String, (Arc<Actor>, Instant)>,
    hashing: Arc<Semaphore>,
    shelf: Shelf,
    stopping: watch::Sender<bool>,
}

impl App {
    /// Puts the parts together; files lie in the folder `files` of the data.
    #[must_use]
    pub fn new(db: Db, clock: Clock, settings: Settings) -> Self {
        let files = Files::folder(settings.data.join("files"));
        Self::with_files(db, clock, settings, files)
    }

    /// The same with files somewhere else or with limits of their own.
    #[must_use]
    pub fn with_files(db: Db, clock: Clock, settings: Settings, files: Files) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self(Arc::new(Inner {
            db,
            clock,
            settings,
            files,
            actors: Cache::new(SESSIONS),
            hashing: Arc::new(Semaphore::new(cores)),
            shelf: Shelf::default(),
            stopping: watch::Sender::new(false),
        }))
    }

    /// The database.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// The files.
    #[must_use]
    pub fn files(&self) -> &Files {
        &self.0.files
    }

    /// Files that live for minutes.
    #[must_use]
    pub fn shelf(&self) -> &Shelf {
        &self.0.shelf
    }

    /// Tells answers that go on and on that the server stops.
    pub fn stop(&self) {
        self.0.stopping.send_replace(true);
    }

    /// Becomes true when the server stops: an answer that goes on until then ends now.
    #[must_use]
    pub fn stopping(&self) -> watch::Receiver<bool> {
        self.0.stopping.subscribe()
    }

    /// The region's local day and minute.
    #[must_use]
    pub fn local_now(&self) -> (Day, Minutes) {
        self.0.settings.zone.local(self.0.clock.now())
    }

    /// The living actor of a token hash, if it was asked for lately.
    pub(crate) fn remembered(&self, token_hash: &str) -> Option<Arc<Actor>> {
        let (actor, since) = self.0.actors.get(token_hash)?;
        (since.elapsed() < ACTOR_BELIEVED).then_some(actor)
    }

    pub(crate) fn remember(&self, token_hash: &str, actor: &Arc<Actor>) {
        self.0.actors.insert(token_hash.to_owned(), (Arc::clone(actor), Instant::now()));
    }

    /// Forgets what was remembered of a session (it ended).
    pub fn forget_session(&self, token_hash: &str) {
        self.0.actors.remove(token_hash);
    }

    /// Forgets all sessions (a password changed, roles changed).
    pub fn forget_sessions(&self) {
        self.0.actors.clear();
    }

    /// Runs password hashing off the async threads, one hash a core at a time; others wait their turn.
    pub async fn hashing<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        // The turn ends with the work, not with a caller who hung up meanwhile.
        let turn = Arc::clone(&self.0.hashing).acquire_owned().await.ok()?;
        tokio::task::spawn_blocking(move || {
            let done = work();
            drop(turn);
            done
        })
        .await
        .ok()
    }
}
