//! «Взять из плана»: topic and homework of lessons from the plan, and the day each topic was given.

use access::EditJournal;
use kernel::{Day, Millis};
use store::WriteTx;

use super::lesson::{LessonText, TextSaved, put_text};
use super::plan_rows::{put_figures, put_rows};
use crate::error::{Error, Result};
use crate::plan::{Plan, Slot, pair};
use crate::read::plan::{lessons_of, load};

/// So many lessons are filled at once.
pub const MOST: usize = 200;

/// What to do with one lesson.
#[derive(Debug, Clone)]
pub struct Wish {
    /// Its day.
    pub day: Day,
    /// Its number.
    pub number: i32,
    /// The rows; empty: those the plan offers.
    pub rows: Vec<i64>,
    /// What happens to the words.
    pub words: Words,
}

/// What happens to topic and homework of the lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words {
    /// Empty ones are filled; what the teacher wrote stays.
    Fill,
    /// They are replaced: the teacher was asked.
    Replace,
    /// They stay; only the day is noted.
    Keep,
}

/// What became of the wishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Taken {
    /// Lessons that took topics.
    pub lessons: usize,
    /// Of them with other words of the teacher that stayed.
    pub kept: usize,
    /// Lessons of closed periods: nothing was written there.
    pub closed: usize,
}

/// Fills lessons from the plan. Lessons that are not there, and those of another teacher's substitution, are passed over.
pub fn take(tx: &mut WriteTx<'_>, may: &EditJournal, wishes: &[Wish], now: Millis) -> Result<Taken> {
    let journal = may.journal();
    let known = load(tx, journal.institution, journal.id)?;
    let wishes: Vec<&Wish> =
        wishes.iter().filter(|wish| may.covers(wish.day, wish.number)).take(MOST).collect();
    let (Some(first), Some(last)) =
        (wishes.iter().map(|wish| wish.day).min(), wishes.iter().map(|wish| wish.day).max())
    else {
        return Err(Error::NotFound("lesson"));
    };
    let lessons = lessons_of(tx, journal.institution, journal.id, (first, last))?;
    let mut rows = known.rows.clone();
    let mut taken = Taken::default();
    for wish in wishes {
        let Some(lesson) = lessons.iter().find(|one| (one.day, one.number) == (wish.day, wish.number)) else {
            continue;
        };
        let at = Slot { day: lesson.day, number: lesson.number };
        let ids = if wish.rows.is_empty() { pair::for_lesson(&rows, at) } else { wish.rows.clone() };
        let Some(offer) = pair::offer(&rows, &ids) else { continue };
        let put = |own: &str, new: &str| {
            let wanted = !new.is_empty() && own != new && wish.words != Words::Keep;
            (wanted && (own.is_empty() || wish.words == Words::Replace)).then(|| new.to_owned())
        };
        let text = LessonText {
            topic: put(&lesson.topic, &offer.topic),
            homework: put(&lesson.homework, &offer.homework),
            base: lesson.version,
        };
        // Also when no text changes: that a topic was given is written down, too.
        if super::lock::is_closed(tx, may.journal(), lesson.day, now)? {
            taken.closed += 1;
            continue;
        }
        match put_text(tx, may, lesson.day, lesson.number, &text, now)? {
            TextSaved::Closed => {
                taken.closed += 1;
                continue;
            }
            TextSaved::Saved | TextSaved::Stale { .. } => {}
        }
        let stays =
            |own: &str, new: &str, put: &Option<String>| put.is_none() && !own.is_empty() && own != new;
        let kept = stays(&lesson.topic, &offer.topic, &text.topic);
        taken.kept += usize::from(kept || stays(&lesson.homework, &offer.homework, &text.homework));
        taken.lessons += 1;
        pair::give(&mut rows, &ids, at);
    }
    for (row, old) in rows.iter_mut().zip(&known.rows) {
        if row.given != old.given {
            row.version = row.version.saturating_add(1);
        }
    }
    if rows != known.rows {
        put_rows(tx, journal.institution, &known.rows, &Plan { rows: rows.clone(), ..known.clone() })?;
        put_figures(tx, journal.institution, journal.id, &rows)?;
    }
    Ok(taken)
}
