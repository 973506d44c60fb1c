//! What the grid is made of: cells with lessons, places with what stands against a lesson that is held.

use kernel::{ClassId, Day, JournalId, PersonId};
use kit::Tr;
use registry::Learner;

use super::words;
use crate::model::Entry;
use crate::timetable::conflicts::Conflict;
use crate::timetable::edit::{self, Edit, Key, Place};
use crate::timetable::plan::Plan;

/// Whose week is on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Of {
    /// A class's.
    Class(ClassId),
    /// A teacher's.
    Teacher(PersonId),
    /// A room's.
    Room(String),
}

impl Of {
    /// The value of `by`.
    pub const fn by(&self) -> &'static str {
        match self {
            Self::Class(_) => "class",
            Self::Teacher(_) => "teacher",
            Self::Room(_) => "room",
        }
    }

    /// The value of `id`.
    pub fn id(&self) -> String {
        match self {
            Self::Class(id) => id.to_string(),
            Self::Teacher(id) => id.to_string(),
            Self::Room(room) => room.clone(),
        }
    }

    /// Does the lesson belong to this week?
    pub fn has(&self, plan: &Plan, entry: &Entry) -> bool {
        match self {
            Self::Class(class) => plan.is_for(entry.journal, *class),
            Self::Teacher(person) => plan.teachers(entry.journal).contains(person),
            Self::Room(room) => crate::timetable::conflicts::rooms(&entry.room).any(|one| one == room),
        }
    }
}

/// What the address of the grid says.
#[derive(Debug, Clone)]
pub struct Look {
    /// Whose week.
    pub of: Of,
    /// As it stands on that day; changes hold from it.
    pub from: Day,
    /// 0: both weeks of a cycle.
    pub week: i32,
}

impl Look {
    /// The address of the grid.
    pub fn href(&self) -> String {
        let query = form(&[
            ("by", self.of.by()),
            ("id", &self.of.id()),
            ("from", &self.from.to_string()),
            ("week", &self.week.to_string()),
        ]);
        format!("/school/timetable/?{query}")
    }

    /// The address of a lesson's form, which leads back here.
    pub fn lesson_href(&self, what: &[(&str, &str)]) -> String {
        let (from, id) = (self.from.to_string(), self.of.id());
        let mut all = vec![("by", self.of.by()), ("id", id.as_str()), ("from", from.as_str())];
        all.extend_from_slice(what);
        format!("/school/timetable/lesson/?{}", form(&all))
    }
}

/// A query of an address.
pub fn form(fields: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (name, value) in fields {
        if !text.is_empty() {
            text.push('&');
        }
        text.push_str(name);
        text.push('=');
        for byte in value.bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' => text.push(char::from(byte)),
                other => text.push_str(&format!("%{other:02X}")),
            }
        }
    }
    text
}

/// A lesson in a cell.
pub struct Card {
    pub key: String,
    pub title: String,
    /// The class or the teacher, whichever the page is not about.
    pub who: String,
    pub room: String,
    pub week: String,
    /// When it is, where that is not the time of the row.
    pub time: String,
    pub held: bool,
    pub hold: String,
    pub edit: String,
    /// What a screen reader says.
    pub label: String,
}

/// What a place says to a lesson that is held.
pub struct Verdict {
    /// `free`, `warn` or `hard`.
    pub kind: &'static str,
    pub why: Vec<String>,
    /// Where one puts it; none where nobody can.
    pub href: Option<String>,
}

pub struct Cell {
    pub weekday: i32,
    pub number: i32,
    pub place: String,
    pub cards: Vec<Card>,
    pub verdict: Option<Verdict>,
}

pub struct Row {
    pub number: i32,
    pub time: String,
    pub cells: Vec<Cell>,
}

/// Which lesson is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// One that stands.
    Entry(Key),
    /// A further one of a journal.
    Journal(JournalId),
}

