//! `/journal/{id}/plan/preview/`: the table that waits — what its columns mean, what each row becomes, and what is wrong
//! beside it. All of it is imported, or nothing.

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use formats::plan::{Fault, Field as Column, Line, Wanted};
use formats::table;
use kernel::JournalId;
use kit::form::Form;
use kit::{Cx, Link, PageError, Posted, Tr};

use super::rows::date;
use super::{View, asked, back, view, why, words};
use crate::plan::compare::{Difference, compare};
use crate::plan::{ChangeKind, Row, import};
use crate::read::plan::Draft;
use crate::write::plan::{self as write, Saved, Why};
use crate::write::plan_draft;

/// So many values of a column are shown.
const SAMPLES: usize = 3;

struct Choice {
    number: usize,
    heading: String,
    samples: String,
    chosen: &'static str,
}

struct Seen {
    line: u32,
    section: bool,
    title: String,
    hours: i32,
    planned: String,
    control: String,
    homework: String,
    faults: Vec<String>,
}

#[derive(Template)]
#[template(path = "plan_preview.html")]
struct Page {
    tr: Tr,
    crumbs: Vec<Link>,
    csrf: String,
    id: JournalId,
    note: String,
    error: String,
    version: i32,
    sheets: Vec<(usize, String, bool)>,
    sheet: usize,
    columns: Vec<Choice>,
    options: Vec<(&'static str, &'static str)>,
    seen: Vec<Seen>,
    faults: String,
    /// Where another table is sent.
    other: String,
    summary: String,
    changes: String,
    nothing: bool,
    has_rows: bool,
    append: bool,
    why: Form,
}

/// What was chosen: sheet, meanings of columns, whether rows go behind the known ones.
#[derive(Debug, Clone, Default)]
struct Chosen {
    sheet: usize,
    /// None where nothing was chosen yet.
    columns: Option<Vec<Option<Column>>>,
    append: bool,
}

fn parsed(pairs: &[(String, String)]) -> Chosen {
    let mut columns: Vec<Option<Column>> = Vec::new();
    for (name, value) in pairs {
        let Some(number) = name.strip_prefix("c-").and_then(|number| number.parse::<usize>().ok()) else {
            continue;
        };
        if number >= 40 {
            continue;
        }
        if columns.len() <= number {
            columns.resize(number + 1, None);
        }
        if let Some(slot) = columns.get_mut(number) {
            *slot = Column::from_code(value.trim());
        }
    }
    Chosen {
        sheet: asked(pairs, "sheet").parse().unwrap_or(0),
        columns: (!columns.is_empty()).then_some(columns),
        append: asked(pairs, "mode") == "append",
    }
}

/// The table as it is read with what was chosen.
struct Taken {
    headings: Vec<String>,
    columns: Vec<Option<Column>>,
    samples: Vec<Vec<String>>,
    lines: Vec<Line>,
    /// A meaning that two columns have.
    doubled: Option<Column>,
    /// The plan as it would be.
    rows: Vec<Row>,
}

fn taken(view: &View, draft: &Draft, chosen: &Chosen) -> Taken {
    let sheet = draft.sheets.get(chosen.sheet).or_else(|| draft.sheets.first());
    let rows: Vec<table::Row> = sheet
        .map(|sheet| {
            sheet.rows.iter().map(|(line, cells)| table::Row { line: *line, cells: cells.clone() }).collect()
        })
        .unwrap_or_default();
    let guess = formats::plan::guess(&rows);
    let mut columns = chosen.columns.clone().unwrap_or(guess.columns);
    columns.resize(guess.headings.len(), None);
    let doubled = columns.iter().enumerate().find_map(|(at, column)| {
        column.filter(|column| columns.iter().take(at).any(|other| *other == Some(*column)))
    });
    let year = date(view.year.first_day).zip(date(view.year.last_day));
    let lines = match year {
        Some(year) => formats::plan::read(&Wanted { rows: &rows, from: guess.from, columns: &columns, year }),
        None => Vec::new(),
    };
    let samples = (0..columns.len())
        .map(|column| {
            let cells =
                rows.iter().skip(guess.from).map(|row| row.cell(column)).filter(|cell| !cell.is_empty());
            cells.take(SAMPLES).map(super::show::shortened).collect()
        })
        .collect();
    let made = import::rows(&lines, &view.kinds);
    let rows = import::onto(&view.plan.rows, made, chosen.append);
    Taken { headings: guess.headings, columns, samples, lines, doubled, rows }
}

