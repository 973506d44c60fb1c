//! Absences and substitutions: what becomes of one dated lesson, and back.

use access::ManageTimetable;
use diesel::prelude::*;
use kernel::{Day, JournalId, Millis, Minutes, PersonId};
use registry::Bell;
use store::ids::Seq;
use store::{WriteTx, on_backend};

use crate::error::{Error, Result};
use crate::model::{Absence, AbsenceReason, Decision, Substitution, SubstitutionKind};
use crate::read;
use crate::table::{absence, lesson, mark, substitution, work};

/// The longest reason or room, characters.
const WORDS: usize = 200;

/// What became of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Substituted {
    /// It stands.
    Done,
    /// It can't be done; the key of the sentence.
    Refused(&'static str),
}

/// What became of an absence that somebody wanted to write down.
#[derive(Debug, Clone)]
pub enum Noted {
    /// It is written down.
    Added,
    /// One of the same reason that it meets was made longer.
    Extended,
    /// It is there already, or meets one of another reason: this one.
    Twice(Absence),
}

/// Writes down that a teacher is absent. The same days are written down once: an absence of the same reason that meets these days
/// grows, one that holds them or has another reason stands against them.
#[allow(clippy::too_many_arguments, reason = "one row of one table")]
pub fn add_absence(
    tx: &mut WriteTx<'_>,
    may: &ManageTimetable,
    person: PersonId,
    first: Day,
    last: Day,
    reason: AbsenceReason,
    now: Millis,
) -> Result<Noted> {
    let mut met = read::absences_of(tx, may.institution(), person, first, last)?;
    if let Some(other) =
        met.iter().find(|one| one.reason != reason || (one.first_day <= first && last <= one.last_day))
    {
        return Ok(Noted::Twice(other.clone()));
    }
    if !met.is_empty() {
        let kept = met.remove(0);
        let days = met.iter().fold((kept.first_day.min(first), kept.last_day.max(last)), |days, one| {
            (days.0.min(one.first_day), days.1.max(one.last_day))
        });
        on_backend!(tx, |c| {
            diesel::update(absence::table.find((may.institution().0, kept.id)))
                .set((absence::first_day.eq(days.0.number()), absence::last_day.eq(days.1.number())))
                .execute(c)
        })?;
        for one in met {
            withdraw_absence(tx, may, one.id, now)?;
        }
        store::outbox::append(tx, may.institution(), "teacher.absent", person.0, &kept.id.to_string(), now)?;
        return Ok(Noted::Extended);
    }
    let id = tx.next_id(Seq::School)?;
    let row = (
        absence::institution_id.eq(may.institution().0),
        absence::id.eq(id),
        absence::person_id.eq(person.0),
        absence::first_day.eq(first.number()),
        absence::last_day.eq(last.number()),
        absence::reason.eq(reason.code()),
        absence::created_at.eq(now.0),
        absence::created_by.eq(may.actor().0),
    );
    on_backend!(tx, |c| diesel::insert_into(absence::table).values(row).execute(c))?;
    store::outbox::append(tx, may.institution(), "teacher.absent", person.0, &id.to_string(), now)?;
    Ok(Noted::Added)
}

/// The teacher comes after all; what was decided for the lessons stays until it is undone.
pub fn withdraw_absence(tx: &mut WriteTx<'_>, may: &ManageTimetable, id: i64, now: Millis) -> Result<()> {
    let changed = on_backend!(tx, |c| {
        diesel::update(absence::table.find((may.institution().0, id)).filter(absence::withdrawn_at.is_null()))
            .set(absence::withdrawn_at.eq(Some(now.0)))
            .execute(c)
    })?;
    if changed == 0 { Err(Error::NotFound("absence")) } else { Ok(()) }
}

/// A lesson as it is kept.
struct Known {
    id: i64,
    starts: i32,
    ends: i32,
    room: String,
    teacher: Option<i64>,
}

