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
use registry::read::Merge;
use registry::{By, InstitutionKind};
use store::ReadTx;

use super::nav::words;

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
    label: String,
    current: bool,
}

/// The tabs between the lists of people; transfers and doubles are for who manages the school.
fn tabs(tr: Tr, kind: InstitutionKind, current: &str, manages: bool) -> Vec<Tab> {
    let word = words(tr, kind);
    [
        ("pupils", "/school/people/pupils/", word.pupils(), false),
        ("parents", "/school/people/parents/", tr.people_parents().to_owned(), false),
        ("staff", "/school/people/staff/", tr.people_staff().to_owned(), false),
        ("classes", "/school/classes/", word.classes(), false),
        ("transfers", "/school/people/transfers/", tr.people_transfers().to_owned(), true),
        ("doubles", "/school/people/doubles/", tr.people_doubles().to_owned(), true),
    ]
    .into_iter()
    .filter(|(.., managers)| manages || !managers)
    .map(|(key, href, label, _)| Tab { href, label, current: key == current })
    .collect()
}

/// The institution's kind, for the words of the page.
fn kind_of(tx: &mut ReadTx<'_>, at: kernel::InstitutionId) -> Result<InstitutionKind, PageError> {
    Ok(registry::read::institution(tx, at)?.kind)
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
