//! Identifiers: small, ascending numbers given out by the database.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::conn::Backend;
use crate::error::Error;
use crate::tx::WriteTx;

/// What numbers are given out for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seq {
    /// Persons.
    Person,
    /// Accounts.
    Account,
    /// Institutions.
    Institution,
    /// Everything of a school's life that has an id: years, periods, classes, subjects, journals …
    School,
    /// Lessons.
    Lesson,
    /// Works.
    Work,
}

impl Seq {
    /// Every sequence.
    pub const ALL: [Self; 6] =
        [Self::Person, Self::Account, Self::Institution, Self::School, Self::Lesson, Self::Work];

    /// The name of the row (SQLite) or the sequence (PostgreSQL, with the prefix `id_`).
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Account => "account",
            Self::Institution => "institution",
            Self::School => "school",
            Self::Lesson => "lesson",
            Self::Work => "work",
        }
    }
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

impl WriteTx<'_> {
    /// The next `count` numbers, ascending.
    pub fn next_ids(&mut self, seq: Seq, count: usize) -> Result<Vec<i64>, Error> {
        let wanted = i64::try_from(count).unwrap_or(i64::MAX);
        if wanted == 0 {
            return Ok(Vec::new());
        }
        match self.backend() {
            Backend::Sqlite(c) => {
                let row: Number = diesel::sql_query(
                    "UPDATE id_sequence SET next = next + ? WHERE name = ? RETURNING next AS number",
                )
                .bind::<BigInt, _>(wanted)
                .bind::<Text, _>(seq.name())
                .get_result(c)?;
                Ok((row.number - wanted..row.number).collect())
            }
            Backend::Pg(c) => {
                let sql = format!(
                    "SELECT nextval('id_{}') AS number FROM generate_series(1, $1) ORDER BY 1",
                    seq.name()
                );
                let rows: Vec<Number> = diesel::sql_query(sql).bind::<BigInt, _>(wanted).load(c)?;
                Ok(rows.into_iter().map(|row| row.number).collect())
            }
        }
    }

    /// The next number.
    pub fn next_id(&mut self, seq: Seq) -> Result<i64, Error> {
        self.next_ids(seq, 1)?.first().copied().ok_or(Error::Corrupt("id_sequence"))
    }
}
