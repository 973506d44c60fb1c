//! Final marks: set by a person, never by the program.

use access::EditJournal;
use diesel::prelude::*;
use kernel::{Day, InstitutionId, JournalId, Millis, PersonId, PersonName, SubjectId, YearId};
use store::{WriteTx, on_backend};

use crate::error::{Error, Result};
use crate::model::grading::{PeriodValue, Slot};
use crate::read;
use crate::seal::append::payload;
use crate::seal::chain::{Entry, PeriodRow};
use crate::table::{period_mark, period_mark_history};

/// The longest reason, characters.
const REASON: usize = 300;

/// A wish to change one final mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodChange {
    /// The operation's id; the same again is harmless.
    pub op: String,
    /// Pupil.
    pub pupil: PersonId,
    /// The version the person saw.
    pub base: i32,
    /// What it shall be; none takes it back.
    pub value: Option<PeriodValue>,
    /// Why it is another than was proposed.
    pub reason: String,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeriodOutcome {
    /// It stands (or stood already).
    Saved,
    /// Somebody changed it meanwhile.
    Stale {
        /// What stands there.
        value: Option<PeriodValue>,
        /// Its version.
        version: i32,
        /// Who wrote it.
        who: PersonName,
        /// When, ms UTC.
        at: Millis,
    },
    /// It is another mark than was proposed, and nobody said why.
    Reason {
        /// What was proposed.
        proposed: PeriodValue,
    },
    /// The column is closed.
    Closed,
    /// The pupil was not here in that period, or the period has not begun.
    NotHere,
}

type Known = (Option<String>, i32, String, i64, i64);

/// Changes final marks of one column; each is saved or refused with its reason. The proposals are counted in the same
/// transaction: what was shown may be an hour old.
pub fn put_period_marks(
    tx: &mut WriteTx<'_>,
    may: &EditJournal,
    slot: Slot,
    changes: &[PeriodChange],
    today: Day,
    now: Millis,
) -> Result<Vec<PeriodOutcome>> {
    let journal = may.journal();
    let sheet = read::sheet_of(tx, journal, today, now)?;
    let column = sheet.column(slot).ok_or(Error::NotFound("column"))?;
    let head = sheet.slots.get(column).ok_or(Error::NotFound("column"))?;
    let mut outcomes = Vec::with_capacity(changes.len());
    for change in changes {
        let known: Option<Known> = on_backend!(tx, |c| {
            period_mark::table
                .find((journal.institution.0, change.pupil.0, journal.id.0, slot.code(), slot.period()))
                .select((
                    period_mark::value,
                    period_mark::version,
                    period_mark::reason,
                    period_mark::changed_by,
                    period_mark::changed_at,
                ))
                .first(c)
                .optional()
        })?;
        let version = known.as_ref().map_or(0, |row| row.1);
        let stands = known.as_ref().and_then(|row| row.0.as_deref()).and_then(PeriodValue::from_code);
        let same =
            stands == change.value && known.as_ref().map_or("", |row| row.2.as_str()) == change.reason.trim();
        if same || (version != change.base && was_done(tx, may, slot, change)?) {
            outcomes.push(PeriodOutcome::Saved);
            continue;
        }
        if head.closed {
            outcomes.push(PeriodOutcome::Closed);
            continue;
        }
        let row = sheet.rows.iter().find(|row| row.pupil == change.pupil);
        let Some(cell) = row.and_then(|row| row.cells.get(column)).filter(|cell| cell.here && head.begun)
        else {
            outcomes.push(PeriodOutcome::NotHere);
            continue;
        };
        if version != change.base {
            let (who, at) = match &known {
                Some(row) => (registry::read::person(tx, PersonId(row.3))?.name, Millis(row.4)),
                None => return Err(Error::NotFound("mark")),
            };
            outcomes.push(PeriodOutcome::Stale { value: stands, version, who, at });
            continue;
        }
        let proposed = cell.proposal.value();
        let differs = change.value.is_some() && proposed.is_some() && change.value != proposed;
        if let Some(proposed) = proposed.filter(|_| differs && change.reason.trim().is_empty()) {
            outcomes.push(PeriodOutcome::Reason { proposed });
            continue;
        }
        let reason: String = change.reason.trim().chars().take(REASON).collect();
        let row = PeriodRow {
            pupil: change.pupil.0,
            slot: slot.code().to_owned(),
            period: slot.period(),
            version: version.saturating_add(1),
            value: change.value.map(|value| value.code().to_owned()),
            proposal: proposed.map(|value| value.code().to_owned()),
            reason,
            op: change.op.clone(),
            origin: "form".to_owned(),
            at: now.0,
            by: may.actor().0,
        };
        let place = Place {
            institution: journal.institution,
            journal: journal.id,
            year: journal.year,
            subject: journal.subject,
        };
        write(tx, &place, &row, version == 0)?;
        let entry = Entry {
            key: row.key().ok_or(Error::Corrupt("slot"))?,
            digest: row.digest(journal.institution, journal.id),
        };
        let payload = payload(journal.id, 0, &[entry]);
        store::outbox::append(tx, journal.institution, "period_mark.saved", change.pupil.0, &payload, now)?;
        outcomes.push(PeriodOutcome::Saved);
    }
    Ok(outcomes)
}

