//! A row is made from what it is into what it should be.

use diesel::prelude::*;
use kernel::PersonId;
use store::{WriteTx, on_backend};

use super::super::words::{forget_names, index_names};
use super::footprint::{Fields, Footprint};
use crate::error::Result;
use crate::model::search_key;
use crate::table::{
    account, class, class_enrollment, guardianship, journal_pupil, journal_teacher, person, role_assignment,
    rollover_pupil, staff, subgroup_member, substitute,
};

/// Takes away what `is` has and `should` has not.
pub(super) fn take(tx: &mut WriteTx<'_>, who: PersonId, is: &Footprint, should: &Footprint) -> Result<()> {
    for row in is.children.iter().filter(|row| !should.children.contains(row)) {
        on_backend!(tx, |c| diesel::delete(guardianship::table.find((who.0, row.0))).execute(c))?;
    }
    for row in is.guardians.iter().filter(|row| !should.guardians.contains(row)) {
        on_backend!(tx, |c| diesel::delete(guardianship::table.find((row.0, who.0))).execute(c))?;
    }
    for row in is.stays.iter().filter(|row| !should.stays.contains(row)) {
        let key = (row.0, row.1, who.0, row.2);
        on_backend!(tx, |c| diesel::delete(class_enrollment::table.find(key)).execute(c))?;
    }
    for row in is.roles.iter().filter(|row| !should.roles.contains(row)) {
        let key = (row.0, who.0, row.1.as_str());
        on_backend!(tx, |c| diesel::delete(role_assignment::table.find(key)).execute(c))?;
    }
    for row in is.staff.iter().filter(|row| !should.staff.contains(row)) {
        on_backend!(tx, |c| diesel::delete(staff::table.find((row.0, who.0))).execute(c))?;
    }
    for row in is.teaches.iter().filter(|row| !should.teaches.contains(row)) {
        let key = (row.0, row.1, who.0);
        on_backend!(tx, |c| diesel::delete(journal_teacher::table.find(key)).execute(c))?;
    }
    for row in is.subgroups.iter().filter(|row| !should.subgroups.contains(row)) {
        let key = (row.0, row.1, who.0);
        on_backend!(tx, |c| diesel::delete(subgroup_member::table.find(key)).execute(c))?;
    }
    for row in is.journals.iter().filter(|row| !should.journals.contains(row)) {
        let key = (row.0, row.1, who.0, row.2);
        on_backend!(tx, |c| diesel::delete(journal_pupil::table.find(key)).execute(c))?;
    }
    for row in is.substitutes.iter().filter(|row| !should.substitutes.contains(row)) {
        let key = (row.0, who.0, row.1, row.2, row.3);
        on_backend!(tx, |c| diesel::delete(substitute::table.find(key)).execute(c))?;
    }
    for row in is.rolled.iter().filter(|row| !should.rolled.contains(row)) {
        let key = (row.0, row.1, row.2, who.0);
        on_backend!(tx, |c| diesel::delete(rollover_pupil::table.find(key)).execute(c))?;
    }
    Ok(())
}

