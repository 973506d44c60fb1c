//! Marks that come when their period is locked: typed in time on a device without a network, or in a page that was open for
//! long. They are kept, the deputy decides, who typed sees the outcome.

use access::{EditJournal, UnlockPeriods};
use diesel::prelude::*;
use kernel::{Day, Millis, PersonId, WorkId};
use store::ids::Seq;
use store::{WriteTx, on_backend};

use super::put::{How, More, Typed, put_how};
use crate::error::{Error, Result};
use crate::model::{CellState, Change, Origin, Outcome};
use crate::table::late_save;

/// So many may wait in one journal.
const MOST: i64 = 2000;
/// A clock that goes ahead by more than this tells nothing.
const AHEAD: i64 = 5 * 60_000;

/// When an operation was typed, by the clock of the device: the grid's ids are UUIDs of version 7, which begin with it.
fn typed_at(op: &str, now: Millis) -> Millis {
    let digits: String = op.chars().filter(|c| *c != '-').collect();
    let told = digits
        .get(..12)
        .filter(|_| digits.len() == 32 && digits.get(12..13) == Some("7"))
        .and_then(|head| i64::from_str_radix(head, 16).ok());
    told.filter(|at| *at > 0 && *at <= now.0.saturating_add(AHEAD)).map_or(now, Millis)
}

/// Keeps what the grid sent for a locked period; gives the key of the sentence for who typed.
pub(super) fn keep(
    tx: &mut WriteTx<'_>,
    may: &EditJournal,
    change: &Change,
    (day, typed): (Day, &Typed),
    stands: &CellState,
    how: How,
) -> Result<&'static str> {
    let now = how.now;
    let plain = typed.sign.is_none() && typed.second.is_none();
    let same = plain && stands.cell == typed.cell;
    // What the school's rules make more of than a cell is kept as it was typed.
    let text = if plain { typed.cell.to_string() } else { change.text.trim().chars().take(64).collect() };
    // A form shows at once what it could not save; nothing of it is lost.
    if how.origin != Origin::Grid || (same && change.comment.is_none()) {
        return Ok("cell-period-closed");
    }
    let journal = may.journal();
    let waiting: i64 = on_backend!(tx, |c| {
        late_save::table
            .filter(late_save::institution_id.eq(journal.institution.0))
            .filter(late_save::journal_id.eq(journal.id.0))
            .filter(late_save::state.eq("waiting"))
            .count()
            .get_result(c)
    })?;
    if waiting >= MOST {
        return Ok("cell-period-closed");
    }
    let id = tx.next_id(Seq::School)?;
    let row = (
        late_save::institution_id.eq(journal.institution.0),
        late_save::id.eq(id),
        late_save::journal_id.eq(journal.id.0),
        late_save::pupil_id.eq(change.pupil.0),
        late_save::work_id.eq(change.work.0),
        late_save::day.eq(day.number()),
        late_save::op.eq(&change.op),
        late_save::text.eq(text),
        late_save::comment
            .eq(change.comment.as_deref().map(|text| text.chars().take(500).collect::<String>())),
        late_save::base.eq(change.base),
        late_save::why.eq("cell-period-closed"),
        late_save::typed_at.eq(typed_at(&change.op, now).0),
        late_save::received_at.eq(now.0),
        late_save::typed_by.eq(may.actor().0),
        late_save::state.eq("waiting"),
        late_save::answer.eq(""),
    );
    // Sent again, it is kept once.
    let kept = on_backend!(tx, |c| {
        diesel::insert_into(late_save::table).values(row).on_conflict_do_nothing().execute(c)
    })?;
    if kept > 0 {
        store::outbox::append(tx, journal.institution, "mark.late", id, "", now)?;
    }
    Ok("cell-period-closed-kept")
}