fn was_done(tx: &mut WriteTx<'_>, may: &EditJournal, slot: Slot, change: &PeriodChange) -> Result<bool> {
    let journal = may.journal();
    let found: Option<i32> = on_backend!(tx, |c| {
        period_mark_history::table
            .filter(period_mark_history::institution_id.eq(journal.institution.0))
            .filter(period_mark_history::pupil_id.eq(change.pupil.0))
            .filter(period_mark_history::journal_id.eq(journal.id.0))
            .filter(period_mark_history::slot.eq(slot.code()))
            .filter(period_mark_history::period_id.eq(slot.period()))
            .filter(period_mark_history::op.eq(&change.op))
            .select(period_mark_history::version)
            .first(c)
            .optional()
    })?;
    Ok(found.is_some())
}

/// Where a final mark stands.
struct Place {
    institution: InstitutionId,
    journal: JournalId,
    year: YearId,
    subject: SubjectId,
}

fn write(tx: &mut WriteTx<'_>, place: &Place, row: &PeriodRow, fresh: bool) -> Result<()> {
    let key = (place.institution.0, row.pupil, place.journal.0, row.slot.clone(), row.period);
    if fresh {
        let new = (
            period_mark::institution_id.eq(place.institution.0),
            period_mark::pupil_id.eq(row.pupil),
            period_mark::journal_id.eq(place.journal.0),
            period_mark::slot.eq(&row.slot),
            period_mark::period_id.eq(row.period),
            period_mark::year_id.eq(place.year.0),
            period_mark::subject_id.eq(place.subject.0),
            period_mark::value.eq(&row.value),
            period_mark::proposal.eq(&row.proposal),
            period_mark::reason.eq(&row.reason),
            period_mark::version.eq(row.version),
            period_mark::changed_at.eq(row.at),
            period_mark::changed_by.eq(row.by),
        );
        on_backend!(tx, |c| diesel::insert_into(period_mark::table).values(new).execute(c))?;
    } else {
        on_backend!(tx, |c| {
            diesel::update(period_mark::table.find(key.clone()))
                .set((
                    period_mark::value.eq(&row.value),
                    period_mark::proposal.eq(&row.proposal),
                    period_mark::reason.eq(&row.reason),
                    period_mark::version.eq(row.version),
                    period_mark::changed_at.eq(row.at),
                    period_mark::changed_by.eq(row.by),
                ))
                .execute(c)
        })?;
    }
    let history = (
        period_mark_history::institution_id.eq(place.institution.0),
        period_mark_history::pupil_id.eq(row.pupil),
        period_mark_history::journal_id.eq(place.journal.0),
        period_mark_history::slot.eq(&row.slot),
        period_mark_history::period_id.eq(row.period),
        period_mark_history::version.eq(row.version),
        period_mark_history::value.eq(&row.value),
        period_mark_history::proposal.eq(&row.proposal),
        period_mark_history::reason.eq(&row.reason),
        period_mark_history::op.eq(&row.op),
        period_mark_history::origin.eq(&row.origin),
        period_mark_history::changed_at.eq(row.at),
        period_mark_history::changed_by.eq(row.by),
    );
    on_backend!(tx, |c| diesel::insert_into(period_mark_history::table).values(history).execute(c))?;
    Ok(())
}

/// Gives a made-up journal its final marks of a period as they are proposed, in the name of its teacher; straight into the
/// chain, without events. For too few marks the teacher decides by those that are there. How many there were.
pub fn seed_period_marks(
    tx: &mut WriteTx<'_>,
    journal: &registry::Journal,
    slot: Slot,
    by: PersonId,
    (today, now): (Day, Millis),
) -> Result<usize> {
    let sheet = read::sheet_of(tx, journal, today, now)?;
    let Some(column) = sheet.column(slot) else { return Ok(0) };
    let place = Place {
        institution: journal.institution,
        journal: journal.id,
        year: journal.year,
        subject: journal.subject,
    };
    let mut entries = Vec::with_capacity(sheet.rows.len());
    for row in &sheet.rows {
        let Some(cell) = row.cells.get(column).filter(|cell| cell.here && cell.version == 0) else {
            continue;
        };
        let by_average = || cell.sums.average().and_then(|average| sheet.rules.thresholds.mark(average));
        let value = cell.proposal.value().or_else(|| by_average().map(PeriodValue::Mark));
        let Some(value) = value else { continue };
        let row = PeriodRow {
            pupil: row.pupil.0,
            slot: slot.code().to_owned(),
            period: slot.period(),
            version: 1,
            value: Some(value.code().to_owned()),
            proposal: cell.proposal.value().map(|value| value.code().to_owned()),
            reason: String::new(),
            op: String::new(),
            origin: "import".to_owned(),
            at: now.0,
            by: by.0,
        };
        write(tx, &place, &row, true)?;
        let key = row.key().ok_or(Error::Corrupt("slot"))?;
        entries.push(Entry { key, digest: row.digest(journal.institution, journal.id) });
    }
    crate::seal::append::add_fresh(tx, journal.institution, journal.id, &entries, now)?;
    Ok(entries.len())
}
