//! Everything that hangs on a person, read at once.

use diesel::prelude::*;
use kernel::PersonId;
use serde::{Deserialize, Serialize};
use store::{ReadTx, on_backend};

use crate::error::{Error, Result};
use crate::table::{
    account, class, class_enrollment, guardianship, journal_pupil, journal_teacher, person, role_assignment,
    rollover_pupil, staff, subgroup_member, substitute,
};

/// The person's own columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Fields {
    pub(super) family: String,
    pub(super) given: String,
    pub(super) patronymic: Option<String>,
    pub(super) birth_day: Option<i32>,
    pub(super) sex: Option<String>,
    pub(super) snils: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) email: Option<String>,
    pub(super) merged_into: Option<i64>,
}

/// Everything that hangs on a person, each list sorted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Footprint {
    pub(super) fields: Fields,
    /// Accounts.
    pub(super) accounts: Vec<i64>,
    /// Children: child, relation, status, since.
    pub(super) children: Vec<(i64, String, String, i64)>,
    /// Guardians: guardian, relation, status, since.
    pub(super) guardians: Vec<(i64, String, String, i64)>,
    /// Institution, class, first and last day.
    pub(super) stays: Vec<(i64, i64, i32, Option<i32>)>,
    /// Institution, role.
    pub(super) roles: Vec<(i64, String)>,
    /// Institution, position, first and last day.
    pub(super) staff: Vec<(i64, String, i32, Option<i32>)>,
    /// Institution, class led.
    pub(super) leads: Vec<(i64, i64)>,
    /// Institution, journal taught, place among its teachers.
    pub(super) teaches: Vec<(i64, i64, i32)>,
    /// Institution, subgroup.
    pub(super) subgroups: Vec<(i64, i64)>,
    /// Institution, journal, first and last day.
    pub(super) journals: Vec<(i64, i64, i32, Option<i32>)>,
    /// Lessons taken for others: institution, day, journal, number.
    #[serde(default)]
    pub(super) substitutes: Vec<(i64, i32, i64, i32)>,
    /// Lines of roll-overs: institution, roll-over, from class, to class, outcome.
    #[serde(default)]
    pub(super) rolled: Vec<(i64, i64, i64, i64, String)>,
}

type FieldRow = (
    (String, String, Option<String>, Option<i32>, Option<String>),
    (Option<String>, Option<String>, Option<String>, Option<i64>),
);

