//! `GET /school/people/pupils/` and its file: everybody who learns or learned here.

use access::SeeSchool;
use axum::response::Response;
use kernel::Day;
use kit::{Cx, PageError, Routes, Tr, text};
use registry::read::{Presence, RollPupil};
use store::ReadTx;

use super::list::{self, Action, Line, ListPage};
use super::{card_href, kind_of, tabs};
use crate::pages::nav::{self, words};
use crate::people::export::Sheet;
use crate::people::filter::{Order, State, choose};

const PATH: &str = "/school/people/pupils/";

pub(super) fn routes() -> Routes {
    Routes::new().get(PATH, show).get("/school/people/pupils/export/", export)
}

fn roll(tx: &mut ReadTx<'_>, may: &SeeSchool, today: Day) -> Result<Vec<RollPupil>, PageError> {
    Ok(registry::read::pupil_roll(tx, may.institution(), today)?)
}

pub(super) fn presence(tr: Tr, presence: Presence) -> &'static str {
    match presence {
        Presence::Present => tr.people_here(),
        Presence::Departed => tr.people_departed(),
        Presence::Archived => tr.people_archived(),
    }
}

/// Heads and administrators of the school.
async fn show(cx: Cx) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let may = access::see_school(&actor)?;
    let manages = access::manage_school(&actor).is_ok();
    let (today, tr) = (cx.today, cx.tr);
    let (roll, classes, kind) = cx
        .read(move |tx| {
            let at = may.institution();
            let kind = kind_of(tx, at)?;
            Ok((roll(tx, &may, today)?, list::classes(tx, at, today)?, kind))
        })
        .await?;
    let word = words(tr, kind);
    let asked = list::asked(&cx);
    let cut = list::cut(tr, PATH, &roll, &asked);
    let lines = cut
        .rows
        .iter()
        .map(|row| Line {
            name: row.person.name.full(),
            href: card_href(row.person.id),
            cells: vec![
                row.class_name.clone(),
                list::birth(&row.person),
                list::account(tr, &row.person).to_owned(),
            ],
            badge: match (row.presence, row.last_day) {
                (Presence::Present, None) if row.first_day > today => {
                    tr.people_from(&text::date(tr, row.first_day, today))
                }
                (Presence::Present, Some(last)) => tr.people_until(&text::date(tr, last, today)),
                (Presence::Present, None) => String::new(),
                (gone, _) => presence(tr, gone).to_owned(),
            },
            tone: "",
        })
        .collect();
    let mut filters = list::class_filters(tr, kind, &asked, &classes);
    filters.extend(list::state_filters(
        tr,
        &asked,
        &[State::Present, State::Departed, State::Archived, State::All],
    ));
    let main = ListPage {
        tr,
        nav: nav::tabs(tr, "people", manages),
        tabs: tabs(tr, kind, "pupils", manages),
        title: word.pupils(),
        note: tr.people_found(i64::try_from(cut.total).unwrap_or(i64::MAX)),
        path: PATH,
        actions: if manages {
            let label = tr.new_pupil_link(kind.code());
            vec![Action { href: "/school/people/pupils/new/", label, icon: "plus" }]
        } else {
            Vec::new()
        },
        q: asked.typed.clone(),
        search_label: tr.people_search(),
        filters,
        narrowed: asked.is_narrowed(),
        headings: vec![
            list::heading(PATH, &asked, Order::Name, tr.people_name()),
            list::heading(PATH, &asked, Order::Class, word.class()),
            list::heading(PATH, &asked, Order::Birth, tr.people_birth()),
            list::plain(tr.people_account()),
        ],
        lines,
        position: cut.position,
        previous: cut.previous,
        next: cut.next,
        files: list::files(PATH, &asked),
        empty: if asked.is_narrowed() { tr.people_nobody().to_owned() } else { word.nobody() },
        empty_text: if asked.is_narrowed() { tr.people_nobody_text() } else { tr.people_pupils_none_text() },
    };
    cx.page("school.pupils", &main.title).place("school").render(&main)
}

/// Exactly what the filter shows, all pages of it.
async fn export(cx: Cx) -> Result<Response, PageError> {
    let may = access::see_school(&*cx.actor()?)?;
    let (today, tr) = (cx.today, cx.tr);
    let (roll, kind) =
        cx.read(move |tx| Ok((roll(tx, &may, today)?, kind_of(tx, may.institution())?))).await?;
    let word = words(tr, kind);
    let asked = list::asked(&cx);
    let rows = choose(&roll, &asked)
        .into_iter()
        .map(|row| {
            vec![
                row.person.name.full(),
                row.class_name.clone(),
                list::birth(&row.person),
                list::snils(&row.person),
                row.person.phone.clone().unwrap_or_default(),
                row.person.email.clone().unwrap_or_default(),
                list::account(tr, &row.person).to_owned(),
                presence(tr, row.presence).to_owned(),
            ]
        })
        .collect();
    let sheet = Sheet {
        title: word.pupils(),
        head: [
            tr.people_name(),
            &word.class(),
            tr.people_birth(),
            tr.people_snils(),
            tr.people_phone(),
            tr.people_email(),
            tr.people_account(),
            tr.people_standing(),
        ]
        .map(str::to_owned)
        .to_vec(),
        rows,
    };
    list::file(&cx, "pupils", sheet)
}
