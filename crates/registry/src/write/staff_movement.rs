//! Orders about staff: into the archive and back. Who is archived has no role and leads no class there any more; both are
//! written down and given back with the restoration.

use diesel::prelude::*;
use kernel::{InstitutionId, PersonId};
use serde::{Deserialize, Serialize};
use store::{WriteTx, on_backend};

use super::movement::{Moved, add_movements, add_order};
use crate::error::{Error, Result};
use crate::model::{By, MovementKind, NewOrder, Refusal, Verdict};
use crate::read;
use crate::table::{class, role_assignment, staff};

/// What was taken from somebody with the archive.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Taken {
    first_day: i32,
    roles: Vec<String>,
    leads: Vec<i64>,
}

/// Puts staff into the archive; the order's day is the last at work.
pub fn archive_staff(
    tx: &mut WriteTx<'_>,
    at: InstitutionId,
    people: &[PersonId],
    order: &NewOrder,
    by: By,
) -> Result<Verdict<i64>> {
    let mut list = Vec::with_capacity(people.len());
    for who in people {
        if *who == by.who {
            return Ok(Err(Refusal::Oneself));
        }
        let row: Option<(i32, Option<i32>)> = on_backend!(tx, |c| {
            staff::table.find((at.0, who.0)).select((staff::first_day, staff::last_day)).first(c).optional()
        })?;
        match row {
            None => return Ok(Err(Refusal::NotHere)),
            Some((_, Some(_))) => return Ok(Err(Refusal::NotPresent(*who))),
            Some((first, None)) if first > order.day.number() => {
                return Ok(Err(Refusal::Joined(*who, read::day(first)?)));
            }
            Some((first, None)) => list.push((*who, first)),
        }
    }
    let id = add_order(tx, at, "staff_archive", order, None, by)?;
    for (who, first_day) in list {
        let roles: Vec<String> = on_backend!(tx, |c| {
            role_assignment::table
                .filter(role_assignment::institution_id.eq(at.0).and(role_assignment::person_id.eq(who.0)))
                .select(role_assignment::role)
                .limit(20)
                .load(c)
        })?;
        let leads: Vec<i64> = on_backend!(tx, |c| {
            class::table
                .filter(class::teacher_id.eq(who.0).and(class::institution_id.eq(at.0)))
                .select(class::id)
                .limit(100)
                .load(c)
        })?;
        on_backend!(tx, |c| {
            diesel::delete(
                role_assignment::table.filter(
                    role_assignment::institution_id.eq(at.0).and(role_assignment::person_id.eq(who.0)),
                ),
            )
            .execute(c)
        })?;
        on_backend!(tx, |c| {
            diesel::update(
                class::table.filter(class::teacher_id.eq(who.0).and(class::institution_id.eq(at.0))),
            )
            .set(class::teacher_id.eq(None::<i64>))
            .execute(c)
        })?;
        on_backend!(tx, |c| {
            diesel::update(staff::table.find((at.0, who.0)))
                .set(staff::last_day.eq(Some(order.day.number())))
                .execute(c)
        })?;
        let detail = serde_json::to_string(&Taken { first_day, roles, leads })
            .map_err(|_| Error::Corrupt("movement.detail"))?;
        let moved = Moved {
            at,
            who,
            order: id,
            kind: MovementKind::StaffArchive,
            from: None,
            to: None,
            day: order.day,
            detail: &detail,
        };
        add_movements(tx, &[moved], by)?;
    }
    Ok(Ok(id))
}

/// Takes a former member of staff back, with the roles of before; the classes led before, as far as nobody leads them now.
pub fn restore_staff(
    tx: &mut WriteTx<'_>,
    at: InstitutionId,
    who: PersonId,
    order: &NewOrder,
    by: By,
) -> Result<Verdict<i64>> {
    let row: Option<Option<i32>> = on_backend!(tx, |c| {
        staff::table.find((at.0, who.0)).select(staff::last_day).first(c).optional()
    })?;
    let last = match row {
        None => return Ok(Err(Refusal::NotHere)),
        Some(None) => return Ok(Err(Refusal::Present(who))),
        Some(Some(last)) => read::day(last)?,
    };
    if order.day <= last {
        return Ok(Err(Refusal::Left(who, last)));
    }
    let history = read::movements_of(tx, at, who)?;
    let taken: Taken = history
        .iter()
        .find(|moved| moved.kind == MovementKind::StaffArchive)
        .and_then(|moved| serde_json::from_str(&moved.detail).ok())
        .unwrap_or_default();
    let id = add_order(tx, at, "staff_restore", order, None, by)?;
    on_backend!(tx, |c| {
        diesel::update(staff::table.find((at.0, who.0)))
            .set((staff::first_day.eq(order.day.number()), staff::last_day.eq(None::<i32>)))
            .execute(c)
    })?;
    for role in &taken.roles {
        let row = (
            role_assignment::institution_id.eq(at.0),
            role_assignment::person_id.eq(who.0),
            role_assignment::role.eq(role),
        );
        on_backend!(tx, |c| {
            diesel::insert_into(role_assignment::table).values(row).on_conflict_do_nothing().execute(c)
        })?;
    }
    on_backend!(tx, |c| {
        diesel::update(
            class::table
                .filter(class::institution_id.eq(at.0).and(class::id.eq_any(&taken.leads)))
                .filter(class::teacher_id.is_null()),
        )
        .set(class::teacher_id.eq(Some(who.0)))
        .execute(c)
    })?;
    let moved = Moved {
        at,
        who,
        order: id,
        kind: MovementKind::StaffRestore,
        from: None,
        to: None,
        day: order.day,
        detail: "",
    };
    add_movements(tx, &[moved], by)?;
    Ok(Ok(id))
}
