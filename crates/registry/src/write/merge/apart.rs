//! «Это разные люди»: two rows that look like one person and are two.

use diesel::prelude::*;
use kernel::{InstitutionId, PersonId};
use store::{WriteTx, on_backend};

use crate::error::Result;
use crate::model::{By, Refusal, Verdict};
use crate::read;
use crate::table::person_apart;

/// The pair as it is stored: the smaller number first.
fn pair(a: PersonId, b: PersonId) -> (i64, i64) {
    (a.0.min(b.0), a.0.max(b.0))
}

/// Remembers that two rows are two persons: they are no longer offered as doubles.
pub fn keep_apart(
    tx: &mut WriteTx<'_>,
    at: InstitutionId,
    a: PersonId,
    b: PersonId,
    by: By,
) -> Result<Verdict<()>> {
    if a == b {
        return Ok(Err(Refusal::SamePerson));
    }
    for who in [a, b] {
        if read::own_card(tx, at, who)?.0.merged_into.is_some() {
            return Ok(Err(Refusal::SamePerson));
        }
    }
    let (first, second) = pair(a, b);
    let row = (
        person_apart::institution_id.eq(at.0),
        person_apart::first_id.eq(first),
        person_apart::second_id.eq(second),
        person_apart::created_at.eq(by.at.0),
        person_apart::created_by.eq(by.who.0),
    );
    on_backend!(tx, |c| {
        diesel::insert_into(person_apart::table).values(row).on_conflict_do_nothing().execute(c)
    })?;
    Ok(Ok(()))
}

/// Takes that back; false when nobody has said so.
pub fn let_together(tx: &mut WriteTx<'_>, at: InstitutionId, a: PersonId, b: PersonId) -> Result<bool> {
    let (first, second) = pair(a, b);
    let gone =
        on_backend!(tx, |c| { diesel::delete(person_apart::table.find((at.0, first, second))).execute(c) })?;
    Ok(gone > 0)
}
