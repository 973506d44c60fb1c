//! `/journal/{id}/periods/` – the final marks of a journal; `/journal/{id}/periods/{column}/` – one column as a form.
//!
//! A proposal stands beside each field and becomes a mark only when the teacher saves it: by typing, or by «принять
//! предложения», which fills the empty fields and shows them before anything is written.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Average, JournalId, PersonId};
use kit::{Cx, Link, NoticeKind, PageError, Posted, Tr};
use registry::Journal;
use serde::Deserialize;

use super::period_title;
use crate::model::grading::{PeriodValue, Proposal, Slot};
use crate::read::{self, Sheet, SheetCell, SheetSlot};
use crate::write::{self, PeriodChange, PeriodOutcome};

/// «II четверть», «Год», «Экзамен», «Итог».
pub(super) fn slot_title(tr: Tr, slot: &SheetSlot) -> String {
    match (&slot.period, slot.slot) {
        (Some(period), _) => period_title(tr, period),
        (None, Slot::Exam) => tr.periods_exam().to_owned(),
        (None, Slot::Final) => tr.periods_final().to_owned(),
        (None, _) => tr.periods_year().to_owned(),
    }
}

/// `m5` … for a mark, `ma` for the others.
#[must_use]
pub fn value_class(value: PeriodValue) -> &'static str {
    match value.mark() {
        Some(_) => kit::text::mark_class(value.sign()),
        None if matches!(value, PeriodValue::NotAttested | PeriodValue::Fail) => "mn",
        None => "ma",
    }
}

/// What a screen reader says: «не аттестован».
#[must_use]
pub fn value_label(tr: Tr, value: PeriodValue) -> String {
    match value {
        PeriodValue::Mark(mark) => mark.to_string(),
        PeriodValue::NotAttested => tr.periods_value_na().to_owned(),
        PeriodValue::Exempt => tr.periods_value_exempt().to_owned(),
        PeriodValue::Pass => tr.periods_value_pass().to_owned(),
        PeriodValue::Fail => tr.periods_value_fail().to_owned(),
    }
}

/// A value as it is drawn.
pub(super) struct Drawn {
    pub(super) sign: &'static str,
    pub(super) class: &'static str,
    pub(super) label: String,
}

pub(super) fn drawn(tr: Tr, value: PeriodValue) -> Drawn {
    Drawn { sign: value.sign(), class: value_class(value), label: value_label(tr, value) }
}

struct Head {
    title: String,
    href: String,
    closed: bool,
}

struct Line {
    name: String,
    gone: bool,
    /// The value, and why it differs.
    cells: Vec<(Option<Drawn>, String)>,
}

#[derive(Template)]
#[template(path = "period_sheet.html")]
struct SheetPage {
    tr: Tr,
    title: String,
    crumbs: Vec<Link>,
    heads: Vec<Head>,
    lines: Vec<Line>,
    history: String,
    /// The journal's file, for who may take it out.
    export: String,
}

fn crumbs(journal: &Journal, tr: Tr) -> Vec<Link> {
    let title = format!("{}, {}", journal.subject_name, journal.groups_name);
    vec![Link::new(tr.journal_title(), "/journal/"), Link::new(title, format!("/journal/{}/", journal.id))]
}

/// `GET /journal/{id}/periods/`: whoever sees the journal.
pub async fn sheet(cx: Cx, Path(id): Path<JournalId>) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let (today, now) = (cx.today, cx.now);
    let asking = actor.clone();
    let (may, sheet, may_export) = cx
        .read(move |tx| {
            let may = access::see_journal(tx, &asking, id)?;
            let sheet = read::sheet(tx, &may, today, now)?;
            let may_export = access::export_journal(tx, &asking, id).is_ok();
            Ok((may, sheet, may_export))
        })
        .await?;
    let tr = cx.tr;
    let main = SheetPage {
        tr,
        title: tr.periods_title().to_owned(),
        crumbs: crumbs(may.journal(), tr),
        history: format!("/journal/{id}/history/"),
        export: if may_export { format!("/journal/{id}/export.json") } else { String::new() },
        heads: sheet
            .slots
            .iter()
            .map(|slot| Head {
                title: slot_title(tr, slot),
                href: if may.may_edit() && slot.begun {
                    format!("/journal/{id}/periods/{}/", slot.slot)
                } else {
                    String::new()
                },
                closed: slot.closed,
            })
            .collect(),
        lines: sheet
            .rows
            .iter()
            .map(|row| Line {
                name: row.name.listed(),
                gone: row.gone,
                cells: row
                    .cells
                    .iter()
                    .map(|cell| (cell.value.map(|value| drawn(tr, value)), cell.reason.clone()))
                    .collect(),
            })
            .collect(),
    };
    let mut page = cx.page("journal.periods", tr.periods_title()).place("journal");
    if !may.may_edit() {
        page = page.notice(NoticeKind::Info, tr.journal_read_only());
    }
    page.render(&main)
}

/// `?propose=1` fills the empty fields with what is proposed.
#[derive(Debug, Deserialize)]
pub struct Asked {
    #[serde(default)]
    propose: String,
}

