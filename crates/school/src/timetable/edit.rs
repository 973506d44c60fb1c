//! Commands that change the timetable: one lesson at a time, each from a day on and on a known version.
//!
//! An entry is never rewritten: it ends the day before, and what stands in its place begins. So yesterday's lessons stay what
//! they were. What a change took and what it put is written down with it, which is all that undo needs.

use std::str::FromStr;

use access::ManageTimetable;
use diesel::prelude::*;
use kernel::{Day, JournalId, Millis, PersonId};
use store::{WriteTx, on_backend};

use super::conflicts::{Conflict, Wanted};
pub(crate) use super::history::record;
use super::history::version_of;
pub use super::history::{Change, ChangeKind, Recent, last_change, recent};
use super::plan::{self, Plan};
use crate::error::{Error, Result};
use crate::model::Entry;
use crate::table::timetable_entry;

/// The longest name of a room, characters.
pub const ROOM: usize = 40;
/// The highest lesson number.
const NUMBERS: i32 = 20;
/// The longest cycle, weeks.
const CYCLE: i32 = 4;

/// Which entry is meant: `journal.weekday.number.weeks.first_day`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// Journal.
    pub journal: JournalId,
    /// Week day.
    pub weekday: i32,
    /// Number.
    pub number: i32,
    /// Week of the cycle.
    pub weeks: i32,
    /// First day.
    pub first_day: Day,
}

impl From<&Entry> for Key {
    fn from(entry: &Entry) -> Self {
        Self {
            journal: entry.journal,
            weekday: entry.weekday,
            number: entry.number,
            weeks: entry.weeks,
            first_day: entry.first_day,
        }
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { journal, weekday, number, weeks, first_day } = self;
        write!(f, "{journal}.{weekday}.{number}.{weeks}.{}", first_day.number())
    }
}

impl FromStr for Key {
    type Err = ();

    fn from_str(text: &str) -> std::result::Result<Self, ()> {
        let parts: Vec<i64> =
            text.split('.').map(str::parse).collect::<std::result::Result<_, _>>().map_err(drop)?;
        let [journal, weekday, number, weeks, first] = parts.as_slice() else { return Err(()) };
        let small = |value: &i64| i32::try_from(*value).map_err(drop);
        Ok(Self {
            journal: JournalId(*journal),
            weekday: small(weekday)?,
            number: small(number)?,
            weeks: small(weeks)?,
            first_day: Day::from_number(small(first)?).map_err(drop)?,
        })
    }
}

/// Where a lesson stands in the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// 1 Monday … 7.
    pub weekday: i32,
    /// Lesson number.
    pub number: i32,
    /// 0: every week of the cycle.
    pub weeks: i32,
}

/// What somebody wants to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// A lesson of a journal gets a place.
    Put {
        /// Whose.
        journal: JournalId,
        /// Where.
        to: Place,
        /// Room, may be empty.
        room: String,
    },
    /// A lesson gets another place, week or room.
    Move {
        /// Which.
        entry: Key,
        /// Where; the same place when only the room changes.
        to: Place,
        /// Another room; none leaves it.
        room: Option<String>,
    },
    /// A lesson loses its place.
    Remove {
        /// Which.
        entry: Key,
    },
}

/// One change of the timetable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// The version it was made from.
    pub version: i32,
    /// It holds from this day on.
    pub from: Day,
    /// What.
    pub edit: Edit,
    /// Warnings were read and overruled.
    pub anyway: bool,
    /// It is one joint lesson with the other one of the same teacher and subject.
    pub joint: bool,
}

/// What became of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It stands; the timetable's version now.
    Saved {
        /// Version.
        version: i32,
        /// Where the lesson stands now.
        entry: Option<Key>,
    },
    /// Somebody changed the timetable meanwhile.
    Stale {
        /// Version now.
        version: i32,
        /// Who changed it last.
        by: Option<PersonId>,
        /// When.
        at: Millis,
    },
    /// Something stands against it. Nothing was changed.
    Conflicts(Vec<Conflict>),
    /// It can't be done; the key of the sentence.
    Refused(&'static str),
}

fn stale(last: Option<Change>) -> Outcome {
    match last {
        Some(change) => Outcome::Stale { version: change.version, by: change.by, at: change.at },
        None => Outcome::Stale { version: 0, by: None, at: Millis(0) },
    }
}

/// Takes `before` away and puts `after`.
fn replace(tx: &mut WriteTx<'_>, may: &ManageTimetable, before: &[Entry], after: &[Entry]) -> Result<()> {
    for entry in before {
        let row = timetable_entry::table.find((
            may.institution().0,
            entry.journal.0,
            entry.weekday,
            entry.number,
            entry.weeks,
            entry.first_day.number(),
        ));
        on_backend!(tx, |c| diesel::delete(row).execute(c))?;
    }
    crate::write::add_entries(tx, may, after)
}

