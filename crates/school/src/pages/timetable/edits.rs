//! `POST /school/timetable/edits/` – one change, sent by the browser in the background; `POST …/undo/` – the last one back.

use axum::Json;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Day, JournalId};
use kit::{Cx, PageError, Posted, PostedJson};
use serde::{Deserialize, Serialize};

use super::{bad, words};
use crate::timetable::edit::{self, Command, Edit, Outcome, Place};
use crate::timetable::plan;

/// What the browser sends.
#[derive(Debug, Deserialize)]
pub struct Body {
    version: i32,
    from: Day,
    #[serde(default)]
    entry: Option<String>,
    #[serde(default)]
    journal: Option<i64>,
    #[serde(default)]
    to: Option<Sent>,
    #[serde(default)]
    room: Option<String>,
    #[serde(default)]
    anyway: bool,
    #[serde(default)]
    joint: bool,
}

#[derive(Debug, Deserialize)]
struct Sent {
    weekday: i32,
    number: i32,
    weeks: i32,
}

#[derive(Debug, Serialize)]
#[serde(tag = "is", rename_all = "lowercase")]
enum Answer {
    Saved {
        version: i32,
        #[serde(skip_serializing_if = "Option::is_none")]
        entry: Option<String>,
    },
    Stale {
        version: i32,
        message: String,
    },
    Conflicts {
        list: Vec<Against>,
    },
    Refused {
        message: &'static str,
    },
}

#[derive(Debug, Serialize)]
struct Against {
    text: String,
    hard: bool,
}

impl Body {
    fn command(self) -> Result<Command, PageError> {
        let place = self.to.map(|to| Place { weekday: to.weekday, number: to.number, weeks: to.weeks });
        let entry = self.entry.map(|key| key.parse()).transpose().map_err(bad)?;
        let edit = match (entry, self.journal, place) {
            (Some(entry), None, Some(to)) => Edit::Move { entry, to, room: self.room },
            (Some(entry), None, None) => Edit::Remove { entry },
            (None, Some(journal), Some(to)) => {
                Edit::Put { journal: JournalId(journal), to, room: self.room.unwrap_or_default() }
            }
            _ => return Err(bad(())),
        };
        Ok(Command { version: self.version, from: self.from, edit, anyway: self.anyway, joint: self.joint })
    }
}

/// Who makes the timetable. The answer is what became of the change, and nothing else.
pub async fn save(PostedJson { cx, body }: PostedJson<Body>) -> Result<Response, PageError> {
    let may = access::manage_timetable(&*cx.actor()?)?;
    let own = may.actor();
    let command = body.command()?;
    let (tr, today, now) = (cx.tr, cx.today, cx.now);
    let zone = cx.app().settings().zone.clone();
    let answer = cx
        .write(move |tx| {
            Ok(match edit::apply(tx, &may, &command, today, now)? {
                Outcome::Saved { version, entry } => {
                    Answer::Saved { version, entry: entry.map(|key| key.to_string()) }
                }
                Outcome::Stale { version, by, at } => {
                    let who = match by {
                        Some(person) if person != own => {
                            Some(registry::read::person(tx, person)?.name.initials())
                        }
                        _ => None,
                    };
                    let message = stale(tr, by == Some(own), who.as_deref(), zone.local(at).1);
                    Answer::Stale { version, message }
                }
                Outcome::Conflicts(found) => {
                    let plan = plan::load(tx, may.institution(), today)?.ok_or(PageError::NotFound)?;
                    let list = found
                        .iter()
                        .map(|one| Against { text: words::conflict(tr, &plan, one), hard: one.is_hard(true) })
                        .collect();
                    Answer::Conflicts { list }
                }
                Outcome::Refused(key) => Answer::Refused { message: sentence(tr, key) },
            })
        })
        .await?;
    Ok(Json(answer).into_response())
}

/// The sentence of a change that came too late: who made another one meanwhile, and when.
pub fn stale(tr: kit::Tr, oneself: bool, who: Option<&str>, at: kernel::Minutes) -> String {
    let time = at.to_string();
    if oneself {
        tr.timetable_refused_stale_self(&time)
    } else {
        tr.timetable_refused_stale(who.unwrap_or(tr.timetable_somebody()), &time)
    }
}

/// The sentence of a refused change.
pub fn sentence(tr: kit::Tr, key: &str) -> &'static str {
    tr.by_key(key).unwrap_or_else(|| tr.timetable_refused_place())
}

/// A page that leads back to the grid it came from; nothing else is followed.
pub fn back(posted: &Posted) -> String {
    let to = posted.get("next");
    if to.starts_with("/school/timetable/") && !to.contains(['\\', '\n', '\r']) {
        to.to_owned()
    } else {
        "/school/timetable/?".to_owned()
    }
}

/// The last change back, or all down to one of the last hour. A later one by somebody else is told and kept.
pub async fn undo(posted: Posted) -> Result<Response, PageError> {
    let cx: &Cx = &posted.cx;
    let may = access::manage_timetable(&*cx.actor()?)?;
    let version: i32 = posted.get("version").parse().map_err(bad)?;
    let (today, now) = (cx.today, cx.now);
    let to: Option<i32> = posted.get("to").parse().ok();
    let outcome = cx
        .write(move |tx| {
            Ok(match to {
                Some(to) => edit::undo_to(tx, &may, version, to, today, now)?,
                None => edit::undo(tx, &may, version, today, now)?,
            })
        })
        .await?;
    match outcome {
        Outcome::Saved { .. } => Ok(cx.done(&back(&posted), "timetable-undone")),
        _ => Ok(Redirect::to(&format!("{}&refused=undo", back(&posted))).into_response()),
    }
}
