//! What every handler shares: the database, the clock, settings, the cache of sessions, bounds on slow work.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use access::Actor;
use kernel::clock::Zone;
use kernel::{Clock, Day, Minutes};
use quick_cache::sync::Cache;
use store::Db;
use tokio::sync::Semaphore;

use crate::shelf::Shelf;

/// How long a session's actor is believed without asking the database again. A role taken away, a password changed or a
/// session ended on another node is felt after at most this time; on this node at once.
const ACTOR_BELIEVED: Duration = Duration::from_secs(10);
/// How many sessions are remembered.
const SESSIONS: usize = 50_000;

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
    actors: Cache<String, (Arc<Actor>, Instant)>,
    hashing: Arc<Semaphore>,
    shelf: Shelf,
}

impl App {
    /// Puts the parts together.
    #[must_use]
    pub fn new(db: Db, clock: Clock, settings: Settings) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self(Arc::new(Inner {
            db,
            clock,
            settings,
            actors: Cache::new(SESSIONS),
            hashing: Arc::new(Semaphore::new(cores)),
            shelf: Shelf::default(),
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

    /// Files that live for minutes.
    #[must_use]
    pub fn shelf(&self) -> &Shelf {
        &self.0.shelf
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