fn known(tx: &mut WriteTx<'_>, may: &ManageTimetable, key: (i64, i32, i32)) -> Result<Known> {
    let row: Option<(i64, i32, i32, String, Option<i64>)> = on_backend!(tx, |c| {
        lesson::table
            .find((may.institution().0, key.0, key.1, key.2))
            .select((lesson::id, lesson::starts, lesson::ends, lesson::room, lesson::teacher_id))
            .first(c)
            .optional()
    })?;
    let (id, starts, ends, room, teacher) = row.ok_or(Error::NotFound("lesson"))?;
    Ok(Known { id, starts, ends, room, teacher })
}

fn has_marks(tx: &mut WriteTx<'_>, may: &ManageTimetable, key: (i64, i32, i32)) -> Result<bool> {
    let row: Option<i64> = on_backend!(tx, |c| {
        mark::table
            .filter(mark::institution_id.eq(may.institution().0).and(mark::journal_id.eq(key.0)))
            .filter(mark::day.eq(key.1).and(mark::number.eq(key.2)))
            .filter(
                mark::value.is_not_null().or(mark::attendance.is_not_null()).or(mark::comment.is_not_null()),
            )
            .select(mark::pupil_id)
            .first(c)
            .optional()
    })?;
    Ok(row.is_some())
}

