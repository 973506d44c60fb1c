//! `/school/substitutions/{day}/{journal}/{number}/` – one lesson: who could take it, and what else could become of it.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Day, JournalId, PersonId};
use kit::{Cx, Link, PageError, Posted, Tr, text};
use school::timetable::conflicts::rooms;

use super::{DayOf, bad, both, load, words};
use crate::model::{DayLesson, Decision};
use crate::write::{self, Substituted};

/// So many who teach another subject are shown.
const OTHERS: usize = 20;

struct Choice {
    value: String,
    label: String,
    hint: String,
    checked: bool,
}

#[derive(Template)]
#[template(path = "substitution.html")]
struct Page {
    tr: Tr,
    crumbs: Vec<Link>,
    csrf: String,
    action: String,
    title: String,
    note: String,
    now: String,
    error: String,
    same: Vec<Choice>,
    others: Vec<Choice>,
    parallel: Vec<Choice>,
    hours: Vec<Choice>,
    cancel: bool,
    room_chosen: bool,
    room: String,
    /// Rooms of the timetable, offered while one types.
    rooms: Vec<String>,
    /// A room that the timetable does not know, to be said once more.
    unknown_room: String,
    reason: String,
}

fn find(of: &DayOf, journal: JournalId, number: i32) -> Result<&DayLesson, PageError> {
    let found = of.lessons.iter().find(|one| (one.lesson.journal, one.lesson.number) == (journal, number));
    found.ok_or(PageError::NotFound)
}

/// Who makes the timetable.
pub async fn show(
    cx: Cx,
    Path((day, journal, number)): Path<(Day, JournalId, i32)>,
) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let (see, _) = both(&actor)?;
    let of = cx.read(move |tx| load(tx, &see, day)).await?;
    let lesson = find(&of, journal, number)?;
    draw(&cx, &of, lesson, None, "")
}

/// What was chosen before, and the sentence why it could not be done.
fn draw(
    cx: &Cx,
    of: &DayOf,
    lesson: &DayLesson,
    posted: Option<&Posted>,
    error: &str,
) -> Result<Response, PageError> {
    let tr = cx.tr;
    let view = of.view();
    let chosen = posted.map_or("", |posted| posted.get("what"));
    let choice =
        |value: String, label: String, hint: String| Choice { checked: value == chosen, value, label, hint };
    let (mut same, mut others) = (Vec::new(), Vec::new());
    for one in view.candidates(lesson) {
        let mut hint = tr.substitution_hint(&one.lessons.to_string(), &one.substitutions.to_string());
        if one.same_class {
            hint.push_str(", ");
            hint.push_str(tr.substitution_same_class());
        }
        let made = choice(format!("t{}", one.person), of.plan.person(one.person), hint);
        if one.same_subject {
            same.push(made);
        } else if others.len() < OTHERS {
            others.push(made);
        }
    }
    let parallel = view
        .parallel(lesson)
        .into_iter()
        .filter_map(|other| {
            let person = other.teacher?;
            let hint = of.title(other.lesson.journal);
            Some(choice(format!("j{person}"), of.plan.person(person), hint))
        })
        .collect();
    let hours = view
        .free_hours(lesson)
        .into_iter()
        .map(|number| choice(format!("m{number}"), tr.substitution_hour(&number.to_string()), String::new()))
        .collect();
    let l = &lesson.lesson;
    let planned = of.planned_teacher(lesson).map(|person| of.plan.person(person)).unwrap_or_default();
    let mut note = tr.substitution_note(&l.number.to_string(), &text::day(tr, l.day, cx.today), &planned);
    if !l.room.is_empty() {
        note.push_str(", ");
        note.push_str(&tr.journal_room(&l.room));
    }
    let main = Page {
        tr,
        crumbs: vec![
            Link::new(tr.school_title(), "/school/"),
            Link::new(tr.substitution_title(), format!("/school/substitutions/{}/", l.day)),
        ],
        csrf: cx.csrf(),
        action: format!("/school/substitutions/{}/{}/{}/", l.day, l.journal, l.number),
        title: of.title(l.journal),
        note,
        now: of.standing(lesson).map(|one| words::what(tr, &of.plan, one)).unwrap_or_default(),
        error: error.to_owned(),
        same,
        others,
        parallel,
        hours,
        cancel: chosen == "c",
        room_chosen: chosen == "r",
        room: posted.map_or("", |posted| posted.get("room")).to_owned(),
        rooms: of.plan.rooms(),
        unknown_room: posted.map(|posted| unknown_room(of, posted)).unwrap_or_default(),
        reason: posted.map_or("", |posted| posted.get("reason")).to_owned(),
    };
    let status = if error.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    cx.page("school.substitution", &main.title).place("school").status(status).render(&main)
}

