//! Closing a year: its journals are signed, and marks of the year, of exams and final ones stay as they are.

use access::SealJournals;
use diesel::prelude::*;
use kernel::{InstitutionId, JournalId, Millis, PersonId, YearId};
use store::{ReadTx, WriteTx, on_backend};

use super::append::{SEALED, catch_up, head};
use super::key::Key;
use super::verify::Seal;
use crate::error::{Error, Result};
use crate::table::{institution_key, journal_seal, year_close};

/// What became of the wish to close a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closing {
    /// So many journals were signed now; those whose head was signed before are not counted.
    Signed(usize),
    /// It can't be closed now; the key of the sentence.
    Refused(&'static str),
}

/// Closes a year and signs every journal that has grown since its last signature. Closing it again signs what changed.
pub fn close_year(
    tx: &mut WriteTx<'_>,
    may: &SealJournals,
    year: YearId,
    key: &Key,
    now: Millis,
) -> Result<Closing> {
    let institution = may.institution();
    let known = registry::read::years(tx, institution)?;
    known.iter().find(|one| one.id == year).ok_or(Error::NotFound("academic year"))?;
    let periods = registry::read::periods(tx, institution, year)?;
    if periods.is_empty() || periods.iter().any(|period| period.locked_at.is_none()) {
        return Ok(Closing::Refused("seal-refused-open"));
    }
    // A mark of a moment ago waits for its link; to sign before it would be to sign without it.
    if store::outbox::waits_of(tx, institution, &SEALED)? {
        return Ok(Closing::Refused("seal-refused-busy"));
    }
    let public = key.public();
    let row = (
        institution_key::institution_id.eq(institution.0),
        institution_key::public_key.eq(&public),
        institution_key::created_at.eq(now.0),
    );
    on_backend!(tx, |c| {
        diesel::insert_into(institution_key::table).values(row).on_conflict_do_nothing().execute(c)
    })?;
    let row = (
        year_close::institution_id.eq(institution.0),
        year_close::year_id.eq(year.0),
        year_close::closed_at.eq(now.0),
        year_close::closed_by.eq(may.actor().0),
    );
    on_backend!(tx, |c| {
        diesel::insert_into(year_close::table).values(row).on_conflict_do_nothing().execute(c)
    })?;
    let mut signed = 0;
    for journal in registry::read::journals(tx, institution, year)? {
        catch_up(tx, institution, journal.id, now)?;
        let (seq, hash) = head(tx, institution, journal.id)?;
        let before: Option<String> = on_backend!(tx, |c| {
            journal_seal::table
                .find((institution.0, journal.id.0, seq))
                .select(journal_seal::signature)
                .first(c)
                .optional()
        })?;
        if seq == 0 || before.is_some() {
            continue;
        }
        let mut seal = Seal {
            seq,
            hash,
            signed_at: now.0,
            signed_by: may.actor().0,
            public_key: public.clone(),
            signature: String::new(),
        };
        seal.signature = key.sign(&seal.message(institution, journal.id));
        let row = (
            journal_seal::institution_id.eq(institution.0),
            journal_seal::journal_id.eq(journal.id.0),
            journal_seal::seq.eq(seq),
            journal_seal::year_id.eq(year.0),
            journal_seal::hash.eq(hash.to_string()),
            journal_seal::signed_at.eq(now.0),
            journal_seal::signed_by.eq(seal.signed_by),
            journal_seal::public_key.eq(&seal.public_key),
            journal_seal::signature.eq(&seal.signature),
        );
        on_backend!(tx, |c| diesel::insert_into(journal_seal::table).values(row).execute(c))?;
        signed += 1;
    }
    store::outbox::append(tx, institution, "year.closed", year.0, "", now)?;
    Ok(Closing::Signed(signed))
}

/// The signatures of a journal in order; at most a hundred.
pub fn seals(tx: &mut ReadTx<'_>, institution: InstitutionId, journal: JournalId) -> Result<Vec<Seal>> {
    let rows: Vec<(i32, String, i64, i64, String, String)> = on_backend!(tx, |c| {
        journal_seal::table
            .filter(
                journal_seal::institution_id.eq(institution.0).and(journal_seal::journal_id.eq(journal.0)),
            )
            .order(journal_seal::seq)
            .limit(100)
            .select((
                journal_seal::seq,
                journal_seal::hash,
                journal_seal::signed_at,
                journal_seal::signed_by,
                journal_seal::public_key,
                journal_seal::signature,
            ))
            .load(c)
    })?;
    rows.into_iter()
        .map(|(seq, hash, signed_at, signed_by, public_key, signature)| {
            let hash = hash.parse().map_err(|_| Error::Corrupt("journal_seal.hash"))?;
            Ok(Seal { seq, hash, signed_at, signed_by, public_key, signature })
        })
        .collect()
}

/// When a year was closed, and by whom.
pub fn closed(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    year: YearId,
) -> Result<Option<(Millis, PersonId)>> {
    let row: Option<(i64, i64)> = on_backend!(tx, |c| {
        year_close::table
            .find((institution.0, year.0))
            .select((year_close::closed_at, year_close::closed_by))
            .first(c)
            .optional()
    })?;
    Ok(row.map(|(at, by)| (Millis(at), PersonId(by))))
}

/// The last signature of every journal of a year: journal, link, hash, when.
pub fn heads(
    tx: &mut ReadTx<'_>,
    may: &SealJournals,
    year: YearId,
) -> Result<Vec<(JournalId, i32, String, Millis)>> {
    let rows: Vec<(i64, i32, String, i64)> = on_backend!(tx, |c| {
        journal_seal::table
            .filter(journal_seal::institution_id.eq(may.institution().0))
            .filter(journal_seal::year_id.eq(year.0))
            .order((journal_seal::journal_id, journal_seal::seq.desc()))
            .limit(20_000)
            .select((
                journal_seal::journal_id,
                journal_seal::seq,
                journal_seal::hash,
                journal_seal::signed_at,
            ))
            .load(c)
    })?;
    let mut last: Vec<(JournalId, i32, String, Millis)> = Vec::new();
    for (journal, seq, hash, at) in rows {
        if last.last().is_none_or(|(known, ..)| known.0 != journal) {
            last.push((JournalId(journal), seq, hash, Millis(at)));
        }
    }
    Ok(last)
}

/// The public halves of an institution's keys, the newest first.
pub fn keys(tx: &mut ReadTx<'_>, institution: InstitutionId) -> Result<Vec<String>> {
    Ok(on_backend!(tx, |c| {
        institution_key::table
            .filter(institution_key::institution_id.eq(institution.0))
            .order(institution_key::created_at.desc())
            .limit(50)
            .select(institution_key::public_key)
            .load(c)
    })?)
}
