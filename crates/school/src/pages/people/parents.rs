//! `GET /school/people/parents/` and its file: the guardians of the school's pupils.

use axum::response::Response;
use kit::{Cx, PageError, Routes};
use registry::read::{ParentsChild, RollParent};

use super::list::{self, Action, Line, ListPage};
use super::{card_href, kind_of, tabs};
use crate::pages::nav;
use crate::people::export::Sheet;
use crate::people::filter::{Order, State, choose};

const PATH: &str = "/school/people/parents/";

pub(super) fn routes() -> Routes {
    Routes::new().get(PATH, show).get("/school/people/parents/export/", export)
}

/// «Иванова Мария (7А), Иванов Павел (3Б)».
fn children(list: &[ParentsChild]) -> String {
    let each: Vec<String> =
        list.iter().map(|child| format!("{} ({})", child.name.listed(), child.class_name)).collect();
    each.join(", ")
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
            Ok((registry::read::parent_roll(tx, at, today)?, list::classes(tx, at, today)?, kind))
        })
        .await?;
    let asked = list::asked(&cx);
    let cut = list::cut(tr, PATH, &roll, &asked);
    let line = |row: &&RollParent| Line {
        name: row.person.name.full(),
        href: card_href(row.person.id),
        cells: vec![
            children(&row.children),
            row.person.phone.clone().unwrap_or_default(),
            list::account(tr, &row.person).to_owned(),
        ],
        badge: String::new(),
        tone: "",
    };
    let lines = cut.rows.iter().map(line).collect();
    let mut filters = list::class_filters(tr, kind, &asked, &classes);
    filters.extend(list::state_filters(tr, &asked, &[State::Present, State::Departed, State::All]));
    let main = ListPage {
        tr,
        nav: nav::tabs(tr, "people", manages),
        tabs: tabs(tr, kind, "parents", manages),
        title: tr.people_parents().to_owned(),
        note: tr.people_found(i64::try_from(cut.total).unwrap_or(i64::MAX)),
        path: PATH,
        actions: Vec::<Action>::new(),
        q: asked.typed.clone(),
        search_label: tr.people_search(),
        filters,
        narrowed: asked.is_narrowed(),
        headings: vec![
            list::heading(PATH, &asked, Order::Name, tr.people_name()),
            list::heading(PATH, &asked, Order::Class, tr.people_children()),
            list::plain(tr.people_phone()),
            list::plain(tr.people_account()),
        ],
        lines,
        position: cut.position,
        previous: cut.previous,
        next: cut.next,
        files: list::files(PATH, &asked),
        empty: if asked.is_narrowed() { tr.people_nobody() } else { tr.people_parents_none() }.to_owned(),
        empty_text: if asked.is_narrowed() { tr.people_nobody_text() } else { tr.people_pupils_none_text() },
    };
    cx.page("school.parents", &main.title).place("school").render(&main)
}

/// Exactly what the filter shows, all pages of it.
async fn export(cx: Cx) -> Result<Response, PageError> {
    let may = access::see_school(&*cx.actor()?)?;
    let (today, tr) = (cx.today, cx.tr);
    let roll = cx.read(move |tx| Ok(registry::read::parent_roll(tx, may.institution(), today)?)).await?;
    let asked = list::asked(&cx);
    let rows = choose(&roll, &asked)
        .into_iter()
        .map(|row| {
            vec![
                row.person.name.full(),
                children(&row.children),
                row.person.phone.clone().unwrap_or_default(),
                row.person.email.clone().unwrap_or_default(),
                list::snils(&row.person),
                list::account(tr, &row.person).to_owned(),
            ]
        })
        .collect();
    let sheet = Sheet {
        title: tr.people_parents().to_owned(),
        head: [
            tr.people_name(),
            tr.people_children(),
            tr.people_phone(),
            tr.people_email(),
            tr.people_snils(),
            tr.people_account(),
        ]
        .map(str::to_owned)
        .to_vec(),
        rows,
    };
    list::file(&cx, "parents", sheet)
}
