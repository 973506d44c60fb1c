//! `/school/people/doubles/` – people who seem to be written down twice: side by side, made one with a preview, two again.

use std::collections::HashMap;

use access::ManageSchool;
use askama::Template;
use axum::Extension;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Day, InstitutionId, PersonId, Snils};
use kit::{Cx, Link, PageError, Posted, Routes, Tr, text};
use registry::read::{Likeness, PersonCard};
use registry::write::Moves;
use registry::{Sex, Verdict};
use store::ReadTx;

use super::refusal::{self, Refused};
use super::{MergeLine, by, card_href, kind_of, tabs};
use crate::pages::nav;
use crate::people::{self, marks::Marks};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/school/people/doubles/", show)
        .get("/school/people/doubles/{first}/{second}/", compare)
        .post("/school/people/doubles/{first}/{second}/", merge)
        .post("/school/people/doubles/{first}/{second}/apart/", apart)
        .post("/school/people/doubles/{first}/{second}/together/", together)
        .post("/school/people/merges/{id}/undo/", undo)
}

/// The list.
const HERE: &str = "/school/people/doubles/";

struct Pair {
    href: String,
    first: String,
    second: String,
    why: &'static str,
}

#[derive(Template)]
#[template(path = "people/doubles.html")]
struct ListPage {
    tr: Tr,
    csrf: String,
    nav: Vec<nav::Tab>,
    tabs: Vec<super::Tab>,
    pairs: Vec<Pair>,
    /// Those that were said to be two.
    apart: Vec<Pair>,
    merges: Vec<MergeLine>,
    error: Option<String>,
}

/// The administrator.
async fn show(cx: Cx) -> Result<Response, PageError> {
    list(&cx, None).await
}

async fn list(cx: &Cx, error: Option<String>) -> Result<Response, PageError> {
    let may = access::manage_school(&*cx.actor()?)?;
    let tr = cx.tr;
    let (doubles, cards, merges, apart, kind) = cx
        .read(move |tx| {
            let at = may.institution();
            let doubles = registry::read::doubles(tx, at)?;
            let apart = registry::read::kept_apart(tx, at)?;
            let mut ids: Vec<PersonId> = doubles.iter().flat_map(|one| [one.first, one.second]).collect();
            ids.extend(apart.iter().flat_map(|one| [one.first, one.second]));
            ids.sort_unstable();
            ids.dedup();
            let mut cards = Vec::with_capacity(ids.len());
            for chunk in ids.chunks(500) {
                cards.extend(registry::read::cards(tx, chunk)?);
            }
            Ok((doubles, cards, registry::read::merges(tx, at)?, apart, kind_of(tx, at)?))
        })
        .await?;
    let cards: HashMap<PersonId, PersonCard> = cards.into_iter().map(|card| (card.id, card)).collect();
    let named = |id: PersonId| {
        cards.get(&id).map_or_else(String::new, |card| {
            let birth = card.birth_day.map(text::day_full).unwrap_or_default();
            format!("{} {birth}", card.name.full()).trim_end().to_owned()
        })
    };
    let main = ListPage {
        tr,
        csrf: cx.csrf(),
        nav: nav::tabs(tr, "people", true),
        tabs: tabs(tr, kind, "doubles", true),
        pairs: doubles
            .iter()
            .map(|one| Pair {
                href: format!("/school/people/doubles/{}/{}/", one.first, one.second),
                first: named(one.first),
                second: named(one.second),
                why: match one.likeness {
                    Likeness::Same => tr.double_same(),
                    Likeness::Near => tr.double_near(),
                    Likeness::NameOnly => tr.double_name(),
                },
            })
            .collect(),
        apart: apart
            .iter()
            .map(|one| Pair {
                href: format!("/school/people/doubles/{}/{}/", one.first, one.second),
                first: named(one.first),
                second: named(one.second),
                why: "",
            })
            .collect(),
        merges: merges
            .into_iter()
            .map(|merge| {
                let (day, time) = cx.app().settings().zone.local(merge.at);
                MergeLine { when: format!("{}, {}", text::day(tr, day, cx.today), text::time(time)), merge }
            })
            .collect(),
        error,
    };
    let status = if main.error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    cx.page("school.doubles", tr.people_doubles()).place("school").status(status).render(&main)
}

/// A fact of both rows.
struct Fact {
    label: &'static str,
    first: String,
    second: String,
    differs: bool,
}

/// One way to make one of the two.
struct Way {
    keep: PersonId,
    label: String,
    moves: Vec<String>,
}

