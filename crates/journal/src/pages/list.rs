//! `/journal/`: today's lessons and the journals of whoever teaches, or all journals of a school for its heads.

use access::ListJournals;
use askama::Template;
use axum::http::HeaderMap;
use axum::response::Response;
use kernel::{InstitutionId, JournalId, PersonId};
use kit::{Cx, PageError, Tr};
use registry::Journal;
use store::ReadTx;

use crate::model::{Lesson, LessonStatus, OpenRemarks};
use crate::read::{self, Due};

/// So many days ahead somebody sees which lessons he takes for others.
const AHEAD: i64 = 14;

/// One of today's lessons.
struct TodayLesson {
    href: String,
    what: String,
    /// «3 · 10:00–10:45 · 208»
    hint: String,
    now: bool,
    /// «замена», «отменён».
    note: &'static str,
}

/// The journals of one subject (own) or of one class (of a school).
struct Group {
    title: String,
    journals: Vec<(String, JournalId)>,
}

#[derive(Template)]
#[template(path = "list.html")]
struct List {
    tr: Tr,
    teaches: bool,
    date: String,
    today: Vec<TodayLesson>,
    /// Lessons of the coming days that somebody takes for others.
    ahead: Vec<TodayLesson>,
    own: Vec<Group>,
    all: Vec<Group>,
    /// Journals with open remarks: address, title, «2 замечания», «есть ответ».
    remarks: Vec<(String, String, String, bool)>,
    /// Marks that were due: address, whose and where, since when.
    due: Vec<(String, String, String)>,
}

struct View {
    remarks: Vec<OpenRemarks>,
    due: Vec<Due>,
    /// Lessons taken for others, with their journals.
    taken: Vec<(Journal, Lesson)>,
    own: Vec<Journal>,
    all: Vec<Journal>,
    lessons: Vec<Lesson>,
}

fn view(
    tx: &mut ReadTx<'_>,
    may: &ListJournals,
    (teacher, institutions): (PersonId, Vec<InstitutionId>),
    today: kernel::Day,
) -> Result<View, PageError> {
    let own = registry::read::journals_taught_now(tx, teacher, today)?;
    let mut lessons = Vec::new();
    if let Some(first) = own.first() {
        let ids: Vec<JournalId> =
            own.iter().filter(|j| j.institution == first.institution).map(|j| j.id).collect();
        lessons = read::lessons_on(tx, first.institution, &ids, today)?;
    }
    let mut taken = Vec::new();
    for institution in institutions.iter().take(3) {
        let list = registry::read::substituted_by(tx, *institution, teacher, (today, today.plus(AHEAD)))?;
        let mut days: Vec<kernel::Day> = list.iter().map(|(day, ..)| *day).collect();
        days.dedup();
        for day in days {
            let ids: Vec<JournalId> =
                list.iter().filter(|(on, ..)| *on == day).map(|(_, journal, _)| *journal).collect();
            for lesson in read::lessons_on(tx, *institution, &ids, day)? {
                if !list.contains(&(day, lesson.journal, lesson.number)) {
                    continue;
                }
                let found = registry::read::journal_of(tx, *institution, lesson.journal, teacher)?;
                taken.extend(found.map(|(journal, _)| (journal, lesson)));
            }
        }
    }
    let mut due = Vec::new();
    let mut remarks = Vec::new();
    for institution in institutions.iter().take(3) {
        let ids: Vec<JournalId> =
            own.iter().filter(|j| j.institution == *institution).map(|j| j.id).collect();
        if !ids.is_empty() {
            due.extend(read::own_overdue(tx, may, *institution, &ids, today)?);
        }
        if !ids.is_empty() || may.whole_institutions().contains(institution) {
            remarks.extend(read::all_open_remarks(tx, *institution)?);
        }
    }
    let mut all = Vec::new();
    for institution in may.whole_institutions().iter().take(3) {
        if let Some(year) = registry::read::year_at(tx, *institution, today)? {
            all.extend(registry::read::journals(tx, *institution, year.id)?);
        }
    }
    // Those of journals that the viewer has before him.
    remarks.retain(|open| own.iter().chain(&all).any(|journal| journal.id == open.journal));
    Ok(View { remarks, due, taken, own, all, lessons })
}

fn hint(l: &Lesson) -> String {
    let mut text = format!("{} · {}–{}", l.number, l.starts, l.ends);
    if !l.room.is_empty() {
        text.push_str(" · ");
        text.push_str(&l.room);
    }
    text
}

