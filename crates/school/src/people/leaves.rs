//! What a teacher leaves behind who goes into the archive: journals with their weekly lessons, classes led, dated lessons.

use access::ManageSchool;
use kernel::{ClassId, Day, JournalId, PersonId, PersonName};
use store::ReadTx;

use super::marks::Marks;
use crate::error::Result;

/// A journal that would have no teacher, or one less.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journal {
    /// Id.
    pub id: JournalId,
    /// «Математика, 7А».
    pub title: String,
    /// Lessons a week in the timetable, those of a week of two counted whole.
    pub weekly: usize,
    /// Are there other teachers?
    pub shared: bool,
}

/// What one person leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaves {
    /// Who.
    pub who: PersonId,
    /// Name.
    pub name: PersonName,
    /// Journals of the present year and those to come.
    pub journals: Vec<Journal>,
    /// Classes led.
    pub classes: Vec<(ClassId, String)>,
    /// Days after the last one with how many lessons each, the nearest first.
    pub days: Vec<(Day, usize)>,
}

impl Leaves {
    /// Does nothing stay behind?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.journals.is_empty() && self.classes.is_empty() && self.days.is_empty()
    }
}

/// What these people leave when `last` is their last day; only who leaves something.
pub fn leaves(
    tx: &mut ReadTx<'_>,
    may: &ManageSchool,
    marks: &Marks,
    people: &[PersonId],
    last: Day,
) -> Result<Vec<Leaves>> {
    let at = may.institution();
    let years = registry::read::years(tx, at)?;
    let mut journals = Vec::new();
    let mut classes = Vec::new();
    let mut entries = Vec::new();
    for year in years.iter().filter(|year| year.last_day >= last) {
        journals.extend(registry::read::journals(tx, at, year.id)?);
        classes.extend(registry::read::classes(tx, at, year.id)?);
        entries.extend(crate::read::entries(tx, at, year.id)?);
    }
    let teachers = registry::read::all_journal_teachers(tx, at)?;
    let mut found = Vec::new();
    for card in registry::read::cards(tx, people)? {
        let own = journals
            .iter()
            .filter(|journal| teachers.iter().any(|(id, who, _)| (*id, *who) == (journal.id, card.id)))
            .map(|journal| Journal {
                id: journal.id,
                title: format!("{}, {}", journal.subject_name, journal.groups_name),
                weekly: entries
                    .iter()
                    .filter(|entry| entry.journal == journal.id)
                    .filter(|entry| entry.last_day.is_none_or(|ends| ends > last))
                    .count(),
                shared: teachers.iter().any(|(id, who, _)| *id == journal.id && *who != card.id),
            })
            .collect();
        let led = classes.iter().filter(|class| class.teacher == Some(card.id) && class.dissolved.is_none());
        let one = Leaves {
            who: card.id,
            journals: own,
            classes: led.map(|class| (class.id, class.name.clone())).collect(),
            days: marks.lessons_after(tx, at, card.id, last)?,
            name: card.name,
        };
        if !one.is_empty() {
            found.push(one);
        }
    }
    Ok(found)
}
