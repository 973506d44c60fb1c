//! `/school/year/{id}/grades/` – five or six days a week, and by which periods: grade by grade, and classes that differ.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{ClassId, YearId};
use kit::form::Choice;
use kit::{Cx, Link, PageError, Posted, Tr};
use registry::{Class, GradePlan, InstitutionKind, Learner, PeriodKind, Whom, YearRules};

use super::{Pick, choice, crumbs, faults, grade_title, kind_title, pick, tabs};
use crate::pages::nav;
use crate::year::change::{self, Refusal};
use crate::year::draft::Typed;
use crate::year::usual_plan;

/// So many classes may differ from their grades.
const DIFFERING: usize = 40;
/// So many empty rows are offered for them.
const SPARE: usize = 2;

#[derive(Template)]
#[template(path = "year_grades.html")]
struct Grades {
    tr: Tr,
    nav: Vec<nav::Tab>,
    crumbs: Vec<Link>,
    csrf: String,
    action: String,
    faults: Vec<(String, String)>,
    error: Option<String>,
    has_kinds: bool,
    grades: Vec<(String, Pick, Pick)>,
    classes: Vec<(Pick, Pick, Pick)>,
}

struct View {
    rules: YearRules,
    classes: Vec<Class>,
    kind: InstitutionKind,
    grades: Vec<i32>,
}

/// One line: which class (for those that differ), week, periods.
#[derive(Clone, Default)]
struct Line {
    class: Typed,
    week: Typed,
    kind: Typed,
}

