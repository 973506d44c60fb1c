use super::*;
use proptest::prelude::*;
use registry::{AcademicYear, YearRules};

use crate::year::checks::{Remark, remarks};
use crate::year::shift;

fn usual() -> NewYear {
    registry::standard_year(2026, InstitutionKind::School).unwrap()
}

fn rules(new: &NewYear) -> YearRules {
    let period = |p: &(PeriodKind, i32, Day, Day)| registry::GradingPeriod {
        id: kernel::PeriodId(1),
        year: kernel::YearId(1),
        kind: p.0,
        ordinal: p.1,
        first_day: p.2,
        last_day: p.3,
        locked_at: None,
    };
    YearRules {
        plan: YearPlan {
            year: AcademicYear {
                id: kernel::YearId(1),
                name: new.name.clone(),
                first_day: new.first_day,
                last_day: new.last_day,
            },
            periods: new.periods.iter().map(period).collect(),
            bells: Vec::new(),
            holidays: new.holidays.clone(),
        },
        schedules: Vec::new(),
        uses: Vec::new(),
        grades: Vec::new(),
    }
}

#[test]
fn the_usual_year_is_in_order_and_comes_back_as_it_is() {
    let year = usual();
    let read = CalendarDraft::of(&year, InstitutionKind::School).check().unwrap();
    assert_eq!(
        (read.first_day, read.last_day, &read.holidays),
        (year.first_day, year.last_day, &year.holidays)
    );
    let mut periods = year.periods;
    periods.sort_unstable();
    assert_eq!(read.periods, periods);
}

#[test]
fn each_error_stands_at_its_field() {
    let mut draft = CalendarDraft::of(&usual(), InstitutionKind::School);
    draft.periods[1].first.value = "2026-10-01".into();
    draft.periods[3].last.value = "2027-06-30".into();
    draft.periods[4].last.value = "2026-12-01".into();
    draft.holidays[0].title.value = String::new();
    draft.holidays[1].first.value = "осень".into();
    assert!(draft.check().is_none());
    assert_eq!(draft.periods[1].first.error, Some("year-fault-overlap"));
    assert_eq!(draft.periods[3].last.error, Some("year-fault-outside"));
    assert_eq!(draft.periods[4].first.error, Some("form-field-empty"), "one day of a trimester");
    assert_eq!(draft.holidays[0].title.error, Some("form-field-empty"));
    assert_eq!(draft.holidays[1].first.error, Some("year-fault-day"));
}

#[test]
fn the_next_year_of_the_usual_one_has_no_gap() {
    for first in 2024..2030 {
        let year = registry::standard_year(first, InstitutionKind::School).unwrap();
        let next = shift::following(&rules(&year));
        assert_eq!((next.first_day.month(), next.first_day.day_of_month()), (9, 1));
        assert!(next.last_day.weekday() <= 5);
        assert!(CalendarDraft::of(&next, InstitutionKind::School).check().is_some(), "{first}");
        let gaps: Vec<Remark> =
            remarks(&rules(&next), &[], &[]).into_iter().filter(|r| matches!(r, Remark::Gap(..))).collect();
        assert!(gaps.is_empty(), "{first}: {gaps:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Borders and holidays pushed about: what is taken has a period of each kind for every school day, or says where not.
    #[test]
    fn every_school_day_has_one_period_or_a_remark(
        moves in prop::collection::vec((0_usize..12, -12_i64..12, -12_i64..12), 0..6),
        free in prop::collection::vec((0_usize..8, -10_i64..10, 0_i64..6), 0..4),
    ) {
        let mut year = usual();
        let count = year.periods.len();
        for (at, first, last) in moves {
            let p = &mut year.periods[at % count];
            (p.2, p.3) = (p.2.plus(first), p.3.plus(last));
        }
        let count = year.holidays.len();
        for (at, first, longer) in free {
            let h = &mut year.holidays[at % count];
            h.first_day = h.first_day.plus(first);
            h.last_day = h.last_day.plus(first + longer);
        }
        let mut draft = CalendarDraft::of(&year, InstitutionKind::School);
        if let Some(read) = draft.check() {
            let rules = rules(&read);
            let gaps = remarks(&rules, &[], &[]);
            for day in read.first_day.through(read.last_day).filter(|day| day.weekday() <= 5) {
                for kind in rules.kinds() {
                    let periods = rules.plan.periods_of(kind).filter(|p| p.holds(day)).count();
                    let told = gaps.iter().any(|r| matches!(r, Remark::Gap(of, first, last) if *of == kind && *first <= day && day <= *last));
                    prop_assert!(periods <= 1);
                    prop_assert!(periods == 1 || told || !rules.plan.is_school_day(day), "{} {:?}", day, kind);
                }
            }
        }
    }
}
