//! Subjects, subgroups, journals and who belongs to them.

use std::collections::BTreeSet;

use diesel::prelude::*;
use kernel::{ClassId, Day, InstitutionId, JournalId, PersonId, SubgroupId, SubjectId, YearId};
use store::ids::Seq;
use store::{WriteTx, on_backend};

use crate::error::Result;
use crate::model::PeriodKind;
use crate::table::{
    class_enrollment, journal, journal_class, journal_pupil, journal_teacher, subgroup, subgroup_member,
    subject,
};

/// The subject of that name, made when it is not there. The flag tells whether it was made.
pub fn ensure_subject(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    name: &str,
) -> Result<(SubjectId, bool)> {
    let found: Option<i64> = on_backend!(tx, |c| {
        subject::table
            .filter(subject::institution_id.eq(institution.0).and(subject::name.eq(name)))
            .select(subject::id)
            .first(c)
            .optional()
    })?;
    if let Some(id) = found {
        return Ok((SubjectId(id), false));
    }
    let id = tx.next_id(Seq::School)?;
    let row = (subject::institution_id.eq(institution.0), subject::id.eq(id), subject::name.eq(name));
    on_backend!(tx, |c| diesel::insert_into(subject::table).values(row).execute(c))?;
    Ok((SubjectId(id), true))
}

/// The subgroup of a class, made when it is not there. `division` is a subject's name, or empty for any subject.
pub fn ensure_subgroup(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    class: ClassId,
    division: &str,
    name: &str,
) -> Result<(SubgroupId, bool)> {
    let found: Option<i64> = on_backend!(tx, |c| {
        subgroup::table
            .filter(subgroup::institution_id.eq(institution.0).and(subgroup::class_id.eq(class.0)))
            .filter(subgroup::division.eq(division).and(subgroup::name.eq(name)))
            .select(subgroup::id)
            .first(c)
            .optional()
    })?;
    if let Some(id) = found {
        return Ok((SubgroupId(id), false));
    }
    let id = tx.next_id(Seq::School)?;
    let row = (
        subgroup::institution_id.eq(institution.0),
        subgroup::id.eq(id),
        subgroup::class_id.eq(class.0),
        subgroup::division.eq(division),
        subgroup::name.eq(name),
    );
    on_backend!(tx, |c| diesel::insert_into(subgroup::table).values(row).execute(c))?;
    Ok((SubgroupId(id), true))
}

/// Puts pupils into a subgroup; says how many were new to it.
pub fn add_to_subgroup(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    id: SubgroupId,
    pupils: &[PersonId],
) -> Result<usize> {
    let rows: Vec<_> = pupils
        .iter()
        .map(|p| {
            (
                subgroup_member::institution_id.eq(institution.0),
                subgroup_member::subgroup_id.eq(id.0),
                subgroup_member::pupil_id.eq(p.0),
            )
        })
        .collect();
    Ok(on_backend!(tx, |c| {
        diesel::insert_into(subgroup_member::table).values(rows).on_conflict_do_nothing().execute(c)
    })?)
}

/// What a journal is: subject, classes or subgroups, teachers.
#[derive(Debug, Clone)]
pub struct NewJournal {
    /// Year.
    pub year: YearId,
    /// Subject.
    pub subject: SubjectId,
    /// «7А», «7А гр1», «10А+10Б»: together with year and subject unique in the institution.
    pub groups_name: String,
    /// Which periods it is marked by.
    pub period_kind: PeriodKind,
    /// Whole classes (no subgroup) or subgroups.
    pub groups: Vec<(ClassId, Option<SubgroupId>)>,
    /// Teachers, the main one first.
    pub teachers: Vec<PersonId>,
}

/// The journal of these groups and subject, made when it is not there; teachers it does not have yet are added.
/// Returns whether it was made and how many teachers were added to one that existed.
pub fn ensure_journal(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    new: &NewJournal,
) -> Result<(JournalId, bool, usize)> {
    let found: Option<i64> = on_backend!(tx, |c| {
        journal::table
            .filter(journal::institution_id.eq(institution.0).and(journal::year_id.eq(new.year.0)))
            .filter(journal::groups_name.eq(&new.groups_name).and(journal::subject_id.eq(new.subject.0)))
            .select(journal::id)
            .first(c)
            .optional()
    })?;
    let (id, made) = match found {
        Some(id) => (id, false),
        None => {
            let id = tx.next_id(Seq::School)?;
            let row = (
                journal::institution_id.eq(institution.0),
                journal::id.eq(id),
                journal::year_id.eq(new.year.0),
                journal::subject_id.eq(new.subject.0),
                journal::groups_name.eq(&new.groups_name),
                journal::period_kind.eq(new.period_kind.code()),
            );
            on_backend!(tx, |c| diesel::insert_into(journal::table).values(row).execute(c))?;
            for (class, group) in &new.groups {
                let row = (
                    journal_class::institution_id.eq(institution.0),
                    journal_class::journal_id.eq(id),
                    journal_class::class_id.eq(class.0),
                    journal_class::subgroup_id.eq(group.map_or(0, |g| g.0)),
                );
                on_backend!(tx, |c| {
                    diesel::insert_into(journal_class::table).values(row).on_conflict_do_nothing().execute(c)
                })?;
            }
            (id, true)
        }
    };
    let mut added = 0;
    for (ordinal, teacher) in (0_i32..).zip(&new.teachers) {
        let row = (
            journal_teacher::institution_id.eq(institution.0),
            journal_teacher::journal_id.eq(id),
            journal_teacher::person_id.eq(teacher.0),
            journal_teacher::ordinal.eq(ordinal),
        );
        added += on_backend!(tx, |c| {
            diesel::insert_into(journal_teacher::table).values(row).on_conflict_do_nothing().execute(c)
        })?;
    }
    Ok((JournalId(id), made, if made { 0 } else { added }))
}

