//! Who is (also) another institution's: what one institution may not take, change or look into by itself.

use std::collections::{BTreeSet, HashMap, HashSet};

use diesel::dsl::exists;
use diesel::prelude::*;
use kernel::{Day, InstitutionId, PersonId};
use store::{ReadTx, on_backend};

use super::{elsewhere, stays_of, ties};
use crate::error::{Error, Result};
use crate::model::MovementKind;
use crate::table::{
    class_enrollment, guardianship, institution, movement, person, role_assignment, staff, transfer,
};

/// So many values are asked for in one statement.
const CHUNK: usize = 500;

/// Does a grown-up belong to another institution in any way: a role or a place on its staff, now or once, or a child who
/// never learned at `at`?
pub fn serves_elsewhere(tx: &mut ReadTx<'_>, who: PersonId, at: InstitutionId) -> Result<bool> {
    let role: Option<i64> = on_backend!(tx, |c| {
        role_assignment::table
            .filter(role_assignment::person_id.eq(who.0).and(role_assignment::institution_id.ne(at.0)))
            .select(role_assignment::institution_id)
            .first(c)
            .optional()
    })?;
    let place: Option<i64> = on_backend!(tx, |c| {
        staff::table
            .filter(staff::person_id.eq(who.0).and(staff::institution_id.ne(at.0)))
            .select(staff::institution_id)
            .first(c)
            .optional()
    })?;
    if role.is_some() || place.is_some() {
        return Ok(true);
    }
    let child: Option<i64> = on_backend!(tx, |c| {
        guardianship::table
            .filter(guardianship::guardian_id.eq(who.0))
            .filter(diesel::dsl::not(exists(
                class_enrollment::table.filter(
                    class_enrollment::pupil_id
                        .eq(guardianship::child_id)
                        .and(class_enrollment::institution_id.eq(at.0)),
                ),
            )))
            .select(guardianship::child_id)
            .first(c)
            .optional()
    })?;
    Ok(child.is_some())
}

/// Is or was somebody a pupil of an institution besides `at`?
pub fn learned_elsewhere(tx: &mut ReadTx<'_>, who: PersonId, at: InstitutionId) -> Result<bool> {
    let found: Option<i64> = on_backend!(tx, |c| {
        class_enrollment::table
            .filter(class_enrollment::pupil_id.eq(who.0).and(class_enrollment::institution_id.ne(at.0)))
            .select(class_enrollment::institution_id)
            .first(c)
            .optional()
    })?;
    Ok(found.is_some())
}

