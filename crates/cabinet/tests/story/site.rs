//! A small school for a story: a database of its own, the room's routes, browsers with cookies.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request};
use kernel::clock::Zone;
use kernel::{Clock, Day, Millis, PersonId, PersonName};
use kit::{App, PageError, Settings};
use registry::write as reg;
use registry::{InstitutionKind, NewPerson, Relation, Role};
use store::{Db, Options, Url, WriteTx};
use tower::ServiceExt;

/// Writes a story once and tells it on SQLite and, where `ZVONOK_TEST_POSTGRES` names a server, on PostgreSQL.
macro_rules! both {
    ($name:ident, |$site:ident| $story:block) => {
        #[tokio::test]
        async fn $name() {
            for $site in Site::each().await {
                $story
            }
        }
    };
}
pub(crate) use both;

/// A school, its people, its clock.
pub struct Site {
    routes: Router,
    pub clock: Clock,
    pub child: PersonId,
    _folder: tempfile::TempDir,
}

fn person(family: &str, given: &str, patronymic: &str) -> NewPerson {
    NewPerson {
        name: PersonName::new(family, given, Some(patronymic)).unwrap(),
        birth_day: None,
        sex: None,
        snils: None,
        phone: None,
        email: None,
    }
}

fn postgres() -> Option<Url> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let server = std::env::var("ZVONOK_TEST_POSTGRES").ok()?;
    let name = format!("cabinet_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::SeqCst));
    let made = std::process::Command::new("psql")
        .args([&format!("{server}/postgres"), "-qc", &format!("CREATE DATABASE {name}")])
        .status()
        .unwrap();
    assert!(made.success());
    Some(Url::Postgres(format!("{server}/{name}")))
}

impl Site {
    /// The same site on every database there is.
    pub async fn each() -> Vec<Self> {
        let folder = tempfile::tempdir().unwrap();
        let url = Url::Sqlite(folder.path().join("story.sqlite"));
        let mut sites = vec![Self::new(&url, folder).await];
        if let Some(url) = postgres() {
            sites.push(Self::new(&url, tempfile::tempdir().unwrap()).await);
        }
        sites
    }

    async fn new(url: &Url, folder: tempfile::TempDir) -> Self {
        store::migrate::run(url).unwrap();
        let db = Db::open(url, Options { readers: 2, writers: 2, queue: 64 }).unwrap();
        // Monday 23 November 2026, 10:40 in Novokuznetsk.
        let clock = Clock::manual(Millis(1_795_405_200_000));
        let now = clock.now();
        let child = db.write(move |tx| people(tx, now)).await.unwrap();
        let settings = Settings {
            zone: Zone::named("Asia/Novokuznetsk").unwrap(),
            base_url: "http://127.0.0.1".to_owned(),
            data: PathBuf::new(),
            secret: [7; 32],
            demo: true,
            sessions: kit::Sessions::default(),
            tell_statements: false,
        };
        let app = App::new(db, clock.clone(), settings);
        Self { routes: cabinet::routes().into_router().with_state(app), clock, child, _folder: folder }
    }

    /// A browser nobody has used yet.
    pub fn browser(&self) -> Browser {
        self.browser_at("10.0.0.1")
    }

    pub fn browser_at(&self, address: &str) -> Browser {
        Browser {
            routes: self.routes.clone(),
            cookies: Vec::new(),
            agent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
            address: address.parse().unwrap(),
        }
    }

    pub async fn signed_in(&self, login: &str) -> Browser {
        let mut browser = self.browser();
        browser.sign_in(login, "demo").await;
        browser
    }
}

