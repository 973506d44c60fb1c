//! Two rows of one person become one, and two again.
//!
//! Everything that hangs on a person is read as a [`Footprint`]. A merge works out the footprint of the row that stays,
//! leaves the other one hollow, and keeps all four in an append-only record. An undo is possible as long as both rows are
//! exactly what the merge made of them: then the record is played back. Marks, lessons and absences belong to the journal,
//! days off to the timetable; who calls moves them in the same transaction.
//!
//! * `footprint` – what hangs on a person; `combine` – what two become; `play` – a row made from one into the other;
//!   `apart` – two rows that somebody has said to be two persons.

mod apart;
mod combine;
mod footprint;
mod play;

use diesel::prelude::*;
use kernel::{Day, InstitutionId, PersonId};
use serde::{Deserialize, Serialize};
use store::ids::Seq;
use store::{ReadTx, WriteTx, on_backend};

use crate::error::{Error, Result};
use crate::model::{By, Refusal, Verdict};
use crate::read;
use crate::table::{class_enrollment, person_merge};
pub use apart::{keep_apart, let_together};
use combine::{combined, hollow};
use footprint::{Footprint, footprint};
use play::{give, set_fields, take};

/// How much of each kind goes from one row to the other, for the preview.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moves {
    /// Accounts.
    pub accounts: usize,
    /// Relations to children and guardians.
    pub relations: usize,
    /// Stays in classes.
    pub stays: usize,
    /// Roles and places on the staff.
    pub roles: usize,
    /// Journals taught and classes led.
    pub teaching: usize,
}

/// What hangs on a person in the rooms above: they move it in the transaction of the merge, and back with its undo.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Beside {
    /// The journals whose marks go along: institution, journal.
    pub journals: Vec<(i64, i64)>,
    /// Lessons, absences and substitutions of the row that goes: what they are, and their numbers.
    #[serde(default)]
    pub teaching: Vec<(String, Vec<i64>)>,
    /// Its week days off that the other row has not.
    #[serde(default)]
    pub days_off: Vec<i32>,
    /// Those that both have.
    #[serde(default)]
    pub days_off_shared: Vec<i32>,
}

/// What the record of a merge keeps.
#[derive(Debug, Serialize, Deserialize)]
struct Record {
    kept_before: Footprint,
    gone_before: Footprint,
    kept_after: Footprint,
    gone_after: Footprint,
    #[serde(flatten)]
    beside: Beside,
}

/// What a merge or its undo tells the one who moves the marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The record.
    pub id: i64,
    /// The row that stays.
    pub kept: PersonId,
    /// The row that went, or comes back.
    pub gone: PersonId,
    /// What rooms above move.
    pub beside: Beside,
    /// When the merge was done.
    pub at: kernel::Millis,
}

/// Is somebody known to another institution: pupil, staff, with a role, or guardian of a child there?
fn known_elsewhere(tx: &mut ReadTx<'_>, at: InstitutionId, print: &Footprint) -> Result<bool> {
    let other = |place: i64| place != at.0;
    if print.stays.iter().any(|row| other(row.0))
        || print.roles.iter().any(|row| other(row.0))
        || print.staff.iter().any(|row| other(row.0))
        || print.leads.iter().any(|row| other(row.0))
        || print.teaches.iter().any(|row| other(row.0))
    {
        return Ok(true);
    }
    let children: Vec<i64> = print.children.iter().map(|row| row.0).collect();
    let child_elsewhere: Option<i64> = on_backend!(tx, |c| {
        class_enrollment::table
            .filter(class_enrollment::pupil_id.eq_any(&children))
            .filter(class_enrollment::institution_id.ne(at.0))
            .select(class_enrollment::pupil_id)
            .first(c)
            .optional()
    })?;
    Ok(child_elsewhere.is_some())
}

/// Both footprints and what they would become, or why they must stay apart.
fn plan(
    tx: &mut ReadTx<'_>,
    at: InstitutionId,
    kept: PersonId,
    gone: PersonId,
    acting: Option<PersonId>,
    today: Day,
) -> Result<Verdict<(Footprint, Footprint, Footprint)>> {
    if kept == gone {
        return Ok(Err(Refusal::SamePerson));
    }
    if acting == Some(kept) || acting == Some(gone) {
        return Ok(Err(Refusal::OwnRow));
    }
    for who in [kept, gone] {
        let (card, _) = read::own_card(tx, at, who)?;
        if card.merged_into.is_some() {
            return Ok(Err(Refusal::SamePerson));
        }
    }
    let (kept_print, gone_print) = (footprint(tx, kept)?, footprint(tx, gone)?);
    for (who, print) in [(kept, &kept_print), (gone, &gone_print)] {
        // What one administrator joins must not open another institution's doors to somebody.
        if known_elsewhere(tx, at, print)? {
            return Ok(Err(Refusal::KnownElsewhere(who)));
        }
        if read::transfer_waits(tx, who)? {
            return Ok(Err(Refusal::TransferWaits(who)));
        }
    }
    let related = |print: &Footprint, other: PersonId| {
        print.children.iter().chain(&print.guardians).any(|row| row.0 == other.0)
    };
    if related(&kept_print, gone) || related(&gone_print, kept) {
        return Ok(Err(Refusal::Related));
    }
    if let (Some(a), Some(b)) = (&kept_print.fields.snils, &gone_print.fields.snils)
        && a != b
    {
        return Ok(Err(Refusal::OtherSnils));
    }
    Ok(combined(&kept_print, &gone_print, today).map(|after| (kept_print, gone_print, after)))
}