/// Reads everything that hangs on a person.
pub(super) fn footprint(tx: &mut ReadTx<'_>, who: PersonId) -> Result<Footprint> {
    let row: Option<FieldRow> = on_backend!(tx, |c| {
        person::table
            .find(who.0)
            .select((
                (person::family, person::given, person::patronymic, person::birth_day, person::sex),
                (person::snils, person::phone, person::email, person::merged_into),
            ))
            .first(c)
            .optional()
    })?;
    let ((family, given, patronymic, birth_day, sex), (snils, phone, email, merged_into)) =
        row.ok_or(Error::NotFound("person"))?;
    let fields = Fields { family, given, patronymic, birth_day, sex, snils, phone, email, merged_into };
    let mut accounts: Vec<i64> = on_backend!(tx, |c| {
        account::table.filter(account::person_id.eq(who.0)).select(account::id).limit(100).load(c)
    })?;
    let mut children: Vec<(i64, String, String, i64)> = on_backend!(tx, |c| {
        guardianship::table
            .filter(guardianship::guardian_id.eq(who.0))
            .select((
                guardianship::child_id,
                guardianship::relation,
                guardianship::status,
                guardianship::created_at,
            ))
            .limit(100)
            .load(c)
    })?;
    let mut guardians: Vec<(i64, String, String, i64)> = on_backend!(tx, |c| {
        guardianship::table
            .filter(guardianship::child_id.eq(who.0))
            .select((
                guardianship::guardian_id,
                guardianship::relation,
                guardianship::status,
                guardianship::created_at,
            ))
            .limit(100)
            .load(c)
    })?;
    let mut stays: Vec<(i64, i64, i32, Option<i32>)> = on_backend!(tx, |c| {
        class_enrollment::table
            .filter(class_enrollment::pupil_id.eq(who.0))
            .select((
                class_enrollment::institution_id,
                class_enrollment::class_id,
                class_enrollment::first_day,
                class_enrollment::last_day,
            ))
            .limit(500)
            .load(c)
    })?;
    let mut roles: Vec<(i64, String)> = on_backend!(tx, |c| {
        role_assignment::table
            .filter(role_assignment::person_id.eq(who.0))
            .select((role_assignment::institution_id, role_assignment::role))
            .limit(100)
            .load(c)
    })?;
    let mut staff: Vec<(i64, String, i32, Option<i32>)> = on_backend!(tx, |c| {
        staff::table
            .filter(staff::person_id.eq(who.0))
            .select((staff::institution_id, staff::position, staff::first_day, staff::last_day))
            .limit(100)
            .load(c)
    })?;
    let mut leads: Vec<(i64, i64)> = on_backend!(tx, |c| {
        class::table
            .filter(class::teacher_id.eq(who.0))
            .select((class::institution_id, class::id))
            .limit(500)
            .load(c)
    })?;
    let mut teaches: Vec<(i64, i64, i32)> = on_backend!(tx, |c| {
        journal_teacher::table
            .filter(journal_teacher::person_id.eq(who.0))
            .select((journal_teacher::institution_id, journal_teacher::journal_id, journal_teacher::ordinal))
            .limit(2000)
            .load(c)
    })?;
    let mut subgroups: Vec<(i64, i64)> = on_backend!(tx, |c| {
        subgroup_member::table
            .filter(subgroup_member::pupil_id.eq(who.0))
            .select((subgroup_member::institution_id, subgroup_member::subgroup_id))
            .limit(2000)
            .load(c)
    })?;
    let mut places: Vec<i64> = stays.iter().map(|stay| stay.0).collect();
    places.sort_unstable();
    places.dedup();
    let mut journals: Vec<(i64, i64, i32, Option<i32>)> = on_backend!(tx, |c| {
        journal_pupil::table
            .filter(journal_pupil::institution_id.eq_any(&places))
            .filter(journal_pupil::pupil_id.eq(who.0))
            .select((
                journal_pupil::institution_id,
                journal_pupil::journal_id,
                journal_pupil::first_day,
                journal_pupil::last_day,
            ))
            .limit(5000)
            .load(c)
    })?;
    let mut substitutes: Vec<(i64, i32, i64, i32)> = Vec::new();
    for at in staff.iter().map(|row| row.0) {
        let rows: Vec<(i64, i32, i64, i32)> = on_backend!(tx, |c| {
            substitute::table
                .filter(substitute::institution_id.eq(at).and(substitute::person_id.eq(who.0)))
                .select((
                    substitute::institution_id,
                    substitute::day,
                    substitute::journal_id,
                    substitute::number,
                ))
                .limit(5000)
                .load(c)
        })?;
        substitutes.extend(rows);
    }
    let mut rolled: Vec<(i64, i64, i64, i64, String)> = on_backend!(tx, |c| {
        rollover_pupil::table
            .filter(rollover_pupil::institution_id.eq_any(&places))
            .filter(rollover_pupil::pupil_id.eq(who.0))
            .select((
                rollover_pupil::institution_id,
                rollover_pupil::rollover_id,
                rollover_pupil::from_class,
                rollover_pupil::to_class,
                rollover_pupil::outcome,
            ))
            .limit(100)
            .load(c)
    })?;
    substitutes.sort_unstable();
    rolled.sort_unstable();
    accounts.sort_unstable();
    children.sort_unstable();
    guardians.sort_unstable();
    stays.sort_unstable();
    roles.sort_unstable();
    staff.sort_unstable();
    leads.sort_unstable();
    teaches.sort_unstable();
    subgroups.sort_unstable();
    journals.sort_unstable();
    Ok(Footprint {
        fields,
        accounts,
        children,
        guardians,
        stays,
        roles,
        staff,
        leads,
        teaches,
        subgroups,
        journals,
        substitutes,
        rolled,
    })
}
