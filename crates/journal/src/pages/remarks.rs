//! `/journal/{id}/remarks/`: what the deputy remarked on a journal, a column or a cell, and what was answered.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{JournalId, Millis, PersonId, WorkId};
use kit::{Cx, PageError, Posted, Tr};
use serde::Deserialize;

use crate::model::Remark;
use crate::read;
use crate::write::{self, LONGEST_REMARK};

/// `?work=…&pupil=…`: what a new remark is about.
#[derive(Debug, Deserialize, Default)]
pub struct Asked {
    work: Option<i64>,
    pupil: Option<i64>,
}

struct Line {
    text: String,
    /// «Зайцева О. П., 23 ноября».
    by: String,
}

struct Card {
    /// What it is about, and where that leads.
    about: String,
    href: String,
    open: bool,
    remark: Line,
    answers: Vec<Line>,
    action: String,
}

#[derive(Template)]
#[template(path = "remarks.html")]
struct Page {
    tr: Tr,
    csrf: String,
    of: String,
    back: String,
    action: String,
    may_inspect: bool,
    may_answer: bool,
    about: String,
    work: String,
    pupil: String,
    text: String,
    error: Option<&'static str>,
    cards: Vec<Card>,
}

struct View {
    may: access::SeeJournal,
    inspects: bool,
    remarks: Vec<Remark>,
    works: HashMap<WorkId, String>,
    pupils: HashMap<PersonId, String>,
}

/// What a refused form shows again.
#[derive(Default)]
struct Kept {
    text: String,
    error: Option<&'static str>,
}

/// «2 замечания»; «Замечания» when none is open.
pub(super) fn count(tr: Tr, open: i64) -> String {
    if open == 0 { tr.remarks_title().to_owned() } else { tr.remarks_count(open) }
}

/// `GET`: who may see the whole journal.
pub async fn show(
    cx: Cx,
    Path(id): Path<JournalId>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    draw(&cx, id, &asked, Kept::default()).await
}

async fn view(cx: &Cx, id: JournalId, asked: &Asked) -> Result<View, PageError> {
    let (actor, tr, today) = (cx.actor()?, cx.tr, cx.today);
    let wanted = asked.work.map(WorkId);
    cx.read(move |tx| {
        let may = access::see_journal(tx, &actor, id)?;
        let inspects = match access::inspect_journal(tx, &actor, id) {
            Ok(_) => true,
            Err(access::Error::NotFound) => false,
            Err(error) => return Err(error.into()),
        };
        let remarks = read::remarks(tx, &may)?;
        let journal = may.journal();
        let wanted: Vec<WorkId> = remarks.iter().filter_map(|remark| remark.work).chain(wanted).collect();
        let works = read::works_among(tx, &may, &wanted)?
            .into_iter()
            .map(|work| {
                (
                    work.id,
                    format!("{}, {}", kit::text::weekday_and_date(tr, work.day, today), work.kind_title),
                )
            })
            .collect();
        let members = registry::read::journal_members(tx, journal.institution, journal.id)?;
        let pupils = members.into_iter().map(|one| (one.pupil, one.name.listed())).collect();
        Ok(View { may, inspects, remarks, works, pupils })
    })
    .await
}

impl View {
    fn about(&self, tr: Tr, work: Option<WorkId>, pupil: Option<PersonId>) -> String {
        let column = work.and_then(|work| self.works.get(&work));
        let pupil = pupil.and_then(|pupil| self.pupils.get(&pupil));
        match (column, pupil) {
            (Some(column), Some(pupil)) => format!("{pupil}, {column}"),
            (Some(column), None) => column.clone(),
            _ => tr.remarks_whole().to_owned(),
        }
    }
}

