//! `GET /school/control/` – what needs a deputy's eye: lessons without a topic, journals without marks, too many tests.
//!
//! A class should write at most one test a day and three a week (recommendations of Рособрнадзор and Минпросвещения
//! of 06.08.2021, СК-228/03 and 01-169/08-01, and schools' own rules).

use std::collections::{BTreeMap, HashMap};

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use kernel::{ClassId, Day, PersonId};
use kit::{Cx, PageError, Tr};
use serde::Deserialize;

use crate::read::{Kept, Test};

/// Tests of a class in one day.
const TESTS_A_DAY: usize = 1;
/// Tests of a class in one week.
const TESTS_A_WEEK: usize = 3;
/// A journal whose lessons go on without an entry for so many days is shown.
const SILENT_DAYS: i64 = 14;
/// So many days back are looked at.
const SPANS: [i64; 3] = [7, 30, 90];

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    days: i64,
}

#[derive(Template)]
#[template(path = "control.html")]
struct Page {
    tr: Tr,
    nav: Vec<school::pages::nav::Tab>,
    note: String,
    spans: Vec<(i64, String, bool)>,
    no_year: bool,
    teachers: Vec<Teacher>,
    silent: Vec<Silent>,
    tests: Vec<Overload>,
}

/// A teacher with journals that miss topics.
struct Teacher {
    name: String,
    missing: String,
    journals: Vec<Missing>,
}

struct Missing {
    href: String,
    title: String,
    count: String,
}

/// A journal without entries.
struct Silent {
    href: String,
    title: String,
    teachers: String,
    since: String,
}

/// A class with too many tests.
struct Overload {
    class: ClassId,
    name: String,
    what: String,
    tests: Vec<(String, String)>,
}

struct View {
    kept: Vec<Kept>,
    tests: Vec<Test>,
    classes: HashMap<ClassId, String>,
    staff: HashMap<PersonId, String>,
}

/// The heads and administrators of a school.
pub async fn show(cx: Cx, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let may = access::see_school(&actor)?;
    let manages = access::manage_school(&actor).is_ok();
    let (tr, today) = (cx.tr, cx.today);
    let days = SPANS.into_iter().find(|span| *span == asked.days).unwrap_or(SPANS[1]);
    let monday = today.monday();
    let view = cx
        .read(move |tx| {
            let institution = may.institution();
            let Some(year) = registry::read::year_at(tx, institution, today)? else { return Ok(None) };
            let first = today.plus(-days).max(year.first_day);
            Ok(Some(View {
                kept: crate::read::kept(tx, &may, year.id, first, today.plus(-1))?,
                tests: crate::read::tests(tx, &may, monday, monday.plus(13))?,
                classes: registry::read::classes(tx, institution, year.id)?
                    .into_iter()
                    .map(|class| (class.id, class.name))
                    .collect(),
                staff: registry::read::staff_of(tx, institution)?
                    .into_iter()
                    .map(|(id, name, _)| (id, name.full()))
                    .collect(),
            }))
        })
        .await?;
    let main = Page {
        tr,
        nav: school::pages::nav::tabs(tr, "control", manages),
        note: tr.control_note(&kit::text::period(tr, today.plus(-days), today.plus(-1))),
        spans: SPANS.iter().map(|span| (*span, tr.control_days(*span), *span == days)).collect(),
        no_year: view.is_none(),
        teachers: view.as_ref().map(|view| teachers(tr, view)).unwrap_or_default(),
        silent: view.as_ref().map(|view| silent(tr, view, today)).unwrap_or_default(),
        tests: view.as_ref().map(|view| overloads(tr, view, today)).unwrap_or_default(),
    };
    cx.page("school.control", tr.control_title()).place("school").render(&main)
}

fn title(kept: &Kept) -> String {
    format!("{}, {}", kept.subject, kept.groups)
}

