//! Stays in classes, movements with their orders, transfers between schools.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use kernel::{ClassId, Day, InstitutionId, Millis, PersonId, PersonName};
use store::{ReadTx, on_backend};

use super::{NameRow, day, day_opt, name};
use crate::error::{Error, Result};
use crate::model::{MovementKind, Stay, TransferStatus};
use crate::table::{class, class_enrollment, institution, movement, person, school_order, transfer};

/// So many values are asked for in one statement.
const CHUNK: usize = 500;

/// The stays of these pupils at an institution, each pupil's by first day.
pub fn stays_of(
    tx: &mut ReadTx<'_>,
    at: InstitutionId,
    pupils: &[PersonId],
) -> Result<BTreeMap<PersonId, Vec<Stay>>> {
    let mut found: BTreeMap<PersonId, Vec<Stay>> = BTreeMap::new();
    let pupils: Vec<i64> = pupils.iter().map(|p| p.0).collect();
    for chunk in pupils.chunks(CHUNK) {
        let rows: Vec<(i64, i64, i32, Option<i32>)> = on_backend!(tx, |c| {
            class_enrollment::table
                .filter(class_enrollment::pupil_id.eq_any(chunk))
                .filter(class_enrollment::institution_id.eq(at.0))
                .order((class_enrollment::pupil_id, class_enrollment::first_day, class_enrollment::class_id))
                .limit(20_000)
                .select((
                    class_enrollment::pupil_id,
                    class_enrollment::class_id,
                    class_enrollment::first_day,
                    class_enrollment::last_day,
                ))
                .load(c)
        })?;
        for (pupil, class, first, last) in rows {
            let stay =
                Stay { institution: at, class: ClassId(class), first: day(first)?, last: day_opt(last)? };
            found.entry(PersonId(pupil)).or_default().push(stay);
        }
    }
    Ok(found)
}

/// Could an order end the pupil's stay here now: goes it on, or has only a roll-over ended it?
pub fn can_leave(tx: &mut ReadTx<'_>, at: InstitutionId, pupil: PersonId, today: Day) -> Result<bool> {
    Ok(!who_can_leave(tx, at, &[pupil], today)?.is_empty())
}

/// Whose stay here an order could end now. Three statements.
pub fn who_can_leave(
    tx: &mut ReadTx<'_>,
    at: InstitutionId,
    pupils: &[PersonId],
    today: Day,
) -> Result<BTreeSet<PersonId>> {
    let stays = stays_of(tx, at, pupils)?;
    let rolled = crate::write::rolled::rolled(tx, at, pupils, today)?;
    Ok(stays
        .into_iter()
        .filter(|(pupil, stays)| {
            let steps = rolled.get(pupil).map(Vec::as_slice).unwrap_or_default();
            let first = stays.iter().filter(|stay| stay.reaches(today)).map(|stay| stay.first).min();
            let day = first.map_or(today, |first| today.max(first));
            crate::write::movement::leave_of(*pupil, stays, steps, day).is_ok()
        })
        .map(|(pupil, _)| pupil)
        .collect())
}

/// Where a pupil is on this day or later besides `at`, by short name; none when nowhere. Supplementary education is no
/// other school: a child may learn there and here.
pub fn elsewhere(tx: &mut ReadTx<'_>, pupil: PersonId, at: InstitutionId, on: Day) -> Result<Option<String>> {
    Ok(on_backend!(tx, |c| {
        class_enrollment::table
            .inner_join(institution::table.on(institution::id.eq(class_enrollment::institution_id)))
            .filter(class_enrollment::pupil_id.eq(pupil.0))
            .filter(class_enrollment::institution_id.ne(at.0))
            .filter(class_enrollment::last_day.is_null().or(class_enrollment::last_day.ge(on.number())))
            .filter(institution::kind.ne("supplementary"))
            .select(institution::short_name)
            .first(c)
            .optional()
    })?)
}

