//! Every page there is, who looks at it, and how to come to it in any region.

use serde_json::json;
use testkit::{Answer, Client, Site};

use crate::tab::Tab;

/// A page to look at.
pub struct Page {
    /// A short name, also of its pictures.
    pub name: &'static str,
    /// Who looks; nobody has signed in without it.
    pub login: Option<&'static str>,
    /// Where one begins.
    pub path: &'static str,
    /// Links one follows from there, CSS selectors; of those with ` | ` between them the first that finds one.
    pub follow: &'static [&'static str],
    /// The status of its answer.
    pub status: u16,
}

const fn page(name: &'static str, login: Option<&'static str>, path: &'static str) -> Page {
    Page { name, login, path, follow: &[], status: 200 }
}

const fn behind(
    name: &'static str,
    login: Option<&'static str>,
    path: &'static str,
    follow: &'static [&'static str],
) -> Page {
    Page { name, login, path, follow, status: 200 }
}

const JOURNAL: &str = "main a[href^='/journal/']:not([href*='/lessons/']):not([href='/journal/plans/']):not([href='/journal/late/'])";
const PLAN: &str = "main a[href$='/plan/']";
const PERIODS: &str = "main a[href$='/periods/']";
const LESSON: &str = ".grid thead th.today a | .grid thead th[data-w] a";

/// Who has not signed in.
pub const GUESTS: [Page; 5] = [
    page("start", None, "/"),
    page("login", None, "/login/"),
    page("login-staff", None, "/accounts/login/"),
    Page { name: "missing", login: None, path: "/no-such-page/", follow: &[], status: 404 },
    page("gallery", None, "/dev/gallery"),
];

/// Parents and pupils.
pub const FAMILIES: [Page; 9] = [
    page("diary", Some("parent"), "/diary/"),
    behind("diary-past", Some("parent"), "/diary/", &[".weeks a[rel=prev]"]),
    page("marks", Some("parent"), "/marks/"),
    page("me", Some("parent"), "/cabinet/me/"),
    page("children", Some("parent"), "/cabinet/children/"),
    page("password", Some("parent"), "/cabinet/password/"),
    page("logout", Some("parent"), "/logout/"),
    page("diary-pupil", Some("pupil"), "/diary/"),
    page("diary-none", Some("newparent"), "/diary/"),
];

/// Teachers.
pub const TEACHERS: [Page; 12] = [
    page("timetable-mine", Some("teacher"), "/school/timetable/mine/"),
    page("journals", Some("teacher"), "/journal/"),
    behind("grid", Some("teacher"), "/journal/", &[JOURNAL]),
    behind("lesson", Some("teacher"), "/journal/", &[JOURNAL, LESSON]),
    page("plans", Some("teacher"), "/journal/plans/"),
    behind("plan", Some("teacher"), "/journal/", &[JOURNAL, PLAN]),
    behind("periods", Some("teacher"), "/journal/", &[JOURNAL, PERIODS]),
    page("late", Some("teacher"), "/journal/late/"),
    page("notices", Some("teacher"), "/notices/"),
    page("search", Some("teacher"), "/search/?q=7"),
    page("search-none", Some("teacher"), "/search/?q=zzzzz"),
    Page { name: "missing-staff", login: Some("teacher"), path: "/diary/1/", follow: &[], status: 404 },
];

