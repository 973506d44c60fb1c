//! `/journal/{id}/works/{work}/{pupil}/`: one cell — what stands there, a re-sit, a term, a comment and who reads it.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Cell, JournalId, PersonId, WorkId};
use kit::form::{Field, FieldKind, Form};
use kit::{Cx, NoticeKind, PageError, Posted, Tr};

use super::cells::message;
use super::column::day;
use crate::model::{CellState, Change, Origin, Outcome, Work};
use crate::write::{self, More};
use crate::{Error, read};

/// The longest comment, in characters.
const COMMENT: usize = 500;

#[derive(Template)]
#[template(path = "cell.html")]
struct Page {
    tr: Tr,
    csrf: String,
    title: String,
    note: String,
    back: String,
    action: String,
    remarks: String,
    may_edit: bool,
    form: Form,
}

struct View {
    may: access::SeeJournal,
    work: Work,
    name: String,
    state: CellState,
    closed: bool,
}

async fn view(cx: &Cx, id: JournalId, work: WorkId, pupil: PersonId) -> Result<View, PageError> {
    let (actor, today, now) = (cx.actor()?, cx.today, cx.now);
    cx.read(move |tx| {
        let may = access::see_journal(tx, &actor, id)?;
        let journal = may.journal().clone();
        let work = read::work(tx, &may, work)?;
        let members = registry::read::journal_members(tx, journal.institution, journal.id)?;
        let member = members.into_iter().find(|one| one.pupil == pupil);
        let name = member.ok_or(PageError::from(Error::NotFound("pupil")))?.name.listed();
        let periods = registry::read::periods(tx, journal.institution, journal.year)?;
        let period = periods.iter().find(|p| p.kind == journal.period_kind && p.holds(work.day));
        let closed = match period {
            Some(period) => read::is_closed(tx, &journal, period, now)?,
            None => false,
        };
        let known = read::cell_state(tx, journal.institution, pupil, work.day, work.id)?;
        let closed = closed || work.day > today;
        Ok(View { may, work, name, state: known.map(|(state, ..)| state).unwrap_or_default(), closed })
    })
    .await
}

/// `GET`: who may see the whole journal.
pub async fn show(
    cx: Cx,
    Path((id, work, pupil)): Path<(JournalId, WorkId, PersonId)>,
) -> Result<Response, PageError> {
    draw(&cx, (id, work, pupil), None).await
}

async fn draw(
    cx: &Cx,
    (id, work, pupil): (JournalId, WorkId, PersonId),
    refused: Option<(&Posted, &'static str, String)>,
) -> Result<Response, PageError> {
    let view = view(cx, id, work, pupil).await?;
    let (tr, journal, state) = (cx.tr, view.may.journal(), &view.state);
    let mut form = Form::new(vec![
        Field::new("base", "", FieldKind::Hidden).value(state.version.to_string()),
        Field::new("form", "", FieldKind::Hidden)
            .value(registry::token::fresh().unwrap_or_default().chars().take(16).collect::<String>()),
        Field::text("text", tr.cell_text())
            .hint(tr.cell_text_hint())
            .value(state.cell.to_string())
            .autocomplete("off"),
        Field::new("due", tr.cell_due(), FieldKind::Date)
            .hint(tr.cell_due_hint())
            .value(state.due_until.map(|day| day.to_string()).unwrap_or_default()),
        Field::new("comment", tr.cell_comment(), FieldKind::Area)
            .value(state.comment.clone().unwrap_or_default()),
        Field::new("staff_only", tr.cell_staff_only(), FieldKind::Checkbox).value(if state.staff_only {
            "on"
        } else {
            ""
        }),
    ]);
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    if let Some((posted, name, why)) = refused {
        for field in form.fields.iter_mut().filter(|field| !matches!(field.kind, FieldKind::Hidden)) {
            field.value = posted.get(field.name).to_owned();
        }
        match form.field_mut(name) {
            Some(field) => field.error = Some(why),
            None => form.error = Some(why),
        }
    }
    let main = Page {
        tr,
        csrf: cx.csrf(),
        note: format!(
            "{}, {} · {}, {}",
            journal.subject_name,
            journal.groups_name,
            kit::text::weekday_and_date(tr, view.work.day, cx.today),
            view.work.kind_title
        ),
        back: format!("/journal/{id}/works/{work}/"),
        action: format!("/journal/{id}/works/{work}/{pupil}/"),
        remarks: format!("/journal/{id}/remarks/?work={work}&pupil={pupil}"),
        may_edit: view.may.may_edit() && !view.closed,
        form,
        title: view.name,
    };
    let title = main.title.clone();
    let mut page = cx.page("journal.cell", &title).place("journal").status(status);
    if view.closed {
        page = page.notice(NoticeKind::Info, tr.cell_closed());
    }
    page.render(&main)
}

/// `POST`: who may change the journal.
pub async fn save(
    Path((id, work, pupil)): Path<(JournalId, WorkId, PersonId)>,
    posted: Posted,
) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let (tr, actor, today, now) = (cx.tr, cx.actor()?, cx.today, cx.now);
    let place = (id, work, pupil);
    let checked = actor.clone();
    cx.read(move |tx| Ok(access::edit_journal(tx, &checked, id).map(drop)?)).await?;
    let comment = posted.get("comment").replace("\r\n", "\n").trim().to_owned();
    if comment.chars().count() > COMMENT {
        return draw(&cx, place, Some((&posted, "comment", tr.cell_comment_long().to_owned()))).await;
    }
    let text: String = posted.get("text").trim().chars().take(64).collect();
    let due = match day(posted.get("due")) {
        Ok(None) => None,
        Ok(Some(day)) if day >= today || !Cell::parse(&text).is_ok_and(|cell| cell.due) => Some(day),
        _ => return draw(&cx, place, Some((&posted, "due", tr.cell_due_wrong().to_owned()))).await,
    };
    let form: String = posted.get("form").chars().take(24).collect();
    let change = Change {
        op: format!("cell-{form}"),
        pupil,
        work,
        base: posted.get("base").parse().unwrap_or(0),
        text,
        comment: Some(comment),
    };
    let more = More { staff_only: Some(posted.get("staff_only") == "on"), due };
    let outcome = cx
        .write(move |tx| {
            let may = access::edit_journal(tx, &actor, id)?;
            Ok(write::put_more(tx, &may, &change, more, Origin::Form, today, now)?)
        })
        .await?;
    let why = match outcome {
        Outcome::Saved { .. } => return Ok(cx.done(&format!("/journal/{id}/works/{work}/{pupil}/"), "saved")),
        Outcome::Stale { now, who, at } => {
            let theirs = now.state.cell.to_string();
            let theirs = if theirs.is_empty() { tr.journal_nothing().to_owned() } else { theirs };
            let at = cx.app().settings().zone.local(at).1.to_string();
            tr.journal_stale_cell(&who.initials(), &at, &theirs)
        }
        Outcome::Invalid(key) | Outcome::Locked(key) => message(tr, key).to_owned(),
    };
    draw(&cx, place, Some((&posted, "text", why))).await
}
