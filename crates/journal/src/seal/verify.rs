//! Does a chain hold, and does it say what the history says?

use std::collections::{HashMap, HashSet};
use std::fmt;

use kernel::{InstitutionId, JournalId};
use serde::{Deserialize, Serialize};
use store::ReadTx;

use super::chain::{Digest, Key, Link, MarkRow, PeriodRow, entries, link};
use super::rows::{self, Merges};
use crate::error::Result;

/// A signature over the head of a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    /// The link it signs.
    pub seq: i32,
    /// Its hash.
    pub hash: Digest,
    /// When, ms UTC.
    pub signed_at: i64,
    /// Who.
    pub signed_by: i64,
    /// The public half of the key.
    pub public_key: String,
    /// The signature.
    pub signature: String,
}

impl Seal {
    /// What is signed.
    #[must_use]
    pub fn message(&self, institution: InstitutionId, journal: JournalId) -> String {
        format!(
            "zvonok journal seal 1\ninstitution {institution}\njournal {journal}\nlink {}\nhash {}\nsigned at {}\nsigned by {}\n",
            self.seq, self.hash, self.signed_at, self.signed_by
        )
    }

    /// Does the signature belong to this journal and this head?
    #[must_use]
    pub fn holds(&self, institution: InstitutionId, journal: JournalId) -> bool {
        super::key::is_signed(&self.public_key, &self.message(institution, journal), &self.signature)
    }
}

/// What is wrong with a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    /// A link does not follow from the one before: something was changed, put in, removed or reordered.
    Broken {
        /// Which.
        seq: i32,
    },
    /// A row says something else than when it was chained.
    Changed(Key),
    /// A row that was chained is no more.
    Missing(Key),
    /// A row is chained twice.
    Twice(Key),
    /// A row is in no link.
    Unchained {
        /// Which.
        key: Key,
        /// When it was written, ms UTC.
        at: i64,
    },
    /// A signature is not of this chain.
    Signature {
        /// The link it says it signs.
        seq: i32,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken { seq } => write!(f, "the chain is broken at link {seq}"),
            Self::Changed(_) => f.write_str("history was changed after it was chained"),
            Self::Missing(_) => f.write_str("history that was chained is missing"),
            Self::Twice(_) => f.write_str("history is chained twice"),
            Self::Unchained { .. } => f.write_str("history is not chained"),
            Self::Signature { seq } => write!(f, "the signature of link {seq} does not hold"),
        }
    }
}

/// All that a journal's check needs.
#[derive(Debug, Clone)]
pub struct Journal {
    /// Whose.
    pub institution: InstitutionId,
    /// Which.
    pub journal: JournalId,
    /// History of marks.
    pub marks: Vec<MarkRow>,
    /// History of final marks.
    pub periods: Vec<PeriodRow>,
    /// The chain.
    pub chain: Vec<Link>,
    /// Signatures.
    pub seals: Vec<Seal>,
}

/// Everything that is wrong with a journal; nothing when all is as it was written.
#[must_use]
pub fn faults(of: &Journal, merges: &Merges) -> Vec<Fault> {
    let mut found = Vec::new();
    let (institution, journal) = (of.institution, of.journal);
    let marks: HashMap<Key, &MarkRow> = of.marks.iter().map(|row| (merges.same(row.key()), row)).collect();
    let periods: HashMap<Key, &PeriodRow> =
        of.periods.iter().filter_map(|row| Some((merges.same(row.key()?), row))).collect();
    let mut known: HashSet<Key> = HashSet::new();
    let mut before = Digest::ZERO;
    let mut hashes: HashMap<i32, Digest> = HashMap::new();
    for (place, one) in (1_i32..).zip(&of.chain) {
        let Ok(covered) = entries(&one.covers) else {
            found.push(Fault::Broken { seq: one.seq });
            continue;
        };
        if one.seq != place || link(institution, journal, one.seq, before, &covered) != one.hash {
            found.push(Fault::Broken { seq: one.seq });
        }
        before = one.hash;
        hashes.insert(one.seq, one.hash);
        for entry in covered {
            let same = merges.same(entry.key);
            if !known.insert(same) {
                found.push(Fault::Twice(entry.key));
            }
            // The digest was made when the row had the number that the chain remembers.
            let pupil = entry.key.pupil();
            let now = match entry.key {
                Key::Mark { .. } => marks
                    .get(&same)
                    .map(|row| MarkRow { pupil, ..(*row).clone() }.digest(institution, journal)),
                Key::Period { .. } => periods
                    .get(&same)
                    .map(|row| PeriodRow { pupil, ..(*row).clone() }.digest(institution, journal)),
            };
            match now {
                None => found.push(Fault::Missing(entry.key)),
                Some(digest) if digest != entry.digest => found.push(Fault::Changed(entry.key)),
                Some(_) => {}
            }
        }
    }
    let rows = of.marks.iter().map(|row| (Some(row.key()), row.at));
    let rows = rows.chain(of.periods.iter().map(|row| (row.key(), row.at)));
    for (key, at) in rows {
        if let Some(key) = key.filter(|key| !known.contains(&merges.same(*key))) {
            found.push(Fault::Unchained { key, at });
        }
    }
    for seal in &of.seals {
        if hashes.get(&seal.seq) != Some(&seal.hash) || !seal.holds(institution, journal) {
            found.push(Fault::Signature { seq: seal.seq });
        }
    }
    found
}

/// A journal with its history, chain and signatures.
pub fn load(tx: &mut ReadTx<'_>, institution: InstitutionId, journal: JournalId) -> Result<Journal> {
    Ok(Journal {
        institution,
        journal,
        marks: rows::marks(tx, institution, journal)?,
        periods: rows::periods(tx, institution, journal)?,
        chain: rows::links(tx, institution, journal)?,
        seals: super::year::seals(tx, institution, journal)?,
    })
}

/// Everything that is wrong with a journal as the database has it now.
pub fn examine(tx: &mut ReadTx<'_>, institution: InstitutionId, journal: JournalId) -> Result<Vec<Fault>> {
    let merges = rows::merges(tx, institution)?;
    Ok(faults(&load(tx, institution, journal)?, &merges))
}

pub use rows::Merges as PersonMerges;
