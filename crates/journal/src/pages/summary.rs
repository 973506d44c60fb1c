//! `GET /school/classes/{id}/summary/` – the summary sheet of a class (сводная ведомость): pupils × subjects in one column,
//! with успеваемость, качество, СОУ and средний балл.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use kernel::ClassId;
use kit::{Cx, Link, PageError, Tr};
use registry::{GradingPeriod, PeriodKind};
use serde::Deserialize;

use super::period_marks::{Drawn, drawn};
use super::{period_at, period_title};
use crate::model::formula::Figures;
use crate::model::grading::Slot;
use crate::read::{self, Standing, Summary};

/// `?column=12`, `?column=year`
#[derive(Debug, Deserialize)]
pub struct Asked {
    #[serde(default)]
    column: String,
}

struct Line {
    name: String,
    cells: Vec<Option<Drawn>>,
    average: String,
    standing: &'static str,
}

#[derive(Template)]
#[template(path = "summary.html")]
struct Page {
    tr: Tr,
    title: String,
    crumbs: Vec<Link>,
    tabs: Vec<(String, String, bool)>,
    subjects: Vec<String>,
    lines: Vec<Line>,
    /// Label and a value a subject, the last of all together.
    figures: Vec<(&'static str, Vec<String>)>,
    standings: Vec<(&'static str, i64)>,
}

struct View {
    may: access::SeeClass,
    periods: Vec<GradingPeriod>,
    slot: Option<Slot>,
    summary: Option<Summary>,
}

/// Class teachers of the class, heads and administrators of the school.
pub async fn show(
    cx: Cx,
    Path(id): Path<ClassId>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let of_school = access::see_school(&actor).is_ok();
    let today = cx.today;
    let view = cx
        .read(move |tx| {
            let may = access::see_class(tx, &actor, id)?;
            let class = may.class();
            let journals = registry::read::journals_of_class(tx, class.institution, class.id)?;
            let kind = journals.first().map_or(PeriodKind::Quarter, |journal| journal.period_kind);
            let mut periods = registry::read::periods(tx, class.institution, class.year)?;
            periods.retain(|period| period.kind == kind);
            let slot = match asked.column.as_str() {
                // The last period that is over says more than the one that goes on.
                "" => {
                    let over = periods.iter().rfind(|period| period.last_day < today).copied();
                    over.or_else(|| period_at(&periods, kind, today)).map(|period| Slot::Period(period.id))
                }
                text => Some(text.parse().map_err(|()| PageError::NotFound)?),
            };
            let period = match slot {
                Some(Slot::Period(id)) => {
                    Some(periods.iter().find(|period| period.id == id).copied().ok_or(PageError::NotFound)?)
                }
                _ => None,
            };
            let summary = match slot {
                Some(slot) => Some(read::summary(tx, &may, slot, period.as_ref(), today)?),
                None => None,
            };
            Ok(View { may, periods, slot, summary })
        })
        .await?;
    draw(&cx, &view, of_school)
}

fn draw(cx: &Cx, view: &View, of_school: bool) -> Result<Response, PageError> {
    let tr = cx.tr;
    let class = view.may.class();
    let href = |slot: Slot| format!("/school/classes/{}/summary/?column={slot}", class.id);
    let mut tabs: Vec<(String, String, bool)> = view
        .periods
        .iter()
        .map(|period| {
            let slot = Slot::Period(period.id);
            (period_title(tr, period), href(slot), view.slot == Some(slot))
        })
        .collect();
    for (slot, label) in
        [(Slot::Year, tr.periods_year()), (Slot::Exam, tr.periods_exam()), (Slot::Final, tr.periods_final())]
    {
        tabs.push((label.to_owned(), href(slot), view.slot == Some(slot)));
    }
    let mut crumbs = Vec::new();
    if of_school {
        crumbs.push(Link::new(tr.school_title(), "/school/"));
    }
    crumbs.push(Link::new(tr.school_class_title(&class.name), format!("/school/classes/{}/", class.id)));
    let title = tr.summary_title(&class.name);
    let main = Page {
        tr,
        title: title.clone(),
        crumbs,
        tabs,
        subjects: view.summary.as_ref().map(|summary| summary.subjects.clone()).unwrap_or_default(),
        lines: view.summary.as_ref().map(|summary| lines(tr, summary)).unwrap_or_default(),
        figures: view.summary.as_ref().map(|summary| figures(tr, summary)).unwrap_or_default(),
        standings: view.summary.as_ref().map(|summary| standings(tr, summary)).unwrap_or_default(),
    };
    cx.page("school.summary", &title).place(if of_school { "school" } else { "journal" }).render(&main)
}

fn lines(tr: Tr, summary: &Summary) -> Vec<Line> {
    summary
        .rows
        .iter()
        .map(|row| Line {
            name: row.name.listed(),
            cells: row.values.iter().map(|value| value.map(|value| drawn(tr, value))).collect(),
            average: row.figures.average().map_or_else(String::new, |value| kit::text::decimal(tr, value)),
            standing: match row.standing() {
                Standing::Excellent => tr.summary_excellent(),
                Standing::Good => tr.summary_good(),
                Standing::Failing => tr.summary_failing(),
                Standing::Passing | Standing::None => "",
            },
        })
        .collect()
}

/// «83,3» from tenths.
fn percent(tr: Tr, tenths: Option<i64>) -> String {
    let text = tenths.map(|tenths| kit::text::decimal(tr, tenths * 10)).unwrap_or_default();
    match text.strip_suffix('0') {
        Some(short) => short.to_owned(),
        None => text,
    }
}

fn figures(tr: Tr, summary: &Summary) -> Vec<(&'static str, Vec<String>)> {
    let all = || summary.by_subject.iter().chain([&summary.all]);
    let row = |of: fn(&Figures) -> Option<i64>| all().map(|figures| percent(tr, of(figures))).collect();
    vec![
        (tr.summary_progress(), row(Figures::progress)),
        (tr.summary_quality(), row(Figures::quality)),
        (tr.summary_learned(), row(Figures::learned)),
        (
            tr.summary_average(),
            all()
                .map(|figures| figures.average().map_or_else(String::new, |a| kit::text::decimal(tr, a)))
                .collect(),
        ),
    ]
}

fn standings(tr: Tr, summary: &Summary) -> Vec<(&'static str, i64)> {
    vec![
        (tr.summary_count_excellent(), summary.count(Standing::Excellent)),
        (tr.summary_count_good(), summary.count(Standing::Good)),
        (tr.summary_count_failing(), summary.count(Standing::Failing)),
    ]
}
