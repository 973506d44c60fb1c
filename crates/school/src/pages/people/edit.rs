//! `/school/people/{id}/edit/` – a card is changed. What somebody else changed meanwhile is not overwritten.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Day, PersonId, PersonName, Snils};
use kit::form::{Field, FieldKind, Form};
use kit::{Cx, Link, PageError, Posted, Routes, Tr};
use registry::read::{PersonCard, phone_key};
use registry::{NewPerson, Refusal, Sex};

use super::order_form::Draft;
use super::{by, card_href, refusal};

pub(super) fn routes() -> Routes {
    Routes::new().get("/school/people/{id}/edit/", show).post("/school/people/{id}/edit/", save)
}

#[derive(Template)]
#[template(path = "people/edit.html")]
struct Page {
    tr: Tr,
    csrf: String,
    crumbs: Vec<Link>,
    title: &'static str,
    form: Form,
}

pub(super) fn fields(tr: Tr) -> Vec<Field> {
    vec![
        Field::new("seen", "", FieldKind::Hidden),
        Field::text("family", tr.people_family()).required().autocomplete("off"),
        Field::text("given", tr.people_given()).required().autocomplete("off"),
        Field::text("patronymic", tr.people_patronymic()).autocomplete("off"),
        Field::new("birth", tr.people_birth(), FieldKind::Date),
        Field::select(
            "sex",
            tr.people_sex(),
            [(Sex::Female.code(), tr.sex_female()), (Sex::Male.code(), tr.sex_male())],
        ),
        Field::text("snils", tr.people_snils()).autocomplete("off").hint(tr.people_snils_hint()),
        Field::new("phone", tr.people_phone(), FieldKind::Tel).autocomplete("off"),
        Field::new("email", tr.people_email(), FieldKind::Email).autocomplete("off"),
    ]
}

fn filled(tr: Tr, card: &PersonCard) -> Form {
    let mut form = Form::new(fields(tr));
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let snils = text(&card.snils);
    for (name, value) in [
        ("seen", card.fingerprint()),
        ("family", card.name.family().to_owned()),
        ("given", card.name.given().to_owned()),
        ("patronymic", card.name.patronymic().unwrap_or_default().to_owned()),
        ("birth", card.birth_day.map(|day| day.to_string()).unwrap_or_default()),
        ("sex", card.sex.map_or("", Sex::code).to_owned()),
        ("snils", snils.parse::<Snils>().map_or(snils, |snils| snils.to_string())),
        ("phone", text(&card.phone)),
        ("email", text(&card.email)),
    ] {
        if let Some(field) = form.field_mut(name) {
            field.value = value;
        }
    }
    form
}

/// Phone and e-mail of a form, in the forms they are kept in; none when one of them is wrong.
pub(super) fn contacts(
    tr: Tr,
    draft: &mut Draft,
    phone_key: fn(&str) -> Option<String>,
) -> Option<(Option<String>, Option<String>)> {
    let (typed_phone, typed_email) = (draft.typed("phone"), draft.typed("email"));
    let phone = if typed_phone.is_empty() { Some(None) } else { phone_key(&typed_phone).map(Some) };
    if phone.is_none() {
        draft.fault("phone", tr.people_phone_wrong());
    }
    let plausible = typed_email.len() <= 200
        && !typed_email.contains(char::is_whitespace)
        && typed_email.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    let email = match typed_email.as_str() {
        "" => Some(None),
        _ if plausible => Some(Some(typed_email.to_lowercase())),
        _ => None,
    };
    if email.is_none() {
        draft.fault("email", tr.people_email_wrong());
    }
    phone.zip(email)
}