struct Draft {
    grades: Vec<(i32, Line)>,
    classes: Vec<Line>,
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

fn stored(view: &View) -> Draft {
    let line = |class: &str, week: i32, kind: Option<PeriodKind>| Line {
        class: Typed::new(class),
        week: Typed::new(week.to_string()),
        kind: Typed::new(kind.map_or("none", PeriodKind::code)),
    };
    let has = |kind: &PeriodKind| view.rules.kinds().contains(kind);
    let grades = view
        .grades
        .iter()
        .map(|grade| {
            let known = view.rules.grade_plan(Learner { grade: *grade, id: ClassId(0) });
            let (week, kind) =
                known.map_or_else(|| usual_plan(view.kind, *grade), |p| (p.week_days, p.period_kind));
            (*grade, line("", week, kind.filter(has)))
        })
        .collect();
    let mut classes: Vec<Line> = view
        .rules
        .grades
        .iter()
        .filter_map(|plan| match plan.whom {
            Whom::Class(id) => Some(line(&id.to_string(), plan.week_days, plan.period_kind)),
            Whom::All | Whom::Grade(_) => None,
        })
        .collect();
    classes.extend(std::iter::repeat_n(Line::default(), SPARE));
    Draft { grades, classes }
}

fn read(posted: &Posted, view: &View) -> Draft {
    let field = |name: String| Typed::new(posted.get(&name));
    let grades = view.grades.iter().map(|grade| {
        let line = Line {
            class: Typed::default(),
            week: field(format!("g-{grade}-week")),
            kind: field(format!("g-{grade}-kind")),
        };
        (*grade, line)
    });
    let mut classes: Vec<Line> = (0..DIFFERING)
        .map(|n| Line {
            class: field(format!("c-{n}-class")),
            week: field(format!("c-{n}-week")),
            kind: field(format!("c-{n}-kind")),
        })
        .filter(|line| !line.class.is_empty())
        .collect();
    let grades = grades.collect();
    classes.extend(std::iter::repeat_n(Line::default(), SPARE));
    Draft { grades, classes }
}

impl Draft {
    /// Reads the form; `None` when some field has to be mended, which is then marked.
    fn check(&mut self, view: &View) -> Option<Vec<GradePlan>> {
        let kinds = view.rules.kinds();
        let mut plans = Vec::new();
        let mut valid = true;
        let mut read = |line: &mut Line, grade: i32, whom: Whom| {
            let week_days = line.week.value.parse().ok().filter(|days| [5, 6].contains(days));
            if week_days.is_none() {
                line.week.fault("year-fault-choose");
            }
            let kind = match line.kind.value.as_str() {
                "none" | "" => Some(None),
                code => PeriodKind::from_code(code).filter(|kind| kinds.contains(kind)).map(Some),
            };
            if kind.is_none() {
                line.kind.fault("year-fault-choose");
            }
            match week_days.zip(kind) {
                Some((week_days, period_kind)) => {
                    plans.push(GradePlan { whom, grade, week_days, period_kind });
                }
                None => valid = false,
            }
        };
        for (grade, line) in &mut self.grades {
            read(line, *grade, Whom::Grade(*grade));
        }
        let mut seen = BTreeSet::new();
        let mut twice = false;
        for line in self.classes.iter_mut().filter(|line| !line.class.is_empty()) {
            let class = view.classes.iter().find(|class| class.id.to_string() == line.class.value);
            match class.filter(|class| seen.insert(class.id)) {
                Some(class) => read(line, class.grade, Whom::Class(class.id)),
                None => {
                    line.class.fault("year-fault-class");
                    twice = true;
                }
            }
        }
        (valid && !twice).then_some(plans)
    }
}

fn draw(
    cx: &Cx,
    id: i64,
    view: &View,
    draft: &Draft,
    error: Option<String>,
    status: StatusCode,
) -> Result<Response, PageError> {
    let tr = cx.tr;
    let weeks = vec![choice("5", tr.year_week_five()), choice("6", tr.year_week_six())];
    let mut kinds: Vec<Choice> =
        view.rules.kinds().into_iter().map(|kind| choice(kind.code(), kind_title(tr, kind))).collect();
    kinds.push(choice("none", tr.year_no_marks()));
    let mut of_class = vec![choice("", tr.year_no_class())];
    of_class.extend(view.classes.iter().map(|class| choice(class.id.to_string(), &class.name)));
    let label = |whose: &str, what: &str| format!("{whose}: {what}");
    let grades: Vec<(String, Pick, Pick)> = draft
        .grades
        .iter()
        .map(|(grade, line)| {
            let whose = grade_title(tr, view.kind, *grade);
            let week = label(&whose, tr.year_week());
            let kind = label(&whose, tr.year_periods());
            (
                whose,
                pick(tr, format!("g-{grade}-week"), week, &line.week, weeks.clone()),
                pick(tr, format!("g-{grade}-kind"), kind, &line.kind, kinds.clone()),
            )
        })
        .collect();
    let classes: Vec<(Pick, Pick, Pick)> = draft
        .classes
        .iter()
        .enumerate()
        .map(|(n, line)| {
            let whose = format!("{} {}", tr.year_differs(), n + 1);
            (
                pick(tr, format!("c-{n}-class"), whose.clone(), &line.class, of_class.clone()),
                pick(tr, format!("c-{n}-week"), label(&whose, tr.year_week()), &line.week, weeks.clone()),
                pick(tr, format!("c-{n}-kind"), label(&whose, tr.year_periods()), &line.kind, kinds.clone()),
            )
        })
        .collect();
    let year = view.rules.plan.year.name.as_str();
    let picks = grades.iter().flat_map(|row| [&row.1, &row.2]);
    let main = Grades {
        tr,
        nav: tabs(cx, true),
        crumbs: crumbs(tr, Some((year, id))),
        csrf: cx.csrf(),
        action: format!("/school/year/{id}/grades/"),
        faults: faults([], picks.chain(classes.iter().flat_map(|row| [&row.0, &row.1, &row.2]))),
        error,
        has_kinds: !view.rules.kinds().is_empty(),
        grades,
        classes,
    };
    cx.page("school.year_grades", tr.year_weeks()).place("school").status(status).render(&main)
}

/// `GET /school/year/{id}/grades/`.
pub async fn show(cx: Cx, Path(id): Path<i64>) -> Result<Response, PageError> {
    let (_, view) = load(&cx, id).await?;
    draw(&cx, id, &view, &stored(&view), None, StatusCode::OK)
}

/// `POST /school/year/{id}/grades/`.
pub async fn save(Path(id): Path<i64>, posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let (may, view) = load(cx, id).await?;
    let mut draft = read(&posted, &view);
    let mut error = None;
    if let Some(plans) = draft.check(&view) {
        let (today, now) = (cx.today, cx.now);
        let done =
            cx.write(move |tx| Ok(change::set_grades(tx, &may, YearId(id), &plans, today, now)?)).await?;
        match done {
            Ok(()) => return Ok(cx.done(&format!("/school/year/{id}/"), "saved")),
            Err(Refusal::Closed(kind, _)) => error = Some(cx.tr.year_kind_closed(kind_title(cx.tr, kind))),
            Err(_) => {}
        }
    }
    draw(cx, id, &view, &draft, error, StatusCode::UNPROCESSABLE_ENTITY)
}
