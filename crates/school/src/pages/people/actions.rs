//! What an administrator does with one person – archive, move, transfer, restore, a guardian: one page and form each.

use access::ManageSchool;
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{ClassId, InstitutionId, PersonId, PersonName};
use kit::form::{Field, FieldKind, Form};
use kit::{Cx, Link, PageError, Posted, Routes, Tr};
use registry::read::phone_key;
use registry::{InstitutionKind, NewPerson, Relation};

use super::order_form::{self, Draft};
use super::refusal::{self, Refused};
use super::{by, card_href, kind_of};
use crate::pages::nav::words;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/school/people/{id}/archive/", |cx: Cx, path: Path<PersonId>| open(cx, path, Act::Archive))
        .post("/school/people/{id}/archive/", archive)
        .get("/school/people/{id}/move/", |cx: Cx, path: Path<PersonId>| open(cx, path, Act::Move))
        .post("/school/people/{id}/move/", move_one)
        .get("/school/people/{id}/transfer/", |cx: Cx, path: Path<PersonId>| open(cx, path, Act::Transfer))
        .post("/school/people/{id}/transfer/", transfer)
        .get("/school/people/{id}/restore/", |cx: Cx, path: Path<PersonId>| open(cx, path, Act::Restore))
        .post("/school/people/{id}/restore/", restore)
        .get("/school/people/{id}/staff-restore/", |cx: Cx, path: Path<PersonId>| {
            open(cx, path, Act::StaffRestore)
        })
        .post("/school/people/{id}/staff-restore/", staff_restore)
        .get("/school/people/{id}/guardians/", |cx: Cx, path: Path<PersonId>| open(cx, path, Act::Guardian))
        .post("/school/people/{id}/guardians/", add_guardian)
        .post("/school/people/{id}/guardians/{guardian}/end/", end_guardian)
}

/// What an administrator does with one person: one page and form each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    Archive,
    Move,
    Transfer,
    Restore,
    Guardian,
    StaffRestore,
}

impl Act {
    /// The last part of the address the form goes to.
    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::Archive => "archive",
            Self::Move => "move",
            Self::Transfer => "transfer",
            Self::Restore => "restore",
            Self::Guardian => "guardians",
            Self::StaffRestore => "staff-restore",
        }
    }

    pub(super) fn title(self, tr: Tr, kind: InstitutionKind) -> String {
        match self {
            Self::Archive => tr.act_archive().to_owned(),
            Self::Move => words(tr, kind).move_to_class(),
            Self::Transfer => words(tr, kind).transfer(),
            Self::Restore => tr.act_restore().to_owned(),
            Self::Guardian => tr.act_guardian().to_owned(),
            Self::StaffRestore => tr.act_staff_restore().to_owned(),
        }
    }

    fn submit(self, tr: Tr) -> &'static str {
        match self {
            Self::Archive => tr.act_archive_do(),
            Self::Move => tr.act_move_do(),
            Self::Transfer => tr.act_transfer_do(),
            Self::Restore | Self::StaffRestore => tr.act_restore_do(),
            Self::Guardian => tr.common_add(),
        }
    }

    fn says(self, tr: Tr) -> &'static str {
        match self {
            Self::Archive => tr.act_archive_says(),
            Self::Move => tr.act_move_says(),
            Self::Transfer => tr.act_transfer_says(),
            Self::Restore => tr.act_restore_says(),
            Self::Guardian => tr.act_guardian_says(),
            Self::StaffRestore => tr.act_staff_restore_says(),
        }
    }
}

/// What the forms offer to choose from.
#[derive(Debug, Clone)]
pub(super) struct Choices {
    pub(super) kind: InstitutionKind,
    pub(super) classes: Vec<(ClassId, String)>,
    pub(super) receivers: Vec<(InstitutionId, String)>,
}

/// The form of an action, empty.
pub(super) fn form(cx: &Cx, act: Act, choices: &Choices) -> Form {
    let tr = cx.tr;
    let word = words(tr, choices.kind);
    let class = || order_form::class_field(&word.to_class(), &choices.classes);
    Form::new(match act {
        Act::Archive => order_form::fields(tr, &word.last_day(), cx.today),
        Act::Move => {
            let mut fields = vec![class()];
            fields.extend(order_form::fields(tr, &word.first_day(), cx.today));
            fields
        }
        Act::Restore => {
            let mut fields = vec![class()];
            fields.extend(order_form::fields(tr, &word.first_day(), cx.today));
            fields
        }
        Act::Transfer => {
            let receivers = choices.receivers.iter().map(|(id, name)| (id.to_string(), name.clone()));
            let mut fields = vec![Field::select("receiver", tr.order_receiver(), receivers).required()];
            fields.extend(order_form::fields(tr, &word.last_day(), cx.today));
            fields
        }
        Act::StaffRestore => order_form::fields(tr, tr.order_first_day_work(), cx.today),
        Act::Guardian => vec![
            Field::text("family", tr.people_family()).required().autocomplete("off"),
            Field::text("given", tr.people_given()).required().autocomplete("off"),
            Field::text("patronymic", tr.people_patronymic()).autocomplete("off"),
            Field::select(
                "relation",
                tr.people_relation(),
                Relation::ALL.iter().map(|one| (one.code(), relation(tr, *one))),
            )
            .required(),
            Field::new("phone", tr.people_phone(), FieldKind::Tel).autocomplete("off"),
            Field::new("email", tr.people_email(), FieldKind::Email).autocomplete("off"),
        ],
    })
}

