//! What this room does when something happened elsewhere: a changed timetable (or changed bells, holidays, weeks) renews
//! the dated lessons, changed grading periods take their marks and sums along ([`follow_periods`]).

mod periods;

use std::collections::{HashMap, HashSet};

pub use periods::follow_periods;

use diesel::prelude::*;
use kernel::{Day, InstitutionId, JournalId, Millis, PersonId, YearId};
use registry::{Bell, BellSchedule, Learner, YearRules};
use store::ids::Seq;
use store::outbox::Event;
use store::{WriteTx, on_backend};

use crate::error::{Error, Result};
use crate::model::Lesson;
use crate::table::{lesson, mark, work};
use crate::{read, write};

/// Carries out one event of the outbox; unknown ones are none of this room's business.
pub fn handle(tx: &mut WriteTx<'_>, event: &Event, _now: Millis) -> Result<()> {
    if event.kind == "timetable.changed" {
        // The day, then the journals concerned; all of them when none is named.
        let mut words = event.payload.split(' ');
        let from = words.next().and_then(|n| n.parse::<i32>().ok()).and_then(|n| Day::from_number(n).ok());
        let from = from.ok_or(Error::Corrupt("outbox.payload"))?;
        let only: HashSet<JournalId> = words.filter_map(|id| id.parse().ok()).collect();
        renew(tx, InstitutionId(event.institution_id), YearId(event.subject_id), from, &only)?;
    }
    if event.kind == "periods.changed" {
        follow_periods(tx, InstitutionId(event.institution_id), YearId(event.subject_id))?;
    }
    Ok(())
}

/// What the timetable wants at one place of one day.
struct Wanted {
    bell: Bell,
    room: String,
    teacher: Option<PersonId>,
}

type Place = (JournalId, Day, i32);

/// Makes the dated lessons from `from` to the year's end agree with the timetable. Lessons that have marks or a topic
/// stay, whatever the timetable says now. Returns how many were made and how many went.
pub fn renew_lessons(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    year: YearId,
    from: Day,
) -> Result<(usize, usize)> {
    renew(tx, institution, year, from, &HashSet::new())
}

/// The same for some journals; for all of them when none is named.
fn renew(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    year: YearId,
    from: Day,
    only: &HashSet<JournalId>,
) -> Result<(usize, usize)> {
    let concerned = |journal: &JournalId| only.is_empty() || only.contains(journal);
    let rules = registry::read::year_rules(tx, institution, year)?;
    let journals: Vec<JournalId> = registry::read::journals(tx, institution, year)?
        .into_iter()
        .map(|j| j.id)
        .filter(concerned)
        .collect();
    let wanted = wanted(tx, institution, year, &rules, from, &concerned)?;
    // What somebody decided for a day stays while the timetable has the lesson.
    let decided: HashMap<Place, i32> = read::standing_from(tx, institution, from)?
        .into_iter()
        .map(|one| ((one.journal, one.day, one.number), one.planned_number))
        .collect();
    let (kind, weight) = write::ensure_kinds(tx, institution)?;
    let mut present: HashSet<Place> = HashSet::new();
    let mut gone = 0;
    for (known, teacher) in read::planned_from(tx, institution, &journals, from)? {
        let place = (known.journal, known.day, known.number);
        if let Some(number) = decided.get(&place) {
            let planned = (known.journal, known.day, *number);
            if wanted.contains_key(&planned) {
                present.extend([place, planned]);
                continue;
            }
        }
        match wanted.get(&place) {
            Some(want) => {
                present.insert(place);
                renew_one(tx, institution, &known, teacher, want)?;
            }
            None => gone += usize::from(remove_if_empty(tx, institution, &known, kind)?),
        }
    }
    let mut fresh: Vec<(&Place, &Wanted)> =
        wanted.iter().filter(|(place, _)| !present.contains(place)).collect();
    fresh.sort_unstable_by_key(|(place, _)| **place);
    let lesson_ids = tx.next_ids(Seq::Lesson, fresh.len())?;
    let work_ids = tx.next_ids(Seq::Work, fresh.len())?;
    let made: Vec<_> = fresh.iter().zip(lesson_ids.iter().zip(&work_ids)).collect();
    for chunk in made.chunks(1000) {
        let lessons: Vec<_> = chunk
            .iter()
            .map(|(((journal, day, number), want), (id, _))| {
                (
                    lesson::institution_id.eq(institution.0),
                    lesson::journal_id.eq(journal.0),
                    lesson::day.eq(day.number()),
                    lesson::number.eq(*number),
                    lesson::id.eq(**id),
                    lesson::starts.eq(i32::from(want.bell.starts.get())),
                    lesson::ends.eq(i32::from(want.bell.ends.get())),
                    lesson::room.eq(want.room.clone()),
                    lesson::teacher_id.eq(want.teacher.map(|t| t.0)),
                    lesson::status.eq("planned"),
                    lesson::topic.eq(""),
                    lesson::homework.eq(""),
                    lesson::version.eq(0),
                )
            })
            .collect();
        on_backend!(tx, |c| diesel::insert_into(lesson::table).values(lessons).execute(c))?;
        let works: Vec<_> = chunk
            .iter()
            .map(|(((journal, day, number), _), (_, id))| {
                (
                    work::institution_id.eq(institution.0),
                    work::journal_id.eq(journal.0),
                    work::day.eq(day.number()),
                    work::number.eq(*number),
                    work::ordinal.eq(0),
                    work::id.eq(**id),
                    work::kind_id.eq(kind),
                    work::weight.eq(weight),
                )
            })
            .collect();
        on_backend!(tx, |c| diesel::insert_into(work::table).values(works).execute(c))?;
    }
    Ok((made.len(), gone))
}

