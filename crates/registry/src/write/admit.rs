//! One person comes: a pupil is admitted into a class by an order, somebody is taken on the staff.

use std::collections::BTreeMap;

use kernel::{ClassId, Day, InstitutionId, PersonId};
use store::WriteTx;

use super::membership::follow_enrollments;
use super::movement::{Moved, add_movements, add_order, open_class, restore};
use super::people::add_persons;
use super::rolled::place;
use super::school::{add_role, add_staff};
use crate::error::{Error, Result};
use crate::model::{By, MovementKind, NewOrder, NewPerson, Refusal, Role, Verdict, search_key};
use crate::read;

/// Who comes.
#[derive(Debug, Clone)]
pub enum Newcomer {
    /// Somebody who is written down now.
    New(NewPerson),
    /// Somebody this institution has written down already: a former pupil, a parent, a member of staff.
    Known(PersonId),
}

/// Somebody the institution knows, whose row is not merged into another.
fn own(tx: &mut WriteTx<'_>, at: InstitutionId, id: PersonId) -> Result<Verdict<()>> {
    let (card, _) = read::own_card(tx, at, id)?;
    Ok(if card.merged_into.is_some() { Err(Refusal::NotHere) } else { Ok(()) })
}

/// The row that has the СНИЛС of who comes, when it is that person and nobody's pupil now; none when nobody has it.
fn by_snils(
    tx: &mut WriteTx<'_>,
    at: InstitutionId,
    new: &NewPerson,
    day: Day,
) -> Result<Verdict<Option<PersonId>>> {
    let Some(snils) = new.snils else { return Ok(Ok(None)) };
    let Some(known) = read::persons_by_snils(tx, &[snils.digits()])?.into_iter().next() else {
        return Ok(Ok(None));
    };
    let same = search_key(&known.name.full()) == search_key(&new.name.full())
        && known.birth_day.is_some()
        && known.birth_day == new.birth_day;
    if !same || read::ties(tx, at, known.id)?.any() || read::serves_elsewhere(tx, known.id, at)? {
        return Ok(Err(Refusal::SnilsTaken(known.id)));
    }
    if read::elsewhere(tx, known.id, at, day)?.is_some() || read::transfer_waits(tx, known.id)? {
        return Ok(Err(Refusal::LearnsElsewhere));
    }
    Ok(Ok(Some(known.id)))
}

/// Admits one pupil into a class from the order's day on. A former pupil is restored; who is known by СНИЛС and learns
/// nowhere else comes with the card that is there.
pub fn admit_pupil(
    tx: &mut WriteTx<'_>,
    at: InstitutionId,
    who: &Newcomer,
    class: ClassId,
    order: &NewOrder,
    by: By,
) -> Result<Verdict<PersonId>> {
    let to = match open_class(tx, at, class, order.day)? {
        Ok(to) => to,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let pupil = match who {
        Newcomer::Known(id) => {
            if let Err(refusal) = own(tx, at, *id)? {
                return Ok(Err(refusal));
            }
            if read::ties(tx, at, *id)?.pupil {
                return Ok(restore(tx, at, *id, class, order, by)?.map(|_| *id));
            }
            if let Some(place) = read::elsewhere(tx, *id, at, order.day)? {
                return Ok(Err(Refusal::Elsewhere(*id, place)));
            }
            *id
        }
        Newcomer::New(new) => match by_snils(tx, at, new, order.day)? {
            Err(refusal) => return Ok(Err(refusal)),
            Ok(Some(id)) => id,
            Ok(None) => first(add_persons(tx, std::slice::from_ref(new), by.at)?)?,
        },
    };
    let id = add_order(tx, at, "admit", order, Some(class), by)?;
    place(tx, at, &to, &[pupil], order.day, by.today, &BTreeMap::new())?;
    let moved = Moved {
        at,
        who: pupil,
        order: id,
        kind: MovementKind::Arrive,
        from: None,
        to: Some(class),
        day: order.day,
        detail: "",
    };
    add_movements(tx, &[moved], by)?;
    follow_enrollments(tx, at, &[pupil], order.day)?;
    Ok(Ok(pupil))
}

fn first(ids: Vec<PersonId>) -> Result<PersonId> {
    ids.into_iter().next().ok_or(Error::NotFound("person"))
}

/// Takes somebody on the staff. Who was dismissed comes back by an order of his own; nobody takes himself on.
pub fn hire(
    tx: &mut WriteTx<'_>,
    at: InstitutionId,
    who: &Newcomer,
    position: &str,
    roles: &[Role],
    first_day: Day,
    by: By,
) -> Result<Verdict<PersonId>> {
    let id = match who {
        Newcomer::Known(id) => {
            if *id == by.who {
                return Ok(Err(Refusal::OwnPlace));
            }
            if let Err(refusal) = own(tx, at, *id)? {
                return Ok(Err(refusal));
            }
            match read::staff_place(tx, at, *id)? {
                Some(place) if place.last_day.is_some() => return Ok(Err(Refusal::Archived(*id))),
                Some(_) => return Ok(Err(Refusal::Present(*id))),
                None => *id,
            }
        }
        Newcomer::New(new) => {
            let snils: Vec<String> = new.snils.iter().map(|snils| snils.digits()).collect();
            if let Some(known) = read::persons_by_snils(tx, &snils)?.into_iter().next() {
                return Ok(Err(Refusal::SnilsTaken(known.id)));
            }
            first(add_persons(tx, std::slice::from_ref(new), by.at)?)?
        }
    };
    add_staff(tx, at, id, position, first_day)?;
    for role in roles {
        add_role(tx, at, id, *role)?;
    }
    Ok(Ok(id))
}
