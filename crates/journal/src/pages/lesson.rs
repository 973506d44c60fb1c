//! `/journal/{id}/lessons/{day}/{number}/`: one lesson as a form — topic, homework, kinds of work, a cell a pupil.
//! It works without JavaScript and is what a phone opens.

use std::collections::HashMap;

use access::SeeJournal;
use askama::Template;
use axum::Extension;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use kernel::{Day, JournalId, Millis, PersonId, WorkId, WorkKindId};
use kit::{Cx, NoticeKind, PageError, Posted, Tr};
use registry::GradingPeriod;
use store::ReadTx;

use super::cells::{message, tell};
use super::plans::offer::{self, Offer};
use crate::live::Live;
use crate::model::{Change, Grid, Lesson, LessonStatus, Origin, Outcome, WorkKind};
use crate::write::{self, LessonText, Removal, TextSaved};
use crate::{Error, read};

/// A work's choice of kind.
struct WorkChoice {
    id: WorkId,
    label: String,
    kind: WorkKindId,
    /// Was it added to the lesson, and is nothing written in it?
    removable: bool,
    /// Its own page; empty for who sees only this lesson.
    href: String,
}

/// One input of the form.
struct Input {
    name: String,
    base_name: String,
    /// «version:what stands there».
    shown: String,
    value: String,
    label: String,
    error: Option<String>,
}

struct Line {
    name: String,
    gone: bool,
    average: String,
    inputs: Vec<Input>,
}

#[derive(Template)]
#[template(path = "lesson.html")]
struct LessonPage {
    tr: Tr,
    csrf: String,
    title: String,
    note: String,
    back: String,
    /// Who changed what in the journal, for who sees all of it.
    history: String,
    action: String,
    may_edit: bool,
    /// May the browser send single cells in the background? Not for a substitute, who has this lesson alone.
    queue: bool,
    journal: JournalId,
    account: i64,
    future: bool,
    topic: String,
    homework: String,
    version: i32,
    text_error: Option<String>,
    topic_error: Option<String>,
    homework_error: Option<String>,
    form: String,
    topic_was: String,
    homework_was: String,
    works: Vec<WorkChoice>,
    kinds: Vec<WorkKind>,
    heads: Vec<String>,
    lines: Vec<Line>,
    tasks: super::homework::OfLesson,
    offer: Option<Offer>,
    plan_href: String,
}

struct View {
    may: SeeJournal,
    lesson: Lesson,
    kinds: Vec<WorkKind>,
    grid: Grid,
    period: GradingPeriod,
    asked: (Vec<crate::model::Homework>, Vec<crate::model::Homework>),
    /// What took a cancelled lesson's day: «Карантин».
    holiday: Option<String>,
    /// What the lesson plan has for it.
    offer: Option<Offer>,
    /// Is the period closed to changes?
    closed: bool,
}

fn view(
    tx: &mut ReadTx<'_>,
    may: SeeJournal,
    on: Day,
    number: i32,
    (today, now): (Day, Millis),
) -> Result<View, PageError> {
    let lesson = read::lesson(tx, &may, on, number)?;
    let journal = may.journal();
    let periods = registry::read::periods(tx, journal.institution, journal.year)?;
    let period = periods
        .iter()
        .find(|p| p.kind == journal.period_kind && p.holds(on))
        .copied()
        .ok_or(PageError::from(Error::NotFound("period")))?;
    let kinds = read::work_kinds(tx, journal.institution)?;
    let grid = read::grid(tx, &may, &period, Some((on, number)), today)?;
    let asked = super::homework::asked(tx, &may, &lesson)?;
    let mut holiday = None;
    if lesson.status == LessonStatus::Cancelled {
        let (at, year) = (journal.institution, journal.year);
        let classes: Vec<_> = registry::read::learners_of_journals(tx, at, year)?
            .into_iter()
            .filter(|(id, _)| *id == journal.id)
            .map(|(_, class)| class)
            .collect();
        let rules = registry::read::year_rules(tx, at, year)?;
        holiday = rules.holiday_of(&classes, on).map(str::to_owned);
    }
    let offer = if may.may_edit() { offer::for_lesson(tx, &may, &lesson)? } else { None };
    let closed = read::is_closed(tx, may.journal(), &period, now)?;
    Ok(View { may, lesson, kinds, grid, period, holiday, offer, closed, asked })
}

