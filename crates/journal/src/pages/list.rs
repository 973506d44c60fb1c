//! `/journal/`: today's lessons and the journals of whoever teaches, or all journals of a school for its heads.

use access::ListJournals;
use askama::Template;
use axum::response::Response;
use kernel::{JournalId, PersonId};
use kit::{Cx, PageError, Tr};
use registry::Journal;
use store::ReadTx;

use crate::model::Lesson;
use crate::read;

/// One of today's lessons.
struct TodayLesson {
    href: String,
    what: String,
    /// «3 · 10:00–10:45 · 208»
    hint: String,
    now: bool,
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
    own: Vec<Group>,
    all: Vec<Group>,
}

struct View {
    own: Vec<Journal>,
    all: Vec<Journal>,
    lessons: Vec<Lesson>,
}

fn view(
    tx: &mut ReadTx<'_>,
    may: &ListJournals,
    teacher: PersonId,
    today: kernel::Day,
) -> Result<View, PageError> {
    let own = registry::read::journals_taught_now(tx, teacher, today)?;
    let mut lessons = Vec::new();
    if let Some(first) = own.first() {
        let ids: Vec<JournalId> =
            own.iter().filter(|j| j.institution == first.institution).map(|j| j.id).collect();
        lessons = read::lessons_on(tx, first.institution, &ids, today)?;
    }
    let mut all = Vec::new();
    for institution in may.whole_institutions().iter().take(3) {
        if let Some(year) = registry::read::year_at(tx, *institution, today)? {
            all.extend(registry::read::journals(tx, *institution, year.id)?);
        }
    }
    Ok(View { own, all, lessons })
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
pub async fn show(cx: Cx) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let may = access::list_journals(&actor)?;
    let today = cx.today;
    let view = cx.read(move |tx| view(tx, &may, may.teacher(), today)).await?;
    let tr = cx.tr;
    let lessons = view
        .lessons
        .iter()
        .filter_map(|l| {
            let journal = view.own.iter().find(|j| j.id == l.journal)?;
            Some(TodayLesson {
                href: format!("/journal/{}/lessons/{}/{}/", l.journal, l.day, l.number),
                what: format!("{}, {}", journal.subject_name, journal.groups_name),
                hint: hint(l),
                now: l.starts <= cx.time && cx.time < l.ends,
            })
        })
        .collect();
    let mut all = view.all;
    all.sort_by(|a, b| class_order(&a.groups_name).cmp(&class_order(&b.groups_name)));
    let main = List {
        tr,
        teaches: !view.own.is_empty(),
        date: kit::text::weekday_and_date(tr, today, today),
        today: lessons,
        own: by_subject(&view.own),
        all: by_class(&all),
    };
    cx.page("journal.list", tr.journal_title()).place("journal").render(&main)
}

/// «10А» after «9Б»: by the number first.
fn class_order(name: &str) -> (u32, &str) {
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    (name.get(..digits).and_then(|d| d.parse().ok()).unwrap_or(99), name)
}
