//! An institution as a whole, loaded at once: what an import compares its file with.

use diesel::prelude::*;
use kernel::{ClassId, Day, InstitutionId, JournalId, PersonId, PersonName, SubgroupId, YearId};
use store::{ReadTx, on_backend};

use super::{NameRow, day, day_opt, name};
use crate::error::Result;
use crate::model::Sex;
use crate::table::{
    account, class, class_enrollment, guardianship, journal, journal_class, journal_pupil, journal_teacher,
    person, staff, subgroup, subgroup_member,
};

/// So many values are asked for in one statement.
const CHUNK: usize = 500;

/// A person with all that tells him from others.
#[derive(Debug, Clone)]
pub struct KnownPerson {
    /// Id.
    pub id: PersonId,
    /// Name.
    pub name: PersonName,
    /// Birth day.
    pub birth_day: Option<Day>,
    /// СНИЛС, eleven digits.
    pub snils: Option<String>,
    /// Phone, `+7…`.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Is the sex written down?
    pub has_sex: bool,
    /// Sex.
    pub sex: Option<Sex>,
}

type KnownRow = (i64, NameRow, Option<i32>, Option<String>, Option<String>, Option<String>, Option<String>);

fn to_known(row: KnownRow) -> Result<KnownPerson> {
    Ok(KnownPerson {
        id: PersonId(row.0),
        name: name(row.1),
        birth_day: day_opt(row.2)?,
        snils: row.3,
        phone: row.4,
        email: row.5,
        has_sex: row.6.is_some(),
        sex: row.6.as_deref().and_then(Sex::from_code),
    })
}

/// The columns of a [`KnownRow`].
macro_rules! known {
    () => {
        (
            person::id,
            (person::family, person::given, person::patronymic),
            person::birth_day,
            person::snils,
            person::phone,
            person::email,
            person::sex,
        )
    };
}

/// Everybody who is or was a pupil of the institution, by id; at most a hundred thousand.
pub fn known_pupils(tx: &mut ReadTx<'_>, institution: InstitutionId) -> Result<Vec<KnownPerson>> {
    let rows: Vec<KnownRow> = on_backend!(tx, |c| {
        person::table
            .filter(
                person::id.eq_any(
                    class_enrollment::table
                        .filter(class_enrollment::institution_id.eq(institution.0))
                        .select(class_enrollment::pupil_id),
                ),
            )
            .order(person::id)
            .limit(100_000)
            .select(known!())
            .load(c)
    })?;
    rows.into_iter().map(to_known).collect()
}

/// The guardians of the institution's pupils, by id; at most two hundred thousand.
pub fn known_guardians(tx: &mut ReadTx<'_>, institution: InstitutionId) -> Result<Vec<KnownPerson>> {
    let rows: Vec<KnownRow> = on_backend!(tx, |c| {
        person::table
            .filter(
                person::id.eq_any(
                    guardianship::table
                        .inner_join(
                            class_enrollment::table.on(class_enrollment::pupil_id.eq(guardianship::child_id)),
                        )
                        .filter(class_enrollment::institution_id.eq(institution.0))
                        .select(guardianship::guardian_id),
                ),
            )
            .order(person::id)
            .limit(200_000)
            .select(known!())
            .load(c)
    })?;
    rows.into_iter().map(to_known).collect()
}

/// Who guards whom among the institution's pupils: guardian, child, whether it is confirmed; at most three hundred
/// thousand.
pub fn guardianships(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
) -> Result<Vec<(PersonId, PersonId, bool)>> {
    let rows: Vec<(i64, i64, String)> = on_backend!(tx, |c| {
        guardianship::table
            .filter(
                guardianship::child_id.eq_any(
                    class_enrollment::table
                        .filter(class_enrollment::institution_id.eq(institution.0))
                        .select(class_enrollment::pupil_id),
                ),
            )
            .limit(300_000)
            .select((guardianship::guardian_id, guardianship::child_id, guardianship::status))
            .load(c)
    })?;
    Ok(rows.into_iter().map(|(g, c, status)| (PersonId(g), PersonId(c), status == "confirmed")).collect())
}

/// Somebody on the staff: who, the position, the last day of who was dismissed.
pub type KnownMember = (KnownPerson, String, Option<Day>);

