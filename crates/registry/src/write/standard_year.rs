//! The usual Russian academic year, for an institution that has none yet.

use kernel::day::DayError;
use kernel::{Day, Minutes};

use super::NewYear;
use crate::model::{Bell, Holiday, PeriodKind};

/// Eight lessons of 45 minutes: begins and ends, minutes of the day.
const BELLS: [(u16, u16); 8] =
    [(510, 555), (565, 610), (625, 670), (685, 730), (740, 785), (795, 840), (850, 895), (905, 950)];

/// The academic year that begins on 1 September of `first_year`: four quarters, two half-years, the holidays between them,
/// the public holidays and eight bells from 08:30. A school changes what is different with it.
///
/// # Errors
/// The year is off the calendar.
pub fn standard_year(first_year: i16) -> Result<NewYear, DayError> {
    let next = first_year.checked_add(1).ok_or(DayError)?;
    // Holidays of a week begin on a Saturday and end on the Sunday of the next week.
    let autumn = on_weekday(Day::new(first_year, 10, 24)?, 6);
    let winter_ends = on_weekday(Day::new(next, 1, 8)?, 7);
    let spring = on_weekday(Day::new(next, 3, 27)?, 6);
    let (first, last) = (Day::new(first_year, 9, 1)?, Day::new(next, 5, 26)?);
    let new_year = Day::new(first_year, 12, 31)?;
    let third = winter_ends.plus(1);
    let holiday = |first_day: Day, last_day: Day, title: &str| Holiday {
        first_day,
        last_day,
        title: title.to_owned(),
        grade: 0,
    };
    let public = |day: Day, title: &str| holiday(day, day, title);
    let mut bells = Vec::with_capacity(BELLS.len());
    for (number, (starts, ends)) in (1..).zip(BELLS) {
        bells.push(Bell { number, starts: Minutes::new(starts)?, ends: Minutes::new(ends)? });
    }
    Ok(NewYear {
        name: format!("{first_year}/{:02}", next % 100),
        first_day: first,
        last_day: last,
        periods: vec![
            (PeriodKind::Quarter, 1, first, autumn.plus(-1)),
            (PeriodKind::Quarter, 2, autumn.plus(9), new_year.plus(-1)),
            (PeriodKind::Quarter, 3, third, spring.plus(-1)),
            (PeriodKind::Quarter, 4, spring.plus(9), last),
            (PeriodKind::HalfYear, 1, first, new_year.plus(-1)),
            (PeriodKind::HalfYear, 2, third, last),
        ],
        bells,
        holidays: vec![
            holiday(autumn, autumn.plus(8), "Осенние каникулы"),
            public(Day::new(first_year, 11, 4)?, "День народного единства"),
            holiday(new_year, winter_ends, "Зимние каникулы"),
            public(Day::new(next, 2, 23)?, "День защитника Отечества"),
            public(Day::new(next, 3, 8)?, "Международный женский день"),
            holiday(spring, spring.plus(8), "Весенние каникулы"),
            public(Day::new(next, 5, 1)?, "Праздник Весны и Труда"),
            public(Day::new(next, 5, 9)?, "День Победы"),
        ],
    })
}

/// The first day of that weekday (1 Monday … 7 Sunday) on or after `day`.
fn on_weekday(day: Day, weekday: i8) -> Day {
    day.plus(i64::from((weekday - day.weekday()).rem_euclid(7)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_year_2026_is_as_schools_know_it() {
        let year = standard_year(2026).unwrap();
        assert_eq!(year.name, "2026/27");
        let days: Vec<String> = year.periods.iter().map(|p| format!("{} {}", p.2, p.3)).collect();
        assert_eq!(
            days,
            [
                "2026-09-01 2026-10-23",
                "2026-11-02 2026-12-30",
                "2027-01-11 2027-03-26",
                "2027-04-05 2027-05-26",
                "2026-09-01 2026-12-30",
                "2027-01-11 2027-05-26",
            ]
        );
        assert_eq!(year.bells.len(), 8);
    }

    #[test]
    fn no_period_touches_holidays_of_a_week_in_any_year() {
        for first in 2000..2100 {
            let year = standard_year(first).unwrap();
            for (_, _, from, to) in year.periods.iter().filter(|p| p.0 == PeriodKind::Quarter) {
                assert!(from < to);
                for h in year.holidays.iter().filter(|h| h.first_day != h.last_day) {
                    assert!(*to < h.first_day || h.last_day < *from, "{first}: {from} {to} {}", h.title);
                }
            }
            // Two holidays must not begin on one day: the day is their key.
            assert!(year.holidays.windows(2).all(|two| two[0].first_day < two[1].first_day), "{first}");
        }
    }
}
