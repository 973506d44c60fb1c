//! `GET /school/timetable/` – the week of a class, a teacher or a room, to look at and to change.

use access::SeeSchool;
use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use kernel::{Day, JournalId};
use kit::{Cx, NoticeKind, PageError, Tr, text};
use serde::Deserialize;
use store::ReadTx;

use super::draw::{self, Held, Look, Of, Row};
use super::{day_from, words};
use crate::pages::nav;
use crate::timetable::edit::{Change, Recent, recent};
use crate::timetable::plan::{self, Plan};

/// `?by=class&id=12&from=2026-11-24&week=0&hold=12.1.3.0.20260901`
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    by: String,
    #[serde(default)]
    id: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    week: String,
    #[serde(default)]
    hold: String,
    #[serde(default)]
    refused: String,
}

struct Tab {
    href: String,
    label: String,
    current: bool,
}

struct Choice {
    value: String,
    label: String,
    current: bool,
}

/// A journal beside the grid: what stands and what should.
struct Line {
    journal: JournalId,
    title: String,
    who: String,
    placed: String,
    wanted: String,
    unplaced: String,
    hold: String,
    held: bool,
}

/// Journals of the whole school that wait for a place.
struct Waiting {
    href: String,
    title: String,
    unplaced: String,
}

struct Last {
    what: String,
    when: String,
    version: i32,
    undo: bool,
    again: bool,
}

/// One of the last hour's changes.
struct Past {
    what: String,
    when: String,
    version: i32,
    undone: bool,
    undo: bool,
}

struct DayOff {
    weekday: i32,
    label: &'static str,
    off: bool,
}