/// Where a pupil learned on some of these days, the later place first; at most ten.
pub fn learned_at(tx: &mut ReadTx<'_>, pupil: PersonId, first: Day, last: Day) -> Result<Vec<InstitutionId>> {
    let rows: Vec<(i64, i32)> = on_backend!(tx, |c| {
        class_enrollment::table
            .filter(class_enrollment::pupil_id.eq(pupil.0))
            .filter(class_enrollment::first_day.le(last.number()))
            .filter(class_enrollment::last_day.is_null().or(class_enrollment::last_day.ge(first.number())))
            .order(class_enrollment::first_day.desc())
            .limit(10)
            .select((class_enrollment::institution_id, class_enrollment::first_day))
            .load(c)
    })?;
    let mut places: Vec<InstitutionId> = Vec::new();
    for (at, _) in rows {
        if !places.contains(&InstitutionId(at)) {
            places.push(InstitutionId(at));
        }
    }
    Ok(places)
}

/// A stay with the names around it, for the history on a card.
#[derive(Debug, Clone)]
pub struct PastClass {
    /// The stay.
    pub stay: Stay,
    /// «7А».
    pub class_name: String,
    /// Short name of the institution.
    pub institution_name: String,
}

/// Every class a pupil was in, anywhere, newest first; at most a hundred.
pub fn class_history(tx: &mut ReadTx<'_>, pupil: PersonId) -> Result<Vec<PastClass>> {
    let rows: Vec<(i64, i64, i32, Option<i32>, String, String)> = on_backend!(tx, |c| {
        class_enrollment::table
            .inner_join(
                class::table.on(class::institution_id
                    .eq(class_enrollment::institution_id)
                    .and(class::id.eq(class_enrollment::class_id))),
            )
            .inner_join(institution::table.on(institution::id.eq(class_enrollment::institution_id)))
            .filter(class_enrollment::pupil_id.eq(pupil.0))
            .order((class_enrollment::first_day.desc(), class_enrollment::class_id))
            .limit(100)
            .select((
                class_enrollment::institution_id,
                class_enrollment::class_id,
                class_enrollment::first_day,
                class_enrollment::last_day,
                class::name,
                institution::short_name,
            ))
            .load(c)
    })?;
    rows.into_iter()
        .map(|(at, class, first, last, class_name, institution_name)| {
            Ok(PastClass {
                stay: Stay {
                    institution: InstitutionId(at),
                    class: ClassId(class),
                    first: day(first)?,
                    last: day_opt(last)?,
                },
                class_name,
                institution_name,
            })
        })
        .collect()
}

/// A movement with its order, for the card.
#[derive(Debug, Clone)]
pub struct Movement {
    /// Id, ascending in time.
    pub id: i64,
    /// Kind.
    pub kind: MovementKind,
    /// From which class.
    pub from_class: Option<ClassId>,
    /// To which.
    pub to_class: Option<ClassId>,
    /// The order's day.
    pub day: Day,
    /// The order's number.
    pub number: String,
    /// Its reason.
    pub reason: String,
    /// For a transfer the other institution; for staff what was taken away.
    pub detail: String,
    /// When it was written down.
    pub at: Millis,
}

/// What became of somebody at an institution, newest first; at most two hundred. Rows merged into this one count.
pub fn movements_of(tx: &mut ReadTx<'_>, at: InstitutionId, who: PersonId) -> Result<Vec<Movement>> {
    let ids = super::with_merged(tx, who)?;
    #[allow(clippy::type_complexity, reason = "one row of one statement")]
    let rows: Vec<(i64, String, Option<i64>, Option<i64>, i32, String, String, String, i64)> =
        on_backend!(tx, |c| {
            movement::table
                .inner_join(
                    school_order::table.on(school_order::institution_id
                        .eq(movement::institution_id)
                        .and(school_order::id.eq(movement::order_id))),
                )
                .filter(movement::institution_id.eq(at.0).and(movement::person_id.eq_any(&ids)))
                .order(movement::id.desc())
                .limit(200)
                .select((
                    movement::id,
                    movement::kind,
                    movement::from_class,
                    movement::to_class,
                    movement::day,
                    school_order::number,
                    school_order::reason,
                    movement::detail,
                    movement::created_at,
                ))
                .load(c)
        })?;
    rows.into_iter()
        .map(|(id, kind, from, to, on, number, reason, detail, at)| {
            Ok(Movement {
                id,
                kind: MovementKind::from_code(&kind).ok_or(Error::Corrupt("movement.kind"))?,
                from_class: from.map(ClassId),
                to_class: to.map(ClassId),
                day: day(on)?,
                number,
                reason,
                detail,
                at: Millis(at),
            })
        })
        .collect()
}

