//! `/journal/{id}/plan/`: the plan, its figures, the row that is being edited in its place.

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Day, JournalId, PersonName};
use kit::form::Form;
use kit::{Cx, NoticeKind, PageError, Tr};

use super::editor::{Editor, Opened, Typed, editor, header_form, hours_word};
use super::{View, asked, days, view, words};
use crate::plan::sums::Hours;
use crate::plan::{Row, Status, deal, sums};

/// One row as it is drawn.
struct Line {
    id: i64,
    section: bool,
    number: String,
    title: String,
    hours: i32,
    planned: String,
    /// The planned lesson is not there any more.
    fallen: bool,
    given: String,
    /// The planned day is over and the topic was not given.
    late: bool,
    control: String,
    homework: String,
    extra: String,
    remark: String,
    /// The form that stands in the row's place.
    form: Option<Editor>,
    /// The form that stands after the row.
    after: Option<Editor>,
}

struct Part {
    title: String,
    hours: Hours,
}

#[derive(Template)]
#[template(path = "plan.html")]
struct Page {
    tr: Tr,
    csrf: String,
    id: JournalId,
    title: String,
    note: String,
    programme: String,
    status: (&'static str, &'static str),
    /// What the status means for who looks.
    status_text: String,
    remark: String,
    version: i32,
    may_change: bool,
    may_edit: bool,
    /// The deputy, over a plan that waits.
    decides: bool,
    may_remark: bool,
    submittable: bool,
    withdrawable: bool,
    /// Does each change need a reason? Then rows move only by their form.
    reasons: bool,
    editions: bool,
    lines: Vec<Line>,
    top: Option<Editor>,
    /// The last row, behind which more can be added.
    last: i64,
    open: bool,
    header: Form,
    header_open: bool,
    sections: Vec<Part>,
    periods: Vec<Part>,
    sums: String,
    behind: String,
    fallen: String,
    /// What undo would take back.
    undo: String,
}

/// Who may read the plan.
pub(super) async fn show(
    cx: Cx,
    Path(id): Path<JournalId>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let view = cx
        .read(move |tx| {
            let may = access::see_plan(tx, &actor, id)?;
            view(tx, may)
        })
        .await?;
    let number = |name: &str| asked(&query, name).parse::<i64>().ok();
    let opened = number("row")
        .map(Opened::Row)
        .or_else(|| number("new").map(Opened::Topic))
        .or_else(|| number("section").map(Opened::Section))
        .or_else(|| number("remark").map(Opened::Remark));
    draw(&cx, &view, opened, &Typed::default(), None)
}

/// A title for a list of choices.
pub(super) fn shortened(title: &str) -> String {
    if title.chars().count() <= 60 {
        return title.to_owned();
    }
    format!("{}…", title.chars().take(59).collect::<String>())
}

fn line(view: &View, row: &Row, number: &str, today: Day, places: &[crate::plan::Slot]) -> Line {
    let missing = row.planned.iter().skip(row.given.len());
    let open = !row.section && !row.is_given();
    let extra: Vec<&str> =
        [row.content.as_str(), row.codes.as_str()].into_iter().filter(|text| !text.is_empty()).collect();
    Line {
        id: row.id,
        section: row.section,
        number: number.to_owned(),
        title: row.title.clone(),
        hours: row.hours,
        planned: days(&row.planned),
        fallen: open && deal::fallen_out(std::slice::from_ref(row), places).is_some(),
        given: days(&row.given),
        late: open && row.hours > 0 && missing.clone().any(|slot| slot.day < today),
        control: row.control.clone(),
        homework: row.homework.clone(),
        extra: extra.join(" · "),
        remark: if view.may.may_edit() || view.may.may_approve() {
            row.remark.clone()
        } else {
            String::new()
        },
        form: None,
        after: None,
    }
}

/// What the status means for who looks.
fn status_text(cx: &Cx, view: &View) -> String {
    let tr = cx.tr;
    let (edit, approve) = (view.may.may_edit(), view.may.may_approve());
    match view.plan.status {
        Status::Draft if edit => tr.plan_draft_text().to_owned(),
        Status::Submitted if approve => tr.plan_submitted_decide().to_owned(),
        Status::Submitted => tr.plan_submitted_text().to_owned(),
        Status::Returned if edit => tr.plan_returned_text().to_owned(),
        Status::Approved if edit => tr.plan_approved_text().to_owned(),
        _ => String::new(),
    }
}

