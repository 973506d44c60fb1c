//! `/journal/{id}/history/` – every change of a journal's marks, the last first, with filters;
//! `/journal/{id}/history/{pupil}/{work}/` – of one cell.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use kernel::{Cell, Day, JournalId, Millis, PersonId, Weight, WorkId};
use kit::form::{Choice, Field, FieldKind};
use kit::{Cx, Link, PageError, Tr};
use registry::Journal;
use serde::Deserialize;

use super::period_marks::slot_title;
use crate::model::grading::{PeriodValue, Slot};
use crate::read::{self, FinalChange, HistoryFilter, MarkChange, PAGE, SheetSlot};

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    pupil: String,
    #[serde(default)]
    by: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    page: String,
}

struct Line {
    when: String,
    pupil: String,
    /// The column: «ср 18 ноября, 2-й урок», «I четверть».
    place: String,
    href: String,
    before: String,
    after: String,
    note: String,
    origin: &'static str,
    who: String,
}

#[derive(Template)]
#[template(path = "history.html")]
struct Page {
    tr: Tr,
    title: String,
    note: String,
    crumbs: Vec<Link>,
    /// Kinds: label, address, current; none on a cell's page.
    tabs: Vec<(String, String, bool)>,
    kind: String,
    fields: Vec<Field>,
    lines: Vec<Line>,
    position: String,
    previous: String,
    next: String,
    of_cell: bool,
}

pub(super) fn origin(tr: Tr, code: &str) -> &'static str {
    match code {
        "grid" => tr.history_from_grid(),
        "form" => tr.history_from_form(),
        "column" => tr.history_from_column(),
        "late" => tr.history_from_late(),
        _ => tr.history_from_import(),
    }
}

fn shown(tr: Tr, cell: Cell) -> String {
    if cell.is_empty() { tr.journal_nothing().to_owned() } else { cell.to_string() }
}

fn moment(cx: &Cx, at: Millis) -> String {
    let (day, time) = cx.app().settings().zone.local(at);
    format!("{}, {time}", kit::text::date(cx.tr, day, cx.today))
}

fn mark_line(cx: &Cx, journal: JournalId, names: &HashMap<PersonId, String>, change: &MarkChange) -> Line {
    let tr = cx.tr;
    let mut notes = Vec::new();
    if let Some(comment) = &change.comment {
        notes.push(format!("«{comment}»"));
    }
    if change.origin == "column" {
        notes.push(tr.journal_weight(&Weight::from_stored(change.weight).to_string()));
    }
    Line {
        when: moment(cx, change.at),
        pupil: names.get(&change.pupil).cloned().unwrap_or_default(),
        place: tr.history_lesson(
            &kit::text::weekday_and_date(tr, change.day, cx.today),
            &change.number.to_string(),
        ),
        href: format!("/journal/{journal}/history/{}/{}/", change.pupil, change.work),
        before: shown(tr, change.before),
        after: shown(tr, change.after),
        note: notes.join(", "),
        origin: origin(tr, &change.origin),
        who: change.by.initials(),
    }
}

fn final_line(
    cx: &Cx,
    names: &HashMap<PersonId, String>,
    titles: &HashMap<Slot, String>,
    change: &FinalChange,
) -> Line {
    let tr = cx.tr;
    let sign = |value: Option<PeriodValue>| {
        value.map_or_else(|| tr.journal_nothing().to_owned(), |value| value.sign().to_owned())
    };
    let mut notes = Vec::new();
    if change.proposal.is_some() && change.proposal != change.after {
        notes.push(tr.history_proposed(&sign(change.proposal)));
    }
    if !change.reason.is_empty() {
        notes.push(change.reason.clone());
    }
    Line {
        when: moment(cx, change.at),
        pupil: names.get(&change.pupil).cloned().unwrap_or_default(),
        place: titles.get(&change.slot).cloned().unwrap_or_default(),
        href: String::new(),
        before: sign(change.before),
        after: sign(change.after),
        note: notes.join(", "),
        origin: tr.history_from_finals(),
        who: change.by.initials(),
    }
}

fn crumbs(journal: &Journal, tr: Tr) -> Vec<Link> {
    let title = format!("{}, {}", journal.subject_name, journal.groups_name);
    vec![Link::new(tr.journal_title(), "/journal/"), Link::new(title, format!("/journal/{}/", journal.id))]
}

/// The instants of whole local days: the zone has no summer time, so days add up.
fn span(cx: &Cx, from: Option<Day>, to: Option<Day>) -> Option<(Millis, Millis)> {
    if from.is_none() && to.is_none() {
        return None;
    }
    let midnight = cx.now.0 - cx.now.0 % 60_000 - i64::from(cx.time.get()) * 60_000;
    let at = |day: Day| midnight + cx.today.days_until(day) * 86_400_000;
    let first = from.map_or(i64::MIN, at);
    Some((Millis(first), Millis(to.map_or(i64::MAX, |day| at(day.plus(1)) - 1))))
}