/// What a refused form shows again: texts as typed, remarks, versions to save again from.
struct Kept {
    /// The drawn form's random name.
    form: String,
    cells: HashMap<(PersonId, WorkId), (String, String)>,
    topic: Option<String>,
    homework: Option<String>,
    text_error: Option<String>,
    topic_error: Option<String>,
    homework_error: Option<String>,
    text_version: Option<i32>,
}

impl Default for Kept {
    fn default() -> Self {
        Self {
            form: registry::token::fresh().unwrap_or_default().chars().take(16).collect(),
            cells: HashMap::new(),
            topic: None,
            homework: None,
            text_error: None,
            topic_error: None,
            homework_error: None,
            text_version: None,
        }
    }
}

impl Kept {
    fn is_refused(&self) -> bool {
        !self.cells.is_empty()
            || self.text_error.is_some()
            || self.topic_error.is_some()
            || self.homework_error.is_some()
    }
}

/// `GET`: who may see the journal.
pub async fn show(
    cx: Cx,
    Path((id, on, number)): Path<(JournalId, Day, i32)>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let when = (cx.today, cx.now);
    let view = cx
        .read(move |tx| {
            let may = access::see_lesson(tx, &actor, id, on, number)?;
            view(tx, may, on, number, when)
        })
        .await?;
    let kept = Kept::default();
    let page = draw(&cx, &view, &kept, None)?;
    kit::keep::tagged(&headers, page, &kept.form).await
}

fn draw(
    cx: &Cx,
    view: &View,
    kept: &Kept,
    notice: Option<(NoticeKind, String)>,
) -> Result<Response, PageError> {
    let (tr, lesson) = (cx.tr, &view.lesson);
    let journal = view.may.journal();
    let title = format!("{}, {}", journal.subject_name, journal.groups_name);
    let when = tr.journal_lesson_title(&lesson.number.to_string(), &kit::text::day(tr, lesson.day, cx.today));
    let mut note = format!("{when}, {}–{}", lesson.starts, lesson.ends);
    if !lesson.room.is_empty() {
        note.push_str(", ");
        note.push_str(&tr.journal_room(&lesson.room));
    }
    if lesson.status == LessonStatus::Cancelled {
        note.push_str(" – ");
        match &view.holiday {
            Some(title) => note.push_str(&tr.days_off_lesson_cancelled(title)),
            None => note.push_str(tr.substitution_is_cancelled()),
        }
    }
    let locked = view.closed;
    let main = LessonPage {
        tr,
        csrf: cx.csrf(),
        note,
        back: if view.may.is_whole() {
            format!("/journal/{}/?period={}", journal.id, view.period.id)
        } else {
            "/journal/".to_owned()
        },
        history: if view.may.is_whole() {
            format!("/journal/{}/history/", journal.id)
        } else {
            String::new()
        },
        action: format!("/journal/{}/lessons/{}/{}/", journal.id, lesson.day, lesson.number),
        may_edit: view.may.may_edit() && !locked,
        queue: view.may.may_edit() && view.may.is_whole() && !locked && lesson.day <= cx.today,
        journal: journal.id,
        account: cx.actor()?.account.0,
        future: lesson.day > cx.today,
        topic: kept.topic.clone().unwrap_or_else(|| lesson.topic.clone()),
        homework: kept.homework.clone().unwrap_or_else(|| lesson.homework.clone()),
        version: kept.text_version.unwrap_or(lesson.version),
        text_error: kept.text_error.clone(),
        topic_error: kept.topic_error.clone(),
        homework_error: kept.homework_error.clone(),
        form: kept.form.clone(),
        topic_was: lesson.topic.clone(),
        homework_was: lesson.homework.clone(),
        works: view
            .grid
            .works
            .iter()
            .enumerate()
            .map(|(at, w)| WorkChoice {
                id: w.id,
                label: tr.journal_work_kind(&(at + 1).to_string()),
                kind: w.kind,
                removable: view.grid.is_removable(at),
                href: if view.may.is_whole() {
                    format!("/journal/{}/works/{}/", journal.id, w.id)
                } else {
                    String::new()
                },
            })
            .collect(),
        kinds: view
            .kinds
            .iter()
            .filter(|kind| kind.in_use || view.grid.works.iter().any(|work| work.kind == kind.id))
            .cloned()
            .collect(),
        heads: view.grid.works.iter().map(|w| w.kind_title.clone()).collect(),
        lines: view.grid.rows.iter().map(|row| line(tr, view, row, kept)).collect(),
        tasks: super::homework::of_lesson(
            cx,
            (journal.id, lesson.day, lesson.number),
            &view.asked,
            view.may.may_edit() && !locked,
        ),
        offer: view.offer.clone().filter(|_| view.may.may_edit() && !locked),
        // A substitute takes from the plan what is due; the plan as a whole is not his.
        plan_href: if view.may.is_whole() { format!("/journal/{}/plan/", journal.id) } else { String::new() },
        title: title.clone(),
    };
    let status = if kept.is_refused() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let mut page =
        cx.page("journal.lesson", &title).place("journal").script("journal-lesson.js").status(status);
    if let Some((kind, text)) = notice {
        page = page.notice(kind, text);
    } else if locked {
        page = page.notice(NoticeKind::Info, tr.journal_period_closed());
    } else if !view.may.may_edit() {
        page = page.notice(NoticeKind::Info, tr.journal_read_only());
    } else if lesson.day > cx.today {
        page = page.notice(NoticeKind::Info, tr.journal_future_lesson());
    }
    page.render(&main)
}