/// Everybody of the story; returns the parent's child.
fn people(tx: &mut WriteTx<'_>, now: Millis) -> Result<PersonId, PageError> {
    static HASH: std::sync::LazyLock<String> =
        std::sync::LazyLock::new(|| registry::password::hash("demo").unwrap());
    let ids = reg::add_persons(
        tx,
        &[
            person("Иванова", "Елена", "Петровна"),
            person("Иванова", "Мария", "Сергеевна"),
            person("Орлов", "Дмитрий", "Николаевич"),
            person("Новикова", "Анна", "Игоревна"),
            person("Чужов", "Пётр", "Ильич"),
            person("Чужов", "Илья", "Петрович"),
            person("Серов", "Олег", "Павлович"),
            person("Стражев", "Иван", "Иванович"),
            person("Запоров", "Лев", "Львович"),
            person("Свежева", "Ольга", "Олеговна"),
        ],
        now,
    )?;
    let logins = [
        "parent",
        "pupil",
        "teacher",
        "newparent",
        "stranger",
        "strangerchild",
        "operator",
        "guard",
        "locked",
        "fresh",
    ];
    for (login, person) in logins.iter().zip(&ids) {
        let parent = *login == "parent";
        let id = reg::add_account(
            tx,
            &reg::NewAccount {
                person: *person,
                login: (*login).to_owned(),
                email: parent.then(|| "Elena@example.org".to_owned()),
                phone: parent.then(|| "+7 900 000-00-01".to_owned()),
                password_hash: HASH.clone(),
                must_change: *login == "fresh",
            },
            now,
        )?;
        if *login == "locked" {
            lock(tx, id);
        }
    }
    let institution = |kind, short_name: &str| reg::NewInstitution {
        kind,
        name: short_name.to_owned(),
        short_name: short_name.to_owned(),
        parent: None,
        locality: "Город".to_owned(),
        address: String::new(),
        phone: String::new(),
    };
    let school = reg::add_institution(tx, &institution(InstitutionKind::School, "Школа № 1"), now)?;
    let office = reg::add_institution(tx, &institution(InstitutionKind::Operator, "Оператор"), now)?;
    let (first_day, last_day) = (Day::new(2026, 9, 1).unwrap(), Day::new(2027, 5, 31).unwrap());
    let new = reg::NewYear {
        name: "2026/27".to_owned(),
        first_day,
        last_day,
        periods: Vec::new(),
        bells: Vec::new(),
        holidays: Vec::new(),
    };
    let year = reg::add_year(tx, school, &new)?;
    let own = reg::add_class(tx, school, year, 7, "А", "7А")?;
    let other = reg::add_class(tx, school, year, 7, "Б", "7Б")?;
    reg::set_class_teacher(tx, school, own, Some(ids[2]))?;
    reg::enroll(tx, school, own, &ids[1..2], first_day)?;
    reg::enroll(tx, school, other, &ids[5..6], first_day)?;
    reg::add_guardian(tx, ids[0], ids[1], Relation::Mother, now)?;
    reg::add_guardian(tx, ids[4], ids[5], Relation::Father, now)?;
    reg::add_role(tx, school, ids[2], Role::Teacher)?;
    reg::add_role(tx, office, ids[6], Role::Operator)?;
    reg::add_role(tx, school, ids[7], Role::Guard)?;
    store::jobs::enqueue(tx, "outbox.dispatch", "", "", now, now)?;
    let job = store::jobs::lease(tx, now, 60_000)?.unwrap();
    store::jobs::fail(tx, job.id, job.attempts, "no route to host", now)?;
    Ok(ids[1])
}

/// The registry has no command for it yet.
fn lock(tx: &mut WriteTx<'_>, id: kernel::AccountId) {
    use diesel::prelude::*;
    let statement = format!("UPDATE account SET locked = 1 WHERE id = {}", id.0);
    store::on_backend!(tx, |c| diesel::sql_query(statement).execute(c)).unwrap();
}

/// A browser: keeps cookies, follows nothing by itself.
pub struct Browser {
    routes: Router,
    pub cookies: Vec<(String, String)>,
    pub agent: &'static str,
    address: std::net::IpAddr,
}

impl Browser {
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path), String::new()).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
        self.send(request, body).await
    }

    pub async fn sign_in(&mut self, login: &str, password: &str) {
        let answer = self.post("/login/", &[("login", login), ("password", password)]).await;
        assert_eq!(answer.status, 303, "{login} can't sign in: {}", answer.body);
    }

    /// The token of this session's forms.
    pub async fn csrf(&mut self) -> String {
        self.get("/cabinet/me/").await.csrf().to_owned()
    }

    async fn send(&mut self, request: axum::http::request::Builder, body: String) -> Answer {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = request
            .header("cookie", cookies.join("; "))
            .header("user-agent", self.agent)
            .extension(ConnectInfo(SocketAddr::new(self.address, 40_000)))
            .body(Body::from(body))
            .unwrap();
        let response = self.routes.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for set in parts.headers.get_all("set-cookie") {
            let set = set.to_str().unwrap();
            let (name, value) = set.split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.retain(|(known, _)| known != name);
            if !set.contains("Max-Age=0") {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        let body = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn location(&self) -> &str {
        self.header("location")
    }

    /// Every text between two others.
    pub fn between(&self, from: &str, to: &str) -> Vec<&str> {
        self.body
            .split(from)
            .skip(1)
            .filter_map(|rest| rest.split_once(to))
            .map(|(text, _)| text)
            .collect::<Vec<_>>()
            .into_iter()
            .filter(|text| text.len() < 100)
            .collect()
    }

    /// What `<meta name="page">` says.
    pub fn page(&self) -> &str {
        self.between("<meta name=\"page\" content=\"", "\"").first().copied().unwrap_or_default()
    }

    pub fn csrf(&self) -> &str {
        self.between("<meta name=\"csrf\" content=\"", "\"").first().copied().unwrap_or_default()
    }
}
