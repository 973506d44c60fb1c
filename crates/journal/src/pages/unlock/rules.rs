//! `/school/periods/rules/` – by which averages marks are proposed, how many marks are wanted.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use kit::form::{Field, FieldKind, Form};
use kit::{Cx, Link, PageError, Posted, Routes, Tr};

use crate::model::grading::{GradingRules, Thresholds};
use crate::read;
use crate::write::{self, NewRules};

pub(super) fn routes() -> Routes {
    Routes::new().get("/school/periods/rules/", show).post("/school/periods/rules/", save)
}

#[derive(Template)]
#[template(path = "grading_rules.html")]
struct Page {
    tr: Tr,
    csrf: String,
    crumbs: Vec<Link>,
    nav: Vec<school::pages::nav::Tab>,
    form: Form,
    /// Columns of the year and what they are made from.
    formulas: Vec<(String, String)>,
}

/// «4,5» from hundredths: as people type it.
fn shown(tr: Tr, hundredths: i32) -> String {
    kit::text::decimal(tr, i64::from(hundredths))
}

/// «3; 1,5: 5; 3,5: 7» – from so many hours a week on, so many marks.
fn minimums_shown(tr: Tr, minimums: &[(i32, i32)]) -> String {
    let parts: Vec<String> = minimums
        .iter()
        .map(|(hours, marks)| match hours {
            0 => marks.to_string(),
            hours => format!(
                "{}: {marks}",
                shown(tr, hours * 10).trim_end_matches('0').trim_end_matches([',', '.'])
            ),
        })
        .collect();
    parts.join("; ")
}

/// Hundredths of «4,5», «4.65», «4».
fn hundredths(text: &str) -> Option<i32> {
    let text = text.trim().replace(',', ".");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    if part.len() > 2 || whole.is_empty() {
        return None;
    }
    let part: i32 = format!("{part:0<2}").parse().ok()?;
    let whole: i32 = whole.parse().ok().filter(|whole| (0..100).contains(whole))?;
    (part >= 0).then_some(whole * 100 + part)
}

fn minimums(text: &str) -> Option<Vec<(i32, i32)>> {
    let mut list = Vec::new();
    for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let (hours, marks) = match part.split_once(':') {
            Some((hours, marks)) => (hundredths(hours)? / 10, marks.trim()),
            None => (0, part),
        };
        list.push((hours, marks.parse().ok().filter(|marks| (1..=50).contains(marks))?));
    }
    list.sort_unstable();
    list.dedup_by_key(|(hours, _)| *hours);
    (!list.is_empty() && list.len() <= 20).then_some(list)
}

fn form(cx: &Cx, rules: &GradingRules) -> Form {
    let tr = cx.tr;
    let t = rules.thresholds;
    Form::new(vec![
        Field::new("from", tr.rules_from(), FieldKind::Date)
            .value(cx.today.to_string())
            .hint(tr.rules_from_hint())
            .required(),
        Field::text("five", tr.rules_five()).value(shown(tr, t.five)).required(),
        Field::text("four", tr.rules_four()).value(shown(tr, t.four)).required(),
        Field::text("three", tr.rules_three()).value(shown(tr, t.three)).required(),
        Field::new("shown", tr.rules_shown(), FieldKind::Checkbox)
            .value(if t.by_shown { "on" } else { "" })
            .hint(tr.rules_shown_hint()),
        Field::text("minimums", tr.rules_minimums())
            .value(minimums_shown(tr, &rules.minimums))
            .hint(tr.rules_minimums_hint())
            .required(),
        Field::new("absent", tr.rules_absent(), FieldKind::Number)
            .value(rules.absent_percent.to_string())
            .hint(tr.rules_absent_hint())
            .required(),
    ])
}

/// The deputies and administrators.
async fn show(cx: Cx) -> Result<Response, PageError> {
    page(&cx, None).await
}