async fn draw(cx: &Cx, id: JournalId, asked: &Asked, kept: Kept) -> Result<Response, PageError> {
    let view = view(cx, id, asked).await?;
    let (tr, journal) = (cx.tr, view.may.journal());
    let line = |text: &str, by: &kernel::PersonName, at: Millis| Line {
        text: text.to_owned(),
        by: format!(
            "{}, {}",
            by.initials(),
            kit::text::date(tr, cx.app().settings().zone.local(at).0, cx.today)
        ),
    };
    let cards = view
        .remarks
        .iter()
        .map(|remark| Card {
            about: view.about(tr, remark.work, remark.pupil),
            href: match (remark.work, remark.pupil) {
                (Some(work), Some(pupil)) => format!("/journal/{id}/works/{work}/{pupil}/"),
                (Some(work), None) => format!("/journal/{id}/works/{work}/"),
                _ => format!("/journal/{id}/"),
            },
            open: remark.closed.is_none(),
            remark: line(&remark.text, &remark.by, remark.at),
            answers: remark.answers.iter().map(|answer| line(&answer.text, &answer.by, answer.at)).collect(),
            action: format!("/journal/{id}/remarks/{}/", remark.id),
        })
        .collect();
    let number = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
    let main = Page {
        tr,
        csrf: cx.csrf(),
        of: format!("{}, {}", journal.subject_name, journal.groups_name),
        back: format!("/journal/{id}/"),
        action: format!("/journal/{id}/remarks/"),
        may_inspect: view.inspects,
        may_answer: view.may.may_edit(),
        about: view.about(tr, asked.work.map(WorkId), asked.pupil.map(PersonId)),
        work: number(asked.work),
        pupil: number(asked.pupil),
        text: kept.text,
        error: kept.error,
        cards,
    };
    let status = if main.error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    cx.page("journal.remarks", tr.remarks_title()).place("journal").status(status).render(&main)
}

/// The text of a form, or why it is none.
fn text(tr: Tr, posted: &Posted) -> Result<String, Kept> {
    let text = posted.get("text").replace("\r\n", "\n").trim().to_owned();
    let error = match text.chars().count() {
        0 => tr.remarks_empty_text(),
        length if length > LONGEST_REMARK => tr.remarks_long_text(),
        _ => return Ok(text),
    };
    Err(Kept { text, error: Some(error) })
}

/// `POST`: who inspects the journal writes a remark.
pub async fn add(Path(id): Path<JournalId>, posted: Posted) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let (actor, now) = (cx.actor()?, cx.now);
    let about = (posted.get("work").parse().ok().map(WorkId), posted.get("pupil").parse().ok().map(PersonId));
    let asked = Asked { work: about.0.map(|work| work.0), pupil: about.1.map(|pupil| pupil.0) };
    let text = text(cx.tr, &posted);
    let said = text.as_ref().ok().cloned();
    cx.write(move |tx| {
        let may = access::inspect_journal(tx, &actor, id)?;
        if let Some(said) = &said {
            write::add_remark(tx, &may, about, said, now)?;
        }
        Ok(())
    })
    .await?;
    match text {
        Ok(_) => Ok(cx.done(&format!("/journal/{id}/remarks/"), "saved")),
        Err(kept) => draw(&cx, id, &asked, kept).await,
    }
}

/// `POST` to one remark: who may change the journal answers, who inspects it closes.
pub async fn follow(
    Path((id, remark)): Path<(JournalId, i64)>,
    posted: Posted,
) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let (actor, now, tr) = (cx.actor()?, cx.now, cx.tr);
    let done = format!("/journal/{id}/remarks/");
    if posted.get("do") == "close" {
        cx.write(move |tx| {
            let may = access::inspect_journal(tx, &actor, id)?;
            Ok(write::close_remark(tx, &may, remark, now)?)
        })
        .await?;
        return Ok(cx.done(&done, "saved"));
    }
    let text = text(tr, &posted);
    let said = text.as_ref().ok().cloned();
    let open = cx
        .write(move |tx| {
            let may = access::edit_journal(tx, &actor, id)?;
            match &said {
                Some(said) => Ok(write::answer_remark(tx, &may, remark, said, now)?),
                None => Ok(true),
            }
        })
        .await?;
    match text {
        Ok(_) if open => Ok(cx.done(&done, "saved")),
        Ok(text) => {
            draw(&cx, id, &Asked::default(), Kept { text, error: Some(tr.remarks_is_closed()) }).await
        }
        Err(kept) => draw(&cx, id, &Asked::default(), kept).await,
    }
}
