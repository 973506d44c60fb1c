//! The kinds of notices and what each of them says.

use kernel::{Day, Millis, PersonId};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// What became of a lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Became {
    /// Somebody else teaches it (замена).
    Substitute,
    /// Together with the parallel subgroup (объединение).
    Joint,
    /// It is not held (отмена).
    Cancelled,
    /// It is held at another hour (перенос).
    Moved,
    /// It is held in another room.
    Room,
    /// It is again as the timetable has it.
    Restored,
}

/// One lesson with what became of it: as it was when the notice was written, so that the page asks nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonNotice {
    /// The day, `yyyymmdd`.
    pub day: i32,
    /// Its number by the timetable.
    pub planned: i32,
    /// Its number now.
    pub number: i32,
    /// The journal's number.
    pub journal: i64,
    /// «Математика, 7А».
    pub title: String,
    /// Its room now; may be empty.
    pub room: String,
    /// Who teaches it now: «Смирнова О. В.»; may be empty.
    pub who: String,
    /// What became of it.
    pub became: Became,
}

/// A day of a child whose timetable is not the usual one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayNotice {
    /// The day, `yyyymmdd`.
    pub day: i32,
    /// The pupil's number.
    pub child: i64,
    /// The pupil's given name; empty in the pupil's own notice.
    pub name: String,
}

/// What a notice says. Each variant is a kind of the database; what is added later is a further variant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// One takes a lesson for somebody else, or does so no longer.
    LessonTaken(LessonNotice),
    /// Something became of one's own lesson, or of a lesson of the class one leads.
    LessonChanged(LessonNotice),
    /// The timetable of a child's, or one's own, day was changed.
    DayChanged(DayNotice),
}

impl Content {
    /// The code of the database.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::LessonTaken(_) => "lesson.taken",
            Self::LessonChanged(_) => "lesson.changed",
            Self::DayChanged(_) => "day.changed",
        }
    }

    /// The thing inside its kind: a later notice of the same thing takes the place of the earlier one.
    #[must_use]
    pub fn source(&self) -> String {
        match self {
            Self::LessonTaken(of) | Self::LessonChanged(of) => {
                format!("{}.{}.{}", of.day, of.journal, of.planned)
            }
            Self::DayChanged(of) => format!("{}.{}", of.day, of.child),
        }
    }

    /// May a later notice of the same thing say something else?
    pub(crate) const fn is_rewritten(&self) -> bool {
        matches!(self, Self::LessonTaken(_) | Self::LessonChanged(_))
    }

    pub(crate) fn to_json(&self) -> Result<String> {
        let text = match self {
            Self::LessonTaken(of) | Self::LessonChanged(of) => serde_json::to_string(of),
            Self::DayChanged(of) => serde_json::to_string(of),
        };
        text.map_err(|_| Error::Corrupt("notice.payload"))
    }

    pub(crate) fn from_json(kind: &str, payload: &str) -> Result<Self> {
        let corrupt = |_| Error::Corrupt("notice.payload");
        Ok(match kind {
            "lesson.taken" => Self::LessonTaken(serde_json::from_str(payload).map_err(corrupt)?),
            "lesson.changed" => Self::LessonChanged(serde_json::from_str(payload).map_err(corrupt)?),
            "day.changed" => Self::DayChanged(serde_json::from_str(payload).map_err(corrupt)?),
            _ => return Err(Error::Corrupt("notice.kind")),
        })
    }

    /// The day it is about.
    ///
    /// # Errors
    /// The stored number is no day.
    pub fn day(&self) -> Result<Day> {
        let number = match self {
            Self::LessonTaken(of) | Self::LessonChanged(of) => of.day,
            Self::DayChanged(of) => of.day,
        };
        Day::from_number(number).map_err(|_| Error::Corrupt("notice.payload"))
    }
}

/// What somebody is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Who.
    pub person: PersonId,
    /// What.
    pub content: Content,
}

/// A notice as its reader sees it.
#[derive(Debug, Clone)]
pub struct Notice {
    /// What it says.
    pub content: Content,
    /// When it was written, ms UTC.
    pub created_at: Millis,
    /// Has it been read?
    pub read: bool,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails loudly")]

    use super::*;

    #[test]
    fn what_is_kept_is_read_back() {
        let lesson = LessonNotice {
            day: 20_261_125,
            planned: 2,
            number: 5,
            journal: 7,
            title: "Математика, 7А".into(),
            room: String::new(),
            who: "Смирнова О. В.".into(),
            became: Became::Moved,
        };
        let day = DayNotice { day: 20_261_125, child: 9, name: "Мария".into() };
        for content in
            [Content::LessonTaken(lesson.clone()), Content::LessonChanged(lesson), Content::DayChanged(day)]
        {
            let kept = content.to_json().unwrap();
            assert!(kept.len() < 300, "{kept}");
            assert_eq!(Content::from_json(content.kind(), &kept).unwrap(), content);
            assert_eq!(content.day().unwrap().number(), 20_261_125);
        }
        assert!(Content::from_json("unknown", "{}").is_err());
    }
}