/// Who leads a school, and who runs the server.
pub const HEADS: &[Page] = &[
    page("timetable", Some("deputy"), "/school/timetable/"),
    page("timetable-teacher", Some("deputy"), "/school/timetable/?by=teacher"),
    page("timetable-room", Some("deputy"), "/school/timetable/?by=room"),
    behind("timetable-held", Some("deputy"), "/school/timetable/", &["a.tt-take"]),
    behind("timetable-lesson", Some("deputy"), "/school/timetable/", &["a.tt-edit"]),
    page("timetable-sheet", Some("deputy"), "/school/timetable/sheet/"),
    page("timetable-import", Some("deputy"), "/school/timetable/import/"),
    page("substitutions", Some("deputy"), "/school/substitutions/2026-11-24/"),
    page("substitutions-month", Some("deputy"), "/school/substitutions/month/"),
    page("journals-all", Some("deputy"), "/journal/"),
    page("plans-all", Some("deputy"), "/school/plans/"),
    page("periods-locks", Some("deputy"), "/school/periods/"),
    page("periods-late", Some("deputy"), "/school/periods/late/"),
    page("seal", Some("deputy"), "/school/seal/"),
    page("verify", None, "/verify/"),
    page("school", Some("admin"), "/school/"),
    behind("class", Some("admin"), "/school/", &["main a[href^='/school/classes/']"]),
    page("staff", Some("admin"), "/school/staff/"),
    page("access", Some("admin"), "/school/access/"),
    behind("access-class", Some("admin"), "/school/access/", &["main a[href^='/school/access/classes/']"]),
    page("access-staff", Some("admin"), "/school/access/staff/"),
    page("access-own", Some("classteacher"), "/school/access/"),
    page("login-sheet", None, "/login/?login=ivanova-m417"),
    page("tasks", Some("admin"), "/school/tasks/"),
    page("rosters", Some("admin"), "/school/rosters/"),
    page("load", Some("admin"), "/school/load/"),
    page("load-teachers", Some("deputy"), "/school/load/?by=teachers"),
    behind("load-class", Some("admin"), "/school/load/", &["main a[href^='/school/load/classes/']"]),
    page("load-joint", Some("admin"), "/school/load/joint/"),
    page("control", Some("deputy"), "/school/control/"),
    page("people", Some("admin"), "/school/people/pupils/"),
    page("people-parents", Some("admin"), "/school/people/parents/"),
    behind(
        "person",
        Some("admin"),
        "/school/people/pupils/",
        &["main a[href^='/school/people/']:not([href*='export'])"],
    ),
    page("transfers", Some("admin"), "/school/people/transfers/"),
    page("doubles", Some("admin"), "/school/people/doubles/"),
    page("classes", Some("admin"), "/school/classes/"),
    page("info", Some("admin"), "/school/info/"),
    page("info-news", Some("admin"), "/school/info/news/"),
    page("info-documents", Some("admin"), "/school/info/documents/"),
    page("me-staff", Some("admin"), "/cabinet/me/"),
    page("system", Some("operator"), "/system/"),
    page("help", Some("operator"), "/system/access/?q=parent"),
    behind(
        "help-person",
        Some("operator"),
        "/system/access/?q=parent",
        &["main .rows a[href^='/system/access/']"],
    ),
];

/// The academic year.
pub const YEAR: [Page; 4] = [
    page("years", Some("admin"), "/school/year/"),
    page("year-new", Some("admin"), "/school/year/new/"),
    page("year-next", Some("admin"), "/school/year/next/"),
    behind("year", Some("admin"), "/school/year/", &["main .rows a"]),
];

/// All of them.
pub fn all() -> impl Iterator<Item = &'static Page> {
    GUESTS.iter().chain(&FAMILIES).chain(&TEACHERS).chain(HEADS).chain(&YEAR)
}

impl Page {
    /// Goes there; `base` is `http://127.0.0.1:8123`.
    pub async fn open(&self, tab: &Tab, base: &str) {
        tab.open(&format!("{base}{}", self.path)).await;
        for link in self.follow {
            let first = "?.href).find(Boolean) ?? ''";
            let to = tab
                .text(&format!("`{link}`.split(' | ').map((css) => document.querySelector(css){first}"))
                .await;
            assert!(!to.is_empty(), "{}: no link {link} on {}", self.name, tab.url().await);
            tab.open(&to).await;
        }
        tab.wait("document.readyState === 'complete'").await;
        tab.wait("(document.getElementById('journal')?.dataset.ready ?? '1') === '1'").await;
    }
}

/// What a journal's grid says to somebody without scripts.
pub struct Sheet {
    /// The works that may be written, oldest first.
    pub works: Vec<i64>,
    /// The pupils by name.
    pub pupils: Vec<i64>,
    cells: Vec<((i64, i64), (String, i32))>,
}

