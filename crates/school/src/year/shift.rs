//! A year's days moved to the next year's calendar.

use kernel::Day;
use registry::write::NewYear;
use registry::{BellUse, Holiday, Whom, YearRules};

/// So many days later the same week day stands at almost the same date.
const WEEKS: i64 = 364;

/// The same date of the next year; 29 February becomes 28.
fn same_date(day: Day) -> Day {
    let year = day.year().saturating_add(1);
    Day::new(year, day.month(), day.day_of_month())
        .or_else(|_| Day::new(year, day.month(), 28))
        .unwrap_or_else(|_| day.plus(WEEKS))
}

/// The year that follows on a plan: its bounds at the same dates (the last day not on a weekend), public holidays at
/// their dates, holidays of a week and the periods between them on the same week days.
#[must_use]
pub fn following(rules: &YearRules) -> NewYear {
    let plan = &rules.plan;
    let (first, last) = (same_date(plan.year.first_day), same_date(plan.year.last_day));
    let last = last.plus(-i64::from((last.weekday() - 5).max(0)));
    let within = |day: Day| day.clamp(first, last);
    let holidays: Vec<Holiday> = plan
        .holidays
        .iter()
        .filter_map(|h| {
            let (from, to) = if h.first_day == h.last_day {
                (same_date(h.first_day), same_date(h.last_day))
            } else {
                (h.first_day.plus(WEEKS), h.last_day.plus(WEEKS))
            };
            let holds = from <= last && to >= first;
            holds.then(|| Holiday {
                first_day: within(from),
                last_day: within(to),
                title: h.title.clone(),
                grade: h.grade,
            })
        })
        .collect();
    let periods = plan
        .periods
        .iter()
        .map(|p| {
            let from =
                if p.first_day == plan.year.first_day { first } else { within(p.first_day.plus(WEEKS)) };
            let to = if p.last_day == plan.year.last_day { last } else { within(p.last_day.plus(WEEKS)) };
            (p.kind, p.ordinal, from, to)
        })
        .filter(|p| p.2 <= p.3)
        .collect();
    let mut unique: Vec<Holiday> = Vec::with_capacity(holidays.len());
    for h in holidays {
        if !unique.iter().any(|u| u.first_day == h.first_day && u.grade == h.grade) {
            unique.push(h);
        }
    }
    unique.sort_by_key(|h| (h.first_day, h.grade));
    NewYear {
        name: format!("{}/{:02}", first.year(), last.year().rem_euclid(100)),
        first_day: first,
        last_day: last,
        periods,
        bells: plan.bells.clone(),
        holidays: unique,
    }
}

/// Who uses which schedule in the next year: rules of single days (short days) and of single classes stay behind,
/// seasons move along. `schedule` gives the new number of a schedule.
pub fn following_uses(uses: &[BellUse], schedule: impl Fn(i64) -> i64, bounds: (Day, Day)) -> Vec<BellUse> {
    uses.iter()
        .filter(|one| !matches!(one.whom, Whom::Class(_)))
        .filter(|one| one.days.is_none_or(|(first, last)| first != last))
        .map(|one| {
            let days = one.days.map(|(first, last)| {
                (same_date(first).clamp(bounds.0, bounds.1), same_date(last).clamp(bounds.0, bounds.1))
            });
            BellUse { schedule: schedule(one.schedule), days, ..*one }
        })
        .collect()
}
