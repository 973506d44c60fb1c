//! `/school/people/pupils/new/` – one pupil is written down: who it is, into which class, by which order, and a parent.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{ClassId, PersonName};
use kit::form::{Field, FieldKind, Form};
use kit::{Cx, Link, PageError, Posted, Routes, Tr};
use registry::{InstitutionKind, NewPerson, Refusal, Relation};

use super::actions::relation;
use super::newcomer::{self, Alike};
use super::order_form::{self, Draft};
use super::{by, card_href, edit, kind_of, list, refusal};
use crate::pages::nav::words;

const PATH: &str = "/school/people/pupils/new/";
/// The fields of the child, of the order, and of the parent, as the page groups them.
const CHILD: [&str; 6] = ["family", "given", "patronymic", "birth", "sex", "snils"];
const PARENT: [&str; 6] = ["g-family", "g-given", "g-patronymic", "relation", "phone", "email"];

pub(super) fn routes() -> Routes {
    Routes::new().get(PATH, show).post(PATH, save)
}

/// Fields under one heading.
pub(super) struct Part {
    pub(super) title: String,
    pub(super) hint: &'static str,
    pub(super) fields: Vec<Field>,
}

#[derive(Template)]
#[template(path = "people/new.html")]
pub(super) struct Page {
    pub(super) tr: Tr,
    pub(super) csrf: String,
    pub(super) crumbs: Vec<Link>,
    pub(super) title: String,
    pub(super) says: &'static str,
    pub(super) parts: Vec<Part>,
    pub(super) form: Form,
    /// Who looks like the one being written down.
    pub(super) alike: Vec<Alike>,
    /// Was it said to be another person?
    pub(super) is_other: bool,
    pub(super) submit: &'static str,
    pub(super) back: &'static str,
}

/// What the form offers to choose from, and the words of the place.
struct Offered {
    kind: InstitutionKind,
    classes: Vec<(ClassId, String)>,
}

async fn offered(cx: &Cx) -> Result<Offered, PageError> {
    let may = access::manage_school(&*cx.actor()?)?;
    let today = cx.today;
    cx.read(move |tx| {
        let at = may.institution();
        Ok(Offered { kind: kind_of(tx, at)?, classes: order_form::class_choices(tx, at, today)? })
    })
    .await
}

fn form(cx: &Cx, of: &Offered) -> Form {
    let tr = cx.tr;
    let mut fields = edit::fields(tr);
    fields.retain(|field| CHILD.contains(&field.name));
    for field in &mut fields {
        field.required = !matches!(field.name, "patronymic" | "snils");
    }
    fields.push(order_form::class_field(&words(tr, of.kind).class(), &of.classes));
    fields.extend(order_form::fields(tr, &words(tr, of.kind).first_day(), cx.today));
    fields.extend([
        Field::text("g-family", tr.people_family()).autocomplete("off"),
        Field::text("g-given", tr.people_given()).autocomplete("off"),
        Field::text("g-patronymic", tr.people_patronymic()).autocomplete("off"),
        Field::select(
            "relation",
            tr.people_relation(),
            Relation::ALL.iter().map(|one| (one.code(), relation(tr, *one))),
        ),
        Field::new("phone", tr.people_phone(), FieldKind::Tel).autocomplete("off"),
        Field::new("email", tr.people_email(), FieldKind::Email).autocomplete("off"),
    ]);
    Form::new(fields)
}

/// The administrator. `?class=…` chooses the class.
async fn show(cx: Cx) -> Result<Response, PageError> {
    let of = offered(&cx).await?;
    let mut form = form(&cx, &of);
    let asked = list::query_pairs(&cx);
    if let (Some((_, class)), Some(field)) =
        (asked.iter().find(|(name, _)| name == "class"), form.field_mut("class"))
        && of.classes.iter().any(|(id, _)| id.to_string() == *class)
    {
        field.value.clone_from(class);
    }
    draw(&cx, &of, form, Vec::new(), false, StatusCode::OK)
}

