//! The command box of the staff: pages, one's journals, classes and pupils of one's school or of one's own lessons.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kit::{App, Cx, Locale, PageError, Tr};
use registry::read::Scope;
use registry::{NameQuery, search_key};
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
        items.extend(pages(&cx, &key));
        let today = cx.today;
        let text = typed.clone();
        items.extend(cx.read(move |tx| find(tx, &actor, (&text, &key), tr, today)).await?);
    }
    if cx.is_api() {
        return Ok(axum::Json(Items { items }).into_response());
    }
    let page = Page { tr, q: typed, items };
    cx.page("search.results", tr.shell_search_label()).status(StatusCode::OK).render(&page)
}

/// The pages open to who asks whose name holds the key, or that people call by a word that begins with it, in either
/// language. A place's other words are the key `search-words-…` of its own name.
fn pages(cx: &Cx, key: &str) -> Vec<Item> {
    let tr = cx.tr;
    let own = [
        ("password", "/cabinet/password/", tr.me_password()),
        ("sessions", "/cabinet/me/#sessions", tr.me_sessions()),
        ("language", "/cabinet/me/#language", tr.me_language()),
        ("sign-out", "/logout/", tr.shell_sign_out()),
    ];
    let places = cx.nav().into_iter().map(|item| (item.key, item.href, item.label));
    let actor = cx.guest_or_actor();
    let manages = actor.is_some_and(|actor| access::manage_school(actor).is_ok());
    let of_school = actor
        .filter(|actor| access::see_school(actor).is_ok())
        .map(|_| school::pages::nav::tabs(tr, "", manages))
        .unwrap_or_default();
    places
        .chain(of_school.into_iter().map(|tab| ("", tab.href.to_owned(), tab.label)))
        .chain(own.map(|(key, href, label)| (key, href.to_owned(), label)))
        .filter(|(place, _, label)| search_key(label).contains(key) || is_called(place, key))
        .map(|(_, href, label)| Item { label: label.to_owned(), hint: String::new(), href })
        .collect()
}

fn is_called(place: &str, key: &str) -> bool {
    Locale::ALL.iter().any(|locale| {
        let words = Tr { locale: *locale }.by_key(&format!("search-words-{place}")).unwrap_or_default();
        words.split(',').any(|word| search_key(word).starts_with(key))
    })
}

/// «7a» typed in Latin letters is 7А: letters that look alike are one where a class is meant.
fn alike(text: &str) -> String {
    let cyrillic = |letter| match letter {
        'a' => 'а',
        'b' => 'в',
        'c' => 'с',
        'e' => 'е',
        'h' => 'н',
        'k' => 'к',
        'm' => 'м',
        'o' => 'о',
        'p' => 'р',
        't' => 'т',
        'x' => 'х',
        'y' => 'у',
        other => other,
    };
    if text.starts_with(|first: char| first.is_ascii_digit()) {
        text.chars().map(cyrillic).collect()
    } else {
        text.to_owned()
    }
}

fn find(
    tx: &mut ReadTx<'_>,
    actor: &access::Actor,
    (typed, key): (&str, &str),
    tr: Tr,
    today: kernel::Day,
) -> Result<Vec<Item>, PageError> {
    let mut items = Vec::new();
    let journals = registry::read::journals_taught_now(tx, actor.person, today)?;
    let class = alike(key);
    let fits = |text: &str| search_key(text).contains(key) || alike(&search_key(text)).contains(&class);
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
    let Ok(may) = access::see_school(actor) else {
        if let Some(query) = NameQuery::parse(typed) {
            items.extend(own_pupils(tx, actor, &query, today)?);
        }
        return Ok(items);
    };
    let institution = may.institution();
    if let Some(year) = registry::read::year_at(tx, institution, today)? {
        let classes = registry::read::classes(tx, institution, year.id)?;
        items.extend(
            classes.iter().filter(|one| alike(&search_key(&one.name)).starts_with(&class)).take(EACH).map(
                |class| Item {
                    label: class.name.clone(),
                    hint: tr.nav_school().to_owned(),
                    href: format!("/school/classes/{}/", class.id),
                },
            ),
        );
    }
    let Some(query) = NameQuery::parse(typed) else { return Ok(items) };
    items.extend(own_people(tx, actor, institution, &query, tr, today)?);
    Ok(items)
}

/// The pupils, parents and staff of a school, those who are there before those who were.
fn own_people(
    tx: &mut ReadTx<'_>,
    actor: &access::Actor,
    at: kernel::InstitutionId,
    query: &NameQuery,
    tr: Tr,
    today: kernel::Day,
) -> Result<Vec<Item>, PageError> {
    let found = registry::read::search_people(tx, Scope::Institution(at), query, EACH * 2)?;
    let ids: Vec<kernel::PersonId> = found.iter().map(|one| one.id).collect();
    let stays = registry::read::stays_of(tx, at, &ids)?;
    let mut places = registry::read::places_at(tx, at, &ids, today)?;
    let is_former = |id| stays.get(&id).is_some_and(|stays| stays.iter().all(|stay| !stay.reaches(today)));
    let (former, present): (Vec<_>, Vec<_>) = found.into_iter().partition(|one| is_former(one.id));
    let mut items = Vec::new();
    for one in present.into_iter().chain(former).take(EACH) {
        // Who may not see diaries is led to the card.
        let learns = stays.get(&one.id).is_some_and(|list| list.iter().any(|stay| stay.first <= today));
        let href = if learns && !is_former(one.id) {
            match access::see_diary(tx, actor, one.id, today) {
                Ok(_) => format!("/diary/{}/{}", one.id, today.monday()),
                Err(access::Error::NotFound) => format!("/school/people/{}/", one.id),
                Err(error) => return Err(error.into()),
            }
        } else {
            format!("/school/people/{}/", one.id)
        };
        let mut hint = places.remove(&one.id).unwrap_or_else(|| vec![tr.people_parent().to_owned()]);
        if is_former(one.id) {
            hint.push(tr.people_departed().to_owned());
        }
        items.push(Item { label: one.name.listed(), hint: hint.join(", "), href });
    }
    Ok(items)
}

/// The pupils of the classes somebody leads, whose diaries he may see, and then of the journals he teaches.
fn own_pupils(
    tx: &mut ReadTx<'_>,
    actor: &access::Actor,
    query: &NameQuery,
    today: kernel::Day,
) -> Result<Vec<Item>, PageError> {
    let Ok(may) = access::list_journals(actor) else { return Ok(Vec::new()) };
    let led = registry::read::pupils_led(tx, &actor.institutions(), may.teacher(), query, today, EACH)?;
    let taught = registry::read::pupils_taught(tx, may.teacher(), query, today, EACH)?;
    let mut items = Vec::with_capacity(led.len() + taught.len());
    for (pupil, name, class_name) in &led {
        let href = format!("/diary/{pupil}/{}", today.monday());
        items.push(Item { label: name.listed(), hint: class_name.clone(), href });
    }
    for (pupil, name, journal, groups) in taught {
        if led.iter().all(|(known, ..)| *known != pupil) {
            items.push(Item { label: name.listed(), hint: groups, href: format!("/journal/{journal}/") });
        }
    }
    items.truncate(EACH);
    Ok(items)
}
