//! `/school/classes/{id}/edit/` – «Редактирование учеников»: ticks and one order put pupils into the archive or move them;
//! the class itself is renamed, gets a class teacher, is dissolved and restored.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{ClassId, PersonId};
use kit::form::{Field, Form};
use kit::{Cx, Link, PageError, Posted, Routes, Tr, text};
use registry::{Class, InstitutionKind, NewOrder};

use super::classes::{class_fields, read_class, staff_choices};
use super::order_form::{self, Draft};
use super::{by, card_href, kind_of, order_ticks, refusal};
use crate::pages::nav::words;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/school/classes/{id}/edit/", show)
        .get("/school/classes/{id}/settings/", settings)
        .post("/school/classes/{id}/settings/", change)
        .post("/school/classes/{id}/archive/", archive)
        .post("/school/classes/{id}/move/", move_ticked)
        .get("/school/classes/{id}/dissolve/", dissolving)
        .post("/school/classes/{id}/dissolve/", dissolve)
        .post("/school/classes/{id}/restore/", restore)
}

struct Tick {
    id: PersonId,
    name: String,
    href: String,
    note: String,
    /// Who has left, or is to leave, can't be ticked.
    free: bool,
    ticked: bool,
}

#[derive(Template)]
#[template(path = "people/class_edit.html")]
struct Page {
    tr: Tr,
    csrf: String,
    crumbs: Vec<Link>,
    id: ClassId,
    kind: &'static str,
    heading: String,
    title: String,
    dissolved: String,
    ticks: Vec<Tick>,
    form: Form,
}

/// One form about the class as a whole.
#[derive(Template)]
#[template(path = "people/action.html")]
struct FormPage {
    tr: Tr,
    csrf: String,
    crumbs: Vec<Link>,
    title: &'static str,
    says: &'static str,
    submit: &'static str,
    danger: bool,
    back: String,
    form: Form,
}

fn order_fields(cx: &Cx, (kind, others): &Others) -> Vec<Field> {
    let mut list = order_form::fields(cx.tr, cx.tr.order_day(), cx.today);
    let mut to = order_form::class_field(&words(cx.tr, *kind).to_class(), others);
    to.required = false;
    to.hint = Some(cx.tr.order_to_class_hint().to_owned());
    list.push(to);
    list
}

/// The kind of the institution and the classes there are to go to.
type Others = (InstitutionKind, Vec<(ClassId, String)>);

/// The living classes but this one.
async fn others(cx: &Cx, id: ClassId) -> Result<Others, PageError> {
    let may = access::manage_school(&*cx.actor()?)?;
    let today = cx.today;
    let (kind, mut list) = cx
        .read(move |tx| {
            let at = may.institution();
            registry::read::class(tx, at, id)?;
            Ok((kind_of(tx, at)?, order_form::class_choices(tx, at, today)?))
        })
        .await?;
    list.retain(|(other, _)| *other != id);
    Ok((kind, list))
}

/// The administrator.
async fn show(cx: Cx, Path(id): Path<ClassId>) -> Result<Response, PageError> {
    let others = others(&cx, id).await?;
    let form = Form::new(order_fields(&cx, &others));
    page(&cx, id, form, &[], StatusCode::OK).await
}

async fn page(
    cx: &Cx,
    id: ClassId,
    form: Form,
    ticked: &[PersonId],
    status: StatusCode,
) -> Result<Response, PageError> {
    let may = access::manage_school(&*cx.actor()?)?;
    let (today, tr) = (cx.today, cx.tr);
    let (class, members, kind, free) = cx
        .read(move |tx| {
            let at = may.institution();
            let class = registry::read::class(tx, at, id)?;
            let members = registry::read::class_members(tx, at, id)?;
            let ending: Vec<PersonId> =
                members.iter().filter(|one| one.last_day.is_some()).map(|one| one.pupil).collect();
            let free = registry::read::who_can_leave(tx, at, &ending, today)?;
            Ok((class, members, kind_of(tx, at)?, free))
        })
        .await?;
    let ticks = members
        .iter()
        .filter(|member| member.last_day.is_none_or(|last| last >= today))
        .map(|member| Tick {
            id: member.pupil,
            name: member.name.full(),
            href: card_href(member.pupil),
            note: match member.last_day {
                Some(last) => tr.people_until(&text::date(tr, last, today)),
                None if member.first_day > today => tr.people_from(&text::date(tr, member.first_day, today)),
                None => String::new(),
            },
            free: member.last_day.is_none() || free.contains(&member.pupil),
            ticked: ticked.contains(&member.pupil),
        })
        .collect();
    let page = Page {
        tr,
        csrf: cx.csrf(),
        crumbs: crumbs(tr, kind, &class),
        id,
        kind: kind.code(),
        heading: words(tr, kind).edit_pupils(),
        title: words(tr, kind).class_title(&class.name),
        dissolved: class.dissolved.map(|day| text::date(tr, day, today)).unwrap_or_default(),
        ticks,
        form,
    };
    cx.page("school.class-edit", &page.heading).place("school").status(status).render(&page)
}

