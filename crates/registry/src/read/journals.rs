//! Journals: who teaches what to whom.

use diesel::prelude::*;
use kernel::{ClassId, InstitutionId, JournalId, PersonId, SubgroupId, SubjectId, YearId};
use store::{ReadTx, on_backend};

use super::{NameRow, day, day_opt, name};
use crate::error::{Error, Result};
use crate::model::{Journal, Member, PeriodKind};
use crate::table::{
    class, journal, journal_class, journal_pupil, journal_teacher, person, subgroup, subject,
};

type JournalRow = (i64, i64, i64, i64, String, String, String);

fn to_journal(row: JournalRow) -> Result<Journal> {
    Ok(Journal {
        institution: InstitutionId(row.0),
        id: JournalId(row.1),
        year: YearId(row.2),
        subject: SubjectId(row.3),
        subject_name: row.4,
        groups_name: row.5,
        period_kind: PeriodKind::from_code(&row.6).ok_or(Error::Corrupt("journal.period_kind"))?,
    })
}

/// A journal of an institution, and whether somebody is a teacher of it.
pub fn journal_of(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    id: JournalId,
    person: PersonId,
) -> Result<Option<(Journal, bool)>> {
    let row: Option<(JournalRow, Option<i64>)> = on_backend!(tx, |c| {
        journal::table
            .inner_join(subject::table.on(
                subject::institution_id.eq(journal::institution_id).and(subject::id.eq(journal::subject_id)),
            ))
            .left_join(
                journal_teacher::table.on(journal_teacher::institution_id
                    .eq(journal::institution_id)
                    .and(journal_teacher::journal_id.eq(journal::id))
                    .and(journal_teacher::person_id.eq(person.0))),
            )
            .filter(journal::institution_id.eq(institution.0).and(journal::id.eq(id.0)))
            .select((
                (
                    journal::institution_id,
                    journal::id,
                    journal::year_id,
                    journal::subject_id,
                    subject::name,
                    journal::groups_name,
                    journal::period_kind,
                ),
                journal_teacher::person_id.nullable(),
            ))
            .first(c)
            .optional()
    })?;
    row.map(|(row, teacher)| Ok((to_journal(row)?, teacher.is_some()))).transpose()
}

/// The journals of an institution's year, by classes and subject; at most five thousand.
pub fn journals(tx: &mut ReadTx<'_>, institution: InstitutionId, year: YearId) -> Result<Vec<Journal>> {
    let rows: Vec<JournalRow> = on_backend!(tx, |c| {
        journal::table
            .inner_join(subject::table.on(
                subject::institution_id.eq(journal::institution_id).and(subject::id.eq(journal::subject_id)),
            ))
            .filter(journal::institution_id.eq(institution.0).and(journal::year_id.eq(year.0)))
            .order((journal::groups_name, subject::name))
            .limit(5000)
            .select((
                journal::institution_id,
                journal::id,
                journal::year_id,
                journal::subject_id,
                subject::name,
                journal::groups_name,
                journal::period_kind,
            ))
            .load(c)
    })?;
    rows.into_iter().map(to_journal).collect()
}

/// The leaders of a journal's classes; at most fifty.
pub fn leaders_of_journal(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    id: JournalId,
) -> Result<Vec<PersonId>> {
    let rows: Vec<Option<i64>> = on_backend!(tx, |c| {
        journal_class::table
            .inner_join(
                class::table.on(class::institution_id
                    .eq(journal_class::institution_id)
                    .and(class::id.eq(journal_class::class_id))),
            )
            .filter(journal_class::institution_id.eq(institution.0).and(journal_class::journal_id.eq(id.0)))
            .limit(50)
            .select(class::teacher_id)
            .load(c)
    })?;
    Ok(rows.into_iter().flatten().map(PersonId).collect())
}

/// The journals somebody teaches, by subject and classes; at most two hundred.
pub fn journals_taught_by(tx: &mut ReadTx<'_>, teacher: PersonId) -> Result<Vec<Journal>> {
    let rows: Vec<JournalRow> = on_backend!(tx, |c| {
        journal_teacher::table
            .inner_join(
                journal::table.on(journal::institution_id
                    .eq(journal_teacher::institution_id)
                    .and(journal::id.eq(journal_teacher::journal_id))),
            )
            .inner_join(subject::table.on(
                subject::institution_id.eq(journal::institution_id).and(subject::id.eq(journal::subject_id)),
            ))
            .filter(journal_teacher::person_id.eq(teacher.0))
            .order((subject::name, journal::groups_name))
            .limit(200)
            .select((
                journal::institution_id,
                journal::id,
                journal::year_id,
                journal::subject_id,
                subject::name,
                journal::groups_name,
                journal::period_kind,
            ))
            .load(c)
    })?;
    rows.into_iter().map(to_journal).collect()
}

/// Does somebody teach a subject at an institution, in whatever year?
pub fn teaches_subject(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    subject: kernel::SubjectId,
    person: PersonId,
) -> Result<bool> {
    let found: Option<i64> = on_backend!(tx, |c| {
        journal_teacher::table
            .inner_join(
                journal::table.on(journal::institution_id
                    .eq(journal_teacher::institution_id)
                    .and(journal::id.eq(journal_teacher::journal_id))),
            )
            .filter(journal_teacher::person_id.eq(person.0))
            .filter(journal_teacher::institution_id.eq(institution.0))
            .filter(journal::subject_id.eq(subject.0))
            .select(journal::id)
            .first(c)
            .optional()
    })?;
    Ok(found.is_some())
}