impl Held {
    /// `12.1.3.0.20260901` or `j12`.
    pub fn read(text: &str) -> Option<Self> {
        match text.strip_prefix('j') {
            Some(id) => id.parse().ok().map(Self::Journal),
            None => text.parse().ok().map(Self::Entry),
        }
    }

    /// Does what is held stand there still?
    pub fn stands(&self, plan: &Plan, from: Day) -> bool {
        match self {
            Self::Entry(key) => {
                plan.entries.iter().any(|entry| Key::from(entry) == *key && entry.holds(from))
            }
            Self::Journal(journal) => plan.journal(*journal).is_some(),
        }
    }

    /// The change that puts it there.
    pub fn edit(&self, plan: &Plan, weekday: i32, number: i32, week: i32) -> Edit {
        match self {
            Self::Entry(key) => {
                Edit::Move { entry: *key, to: Place { weekday, number, weeks: key.weeks }, room: None }
            }
            Self::Journal(journal) => Edit::Put {
                journal: *journal,
                to: Place { weekday, number, weeks: week },
                room: usual_room(plan, *journal),
            },
        }
    }
}

/// The room where a journal's lessons are most often.
pub fn usual_room(plan: &Plan, journal: JournalId) -> String {
    let mut rooms: Vec<(usize, &str)> = Vec::new();
    for entry in plan.entries.iter().filter(|entry| entry.journal == journal && entry.last_day.is_none()) {
        match rooms.iter_mut().find(|(_, room)| *room == entry.room) {
            Some((count, _)) => *count += 1,
            None => rooms.push((1, &entry.room)),
        }
    }
    rooms.into_iter().max_by_key(|(count, _)| *count).map(|(_, room)| room.to_owned()).unwrap_or_default()
}

/// Everything that stands against a lesson at a place.
pub fn against(plan: &Plan, from: Day, edit: &Edit) -> Vec<Conflict> {
    match edit::wanted(plan, from, edit) {
        Ok(Some(wanted)) => plan.school.conflicts(plan.from(from), &wanted),
        _ => Vec::new(),
    }
}

/// The rows of the grid.
pub fn rows(tr: Tr, plan: &Plan, look: &Look, held: Option<Held>, may_edit: bool) -> Vec<Row> {
    let entries: Vec<&Entry> = plan
        .on(look.from)
        .into_iter()
        .filter(|entry| look.week == 0 || entry.weeks == 0 || entry.weeks == look.week)
        .filter(|entry| look.of.has(plan, entry))
        .collect();
    plan.numbers()
        .into_iter()
        .map(|number| {
            let time = row_time(plan, look, &entries, number);
            Row {
                number,
                cells: plan
                    .weekdays()
                    .map(|weekday| Cell {
                        weekday,
                        number,
                        place: words::place(tr, weekday, number, 0),
                        cards: entries
                            .iter()
                            .filter(|entry| entry.weekday == weekday && entry.number == number)
                            .map(|entry| card(tr, plan, look, held, entry, &time))
                            .collect(),
                        verdict: held
                            .filter(|_| may_edit)
                            .and_then(|held| verdict(tr, plan, look, held, weekday, number)),
                    })
                    .collect(),
                time,
            }
        })
        .collect()
}

/// «08:30–09:15», or nothing when the day has no such bell.
fn time_of(plan: &Plan, look: &Look, entry: &Entry) -> String {
    let bell = plan.bell(entry.journal, plan.date(look.from, entry.weekday), entry.number);
    bell.map(|bell| format!("{}–{}", bell.starts, bell.ends)).unwrap_or_default()
}