/// Draws the plan; `opened` none with something typed is the header's form.
pub(super) fn draw(
    cx: &Cx,
    view: &View,
    opened: Option<Opened>,
    typed: &Typed,
    notice: Option<(NoticeKind, String)>,
) -> Result<Response, PageError> {
    let (tr, plan, today) = (cx.tr, &view.plan, cx.today);
    let places = view.places();
    let mut lines: Vec<Line> = plan
        .rows
        .iter()
        .zip(plan.numbers())
        .map(|(row, number)| line(view, row, &number, today, &places))
        .collect();
    let mut top = None;
    let edited = opened.and_then(|opened| Some((opened, editor(cx, view, opened, typed)?)));
    let open = edited.is_some();
    if let Some((opened, editor)) = edited {
        let at = lines.iter_mut().find(|line| line.id == editor.row);
        match (opened, at) {
            (Opened::Row(_), Some(line)) => line.form = Some(editor),
            (_, Some(line)) => line.after = Some(editor),
            (_, None) => top = Some(editor),
        }
    }
    let figures = sums::figures(&plan.rows);
    let (by_period, undated) = sums::by_period(&plan.rows, &view.periods);
    let refused_header =
        opened.is_none() && (typed.error.is_some() || !typed.errors.is_empty() || typed.no_reason);
    let fallen = deal::fallen_out(&plan.rows, &places)
        .and_then(|from| plan.rows.get(from.row))
        .map(|row| tr.plan_fallen(&shortened(&row.title), &days(&row.planned)))
        .unwrap_or_default();
    let undo = view
        .last
        .as_ref()
        .filter(|last| view.may_change() && last.kind.is_undoable() && !last.what.is_empty())
        .map(|last| tr.plan_undo_what(words::change(tr, last.kind), &shortened(&last.what)))
        .unwrap_or_default();
    let mut said =
        tr.plan_sums_note(&figures.hours.to_string(), &figures.given.to_string(), &places.len().to_string());
    if undated > 0 {
        said.push(' ');
        said.push_str(&tr.plan_undated(i64::from(undated)));
    }
    let submitted = plan.status == Status::Submitted;
    let topics = plan.rows.iter().any(|row| !row.section);
    let teachers: Vec<String> = view.teachers.iter().map(PersonName::initials).collect();
    let header = &plan.header;
    let mut note = format!("{}, {}", view.year.name, teachers.join(", "));
    if header.hours_week > 0 {
        note.push_str(", ");
        note.push_str(&tr.plan_week_note(&hours_word(header.hours_week)));
    }
    if header.hours_year > 0 {
        note.push_str(", ");
        note.push_str(&tr.plan_year_note(i64::from(header.hours_year)));
    }
    let title = format!("{}: {}", tr.plan_title(), view.title());
    let main = Page {
        tr,
        csrf: cx.csrf(),
        id: view.id(),
        note,
        programme: header.programme.clone(),
        status: words::status(tr, (plan.version > 0).then_some(plan.status)),
        status_text: status_text(cx, view),
        remark: if view.may.may_edit() || view.may.may_approve() {
            plan.remark.clone()
        } else {
            String::new()
        },
        version: plan.version,
        may_change: view.may_change(),
        may_edit: view.may.may_edit(),
        decides: submitted && view.may.may_approve(),
        may_remark: view.may.may_approve(),
        submittable: view.may_change()
            && topics
            && (plan.status != Status::Approved || plan.approved != Some(plan.version)),
        withdrawable: submitted && view.may.may_edit() && !view.may.may_approve(),
        reasons: plan.needs_reason(),
        editions: plan.approved.is_some(),
        lines,
        last: plan.rows.last().map_or(0, |row| row.id),
        top,
        open,
        header: if opened.is_none() {
            header_form(cx, view, typed)
        } else {
            header_form(cx, view, &Typed::default())
        },
        header_open: refused_header,
        sections: sums::by_section(&plan.rows)
            .into_iter()
            .map(|(title, hours)| Part {
                title: if title.is_empty() { tr.plan_no_section().to_owned() } else { title },
                hours,
            })
            .collect(),
        periods: view
            .periods
            .iter()
            .zip(by_period)
            .map(|(period, hours)| Part { title: super::super::period_title(tr, period), hours })
            .collect(),
        sums: said,
        behind: behind_word(tr, i64::from(sums::behind(&plan.rows, today))),
        fallen,
        undo,
        title: title.clone(),
    };
    let told = notice.as_ref().is_some_and(|(kind, _)| *kind == NoticeKind::Error);
    let refused = told || typed.error.is_some() || !typed.errors.is_empty() || typed.no_reason;
    let status = if refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let mut page = cx.page("journal.plan", &title).place("journal").status(status);
    if let Some((kind, text)) = notice {
        page = page.notice(kind, text);
    }
    page.render(&main)
}

/// «отставание: 3 урока»; nothing for a plan that is kept up.
pub(super) fn behind_word(tr: Tr, lessons: i64) -> String {
    if lessons > 0 { tr.plan_behind(lessons) } else { String::new() }
}
