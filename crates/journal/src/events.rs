//! What this room does when something happened elsewhere: a changed timetable (or changed bells, holidays, weeks) renews
//! the dated lessons ([`renew_lessons`]), changed grading periods take their marks and sums along ([`follow_periods`]); and when something
//! became of a lesson here, everybody concerned is told (`told`).

mod periods;
mod renew;
mod told;

use std::collections::{BTreeMap, BTreeSet, HashSet};

pub use periods::follow_periods;
pub use renew::renew_lessons;

use kernel::{Day, InstitutionId, JournalId, Millis, YearId};
use store::WriteTx;
use store::outbox::Event;

use crate::error::{Error, Result};

/// Weekly timetable, bells, weeks or holidays changed: the day from which on, then the journals concerned; all when none is
/// named.
const TIMETABLE: &str = "timetable.changed";

/// Carries out one event of the outbox; unknown ones are none of this room's business.
///
/// # Errors
/// The database failed, or the event is not what it promises.
pub fn handle(tx: &mut WriteTx<'_>, event: &Event, now: Millis) -> Result<()> {
    let institution = InstitutionId(event.institution_id);
    match event.kind.as_str() {
        TIMETABLE => {
            let (from, only) = timetable(&event.payload).ok_or(Error::Corrupt("outbox.payload"))?;
            let only: HashSet<JournalId> = only.into_iter().map(JournalId).collect();
            renew::renew(tx, institution, YearId(event.subject_id), from, &only, now).map(drop)
        }
        "periods.changed" => follow_periods(tx, institution, YearId(event.subject_id)).map(drop),
        "lesson.substituted" | "lesson.cancelled" | "lesson.moved" | "lesson.restored" => {
            told::tell(tx, institution, event, now)
        }
        _ => Ok(()),
    }
}

/// The day and the journals of an event.
fn timetable(payload: &str) -> Option<(Day, BTreeSet<i64>)> {
    let mut words = payload.split(' ');
    let from = words.next()?.parse().ok()?;
    Some((Day::from_number(from).ok()?, words.filter_map(|id| id.parse().ok()).collect()))
}

/// Makes one of all the changes of one year's timetable in a batch: from the earliest day on, for all journals named. It stands
/// where the last of them stood; what the others say of it is the same.
#[must_use]
pub fn coalesce(events: Vec<Event>) -> Vec<Event> {
    let mut merged: BTreeMap<(i64, i64), (i64, Day, BTreeSet<i64>)> = BTreeMap::new();
    for event in events.iter().filter(|event| event.kind == TIMETABLE) {
        // What can't be read is carried out for itself, and set aside.
        let Some((from, journals)) = timetable(&event.payload) else { continue };
        let key = (event.institution_id, event.subject_id);
        match merged.get_mut(&key) {
            None => {
                merged.insert(key, (event.id, from, journals));
            }
            Some((last, first, all)) => {
                (*last, *first) = (event.id, from.min(*first));
                // None named is all of them.
                if all.is_empty() || journals.is_empty() { all.clear() } else { all.extend(journals) }
            }
        }
    }
    events
        .into_iter()
        .filter_map(|event| {
            if event.kind != TIMETABLE || timetable(&event.payload).is_none() {
                return Some(event);
            }
            let (last, from, journals) = merged.get(&(event.institution_id, event.subject_id))?;
            if *last != event.id {
                return None;
            }
            let mut payload = from.number().to_string();
            for journal in journals {
                payload.push_str(&format!(" {journal}"));
            }
            Some(Event { payload, ..event })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails loudly")]

    use super::*;

    fn event(id: i64, kind: &str, year: i64, payload: &str) -> Event {
        let (kind, payload) = (kind.to_owned(), payload.to_owned());
        Event { id, institution_id: 1, kind, subject_id: year, payload, created_at: 0 }
    }

    #[test]
    fn changes_of_one_year_become_one() {
        let done = coalesce(vec![
            event(1, TIMETABLE, 7, "20261124 5"),
            event(2, "mark.saved", 7, "x"),
            event(3, TIMETABLE, 7, "20261123 6 5"),
            event(4, TIMETABLE, 8, "20261201 9"),
            event(5, TIMETABLE, 8, "20261202"),
            event(6, TIMETABLE, 7, "no day"),
        ]);
        let said: Vec<(i64, &str)> = done.iter().map(|event| (event.id, event.payload.as_str())).collect();
        assert_eq!(said, [(2, "x"), (3, "20261123 5 6"), (5, "20261201"), (6, "no day")]);
    }
}
