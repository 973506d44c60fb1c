//! `POST /journal/{id}/cells/`: changes of the grid, sent by the browser in the background.

use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use kernel::{JournalId, PersonId, Sums, WorkId};
use kit::{Cx, PageError, PostedJson, Tr};
use serde::{Deserialize, Serialize};

use crate::live::{Live, Written};
use crate::model::{CellNow, Change, Origin, Outcome};
use crate::write;

/// So many changes are taken at once.
const MOST: usize = 200;

/// What the browser sends.
#[derive(Debug, Deserialize)]
pub struct Body {
    changes: Vec<Sent>,
}

#[derive(Debug, Deserialize)]
struct Sent {
    op: String,
    pupil: PersonId,
    work: WorkId,
    base: i32,
    text: String,
    comment: Option<String>,
}

#[derive(Debug, Serialize)]
struct Answer {
    saved: Vec<Saved>,
    refused: Vec<Refused>,
}

#[derive(Debug, Serialize)]
struct Saved {
    op: String,
    cells: Vec<CellJson>,
    avg: Vec<AverageJson>,
}

#[derive(Debug, Serialize)]
pub(super) struct CellJson {
    p: PersonId,
    w: WorkId,
    t: String,
    v: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    c: Option<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct AverageJson {
    pub p: PersonId,
    pub a: String,
}

#[derive(Debug, Serialize)]
#[serde(tag = "why", rename_all = "lowercase")]
enum Refused {
    Stale {
        op: String,
        #[serde(flatten)]
        now: CellJson,
        who: String,
        at: String,
    },
    Invalid {
        op: String,
        message: &'static str,
    },
    Locked {
        op: String,
        message: &'static str,
    },
}

impl From<CellNow> for CellJson {
    fn from(now: CellNow) -> Self {
        Self {
            p: now.pupil,
            w: now.work,
            t: now.state.cell.to_string(),
            v: now.state.version,
            c: now.state.comment,
        }
    }
}

pub(super) fn average(tr: Tr, sums: Sums) -> String {
    sums.average().map_or_else(String::new, |a| kit::text::decimal(tr, a.hundredths()))
}

/// `POST /journal/{id}/cells/`: who may change the journal. Each change is saved, or refused with its reason; the
/// answer is what changed, and nothing else.
pub async fn save(
    Path(id): Path<JournalId>,
    Extension(live): Extension<Live>,
    headers: HeaderMap,
    PostedJson { cx, body }: PostedJson<Body>,
) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    // A queue kept in a browser belongs to the account that typed it; another one signed in there must not send it.
    let typed_by = headers.get("x-account").and_then(|v| v.to_str().ok()).and_then(|v| v.parse::<i64>().ok());
    match typed_by {
        None => return Err(PageError::BadRequest("the header X-Account must name the account that typed")),
        Some(account) if account != actor.account.0 => return Err(PageError::StaleForm),
        Some(_) => {}
    }
    if body.changes.len() > MOST {
        return Err(PageError::BadRequest("more than 200 changes at once"));
    }
    if body.changes.iter().any(|c| c.op.len() > 64 || c.op.is_empty() || c.text.len() > 64) {
        return Err(PageError::BadRequest("an operation id or text is too long"));
    }
    let changes: Vec<Change> = body
        .changes
        .into_iter()
        .map(|c| Change {
            op: c.op,
            pupil: c.pupil,
            work: c.work,
            base: c.base,
            text: c.text,
            comment: c.comment,
        })
        .collect();
    let (today, now) = (cx.today, cx.now);
    let outcomes = cx
        .write(move |tx| {
            let may = access::edit_journal(tx, &actor, id)?;
            let mut outcomes = Vec::with_capacity(changes.len());
            for change in &changes {
                let outcome = write::put(tx, &may, change, Origin::Grid, today, now)?;
                outcomes.push((change.op.clone(), change.pupil, outcome));
            }
            Ok(outcomes)
        })
        .await?;
    tell(&live, id, now, outcomes.iter().map(|(_, pupil, outcome)| (*pupil, outcome)));
    Ok(Json(answer(&cx, outcomes)).into_response())
}

/// Tells whoever has the grid open what was saved.
pub(super) fn tell<'a>(
    live: &Live,
    id: JournalId,
    at: kernel::Millis,
    outcomes: impl Iterator<Item = (PersonId, &'a Outcome)>,
) {
    let mut written = Written { cells: Vec::new(), sums: Vec::new(), at };
    for (pupil, outcome) in outcomes {
        if let Outcome::Saved { cells, sums } = outcome {
            written.cells.extend(cells.iter().cloned());
            written.sums.push((pupil, *sums));
        }
    }
    live.written(id, written);
}

fn answer(cx: &Cx, outcomes: Vec<(String, PersonId, Outcome)>) -> Answer {
    let tr = cx.tr;
    let mut answer = Answer { saved: Vec::with_capacity(outcomes.len()), refused: Vec::new() };
    for (op, pupil, outcome) in outcomes {
        match outcome {
            Outcome::Saved { cells, sums } => answer.saved.push(Saved {
                op,
                cells: cells.into_iter().map(CellJson::from).collect(),
                avg: vec![AverageJson { p: pupil, a: average(tr, sums) }],
            }),
            Outcome::Stale { now, who, at } => answer.refused.push(Refused::Stale {
                op,
                now: now.into(),
                who: who.initials(),
                at: cx.app().settings().zone.local(at).1.to_string(),
            }),
            Outcome::Invalid(key) => answer.refused.push(Refused::Invalid { op, message: message(tr, key) }),
            Outcome::Locked(key) => answer.refused.push(Refused::Locked { op, message: message(tr, key) }),
        }
    }
    answer
}

/// The sentence of a key; every key of this room has one (a test walks them).
pub(super) fn message(tr: Tr, key: &str) -> &'static str {
    tr.by_key(key).unwrap_or_else(|| tr.cell_unknown())
}
