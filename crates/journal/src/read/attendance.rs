//! Who looked who is there, and how late somebody came.

use access::SeeJournal;
use diesel::prelude::*;
use kernel::{LessonId, Millis, PersonId};
use store::{ReadTx, on_backend};

use crate::error::Result;
use crate::table::{lateness, roll_call};

/// When somebody looked who is there at a lesson; none when nobody has.
pub fn roll_call(tx: &mut ReadTx<'_>, may: &SeeJournal, of: LessonId) -> Result<Option<Millis>> {
    let at: Option<i64> = on_backend!(tx, |c| {
        roll_call::table
            .find((may.journal().institution.0, of.0))
            .select(roll_call::taken_at)
            .first(c)
            .optional()
    })?;
    Ok(at.map(Millis))
}

/// Who came how many minutes late; at most three hundred.
pub fn lateness(tx: &mut ReadTx<'_>, may: &SeeJournal, of: LessonId) -> Result<Vec<(PersonId, i32)>> {
    let rows: Vec<(i64, i32)> = on_backend!(tx, |c| {
        lateness::table
            .filter(lateness::institution_id.eq(may.journal().institution.0))
            .filter(lateness::lesson_id.eq(of.0))
            .limit(300)
            .select((lateness::pupil_id, lateness::minutes))
            .load(c)
    })?;
    Ok(rows.into_iter().map(|(pupil, minutes)| (PersonId(pupil), minutes)).collect())
}
