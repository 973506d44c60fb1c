//! Digests and links: pure.

use std::fmt;
use std::str::FromStr;

use kernel::{InstitutionId, JournalId};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::model::grading::Slot;

/// A SHA-256 digest; 64 hexadecimal digits as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest([u8; 32]);

impl Digest {
    /// What a chain begins with.
    pub const ZERO: Self = Self([0; 32]);

    fn of(text: &str) -> Self {
        Self(Sha256::digest(text.as_bytes()).into())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl FromStr for Digest {
    type Err = NotHex;

    fn from_str(text: &str) -> Result<Self, NotHex> {
        unhex(text).and_then(|bytes| bytes.try_into().ok()).map(Self).ok_or(NotHex)
    }
}

impl TryFrom<String> for Digest {
    type Error = NotHex;

    fn try_from(text: String) -> Result<Self, NotHex> {
        text.parse()
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.to_string()
    }
}

/// Not so many hexadecimal digits as wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("hexadecimal digits were expected")]
pub struct NotHex;

/// Bytes as hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// And back.
#[must_use]
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> =
        text.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect::<Option<_>>()?;
    digits
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => Some(high * 16 + low),
            _ => None,
        })
        .collect()
}

/// A row of the history of marks, as it is written down in exports and digested. Nothing but these fields counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkRow {
    /// Pupil, as the row named it when it was written.
    pub pupil: i64,
    /// Day, yyyymmdd.
    pub day: i32,
    /// Column.
    pub work: i64,
    /// Version of the cell.
    pub version: i32,
    /// 1 to 5.
    pub value: Option<i16>,
    /// Attendance code.
    pub attendance: Option<String>,
    /// Weight in tenths.
    pub weight: i16,
    /// Comment.
    pub comment: Option<String>,
    /// The operation's id.
    pub op: String,
    /// Where it came from.
    pub origin: String,
    /// When, ms UTC.
    pub at: i64,
    /// Who.
    pub by: i64,
    /// The mark before a re-sit, 1 to 5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<i16>,
    /// What counts after the re-sit: `new`, `mean`, `both`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resit: Option<String>,
    /// The last day for a mark that is due, yyyymmdd.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<i32>,
    /// Is the comment kept from the family?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub staff_only: bool,
}

impl MarkRow {
    /// What the chain calls it.
    #[must_use]
    pub const fn key(&self) -> Key {
        Key::Mark { pupil: self.pupil, day: self.day, work: self.work, version: self.version }
    }

    /// SHA-256 of `["mark", institution, journal, pupil, day, work, version, value, attendance, weight, comment, op, origin,
    /// at, by]` as JSON without spaces. A row with a re-sit, a term or a comment for staff only has four more at the end:
    /// `first, resit, due, staff_only`; a row with none of them is digested as it was before there were any.
    #[must_use]
    pub fn digest(&self, institution: InstitutionId, journal: JournalId) -> Digest {
        let place = (institution.0, journal.0, self.pupil, self.day, self.work, self.version);
        let what = (self.value, &self.attendance, self.weight, &self.comment);
        let how = (&self.op, &self.origin, self.at, self.by);
        let parts =
            [serde_json::to_string(&place), serde_json::to_string(&what), serde_json::to_string(&how)];
        let plain = self.first.is_none() && self.resit.is_none() && self.due.is_none() && !self.staff_only;
        let text = if plain {
            flat("mark", parts)
        } else {
            let more = (self.first, &self.resit, self.due, self.staff_only);
            let [place, what, how] = parts;
            flat("mark", [place, what, how, serde_json::to_string(&more)])
        };
        Digest::of(&text)
    }
}

/// A row of the history of final marks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodRow {
    /// Pupil, as the row named it when it was written.
    pub pupil: i64,
    /// `period`, `year`, `exam`, `final`.
    pub slot: String,
    /// Period, or 0.
    pub period: i64,
    /// Version.
    pub version: i32,
    /// Value.
    pub value: Option<String>,
    /// What was proposed.
    pub proposal: Option<String>,
    /// Reason.
    pub reason: String,
    /// The operation's id.
    pub op: String,
    /// Where it came from.
    pub origin: String,
    /// When, ms UTC.
    pub at: i64,
    /// Who.
    pub by: i64,
}

impl PeriodRow {
    /// What the chain calls it; none for a column that nobody knows.
    #[must_use]
    pub fn key(&self) -> Option<Key> {
        let slot = Slot::from_stored(&self.slot, self.period)?;
        Some(Key::Period { pupil: self.pupil, slot, version: self.version })
    }

    /// SHA-256 of `["period", institution, journal, pupil, slot, period, version, value, proposal, reason, op, origin, at,
    /// by]` as JSON without spaces.
    #[must_use]
    pub fn digest(&self, institution: InstitutionId, journal: JournalId) -> Digest {
        let place = (institution.0, journal.0, self.pupil, &self.slot, self.period, self.version);
        let what = (&self.value, &self.proposal, &self.reason);
        let how = (&self.op, &self.origin, self.at, self.by);
        Digest::of(&flat(
            "period",
            [serde_json::to_string(&place), serde_json::to_string(&what), serde_json::to_string(&how)],
        ))
    }
}

