//! The command box of the staff: pages, one's journals, classes and pupils of one's school.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kit::{App, Cx, PageError, Tr};
use registry::search_key;
use serde::{Deserialize, Serialize};
use store::ReadTx;

/// So many finds are shown of each kind.
const EACH: usize = 8;

/// What is looked for.
#[derive(Debug, Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
}

/// One find.
#[derive(Debug, Clone, Serialize)]
pub struct Item {
    /// What is read first.
    pub label: String,
    /// What kind of thing it is.
    pub hint: String,
    /// Where it leads.
    pub href: String,
}

#[derive(Serialize)]
struct Items {
    items: Vec<Item>,
}

#[derive(Template)]
#[template(path = "search.html")]
struct Page {
    tr: Tr,
    q: String,
    items: Vec<Item>,
}

/// `GET /search/?q=…`: JSON for the box, a page without JavaScript. Not for guests and families.
pub async fn search(State(_): State<App>, cx: Cx, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    let actor = cx.guest_or_actor().filter(|actor| actor.is_staff()).cloned().ok_or(PageError::NotFound)?;
    let typed: String = asked.q.chars().take(100).collect();
    let key = search_key(&typed);
    let tr = cx.tr;
    let mut items = Vec::new();
    if !key.is_empty() {
        let pages = cx.nav().into_iter().filter(|item| search_key(item.label).contains(&key));
        items.extend(pages.map(|item| Item {
            label: item.label.to_owned(),
            hint: String::new(),
            href: item.href,
        }));
        let today = cx.today;
        items.extend(cx.read(move |tx| find(tx, &actor, &key, tr, today)).await?);
    }
    if cx.is_api() {
        return Ok(axum::Json(Items { items }).into_response());
    }
    let page = Page { tr, q: typed, items };
    cx.page("search.results", tr.shell_search_label()).status(StatusCode::OK).render(&page)
}

fn find(
    tx: &mut ReadTx<'_>,
    actor: &access::Actor,
    key: &str,
    tr: Tr,
    today: kernel::Day,
) -> Result<Vec<Item>, PageError> {
    let mut items = Vec::new();
    let journals = registry::read::journals_taught_now(tx, actor.person, today)?;
    let fits = |text: &str| search_key(text).contains(key);
    items.extend(
        journals
            .iter()
            .filter(|j| fits(&format!("{} {}", j.groups_name, j.subject_name)) || fits(&j.subject_name))
            .take(EACH)
            .map(|j| Item {
                label: format!("{} – {}", j.groups_name, j.subject_name),
                hint: tr.nav_journals().to_owned(),
                href: format!("/journal/{}/", j.id),
            }),
    );
    let Ok(may) = access::see_school(actor) else { return Ok(items) };
    let institution = may.institution();
    if let Some(year) = registry::read::year_at(tx, institution, today)? {
        let classes = registry::read::classes(tx, institution, year.id)?;
        items.extend(classes.iter().filter(|class| search_key(&class.name).starts_with(key)).take(EACH).map(
            |class| Item {
                label: class.name.clone(),
                hint: tr.nav_school().to_owned(),
                href: format!("/school/classes/{}/", class.id),
            },
        ));
    }
    let limit = i64::try_from(EACH).unwrap_or(8);
    let pupils = registry::read::pupils_named(tx, institution, key, today, limit)?;
    for (pupil, name, class_name) in pupils {
        // Who may not see diaries is led to the class.
        let href = match access::see_diary(tx, actor, pupil, today) {
            Ok(_) => format!("/diary/{pupil}/{}", today.monday()),
            Err(access::Error::NotFound) => format!("/search/?q={}", kit::error::encoded(&class_name)),
            Err(error) => return Err(error.into()),
        };
        items.push(Item { label: name.listed(), hint: class_name, href });
    }
    Ok(items)
}