/// The time of most lessons of a row; of an empty row that of the class, else the main bells.
fn row_time(plan: &Plan, look: &Look, entries: &[&Entry], number: i32) -> String {
    let mut times: Vec<(usize, String)> = Vec::new();
    let mut count = |time: String| match times.iter_mut().find(|(_, known)| *known == time) {
        Some((times, _)) => *times += 1,
        None => times.push((1, time)),
    };
    for entry in entries.iter().filter(|entry| entry.number == number) {
        let time = time_of(plan, look, entry);
        if !time.is_empty() {
            count(time);
        }
    }
    if let Of::Class(id) = look.of
        && let Some(class) = plan.classes.iter().find(|class| class.id == id)
    {
        let learner = Learner { grade: class.grade, id };
        for weekday in plan.weekdays() {
            if let Some(bell) = plan.rules.bell(learner, plan.date(look.from, weekday), number) {
                count(format!("{}–{}", bell.starts, bell.ends));
            }
        }
    }
    if let Some((_, time)) = times.into_iter().rev().max_by_key(|(count, _)| *count) {
        return time;
    }
    let main = plan.year.bells.iter().find(|bell| bell.number == number);
    main.map(|bell| format!("{}–{}", bell.starts, bell.ends)).unwrap_or_default()
}

fn card(tr: Tr, plan: &Plan, look: &Look, held: Option<Held>, entry: &Entry, usual: &str) -> Card {
    let time = Some(time_of(plan, look, entry)).filter(|time| time != usual).unwrap_or_default();
    let key = Key::from(entry);
    let text = key.to_string();
    let journal = plan.journal(entry.journal);
    let subject = journal.map(|journal| journal.subject_name.clone()).unwrap_or_default();
    let groups = journal.map(|journal| journal.groups_name.clone()).unwrap_or_default();
    let teachers: Vec<String> = plan.teachers(entry.journal).iter().map(|id| plan.person(*id)).collect();
    let teachers = teachers.join(", ");
    let whole = matches!(look.of, Of::Class(class) if plan.class(class) == groups);
    let who = match &look.of {
        Of::Class(_) if whole => teachers,
        Of::Class(_) | Of::Room(_) => [groups.clone(), teachers].join(", "),
        Of::Teacher(_) => groups.clone(),
    };
    let room = if matches!(look.of, Of::Room(_)) { String::new() } else { words::room(tr, &entry.room) };
    let week = if entry.weeks == 0 { String::new() } else { words::week(tr, entry.weeks) };
    let mut label =
        format!("{subject}, {groups}, {}", words::place(tr, entry.weekday, entry.number, entry.weeks));
    if !entry.room.is_empty() {
        label.push_str(", ");
        label.push_str(&words::room(tr, &entry.room));
    }
    Card {
        held: held == Some(Held::Entry(key)),
        hold: format!("{}&hold={text}", look.href()),
        edit: look.lesson_href(&[("entry", &text)]),
        key: text,
        title: subject,
        who,
        room,
        week,
        time,
        label,
    }
}

fn verdict(tr: Tr, plan: &Plan, look: &Look, held: Held, weekday: i32, number: i32) -> Option<Verdict> {
    if let Held::Entry(key) = held
        && (key.weekday, key.number) == (weekday, number)
    {
        return None;
    }
    let edit = held.edit(plan, weekday, number, look.week);
    let found = against(plan, look.from, &edit);
    let kind = kind_of(&found);
    let to = format!("{weekday}.{number}");
    let what = match held {
        Held::Entry(key) => ("entry", key.to_string()),
        Held::Journal(id) => ("journal", id.to_string()),
    };
    let week = look.week.to_string();
    let href = look.lesson_href(&[(what.0, &what.1), ("to", &to), ("week", &week)]);
    Some(Verdict {
        kind,
        why: found.iter().map(|conflict| words::conflict(tr, plan, conflict)).collect(),
        href: (kind != "hard").then_some(href),
    })
}

/// `free`, `warn` (a tick lets it pass) or `hard`.
pub fn kind_of(found: &[Conflict]) -> &'static str {
    if found.is_empty() {
        "free"
    } else if found.iter().any(|conflict| conflict.is_hard(true)) {
        "hard"
    } else {
        "warn"
    }
}
