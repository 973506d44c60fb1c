//! The changes of a timetable as they are kept: what each took and what it put in place. The last one's number is the
//! timetable's version.

use access::ChangesTimetable;
use diesel::prelude::*;
use kernel::{Day, InstitutionId, JournalId, Millis, PersonId, YearId};
use serde::{Deserialize, Serialize};
use store::{ReadTx, WriteTx, on_backend};

use crate::error::{Error, Result};
use crate::model::Entry;
use crate::table::timetable_change;

/// What a change was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// A lesson was put, moved or taken off.
    Edit,
    /// The change before was undone.
    Undo,
    /// A file was imported.
    Import,
}

impl ChangeKind {
    /// The code of the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::Undo => "undo",
            Self::Import => "import",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Edit, Self::Undo, Self::Import].into_iter().find(|kind| kind.code() == code)
    }
}

/// A change of the timetable, as it is kept.
#[derive(Debug, Clone)]
pub struct Change {
    /// The version it made.
    pub version: i32,
    /// What it was.
    pub kind: ChangeKind,
    /// It holds from this day on.
    pub first_day: Day,
    /// What it took away.
    pub before: Vec<Entry>,
    /// What it put in place.
    pub after: Vec<Entry>,
    /// When.
    pub at: Millis,
    /// Who; nobody for a command of the binary.
    pub by: Option<PersonId>,
}

impl Change {
    /// Can it be undone today? An import can't, and what has begun to hold before today stays.
    #[must_use]
    pub fn can_be_undone(&self, today: Day) -> bool {
        self.kind != ChangeKind::Import
            && self.first_day >= today
            && !(self.before.is_empty() && self.after.is_empty())
    }
}

/// An entry as a change keeps it.
#[derive(Serialize, Deserialize)]
struct Image(i64, i32, i32, i32, i32, Option<i32>, String);

fn to_json(entries: &[Entry]) -> Result<String> {
    let images: Vec<Image> = entries
        .iter()
        .map(|e| {
            let last = e.last_day.map(Day::number);
            Image(e.journal.0, e.weekday, e.number, e.weeks, e.first_day.number(), last, e.room.clone())
        })
        .collect();
    serde_json::to_string(&images).map_err(|_| Error::Corrupt("timetable_change"))
}

fn from_json(text: &str) -> Result<Vec<Entry>> {
    let corrupt = || Error::Corrupt("timetable_change");
    let images: Vec<Image> = serde_json::from_str(text).map_err(|_| corrupt())?;
    let day = |number| Day::from_number(number).map_err(|_| corrupt());
    images
        .into_iter()
        .map(|Image(journal, weekday, number, weeks, first, last, room)| {
            Ok(Entry {
                journal: JournalId(journal),
                weekday,
                number,
                weeks,
                first_day: day(first)?,
                last_day: last.map(day).transpose()?,
                room,
            })
        })
        .collect()
}

type Row = (i32, String, i32, String, String, i64, Option<i64>);

fn to_change((version, kind, first, before, after, at, by): Row) -> Result<Change> {
    Ok(Change {
        version,
        kind: ChangeKind::from_code(&kind).ok_or(Error::Corrupt("timetable_change.kind"))?,
        first_day: Day::from_number(first).map_err(|_| Error::Corrupt("timetable_change"))?,
        before: from_json(&before)?,
        after: from_json(&after)?,
        at: Millis(at),
        by: by.map(PersonId),
    })
}

/// The last change of a year's timetable; none when it never changed since it was made.
pub fn last_change(tx: &mut ReadTx<'_>, institution: InstitutionId, year: YearId) -> Result<Option<Change>> {
    Ok(last_changes(tx, institution, year, 1)?.pop())
}

/// The last changes of a year's timetable, newest first.
pub fn last_changes(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    year: YearId,
    limit: i64,
) -> Result<Vec<Change>> {
    let rows: Vec<Row> = on_backend!(tx, |c| {
        timetable_change::table
            .filter(timetable_change::institution_id.eq(institution.0))
            .filter(timetable_change::year_id.eq(year.0))
            .order(timetable_change::version.desc())
            .limit(limit)
            .select((
                timetable_change::version,
                timetable_change::kind,
                timetable_change::first_day,
                timetable_change::before,
                timetable_change::after,
                timetable_change::changed_at,
                timetable_change::changed_by,
            ))
            .load(c)
    })?;
    rows.into_iter().map(to_change).collect()
}

/// So many changes are looked at for the way back.
const LOOKED_AT: i64 = 200;
/// The way back leads so far, ms.
const HOUR: i64 = 3_600_000;

/// A change of the last hour, as the way back sees it.
#[derive(Debug, Clone)]
pub struct Recent {
    /// The change.
    pub change: Change,
    /// It was undone since.
    pub undone: bool,
    /// It can be undone, together with those after it.
    pub can_be_undone: bool,
}