/// What a change does to the entries: what it takes, what it puts, and which of the latter is the lesson itself.
struct Steps {
    before: Vec<Entry>,
    after: Vec<Entry>,
    lesson: Option<Entry>,
}

/// Ends an entry the day before, or takes it back when it would begin only then.
fn end(steps: &mut Steps, entry: &Entry, from: Day) {
    steps.before.push(entry.clone());
    if entry.first_day < from {
        steps.after.push(Entry { last_day: Some(from.plus(-1)), ..entry.clone() });
    }
}

/// Puts a lesson; one that ended there the day before goes on.
fn begin(steps: &mut Steps, plan: &Plan, lesson: Entry) {
    let same = |entry: &&Entry| {
        entry.journal == lesson.journal
            && entry.weekday == lesson.weekday
            && entry.number == lesson.number
            && entry.weeks == lesson.weeks
            && entry.room == lesson.room
            && entry.last_day == Some(lesson.first_day.plus(-1))
            && !steps.before.contains(*entry)
    };
    let lesson = match plan.entries.iter().find(same) {
        Some(ended) => {
            let whole = Entry { last_day: lesson.last_day, ..ended.clone() };
            steps.before.push(ended.clone());
            whole
        }
        None => lesson,
    };
    steps.after.push(lesson.clone());
    steps.lesson = Some(lesson);
}

/// What the place and day may be at all.
fn check(plan: &Plan, today: Day, command: &Command) -> Option<&'static str> {
    let place = match &command.edit {
        Edit::Put { to, .. } | Edit::Move { to, .. } => Some(to),
        Edit::Remove { .. } => None,
    };
    let room = match &command.edit {
        Edit::Put { room, .. } => room.as_str(),
        Edit::Move { room, .. } => room.as_deref().unwrap_or_default(),
        Edit::Remove { .. } => "",
    };
    if command.from < today
        || command.from < plan.year.year.first_day
        || plan.year.year.last_day < command.from
    {
        return Some("timetable-refused-day");
    }
    if place.is_some_and(|place| {
        !(1..=7).contains(&place.weekday)
            || !(0..=NUMBERS).contains(&place.number)
            || !(0..=CYCLE).contains(&place.weeks)
    }) {
        return Some("timetable-refused-place");
    }
    if room.chars().count() > ROOM || room.chars().any(char::is_control) {
        return Some("timetable-refused-room");
    }
    None
}

/// The lesson a command would make, and the one it is made from; the key of a sentence when it can't be.
pub fn wanted(plan: &Plan, from: Day, edit: &Edit) -> std::result::Result<Option<Wanted>, &'static str> {
    let find = |key: &Key| {
        plan.entries
            .iter()
            .find(|entry| Key::from(*entry) == *key && entry.holds(from))
            .ok_or("timetable-refused-gone")
    };
    match edit {
        Edit::Put { journal, to, room } => {
            plan.journal(*journal).ok_or("timetable-refused-gone")?;
            let entry = Entry {
                journal: *journal,
                weekday: to.weekday,
                number: to.number,
                weeks: to.weeks,
                first_day: from,
                last_day: None,
                room: room.trim().to_owned(),
            };
            Ok(Some(Wanted { entry, instead: None }))
        }
        Edit::Move { entry, to, room } => {
            let old = find(entry)?;
            let entry = Entry {
                weekday: to.weekday,
                number: to.number,
                weeks: to.weeks,
                first_day: old.first_day.max(from),
                room: room.as_deref().map_or_else(|| old.room.clone(), |room| room.trim().to_owned()),
                ..old.clone()
            };
            Ok(Some(Wanted { entry, instead: Some(old.clone()) }))
        }
        Edit::Remove { entry } => find(entry).map(|_| None),
    }
}