/// The page of a form about the class as a whole.
fn form_page(
    cx: &Cx,
    (kind, class): (InstitutionKind, &Class),
    (title, says, submit): (&'static str, &'static str, &'static str),
    danger: bool,
    form: Form,
    status: StatusCode,
) -> Result<Response, PageError> {
    let page = FormPage {
        tr: cx.tr,
        csrf: cx.csrf(),
        crumbs: crumbs(cx.tr, kind, class),
        title,
        says,
        submit,
        danger,
        back: format!("/school/classes/{}/edit/", class.id),
        form,
    };
    cx.page("school.class-form", title).place("school").status(status).render(&page)
}

/// The class and the staff to choose its teacher from.
async fn class_and_staff(
    cx: &Cx,
    id: ClassId,
) -> Result<(InstitutionKind, Class, Vec<(PersonId, String)>), PageError> {
    let may = access::manage_school(&*cx.actor()?)?;
    cx.read(move |tx| {
        let at = may.institution();
        Ok((kind_of(tx, at)?, registry::read::class(tx, at, id)?, staff_choices(tx, at)?))
    })
    .await
}

fn settings_words(tr: Tr) -> (&'static str, &'static str, &'static str) {
    (tr.class_settings(), tr.class_settings_says(), tr.common_save())
}

/// Grade, letter, class teacher: the form.
async fn settings(cx: Cx, Path(id): Path<ClassId>) -> Result<Response, PageError> {
    let (kind, class, staff) = class_and_staff(&cx, id).await?;
    let mut form = Form::new(class_fields(cx.tr, kind, &staff));
    for (name, value) in [
        ("grade", class.grade.to_string()),
        ("letter", class.letter.clone()),
        ("teacher", class.teacher.map_or_else(|| "0".to_owned(), |id| id.to_string())),
    ] {
        if let Some(field) = form.field_mut(name) {
            field.value = value;
        }
    }
    form_page(&cx, (kind, &class), settings_words(cx.tr), false, form, StatusCode::OK)
}

fn dissolve_words(tr: Tr) -> (&'static str, &'static str, &'static str) {
    (tr.class_dissolve(), tr.class_dissolve_says(), tr.class_dissolve_do())
}

/// The form of the dissolution.
async fn dissolving(cx: Cx, Path(id): Path<ClassId>) -> Result<Response, PageError> {
    let others = others(&cx, id).await?;
    let (kind, class, _) = class_and_staff(&cx, id).await?;
    let form = Form::new(order_fields(&cx, &others));
    form_page(&cx, (kind, &class), dissolve_words(cx.tr), true, form, StatusCode::OK)
}

fn crumbs(tr: Tr, kind: InstitutionKind, class: &Class) -> Vec<Link> {
    vec![
        Link::new(words(tr, kind).classes(), "/school/classes/"),
        Link::new(words(tr, kind).class_title(&class.name), format!("/school/classes/{}/", class.id)),
    ]
}

/// Grade, letter, class teacher.
async fn change(Path(id): Path<ClassId>, posted: Posted) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let may = access::manage_school(&*cx.actor()?)?;
    let tr = cx.tr;
    let (kind, class, staff) = class_and_staff(&cx, id).await?;
    let mut draft = Draft::filled(Form::new(class_fields(tr, kind, &staff)), &posted);
    let typed = read_class(tr, &mut draft, &staff);
    let appointed = typed.as_ref().and_then(|typed| typed.teacher).filter(|id| class.teacher != Some(*id));
    if appointed.is_some_and(|id| !may.may_appoint(id)) {
        draft.fault("teacher", tr.class_teacher_oneself());
    }
    if let Some(typed) = typed.filter(|_| draft.form.is_valid()) {
        let done = refusal::run(&cx, move |tx| {
            let at = may.institution();
            let done = registry::write::rename_class(tx, at, id, typed.grade, &typed.letter, &typed.name)?;
            if done.is_ok() {
                registry::write::set_class_teacher(tx, at, id, typed.teacher)?;
            }
            Ok(done)
        })
        .await?;
        match done {
            Ok(()) => return Ok(cx.done(&format!("/school/classes/{id}/edit/"), "saved")),
            Err(refused) => draft.fault("letter", refused.sentence(tr)),
        }
    }
    form_page(&cx, (kind, &class), settings_words(tr), false, draft.form, StatusCode::UNPROCESSABLE_ENTITY)
}