/// The journals of one subject at an institution, in every year, newest first; at most three hundred.
pub fn journals_of_subject(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    subject: kernel::SubjectId,
) -> Result<Vec<Journal>> {
    let rows: Vec<JournalRow> = on_backend!(tx, |c| {
        journal::table
            .inner_join(
                crate::table::subject::table.on(crate::table::subject::institution_id
                    .eq(journal::institution_id)
                    .and(crate::table::subject::id.eq(journal::subject_id))),
            )
            .filter(journal::institution_id.eq(institution.0).and(journal::subject_id.eq(subject.0)))
            .order((journal::year_id.desc(), journal::groups_name))
            .limit(300)
            .select((
                journal::institution_id,
                journal::id,
                journal::year_id,
                journal::subject_id,
                crate::table::subject::name,
                journal::groups_name,
                journal::period_kind,
            ))
            .load(c)
    })?;
    rows.into_iter().map(to_journal).collect()
}

/// The journals of a class, by subject; at most two hundred.
pub fn journals_of_class(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    class: ClassId,
) -> Result<Vec<Journal>> {
    let rows: Vec<JournalRow> = on_backend!(tx, |c| {
        journal_class::table
            .inner_join(
                journal::table.on(journal::institution_id
                    .eq(journal_class::institution_id)
                    .and(journal::id.eq(journal_class::journal_id))),
            )
            .inner_join(subject::table.on(
                subject::institution_id.eq(journal::institution_id).and(subject::id.eq(journal::subject_id)),
            ))
            .filter(journal_class::institution_id.eq(institution.0).and(journal_class::class_id.eq(class.0)))
            .order((subject::name, journal::groups_name))
            .limit(200)
            .select((
                journal::institution_id,
                journal::id,
                journal::year_id,
                journal::subject_id,
                subject::name,
                journal::groups_name,
                journal::period_kind,
            ))
            .distinct()
            .load(c)
    })?;
    rows.into_iter().map(to_journal).collect()
}

/// Is somebody the class teacher of a class of this journal?
pub fn leads_class_of(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    journal: JournalId,
    person: PersonId,
) -> Result<bool> {
    let row: Option<i64> = on_backend!(tx, |c| {
        journal_class::table
            .inner_join(
                class::table.on(class::institution_id
                    .eq(journal_class::institution_id)
                    .and(class::id.eq(journal_class::class_id))),
            )
            .filter(
                journal_class::institution_id.eq(institution.0).and(journal_class::journal_id.eq(journal.0)),
            )
            .filter(class::teacher_id.eq(person.0))
            .select(class::id)
            .first(c)
            .optional()
    })?;
    Ok(row.is_some())
}

/// The pupils of a journal with their days of membership, by name; at most three hundred.
pub fn journal_members(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    id: JournalId,
) -> Result<Vec<Member>> {
    let rows: Vec<(i64, NameRow, i32, Option<i32>)> = on_backend!(tx, |c| {
        journal_pupil::table
            .inner_join(person::table.on(person::id.eq(journal_pupil::pupil_id)))
            .filter(journal_pupil::institution_id.eq(institution.0).and(journal_pupil::journal_id.eq(id.0)))
            .order((person::search_key, person::id))
            .limit(300)
            .select((
                journal_pupil::pupil_id,
                (person::family, person::given, person::patronymic),
                journal_pupil::first_day,
                journal_pupil::last_day,
            ))
            .load(c)
    })?;
    rows.into_iter()
        .map(|(pupil, names, first, last)| {
            Ok(Member {
                pupil: PersonId(pupil),
                name: name(names),
                first_day: day(first)?,
                last_day: day_opt(last)?,
            })
        })
        .collect()
}

/// Every teacher of every journal of an institution: journal, person, order; at most twenty thousand.
pub fn all_journal_teachers(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
) -> Result<Vec<(JournalId, PersonId, i32)>> {
    let rows: Vec<(i64, i64, i32)> = on_backend!(tx, |c| {
        journal_teacher::table
            .filter(journal_teacher::institution_id.eq(institution.0))
            .order((journal_teacher::journal_id, journal_teacher::ordinal))
            .limit(20_000)
            .select((journal_teacher::journal_id, journal_teacher::person_id, journal_teacher::ordinal))
            .load(c)
    })?;
    Ok(rows.into_iter().map(|(j, p, o)| (JournalId(j), PersonId(p), o)).collect())
}

/// The subgroups of a class: id, division (a subject's name, or empty for any), name; at most a hundred.
pub fn subgroups(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    class: ClassId,
) -> Result<Vec<(SubgroupId, String, String)>> {
    let rows: Vec<(i64, String, String)> = on_backend!(tx, |c| {
        subgroup::table
            .filter(subgroup::institution_id.eq(institution.0).and(subgroup::class_id.eq(class.0)))
            .order((subgroup::division, subgroup::name))
            .limit(100)
            .select((subgroup::id, subgroup::division, subgroup::name))
            .load(c)
    })?;
    Ok(rows.into_iter().map(|(id, division, text)| (SubgroupId(id), division, text)).collect())
}
