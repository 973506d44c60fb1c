//! `/school/timetable/lesson/` – one weekly lesson as a form: day, number, week, room, the day it holds from. It works
//! without JavaScript, and says before saving what stands against the lesson.

use askama::Template;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Day, JournalId};
use kit::form::{Field, FieldKind, Form};
use kit::{Cx, Link, PageError, Posted, Tr};
use serde::Deserialize;

use super::draw::{self, Look, Of};
use super::edits::{back, sentence, stale};
use super::{bad, day_from, words};
use crate::timetable::conflicts::Conflict;
use crate::timetable::edit::{self, Command, Edit, Key, Outcome, Place};
use crate::timetable::plan::{self, Plan};

/// `?entry=12.1.3.0.20260901&to=2.4&from=…` or `?journal=12&to=…`
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    entry: String,
    #[serde(default)]
    journal: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    week: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    by: String,
    #[serde(default)]
    id: String,
}

/// One thing that stands against the lesson.
struct Against {
    text: String,
    hard: bool,
}

#[derive(Template)]
#[template(path = "timetable_lesson.html")]
struct Page {
    tr: Tr,
    crumbs: Vec<Link>,
    csrf: String,
    title: String,
    note: String,
    form: Form,
    against: Vec<Against>,
    /// The ticks are there only when there is something to overrule.
    anyway: bool,
    joint: bool,
    blocked: bool,
    version: i32,
    entry: String,
    journal: String,
    from: Day,
    next: String,
    question: String,
}

/// What the form is filled with.
struct Filled {
    what: What,
    version: i32,
    from: Day,
    to: Place,
    room: String,
    next: String,
}

#[derive(Clone, Copy)]
enum What {
    Entry(Key),
    Journal(JournalId),
}

impl Filled {
    fn edit(&self) -> Edit {
        match self.what {
            What::Entry(entry) => Edit::Move { entry, to: self.to, room: Some(self.room.clone()) },
            What::Journal(journal) => Edit::Put { journal, to: self.to, room: self.room.clone() },
        }
    }
}

/// Who makes the timetable.
pub async fn show(cx: Cx, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    let may = access::manage_timetable(&*cx.actor()?)?;
    let today = cx.today;
    let plan =
        cx.read(move |tx| plan::load(tx, may.institution(), today)?.ok_or(PageError::NotFound)).await?;
    let from = day_from(&plan, &asked.from, today);
    let filled = fill(&plan, &asked, from)?;
    let found = draw::against(&plan, from, &filled.edit());
    draw_form(&cx, &plan, &filled, &found, None)
}

fn fill(plan: &Plan, asked: &Asked, from: Day) -> Result<Filled, PageError> {
    let (what, standing) = if asked.entry.is_empty() {
        let journal = asked.journal.parse().map_err(bad)?;
        plan.journal(journal).ok_or(PageError::NotFound)?;
        (What::Journal(journal), None)
    } else {
        let key: Key = asked.entry.parse().map_err(bad)?;
        let entry = plan.entries.iter().find(|entry| Key::from(*entry) == key);
        (What::Entry(key), Some(entry.ok_or(PageError::NotFound)?))
    };
    let week = asked.week.parse().unwrap_or(0);
    let mut to = standing.map_or(Place { weekday: 1, number: 1, weeks: week }, |entry| Place {
        weekday: entry.weekday,
        number: entry.number,
        weeks: entry.weeks,
    });
    if let Some((weekday, number)) = asked.to.split_once('.') {
        to.weekday = weekday.parse().map_err(bad)?;
        to.number = number.parse().map_err(bad)?;
    }
    let room = match (what, standing) {
        (_, Some(entry)) => entry.room.clone(),
        (What::Journal(journal), None) => draw::usual_room(plan, journal),
        (What::Entry(_), None) => String::new(),
    };
    Ok(Filled { what, version: plan.version, from, to, room, next: grid(plan, asked, from, week) })
}

/// The grid the form was opened from.
fn grid(plan: &Plan, asked: &Asked, from: Day, week: i32) -> String {
    let of = match asked.by.as_str() {
        "teacher" => asked.id.parse().ok().map(Of::Teacher),
        "room" => Some(Of::Room(asked.id.clone())),
        _ => asked.id.parse().ok().map(Of::Class),
    };
    let week = week.clamp(0, plan.school.cycle);
    of.map_or_else(|| "/school/timetable/".to_owned(), |of| Look { of, from, week }.href())
}

