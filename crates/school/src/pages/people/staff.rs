//! `GET /school/people/staff/` (also `/school/staff/`) and its file: who works here. «Редактирование учителей»: ticks and
//! one order put people into the archive.

use std::collections::HashMap;

use askama::Template;
use axum::Extension;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::PersonId;
use kit::form::Form;
use kit::{Cx, Link, PageError, Posted, Routes, Tr, text};
use registry::read::{Presence, RollStaff};

use super::list::{self, Action, Line, ListPage};
use super::order_form::{self, Draft};
use super::{by, card_href, kind_of, refusal, tabs};
use crate::pages::nav::{self, words};
use crate::people::export::Sheet;
use crate::people::filter::{Order, State, choose};
use crate::people::leaves::{self, Leaves};
use crate::people::marks::Marks;

const PATH: &str = "/school/people/staff/";

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(PATH, show)
        .get("/school/staff/", show)
        .get("/school/people/staff/export/", export)
        .get("/school/people/staff/edit/", edit)
        .post("/school/people/staff/archive/", archive)
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
            Ok((
                registry::read::staff_roll(tx, at, today)?,
                registry::read::classes_now(tx, at, today)?,
                kind,
            ))
        })
        .await?;
    let mut leads: HashMap<PersonId, Vec<String>> = HashMap::new();
    for class in classes.into_iter().filter(|class| class.dissolved.is_none()) {
        if let Some(teacher) = class.teacher {
            leads.entry(teacher).or_default().push(class.name);
        }
    }
    let asked = list::asked(&cx);
    let cut = list::cut(tr, PATH, &roll, &asked);
    let lines = cut
        .rows
        .iter()
        .map(|row| Line {
            name: row.person.name.full(),
            href: card_href(row.person.id),
            cells: vec![
                row.position.clone(),
                leads.get(&row.person.id).map(|names| names.join(", ")).unwrap_or_default(),
                list::account(tr, &row.person).to_owned(),
            ],
            badge: match row.presence {
                Presence::Present => String::new(),
                _ => tr.people_archived().to_owned(),
            },
            tone: "",
        })
        .collect();
    let actions = if manages {
        vec![
            Action { href: "/school/people/staff/new/", label: tr.new_staff_link().to_owned(), icon: "plus" },
            Action {
                href: "/school/people/staff/edit/",
                label: tr.people_staff_edit().to_owned(),
                icon: "edit",
            },
        ]
    } else {
        Vec::new()
    };
    let main = ListPage {
        tr,
        nav: nav::tabs(tr, "people", manages),
        tabs: tabs(tr, kind, "staff", manages),
        title: tr.people_staff().to_owned(),
        note: tr.school_staff_count(i64::try_from(cut.total).unwrap_or(i64::MAX)),
        path: PATH,
        actions,
        q: asked.typed.clone(),
        search_label: tr.people_search(),
        filters: list::state_filters(tr, &asked, &[State::Present, State::Archived, State::All]),
        narrowed: asked.is_narrowed(),
        headings: vec![
            list::heading(PATH, &asked, Order::Name, tr.people_name()),
            list::heading(PATH, &asked, Order::Class, tr.people_position_of_staff()),
            list::plain(words(tr, kind).leads()),
            list::plain(tr.people_account()),
        ],
        lines,
        position: cut.position,
        previous: cut.previous,
        next: cut.next,
        files: list::files(PATH, &asked),
        empty: if asked.is_narrowed() { tr.people_nobody() } else { tr.school_staff_empty() }.to_owned(),
        empty_text: if asked.is_narrowed() { tr.people_nobody_text() } else { tr.school_staff_empty_text() },
    };
    cx.page("school.staff", &main.title).place("staff").render(&main)
}

/// Exactly what the filter shows, all pages of it.
async fn export(cx: Cx) -> Result<Response, PageError> {
    let may = access::see_school(&*cx.actor()?)?;
    let (today, tr) = (cx.today, cx.tr);
    let roll = cx.read(move |tx| Ok(registry::read::staff_roll(tx, may.institution(), today)?)).await?;
    let asked = list::asked(&cx);
    let rows = choose(&roll, &asked)
        .into_iter()
        .map(|row| {
            vec![
                row.person.name.full(),
                row.position.clone(),
                row.person.phone.clone().unwrap_or_default(),
                row.person.email.clone().unwrap_or_default(),
                list::snils(&row.person),
                list::account(tr, &row.person).to_owned(),
            ]
        })
        .collect();
    let sheet = Sheet {
        title: tr.people_staff().to_owned(),
        head: [
            tr.people_name(),
            tr.people_position_of_staff(),
            tr.people_phone(),
            tr.people_email(),
            tr.people_snils(),
            tr.people_account(),
        ]
        .map(str::to_owned)
        .to_vec(),
        rows,
    };
    list::file(&cx, "staff", sheet)
}

/// One person to tick.
struct Tick {
    id: PersonId,
    name: String,
    note: String,
    ticked: bool,
}