/// What became of a decision.
#[derive(Debug, Clone)]
pub enum Decided {
    /// It stands.
    Done,
    /// Somebody decided before.
    Before,
    /// The cell says something else by now than the deputy saw.
    Changed,
    /// It can't be written; the key of the sentence.
    Refused(&'static str),
}

type Row = (i64, i64, i64, String, String, Option<String>, i64, String);

fn waiting(tx: &mut WriteTx<'_>, may: &UnlockPeriods, id: i64) -> Result<Row> {
    let row: Option<Row> = on_backend!(tx, |c| {
        late_save::table
            .find((may.institution().0, id))
            .select((
                late_save::journal_id,
                late_save::pupil_id,
                late_save::work_id,
                late_save::op,
                late_save::text,
                late_save::comment,
                late_save::typed_by,
                late_save::state,
            ))
            .first(c)
            .optional()
    })?;
    row.ok_or(Error::NotFound("late save"))
}

fn decide(
    tx: &mut WriteTx<'_>,
    may: &UnlockPeriods,
    (id, state, answer): (i64, &str, &str),
    now: Millis,
) -> Result<()> {
    on_backend!(tx, |c| {
        diesel::update(late_save::table.find((may.institution().0, id)))
            .set((
                late_save::state.eq(state),
                late_save::answer.eq(answer.trim().chars().take(super::REASON).collect::<String>()),
                late_save::decided_at.eq(Some(now.0)),
                late_save::decided_by.eq(Some(may.actor().0)),
            ))
            .execute(c)
    })?;
    store::outbox::append(tx, may.institution(), "mark.late.decided", id, "", now)?;
    Ok(())
}

/// Writes a late mark: in the name of who typed it, from «late». `version` is the cell's as the deputy saw it.
pub fn accept_late(
    tx: &mut WriteTx<'_>,
    may: &UnlockPeriods,
    edit: &EditJournal,
    id: i64,
    version: i32,
    today: Day,
    now: Millis,
) -> Result<Decided> {
    let (journal, pupil, work, op, text, comment, by, state) = waiting(tx, may, id)?;
    if edit.journal().id.0 != journal || edit.journal().institution != may.institution() {
        return Err(Error::NotFound("late save"));
    }
    if state != "waiting" {
        return Ok(Decided::Before);
    }
    let change = Change { op, pupil: PersonId(pupil), work: WorkId(work), base: version, text, comment };
    let how = How { origin: Origin::Late, by: PersonId(by), locked_too: true, today, now };
    match put_how(tx, edit, &change, More::default(), how)? {
        Outcome::Saved { .. } => {
            decide(tx, may, (id, "accepted", ""), now)?;
            Ok(Decided::Done)
        }
        Outcome::Stale { .. } => Ok(Decided::Changed),
        // A version of a cell that was never written.
        Outcome::Locked("cell-not-here") if version != 0 => Ok(Decided::Changed),
        Outcome::Invalid(key) | Outcome::Locked(key) => Ok(Decided::Refused(key)),
    }
}

/// Leaves the journal as it is; who typed reads why.
pub fn decline_late(
    tx: &mut WriteTx<'_>,
    may: &UnlockPeriods,
    id: i64,
    answer: &str,
    now: Millis,
) -> Result<Decided> {
    let (.., state) = waiting(tx, may, id)?;
    if state != "waiting" {
        return Ok(Decided::Before);
    }
    decide(tx, may, (id, "declined", answer), now)?;
    Ok(Decided::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_tells_when_it_was_typed() {
        let now = Millis(1_795_405_200_000);
        let told = format!("{:012x}", now.0 - 60_000);
        let op = format!("{}-{}-7abc-8def-0123456789ab", &told[..8], &told[8..]);
        assert_eq!(typed_at(&op, now), Millis(now.0 - 60_000));
        assert_eq!(typed_at(&op, Millis(now.0 - 10 * 60_000)), Millis(now.0 - 10 * 60_000), "a clock ahead");
        assert_eq!(typed_at("a1", now), now);
    }
}
