//! `GET /school/people/{id}/` – a person's card: who it is, the family, classes, orders, changes; the ways to the
//! administrator's actions.

use std::collections::HashMap;

use access::SeeSchool;
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{ClassId, Day, InstitutionId, PersonId, Snils};
use kit::{Cx, Link, PageError, Routes, Tr, text};
use registry::read::{CardChange, Movement, PastClass, PersonCard, Relative, StaffPlace, Ties};
use registry::{InstitutionKind, MovementKind, Relation, Sex};
use store::ReadTx;

use super::actions::{Act, relation};
use super::card_href;
use crate::pages::nav::words;

pub(super) fn routes() -> Routes {
    Routes::new().get("/school/people/{id}/", show)
}

struct Kin {
    name: String,
    href: String,
    note: String,
    /// Where «end the relation» goes.
    end: String,
}

struct Event {
    title: String,
    note: String,
    when: String,
}

#[derive(Template)]
#[template(path = "people/card.html")]
struct Page {
    tr: Tr,
    csrf: String,
    crumbs: Vec<Link>,
    name: String,
    note: String,
    edit: String,
    facts: Vec<(&'static str, String)>,
    guardians: Vec<Kin>,
    is_pupil: bool,
    children: Vec<Kin>,
    classes: Vec<Event>,
    classes_title: String,
    orders: Vec<Event>,
    changes: Vec<Event>,
    acts: Vec<Link>,
}

/// All that a card shows, from one snapshot.
struct View {
    card: PersonCard,
    /// The institution's.
    kind: InstitutionKind,
    ties: Ties,
    place: Option<StaffPlace>,
    logins: Vec<String>,
    guardians: Vec<Relative>,
    children: Vec<Relative>,
    history: Vec<PastClass>,
    movements: Vec<Movement>,
    changes: Vec<CardChange>,
    waits: bool,
    /// Could an order end the stay here now?
    can_leave: bool,
    /// Learns in another institution now or soon.
    elsewhere: bool,
    /// Belongs to another institution now: how to reach him and his family is its affair.
    gone: bool,
}

fn view(tx: &mut ReadTx<'_>, may: &SeeSchool, who: PersonId, today: Day) -> Result<View, PageError> {
    let at = may.institution();
    let (mut card, ties) = registry::read::own_card(tx, at, who)?;
    let gone = registry::read::gone_over(tx, who, at, today)?.is_some();
    if gone {
        card.phone = None;
        card.email = None;
    }
    let history = if ties.pupil { registry::read::class_history(tx, who)? } else { Vec::new() };
    Ok(View {
        kind: registry::read::institution(tx, at)?.kind,
        place: if ties.staff { registry::read::staff_place(tx, at, who)? } else { None },
        logins: if gone {
            Vec::new()
        } else {
            registry::read::logins_of(tx, &[who])?.into_iter().map(|(_, login)| login).collect()
        },
        guardians: if ties.pupil && !gone {
            registry::read::guardians_with_contacts(tx, who)?
        } else {
            Vec::new()
        },
        children: if ties.guardian { registry::read::children_at(tx, at, who)? } else { Vec::new() },
        movements: registry::read::movements_of(tx, at, who)?,
        changes: registry::read::card_changes(tx, at, who)?,
        waits: ties.pupil && registry::read::transfer_waits(tx, who)?,
        can_leave: ties.pupil && registry::read::can_leave(tx, at, who, today)?,
        elsewhere: ties.pupil && registry::read::elsewhere(tx, who, at, today)?.is_some(),
        history,
        gone,
        card,
        ties,
    })
}

/// Heads and administrators of the school.
async fn show(cx: Cx, Path(who): Path<PersonId>) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let may = access::see_school(&actor)?;
    let manages = access::manage_school(&actor).is_ok();
    let today = cx.today;
    let view = cx.read(move |tx| view(tx, &may, who, today)).await?;
    if let Some(kept) = view.card.merged_into {
        return Ok(Redirect::to(&card_href(kept)).into_response());
    }
    let page = drawn(&cx, &view, may.institution(), manages);
    cx.page("school.person", &page.name).place("school").render(&page)
}