/// One pupil's field.
struct Input {
    pupil: PersonId,
    name: String,
    gone: bool,
    average: String,
    count: i64,
    proposal: String,
    value: String,
    shown: String,
    fresh: bool,
    reason: String,
    reason_shown: String,
    asks_reason: bool,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "period_column.html")]
struct ColumnPage {
    tr: Tr,
    csrf: String,
    form: String,
    title: String,
    note: String,
    crumbs: Vec<Link>,
    back: String,
    action: String,
    propose: String,
    tabs: Vec<(String, String, bool)>,
    of_period: bool,
    may_edit: bool,
    proposed: usize,
    previewed: bool,
    inputs: Vec<Input>,
    /// Where a deputy opens a closed column.
    unlock: String,
}

/// What was typed and what is wrong with it, by pupil.
#[derive(Default)]
struct Kept(HashMap<PersonId, (String, String, String)>);

/// `GET /journal/{id}/periods/{column}/`: who may change the journal.
pub async fn column(
    cx: Cx,
    Path((id, slot)): Path<(JournalId, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let slot: Slot = slot.parse().map_err(|()| PageError::NotFound)?;
    draw(&cx, id, slot, !asked.propose.is_empty(), &Kept::default(), None).await
}

async fn draw(
    cx: &Cx,
    id: JournalId,
    slot: Slot,
    previewed: bool,
    kept: &Kept,
    notice: Option<(NoticeKind, String)>,
) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let unlocks = access::unlock_periods(&actor).is_ok();
    let (today, now) = (cx.today, cx.now);
    let (may, sheet) = cx
        .read(move |tx| {
            let may = access::see_journal(tx, &actor, id)?;
            if !may.may_edit() {
                return Err(PageError::NotFound);
            }
            let sheet = read::sheet(tx, &may, today, now)?;
            Ok((may, sheet))
        })
        .await?;
    let column = sheet.column(slot).ok_or(PageError::NotFound)?;
    let head = sheet.slots.get(column).filter(|head| head.begun).ok_or(PageError::NotFound)?;
    let tr = cx.tr;
    let title = slot_title(tr, head);
    let may_edit = !head.closed;
    let inputs = inputs(cx, &sheet, column, previewed && may_edit, kept);
    let previewed = inputs.iter().any(|input| input.fresh);
    let main = ColumnPage {
        tr,
        csrf: cx.csrf(),
        form: registry::token::fresh().unwrap_or_default().chars().take(16).collect(),
        note: note(tr, &sheet, head),
        crumbs: crumbs(may.journal(), tr),
        back: format!("/journal/{id}/periods/"),
        action: format!("/journal/{id}/periods/{slot}/"),
        propose: format!("/journal/{id}/periods/{slot}/?propose=1"),
        tabs: sheet
            .slots
            .iter()
            .filter(|one| one.begun)
            .map(|one| {
                (slot_title(tr, one), format!("/journal/{id}/periods/{}/", one.slot), one.slot == slot)
            })
            .collect(),
        of_period: head.period.is_some(),
        may_edit,
        proposed: sheet
            .rows
            .iter()
            .filter_map(|row| row.cells.get(column))
            .filter(|cell| cell.value.is_none() && cell.proposal.value().is_some())
            .count(),
        previewed,
        inputs,
        unlock: if unlocks && !may_edit {
            format!("/school/periods/?period={}&journal={id}", slot.period())
        } else {
            String::new()
        },
        title: title.clone(),
    };
    let status = if kept.0.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let mut page = cx.page("journal.period", &title).place("journal").status(status);
    if let Some((kind, text)) = notice {
        page = page.notice(kind, text);
    } else if !may_edit {
        let text = if head.period.is_some() { tr.journal_period_closed() } else { tr.periods_year_closed() };
        page = page.notice(NoticeKind::Info, text);
    } else if previewed {
        page = page.notice(NoticeKind::Info, tr.periods_preview());
    }
    page.render(&main)
}

/// By which rules the proposals are made.
fn note(tr: Tr, sheet: &Sheet, head: &SheetSlot) -> String {
    if head.period.is_none() {
        return tr.periods_note_year().to_owned();
    }
    let of = |threshold: i32| kit::text::decimal(tr, i64::from(threshold));
    let thresholds = sheet.rules.thresholds;
    tr.periods_note(&of(thresholds.five), &of(thresholds.four), &of(thresholds.three))
}

fn proposal_text(tr: Tr, cell: &SheetCell, of_period: bool) -> String {
    match cell.proposal {
        Proposal::Value(value) => value.sign().to_owned(),
        Proposal::Few { wanted } => tr.periods_few(wanted),
        Proposal::Incomplete if of_period => String::new(),
        Proposal::Incomplete => tr.periods_incomplete().to_owned(),
    }
}