/// The last movement of everybody at an institution who had any; at most a hundred thousand movements are read.
pub fn last_movements(tx: &mut ReadTx<'_>, at: InstitutionId) -> Result<BTreeMap<PersonId, MovementKind>> {
    let rows: Vec<(i64, String)> = on_backend!(tx, |c| {
        movement::table
            .filter(movement::institution_id.eq(at.0))
            .order((movement::person_id, movement::id))
            .limit(100_000)
            .select((movement::person_id, movement::kind))
            .load(c)
    })?;
    let mut last = BTreeMap::new();
    for (who, kind) in rows {
        if let Some(kind) = MovementKind::from_code(&kind) {
            last.insert(PersonId(who), kind);
        }
    }
    Ok(last)
}

/// A transfer as both schools see it.
#[derive(Debug, Clone)]
pub struct Transfer {
    /// Id.
    pub id: i64,
    /// Who dismissed.
    pub sender: InstitutionId,
    /// Its short name.
    pub sender_name: String,
    /// Who is to admit.
    pub receiver: InstitutionId,
    /// The pupil.
    pub pupil: PersonId,
    /// Name.
    pub name: PersonName,
    /// Birth day.
    pub birth_day: Option<Day>,
    /// The class left.
    pub from_class: ClassId,
    /// Its name.
    pub from_class_name: String,
    /// The last day there.
    pub last_day: Day,
    /// The dismissal's number.
    pub number: String,
    /// Its reason.
    pub reason: String,
    /// What became of it.
    pub status: TransferStatus,
    /// What the receiver wrote when it declined.
    pub answer: String,
    /// When it was offered.
    pub offered_at: Millis,
}

type TransferRow = (
    (i64, i64, i64, i64, i64, i32, String, String, i64),
    (NameRow, Option<i32>, String),
    (String, String, String),
);

fn to_transfer(row: TransferRow) -> Result<Transfer> {
    let ((sender, id, receiver, pupil, from_class, last_day, status, answer, offered), who, order) = row;
    Ok(Transfer {
        id,
        sender: InstitutionId(sender),
        sender_name: who.2,
        receiver: InstitutionId(receiver),
        pupil: PersonId(pupil),
        name: name(who.0),
        birth_day: day_opt(who.1)?,
        from_class: ClassId(from_class),
        from_class_name: order.2,
        last_day: day(last_day)?,
        number: order.0,
        reason: order.1,
        status: TransferStatus::from_code(&status).ok_or(Error::Corrupt("transfer.status"))?,
        answer,
        offered_at: Millis(offered),
    })
}

/// The statement both lists share, from one side or the other.
macro_rules! transfers {
    ($c:expr, $side:expr, $only:expr) => {
        transfer::table
            .inner_join(person::table.on(person::id.eq(transfer::pupil_id)))
            .inner_join(institution::table.on(institution::id.eq(transfer::institution_id)))
            .inner_join(
                school_order::table.on(school_order::institution_id
                    .eq(transfer::institution_id)
                    .and(school_order::id.eq(transfer::order_id))),
            )
            .inner_join(class::table.on(
                class::institution_id.eq(transfer::institution_id).and(class::id.eq(transfer::from_class)),
            ))
            .filter($side)
            .filter($only)
            .order(transfer::id.desc())
            .limit(200)
            .select((
                (
                    transfer::institution_id,
                    transfer::id,
                    transfer::receiver_id,
                    transfer::pupil_id,
                    transfer::from_class,
                    transfer::last_day,
                    transfer::status,
                    transfer::answer,
                    transfer::offered_at,
                ),
                (
                    (person::family, person::given, person::patronymic),
                    person::birth_day,
                    institution::short_name,
                ),
                (school_order::number, school_order::reason, class::name),
            ))
            .load($c)
    };
}