fn drawn(cx: &Cx, view: &View, at: InstitutionId, manages: bool) -> Page {
    let tr = cx.tr;
    let card = &view.card;
    let (list, label) = match view.ties {
        Ties { pupil: true, .. } => ("/school/people/pupils/", words(tr, view.kind).pupils()),
        Ties { staff: true, .. } => ("/school/people/staff/", tr.people_staff().to_owned()),
        _ => ("/school/people/parents/", tr.people_parents().to_owned()),
    };
    let kin = |one: &Relative, ends: bool| Kin {
        name: one.name.full(),
        href: card_href(one.id),
        note: [Some(relation(tr, one.relation).to_owned()), one.phone.clone(), one.email.clone()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" · "),
        end: if ends { format!("{}guardians/{}/end/", card_href(card.id), one.id) } else { String::new() },
    };
    Page {
        tr,
        csrf: cx.csrf(),
        crumbs: vec![Link::new(tr.school_title(), "/school/"), Link::new(label, list)],
        name: card.name.full(),
        note: standing(cx, view, at),
        edit: if manages && !view.gone { format!("{}edit/", card_href(card.id)) } else { String::new() },
        facts: facts(tr, view),
        guardians: view.guardians.iter().map(|one| kin(one, manages)).collect(),
        is_pupil: view.ties.pupil && !view.gone,
        children: view.children.iter().map(|one| kin(one, false)).collect(),
        classes_title: words(tr, view.kind).classes(),
        classes: view.history.iter().map(|past| past_class(cx, past)).collect(),
        orders: orders(cx, view),
        changes: view.changes.iter().map(|change| changed(cx, change)).collect(),
        acts: if manages { acts(cx, view, at) } else { Vec::new() },
    }
}

/// Is the pupil in a class of this institution now, or will be?
fn is_present(view: &View, at: InstitutionId, today: Day) -> bool {
    view.history.iter().any(|past| past.stay.institution == at && past.stay.reaches(today))
}

fn standing(cx: &Cx, view: &View, at: InstitutionId) -> String {
    let tr = cx.tr;
    let mut parts: Vec<String> = Vec::new();
    if view.ties.pupil {
        let here =
            view.history.iter().find(|past| past.stay.institution == at && past.stay.reaches(cx.today));
        parts.push(match here {
            Some(past) => words(tr, view.kind).class_title(&past.class_name),
            None if view.waits => tr.people_transfer_waits().to_owned(),
            None => match view.movements.first().map(|moved| moved.kind) {
                Some(MovementKind::Archive) => tr.people_archived().to_owned(),
                _ => tr.people_departed().to_owned(),
            },
        });
    }
    if let Some(place) = &view.place {
        parts.push(place.position.clone());
        if let Some(last) = place.last_day {
            parts.push(tr.people_until(&text::date(tr, last, cx.today)));
        }
    }
    if view.ties.guardian {
        parts.push(tr.people_parent().to_owned());
    }
    parts.join(" · ")
}

fn facts(tr: Tr, view: &View) -> Vec<(&'static str, String)> {
    let card = &view.card;
    let sex = match card.sex {
        Some(Sex::Female) => tr.sex_female().to_owned(),
        Some(Sex::Male) => tr.sex_male().to_owned(),
        None => String::new(),
    };
    let snils = card.snils.as_deref().unwrap_or_default();
    let snils = snils.parse::<Snils>().map_or_else(|_| snils.to_owned(), |snils| snils.to_string());
    [
        (tr.people_birth(), card.birth_day.map(text::day_full).unwrap_or_default()),
        (tr.people_sex(), sex),
        (tr.people_snils(), snils),
        (tr.people_phone(), card.phone.clone().unwrap_or_default()),
        (tr.people_email(), card.email.clone().unwrap_or_default()),
        (tr.people_logins(), view.logins.join(", ")),
    ]
    .into_iter()
    .take(if view.gone { 3 } else { 6 })
    .map(|(label, value)| (label, if value.is_empty() { tr.people_unknown().to_owned() } else { value }))
    .collect()
}

fn past_class(cx: &Cx, past: &PastClass) -> Event {
    let tr = cx.tr;
    let since = text::date(tr, past.stay.first, cx.today);
    Event {
        title: past.class_name.clone(),
        note: past.institution_name.clone(),
        when: match past.stay.last {
            Some(last) => tr.people_between(&since, &text::date(tr, last, cx.today)),
            None => tr.people_from(&since),
        },
    }
}

