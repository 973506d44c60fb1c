//! The school's pages through HTTP: who sees which, full and empty, in both languages.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

#[path = "import/school.rs"]
mod fixture;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use fixture::{NOW, School, databases};
use kernel::clock::Zone;
use kernel::{AccountId, Clock, PersonId};
use kit::{App, Settings};
use registry::Role;
use registry::write::{NewAccount, NewSession};
use school::import::RosterOptions;
use tower::ServiceExt;

const STAFF: &[u8] = include_bytes!("../../../demo/school1/roster_staff.csv");
const PUPILS: &[u8] = include_bytes!("../../../demo/school1/roster_pupils.csv");
const SOLVED: &[u8] = include_bytes!("../../../demo/school1/school1_data_and_timetable.fet");

struct Site {
    runtime: tokio::runtime::Runtime,
    router: Router,
    school: School,
}

impl Site {
    fn new(school: School) -> Self {
        let settings = Settings {
            zone: Zone::named("Asia/Novokuznetsk").unwrap(),
            base_url: "http://localhost".into(),
            data: std::path::PathBuf::new(),
            secret: [7; 32],
            demo: false,
            sessions: kit::Sessions::default(),
            tell_statements: false,
        };
        let app = App::new(school.db.clone(), Clock::manual(NOW), settings);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let lessons = axum::Extension(journal::dated::lessons());
        let routes = school::routes().around(|router| router.layer(lessons.clone()));
        Self { runtime, router: routes.into_router().with_state(app), school }
    }

    /// The demo's school 1.
    fn full(school: School) -> Self {
        let school = school.with_year();
        let options = || RosterOptions { password_hash: Some("x".into()), ..RosterOptions::default() };
        school.roster_with(STAFF, options()).unwrap();
        school.roster_with(PUPILS, options()).unwrap();
        school.timetable(SOLVED, false).unwrap();
        Self::new(school)
    }

    /// Signs somebody in and gives the cookie.
    fn sign_in(&self, login: &'static str) -> String {
        self.school
            .db
            .write_blocking(move |tx| {
                let account = registry::read::account_by_login(tx, login)?.unwrap();
                open(tx, account.id, login)
            })
            .unwrap()
    }

    fn sign_in_admin(&self) -> String {
        let school = self.school.id;
        self.school
            .db
            .write_blocking(move |tx| {
                let new = registry::NewPerson {
                    name: kernel::PersonName::new("Новикова", "Татьяна", None).unwrap(),
                    birth_day: None,
                    sex: None,
                    snils: None,
                    phone: None,
                    email: None,
                };
                let person: PersonId = registry::write::add_persons(tx, &[new], NOW)?[0];
                registry::write::add_role(tx, school, person, Role::Admin)?;
                let account = NewAccount {
                    person,
                    login: "admin".into(),
                    email: None,
                    phone: None,
                    password_hash: "x".into(),
                    must_change: false,
                };
                let account = registry::write::add_account(tx, &account, NOW)?;
                open(tx, account, "admin")
            })
            .unwrap()
    }

    fn get(&self, path: &str, cookie: &str, language: &str) -> (StatusCode, String) {
        let request = Request::get(path)
            .header(header::COOKIE, cookie)
            .header(header::ACCEPT_LANGUAGE, language)
            .body(Body::empty())
            .unwrap();
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let status = response.status();
            let body = axum::body::to_bytes(response.into_body(), 4_000_000).await.unwrap();
            (status, String::from_utf8(body.to_vec()).unwrap())
        })
    }

    fn page(&self, path: &str, cookie: &str, language: &str) -> String {
        let (status, html) = self.get(path, cookie, language);
        assert_eq!(status, StatusCode::OK, "{path}");
        assert!(html.contains(&format!("<html lang=\"{language}\">")), "{path}");
        assert!(!html.contains(" style=") && !html.contains("<style"), "{path}: inline style");
        assert_eq!(html.matches("<h1").count(), 1, "{path}");
        for tag in ["section", "table", "tbody", "ul", "ol", "div", "p"] {
            let (open, closed) =
                (html.matches(&format!("<{tag}>")).count(), html.matches(&format!("</{tag}>")).count());
            let with_attributes = html.matches(&format!("<{tag} ")).count();
            assert_eq!(open + with_attributes, closed, "{path}: <{tag}>");
        }
        html
    }

    fn class(&self, name: &'static str) -> i64 {
        let sql = match name {
            "7А" => "SELECT id FROM class WHERE name = '7А'",
            _ => "SELECT id FROM class WHERE name = '10Б'",
        };
        self.school.number(sql)
    }
}

fn open(tx: &mut store::WriteTx<'_>, account: AccountId, token: &str) -> Result<String, registry::Error> {
    let session = NewSession {
        token_hash: registry::token::hash(token),
        account,
        agent: String::new(),
        address: String::new(),
        expires_at: NOW.plus(3_600_000),
    };
    registry::write::open_session(tx, &session, NOW)?;
    Ok(format!("zvonok={token}"))
}