/// Transfers to this institution, newest first; at most two hundred.
pub fn incoming_transfers(tx: &mut ReadTx<'_>, at: InstitutionId) -> Result<Vec<Transfer>> {
    let rows: Vec<TransferRow> =
        on_backend!(tx, |c| transfers!(c, transfer::receiver_id.eq(at.0), transfer::id.gt(0)))?;
    rows.into_iter().map(to_transfer).collect()
}

/// Transfers from this institution, newest first; at most two hundred.
pub fn outgoing_transfers(tx: &mut ReadTx<'_>, at: InstitutionId) -> Result<Vec<Transfer>> {
    let rows: Vec<TransferRow> =
        on_backend!(tx, |c| transfers!(c, transfer::institution_id.eq(at.0), transfer::id.gt(0)))?;
    rows.into_iter().map(to_transfer).collect()
}

/// One transfer to or from this institution.
pub fn transfer(tx: &mut ReadTx<'_>, at: InstitutionId, id: i64) -> Result<Transfer> {
    let sent: Vec<TransferRow> =
        on_backend!(tx, |c| transfers!(c, transfer::institution_id.eq(at.0), transfer::id.eq(id)))?;
    let rows = if sent.is_empty() {
        on_backend!(tx, |c| transfers!(c, transfer::receiver_id.eq(at.0), transfer::id.eq(id)))?
    } else {
        sent
    };
    rows.into_iter().next().map(to_transfer).transpose()?.ok_or(Error::NotFound("transfer"))
}

/// Does a transfer of this pupil wait for its answer?
pub fn transfer_waits(tx: &mut ReadTx<'_>, pupil: PersonId) -> Result<bool> {
    let found: Option<i64> = on_backend!(tx, |c| {
        transfer::table
            .filter(transfer::pupil_id.eq(pupil.0).and(transfer::status.eq("offered")))
            .select(transfer::id)
            .first(c)
            .optional()
    })?;
    Ok(found.is_some())
}

/// Every institution with pupils besides `but`, by name; at most two thousand.
pub fn all_with_pupils(tx: &mut ReadTx<'_>, but: InstitutionId) -> Result<Vec<(InstitutionId, String)>> {
    let kinds: Vec<&str> = crate::model::InstitutionKind::ALL
        .iter()
        .filter(|kind| kind.has_pupils())
        .map(|kind| kind.code())
        .collect();
    of_kinds(tx, but, &kinds)
}

/// Where pupils of `but` can be transferred, by name: [what its kind passes on to](crate::InstitutionKind::passes_on_to);
/// at most two thousand.
pub fn receivers(tx: &mut ReadTx<'_>, but: InstitutionId) -> Result<Vec<(InstitutionId, String)>> {
    let kinds: Vec<&str> =
        super::institution(tx, but)?.kind.passes_on_to().iter().map(|kind| kind.code()).collect();
    of_kinds(tx, but, &kinds)
}

fn of_kinds(tx: &mut ReadTx<'_>, but: InstitutionId, kinds: &[&str]) -> Result<Vec<(InstitutionId, String)>> {
    let rows: Vec<(i64, String, String)> = on_backend!(tx, |c| {
        institution::table
            .filter(institution::kind.eq_any(kinds))
            .filter(institution::id.ne(but.0))
            .order((institution::short_name, institution::id))
            .limit(2000)
            .select((institution::id, institution::short_name, institution::locality))
            .load(c)
    })?;
    Ok(rows.into_iter().map(|(id, text, town)| (InstitutionId(id), format!("{text}, {town}"))).collect())
}