/// The posted room, if the timetable knows none of that name and nobody has said that it is meant.
fn unknown_room(of: &DayOf, posted: &Posted) -> String {
    let room = posted.get("room").trim();
    // The others keep the lesson's room, or have none.
    let is_asked = matches!(posted.get("what").get(..1), Some("t" | "r"));
    let known = |room: &str| of.plan.rooms().iter().any(|one| one.to_lowercase() == room.to_lowercase());
    if !is_asked || room.is_empty() || posted.get("anyroom") == room || rooms(room).all(known) {
        String::new()
    } else {
        room.to_owned()
    }
}

/// Reads what was chosen: `t12`, `j12`, `m5`, `c`, `r`.
fn decision(of: &DayOf, lesson: &DayLesson, posted: &Posted) -> Result<Decision, &'static str> {
    let what = posted.get("what");
    let room = Some(posted.get("room").to_owned()).filter(|room| !room.is_empty());
    let rest = what.get(1..).unwrap_or_default();
    let person = || rest.parse::<PersonId>().map_err(|_| "substitution-refused-nothing");
    let view = of.view();
    match what.get(..1) {
        Some("t") => {
            let teacher = person()?;
            // Only somebody of the own staff who is free can be meant.
            if !view.candidates(lesson).iter().any(|one| one.person == teacher) {
                return Err("substitution-refused-busy");
            }
            Ok(Decision::Substitute { teacher, room })
        }
        Some("j") => {
            let teacher = person()?;
            let found = view.parallel(lesson).into_iter().find(|other| other.teacher == Some(teacher));
            let other = found.ok_or("substitution-refused-busy")?;
            Ok(Decision::Joint { teacher, room: other.lesson.room.clone() })
        }
        Some("c") => Ok(Decision::Cancel),
        Some("m") => {
            let number = rest.parse().map_err(|_| "substitution-refused-nothing")?;
            if !view.free_hours(lesson).contains(&number) {
                return Err("substitution-refused-hour");
            }
            Ok(Decision::Move { number })
        }
        Some("r") => room.map(|room| Decision::Room { room }).ok_or("substitution-refused-room"),
        _ => Err("substitution-refused-nothing"),
    }
}

/// `POST`: what becomes of the lesson. A past day stays what it was.
pub async fn save(
    Path((day, journal, number)): Path<(Day, JournalId, i32)>,
    posted: Posted,
) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let actor = cx.actor()?;
    let (see, manage) = both(&actor)?;
    let of = cx.read(move |tx| load(tx, &see, day)).await?;
    let lesson = find(&of, journal, number)?;
    let sentence = |key: &str| cx.tr.by_key(key).unwrap_or_else(|| cx.tr.substitution_refused_nothing());
    if day < cx.today {
        return draw(&cx, &of, lesson, Some(&posted), cx.tr.substitution_refused_past());
    }
    let decision = match decision(&of, lesson, &posted) {
        Ok(decision) => decision,
        Err(key) => return draw(&cx, &of, lesson, Some(&posted), sentence(key)),
    };
    let unknown = unknown_room(&of, &posted);
    if !unknown.is_empty() {
        let sentence = cx.tr.substitution_room_unknown(&unknown);
        return draw(&cx, &of, lesson, Some(&posted), &sentence);
    }
    let (reason, now) = (posted.get("reason").to_owned(), cx.now);
    let done = cx
        .write(move |tx| Ok(write::substitute(tx, &manage, journal, day, number, &decision, &reason, now)?))
        .await?;
    match done {
        Substituted::Done => Ok(cx.done(&format!("/school/substitutions/{day}/"), "substitution-saved")),
        Substituted::Refused(key) => draw(&cx, &of, lesson, Some(&posted), sentence(key)),
    }
}

/// `POST …/undo/`: the lesson is again as the timetable has it.
pub async fn undo(posted: Posted) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let manage = access::manage_timetable(&*cx.actor()?)?;
    let id: i64 = posted.get("substitution").parse().map_err(bad)?;
    let day: Day = posted.get("day").parse().map_err(bad)?;
    let (today, now) = (cx.today, cx.now);
    let done = cx.write(move |tx| Ok(write::undo_substitution(tx, &manage, id, today, now)?)).await?;
    let said = match done {
        Substituted::Done => "substitution-undone",
        Substituted::Refused("substitution-already") => "substitution-already",
        Substituted::Refused("substitution-refused-past") => "substitution-past",
        Substituted::Refused(_) => "substitution-kept",
    };
    Ok(cx.done(&format!("/school/substitutions/{day}/"), said))
}
