//! Orders about pupils: into the archive, back, to another class. What is written is checked first, for all the pupils of
//! the order together; a [`Refusal`] means that nothing was written.

use diesel::prelude::*;
use kernel::{ClassId, Day, InstitutionId, PersonId};
use store::ids::Seq;
use store::{WriteTx, on_backend};

use super::membership::follow_enrollments;
use super::school::enroll;
use crate::error::{Error, Result};
use crate::model::{By, Class, MovementKind, NewOrder, Refusal, Stay, Verdict};
use crate::read;
use crate::table::{class_enrollment, movement, school_order};

/// Writes an order down; returns its id.
pub(crate) fn add_order(
    tx: &mut WriteTx<'_>,
    at: InstitutionId,
    kind: &'static str,
    order: &NewOrder,
    class: Option<ClassId>,
    by: By,
) -> Result<i64> {
    let id = tx.next_id(Seq::School)?;
    let row = (
        school_order::institution_id.eq(at.0),
        school_order::id.eq(id),
        school_order::kind.eq(kind),
        school_order::number.eq(&order.number),
        school_order::day.eq(order.day.number()),
        school_order::reason.eq(&order.reason),
        school_order::class_id.eq(class.map(|c| c.0)),
        school_order::created_at.eq(by.at.0),
        school_order::created_by.eq(by.who.0),
    );
    on_backend!(tx, |c| diesel::insert_into(school_order::table).values(row).execute(c))?;
    Ok(id)
}

/// One line of somebody's history at an institution.
pub(crate) struct Moved<'a> {
    pub(crate) at: InstitutionId,
    pub(crate) who: PersonId,
    pub(crate) order: i64,
    pub(crate) kind: MovementKind,
    pub(crate) from: Option<ClassId>,
    pub(crate) to: Option<ClassId>,
    pub(crate) day: Day,
    pub(crate) detail: &'a str,
}

/// Writes movements down.
pub(crate) fn add_movements(tx: &mut WriteTx<'_>, list: &[Moved<'_>], by: By) -> Result<()> {
    let ids = tx.next_ids(Seq::School, list.len())?;
    let rows: Vec<_> = list
        .iter()
        .zip(ids)
        .map(|(moved, id)| {
            (
                movement::institution_id.eq(moved.at.0),
                movement::person_id.eq(moved.who.0),
                movement::id.eq(id),
                movement::order_id.eq(moved.order),
                movement::kind.eq(moved.kind.code()),
                movement::from_class.eq(moved.from.map(|c| c.0)),
                movement::to_class.eq(moved.to.map(|c| c.0)),
                movement::day.eq(moved.day.number()),
                movement::detail.eq(moved.detail),
                movement::created_at.eq(by.at.0),
                movement::created_by.eq(by.who.0),
            )
        })
        .collect();
    if !rows.is_empty() {
        on_backend!(tx, |c| diesel::insert_into(movement::table).values(rows).execute(c))?;
    }
    Ok(())
}

/// Ends a stay with that day.
pub(crate) fn end_stay(tx: &mut WriteTx<'_>, pupil: PersonId, stay: &Stay, last: Option<Day>) -> Result<()> {
    let key = (stay.institution.0, stay.class.0, pupil.0, stay.first.number());
    on_backend!(tx, |c| {
        diesel::update(class_enrollment::table.find(key))
            .set(class_enrollment::last_day.eq(last.map(Day::number)))
            .execute(c)
    })?;
    Ok(())
}

/// The stays of a pupil that go on, ready to be ended with `day`.
fn open_until(pupil: PersonId, stays: &[Stay], day: Day) -> Verdict<Vec<Stay>> {
    let open: Vec<Stay> = stays.iter().filter(|stay| stay.last.is_none()).copied().collect();
    if let Some(late) = open.iter().find(|stay| stay.first > day) {
        return Err(Refusal::Joined(pupil, late.first));
    }
    if open.is_empty() {
        let leaving = stays.iter().filter_map(|stay| stay.last).find(|last| *last >= day);
        return Err(leaving.map_or(Refusal::NotPresent(pupil), |last| Refusal::Leaves(pupil, last)));
    }
    Ok(open)
}

/// Pupils with the stays that an order ends.
pub(crate) type Leaving = Vec<(PersonId, Vec<Stay>)>;

/// The open stays of all these pupils, or why one of them can't leave with that day.
pub(crate) fn leaving(
    tx: &mut WriteTx<'_>,
    at: InstitutionId,
    pupils: &[PersonId],
    last: Day,
) -> Result<Verdict<Leaving>> {
    let stays = read::stays_of(tx, at, pupils)?;
    let mut list = Vec::with_capacity(pupils.len());
    for pupil in pupils {
        let Some(stays) = stays.get(pupil) else { return Ok(Err(Refusal::NotHere)) };
        match open_until(*pupil, stays, last) {
            Ok(open) => list.push((*pupil, open)),
            Err(refusal) => return Ok(Err(refusal)),
        }
    }
    Ok(Ok(list))
}

