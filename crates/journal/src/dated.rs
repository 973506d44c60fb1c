//! What the pages of the school ask of dated lessons: those that a day off would cancel, and those that nobody has decided about.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use diesel::prelude::*;
use kernel::{Day, InstitutionId, JournalId, PersonId, YearId};
use registry::{Holiday, Learner};
use school::lessons::{DatedLessons, Falling, Lessons};
use store::{ReadTx, on_backend};

use crate::error::{Error, Result};
use crate::model::LessonStatus;
use crate::read;
use crate::table::{lesson, mark, work, work_kind};

/// So many journals go into one statement.
const CHUNK: usize = 500;
/// So many lessons are told at most.
const MOST: i64 = 2000;

struct Journal;

/// For the routes of the school room.
#[must_use]
pub fn lessons() -> Lessons {
    Arc::new(Journal)
}

fn outside(error: Error) -> school::Error {
    match error {
        Error::Store(error) => school::Error::Store(error),
        Error::Registry(error) => school::Error::Registry(error),
        Error::School(error) => error,
        Error::NotFound(_) => school::Error::NotFound,
        Error::Corrupt(what) => school::Error::Corrupt(what),
    }
}

impl DatedLessons for Journal {
    fn falling(
        &self,
        tx: &mut ReadTx<'_>,
        at: InstitutionId,
        year: YearId,
        holidays: &[Holiday],
        bounds: (Day, Day),
        today: Day,
    ) -> std::result::Result<Vec<Falling>, school::Error> {
        falling(tx, at, year, holidays, bounds, today).map_err(outside)
    }

    fn undecided(
        &self,
        tx: &mut ReadTx<'_>,
        at: InstitutionId,
        first: Day,
        last: Day,
    ) -> std::result::Result<Vec<(Day, usize)>, school::Error> {
        undecided(tx, at, first, last).map_err(outside)
    }
}

type Place = (i64, i32, i32);

fn falling(
    tx: &mut ReadTx<'_>,
    at: InstitutionId,
    year: YearId,
    holidays: &[Holiday],
    bounds: (Day, Day),
    today: Day,
) -> Result<Vec<Falling>> {
    let old = registry::read::year_rules(tx, at, year)?;
    let mut new = old.clone();
    new.plan.holidays = holidays.to_vec();
    (new.plan.year.first_day, new.plan.year.last_day) = bounds;
    let mut classes: HashMap<JournalId, Vec<Learner>> = HashMap::new();
    let mut all: BTreeSet<Learner> = BTreeSet::new();
    for (journal, class) in registry::read::learners_of_journals(tx, at, year)? {
        classes.entry(journal).or_default().push(class);
        all.insert(class);
    }
    let free = |class: &Learner, day: Day| old.is_school_day(*class, day) && !new.is_school_day(*class, day);
    let days: Vec<i32> = today
        .max(old.plan.year.first_day)
        .through(old.plan.year.last_day)
        .filter(|day| all.iter().any(|class| free(class, *day)))
        .map(Day::number)
        .collect();
    if days.is_empty() {
        return Ok(Vec::new());
    }
    let journals = registry::read::journals(tx, at, year)?;
    let decided: HashSet<Place> = read::standing_from(tx, at, today)?
        .into_iter()
        .map(|one| (one.journal.0, one.day.number(), one.number))
        .collect();
    let ids: Vec<i64> = journals.iter().map(|journal| journal.id.0).collect();
    let first_kind: Option<i64> = on_backend!(tx, |c| {
        work_kind::table
            .filter(work_kind::institution_id.eq(at.0))
            .order(work_kind::ordinal)
            .select(work_kind::id)
            .first(c)
            .optional()
    })?;
    let mut found = Vec::new();
    for chunk in ids.chunks(CHUNK) {
        let lessons: Vec<(i64, i32, i32, String, String, String)> = on_backend!(tx, |c| {
            lesson::table
                .filter(lesson::institution_id.eq(at.0).and(lesson::journal_id.eq_any(chunk)))
                .filter(lesson::day.eq_any(&days))
                .limit(100_000)
                .select((
                    lesson::journal_id,
                    lesson::day,
                    lesson::number,
                    lesson::topic,
                    lesson::homework,
                    lesson::status,
                ))
                .load(c)
        })?;
        let marks: Vec<Place> = on_backend!(tx, |c| {
            mark::table
                .filter(mark::institution_id.eq(at.0).and(mark::journal_id.eq_any(chunk)))
                .filter(mark::day.eq_any(&days))
                .filter(mark::value.is_not_null().or(mark::attendance.is_not_null()))
                .limit(100_000)
                .select((mark::journal_id, mark::day, mark::number))
                .load(c)
        })?;
        let mut count: HashMap<Place, usize> = HashMap::new();
        for place in marks {
            *count.entry(place).or_default() += 1;
        }
        let works: Vec<Place> = on_backend!(tx, |c| {
            work::table
                .filter(work::institution_id.eq(at.0).and(work::journal_id.eq_any(chunk)))
                .filter(work::day.eq_any(&days))
                .filter(work::ordinal.gt(0).or(work::kind_id.ne(first_kind.unwrap_or_default())))
                .limit(100_000)
                .select((work::journal_id, work::day, work::number))
                .load(c)
        })?;
        let works: HashSet<Place> = works.into_iter().collect();
        for (journal, on, number, topic, homework, status) in lessons {
            let (place, day) = ((journal, on, number), read::day(on)?);
            let of = classes.get(&JournalId(journal)).map(Vec::as_slice).unwrap_or_default();
            let falls = old.schedule_of(of, day).is_some() && new.schedule_of(of, day).is_none();
            let one = Falling {
                day,
                number,
                title: journals
                    .iter()
                    .find(|known| known.id.0 == journal)
                    .map(|known| format!("{}, {}", known.subject_name, known.groups_name))
                    .unwrap_or_default(),
                topic: !topic.trim().is_empty(),
                homework: !homework.trim().is_empty(),
                marks: count.get(&place).copied().unwrap_or_default(),
                works: works.contains(&place),
                decided: decided.contains(&place),
            };
            let cancelled = LessonStatus::from_code(&status) == LessonStatus::Cancelled;
            let holds = one.topic || one.homework || one.marks > 0 || one.works || one.decided;
            if falls && holds && !cancelled {
                found.push(one);
            }
        }
    }
    found.sort_by(|a, b| (a.day, a.number, &a.title).cmp(&(b.day, b.number, &b.title)));
    found.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
    Ok(found)
}

