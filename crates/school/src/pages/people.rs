//! Pages about people and classes: lists, cards, orders, transfers, doubles.

mod actions;
mod card;
mod class_edit;
mod classes;
mod doubles;
mod edit;
mod list;
mod new_pupil;
mod new_staff;
mod newcomer;
mod order_form;
mod parents;
mod pupils;
mod refusal;
mod staff;
mod transfers;

use kernel::PersonId;
use kit::{Cx, PageError, Routes, Tr};
use registry::By;
use registry::read::Merge;

/// The routes of these pages.
pub fn routes() -> Routes {
    Routes::new()
        .merge(new_pupil::routes())
        .merge(new_staff::routes())
        .merge(pupils::routes())
        .merge(parents::routes())
        .merge(staff::routes())
        .merge(classes::routes())
        .merge(class_edit::routes())
        .merge(transfers::routes())
        .merge(doubles::routes())
        .merge(edit::routes())
        .merge(actions::routes())
        .merge(card::routes())
}

/// One of the tabs between the lists of people.
struct Tab {
    href: &'static str,
    label: &'static str,
    current: bool,
}

/// The tabs between the lists of people; transfers and doubles are for who manages the school.
fn tabs(tr: Tr, current: &str, manages: bool) -> Vec<Tab> {
    [
        ("pupils", "/school/people/pupils/", tr.people_pupils(), false),
        ("parents", "/school/people/parents/", tr.people_parents(), false),
        ("staff", "/school/people/staff/", tr.people_staff(), false),
        ("classes", "/school/classes/", tr.people_classes(), false),
        ("transfers", "/school/people/transfers/", tr.people_transfers(), true),
        ("doubles", "/school/people/doubles/", tr.people_doubles(), true),
    ]
    .into_iter()
    .filter(|(.., managers)| manages || !managers)
    .map(|(key, href, label, _)| Tab { href, label, current: key == current })
    .collect()
}

/// Who changes something, and when.
fn by(cx: &Cx) -> Result<By, PageError> {
    Ok(By { who: cx.actor()?.person, at: cx.now, today: cx.today })
}

fn card_href(who: PersonId) -> String {
    format!("/school/people/{who}/")
}

/// What the list of merges shows.
struct MergeLine {
    merge: Merge,
    when: String,
}

/// Whom the form's ticks name, each once, at most five hundred.
fn order_ticks(posted: &kit::Posted) -> Vec<PersonId> {
    let mut people: Vec<PersonId> =
        posted.all().filter(|(name, _)| *name == "who").filter_map(|(_, id)| id.parse().ok()).collect();
    people.sort_unstable();
    people.dedup();
    people.truncate(500);
    people
}
