//! Persons and families.

use diesel::prelude::*;
use kernel::{ClassId, Day, InstitutionId, JournalId, PersonId, PersonName, YearId};
use store::{ReadTx, on_backend};

use super::{NameRow, day_opt, name};
use crate::error::{Error, Result};
use crate::model::{ChildPlace, NameQuery, Person, Place, Sex, name_key};
use crate::table::{
    class, class_enrollment, guardianship, institution, journal, journal_pupil, journal_teacher, person,
};

type PersonRow = (i64, NameRow, Option<i32>, Option<String>, Option<String>, Option<String>);

fn to_person(row: PersonRow) -> Result<Person> {
    Ok(Person {
        id: PersonId(row.0),
        name: name(row.1),
        birth_day: day_opt(row.2)?,
        sex: row.3.as_deref().and_then(Sex::from_code),
        phone: row.4,
        email: row.5,
    })
}

/// A person.
pub fn person(tx: &mut ReadTx<'_>, id: PersonId) -> Result<Person> {
    let row: Option<PersonRow> = on_backend!(tx, |c| {
        person::table
            .find(id.0)
            .select((
                person::id,
                (person::family, person::given, person::patronymic),
                person::birth_day,
                person::sex,
                person::phone,
                person::email,
            ))
            .first(c)
            .optional()
    })?;
    row.map(to_person).transpose()?.ok_or(Error::NotFound("person"))
}

/// More pupils one teacher does not meet.
const MET: i64 = 5000;

/// Those whose name begins as typed, or, when there is none, with a typing error; at most `limit`. The name is searched in
/// the form of the second part of each pair.
fn fitting<T>(rows: Vec<(T, String)>, query: &NameQuery, limit: usize) -> Vec<T> {
    let keys: Vec<String> = rows.iter().map(|(_, key)| name_key(key)).collect();
    let exact = keys.iter().any(|key| query.begins(key));
    let fits = |key: &String| if exact { query.begins(key) } else { query.resembles(key) };
    rows.into_iter().zip(&keys).filter(|(_, key)| fits(key)).take(limit).map(|((row, _), _)| row).collect()
}

/// Pupils, on that day, of the classes a person leads at these institutions, whose name fits: id, name, class; by name, at
/// most `limit`.
pub fn pupils_led(
    tx: &mut ReadTx<'_>,
    institutions: &[InstitutionId],
    leader: PersonId,
    query: &NameQuery,
    today: Day,
    limit: usize,
) -> Result<Vec<(PersonId, PersonName, String)>> {
    let institutions: Vec<i64> = institutions.iter().map(|id| id.0).collect();
    let rows: Vec<((i64, NameRow, String), String)> = on_backend!(tx, |c| {
        class::table
            .inner_join(
                class_enrollment::table.on(class_enrollment::institution_id
                    .eq(class::institution_id)
                    .and(class_enrollment::class_id.eq(class::id))),
            )
            .inner_join(person::table.on(person::id.eq(class_enrollment::pupil_id)))
            .filter(class::institution_id.eq_any(&institutions).and(class::teacher_id.eq(leader.0)))
            .filter(class_enrollment::first_day.le(today.number()))
            .filter(class_enrollment::last_day.is_null().or(class_enrollment::last_day.ge(today.number())))
            .order((person::search_key, person::id))
            .limit(MET)
            .select((
                (person::id, (person::family, person::given, person::patronymic), class::name),
                person::search_key,
            ))
            .load(c)
    })?;
    Ok(fitting(rows, query, limit)
        .into_iter()
        .map(|(id, names, class)| (PersonId(id), name(names), class))
        .collect())
}

