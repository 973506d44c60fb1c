//! The most lessons a pupil may have, by grade: СП 2.4.3648-20 (lessons a day) and СанПиН 1.2.3685-21, table 6.6 (hours
//! a week). Data: another order of the ministry is another line here.

/// What holds for some grades.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// The first grade it holds for.
    pub from_grade: i32,
    /// The last grade it holds for.
    pub to_grade: i32,
    /// Lessons a day.
    pub daily: i32,
    /// So many more are allowed on one day of the week.
    pub once_more: i32,
    /// Hours a week of five days.
    pub weekly_five: i32,
    /// Hours a week of six days.
    pub weekly_six: i32,
}

/// The table. Grade one learns five days a week only, so both its figures are the same.
pub const LIMITS: &[Limit] = &[
    Limit { from_grade: 1, to_grade: 1, daily: 4, once_more: 1, weekly_five: 21, weekly_six: 21 },
    Limit { from_grade: 2, to_grade: 4, daily: 5, once_more: 1, weekly_five: 23, weekly_six: 26 },
    Limit { from_grade: 5, to_grade: 5, daily: 6, once_more: 0, weekly_five: 29, weekly_six: 32 },
    Limit { from_grade: 6, to_grade: 6, daily: 6, once_more: 0, weekly_five: 30, weekly_six: 33 },
    Limit { from_grade: 7, to_grade: 7, daily: 7, once_more: 0, weekly_five: 32, weekly_six: 35 },
    Limit { from_grade: 8, to_grade: 9, daily: 7, once_more: 0, weekly_five: 33, weekly_six: 36 },
    Limit { from_grade: 10, to_grade: 11, daily: 7, once_more: 0, weekly_five: 34, weekly_six: 37 },
];

/// The limit of a grade.
#[must_use]
pub fn of_grade(grade: i32) -> Option<Limit> {
    LIMITS.iter().copied().find(|limit| (limit.from_grade..=limit.to_grade).contains(&grade))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_grade_of_a_school_has_one_limit() {
        for grade in 1..=11 {
            let found = LIMITS.iter().filter(|l| l.from_grade <= grade && grade <= l.to_grade).count();
            assert_eq!(found, 1, "grade {grade}");
        }
        assert_eq!(of_grade(7).map(|limit| (limit.daily, limit.weekly_five)), Some((7, 32)));
        assert_eq!(of_grade(12), None);
    }
}