/// Everybody who is or was on the staff, by id; at most ten thousand.
pub fn known_staff(tx: &mut ReadTx<'_>, institution: InstitutionId) -> Result<Vec<KnownMember>> {
    let rows: Vec<(KnownRow, String, Option<i32>)> = on_backend!(tx, |c| {
        staff::table
            .inner_join(person::table.on(person::id.eq(staff::person_id)))
            .filter(staff::institution_id.eq(institution.0))
            .order(person::id)
            .limit(10_000)
            .select((known!(), staff::position, staff::last_day))
            .load(c)
    })?;
    rows.into_iter().map(|(row, position, last)| Ok((to_known(row)?, position, day_opt(last)?))).collect()
}

/// The persons behind these СНИЛС (eleven digits), wherever they are.
pub fn persons_by_snils(tx: &mut ReadTx<'_>, snils: &[String]) -> Result<Vec<KnownPerson>> {
    let mut found = Vec::new();
    for chunk in snils.chunks(CHUNK) {
        let rows: Vec<KnownRow> =
            on_backend!(tx, |c| person::table.filter(person::snils.eq_any(chunk)).select(known!()).load(c))?;
        for row in rows {
            found.push(to_known(row)?);
        }
    }
    Ok(found)
}

/// Whose accounts have these logins (in the form of [`crate::login_key`]).
pub fn login_owners(tx: &mut ReadTx<'_>, logins: &[String]) -> Result<Vec<(String, PersonId)>> {
    let mut found = Vec::new();
    for chunk in logins.chunks(CHUNK) {
        let rows: Vec<(String, i64)> = on_backend!(tx, |c| {
            account::table
                .filter(account::login.eq_any(chunk))
                .select((account::login, account::person_id))
                .load(c)
        })?;
        found.extend(rows.into_iter().map(|(login, person)| (login, PersonId(person))));
    }
    Ok(found)
}

/// A pupil's days in a class.
#[derive(Debug, Clone, Copy)]
pub struct Enrollment {
    /// The class.
    pub class: ClassId,
    /// Its year.
    pub year: YearId,
    /// The pupil.
    pub pupil: PersonId,
    /// First day.
    pub first_day: Day,
    /// Last day, if it has ended or is to end.
    pub last_day: Option<Day>,
}

/// Every enrolment of the institution; at most five hundred thousand.
pub fn enrollments(tx: &mut ReadTx<'_>, institution: InstitutionId) -> Result<Vec<Enrollment>> {
    let rows: Vec<(i64, i64, i64, i32, Option<i32>)> = on_backend!(tx, |c| {
        class_enrollment::table
            .inner_join(
                class::table.on(class::institution_id
                    .eq(class_enrollment::institution_id)
                    .and(class::id.eq(class_enrollment::class_id))),
            )
            .filter(class_enrollment::institution_id.eq(institution.0))
            .limit(500_000)
            .select((
                class_enrollment::class_id,
                class::year_id,
                class_enrollment::pupil_id,
                class_enrollment::first_day,
                class_enrollment::last_day,
            ))
            .load(c)
    })?;
    rows.into_iter()
        .map(|(class, year, pupil, first, last)| {
            Ok(Enrollment {
                class: ClassId(class),
                year: YearId(year),
                pupil: PersonId(pupil),
                first_day: day(first)?,
                last_day: day_opt(last)?,
            })
        })
        .collect()
}

/// A part of a class.
#[derive(Debug, Clone)]
pub struct KnownSubgroup {
    /// Id.
    pub id: SubgroupId,
    /// The class.
    pub class: ClassId,
    /// A subject's name, or empty for any.
    pub division: String,
    /// «гр1».
    pub name: String,
}

/// The subgroups of a year's classes; at most ten thousand.
pub fn year_subgroups(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    year: YearId,
) -> Result<Vec<KnownSubgroup>> {
    let rows: Vec<(i64, i64, String, String)> =
        on_backend!(tx, |c| {
            subgroup::table
                .inner_join(class::table.on(
                    class::institution_id.eq(subgroup::institution_id).and(class::id.eq(subgroup::class_id)),
                ))
                .filter(subgroup::institution_id.eq(institution.0).and(class::year_id.eq(year.0)))
                .order((subgroup::class_id, subgroup::division, subgroup::name))
                .limit(10_000)
                .select((subgroup::id, subgroup::class_id, subgroup::division, subgroup::name))
                .load(c)
        })?;
    Ok(rows
        .into_iter()
        .map(|(id, class, division, name)| KnownSubgroup {
            id: SubgroupId(id),
            class: ClassId(class),
            division,
            name,
        })
        .collect())
}