/// Pupils, on that day, of the journals a person teaches: id, name, one of the journals and its classes; by name, at most
/// `limit`, each once.
pub fn pupils_taught(
    tx: &mut ReadTx<'_>,
    teacher: PersonId,
    query: &NameQuery,
    today: Day,
    limit: usize,
) -> Result<Vec<(PersonId, PersonName, JournalId, String)>> {
    /// Nobody meets one teacher in more journals.
    const JOURNALS: usize = 10;
    let rows: Vec<((i64, NameRow, i64, String), String)> = on_backend!(tx, |c| {
        journal_teacher::table
            .inner_join(
                journal::table.on(journal::institution_id
                    .eq(journal_teacher::institution_id)
                    .and(journal::id.eq(journal_teacher::journal_id))),
            )
            .inner_join(
                journal_pupil::table.on(journal_pupil::institution_id
                    .eq(journal_teacher::institution_id)
                    .and(journal_pupil::journal_id.eq(journal_teacher::journal_id))),
            )
            .inner_join(person::table.on(person::id.eq(journal_pupil::pupil_id)))
            .filter(journal_teacher::person_id.eq(teacher.0))
            .filter(journal_pupil::first_day.le(today.number()))
            .filter(journal_pupil::last_day.is_null().or(journal_pupil::last_day.ge(today.number())))
            .order((person::search_key, person::id, journal::id))
            .limit(MET)
            .select((
                (
                    person::id,
                    (person::family, person::given, person::patronymic),
                    journal::id,
                    journal::groups_name,
                ),
                person::search_key,
            ))
            .load(c)
    })?;
    let mut found: Vec<(PersonId, PersonName, JournalId, String)> = Vec::new();
    for (id, names, journal, groups) in fitting(rows, query, limit.saturating_mul(JOURNALS)) {
        if found.last().is_none_or(|(last, ..)| last.0 != id) {
            found.push((PersonId(id), name(names), JournalId(journal), groups));
        }
    }
    found.truncate(limit);
    Ok(found)
}

type PlaceRow = (i64, String, i64, String, i32, i64, Option<i64>);

fn to_place(row: PlaceRow) -> Place {
    Place {
        institution: InstitutionId(row.0),
        institution_name: row.1,
        class: ClassId(row.2),
        class_name: row.3,
        grade: row.4,
        year: YearId(row.5),
        class_teacher: row.6.map(PersonId),
    }
}

/// The confirmed children of a guardian with where they learn on that day, by birth day, oldest first; at most thirty.
pub fn children_of(tx: &mut ReadTx<'_>, guardian: PersonId, today: Day) -> Result<Vec<ChildPlace>> {
    // Left joins one after another, not around a joined pair: SQLite would build that pair for the whole region first.
    #[allow(clippy::type_complexity, reason = "one row of one statement")]
    let rows: Vec<(
        i64,
        NameRow,
        Option<i64>,
        Option<String>,
        Option<(i64, String, i32, i64, Option<i64>)>,
    )> = on_backend!(tx, |c| {
        guardianship::table
            .inner_join(person::table.on(person::id.eq(guardianship::child_id)))
            .left_join(
                class_enrollment::table.on(class_enrollment::pupil_id
                    .eq(guardianship::child_id)
                    .and(class_enrollment::first_day.le(today.number()))
                    .and(
                        class_enrollment::last_day
                            .is_null()
                            .or(class_enrollment::last_day.ge(today.number())),
                    )),
            )
            .left_join(
                class::table.on(class::institution_id
                    .eq(class_enrollment::institution_id)
                    .and(class::id.eq(class_enrollment::class_id))),
            )
            .left_join(institution::table.on(institution::id.eq(class_enrollment::institution_id)))
            .filter(guardianship::guardian_id.eq(guardian.0).and(guardianship::status.eq("confirmed")))
            // Of two institutions (a school and an art school) the school stands first, then where the child came last.
            .order((
                person::birth_day,
                person::id,
                institution::kind.eq("supplementary"),
                class_enrollment::first_day.desc(),
                class_enrollment::institution_id,
            ))
            .limit(30)
            .select((
                guardianship::child_id,
                (person::family, person::given, person::patronymic),
                class_enrollment::institution_id.nullable(),
                institution::short_name.nullable(),
                (class::id, class::name, class::grade, class::year_id, class::teacher_id).nullable(),
            ))
            .load(c)
    })?;
    let mut children: Vec<ChildPlace> = Vec::new();
    for (child, names, institution, institution_name, class) in rows {
        let place = match (institution, institution_name, class) {
            (Some(institution), Some(institution_name), Some((class, class_name, grade, year, teacher))) => {
                Some((institution, institution_name, class, class_name, grade, year, teacher))
            }
            _ => None,
        };
        // Shown once.
        if children.iter().all(|c| c.child.0 != child) {
            children.push(ChildPlace {
                child: PersonId(child),
                name: name(names),
                place: place.map(to_place),
            });
        }
    }
    Ok(children)
}

