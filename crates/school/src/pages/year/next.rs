//! `/school/year/next/` – the school goes into its next year: drawn first, carried out when somebody says so, taken back
//! while nobody has written into the new year.

mod draft;

use std::collections::BTreeMap;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::ClassId;
use kit::form::Choice;
use kit::{Cx, Link, NoticeKind, PageError, Posted, Tr, text};
use registry::InstitutionKind;
use registry::read::Rollover;

use super::{Input, Pick, choice, crumbs, faults, input, pick, tabs};
use crate::pages::nav;
use crate::year::carry::{self, Before, Kept, Refused, Wishes};
use crate::year::draft::Typed;
use crate::year::outline::{self, Choice as ClassChoice, Fate, Outline, outline};
use draft::Draft;

#[derive(Template)]
#[template(path = "year_next.html")]
struct Next {
    tr: Tr,
    nav: Vec<nav::Tab>,
    crumbs: Vec<Link>,
    csrf: String,
    note: String,
    faults: Vec<(String, String)>,
    /// The last roll-over that stands.
    last: Option<Last>,
    /// What will become of the school, when the form is in order.
    drawn: Option<Drawn>,
    year: Vec<(&'static str, Input)>,
    order: Vec<(&'static str, Input)>,
    classes: Vec<Line>,
    empty: bool,
}

struct Last {
    title: String,
    text: String,
}

struct Drawn {
    /// What tells this drawing from any other.
    print: String,
    counts: String,
    lines: Vec<(String, String, String)>,
}

struct Line {
    name: String,
    size: usize,
    fate: Pick,
    next: Input,
    teacher: Tick,
    load: Tick,
    repeat_title: String,
    pupils: Vec<(i64, String, bool)>,
    open: bool,
}

struct Tick {
    name: String,
    label: String,
    on: bool,
}

/// What a page needs besides the form.
struct View {
    before: Option<Before>,
    last: Option<(Rollover, usize, usize, String)>,
}

async fn load(cx: &Cx) -> Result<(access::ManageSchool, View), PageError> {
    let may = access::manage_school(&*cx.actor()?)?;
    let today = cx.today;
    let view = cx
        .read(move |tx| {
            let at = may.institution();
            let before = carry::before(tx, &may, today)?;
            let last = match registry::read::last_rollover(tx, at)? {
                None => None,
                Some(last) => {
                    let steps = registry::read::rollover_pupils(tx, at, last.id)?;
                    let left = steps.iter().filter(|step| step.2.is_none()).count();
                    let years = registry::read::years(tx, at)?;
                    let name = years
                        .into_iter()
                        .find(|year| year.id == last.to)
                        .map(|year| year.name)
                        .unwrap_or_default();
                    Some((last, steps.len() - left, left, name))
                }
            };
            Ok(View { before, last })
        })
        .await?;
    Ok((may, view))
}

fn fate_title(tr: Tr, fate: Fate) -> &'static str {
    match fate {
        Fate::Up => tr.roll_up(),
        Fate::Graduate => tr.roll_graduate(),
        Fate::Stay => tr.roll_stay(),
        Fate::Dissolve => tr.roll_dissolve(),
    }
}

fn counted(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn line(
    tr: Tr,
    source: &outline::Source,
    chosen: &ClassChoice,
    fates: &[Choice],
    error: Option<&'static str>,
) -> Line {
    let class = &source.class;
    let label = |what: &str| format!("{}: {what}", class.name);
    let field = |what: &str| format!("k-{}-{what}", class.id);
    let tick = |what, label: String, on| Tick { name: field(what), label, on };
    let mut next = Typed::new(&chosen.name);
    next.error = error;
    let pupils: Vec<(i64, String, bool)> =
        source.pupils.iter().map(|(id, name)| (id.0, name.listed(), chosen.repeat.contains(id))).collect();
    let repeats = pupils.iter().filter(|pupil| pupil.2).count();
    Line {
        name: class.name.clone(),
        size: source.pupils.len(),
        fate: pick(tr, field("fate"), label(tr.roll_fate()), &Typed::new(chosen.fate.code()), fates.to_vec()),
        next: input(tr, field("name"), label(tr.roll_name()), &next),
        teacher: tick("teacher", label(tr.roll_teacher()), chosen.teacher),
        load: tick("load", label(tr.roll_load()), chosen.load),
        repeat_title: tr.roll_repeat(counted(repeats)),
        open: repeats > 0,
        pupils,
    }
}

/// What will become of whom, line by line.
fn drawn(tr: Tr, before: &Before, outline: &Outline, print: String) -> Drawn {
    let name = |id: &ClassId| {
        before.sources.iter().find(|s| s.class.id == *id).map(|s| s.class.name.clone()).unwrap_or_default()
    };
    let mut lines: Vec<(String, String, String)> = Vec::new();
    for (at, target) in outline.targets.iter().enumerate() {
        let size = outline.moves.iter().filter(|one| one.to == Some(at)).count();
        let from = if target.sources.is_empty() {
            tr.roll_fresh_class().to_owned()
        } else {
            target.sources.iter().map(name).collect::<Vec<_>>().join(" + ")
        };
        lines.push((from, target.name.clone(), size.to_string()));
    }
    let leaving = |one: &&outline::Move| one.to.is_none();
    let mut left: BTreeMap<ClassId, usize> = BTreeMap::new();
    for one in outline.moves.iter().filter(leaving) {
        *left.entry(one.from).or_default() += 1;
    }
    for source in &before.sources {
        if let Some(count) = left.get(&source.class.id) {
            lines.push((source.class.name.clone(), tr.roll_graduate().to_owned(), count.to_string()));
        }
    }
    let graduates: usize = left.values().sum();
    let repeat = outline.moves.iter().filter(|one| one.outcome == registry::write::Outcome::Repeats).count();
    Drawn {
        print,
        counts: tr.roll_counts(
            &outline.targets.len().to_string(),
            &(outline.moves.len() - graduates).to_string(),
            &graduates.to_string(),
            &repeat.to_string(),
        ),
        lines,
    }
}

/// Tells what was drawn from what would be drawn of other choices, or of a school that has changed since.
fn fingerprint(wishes: &Wishes, outline: &Outline) -> String {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    format!("{wishes:?}{outline:?}").hash(&mut hasher);
    format!("{:x}", hasher.finish())
}

/// How the form is shown again.
#[derive(Default)]
struct Shown {
    status: StatusCode,
    notice: Option<(NoticeKind, String)>,
    drawn: Option<(Outline, String)>,
    faults: BTreeMap<ClassId, &'static str>,
}

fn draw(cx: &Cx, view: &View, draft: Option<&Draft>, shown: Shown) -> Result<Response, PageError> {
    let tr = cx.tr;
    let fates: Vec<Choice> = Fate::ALL.into_iter().map(|f| choice(f.code(), fate_title(tr, f))).collect();
    let mut main = Next {
        tr,
        nav: tabs(cx, true),
        crumbs: crumbs(tr, None),
        csrf: cx.csrf(),
        note: tr.roll_nobody().to_owned(),
        faults: Vec::new(),
        last: view.last.as_ref().map(|(last, pupils, left, year)| Last {
            title: tr.roll_done_title(year),
            text: tr.roll_done_text(
                &text::day_full(last.order_day),
                &last.order_number,
                &pupils.to_string(),
                &left.to_string(),
            ),
        }),
        drawn: None,
        year: Vec::new(),
        order: Vec::new(),
        classes: Vec::new(),
        empty: true,
    };
    if let (Some(before), Some(draft)) = (&view.before, draft) {
        main.empty = false;
        let from = &before.rules.plan.year.name;
        main.note = match &before.next {
            Some(next) => tr.roll_note_there(from, &next.name),
            None => tr.roll_note(from),
        };
        if before.next.is_none() {
            main.year = vec![
                ("text", input(tr, "name", tr.year_name(), &draft.name)),
                ("date", input(tr, "first", tr.year_first_day(), &draft.first)),
                ("date", input(tr, "last", tr.year_last_day(), &draft.last)),
            ];
        }
        main.order = vec![
            ("text", input(tr, "order", tr.roll_order_number(), &draft.order_number)),
            ("date", input(tr, "order_day", tr.roll_order_day(), &draft.order_day)),
            ("date", input(tr, "graduation", tr.roll_graduation_day(), &draft.graduation_day)),
        ];
        if before.kind == InstitutionKind::School {
            main.order.push(("number", input(tr, "fresh", tr.roll_fresh(), &draft.fresh)));
        }
        main.classes = before
            .sources
            .iter()
            .filter_map(|source| {
                let chosen = draft.classes.get(&source.class.id)?;
                Some(line(tr, source, chosen, &fates, shown.faults.get(&source.class.id).copied()))
            })
            .collect();
        let inputs = main.year.iter().chain(&main.order).map(|(_, field)| field);
        main.faults = faults(inputs.chain(main.classes.iter().map(|line| &line.next)), []);
        main.drawn = shown.drawn.map(|(outline, print)| drawn(tr, before, &outline, print));
    }
    let mut page = cx.page("school.year_next", tr.roll_title()).place("school").status(shown.status);
    if let Some((kind, text)) = shown.notice {
        page = page.notice(kind, text);
    }
    page.render(&main)
}

/// `GET /school/year/next/`.
pub async fn show(cx: Cx) -> Result<Response, PageError> {
    let (_, view) = load(&cx).await?;
    let draft = view.before.as_ref().map(|before| Draft::usual(before, cx.today));
    draw(&cx, &view, draft.as_ref(), Shown::default())
}

/// `POST /school/year/next/`: draws the next year, or with `act=carry` carries it out.
pub async fn post(posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let (may, view) = load(cx).await?;
    let Some(before) = &view.before else { return draw(cx, &view, None, Shown::default()) };
    let mut draft = Draft::posted(&posted, before);
    let mut shown = Shown { status: StatusCode::UNPROCESSABLE_ENTITY, ..Shown::default() };
    let wishes = draft.check(before);
    match outline(&before.sources, &draft.classes, (1, wishes.as_ref().map_or(0, |w| w.fresh.1))) {
        Err(faults) => shown.faults = faults,
        Ok(outline) => {
            if let Some(wishes) = &wishes {
                let print = fingerprint(wishes, &outline);
                shown = Shown { drawn: Some((outline, print)), ..Shown::default() };
            }
        }
    }
    let carries = posted.get("act") == "carry";
    // Only what was seen is carried out.
    let seen = shown.drawn.as_ref().is_some_and(|(_, print)| print == posted.get("drawn"));
    if carries && !seen && shown.drawn.is_some() {
        shown.notice = Some((NoticeKind::Info, cx.tr.roll_changed().to_owned()));
    }
    if let (true, true, Some(wishes)) = (carries, seen, wishes) {
        let (by, today, now) = (cx.actor()?.person, cx.today, cx.now);
        let done = cx.write(move |tx| Ok(carry::carry_out(tx, &may, &wishes, by, today, now)?)).await?;
        match done {
            Ok(done) if done.classes == 0 && done.pupils == 0 && done.graduates == 0 => {
                let text = cx.tr.roll_nothing(&done.there.to_string());
                shown.notice = Some((NoticeKind::Info, text));
            }
            Ok(_) => return Ok(cx.done("/school/year/next/", "rolled-over")),
            Err(refused) => {
                shown = Shown { status: StatusCode::UNPROCESSABLE_ENTITY, ..Shown::default() };
                match refused {
                    Refused::Classes(faults) => shown.faults = faults,
                    Refused::Year("roll-fault-year-early") => draft.first.fault("roll-fault-year-early"),
                    Refused::Year(key) => draft.name.fault(key),
                }
            }
        }
    }
    draw(cx, &view, Some(&draft), shown)
}

/// `POST /school/year/next/undo/`.
pub async fn undo(posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let may = access::manage_school(&*cx.actor()?)?;
    let (by, now) = (cx.actor()?.person, cx.now);
    let done = cx.app().db().write(move |tx| carry::undo(tx, &may, by, now)).await;
    let sentence = match done {
        Ok(Ok(())) => return Ok(cx.done("/school/year/next/", "rolled-back")),
        Ok(Err(Kept::None)) => cx.tr.roll_kept_none(),
        Ok(Err(Kept::Enrolled)) => cx.tr.roll_kept_enrolled(),
        Ok(Err(Kept::Left)) => cx.tr.roll_kept_left(),
        Ok(Err(Kept::Timetable)) | Err(crate::Error::YearWritten) => cx.tr.roll_kept_written(),
        Err(error) => return Err(error.into()),
    };
    let (_, view) = load(cx).await?;
    let draft = view.before.as_ref().map(|before| Draft::usual(before, cx.today));
    let shown = Shown {
        status: StatusCode::CONFLICT,
        notice: Some((NoticeKind::Error, sentence.to_owned())),
        ..Shown::default()
    };
    draw(cx, &view, draft.as_ref(), shown)
}