fn draw(
    cx: &Cx,
    of: &Offered,
    form: Form,
    alike: Vec<Alike>,
    is_other: bool,
    status: StatusCode,
) -> Result<Response, PageError> {
    let tr = cx.tr;
    let word = words(tr, of.kind);
    let of_names = |wanted: &dyn Fn(&str) -> bool| -> Vec<Field> {
        form.fields.iter().filter(|field| wanted(field.name)).cloned().collect()
    };
    let main = Page {
        tr,
        csrf: cx.csrf(),
        crumbs: vec![
            Link::new(tr.school_title(), "/school/"),
            Link::new(word.pupils(), "/school/people/pupils/"),
        ],
        title: tr.new_pupil_title(of.kind.code()),
        says: tr.new_pupil_says(),
        parts: vec![
            Part { title: word.pupil(), hint: "", fields: of_names(&|name| CHILD.contains(&name)) },
            Part {
                title: tr.new_pupil_order().to_owned(),
                hint: "",
                fields: of_names(&|name| !CHILD.contains(&name) && !PARENT.contains(&name)),
            },
            Part {
                title: tr.people_guardian().to_owned(),
                hint: tr.new_pupil_parent_says(),
                fields: of_names(&|name| PARENT.contains(&name)),
            },
        ],
        form,
        alike,
        is_other,
        submit: tr.new_pupil_do(),
        back: "/school/people/pupils/",
    };
    cx.page("school.pupil-new", &main.title).place("school").status(status).render(&main)
}

/// The parent, when any of the fields was filled in; `Err` when one of them is wrong.
fn parent(tr: Tr, draft: &mut Draft, child: &mut NewPerson) -> Result<Option<(NewPerson, Relation)>, ()> {
    if PARENT.iter().all(|name| draft.typed(name).is_empty()) {
        return Ok(None);
    }
    for name in ["g-family", "g-given"] {
        if draft.typed(name).is_empty() {
            draft.fault(name, tr.form_field_empty());
        }
    }
    let relation = Relation::from_code(&draft.typed("relation"));
    if relation.is_none() {
        draft.fault("relation", tr.form_field_empty());
    }
    let (family, given, patronymic) = (
        draft.text(tr, "g-family", 100),
        draft.text(tr, "g-given", 100),
        draft.text(tr, "g-patronymic", 100),
    );
    let name = PersonName::new(&family, &given, Some(&patronymic)).ok();
    if name.is_none() && draft.form.is_valid() {
        draft.fault("g-family", tr.people_name_wrong());
    }
    // The form has one phone and one address: the parent's.
    let (phone, email) = (child.phone.take(), child.email.take());
    let (name, relation) = name.zip(relation).filter(|_| draft.form.is_valid()).ok_or(())?;
    Ok(Some((NewPerson { name, birth_day: None, sex: None, snils: None, phone, email }, relation)))
}

/// Writes the pupil down; first asks about who looks like it.
async fn save(posted: Posted) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let may = access::manage_school(&*cx.actor()?)?;
    let of = offered(&cx).await?;
    let tr = cx.tr;
    let mut draft = Draft::filled(form(&cx, &of), &posted);
    for name in ["birth", "sex"] {
        if draft.typed(name).is_empty() {
            draft.fault(name, tr.form_field_empty());
        }
    }
    let class = draft.chosen(tr, "class").map(ClassId);
    let mut child = edit::person(tr, &mut draft, cx.today);
    let parent = match &mut child {
        Some(child) => parent(tr, &mut draft, child),
        None => Err(()),
    };
    let order = draft.order(&cx);
    let (Some(child), Ok(parent), Some(class), Some(order)) = (child, parent, class, order) else {
        return draw(&cx, &of, draft.form, Vec::new(), false, StatusCode::UNPROCESSABLE_ENTITY);
    };
    let (new, today) = (child.clone(), cx.today);
    let found = cx.read(move |tx| newcomer::find(tx, may.institution(), &new, today)).await?;
    let alike = newcomer::offered(tr, &found, posted.get("same"));
    let is_other = posted.get("same") == "new";
    let Some(who) = newcomer::meant(&posted, &found, child) else {
        return draw(&cx, &of, draft.form, alike, is_other, StatusCode::UNPROCESSABLE_ENTITY);
    };
    let by = by(&cx)?;
    let done = refusal::run(&cx, move |tx| {
        let at = may.institution();
        let admitted = registry::write::admit_pupil(tx, at, &who, class, &order, by)?;
        if let (Ok(pupil), Some((parent, relation))) = (&admitted, &parent) {
            registry::write::add_pupils_guardian(tx, at, *pupil, parent, *relation, by.today, by)?;
        }
        Ok(admitted)
    })
    .await?;
    match done {
        Ok(pupil) => return Ok(cx.done(&card_href(pupil), "people-admitted")),
        Err(refused) => match refused.reason() {
            Refusal::SnilsTaken(_) | Refusal::LearnsElsewhere => draft.fault("snils", refused.sentence(tr)),
            Refusal::YearNotBegun(..) | Refusal::YearOver(..) | Refusal::Left(..) => {
                draft.fault("day", refused.sentence(tr));
            }
            _ => draft.form.error = Some(refused.sentence(tr)),
        },
    }
    draw(&cx, &of, draft.form, alike, is_other, StatusCode::UNPROCESSABLE_ENTITY)
}
