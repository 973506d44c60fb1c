//! `/diary/` and `/diary/{child}/{day}`: a week of lessons with homework, marks and absences.

use std::sync::Arc;

use access::{Actor, SeeDiary};
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use journal::model::{DiaryHomework, DiaryLesson, DiaryMark, LessonStatus, MarkLabel};
use kernel::{Day, Millis, PersonId};
use kit::{Cx, PageError, Tr};
use registry::{ChildPlace, Holiday};
use store::ReadTx;

use super::{none, tabs, who};

/// One chip: a mark or an attendance code.
pub(super) struct Chip {
    pub value: String,
    pub kind: String,
    pub weight: String,
    pub label: String,
}

struct LessonView<'a> {
    number: i32,
    time: String,
    subject: &'a str,
    room: String,
    teacher: String,
    state: &'static str,
    note: &'static str,
    topic: &'a str,
    /// What was given at the lesson; what is due at it stands below.
    given: &'a str,
    tasks: Vec<TaskView<'a>>,
    chips: Vec<Chip>,
    comments: Vec<&'a str>,
    /// What is due, and why a mark is no news.
    remarks: Vec<String>,
}

/// Homework due at a lesson.
struct TaskView<'a> {
    text: &'a str,
    note: String,
    /// Name and address of each file.
    files: Vec<(&'a str, String)>,
    /// The page of the homework, where there is more to do than to read.
    href: String,
}

struct DayView<'a> {
    id: String,
    title: String,
    note: String,
    /// «на дом 95 мин», of the homework that says how long it takes.
    minutes: String,
    today: bool,
    holiday: Option<&'a str>,
    lessons: Vec<LessonView<'a>>,
}

#[derive(Template)]
#[template(path = "week.html")]
struct WeekPage<'a> {
    tr: Tr,
    who: String,
    title: String,
    previous: String,
    next: String,
    current: String,
    days: Vec<DayView<'a>>,
    about: Option<(String, String)>,
}

/// What one snapshot tells of a week.
struct Week {
    may: SeeDiary,
    monday: Day,
    lessons: Vec<DiaryLesson>,
    marks: Vec<DiaryMark>,
    homework: Vec<DiaryHomework>,
    holidays: Vec<Holiday>,
}

fn week(tx: &mut ReadTx<'_>, may: SeeDiary, monday: Day, now: Millis) -> Result<Week, PageError> {
    let sunday = monday.plus(6);
    let mut week = Week {
        monday,
        lessons: Vec::new(),
        marks: Vec::new(),
        homework: Vec::new(),
        holidays: Vec::new(),
        may,
    };
    if let Some(place) = &week.may.place().place {
        week.lessons = journal::read::diary_lessons(tx, &week.may, place.institution, monday, sunday)?;
        week.marks = journal::read::diary_marks(tx, &week.may, place.institution, (monday, sunday), now)?;
        if week.lessons.iter().any(|l| l.tasks) {
            let at = place.institution;
            week.homework = journal::read::diary_homework(tx, &week.may, at, monday, sunday)?;
        }
        // A day without lessons, or on which all are cancelled, may have a name.
        let free_day = (0..6).any(|n| {
            let mut of_day = week.lessons.iter().filter(|l| l.lesson.day == monday.plus(n)).peekable();
            (n < 5 || of_day.peek().is_some()) && of_day.all(|l| l.lesson.status == LessonStatus::Cancelled)
        });
        if free_day {
            let (at, year, days) = (place.institution, place.year, (monday, sunday));
            week.holidays = registry::read::holidays_between(tx, at, year, place.grade, days)?;
        }
    }
    // A week that begins without lessons and without a holiday may have begun elsewhere: before a transfer, or before the
    // child left. That is the family's to see.
    let begins_empty = week.lessons.iter().all(|l| l.lesson.day != monday)
        && !week.holidays.iter().any(|h| h.first_day <= monday && monday <= h.last_day);
    if begins_empty && week.may.is_of_family() {
        let here = week.may.place().place.as_ref().map(|place| place.institution);
        for at in registry::read::learned_at(tx, week.may.child(), monday, sunday)? {
            if here != Some(at) {
                week.lessons.extend(journal::read::diary_lessons(tx, &week.may, at, monday, sunday)?);
                week.marks.extend(journal::read::diary_marks(tx, &week.may, at, (monday, sunday), now)?);
                week.homework.extend(journal::read::diary_homework(tx, &week.may, at, monday, sunday)?);
            }
        }
        week.lessons.sort_by_key(|l| (l.lesson.day, l.lesson.number));
    }
    Ok(week)
}

