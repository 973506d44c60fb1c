//! A school of its own for each test, on SQLite and, when `ZVONOK_TEST_POSTGRES` names a server, on PostgreSQL.

#![allow(dead_code, reason = "each test binary uses its part")]

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

use diesel::connection::SimpleConnection;
use diesel::sql_types::BigInt;
use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl};
use kernel::{Day, InstitutionId, Millis};
use registry::write::{NewInstitution, NewYear};
use registry::{InstitutionKind, PeriodKind};
use school::import::{Report, RosterOptions, TimetableOptions};
use store::{Db, Options, Url, on_backend};

pub const NOW: Millis = Millis(1_795_405_200_000);

/// A school with a year and nobody in it.
pub struct School {
    pub db: Db,
    pub id: InstitutionId,
    pub today: Day,
    _place: Place,
}

enum Place {
    Folder(tempfile::TempDir),
    Server {
        admin: String,
        name: String,
    },
    /// In the database of another one.
    Shared,
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Self::Server { admin, name } = self
            && let Ok(mut conn) = PgConnection::establish(admin)
        {
            let _ = conn.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

/// The databases to run a test on.
pub fn databases() -> Vec<School> {
    let mut list = vec![School::sqlite()];
    if let Ok(admin) = std::env::var("ZVONOK_TEST_POSTGRES") {
        list.push(School::postgres(&admin));
    }
    list
}

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

impl School {
    fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = Url::Sqlite(folder.path().join("school.db"));
        Self::open(&url, Place::Folder(folder))
    }

    fn postgres(admin: &str) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("school_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let mut conn = PgConnection::establish(admin).unwrap();
        conn.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
        let server = admin.trim_end_matches('/');
        let url = Url::Postgres(format!("{server}/{name}"));
        Self::open(&url, Place::Server { admin: admin.to_owned(), name })
    }

    /// Another institution of the same database.
    pub fn beside(school: &Self, id: InstitutionId) -> Self {
        Self { db: school.db.clone(), id, today: school.today, _place: Place::Shared }
    }

    fn open(url: &Url, place: Place) -> Self {
        store::migrate::run(url).unwrap();
        let db = Db::open(url, Options { readers: 1, writers: 1, queue: 16 }).unwrap();
        let id = db
            .write_blocking(|tx| {
                let new = NewInstitution {
                    kind: InstitutionKind::School,
                    name: "Школа № 1".into(),
                    short_name: "Школа 1".into(),
                    parent: None,
                    locality: String::new(),
                    address: String::new(),
                    phone: String::new(),
                };
                registry::write::add_institution(tx, &new, NOW)
            })
            .unwrap();
        Self { db, id, today: day("2026-11-23"), _place: place }
    }

    /// With the year 2026/27.
    pub fn with_year(self) -> Self {
        let id = self.id;
        let quarters = [
            (PeriodKind::Quarter, 1, "2026-09-01", "2026-10-25"),
            (PeriodKind::Quarter, 2, "2026-11-02", "2026-12-27"),
            (PeriodKind::HalfYear, 1, "2026-09-01", "2026-12-27"),
            (PeriodKind::HalfYear, 2, "2027-01-11", "2027-05-26"),
        ];
        let periods: Vec<_> = quarters.iter().map(|(k, n, a, b)| (*k, *n, day(a), day(b))).collect();
        self.db
            .write_blocking(move |tx| {
                let new = NewYear {
                    name: "2026/27".into(),
                    first_day: day("2026-09-01"),
                    last_day: day("2027-05-26"),
                    periods: periods.clone(),
                    bells: Vec::new(),
                    holidays: Vec::new(),
                };
                registry::write::add_year(tx, id, &new)
            })
            .unwrap();
        self
    }

    pub fn roster(&self, bytes: &[u8]) -> school::Result<Report> {
        self.roster_with(bytes, RosterOptions::default())
    }

    pub fn roster_with(&self, bytes: &[u8], options: RosterOptions) -> school::Result<Report> {
        let roster = formats::roster::read(bytes, "roster.csv").unwrap();
        let (may, today) = (access::system_school(self.id), self.today);
        let started = Instant::now();
        let result =
            self.db.write_blocking(move |tx| school::import::roster(tx, &may, today, NOW, &roster, &options));
        println!("{:?}: roster in {:?}", self.db.kind(), started.elapsed());
        result
    }

    pub fn timetable(&self, bytes: &[u8], create_missing: bool) -> school::Result<Report> {
        self.timetable_with(bytes, TimetableOptions { create_missing, ..TimetableOptions::default() })
    }

    pub fn timetable_with(&self, bytes: &[u8], options: TimetableOptions) -> school::Result<Report> {
        let timetable = formats::timetable::read(bytes, "timetable").unwrap();
        let (may, today) = (access::system_school(self.id), self.today);
        let started = Instant::now();
        let result = self
            .db
            .write_blocking(move |tx| school::import::timetable(tx, &may, today, NOW, &timetable, &options));
        println!("{:?}: timetable in {:?}", self.db.kind(), started.elapsed());
        result
    }

    /// One number.
    pub fn number(&self, sql: &'static str) -> i64 {
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = BigInt)]
            number: i64,
        }
        self.db
            .read_blocking(move |tx| -> Result<i64, store::Error> {
                let row: Row = on_backend!(tx, |c| {
                    diesel::sql_query(format!("SELECT CAST(({sql}) AS BIGINT) AS number")).get_result(c)
                })?;
                Ok(row.number)
            })
            .unwrap()
    }

    /// Rows of every table an import may touch.
    pub fn counts(&self) -> Vec<i64> {
        [
            "SELECT COUNT(*) FROM person",
            "SELECT COUNT(*) FROM guardianship",
            "SELECT COUNT(*) FROM account",
            "SELECT COUNT(*) FROM class",
            "SELECT COUNT(*) FROM class_enrollment",
            "SELECT COUNT(*) FROM subject",
            "SELECT COUNT(*) FROM staff",
            "SELECT COUNT(*) FROM role_assignment",
            "SELECT COUNT(*) FROM subgroup",
            "SELECT COUNT(*) FROM subgroup_member",
            "SELECT COUNT(*) FROM journal",
            "SELECT COUNT(*) FROM journal_class",
            "SELECT COUNT(*) FROM journal_teacher",
            "SELECT COUNT(*) FROM journal_pupil",
            "SELECT COUNT(*) FROM timetable_entry",
            "SELECT COUNT(*) FROM bell",
            "SELECT COUNT(*) FROM import_run",
            "SELECT COUNT(*) FROM outbox",
        ]
        .into_iter()
        .map(|sql| self.number(sql))
        .collect()
    }
}
