//! Persons and families.

use diesel::prelude::*;
use kernel::{ClassId, Day, InstitutionId, PersonId, PersonName, YearId};
use store::{ReadTx, on_backend};

use super::{NameRow, day_opt, name};
use crate::error::{Error, Result};
use crate::model::{ChildPlace, Person, Place, Sex};
use crate::table::{class, class_enrollment, guardianship, institution, person};

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

/// Persons of exactly this name (case and ё apart); at most fifty.
pub fn persons_named(tx: &mut ReadTx<'_>, full_name: &str) -> Result<Vec<Person>> {
    let key = crate::search_key(full_name);
    let rows: Vec<PersonRow> = on_backend!(tx, |c| {
        person::table
            .filter(person::search_key.eq(&key).and(person::merged_into.is_null()))
            .order(person::id)
            .limit(50)
            .select((
                person::id,
                (person::family, person::given, person::patronymic),
                person::birth_day,
                person::sex,
                person::phone,
                person::email,
            ))
            .load(c)
    })?;
    rows.into_iter().map(to_person).collect()
}

/// Pupils of an institution on that day whose name («Иванова Мария …») begins with `key`, as [`crate::search_key`] writes
/// it: id, name, class; by name, at most `limit`.
pub fn pupils_named(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    key: &str,
    today: Day,
    limit: i64,
) -> Result<Vec<(PersonId, PersonName, String)>> {
    let pattern = format!("{}%", key.replace(['%', '_', '\\'], " "));
    let rows: Vec<(i64, NameRow, String)> = on_backend!(tx, |c| {
        class_enrollment::table
            .inner_join(person::table.on(person::id.eq(class_enrollment::pupil_id)))
            .inner_join(
                class::table.on(class::institution_id
                    .eq(class_enrollment::institution_id)
                    .and(class::id.eq(class_enrollment::class_id))),
            )
            .filter(class_enrollment::institution_id.eq(institution.0))
            .filter(class_enrollment::first_day.le(today.number()))
            .filter(class_enrollment::last_day.is_null().or(class_enrollment::last_day.ge(today.number())))
            .filter(person::search_key.like(&pattern))
            .order((person::search_key, person::id))
            .limit(limit)
            .select((
                class_enrollment::pupil_id,
                (person::family, person::given, person::patronymic),
                class::name,
            ))
            .load(c)
    })?;
    Ok(rows.into_iter().map(|(id, names, class)| (PersonId(id), name(names), class)).collect())
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
            .order((person::birth_day, person::id))
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
        // A child in two institutions (a school and an art school) is shown once, with the first.
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

/// A pupil with where he learns on that day.
pub fn pupil_place(tx: &mut ReadTx<'_>, pupil: PersonId, today: Day) -> Result<Option<ChildPlace>> {
    let row: Option<(NameRow, PlaceRow)> = on_backend!(tx, |c| {
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
            .first(c)
            .optional()
    })?;
    Ok(row.map(|(names, place)| ChildPlace { child: pupil, name: name(names), place: Some(to_place(place)) }))
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
