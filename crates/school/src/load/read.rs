//! Questions about curriculum and load.

use std::collections::{HashMap, HashSet};

use access::SeeSchool;
use diesel::prelude::*;
use kernel::{ClassId, Day, InstitutionId, JournalId, SubjectId, YearId};
use registry::Learner;
use store::{ReadTx, on_backend};

use super::model::{Hours, Limit, LoadForm, LoadJournal, Removal, YearLoad};
use super::table::{curriculum, journal_load, load_limit};
use crate::error::{Error, Result};
use crate::model::Entry;
use crate::table::timetable_entry;

/// In a cycle of two weeks an hour of one of them is half an hour a week, tenths.
const HALF: i32 = 5;

/// The load of a year as it stands on a day.
pub fn year_load(tx: &mut ReadTx<'_>, may: &SeeSchool, year: YearId, on: Day) -> Result<YearLoad> {
    let institution = may.institution();
    let classes = registry::read::classes(tx, institution, year)?;
    let mut groups: HashMap<JournalId, Vec<_>> = HashMap::new();
    for (journal, class, group) in registry::read::journal_groups(tx, institution, year)? {
        groups.entry(journal).or_default().push((class, group));
    }
    let mut teachers: HashMap<JournalId, Vec<_>> = HashMap::new();
    // Who no longer works here teaches nothing, whatever the journal still says.
    let staff: HashSet<_> =
        registry::read::staff_of(tx, institution)?.into_iter().map(|(person, ..)| person).collect();
    for (journal, person, _) in registry::read::all_journal_teachers(tx, institution)? {
        if staff.contains(&person) {
            teachers.entry(journal).or_default().push(person);
        }
    }
    let said = said(tx, institution)?;
    let entries = crate::read::entries(tx, institution, year)?;
    let placed = placed(&entries, on);
    let mut journals: Vec<LoadJournal> = registry::read::journals(tx, institution, year)?
        .into_iter()
        .map(|journal| {
            let placed = placed.get(&journal.id).copied().unwrap_or_default();
            let (hours, form) = said.get(&journal.id).copied().unwrap_or((placed, LoadForm::Lesson));
            LoadJournal {
                groups: groups.remove(&journal.id).unwrap_or_default(),
                teachers: teachers.remove(&journal.id).unwrap_or_default(),
                hours,
                placed,
                form,
                journal,
            }
        })
        .collect();
    journals.sort_by(|a, b| {
        (&a.journal.subject_name, &a.journal.groups_name)
            .cmp(&(&b.journal.subject_name, &b.journal.groups_name))
    });
    let grade_of: HashMap<ClassId, i32> = classes.iter().map(|class| (class.id, class.grade)).collect();
    let saturday: HashSet<JournalId> =
        entries.iter().filter(|e| e.weekday == 6 && e.holds(on)).map(|e| e.journal).collect();
    let six_days: HashSet<i32> = journals
        .iter()
        .filter(|j| saturday.contains(&j.journal.id))
        .flat_map(|j| j.groups.iter().filter_map(|(class, _)| grade_of.get(class).copied()))
        .collect();
    let known = limits(tx, on)?;
    let rules = registry::read::year_rules(tx, institution, year)?;
    let limits = classes
        .iter()
        .filter_map(|class| {
            let days = match rules.grade_plan(Learner { grade: class.grade, id: class.id }) {
                Some(plan) if plan.week_days >= 6 => 6,
                Some(_) => 5,
                None if six_days.contains(&class.grade) => 6,
                None => 5,
            };
            let limit = known.get(&(days, class.grade))?;
            Some((class.id, (days, limit.clone())))
        })
        .collect();
    Ok(YearLoad {
        curriculum: hours_of_classes(tx, institution, &grade_of)?,
        subjects: registry::read::subjects(tx, institution)?,
        classes,
        journals,
        limits,
    })
}

/// The hours of journals that belong into the weekly timetable; home teaching and extracurricular hours do not.
pub(crate) fn hours_to_place(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
) -> Result<HashMap<JournalId, Hours>> {
    let said = said(tx, institution)?;
    Ok(said.into_iter().filter(|(_, (_, form))| form.counts()).map(|(id, (hours, _))| (id, hours)).collect())
}

