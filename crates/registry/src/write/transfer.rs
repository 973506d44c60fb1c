//! Transfers between schools (перевод в другую организацию): the sender dismisses and names the receiver, who admits into a
//! class or declines; until then the sender can withdraw.

use std::collections::BTreeMap;

use diesel::prelude::*;
use kernel::{ClassId, Day, InstitutionId, PersonId};
use store::ids::Seq;
use store::{WriteTx, on_backend};

use super::membership::follow_enrollments;
use super::movement::{Moved, add_movements, add_order, end_stay, leave, leaving, living_class, open_class};
use super::rolled::{place, resume};
use crate::error::{Error, Result};
use crate::model::{By, MovementKind, NewOrder, Refusal, TransferStatus, Verdict};
use crate::read::{self, Transfer};
use crate::table::transfer;

/// Dismisses a pupil to another institution; the order's day is the last here. Returns the transfer's id.
pub fn offer_transfer(
    tx: &mut WriteTx<'_>,
    at: InstitutionId,
    pupil: PersonId,
    receiver: InstitutionId,
    order: &NewOrder,
    by: By,
) -> Result<Verdict<i64>> {
    let there = match read::institution(tx, receiver) {
        Ok(found) if receiver != at => found,
        Ok(_) | Err(Error::NotFound(_)) => return Ok(Err(Refusal::NoReceiver)),
        Err(error) => return Err(error),
    };
    let kind = read::institution(tx, at)?.kind;
    if !there.kind.has_pupils() {
        return Ok(Err(Refusal::NoReceiver));
    }
    if !kind.passes_on_to().contains(&there.kind) {
        return Ok(Err(Refusal::KindsApart(kind, there.kind)));
    }
    let list = match leaving(tx, at, &[pupil], order.day, by.today)? {
        Ok(list) => list,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let Some((_, ending)) = list.into_iter().next() else { return Ok(Err(Refusal::NotPresent(pupil))) };
    let Some(latest) = ending.open.last() else { return Ok(Err(Refusal::NotPresent(pupil))) };
    let order_id = add_order(tx, at, "dismiss", order, None, by)?;
    leave(tx, at, pupil, &ending, order.day)?;
    let id = tx.next_id(Seq::School)?;
    let row = (
        transfer::institution_id.eq(at.0),
        transfer::id.eq(id),
        transfer::receiver_id.eq(receiver.0),
        transfer::pupil_id.eq(pupil.0),
        transfer::order_id.eq(order_id),
        transfer::from_class.eq(latest.class.0),
        transfer::last_day.eq(order.day.number()),
        transfer::status.eq("offered"),
        transfer::answer.eq(""),
        transfer::offered_at.eq(by.at.0),
        transfer::next_class.eq(ending.next_class().map(|class| class.0)),
    );
    on_backend!(tx, |c| diesel::insert_into(transfer::table).values(row).execute(c))?;
    let moved = Moved {
        at,
        who: pupil,
        order: order_id,
        kind: MovementKind::Depart,
        from: Some(latest.class),
        to: None,
        day: order.day,
        detail: &there.short_name,
    };
    add_movements(tx, &[moved], by)?;
    follow_enrollments(tx, at, &[pupil], order.day)?;
    Ok(Ok(id))
}

/// A transfer that still waits, to or from this institution.
fn waiting(tx: &mut WriteTx<'_>, at: InstitutionId, id: i64) -> Result<Verdict<Transfer>> {
    match read::transfer(tx, at, id) {
        Ok(found) if found.status == TransferStatus::Offered => Ok(Ok(found)),
        Ok(_) => Ok(Err(Refusal::TransferDecided)),
        Err(Error::NotFound(_)) => Ok(Err(Refusal::NotHere)),
        Err(error) => Err(error),
    }
}

fn decide(
    tx: &mut WriteTx<'_>,
    found: &Transfer,
    status: TransferStatus,
    answer: &str,
    place: Option<(ClassId, Day)>,
    by: By,
) -> Result<()> {
    let set = (
        transfer::status.eq(status.code()),
        transfer::answer.eq(answer),
        transfer::to_class.eq(place.map(|(class, _)| class.0)),
        transfer::first_day.eq(place.map(|(_, first)| first.number())),
        transfer::decided_at.eq(Some(by.at.0)),
        transfer::decided_by.eq(Some(by.who.0)),
    );
    on_backend!(tx, |c| {
        diesel::update(transfer::table.find((found.sender.0, found.id))).set(set).execute(c)
    })?;
    Ok(())
}

/// Admits a pupil who was transferred here into a class from the order's day on.
pub fn accept_transfer(
    tx: &mut WriteTx<'_>,
    at: InstitutionId,
    id: i64,
    class: ClassId,
    order: &NewOrder,
    by: By,
) -> Result<Verdict<PersonId>> {
    let found = match waiting(tx, at, id)? {
        Ok(found) if found.receiver == at => found,
        Ok(_) => return Ok(Err(Refusal::NotHere)),
        Err(refusal) => return Ok(Err(refusal)),
    };
    let pupil = found.pupil;
    if order.day <= found.last_day {
        return Ok(Err(Refusal::Left(pupil, found.last_day)));
    }
    if let Some(place) = read::elsewhere(tx, pupil, at, order.day)? {
        return Ok(Err(Refusal::Elsewhere(pupil, place)));
    }
    let here = read::stays_of(tx, at, &[pupil])?.remove(&pupil).unwrap_or_default();
    if here.iter().any(|stay| stay.reaches(order.day)) {
        return Ok(Err(Refusal::Present(pupil)));
    }
    let to = match open_class(tx, at, class, order.day)? {
        Ok(to) => to,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let order_id = add_order(tx, at, "admit", order, Some(class), by)?;
    place(tx, at, &to, &[pupil], order.day, by.today, &BTreeMap::new())?;
    decide(tx, &found, TransferStatus::Accepted, "", Some((class, order.day)), by)?;
    let moved = Moved {
        at,
        who: pupil,
        order: order_id,
        kind: MovementKind::Arrive,
        from: None,
        to: Some(class),
        day: order.day,
        detail: &found.sender_name,
    };
    add_movements(tx, &[moved], by)?;
    follow_enrollments(tx, at, &[pupil], order.day)?;
    Ok(Ok(pupil))
}

/// Declines a transfer to here; the pupil is back in the sender's class as if not dismissed. Says whether that was
/// possible: else the pupil waits in the sender's archive.
pub fn decline_transfer(
    tx: &mut WriteTx<'_>,
    at: InstitutionId,
    id: i64,
    answer: &str,
    by: By,
) -> Result<Verdict<bool>> {
    let found = match waiting(tx, at, id)? {
        Ok(found) if found.receiver == at => found,
        Ok(_) => return Ok(Err(Refusal::NotHere)),
        Err(refusal) => return Ok(Err(refusal)),
    };
    decide(tx, &found, TransferStatus::Declined, answer, None, by)?;
    take_back(tx, &found, by).map(Ok)
}

/// Withdraws a transfer from here that was not answered; otherwise as [`decline_transfer`].
pub fn withdraw_transfer(tx: &mut WriteTx<'_>, at: InstitutionId, id: i64, by: By) -> Result<Verdict<bool>> {
    let found = match waiting(tx, at, id)? {
        Ok(found) if found.sender == at => found,
        Ok(_) => return Ok(Err(Refusal::NotHere)),
        Err(refusal) => return Ok(Err(refusal)),
    };
    decide(tx, &found, TransferStatus::Withdrawn, "", None, by)?;
    take_back(tx, &found, by).map(Ok)
}

/// Opens the stay again that the dismissal ended, when nothing stands in the way: the class is there, and the pupil went
/// nowhere since.
fn take_back(tx: &mut WriteTx<'_>, found: &Transfer, by: By) -> Result<bool> {
    let (at, pupil) = (found.sender, found.pupil);
    let stays = read::stays_of(tx, at, &[pupil])?.remove(&pupil).unwrap_or_default();
    let ended =
        stays.iter().rev().find(|stay| stay.class == found.from_class && stay.last == Some(found.last_day));
    let later = stays.iter().any(|stay| stay.reaches(found.last_day.plus(1)));
    let (Some(stay), false) = (ended, later) else { return Ok(false) };
    if living_class(tx, at, stay.class)?.is_none()
        || read::elsewhere(tx, pupil, at, found.last_day.plus(1))?.is_some()
    {
        return Ok(false);
    }
    end_stay(tx, pupil, stay, None)?;
    let (order_id, next): (i64, Option<i64>) = on_backend!(tx, |c| {
        transfer::table.find((at.0, found.id)).select((transfer::order_id, transfer::next_class)).first(c)
    })?;
    resume(tx, at, pupil, stay, next.map(ClassId), by.today)?;
    let moved = Moved {
        at,
        who: pupil,
        order: order_id,
        kind: MovementKind::Return,
        from: None,
        to: Some(stay.class),
        day: found.last_day.plus(1),
        detail: "",
    };
    add_movements(tx, &[moved], by)?;
    follow_enrollments(tx, at, &[pupil], found.last_day.plus(1))?;
    Ok(true)
}
