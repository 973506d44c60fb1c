//! Topic and homework of a lesson.

use access::EditJournal;
use diesel::prelude::*;
use kernel::{Day, Millis};
use store::{WriteTx, on_backend};

use crate::error::{Error, Result};
use crate::table::lesson;

/// What a teacher writes for a lesson.
#[derive(Debug, Clone)]
pub struct LessonText {
    /// A new topic; none leaves it.
    pub topic: Option<String>,
    /// New homework; none leaves it.
    pub homework: Option<String>,
    /// The version it was written from.
    pub base: i32,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextSaved {
    /// It stands.
    Saved,
    /// The period is closed.
    Closed,
    /// Somebody else wrote meanwhile: what stands there.
    Stale {
        /// Topic.
        topic: String,
        /// Homework.
        homework: String,
        /// Version.
        version: i32,
    },
}

/// The longest topic or homework, in characters.
pub const LONGEST: usize = 4000;

/// Writes topic and homework; a stale version is refused with what stands there now.
pub fn put_text(
    tx: &mut WriteTx<'_>,
    may: &EditJournal,
    on: Day,
    number: i32,
    text: &LessonText,
    now: Millis,
) -> Result<TextSaved> {
    if !may.covers(on, number) {
        return Err(Error::NotFound("lesson"));
    }
    let journal = may.journal();
    let key = (journal.institution.0, journal.id.0, on.number(), number);
    let known: Option<(i64, String, String, i32)> = on_backend!(tx, |c| {
        lesson::table
            .find(key)
            .select((lesson::id, lesson::topic, lesson::homework, lesson::version))
            .first(c)
            .optional()
    })?;
    let (id, topic, homework, version) = known.ok_or(Error::NotFound("lesson"))?;
    // A textarea sends its lines with CRLF.
    let cut = |text: &str| text.replace("\r\n", "\n").trim().chars().take(LONGEST).collect::<String>();
    let new_topic = text.topic.as_deref().map_or_else(|| topic.clone(), cut);
    let new_homework = text.homework.as_deref().map_or_else(|| homework.clone(), cut);
    if new_topic == topic && new_homework == homework {
        return Ok(TextSaved::Saved);
    }
    if super::lock::is_closed(tx, journal, on, now)? {
        return Ok(TextSaved::Closed);
    }
    if version != text.base {
        return Ok(TextSaved::Stale { topic, homework, version });
    }
    on_backend!(tx, |c| {
        diesel::update(lesson::table.find(key))
            .set((
                lesson::topic.eq(&new_topic),
                lesson::homework.eq(&new_homework),
                lesson::version.eq(version.saturating_add(1)),
            ))
            .execute(c)
    })?;
    store::outbox::append(tx, journal.institution, "lesson.changed", id, "", now)?;
    Ok(TextSaved::Saved)
}