fn undecided(tx: &mut ReadTx<'_>, at: InstitutionId, first: Day, last: Day) -> Result<Vec<(Day, usize)>> {
    let Some(year) = registry::read::year_at(tx, at, first)? else { return Ok(Vec::new()) };
    let journals: Vec<i64> =
        registry::read::journals(tx, at, year.id)?.into_iter().map(|journal| journal.id.0).collect();
    let staff: HashSet<PersonId> =
        registry::read::staff_of(tx, at)?.into_iter().map(|(person, ..)| person).collect();
    let absences = read::absences_between(tx, at, first, last)?;
    let decided: HashSet<Place> = read::between(tx, at, first, last)?
        .into_iter()
        .filter(|one| one.undone_at.is_none())
        .map(|one| (one.journal.0, one.day.number(), one.number))
        .collect();
    let mut count: BTreeMap<Day, usize> = BTreeMap::new();
    for chunk in journals.chunks(CHUNK) {
        let rows: Vec<(i64, i32, i32, Option<i64>)> = on_backend!(tx, |c| {
            lesson::table
                .filter(lesson::institution_id.eq(at.0).and(lesson::journal_id.eq_any(chunk)))
                .filter(lesson::day.between(first.number(), last.number()))
                .filter(lesson::status.eq(LessonStatus::Planned.code()))
                .limit(100_000)
                .select((lesson::journal_id, lesson::day, lesson::number, lesson::teacher_id))
                .load(c)
        })?;
        for (journal, on, number, teacher) in rows {
            let day = read::day(on)?;
            let open = teacher.map(PersonId).is_none_or(|person| {
                !staff.contains(&person)
                    || absences.iter().any(|a| a.person == person && a.first_day <= day && day <= a.last_day)
            });
            if open && !decided.contains(&(journal, on, number)) {
                *count.entry(day).or_default() += 1;
            }
        }
    }
    Ok(count.into_iter().collect())
}
