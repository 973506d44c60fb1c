//! Every route × every sign-in × own and foreign objects, against the committed picture.
//!
//! A route without an entry in [`targets`] fails the test. Run with `UPDATE_GOLDEN=1` and look at the difference.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails loudly"
)]

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

use axum::http::Method;
use serde_json::json;
use testkit::small::LOGINS;
use testkit::{Client, Site, Small};

/// What is sent to an address.
enum Body {
    None,
    Form(Vec<(&'static str, &'static str)>),
    Json,
}

/// One address of a route: whose thing it is, and what is sent.
struct Target {
    what: &'static str,
    path: String,
    body: Body,
}

fn target(what: &'static str, path: impl Into<String>) -> Target {
    Target { what, path: path.into(), body: Body::None }
}

/// The addresses a route is tried at. Every route must be here.
fn targets(method: &Method, route: &str, small: &Small) -> Option<Vec<Target>> {
    let form = |what, path: String, fields: &[(&'static str, &'static str)]| Target {
        what,
        path,
        body: Body::Form(fields.to_vec()),
    };
    let children = |make: &dyn Fn(i64) -> String| {
        vec![
            target("pupil of 7А, child of parent", make(small.pupil.0)),
            target("pupil of 3Б elsewhere, child of parent", make(small.sibling.0)),
            target("pupil of 3Б elsewhere, child of otherparent", make(small.other_pupil.0)),
            target("pupil of 7Б", make(small.pupils_b[0].0)),
            target("nobody", make(987_654_321)),
        ]
    };
    let journals = |make: &dyn Fn(i64) -> String| {
        vec![
            target("mathematics of 7А", make(small.journal_a.0)),
            target("Russian of 7А", make(small.journal_russian.0)),
            target("mathematics of 3Б elsewhere", make(small.other_journal.0)),
            target("none", make(987_654_321)),
        ]
    };
    let people = |make: &dyn Fn(i64) -> String| {
        vec![
            target("pupil of 7А", make(small.pupil.0)),
            target("teacher", make(small.teacher.0)),
            target("parent of 7А and 3Б elsewhere", make(small.parent.0)),
            target("pupil of 3Б elsewhere", make(small.other_pupil.0)),
            target("parent elsewhere", make(small.other_parent.0)),
            target("nobody", make(987_654_321)),
        ]
    };
    let classes = |make: &dyn Fn(i64) -> String| {
        vec![
            target("7А", make(small.class_a.0)),
            target("3Б elsewhere", make(small.other_class.0)),
            target("none", make(987_654_321)),
        ]
    };
    let with = |list: Vec<Target>, body: &dyn Fn() -> Body| -> Vec<Target> {
        list.into_iter().map(|t| Target { body: body(), ..t }).collect()
    };
    Some(match (method.as_str(), route) {
        (
            "GET",
            "/" | "/login/" | "/accounts/login/" | "/logout/" | "/cabinet/" | "/cabinet/me/"
            | "/cabinet/children/" | "/cabinet/password/" | "/system/" | "/school/" | "/school/staff/"
            | "/journal/" | "/diary/" | "/marks/",
        ) => vec![target("", route)],
        ("GET", "/search/") => vec![target("a class", "/search/?q=7%D0%90")],
        ("GET", "/diary/{child}/") => children(&|id| format!("/diary/{id}/")),
        ("GET", "/diary/{child}/{day}") => children(&|id| format!("/diary/{id}/2026-11-20")),
        ("GET", "/marks/{child}/") => children(&|id| format!("/marks/{id}/")),
        ("GET", "/journal/{id}/") => journals(&|id| format!("/journal/{id}/")),
        ("POST", "/journal/{id}/cells/") => {
            with(journals(&|id| format!("/journal/{id}/cells/")), &|| Body::Json)
        }
        ("GET", "/journal/{id}/lessons/{day}/{number}/") => {
            journals(&|id| format!("/journal/{id}/lessons/2026-11-23/1/"))
        }
        ("POST", "/journal/{id}/lessons/{day}/{number}/") => {
            with(journals(&|id| format!("/journal/{id}/lessons/2026-11-23/1/")), &|| {
                Body::Form(vec![("topic", ""), ("homework", ""), ("version", "0")])
            })
        }
        ("GET", "/school/classes/{id}/") => vec![
            target("7А", format!("/school/classes/{}/", small.class_a)),
            target("7Б", format!("/school/classes/{}/", small.class_b)),
            target("3Б elsewhere", format!("/school/classes/{}/", small.other_class)),
            target("none", "/school/classes/987654321/"),
        ],
        (
            "GET",
            "/school/people/pupils/"
            | "/school/people/parents/"
            | "/school/people/staff/"
            | "/school/people/pupils/export/"
            | "/school/people/parents/export/"
            | "/school/people/staff/export/"
            | "/school/people/staff/edit/"
            | "/school/people/transfers/"
            | "/school/people/doubles/"
            | "/school/classes/",
        ) => vec![target("", route)],
        ("POST", "/school/classes/" | "/school/people/staff/archive/") => {
            vec![form("nothing filled in", route.to_owned(), &[])]
        }
        (
            "GET",
            "/school/people/{id}/"
            | "/school/people/{id}/edit/"
            | "/school/people/{id}/archive/"
            | "/school/people/{id}/move/"
            | "/school/people/{id}/transfer/"
            | "/school/people/{id}/restore/"
            | "/school/people/{id}/staff-restore/"
            | "/school/people/{id}/guardians/",
        ) => people(&|id| route.replace("{id}", &id.to_string())),
        (
            "POST",
            "/school/people/{id}/edit/"
            | "/school/people/{id}/archive/"
            | "/school/people/{id}/move/"
            | "/school/people/{id}/transfer/"
            | "/school/people/{id}/restore/"
            | "/school/people/{id}/staff-restore/"
            | "/school/people/{id}/guardians/",
        ) => with(people(&|id| route.replace("{id}", &id.to_string())), &|| Body::Form(Vec::new())),
        ("POST", "/school/people/{id}/guardians/{guardian}/end/") => {
            with(people(&|id| format!("/school/people/{id}/guardians/987654321/end/")), &|| {
                Body::Form(Vec::new())
            })
        }
        ("GET", "/school/people/transfers/{id}/") => {
            vec![target("none", "/school/people/transfers/987654321/")]
        }
        (
            "POST",
            "/school/people/transfers/{id}/accept/"
            | "/school/people/transfers/{id}/decline/"
            | "/school/people/transfers/{id}/withdraw/"
            | "/school/people/merges/{id}/undo/",
        ) => vec![form("none", route.replace("{id}", "987654321"), &[])],
        ("GET", "/school/people/doubles/{first}/{second}/") => doubles(small),
        ("POST", "/school/people/doubles/{first}/{second}/") => {
            with(doubles(small), &|| Body::Form(Vec::new()))
        }
        (
            "GET",
            "/school/classes/{id}/edit/"
            | "/school/classes/{id}/settings/"
            | "/school/classes/{id}/dissolve/",
        ) => classes(&|id| route.replace("{id}", &id.to_string())),
        (
            "POST",
            "/school/classes/{id}/settings/"
            | "/school/classes/{id}/archive/"
            | "/school/classes/{id}/move/"
            | "/school/classes/{id}/dissolve/"
            | "/school/classes/{id}/restore/",
        ) => with(classes(&|id| route.replace("{id}", &id.to_string())), &|| Body::Form(Vec::new())),
        ("POST", "/login/" | "/accounts/login/") => {
            vec![form("a wrong password", route.to_owned(), &[("login", "teacher"), ("password", "wrong")])]
        }
        ("POST", "/logout/") => vec![form("", route.to_owned(), &[])],
        ("POST", "/language/") => vec![form("", route.to_owned(), &[("locale", "ru"), ("next", "/")])],
        ("POST", "/cabinet/password/") => {
            vec![form("a wrong current password", route.to_owned(), &[("current", "x")])]
        }
        ("POST", "/cabinet/sessions/{id}/end/") => {
            vec![form("nobody's session", "/cabinet/sessions/987654321/end/".to_owned(), &[])]
        }
        ("POST", "/cabinet/sessions/end-others/") => vec![form("", route.to_owned(), &[])],
        _ => return None,
    })
}

