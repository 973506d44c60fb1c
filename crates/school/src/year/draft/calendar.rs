//! Days, periods and holidays of a year.

use kernel::Day;
use registry::write::NewYear;
use registry::{Holiday, InstitutionKind, PeriodKind, YearPlan};

use super::Typed;
use crate::year::offered;

/// The longest academic year, in days.
const LONGEST: i64 = 380;
/// So many holidays are read.
const HOLIDAYS: usize = 40;
/// So many empty rows are offered for more holidays.
const SPARE: usize = 3;

/// One period of a kind.
#[derive(Debug, Clone)]
pub struct PeriodRow {
    /// Kind.
    pub kind: PeriodKind,
    /// 1 for the first.
    pub ordinal: i32,
    /// First day.
    pub first: Typed,
    /// Last day.
    pub last: Typed,
}

/// One line of holidays.
#[derive(Debug, Clone, Default)]
pub struct HolidayRow {
    /// Title.
    pub title: Typed,
    /// First day.
    pub first: Typed,
    /// Last day; empty for one day.
    pub last: Typed,
    /// The one grade that has them; `0` everybody.
    pub grade: Typed,
}

impl HolidayRow {
    fn is_empty(&self) -> bool {
        self.title.is_empty() && self.first.is_empty() && self.last.is_empty()
    }
}

/// The form of a year's days.
#[derive(Debug, Clone)]
pub struct CalendarDraft {
    /// «2026/27».
    pub name: Typed,
    /// First day.
    pub first: Typed,
    /// Last day.
    pub last: Typed,
    /// Periods, kind by kind.
    pub periods: Vec<PeriodRow>,
    /// Holidays.
    pub holidays: Vec<HolidayRow>,
}

fn rows(kind: InstitutionKind, more: impl Iterator<Item = (PeriodKind, i32)>) -> Vec<PeriodRow> {
    let mut places: std::collections::BTreeSet<(PeriodKind, i32)> = more.collect();
    places.extend(offered(kind).iter().flat_map(|(kind, count)| (1..=*count).map(|n| (*kind, n))));
    let row = |(kind, ordinal)| PeriodRow { kind, ordinal, first: Typed::default(), last: Typed::default() };
    places.into_iter().map(row).collect()
}

impl CalendarDraft {
    /// What stands in a year, or is proposed for one.
    #[must_use]
    pub fn of(year: &NewYear, kind: InstitutionKind) -> Self {
        let day = |day: Day| Typed::new(day.to_string());
        let mut periods = rows(kind, year.periods.iter().map(|p| (p.0, p.1)));
        for row in &mut periods {
            if let Some(p) = year.periods.iter().find(|p| (p.0, p.1) == (row.kind, row.ordinal)) {
                (row.first, row.last) = (day(p.2), day(p.3));
            }
        }
        let mut holidays: Vec<HolidayRow> = year
            .holidays
            .iter()
            .map(|h| HolidayRow {
                title: Typed::new(&h.title),
                first: day(h.first_day),
                last: day(h.last_day),
                grade: Typed::new(h.grade.to_string()),
            })
            .collect();
        holidays.extend(std::iter::repeat_n(HolidayRow::default(), SPARE));
        Self {
            name: Typed::new(&year.name),
            first: day(year.first_day),
            last: day(year.last_day),
            periods,
            holidays,
        }
    }

    /// What was posted: `get` gives a field by name. `known` are the periods the year has.
    pub fn posted(
        get: impl Fn(&str) -> String,
        kind: InstitutionKind,
        known: impl Iterator<Item = (PeriodKind, i32)>,
    ) -> Self {
        let field = |name: &str| Typed::new(get(name));
        let mut periods = rows(kind, known);
        for row in &mut periods {
            let name = format!("p-{}-{}", row.kind.code(), row.ordinal);
            row.first = field(&format!("{name}-first"));
            row.last = field(&format!("{name}-last"));
        }
        let mut holidays: Vec<HolidayRow> = (0..HOLIDAYS)
            .map(|n| HolidayRow {
                title: field(&format!("h-{n}-title")),
                first: field(&format!("h-{n}-first")),
                last: field(&format!("h-{n}-last")),
                grade: field(&format!("h-{n}-grade")),
            })
            .filter(|row| !row.is_empty())
            .collect();
        holidays.extend(std::iter::repeat_n(HolidayRow::default(), SPARE));
        Self { name: field("name"), first: field("first"), last: field("last"), periods, holidays }
    }

