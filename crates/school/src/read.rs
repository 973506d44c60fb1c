//! Questions.

pub mod info;

use std::collections::{BTreeMap, HashMap, HashSet};

use access::{SeeClass, SeeSchool};
use diesel::prelude::*;
use kernel::{Day, InstitutionId, JournalId, Millis, YearId};
use store::{ReadTx, on_backend};

use crate::error::{Error, Result};
use crate::model::{ClassLesson, Entry, ImportKind, ImportRun};
use crate::table::{import_run, timetable_entry};

type EntryRow = (i64, i32, i32, i32, i32, Option<i32>, String);

fn to_entry(row: EntryRow) -> Result<Entry> {
    let day = |number| Day::from_number(number).map_err(|_| Error::Corrupt("timetable_entry"));
    Ok(Entry {
        journal: JournalId(row.0),
        weekday: row.1,
        number: row.2,
        weeks: row.3,
        first_day: day(row.4)?,
        last_day: row.5.map(day).transpose()?,
        room: row.6,
    })
}

/// The columns of an [`EntryRow`].
macro_rules! entry {
    () => {
        (
            timetable_entry::journal_id,
            timetable_entry::weekday,
            timetable_entry::number,
            timetable_entry::weeks,
            timetable_entry::first_day,
            timetable_entry::last_day,
            timetable_entry::room,
        )
    };
}

/// Every entry of an institution, past ones too, by journal, week day and number; at most a hundred thousand.
pub fn all_entries(tx: &mut ReadTx<'_>, institution: InstitutionId) -> Result<Vec<Entry>> {
    let rows: Vec<EntryRow> = on_backend!(tx, |c| {
        timetable_entry::table
            .filter(timetable_entry::institution_id.eq(institution.0))
            .order((
                timetable_entry::journal_id,
                timetable_entry::weekday,
                timetable_entry::number,
                timetable_entry::weeks,
                timetable_entry::first_day,
            ))
            .limit(100_000)
            .select(entry!())
            .load(c)
    })?;
    rows.into_iter().map(to_entry).collect()
}

/// Every entry of a year's journals, past ones too, by journal, week day and number; at most a hundred thousand.
pub fn entries(tx: &mut ReadTx<'_>, institution: InstitutionId, year: YearId) -> Result<Vec<Entry>> {
    let of_year: HashSet<i64> =
        registry::read::journals(tx, institution, year)?.into_iter().map(|journal| journal.id.0).collect();
    let mut found = all_entries(tx, institution)?;
    found.retain(|entry| of_year.contains(&entry.journal.0));
    Ok(found)
}

/// The entries of these journals that hold on a day or begin later, by week day and number; at most a thousand.
pub(crate) fn entries_of_journals(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    journals: &[JournalId],
    on: Day,
) -> Result<Vec<Entry>> {
    let keys: Vec<i64> = journals.iter().take(200).map(|id| id.0).collect();
    let rows: Vec<EntryRow> = on_backend!(tx, |c| {
        timetable_entry::table
            .filter(timetable_entry::institution_id.eq(institution.0))
            .filter(timetable_entry::journal_id.eq_any(&keys))
            .filter(timetable_entry::last_day.is_null().or(timetable_entry::last_day.ge(on.number())))
            .order((
                timetable_entry::weekday,
                timetable_entry::number,
                timetable_entry::weeks,
                timetable_entry::journal_id,
                timetable_entry::first_day,
            ))
            .limit(1000)
            .select(entry!())
            .load(c)
    })?;
    rows.into_iter().map(to_entry).collect()
}

/// The week of a class as it holds on that day (or will first hold after it), by week day and number.
pub fn entries_of_class(tx: &mut ReadTx<'_>, may: &SeeClass, on: Day) -> Result<Vec<ClassLesson>> {
    let class = may.class();
    let journals = registry::read::journals_of_class(tx, class.institution, class.id)?;
    let ids: Vec<JournalId> = journals.iter().map(|journal| journal.id).collect();
    let found = entries_of_journals(tx, class.institution, &ids, on)?;
    let names: HashMap<JournalId, (String, String)> = journals
        .into_iter()
        .map(|journal| (journal.id, (journal.subject_name, journal.groups_name)))
        .collect();
    let mut teachers: BTreeMap<JournalId, Vec<_>> = BTreeMap::new();
    for (journal, _, name) in registry::read::teachers_of_journals(tx, class.institution, &ids)? {
        teachers.entry(journal).or_default().push(name);
    }
    // Before the year begins nothing holds yet: the coming timetable is what people want to see.
    let any = found.iter().any(|entry| entry.holds(on));
    Ok(found
        .into_iter()
        .filter(|entry| !any || entry.holds(on))
        .filter_map(|entry| {
            let (subject, groups) = names.get(&entry.journal)?.clone();
            let teachers = teachers.get(&entry.journal).cloned().unwrap_or_default();
            Some(ClassLesson { entry, subject, groups, teachers })
        })
        .collect())
}

/// The last imports of a school, newest first.
pub fn import_runs(tx: &mut ReadTx<'_>, may: &SeeSchool, limit: i64) -> Result<Vec<ImportRun>> {
    let rows: Vec<(String, String, i32, i32, i64)> = on_backend!(tx, |c| {
        import_run::table
            .filter(import_run::institution_id.eq(may.institution().0))
            .order(import_run::id.desc())
            .limit(limit)
            .select((
                import_run::kind,
                import_run::file_name,
                import_run::changed,
                import_run::refused,
                import_run::created_at,
            ))
            .load(c)
    })?;
    rows.into_iter()
        .map(|(kind, file_name, changed, refused, created_at)| {
            Ok(ImportRun {
                kind: ImportKind::from_code(&kind).ok_or(Error::Corrupt("import_run.kind"))?,
                file_name,
                changed,
                refused,
                created_at: Millis(created_at),
            })
        })
        .collect()
}
