//! `/system/access/{person}/` – who it is, how he signs in, and a new code for him with the reason why.

use std::collections::BTreeMap;

use access::HelpWithAccess;
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Day, InstitutionId, Millis, PersonId};
use kit::form::{Field, FieldKind, Form};
use kit::{Cx, Link, PageError, Posted, Routes, Tr, text};
use registry::code;
use registry::read::{Help, PersonCard, WayIn};
use store::ReadTx;

use super::{Line, born, line};
use crate::moment::moment;
use crate::pages::me::role_name;

/// A shorter reason says nothing, in characters.
const SHORTEST: usize = 10;
/// A longer one is not kept, in characters.
const LONGEST: usize = 500;
/// So many earlier lines are shown.
const EARLIER: i64 = 20;

pub fn routes() -> Routes {
    Routes::new().get("/system/access/{person}/", show).post("/system/access/{person}/", give)
}

#[derive(Template)]
#[template(path = "help_person.html")]
struct Page {
    tr: Tr,
    csrf: String,
    crumbs: Vec<Link>,
    action: String,
    name: String,
    born: String,
    places: Vec<(String, String)>,
    ways: Vec<(String, String)>,
    /// Why no code can be given from here.
    closed: &'static str,
    question: String,
    form: Form,
    earlier: Vec<Line>,
}

#[derive(Template)]
#[template(path = "help_code.html")]
struct Code {
    tr: Tr,
    crumbs: Vec<Link>,
    name: String,
    login: String,
    code: String,
    until: String,
    address: String,
    back: String,
}

/// Somebody, as the operator has to know him again on the telephone.
struct View {
    may: HelpWithAccess,
    card: PersonCard,
    /// Where, and what he is there.
    places: Vec<(String, Place)>,
    ways: Vec<WayIn>,
    earlier: Vec<Help>,
}

enum Place {
    Role(registry::Role),
    Pupil(String),
    Child(String),
}

async fn load(cx: &Cx, id: PersonId) -> Result<View, PageError> {
    let may = access::help_with_access(&*cx.actor()?)?;
    let (today, now) = (cx.today, cx.now);
    cx.read(move |tx| {
        let card = registry::read::cards(tx, &[id])?.into_iter().next();
        // A row that was merged is nobody any more: the other one is found by the same name.
        let card = card.filter(|card| card.merged_into.is_none()).ok_or(PageError::NotFound)?;
        Ok(View {
            may,
            places: places(tx, id, today)?,
            ways: registry::read::ways_of(tx, &[id], now)?.remove(&id).unwrap_or_default(),
            earlier: registry::read::helped(tx, Some(id), None, EARLIER)?,
            card,
        })
    })
    .await
}

fn places(tx: &mut ReadTx<'_>, id: PersonId, today: Day) -> registry::Result<Vec<(String, Place)>> {
    let mut places = Vec::new();
    let mut names: BTreeMap<InstitutionId, String> = BTreeMap::new();
    for (at, role) in registry::read::roles_of(tx, id)? {
        let name = match names.get(&at) {
            Some(name) => name.clone(),
            None => {
                let name = registry::read::institution(tx, at)?.short_name;
                names.insert(at, name.clone());
                name
            }
        };
        places.push((name, Place::Role(role)));
    }
    for place in registry::read::pupil_places(tx, id, today)?.into_iter().filter_map(|one| one.place) {
        places.push((place.institution_name, Place::Pupil(place.class_name)));
    }
    for child in registry::read::children_of(tx, id, today)? {
        if let Some(place) = child.place {
            let words = format!("{}, {}", child.name.listed(), place.class_name);
            places.push((place.institution_name, Place::Child(words)));
        }
    }
    Ok(places)
}

fn in_words(tr: Tr, place: Place) -> String {
    match place {
        Place::Role(role) => role_name(tr, role).to_owned(),
        Place::Pupil(class) => format!("{}, {class}", tr.help_pupil()),
        Place::Child(child) => tr.help_parent_of(&child),
    }
}