    /// Reads the form; `None` when some field has to be mended, which is then marked.
    pub fn check(&mut self) -> Option<NewYear> {
        let name = self.name.text(20);
        let bounds = self.first.day().zip(self.last.day());
        if let Some((first, last)) = bounds {
            if last <= first {
                self.last.fault("year-fault-order");
            } else if first.days_until(last) > LONGEST {
                self.last.fault("year-fault-too-long");
            }
        }
        let periods = self.check_periods(bounds);
        let holidays = self.check_holidays(bounds);
        if !self.is_valid() {
            return None;
        }
        let (first_day, last_day) = bounds?;
        Some(NewYear { name: name?, first_day, last_day, periods, bells: Vec::new(), holidays })
    }

    fn check_periods(&mut self, bounds: Option<(Day, Day)>) -> Vec<(PeriodKind, i32, Day, Day)> {
        let mut found: Vec<(PeriodKind, i32, Day, Day)> = Vec::new();
        let mut hole: Option<PeriodKind> = None;
        for row in &mut self.periods {
            if row.first.is_empty() && row.last.is_empty() {
                hole = Some(row.kind);
                continue;
            }
            if hole == Some(row.kind) {
                row.first.fault("year-fault-hole");
            }
            let Some((first, last)) = row.first.day().zip(row.last.day()) else { continue };
            if last < first {
                row.last.fault("year-fault-order");
                continue;
            }
            outside(bounds, (first, &mut row.first), (last, &mut row.last));
            if found.iter().any(|p| p.0 == row.kind && first <= p.3) {
                row.first.fault("year-fault-overlap");
            }
            found.push((row.kind, row.ordinal, first, last));
        }
        found
    }

    fn check_holidays(&mut self, bounds: Option<(Day, Day)>) -> Vec<Holiday> {
        let mut found: Vec<Holiday> = Vec::new();
        for row in self.holidays.iter_mut().filter(|row| !row.is_empty()) {
            if row.last.is_empty() {
                row.last.value.clone_from(&row.first.value);
            }
            let title = row.title.text(80);
            let Some((first_day, last_day)) = row.first.day().zip(row.last.day()) else { continue };
            if last_day < first_day {
                row.last.fault("year-fault-order");
                continue;
            }
            outside(bounds, (first_day, &mut row.first), (last_day, &mut row.last));
            let grade = row.grade.value.parse().unwrap_or(0);
            if found.iter().any(|h| h.first_day == first_day && h.grade == grade) {
                row.first.fault("year-fault-holiday-twice");
            }
            found.push(Holiday { first_day, last_day, title: title.unwrap_or_default(), grade });
        }
        found
    }

    fn is_valid(&self) -> bool {
        [&self.name, &self.first, &self.last]
            .into_iter()
            .chain(self.periods.iter().flat_map(|row| [&row.first, &row.last]))
            .chain(self.holidays.iter().flat_map(|h| [&h.title, &h.first, &h.last, &h.grade]))
            .all(|field| field.error.is_none())
    }
}

fn outside(bounds: Option<(Day, Day)>, first: (Day, &mut Typed), last: (Day, &mut Typed)) {
    let Some((from, to)) = bounds else { return };
    for (day, field) in [first, last] {
        if day < from || day > to {
            field.fault("year-fault-outside");
        }
    }
}

impl CalendarDraft {
    /// What stands in a year.
    #[must_use]
    pub fn of_plan(plan: &YearPlan, kind: InstitutionKind) -> Self {
        let year = NewYear {
            name: plan.year.name.clone(),
            first_day: plan.year.first_day,
            last_day: plan.year.last_day,
            periods: plan.periods.iter().map(|p| (p.kind, p.ordinal, p.first_day, p.last_day)).collect(),
            bells: Vec::new(),
            holidays: plan.holidays.clone(),
        };
        Self::of(&year, kind)
    }
}

#[cfg(test)]
#[path = "calendar_tests.rs"]
mod tests;