/// A class that can get pupils.
pub(crate) fn living_class(tx: &mut WriteTx<'_>, at: InstitutionId, id: ClassId) -> Result<Option<Class>> {
    match read::class(tx, at, id) {
        Ok(class) => Ok(Some(class).filter(|class| class.dissolved.is_none())),
        Err(Error::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Puts pupils into the archive («Удалить»): their last day at school is the order's. Returns the order's id.
pub fn archive(
    tx: &mut WriteTx<'_>,
    at: InstitutionId,
    pupils: &[PersonId],
    order: &NewOrder,
    by: By,
) -> Result<Verdict<i64>> {
    let list = match leaving(tx, at, pupils, order.day)? {
        Ok(list) => list,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let id = add_order(tx, at, "archive", order, None, by)?;
    let mut moved = Vec::with_capacity(list.len());
    for (pupil, open) in &list {
        for stay in open {
            end_stay(tx, *pupil, stay, Some(order.day))?;
        }
        moved.push(Moved {
            at,
            who: *pupil,
            order: id,
            kind: MovementKind::Archive,
            from: open.last().map(|stay| stay.class),
            to: None,
            day: order.day,
            detail: "",
        });
    }
    add_movements(tx, &moved, by)?;
    follow_enrollments(tx, at, pupils, order.day)?;
    Ok(Ok(id))
}

/// Takes a former pupil back into a class from the order's day on.
pub fn restore(
    tx: &mut WriteTx<'_>,
    at: InstitutionId,
    pupil: PersonId,
    class: ClassId,
    order: &NewOrder,
    by: By,
) -> Result<Verdict<i64>> {
    let stays = read::stays_of(tx, at, &[pupil])?.remove(&pupil).unwrap_or_default();
    if stays.is_empty() {
        return Ok(Err(Refusal::NotHere));
    }
    if stays.iter().any(|stay| stay.last.is_none()) {
        return Ok(Err(Refusal::Present(pupil)));
    }
    if let Some(last) = stays.iter().filter_map(|stay| stay.last).max().filter(|last| *last >= order.day) {
        return Ok(Err(Refusal::Left(pupil, last)));
    }
    if read::transfer_waits(tx, pupil)? {
        return Ok(Err(Refusal::TransferWaits(pupil)));
    }
    if let Some(place) = read::elsewhere(tx, pupil, at, order.day)? {
        return Ok(Err(Refusal::Elsewhere(pupil, place)));
    }
    if living_class(tx, at, class)?.is_none() {
        return Ok(Err(Refusal::NoClass));
    }
    let id = add_order(tx, at, "restore", order, Some(class), by)?;
    enroll(tx, at, class, &[pupil], order.day)?;
    let moved = Moved {
        at,
        who: pupil,
        order: id,
        kind: MovementKind::Restore,
        from: None,
        to: Some(class),
        day: order.day,
        detail: "",
    };
    add_movements(tx, &[moved], by)?;
    follow_enrollments(tx, at, &[pupil], order.day)?;
    Ok(Ok(id))
}

/// Moves pupils to another class of the institution: the old stay ends the day before the order's, the new begins with it.
pub fn move_pupils(
    tx: &mut WriteTx<'_>,
    at: InstitutionId,
    pupils: &[PersonId],
    to: ClassId,
    order: &NewOrder,
    by: By,
) -> Result<Verdict<i64>> {
    if living_class(tx, at, to)?.is_none() {
        return Ok(Err(Refusal::NoClass));
    }
    let last = order.day.plus(-1);
    let list = match leaving(tx, at, pupils, last)? {
        Ok(list) => list,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if let Some((pupil, _)) = list.iter().find(|(_, open)| open.iter().any(|stay| stay.class == to)) {
        return Ok(Err(Refusal::SameClass(*pupil)));
    }
    let id = add_order(tx, at, "move", order, Some(to), by)?;
    let mut moved = Vec::with_capacity(list.len());
    for (pupil, open) in &list {
        for stay in open {
            end_stay(tx, *pupil, stay, Some(last))?;
        }
        moved.push(Moved {
            at,
            who: *pupil,
            order: id,
            kind: MovementKind::Move,
            from: open.last().map(|stay| stay.class),
            to: Some(to),
            day: order.day,
            detail: "",
        });
    }
    enroll(tx, at, to, pupils, order.day)?;
    add_movements(tx, &moved, by)?;
    follow_enrollments(tx, at, pupils, order.day)?;
    Ok(Ok(id))
}
