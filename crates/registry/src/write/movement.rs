//! Orders about pupils: into the archive, back, to another class. What is written is checked first, for all the pupils of
//! the order together; a [`Refusal`] means that nothing was written.

use std::collections::BTreeMap;

use diesel::prelude::*;
use kernel::{ClassId, Day, InstitutionId, PersonId};
use store::ids::Seq;
use store::{ReadTx, WriteTx, on_backend};

use super::membership::follow_enrollments;
use super::rolled::{Rolled, add_step, out_of_year, place};
use super::year::Outcome;
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

/// What an order ends: the stays that go on, and what a roll-over has prepared behind them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Leave {
    /// These end with the order.
    pub(crate) open: Vec<Stay>,
    /// These lines of roll-overs go, each with the stay to come that goes with it.
    pub(crate) steps: Vec<(Rolled, Option<Stay>)>,
}

impl Leave {
    /// The class in which the pupil would be on that day.
    pub(crate) fn class_on(&self, day: Day) -> Option<ClassId> {
        let to_come = self.steps.iter().filter_map(|(_, stay)| *stay).find(|stay| stay.first <= day);
        to_come.or_else(|| self.open.last().copied()).map(|stay| stay.class)
    }

    /// The class of the next year that is given up.
    pub(crate) fn next_class(&self) -> Option<ClassId> {
        self.steps.iter().find_map(|(step, _)| step.to)
    }
}

/// What ends when the pupil leaves with `day` as the last one.
pub(crate) fn leave_of(pupil: PersonId, stays: &[Stay], rolled: &[Rolled], day: Day) -> Verdict<Leave> {
    let mut leave = Leave::default();
    for stay in stays.iter().filter(|stay| stay.last.is_none()) {
        match rolled.iter().find(|step| step.made(stay)) {
            _ if stay.first <= day => leave.open.push(*stay),
            Some(step) => leave.steps.push((*step, Some(*stay))),
            None => return Err(Refusal::Joined(pupil, stay.first)),
        }
    }
    for stay in stays {
        let Some(step) = rolled.iter().find(|step| step.ended(stay)) else { continue };
        if stay.last.is_none_or(|last| last < day) {
            continue;
        }
        if stay.first > day {
            return Err(Refusal::Joined(pupil, stay.first));
        }
        leave.open.push(*stay);
        if leave.steps.iter().all(|(known, _)| (known.by.id, known.from) != (step.by.id, step.from)) {
            leave.steps.push((*step, None));
        }
    }
    if leave.open.is_empty() {
        let leaving = stays.iter().filter_map(|stay| stay.last).find(|last| *last >= day);
        return Err(leaving.map_or(Refusal::NotPresent(pupil), |last| Refusal::Leaves(pupil, last)));
    }
    leave.open.sort_by_key(|stay| (stay.first, stay.class));
    Ok(leave)
}

/// Pupils with what an order ends for each.
pub(crate) type Leaving = Vec<(PersonId, Leave)>;

/// What ends for all these pupils, or why one of them can't leave with that day.
pub(crate) fn leaving(
    tx: &mut ReadTx<'_>,
    at: InstitutionId,
    pupils: &[PersonId],
    last: Day,
    today: Day,
) -> Result<Verdict<Leaving>> {
    let stays = read::stays_of(tx, at, pupils)?;
    let rolled = super::rolled::rolled(tx, at, pupils, today)?;
    let mut list = Vec::with_capacity(pupils.len());
    for pupil in pupils {
        let Some(stays) = stays.get(pupil) else { return Ok(Err(Refusal::NotHere)) };
        let steps = rolled.get(pupil).map(Vec::as_slice).unwrap_or_default();
        match leave_of(*pupil, stays, steps, last) {
            Ok(leave) => list.push((*pupil, leave)),
            Err(refusal) => return Ok(Err(refusal)),
        }
    }
    Ok(Ok(list))
}