/// Carries out one change. A command made from an older version is refused with who changed the timetable meanwhile.
///
/// # Errors
/// The database failed, or the school has no year.
pub fn apply(
    tx: &mut WriteTx<'_>,
    may: &ManageTimetable,
    command: &Command,
    today: Day,
    now: Millis,
) -> Result<Outcome> {
    let plan = plan::of_year(tx, may.institution(), today)?;
    let year = plan.year.year.id;
    if plan.version != command.version {
        return Ok(stale(last_change(tx, may.institution(), year)?));
    }
    if let Some(key) = check(&plan, today, command) {
        return Ok(Outcome::Refused(key));
    }
    let wanted = match wanted(&plan, command.from, &command.edit) {
        Ok(wanted) => wanted,
        Err(key) => return Ok(Outcome::Refused(key)),
    };
    let mut steps = Steps { before: Vec::new(), after: Vec::new(), lesson: None };
    match (&command.edit, wanted) {
        (Edit::Remove { entry }, _) => {
            if let Some(old) = plan.entries.iter().find(|known| Key::from(*known) == *entry) {
                end(&mut steps, old, command.from);
            }
        }
        (_, Some(wanted)) => {
            if wanted.instead.as_ref().is_some_and(|old| same_but_days(old, &wanted.entry)) {
                let entry = wanted.instead.as_ref().map(Key::from);
                return Ok(Outcome::Saved { version: plan.version, entry });
            }
            let found = plan.school.conflicts(plan.from(command.from), &wanted);
            let against: Vec<Conflict> = found
                .into_iter()
                .filter(|conflict| match conflict {
                    Conflict::Teacher { .. } | Conflict::Pupils { .. } => conflict.is_hard(command.joint),
                    _ => !command.anyway,
                })
                .collect();
            if !against.is_empty() {
                return Ok(Outcome::Conflicts(against));
            }
            if let Some(old) = &wanted.instead {
                end(&mut steps, old, command.from);
            }
            begin(&mut steps, &plan, wanted.entry);
        }
        (_, None) => {}
    }
    replace(tx, may, &steps.before, &steps.after)?;
    let version = record(tx, may, year, ChangeKind::Edit, command.from, &steps.before, &steps.after, now)?;
    Ok(Outcome::Saved { version, entry: steps.lesson.as_ref().map(Key::from) })
}

fn same_but_days(one: &Entry, other: &Entry) -> bool {
    (one.weekday, one.number, one.weeks, &one.room) == (other.weekday, other.number, other.weeks, &other.room)
}

/// Undoes the last change, if it is still the last one; undoing an undo does it again, as a change of its own.
///
/// # Errors
/// The database failed, or the school has no year.
pub fn undo(
    tx: &mut WriteTx<'_>,
    may: &ManageTimetable,
    version: i32,
    today: Day,
    now: Millis,
) -> Result<Outcome> {
    let year = registry::read::year_at(tx, may.institution(), today)?.ok_or(Error::NoYear)?.id;
    let last = last_change(tx, may.institution(), year)?;
    if version_of(last.as_ref()) != version {
        return Ok(stale(last));
    }
    let Some(change) = last.filter(|change| change.can_be_undone(today)) else {
        return Ok(Outcome::Refused("timetable-refused-undo"));
    };
    let kind = if change.kind == ChangeKind::Undo { ChangeKind::Edit } else { ChangeKind::Undo };
    let version = take_back(tx, may, year, &change, kind, now)?;
    Ok(Outcome::Saved { version, entry: None })
}

/// Undoes the changes of the last hour that stand, newest first, down to the named one. `version` is the timetable's, as it was
/// shown.
///
/// # Errors
/// The database failed, or the school has no year.
pub fn undo_to(
    tx: &mut WriteTx<'_>,
    may: &ManageTimetable,
    version: i32,
    to: i32,
    today: Day,
    now: Millis,
) -> Result<Outcome> {
    let year = registry::read::year_at(tx, may.institution(), today)?.ok_or(Error::NoYear)?.id;
    let (last, list) = recent(tx, may.institution(), year, today, now)?;
    let mut version_now = version_of(last.as_ref());
    if version_now != version {
        return Ok(stale(last));
    }
    if !list.iter().any(|one| one.change.version == to && one.can_be_undone) {
        return Ok(Outcome::Refused("timetable-refused-undo"));
    }
    for one in list.iter().filter(|one| one.can_be_undone && one.change.version >= to) {
        version_now = take_back(tx, may, year, &one.change, ChangeKind::Undo, now)?;
    }
    Ok(Outcome::Saved { version: version_now, entry: None })
}

/// Puts back what a change took, in the place of what it put.
fn take_back(
    tx: &mut WriteTx<'_>,
    may: &ManageTimetable,
    year: kernel::YearId,
    change: &Change,
    kind: ChangeKind,
    now: Millis,
) -> Result<i32> {
    replace(tx, may, &change.after, &change.before)?;
    record(tx, may, year, kind, change.first_day, &change.after, &change.before, now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_back_and_nothing_else_is_one() {
        let key: Key = "12.1.3.0.20260901".parse().unwrap();
        assert_eq!((key.journal, key.weekday, key.number), (JournalId(12), 1, 3));
        assert_eq!(key.to_string(), "12.1.3.0.20260901");
        for text in ["", "12.1.3.0", "12.1.3.0.20261301", "12.1.3.0.20260901.5", "a.1.3.0.20260901"] {
            assert!(text.parse::<Key>().is_err(), "{text}");
        }
    }
}
