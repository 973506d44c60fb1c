//! Persons and families.

use diesel::prelude::*;
use kernel::{Millis, PersonId};
use store::ids::Seq;
use store::{WriteTx, on_backend};

use crate::error::Result;
use crate::model::{NewPerson, Relation, Sex, search_key};
use crate::table::{guardianship, person};

/// Writes persons down, in batches; returns their ids in the same order.
pub fn add_persons(tx: &mut WriteTx<'_>, new: &[NewPerson], now: Millis) -> Result<Vec<PersonId>> {
    let ids = tx.next_ids(Seq::Person, new.len())?;
    let rows: Vec<_> = new
        .iter()
        .zip(&ids)
        .map(|(p, id)| {
            (
                person::id.eq(*id),
                person::family.eq(p.name.family().to_owned()),
                person::given.eq(p.name.given().to_owned()),
                person::patronymic.eq(p.name.patronymic().map(str::to_owned)),
                person::search_key.eq(search_key(&p.name.full())),
                person::birth_day.eq(p.birth_day.map(kernel::Day::number)),
                person::sex.eq(p.sex.map(Sex::code)),
                person::snils.eq(p.snils.map(kernel::Snils::digits)),
                person::phone.eq(p.phone.clone()),
                person::email.eq(p.email.clone()),
                person::created_at.eq(now.0),
            )
        })
        .collect();
    for chunk in rows.chunks(500) {
        let chunk = chunk.to_vec();
        on_backend!(tx, |c| diesel::insert_into(person::table).values(chunk).execute(c))?;
    }
    let names: Vec<(i64, String)> =
        new.iter().zip(&ids).map(|(p, id)| (*id, search_key(&p.name.full()))).collect();
    super::words::index_names(tx, &names)?;
    Ok(ids.into_iter().map(PersonId).collect())
}

/// Makes somebody a confirmed guardian of a child; false when he is one already.
pub fn add_guardian(
    tx: &mut WriteTx<'_>,
    guardian: PersonId,
    child: PersonId,
    relation: Relation,
    now: Millis,
) -> Result<bool> {
    let row = (
        guardianship::guardian_id.eq(guardian.0),
        guardianship::child_id.eq(child.0),
        guardianship::relation.eq(relation.code()),
        guardianship::status.eq("confirmed"),
        guardianship::created_at.eq(now.0),
    );
    let added = on_backend!(tx, |c| {
        diesel::insert_into(guardianship::table).values(row).on_conflict_do_nothing().execute(c)
    })?;
    Ok(added > 0)
}