/// A pupil with each place where he learns on that day, a school before an art school, the newest first; at most ten.
pub fn pupil_places(tx: &mut ReadTx<'_>, pupil: PersonId, today: Day) -> Result<Vec<ChildPlace>> {
    let rows: Vec<(NameRow, PlaceRow)> = on_backend!(tx, |c| {
        class_enrollment::table
            .inner_join(person::table.on(person::id.eq(class_enrollment::pupil_id)))
            .inner_join(
                class::table.on(class::institution_id
                    .eq(class_enrollment::institution_id)
                    .and(class::id.eq(class_enrollment::class_id))),
            )
            .inner_join(institution::table.on(institution::id.eq(class_enrollment::institution_id)))
            .filter(class_enrollment::pupil_id.eq(pupil.0))
            .filter(class_enrollment::first_day.le(today.number()))
            .filter(class_enrollment::last_day.is_null().or(class_enrollment::last_day.ge(today.number())))
            .order((
                institution::kind.eq("supplementary"),
                class_enrollment::first_day.desc(),
                class_enrollment::institution_id,
            ))
            .limit(10)
            .select((
                (person::family, person::given, person::patronymic),
                (
                    class_enrollment::institution_id,
                    institution::short_name,
                    class::id,
                    class::name,
                    class::grade,
                    class::year_id,
                    class::teacher_id,
                ),
            ))
            .load(c)
    })?;
    let place = |(names, place)| ChildPlace { child: pupil, name: name(names), place: Some(to_place(place)) };
    Ok(rows.into_iter().map(place).collect())
}

/// The confirmed guardians of a child; at most ten.
pub fn guardians_of(tx: &mut ReadTx<'_>, child: PersonId) -> Result<Vec<PersonId>> {
    let rows: Vec<i64> = on_backend!(tx, |c| {
        guardianship::table
            .filter(guardianship::child_id.eq(child.0).and(guardianship::status.eq("confirmed")))
            .select(guardianship::guardian_id)
            .limit(10)
            .load(c)
    })?;
    Ok(rows.into_iter().map(PersonId).collect())
}

/// The confirmed guardians of several children: guardian and child; at most ten thousand.
pub fn guardians_of_all(tx: &mut ReadTx<'_>, children: &[PersonId]) -> Result<Vec<(PersonId, PersonId)>> {
    let ids: Vec<i64> = children.iter().take(1000).map(|child| child.0).collect();
    let rows: Vec<(i64, i64)> = on_backend!(tx, |c| {
        guardianship::table
            .filter(guardianship::child_id.eq_any(&ids).and(guardianship::status.eq("confirmed")))
            .select((guardianship::guardian_id, guardianship::child_id))
            .limit(10_000)
            .load(c)
    })?;
    Ok(rows.into_iter().map(|(guardian, child)| (PersonId(guardian), PersonId(child))).collect())
}

/// Institutions where a person learns on that day, or a child whose confirmed guardian the person is; in order of their
/// ids, without repeats.
pub fn institutions_of_family(
    tx: &mut ReadTx<'_>,
    person: PersonId,
    today: Day,
) -> Result<Vec<InstitutionId>> {
    let mut pupils: Vec<i64> = on_backend!(tx, |c| {
        guardianship::table
            .filter(guardianship::guardian_id.eq(person.0).and(guardianship::status.eq("confirmed")))
            .select(guardianship::child_id)
            .limit(50)
            .load(c)
    })?;
    pupils.push(person.0);
    let mut found: Vec<i64> = on_backend!(tx, |c| {
        class_enrollment::table
            .filter(class_enrollment::pupil_id.eq_any(&pupils))
            .filter(class_enrollment::first_day.le(today.number()))
            .filter(class_enrollment::last_day.is_null().or(class_enrollment::last_day.ge(today.number())))
            .select(class_enrollment::institution_id)
            .limit(200)
            .load(c)
    })?;
    found.sort_unstable();
    found.dedup();
    Ok(found.into_iter().map(InstitutionId).collect())
}
