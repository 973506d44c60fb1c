//! `/school/access/` – who has a way in and who has used it; logins and one-time codes for classes and staff.

mod class;
mod overview;
mod staff;
mod wish;

use kernel::Millis;
use kit::{Cx, Routes, Tr, text};
use registry::read::PersonWay;

use crate::access_sheets::{Standing, Tally, standing};

/// Every route of these pages.
pub fn routes() -> Routes {
    Routes::new().merge(overview::routes()).merge(class::routes()).merge(staff::routes())
}

/// One person of a list.
struct PersonLine {
    id: kernel::PersonId,
    name: String,
    note: String,
    login: String,
    state: String,
    tone: &'static str,
    has_way: bool,
    /// May a code be given from here?
    open: bool,
    /// Why not: the way in is used and opens more than the giver answers for.
    kept: &'static str,
}

fn line(cx: &Cx, one: &PersonWay, note: String) -> PersonLine {
    let tr = cx.tr;
    let day = |at: Millis| text::date(tr, cx.app().settings().zone.local(at).0, cx.today);
    let stands = standing(one.way.as_ref());
    let (state, tone) = match stands {
        Standing::None => (tr.access_state_none().to_owned(), ""),
        Standing::Waiting(until) => (tr.access_state_waiting(&day(until)), "info"),
        Standing::Expired => (tr.access_state_expired().to_owned(), "warn"),
        Standing::Never => (tr.access_state_never().to_owned(), "warn"),
        Standing::Used(at) => (tr.access_state_used(&day(at)), "good"),
        Standing::Locked => (tr.access_state_locked().to_owned(), "bad"),
    };
    PersonLine {
        id: one.person,
        name: one.name.full(),
        note,
        login: one.way.as_ref().map(|way| way.login.clone()).unwrap_or_default(),
        state,
        tone,
        has_way: one.way.is_some(),
        open: stands != Standing::Locked,
        kept: "",
    }
}

/// «Всего 25, есть логин у 20, не входили 3, код ждёт у 2».
fn told(tr: Tr, tally: Tally) -> String {
    tr.access_tally(
        &text::count(tr, tally.people),
        &text::count(tr, tally.logins),
        &text::count(tr, tally.never),
        &text::count(tr, tally.waiting),
    )
}