fn wanted(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    year: YearId,
    rules: &YearRules,
    from: Day,
    concerned: &impl Fn(&JournalId) -> bool,
) -> Result<HashMap<Place, Wanted>> {
    let mut entries = school::read::entries(tx, institution, year)?;
    let mut teachers: HashMap<JournalId, PersonId> = HashMap::new();
    for (journal, person, _) in registry::read::all_journal_teachers(tx, institution)? {
        teachers.entry(journal).or_insert(person);
    }
    let mut classes: HashMap<JournalId, Vec<Learner>> = HashMap::new();
    for (journal, class) in registry::read::learners_of_journals(tx, institution, year)? {
        classes.entry(journal).or_default().push(class);
    }
    let plan = &rules.plan;
    let cycle = entries.iter().map(|e| e.weeks).max().unwrap_or(0).max(1);
    entries.retain(|entry| concerned(&entry.journal));
    let start = plan.year.first_day.monday();
    let mut wanted = HashMap::new();
    for day in from.max(plan.year.first_day).through(plan.year.last_day) {
        if !plan.is_school_day(day) {
            continue;
        }
        let mut bells = DayBells { rules, day, known: HashMap::new() };
        let week = i32::try_from(start.days_until(day.monday()) / 7).unwrap_or(0) % cycle + 1;
        for entry in &entries {
            let valid = entry.weekday == i32::from(day.weekday())
                && entry.first_day <= day
                && entry.last_day.is_none_or(|last| day <= last)
                && (entry.weeks == 0 || entry.weeks == week);
            if !valid {
                continue;
            }
            let of = classes.get(&entry.journal).map(Vec::as_slice).unwrap_or_default();
            if let Some(bell) = bells.of(of, entry.number) {
                wanted.insert(
                    (entry.journal, day, entry.number),
                    Wanted { bell, room: entry.room.clone(), teacher: teachers.get(&entry.journal).copied() },
                );
            }
        }
    }
    Ok(wanted)
}

/// The bells of one day, class by class.
struct DayBells<'a> {
    rules: &'a YearRules,
    day: Day,
    known: HashMap<Learner, Option<&'a BellSchedule>>,
}

impl DayBells<'_> {
    /// When the lesson of that number is for a journal of these classes: by the first of them that learns on this day.
    fn of(&mut self, classes: &[Learner], number: i32) -> Option<Bell> {
        let (rules, day) = (self.rules, self.day);
        let schedule = classes.iter().find_map(|class| {
            *self.known.entry(*class).or_insert_with(|| {
                if rules.is_school_day(*class, day) { rules.schedule_on(*class, day) } else { None }
            })
        });
        schedule?.bells.iter().find(|bell| bell.number == number).copied()
    }
}

fn renew_one(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    known: &Lesson,
    teacher: Option<PersonId>,
    want: &Wanted,
) -> Result<()> {
    let same = known.room == want.room
        && known.starts == want.bell.starts
        && known.ends == want.bell.ends
        && teacher == want.teacher;
    if same {
        return Ok(());
    }
    on_backend!(tx, |c| {
        diesel::update(lesson::table.find((institution.0, known.journal.0, known.day.number(), known.number)))
            .set((
                lesson::room.eq(&want.room),
                lesson::starts.eq(i32::from(want.bell.starts.get())),
                lesson::ends.eq(i32::from(want.bell.ends.get())),
                lesson::teacher_id.eq(want.teacher.map(|t| t.0)),
            ))
            .execute(c)
    })?;
    Ok(())
}

/// Removes a lesson nobody wrote anything for. `kind` is what its one work begins as.
fn remove_if_empty(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    known: &Lesson,
    kind: i64,
) -> Result<bool> {
    if !known.topic.is_empty() || !known.homework.is_empty() {
        return Ok(false);
    }
    let place = (known.journal.0, known.day.number(), known.number);
    let marked: Option<i64> = on_backend!(tx, |c| {
        mark::table
            .filter(mark::institution_id.eq(institution.0).and(mark::journal_id.eq(place.0)))
            .filter(mark::day.eq(place.1).and(mark::number.eq(place.2)))
            .select(mark::pupil_id)
            .first(c)
            .optional()
    })?;
    let planned: Option<i64> = on_backend!(tx, |c| {
        work::table
            .filter(work::institution_id.eq(institution.0).and(work::journal_id.eq(place.0)))
            .filter(work::day.eq(place.1).and(work::number.eq(place.2)))
            .filter(work::ordinal.gt(0).or(work::kind_id.ne(kind)))
            .select(work::id)
            .first(c)
            .optional()
    })?;
    if marked.is_some() || planned.is_some() {
        return Ok(false);
    }
    on_backend!(tx, |c| {
        diesel::delete(
            work::table
                .filter(work::institution_id.eq(institution.0).and(work::journal_id.eq(place.0)))
                .filter(work::day.eq(place.1).and(work::number.eq(place.2))),
        )
        .execute(c)
    })?;
    on_backend!(tx, |c| {
        diesel::delete(lesson::table.find((institution.0, place.0, place.1, place.2))).execute(c)
    })?;
    Ok(true)
}
