//! `GET /school/classes/` – the classes of the year and «Расформированные»; `POST` there makes a new one.

use std::collections::HashMap;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{ClassId, InstitutionId, PersonId};
use kit::form::{Field, FieldKind, Form};
use kit::{Cx, PageError, Posted, Routes, Tr, text};
use registry::{Class, InstitutionKind, Refusal};

use super::order_form::Draft;
use super::refusal;
use super::{kind_of, tabs};
use crate::pages::nav::{self, Words, words};

/// A class's letter and name are at most so long, in characters.
pub(super) const LETTER: usize = 20;

pub(super) fn routes() -> Routes {
    Routes::new().get("/school/classes/", show).post("/school/classes/", add)
}

struct Line {
    id: ClassId,
    name: String,
    size: i64,
    teacher: String,
    note: String,
}

#[derive(Template)]
#[template(path = "people/classes.html")]
struct Page {
    tr: Tr,
    csrf: String,
    nav: Vec<nav::Tab>,
    tabs: Vec<super::Tab>,
    words: Words,
    title: String,
    note: String,
    manages: bool,
    living: Vec<Line>,
    dissolved: Vec<Line>,
    form: Form,
}

/// Grade, letter and class teacher, as new classes and changed ones have them.
pub(super) fn class_fields(tr: Tr, kind: InstitutionKind, staff: &[(PersonId, String)]) -> Vec<Field> {
    let word = words(tr, kind);
    vec![
        Field::new("grade", word.grade(), FieldKind::Number).required().autocomplete("off"),
        Field::text("letter", tr.class_letter()).required().autocomplete("off").hint(tr.class_letter_hint()),
        Field::select(
            "teacher",
            word.leader(),
            std::iter::once((String::from("0"), tr.class_teacher_none().to_owned()))
                .chain(staff.iter().map(|(id, name)| (id.to_string(), name.clone()))),
        ),
    ]
}

/// What a class is to be.
pub(super) struct Typed {
    pub(super) grade: i32,
    pub(super) letter: String,
    pub(super) name: String,
    pub(super) teacher: Option<PersonId>,
}

/// Reads the fields of [`class_fields`]; a teacher must be of the staff.
pub(super) fn read_class(tr: Tr, draft: &mut Draft, staff: &[(PersonId, String)]) -> Option<Typed> {
    let grade = draft.typed("grade").parse::<i32>().ok().filter(|grade| (0..=11).contains(grade));
    if grade.is_none() {
        draft.fault("grade", tr.class_grade_wrong());
    }
    let letter = draft.text(tr, "letter", LETTER);
    let teacher = draft.typed("teacher").parse::<i64>().ok().filter(|id| *id != 0).map(PersonId);
    if teacher.is_some_and(|id| staff.iter().all(|(known, _)| *known != id)) {
        draft.fault("teacher", tr.class_teacher_wrong());
    }
    let grade = grade?;
    draft.form.is_valid().then(|| Typed {
        grade,
        // One letter is written behind the number; a word («Старшая») is a name of its own.
        name: if letter.chars().count() <= 2 && grade > 0 {
            format!("{grade}{letter}")
        } else {
            letter.clone()
        },
        letter,
        teacher,
    })
}

/// The staff one can choose a class teacher from.
pub(super) fn staff_choices(
    tx: &mut store::ReadTx<'_>,
    at: InstitutionId,
) -> Result<Vec<(PersonId, String)>, PageError> {
    Ok(registry::read::staff_of(tx, at)?.into_iter().map(|(id, name, _)| (id, name.full())).collect())
}

/// Heads and administrators of the school.
async fn show(cx: Cx) -> Result<Response, PageError> {
    page(&cx, None, StatusCode::OK).await
}

