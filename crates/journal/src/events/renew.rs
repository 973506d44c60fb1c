//! The renewal of dated lessons: what the weekly timetable, bells, weeks and days off want, compared with what is there.
//!
//! Nothing that somebody wrote is erased. A lesson that loses its hour to a day off (or a short day) and holds a topic, homework,
//! works, marks or a decision is cancelled and kept; when the day is a school day again, it takes place again. One that
//! holds nothing goes, and comes anew. A lesson that left the weekly timetable takes its decision with it.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;
use kernel::{Day, InstitutionId, JournalId, Millis, PersonId, YearId};
use registry::{Bell, BellSchedule, Learner, PeriodKind, YearRules};
use store::ids::Seq;
use store::{WriteTx, on_backend};

use crate::error::Result;
use crate::model::{Lesson, LessonStatus, Substitution, SubstitutionKind};
use crate::table::{homework, lesson, mark, substitution, work};
use crate::{read, write};

/// What the timetable wants at one place of one day.
struct Wanted {
    bell: Bell,
    room: String,
    teacher: Option<PersonId>,
}

type Place = (JournalId, Day, i32);

/// Makes the dated lessons from `from` to the year's end agree with the timetable. Lessons that have marks or a topic
/// stay, whatever the timetable says now. Returns how many were made and how many went.
///
/// # Errors
/// The database failed.
pub fn renew_lessons(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    year: YearId,
    from: Day,
    now: Millis,
) -> Result<(usize, usize)> {
    renew(tx, institution, year, from, &HashSet::new(), now)
}

/// The same for some journals; for all of them when none is named.
pub(super) fn renew(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    year: YearId,
    from: Day,
    only: &HashSet<JournalId>,
    now: Millis,
) -> Result<(usize, usize)> {
    let concerned = |journal: &JournalId| only.is_empty() || only.contains(journal);
    let rules = registry::read::year_rules(tx, institution, year)?;
    let known = registry::read::journals(tx, institution, year)?;
    let kinds: HashMap<JournalId, PeriodKind> =
        known.iter().filter(|j| concerned(&j.id)).map(|j| (j.id, j.period_kind)).collect();
    let journals: Vec<JournalId> = known.into_iter().map(|j| j.id).filter(concerned).collect();
    // What a closed period has stays as it was signed off.
    let closed = |journal: JournalId, day: Day| {
        let period = kinds.get(&journal).and_then(|kind| rules.plan.period(*kind, day));
        period.is_some_and(|period| period.locked_at.is_some())
    };
    let mut classes: HashMap<JournalId, Vec<Learner>> = HashMap::new();
    for (journal, class) in registry::read::learners_of_journals(tx, institution, year)? {
        classes.entry(journal).or_default().push(class);
    }
    let Plan { mut wanted, fallen } = wanted(tx, institution, year, &rules, &classes, from, &concerned)?;
    wanted.retain(|(journal, day, _), _| !closed(*journal, *day));
    // What somebody decided for a day stays while the timetable has the lesson.
    let decided: HashMap<Place, Substitution> = read::standing_from(tx, institution, from)?
        .into_iter()
        .map(|one| ((one.journal, one.day, one.number), one))
        .collect();
    let (kind, weight) = write::ensure_kinds(tx, institution)?;
    let mut present: HashSet<Place> = HashSet::new();
    let mut gone = 0;
    // Days that lost a lesson at which something was due.
    let mut lost: Vec<(JournalId, Day)> = Vec::new();
    for (known, teacher, tasks) in read::planned_from(tx, institution, &journals, from)? {
        let place = (known.journal, known.day, known.number);
        if closed(known.journal, known.day) {
            continue;
        }
        if let Some(decision) = decided.get(&place) {
            let planned = (known.journal, known.day, decision.planned_number);
            if let Some(want) = wanted.get(&planned) {
                present.extend([place, planned]);
                let of = classes.get(&known.journal).map(Vec::as_slice).unwrap_or_default();
                let moved = rules
                    .schedule_of(of, known.day)
                    .and_then(|schedule| schedule.bells.iter().find(|bell| bell.number == known.number))
                    .copied();
                // An hour that the day's bells no longer have keeps the times it was given.
                let bell = if place == planned { Some(want.bell) } else { moved };
                set_standing(tx, institution, &known, status_of(decision.kind), bell)?;
                continue;
            }
            if fallen.contains(&planned) {
                present.extend([place, planned]);
                set_standing(tx, institution, &known, LessonStatus::Cancelled, None)?;
                continue;
            }
            close(tx, institution, decision, &known, now)?;
            if remove_if_empty(tx, institution, &known, kind)? {
                gone += 1;
                lost.extend(tasks.then_some((known.journal, known.day)));
            }
            continue;
        }
        match wanted.get(&place) {
            Some(want) => {
                present.insert(place);
                renew_one(tx, institution, &known, teacher, want)?;
            }
            None => {
                let removed = remove_if_empty(tx, institution, &known, kind)?;
                gone += usize::from(removed);
                lost.extend((removed && tasks).then_some((known.journal, known.day)));
                if !removed && fallen.contains(&place) {
                    set_standing(tx, institution, &known, LessonStatus::Cancelled, None)?;
                }
            }
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
    let made = made.len();
    write::homework::follow_lessons(tx, institution, &lost, now)?;
    Ok((made, gone))
}

/// What the timetable wants, and what it would want if the day were an ordinary one.
struct Plan {
    wanted: HashMap<Place, Wanted>,
    /// Places of the weekly timetable that the day's bells or holidays take away.
    fallen: HashSet<Place>,
}

#[allow(clippy::too_many_arguments, reason = "what a year's lessons follow from")]
fn wanted(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    year: YearId,
    rules: &YearRules,
    classes: &HashMap<JournalId, Vec<Learner>>,
    from: Day,
    concerned: &impl Fn(&JournalId) -> bool,
) -> Result<Plan> {
    let mut entries = school::read::entries(tx, institution, year)?;
    let mut teachers: HashMap<JournalId, PersonId> = HashMap::new();
    for (journal, person, _) in registry::read::all_journal_teachers(tx, institution)? {
        teachers.entry(journal).or_insert(person);
    }
    let plan = &rules.plan;
    let cycle = entries.iter().map(|e| e.weeks).max().unwrap_or(0).max(1);
    entries.retain(|entry| concerned(&entry.journal));
    let start = plan.year.first_day.monday();
    let (mut wanted, mut fallen) = (HashMap::new(), HashSet::new());
    for day in from.max(plan.year.first_day).through(plan.year.last_day) {
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
            let place = (entry.journal, day, entry.number);
            match bells.of(of, entry.number) {
                Some(bell) => {
                    let teacher = teachers.get(&entry.journal).copied();
                    wanted.insert(place, Wanted { bell, room: entry.room.clone(), teacher });
                }
                None => {
                    fallen.insert(place);
                }
            }
        }
    }
    Ok(Plan { wanted, fallen })
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
    let same = known.status == LessonStatus::Planned
        && known.room == want.room
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
                lesson::status.eq(LessonStatus::Planned.code()),
            ))
            .execute(c)
    })?;
    Ok(())
}

