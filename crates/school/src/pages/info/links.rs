//! `/school/info/links/` – useful links in the order the school wants.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use kernel::LinkId;
use kit::form::{Field, FieldKind, Form};
use kit::{Cx, PageError, Posted, Routes, Tr};

use super::{Act, FormPage, crumbs, fault, manager};
use crate::model::info::{LINE, Link, secure_address};
use crate::pages::nav;
use crate::read::info as read;
use crate::write::info as write;

const LIST: &str = "/school/info/links/";

pub fn routes() -> Routes {
    Routes::new()
        .get("/school/info/links/", list)
        .get("/school/info/links/new/", new)
        .post("/school/info/links/new/", add)
        .get("/school/info/links/{id}/", edit)
        .post("/school/info/links/{id}/", save)
        .post("/school/info/links/{id}/remove/", remove)
}

#[derive(Template)]
#[template(path = "info/links.html")]
struct List {
    tr: Tr,
    nav: Vec<nav::Tab>,
    crumbs: Vec<kit::Link>,
    manage: bool,
    links: Vec<Link>,
}

/// The heads and administrators of a school.
async fn list(cx: Cx) -> Result<Response, PageError> {
    let may = access::see_own_about(&*cx.actor()?)?;
    let links = cx.read(move |tx| Ok(read::links(tx, &may)?)).await?;
    let tr = cx.tr;
    let manage = may.may_manage();
    let main = List { tr, nav: nav::tabs(tr, "info", manage), crumbs: crumbs(tr, None), manage, links };
    cx.page("school.info.links", tr.info_links()).place("school").render(&main)
}

#[derive(Default)]
struct Typed {
    title: String,
    address: String,
    ordinal: String,
}

#[derive(Default)]
struct Faults {
    whole: Option<String>,
    title: Option<String>,
    address: Option<String>,
    ordinal: Option<String>,
}

fn draw(cx: &Cx, id: Option<LinkId>, typed: Typed, faults: Faults) -> Result<Response, PageError> {
    let tr = cx.tr;
    let mut form = Form::new(vec![
        Field::text("title", tr.info_title()).value(typed.title).required().error(faults.title),
        Field::text("address", tr.info_link_address())
            .value(typed.address)
            .hint(tr.info_link_hint())
            .required()
            .error(faults.address),
        Field::new("ordinal", tr.info_link_ordinal(), FieldKind::Number)
            .value(typed.ordinal)
            .required()
            .error(faults.ordinal),
    ]);
    form.error = faults.whole;
    let page = FormPage {
        tr,
        crumbs: crumbs(tr, Some((tr.info_links(), LIST))),
        title: if id.is_some() { tr.info_link_edit() } else { tr.info_link_new() }.to_owned(),
        action: id.map_or_else(|| format!("{LIST}new/"), |id| format!("{LIST}{id}/")),
        csrf: cx.csrf(),
        files: false,
        submit: if id.is_some() { tr.common_save() } else { tr.common_add() },
        form,
        act: id.map(|id| Act {
            action: format!("{LIST}{id}/remove/"),
            label: tr.info_link_remove(),
            question: Some(tr.info_link_remove_question()),
        }),
        history: Vec::new(),
    };
    page.draw(cx, "school.info.links.edit")
}

fn check(posted: &Posted) -> Result<(String, String, i32), Box<(Typed, Faults)>> {
    let tr = posted.cx.tr;
    let text = |name: &str| posted.get(name).to_owned();
    let typed = Typed { title: text("title"), address: text("address"), ordinal: text("ordinal") };
    let title = fault(tr, &typed.title, true, LINE);
    let address = secure_address(&typed.address);
    let ordinal = typed.ordinal.parse::<i32>().ok().filter(|number| (1..=1000).contains(number));
    match (title, address, ordinal) {
        (None, Some(address), Some(ordinal)) => Ok((typed.title, address, ordinal)),
        (title, address, ordinal) => {
            let faults = Faults {
                whole: None,
                title,
                address: address.is_none().then(|| tr.info_link_wrong().to_owned()),
                ordinal: ordinal.is_none().then(|| tr.info_link_ordinal_wrong().to_owned()),
            };
            Err(Box::new((typed, faults)))
        }
    }
}

async fn known(cx: &Cx) -> Result<Vec<Link>, PageError> {
    let may = access::see_own_about(&*cx.actor()?)?;
    cx.read(move |tx| Ok(read::links(tx, &may)?)).await
}

/// The administrators of a school.
async fn new(cx: Cx) -> Result<Response, PageError> {
    manager(&cx)?;
    let next = known(&cx).await?.last().map_or(1, |link| link.ordinal.saturating_add(1).min(1000));
    draw(&cx, None, Typed { ordinal: next.to_string(), ..Typed::default() }, Faults::default())
}

/// The administrators of a school.
async fn add(posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let (_, may, _) = manager(cx)?;
    let (title, address, ordinal) = match check(&posted) {
        Ok(link) => link,
        Err(wrong) => return draw(cx, None, wrong.0, wrong.1),
    };
    if i64::try_from(known(cx).await?.len()).unwrap_or(i64::MAX) >= read::LINKS {
        let whole = Some(cx.tr.info_link_many(read::LINKS));
        let typed = Typed { title, address, ordinal: ordinal.to_string() };
        return draw(cx, None, typed, Faults { whole, ..Faults::default() });
    }
    cx.write(move |tx| Ok(write::add_link(tx, &may, &title, &address, ordinal)?)).await?;
    Ok(cx.done(LIST, "saved"))
}

/// The administrators of a school.
async fn edit(cx: Cx, Path(id): Path<LinkId>) -> Result<Response, PageError> {
    manager(&cx)?;
    let link = known(&cx).await?.into_iter().find(|link| link.id == id).ok_or(PageError::NotFound)?;
    let typed = Typed { title: link.title, address: link.address, ordinal: link.ordinal.to_string() };
    draw(&cx, Some(id), typed, Faults::default())
}

/// The administrators of a school.
async fn save(Path(id): Path<LinkId>, posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let (_, may, _) = manager(cx)?;
    if !known(cx).await?.iter().any(|link| link.id == id) {
        return Err(PageError::NotFound);
    }
    let (title, address, ordinal) = match check(&posted) {
        Ok(link) => link,
        Err(wrong) => return draw(cx, Some(id), wrong.0, wrong.1),
    };
    cx.write(move |tx| Ok(write::edit_link(tx, &may, id, &title, &address, ordinal)?)).await?;
    Ok(cx.done(LIST, "saved"))
}

/// The administrators of a school.
async fn remove(Path(id): Path<LinkId>, posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let (_, may, _) = manager(cx)?;
    if !cx.write(move |tx| Ok(write::remove_link(tx, &may, id)?)).await? {
        return Err(PageError::NotFound);
    }
    Ok(cx.done(LIST, "link-removed"))
}
