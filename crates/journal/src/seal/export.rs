//! A journal as a file: everything that was ever written in it, with chain and signatures. Whoever has the file can check it
//! without this server, by the rules written down in [`super::chain`] and [`super::verify::Seal::message`].

use access::ExportJournal;
use diesel::prelude::*;
use kernel::{InstitutionId, JournalId, Millis};
use serde::{Deserialize, Serialize};
use store::{ReadTx, on_backend};

use super::chain::{Digest, Link, MarkRow, PeriodRow};
use super::verify::{self, Fault, PersonMerges, Seal};
use crate::error::Result;
use crate::table::{journal_seal, mark_chain};

/// What the file says it is.
pub const FORMAT: &str = "zvonok-journal-1";

/// The file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    /// [`FORMAT`].
    pub format: String,
    /// Institution.
    pub institution: i64,
    /// Its name.
    pub institution_name: String,
    /// Journal.
    pub journal: i64,
    /// Subject.
    pub subject: String,
    /// «7А».
    pub groups: String,
    /// When it was taken out, ms UTC.
    pub exported_at: i64,
    /// Pupils by their numbers, to read the rows with; not part of the proof.
    pub pupils: Vec<(i64, String)>,
    /// History of marks.
    pub marks: Vec<MarkRow>,
    /// History of final marks.
    pub period_marks: Vec<PeriodRow>,
    /// The chain.
    pub chain: Vec<Link>,
    /// Signatures.
    pub seals: Vec<Seal>,
}

impl Export {
    /// The head of the chain: the last link's number and hash.
    #[must_use]
    pub fn head(&self) -> Option<(i32, Digest)> {
        self.chain.last().map(|link| (link.seq, link.hash))
    }

    /// Everything that is wrong with the file. `merges` are those of the server that keeps the journal, where it is known:
    /// a file can't tell by itself which rows of persons are one.
    #[must_use]
    pub fn faults(&self, merges: &PersonMerges) -> Vec<Fault> {
        let of = verify::Journal {
            institution: InstitutionId(self.institution),
            journal: JournalId(self.journal),
            marks: self.marks.clone(),
            periods: self.period_marks.clone(),
            chain: self.chain.clone(),
            seals: self.seals.clone(),
        };
        verify::faults(&of, merges)
    }
}

/// A journal as a file.
pub fn export(tx: &mut ReadTx<'_>, may: &ExportJournal, now: Millis) -> Result<Export> {
    let journal = may.journal();
    let mut whole = verify::load(tx, journal.institution, journal.id)?;
    whole.marks.sort_by_key(|row| (row.pupil, row.day, row.work, row.version));
    whole.periods.sort_by_key(|row| (row.pupil, row.slot.clone(), row.period, row.version));
    let pupils = registry::read::journal_members(tx, journal.institution, journal.id)?
        .into_iter()
        .map(|member| (member.pupil.0, member.name.listed()))
        .collect();
    Ok(Export {
        format: FORMAT.to_owned(),
        institution: journal.institution.0,
        institution_name: registry::read::institution(tx, journal.institution)?.short_name,
        journal: journal.id.0,
        subject: journal.subject_name.clone(),
        groups: journal.groups_name.clone(),
        exported_at: now.0,
        pupils,
        marks: whole.marks,
        period_marks: whole.periods,
        chain: whole.chain,
        seals: whole.seals,
    })
}

/// What this server knows of a chain somebody holds a part of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its last link now.
    pub last: i32,
    /// The public halves of the institution's keys.
    pub keys: Vec<String>,
    /// Is the journal, as this server has it now, in order?
    pub in_order: bool,
    /// Was this very head signed? When, ms UTC.
    pub signed_at: Option<i64>,
}

/// Looks a head up, for who holds a file (with institution and link) or a signed head of a journal. Tells nothing to who
/// knows no head.
pub fn known(
    tx: &mut ReadTx<'_>,
    link: Option<(InstitutionId, i32)>,
    journal: JournalId,
    hash: Digest,
) -> Result<Option<(Known, PersonMerges)>> {
    let text = hash.to_string();
    let institution: Option<i64> = match link {
        Some((institution, seq)) => on_backend!(tx, |c| {
            mark_chain::table
                .find((institution.0, journal.0, seq))
                .filter(mark_chain::hash.eq(&text))
                .select(mark_chain::institution_id)
                .first(c)
                .optional()
        })?,
        None => on_backend!(tx, |c| {
            journal_seal::table
                .filter(journal_seal::hash.eq(&text).and(journal_seal::journal_id.eq(journal.0)))
                .select(journal_seal::institution_id)
                .first(c)
                .optional()
        })?,
    };
    let Some(institution) = institution.map(InstitutionId) else { return Ok(None) };
    let (last, _) = super::append::head(tx, institution, journal)?;
    let seals = super::year::seals(tx, institution, journal)?;
    let faults = verify::examine(tx, institution, journal)?;
    // What was written a moment ago waits for its link.
    let in_order = !faults.iter().any(|fault| !matches!(fault, Fault::Unchained { .. }));
    let known = Known {
        last,
        keys: super::year::keys(tx, institution)?,
        in_order,
        signed_at: seals.iter().find(|seal| seal.hash == hash).map(|seal| seal.signed_at),
    };
    Ok(Some((known, super::rows::merges(tx, institution)?)))
}