/// What a merge would move, or why it can't be. `acting` is who asks, when that is somebody.
pub fn preview_merge(
    tx: &mut ReadTx<'_>,
    at: InstitutionId,
    kept: PersonId,
    gone: PersonId,
    acting: Option<PersonId>,
    today: Day,
) -> Result<Verdict<Moves>> {
    Ok(plan(tx, at, kept, gone, acting, today)?.map(|(_, gone, _)| Moves {
        accounts: gone.accounts.len(),
        relations: gone.children.len() + gone.guardians.len(),
        stays: gone.stays.len(),
        roles: gone.roles.len() + gone.staff.len(),
        teaching: gone.teaches.len() + gone.leads.len(),
    }))
}

/// Makes one row of two: `gone` goes into `kept`. Who calls has made sure that no journal has marks of both, and moves
/// what is told in `beside`; it comes back with the undo.
pub fn merge_persons(
    tx: &mut WriteTx<'_>,
    at: InstitutionId,
    kept: PersonId,
    gone: PersonId,
    beside: &Beside,
    by: By,
) -> Result<Verdict<Merged>> {
    let (kept_before, gone_before, kept_after) = match plan(tx, at, kept, gone, Some(by.who), by.today)? {
        Ok(found) => found,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let gone_after = hollow(&gone_before, kept);
    take(tx, gone, &gone_before, &gone_after)?;
    set_fields(tx, gone, &gone_after.fields)?;
    take(tx, kept, &kept_before, &kept_after)?;
    give(tx, kept, &kept_before, &kept_after)?;
    set_fields(tx, kept, &kept_after.fields)?;
    let record = Record { kept_before, gone_before, kept_after, gone_after, beside: beside.clone() };
    let text = serde_json::to_string(&record).map_err(|_| Error::Corrupt("person_merge.record"))?;
    let id = tx.next_id(Seq::School)?;
    let row = (
        person_merge::institution_id.eq(at.0),
        person_merge::id.eq(id),
        person_merge::kept_id.eq(kept.0),
        person_merge::gone_id.eq(gone.0),
        person_merge::record.eq(text),
        person_merge::created_at.eq(by.at.0),
        person_merge::created_by.eq(by.who.0),
    );
    on_backend!(tx, |c| diesel::insert_into(person_merge::table).values(row).execute(c))?;
    Ok(Ok(Merged { id, kept, gone, beside: beside.clone(), at: by.at }))
}

/// What a merge was, when it can be looked at here and was not taken back.
pub fn merged(tx: &mut ReadTx<'_>, at: InstitutionId, id: i64) -> Result<Option<Merged>> {
    Ok(stored(tx, at, id)?.map(|(merged, _)| merged))
}

fn stored(tx: &mut ReadTx<'_>, at: InstitutionId, id: i64) -> Result<Option<(Merged, Record)>> {
    let row: Option<(i64, i64, String, i64, Option<i64>)> = on_backend!(tx, |c| {
        person_merge::table
            .find((at.0, id))
            .select((
                person_merge::kept_id,
                person_merge::gone_id,
                person_merge::record,
                person_merge::created_at,
                person_merge::undone_at,
            ))
            .first(c)
            .optional()
    })?;
    let Some((kept, gone, text, created, undone)) = row else { return Ok(None) };
    if undone.is_some() {
        return Ok(None);
    }
    let record: Record = serde_json::from_str(&text).map_err(|_| Error::Corrupt("person_merge.record"))?;
    let merged = Merged {
        id,
        kept: PersonId(kept),
        gone: PersonId(gone),
        beside: record.beside.clone(),
        at: kernel::Millis(created),
    };
    Ok(Some((merged, record)))
}

/// Takes a merge back, as long as both rows are what it made of them.
pub fn undo_merge(tx: &mut WriteTx<'_>, at: InstitutionId, id: i64, by: By) -> Result<Verdict<Merged>> {
    let Some((merged, record)) = stored(tx, at, id)? else { return Ok(Err(Refusal::NotHere)) };
    let (kept, gone) = (merged.kept, merged.gone);
    if footprint(tx, kept)? != record.kept_after || footprint(tx, gone)? != record.gone_after {
        return Ok(Err(Refusal::ChangedSince));
    }
    take(tx, kept, &record.kept_after, &record.kept_before)?;
    set_fields(tx, kept, &record.kept_before.fields)?;
    give(tx, kept, &record.kept_after, &record.kept_before)?;
    give(tx, gone, &record.gone_after, &record.gone_before)?;
    set_fields(tx, gone, &record.gone_before.fields)?;
    on_backend!(tx, |c| {
        diesel::update(person_merge::table.find((at.0, id)))
            .set((person_merge::undone_at.eq(Some(by.at.0)), person_merge::undone_by.eq(Some(by.who.0))))
            .execute(c)
    })?;
    Ok(Ok(merged))
}