#[derive(Template)]
#[template(path = "people/staff_edit.html")]
struct EditPage {
    tr: Tr,
    csrf: String,
    crumbs: Vec<Link>,
    ticks: Vec<Tick>,
    form: Form,
    /// What those ticked leave behind, to be seen before anything is written.
    leaves: Vec<Left>,
    /// What was shown; the next press carries it out.
    seen: String,
}

/// What one of those ticked leaves.
struct Left {
    name: String,
    load: String,
    journals: Vec<Link>,
    classes: Vec<Link>,
    days: Vec<Link>,
    more: String,
}

/// So many days are shown one by one.
const DAYS: usize = 10;

fn left(cx: &Cx, one: &Leaves) -> Left {
    let tr = cx.tr;
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let journal = |journal: &leaves::Journal| {
        let mut label = tr.leaves_weekly(&journal.title, number(journal.weekly));
        if journal.shared {
            label = format!("{label} ({})", tr.leaves_shared());
        }
        Link::new(label, format!("/school/load/journals/{}/", journal.id))
    };
    Left {
        name: one.name.full(),
        load: format!("/school/load/teachers/{}/", one.who),
        journals: one.journals.iter().map(journal).collect(),
        classes: one
            .classes
            .iter()
            .map(|(id, name)| Link::new(name.clone(), format!("/school/classes/{id}/settings/")))
            .collect(),
        days: one
            .days
            .iter()
            .take(DAYS)
            .map(|(day, count)| {
                Link::new(
                    format!("{} ({count})", text::date(tr, *day, cx.today)),
                    format!("/school/substitutions/{day}/?teacher={}", one.who),
                )
            })
            .collect(),
        more: match one.days.len().saturating_sub(DAYS) {
            0 => String::new(),
            more => tr.leaves_more(number(more)),
        },
    }
}

/// Tells what was shown from what would be shown of others, another day, or a school that has changed since.
fn fingerprint(people: &[PersonId], leaves: &[Leaves]) -> String {
    registry::token::hash(&format!("{people:?}{leaves:?}"))
}

fn empty_form(cx: &Cx) -> Form {
    Form::new(order_form::fields(cx.tr, cx.tr.order_last_day_work(), cx.today))
}

/// The administrator.
async fn edit(cx: Cx) -> Result<Response, PageError> {
    let form = empty_form(&cx);
    edit_page(&cx, form, &[], &[], StatusCode::OK).await
}

async fn edit_page(
    cx: &Cx,
    form: Form,
    ticked: &[PersonId],
    leaves: &[Leaves],
    status: StatusCode,
) -> Result<Response, PageError> {
    let may = access::manage_school(&*cx.actor()?)?;
    let (today, tr) = (cx.today, cx.tr);
    let roll = cx.read(move |tx| Ok(registry::read::staff_roll(tx, may.institution(), today)?)).await?;
    let tick = |row: &RollStaff| Tick {
        id: row.person.id,
        name: row.person.name.full(),
        note: row.position.clone(),
        ticked: ticked.contains(&row.person.id),
    };
    let main = EditPage {
        tr,
        csrf: cx.csrf(),
        crumbs: vec![Link::new(tr.school_title(), "/school/"), Link::new(tr.people_staff(), PATH)],
        ticks: roll.iter().filter(|row| row.last_day.is_none()).map(tick).collect(),
        form,
        leaves: leaves.iter().map(|one| left(cx, one)).collect(),
        seen: if leaves.is_empty() { String::new() } else { fingerprint(ticked, leaves) },
    };
    cx.page("school.staff-edit", tr.people_staff_edit()).place("staff").status(status).render(&main)
}

/// Puts the ticked into the archive by one order. What they leave behind is shown first, and has to be sent once more.
async fn archive(Extension(marks): Extension<Marks>, posted: Posted) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let may = access::manage_school(&*cx.actor()?)?;
    let people = super::order_ticks(&posted);
    let mut draft = Draft::filled(empty_form(&cx), &posted);
    let order = draft.order(&cx);
    if people.is_empty() {
        draft.form.error = Some(cx.tr.people_tick_somebody().to_owned());
    }
    let mut found = Vec::new();
    if let (Some(order), false) = (order, people.is_empty()) {
        let (by, list, seen) = (by(&cx)?, people.clone(), posted.get("seen").to_owned());
        // What is left is looked at in the transaction that archives: nothing else can have come in between.
        let done = refusal::run(&cx, move |tx| {
            let left = leaves::leaves(tx, &may, &marks, &list, order.day)?;
            if !left.is_empty() && fingerprint(&list, &left) != seen {
                return Ok(Ok(Err(left)));
            }
            Ok(registry::write::archive_staff(tx, may.institution(), &list, &order, by)?.map(Ok))
        })
        .await?;
        match done {
            Ok(Ok(_)) => {
                // Whoever lost his roles must not keep them for the seconds that actors are remembered.
                cx.app().forget_sessions();
                return Ok(cx.done("/school/people/staff/", "people-archived"));
            }
            Ok(Err(left)) => found = left,
            Err(refused) => draft.form.error = Some(refused.sentence(cx.tr)),
        }
    }
    let status = if found.is_empty() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    edit_page(&cx, draft.form, &people, &found, status).await
}