/// One array out of several. Numbers and texts can't fail to be written.
fn flat<const N: usize>(name: &str, parts: [Result<String, serde_json::Error>; N]) -> String {
    let mut text = format!("[\"{name}\"");
    for part in parts {
        let part = part.unwrap_or_default();
        text.push(',');
        let inside = part.strip_prefix('[').and_then(|part| part.strip_suffix(']'));
        text.push_str(inside.unwrap_or_default());
    }
    text.push(']');
    text
}

/// Which row of the history a link covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// Of a mark.
    Mark {
        /// Pupil, as the row named it when it was written.
        pupil: i64,
        /// Day, yyyymmdd.
        day: i32,
        /// Column.
        work: i64,
        /// Version.
        version: i32,
    },
    /// Of a final mark.
    Period {
        /// Pupil, as the row named it when it was written.
        pupil: i64,
        /// Column.
        slot: Slot,
        /// Version.
        version: i32,
    },
}

impl Key {
    /// The pupil.
    #[must_use]
    pub const fn pupil(self) -> i64 {
        match self {
            Self::Mark { pupil, .. } | Self::Period { pupil, .. } => pupil,
        }
    }

    /// The same of another pupil: one whose row was merged with this one's.
    #[must_use]
    pub const fn of(self, pupil: i64) -> Self {
        match self {
            Self::Mark { day, work, version, .. } => Self::Mark { pupil, day, work, version },
            Self::Period { slot, version, .. } => Self::Period { pupil, slot, version },
        }
    }
}

/// A row with its digest, as events and links carry it: `m.55.20261120.901.3.ab12…`, `p.55.12.1.ab12…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Which row.
    pub key: Key,
    /// Its digest.
    pub digest: Digest,
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.key {
            Key::Mark { pupil, day, work, version } => {
                write!(f, "m.{pupil}.{day}.{work}.{version}.{}", self.digest)
            }
            Key::Period { pupil, slot, version } => write!(f, "p.{pupil}.{slot}.{version}.{}", self.digest),
        }
    }
}

impl FromStr for Entry {
    type Err = NotHex;

    fn from_str(text: &str) -> Result<Self, NotHex> {
        fn number<T: FromStr>(text: &str) -> Result<T, NotHex> {
            text.parse().map_err(|_| NotHex)
        }
        let parts: Vec<&str> = text.split('.').collect();
        let (key, digest) = match parts.as_slice() {
            ["m", pupil, day, work, version, digest] => {
                let (pupil, day) = (number(pupil)?, number(day)?);
                (Key::Mark { pupil, day, work: number(work)?, version: number(version)? }, digest)
            }
            ["p", pupil, slot, version, digest] => {
                let slot = slot.parse().map_err(|()| NotHex)?;
                (Key::Period { pupil: number(pupil)?, slot, version: number(version)? }, digest)
            }
            _ => return Err(NotHex),
        };
        Ok(Self { key, digest: digest.parse()? })
    }
}

/// Entries from the text of a link or an event.
pub fn entries(text: &str) -> Result<Vec<Entry>, NotHex> {
    text.split(' ').filter(|word| !word.is_empty()).map(str::parse).collect()
}

/// And the text.
#[must_use]
pub fn text(entries: &[Entry]) -> String {
    let words: Vec<String> = entries.iter().map(Entry::to_string).collect();
    words.join(" ")
}

/// A link of a journal's chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// 1 for the first.
    pub seq: i32,
    /// The rows it covers, with their digests: see [`Entry`].
    pub covers: String,
    /// Its hash.
    pub hash: Digest,
}

/// The hash of a link: SHA-256 of `["link", institution, journal, seq, hash before, [entry, …]]` as JSON without spaces.
#[must_use]
pub fn link(
    institution: InstitutionId,
    journal: JournalId,
    seq: i32,
    before: Digest,
    entries: &[Entry],
) -> Digest {
    let words: Vec<String> = entries.iter().map(Entry::to_string).collect();
    let all = ("link", institution.0, journal.0, seq, before.to_string(), words);
    Digest::of(&serde_json::to_string(&all).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_later_stands_in_a_digest_only_where_it_is_set() {
        let plain = MarkRow {
            pupil: 55,
            day: 20_261_120,
            work: 901,
            version: 2,
            value: Some(4),
            attendance: None,
            weight: 10,
            comment: Some("Молодец".into()),
            op: "a".into(),
            origin: "grid".into(),
            at: 7,
            by: 8,
            first: None,
            resit: None,
            due: None,
            staff_only: false,
        };
        let digest = |row: &MarkRow| row.digest(InstitutionId(3), JournalId(12));
        let text = r#"["mark",3,12,55,20261120,901,2,4,null,10,"Молодец","a","grid",7,8]"#;
        assert_eq!(digest(&plain), Digest::of(text), "as before there were re-sits");
        let again = MarkRow { first: Some(2), resit: Some("mean".into()), ..plain.clone() };
        let text =
            r#"["mark",3,12,55,20261120,901,2,4,null,10,"Молодец","a","grid",7,8,2,"mean",null,false]"#;
        assert_eq!(digest(&again), Digest::of(text));
        // An exported file says no more of a plain row than it did, and an older file is read.
        let written = serde_json::to_string(&plain).unwrap_or_default();
        assert!(!written.contains("first") && !written.contains("staff_only"), "{written}");
        assert_eq!(serde_json::from_str::<MarkRow>(&written).ok(), Some(plain));
    }
}