async fn page(cx: &Cx, refused: Option<Form>) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let may = access::manage_grading(&actor)?;
    let today = cx.today;
    let (rules, formulas) = cx
        .read(move |tx| {
            let rules = read::grading_rules(tx, may.institution(), 5, today)?;
            Ok((rules, read::formulas(tx, may.institution(), today)?))
        })
        .await?;
    let tr = cx.tr;
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let source = |source: &crate::model::formula::Source| {
        use crate::model::formula::Source;
        match source {
            Source::Periods => tr.rules_source_periods(),
            Source::Year => tr.rules_source_year(),
            Source::Exam => tr.rules_source_exam(),
            Source::EarlierPeriods => tr.rules_source_earlier_periods(),
            Source::EarlierYear => tr.rules_source_earlier_year(),
        }
    };
    let main = Page {
        tr,
        csrf: cx.csrf(),
        crumbs: vec![
            Link::new(tr.school_title(), "/school/"),
            Link::new(tr.unlock_title(), "/school/periods/"),
        ],
        nav: school::pages::nav::tabs(tr, "periods", access::manage_school(&actor).is_ok()),
        form: refused.unwrap_or_else(|| form(cx, &rules)),
        formulas: formulas
            .iter()
            .map(|rule| {
                let target = if rule.target == "year" { tr.periods_year() } else { tr.periods_final() };
                let (first, last) = (i64::from(rule.grades.0), i64::from(rule.grades.1));
                let grades = if first == last {
                    tr.rules_grade(&first.to_string())
                } else {
                    tr.rules_grades(&first.to_string(), &last.to_string())
                };
                let exam = if rule.with_exam { tr.rules_with_exam() } else { "" };
                let sources: Vec<&str> = rule.formula.sources.iter().map(source).collect();
                (format!("{target}, {grades}{exam}"), tr.rules_mean(&sources.join(", ")))
            })
            .collect(),
    };
    cx.page("school.grading", tr.rules_title()).place("school").status(status).render(&main)
}

/// `POST`: the deputies and administrators.
async fn save(posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let may = access::manage_grading(&*cx.actor()?)?;
    let tr = cx.tr;
    let first_day = posted.get("from").parse().ok();
    let value = |name: &str| hundredths(posted.get(name));
    let thresholds = match (value("five"), value("four"), value("three")) {
        (Some(five), Some(four), Some(three)) => {
            let of = Thresholds { five, four, three, by_shown: posted.get("shown") == "on" };
            Some(of).filter(Thresholds::is_ordered)
        }
        _ => None,
    };
    let minimums = minimums(posted.get("minimums"));
    let absent: Option<i32> = posted.get("absent").parse().ok().filter(|part| (0..=100).contains(part));
    if let (Some(first_day), Some(thresholds), Some(minimums), Some(absent_percent)) =
        (first_day, thresholds, minimums.clone(), absent)
    {
        let new = NewRules { first_day, thresholds, absent_percent, minimums };
        let now = cx.now;
        cx.write(move |tx| Ok(write::set_rules(tx, &may, &new, now)?)).await?;
        return Ok(cx.done("/school/periods/rules/", "saved"));
    }
    let known = GradingRules {
        thresholds: Thresholds { five: 450, four: 350, three: 250, by_shown: posted.get("shown") == "on" },
        absent_percent: 0,
        minimums: Vec::new(),
    };
    let mut form = form(cx, &known);
    let mut mend = |name: &str, wrong: Option<&str>| {
        if let Some(field) = form.field_mut(name) {
            if name != "shown" {
                field.value = posted.get(name).to_owned();
            }
            field.error = wrong.map(str::to_owned);
        }
    };
    mend("from", first_day.is_none().then(|| tr.rules_from_wrong()));
    for name in ["five", "four", "three"] {
        let wrong = value(name).is_none() || (name == "five" && thresholds.is_none());
        mend(name, wrong.then(|| tr.rules_threshold_wrong()));
    }
    mend("minimums", minimums.is_none().then(|| tr.rules_minimums_wrong()));
    mend("absent", absent.is_none().then(|| tr.rules_absent_wrong()));
    page(cx, Some(form)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        assert_eq!(
            (hundredths("4,5"), hundredths("4.65"), hundredths("4")),
            (Some(450), Some(465), Some(400))
        );
        assert_eq!(
            (hundredths("4,555"), hundredths("четыре"), hundredths(""), hundredths("4,-1")),
            (None, None, None, None)
        );
        assert_eq!(minimums("3; 1,5: 5;3,5:7"), Some(vec![(0, 3), (15, 5), (35, 7)]));
        assert_eq!((minimums("много"), minimums(""), minimums("1:0")), (None, None, None));
        let tr = Tr { locale: kit::Locale::Ru };
        assert_eq!(minimums_shown(tr, &[(0, 3), (15, 5), (20, 7)]), "3; 1,5: 5; 2: 7");
    }
}