#[derive(Template)]
#[template(path = "people/double.html")]
struct PairPage {
    tr: Tr,
    csrf: String,
    crumbs: Vec<Link>,
    action: String,
    first: (String, String),
    second: (String, String),
    facts: Vec<Fact>,
    ways: Vec<Way>,
    refused: Option<String>,
}

/// The two rows with where they learn and their guardians and logins, and what a merge would do.
struct View {
    cards: [PersonCard; 2],
    places: [String; 2],
    families: [String; 2],
    logins: [String; 2],
    plans: [Verdict<Moves>; 2],
}

fn side(
    tx: &mut ReadTx<'_>,
    at: InstitutionId,
    who: PersonId,
    today: Day,
) -> Result<(PersonCard, String, String, String), PageError> {
    let (card, _) = registry::read::own_card(tx, at, who)?;
    if card.merged_into.is_some() || registry::read::gone_over(tx, who, at, today)?.is_some() {
        return Err(PageError::NotFound);
    }
    let classes: Vec<String> = registry::read::class_history(tx, who)?
        .into_iter()
        .filter(|past| past.stay.institution == at)
        .map(|past| past.class_name)
        .take(5)
        .collect();
    let staff = registry::read::staff_place(tx, at, who)?.map(|place| place.position);
    let place: Vec<String> = classes.into_iter().chain(staff).collect();
    let family: Vec<String> = registry::read::guardians_with_contacts(tx, who)?
        .into_iter()
        .chain(registry::read::children_at(tx, at, who)?)
        .map(|one| one.name.listed())
        .collect();
    let logins: Vec<String> =
        registry::read::logins_of(tx, &[who])?.into_iter().map(|(_, login)| login).collect();
    Ok((card, place.join(", "), family.join(", "), logins.join(", ")))
}

fn view(
    tx: &mut ReadTx<'_>,
    marks: &Marks,
    may: &ManageSchool,
    first: PersonId,
    second: PersonId,
    today: Day,
) -> Result<View, PageError> {
    let at = may.institution();
    let (a, b) = (side(tx, at, first, today)?, side(tx, at, second, today)?);
    let plans = [
        people::merge::preview(tx, may, marks, first, second, today)?,
        people::merge::preview(tx, may, marks, second, first, today)?,
    ];
    Ok(View { cards: [a.0, b.0], places: [a.1, b.1], families: [a.2, b.2], logins: [a.3, b.3], plans })
}

/// The administrator.
async fn compare(
    cx: Cx,
    Path((first, second)): Path<(PersonId, PersonId)>,
    Extension(marks): Extension<Marks>,
) -> Result<Response, PageError> {
    pair(&cx, first, second, marks, None).await
}

async fn pair(
    cx: &Cx,
    first: PersonId,
    second: PersonId,
    marks: Marks,
    refused: Option<Refused>,
) -> Result<Response, PageError> {
    let may = access::manage_school(&*cx.actor()?)?;
    if first == second {
        return Err(PageError::NotFound);
    }
    let (tr, today) = (cx.tr, cx.today);
    let (view, reason) = cx
        .read(move |tx| {
            let view = view(tx, &marks, &may, first, second, today)?;
            let reason = view.plans.iter().find_map(|plan| plan.as_ref().err().cloned());
            Ok((view, reason))
        })
        .await?;
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let [a, b] = &view.cards;
    let refused = refused.map(|refused| refused.sentence(tr)).or_else(|| {
        reason.map(|refusal| {
            let name = view
                .cards
                .iter()
                .find(|card| refusal.person() == Some(card.id))
                .map(|card| card.name.clone());
            Refused::about(refusal, name).sentence(tr)
        })
    });
    let moves = |moves: &Moves| {
        let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        [
            (moves.accounts, tr.moves_accounts(number(moves.accounts))),
            (moves.relations, tr.moves_relations(number(moves.relations))),
            (moves.stays, tr.moves_stays(number(moves.stays))),
            (moves.roles, tr.moves_roles(number(moves.roles))),
            (moves.teaching, tr.moves_teaching(number(moves.teaching))),
        ]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(_, line)| line)
        .collect::<Vec<_>>()
    };
    let main = PairPage {
        tr,
        csrf: cx.csrf(),
        crumbs: vec![Link::new(tr.people_doubles(), "/school/people/doubles/")],
        action: format!("/school/people/doubles/{first}/{second}/"),
        first: (a.name.full(), card_href(a.id)),
        second: (b.name.full(), card_href(b.id)),
        facts: facts(tr, &view),
        ways: [(a, &view.plans[0]), (b, &view.plans[1])]
            .into_iter()
            .filter_map(|(keep, plan)| {
                let plan = plan.as_ref().ok()?;
                let birth = keep.birth_day.map(text::day_full).unwrap_or_default();
                let named = format!("{} {birth} (№ {})", keep.name.full(), keep.id);
                Some(Way { keep: keep.id, label: tr.double_keep(&named), moves: moves(plan) })
            })
            .collect(),
        refused,
    };
    cx.page("school.double", tr.double_title()).place("school").status(status).render(&main)
}