/// Takes a teacher off a journal.
pub fn remove_journal_teacher(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    id: JournalId,
    teacher: PersonId,
) -> Result<()> {
    on_backend!(tx, |c| {
        diesel::delete(journal_teacher::table.find((institution.0, id.0, teacher.0))).execute(c)
    })?;
    Ok(())
}

/// Brings a journal's list of pupils in line with the classes and subgroups it covers: new members join from their
/// enrolment's first day (a subgroup's later members from `today`), those who left the class or subgroup end with the day
/// before. Says how many rows changed.
pub fn sync_journal_pupils(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    id: JournalId,
    today: Day,
) -> Result<usize> {
    let groups: Vec<(i64, i64)> = on_backend!(tx, |c| {
        journal_class::table
            .filter(journal_class::institution_id.eq(institution.0).and(journal_class::journal_id.eq(id.0)))
            .select((journal_class::class_id, journal_class::subgroup_id))
            .limit(50)
            .load(c)
    })?;
    // Pupil, first and last day of the enrolment, and whether it is by a subgroup.
    let mut wanted: BTreeSet<(i64, i32, Option<i32>, bool)> = BTreeSet::new();
    for (class, group) in groups {
        let enrolled: Vec<(i64, i32, Option<i32>)> = on_backend!(tx, |c| {
            class_enrollment::table
                .filter(class_enrollment::institution_id.eq(institution.0))
                .filter(class_enrollment::class_id.eq(class))
                .select((class_enrollment::pupil_id, class_enrollment::first_day, class_enrollment::last_day))
                .limit(500)
                .load(c)
        })?;
        let members: Option<BTreeSet<i64>> = if group == 0 {
            None
        } else {
            let list: Vec<i64> = on_backend!(tx, |c| {
                subgroup_member::table
                    .filter(subgroup_member::institution_id.eq(institution.0))
                    .filter(subgroup_member::subgroup_id.eq(group))
                    .select(subgroup_member::pupil_id)
                    .limit(500)
                    .load(c)
            })?;
            Some(list.into_iter().collect())
        };
        wanted.extend(
            enrolled
                .into_iter()
                .filter(|row| members.as_ref().is_none_or(|m| m.contains(&row.0)))
                .map(|(pupil, first, last)| (pupil, first, last, group != 0)),
        );
    }
    let present: Vec<(i64, i32, Option<i32>)> = on_backend!(tx, |c| {
        journal_pupil::table
            .filter(journal_pupil::institution_id.eq(institution.0).and(journal_pupil::journal_id.eq(id.0)))
            .select((journal_pupil::pupil_id, journal_pupil::first_day, journal_pupil::last_day))
            .limit(1000)
            .load(c)
    })?;
    let is_open = |last: &Option<i32>| last.is_none_or(|day| day >= today.number());
    let mut changed = 0;
    for (pupil, first, last) in &present {
        let ends = if is_open(last) {
            // Membership that goes on follows the enrolment that goes on; without one it ended yesterday.
            match wanted.iter().find(|w| w.0 == *pupil && is_open(&w.2)) {
                Some(w) => w.2,
                None => wanted
                    .iter()
                    .find(|w| w.0 == *pupil && w.1 == *first)
                    .map_or(Some(today.plus(-1).number()), |w| w.2),
            }
        } else {
            *last
        };
        if ends != *last {
            on_backend!(tx, |c| {
                diesel::update(journal_pupil::table.find((institution.0, id.0, *pupil, *first)))
                    .set(journal_pupil::last_day.eq(ends))
                    .execute(c)
            })?;
            changed += 1;
        }
    }
    // Subgroups have no days of their own: who joins one later belongs to its journal from then on, not backwards.
    let begins = |first: i32, by_subgroup: bool| {
        if by_subgroup && !present.is_empty() { first.max(today.number()) } else { first }
    };
    let fresh: Vec<(i64, i32, Option<i32>)> = wanted
        .iter()
        .filter(|w| {
            let goes_on = present.iter().any(|p| p.0 == w.0 && is_open(&p.2));
            if is_open(&w.2) { !goes_on } else { present.is_empty() }
        })
        .map(|w| (w.0, begins(w.1, w.3), w.2))
        .collect();
    changed += fresh.len();
    for chunk in fresh.chunks(500) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|(pupil, first, last)| {
                (
                    journal_pupil::institution_id.eq(institution.0),
                    journal_pupil::journal_id.eq(id.0),
                    journal_pupil::pupil_id.eq(*pupil),
                    journal_pupil::first_day.eq(*first),
                    journal_pupil::last_day.eq(*last),
                )
            })
            .collect();
        // Who left today and comes back today goes on as before.
        on_backend!(tx, |c| {
            diesel::insert_into(journal_pupil::table)
                .values(rows)
                .on_conflict((
                    journal_pupil::institution_id,
                    journal_pupil::journal_id,
                    journal_pupil::pupil_id,
                    journal_pupil::first_day,
                ))
                .do_update()
                .set(journal_pupil::last_day.eq(diesel::upsert::excluded(journal_pupil::last_day)))
                .execute(c)
        })?;
    }
    Ok(changed)
}