impl Sheet {
    /// Reads the page of the grid.
    #[must_use]
    pub fn read(page: &Answer) -> Self {
        assert_eq!((page.status, page.page()), (200, "journal.grid"), "{}", page.body);
        let number = |text: &str| text.split(['"', ' ', '>']).next().unwrap().parse::<i64>().unwrap();
        let heads: Vec<(i64, bool)> = page
            .body
            .split("data-w=\"")
            .skip(1)
            .map(|head| (number(head), head.split('>').next().unwrap().contains("data-ro")))
            .collect();
        let mut pupils = Vec::new();
        let mut cells = Vec::new();
        for row in page.body.split("<tr data-p=").skip(1) {
            let pupil = number(row);
            pupils.push(pupil);
            for (cell, (work, _)) in row.split("<td").skip(1).zip(&heads) {
                let (tag, text) = cell.split_once('>').unwrap();
                let version = tag.split_once("data-v=").map_or(0, |(_, v)| i32::try_from(number(v)).unwrap());
                cells.push(((pupil, *work), (text.trim().to_owned(), version)));
            }
        }
        let works = heads.iter().filter(|(_, closed)| !closed).map(|(work, _)| *work).collect();
        Self { works, pupils, cells }
    }

    /// A cell's text and version.
    #[must_use]
    pub fn cell(&self, pupil: usize, work: i64) -> (String, i32) {
        let pupil = self.pupils[pupil];
        self.cells.iter().find(|(at, _)| *at == (pupil, work)).expect("a cell").1.clone()
    }
}

/// Writes one cell as a program does, over what is there now.
pub async fn put(
    client: &mut Client,
    journal: kernel::JournalId,
    pupil: usize,
    work: i64,
    text: &str,
    op: &str,
) {
    let sheet = Sheet::read(&client.get(&format!("/journal/{journal}/")).await);
    let change = json!({ "op": op, "pupil": sheet.pupils[pupil], "work": work,
        "base": sheet.cell(pupil, work).1, "text": text });
    let answer =
        client.post_json(&format!("/journal/{journal}/cells/"), &json!({ "changes": [change] })).await;
    assert_eq!(answer.json()["saved"][0]["op"], op, "{}", answer.body);
}

/// Fills the small region's journals with marks of every kind, comments, topics and homework.
pub async fn dress(site: &Site) {
    const TEXTS: [&str; 14] = ["5", "4", "3", "2", "", "н", "5", "б", "4", "уп", "оп4", "1", "", "оп"];
    for (login, journal) in [
        ("teacher", site.small.journal_a),
        ("classteacher", site.small.journal_russian),
        ("otherteacher", site.small.other_journal),
    ] {
        let mut client = site.signed_in(login).await;
        let page = client.get(&format!("/journal/{journal}/")).await;
        let sheet = Sheet::read(&page);
        let mut changes = Vec::new();
        for (column, work) in sheet.works.iter().enumerate() {
            for (row, pupil) in sheet.pupils.iter().enumerate() {
                let text = TEXTS[(column * 5 + row * 3) % TEXTS.len()];
                if text.is_empty() {
                    continue;
                }
                let mut change = json!({ "op": format!("dress-{column}-{row}-{journal}"), "pupil": pupil, "work": work,
                    "base": 0, "text": text });
                if text == "2" {
                    change["comment"] = json!("Не выучил правило, пересдача в четверг");
                }
                changes.push(change);
            }
        }
        for some in changes.chunks(100) {
            let answer = client
                .post_json(&format!("/journal/{journal}/cells/"), &json!({ "changes": some }))
                .await
                .json();
            assert!(answer["saved"].as_array().is_some_and(|saved| saved.len() == some.len()), "{answer}");
        }
        for lesson in page.body.split("href=\"").filter_map(|rest| rest.split('"').next()) {
            if lesson.contains("/lessons/2026-11-") {
                let form = [
                    ("version", "0"),
                    ("topic", "Сложение и вычитание десятичных дробей"),
                    ("homework", "§ 12, № 345, 346 (б, в); повторить правила на стр. 58"),
                ];
                client.post_form(lesson, &form).await;
            }
        }
    }
}