/// Carries out what [`leaving`] has found.
pub(crate) fn leave(
    tx: &mut WriteTx<'_>,
    at: InstitutionId,
    pupil: PersonId,
    leave: &Leave,
    last: Day,
) -> Result<()> {
    for stay in &leave.open {
        end_stay(tx, pupil, stay, Some(last))?;
    }
    for (step, to_come) in &leave.steps {
        super::rolled::forget(tx, at, pupil, step, to_come.as_ref())?;
    }
    Ok(())
}

/// A class that can get pupils.
pub(crate) fn living_class(tx: &mut WriteTx<'_>, at: InstitutionId, id: ClassId) -> Result<Option<Class>> {
    match read::class(tx, at, id) {
        Ok(class) => Ok(Some(class).filter(|class| class.dissolved.is_none())),
        Err(Error::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A class that can get pupils on that day, or why there is none.
pub(crate) fn open_class(
    tx: &mut WriteTx<'_>,
    at: InstitutionId,
    id: ClassId,
    day: Day,
) -> Result<Verdict<Class>> {
    let Some(class) = living_class(tx, at, id)? else { return Ok(Err(Refusal::NoClass)) };
    Ok(match out_of_year(tx, at, &class, day)? {
        Some(refusal) => Err(refusal),
        None => Ok(class),
    })
}

/// Puts pupils into the archive («Удалить»): their last day at school is the order's. Returns the order's id.
pub fn archive(
    tx: &mut WriteTx<'_>,
    at: InstitutionId,
    pupils: &[PersonId],
    order: &NewOrder,
    by: By,
) -> Result<Verdict<i64>> {
    let list = match leaving(tx, at, pupils, order.day, by.today)? {
        Ok(list) => list,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let id = add_order(tx, at, "archive", order, None, by)?;
    let mut moved = Vec::with_capacity(list.len());
    for (pupil, ending) in &list {
        leave(tx, at, *pupil, ending, order.day)?;
        moved.push(Moved {
            at,
            who: *pupil,
            order: id,
            kind: MovementKind::Archive,
            from: ending.class_on(order.day),
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
    let to = match open_class(tx, at, class, order.day)? {
        Ok(to) => to,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let id = add_order(tx, at, "restore", order, Some(class), by)?;
    place(tx, at, &to, &[pupil], order.day, by.today, &BTreeMap::new())?;
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
    let class = match open_class(tx, at, to, order.day)? {
        Ok(class) => class,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let last = order.day.plus(-1);
    let list = match leaving(tx, at, pupils, last, by.today)? {
        Ok(list) => list,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if let Some((pupil, _)) = list.iter().find(|(_, ending)| ending.class_on(order.day) == Some(to)) {
        return Ok(Err(Refusal::SameClass(*pupil)));
    }
    let id = add_order(tx, at, "move", order, Some(to), by)?;
    let mut moved = Vec::with_capacity(list.len());
    let mut repeaters = BTreeMap::new();
    for (pupil, ending) in &list {
        leave(tx, at, *pupil, ending, last)?;
        for (step, _) in ending.steps.iter().filter(|(step, _)| step.outcome == Outcome::Repeats) {
            repeaters.extend(step.to.map(|to| (*pupil, to)));
        }
        moved.push(Moved {
            at,
            who: *pupil,
            order: id,
            kind: MovementKind::Move,
            from: ending.class_on(order.day),
            to: Some(to),
            day: order.day,
            detail: "",
        });
    }
    place(tx, at, &class, pupils, order.day, by.today, &repeaters)?;
    for (pupil, ending) in &list {
        // Another class from the first day of the new year on: the roll-over has taken him there.
        for (step, _) in ending.steps.iter().filter(|(step, _)| step.by.first == order.day) {
            add_step(tx, at, *pupil, &Rolled { to: Some(to), ..*step })?;
        }
    }
    add_movements(tx, &moved, by)?;
    follow_enrollments(tx, at, pupils, order.day)?;
    Ok(Ok(id))
}