fn line(tr: Tr, view: &View, row: &crate::model::Row, kept: &Kept) -> Line {
    let inputs = view
        .grid
        .works
        .iter()
        .zip(&row.cells)
        .map(|(work, cell)| {
            let known = kept.cells.get(&(row.pupil, work.id));
            let version = cell.as_ref().map_or(0, |c| c.version);
            let stands = cell.as_ref().map_or_else(String::new, |c| c.cell.to_string());
            Input {
                name: format!("m-{}-{}", row.pupil, work.id),
                base_name: format!("v-{}-{}", row.pupil, work.id),
                shown: format!("{version}:{stands}"),
                value: known.map_or(stands, |k| k.0.clone()),
                label: tr.journal_cell_label(&row.name.listed(), &work.kind_title),
                error: known.map(|k| k.1.clone()),
            }
        })
        .collect();
    Line {
        name: row.name.listed(),
        gone: row.gone,
        average: row.sums.average().map_or_else(String::new, |a| kit::text::decimal(tr, a.hundredths())),
        inputs,
    }
}

/// What the form asks for, parsed.
struct Wish {
    text: LessonText,
    kinds: Vec<(WorkId, WorkKindId, Option<WorkKindId>)>,
    add: bool,
    remove: Option<WorkId>,
    /// How many works the form showed: adding twice by a double press is adding once.
    works: Option<usize>,
    changes: Vec<Change>,
}

fn pair(rest: &str) -> Option<(PersonId, WorkId)> {
    let (pupil, work) = rest.split_once('-')?;
    Some((pupil.parse().ok()?, work.parse().ok()?))
}

/// A textarea sends its lines with CRLF.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

/// The sentence for a text that is longer than it may be.
fn too_long(tr: Tr, text: &str) -> Option<String> {
    let length = plain(text).chars().count();
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    (length > write::LONGEST)
        .then(|| tr.lesson_text_too_long(count(write::LONGEST), count(length - write::LONGEST)))
}

