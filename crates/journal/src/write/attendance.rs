//! The roll of a lesson is written down: that somebody looked, and how late who came late. The codes themselves are cells of
//! the journal and go through [`super::put()`].

use access::EditJournal;
use diesel::prelude::*;
use kernel::{Day, LessonId, Millis, PersonId};
use store::{WriteTx, on_backend};

use crate::error::{Error, Result};
use crate::table::{lateness, lesson, roll_call};

/// The longest lateness, minutes.
pub const LONGEST: i32 = 240;

/// Writes down that somebody looked who is there, and the minutes of those who came late; a pupil with none loses his row.
pub fn called(
    tx: &mut WriteTx<'_>,
    may: &EditJournal,
    (on, number): (Day, i32),
    late: &[(PersonId, Option<i32>)],
    now: Millis,
) -> Result<()> {
    if !may.covers(on, number) {
        return Err(Error::NotFound("lesson"));
    }
    let journal = may.journal();
    let found: Option<i64> = on_backend!(tx, |c| {
        lesson::table
            .find((journal.institution.0, journal.id.0, on.number(), number))
            .select(lesson::id)
            .first(c)
            .optional()
    })?;
    let id = LessonId(found.ok_or(Error::NotFound("lesson"))?);
    let at = journal.institution.0;
    on_backend!(tx, |c| diesel::delete(roll_call::table.find((at, id.0))).execute(c))?;
    let call = (
        roll_call::institution_id.eq(at),
        roll_call::lesson_id.eq(id.0),
        roll_call::taken_at.eq(now.0),
        roll_call::taken_by.eq(may.actor().0),
    );
    on_backend!(tx, |c| diesel::insert_into(roll_call::table).values(call).execute(c))?;
    for (pupil, minutes) in late {
        on_backend!(tx, |c| diesel::delete(lateness::table.find((at, id.0, pupil.0))).execute(c))?;
        let Some(minutes) = minutes.filter(|minutes| (1..=LONGEST).contains(minutes)) else { continue };
        let row = (
            lateness::institution_id.eq(at),
            lateness::lesson_id.eq(id.0),
            lateness::pupil_id.eq(pupil.0),
            lateness::minutes.eq(minutes),
        );
        on_backend!(tx, |c| diesel::insert_into(lateness::table).values(row).execute(c))?;
    }
    Ok(())
}
