//! Substitutions: who is absent on a day, and what becomes of each lesson. The pages stand here and not in the school's
//! room, because a dated lesson is the journal's.

mod absences;
mod day;
mod decide;
mod month;
pub(super) mod words;

use std::collections::{HashMap, HashSet};

use access::SeeSchool;
use kernel::{Day, JournalId, PersonId};
use kit::{PageError, Routes};
use school::timetable::plan::{self, Plan};
use store::ReadTx;

use crate::model::{Absence, DayLesson, DayView, Substitution};
use crate::read;

/// Every route of the substitutions.
pub fn routes() -> Routes {
    Routes::new()
        .get("/school/substitutions/", day::today)
        .get("/school/substitutions/{day}/", day::show)
        .get("/school/substitutions/{day}/{journal}/{number}/", decide::show)
        .post("/school/substitutions/{day}/{journal}/{number}/", decide::save)
        .post("/school/substitutions/undo/", decide::undo)
        .post("/school/substitutions/absences/", absences::add)
        .post("/school/substitutions/absences/withdraw/", absences::withdraw)
        .get("/school/substitutions/month/", month::show)
}

/// A school's day: about twenty statements, whatever its size.
struct DayOf {
    plan: Plan,
    day: Day,
    lessons: Vec<DayLesson>,
    absences: Vec<Absence>,
    /// Who has lessons on the day and has left the staff before: name and last day at work.
    left: Vec<(PersonId, kernel::PersonName, Day)>,
    /// Of the month, undone ones too.
    month: Vec<Substitution>,
    absent: HashSet<PersonId>,
    taken: HashMap<PersonId, usize>,
}

/// Loads a day; not found when the school has no year.
fn load(tx: &mut ReadTx<'_>, may: &SeeSchool, day: Day) -> Result<DayOf, PageError> {
    let plan = plan::load(tx, may.institution(), day).map_err(PageError::from)?.ok_or(PageError::NotFound)?;
    let journals: Vec<JournalId> = plan.journals.iter().map(|journal| journal.id).collect();
    let lessons = read::lessons_of_day(tx, may, &journals, day)?;
    let absences = read::absences_on(tx, may, day)?;
    let first = day.plus(1 - i64::from(day.day_of_month()));
    let next = first.plus(31);
    let last = next.plus(-i64::from(next.day_of_month()));
    let month = read::substitutions(tx, may, first, last)?;
    let mut taken: HashMap<PersonId, usize> = HashMap::new();
    for one in month.iter().filter(|one| one.undone_at.is_none() && one.teacher != one.planned_teacher) {
        if let Some(person) = one.teacher {
            *taken.entry(person).or_default() += 1;
        }
    }
    let mut teachers: Vec<PersonId> = lessons
        .iter()
        .filter_map(|lesson| lesson.teacher)
        .chain(month.iter().filter(|one| one.day == day).filter_map(|one| one.planned_teacher))
        .filter(|id| plan.staff.iter().all(|(known, _)| known != id))
        .collect();
    teachers.sort_unstable();
    teachers.dedup();
    let left = registry::read::left_staff(tx, may.institution(), &teachers, day)?;
    let absent =
        absences.iter().map(|absence| absence.person).chain(left.iter().map(|(id, ..)| *id)).collect();
    Ok(DayOf { plan, day, lessons, absences, left, month, absent, taken })
}

impl DayOf {
    fn view(&self) -> DayView<'_> {
        DayView {
            plan: &self.plan,
            day: self.day,
            lessons: &self.lessons,
            absent: &self.absent,
            taken: &self.taken,
        }
    }

    /// What stands for a lesson.
    fn standing(&self, lesson: &DayLesson) -> Option<&Substitution> {
        self.month.iter().rev().find(|one| {
            one.undone_at.is_none()
                && (one.day, one.journal, one.number)
                    == (lesson.lesson.day, lesson.lesson.journal, lesson.lesson.number)
        })
    }

    /// Whose lesson it is by the timetable.
    fn planned_teacher(&self, lesson: &DayLesson) -> Option<PersonId> {
        self.standing(lesson).map_or(lesson.teacher, |one| one.planned_teacher)
    }

    /// «Математика, 7А».
    fn title(&self, journal: JournalId) -> String {
        self.plan.journal(journal).map_or_else(
            || "—".to_owned(),
            |journal| format!("{}, {}", journal.subject_name, journal.groups_name),
        )
    }
}

/// What was not made by our pages.
fn bad<E>(_: E) -> PageError {
    PageError::BadRequest("the address was not made by this page")
}

/// A day and the right to decide over it, at the same school: who sees one and decides at another does neither here.
fn both(actor: &access::Actor) -> Result<(SeeSchool, access::ManageTimetable), PageError> {
    let (see, manage) = (access::see_school(actor)?, access::manage_timetable(actor)?);
    if see.institution() == manage.institution() { Ok((see, manage)) } else { Err(PageError::NotFound) }
}

/// Heads of the school look; `true` for who may decide as well.
fn may(actor: &access::Actor) -> Result<(SeeSchool, bool), PageError> {
    let see = access::see_school(actor)?;
    let manages =
        access::manage_timetable(actor).is_ok_and(|manage| manage.institution() == see.institution());
    Ok((see, manages))
}