/// The order of the ticked pupils, read from what was posted.
async fn ticked_order(
    cx: &Cx,
    id: ClassId,
    posted: &Posted,
) -> Result<(Draft, Vec<PersonId>, Option<NewOrder>), PageError> {
    let others = others(cx, id).await?;
    let pupils = order_ticks(posted);
    let mut draft = Draft::filled(Form::new(order_fields(cx, &others)), posted);
    let mut order = draft.order(cx);
    if pupils.is_empty() {
        draft.form.error = Some(cx.tr.people_tick_somebody().to_owned());
        order = None;
    }
    Ok((draft, pupils, order))
}

/// «Удалить»: the ticked go into the archive.
async fn archive(Path(id): Path<ClassId>, posted: Posted) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let may = access::manage_school(&*cx.actor()?)?;
    let (mut draft, pupils, order) = ticked_order(&cx, id, &posted).await?;
    if let Some(order) = order {
        let (by, list) = (by(&cx)?, pupils.clone());
        let done = refusal::run(&cx, move |tx| {
            Ok(registry::write::archive(tx, may.institution(), &list, &order, by)?)
        })
        .await?;
        match done {
            Ok(_) => return Ok(cx.done(&format!("/school/classes/{id}/edit/"), "people-archived")),
            Err(refused) => draft.form.error = Some(refused.sentence(cx.tr)),
        }
    }
    page(&cx, id, draft.form, &pupils, StatusCode::UNPROCESSABLE_ENTITY).await
}

/// The ticked go to another class.
async fn move_ticked(Path(id): Path<ClassId>, posted: Posted) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let may = access::manage_school(&*cx.actor()?)?;
    let (mut draft, pupils, order) = ticked_order(&cx, id, &posted).await?;
    let to = draft.chosen(cx.tr, "class").map(ClassId);
    if let (Some(order), Some(to)) = (order, to) {
        let (by, list) = (by(&cx)?, pupils.clone());
        let done = refusal::run(&cx, move |tx| {
            Ok(registry::write::move_pupils(tx, may.institution(), &list, to, &order, by)?)
        })
        .await?;
        match done {
            Ok(_) => return Ok(cx.done(&format!("/school/classes/{id}/edit/"), "people-moved")),
            Err(refused) => draft.form.error = Some(refused.sentence(cx.tr)),
        }
    }
    page(&cx, id, draft.form, &pupils, StatusCode::UNPROCESSABLE_ENTITY).await
}

/// The class is no more; its pupils, if there are any, go to another one in the same step.
async fn dissolve(Path(id): Path<ClassId>, posted: Posted) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let may = access::manage_school(&*cx.actor()?)?;
    let others = others(&cx, id).await?;
    let mut draft = Draft::filled(Form::new(order_fields(&cx, &others)), &posted);
    let to = draft.typed("class").parse().ok().map(ClassId);
    if let Some(order) = draft.order(&cx) {
        let by = by(&cx)?;
        let done = refusal::run(&cx, move |tx| {
            Ok(registry::write::dissolve_class(tx, may.institution(), id, to, &order, by)?)
        })
        .await?;
        match done {
            Ok(_) => return Ok(cx.done("/school/classes/", "class-dissolved")),
            Err(refused) => draft.form.error = Some(refused.sentence(cx.tr)),
        }
    }
    let (kind, class, _) = class_and_staff(&cx, id).await?;
    form_page(&cx, (kind, &class), dissolve_words(cx.tr), true, draft.form, StatusCode::UNPROCESSABLE_ENTITY)
}

/// A dissolved class is a class again.
async fn restore(Path(id): Path<ClassId>, posted: Posted) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let may = access::manage_school(&*cx.actor()?)?;
    let by = by(&cx)?;
    let order = NewOrder { number: String::new(), day: cx.today, reason: String::new() };
    let done = refusal::run(&cx, move |tx| {
        Ok(registry::write::restore_class(tx, may.institution(), id, &order, by)?)
    })
    .await?;
    match done {
        Ok(()) => Ok(cx.done(&format!("/school/classes/{id}/edit/"), "class-restored")),
        Err(_) => Err(PageError::NotFound),
    }
}