fn orders(cx: &Cx, view: &View) -> Vec<Event> {
    let tr = cx.tr;
    let names: HashMap<ClassId, &str> =
        view.history.iter().map(|past| (past.stay.class, past.class_name.as_str())).collect();
    let name = |class: Option<ClassId>| class.and_then(|id| names.get(&id).copied()).unwrap_or_default();
    let title = |moved: &Movement| match moved.kind {
        MovementKind::Archive => tr.moved_archive(name(moved.from_class)),
        MovementKind::Restore => tr.moved_restore(name(moved.to_class)),
        MovementKind::Move => tr.moved_move(name(moved.from_class), name(moved.to_class)),
        MovementKind::Depart => tr.moved_depart(&moved.detail),
        MovementKind::Arrive if moved.detail.is_empty() => tr.moved_admit(name(moved.to_class)),
        MovementKind::Arrive => tr.moved_arrive(&moved.detail, name(moved.to_class)),
        MovementKind::Return => tr.moved_return(name(moved.to_class)),
        MovementKind::StaffArchive => tr.moved_staff_archive().to_owned(),
        MovementKind::StaffRestore => tr.moved_staff_restore().to_owned(),
    };
    view.movements
        .iter()
        .map(|moved| {
            let order = tr.moved_order(&moved.number, &text::day_full(moved.day));
            Event {
                title: title(moved),
                note: if moved.reason.is_empty() { order } else { format!("{order}. {}", moved.reason) },
                when: String::new(),
            }
        })
        .collect()
}

fn changed(cx: &Cx, change: &CardChange) -> Event {
    let tr = cx.tr;
    let field = match change.field.as_str() {
        "family" => tr.people_family(),
        "given" => tr.people_given(),
        "patronymic" => tr.people_patronymic(),
        "birth" => tr.people_birth(),
        "sex" => tr.people_sex(),
        "snils" => tr.people_snils(),
        "phone" => tr.people_phone(),
        "email" => tr.people_email(),
        _ => tr.people_guardian(),
    };
    let shown = |value: &str| -> String {
        if value.is_empty() {
            return tr.people_unknown().to_owned();
        }
        match change.field.as_str() {
            "birth" => value.parse::<Day>().map_or_else(|_| value.to_owned(), text::day_full),
            "sex" => match Sex::from_code(value) {
                Some(Sex::Female) => tr.sex_female().to_owned(),
                Some(Sex::Male) => tr.sex_male().to_owned(),
                None => value.to_owned(),
            },
            "guardian" => match value.rsplit_once(", ") {
                Some((who, code)) => {
                    let what = Relation::from_code(code).map_or(code, |one| relation(tr, one));
                    format!("{who}, {what}")
                }
                None => value.to_owned(),
            },
            _ => value.to_owned(),
        }
    };
    let (day, time) = cx.app().settings().zone.local(change.at);
    Event {
        title: format!("{field}: {} → {}", shown(&change.old), shown(&change.new)),
        note: change.by.initials(),
        when: format!("{}, {}", text::day(tr, day, cx.today), text::time(time)),
    }
}

/// What can be done with this person now.
fn acts(cx: &Cx, view: &View, at: InstitutionId) -> Vec<Link> {
    let mut acts = Vec::new();
    let mut more = Vec::new();
    if view.ties.pupil {
        if view.can_leave {
            acts.push(Act::Move);
            if !view.kind.passes_on_to().is_empty() {
                acts.push(Act::Transfer);
            }
            acts.push(Act::Archive);
        } else if view.waits {
            more.push(Link::new(cx.tr.card_transfers(), "/school/people/transfers/"));
        } else if view.elsewhere {
            if view.movements.first().is_some_and(|moved| moved.kind == MovementKind::Depart) {
                more.push(Link::new(cx.tr.card_transfers(), "/school/people/transfers/"));
            }
        } else if !is_present(view, at, cx.today) {
            acts.push(Act::Restore);
        }
        if !view.gone {
            acts.push(Act::Guardian);
        }
    }
    if view.place.as_ref().is_some_and(|place| place.last_day.is_some()) {
        acts.push(Act::StaffRestore);
    }
    let card = card_href(view.card.id);
    acts.into_iter()
        .map(|act| Link::new(act.title(cx.tr, view.kind), format!("{card}{}/", act.path())))
        .chain(more)
        .collect()
}
