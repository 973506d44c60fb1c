//! `/school/marks/`: the school's rules for marks and its kinds of work.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{ResitRule, Weight, WorkKindId};
use kit::form::{Field, FieldKind, Form};
use kit::{Cx, PageError, Posted, Routes, Tr};

use crate::model::{MarkRules, WorkKind};
use crate::read;
use crate::write::{self, KindText, RulesSaved};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/school/marks/", show)
        .post("/school/marks/", save)
        .post("/school/marks/kinds/{kind}/", save_kind)
}

/// A kind of work with its form.
struct KindForm {
    id: i64,
    /// «Контрольная работа, КР, вес 3».
    title: String,
    in_use: bool,
    open: bool,
    form: Form,
}

#[derive(Template)]
#[template(path = "marks_rules.html")]
struct Page {
    tr: Tr,
    csrf: String,
    nav: Vec<school::pages::nav::Tab>,
    may_edit: bool,
    form: Form,
    kinds: Vec<KindForm>,
    add: KindForm,
}

/// A weight as people type it: «3», «1,5».
pub(super) fn weight(text: &str) -> Option<Weight> {
    let text = text.trim().replace(',', ".");
    let (whole, tenth) = text.split_once('.').unwrap_or((&text, "0"));
    if tenth.len() != 1 || whole.is_empty() || whole.len() > 2 {
        return None;
    }
    Weight::from_tenths(whole.parse::<u16>().ok()? * 10 + tenth.parse::<u16>().ok()?)
}

fn rules_form(tr: Tr, rules: &MarkRules, kinds: &[WorkKind]) -> Form {
    let number = |name, label: &str, hint: &str, value: i32| {
        Field::new(name, label, FieldKind::Number).value(value.to_string()).hint(hint).required()
    };
    let resit = |rule| match rule {
        ResitRule::New => tr.marks_resit_new(),
        ResitRule::Mean => tr.marks_resit_mean(),
        ResitRule::Both => tr.marks_resit_both(),
    };
    let first = kinds.iter().filter(|kind| kind.in_use).map(|kind| (kind.id.to_string(), kind.title.clone()));
    Form::new(vec![
        Field::new("version", "", FieldKind::Hidden).value(rules.version.to_string()),
        number("pause", tr.marks_pause(), tr.marks_pause_hint(), rules.pause),
        number("late_days", tr.marks_late_days(), tr.marks_late_days_hint(), rules.late_days),
        number("due_days", tr.marks_due_days(), tr.marks_due_days_hint(), rules.due_days),
        Field::radio(
            "two_marks",
            tr.marks_two(),
            [("refuse", tr.marks_two_refuse()), ("split", tr.marks_two_split())],
        )
        .value(if rules.split_two { "split" } else { "refuse" }),
        Field::radio(
            "signs",
            tr.marks_signs(),
            [("refuse", tr.marks_signs_refuse()), ("comment", tr.marks_signs_comment())],
        )
        .value(if rules.keep_signs { "comment" } else { "refuse" }),
        Field::radio("resit", tr.marks_resit(), ResitRule::ALL.map(|rule| (rule.code(), resit(rule))))
            .hint(tr.marks_resit_hint())
            .value(rules.resit.code()),
        Field::select("default_kind", tr.marks_default_kind(), first)
            .value(rules.default_kind.map(|kind| kind.to_string()).unwrap_or_default()),
    ])
}

fn kind_form(tr: Tr, kind: Option<&WorkKind>, ordinal: usize) -> KindForm {
    let text = |of: fn(&WorkKind) -> String| kind.map(of).unwrap_or_default();
    KindForm {
        id: kind.map_or(0, |kind| kind.id.0),
        title: kind.map_or_else(String::new, |kind| {
            format!("{}, {}, {}", kind.title, kind.short, tr.journal_weight(&kind.weight.to_string()))
        }),
        in_use: kind.is_none_or(|kind| kind.in_use),
        open: false,
        form: Form::new(vec![
            Field::text("title", tr.marks_kind_title()).value(text(|kind| kind.title.clone())).required(),
            Field::text("short", tr.marks_kind_short()).value(text(|kind| kind.short.clone())).required(),
            Field::text("weight", tr.marks_kind_weight())
                .value(kind.map_or_else(|| "1".to_owned(), |kind| kind.weight.to_string()))
                .hint(tr.marks_kind_weight_hint())
                .required(),
            Field::new("ordinal", tr.marks_kind_ordinal(), FieldKind::Number)
                .value((ordinal + 1).to_string())
                .required(),
            Field::new("in_use", tr.marks_kind_in_use(), FieldKind::Checkbox)
                .value(if kind.is_none_or(|kind| kind.in_use) { "on" } else { "" }),
        ]),
    }
}

/// A form that was refused, in the place of the one that would be drawn.
enum Refused {
    Rules(Form),
    Kind(i64, Form),
}

/// Who sees the school; who sets its rules may change them.
async fn show(cx: Cx) -> Result<Response, PageError> {
    draw(&cx, None).await
}

