//! The chain grows: from events, and from rows that were written without one (made-up schools, years before the seal).

use std::collections::{BTreeMap, HashSet};

use diesel::prelude::*;
use kernel::{InstitutionId, JournalId, Millis};
use serde::Deserialize;
use store::outbox::Event;
use store::{WriteTx, on_backend};

use super::chain::{Digest, Entry, entries, link, text};
use super::rows;
use crate::error::{Error, Result};
use crate::table::mark_chain;

/// So many rows of the history go into one link when a journal is caught up with.
const LINK: usize = 500;

#[derive(Deserialize)]
struct Payload {
    journal: JournalId,
    #[serde(default)]
    seal: String,
}

/// The payload of an event whose transaction wrote rows of the history: the dispatcher puts them into the chain.
#[must_use]
pub fn payload(journal: JournalId, work: i64, entries: &[Entry]) -> String {
    format!("{{\"journal\":{journal},\"work\":{work},\"seal\":\"{}\"}}", text(entries))
}

/// Events with rows for a chain.
pub(super) const SEALED: [&str; 3] = ["mark.saved", "work.changed", "period_mark.saved"];

fn sealed(event: &Event) -> bool {
    SEALED.contains(&event.kind.as_str())
}

/// Adds what these events wrote to the chains, one link a journal. Carried out in the transaction that ends the events, so
/// each row is chained exactly once. Events that were set aside come `again` when others may have chained their rows.
pub fn append(tx: &mut WriteTx<'_>, events: &[Event], again: bool, now: Millis) -> Result<usize> {
    let mut by_journal: BTreeMap<(i64, i64), Vec<Entry>> = BTreeMap::new();
    for event in events.iter().filter(|event| sealed(event)) {
        // An event from before the seal has other words; its rows are caught up with when the year is closed.
        let Ok(payload) = serde_json::from_str::<Payload>(&event.payload) else { continue };
        let found = entries(&payload.seal).map_err(|_| Error::Corrupt("outbox.payload"))?;
        by_journal.entry((event.institution_id, payload.journal.0)).or_default().extend(found);
    }
    let mut links = 0;
    for ((institution, journal), mut found) in by_journal {
        let (institution, journal) = (InstitutionId(institution), JournalId(journal));
        if again {
            let mut fresh = Vec::with_capacity(found.len());
            for entry in found {
                if !is_chained(tx, institution, journal, &entry)? {
                    fresh.push(entry);
                }
            }
            found = fresh;
        }
        if !found.is_empty() {
            add(tx, institution, journal, &found, now)?;
            links += 1;
        }
    }
    Ok(links)
}

fn is_chained(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    journal: JournalId,
    entry: &Entry,
) -> Result<bool> {
    let found: Option<i32> = on_backend!(tx, |c| {
        mark_chain::table
            .filter(mark_chain::institution_id.eq(institution.0).and(mark_chain::journal_id.eq(journal.0)))
            .filter(mark_chain::covers.like(format!("%{entry}%")))
            .select(mark_chain::seq)
            .first(c)
            .optional()
    })?;
    Ok(found.is_some())
}

/// The last link of a chain: number and hash.
pub(super) fn head(
    tx: &mut store::ReadTx<'_>,
    institution: InstitutionId,
    journal: JournalId,
) -> Result<(i32, Digest)> {
    let row: Option<(i32, String)> = on_backend!(tx, |c| {
        mark_chain::table
            .filter(mark_chain::institution_id.eq(institution.0).and(mark_chain::journal_id.eq(journal.0)))
            .order(mark_chain::seq.desc())
            .select((mark_chain::seq, mark_chain::hash))
            .first(c)
            .optional()
    })?;
    match row {
        Some((seq, hash)) => Ok((seq, hash.parse().map_err(|_| Error::Corrupt("mark_chain.hash"))?)),
        None => Ok((0, Digest::ZERO)),
    }
}

fn add(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    journal: JournalId,
    found: &[Entry],
    now: Millis,
) -> Result<()> {
    let (last, before) = head(tx, institution, journal)?;
    let seq = last.saturating_add(1);
    let row = (
        mark_chain::institution_id.eq(institution.0),
        mark_chain::journal_id.eq(journal.0),
        mark_chain::seq.eq(seq),
        mark_chain::covers.eq(text(found)),
        mark_chain::hash.eq(link(institution, journal, seq, before, found).to_string()),
        mark_chain::linked_at.eq(now.0),
    );
    on_backend!(tx, |c| diesel::insert_into(mark_chain::table).values(row).execute(c))?;
    Ok(())
}

/// Chains the rows of a journal that have no link yet, in the order in which they were written. Says how many there were.
pub fn catch_up(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    journal: JournalId,
    now: Millis,
) -> Result<usize> {
    let links = rows::links(tx, institution, journal)?;
    let merged = rows::merges(tx, institution)?;
    let mut known = HashSet::new();
    for link in &links {
        let covered = entries(&link.covers).map_err(|_| Error::Corrupt("mark_chain.covers"))?;
        known.extend(covered.iter().map(|entry| merged.same(entry.key)));
    }
    let mut rest: Vec<(i64, Entry)> = Vec::new();
    for row in rows::marks(tx, institution, journal)? {
        if !known.contains(&merged.same(row.key())) {
            rest.push((row.at, Entry { key: row.key(), digest: row.digest(institution, journal) }));
        }
    }
    for row in rows::periods(tx, institution, journal)? {
        let key = row.key().ok_or(Error::Corrupt("period_mark_history.slot"))?;
        if !known.contains(&merged.same(key)) {
            rest.push((row.at, Entry { key, digest: row.digest(institution, journal) }));
        }
    }
    rest.sort_by_key(|(at, entry)| (*at, entry.key));
    for part in rest.chunks(LINK) {
        let part: Vec<Entry> = part.iter().map(|(_, entry)| *entry).collect();
        add(tx, institution, journal, &part, now)?;
    }
    Ok(rest.len())
}

/// Chains rows that were just written in batches, without reading them again.
pub(crate) fn add_fresh(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    journal: JournalId,
    found: &[Entry],
    now: Millis,
) -> Result<()> {
    for part in found.chunks(LINK) {
        add(tx, institution, journal, part, now)?;
    }
    Ok(())
}
