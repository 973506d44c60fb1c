//! `/marks/{child}/`: the marks of a period by subject with averages and absences.

use access::SeeDiary;
use askama::Template;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use journal::model::grading::Slot;
use journal::model::{DiaryMark, SubjectSums};
use journal::pages::{period_at, period_title, value_class, value_label};
use journal::read::SubjectFinals;
use kernel::{Average, Day, JournalId, Millis, PeriodId, PersonId};
use kit::{Cx, PageError, Tr};
use registry::{GradingPeriod, PeriodKind};
use serde::Deserialize;
use store::ReadTx;

use super::week::{Chip, chips};
use super::{none, tabs, who};

/// `?period=…`
#[derive(Debug, Deserialize)]
pub struct Asked {
    period: Option<i64>,
}

struct Tab {
    title: String,
    href: String,
    current: bool,
}

struct SubjectLine {
    subject: String,
    chips: Vec<(String, Chip)>,
    average: Option<i64>,
    missed: String,
}

#[derive(Template)]
#[template(path = "marks.html")]
struct MarksPage {
    tr: Tr,
    who: String,
    tabs: Vec<Tab>,
    lines: Vec<SubjectLine>,
    overall: Option<i64>,
    /// Columns of the table of final marks: «I», «II», «Год».
    heads: Vec<String>,
    /// Subject and a value a column: what is shown, its class, what a screen reader says.
    finals: Vec<FinalLine>,
}

/// A subject with a final mark a column.
type FinalLine = (String, Vec<Option<Final>>);

/// A final mark as it is drawn.
struct Final {
    sign: &'static str,
    class: &'static str,
    label: String,
}

struct Marks {
    may: SeeDiary,
    periods: Vec<GradingPeriod>,
    period: Option<GradingPeriod>,
    marks: Vec<DiaryMark>,
    sums: Vec<SubjectSums>,
    finals: Vec<SubjectFinals>,
}

fn marks(
    tx: &mut ReadTx<'_>,
    may: SeeDiary,
    asked: Option<i64>,
    today: Day,
    now: Millis,
) -> Result<Marks, PageError> {
    let mut found = Marks {
        periods: Vec::new(),
        period: None,
        marks: Vec::new(),
        sums: Vec::new(),
        finals: Vec::new(),
        may,
    };
    let Some(place) = found.may.place().place.clone() else { return Ok(found) };
    found.sums = journal::read::subject_sums(tx, &found.may, place.institution, place.year)?;
    found.finals = journal::read::pupil_finals(tx, &found.may, place.institution, place.year)?;
    let kind = found.sums.first().map_or(PeriodKind::Quarter, |s| s.period_kind);
    found.periods = registry::read::periods(tx, place.institution, place.year)?;
    found.periods.retain(|p| p.kind == kind);
    found.period = match asked {
        Some(id) => {
            Some(found.periods.iter().find(|p| p.id == PeriodId(id)).copied().ok_or(PageError::NotFound)?)
        }
        None => period_at(&found.periods, kind, today),
    };
    if let Some(period) = &found.period {
        let days = (period.first_day, period.last_day);
        found.marks = journal::read::diary_marks(tx, &found.may, place.institution, days, now)?;
    }
    Ok(found)
}

/// `GET /marks/`: to the pupil's own, or the first child's, marks.
pub async fn first(cx: Cx) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let today = cx.today;
    let family = cx.read(move |tx| Ok(access::see_own_children(tx, &actor, today)?)).await?;
    match family.iter().find(|c| c.place.is_some()).or(family.first()) {
        Some(child) => Ok(Redirect::to(&format!("/marks/{}/", child.child)).into_response()),
        None => none::no_child(&cx, "marks"),
    }
}

/// `GET /marks/{child}/`: the pupil, guardians, class teacher, heads of the school.
pub async fn show(
    cx: Cx,
    Path(child): Path<PersonId>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let (today, now) = (cx.today, cx.now);
    let found = cx
        .read(move |tx| {
            let may = access::see_diary(tx, &actor, child, today)?;
            marks(tx, may, asked.period, today, now)
        })
        .await?;
    draw(&cx, &found)
}

