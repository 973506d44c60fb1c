//! `/system/access/` – the operator finds somebody who can't sign in and whom no school may help, and what was given before.

mod person;

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use kernel::{Day, PersonId};
use kit::{Cx, Link, PageError, Routes, Tr, text};
use registry::NameQuery;
use registry::read::{Found, Help, Scope};
use serde::Deserialize;
use store::ReadTx;

use crate::moment::moment;

/// So many people are shown of those who fit.
const FOUND: usize = 50;
/// So many lines of what was given stand on a page.
const LINES: usize = 50;
/// More is not read of what was typed, in characters.
const LONGEST: usize = 100;

/// Every route of these pages.
pub fn routes() -> Routes {
    Routes::new().get("/system/access/", show).merge(person::routes())
}

#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    q: String,
    /// Lines older than this number.
    before: Option<i64>,
}

#[derive(Template)]
#[template(path = "help.html")]
struct Page {
    tr: Tr,
    crumbs: Vec<Link>,
    q: String,
    /// Has anything been asked?
    asked: bool,
    people: Vec<Row>,
    more: bool,
    most: i64,
    given: Vec<Line>,
    older: Option<String>,
}

struct Row {
    href: String,
    name: String,
    born: String,
}

/// One line of what was given.
struct Line {
    href: String,
    name: String,
    login: String,
    when: String,
    by: String,
    reason: String,
}

fn line(cx: &Cx, help: Help) -> Line {
    Line {
        href: format!("/system/access/{}/", help.person),
        name: help.name.full(),
        login: help.login,
        when: moment(cx, help.at),
        by: cx.tr.help_given_by(&help.given_by.full()),
        reason: help.reason,
    }
}

/// Who is meant: first whose login, e-mail or telephone it is, then whose name it begins.
fn find(tx: &mut ReadTx<'_>, typed: &str) -> registry::Result<Vec<Found>> {
    let mut found: Vec<Found> = Vec::new();
    if let Some(account) = registry::read::account_by_login(tx, typed)? {
        let cards = registry::read::cards(tx, &[account.person])?;
        found.extend(cards.into_iter().map(|card| Found {
            id: card.id,
            name: card.name,
            birth_day: card.birth_day,
        }));
    }
    if let Some(query) = NameQuery::parse(typed) {
        let named = registry::read::search_people(tx, Scope::Region, &query, FOUND + 1)?;
        let known: Vec<PersonId> = found.iter().map(|one| one.id).collect();
        found.extend(named.into_iter().filter(|one| !known.contains(&one.id)));
    }
    Ok(found)
}

fn born(tr: Tr, day: Option<Day>) -> String {
    day.map(|day| tr.help_born(&text::day_full(day))).unwrap_or_default()
}

/// The operator.
async fn show(cx: Cx, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    access::help_with_access(&*cx.actor()?)?;
    let typed: String = asked.q.trim().chars().take(LONGEST).collect();
    let (q, before) = (typed.clone(), asked.before);
    let (mut people, mut given) = cx
        .read(move |tx| {
            let people = if q.is_empty() { Vec::new() } else { find(tx, &q)? };
            let lines = i64::try_from(LINES + 1).unwrap_or(i64::MAX);
            Ok((people, registry::read::helped(tx, None, before, lines)?))
        })
        .await?;
    let tr = cx.tr;
    let more = people.len() > FOUND;
    people.truncate(FOUND);
    let older = given.len() > LINES;
    given.truncate(LINES);
    let older = given.last().filter(|_| older).map(|last| format!("/system/access/?before={}", last.id));
    let main = Page {
        tr,
        crumbs: vec![Link::new(tr.system_title(), "/system/")],
        asked: !typed.is_empty(),
        q: typed,
        people: people
            .into_iter()
            .map(|one| Row {
                href: format!("/system/access/{}/", one.id),
                name: one.name.full(),
                born: born(tr, one.birth_day),
            })
            .collect(),
        more,
        most: i64::try_from(FOUND).unwrap_or(i64::MAX),
        given: given.into_iter().map(|help| line(&cx, help)).collect(),
        older,
    };
    cx.page("cabinet.help", tr.help_title()).place("system").render(&main)
}