fn push(groups: &mut Vec<Group>, title: &str, label: String, id: JournalId) {
    match groups.last_mut() {
        Some(group) if group.title == title => group.journals.push((label, id)),
        _ => groups.push(Group { title: title.to_owned(), journals: vec![(label, id)] }),
    }
}

/// One's own journals by subject.
fn by_subject(journals: &[Journal]) -> Vec<Group> {
    let mut groups = Vec::new();
    for journal in journals {
        push(&mut groups, &journal.subject_name, journal.groups_name.clone(), journal.id);
    }
    groups
}

/// A school's journals by class; a subgroup or joint journal stands with its first class.
fn by_class(journals: &[Journal]) -> Vec<Group> {
    let mut groups = Vec::new();
    for journal in journals {
        let class = journal.groups_name.split([' ', '+']).next().unwrap_or_default();
        let rest = journal.groups_name.get(class.len()..).unwrap_or_default();
        push(&mut groups, class, format!("{}{rest}", journal.subject_name), journal.id);
    }
    groups
}

/// `GET /journal/`: teachers and heads of schools.
pub async fn show(cx: Cx, headers: HeaderMap) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let may = access::list_journals(&actor)?;
    let today = cx.today;
    let places = actor.institutions();
    let view = cx.read(move |tx| view(tx, &may, (may.teacher(), places.clone()), today)).await?;
    let tr = cx.tr;
    let own =
        view.lessons.iter().filter_map(|l| Some((view.own.iter().find(|j| j.id == l.journal)?, l, false)));
    let taken = view.taken.iter().map(|(journal, lesson)| (journal, lesson, true));
    let mut lessons: Vec<((kernel::Day, i32), TodayLesson)> = own
        .chain(taken)
        .map(|(journal, l, taken)| {
            let lesson = TodayLesson {
                href: format!("/journal/{}/lessons/{}/{}/", l.journal, l.day, l.number),
                what: format!("{}, {}", journal.subject_name, journal.groups_name),
                hint: if l.day == today {
                    hint(l)
                } else {
                    format!("{} · {}", kit::text::weekday_and_date(tr, l.day, today), hint(l))
                },
                now: l.day == today && l.starts <= cx.time && cx.time < l.ends,
                note: match l.status {
                    LessonStatus::Cancelled => tr.substitution_is_cancelled(),
                    LessonStatus::Substituted if taken => tr.substitution_is_mine(),
                    LessonStatus::Substituted => tr.substitution_is_taken(),
                    LessonStatus::Planned => "",
                },
            };
            ((l.day, l.number), lesson)
        })
        .collect();
    lessons.sort_by_key(|(place, _)| *place);
    let (now, later): (Vec<_>, Vec<_>) = lessons.into_iter().partition(|((day, _), _)| *day == today);
    let teaches = !view.own.is_empty() || !now.is_empty() || !later.is_empty();
    let mut all = view.all;
    all.sort_by(|a, b| class_order(&a.groups_name).cmp(&class_order(&b.groups_name)));
    let named = |id: JournalId| {
        let journal = view.own.iter().chain(&all).find(|journal| journal.id == id);
        journal.map_or_else(String::new, |j| format!("{}, {}", j.subject_name, j.groups_name))
    };
    let main = List {
        remarks: view
            .remarks
            .iter()
            .map(|open| {
                let count = super::remarks::count(tr, open.count);
                (format!("/journal/{}/remarks/", open.journal), named(open.journal), count, open.answered > 0)
            })
            .collect(),
        due: view
            .due
            .iter()
            .map(|due| {
                let since = tr.marks_overdue_since(&kit::text::date(tr, due.until, today));
                let what = format!("{}: {}", due.name.listed(), named(due.journal));
                (format!("/journal/{}/works/{}/{}/", due.journal, due.work, due.pupil), what, since)
            })
            .collect(),
        tr,
        teaches,
        date: kit::text::weekday_and_date(tr, today, today),
        today: now.into_iter().map(|(_, lesson)| lesson).collect(),
        ahead: later.into_iter().map(|(_, lesson)| lesson).collect(),
        own: by_subject(&view.own),
        all: by_class(&all),
    };
    let page = cx.page("journal.list", tr.journal_title()).place("journal").render(&main)?;
    kit::keep::tagged(&headers, page, "").await
}

/// «10А» after «9Б»: by the number first.
fn class_order(name: &str) -> (u32, &str) {
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    (name.get(..digits).and_then(|d| d.parse().ok()).unwrap_or(99), name)
}