pub(super) const fn meaning(tr: Tr, column: Column) -> &'static str {
    match column {
        Column::Number => tr.plan_column_number(),
        Column::Section => tr.plan_section(),
        Column::Topic => tr.plan_topic(),
        Column::Hours => tr.plan_hours(),
        Column::Planned => tr.plan_planned(),
        Column::Given => tr.plan_given(),
        Column::Control => tr.plan_control(),
        Column::Homework => tr.plan_homework(),
        Column::Content => tr.plan_content(),
        Column::Codes => tr.plan_codes(),
    }
}

fn fault(tr: Tr, fault: &Fault) -> String {
    match fault {
        Fault::NoTopic => tr.plan_title_missing().to_owned(),
        Fault::Hours(text) => tr.plan_fault_hours(text),
        Fault::Day(text) => tr.plan_day_invalid(text),
        Fault::Outside(text) => tr.plan_day_outside(text),
        Fault::Long(column, most) => {
            tr.plan_fault_long(meaning(tr, *column), i64::try_from(*most).unwrap_or(i64::MAX))
        }
    }
}

/// What importing would do, in words; none when it would do nothing.
fn changes(tr: Tr, before: &[Row], after: &[Row]) -> Option<String> {
    let (mut added, mut changed, mut removed) = (0, 0, 0);
    for difference in compare(before, after) {
        match difference {
            Difference::Added(_) => added += 1,
            Difference::Changed(..) => changed += 1,
            Difference::Removed(_) => removed += 1,
            Difference::Same(_) => {}
        }
    }
    let order = |rows: &[Row]| rows.iter().map(|row| row.id).collect::<Vec<_>>();
    let given = before.iter().any(|row| after.iter().any(|new| new.id == row.id && new.given != row.given));
    let same = added + changed + removed == 0 && order(before) == order(after) && !given;
    (!same).then(|| tr.plan_import_changes(&added.to_string(), &changed.to_string(), &removed.to_string()))
}

/// Who may change the plan, over his own table.
pub(super) async fn show(
    cx: Cx,
    Path(id): Path<JournalId>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let (actor, now) = (cx.actor()?, cx.now);
    let (view, draft) = cx
        .read(move |tx| {
            let may = access::edit_plan(tx, &actor, id)?;
            let see = access::see_plan(tx, &actor, id)?;
            let draft = crate::read::plan::draft(tx, &may, now)?.ok_or(PageError::NotFound)?;
            Ok((view(tx, see)?, draft))
        })
        .await?;
    draw(&cx, &view, &draft, &parsed(&query), "", &None, false)
}