/// Has the person a lesson of another journal that meets this time?
fn is_busy(
    tx: &mut WriteTx<'_>,
    may: &ManageTimetable,
    person: PersonId,
    of: (i64, i32, i32),
    (starts, ends): (i32, i32),
) -> Result<bool> {
    let year = registry::read::year_at(tx, may.institution(), read::day(of.1)?)?;
    let Some(year) = year else { return Ok(false) };
    let journals: Vec<i64> =
        registry::read::journals(tx, may.institution(), year.id)?.into_iter().map(|j| j.id.0).collect();
    for chunk in journals.chunks(500) {
        let row: Option<i64> = on_backend!(tx, |c| {
            lesson::table
                .filter(lesson::institution_id.eq(may.institution().0))
                .filter(lesson::journal_id.eq_any(chunk))
                .filter(lesson::day.eq(of.1).and(lesson::teacher_id.eq(person.0)))
                .filter(lesson::starts.lt(ends).and(lesson::ends.gt(starts)))
                .filter(lesson::status.ne("cancelled"))
                .filter(lesson::journal_id.ne(of.0).or(lesson::number.ne(of.2)))
                .select(lesson::id)
                .first(c)
                .optional()
        })?;
        if row.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Moves a lesson with its works to another hour of its day.
fn shift(tx: &mut WriteTx<'_>, may: &ManageTimetable, key: (i64, i32, i32), to: Bell) -> Result<()> {
    let institution = may.institution().0;
    on_backend!(tx, |c| {
        diesel::update(lesson::table.find((institution, key.0, key.1, key.2)))
            .set((
                lesson::number.eq(to.number),
                lesson::starts.eq(i32::from(Minutes::get(to.starts))),
                lesson::ends.eq(i32::from(Minutes::get(to.ends))),
            ))
            .execute(c)
    })?;
    on_backend!(tx, |c| {
        diesel::update(
            work::table
                .filter(work::institution_id.eq(institution).and(work::journal_id.eq(key.0)))
                .filter(work::day.eq(key.1).and(work::number.eq(key.2))),
        )
        .set(work::number.eq(to.number))
        .execute(c)
    })?;
    // Emptied cells keep their history, and with it their place.
    on_backend!(tx, |c| {
        diesel::update(
            mark::table
                .filter(mark::institution_id.eq(institution).and(mark::journal_id.eq(key.0)))
                .filter(mark::day.eq(key.1).and(mark::number.eq(key.2))),
        )
        .set(mark::number.eq(to.number))
        .execute(c)
    })?;
    Ok(())
}

/// When a lesson of that number is for a journal on a day, by the bells of its own classes.
fn bell(
    tx: &mut WriteTx<'_>,
    may: &ManageTimetable,
    journal: JournalId,
    on: Day,
    number: i32,
) -> Result<Option<Bell>> {
    let Some(year) = registry::read::year_at(tx, may.institution(), on)? else { return Ok(None) };
    let rules = registry::read::year_rules(tx, may.institution(), year.id)?;
    let classes: Vec<_> = registry::read::learners_of_journals(tx, may.institution(), year.id)?
        .into_iter()
        .filter(|(id, _)| *id == journal)
        .map(|(_, class)| class)
        .collect();
    let schedule = rules.schedule_of(&classes, on);
    Ok(schedule.and_then(|schedule| schedule.bells.iter().find(|bell| bell.number == number)).copied())
}

/// Decides what becomes of a lesson. What was decided before is undone first, so that the record always tells the way from
/// the timetable.
#[allow(clippy::too_many_arguments, reason = "one row of one table")]
pub fn substitute(
    tx: &mut WriteTx<'_>,
    may: &ManageTimetable,
    journal: JournalId,
    on: Day,
    number: i32,
    decision: &Decision,
    reason: &str,
    now: Millis,
) -> Result<Substituted> {
    let mut number = number;
    if let Some(before) = read::standing_for(tx, may, journal, on, number)? {
        if let Substituted::Refused(key) = restore(tx, may, &before, now)? {
            return Ok(Substituted::Refused(key));
        }
        number = before.planned_number;
    }
    let key = (journal.0, on.number(), number);
    let was = known(tx, may, key)?;
    let cut = |text: &str| text.trim().chars().take(WORDS).collect::<String>();
    let (mut teacher, mut room, mut now_number) = (was.teacher, was.room.clone(), number);
    let (kind, status) = match decision {
        Decision::Substitute { teacher: person, room: other } => {
            if is_busy(tx, may, *person, key, (was.starts, was.ends))? {
                return Ok(Substituted::Refused("substitution-refused-busy"));
            }
            teacher = Some(person.0);
            room = other.as_deref().map(cut).filter(|text| !text.is_empty()).unwrap_or(room);
            (SubstitutionKind::Substitute, "substituted")
        }
        Decision::Joint { teacher: person, room: theirs } => {
            teacher = Some(person.0);
            room = cut(theirs);
            (SubstitutionKind::Joint, "substituted")
        }
        Decision::Cancel => {
            if has_marks(tx, may, key)? {
                return Ok(Substituted::Refused("substitution-refused-marks"));
            }
            (SubstitutionKind::Cancelled, "cancelled")
        }
        Decision::Move { number: to } => {
            if has_marks(tx, may, key)? {
                return Ok(Substituted::Refused("substitution-refused-marks"));
            }
            let Some(bell) = bell(tx, may, journal, on, *to)? else {
                return Ok(Substituted::Refused("substitution-refused-hour"));
            };
            let taken: Option<i64> = on_backend!(tx, |c| {
                lesson::table
                    .find((may.institution().0, key.0, key.1, *to))
                    .select(lesson::id)
                    .first(c)
                    .optional()
            })?;
            if taken.is_some() {
                return Ok(Substituted::Refused("substitution-refused-hour"));
            }
            shift(tx, may, key, bell)?;
            now_number = *to;
            (SubstitutionKind::Moved, "planned")
        }
        Decision::Room { room: other } => {
            room = cut(other);
            (SubstitutionKind::Room, "planned")
        }
    };
    on_backend!(tx, |c| {
        diesel::update(lesson::table.find((may.institution().0, key.0, key.1, now_number)))
            .set((lesson::teacher_id.eq(teacher), lesson::room.eq(&room), lesson::status.eq(status)))
            .execute(c)
    })?;
    if let (SubstitutionKind::Substitute | SubstitutionKind::Joint, Some(person)) = (kind, teacher) {
        registry::write::add_substitute(tx, may.institution(), PersonId(person), journal, on, now_number)?;
    }
    let id = tx.next_id(Seq::School)?;
    let row = (
        substitution::institution_id.eq(may.institution().0),
        substitution::id.eq(id),
        substitution::day.eq(on.number()),
        substitution::journal_id.eq(journal.0),
        substitution::number.eq(now_number),
        substitution::kind.eq(kind.code()),
        substitution::planned_number.eq(number),
        substitution::planned_teacher_id.eq(was.teacher),
        substitution::planned_room.eq(&was.room),
        substitution::teacher_id.eq(teacher),
        substitution::room.eq(&room),
        substitution::reason.eq(cut(reason)),
        substitution::created_at.eq(now.0),
        substitution::created_by.eq(may.actor().0),
    );
    on_backend!(tx, |c| diesel::insert_into(substitution::table).values(row).execute(c))?;
    let event = match kind {
        SubstitutionKind::Substitute | SubstitutionKind::Joint => "lesson.substituted",
        SubstitutionKind::Cancelled => "lesson.cancelled",
        SubstitutionKind::Moved | SubstitutionKind::Room => "lesson.moved",
    };
    store::outbox::append(tx, may.institution(), event, was.id, &format!("{{\"substitution\":{id}}}"), now)?;
    Ok(Substituted::Done)
}

/// The lesson is again as the timetable has it.
pub fn undo_substitution(
    tx: &mut WriteTx<'_>,
    may: &ManageTimetable,
    id: i64,
    today: Day,
    now: Millis,
) -> Result<Substituted> {
    let Some(known) = read::standing(tx, may, id)? else {
        // A second click, or a colleague who was quicker.
        if read::is_undone(tx, may, id)? {
            return Ok(Substituted::Refused("substitution-already"));
        }
        return Err(Error::NotFound("substitution"));
    };
    // Who gave a lesson that is over is no longer a plan.
    if known.day < today {
        return Ok(Substituted::Refused("substitution-refused-past"));
    }
    restore(tx, may, &known, now)
}

fn restore(
    tx: &mut WriteTx<'_>,
    may: &ManageTimetable,
    of: &Substitution,
    now: Millis,
) -> Result<Substituted> {
    let key = (of.journal.0, of.day.number(), of.number);
    let lesson_id = known(tx, may, key)?.id;
    if of.number != of.planned_number {
        if has_marks(tx, may, key)? {
            return Ok(Substituted::Refused("substitution-refused-marks"));
        }
        let Some(bell) = bell(tx, may, of.journal, of.day, of.planned_number)? else {
            return Ok(Substituted::Refused("substitution-refused-hour"));
        };
        match known(tx, may, (key.0, key.1, of.planned_number)) {
            Ok(_) => return Ok(Substituted::Refused("substitution-refused-hour")),
            Err(Error::NotFound(_)) => {}
            Err(error) => return Err(error),
        }
        shift(tx, may, key, bell)?;
    }
    on_backend!(tx, |c| {
        diesel::update(lesson::table.find((may.institution().0, key.0, key.1, of.planned_number)))
            .set((
                lesson::teacher_id.eq(of.planned_teacher.map(|person| person.0)),
                lesson::room.eq(&of.planned_room),
                lesson::status.eq("planned"),
            ))
            .execute(c)
    })?;
    if let Some(person) = of.teacher {
        registry::write::remove_substitute(tx, may.institution(), person, of.journal, of.day, of.number)?;
    }
    on_backend!(tx, |c| {
        diesel::update(substitution::table.find((may.institution().0, of.id)))
            .set((substitution::undone_at.eq(Some(now.0)), substitution::undone_by.eq(Some(may.actor().0))))
            .execute(c)
    })?;
    let payload = format!("{{\"substitution\":{}}}", of.id);
    store::outbox::append(tx, may.institution(), "lesson.restored", lesson_id, &payload, now)?;
    Ok(Substituted::Done)
}
