//! The most lessons a pupil may have, as the conflict rule asks: lessons a day (СП 2.4.3648-20), hours a week
//! (СанПиН 1.2.3685-21, table 6.6). The figures are rows of `load_limit`.

use std::collections::HashMap;

use crate::load::Limit as Row;

/// Up to this grade one day of the week may have a lesson more.
const ONCE_MORE: i32 = 4;

/// What holds for a grade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// Lessons a day.
    pub daily: i32,
    /// So many more are allowed on one day of the week.
    pub once_more: i32,
    /// Hours a week of five days.
    pub weekly_five: i32,
    /// Hours a week of six days.
    pub weekly_six: i32,
}

/// The limit of a grade, from the rows by days of the week and grade. Grade one learns five days a week only, so both
/// its figures are the same.
#[must_use]
pub fn of_grade(rows: &HashMap<(i32, i32), Row>, grade: i32) -> Option<Limit> {
    let five = rows.get(&(5, grade))?;
    Some(Limit {
        daily: five.per_day,
        once_more: i32::from(grade <= ONCE_MORE),
        weekly_five: five.per_week,
        weekly_six: rows.get(&(6, grade)).map_or(five.per_week, |six| six.per_week),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grade_that_never_learns_six_days_has_one_figure() {
        let row = |per_day, per_week| Row { per_day, per_week, source: String::new() };
        let rows = HashMap::from([((5, 1), row(4, 21)), ((5, 7), row(7, 32)), ((6, 7), row(7, 35))]);
        let first = Limit { daily: 4, once_more: 1, weekly_five: 21, weekly_six: 21 };
        assert_eq!(of_grade(&rows, 1), Some(first));
        assert_eq!(of_grade(&rows, 7).map(|limit| (limit.once_more, limit.weekly_six)), Some((0, 35)));
        assert_eq!(of_grade(&rows, 12), None);
    }
}
