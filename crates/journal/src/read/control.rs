//! What a deputy looks after: lessons without a topic, journals without marks, too many tests at once.

use std::collections::HashMap;

use access::SeeSchool;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Nullable};
use kernel::{ClassId, Day, JournalId, PersonId, YearId};
use store::fixed::{Bind, Fixed, Statement};
use store::{ReadTx, on_backend};

use super::day;
use crate::error::Result;
use crate::table::work;
use registry::table::journal_class;

/// A kind of work with at least this weight, in tenths, is a test (контрольная работа).
pub const TEST_WEIGHT: i16 = 30;

/// How a journal is kept.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The journal.
    pub journal: JournalId,
    /// Subject.
    pub subject: String,
    /// «7А».
    pub groups: String,
    /// Teachers, the main one first.
    pub teachers: Vec<PersonId>,
    /// Past lessons of the span.
    pub lessons: i64,
    /// Of them without a topic.
    pub without_topic: i64,
    /// The first lesson without a topic: day and number.
    pub first_empty: Option<(Day, i32)>,
    /// The last day with an entry in the grid.
    pub last_entry: Option<Day>,
}

/// Tests of one class on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    /// Class.
    pub class: ClassId,
    /// Day.
    pub day: Day,
    /// Lesson number.
    pub number: i32,
    /// Journal.
    pub journal: JournalId,
}

/// The last day with an entry in each journal of a year: one step in an index for each.
struct LastEntries;
impl Statement for LastEntries {
    const TEXT: &'static str = "SELECT journal.id, (SELECT max(mark.day) FROM mark WHERE mark.institution_id = journal.institution_id \
        AND mark.journal_id = journal.id) FROM journal WHERE journal.institution_id = ? AND journal.year_id = ? LIMIT 5000";
    type Row = (BigInt, Nullable<Integer>);
}

/// Lessons of each journal between two days, those without a topic, and the first of these as `yyyymmdd` and two digits of the
/// lesson's number.
struct Counted;
impl Statement for Counted {
    const TEXT: &'static str = "SELECT journal_id, count(*), \
        count(CASE WHEN trim(topic) = '' THEN 1 END), \
        min(CASE WHEN trim(topic) = '' THEN CAST(day AS BIGINT) * 100 + number END) \
        FROM lesson WHERE institution_id = ? AND day BETWEEN ? AND ? AND status <> 'cancelled' \
        GROUP BY journal_id LIMIT 5000";
    type Row = (BigInt, BigInt, BigInt, Nullable<BigInt>);
}

/// A journal, its lessons, those without a topic, and the first of these.
type CountedRow = (i64, i64, i64, Option<i64>);

/// How the journals of a year were kept from `first` to `last`; at most five thousand.
pub fn kept(tx: &mut ReadTx<'_>, may: &SeeSchool, year: YearId, first: Day, last: Day) -> Result<Vec<Kept>> {
    let institution = may.institution();
    let mut teachers: HashMap<JournalId, Vec<PersonId>> = HashMap::new();
    for (journal, person, _) in registry::read::all_journal_teachers(tx, institution)? {
        teachers.entry(journal).or_default().push(person);
    }
    let binds = [Bind::Big(institution.0), Bind::Big(year.0)];
    let entries: Vec<(i64, Option<i32>)> = on_backend!(tx, |c| Fixed::<LastEntries>::new(&binds).load(c))?;
    let entries: HashMap<i64, Option<i32>> = entries.into_iter().collect();
    let span = [Bind::Big(institution.0), Bind::Int(first.number()), Bind::Int(last.number())];
    let counted: Vec<CountedRow> = on_backend!(tx, |c| Fixed::<Counted>::new(&span).load(c))?;
    let mut counted: HashMap<i64, (i64, i64, Option<i64>)> = counted
        .into_iter()
        .map(|(journal, lessons, empty, place)| (journal, (lessons, empty, place)))
        .collect();
    registry::read::journals(tx, institution, year)?
        .into_iter()
        .map(|journal| {
            let (lessons, without_topic, empty) = counted.remove(&journal.id.0).unwrap_or_default();
            let place = |at: i64| Some((i32::try_from(at / 100).ok()?, i32::try_from(at % 100).ok()?));
            Ok(Kept {
                teachers: teachers.remove(&journal.id).unwrap_or_default(),
                lessons,
                without_topic,
                first_empty: empty
                    .and_then(place)
                    .map(|(on, number)| Ok::<_, crate::Error>((day(on)?, number)))
                    .transpose()?,
                last_entry: entries.get(&journal.id.0).copied().flatten().map(day).transpose()?,
                journal: journal.id,
                subject: journal.subject_name,
                groups: journal.groups_name,
            })
        })
        .collect()
}

/// The tests of every class between two days, by class and day; at most five thousand.
pub fn tests(tx: &mut ReadTx<'_>, may: &SeeSchool, first: Day, last: Day) -> Result<Vec<Test>> {
    let rows: Vec<(i64, i32, i32, i64)> = on_backend!(tx, |c| {
        work::table
            .inner_join(
                journal_class::table.on(journal_class::institution_id
                    .eq(work::institution_id)
                    .and(journal_class::journal_id.eq(work::journal_id))),
            )
            .filter(work::institution_id.eq(may.institution().0))
            .filter(work::day.between(first.number(), last.number()))
            .filter(work::weight.ge(TEST_WEIGHT))
            .order((journal_class::class_id, work::day, work::number, work::journal_id))
            .limit(5000)
            .select((journal_class::class_id, work::day, work::number, work::journal_id))
            .load(c)
    })?;
    let mut found: Vec<Test> = Vec::with_capacity(rows.len());
    for (class, on, number, journal) in rows {
        let test = Test { class: ClassId(class), day: day(on)?, number, journal: JournalId(journal) };
        // Two columns of one lesson are one test, and groups side by side write theirs at the same hour.
        let same =
            |other: &Test| other.class == test.class && other.day == test.day && other.number == test.number;
        if !found.iter().rev().take(8).any(same) {
            found.push(test);
        }
    }
    Ok(found)
}