/// The last change, and the changes of the last hour, newest first, without the undoing itself.
///
/// # Errors
/// The database failed.
pub fn recent(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    year: YearId,
    today: Day,
    now: Millis,
) -> Result<(Option<Change>, Vec<Recent>)> {
    let list = last_changes(tx, institution, year, LOOKED_AT)?;
    Ok((list.first().cloned(), way_back(list, today, now)))
}

/// Which changes stand and which were undone: each undoing takes away the last one that stood before it. An undone change that was
/// made again was written down as a new one.
fn way_back(newest_first: Vec<Change>, today: Day, now: Millis) -> Vec<Recent> {
    let (mut list, mut skip, mut open) = (Vec::new(), 0_usize, true);
    for change in newest_first {
        if change.kind == ChangeKind::Undo {
            skip += 1;
            continue;
        }
        let undone = skip > 0;
        skip = skip.saturating_sub(1);
        let fresh = change.at.0 > now.0 - HOUR;
        // Over what can't be undone no way leads further back.
        open &= undone || (fresh && change.can_be_undone(today));
        if !fresh {
            break;
        }
        list.push(Recent { can_be_undone: open && !undone, undone, change });
    }
    list
}

/// The timetable's version before a change: 0 when it never changed.
pub(super) fn version_of(last: Option<&Change>) -> i32 {
    last.map_or(0, |change| change.version)
}

/// Writes down that the timetable changed, and tells the journals: an event with the day and the journals concerned,
/// all of them when none is named.
#[allow(clippy::too_many_arguments, reason = "one row of one table")]
pub(crate) fn record(
    tx: &mut WriteTx<'_>,
    may: &impl ChangesTimetable,
    year: YearId,
    kind: ChangeKind,
    from: Day,
    before: &[Entry],
    after: &[Entry],
    now: Millis,
) -> Result<i32> {
    let institution = may.institution();
    let version = version_of(last_change(tx, institution, year)?.as_ref()).saturating_add(1);
    let row = (
        timetable_change::institution_id.eq(institution.0),
        timetable_change::year_id.eq(year.0),
        timetable_change::version.eq(version),
        timetable_change::kind.eq(kind.code()),
        timetable_change::first_day.eq(from.number()),
        timetable_change::before.eq(to_json(before)?),
        timetable_change::after.eq(to_json(after)?),
        timetable_change::changed_at.eq(now.0),
        timetable_change::changed_by.eq(may.by().map(|person| person.0)),
    );
    on_backend!(tx, |c| diesel::insert_into(timetable_change::table).values(row).execute(c))?;
    let mut payload = from.number().to_string();
    let mut journals: Vec<i64> = before.iter().chain(after).map(|entry| entry.journal.0).collect();
    journals.sort_unstable();
    journals.dedup();
    for journal in journals {
        payload.push_str(&format!(" {journal}"));
    }
    store::outbox::append(tx, institution, "timetable.changed", year.0, &payload, now)?;
    Ok(version)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails loudly")]

    use super::*;

    fn change(version: i32, kind: ChangeKind, at: i64) -> Change {
        let day = Day::new(2026, 11, 24).unwrap();
        let entry = Entry {
            journal: JournalId(1),
            weekday: 1,
            number: 1,
            weeks: 0,
            first_day: day,
            last_day: None,
            room: String::new(),
        };
        Change {
            version,
            kind,
            first_day: day,
            before: vec![entry],
            after: Vec::new(),
            at: Millis(at),
            by: None,
        }
    }

    #[test]
    fn the_way_back_leads_over_what_stands_and_stops_at_an_import() {
        use ChangeKind::{Edit, Import, Undo};
        let list = vec![
            change(9, Edit, 9 * 60_000),
            change(8, Undo, 8 * 60_000),
            change(7, Undo, 7 * 60_000),
            change(6, Edit, 6 * 60_000),
            change(5, Edit, 5 * 60_000),
            change(4, Edit, 4 * 60_000),
            change(3, Import, 3 * 60_000),
            change(2, Edit, 2 * 60_000),
        ];
        let today = Day::new(2026, 11, 23).unwrap();
        let found: Vec<(i32, bool, bool)> = way_back(list.clone(), today, Millis(10 * 60_000))
            .iter()
            .map(|one| (one.change.version, one.undone, one.can_be_undone))
            .collect();
        assert_eq!(
            found,
            [
                (9, false, true),
                (6, true, false),
                (5, true, false),
                (4, false, true),
                (3, false, false),
                (2, false, false)
            ]
        );
        let later = way_back(list, today, Millis(HOUR + 5 * 60_000));
        assert_eq!(later.len(), 2, "only the last hour");
    }
}
