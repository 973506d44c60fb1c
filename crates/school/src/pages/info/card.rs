//! `/school/info/` – what the school tells about itself, and `/school/info/edit/` – its card.

use access::SeeAbout;
use askama::Template;
use axum::response::Response;
use kit::form::{Field, FieldKind, Form};
use kit::{Cx, PageError, Posted, Routes, Tr};
use registry::InstitutionKind;

use super::{FormPage, crumbs, fault, manager};
use crate::model::info::{self, Card, LINE};
use crate::pages::nav::{self, words};
use crate::read::info as read;
use crate::write::info as write;

pub fn routes() -> Routes {
    Routes::new().get("/school/info/", show).get("/school/info/edit/", edit).post("/school/info/edit/", save)
}

#[derive(Template)]
#[template(path = "info/overview.html")]
struct Overview {
    tr: Tr,
    nav: Vec<nav::Tab>,
    title: String,
    facts: Vec<Fact>,
    manage: bool,
    about: String,
    news: String,
    documents: String,
    links: String,
}

/// A line of the card.
pub(super) struct Fact {
    pub label: String,
    pub value: String,
    pub href: Option<String>,
}

/// The lines of a card that are filled in.
pub(super) fn facts(tr: Tr, kind: InstitutionKind, card: &Card) -> Vec<Fact> {
    let plain =
        |label: &str, value: &str| Fact { label: label.to_owned(), value: value.to_owned(), href: None };
    let place: Vec<&str> =
        [card.locality.as_str(), card.address.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
    let phone: String = card.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    let mut list = vec![
        plain(tr.info_name(), &card.name),
        plain(&words(tr, kind).head(), &card.head),
        plain(tr.info_address(), &place.join(", ")),
        Fact { href: Some(format!("tel:{phone}")), ..plain(tr.info_phone(), &card.phone) },
        Fact { href: Some(format!("mailto:{}", card.email)), ..plain(tr.info_email(), &card.email) },
        Fact {
            href: Some(card.site.clone()),
            ..plain(tr.info_site(), card.site.trim_start_matches("https://"))
        },
        plain(tr.info_inn(), &card.inn),
        plain(tr.info_ogrn(), &card.ogrn),
        plain(tr.info_license(), &card.license),
    ];
    list.retain(|fact| !fact.value.is_empty());
    list
}

/// The heads and administrators of a school.
async fn show(cx: Cx) -> Result<Response, PageError> {
    let may = access::see_own_about(&*cx.actor()?)?;
    let today = cx.today;
    let ((kind, card), news, documents, links) = cx
        .read(move |tx| {
            Ok((
                read::card(tx, &may)?,
                read::news(tx, &may, Some(today), 0, 100)?.len(),
                read::documents(tx, &may, false)?.len(),
                read::links(tx, &may)?.len(),
            ))
        })
        .await?;
    let tr = cx.tr;
    let count = |number: usize| kit::text::count(tr, i64::try_from(number).unwrap_or(i64::MAX));
    let main = Overview {
        tr,
        nav: nav::tabs(tr, "info", may.may_manage()),
        title: words(tr, kind).about(),
        facts: facts(tr, kind, &card),
        manage: may.may_manage(),
        about: format!("/about/{}/", may.institution()),
        news: count(news),
        documents: count(documents),
        links: count(links),
    };
    cx.page("school.info", &main.title).place("school").render(&main)
}

/// What has to be mended: field and sentence.
type Faults = Vec<(&'static str, String)>;

fn form(tr: Tr, kind: InstitutionKind, card: &Card, faults: &Faults) -> Form {
    let field = |field: Field, value: &str| {
        let error = faults.iter().find(|(name, _)| *name == field.name).map(|(_, error)| error.clone());
        field.value(value).error(error)
    };
    Form::new(vec![
        field(Field::text("name", tr.info_name()).required(), &card.name),
        field(Field::text("short_name", tr.info_short_name()).required(), &card.short_name),
        field(Field::text("head", words(tr, kind).head()), &card.head),
        field(Field::text("locality", tr.info_locality()).required(), &card.locality),
        field(Field::text("address", tr.info_address()).required(), &card.address),
        field(Field::new("phone", tr.info_phone(), FieldKind::Tel), &card.phone),
        field(Field::new("email", tr.info_email(), FieldKind::Email), &card.email),
        field(Field::text("site", tr.info_site()).hint(tr.info_site_hint()), &card.site),
        field(Field::text("inn", tr.info_inn()).hint(tr.info_inn_hint()), &card.inn),
        field(Field::text("ogrn", tr.info_ogrn()).hint(tr.info_ogrn_hint()), &card.ogrn),
        field(Field::text("license", tr.info_license()).hint(tr.info_license_hint()), &card.license),
    ])
}

fn draw(cx: &Cx, kind: InstitutionKind, card: &Card, faults: &Faults) -> Result<Response, PageError> {
    let tr = cx.tr;
    let page = FormPage {
        tr,
        crumbs: crumbs(tr, None),
        title: tr.info_edit_title().to_owned(),
        action: "/school/info/edit/".to_owned(),
        csrf: cx.csrf(),
        files: false,
        submit: tr.common_save(),
        form: form(tr, kind, card, faults),
        act: None,
        history: Vec::new(),
    };
    page.draw(cx, "school.info.edit")
}

/// The capability to read what one may change.
fn own(cx: &Cx) -> Result<SeeAbout, PageError> {
    manager(cx)?;
    Ok(access::see_own_about(&*cx.actor()?)?)
}

/// The administrators of a school.
async fn edit(cx: Cx) -> Result<Response, PageError> {
    let may = own(&cx)?;
    let (kind, card) = cx.read(move |tx| Ok(read::card(tx, &may)?)).await?;
    draw(&cx, kind, &card, &Vec::new())
}

/// The card as it was typed, and what is wrong with it.
fn typed(tr: Tr, posted: &Posted) -> (Card, Faults) {
    let text = |name: &str| posted.get(name).to_owned();
    let mut card = Card {
        name: text("name"),
        short_name: text("short_name"),
        locality: text("locality"),
        address: text("address"),
        phone: text("phone"),
        site: text("site"),
        email: text("email"),
        head: text("head"),
        inn: text("inn"),
        ogrn: text("ogrn"),
        license: text("license"),
    };
    let lines = [
        ("name", &card.name, true),
        ("short_name", &card.short_name, true),
        ("head", &card.head, false),
        ("locality", &card.locality, true),
        ("address", &card.address, true),
        ("phone", &card.phone, false),
        ("license", &card.license, false),
    ];
    let mut faults: Faults = lines
        .into_iter()
        .filter_map(|(name, text, required)| Some((name, fault(tr, text, required, LINE)?)))
        .collect();
    let mut must = |name, text: &str, fits: bool, sentence: &str| {
        if !text.is_empty() && !fits {
            faults.push((name, sentence.to_owned()));
        }
    };
    must("email", &card.email, info::is_email(&card.email), tr.info_email_wrong());
    must("inn", &card.inn, info::is_inn(&card.inn), tr.info_inn_wrong());
    must("ogrn", &card.ogrn, info::is_ogrn(&card.ogrn), tr.info_ogrn_wrong());
    let site = info::site(&card.site);
    must("site", &card.site, site.is_some(), tr.info_site_wrong());
    if let Some(site) = site {
        card.site = site;
    }
    (card, faults)
}

/// The administrators of a school.
async fn save(posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let (_, may, by) = manager(cx)?;
    let (card, faults) = typed(cx.tr, &posted);
    if !faults.is_empty() {
        let kind = cx.read(move |tx| Ok(registry::read::institution(tx, may.institution())?.kind)).await?;
        return draw(cx, kind, &card, &faults);
    }
    cx.write(move |tx| Ok(write::set_card(tx, &may, &card, by)?)).await?;
    Ok(cx.done("/school/info/", "saved"))
}