pub(super) fn relation(tr: Tr, relation: Relation) -> &'static str {
    match relation {
        Relation::Mother => tr.relation_mother(),
        Relation::Father => tr.relation_father(),
        Relation::Guardian => tr.relation_guardian(),
        Relation::Other => tr.relation_other(),
    }
}

#[derive(Template)]
#[template(path = "people/action.html")]
struct Page {
    tr: Tr,
    csrf: String,
    crumbs: Vec<Link>,
    title: String,
    says: &'static str,
    submit: &'static str,
    danger: bool,
    back: String,
    form: Form,
}

/// The name and what the form offers; not found for whom this school does not know.
async fn prepare(cx: &Cx, who: PersonId) -> Result<(PersonName, Choices), PageError> {
    let may = access::manage_school(&*cx.actor()?)?;
    let today = cx.today;
    cx.read(move |tx| {
        let at = may.institution();
        let (card, _) = registry::read::own_card(tx, at, who)?;
        if card.merged_into.is_some() {
            return Err(PageError::NotFound);
        }
        let choices = Choices {
            kind: kind_of(tx, at)?,
            classes: order_form::class_choices(tx, at, today)?,
            receivers: registry::read::receivers(tx, at)?,
        };
        Ok((card.name, choices))
    })
    .await
}

/// The page of an action with its form.
fn draw(
    cx: &Cx,
    who: PersonId,
    (name, kind): (&PersonName, InstitutionKind),
    act: Act,
    form: Form,
    status: StatusCode,
) -> Result<Response, PageError> {
    let tr = cx.tr;
    let page = Page {
        tr,
        csrf: cx.csrf(),
        crumbs: vec![
            Link::new(tr.people_title(), "/school/people/pupils/"),
            Link::new(name.listed(), card_href(who)),
        ],
        title: act.title(tr, kind),
        says: act.says(tr),
        submit: act.submit(tr),
        danger: matches!(act, Act::Archive | Act::Transfer),
        back: card_href(who),
        form,
    };
    cx.page("school.person-act", &page.title).place("school").status(status).render(&page)
}

/// The administrator.
async fn open(cx: Cx, Path(who): Path<PersonId>, act: Act) -> Result<Response, PageError> {
    let (name, choices) = prepare(&cx, who).await?;
    draw(&cx, who, (&name, choices.kind), act, form(&cx, act, &choices), StatusCode::OK)
}

/// A posted action: who asks, the right, the form with what was typed.
struct Begun {
    cx: Cx,
    may: ManageSchool,
    name: PersonName,
    kind: InstitutionKind,
    draft: Draft,
}

async fn begin(posted: &Posted, who: PersonId, act: Act) -> Result<Begun, PageError> {
    let cx = posted.cx.clone();
    let may = access::manage_school(&*cx.actor()?)?;
    let (name, choices) = prepare(&cx, who).await?;
    let draft = Draft::filled(form(&cx, act, &choices), posted);
    Ok(Begun { cx, may, name, kind: choices.kind, draft })
}

impl Begun {
    /// Back to the card when it is done, else the form with the reason.
    fn end<T>(
        mut self,
        who: PersonId,
        act: Act,
        done: Option<Result<T, Refused>>,
        word: &str,
    ) -> Result<Response, PageError> {
        match done {
            Some(Ok(_)) => return Ok(self.cx.done(&card_href(who), word)),
            Some(Err(refused)) => self.draft.form.error = Some(refused.sentence(self.cx.tr)),
            None => {}
        }
        draw(&self.cx, who, (&self.name, self.kind), act, self.draft.form, StatusCode::UNPROCESSABLE_ENTITY)
    }
}

async fn archive(Path(who): Path<PersonId>, posted: Posted) -> Result<Response, PageError> {
    let mut begun = begin(&posted, who, Act::Archive).await?;
    let (cx, may) = (begun.cx.clone(), begun.may);
    let draft = &mut begun.draft;
    let done = match draft.order(&cx) {
        None => None,
        Some(order) => {
            let by = by(&cx)?;
            let command = refusal::run(&cx, move |tx| {
                Ok(registry::write::archive(tx, may.institution(), &[who], &order, by)?)
            });
            Some(command.await?)
        }
    };
    begun.end(who, Act::Archive, done, "people-archived")
}