fn draw(cx: &Cx, found: &Marks) -> Result<Response, PageError> {
    let tr = cx.tr;
    let child = found.may.place();
    let children = tabs(found.may.family(), child.child, |id| format!("/marks/{id}/"));
    if child.place.is_none() {
        return none::no_school(cx, "marks", children, &child.name.listed());
    }
    let lines = lines(cx, found);
    let (heads, finals) = finals(tr, found);
    let averages: Vec<i64> = lines.iter().filter_map(|l| l.average).collect();
    let count = i64::try_from(averages.len()).unwrap_or(i64::MAX);
    let main = MarksPage {
        tr,
        who: who(child),
        tabs: found
            .periods
            .iter()
            .map(|p| Tab {
                title: period_title(tr, p),
                href: format!("/marks/{}/?period={}", child.child, p.id),
                current: found.period.is_some_and(|chosen| chosen.id == p.id),
            })
            .collect(),
        overall: (count > 0).then(|| (averages.iter().sum::<i64>() * 2 + count) / (count * 2)),
        lines,
        heads,
        finals,
    };
    let title = format!("{}: {}", tr.nav_marks(), child.name.given());
    cx.page("diary.marks", &title).place("marks").children(children).render(&main)
}

fn lines(cx: &Cx, found: &Marks) -> Vec<SubjectLine> {
    let tr = cx.tr;
    let mut seen: Vec<JournalId> = Vec::new();
    let mut lines = Vec::new();
    for row in &found.sums {
        if seen.contains(&row.journal) {
            continue;
        }
        seen.push(row.journal);
        // Of the marks that are shown: what is kept beside them is ahead by the pause before a release.
        let (sums, absences) = journal::read::visible_sums(&found.marks, row.journal);
        lines.push(SubjectLine {
            subject: row.subject.clone(),
            chips: found
                .marks
                .iter()
                .filter(|m| m.journal == row.journal)
                .flat_map(|m| {
                    let due = m.due_until.filter(|_| m.cell.due);
                    let day = due.map_or_else(
                        || kit::text::day_short(m.day),
                        |day| tr.marks_until_short(&kit::text::day_short(day)),
                    );
                    chips(tr, m).into_iter().map(move |chip| (day.clone(), chip))
                })
                .collect(),
            average: sums.average().map(Average::hundredths),
            missed: missed(absences),
        });
    }
    lines
}

/// The final marks of the year: a row a subject, a column for each period and what the year has.
fn finals(tr: Tr, found: &Marks) -> (Vec<String>, Vec<FinalLine>) {
    let has = |slot: Slot| found.finals.iter().any(|of| of.marks.iter().any(|(known, _)| *known == slot));
    let mut slots: Vec<(Slot, String)> =
        found.periods.iter().map(|period| (Slot::Period(period.id), period.roman().to_owned())).collect();
    for (slot, title) in
        [(Slot::Year, tr.periods_year()), (Slot::Exam, tr.periods_exam()), (Slot::Final, tr.periods_final())]
    {
        if has(slot) {
            slots.push((slot, title.to_owned()));
        }
    }
    let subject =
        |id: JournalId| found.sums.iter().find(|sums| sums.journal == id).map(|s| s.subject.clone());
    let mut rows: Vec<FinalLine> = found
        .finals
        .iter()
        .filter_map(|of| {
            let cells = slots.iter().map(|(slot, _)| {
                let (_, value) = of.marks.iter().find(|(known, _)| known == slot)?;
                Some(Final { sign: value.sign(), class: value_class(*value), label: value_label(tr, *value) })
            });
            Some((subject(of.journal)?, cells.collect()))
        })
        .collect();
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    (slots.into_iter().map(|(_, title)| title).collect(), rows)
}

/// «н 2, б 5», or nothing.
fn missed(counts: [i32; 4]) -> String {
    let parts: Vec<String> = journal::model::MISSED
        .iter()
        .zip(counts)
        .filter(|(_, n)| *n > 0)
        .map(|(code, n)| format!("{}\u{a0}{n}", code.sign()))
        .collect();
    parts.join(", ")
}