/// Two of one's own, and one of another school's.
fn doubles(small: &Small) -> Vec<Target> {
    let (own, second, other) = (small.pupils_a[1].0, small.pupils_a[2].0, small.other_pupil.0);
    vec![
        target("two pupils of 7А", format!("/school/people/doubles/{own}/{second}/")),
        target("one of 3Б elsewhere", format!("/school/people/doubles/{own}/{other}/")),
        target("nobody", format!("/school/people/doubles/{own}/987654321/")),
    ]
}

async fn status(client: &mut Client, method: &Method, target: &Target) -> u16 {
    let answer = match (&target.body, method.as_str()) {
        (Body::None, _) => client.get(&target.path).await,
        (Body::Form(fields), _) => client.post_form(&target.path, fields).await,
        (Body::Json, _) => client.post_json(&target.path, &json!({"changes": []})).await,
    };
    answer.status
}

#[test]
fn every_route_answers_every_role_as_committed() {
    testkit::run(async {
        let site = Site::sqlite().await;
        let mut clients: HashMap<&str, Client> = HashMap::new();
        for login in LOGINS {
            site.clock.advance(60_000);
            clients.insert(login, site.signed_in(login).await);
        }
        clients.insert("guest", site.client());
        let mut people: Vec<&str> = vec!["guest"];
        people.extend(LOGINS);
        let mut picture = String::new();
        let routes = server::rooms::routes();
        for (method, route) in routes.list() {
            let list = targets(method, route, &site.small).unwrap_or_else(|| {
                panic!("{method} {route} has no entry in the matrix: add it to targets()")
            });
            for target in list {
                let mut by_status: BTreeMap<u16, Vec<&str>> = BTreeMap::new();
                for who in &people {
                    // Signing out or ending sessions must not disturb the next route.
                    let mut client = if matches!(*route, "/logout/") && *who != "guest" {
                        site.signed_in(who).await
                    } else {
                        clients[who].clone()
                    };
                    // Wrong passwords are counted by time.
                    site.clock.advance(60_000);
                    by_status.entry(status(&mut client, method, &target).await).or_default().push(who);
                }
                write!(picture, "{method} {route}").unwrap();
                if !target.what.is_empty() {
                    write!(picture, " – {}", target.what).unwrap();
                }
                picture.push('\n');
                for (status, who) in by_status {
                    writeln!(picture, "  {status}: {}", who.join(" ")).unwrap();
                }
            }
        }
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/matrix.txt");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(path, &picture).unwrap();
            return;
        }
        let golden = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            picture == golden,
            "the matrix differs from tests/golden/matrix.txt:\n{}",
            difference(&golden, &picture)
        );
    });
}

fn difference(golden: &str, now: &str) -> String {
    let old: Vec<&str> = golden.lines().collect();
    now.lines().filter(|line| !old.contains(line)).map(|line| format!("+ {line}\n")).collect()
}

/// Said once more in plain words, whatever the golden file says.
#[test]
fn a_parent_meets_nothing_at_anothers_child() {
    testkit::run(async {
        let site = Site::sqlite().await;
        let mut parent = site.signed_in("parent").await;
        for child in [site.small.other_pupil.0, site.small.pupils_b[0].0, site.small.pupils_a[1].0] {
            for path in
                [format!("/diary/{child}/"), format!("/diary/{child}/2026-11-20"), format!("/marks/{child}/")]
            {
                let foreign = parent.get(&path).await;
                let absent = parent.get(&path.replace(&child.to_string(), "987654321")).await;
                assert_eq!(
                    (foreign.status, absent.status),
                    (404.try_into().unwrap(), 404.try_into().unwrap()),
                    "{path}"
                );
                let strip = |text: &str| text.split("data-trace").next().unwrap_or_default().len();
                assert_eq!(
                    strip(&foreign.body),
                    strip(&absent.body),
                    "forbidden and absent look alike: {path}"
                );
            }
        }
    });
}