/// The field, if it says something else than what was shown.
fn differing(posted: &Posted, name: &str, was: &str) -> Option<String> {
    let unchanged = posted.all().any(|(key, value)| key == was && plain(value) == plain(posted.get(name)));
    (!unchanged).then(|| posted.get(name).to_owned())
}

fn same_cell(a: &str, b: &str) -> bool {
    match (kernel::Cell::parse(a), kernel::Cell::parse(b)) {
        (Ok(a), Ok(b)) => a == b,
        _ => a == b,
    }
}

/// Reads the form: only what differs from what it showed is wished for. Each drawn form has a random name that goes into
/// its operations' ids, so that the same form sent twice is the same operations.
fn wish(posted: &Posted) -> Wish {
    let mut wish = Wish {
        text: LessonText {
            topic: differing(posted, "topic", "topic-was"),
            homework: differing(posted, "homework", "homework-was"),
            base: posted.get("version").parse().unwrap_or(-1),
        },
        kinds: Vec::new(),
        add: !posted.get("add").is_empty(),
        remove: posted.get("remove").parse().ok(),
        works: posted.get("works").parse().ok(),
        changes: Vec::new(),
    };
    let shown: HashMap<&str, &str> =
        posted.all().filter_map(|(name, value)| Some((name.strip_prefix("v-")?, value.trim()))).collect();
    let form: String = posted.get("form").chars().take(24).collect();
    for (name, value) in posted.all().take(2000) {
        if let Some(work) = name.strip_prefix("kind-").and_then(|w| w.parse::<WorkId>().ok()) {
            let was = posted.get(&format!("was-kind-{work}")).parse().ok();
            let kind = value.parse().ok().filter(|kind| was != Some(*kind));
            wish.kinds.extend(kind.map(|kind| (work, kind, was)));
        } else if let Some((key, (pupil, work))) = name.strip_prefix("m-").and_then(|k| Some((k, pair(k)?))) {
            let (base, was) = shown.get(key).map_or((0, None), |known| match known.split_once(':') {
                Some((base, was)) => (base.parse().unwrap_or(0), Some(was)),
                None => (known.parse().unwrap_or(0), None),
            });
            let text = value.trim().chars().take(64).collect::<String>();
            // What the person left as it was shown is no change, whatever stands there by now.
            if was.is_some_and(|was| same_cell(was, &text)) {
                continue;
            }
            let op = format!("form-{form}-{base}-{}", text.chars().take(12).collect::<String>());
            wish.changes.push(Change { op, pupil, work, base, text, comment: None });
        }
    }
    wish
}

struct Done {
    view: View,
    text: TextSaved,
    outcomes: Vec<(Change, Outcome)>,
    kind_refused: bool,
    no_more_works: bool,
    removal: Option<Removal>,
}

/// `POST`: who may change the journal. All that can be saved is saved; what is refused comes back with its reason.
pub async fn save(
    Path((id, on, number)): Path<(JournalId, Day, i32)>,
    Extension(live): Extension<Live>,
    posted: Posted,
) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let actor = cx.actor()?;
    let mut wish = wish(&posted);
    // A text is never cut: what is too long is refused at its field, and the rest is saved.
    let topic_error = wish.text.topic.as_deref().and_then(|text| too_long(cx.tr, text));
    let homework_error = wish.text.homework.as_deref().and_then(|text| too_long(cx.tr, text));
    if topic_error.is_some() {
        wish.text.topic = None;
    }
    if homework_error.is_some() {
        wish.text.homework = None;
    }
    let (today, now) = (cx.today, cx.now);
    let done = cx
        .write(move |tx| {
            let may = access::edit_lesson(tx, &actor, id, on, number)?;
            let see = access::see_lesson(tx, &actor, id, on, number)?;
            let text = write::put_text(tx, &may, on, number, &wish.text, now)?;
            // Only the cells that say something else than the journal are changes.
            let before = view(tx, see.clone(), on, number, (today, now))?;
            let mut outcomes = Vec::new();
            for change in &wish.changes {
                if !says_the_same(&before.grid, change) {
                    outcomes.push((change.clone(), write::put(tx, &may, change, Origin::Form, today, now)?));
                }
            }
            let mut kind_refused = false;
            for (work, kind, was) in &wish.kinds {
                kind_refused |= !write::set_kind(tx, &may, *work, *kind, *was, now)?;
            }
            let mut no_more_works = false;
            if wish.add && wish.works.is_none_or(|shown| shown == before.grid.works.len()) {
                let (kind, _) = write::ensure_kinds(tx, may.journal().institution)?;
                let kind = WorkKindId(kind);
                no_more_works = write::add_work(tx, &may, on, number, kind, now)?.is_none();
            }
            let removal = match wish.remove {
                Some(work) => Some(write::remove_work(tx, &may, work, now)?),
                None => None,
            };
            let view = view(tx, see, on, number, (today, now))?;
            Ok(Done { view, text, outcomes, kind_refused, no_more_works, removal })
        })
        .await?;
    tell(&live, id, now, done.outcomes.iter().map(|(change, outcome)| (change.pupil, outcome)));
    let kept = Kept {
        topic: topic_error.is_some().then(|| posted.get("topic").to_owned()),
        homework: homework_error.is_some().then(|| posted.get("homework").to_owned()),
        topic_error,
        homework_error,
        ..Kept::default()
    };
    finish(&cx, done, &posted, kept)
}

