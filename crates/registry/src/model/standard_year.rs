//! The academic year as most institutions of a kind begin it; each may change its own afterwards.

use kernel::day::DayError;
use kernel::{Day, Minutes};

use super::{Bell, Holiday, InstitutionKind, PeriodKind};
use crate::write::NewYear;

/// Begin and end of the lessons of a school, minutes since midnight.
const LESSONS: [(u16, u16); 7] =
    [(480, 525), (535, 580), (600, 645), (665, 710), (720, 765), (775, 820), (830, 875)];
/// The double lessons (пары) of a college.
const PAIRS: [(u16, u16); 5] = [(510, 600), (610, 700), (730, 820), (830, 920), (930, 1020)];

/// The year that begins on 1 September of `first_year`: quarters and half-years for a school, semesters for a college,
/// neither for kindergartens and offices; usual holidays and bells.
///
/// # Errors
/// The year lies off the calendar.
pub fn standard_year(first_year: i16, kind: InstitutionKind) -> Result<NewYear, DayError> {
    let next = first_year.checked_add(1).ok_or(DayError)?;
    let (this, then) = (|m, d| Day::new(first_year, m, d), |m, d| Day::new(next, m, d));
    let first = this(9, 1)?;
    let autumn = saturday_from(this(10, 22)?);
    let winter = (this(12, 30)?, sunday_from(then(1, 8)?));
    let spring = saturday_from(then(3, 22)?);
    let spring = (spring, spring.plus(8));
    let last = match kind {
        InstitutionKind::School => workday_until(then(5, 26)?),
        InstitutionKind::College => workday_until(then(6, 30)?),
        _ => then(5, 31)?,
    };
    let autumn = (autumn, autumn.plus(8));
    let half_years =
        |kind: PeriodKind| [(kind, 1, first, winter.0.plus(-1)), (kind, 2, winter.1.plus(1), last)];
    let quarters = [
        (PeriodKind::Quarter, 1, first, autumn.0.plus(-1)),
        (PeriodKind::Quarter, 2, autumn.1.plus(1), winter.0.plus(-1)),
        (PeriodKind::Quarter, 3, winter.1.plus(1), spring.0.plus(-1)),
        (PeriodKind::Quarter, 4, spring.1.plus(1), last),
    ];
    let mut holidays = vec![("Зимние каникулы", winter.0, winter.1)];
    let mut periods = Vec::new();
    let mut bells: &[(u16, u16)] = &[];
    match kind {
        InstitutionKind::School => {
            holidays.extend([
                ("Осенние каникулы", autumn.0, autumn.1),
                ("Весенние каникулы", spring.0, spring.1),
            ]);
            periods.extend(quarters);
            periods.extend(half_years(PeriodKind::HalfYear));
            bells = &LESSONS;
        }
        InstitutionKind::College => {
            periods.extend(half_years(PeriodKind::Semester));
            bells = &PAIRS;
        }
        InstitutionKind::Supplementary => {
            periods.extend(half_years(PeriodKind::HalfYear));
            bells = &LESSONS;
        }
        _ => {}
    }
    let public = [
        ("День народного единства", this(11, 4)?),
        ("День защитника Отечества", then(2, 23)?),
        ("Международный женский день", then(3, 8)?),
        ("Праздник Весны и Труда", then(5, 1)?),
        ("День Победы", then(5, 9)?),
        ("День России", then(6, 12)?),
    ];
    holidays.extend(public.into_iter().filter(|(_, day)| *day <= last).map(|(title, day)| (title, day, day)));
    holidays.sort_by_key(|(_, day, _)| *day);
    Ok(NewYear {
        name: format!("{first_year}/{:02}", next.rem_euclid(100)),
        first_day: first,
        last_day: last,
        periods,
        bells: (1..).zip(bells).map(|(number, times)| bell(number, *times)).collect::<Result<_, _>>()?,
        holidays: holidays
            .into_iter()
            .map(|(title, first_day, last_day)| Holiday {
                first_day,
                last_day,
                title: title.to_owned(),
                grade: 0,
            })
            .collect(),
    })
}

fn bell(number: i32, (starts, ends): (u16, u16)) -> Result<Bell, DayError> {
    Ok(Bell { number, starts: Minutes::new(starts)?, ends: Minutes::new(ends)? })
}

fn saturday_from(day: Day) -> Day {
    day.plus(i64::from((6 - day.weekday()).rem_euclid(7)))
}

fn sunday_from(day: Day) -> Day {
    day.plus(i64::from(7 - day.weekday()))
}

fn workday_until(day: Day) -> Day {
    day.plus(-i64::from((day.weekday() - 5).max(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_and_holidays_of_2026_follow_each_other() {
        let year = standard_year(2026, InstitutionKind::School).unwrap();
        assert_eq!((year.name.as_str(), year.last_day.to_string().as_str()), ("2026/27", "2027-05-26"));
        let quarters: Vec<String> = year
            .periods
            .iter()
            .filter(|p| p.0 == PeriodKind::Quarter)
            .map(|(_, ordinal, first, last)| format!("{ordinal} {first} {last}"))
            .collect();
        let expected = [
            "1 2026-09-01 2026-10-23",
            "2 2026-11-02 2026-12-29",
            "3 2027-01-11 2027-03-26",
            "4 2027-04-05 2027-05-26",
        ];
        assert_eq!(quarters, expected);
        assert_eq!(year.bells.first().map(|b| b.starts.to_string()).as_deref(), Some("08:00"));
    }

    #[test]
    fn every_school_day_lies_in_one_quarter_and_one_half_year() {
        for first_year in 2024..2034 {
            let year = standard_year(first_year, InstitutionKind::School).unwrap();
            for day in year.first_day.through(year.last_day) {
                let free = year.holidays.iter().any(|h| h.first_day <= day && day <= h.last_day);
                for kind in [PeriodKind::Quarter, PeriodKind::HalfYear] {
                    let periods =
                        year.periods.iter().filter(|p| p.0 == kind && p.2 <= day && day <= p.3).count();
                    assert!(free || periods == 1, "{day}: {periods} periods of {kind:?}");
                }
            }
        }
    }

    #[test]
    fn a_college_has_semesters_and_pairs() {
        let year = standard_year(2026, InstitutionKind::College).unwrap();
        assert!(year.periods.iter().all(|p| p.0 == PeriodKind::Semester));
        assert_eq!((year.periods.len(), year.bells.len()), (2, 5));
        assert!(standard_year(i16::MAX, InstitutionKind::School).is_err());
    }
}
