//! Commands: the entries of the timetable, the record of imports.

pub mod info;

use access::ChangesTimetable;
use diesel::prelude::*;
use kernel::{Day, Millis};
use store::ids::Seq;
use store::{WriteTx, on_backend};

use crate::error::Result;
use crate::model::{Entry, ImportKind};
use crate::table::{import_run, timetable_entry};

/// So many rows go into one statement.
const CHUNK: usize = 500;

/// Adds entries to the timetable, in batches.
pub fn add_entries(tx: &mut WriteTx<'_>, may: &impl ChangesTimetable, entries: &[Entry]) -> Result<()> {
    for chunk in entries.chunks(CHUNK) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|entry| {
                (
                    timetable_entry::institution_id.eq(may.institution().0),
                    timetable_entry::journal_id.eq(entry.journal.0),
                    timetable_entry::weekday.eq(entry.weekday),
                    timetable_entry::number.eq(entry.number),
                    timetable_entry::weeks.eq(entry.weeks),
                    timetable_entry::first_day.eq(entry.first_day.number()),
                    timetable_entry::last_day.eq(entry.last_day.map(Day::number)),
                    timetable_entry::room.eq(entry.room.clone()),
                )
            })
            .collect();
        on_backend!(tx, |c| diesel::insert_into(timetable_entry::table).values(rows).execute(c))?;
    }
    Ok(())
}

/// Ends entries so that they hold no longer from `from` on; one that would begin then or later is taken back.
pub fn end_entries(
    tx: &mut WriteTx<'_>,
    may: &impl ChangesTimetable,
    entries: &[Entry],
    from: Day,
) -> Result<()> {
    for entry in entries {
        let row = timetable_entry::table.find((
            may.institution().0,
            entry.journal.0,
            entry.weekday,
            entry.number,
            entry.weeks,
            entry.first_day.number(),
        ));
        if entry.first_day >= from {
            on_backend!(tx, |c| diesel::delete(row).execute(c))?;
        } else {
            let last = Some(from.plus(-1).number());
            on_backend!(tx, |c| diesel::update(row).set(timetable_entry::last_day.eq(last)).execute(c))?;
        }
    }
    Ok(())
}

/// Writes down that an import was carried out.
pub fn record_import(
    tx: &mut WriteTx<'_>,
    may: &impl ChangesTimetable,
    kind: ImportKind,
    file_name: &str,
    changed: usize,
    refused: usize,
    now: Millis,
) -> Result<()> {
    let id = tx.next_id(Seq::School)?;
    let file_name: String = file_name.chars().take(200).collect();
    let row = (
        import_run::institution_id.eq(may.institution().0),
        import_run::id.eq(id),
        import_run::kind.eq(kind.code()),
        import_run::file_name.eq(file_name),
        import_run::changed.eq(i32::try_from(changed).unwrap_or(i32::MAX)),
        import_run::refused.eq(i32::try_from(refused).unwrap_or(i32::MAX)),
        import_run::created_at.eq(now.0),
    );
    on_backend!(tx, |c| diesel::insert_into(import_run::table).values(row).execute(c))?;
    Ok(())
}
