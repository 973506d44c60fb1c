//! `GET /school/classes/{id}/` – a class: its week, its pupils, its journals.

use std::collections::HashMap;

use access::policy::{Action, Relation, allows};
use access::{Actor, SeeClass};
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use kernel::{ClassId, Day, JournalId, PersonId, PersonName};
use kit::{Cx, Link, PageError, Routes, Tr, text};
use registry::{Bell, Journal, Member};
use store::ReadTx;

use crate::model::ClassLesson;

pub fn routes() -> Routes {
    Routes::new().get("/school/classes/{id}/", show)
}

#[derive(Template)]
#[template(path = "class.html")]
struct Page {
    tr: Tr,
    title: String,
    note: String,
    crumbs: Vec<Link>,
    days: Vec<WeekDay>,
    pupils: Vec<Pupil>,
    journals: Vec<(JournalId, String)>,
    /// Where ways in are given, for those who may.
    access: String,
    /// Where pupils are written down, moved and archived, for those who may.
    edit: String,
    /// The summary sheet of final marks.
    summary: String,
}

struct WeekDay {
    id: String,
    title: String,
    note: &'static str,
    today: bool,
    lessons: Vec<Hour>,
}

struct Hour {
    number: i32,
    time: String,
    subject: String,
    room: String,
    teacher: String,
    week: String,
}

struct Pupil {
    name: String,
    /// The diary, for those who may see it.
    href: Option<String>,
    note: String,
}

struct View {
    teacher: Option<PersonName>,
    members: Vec<Member>,
    journals: Vec<Journal>,
    lessons: Vec<ClassLesson>,
    bells: Vec<Bell>,
}

fn view(tx: &mut ReadTx<'_>, may: &SeeClass, today: Day) -> Result<View, PageError> {
    let class = may.class();
    let teacher = match class.teacher {
        Some(id) => Some(registry::read::person(tx, id)?.name),
        None => None,
    };
    Ok(View {
        teacher,
        members: registry::read::class_members(tx, class.institution, class.id)?,
        journals: registry::read::journals_of_class(tx, class.institution, class.id)?,
        lessons: crate::read::entries_of_class(tx, may, today)?,
        bells: registry::read::bells_of_class(tx, class, today)?,
    })
}

/// Class teachers of the class, heads and administrators of the school.
async fn show(cx: Cx, Path(id): Path<ClassId>) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let (today, asking) = (cx.today, actor.clone());
    let (may, view) = cx
        .read(move |tx| {
            let may = access::see_class(tx, &asking, id)?;
            let view = view(tx, &may, today)?;
            Ok((may, view))
        })
        .await?;
    let (tr, class) = (cx.tr, may.class());
    let diaries = sees_diaries(&actor, &may);
    let present: Vec<&Member> =
        view.members.iter().filter(|member| member.last_day.is_none_or(|last| last >= today)).collect();
    let teacher = match &view.teacher {
        Some(name) => tr.school_class_teacher(&name.full()),
        None => tr.school_class_no_teacher().to_owned(),
    };
    let count = i64::try_from(present.len()).unwrap_or(i64::MAX);
    let of_school = access::see_school(&actor).is_ok();
    let main = Page {
        tr,
        title: tr.school_class_title(&class.name),
        note: format!("{} · {teacher}", tr.school_class_pupils(count)),
        crumbs: if of_school { vec![Link::new(tr.school_title(), "/school/")] } else { Vec::new() },
        days: week(tr, today, &class.name, &view.lessons, &view.bells),
        pupils: present.into_iter().map(|member| pupil(tr, today, member, diaries)).collect(),
        access: if access::manage_school(&actor).is_ok() || class.teacher == Some(actor.person) {
            format!("/school/access/classes/{}/", class.id)
        } else {
            String::new()
        },
        edit: if access::manage_school(&actor).is_ok() {
            format!("/school/classes/{}/edit/", class.id)
        } else {
            String::new()
        },
        summary: format!("/school/classes/{}/summary/", class.id),
        journals: view
            .journals
            .iter()
            .map(|journal| (journal.id, titled(&journal.subject_name, &journal.groups_name, &class.name)))
            .collect(),
    };
    let place = if of_school { "school" } else { "journal" };
    cx.page("school.class", &main.title).place(place).render(&main)
}

/// May the actor open the diaries of this class? The answer is the same for all its pupils.
fn sees_diaries(actor: &Actor, may: &SeeClass) -> bool {
    let class = may.class();
    let by_role = actor
        .roles()
        .iter()
        .any(|(at, role)| *at == class.institution && allows(Action::SeeDiary, Relation::Holds(*role)));
    by_role || (class.teacher == Some(actor.person) && allows(Action::SeeDiary, Relation::ClassTeacher))
}

fn pupil(tr: Tr, today: Day, member: &Member, diaries: bool) -> Pupil {
    let diary = |pupil: PersonId| format!("/diary/{pupil}/{}", today.monday());
    let note = match member.last_day {
        Some(last) => tr.school_until(&text::date(tr, last, today)),
        None if member.first_day > today => tr.school_starts(&text::date(tr, member.first_day, today)),
        None => String::new(),
    };
    // A diary opens from the first day in the class on.
    let open = diaries && member.first_day <= today;
    Pupil { name: member.name.full(), href: open.then(|| diary(member.pupil)), note }
}

/// The subject, and for whom it is when that is not the class as a whole.
fn titled(subject: &str, groups: &str, class: &str) -> String {
    if groups == class { subject.to_owned() } else { format!("{subject}, {groups}") }
}

fn week(tr: Tr, today: Day, class: &str, lessons: &[ClassLesson], bells: &[Bell]) -> Vec<WeekDay> {
    let times: HashMap<i32, String> =
        bells.iter().map(|bell| (bell.number, format!("{}–{}", bell.starts, bell.ends))).collect();
    let mut days: Vec<WeekDay> = Vec::new();
    for lesson in lessons {
        let entry = &lesson.entry;
        let id = format!("day-{}", entry.weekday);
        if days.last().is_none_or(|day| day.id != id) {
            let date = today.monday().plus(i64::from(entry.weekday) - 1);
            let is_today = date == today;
            days.push(WeekDay {
                id,
                title: text::sentence(text::weekday_name(tr, date)),
                note: if is_today { tr.day_today() } else { "" },
                today: is_today,
                lessons: Vec::new(),
            });
        }
        let teachers: Vec<String> = lesson.teachers.iter().map(PersonName::initials).collect();
        let hour = Hour {
            number: entry.number,
            time: times.get(&entry.number).cloned().unwrap_or_default(),
            subject: titled(&lesson.subject, &lesson.groups, class),
            // «каб. 214», but «Спортзал».
            room: if entry.room.starts_with(|c: char| c.is_ascii_digit()) {
                tr.lesson_room(&entry.room)
            } else {
                entry.room.clone()
            },
            teacher: teachers.join(", "),
            week: if entry.weeks == 0 {
                String::new()
            } else {
                tr.school_week_of_cycle(&entry.weeks.to_string())
            },
        };
        if let Some(day) = days.last_mut() {
            day.lessons.push(hour);
        }
    }
    days
}
