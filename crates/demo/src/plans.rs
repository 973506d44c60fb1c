//! Lesson plans of the demo's mathematics teacher: most of them approved, one waits for the deputy, one came back with
//! remarks, one is behind. What was taught in these journals is what their plans say.

use std::collections::HashMap;

use access::Actor;
use journal::plan::edit::Edit;
use journal::plan::{ChangeKind, Header, Reason, Row, deal, import};
use journal::write::plan as write;
use kernel::{Millis, PersonId};
use registry::Journal;
use store::WriteTx;

use crate::error::{Error, Result};
use crate::place::{Place, Region};
use crate::topics::Topic;

const TOPICS: &[u8] = include_bytes!("plan_topics.csv");

/// Rows of plans by subject and grade.
pub(crate) struct Plans(HashMap<(String, i32), Vec<Row>>);

impl Plans {
    pub(crate) fn read() -> Result<Self> {
        let table = formats::table::read(TOPICS, "plan_topics.csv")?;
        let mut found: HashMap<(String, i32), Vec<Row>> = HashMap::new();
        for row in table.sheets.iter().flat_map(|sheet| &sheet.rows) {
            let grade = row.cell(1).parse().unwrap_or(0);
            let rows = found.entry((row.cell(0).to_owned(), grade)).or_default();
            if !rows.iter().any(|known| known.section && known.title == row.cell(2)) {
                rows.push(Row::new(0, true, row.cell(2)));
            }
            let number = rows.iter().filter(|known| !known.section).count() + 1;
            let control = match row.cell(5) {
                "КР" => "Контрольная работа",
                "СР" => "Самостоятельная работа",
                "ПР" => "Проверочная работа",
                other => other,
            };
            let homework = match row.cell(5) {
                "КР" => "повторить формулы и правила".to_owned(),
                _ => format!("п. {number}, № {}–{}", number * 7, number * 7 + 3),
            };
            rows.push(Row {
                hours: row.cell(4).parse().unwrap_or(1),
                control: control.to_owned(),
                homework,
                ..Row::new(0, false, row.cell(3))
            });
        }
        Ok(Self(found))
    }

    fn of(&self, journal: &Journal) -> Option<&[Row]> {
        let grade: String = journal.groups_name.chars().take_while(char::is_ascii_digit).collect();
        let key = (journal.subject_name.clone(), grade.parse().ok()?);
        self.0.get(&key).map(Vec::as_slice)
    }

    /// The plan's topics, one an hour.
    pub(crate) fn topics(&self, journal: &Journal) -> Vec<Topic> {
        let rows = self.of(journal).unwrap_or_default().iter();
        rows.filter(|row| !row.section)
            .flat_map(|row| {
                let topic = Topic { title: row.title.clone(), homework: row.homework.clone() };
                std::iter::repeat_n(topic, usize::try_from(row.hours).unwrap_or(0))
            })
            .collect()
    }
}

/// The person of a demo sign-in, when there is one yet.
fn person(tx: &mut WriteTx<'_>, login: &str) -> Result<Option<(Actor, PersonId)>> {
    let Some(account) = registry::read::account_by_login(tx, login)? else { return Ok(None) };
    let actor = Actor::of_account(tx, account.id).map_err(told)?;
    let person = actor.person;
    Ok(Some((actor, person)))
}

fn told(error: access::Error) -> Error {
    match error {
        access::Error::Registry(error) => error.into(),
        access::Error::NotFound => Error::Inconsistent("у учителя нет права на план".to_owned()),
    }
}

impl Region {
    /// The journals of this place whose lessons follow their plan.
    pub(crate) fn planned(&self, tx: &mut WriteTx<'_>, place: &Place) -> Result<Vec<Journal>> {
        let Some((_, teacher)) = person(tx, "teacher")? else { return Ok(Vec::new()) };
        let mut journals = registry::read::journals_taught_by(tx, teacher)?;
        journals.retain(|one| {
            one.institution == place.id && one.year == place.year && self.plans.of(one).is_some()
        });
        Ok(journals)
    }

    /// Makes the plans of the demo's teacher.
    pub(crate) fn plan(&self, tx: &mut WriteTx<'_>, place: &Place) -> Result<()> {
        let journals = self.planned(tx, place)?;
        let (Some((teacher, _)), Some((deputy, _))) = (person(tx, "teacher")?, person(tx, "deputy")?) else {
            return Ok(());
        };
        for (number, journal) in journals.iter().enumerate() {
            self.plan_one(tx, (&teacher, &deputy), journal, number)?;
        }
        Ok(())
    }

