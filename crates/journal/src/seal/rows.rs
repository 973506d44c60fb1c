//! What a chain is made of and compared with: links, rows of the history, merges of persons.

use std::collections::HashMap;

use diesel::prelude::*;
use kernel::{InstitutionId, JournalId};
use registry::table::person_merge;
use store::{ReadTx, on_backend};

use super::chain::{Key, Link, MarkRow, PeriodRow};
use crate::error::{Error, Result};
use crate::table::{mark, mark_chain, mark_history, period_mark_history};

/// The most rows of one journal: more than any year of any class has.
const MOST: i64 = 200_000;

/// The links of a journal in order.
pub(super) fn links(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    journal: JournalId,
) -> Result<Vec<Link>> {
    let rows: Vec<(i32, String, String)> = on_backend!(tx, |c| {
        mark_chain::table
            .filter(mark_chain::institution_id.eq(institution.0).and(mark_chain::journal_id.eq(journal.0)))
            .order(mark_chain::seq)
            .limit(MOST)
            .select((mark_chain::seq, mark_chain::covers, mark_chain::hash))
            .load(c)
    })?;
    rows.into_iter()
        .map(|(seq, covers, hash)| {
            Ok(Link { seq, covers, hash: hash.parse().map_err(|_| Error::Corrupt("mark_chain.hash"))? })
        })
        .collect()
}

type HistoryRow = (
    (i64, i32, i64, i32, Option<i16>, Option<String>, i16, Option<String>, String, String, i64, i64),
    (Option<i16>, Option<String>, Option<i32>, i16),
);

/// The history of the marks of a journal.
pub(super) fn marks(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    journal: JournalId,
) -> Result<Vec<MarkRow>> {
    let rows: Vec<HistoryRow> = on_backend!(tx, |c| {
        mark::table
            .inner_join(
                mark_history::table.on(mark_history::institution_id
                    .eq(mark::institution_id)
                    .and(mark_history::pupil_id.eq(mark::pupil_id))
                    .and(mark_history::day.eq(mark::day))
                    .and(mark_history::work_id.eq(mark::work_id))),
            )
            .filter(mark::institution_id.eq(institution.0).and(mark::journal_id.eq(journal.0)))
            .limit(MOST)
            .select((
                (
                    mark_history::pupil_id,
                    mark_history::day,
                    mark_history::work_id,
                    mark_history::version,
                    mark_history::value,
                    mark_history::attendance,
                    mark_history::weight,
                    mark_history::comment,
                    mark_history::op,
                    mark_history::origin,
                    mark_history::changed_at,
                    mark_history::changed_by,
                ),
                (
                    mark_history::first_value,
                    mark_history::resit,
                    mark_history::due_until,
                    mark_history::staff_only,
                ),
            ))
            .load(c)
    })?;
    Ok(rows
        .into_iter()
        .map(|(row, (first, resit, due, staff_only))| {
            let (pupil, day, work, version, value, attendance, weight, comment, op, origin, at, by) = row;
            MarkRow {
                pupil,
                day,
                work,
                version,
                value,
                attendance,
                weight,
                comment,
                op,
                origin,
                at,
                by,
                first,
                resit,
                due,
                staff_only: staff_only != 0,
            }
        })
        .collect())
}

type PeriodHistoryRow =
    (i64, String, i64, i32, Option<String>, Option<String>, String, String, String, i64, i64);

/// The history of the final marks of a journal, whichever pupils it has.
pub(super) fn periods(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    journal: JournalId,
) -> Result<Vec<PeriodRow>> {
    let pupils: Vec<i64> = super::super::read::pupils_with_period_marks(tx, institution, journal)?;
    let rows: Vec<PeriodHistoryRow> = on_backend!(tx, |c| {
        period_mark_history::table
            .filter(period_mark_history::institution_id.eq(institution.0))
            .filter(period_mark_history::pupil_id.eq_any(&pupils))
            .filter(period_mark_history::journal_id.eq(journal.0))
            .limit(MOST)
            .select((
                period_mark_history::pupil_id,
                period_mark_history::slot,
                period_mark_history::period_id,
                period_mark_history::version,
                period_mark_history::value,
                period_mark_history::proposal,
                period_mark_history::reason,
                period_mark_history::op,
                period_mark_history::origin,
                period_mark_history::changed_at,
                period_mark_history::changed_by,
            ))
            .load(c)
    })?;
    Ok(rows
        .into_iter()
        .map(|(pupil, slot, period, version, value, proposal, reason, op, origin, at, by)| PeriodRow {
            pupil,
            slot,
            period,
            version,
            value,
            proposal,
            reason,
            op,
            origin,
            at,
            by,
        })
        .collect())
}

/// Which rows of persons were merged, standing or taken back: all of them stand for one.
#[derive(Debug, Clone, Default)]
pub struct Merges(HashMap<i64, i64>);

impl Merges {
    /// From pairs of rows that were one person at some time.
    #[must_use]
    pub fn new(pairs: &[(i64, i64)]) -> Self {
        let mut this = Self::default();
        for (a, b) in pairs {
            let (a, b) = (this.first(*a), this.first(*b));
            if a != b {
                this.0.insert(a.max(b), a.min(b));
            }
        }
        this
    }

    fn first(&self, mut pupil: i64) -> i64 {
        while let Some(next) = self.0.get(&pupil) {
            pupil = *next;
        }
        pupil
    }

    /// The key under the one number that stands for all rows of the person.
    #[must_use]
    pub fn same(&self, key: Key) -> Key {
        key.of(self.first(key.pupil()))
    }
}

pub(super) fn merges(tx: &mut ReadTx<'_>, institution: InstitutionId) -> Result<Merges> {
    let pairs: Vec<(i64, i64)> = on_backend!(tx, |c| {
        person_merge::table
            .filter(person_merge::institution_id.eq(institution.0))
            .limit(10_000)
            .select((person_merge::kept_id, person_merge::gone_id))
            .load(c)
    })?;
    Ok(Merges::new(&pairs))
}