fn state(cx: &Cx, way: &WayIn) -> String {
    let tr = cx.tr;
    let day = |at: Millis| text::date(tr, cx.app().settings().zone.local(at).0, cx.today);
    match (way.locked, way.code_until, way.signed_in_at) {
        (true, ..) => tr.access_state_locked().to_owned(),
        (false, Some(until), _) => tr.access_state_waiting(&day(until)),
        (false, None, Some(at)) => tr.access_state_used(&moment(cx, at)),
        (false, None, None) if way.has_password => tr.access_state_never().to_owned(),
        (false, None, None) => tr.access_state_expired().to_owned(),
    }
}

/// Why this person gets no code here; empty when he may.
fn closed(tr: Tr, view: &View) -> &'static str {
    if !view.may.reaches(view.card.id) {
        tr.help_not_oneself()
    } else if !view.ways.is_empty() && view.ways.iter().all(|way| way.locked) {
        tr.help_locked()
    } else {
        ""
    }
}

fn crumbs(tr: Tr) -> Vec<Link> {
    vec![Link::new(tr.system_title(), "/system/"), Link::new(tr.help_title(), "/system/access/")]
}

/// The operator.
async fn show(cx: Cx, Path(id): Path<PersonId>) -> Result<Response, PageError> {
    let view = load(&cx, id).await?;
    // Whoever looks at somebody's data leaves a trace.
    tracing::info!(operator = view.may.giver().0, person = id.0, "a person's sign-ins were looked at");
    draw(&cx, view, "", None)
}

fn draw(cx: &Cx, view: View, typed: &str, error: Option<String>) -> Result<Response, PageError> {
    let tr = cx.tr;
    let form = Form::new(vec![
        Field::new("reason", tr.help_reason(), FieldKind::Area)
            .hint(tr.help_reason_hint())
            .required()
            .value(typed)
            .error(error),
    ]);
    let status = if form.is_valid() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let name = view.card.name.full();
    let main = Page {
        tr,
        csrf: cx.csrf(),
        crumbs: crumbs(tr),
        action: format!("/system/access/{}/", view.card.id),
        born: born(tr, view.card.birth_day),
        ways: view.ways.iter().map(|way| (way.login.clone(), state(cx, way))).collect(),
        closed: closed(tr, &view),
        question: tr.access_new_code_question(&name),
        form,
        places: view.places.into_iter().map(|(at, place)| (at, in_words(tr, place))).collect(),
        earlier: view.earlier.into_iter().map(|help| line(cx, help)).collect(),
        name,
    };
    cx.page("cabinet.help-person", &main.name).place("system").status(status).render(&main)
}

/// The operator. The code stands in this one answer and nowhere else.
async fn give(Path(id): Path<PersonId>, posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let view = load(cx, id).await?;
    let tr = cx.tr;
    let reason = posted.get("reason").to_owned();
    let length = reason.chars().count();
    let fault = match length {
        0 => Some(tr.form_field_empty().to_owned()),
        short if short < SHORTEST => Some(tr.help_reason_short().to_owned()),
        long if long > LONGEST => Some(tr.help_reason_long(i64::try_from(LONGEST).unwrap_or(i64::MAX))),
        _ => None,
    };
    if fault.is_some() || !closed(tr, &view).is_empty() {
        return draw(cx, view, &reason, fault.or_else(|| Some(tr.help_refused().to_owned())));
    }
    let (may, secret, now) = (view.may, cx.app().settings().secret, cx.now);
    let whom = (id, view.card.name.clone());
    let why = reason.clone();
    let issued = cx
        .write(move |tx| Ok(registry::write::help_with_code(tx, &secret, &whom, may.giver(), &why, now)?))
        .await?;
    // Whoever held the old password is out now, not when the memory of sessions is.
    cx.app().forget_sessions();
    let Some((login, code)) = issued.and_then(|issued| Some((issued.login, issued.code?))) else {
        return draw(cx, load(cx, id).await?, &reason, Some(tr.help_locked().to_owned()));
    };
    tracing::info!(operator = may.giver().0, person = id.0, "a code was given above the schools");
    let settings = cx.app().settings();
    let main = Code {
        tr,
        crumbs: crumbs(tr),
        name: view.card.name.full(),
        login,
        code,
        until: text::date(tr, settings.zone.local(now.plus(code::LIFE)).0, cx.today),
        address: settings.base_url.trim_end_matches('/').to_owned(),
        back: format!("/system/access/{id}/"),
    };
    cx.page("cabinet.help-code", tr.help_code_title()).place("system").render(&main)
}
