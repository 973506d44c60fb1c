//! The whole server over a small region.

use axum::Router;
use kernel::Clock;
use kernel::clock::Zone;
use kit::{App, Settings};
use store::Db;

use crate::client::Client;
use crate::database::Fresh;
use crate::small::Small;

/// A server of its own for one test: database, region, clock, routes.
pub struct Site {
    /// The application.
    pub app: App,
    /// Its clock: stands at [`crate::NOW`] until moved.
    pub clock: Clock,
    /// Who is who.
    pub small: Small,
    /// The database and its address.
    pub fresh: Fresh,
    router: Router,
}

impl Site {
    /// On SQLite.
    pub async fn sqlite() -> Self {
        let (fresh, small) = Fresh::sqlite_small().await;
        Self::over(fresh, small)
    }

    /// On PostgreSQL; panics with a sentence when no server is named.
    pub async fn postgres() -> Self {
        let (fresh, small) = Fresh::postgres_small().await;
        Self::over(fresh, small)
    }

    fn over(fresh: Fresh, small: Small) -> Self {
        let clock = Clock::manual(crate::NOW);
        let settings = Settings {
            zone: Zone::named("Asia/Novokuznetsk").unwrap(),
            base_url: "http://127.0.0.1:8000".to_owned(),
            data: fresh.folder(),
            secret: [7; 32],
            demo: true,
            sessions: kit::Sessions::default(),
            tell_statements: true,
        };
        let app = App::new(fresh.db.clone(), clock.clone(), settings);
        let router = server::router(app.clone());
        Self { app, clock, small, fresh, router }
    }

    /// The database.
    #[must_use]
    pub fn db(&self) -> &Db {
        self.app.db()
    }

    /// A browser nobody has used yet.
    #[must_use]
    pub fn client(&self) -> Client {
        Client::new(self.router.clone())
    }

    /// A browser in which somebody has signed in.
    pub async fn signed_in(&self, login: &str) -> Client {
        let mut client = self.client();
        client.sign_in(login).await;
        client
    }

    /// The whole server as a service.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// Carries out every long work that waits; says how many there were.
    pub async fn work(&self) -> usize {
        server::tasks::run_all(&self.app).await.unwrap()
    }

    /// Carries out every event that waits; says how many there were.
    pub async fn dispatch(&self) -> usize {
        let (db, clock) = (self.db().clone(), self.clock.clone());
        tokio::task::spawn_blocking(move || server::dispatch_all(&db, &clock)).await.unwrap().unwrap()
    }
}