fn facts(tr: Tr, view: &View) -> Vec<Fact> {
    let [a, b] = &view.cards;
    let sex = |card: &PersonCard| match card.sex {
        Some(Sex::Female) => tr.sex_female().to_owned(),
        Some(Sex::Male) => tr.sex_male().to_owned(),
        None => String::new(),
    };
    let snils = |card: &PersonCard| {
        let digits = card.snils.clone().unwrap_or_default();
        digits.parse::<Snils>().map_or(digits, |snils| snils.to_string())
    };
    let birth = |card: &PersonCard| card.birth_day.map(text::day_full).unwrap_or_default();
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let [place_a, place_b] = view.places.clone();
    let [family_a, family_b] = view.families.clone();
    let [login_a, login_b] = view.logins.clone();
    [
        (tr.people_name(), a.name.full(), b.name.full()),
        (tr.people_birth(), birth(a), birth(b)),
        (tr.people_sex(), sex(a), sex(b)),
        (tr.people_snils(), snils(a), snils(b)),
        (tr.people_phone(), text(&a.phone), text(&b.phone)),
        (tr.people_email(), text(&a.email), text(&b.email)),
        (tr.double_place(), place_a, place_b),
        (tr.double_family(), family_a, family_b),
        (tr.people_logins(), login_a, login_b),
    ]
    .into_iter()
    .map(|(label, first, second)| Fact { differs: first != second, label, first, second })
    .collect()
}

/// Makes one of the two: `keep` names the row that stays.
async fn merge(
    Path((first, second)): Path<(PersonId, PersonId)>,
    Extension(marks): Extension<Marks>,
    posted: Posted,
) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let may = access::manage_school(&*cx.actor()?)?;
    let keep = posted.get("keep").parse::<PersonId>().ok();
    let Some(kept) = keep.filter(|id| *id == first || *id == second) else {
        return pair(&cx, first, second, marks, None).await;
    };
    let gone = if kept == first { second } else { first };
    let (by, journal) = (by(&cx)?, marks.clone());
    let done =
        refusal::run(&cx, move |tx| Ok(people::merge::merge(tx, &may, &journal, kept, gone, by)?)).await?;
    match done {
        Ok(_) => {
            // Accounts changed their person.
            cx.app().forget_sessions();
            Ok(cx.done(&card_href(kept), "people-merged"))
        }
        Err(refused) => pair(&cx, first, second, marks, Some(refused)).await,
    }
}

/// «Это разные люди»: the pair is no longer offered.
async fn apart(
    Path((first, second)): Path<(PersonId, PersonId)>,
    posted: Posted,
) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let may = access::manage_school(&*cx.actor()?)?;
    let by = by(&cx)?;
    let done = refusal::run(&cx, move |tx| {
        Ok(registry::write::keep_apart(tx, may.institution(), first, second, by)?)
    })
    .await?;
    match done {
        Ok(()) => Ok(cx.done(HERE, "people-apart")),
        Err(refused) => list(&cx, Some(refused.sentence(cx.tr))).await,
    }
}

/// And takes that back.
async fn together(
    Path((first, second)): Path<(PersonId, PersonId)>,
    posted: Posted,
) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let may = access::manage_school(&*cx.actor()?)?;
    let gone =
        cx.write(move |tx| Ok(registry::write::let_together(tx, may.institution(), first, second)?)).await?;
    if gone { Ok(cx.done(HERE, "people-together")) } else { Err(PageError::NotFound) }
}

/// Two rows again, while nothing newer stands in the way.
async fn undo(
    Path(id): Path<i64>,
    Extension(marks): Extension<Marks>,
    posted: Posted,
) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let may = access::manage_school(&*cx.actor()?)?;
    let by = by(&cx)?;
    let done = refusal::run(&cx, move |tx| Ok(people::merge::undo(tx, &may, &marks, id, by)?)).await?;
    match done {
        Ok(_) => {
            cx.app().forget_sessions();
            Ok(cx.done("/school/people/doubles/", "people-parted"))
        }
        Err(refused) => list(&cx, Some(refused.sentence(cx.tr))).await,
    }
}