/// Teachers by how many topics are missing; who misses none is not here.
fn teachers(tr: Tr, view: &View) -> Vec<Teacher> {
    let mut by_teacher: BTreeMap<PersonId, (i64, Vec<Missing>)> = BTreeMap::new();
    for kept in view.kept.iter().filter(|kept| kept.without_topic > 0) {
        let Some((on, number)) = kept.first_empty else { continue };
        let teacher = kept.teachers.first().copied().unwrap_or(PersonId(0));
        let of = by_teacher.entry(teacher).or_default();
        of.0 += kept.without_topic;
        of.1.push(Missing {
            href: format!("/journal/{}/lessons/{on}/{number}/", kept.journal),
            title: title(kept),
            count: tr.control_of(&kept.without_topic.to_string(), &kept.lessons.to_string()),
        });
    }
    let mut list: Vec<(i64, Teacher)> = by_teacher
        .into_iter()
        .map(|(id, (missing, journals))| {
            let name = view.staff.get(&id).cloned().unwrap_or_else(|| tr.control_no_teacher().to_owned());
            (missing, Teacher { name, missing: tr.control_topics(missing), journals })
        })
        .collect();
    list.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.name.cmp(&b.1.name)));
    list.into_iter().map(|(_, teacher)| teacher).collect()
}

/// Journals that had lessons and no entry for long.
fn silent(tr: Tr, view: &View, today: Day) -> Vec<Silent> {
    view.kept
        .iter()
        .filter(|kept| kept.lessons > 1 && kept.last_entry.is_none_or(|day| day.plus(SILENT_DAYS) < today))
        .map(|kept| {
            let names: Vec<&str> =
                kept.teachers.iter().filter_map(|id| view.staff.get(id)).map(String::as_str).collect();
            Silent {
                href: format!("/journal/{}/", kept.journal),
                title: title(kept),
                teachers: names.join(", "),
                since: match kept.last_entry {
                    Some(day) => tr.control_silent_since(&kit::text::date(tr, day, today)),
                    None => tr.control_silent_always().to_owned(),
                },
            }
        })
        .collect()
}

/// Classes with too many tests in a day or a week.
fn overloads(tr: Tr, view: &View, today: Day) -> Vec<Overload> {
    let names: HashMap<_, _> = view.kept.iter().map(|kept| (kept.journal, kept.subject.as_str())).collect();
    let mut by_day: BTreeMap<(ClassId, Day), Vec<&Test>> = BTreeMap::new();
    let mut by_week: BTreeMap<(ClassId, Day), Vec<&Test>> = BTreeMap::new();
    for test in &view.tests {
        by_day.entry((test.class, test.day)).or_default().push(test);
        by_week.entry((test.class, test.day.monday())).or_default().push(test);
    }
    let line = |class: ClassId, what: String, tests: &[&Test]| {
        Some(Overload {
            class,
            name: view.classes.get(&class)?.clone(),
            what,
            tests: tests
                .iter()
                .map(|test| {
                    let subject = names.get(&test.journal).copied().unwrap_or_default();
                    let label = format!("{}, {}", subject, kit::text::weekday_and_date(tr, test.day, today));
                    (format!("/journal/{}/lessons/{}/{}/", test.journal, test.day, test.number), label)
                })
                .collect(),
        })
    };
    let days =
        by_day.iter().filter(|(_, tests)| tests.len() > TESTS_A_DAY).filter_map(|((class, on), tests)| {
            line(*class, tr.control_tests_day(count(tests), &kit::text::day(tr, *on, today)), tests)
        });
    let weeks = by_week.iter().filter(|(_, tests)| tests.len() > TESTS_A_WEEK).filter_map(
        |((class, monday), tests)| {
            let week = kit::text::period(tr, *monday, monday.plus(6));
            line(*class, tr.control_tests_week(count(tests), &week), tests)
        },
    );
    let mut list: Vec<Overload> = days.chain(weeks).collect();
    list.sort_by(|a, b| a.name.cmp(&b.name));
    list
}

fn count(tests: &[&Test]) -> i64 {
    i64::try_from(tests.len()).unwrap_or(i64::MAX)
}