async fn draw(cx: &Cx, refused: Option<Refused>) -> Result<Response, PageError> {
    let (tr, actor) = (cx.tr, cx.actor()?);
    let at = access::see_school(&actor)?.institution();
    let may_edit = access::manage_marks(&actor).is_ok_and(|may| may.institution() == at);
    let (rules, kinds) =
        cx.read(move |tx| Ok((read::mark_rules(tx, at)?, read::work_kinds(tx, at)?))).await?;
    let mut page = Page {
        tr,
        csrf: cx.csrf(),
        nav: school::pages::nav::tabs(tr, "marks", access::manage_school(&actor).is_ok()),
        may_edit,
        form: rules_form(tr, &rules, &kinds),
        kinds: kinds.iter().enumerate().map(|(at, kind)| kind_form(tr, Some(kind), at)).collect(),
        add: kind_form(tr, None, kinds.len()),
    };
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    match refused {
        Some(Refused::Rules(form)) => page.form = form,
        Some(Refused::Kind(id, form)) => {
            let place = page.kinds.iter_mut().find(|kind| kind.id == id).unwrap_or(&mut page.add);
            place.open = true;
            place.form = form;
        }
        None => {}
    }
    cx.page("school.marks", tr.marks_title()).place("school").status(status).render(&page)
}

/// Puts what was typed into a form, and what has to be mended at its fields.
fn typed(mut form: Form, posted: &Posted, faults: &[(&str, &str)]) -> Form {
    for field in &mut form.fields {
        field.value = posted.get(field.name).to_owned();
        field.error = faults.iter().find(|(name, _)| *name == field.name).map(|(_, why)| (*why).to_owned());
    }
    form.error = faults.iter().find(|(name, _)| name.is_empty()).map(|(_, why)| (*why).to_owned());
    form
}

async fn save(posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let tr = cx.tr;
    let may = access::manage_marks(&*cx.actor()?)?;
    let number = |name: &str, most: i32, least: i32| {
        posted.get(name).trim().parse::<i32>().ok().filter(|number| (least..=most).contains(number))
    };
    let (pause, late, due) =
        (number("pause", 10_080, 0), number("late_days", 366, 0), number("due_days", 366, 1));
    let mut faults = Vec::new();
    for (name, found) in [("pause", pause), ("late_days", late), ("due_days", due)] {
        if found.is_none() {
            faults.push((name, tr.marks_number_wrong()));
        }
    }
    if let (Some(pause), Some(late_days), Some(due_days)) = (pause, late, due) {
        let rules = MarkRules {
            pause,
            late_days,
            due_days,
            split_two: posted.get("two_marks") == "split",
            keep_signs: posted.get("signs") == "comment",
            resit: ResitRule::from_code(posted.get("resit")).unwrap_or_default(),
            default_kind: posted.get("default_kind").parse().ok().map(WorkKindId),
            version: posted.get("version").parse().unwrap_or(-1),
        };
        let (today, now) = (cx.today, cx.now);
        match cx.write(move |tx| Ok(write::save_rules(tx, &may, &rules, today, now)?)).await? {
            RulesSaved::Saved => return Ok(cx.done("/school/marks/", "saved")),
            other => faults.push(fault(tr, other)),
        }
    }
    let form = typed(rules_form(tr, &MarkRules::default(), &kinds(cx).await?), &posted, &faults);
    draw(cx, Some(Refused::Rules(form))).await
}

async fn kinds(cx: &Cx) -> Result<Vec<WorkKind>, PageError> {
    let at = access::see_school(&*cx.actor()?)?.institution();
    cx.read(move |tx| Ok(read::work_kinds(tx, at)?)).await
}

/// The field a refusal belongs to, and its sentence.
fn fault(tr: Tr, saved: RulesSaved) -> (&'static str, &'static str) {
    match saved {
        RulesSaved::Taken => ("title", tr.marks_kind_taken()),
        RulesSaved::Default => ("in_use", tr.marks_kind_default()),
        RulesSaved::Most => ("", tr.marks_kind_most()),
        RulesSaved::Stale | RulesSaved::Saved => ("", tr.marks_stale()),
    }
}

async fn save_kind(Path(kind): Path<i64>, posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let tr = cx.tr;
    let may = access::manage_marks(&*cx.actor()?)?;
    let text = |name: &str, most: usize| {
        let text = posted.get(name).trim();
        (!text.is_empty() && text.chars().count() <= most).then(|| text.to_owned())
    };
    let (title, short, worth) = (text("title", 80), text("short", 6), weight(posted.get("weight")));
    let mut faults = Vec::new();
    if title.is_none() {
        faults.push(("title", tr.marks_kind_title_wrong()));
    }
    if short.is_none() {
        faults.push(("short", tr.marks_kind_short_wrong()));
    }
    if worth.is_none() {
        faults.push(("weight", tr.marks_weight_wrong()));
    }
    if let (Some(title), Some(short), Some(weight)) = (title, short, worth) {
        let ordinal = posted.get("ordinal").trim().parse::<i32>().unwrap_or(1).clamp(1, 1000) - 1;
        let text = KindText { title, short, weight, ordinal, in_use: posted.get("in_use") == "on" };
        let (today, now) = (cx.today, cx.now);
        let saved = cx
            .write(move |tx| {
                Ok(match kind {
                    0 => write::add_kind(tx, &may, &text, now)?,
                    id => write::change_kind(tx, &may, WorkKindId(id), &text, today, now)?,
                })
            })
            .await?;
        match saved {
            RulesSaved::Saved => return Ok(cx.done("/school/marks/", "saved")),
            other => faults.push(fault(tr, other)),
        }
    }
    let form = typed(kind_form(tr, None, 0).form, &posted, &faults);
    draw(cx, Some(Refused::Kind(kind, form))).await
}
