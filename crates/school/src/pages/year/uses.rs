//! `/school/year/{id}/uses/` – who uses which bell schedule and when: shifts, first classes, short days.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{ClassId, YearId};
use kit::form::Choice;
use kit::{Cx, Link, PageError, Posted, Tr};
use registry::{Class, InstitutionKind, YearRules};

use super::plan::weekday_title;
use super::{Input, Pick, choice, crumbs, faults, grade_title, input, pick, schedule_title, tabs};
use crate::pages::nav;
use crate::year::change;
use crate::year::draft::UsesDraft;

#[derive(Template)]
#[template(path = "year_uses.html")]
struct Uses {
    tr: Tr,
    nav: Vec<nav::Tab>,
    crumbs: Vec<Link>,
    csrf: String,
    action: String,
    faults: Vec<(String, String)>,
    rows: Vec<(Pick, Pick, Pick, Input)>,
}

struct View {
    rules: YearRules,
    classes: Vec<Class>,
    kind: InstitutionKind,
    grades: Vec<i32>,
}

async fn load(cx: &Cx, id: i64) -> Result<(access::ManageSchool, View), PageError> {
    let may = access::manage_school(&*cx.actor()?)?;
    let view = cx
        .read(move |tx| {
            let at = may.institution();
            let rules = registry::read::year_rules(tx, at, YearId(id))?;
            let classes = registry::read::classes(tx, at, YearId(id))?;
            let place = registry::read::institution(tx, at)?;
            Ok(View { rules, grades: super::grades_of(&place, &classes), kind: place.kind, classes })
        })
        .await?;
    Ok((may, view))
}

fn draw(cx: &Cx, id: i64, view: &View, draft: &UsesDraft, status: StatusCode) -> Result<Response, PageError> {
    let tr = cx.tr;
    let mut schedules = vec![choice("", tr.year_use_none())];
    let listed = view.rules.schedules.iter();
    schedules.extend(listed.map(|s| choice(s.id.to_string(), schedule_title(tr, s))));
    let mut whom: Vec<Choice> = vec![choice("all", tr.year_everybody())];
    whom.extend(view.grades.iter().map(|g| choice(format!("g{g}"), grade_title(tr, view.kind, *g))));
    whom.extend(view.classes.iter().map(|class| choice(format!("c{}", class.id), &class.name)));
    let mut weekdays = vec![choice("0", tr.year_any_weekday())];
    weekdays.extend((1..=6).filter_map(|n| Some(choice(n.to_string(), weekday_title(tr, n)?))));
    let rows: Vec<(Pick, Pick, Pick, Input)> = draft
        .rows
        .iter()
        .enumerate()
        .map(|(n, row)| {
            let label = |what: &str| tr.year_rule_label(&(n + 1).to_string(), what);
            let select = |name: &str, what, typed, choices: &Vec<Choice>| {
                pick(tr, format!("u-{n}-{name}"), label(what), typed, choices.clone())
            };
            (
                select("schedule", tr.year_schedule(), &row.schedule, &schedules),
                select("whom", tr.year_whom(), &row.whom, &whom),
                select("weekday", tr.year_weekday(), &row.weekday, &weekdays),
                input(tr, format!("u-{n}-days"), label(tr.year_use_days()), &row.days),
            )
        })
        .collect();
    let year = view.rules.plan.year.name.as_str();
    let main = Uses {
        tr,
        nav: tabs(cx, true),
        crumbs: crumbs(tr, Some((year, id))),
        csrf: cx.csrf(),
        action: format!("/school/year/{id}/uses/"),
        faults: faults(rows.iter().map(|row| &row.3), rows.iter().flat_map(|row| [&row.0, &row.1, &row.2])),
        rows,
    };
    cx.page("school.year_uses", tr.year_uses()).place("school").status(status).render(&main)
}

/// `GET /school/year/{id}/uses/`.
pub async fn show(cx: Cx, Path(id): Path<i64>) -> Result<Response, PageError> {
    let (_, view) = load(&cx, id).await?;
    draw(&cx, id, &view, &UsesDraft::of(&view.rules.uses), StatusCode::OK)
}

/// `POST /school/year/{id}/uses/`.
pub async fn save(Path(id): Path<i64>, posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let (may, view) = load(cx, id).await?;
    let mut draft = UsesDraft::posted(|name| posted.get(name).to_owned());
    let classes: Vec<ClassId> = view.classes.iter().map(|class| class.id).collect();
    let year = &view.rules.plan.year;
    if let Some(uses) = draft.check(&view.rules.schedules, &classes, (year.first_day, year.last_day)) {
        let (today, now) = (cx.today, cx.now);
        cx.write(move |tx| Ok(change::set_uses(tx, &may, YearId(id), &uses, today, now)?)).await?;
        return Ok(cx.done(&format!("/school/year/{id}/"), "saved"));
    }
    draw(cx, id, &view, &draft, StatusCode::UNPROCESSABLE_ENTITY)
}