/// What was typed as a person, when every field is right.
pub(super) fn person(tr: Tr, draft: &mut Draft, today: Day) -> Option<NewPerson> {
    let (family, given, patronymic) =
        (draft.text(tr, "family", 100), draft.text(tr, "given", 100), draft.text(tr, "patronymic", 100));
    let typed = draft.typed("birth");
    let birth_day = typed.parse::<Day>().ok().filter(|day| day.year() >= 1900 && *day <= today);
    if birth_day.is_none() && !typed.is_empty() {
        draft.fault("birth", tr.people_birth_wrong());
    }
    let typed = draft.typed("snils");
    let snils = typed.parse::<Snils>().ok();
    if snils.is_none() && !typed.is_empty() {
        draft.fault("snils", tr.people_snils_wrong());
    }
    let contacts = contacts(tr, draft, phone_key);
    let sex = Sex::from_code(&draft.typed("sex"));
    let name = PersonName::new(&family, &given, Some(&patronymic)).ok();
    if name.is_none() && draft.form.is_valid() {
        draft.fault("family", tr.people_name_wrong());
    }
    let (name, (phone, email)) = name.zip(contacts)?;
    draft.form.is_valid().then_some(NewPerson { name, birth_day, sex, snils, phone, email })
}

async fn card(cx: &Cx, who: PersonId) -> Result<PersonCard, PageError> {
    let may = access::manage_school(&*cx.actor()?)?;
    let (card, _) = cx.read(move |tx| Ok(registry::read::own_card(tx, may.institution(), who)?)).await?;
    if card.merged_into.is_some() { Err(PageError::NotFound) } else { Ok(card) }
}

fn draw(cx: &Cx, card: &PersonCard, form: Form, status: StatusCode) -> Result<Response, PageError> {
    let name = card.name.full();
    let page = Page {
        tr: cx.tr,
        csrf: cx.csrf(),
        crumbs: vec![
            Link::new(cx.tr.people_title(), "/school/people/pupils/"),
            Link::new(&name, card_href(card.id)),
        ],
        title: cx.tr.people_edit(),
        form,
    };
    cx.page("school.person-edit", page.title).place("school").status(status).render(&page)
}

/// The administrator. Who belongs to another institution now is shown on his card only as far as it was this one's.
async fn show(cx: Cx, Path(who): Path<PersonId>) -> Result<Response, PageError> {
    let card = card(&cx, who).await?;
    let (may, today) = (access::manage_school(&*cx.actor()?)?, cx.today);
    if cx.read(move |tx| Ok(registry::read::gone_over(tx, who, may.institution(), today)?)).await?.is_some() {
        return Err(PageError::NotFound);
    }
    draw(&cx, &card, filled(cx.tr, &card), StatusCode::OK)
}

/// Keeps the change with its history.
async fn save(Path(who): Path<PersonId>, posted: Posted) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let may = access::manage_school(&*cx.actor()?)?;
    let known = card(&cx, who).await?;
    let tr = cx.tr;
    let mut draft = Draft::filled(Form::new(fields(tr)), &posted);
    let seen = draft.typed("seen");
    if let Some(new) = person(tr, &mut draft, cx.today) {
        let (by, today) = (by(&cx)?, cx.today);
        let done = refusal::run(&cx, move |tx| {
            Ok(registry::write::edit_card(tx, may.institution(), who, &seen, &new, today, by)?)
        })
        .await?;
        match done {
            Ok(_) => return Ok(cx.done(&card_href(who), "saved")),
            Err(refused) => match refused.reason() {
                Refusal::SnilsTaken(_) => draft.fault("snils", refused.sentence(tr)),
                Refusal::Stale => {
                    // Sent once more it is meant: what stands there now was shown beside it.
                    draft.form.error = Some(refused.sentence(tr));
                    let now = filled(tr, &known);
                    for field in &mut draft.form.fields {
                        let stands = now.fields.iter().find(|one| one.name == field.name);
                        match stands {
                            Some(stands) if field.name == "seen" => field.value = stands.value.clone(),
                            Some(stands) if stands.value != field.value => {
                                field.error = Some(tr.people_now_stands(&stands.value));
                            }
                            _ => {}
                        }
                    }
                }
                _ => draft.form.error = Some(refused.sentence(tr)),
            },
        }
    }
    draw(&cx, &known, draft.form, StatusCode::UNPROCESSABLE_ENTITY)
}
