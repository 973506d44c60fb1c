//! `/school/periods/late/` – marks that came when their period was closed: the deputy writes them or not, with a reason;
//! `/journal/late/` – what became of one's own.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use kit::{Cx, NoticeKind, PageError, Posted, Routes, Tr};

use crate::read::{self, LateSave, LateState};
use crate::write::{self, Decided};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/school/periods/late/", show)
        .post("/school/periods/late/{id}/accept/", accept)
        .post("/school/periods/late/{id}/decline/", decline)
        .get("/journal/late/", own)
}

struct Line {
    id: i64,
    pupil: String,
    /// «Математика, 7А, 20 октября»
    place: String,
    href: String,
    typed: String,
    stands: String,
    version: i32,
    note: String,
    state: &'static str,
    tone: &'static str,
    waits: bool,
}

#[derive(Template)]
#[template(path = "late.html")]
struct Page {
    tr: Tr,
    csrf: String,
    title: &'static str,
    text: &'static str,
    nav: Vec<school::pages::nav::Tab>,
    decides: bool,
    lines: Vec<Line>,
}

fn line(cx: &Cx, late: &LateSave, names: &std::collections::HashMap<kernel::PersonId, String>) -> Line {
    let tr = cx.tr;
    let moment = |at| {
        let (day, time) = cx.app().settings().zone.local(at);
        format!("{}, {time}", kit::text::date(tr, day, cx.today))
    };
    let who = names.get(&late.typed_by).map_or("", String::as_str);
    let mut note = tr.late_note(&moment(late.typed_at), who, &moment(late.received_at));
    if !late.answer.is_empty() {
        note = format!("{note} {}", tr.late_answer(&late.answer));
    }
    let shown = |text: String| if text.is_empty() { tr.journal_nothing().to_owned() } else { text };
    let (state, tone) = match late.state {
        LateState::Waiting => (tr.late_waiting(), "warn"),
        LateState::Accepted => (tr.late_accepted(), "good"),
        LateState::Declined => (tr.late_declined(), "bad"),
    };
    Line {
        id: late.id,
        pupil: late.name.listed(),
        place: format!("{}, {}", late.title, kit::text::date(tr, late.day, cx.today)),
        href: format!("/journal/{}/history/{}/{}/", late.journal, late.pupil, late.work),
        typed: shown(late.text.clone()),
        stands: shown(late.now.0.to_string()),
        version: late.now.1,
        note,
        state,
        tone,
        waits: late.state == LateState::Waiting,
    }
}

/// The deputies.
async fn show(cx: Cx) -> Result<Response, PageError> {
    page(&cx, None).await
}

async fn page(cx: &Cx, notice: Option<(NoticeKind, &str)>) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let may = access::unlock_periods(&actor)?;
    let (list, names) = cx
        .read(move |tx| {
            let mut list = read::late_waiting(tx, &may)?;
            list.extend(read::late_decided(tx, &may)?);
            let names = registry::read::staff_of(tx, may.institution())?;
            Ok((list, names))
        })
        .await?;
    let tr = cx.tr;
    let names = names.into_iter().map(|(id, name, _)| (id, name.initials())).collect();
    let main = Page {
        tr,
        csrf: cx.csrf(),
        title: tr.late_title(),
        text: tr.late_text(),
        nav: school::pages::nav::tabs(tr, "periods", access::manage_school(&actor).is_ok()),
        decides: true,
        lines: list.iter().map(|late| line(cx, late, &names)).collect(),
    };
    let mut page = cx.page("school.late", tr.late_title()).place("school");
    if let Some((kind, text)) = notice {
        page = page.notice(kind, text);
    }
    page.render(&main)
}

/// `GET /journal/late/`: whoever has journals sees his own.
async fn own(cx: Cx) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let may = access::list_journals(&actor)?;
    let places = actor.institutions();
    let list = cx
        .read(move |tx| {
            let mut list = Vec::new();
            for institution in places.iter().take(3) {
                list.extend(read::late_own(tx, &may, *institution)?);
            }
            Ok(list)
        })
        .await?;
    let tr = cx.tr;
    let names = std::collections::HashMap::from([(actor.person, actor.name.initials())]);
    let main = Page {
        tr,
        csrf: String::new(),
        title: tr.late_own_title(),
        text: tr.late_own_text(),
        nav: Vec::new(),
        decides: false,
        lines: list.iter().map(|late| line(&cx, late, &names)).collect(),
    };
    cx.page("journal.late", tr.late_own_title()).place("journal").render(&main)
}

async fn decided(cx: &Cx, decided: Decided) -> Result<Response, PageError> {
    let tr = cx.tr;
    let text = match decided {
        Decided::Done => return Ok(cx.done("/school/periods/late/", "saved")),
        Decided::Before => tr.late_before(),
        Decided::Changed => tr.late_changed(),
        Decided::Refused(key) => crate::pages::cells::message(tr, key),
    };
    page(cx, Some((NoticeKind::Warning, text))).await
}

/// `POST /school/periods/late/{id}/accept/`: the deputies.
async fn accept(Path(id): Path<i64>, posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let actor = cx.actor()?;
    let may = access::unlock_periods(&actor)?;
    let version: i32 = posted.get("version").parse().unwrap_or(-1);
    let (today, now) = (cx.today, cx.now);
    let outcome = cx
        .write(move |tx| {
            let journal = read::late_journal(tx, &may, id)?;
            let edit = access::edit_journal(tx, &actor, journal)?;
            Ok(write::accept_late(tx, &may, &edit, id, version, today, now)?)
        })
        .await?;
    decided(cx, outcome).await
}

/// `POST /school/periods/late/{id}/decline/`: the deputies; who typed reads the reason.
async fn decline(Path(id): Path<i64>, posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let may = access::unlock_periods(&*cx.actor()?)?;
    let reason = posted.get("reason").to_owned();
    let exists = reason.clone();
    let now = cx.now;
    let outcome = cx
        .write(move |tx| {
            // Absent is absent, also for a form without a reason.
            read::late_journal(tx, &may, id)?;
            match exists.is_empty() {
                true => Ok(None),
                false => Ok(Some(write::decline_late(tx, &may, id, &exists, now)?)),
            }
        })
        .await?;
    match outcome {
        Some(outcome) => decided(cx, outcome).await,
        None => page(cx, Some((NoticeKind::Error, cx.tr.late_reason_wanted()))).await,
    }
}
