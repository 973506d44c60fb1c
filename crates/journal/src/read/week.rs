//! The week of somebody who works at a school: own lessons, lessons taken for others, what became of them, days off.

use std::collections::{BTreeMap, HashMap, HashSet};

use access::SeeOwnTimetable;
use kernel::{Day, InstitutionId, JournalId, PersonId};
use registry::{Journal, Learner};
use store::ReadTx;

use super::substitutions::{absences_of, between};
use crate::error::Result;
use crate::model::{Lesson, OwnLesson, OwnWeek, Substitution};

/// So many places of work are looked at.
const PLACES: usize = 5;

/// The week from a Monday on. About a dozen statements a place of work.
///
/// # Errors
/// The database failed.
pub fn own_week(tx: &mut ReadTx<'_>, may: &SeeOwnTimetable, monday: Day) -> Result<OwnWeek> {
    let mut week = OwnWeek::default();
    let mut own: HashMap<InstitutionId, Vec<Journal>> = HashMap::new();
    for journal in registry::read::journals_taught_by(tx, may.person())? {
        own.entry(journal.institution).or_default().push(journal);
    }
    for place in may.institutions().iter().take(PLACES) {
        at(tx, may.person(), *place, own.remove(place).unwrap_or_default(), monday, &mut week)?;
    }
    week.lessons
        .sort_by_key(|one| (one.lesson.day, one.lesson.starts, one.lesson.number, one.lesson.journal));
    week.holidays.dedup();
    Ok(week)
}

fn at(
    tx: &mut ReadTx<'_>,
    person: PersonId,
    place: InstitutionId,
    own: Vec<Journal>,
    monday: Day,
    week: &mut OwnWeek,
) -> Result<()> {
    let sunday = monday.plus(6);
    let taken: HashSet<(Day, JournalId, i32)> =
        registry::read::substituted_by(tx, place, person, (monday, sunday))?.into_iter().collect();
    week.absences.extend(absences_of(tx, place, person, monday, sunday)?);
    if own.is_empty() && taken.is_empty() {
        return Ok(());
    }
    let mut journals: BTreeMap<JournalId, Journal> =
        own.into_iter().map(|journal| (journal.id, journal)).collect();
    let mine: HashSet<JournalId> = journals.keys().copied().collect();
    for (_, id, _) in &taken {
        if !journals.contains_key(id)
            && let Some((journal, _)) = registry::read::journal_of(tx, place, *id, person)?
        {
            journals.insert(*id, journal);
        }
    }
    let ids: Vec<JournalId> = journals.keys().copied().collect();
    let standing: HashMap<(Day, JournalId, i32), Substitution> = between(tx, place, monday, sunday)?
        .into_iter()
        .filter(|one| one.undone_at.is_none() && journals.contains_key(&one.journal))
        .map(|one| ((one.day, one.journal, one.number), one))
        .collect();
    let mut names: HashMap<PersonId, String> = HashMap::new();
    for one in standing.values() {
        for other in [one.teacher, one.planned_teacher].into_iter().flatten() {
            if other != person && !names.contains_key(&other) {
                names.insert(other, registry::read::person(tx, other)?.name.initials());
            }
        }
    }
    let lessons: Vec<Lesson> = super::lessons::lessons_between(tx, place, &ids, monday, sunday)?;
    holidays(tx, place, &journals, &mine, monday, week)?;
    for lesson in lessons {
        let key = (lesson.day, lesson.journal, lesson.number);
        let is_taken = taken.contains(&key);
        if !is_taken && !mine.contains(&lesson.journal) {
            continue;
        }
        let Some(journal) = journals.get(&lesson.journal) else { continue };
        let became = standing.get(&key).cloned();
        let who = |of: Option<PersonId>| of.and_then(|id| names.get(&id)).cloned().unwrap_or_default();
        week.lessons.push(OwnLesson {
            subject: journal.subject_name.clone(),
            groups: journal.groups_name.clone(),
            taken: is_taken,
            teacher: who(became.as_ref().and_then(|one| one.teacher)),
            planned_teacher: who(became.as_ref().and_then(|one| one.planned_teacher)),
            became,
            lesson,
        });
    }
    Ok(())
}

/// The days of the week that all classes somebody teaches have free.
fn holidays(
    tx: &mut ReadTx<'_>,
    place: InstitutionId,
    journals: &BTreeMap<JournalId, Journal>,
    mine: &HashSet<JournalId>,
    monday: Day,
    week: &mut OwnWeek,
) -> Result<()> {
    let Some(year) = registry::read::year_at(tx, place, monday.plus(6))? else { return Ok(()) };
    let rules = registry::read::year_rules(tx, place, year.id)?;
    let mut classes: Vec<Learner> = registry::read::learners_of_journals(tx, place, year.id)?
        .into_iter()
        .filter(|(journal, _)| mine.contains(journal) && journals.contains_key(journal))
        .map(|(_, class)| class)
        .collect();
    classes.sort_unstable();
    classes.dedup();
    for day in monday.through(monday.plus(5)) {
        if let Some(title) = rules.holiday_of(&classes, day) {
            week.holidays.push((day, title.to_owned()));
        }
    }
    Ok(())
}