async fn page(cx: &Cx, failed: Option<Form>, status: StatusCode) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let may = access::see_school(&actor)?;
    let manages = access::manage_school(&actor).is_ok();
    let (today, tr) = (cx.today, cx.tr);
    let (year, classes, sizes, staff, orders, kind) = cx
        .read(move |tx| {
            let at = may.institution();
            let year = registry::read::year_at(tx, at, today)?;
            let classes = registry::read::classes_now(tx, at, today)?;
            let sizes = match &year {
                Some(year) => registry::read::class_sizes(tx, at, year.id, today.max(year.first_day))?,
                None => Vec::new(),
            };
            let gone: Vec<ClassId> =
                classes.iter().filter(|class| class.dissolved.is_some()).map(|class| class.id).collect();
            let orders = registry::read::dissolutions(tx, at, &gone)?;
            Ok((year, classes, sizes, staff_choices(tx, at)?, orders, kind_of(tx, at)?))
        })
        .await?;
    let sizes: HashMap<ClassId, i64> = sizes.into_iter().collect();
    let names: HashMap<PersonId, &String> = staff.iter().map(|(id, name)| (*id, name)).collect();
    let line = |class: &Class| Line {
        id: class.id,
        name: class.name.clone(),
        size: sizes.get(&class.id).copied().unwrap_or_default(),
        teacher: class
            .teacher
            .and_then(|id| names.get(&id).map(|name| (*name).clone()))
            .unwrap_or_else(|| tr.school_no_teacher().to_owned()),
        note: match class.dissolved {
            Some(day) => {
                let number = orders.get(&class.id).map(String::as_str).unwrap_or_default();
                tr.class_dissolved_by(number, &text::date(tr, day, today))
            }
            None => String::new(),
        },
    };
    let main = Page {
        tr,
        csrf: cx.csrf(),
        nav: nav::tabs(tr, "people", manages),
        tabs: tabs(tr, kind, "classes", manages),
        words: words(tr, kind),
        title: words(tr, kind).classes(),
        note: year.map_or_else(|| tr.school_no_year().to_owned(), |year| tr.school_year(&year.name)),
        manages,
        living: classes.iter().filter(|class| class.dissolved.is_none()).map(line).collect(),
        dissolved: classes.iter().filter(|class| class.dissolved.is_some()).map(line).collect(),
        form: failed.unwrap_or_else(|| Form::new(class_fields(tr, kind, &staff))),
    };
    cx.page("school.classes", &main.title).place("school").status(status).render(&main)
}

/// A new class of the present year.
async fn add(posted: Posted) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let may = access::manage_school(&*cx.actor()?)?;
    let (today, tr) = (cx.today, cx.tr);
    let (year, staff, kind) = cx
        .read(move |tx| {
            let at = may.institution();
            Ok((registry::read::year_at(tx, at, today)?, staff_choices(tx, at)?, kind_of(tx, at)?))
        })
        .await?;
    let mut draft = Draft::filled(Form::new(class_fields(tr, kind, &staff)), &posted);
    let typed = read_class(tr, &mut draft, &staff);
    if typed.as_ref().and_then(|typed| typed.teacher).is_some_and(|id| !may.may_appoint(id)) {
        draft.fault("teacher", tr.class_teacher_oneself());
    }
    match (year, typed.filter(|_| draft.form.is_valid())) {
        (None, _) => draft.form.error = Some(tr.school_no_year().to_owned()),
        (Some(year), Some(typed)) => {
            let done = refusal::run(&cx, move |tx| {
                let at = may.institution();
                if registry::write::class_name_taken(tx, at, year.id, &typed.name, None)? {
                    return Ok(Err(Refusal::ClassNameTaken));
                }
                let id =
                    registry::write::add_class(tx, at, year.id, typed.grade, &typed.letter, &typed.name)?;
                registry::write::set_class_teacher(tx, at, id, typed.teacher)?;
                Ok(Ok(id))
            })
            .await?;
            match done {
                Ok(id) => return Ok(cx.done(&format!("/school/classes/{id}/edit/"), "class-made")),
                Err(refused) => draft.fault("letter", refused.sentence(tr)),
            }
        }
        (Some(_), None) => {}
    }
    page(&cx, Some(draft.form), StatusCode::UNPROCESSABLE_ENTITY).await
}