/// `GET /diary/`: the pupil's own, or the first child's, current week.
pub async fn current(cx: Cx) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let (today, now) = (cx.today, cx.now);
    let found = cx
        .read(move |tx| {
            let family = access::see_own_children(tx, &actor, today)?;
            let chosen = family.iter().find(|c| c.place.is_some()).or(family.first());
            match chosen {
                None => Ok(None),
                Some(child) => {
                    let may = access::see_diary(tx, &actor, child.child, today)?;
                    week(tx, may, today.monday(), now).map(Some)
                }
            }
        })
        .await?;
    match found {
        None => none::no_child(&cx, "diary"),
        Some(week) => draw(&cx, &week),
    }
}

/// `GET /diary/{child}/`: the current week of one child.
pub async fn current_of(cx: Cx, Path(child): Path<PersonId>) -> Result<Response, PageError> {
    let day = cx.today;
    of(cx, child, day).await
}

/// `GET /diary/{child}/{day}`: the week that holds the day. The pupil, guardians, class teacher, heads of the school.
pub async fn show(cx: Cx, Path((child, day)): Path<(PersonId, Day)>) -> Result<Response, PageError> {
    of(cx, child, day).await
}

async fn of(cx: Cx, child: PersonId, day: Day) -> Result<Response, PageError> {
    let actor: Arc<Actor> = cx.actor()?;
    let (today, now) = (cx.today, cx.now);
    let week = cx
        .read(move |tx| {
            let may = access::see_diary(tx, &actor, child, today)?;
            week(tx, may, day.monday(), now)
        })
        .await?;
    draw(&cx, &week)
}

fn draw(cx: &Cx, week: &Week) -> Result<Response, PageError> {
    let (tr, today) = (cx.tr, cx.today);
    let child: &ChildPlace = week.may.place();
    let monday = week.monday;
    let children = tabs(week.may.family(), child.child, |id| format!("/diary/{id}/{monday}"));
    if child.place.is_none() && week.lessons.is_empty() {
        return none::no_school(cx, "diary", children, &child.name.listed());
    }
    let href = |day: Day| format!("/diary/{}/{day}", child.child);
    let last = if week.lessons.iter().any(|l| l.lesson.day == monday.plus(5)) { 5 } else { 4 };
    let main = WeekPage {
        tr,
        who: who(child),
        title: kit::text::period(tr, monday, monday.plus(last)),
        previous: href(monday.plus(-7)),
        next: href(monday.plus(7)),
        current: if monday == today.monday() { String::new() } else { href(today.monday()) },
        days: (0..=last).map(|n| day_view(cx, week, monday.plus(n))).collect(),
        about: child.place.as_ref().map(|place| {
            (format!("/about/{}/", place.institution), tr.info_about_link(&place.institution_name))
        }),
    };
    let title = format!("{}: {}", tr.nav_diary(), child.name.given());
    cx.page("diary.week", &title).place("diary").children(children).render(&main)
}

fn day_view<'a>(cx: &Cx, week: &'a Week, day: Day) -> DayView<'a> {
    let (tr, today) = (cx.tr, cx.today);
    let is_today = day == today;
    let minutes: i32 = week.homework.iter().filter(|one| one.due == day).map(|one| one.minutes).sum();
    let holiday =
        week.holidays.iter().find(|h| h.first_day <= day && day <= h.last_day).map(|h| h.title.as_str());
    let has_lessons = week.lessons.iter().any(|l| l.lesson.day == day);
    DayView {
        minutes: if minutes > 0 { tr.homework_day_minutes(i64::from(minutes)) } else { String::new() },
        id: format!("d{}", day.number()),
        title: kit::text::day_heading(tr, day),
        note: match (is_today, holiday.filter(|_| has_lessons)) {
            (true, Some(title)) => format!("{} · {title}", tr.diary_today()),
            (true, None) => tr.diary_today().to_owned(),
            (false, title) => title.unwrap_or_default().to_owned(),
        },
        today: is_today,
        holiday,
        lessons: week
            .lessons
            .iter()
            .filter(|l| l.lesson.day == day)
            .map(|l| lesson_view(cx, week, l, is_today))
            .collect(),
    }
}