async fn move_one(Path(who): Path<PersonId>, posted: Posted) -> Result<Response, PageError> {
    let mut begun = begin(&posted, who, Act::Move).await?;
    let (cx, may) = (begun.cx.clone(), begun.may);
    let draft = &mut begun.draft;
    let to = draft.chosen(cx.tr, "class").map(ClassId);
    let done = match (draft.order(&cx), to) {
        (Some(order), Some(to)) => {
            let by = by(&cx)?;
            let command = refusal::run(&cx, move |tx| {
                Ok(registry::write::move_pupils(tx, may.institution(), &[who], to, &order, by)?)
            });
            Some(command.await?)
        }
        _ => None,
    };
    begun.end(who, Act::Move, done, "people-moved")
}

async fn transfer(Path(who): Path<PersonId>, posted: Posted) -> Result<Response, PageError> {
    let mut begun = begin(&posted, who, Act::Transfer).await?;
    let (cx, may) = (begun.cx.clone(), begun.may);
    let draft = &mut begun.draft;
    let to = draft.chosen(cx.tr, "receiver").map(InstitutionId);
    let done = match (draft.order(&cx), to) {
        (Some(order), Some(to)) => {
            let by = by(&cx)?;
            let command = refusal::run(&cx, move |tx| {
                Ok(registry::write::offer_transfer(tx, may.institution(), who, to, &order, by)?)
            });
            Some(command.await?)
        }
        _ => None,
    };
    begun.end(who, Act::Transfer, done, "people-offered")
}

async fn restore(Path(who): Path<PersonId>, posted: Posted) -> Result<Response, PageError> {
    let mut begun = begin(&posted, who, Act::Restore).await?;
    let (cx, may) = (begun.cx.clone(), begun.may);
    let draft = &mut begun.draft;
    let to = draft.chosen(cx.tr, "class").map(ClassId);
    let done = match (draft.order(&cx), to) {
        (Some(order), Some(to)) => {
            let by = by(&cx)?;
            let command = refusal::run(&cx, move |tx| {
                Ok(registry::write::restore(tx, may.institution(), who, to, &order, by)?)
            });
            Some(command.await?)
        }
        _ => None,
    };
    begun.end(who, Act::Restore, done, "people-restored")
}

async fn staff_restore(Path(who): Path<PersonId>, posted: Posted) -> Result<Response, PageError> {
    let mut begun = begin(&posted, who, Act::StaffRestore).await?;
    let (cx, may) = (begun.cx.clone(), begun.may);
    let draft = &mut begun.draft;
    let done = match draft.order(&cx) {
        None => None,
        Some(order) => {
            let by = by(&cx)?;
            let command = refusal::run(&cx, move |tx| {
                Ok(registry::write::restore_staff(tx, may.institution(), who, &order, by)?)
            });
            Some(command.await?)
        }
    };
    cx.app().forget_sessions();
    begun.end(who, Act::StaffRestore, done, "people-restored")
}

async fn add_guardian(Path(who): Path<PersonId>, posted: Posted) -> Result<Response, PageError> {
    let mut begun = begin(&posted, who, Act::Guardian).await?;
    let (cx, may) = (begun.cx.clone(), begun.may);
    let draft = &mut begun.draft;
    let tr = cx.tr;
    let (family, given, patronymic) =
        (draft.text(tr, "family", 100), draft.text(tr, "given", 100), draft.text(tr, "patronymic", 100));
    let relation = Relation::from_code(&draft.typed("relation"));
    if relation.is_none() {
        draft.fault("relation", tr.form_field_empty());
    }
    let contacts = super::edit::contacts(tr, draft, phone_key);
    let name = PersonName::new(&family, &given, Some(&patronymic)).ok();
    if name.is_none() && draft.form.is_valid() {
        draft.fault("family", tr.people_name_wrong());
    }
    let done = match (name, relation, contacts) {
        (Some(name), Some(relation), Some((phone, email))) if draft.form.is_valid() => {
            let new = NewPerson { name, birth_day: None, sex: None, snils: None, phone, email };
            let (by, today) = (by(&cx)?, cx.today);
            let command = refusal::run(&cx, move |tx| {
                let at = may.institution();
                Ok(Ok(registry::write::add_pupils_guardian(tx, at, who, &new, relation, today, by)?))
            });
            Some(command.await?)
        }
        _ => None,
    };
    begun.end(who, Act::Guardian, done, "saved")
}

/// A relation ends; it stays in the history of the card.
async fn end_guardian(
    Path((who, guardian)): Path<(PersonId, PersonId)>,
    posted: Posted,
) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let may = access::manage_school(&*cx.actor()?)?;
    let (by, today) = (by(&cx)?, cx.today);
    let ended = cx
        .write(move |tx| {
            Ok(registry::write::end_guardianship(tx, may.institution(), who, guardian, today, by)?)
        })
        .await?;
    if ended { Ok(cx.done(&card_href(who), "saved")) } else { Err(PageError::NotFound) }
}