fn says_the_same(grid: &Grid, change: &Change) -> bool {
    let Some(column) = grid.works.iter().position(|w| w.id == change.work) else { return false };
    let Some(row) = grid.rows.iter().find(|r| r.pupil == change.pupil) else { return false };
    let cell = row.cells.get(column).cloned().flatten();
    match (kernel::Cell::parse(&change.text), cell) {
        (Ok(typed), Some(known)) => typed == known.cell,
        (Ok(typed), None) => typed.is_empty(),
        (Err(_), _) => false,
    }
}

fn finish(cx: &Cx, done: Done, posted: &Posted, mut kept: Kept) -> Result<Response, PageError> {
    let tr = cx.tr;
    for (change, outcome) in &done.outcomes {
        let remark = match outcome {
            Outcome::Saved { .. } => continue,
            Outcome::Stale { now, who, at } => {
                let theirs = now.state.cell.to_string();
                let theirs = if theirs.is_empty() { tr.journal_nothing().to_owned() } else { theirs };
                let at = cx.app().settings().zone.local(*at).1.to_string();
                tr.journal_stale_cell(&who.initials(), &at, &theirs)
            }
            Outcome::Invalid(key) | Outcome::Locked(key) => message(tr, key).to_owned(),
        };
        kept.cells.insert((change.pupil, change.work), (change.text.clone(), remark));
    }
    if let TextSaved::Stale { topic, homework, version } = &done.text {
        kept.text_error = Some(tr.journal_stale_text(topic, homework));
        kept.text_version = Some(*version);
        kept.topic = Some(posted.get("topic").to_owned());
        kept.homework = Some(posted.get("homework").to_owned());
    }
    if done.text == TextSaved::Closed {
        kept.text_error = Some(tr.journal_period_closed().to_owned());
        kept.topic = Some(posted.get("topic").to_owned());
        kept.homework = Some(posted.get("homework").to_owned());
    }
    if kept.is_refused() || done.kind_refused {
        return draw(cx, &done.view, &kept, Some((NoticeKind::Error, tr.journal_some_refused().to_owned())));
    }
    if done.no_more_works {
        let text = tr.journal_most_works().to_owned();
        return draw(cx, &done.view, &kept, Some((NoticeKind::Warning, text)));
    }
    if let Some(why) = done.removal.and_then(|removal| super::works::refusal(tr, removal)) {
        return draw(cx, &done.view, &kept, Some((NoticeKind::Warning, why.to_owned())));
    }
    let journal = done.view.may.journal().id;
    let lesson = &done.view.lesson;
    Ok(cx.done(&format!("/journal/{journal}/lessons/{}/{}/", lesson.day, lesson.number), "saved"))
}