fn inputs(cx: &Cx, sheet: &Sheet, column: usize, previewed: bool, kept: &Kept) -> Vec<Input> {
    let tr = cx.tr;
    let of_period = sheet.slots.get(column).is_some_and(|slot| slot.period.is_some());
    let rows = sheet.rows.iter().filter_map(|row| Some((row, row.cells.get(column)?)));
    rows.filter(|(_, cell)| cell.here)
        .map(|(row, cell)| {
            let typed = kept.0.get(&row.pupil);
            let stands = cell.value.map_or("", PeriodValue::sign);
            let fresh = previewed && cell.value.is_none() && cell.proposal.value().is_some();
            let proposed = cell.proposal.value().map_or("", PeriodValue::sign);
            let value = match typed {
                Some((value, ..)) => value.clone(),
                None if fresh => proposed.to_owned(),
                None => stands.to_owned(),
            };
            let reason = typed.map_or_else(|| cell.reason.clone(), |(_, reason, _)| reason.clone());
            let differs = !stands.is_empty() && !proposed.is_empty() && stands != proposed;
            Input {
                pupil: row.pupil,
                name: row.name.listed(),
                gone: row.gone,
                average: cell
                    .sums
                    .average()
                    .map(Average::hundredths)
                    .map_or_else(String::new, |hundredths| kit::text::decimal(tr, hundredths)),
                count: cell.sums.count,
                proposal: proposal_text(tr, cell, of_period),
                shown: format!("{}:{stands}", cell.version),
                asks_reason: differs || !reason.is_empty() || typed.is_some(),
                reason_shown: cell.reason.clone(),
                error: typed.map(|(_, _, error)| error.clone()),
                value,
                fresh,
                reason,
            }
        })
        .collect()
}

/// What is no value: pupil, what was typed, the reason beside it, the key of the sentence.
type Wrong = (PersonId, String, String, &'static str);

/// Reads the form: only what differs from what it showed is wished for.
fn wishes(posted: &Posted) -> (Vec<PeriodChange>, Vec<Wrong>) {
    let form: String = posted.get("form").chars().take(24).collect();
    let (mut changes, mut wrong) = (Vec::new(), Vec::new());
    for (name, typed) in posted.all().take(2000) {
        let Some(pupil) = name.strip_prefix("v-").and_then(|id| id.parse::<PersonId>().ok()) else {
            continue;
        };
        let typed: String = typed.trim().chars().take(32).collect();
        let shown = posted.get(&format!("b-{pupil}"));
        let (base, was) = shown.split_once(':').unwrap_or((shown, ""));
        let reason = posted.get(&format!("r-{pupil}"));
        let reason_was = posted.get(&format!("s-{pupil}"));
        let value = match PeriodValue::parse(&typed) {
            Ok(value) => value,
            Err(key) => {
                wrong.push((pupil, typed, reason.to_owned(), key));
                continue;
            }
        };
        if PeriodValue::parse(was) == Ok(value) && reason == reason_was {
            continue;
        }
        let code = value.map_or("", PeriodValue::code);
        changes.push(PeriodChange {
            op: format!("form-{form}-{base}-{code}"),
            pupil,
            base: base.parse().unwrap_or(0),
            value,
            reason: reason.to_owned(),
        });
    }
    (changes, wrong)
}

/// `POST /journal/{id}/periods/{column}/`: who may change the journal. All that can be saved is saved; what is refused
/// comes back with its reason.
pub async fn save(
    Path((id, slot)): Path<(JournalId, String)>,
    posted: Posted,
) -> Result<Response, PageError> {
    let slot: Slot = slot.parse().map_err(|()| PageError::NotFound)?;
    let cx = posted.cx.clone();
    let actor = cx.actor()?;
    let (changes, wrong) = wishes(&posted);
    let (today, now) = (cx.today, cx.now);
    let sent = changes.clone();
    let outcomes = cx
        .write(move |tx| {
            let may = access::edit_journal(tx, &actor, id)?;
            Ok(write::put_period_marks(tx, &may, slot, &sent, today, now)?)
        })
        .await?;
    let tr = cx.tr;
    let mut kept = Kept::default();
    for (pupil, typed, reason, key) in wrong {
        kept.0.insert(pupil, (typed, reason, super::cells::message(tr, key).to_owned()));
    }
    for (change, outcome) in changes.iter().zip(&outcomes) {
        let remark = match outcome {
            PeriodOutcome::Saved => continue,
            PeriodOutcome::Reason { proposed } => tr.periods_reason_wanted(proposed.sign()),
            PeriodOutcome::Closed => tr.cell_period_closed().to_owned(),
            PeriodOutcome::NotHere => tr.periods_not_here().to_owned(),
            PeriodOutcome::Stale { value, who, at, .. } => {
                let at = cx.app().settings().zone.local(*at).1.to_string();
                let theirs = value.map_or_else(|| tr.journal_nothing().to_owned(), |v| v.sign().to_owned());
                tr.journal_stale_cell(&who.initials(), &at, &theirs)
            }
        };
        let typed = change.value.map_or("", PeriodValue::sign).to_owned();
        kept.0.insert(change.pupil, (typed, change.reason.clone(), remark));
    }
    if kept.0.is_empty() {
        return Ok(cx.done(&format!("/journal/{id}/periods/{slot}/"), "saved"));
    }
    let notice = Some((NoticeKind::Error, tr.journal_some_refused().to_owned()));
    draw(&cx, id, slot, false, &kept, notice).await
}