fn lesson_view<'a>(cx: &Cx, week: &'a Week, l: &'a DiaryLesson, is_today: bool) -> LessonView<'a> {
    let tr = cx.tr;
    let lesson = &l.lesson;
    let of_lesson = || {
        week.marks
            .iter()
            .filter(|m| m.journal == lesson.journal && m.day == lesson.day && m.number == lesson.number)
    };
    let now = is_today && lesson.starts <= cx.time && cx.time < lesson.ends;
    LessonView {
        number: lesson.number,
        time: format!("{}–{}", lesson.starts, lesson.ends),
        subject: &l.subject,
        room: room(tr, &lesson.room),
        teacher: l.teacher.as_ref().map_or_else(String::new, kernel::PersonName::initials),
        state: match lesson.status {
            LessonStatus::Cancelled => "off",
            _ if now => "now",
            _ => "",
        },
        note: match lesson.status {
            LessonStatus::Cancelled => tr.diary_cancelled(),
            LessonStatus::Substituted => tr.diary_substituted(),
            LessonStatus::Planned => "",
        },
        topic: &lesson.topic,
        given: &lesson.homework,
        tasks: tasks(cx, week, l),
        chips: of_lesson().flat_map(|m| chips(tr, m)).collect(),
        comments: of_lesson().filter_map(|m| m.comment.as_deref()).collect(),
        remarks: of_lesson().filter_map(|m| remark(cx, m)).collect(),
    }
}

/// «долг до 27 ноября»; «5: поставлена 23 ноября».
fn remark(cx: &Cx, m: &DiaryMark) -> Option<String> {
    let (tr, today) = (cx.tr, cx.today);
    if let Some(until) = m.due_until.filter(|_| m.cell.due) {
        let day = kit::text::date(tr, until, today);
        return Some(if until < today { tr.marks_overdue_since(&day) } else { tr.marks_due_until(&day) });
    }
    let mark = m.cell.mark?.to_string();
    match m.label? {
        MarkLabel::Late => {
            let (day, _) = cx.app().settings().zone.local(m.at);
            Some(tr.marks_written_late(&mark, &kit::text::date(tr, day, today)))
        }
        MarkLabel::Import => Some(tr.marks_imported(&mark)),
    }
}

/// What is due at a lesson: at the first of the day when the journal has several.
fn tasks<'a>(cx: &Cx, week: &'a Week, l: &DiaryLesson) -> Vec<TaskView<'a>> {
    let (tr, lesson) = (cx.tr, &l.lesson);
    let same = |other: &DiaryLesson| other.lesson.journal == lesson.journal && other.lesson.day == lesson.day;
    if week.lessons.iter().find(|other| same(other)).is_some_and(|first| first.lesson.number != lesson.number)
    {
        return Vec::new();
    }
    let due = week.homework.iter().filter(|one| one.journal == lesson.journal && one.due == lesson.day);
    due.map(|one| {
        let page = format!("/homework/{}/{}/{}/", week.may.child(), one.institution, one.id);
        let mut note = vec![tr.homework_given(&kit::text::day_short(one.given))];
        if one.minutes > 0 {
            note.push(tr.homework_minutes(i64::from(one.minutes)));
        }
        if one.solution {
            note.push(tr.homework_solution().to_owned());
        }
        let played = |media: &str| media.starts_with("video/") || media.starts_with("audio/");
        TaskView {
            text: &one.text,
            note: note.join(", "),
            files: one
                .files
                .iter()
                .map(|file| (file.name.as_str(), format!("{page}files/{}/", file.file)))
                .collect(),
            href: if one.solution || one.files.iter().any(|f| played(&f.media_type)) {
                page
            } else {
                String::new()
            },
        }
    })
    .collect()
}

/// «каб. 208»; a gym or workshop by its name alone.
fn room(tr: Tr, room: &str) -> String {
    if room.starts_with(|c: char| c.is_ascii_digit()) { tr.diary_room(room) } else { room.to_owned() }
}

/// The chips of a cell: attendance first, then the mark.
pub(super) fn chips(tr: Tr, m: &DiaryMark) -> Vec<Chip> {
    let mut list = Vec::with_capacity(2);
    if let Some(code) = m.cell.attendance {
        let value = code.sign().to_owned();
        list.push(Chip {
            label: kit::text::mark_label(tr, &value, "", ""),
            value,
            kind: String::new(),
            weight: String::new(),
        });
    }
    if let Some(mark) = m.cell.mark {
        let value = m.cell.first.map_or_else(|| mark.to_string(), |first| format!("{first}→{mark}"));
        let weight = kit::text::weight(tr, m.weight).into_owned();
        list.push(Chip {
            label: kit::text::mark_label(tr, &value, &m.kind_title, &weight),
            value,
            kind: m.kind_short.clone(),
            weight,
        });
    }
    if m.cell.due {
        let value = "•".to_owned();
        let label = kit::text::mark_label(tr, &value, &m.kind_title, "");
        list.push(Chip { label, value, kind: m.kind_short.clone(), weight: String::new() });
    }
    list
}
