//! Databases that live as long as a test.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use sha2::{Digest, Sha256};
use store::{Db, Options, Url};

use crate::small::{self, Small};

/// The variable that names a PostgreSQL server for tests.
pub const SERVER: &str = "ZVONOK_TEST_POSTGRES";

/// A migrated database; it goes away with this value.
pub struct Fresh {
    /// The database.
    pub db: Db,
    /// Its address.
    pub url: Url,
    folder: tempfile::TempDir,
    postgres: Option<String>,
}

fn options() -> Options {
    Options { readers: 2, writers: 4, queue: 4096 }
}

fn server() -> String {
    let address = std::env::var(SERVER).unwrap_or_else(|_| {
        panic!("{SERVER} is not set: this test needs a PostgreSQL server. Start the tests with ./test, which brings one")
    });
    // The server alone: scheme, user, host, port.
    let (scheme, rest) = address.split_once("://").expect("an address with a scheme");
    format!("{scheme}://{}", rest.split('/').next().unwrap_or_default())
}

fn admin(server: &str) -> PgConnection {
    PgConnection::establish(&format!("{server}/postgres")).unwrap_or_else(|error| {
        panic!("no PostgreSQL at {SERVER}={server}: {error}. Start the tests with ./test")
    })
}

fn unique() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    format!("zvonok_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::SeqCst))
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Text)]
    value: String,
}

impl Fresh {
    /// A file in a temporary folder.
    #[must_use]
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = Url::Sqlite(folder.path().join("test.sqlite"));
        store::migrate::run(&url).unwrap();
        Self { db: Db::open(&url, options()).unwrap(), url, folder, postgres: None }
    }

    /// A copy of an empty migrated database.
    #[must_use]
    pub fn postgres() -> Self {
        let server = server();
        let mut admin = admin(&server);
        let name = unique();
        admin.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
        let this = Self::opened(&server, name);
        store::migrate::run(&this.url).unwrap();
        this
    }

    /// A file with the small region.
    pub async fn sqlite_small() -> (Self, Small) {
        let this = Self::sqlite();
        let small = small::build(&this.db).await;
        (this, small)
    }

    /// A copy of the template with the small region. The template is made by the first test that needs it, once for a
    /// state of the migrations and of the region's code.
    pub async fn postgres_small() -> (Self, Small) {
        let server = server();
        let template = format!("zvonok_template_{}", fingerprint());
        let mut admin = admin(&server);
        // Other test processes may want the same template at the same moment.
        admin.batch_execute("SELECT pg_advisory_lock(20261123)").unwrap();
        let known: Option<Found> = diesel::sql_query(
            "SELECT shobj_description(oid, 'pg_database') AS value FROM pg_database \
             WHERE datname = $1 AND shobj_description(oid, 'pg_database') IS NOT NULL",
        )
        .bind::<Text, _>(&template)
        .get_result(&mut admin)
        .optional()
        .unwrap();
        let small: Small = match known {
            Some(found) => serde_json::from_str(&found.value).unwrap(),
            None => {
                admin.batch_execute(&format!("DROP DATABASE IF EXISTS {template} WITH (FORCE)")).unwrap();
                admin.batch_execute(&format!("CREATE DATABASE {template}")).unwrap();
                let url = Url::Postgres(format!("{server}/{template}"));
                store::migrate::run(&url).unwrap();
                let db = Db::open(&url, options()).unwrap();
                let small = small::build(&db).await;
                drop(db);
                // Connections of the closed Db may linger; a template must have none.
                let json = serde_json::to_string(&small).unwrap();
                admin
                    .batch_execute(&format!(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{template}'; \
                         COMMENT ON DATABASE {template} IS '{json}'"
                    ))
                    .unwrap();
                small
            }
        };
        let name = unique();
        admin.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template}")).unwrap();
        admin.batch_execute("SELECT pg_advisory_unlock(20261123)").unwrap();
        (Self::opened(&server, name), small)
    }

    fn opened(server: &str, name: String) -> Self {
        let url = Url::Postgres(format!("{server}/{name}"));
        let db = Db::open(&url, options()).unwrap();
        Self { db, url, folder: tempfile::tempdir().unwrap(), postgres: Some(name) }
    }

    /// A folder for files beside the database.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.folder.path().to_path_buf()
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        // A test's end must not hide the test's own failure behind another one.
        if let Some(name) = self.postgres.take()
            && let Ok(mut admin) = PgConnection::establish(&format!("{}/postgres", server()))
        {
            let _ = admin.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

/// Of everything the template is made from.
fn fingerprint() -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../migrations/postgres");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path().join("up.sql")).collect();
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        hash.update(std::fs::read(file).unwrap());
    }
    for part in [include_str!("small.rs"), include_str!("small/people.rs"), include_str!("small/journals.rs")]
    {
        hash.update(part);
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