/// Who is in which subgroup of the institution; at most three hundred thousand.
pub fn subgroup_members(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
) -> Result<Vec<(SubgroupId, PersonId)>> {
    let rows: Vec<(i64, i64)> = on_backend!(tx, |c| {
        subgroup_member::table
            .filter(subgroup_member::institution_id.eq(institution.0))
            .limit(300_000)
            .select((subgroup_member::subgroup_id, subgroup_member::pupil_id))
            .load(c)
    })?;
    Ok(rows.into_iter().map(|(g, p)| (SubgroupId(g), PersonId(p))).collect())
}

/// A journal, a pupil, the first and the last day in it.
pub type JournalDays = (JournalId, PersonId, Day, Option<Day>);

/// Who is or was a pupil of which journal of a year: journal, pupil, first day, last day; at most five hundred thousand.
pub fn journal_enrollments(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    year: YearId,
) -> Result<Vec<JournalDays>> {
    let rows: Vec<(i64, i64, i32, Option<i32>)> = on_backend!(tx, |c| {
        journal_pupil::table
            .inner_join(
                journal::table.on(journal::institution_id
                    .eq(journal_pupil::institution_id)
                    .and(journal::id.eq(journal_pupil::journal_id))),
            )
            .filter(journal_pupil::institution_id.eq(institution.0).and(journal::year_id.eq(year.0)))
            .order((journal_pupil::journal_id, journal_pupil::pupil_id, journal_pupil::first_day))
            .limit(500_000)
            .select((
                journal_pupil::journal_id,
                journal_pupil::pupil_id,
                journal_pupil::first_day,
                journal_pupil::last_day,
            ))
            .load(c)
    })?;
    rows.into_iter()
        .map(|(id, pupil, first, last)| Ok((JournalId(id), PersonId(pupil), day(first)?, day_opt(last)?)))
        .collect()
}

/// The journals that cover any of these classes, ascending.
pub fn journals_touching(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    classes: &[ClassId],
) -> Result<Vec<JournalId>> {
    let mut found = std::collections::BTreeSet::new();
    let classes: Vec<i64> = classes.iter().map(|c| c.0).collect();
    for chunk in classes.chunks(CHUNK) {
        let rows: Vec<i64> = on_backend!(tx, |c| {
            journal_class::table
                .filter(journal_class::institution_id.eq(institution.0))
                .filter(journal_class::class_id.eq_any(chunk))
                .select(journal_class::journal_id)
                .load(c)
        })?;
        found.extend(rows);
    }
    Ok(found.into_iter().map(JournalId).collect())
}

/// Whom the journals of a year teach: whole classes (no subgroup) or subgroups; at most twenty thousand rows.
pub fn journal_groups(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    year: YearId,
) -> Result<Vec<(JournalId, ClassId, Option<SubgroupId>)>> {
    let rows: Vec<(i64, i64, i64)> = on_backend!(tx, |c| {
        journal_class::table
            .inner_join(
                class::table.on(class::institution_id
                    .eq(journal_class::institution_id)
                    .and(class::id.eq(journal_class::class_id))),
            )
            .filter(journal_class::institution_id.eq(institution.0).and(class::year_id.eq(year.0)))
            .order((journal_class::journal_id, journal_class::class_id, journal_class::subgroup_id))
            .limit(20_000)
            .select((journal_class::journal_id, journal_class::class_id, journal_class::subgroup_id))
            .load(c)
    })?;
    Ok(rows
        .into_iter()
        .map(|(journal, class, group)| {
            (JournalId(journal), ClassId(class), (group != 0).then_some(SubgroupId(group)))
        })
        .collect())
}

/// The teachers of these journals, the main one of each first.
pub fn teachers_of_journals(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    journals: &[JournalId],
) -> Result<Vec<(JournalId, PersonId, PersonName)>> {
    let mut found = Vec::new();
    let journals: Vec<i64> = journals.iter().map(|j| j.0).collect();
    for chunk in journals.chunks(CHUNK) {
        let rows: Vec<(i64, i64, NameRow)> = on_backend!(tx, |c| {
            journal_teacher::table
                .inner_join(person::table.on(person::id.eq(journal_teacher::person_id)))
                .filter(journal_teacher::institution_id.eq(institution.0))
                .filter(journal_teacher::journal_id.eq_any(chunk))
                .order((journal_teacher::journal_id, journal_teacher::ordinal))
                .select((
                    journal_teacher::journal_id,
                    journal_teacher::person_id,
                    (person::family, person::given, person::patronymic),
                ))
                .load(c)
        })?;
        found.extend(rows.into_iter().map(|(j, p, names)| (JournalId(j), PersonId(p), name(names))));
    }
    Ok(found)
}