/// Gives what `should` has and `is` has not. What is one's alone (an account, a class led) changes hands by this.
pub(super) fn give(tx: &mut WriteTx<'_>, who: PersonId, is: &Footprint, should: &Footprint) -> Result<()> {
    for id in should.accounts.iter().filter(|id| !is.accounts.contains(id)) {
        on_backend!(tx, |c| {
            diesel::update(account::table.find(*id)).set(account::person_id.eq(who.0)).execute(c)
        })?;
    }
    for row in should.children.iter().filter(|row| !is.children.contains(row)) {
        add_relation(tx, who.0, row.0, row)?;
    }
    for row in should.guardians.iter().filter(|row| !is.guardians.contains(row)) {
        add_relation(tx, row.0, who.0, row)?;
    }
    for row in should.stays.iter().filter(|row| !is.stays.contains(row)) {
        let values = (
            class_enrollment::institution_id.eq(row.0),
            class_enrollment::class_id.eq(row.1),
            class_enrollment::pupil_id.eq(who.0),
            class_enrollment::first_day.eq(row.2),
            class_enrollment::last_day.eq(row.3),
        );
        on_backend!(tx, |c| diesel::insert_into(class_enrollment::table).values(values).execute(c))?;
    }
    for row in should.roles.iter().filter(|row| !is.roles.contains(row)) {
        let values = (
            role_assignment::institution_id.eq(row.0),
            role_assignment::person_id.eq(who.0),
            role_assignment::role.eq(&row.1),
        );
        on_backend!(tx, |c| diesel::insert_into(role_assignment::table).values(values).execute(c))?;
    }
    for row in should.staff.iter().filter(|row| !is.staff.contains(row)) {
        let values = (
            staff::institution_id.eq(row.0),
            staff::person_id.eq(who.0),
            staff::position.eq(&row.1),
            staff::first_day.eq(row.2),
            staff::last_day.eq(row.3),
        );
        on_backend!(tx, |c| diesel::insert_into(staff::table).values(values).execute(c))?;
    }
    for row in should.leads.iter().filter(|row| !is.leads.contains(row)) {
        on_backend!(tx, |c| {
            diesel::update(class::table.find((row.0, row.1)))
                .set(class::teacher_id.eq(Some(who.0)))
                .execute(c)
        })?;
    }
    for row in should.teaches.iter().filter(|row| !is.teaches.contains(row)) {
        let values = (
            journal_teacher::institution_id.eq(row.0),
            journal_teacher::journal_id.eq(row.1),
            journal_teacher::person_id.eq(who.0),
            journal_teacher::ordinal.eq(row.2),
        );
        on_backend!(tx, |c| diesel::insert_into(journal_teacher::table).values(values).execute(c))?;
    }
    for row in should.subgroups.iter().filter(|row| !is.subgroups.contains(row)) {
        let values = (
            subgroup_member::institution_id.eq(row.0),
            subgroup_member::subgroup_id.eq(row.1),
            subgroup_member::pupil_id.eq(who.0),
        );
        on_backend!(tx, |c| diesel::insert_into(subgroup_member::table).values(values).execute(c))?;
    }
    for row in should.journals.iter().filter(|row| !is.journals.contains(row)) {
        let values = (
            journal_pupil::institution_id.eq(row.0),
            journal_pupil::journal_id.eq(row.1),
            journal_pupil::pupil_id.eq(who.0),
            journal_pupil::first_day.eq(row.2),
            journal_pupil::last_day.eq(row.3),
        );
        on_backend!(tx, |c| diesel::insert_into(journal_pupil::table).values(values).execute(c))?;
    }
    for row in should.substitutes.iter().filter(|row| !is.substitutes.contains(row)) {
        let values = (
            substitute::institution_id.eq(row.0),
            substitute::person_id.eq(who.0),
            substitute::day.eq(row.1),
            substitute::journal_id.eq(row.2),
            substitute::number.eq(row.3),
        );
        on_backend!(tx, |c| diesel::insert_into(substitute::table).values(values).execute(c))?;
    }
    for row in should.rolled.iter().filter(|row| !is.rolled.contains(row)) {
        let values = (
            rollover_pupil::institution_id.eq(row.0),
            rollover_pupil::rollover_id.eq(row.1),
            rollover_pupil::from_class.eq(row.2),
            rollover_pupil::pupil_id.eq(who.0),
            rollover_pupil::to_class.eq(row.3),
            rollover_pupil::outcome.eq(&row.4),
        );
        on_backend!(tx, |c| diesel::insert_into(rollover_pupil::table).values(values).execute(c))?;
    }
    Ok(())
}

fn add_relation(
    tx: &mut WriteTx<'_>,
    guardian: i64,
    child: i64,
    row: &(i64, String, String, i64),
) -> Result<()> {
    let values = (
        guardianship::guardian_id.eq(guardian),
        guardianship::child_id.eq(child),
        guardianship::relation.eq(&row.1),
        guardianship::status.eq(&row.2),
        guardianship::created_at.eq(row.3),
    );
    on_backend!(tx, |c| diesel::insert_into(guardianship::table).values(values).execute(c))?;
    Ok(())
}

/// Writes a person's own columns; who is merged into another is not found by name.
pub(super) fn set_fields(tx: &mut WriteTx<'_>, who: PersonId, fields: &Fields) -> Result<()> {
    let name =
        kernel::PersonName::stored(fields.family.clone(), fields.given.clone(), fields.patronymic.clone());
    forget_names(tx, who)?;
    let set = (
        person::patronymic.eq(fields.patronymic.clone()),
        person::search_key.eq(search_key(&name.full())),
        person::birth_day.eq(fields.birth_day),
        person::sex.eq(fields.sex.clone()),
        person::snils.eq(fields.snils.clone()),
        person::phone.eq(fields.phone.clone()),
        person::email.eq(fields.email.clone()),
        person::merged_into.eq(fields.merged_into),
    );
    on_backend!(tx, |c| diesel::update(person::table.find(who.0)).set(set).execute(c))?;
    if fields.merged_into.is_none() {
        index_names(tx, &[(who.0, name.full())])?;
    }
    Ok(())
}
