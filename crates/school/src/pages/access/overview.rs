//! `GET /school/access/` and `POST /school/access/issue/` – every class and the staff in figures; codes for all of them.

use std::collections::HashMap;

use access::GiveAccessPlaces;
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{ClassId, Day, Millis};
use kit::form::Form;
use kit::{Cx, PageError, Posted, Routes, Tr, text};
use registry::Class;
use registry::read::PersonWay;
use store::ReadTx;

use super::told;
use super::wish::{Offer, Typed};
use crate::access_sheets::{KIND, Tally, tallies};
use crate::pages::nav;
use crate::tasks::{self, NewTask};

pub fn routes() -> Routes {
    Routes::new().get("/school/access/", show).post("/school/access/issue/", issue)
}

#[derive(Template)]
#[template(path = "access/overview.html")]
struct Overview {
    tr: Tr,
    nav: Vec<nav::Tab>,
    csrf: String,
    note: String,
    lines: Vec<ClassLine>,
    staff: Option<String>,
    form: Option<Form>,
}

struct ClassLine {
    id: ClassId,
    name: String,
    /// Pupils, parents.
    cells: [Cells; 2],
    chosen: bool,
}

struct Cells {
    people: String,
    without: String,
    never: String,
    waiting: String,
}

fn cells(tr: Tr, tally: Tally) -> Cells {
    let count = |number: i64| text::count(tr, number);
    Cells {
        people: count(tally.people),
        without: count(tally.without()),
        never: count(tally.never),
        waiting: count(tally.waiting),
    }
}

struct View {
    classes: Vec<Class>,
    pupils: Vec<PersonWay>,
    parents: Vec<PersonWay>,
    staff: Option<Vec<PersonWay>>,
}

fn view(tx: &mut ReadTx<'_>, places: &GiveAccessPlaces, today: Day, now: Millis) -> Result<View, PageError> {
    let school = places.institution;
    let year = registry::read::year_at(tx, school, today)?;
    let classes = match (&places.classes, &year) {
        (Some(classes), _) => classes.clone(),
        (None, Some(year)) => registry::read::classes(tx, school, year.id)?,
        (None, None) => Vec::new(),
    };
    let ids: Vec<ClassId> = classes.iter().map(|class| class.id).collect();
    // Before the first day of school its lists are what counts.
    let day = year.map_or(today, |year| today.max(year.first_day));
    Ok(View {
        pupils: registry::read::pupil_ways(tx, school, &ids, day, now)?,
        parents: registry::read::guardian_ways(tx, school, &ids, day, now)?,
        staff: match places.classes {
            None => Some(registry::read::staff_ways(tx, school, now)?),
            Some(_) => None,
        },
        classes,
    })
}

/// The administrators of a school; class teachers see their own classes.
async fn show(cx: Cx) -> Result<Response, PageError> {
    draw(&cx, &Typed::default(), None, None).await
}

async fn draw(
    cx: &Cx,
    typed: &Typed,
    chosen: Option<&[ClassId]>,
    error: Option<String>,
) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let (today, now) = (cx.today, cx.now);
    let (whole, view) = cx
        .read(move |tx| {
            let places = access::give_access_places(tx, &actor, today)?;
            Ok((places.classes.is_none(), view(tx, &places, today, now)?))
        })
        .await?;
    let tr = cx.tr;
    let (pupils, parents) = (tallies(&view.pupils), tallies(&view.parents));
    let of = |all: &HashMap<ClassId, Tally>, class: ClassId| all.get(&class).copied().unwrap_or_default();
    let all = pupils.values().chain(parents.values()).fold(Tally::default(), |sum, one| sum.plus(*one));
    let lines = view
        .classes
        .iter()
        .map(|class| ClassLine {
            id: class.id,
            name: class.name.clone(),
            cells: [cells(tr, of(&pupils, class.id)), cells(tr, of(&parents, class.id))],
            chosen: chosen.is_none_or(|chosen| chosen.contains(&class.id)),
        })
        .collect();
    let staff = view.staff.map(|staff| {
        let mut tally = Tally::default();
        for one in &staff {
            tally.add(one.way.as_ref());
        }
        told(tr, tally)
    });
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let main = Overview {
        tr,
        nav: if whole { nav::tabs(tr, "access", true) } else { Vec::new() },
        csrf: cx.csrf(),
        note: told(tr, all),
        lines,
        staff,
        form: whole.then(|| typed.form(tr, Offer::School, error)),
    };
    cx.page("school.access", tr.access_title())
        .place(if whole { "school" } else { "" })
        .status(status)
        .render(&main)
}

/// The administrators of a school.
async fn issue(posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let actor = cx.actor()?;
    let may = access::give_access_to_school(&actor)?;
    let tr = cx.tr;
    let typed = Typed::of(&posted);
    let classes: Vec<ClassId> = posted
        .all()
        .filter(|(name, _)| *name == "class")
        .filter_map(|(_, value)| value.parse().ok())
        .take(500)
        .collect();
    let asked = typed.read(tr, Offer::School).and_then(|asked| {
        let for_classes = asked.pupils || asked.parents;
        if for_classes && classes.is_empty() && !asked.staff {
            return Err(tr.access_no_class().to_owned());
        }
        Ok(crate::access_sheets::Asked {
            classes: if for_classes { classes.clone() } else { Vec::new() },
            ..asked
        })
    });
    let asked = match asked {
        Ok(asked) => asked,
        Err(error) => return draw(cx, &typed, Some(&classes), Some(error)).await,
    };
    let new = NewTask {
        kind: KIND,
        title: tr.access_task_school().to_owned(),
        payload: serde_json::to_string(&asked).map_err(|error| PageError::Internal(Box::new(error)))?,
    };
    let (account, now) = (actor.account, cx.now);
    let id = cx.write(move |tx| Ok(tasks::start(tx, &may, account, &new, now)?)).await?;
    Ok(Redirect::to(&format!("/school/tasks/{id}/")).into_response())
}
