//! `/school/people/staff/new/` – somebody is taken on the staff: who it is, position, roles, first day.

use axum::http::StatusCode;
use axum::response::Response;
use kernel::Day;
use kit::form::{Field, FieldKind, Form};
use kit::{Cx, Link, PageError, Posted, Routes, Tr};
use registry::{InstitutionKind, Refusal, Role};

use super::new_pupil::{Page, Part};
use super::newcomer::{self, Alike};
use super::order_form::Draft;
use super::{by, card_href, edit, refusal};

const PATH: &str = "/school/people/staff/new/";
/// A position is at most so long, in characters.
const POSITION: usize = 100;
/// The first day lies at most so far from today, in days.
const FAR: i64 = 20_000;

pub(super) fn routes() -> Routes {
    Routes::new().get(PATH, show).post(PATH, save)
}

/// The roles an institution of a kind gives.
const fn roles(kind: InstitutionKind) -> &'static [Role] {
    match kind {
        InstitutionKind::Kindergarten => {
            &[Role::Teacher, Role::KindergartenHead, Role::Admin, Role::Canteen, Role::Guard]
        }
        _ => &[
            Role::Teacher,
            Role::Deputy,
            Role::Director,
            Role::Admin,
            Role::Librarian,
            Role::Canteen,
            Role::Guard,
        ],
    }
}

fn role_title(tr: Tr, role: Role) -> &'static str {
    match role {
        Role::Teacher => tr.role_teacher(),
        Role::Deputy => tr.role_deputy(),
        Role::Director => tr.role_director(),
        Role::Admin => tr.role_admin(),
        Role::Canteen => tr.role_canteen(),
        Role::Librarian => tr.role_librarian(),
        Role::Guard => tr.role_guard(),
        Role::KindergartenHead => tr.role_kindergarten_head(),
        Role::Municipal => tr.role_municipal(),
        Role::Department => tr.role_department(),
        Role::Operator => tr.role_operator(),
    }
}

fn form(cx: &Cx, kind: InstitutionKind) -> Form {
    let tr = cx.tr;
    let mut fields = edit::fields(tr);
    fields.retain(|field| !matches!(field.name, "seen" | "sex"));
    fields.extend([
        Field::text("position", tr.people_position_of_staff()).required().autocomplete("off"),
        Field::new("first", tr.order_first_day_work(), FieldKind::Date)
            .required()
            .value(cx.today.to_string()),
    ]);
    fields.extend(
        roles(kind).iter().map(|role| Field::new(role.code(), role_title(tr, *role), FieldKind::Checkbox)),
    );
    Form::new(fields)
}

async fn kind(cx: &Cx) -> Result<InstitutionKind, PageError> {
    let may = access::manage_school(&*cx.actor()?)?;
    cx.read(move |tx| Ok(registry::read::institution(tx, may.institution())?.kind)).await
}

/// The administrator.
async fn show(cx: Cx) -> Result<Response, PageError> {
    let kind = kind(&cx).await?;
    draw(&cx, kind, form(&cx, kind), Vec::new(), false, StatusCode::OK)
}

fn draw(
    cx: &Cx,
    kind: InstitutionKind,
    form: Form,
    alike: Vec<Alike>,
    is_other: bool,
    status: StatusCode,
) -> Result<Response, PageError> {
    let tr = cx.tr;
    let is_role = |name: &str| roles(kind).iter().any(|role| role.code() == name);
    let is_place = |name: &str| matches!(name, "position" | "first");
    let of_names = |wanted: &dyn Fn(&str) -> bool| -> Vec<Field> {
        form.fields.iter().filter(|field| wanted(field.name)).cloned().collect()
    };
    let main = Page {
        tr,
        csrf: cx.csrf(),
        crumbs: vec![
            Link::new(tr.school_title(), "/school/"),
            Link::new(tr.people_staff(), "/school/people/staff/"),
        ],
        title: tr.new_staff_title().to_owned(),
        says: tr.new_staff_says(),
        parts: vec![
            Part {
                title: tr.new_staff_person().to_owned(),
                hint: "",
                fields: of_names(&|name| !is_role(name) && !is_place(name)),
            },
            Part { title: tr.new_staff_place().to_owned(), hint: "", fields: of_names(&is_place) },
            Part {
                title: tr.new_staff_roles().to_owned(),
                hint: tr.new_staff_roles_says(),
                fields: of_names(&is_role),
            },
        ],
        form,
        alike,
        is_other,
        submit: tr.new_staff_do(),
        back: "/school/people/staff/",
    };
    cx.page("school.staff-new", &main.title).place("staff").status(status).render(&main)
}

/// Takes somebody on; first asks about who looks like it.
async fn save(posted: Posted) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let may = access::manage_school(&*cx.actor()?)?;
    let kind = kind(&cx).await?;
    let tr = cx.tr;
    let mut draft = Draft::filled(form(&cx, kind), &posted);
    let position = draft.text(tr, "position", POSITION);
    let first = draft.typed("first").parse::<Day>().ok();
    let first = first.filter(|day| day.days_until(cx.today).abs() <= FAR);
    if first.is_none() {
        draft.fault("first", tr.order_day_wrong());
    }
    let new = edit::person(tr, &mut draft, cx.today);
    let (Some(new), Some(first), true) = (new, first, draft.form.is_valid()) else {
        return draw(&cx, kind, draft.form, Vec::new(), false, StatusCode::UNPROCESSABLE_ENTITY);
    };
    let given: Vec<Role> =
        roles(kind).iter().filter(|role| draft.typed(role.code()) == "on").copied().collect();
    let (like, today) = (new.clone(), cx.today);
    let found = cx.read(move |tx| newcomer::find(tx, may.institution(), &like, today)).await?;
    let alike = newcomer::offered(tr, &found, posted.get("same"));
    let is_other = posted.get("same") == "new";
    let Some(who) = newcomer::meant(&posted, &found, new) else {
        return draw(&cx, kind, draft.form, alike, is_other, StatusCode::UNPROCESSABLE_ENTITY);
    };
    let by = by(&cx)?;
    let done = refusal::run(&cx, move |tx| {
        Ok(registry::write::hire(tx, may.institution(), &who, &position, &given, first, by)?)
    })
    .await?;
    match done {
        Ok(id) => {
            // A parent who works here now must not wait for his roles.
            cx.app().forget_sessions();
            return Ok(cx.done(&card_href(id), "people-hired"));
        }
        Err(refused) => match refused.reason() {
            Refusal::SnilsTaken(_) => draft.fault("snils", refused.sentence(tr)),
            _ => draft.form.error = Some(refused.sentence(tr)),
        },
    }
    draw(&cx, kind, draft.form, alike, is_other, StatusCode::UNPROCESSABLE_ENTITY)
}