#[test]
fn a_full_school_is_shown_to_its_heads() {
    for school in databases() {
        let site = Site::full(school);
        let deputy = site.sign_in("deputy");
        let html = site.page("/school/", &deputy, "ru");
        assert!(html.contains("name=\"page\" content=\"school.overview\""));
        assert!(html.contains("Учеников: 1\u{a0}000, классов: 40, сотрудников: 68"), "{html}");
        assert!(html.contains("11 класс") && html.contains("Учебный год 2026/27"));
        assert_eq!(html.matches("href=\"/school/classes/").count(), 40);
        let english = site.page("/school/", &deputy, "en");
        assert!(english.contains("Academic year 2026/27") && english.contains("Grade 11"));

        let path = format!("/school/classes/{}/", site.class("7А"));
        let html = site.page(&path, &deputy, "ru");
        assert!(
            html.contains("7А класс") && html.contains("25 учеников · Классный руководитель: "),
            "{html}"
        );
        assert_eq!(html.matches("href=\"/diary/").count(), 25);
        assert_eq!(html.matches("class=\"day").count() - html.matches("class=\"days").count(), 5);
        assert!(html.contains("понедельник") || html.contains("Понедельник"));
        assert!(html.contains("7А гр1"));
        assert!(site.page(&path, &deputy, "en").contains("Weekly timetable"));

        let html = site.page("/school/staff/", &deputy, "ru");
        assert!(html.contains("68 человек") && html.contains("Орлов Дмитрий Николаевич"));
        site.page("/school/staff/", &deputy, "en");

        // An administrator keeps the lists but reads no diaries.
        let admin = site.sign_in("admin");
        assert_eq!(site.page(&path, &admin, "ru").matches("href=\"/diary/").count(), 0);
    }
}

#[test]
fn others_find_nothing() {
    for school in databases() {
        let site = Site::full(school);
        let cookies =
            ["classteacher", "teacher", "parent", "pupil", "guard"].map(|login| (login, site.sign_in(login)));
        let own = format!("/school/classes/{}/", site.class("7А"));
        let other = format!("/school/classes/{}/", site.class("10Б"));
        for (login, cookie) in &cookies {
            for path in ["/school/", "/school/staff/", other.as_str(), "/school/classes/999999/"] {
                assert_eq!(site.get(path, cookie, "ru").0, StatusCode::NOT_FOUND, "{login} {path}");
            }
            let expected = if *login == "classteacher" { StatusCode::OK } else { StatusCode::NOT_FOUND };
            let (status, html) = site.get(&own, cookie, "ru");
            assert_eq!(status, expected, "{login}");
            if status == StatusCode::OK {
                assert_eq!(html.matches("href=\"/diary/").count(), 25);
            }
        }
        let (status, _) = site.get("/school/", "", "ru");
        assert_eq!(status, StatusCode::SEE_OTHER);
    }
}

#[test]
fn an_empty_school_says_what_to_expect() {
    for school in databases() {
        let site = Site::new(school);
        let admin = site.sign_in_admin();
        let html = site.page("/school/", &admin, "ru");
        assert!(html.contains("Классов пока нет") && html.contains("Учебного года ещё нет"));
        assert!(site.page("/school/", &admin, "en").contains("No classes yet"));
        assert!(site.page("/school/staff/", &admin, "ru").contains("Сотрудников пока нет"));

        let Site { school, .. } = site;
        let site = Site::new(school.with_year());
        let id = site.school.id;
        let class = site
            .school
            .db
            .write_blocking(move |tx| {
                let year = registry::read::year_at(tx, id, fixture::day("2026-11-23"))?.unwrap();
                registry::write::add_class(tx, id, year.id, 1, "А", "1А")
            })
            .unwrap();
        for (language, words) in [("ru", "В классе пока никого нет"), ("en", "Nobody is in this class yet")]
        {
            let html = site.page(&format!("/school/classes/{class}/"), &admin, language);
            assert!(html.contains(words), "{language}");
        }
    }
}

/// The load of the demo's school as its timetable says it goes to FET, comes back solved, and is what FET says: the
/// lessons that the file names are the lessons that stand, and a second import of it has nothing to change.
#[test]
fn fet_accepts_the_demo_schools_plan_and_what_it_solved_comes_back() {
    if std::env::var_os("ZVONOK_WITHOUT_FET").is_some() {
        return;
    }
    for school in databases() {
        let site = Site::full(school);
        let admin = site.sign_in("admin");
        let (status, plan) = site.get("/school/load/plan.fet", &admin, "ru");
        assert_eq!(status, StatusCode::OK, "{plan}");
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("load.fet");
        std::fs::write(&file, &plan).unwrap();
        std::process::Command::new("fet-cl")
            .arg(format!("--inputfile={}", file.display()))
            .arg(format!("--outputdir={}", folder.path().display()))
            .args(["--language=ru", "--htmllevel=0", "--timelimitseconds=120"])
            .args(["--randomseeds10=1", "--randomseeds11=2", "--randomseeds12=3"])
            .args(["--randomseeds20=4", "--randomseeds21=5", "--randomseeds22=6"])
            .output()
            .expect("fet-cl of the package «fet»; or set ZVONOK_WITHOUT_FET=1");
        let log = std::fs::read_to_string(folder.path().join("logs/result.txt")).unwrap();
        let end = log.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default();
        assert_eq!(end.trim(), "Simulation successful", "{log}");
        let solved =
            std::fs::read(folder.path().join("timetables/load/load_data_and_timetable.fet")).unwrap();
        let said = formats::timetable::read(&solved, "load.fet").unwrap();
        let journals = site.school.number("SELECT COUNT(*) FROM journal");
        let report = site.school.timetable(&solved, false).unwrap();
        assert_eq!((report.placed, report.unplaced, report.refused), (said.lessons.len(), 0, 0));
        assert_eq!(site.school.number("SELECT COUNT(*) FROM journal"), journals, "no journal was made anew");
        let again = site.school.timetable(&solved, false).unwrap();
        assert_eq!((again.added, again.changed, again.refused), (0, 0, 0));
    }
}
