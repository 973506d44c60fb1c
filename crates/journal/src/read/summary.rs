//! The summary sheet of a class (сводная ведомость): pupils × subjects in one column of final marks.

use std::collections::HashMap;

use access::SeeClass;
use diesel::prelude::*;
use kernel::{Day, PersonId, PersonName};
use registry::GradingPeriod;
use store::{ReadTx, on_backend};

use crate::error::{Error, Result};
use crate::model::formula::Figures;
use crate::model::grading::{PeriodValue, Slot};
use crate::table::period_mark;

/// A pupil's row.
#[derive(Debug, Clone)]
pub struct SummaryRow {
    /// The pupil.
    pub pupil: PersonId,
    /// Name.
    pub name: PersonName,
    /// A value a subject.
    pub values: Vec<Option<PeriodValue>>,
    /// Figures of the row.
    pub figures: Figures,
}

/// How well a pupil stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing but fives (отличник).
    Excellent,
    /// No mark under four (хорошист).
    Good,
    /// With a three.
    Passing,
    /// With a two, a one or «н/а» (неуспевающий).
    Failing,
    /// No marks.
    None,
}

impl SummaryRow {
    /// How well the pupil stands.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let [fives, fours, threes, twos, ones] = self.figures.marks;
        match () {
            () if self.figures.pupils() == 0 => Standing::None,
            () if twos + ones + self.figures.not_attested > 0 => Standing::Failing,
            () if threes > 0 => Standing::Passing,
            () if fours > 0 => Standing::Good,
            () if fives > 0 => Standing::Excellent,
            () => Standing::None,
        }
    }
}

/// The sheet.
#[derive(Debug, Clone)]
pub struct Summary {
    /// Subjects by name.
    pub subjects: Vec<String>,
    /// Rows by name.
    pub rows: Vec<SummaryRow>,
    /// Figures of each subject.
    pub by_subject: Vec<Figures>,
    /// Figures of all marks together.
    pub all: Figures,
}

impl Summary {
    /// How many pupils stand so.
    #[must_use]
    pub fn count(&self, standing: Standing) -> i64 {
        let rows = self.rows.iter().filter(|row| row.standing() == standing);
        i64::try_from(rows.count()).unwrap_or(i64::MAX)
    }
}

/// The sheet of a class for one column; three statements. Pupils who left before the end of the period (or of today, when it
/// goes on) are left out.
pub fn summary(
    tx: &mut ReadTx<'_>,
    may: &SeeClass,
    slot: Slot,
    period: Option<&GradingPeriod>,
    today: Day,
) -> Result<Summary> {
    let class = may.class();
    let end = period.map_or(today, |period| period.last_day.min(today));
    let mut members = registry::read::class_members(tx, class.institution, class.id)?;
    members.retain(|member| {
        member.first_day <= end.max(today) && member.last_day.is_none_or(|last| last >= end)
    });
    members.dedup_by_key(|member| member.pupil);
    let journals = registry::read::journals_of_class(tx, class.institution, class.id)?;
    let mut subjects: Vec<String> = journals.iter().map(|journal| journal.subject_name.clone()).collect();
    subjects.sort();
    subjects.dedup();
    let place: HashMap<i64, usize> = journals
        .iter()
        .filter_map(|journal| Some((journal.id.0, subjects.binary_search(&journal.subject_name).ok()?)))
        .collect();
    let pupils: Vec<i64> = members.iter().map(|member| member.pupil.0).collect();
    let rows: Vec<(i64, i64, Option<String>)> = on_backend!(tx, |c| {
        period_mark::table
            .filter(period_mark::institution_id.eq(class.institution.0))
            .filter(period_mark::pupil_id.eq_any(&pupils))
            .filter(period_mark::slot.eq(slot.code()).and(period_mark::period_id.eq(slot.period())))
            .filter(period_mark::year_id.eq(class.year.0))
            .limit(20_000)
            .select((period_mark::pupil_id, period_mark::journal_id, period_mark::value))
            .load(c)
    })?;
    let mut values: HashMap<(i64, usize), PeriodValue> = HashMap::new();
    for (pupil, journal, value) in rows {
        let (Some(value), Some(place)) = (value, place.get(&journal)) else { continue };
        let value = PeriodValue::from_code(&value).ok_or(Error::Corrupt("period_mark.value"))?;
        values.insert((pupil, *place), value);
    }
    let mut by_subject = vec![Figures::default(); subjects.len()];
    let mut all = Figures::default();
    let rows = members
        .into_iter()
        .map(|member| {
            let mut figures = Figures::default();
            let row: Vec<Option<PeriodValue>> =
                (0..subjects.len()).map(|place| values.get(&(member.pupil.0, place)).copied()).collect();
            for (value, subject) in row.iter().zip(&mut by_subject) {
                figures.add(*value);
                subject.add(*value);
                all.add(*value);
            }
            SummaryRow { pupil: member.pupil, name: member.name, values: row, figures }
        })
        .collect();
    Ok(Summary { subjects, rows, by_subject, all })
}