    fn plan_one(
        &self,
        tx: &mut WriteTx<'_>,
        (teacher, deputy): (&Actor, &Actor),
        of: &Journal,
        number: usize,
    ) -> Result<()> {
        let (_, written) = self.moment.preparation()?;
        let may = access::edit_plan(tx, teacher, of.id).map_err(told)?;
        let decides = access::approve_plan(tx, deputy, of.id).map_err(told)?;
        let see = access::see_plan(tx, teacher, of.id).map_err(told)?;
        let plan = registry::read::year_plan(tx, of.institution, of.year)?;
        let lessons = journal::read::plan::lessons(tx, &see, plan.year.first_day, plan.year.last_day)?;
        let places = journal::read::plan::places(&lessons);
        let rows = import::copied(self.plans.of(of).unwrap_or_default());
        let from = deal::From { row: 0, day: plan.year.first_day };
        let mut rows = deal::deal(&rows, &places, from).rows;
        let over = |slot: &journal::plan::Slot| {
            let ends = lessons
                .iter()
                .find(|one| (one.day, one.number) == (slot.day, slot.number))
                .map(|one| one.ends);
            ends.is_some_and(|ends| self.moment.is_over(slot.day, ends))
        };
        for row in rows.iter_mut().filter(|row| !row.section) {
            row.given = row.planned.iter().filter(|slot| over(slot)).copied().collect();
        }
        // One plan is behind: its last lessons were not noted.
        if number == 3 {
            let given: usize = rows.iter().map(|row| row.given.len()).sum();
            let mut left = given.saturating_sub(5);
            for row in &mut rows {
                row.given.truncate(left);
                left = left.saturating_sub(row.given.len());
            }
        }
        let hours: i32 = rows.iter().map(|row| row.hours).sum();
        let header = Header {
            programme: format!("ФРП «{}», базовый уровень", of.subject_name),
            hours_week: i32::try_from(places.len()).unwrap_or(0) * 10 / 34 / 10 * 10,
            hours_year: hours,
        };
        write::header(tx, &may, &header, &None, written)?;
        write::replace(tx, &may, 1, rows, ChangeKind::Import, &None, written)?;
        let version = |tx: &mut WriteTx<'_>| -> Result<(i32, Vec<Row>)> {
            let plan = journal::read::plan::plan(tx, &see)?;
            Ok((plan.version, plan.rows))
        };
        let sent = self.later(written, 2);
        if number == 4 {
            return Ok(());
        }
        let (base, rows) = version(tx)?;
        write::submit(tx, &may, base, if number == 1 { self.later(self.moment.now, -3) } else { sent })?;
        if number == 1 {
            return Ok(());
        }
        let decided = self.later(written, 4);
        if number == 2 {
            let topic = rows.iter().filter(|row| !row.section).nth(4).map(|row| row.id);
            if let Some(topic) = topic {
                write::remark(
                    tx,
                    &decides,
                    topic,
                    "Двух часов на эту тему мало, прошлый год это показал",
                    decided,
                )?;
            }
            let (base, _) = version(tx)?;
            let remark = "Предусмотрите резерв в конце каждой четверти и уточните даты контрольных работ.";
            write::send_back(tx, &decides, base, remark, decided)?;
            return Ok(());
        }
        let (base, _) = version(tx)?;
        write::approve(tx, &decides, base, decided)?;
        if number == 0 {
            self.correct(tx, &may, &rows)?;
        }
        Ok(())
    }

    /// A change after the approval: two topics in one lesson, with its reason.
    fn correct(&self, tx: &mut WriteTx<'_>, may: &access::EditPlan, rows: &[Row]) -> Result<()> {
        let coming = rows.iter().zip(rows.iter().skip(1)).rev().find(|(row, next)| {
            !row.section && !next.section && row.given.is_empty() && row.hours == 1 && next.hours == 1
        });
        if let Some((row, _)) = coming {
            let why = Some((Reason::Quarantine, "класс пропустил неделю".to_owned()));
            write::edit(tx, may, &Edit::Squeeze(row.id), &why, self.later(self.moment.now, -5))?;
        }
        Ok(())
    }

    /// So many days later, never after now.
    fn later(&self, at: Millis, days: i64) -> Millis {
        at.plus(days * 24 * 3_600_000).min(self.moment.now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_a_year_long() {
        let plans = Plans::read().unwrap();
        for (subject, grade, hours) in [
            ("Математика", 5, 169),
            ("Математика", 6, 173),
            ("Алгебра", 7, 102),
            ("Алгебра", 9, 102),
            ("Геометрия", 8, 68),
        ] {
            let rows = plans.0.get(&(subject.to_owned(), grade)).unwrap();
            assert_eq!(
                rows.iter().filter(|row| !row.section).map(|row| row.hours).sum::<i32>(),
                hours,
                "{subject} {grade}"
            );
            assert!(rows.iter().filter(|row| row.section).count() >= 5);
        }
    }
}