/// What was said of journals; at most ten thousand.
fn said(tx: &mut ReadTx<'_>, institution: InstitutionId) -> Result<HashMap<JournalId, (Hours, LoadForm)>> {
    let rows: Vec<(i64, i32, String)> = on_backend!(tx, |c| {
        journal_load::table
            .filter(journal_load::institution_id.eq(institution.0))
            .order(journal_load::journal_id)
            .limit(10_000)
            .select((journal_load::journal_id, journal_load::hours, journal_load::form))
            .load(c)
    })?;
    rows.into_iter()
        .map(|(journal, hours, form)| {
            let hours = Hours::from_tenths(hours).ok_or(Error::Corrupt("journal_load.hours"))?;
            let form = LoadForm::from_code(&form).ok_or(Error::Corrupt("journal_load.form"))?;
            Ok((JournalId(journal), (hours, form)))
        })
        .collect()
}

/// Hours a week that the timetable places, journal by journal.
fn placed(entries: &[Entry], on: Day) -> HashMap<JournalId, Hours> {
    // Before the year begins nothing holds yet: the coming timetable counts.
    let any = entries.iter().any(|entry| entry.holds(on));
    let mut tenths: HashMap<JournalId, i32> = HashMap::new();
    for entry in entries.iter().filter(|entry| !any || entry.holds(on)) {
        *tenths.entry(entry.journal).or_default() += if entry.weeks == 0 { 2 * HALF } else { HALF };
    }
    tenths
        .into_iter()
        .map(|(journal, tenths)| (journal, Hours::from_tenths(tenths.min(Hours::MOST)).unwrap_or_default()))
        .collect()
}

fn hours_of_classes(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    of_year: &HashMap<ClassId, i32>,
) -> Result<HashMap<(ClassId, SubjectId), Hours>> {
    let classes: Vec<i64> = of_year.keys().map(|class| class.0).collect();
    let mut found = HashMap::new();
    for chunk in classes.chunks(500) {
        let rows: Vec<(i64, i64, i32)> = on_backend!(tx, |c| {
            curriculum::table
                .filter(curriculum::institution_id.eq(institution.0))
                .filter(curriculum::class_id.eq_any(chunk))
                .limit(50_000)
                .select((curriculum::class_id, curriculum::subject_id, curriculum::hours))
                .load(c)
        })?;
        for (class, subject, hours) in rows {
            let hours = Hours::from_tenths(hours).ok_or(Error::Corrupt("curriculum.hours"))?;
            found.insert((ClassId(class), SubjectId(subject)), hours);
        }
    }
    Ok(found)
}

/// The limits in force on a day, by days of the week and grade.
pub fn limits(tx: &mut ReadTx<'_>, on: Day) -> Result<HashMap<(i32, i32), Limit>> {
    let rows: Vec<(i32, i32, i32, i32, String)> = on_backend!(tx, |c| {
        load_limit::table
            .filter(load_limit::valid_from.le(on.number()))
            .order(load_limit::valid_from)
            .limit(1000)
            .select((
                load_limit::week_days,
                load_limit::grade,
                load_limit::per_day,
                load_limit::per_week,
                load_limit::source,
            ))
            .load(c)
    })?;
    // A later limit replaces an earlier one.
    Ok(rows
        .into_iter()
        .map(|(days, grade, per_day, per_week, source)| ((days, grade), Limit { per_day, per_week, source }))
        .collect())
}

/// May a journal be taken away?
pub(crate) fn removal(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    journal: JournalId,
) -> Result<Removal> {
    let found: Option<i32> = on_backend!(tx, |c| {
        timetable_entry::table
            .filter(timetable_entry::institution_id.eq(institution.0))
            .filter(timetable_entry::journal_id.eq(journal.0))
            .select(timetable_entry::weekday)
            .first(c)
            .optional()
    })?;
    Ok(if found.is_some() { Removal::HasLessons } else { Removal::Free })
}