const fn status_of(kind: SubstitutionKind) -> LessonStatus {
    match kind {
        SubstitutionKind::Substitute | SubstitutionKind::Joint => LessonStatus::Substituted,
        SubstitutionKind::Cancelled => LessonStatus::Cancelled,
        SubstitutionKind::Moved | SubstitutionKind::Room => LessonStatus::Planned,
    }
}

/// A lesson that stays where it is: its status, and its times by the bells of now.
fn set_standing(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    known: &Lesson,
    status: LessonStatus,
    bell: Option<Bell>,
) -> Result<()> {
    let (starts, ends) = bell.map_or((known.starts, known.ends), |bell| (bell.starts, bell.ends));
    if (known.status, known.starts, known.ends) == (status, starts, ends) {
        return Ok(());
    }
    on_backend!(tx, |c| {
        diesel::update(lesson::table.find((institution.0, known.journal.0, known.day.number(), known.number)))
            .set((
                lesson::status.eq(status.code()),
                lesson::starts.eq(i32::from(starts.get())),
                lesson::ends.eq(i32::from(ends.get())),
            ))
            .execute(c)
    })?;
    Ok(())
}

/// The timetable no longer has a lesson about which something was decided: the decision ends with it, and whoever was told
/// of it is told so.
fn close(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    decision: &Substitution,
    known: &Lesson,
    now: Millis,
) -> Result<()> {
    on_backend!(tx, |c| {
        diesel::update(lesson::table.find((institution.0, known.journal.0, known.day.number(), known.number)))
            .set((
                lesson::teacher_id.eq(decision.planned_teacher.map(|person| person.0)),
                lesson::room.eq(&decision.planned_room),
                lesson::status.eq(LessonStatus::Planned.code()),
            ))
            .execute(c)
    })?;
    if let Some(person) = decision.teacher {
        let (journal, day, number) = (decision.journal, decision.day, decision.number);
        registry::write::remove_substitute(tx, institution, person, journal, day, number)?;
    }
    // Nobody undid it: the column for who stays empty.
    on_backend!(tx, |c| {
        diesel::update(substitution::table.find((institution.0, decision.id)))
            .set(substitution::undone_at.eq(Some(now.0)))
            .execute(c)
    })?;
    let payload = format!("{{\"substitution\":{}}}", decision.id);
    store::outbox::append(tx, institution, "lesson.restored", known.id.0, &payload, now)?;
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
    let given: Option<i64> = on_backend!(tx, |c| {
        homework::table
            .filter(homework::institution_id.eq(institution.0).and(homework::lesson_id.eq(known.id.0)))
            .select(homework::id)
            .first(c)
            .optional()
    })?;
    if given.is_some() {
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
