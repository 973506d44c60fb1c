//! `/school/people/transfers/` – who was dismissed to us, whom we dismissed elsewhere.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::ClassId;
use kit::form::{Field, Form};
use kit::{Cx, Link, PageError, Posted, Routes, Tr, text};
use registry::read::Transfer;
use registry::{InstitutionKind, TransferStatus};

use super::order_form::{self, Draft};
use super::{by, kind_of, refusal, tabs};
use crate::pages::nav::{self, words};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/school/people/transfers/", show)
        .get("/school/people/transfers/{id}/", open)
        .post("/school/people/transfers/{id}/accept/", accept)
        .post("/school/people/transfers/{id}/decline/", decline)
        .post("/school/people/transfers/{id}/withdraw/", withdraw)
}

struct Line {
    id: i64,
    name: String,
    note: String,
    order: String,
    status: &'static str,
    answer: String,
    waits: bool,
}

#[derive(Template)]
#[template(path = "people/transfers.html")]
struct Page {
    tr: Tr,
    csrf: String,
    nav: Vec<nav::Tab>,
    tabs: Vec<super::Tab>,
    incoming: Vec<Line>,
    outgoing: Vec<Line>,
    error: Option<String>,
}

/// One transfer to us with both answers.
#[derive(Template)]
#[template(path = "people/transfer.html")]
struct OnePage {
    tr: Tr,
    csrf: String,
    crumbs: Vec<Link>,
    line: Line,
    accept: Form,
    decline: Form,
}

fn accept_form(cx: &Cx, (kind, classes): &Ours) -> Form {
    let tr = cx.tr;
    let word = words(tr, *kind);
    let mut fields = vec![order_form::class_field(&word.to_class(), classes)];
    fields.extend(order_form::fields(tr, &word.first_day(), cx.today));
    Form::new(fields)
}

fn decline_form(tr: Tr) -> Form {
    Form::new(vec![Field::text("answer", tr.transfer_answer()).required()])
}

/// The administrator.
async fn show(cx: Cx) -> Result<Response, PageError> {
    page(&cx, None).await
}

/// A transfer as a line; `place` is the other institution.
fn line(cx: &Cx, one: &Transfer, place: String) -> Line {
    let tr = cx.tr;
    Line {
        id: one.id,
        name: one.name.full(),
        note: [
            one.birth_day.map(text::day_full).unwrap_or_default(),
            place,
            tr.transfer_left(&one.from_class_name, &text::date(tr, one.last_day, cx.today)),
        ]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · "),
        order: if one.reason.is_empty() {
            tr.transfer_order(&one.number)
        } else {
            format!("{}. {}", tr.transfer_order(&one.number), one.reason)
        },
        status: match one.status {
            TransferStatus::Offered => tr.transfer_offered(),
            TransferStatus::Accepted => tr.transfer_accepted(),
            TransferStatus::Declined => tr.transfer_declined(),
            TransferStatus::Withdrawn => tr.transfer_withdrawn(),
        },
        answer: one.answer.clone(),
        waits: one.status == TransferStatus::Offered,
    }
}

async fn page(cx: &Cx, error: Option<String>) -> Result<Response, PageError> {
    let may = access::manage_school(&*cx.actor()?)?;
    let tr = cx.tr;
    let (incoming, outgoing, places, kind) = cx
        .read(move |tx| {
            let at = may.institution();
            Ok((
                registry::read::incoming_transfers(tx, at)?,
                registry::read::outgoing_transfers(tx, at)?,
                registry::read::all_with_pupils(tx, at)?,
                kind_of(tx, at)?,
            ))
        })
        .await?;
    let receiver = |one: &Transfer| {
        places.iter().find(|(id, _)| *id == one.receiver).map_or_else(String::new, |(_, name)| name.clone())
    };
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let main = Page {
        tr,
        csrf: cx.csrf(),
        nav: nav::tabs(tr, "people", true),
        tabs: tabs(tr, kind, "transfers", true),
        incoming: incoming.iter().map(|one| line(cx, one, one.sender_name.clone())).collect(),
        outgoing: outgoing.iter().map(|one| line(cx, one, receiver(one))).collect(),
        error,
    };
    cx.page("school.transfers", tr.people_transfers()).place("school").status(status).render(&main)
}