fn draw(
    cx: &Cx,
    view: &View,
    draft: &Draft,
    chosen: &Chosen,
    error: &str,
    why: &Why,
    missing: bool,
) -> Result<Response, PageError> {
    let tr = cx.tr;
    let taken = taken(view, draft, chosen);
    let faults = taken.lines.iter().filter(|line| !line.faults.is_empty()).count();
    let sections = taken.lines.iter().filter(|line| line.section).count();
    let hours: i32 = taken.lines.iter().map(|line| line.hours).sum();
    let error = match (&taken.doubled, error) {
        (Some(column), _) => tr.plan_import_doubled(meaning(tr, *column)),
        (None, "") if !taken.columns.contains(&Some(Column::Topic)) => tr.plan_import_no_topic().to_owned(),
        (None, error) => error.to_owned(),
    };
    // Days already settled on lessons are compared as days.
    let changes = changes(tr, &view.plan.rows, &taken.rows);
    let reasons = if view.plan.needs_reason() { words::reason_fields(tr, why, missing) } else { Vec::new() };
    let main = Page {
        tr,
        crumbs: view.crumbs(tr),
        csrf: cx.csrf(),
        id: view.id(),
        note: if draft.name.is_empty() { tr.plan_import_pasted().to_owned() } else { draft.name.clone() },
        version: view.plan.version,
        sheets: draft
            .sheets
            .iter()
            .enumerate()
            .map(|(number, sheet)| (number, sheet.name.clone(), number == chosen.sheet))
            .collect(),
        sheet: chosen.sheet,
        columns: taken
            .columns
            .iter()
            .enumerate()
            .map(|(number, column)| Choice {
                number,
                heading: taken
                    .headings
                    .get(number)
                    .filter(|heading| !heading.is_empty())
                    .cloned()
                    .unwrap_or_else(|| tr.plan_column(&(number + 1).to_string())),
                samples: taken.samples.get(number).map(|samples| samples.join(" · ")).unwrap_or_default(),
                chosen: column.map_or("", Column::code),
            })
            .collect(),
        options: Column::ALL.map(|column| (column.code(), meaning(tr, column))).into(),
        seen: taken
            .lines
            .iter()
            .map(|line| Seen {
                line: line.line,
                section: line.section,
                title: line.title.clone(),
                hours: line.hours,
                planned: line
                    .planned
                    .iter()
                    .map(|d| format!("{:02}.{:02}", d.day, d.month))
                    .collect::<Vec<_>>()
                    .join(", "),
                control: import::control(&view.kinds, &line.control),
                homework: line.homework.clone(),
                faults: line.faults.iter().map(|one| fault(tr, one)).collect(),
            })
            .collect(),
        faults: match faults {
            0 => String::new(),
            count => tr.plan_import_faults(i64::try_from(count).unwrap_or(i64::MAX)),
        },
        other: format!("/journal/{}/plan/import/", view.id()),
        summary: tr.plan_import_summary(
            &(taken.lines.len() - sections).to_string(),
            &sections.to_string(),
            &hours.to_string(),
        ),
        nothing: changes.is_none() || taken.lines.is_empty() || taken.doubled.is_some(),
        changes: changes.unwrap_or_else(|| tr.plan_import_same().to_owned()),
        has_rows: !view.plan.rows.is_empty(),
        append: chosen.append,
        why: Form::new(reasons),
        error,
    };
    let refused = !main.error.is_empty() || missing;
    let status = if refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    cx.page("journal.plan-preview", tr.plan_preview_title()).place("journal").status(status).render(&main)
}

/// `POST`: imports all of it, if no row has a fault and the plan is still the one it was shown over.
pub(super) async fn save(Path(id): Path<JournalId>, posted: Posted) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let (actor, now, tr) = (cx.actor()?, cx.now, cx.tr);
    let pairs: Vec<(String, String)> =
        posted.all().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let chosen = parsed(&pairs);
    let base: i32 = posted.get("version").parse().unwrap_or(-1);
    let reason = why(&posted);
    let (want, given) = (chosen.clone(), reason.clone());
    let (view, draft, saved) = cx
        .write(move |tx| {
            let may = access::edit_plan(tx, &actor, id)?;
            let see = access::see_plan(tx, &actor, id)?;
            let draft = crate::read::plan::draft(tx, &may, now)?.ok_or(PageError::NotFound)?;
            let view = view(tx, see)?;
            let taken = taken(&view, &draft, &want);
            let whole = taken.lines.iter().all(|line| line.faults.is_empty())
                && taken.doubled.is_none()
                && taken.columns.contains(&Some(Column::Topic))
                && !taken.lines.is_empty();
            let saved = if whole {
                Some(write::replace(tx, &may, base, taken.rows, ChangeKind::Import, &given, now)?)
            } else {
                None
            };
            if matches!(saved, Some(Saved::Done(_))) {
                plan_draft::discard(tx, &may)?;
            }
            Ok((view, draft, saved))
        })
        .await?;
    match saved {
        Some(Saved::Done(_)) => Ok(back(id, "plan-imported", None)),
        Some(Saved::NeedsReason) => draw(&cx, &view, &draft, &chosen, "", &reason, true),
        Some(other) => {
            let sentence = words::refused(tr, &other).unwrap_or_default();
            draw(&cx, &view, &draft, &chosen, &sentence, &reason, false)
        }
        None => draw(&cx, &view, &draft, &chosen, tr.plan_import_faulty(), &reason, false),
    }
}