/// Does any of these pupils learn in another institution on this day or later? Supplementary education is no other school.
pub fn any_elsewhere(tx: &mut ReadTx<'_>, pupils: &[PersonId], at: InstitutionId, on: Day) -> Result<bool> {
    let ids: Vec<i64> = pupils.iter().map(|pupil| pupil.0).collect();
    for chunk in ids.chunks(CHUNK) {
        let found: Option<i64> = on_backend!(tx, |c| {
            class_enrollment::table
                .inner_join(institution::table.on(institution::id.eq(class_enrollment::institution_id)))
                .filter(class_enrollment::pupil_id.eq_any(chunk))
                .filter(class_enrollment::institution_id.ne(at.0))
                .filter(class_enrollment::last_day.is_null().or(class_enrollment::last_day.ge(on.number())))
                .filter(institution::kind.ne("supplementary"))
                .select(class_enrollment::pupil_id)
                .first(c)
                .optional()
        })?;
        if found.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Who of these belongs to another institution now and to `at` no more, as [`gone_over`] tells of one. Four statements for
/// five hundred people.
pub fn gone_over_among(
    tx: &mut ReadTx<'_>,
    people: &[PersonId],
    at: InstitutionId,
    today: Day,
) -> Result<BTreeSet<PersonId>> {
    let mut gone = BTreeSet::new();
    for chunk in people.chunks(CHUNK) {
        let ids: Vec<i64> = chunk.iter().map(|person| person.0).collect();
        let learns: Vec<(i64, i64, String)> = on_backend!(tx, |c| {
            class_enrollment::table
                .inner_join(institution::table.on(institution::id.eq(class_enrollment::institution_id)))
                .filter(class_enrollment::pupil_id.eq_any(&ids))
                .filter(
                    class_enrollment::last_day.is_null().or(class_enrollment::last_day.ge(today.number())),
                )
                .limit(20_000)
                .select((class_enrollment::pupil_id, class_enrollment::institution_id, institution::kind))
                .load(c)
        })?;
        let children: Vec<(i64, i64, String)> = on_backend!(tx, |c| {
            guardianship::table
                .inner_join(class_enrollment::table.on(class_enrollment::pupil_id.eq(guardianship::child_id)))
                .inner_join(institution::table.on(institution::id.eq(class_enrollment::institution_id)))
                .filter(guardianship::guardian_id.eq_any(&ids))
                .filter(
                    class_enrollment::last_day.is_null().or(class_enrollment::last_day.ge(today.number())),
                )
                .limit(20_000)
                .select((guardianship::guardian_id, class_enrollment::institution_id, institution::kind))
                .load(c)
        })?;
        let works: Vec<(i64, i64)> = on_backend!(tx, |c| {
            staff::table
                .filter(staff::person_id.eq_any(&ids).and(staff::last_day.is_null()))
                .limit(20_000)
                .select((staff::person_id, staff::institution_id))
                .load(c)
        })?;
        let acts: Vec<(i64, i64)> = on_backend!(tx, |c| {
            role_assignment::table
                .filter(role_assignment::person_id.eq_any(&ids))
                .filter(role_assignment::institution_id.ne(at.0))
                .limit(20_000)
                .select((role_assignment::person_id, role_assignment::institution_id))
                .load(c)
        })?;
        let schooled = learns.into_iter().chain(children);
        let (mut here, mut there) = (BTreeSet::new(), BTreeSet::new());
        for (who, place, kind) in schooled {
            if place == at.0 {
                here.insert(who);
            } else if kind != "supplementary" {
                there.insert(who);
            }
        }
        for (who, place) in works.into_iter().chain(acts) {
            if place == at.0 {
                here.insert(who)
            } else {
                there.insert(who)
            };
        }
        gone.extend(there.difference(&here).map(|id| PersonId(*id)));
    }
    Ok(gone)
}

/// The institution, by short name, that somebody belongs to now when it is not `at` any more: who left and learns, works
/// or has a child elsewhere is written about there. None while anything ties him to `at`, or nothing to any other.
pub fn gone_over(
    tx: &mut ReadTx<'_>,
    who: PersonId,
    at: InstitutionId,
    today: Day,
) -> Result<Option<String>> {
    let ties = ties(tx, at, who)?;
    if ties.pupil {
        let here = stays_of(tx, at, &[who])?.remove(&who).unwrap_or_default();
        if here.iter().any(|stay| stay.reaches(today)) {
            return Ok(None);
        }
    }
    if ties.staff {
        let works: Option<i64> = on_backend!(tx, |c| {
            staff::table
                .find((at.0, who.0))
                .filter(staff::last_day.is_null())
                .select(staff::person_id)
                .first(c)
                .optional()
        })?;
        if works.is_some() {
            return Ok(None);
        }
    }
    if ties.guardian {
        let child: Option<i64> = on_backend!(tx, |c| {
            guardianship::table
                .inner_join(class_enrollment::table.on(class_enrollment::pupil_id.eq(guardianship::child_id)))
                .filter(guardianship::guardian_id.eq(who.0).and(class_enrollment::institution_id.eq(at.0)))
                .filter(
                    class_enrollment::last_day.is_null().or(class_enrollment::last_day.ge(today.number())),
                )
                .select(guardianship::child_id)
                .first(c)
                .optional()
        })?;
        if child.is_some() {
            return Ok(None);
        }
    }
    if let Some(place) = elsewhere(tx, who, at, today)? {
        return Ok(Some(place));
    }
    let works: Option<String> = on_backend!(tx, |c| {
        staff::table
            .inner_join(institution::table.on(institution::id.eq(staff::institution_id)))
            .filter(staff::person_id.eq(who.0).and(staff::institution_id.ne(at.0)))
            .filter(staff::last_day.is_null())
            .select(institution::short_name)
            .first(c)
            .optional()
    })?;
    if works.is_some() {
        return Ok(works);
    }
    let acts: Option<String> = on_backend!(tx, |c| {
        role_assignment::table
            .inner_join(institution::table.on(institution::id.eq(role_assignment::institution_id)))
            .filter(role_assignment::person_id.eq(who.0).and(role_assignment::institution_id.ne(at.0)))
            .select(institution::short_name)
            .first(c)
            .optional()
    })?;
    if acts.is_some() {
        return Ok(acts);
    }
    Ok(on_backend!(tx, |c| {
        guardianship::table
            .inner_join(class_enrollment::table.on(class_enrollment::pupil_id.eq(guardianship::child_id)))
            .inner_join(institution::table.on(institution::id.eq(class_enrollment::institution_id)))
            .filter(guardianship::guardian_id.eq(who.0).and(class_enrollment::institution_id.ne(at.0)))
            .filter(class_enrollment::last_day.is_null().or(class_enrollment::last_day.ge(today.number())))
            .filter(institution::kind.ne("supplementary"))
            .select(institution::short_name)
            .first(c)
            .optional()
    })?)
}

/// What keeps people from being put into a class by a file, of many at once.
#[derive(Debug, Clone, Default)]
pub struct Bars {
    /// Pupils of another institution on the day or later, besides supplementary education.
    pub elsewhere: HashSet<PersonId>,
    /// Pupils whose transfer waits for an answer.
    pub offered: HashSet<PersonId>,
    /// Grown-ups who belong to another institution (as [`serves_elsewhere`] says).
    pub serving: HashSet<PersonId>,
    /// What became of them last as pupils of `at`.
    pub moved: HashMap<PersonId, MovementKind>,
}

/// The bars of these people at `at` on a day: a handful of statements for each five hundred.
pub fn bars(tx: &mut ReadTx<'_>, people: &[PersonId], at: InstitutionId, on: Day) -> Result<Bars> {
    let mut found = Bars::default();
    let ids: Vec<i64> = people.iter().map(|id| id.0).collect();
    for chunk in ids.chunks(CHUNK) {
        let elsewhere: Vec<i64> = on_backend!(tx, |c| {
            class_enrollment::table
                .inner_join(institution::table.on(institution::id.eq(class_enrollment::institution_id)))
                .filter(class_enrollment::pupil_id.eq_any(chunk))
                .filter(class_enrollment::institution_id.ne(at.0))
                .filter(class_enrollment::last_day.is_null().or(class_enrollment::last_day.ge(on.number())))
                .filter(institution::kind.ne("supplementary"))
                .select(class_enrollment::pupil_id)
                .distinct()
                .load(c)
        })?;
        let offered: Vec<i64> = on_backend!(tx, |c| {
            transfer::table
                .filter(transfer::pupil_id.eq_any(chunk).and(transfer::status.eq("offered")))
                .select(transfer::pupil_id)
                .distinct()
                .load(c)
        })?;
        let roles: Vec<i64> = on_backend!(tx, |c| {
            role_assignment::table
                .filter(role_assignment::person_id.eq_any(chunk))
                .filter(role_assignment::institution_id.ne(at.0))
                .select(role_assignment::person_id)
                .distinct()
                .load(c)
        })?;
        let staff: Vec<i64> = on_backend!(tx, |c| {
            staff::table
                .filter(staff::person_id.eq_any(chunk).and(staff::institution_id.ne(at.0)))
                .select(staff::person_id)
                .distinct()
                .load(c)
        })?;
        let guardians: Vec<i64> = on_backend!(tx, |c| {
            guardianship::table
                .filter(guardianship::guardian_id.eq_any(chunk))
                .filter(diesel::dsl::not(exists(
                    class_enrollment::table.filter(
                        class_enrollment::pupil_id
                            .eq(guardianship::child_id)
                            .and(class_enrollment::institution_id.eq(at.0)),
                    ),
                )))
                .select(guardianship::guardian_id)
                .distinct()
                .load(c)
        })?;
        let merged: Vec<(i64, Option<i64>)> = on_backend!(tx, |c| {
            person::table
                .filter(person::merged_into.is_not_null())
                .filter(person::merged_into.eq_any(chunk))
                .select((person::id, person::merged_into))
                .load(c)
        })?;
        let whose: HashMap<i64, i64> =
            merged.into_iter().filter_map(|(row, who)| Some((row, who?))).collect();
        let rows: Vec<i64> = chunk.iter().chain(whose.keys()).copied().collect();
        let moved: Vec<(i64, String)> = on_backend!(tx, |c| {
            movement::table
                .filter(movement::institution_id.eq(at.0).and(movement::person_id.eq_any(&rows)))
                .order(movement::id)
                .select((movement::person_id, movement::kind))
                .load(c)
        })?;
        for (who, kind) in moved {
            let kind = MovementKind::from_code(&kind).ok_or(Error::Corrupt("movement.kind"))?;
            if !matches!(kind, MovementKind::StaffArchive | MovementKind::StaffRestore) {
                found.moved.insert(PersonId(whose.get(&who).copied().unwrap_or(who)), kind);
            }
        }
        found.elsewhere.extend(elsewhere.into_iter().map(PersonId));
        found.offered.extend(offered.into_iter().map(PersonId));
        found.serving.extend(roles.into_iter().chain(staff).chain(guardians).map(PersonId));
    }
    Ok(found)
}