const HERE: &str = "/school/people/transfers/";

/// The kind of our institution and its classes.
type Ours = (InstitutionKind, Vec<(ClassId, String)>);

/// A transfer to us, and our classes.
async fn incoming(cx: &Cx, id: i64) -> Result<(Transfer, Ours), PageError> {
    let may = access::manage_school(&*cx.actor()?)?;
    let today = cx.today;
    cx.read(move |tx| {
        let at = may.institution();
        let found = registry::read::transfer(tx, at, id)?;
        if found.receiver != at {
            return Err(PageError::NotFound);
        }
        Ok((found, (kind_of(tx, at)?, order_form::class_choices(tx, at, today)?)))
    })
    .await
}

/// One transfer to us: into which class, or why not.
async fn open(cx: Cx, Path(id): Path<i64>) -> Result<Response, PageError> {
    let (found, classes) = incoming(&cx, id).await?;
    one_page(&cx, &found, accept_form(&cx, &classes), decline_form(cx.tr), StatusCode::OK)
}

fn one_page(
    cx: &Cx,
    found: &Transfer,
    accept: Form,
    decline: Form,
    status: StatusCode,
) -> Result<Response, PageError> {
    let main = OnePage {
        tr: cx.tr,
        csrf: cx.csrf(),
        crumbs: vec![Link::new(cx.tr.people_transfers(), HERE)],
        line: line(cx, found, found.sender_name.clone()),
        accept,
        decline,
    };
    cx.page("school.transfer", &main.line.name).place("school").status(status).render(&main)
}

/// Admits the pupil into a class.
async fn accept(Path(id): Path<i64>, posted: Posted) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let may = access::manage_school(&*cx.actor()?)?;
    let (found, classes) = incoming(&cx, id).await?;
    let mut draft = Draft::filled(accept_form(&cx, &classes), &posted);
    let class = draft.chosen(cx.tr, "class").map(ClassId);
    if let (Some(order), Some(class)) = (draft.order(&cx), class) {
        let by = by(&cx)?;
        let done = refusal::run(&cx, move |tx| {
            Ok(registry::write::accept_transfer(tx, may.institution(), id, class, &order, by)?)
        })
        .await?;
        match done {
            Ok(pupil) => return Ok(cx.done(&super::card_href(pupil), "people-admitted")),
            Err(refused) => draft.form.error = Some(refused.sentence(cx.tr)),
        }
    }
    one_page(&cx, &found, draft.form, decline_form(cx.tr), StatusCode::UNPROCESSABLE_ENTITY)
}

/// Declines with a reason.
async fn decline(Path(id): Path<i64>, posted: Posted) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let may = access::manage_school(&*cx.actor()?)?;
    let (found, classes) = incoming(&cx, id).await?;
    let mut draft = Draft::filled(decline_form(cx.tr), &posted);
    let answer = draft.text(cx.tr, "answer", 300);
    if draft.form.is_valid() {
        let by = by(&cx)?;
        let done = refusal::run(&cx, move |tx| {
            Ok(registry::write::decline_transfer(tx, may.institution(), id, &answer, by)?)
        })
        .await?;
        match done {
            Ok(_) => return Ok(cx.done(HERE, "people-declined")),
            Err(refused) => draft.form.error = Some(refused.sentence(cx.tr)),
        }
    }
    let accept = accept_form(&cx, &classes);
    one_page(&cx, &found, accept, draft.form, StatusCode::UNPROCESSABLE_ENTITY)
}

/// The sender takes it back.
async fn withdraw(Path(id): Path<i64>, posted: Posted) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let may = access::manage_school(&*cx.actor()?)?;
    let by = by(&cx)?;
    let done =
        refusal::run(&cx, move |tx| Ok(registry::write::withdraw_transfer(tx, may.institution(), id, by)?))
            .await?;
    match done {
        Ok(true) => Ok(cx.done(HERE, "people-withdrawn")),
        Ok(false) => Ok(cx.done(HERE, "people-withdrawn-archive")),
        Err(refused) => page(&cx, Some(refused.sentence(cx.tr))).await,
    }
}
