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
use kernel::{DocumentId, FileId, LinkId, NewsId};
use serde_json::json;
use testkit::small::{CONTENT, LOGINS, Told};
use testkit::{Client, Site, Small};

/// What is sent to an address.
enum Body {
    None,
    /// A form with a file: the token, then the file's name and content.
    File(&'static str, &'static str),
    Form(Vec<(&'static str, &'static str)>),
    Files,
    Owned(Vec<(&'static str, String)>),
    Edit,
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

/// What two schools tell about themselves, and nothing.
fn things(small: &Small) -> [(&'static str, i64, Told); 3] {
    let none = Told { news: NewsId(9), document: DocumentId(9), link: LinkId(9), file: FileId(987_654_321) };
    [
        ("of school 1", small.school.0, small.info),
        ("of school 2", small.other_school.0, small.other_info),
        ("none", small.school.0, none),
    ]
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
            target("7Б", make(small.class_b.0)),
            target("3Б elsewhere", make(small.other_class.0)),
            target("none", make(987_654_321)),
        ]
    };
    let form_or_page = |method: &Method, path: String| Target {
        what: "none",
        path,
        body: if *method == Method::POST { Body::Form(Vec::new()) } else { Body::None },
    };
    let years = |route: &str, make: &dyn Fn(&'static str, String) -> Target| {
        let at = |id: i64| route.replace("{id}", &id.to_string()).replace("{schedule}", "0");
        vec![make("the school's year", at(small.year.0)), make("none, or another school's", at(987_654_321))]
    };
    let with = |list: Vec<Target>, body: &dyn Fn() -> Body| -> Vec<Target> {
        list.into_iter().map(|t| Target { body: body(), ..t }).collect()
    };
    Some(match (method.as_str(), route) {
        (
            "GET",
            "/"
            | "/login/"
            | "/accounts/login/"
            | "/logout/"
            | "/cabinet/"
            | "/cabinet/me/"
            | "/cabinet/children/"
            | "/cabinet/password/"
            | "/notices/"
            | "/notices/count/"
            | "/system/"
            | "/system/access/"
            | "/school/"
            | "/school/staff/"
            | "/journal/"
            | "/journal/offline/"
            | "/diary/"
            | "/marks/"
            | "/school/control/"
            | "/school/control/export/"
            | "/school/plans/"
            | "/journal/plans/"
            | "/school/load/"
            | "/school/load/joint/"
            | "/school/marks/"
            | "/school/load/plan.fet"
            | "/school/info/"
            | "/school/info/edit/"
            | "/school/info/news/"
            | "/school/info/news/new/"
            | "/school/info/documents/"
            | "/school/info/documents/new/"
            | "/school/info/links/"
            | "/school/info/links/new/"
            | "/about/"
            | "/school/timetable/"
            | "/school/timetable/index/"
            | "/school/timetable/mine/"
            | "/school/timetable/sheet/"
            | "/school/timetable/import/"
            | "/school/substitutions/"
            | "/school/substitutions/month/"
            | "/school/access/"
            | "/school/access/staff/"
            | "/school/tasks/"
            | "/school/rosters/",
        ) => vec![target("", route)],
        ("GET", "/search/") => vec![target("a class", "/search/?q=7%D0%90")],
        ("GET", "/diary/{child}/") => children(&|id| format!("/diary/{id}/")),
        ("GET", "/diary/{child}/{day}") => children(&|id| format!("/diary/{id}/2026-11-20")),
        ("GET", "/marks/{child}/") => children(&|id| format!("/marks/{id}/")),
        ("GET", "/journal/{id}/") => journals(&|id| format!("/journal/{id}/")),
        ("GET", "/journal/{id}/live/") => journals(&|id| format!("/journal/{id}/live/")),
        ("POST", "/journal/{id}/cells/") => {
            with(journals(&|id| format!("/journal/{id}/cells/")), &|| Body::Json)
        }
        ("GET", "/journal/{id}/remarks/") => journals(&|id| format!("/journal/{id}/remarks/")),
        ("POST", "/journal/{id}/remarks/") => {
            with(journals(&|id| format!("/journal/{id}/remarks/")), &|| Body::Form(vec![]))
        }
        ("POST", "/journal/{id}/remarks/{remark}/") => {
            with(journals(&|id| format!("/journal/{id}/remarks/987654321/")), &|| Body::Form(vec![]))
        }
        ("GET", "/journal/{id}/works/{work}/") => {
            journals(&|id| format!("/journal/{id}/works/{}/", small.work))
        }
        ("POST", "/journal/{id}/works/{work}/") => {
            with(journals(&|id| format!("/journal/{id}/works/{}/", small.work)), &|| Body::Form(vec![]))
        }
        ("GET", "/journal/{id}/works/{work}/{pupil}/") => {
            journals(&|id| format!("/journal/{id}/works/{}/{}/", small.work, small.pupil))
        }
        ("POST", "/journal/{id}/works/{work}/{pupil}/") => {
            let cell = |id| format!("/journal/{id}/works/{}/{}/", small.work, small.pupil);
            with(journals(&cell), &|| Body::Form(vec![("comment", ""), ("text", "5")]))
        }
        ("POST", "/school/marks/") => {
            vec![form("own school", "/school/marks/".into(), &[("pause", "-1")])]
        }
        ("POST", "/school/marks/kinds/{kind}/") => {
            vec![form("own school", "/school/marks/kinds/0/".into(), &[("title", "")])]
        }
        ("POST", "/journal/{id}/works/{work}/remove/") => {
            with(journals(&|id| format!("/journal/{id}/works/987654321/remove/")), &|| Body::Form(vec![]))
        }
        (
            "GET",
            "/journal/late/" | "/school/periods/" | "/school/periods/late/" | "/school/periods/rules/",
        ) => {
            vec![target("", route)]
        }
        ("GET", "/school/seal/" | "/verify/") => vec![target("", route)],
        (_, "/journal/{id}/periods/{column}/") => {
            with(journals(&|id| format!("/journal/{id}/periods/year/")), &|| Body::Form(vec![]))
        }
        ("GET", "/journal/{id}/periods/" | "/journal/{id}/history/" | "/journal/{id}/export.json") => {
            journals(&|id| route.replace("{id}", &id.to_string()))
        }
        ("GET", "/journal/{id}/history/{pupil}/{work}/") => {
            journals(&|id| format!("/journal/{id}/history/{}/1/", small.pupil))
        }
        ("GET", "/school/classes/{id}/summary/") => classes(&|id| route.replace("{id}", &id.to_string())),
        ("POST", "/school/periods/lock/") => {
            vec![form("a period that is not there", route.to_owned(), &[("period", "987654321")])]
        }
        ("POST", "/school/periods/days/") => vec![form("too many", route.to_owned(), &[("days", "99")])],
        ("POST", "/school/periods/rules/" | "/school/periods/unlock/") => {
            vec![form("an empty form", route.to_owned(), &[])]
        }
        ("POST", "/school/periods/unlock/{id}/end/" | "/school/periods/late/{id}/accept/") => {
            vec![form("none", route.replace("{id}", "987654321"), &[])]
        }
        ("POST", "/school/periods/late/{id}/decline/") => {
            vec![form("none", route.replace("{id}", "987654321"), &[("reason", "x")])]
        }
        ("POST", "/school/seal/{year}/") => vec![
            form("a year with open periods", format!("/school/seal/{}/", small.year), &[]),
            form("none", "/school/seal/987654321/".to_owned(), &[]),
        ],
        ("POST", "/verify/") => vec![Target { what: "nothing", path: route.to_owned(), body: Body::Files }],
        ("GET", "/journal/{id}/lessons/{day}/{number}/") => {
            journals(&|id| format!("/journal/{id}/lessons/2026-11-23/1/"))
        }
        ("POST", "/journal/{id}/lessons/{day}/{number}/") => {
            with(journals(&|id| format!("/journal/{id}/lessons/2026-11-23/1/")), &|| {
                Body::Form(vec![("topic", ""), ("homework", ""), ("version", "0")])
            })
        }
        (_, "/journal/{id}/lessons/{day}/{number}/attendance/") => {
            let list = journals(&|id| format!("/journal/{id}/lessons/2026-11-23/1/attendance/"));
            if *method == Method::GET { list } else { with(list, &|| Body::Form(Vec::new())) }
        }
        (_, route) if route.starts_with("/journal/{id}/lessons/{day}/{number}/homework/") => {
            // Homework that is nowhere: whom the lesson's form is open to is told apart at «new».
            let list = journals(&|id| {
                let path = route.replace("{id}", &id.to_string()).replace("{day}", "2026-11-23");
                path.replace("{number}", "1")
                    .replace("{homework}", "987654321")
                    .replace("{file}", "987654321")
            });
            match method.as_str() {
                "GET" => list,
                _ if route.ends_with("/remove/") || route.ends_with("/restore/") => {
                    with(list, &|| Body::Form(vec![]))
                }
                _ => with(list, &|| Body::Files),
            }
        }
        (_, route) if route.starts_with("/homework/{child}/{institution}/") => children(&|id| {
            let path = route.replace("{child}", &id.to_string());
            let path = path.replace("{institution}", &small.school.to_string());
            path.replace("{homework}", "987654321").replace("{file}", "987654321")
        }),
        (_, "/journal/{id}/plan/editions/{version}/") => {
            journals(&|id| format!("/journal/{id}/plan/editions/987654321/"))
        }
        ("POST", "/journal/{id}/lessons/{day}/{number}/plan/") => {
            with(journals(&|id| format!("/journal/{id}/lessons/2026-11-23/1/plan/")), &|| Body::Form(vec![]))
        }
        ("GET", route) if route.starts_with("/journal/{id}/plan/") => {
            journals(&|id| route.replace("{id}", &id.to_string()))
        }
        ("POST", "/journal/{id}/plan/import/") => {
            with(journals(&|id| format!("/journal/{id}/plan/import/")), &|| Body::File("x.csv", ""))
        }
        // Rows and versions that are not there: whoever may change the plan is told so.
        ("POST", route) if route.starts_with("/journal/{id}/plan/") => {
            with(journals(&|id| route.replace("{id}", &id.to_string())), &|| {
                Body::Form(vec![("op", "merge"), ("row", "987654321"), ("version", "99")])
            })
        }
        ("GET", "/school/load/classes/{id}/") => classes(&|id| format!("/school/load/classes/{id}/")),
        ("POST", "/school/load/classes/{id}/") => {
            with(classes(&|id| format!("/school/load/classes/{id}/")), &|| Body::Form(Vec::new()))
        }
        ("POST", "/school/load/classes/{id}/curriculum/") => {
            with(classes(&|id| format!("/school/load/classes/{id}/curriculum/")), &|| Body::Form(Vec::new()))
        }
        ("POST", "/school/load/classes/{id}/spread/") => {
            with(classes(&|id| format!("/school/load/classes/{id}/spread/")), &|| Body::Form(Vec::new()))
        }
        ("GET", "/school/load/classes/{class}/groups/{id}/") => {
            classes(&|id| format!("/school/load/classes/{id}/groups/1/"))
        }
        ("POST", "/school/load/classes/{class}/groups/{id}/") => {
            with(classes(&|id| format!("/school/load/classes/{id}/groups/1/")), &|| Body::Form(Vec::new()))
        }
        ("GET", "/school/load/teachers/{id}/") => vec![
            target("teacher of school 1", format!("/school/load/teachers/{}/", small.teacher)),
            target("a parent", format!("/school/load/teachers/{}/", small.parent)),
        ],
        ("GET", "/school/load/journals/{id}/") => journals(&|id| format!("/school/load/journals/{id}/")),
        ("POST", "/school/load/journals/{id}/") => {
            with(journals(&|id| format!("/school/load/journals/{id}/")), &|| Body::Form(Vec::new()))
        }
        ("POST", "/school/load/journals/{id}/remove/") => {
            with(journals(&|id| format!("/school/load/journals/{id}/remove/")), &|| Body::Form(Vec::new()))
        }
        ("POST", "/school/load/joint/") => vec![form("nothing typed", route.to_owned(), &[])],
        ("GET", "/about/{institution}/" | "/about/{institution}/news/") => [
            ("school 1", small.school.0),
            ("school 2", small.other_school.0),
            ("the college", small.college.0),
            ("none", 987_654_321),
        ]
        .map(|(what, id)| target(what, route.replace("{institution}", &id.to_string())))
        .into(),
        ("GET", "/about/{institution}/news/{id}/" | "/about/{institution}/documents/{id}/") => things(small)
            .map(|(what, institution, thing)| {
                let thing = if route.contains("news") { thing.news.0 } else { thing.document.0 };
                let path = route.replace("{institution}", &institution.to_string());
                target(what, path.replace("{id}", &thing.to_string()))
            })
            .into(),
        ("GET", "/files/{institution}/{file}/") => {
            vec![target("without a key", format!("/files/{}/{}/", small.school, small.info.file))]
        }
        (_, route) if route.starts_with("/school/info/") => {
            let list = things(small).map(|(what, _, thing)| {
                let id = match route {
                    route if route.contains("/news/") => thing.news.0,
                    route if route.contains("/documents/") => thing.document.0,
                    _ => thing.link.0,
                };
                let path = route.replace("{id}", &id.to_string());
                target(what, path.replace("{file}", &thing.file.to_string()))
            });
            match method.as_str() {
                "GET" => list.into(),
                _ if route == "/school/info/documents/new/" => {
                    vec![Target { what: "an empty form", path: route.to_owned(), body: Body::Files }]
                }
                _ if route == "/school/info/documents/{id}/" => with(list.into(), &|| Body::Files),
                // A form with nothing in it changes nothing; turning a thing off or on is done in the story.
                _ if route.ends_with("/new/") || route.ends_with("/edit/") => {
                    vec![form("an empty form", route.to_owned(), &[])]
                }
                _ => with(list.into(), &|| Body::Form(vec![])),
            }
        }
        ("GET", "/school/timetable/lesson/") => {
            let lesson = |journal: i64| format!("/school/timetable/lesson/?journal={journal}&to=2.5");
            journals(&lesson)
        }
        ("POST", "/school/timetable/lesson/") => vec![
            // Made from a version that never was: nothing changes for the next route.
            Target {
                what: "mathematics of 7А",
                path: route.to_owned(),
                body: Body::Owned(lesson_form(small.journal_a.0)),
            },
            Target {
                what: "mathematics of 3Б elsewhere",
                path: route.to_owned(),
                body: Body::Owned(lesson_form(small.other_journal.0)),
            },
        ],
        ("POST", "/school/timetable/lesson/remove/") => vec![form(
            "an entry that is not there",
            route.to_owned(),
            &[("entry", "987654321.1.1.0.20260901"), ("version", "99"), ("from", "2026-11-24")],
        )],
        ("POST", "/school/timetable/edits/") => {
            vec![Target { what: "from an old version", path: route.to_owned(), body: Body::Edit }]
        }
        ("POST", "/school/timetable/undo/") => vec![form("", route.to_owned(), &[("version", "99")])],
        ("POST", "/school/timetable/days-off/") => {
            vec![form("somebody elsewhere", route.to_owned(), &[("person", "987654321")])]
        }
        ("POST", "/school/timetable/import/") => {
            vec![Target { what: "no timetable", path: route.to_owned(), body: Body::File("x.fet", "<html>") }]
        }
        (_, "/school/timetable/import/{draft}/") => {
            vec![form("none", "/school/timetable/import/987654321/".to_owned(), &[("version", "0")])]
        }
        ("GET", "/school/substitutions/{day}/") => vec![target("", "/school/substitutions/2026-11-23/")],
        (_, "/school/substitutions/{day}/{journal}/{number}/") => {
            with(journals(&|id| format!("/school/substitutions/2026-11-23/{id}/1/")), &|| {
                Body::Form(vec![("what", "")])
            })
        }
        ("POST", "/school/substitutions/undo/") => {
            vec![form("none", route.to_owned(), &[("substitution", "987654321"), ("day", "2026-11-24")])]
        }
        ("POST", "/school/substitutions/absences/") => {
            vec![form("nobody", route.to_owned(), &[("person", "")])]
        }
        ("POST", "/school/substitutions/absences/withdraw/") => {
            vec![form("none", route.to_owned(), &[("absence", "987654321"), ("day", "2026-11-24")])]
        }
        ("GET", "/school/classes/{id}/") => classes(&|id| format!("/school/classes/{id}/")),
        ("GET", "/school/access/classes/{id}/") => classes(&|id| format!("/school/access/classes/{id}/")),
        ("POST", "/school/access/classes/{id}/issue/") => {
            with(classes(&|id| format!("/school/access/classes/{id}/issue/")), &|| {
                Body::Form(vec![("pupils", "on"), ("whose", "nobody")])
            })
        }
        // Nobody is ticked: who may give is told so.
        ("GET", "/system/access/{person}/") => people(&|id| format!("/system/access/{id}/")),
        // Without a reason nobody is given anything.
        ("POST", "/system/access/{person}/") => {
            with(people(&|id| format!("/system/access/{id}/")), &|| Body::Form(Vec::new()))
        }
        ("POST", "/school/access/issue/") => vec![form("nobody", route.to_owned(), &[])],
        ("POST", "/school/access/staff/issue/") => {
            vec![form("somebody of no staff", route.to_owned(), &[("person", "987654321")])]
        }
        (_, "/school/tasks/{id}/" | "/school/tasks/{id}/cancel/" | "/school/tasks/{id}/restart/") => {
            vec![form_or_page(method, route.replace("{id}", "987654321"))]
        }
        ("GET", "/school/tasks/{id}/files/{number}/") => {
            vec![target("none", "/school/tasks/987654321/files/0/")]
        }
        ("GET", "/school/rosters/oneroster/{version}/") => vec![target("", "/school/rosters/oneroster/1.2/")],
        ("POST", "/school/rosters/") => vec![form("no file", route.to_owned(), &[])],
        (_, "/school/rosters/{id}/" | "/school/rosters/{id}/columns/" | "/school/rosters/{id}/discard/") => {
            vec![form_or_page(method, route.replace("{id}", "987654321"))]
        }
        ("GET", "/school/year/" | "/school/year/new/" | "/school/year/next/") => vec![target("", route)],
        ("POST", "/school/year/new/" | "/school/year/next/" | "/school/year/next/undo/") => {
            vec![form("an empty form", route.to_owned(), &[])]
        }
        (
            "GET",
            "/school/year/{id}/"
            | "/school/year/{id}/calendar/"
            | "/school/year/{id}/grades/"
            | "/school/year/{id}/uses/"
            | "/school/year/{id}/bells/{schedule}/",
        ) => years(route, &|what, path| target(what, path)),
        (
            "POST",
            "/school/year/{id}/calendar/"
            | "/school/year/{id}/bells/{schedule}/"
            | "/school/year/{id}/bells/{schedule}/delete/",
        ) => years(route, &|what, path| form(what, path, &[("name", "")])),
        ("POST", "/school/year/{id}/grades/") => {
            years(route, &|what, path| form(what, path, &[("g-7-week", "8")]))
        }
        ("POST", "/school/year/{id}/uses/") => {
            years(route, &|what, path| form(what, path, &[("u-0-days", "never")]))
        }
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
            | "/school/people/pupils/new/"
            | "/school/people/staff/new/"
            | "/school/classes/",
        ) => vec![target("", route)],
        (
            "POST",
            "/school/classes/"
            | "/school/people/staff/archive/"
            | "/school/people/pupils/new/"
            | "/school/people/staff/new/",
        ) => {
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
            "POST",
            "/school/people/doubles/{first}/{second}/apart/"
            | "/school/people/doubles/{first}/{second}/together/",
        ) => {
            let end = route.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
            let list = with(doubles(small), &|| Body::Form(Vec::new()));
            list.into_iter().map(|t| Target { path: format!("{}{end}/", t.path), ..t }).collect()
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
        ("POST", "/notices/read/") => vec![form("own", "/notices/read/".to_owned(), &[])],
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

/// A lesson put on Tuesday, made from a version that never was.
fn lesson_form(journal: i64) -> Vec<(&'static str, String)> {
    let fields =
        [("version", "99"), ("weekday", "2"), ("number", "5"), ("weeks", "0"), ("from", "2026-11-24")];
    let mut all: Vec<(&'static str, String)> =
        fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    all.push(("journal", journal.to_string()));
    all
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

/// The status, and whether it says «sign in first».
async fn status(client: &mut Client, method: &Method, target: &Target) -> (u16, bool) {
    let answer = match (&target.body, method.as_str()) {
        (_, "GET") => client.get(&target.path).await,
        (Body::File(name, content), _) => client.post_file(&target.path, name, content.as_bytes()).await,
        (Body::Owned(fields), _) => {
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            client.post_form(&target.path, &fields).await
        }
        (Body::Edit, _) => {
            let edit = json!({"version": 99, "from": "2026-11-24", "entry": "987654321.1.1.0.20260901"});
            client.post_json(&target.path, &edit).await
        }
        (Body::None, _) => client.get(&target.path).await,
        (Body::Form(fields), _) => client.post_form(&target.path, fields).await,
        (Body::Files, _) => client.post_files(&target.path, &[], &[]).await,
        (Body::Json, _) => client.post_json(&target.path, &json!({"changes": []})).await,
    };
    // Whatever it is, it is about somebody: no cache keeps it. A file may lie in the browser's own and be asked after.
    let file = answer.status == 200 && !answer.header("etag").is_empty();
    let wanted = if file { "private, no-cache" } else { "private, no-store" };
    assert_eq!(answer.header("cache-control"), wanted, "{method} {}", target.path);
    (answer.status, answer.location().starts_with("/login/") || answer.status == 401)
}

#[test]
fn every_route_answers_every_role_as_committed() {
    testkit::run(async {
        let site = Site::sqlite().await;
        site.app.files().keep(CONTENT).await.unwrap();
        let mut clients: HashMap<&str, Client> = HashMap::new();
        clients.insert("guest", site.client());
        let mut until = site.clock.now();
        let mut people: Vec<&str> = vec!["guest"];
        people.extend(LOGINS);
        let mut picture = String::new();
        let routes = server::rooms::routes();
        for (method, route) in routes.list() {
            let list = targets(method, route, &site.small).unwrap_or_else(|| {
                panic!("{method} {route} has no entry in the matrix: add it to targets()")
            });
            for target in list {
                // Each request takes a minute here, and a session lives for hours: everybody signs in again in time.
                if site.clock.now() >= until {
                    for login in LOGINS {
                        site.clock.advance(60_000);
                        clients.insert(login, site.signed_in(login).await);
                    }
                    until = site.clock.now().plus(6 * 3_600_000);
                }
                let mut by_status: BTreeMap<u16, Vec<&str>> = BTreeMap::new();
                for who in &people {
                    // Signing out or ending sessions must not disturb the next route.
                    let mut client = if matches!(*route, "/logout/") && *who != "guest" {
                        site.signed_in(who).await
                    } else {
                        clients[who].clone()
                    };
                    // Wrong passwords are counted by time.
                    let slow = route.contains("login") || route.contains("password");
                    site.clock.advance(if slow { 60_000 } else { 5_000 });
                    let (status, turned_away) = status(&mut client, method, &target).await;
                    assert!(
                        !turned_away || *who == "guest",
                        "{who} is not signed in: {method} {}",
                        target.path
                    );
                    by_status.entry(status).or_default().push(who);
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