#[derive(Template)]
#[template(path = "timetable.html")]
struct Page {
    tr: Tr,
    nav: Vec<nav::Tab>,
    csrf: String,
    note: String,
    may_edit: bool,
    by: &'static str,
    sheet: String,
    id: String,
    from: Day,
    week: i32,
    version: i32,
    caption: String,
    kinds: Vec<Tab>,
    weeks: Vec<Tab>,
    choices: Vec<Choice>,
    choice_label: &'static str,
    heads: Vec<(i32, &'static str)>,
    rows: Vec<Row>,
    held: String,
    release: String,
    lines: Vec<Line>,
    waiting: Vec<Waiting>,
    waiting_title: String,
    last: Option<Last>,
    recent: Vec<Past>,
    /// «вт 24 ноября – Карантин»: days of the shown week without lessons.
    free: String,
    days_off: Vec<DayOff>,
    here: String,
}

/// The empty state: there is no year, or no journal yet.
#[derive(Template)]
#[template(path = "timetable_none.html")]
struct Empty {
    tr: Tr,
    nav: Vec<nav::Tab>,
    manages: bool,
}

struct View {
    plan: Plan,
    last: Option<(Change, String)>,
    recent: Vec<Recent>,
}

fn view(
    tx: &mut ReadTx<'_>,
    may: &SeeSchool,
    today: Day,
    now: kernel::Millis,
) -> Result<Option<View>, PageError> {
    let Some(plan) = plan::load(tx, may.institution(), today)? else { return Ok(None) };
    let (last, recent) = recent(tx, plan.institution, plan.year.year.id, today, now)?;
    let last = match last {
        None => None,
        Some(change) => {
            let who = match change.by {
                Some(person) => registry::read::person(tx, person)?.name.initials(),
                None => String::new(),
            };
            Some((change, who))
        }
    };
    Ok(Some(View { plan, last, recent }))
}

/// Heads and administrators of a school look; who makes the timetable changes it.
pub async fn show(cx: Cx, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let may = access::see_school(&actor)?;
    let manages =
        access::manage_timetable(&actor).is_ok_and(|other| other.institution() == may.institution());
    let (today, now) = (cx.today, cx.now);
    let view = cx.read(move |tx| view(tx, &may, today, now)).await?;
    let tr = cx.tr;
    let tabs = nav::tabs(tr, "timetable", access::manage_school(&actor).is_ok());
    let known = view.filter(|view| !view.plan.journals.is_empty());
    let Some((view, of)) = known.and_then(|view| {
        let of = subject_of(&view.plan, &asked)?;
        Some((view, of))
    }) else {
        let main = Empty { tr, nav: tabs, manages };
        return cx.page("school.timetable", tr.timetable_title()).place("school").render(&main);
    };
    let plan = &view.plan;
    let week = asked.week.parse().unwrap_or(0).clamp(0, plan.school.cycle);
    let week = if plan.school.cycle > 1 { week } else { 0 };
    let look = Look { of, from: day_from(plan, &asked.from, today), week };
    // What has begun to hold stays: past days can be looked at only.
    let may_edit = manages && look.from >= today;
    let held = Held::read(&asked.hold).filter(|held| may_edit && held.stands(plan, look.from));
    let gone = may_edit && !asked.hold.is_empty() && held.is_none();
    let main = page(&cx, &view, &look, held, may_edit, tabs);
    let mut page = cx.page("school.timetable", tr.timetable_title()).place("school");
    if manages {
        page = page.script("timetable.js");
    }
    if gone {
        page = page.notice(NoticeKind::Warning, tr.timetable_hold_gone());
    }
    if asked.refused == "undo" {
        page = page.notice(NoticeKind::Error, tr.timetable_refused_undo());
    }
    if manages && !may_edit {
        page = page.notice(NoticeKind::Info, tr.timetable_past());
    }
    page.render(&main)
}

/// Whose week: the asked one, else the first class, teacher or room.
fn subject_of(plan: &Plan, asked: &Asked) -> Option<Of> {
    match asked.by.as_str() {
        "teacher" => {
            let list = teachers(plan);
            let wanted = asked.id.parse().ok();
            let found = list.iter().find(|(id, _)| Some(*id) == wanted).or_else(|| list.first());
            found.map(|(id, _)| Of::Teacher(*id))
        }
        "room" => {
            let rooms = plan.rooms();
            let found = rooms.iter().find(|room| **room == asked.id).or_else(|| rooms.first());
            found.cloned().map(Of::Room)
        }
        _ => {
            let wanted = asked.id.parse().ok();
            let found = plan.classes.iter().find(|class| Some(class.id) == wanted);
            found.or_else(|| plan.classes.first()).map(|class| Of::Class(class.id))
        }
    }
    .or_else(|| plan.classes.first().map(|class| Of::Class(class.id)))
}

/// Those who teach anything, by name.
fn teachers(plan: &Plan) -> Vec<(kernel::PersonId, String)> {
    plan.staff
        .iter()
        .filter(|(id, _)| plan.school.courses.values().any(|course| course.teachers.contains(id)))
        .map(|(id, name)| (*id, name.initials()))
        .collect()
}

fn page(cx: &Cx, view: &View, look: &Look, held: Option<Held>, may_edit: bool, nav: Vec<nav::Tab>) -> Page {
    let (tr, plan) = (cx.tr, &view.plan);
    let choices: Vec<(String, String)> = match &look.of {
        Of::Class(_) => plan.classes.iter().map(|class| (class.id.to_string(), class.name.clone())).collect(),
        Of::Teacher(_) => teachers(plan).into_iter().map(|(id, name)| (id.to_string(), name)).collect(),
        Of::Room(_) => plan.rooms().into_iter().map(|room| (room.clone(), room)).collect(),
    };
    let id = look.of.id();
    let kinds = [
        ("class", tr.timetable_by_class()),
        ("teacher", tr.timetable_by_teacher()),
        ("room", tr.timetable_by_room()),
    ];
    let from = look.from.to_string();
    let hours = plan.hours(look.from);
    let cycle = plan.school.cycle;
    let mut lines: Vec<(i32, Line)> = plan
        .journals
        .iter()
        .filter(|journal| match &look.of {
            Of::Class(class) => plan.is_for(journal.id, *class),
            Of::Teacher(person) => plan.teachers(journal.id).contains(person),
            Of::Room(_) => false,
        })
        .map(|journal| {
            let of = hours.get(&journal.id).copied().unwrap_or_default();
            let names: Vec<String> = plan.teachers(journal.id).iter().map(|id| plan.person(*id)).collect();
            let line = Line {
                journal: journal.id,
                title: format!("{}, {}", journal.subject_name, journal.groups_name),
                who: if matches!(look.of, Of::Teacher(_)) { String::new() } else { names.join(", ") },
                placed: words::hours(tr, of.placed, cycle),
                wanted: words::hours(tr, of.wanted, cycle),
                unplaced: if of.unplaced() > 0 {
                    words::hours(tr, of.unplaced(), cycle)
                } else {
                    String::new()
                },
                hold: format!("{}&hold=j{}", look.href(), journal.id),
                held: held == Some(Held::Journal(journal.id)),
            };
            (-of.unplaced(), line)
        })
        .collect();
    lines.sort_by_key(|(unplaced, _)| *unplaced);
    let waiting: Vec<Waiting> = plan
        .journals
        .iter()
        .filter_map(|journal| {
            let of = hours.get(&journal.id).copied().unwrap_or_default();
            let class = plan.school.courses.get(&journal.id)?.parts.first()?.class;
            let there = Look { of: Of::Class(class), ..look.clone() };
            (of.unplaced() > 0).then(|| Waiting {
                href: format!("{}&hold=j{}", there.href(), journal.id),
                title: format!("{}, {}", journal.groups_name, journal.subject_name),
                unplaced: words::hours(tr, of.unplaced(), cycle),
            })
        })
        .collect();
    let name = choices.iter().find(|(value, _)| *value == id).map(|(_, label)| label.clone());
    let name = name.unwrap_or_else(|| id.clone());
    Page {
        tr,
        nav,
        csrf: cx.csrf(),
        note: words::since(tr, look.from, cx.today),
        may_edit,
        by: look.of.by(),
        sheet: format!("/school/timetable/sheet/?by={}&from={from}", look.of.by()),
        from: look.from,
        week: look.week,
        version: plan.version,
        caption: match &look.of {
            Of::Class(_) => tr.timetable_of_class(&name),
            Of::Teacher(_) => tr.timetable_of_teacher(&name),
            Of::Room(_) => tr.timetable_of_room(&name),
        },
        kinds: kinds
            .into_iter()
            .map(|(by, label)| Tab {
                href: format!("/school/timetable/?{}", draw::form(&[("by", by), ("from", &from)])),
                label: label.to_owned(),
                current: by == look.of.by(),
            })
            .collect(),
        weeks: if cycle > 1 {
            (0..=cycle)
                .map(|week| Tab {
                    href: Look { week, ..look.clone() }.href(),
                    label: if week == 0 {
                        tr.timetable_weeks_all().to_owned()
                    } else {
                        words::week(tr, week)
                    },
                    current: week == look.week,
                })
                .collect()
        } else {
            Vec::new()
        },
        choice_label: match &look.of {
            Of::Class(_) => tr.timetable_choice_class(),
            Of::Teacher(_) => tr.timetable_choice_teacher(),
            Of::Room(_) => tr.timetable_choice_room(),
        },
        choices: choices
            .into_iter()
            .map(|(value, label)| Choice { current: value == id, value, label })
            .collect(),
        heads: plan.weekdays().map(|weekday| (weekday, words::weekday(tr, weekday))).collect(),
        rows: draw::rows(tr, plan, look, held, may_edit),
        held: held.map_or_else(String::new, |held| match held {
            Held::Entry(key) => format!(
                "{}: {}",
                words::journal(plan, key.journal),
                words::place(tr, key.weekday, key.number, key.weeks)
            ),
            Held::Journal(journal) => words::journal(plan, journal),
        }),
        release: look.href(),
        lines: lines.into_iter().map(|(_, line)| line).collect(),
        waiting_title: tr.timetable_waiting(i64::try_from(waiting.len()).unwrap_or(i64::MAX)),
        waiting,
        last: view.last.as_ref().filter(|_| may_edit).map(|(change, who)| last(cx, plan, change, who)),
        recent: if may_edit {
            view.recent.iter().map(|one| past(cx, plan, one)).collect()
        } else {
            Vec::new()
        },
        free: plan
            .days_free(look.from)
            .into_iter()
            .map(|(day, title)| tr.days_off_day(&text::weekday_and_date(tr, day, cx.today), title))
            .collect::<Vec<_>>()
            .join("; "),
        days_off: match &look.of {
            Of::Teacher(person) if may_edit => plan
                .weekdays()
                .map(|weekday| DayOff {
                    weekday,
                    label: words::weekday(tr, weekday),
                    off: plan.school.days_off.contains(&(*person, weekday)),
                })
                .collect(),
            _ => Vec::new(),
        },
        here: look.href(),
        id,
    }
}

fn last(cx: &Cx, plan: &Plan, change: &Change, who: &str) -> Last {
    let tr = cx.tr;
    let (day, time) = cx.app().settings().zone.local(change.at);
    let mut when = format!("{}, {}", text::day(tr, day, cx.today), text::time(time));
    if !who.is_empty() {
        when.push_str(", ");
        when.push_str(who);
    }
    Last {
        what: words::change(tr, plan, change),
        when,
        version: change.version,
        undo: change.can_be_undone(cx.today),
        again: change.kind == crate::timetable::edit::ChangeKind::Undo,
    }
}

fn past(cx: &Cx, plan: &Plan, one: &Recent) -> Past {
    let (_, time) = cx.app().settings().zone.local(one.change.at);
    let who = one.change.by.map(|person| plan.person(person)).filter(|name| name != "—");
    let when = text::time(time);
    Past {
        what: words::change(cx.tr, plan, &one.change),
        when: who.map_or_else(|| when.clone(), |who| format!("{when}, {who}")),
        version: one.change.version,
        undone: one.undone,
        undo: one.can_be_undone,
    }
}