fn draw_form(
    cx: &Cx,
    plan: &Plan,
    filled: &Filled,
    found: &[Conflict],
    error: Option<String>,
) -> Result<Response, PageError> {
    let tr = cx.tr;
    let (journal, entry) = match filled.what {
        What::Entry(key) => (key.journal, key.to_string()),
        What::Journal(journal) => (journal, String::new()),
    };
    let mut form = Form::new(vec![
        Field::select(
            "weekday",
            tr.timetable_field_weekday(),
            plan.weekdays().map(|day| (day.to_string(), words::weekday(tr, day))),
        )
        .value(filled.to.weekday.to_string())
        .required(),
        Field::select(
            "number",
            tr.timetable_field_number(),
            plan.numbers().into_iter().map(|number| (number.to_string(), number.to_string())),
        )
        .value(filled.to.number.to_string())
        .required(),
        Field::select(
            "weeks",
            tr.timetable_field_weeks(),
            (0..=plan.school.cycle.max(2)).map(|week| {
                let label =
                    if week == 0 { tr.timetable_weeks_all().to_owned() } else { words::week(tr, week) };
                (week.to_string(), label)
            }),
        )
        .value(filled.to.weeks.to_string())
        .required(),
        Field::text("room", tr.timetable_field_room()).value(filled.room.clone()),
        Field::new("from", tr.timetable_field_from(), FieldKind::Date)
            .value(filled.from.to_string())
            .hint(tr.timetable_field_from_hint())
            .required(),
    ]);
    form.error = error;
    let failed = form.error.is_some();
    let teachers: Vec<String> = plan.teachers(journal).iter().map(|id| plan.person(*id)).collect();
    let main = Page {
        tr,
        crumbs: vec![
            Link::new(tr.school_title(), "/school/"),
            Link::new(tr.timetable_title(), filled.next.clone()),
        ],
        csrf: cx.csrf(),
        title: words::journal(plan, journal),
        note: teachers.join(", "),
        against: found
            .iter()
            .map(|one| Against { text: words::conflict(tr, plan, one), hard: one.is_hard(true) })
            .collect(),
        anyway: found.iter().any(|one| !matches!(one, Conflict::Teacher { .. } | Conflict::Pupils { .. })),
        joint: found.iter().any(|one| matches!(one, Conflict::Teacher { joint: true, .. })),
        blocked: found.iter().any(|one| one.is_hard(true)),
        version: filled.version,
        question: tr.timetable_remove_question(
            &words::journal(plan, journal),
            &words::place(tr, filled.to.weekday, filled.to.number, filled.to.weeks),
            &kit::text::date(tr, filled.from, cx.today),
        ),
        entry,
        journal: journal.to_string(),
        from: filled.from,
        next: filled.next.clone(),
        form,
    };
    let status = if failed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    cx.page("school.timetable.lesson", &main.title).place("school").status(status).render(&main)
}

fn posted_fields(posted: &Posted) -> Result<Filled, PageError> {
    let number = |name: &str| posted.get(name).parse::<i32>().map_err(bad);
    let what = if posted.get("entry").is_empty() {
        What::Journal(posted.get("journal").parse().map_err(bad)?)
    } else {
        What::Entry(posted.get("entry").parse().map_err(bad)?)
    };
    Ok(Filled {
        what,
        version: number("version")?,
        from: posted.get("from").parse().map_err(bad)?,
        to: Place { weekday: number("weekday")?, number: number("number")?, weeks: number("weeks")? },
        room: posted.get("room").to_owned(),
        next: back(posted),
    })
}

/// `POST`: a lesson put or moved. What stands against it comes back with the form as it was typed.
pub async fn save(posted: Posted) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let may = access::manage_timetable(&*cx.actor()?)?;
    let filled = posted_fields(&posted)?;
    let command = Command {
        version: filled.version,
        from: filled.from,
        edit: filled.edit(),
        anyway: posted.get("anyway") == "on",
        joint: posted.get("joint") == "on",
    };
    finish(&cx, may, command, filled).await
}

async fn finish(
    cx: &Cx,
    may: access::ManageTimetable,
    command: Command,
    mut filled: Filled,
) -> Result<Response, PageError> {
    let (today, now, from) = (cx.today, cx.now, command.from);
    let journal = match filled.what {
        What::Entry(key) => key.journal,
        What::Journal(journal) => journal,
    };
    let (outcome, plan) = cx
        .write(move |tx| {
            let outcome = edit::apply(tx, &may, &command, today, now)?;
            let plan = plan::load(tx, may.institution(), today)?.ok_or(PageError::NotFound)?;
            plan.journal(journal).ok_or(PageError::NotFound)?;
            Ok((outcome, plan))
        })
        .await?;
    let tr = cx.tr;
    let (found, error) = match outcome {
        Outcome::Saved { .. } => return Ok(cx.done(&filled.next, "timetable-saved")),
        Outcome::Conflicts(found) => {
            // All of it is shown, also what a tick has overruled already.
            let all = draw::against(&plan, from, &filled.edit());
            (if all.is_empty() { found } else { all }, tr.timetable_refused_conflicts().to_owned())
        }
        Outcome::Stale { version, at, by } => {
            filled.version = version;
            let found = draw::against(&plan, from, &filled.edit());
            let who = by.map(|person| plan.person(person)).filter(|name| name != "—");
            let time = cx.app().settings().zone.local(at).1;
            (found, stale(tr, by == Some(may.actor()), who.as_deref(), time))
        }
        Outcome::Refused(key) => (draw::against(&plan, from, &filled.edit()), sentence(tr, key).to_owned()),
    };
    draw_form(cx, &plan, &filled, &found, Some(error))
}

/// `POST …/remove/`: a lesson loses its place and waits among the unplaced ones.
pub async fn remove(posted: Posted) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let may = access::manage_timetable(&*cx.actor()?)?;
    let key: Key = posted.get("entry").parse().map_err(bad)?;
    let filled = Filled {
        what: What::Entry(key),
        version: posted.get("version").parse().map_err(bad)?,
        from: posted.get("from").parse().map_err(bad)?,
        to: Place { weekday: key.weekday, number: key.number, weeks: key.weeks },
        room: String::new(),
        next: back(&posted),
    };
    let command = Command {
        version: filled.version,
        from: filled.from,
        edit: Edit::Remove { entry: key },
        anyway: false,
        joint: false,
    };
    finish(&cx, may, command, filled).await
}