/// `GET /journal/{id}/history/`: whoever sees the whole journal.
pub async fn list(
    cx: Cx,
    Path(id): Path<JournalId>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let finals = asked.kind == "finals";
    let page: i64 = asked.page.parse().unwrap_or(1).clamp(1, 10_000);
    let filter = HistoryFilter {
        pupil: asked.pupil.parse().ok().map(PersonId),
        work: None,
        by: asked.by.parse().ok().map(PersonId),
        made: span(&cx, asked.from.parse().ok(), asked.to.parse().ok()),
    };
    let (today, now) = (cx.today, cx.now);
    let (may, members, authors, marks, of_finals, slots) = cx
        .read(move |tx| {
            let may = access::see_journal(tx, &actor, id)?;
            let journal = may.journal();
            let members = registry::read::journal_members(tx, journal.institution, journal.id)?;
            let authors = read::history_authors(tx, &may)?;
            let offset = (page - 1) * PAGE;
            let (mut marks, mut of_finals, mut slots) = (Vec::new(), Vec::new(), Vec::new());
            if finals {
                of_finals = read::final_changes(tx, &may, &filter, offset)?;
                slots = read::sheet(tx, &may, today, now)?.slots;
            } else {
                marks = read::mark_changes(tx, &may, &filter, offset)?;
            }
            Ok((may, members, authors, marks, of_finals, slots))
        })
        .await?;
    let tr = cx.tr;
    let names: HashMap<PersonId, String> =
        members.iter().map(|member| (member.pupil, member.name.listed())).collect();
    let most = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = marks.len().max(of_finals.len()) > most;
    let titles: HashMap<Slot, String> =
        slots.iter().map(|slot: &SheetSlot| (slot.slot, slot_title(tr, slot))).collect();
    let lines: Vec<Line> = if finals {
        of_finals.iter().take(most).map(|change| final_line(&cx, &names, &titles, change)).collect()
    } else {
        marks.iter().take(most).map(|change| mark_line(&cx, id, &names, change)).collect()
    };
    let address = |kind: &str, page: i64| {
        // Every value is a number or a day: nothing to be escaped.
        let number =
            |text: &str| text.chars().filter(|c| c.is_ascii_digit() || *c == '-').collect::<String>();
        format!(
            "/journal/{id}/history/?kind={kind}&pupil={}&by={}&from={}&to={}&page={page}",
            number(&asked.pupil),
            number(&asked.by),
            number(&asked.from),
            number(&asked.to)
        )
    };
    let kind = if finals { "finals" } else { "marks" };
    let first = (page - 1) * PAGE;
    let count = i64::try_from(lines.len()).unwrap_or(0);
    let mut pupils: Vec<(PersonId, String)> = names.into_iter().collect();
    pupils.sort_by(|a, b| a.1.cmp(&b.1));
    let main = Page {
        tr,
        title: tr.history_title().to_owned(),
        note: String::new(),
        crumbs: crumbs(may.journal(), tr),
        tabs: vec![
            (tr.history_marks().to_owned(), address("marks", 1), !finals),
            (tr.history_finals().to_owned(), address("finals", 1), finals),
        ],
        kind: kind.to_owned(),
        fields: vec![
            select("pupil", tr.journal_pupil(), tr.history_all_pupils(), pupils, &asked.pupil),
            select(
                "by",
                tr.history_who(),
                tr.history_everybody(),
                authors.into_iter().map(|(id, name)| (id, name.listed())).collect(),
                &asked.by,
            ),
            Field {
                required: true,
                ..Field::new("from", tr.history_from(), FieldKind::Date).value(asked.from.clone())
            },
            Field {
                required: true,
                ..Field::new("to", tr.history_to(), FieldKind::Date).value(asked.to.clone())
            },
        ],
        position: if lines.is_empty() { String::new() } else { format!("{}–{}", first + 1, first + count) },
        previous: if page > 1 { address(kind, page - 1) } else { String::new() },
        next: if more { address(kind, page + 1) } else { String::new() },
        lines,
        of_cell: false,
    };
    cx.page("journal.history", tr.history_title()).place("journal").render(&main)
}

fn select(name: &'static str, label: &str, all: &str, people: Vec<(PersonId, String)>, value: &str) -> Field {
    let mut choices = vec![Choice { value: "all".to_owned(), label: all.to_owned() }];
    choices.extend(people.into_iter().map(|(id, label)| Choice { value: id.to_string(), label }));
    let value = if value.is_empty() { "all" } else { value };
    Field { required: true, ..Field::new(name, label, FieldKind::Select(choices)).value(value) }
}

/// `GET /journal/{id}/history/{pupil}/{work}/`: whoever sees the whole journal.
pub async fn cell(
    cx: Cx,
    Path((id, pupil, work)): Path<(JournalId, PersonId, WorkId)>,
) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let filter = HistoryFilter { pupil: Some(pupil), work: Some(work), ..HistoryFilter::default() };
    let (may, members, changes) = cx
        .read(move |tx| {
            let may = access::see_journal(tx, &actor, id)?;
            let journal = may.journal();
            let members = registry::read::journal_members(tx, journal.institution, journal.id)?;
            let changes = read::mark_changes(tx, &may, &filter, 0)?;
            Ok((may, members, changes))
        })
        .await?;
    let tr = cx.tr;
    let names: HashMap<PersonId, String> =
        members.iter().map(|member| (member.pupil, member.name.listed())).collect();
    let name = names.get(&pupil).cloned().ok_or(PageError::NotFound)?;
    let lines: Vec<Line> = changes.iter().map(|change| mark_line(&cx, id, &names, change)).collect();
    let mut links = crumbs(may.journal(), tr);
    links.push(Link::new(tr.history_title(), format!("/journal/{id}/history/")));
    let main = Page {
        tr,
        title: name.clone(),
        note: lines.first().map(|line| line.place.clone()).unwrap_or_default(),
        crumbs: links,
        tabs: Vec::new(),
        kind: String::new(),
        fields: Vec::new(),
        lines,
        position: String::new(),
        previous: String::new(),
        next: String::new(),
        of_cell: true,
    };
    cx.page("journal.cell", &name).place("journal").render(&main)
}
