//! Who uses which bells, week and periods in a year, and the norms a year is compared with.

use std::collections::BTreeSet;

use kernel::{ClassId, Day};

use super::{Bell, PeriodKind, YearPlan};

/// The schedule that every year has.
pub const MAIN_SCHEDULE: i64 = 0;

/// A set of bells under a name (режим звонков): «Первая смена», «Сокращённый день».
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BellSchedule {
    /// Number in the year; [`MAIN_SCHEDULE`] is the main one.
    pub id: i64,
    /// Name; the main one may have none.
    pub name: String,
    /// Shift (смена), 1 or 2.
    pub shift: i32,
    /// Bells by number.
    pub bells: Vec<Bell>,
}

/// Whom something of a year is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Whom {
    /// Everybody.
    All,
    /// The classes of a grade (параллель) or course.
    Grade(i32),
    /// One class.
    Class(ClassId),
}

impl Whom {
    /// Is this class meant?
    #[must_use]
    pub fn holds(self, class: Learner) -> bool {
        match self {
            Self::All => true,
            Self::Grade(grade) => grade == class.grade,
            Self::Class(id) => id == class.id,
        }
    }
}

/// A class with its grade: what the rules of a year ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Learner {
    /// 1 to 11; the course in a college.
    pub grade: i32,
    /// The class.
    pub id: ClassId,
}

/// Who uses a bell schedule, and when. A day's list goes before a class, a class before its grade, a week day before
/// any, and days before the whole year; of equals the later made one counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BellUse {
    /// Number; 0 for one that is not kept yet.
    pub id: i64,
    /// Schedule.
    pub schedule: i64,
    /// Whom it is for.
    pub whom: Whom,
    /// 1 Monday … 7 Sunday; 0 any.
    pub weekday: i32,
    /// First and last day; none is the whole year. One day is a short day and the like.
    pub days: Option<(Day, Day)>,
}

impl BellUse {
    fn holds(&self, class: Learner, day: Day) -> bool {
        self.whom.holds(class)
            && (self.weekday == 0 || self.weekday == i32::from(day.weekday()))
            && self.days.is_none_or(|(first, last)| first <= day && day <= last)
    }

    fn weight(&self) -> (bool, Whom, bool, bool, i64) {
        let one_day = self.days.is_some_and(|(first, last)| first == last);
        (one_day, self.whom, self.weekday != 0, self.days.is_some(), self.id)
    }
}

/// Week and grading periods of a grade, or of a class that differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GradePlan {
    /// Whom it is for.
    pub whom: Whom,
    /// The grade of the class, or the grade.
    pub grade: i32,
    /// Days of the school week (пяти-, шестидневка), 5 or 6.
    pub week_days: i32,
    /// By which periods it is marked; none where there are no marks.
    pub period_kind: Option<PeriodKind>,
}

/// A year with all its rules.
#[derive(Debug, Clone)]
pub struct YearRules {
    /// Days, periods, main bells, holidays.
    pub plan: YearPlan,
    /// Bell schedules; the main one first.
    pub schedules: Vec<BellSchedule>,
    /// Who uses which.
    pub uses: Vec<BellUse>,
    /// Weeks and periods of grades and classes.
    pub grades: Vec<GradePlan>,
}

impl YearRules {
    /// What is written down for a class: its own, else its grade's.
    #[must_use]
    pub fn grade_plan(&self, class: Learner) -> Option<&GradePlan> {
        self.grades.iter().filter(|plan| plan.whom.holds(class)).max_by_key(|plan| plan.whom)
    }

    /// By which periods a class is marked, when that is written down.
    #[must_use]
    pub fn period_kind(&self, class: Learner) -> Option<PeriodKind> {
        self.grade_plan(class)?.period_kind
    }

    /// Does the class learn on that day: within the year, on a day of its week, outside its holidays? Where no week is
    /// written down the timetable alone tells.
    #[must_use]
    pub fn is_school_day(&self, class: Learner, day: Day) -> bool {
        let week = self.grade_plan(class).map_or(7, |plan| plan.week_days);
        i32::from(day.weekday()) <= week
            && self.plan.is_school_day(day)
            && !self
                .plan
                .holidays
                .iter()
                .any(|h| h.grade == class.grade && h.grade != 0 && h.first_day <= day && day <= h.last_day)
    }

    /// The bell schedule of a class on a day.
    #[must_use]
    pub fn schedule_on(&self, class: Learner, day: Day) -> Option<&BellSchedule> {
        let used = self.uses.iter().filter(|one| one.holds(class, day)).max_by_key(|one| one.weight());
        let id = used.map_or(MAIN_SCHEDULE, |one| one.schedule);
        self.schedules.iter().find(|s| s.id == id).or_else(|| self.schedules.first())
    }

    /// The bells of lessons that several classes have together on a day: those of the first of them that learns then; none
    /// when nobody does.
    #[must_use]
    pub fn schedule_of(&self, classes: &[Learner], day: Day) -> Option<&BellSchedule> {
        classes
            .iter()
            .find(|class| self.is_school_day(**class, day))
            .and_then(|class| self.schedule_on(*class, day))
    }

    /// What the day is called that takes lessons from these classes: the title of holidays that all of them have.
    #[must_use]
    pub fn holiday_of(&self, classes: &[Learner], day: Day) -> Option<&str> {
        let off = |class: &Learner| {
            self.plan
                .holidays
                .iter()
                .find(|h| (h.grade == 0 || h.grade == class.grade) && h.first_day <= day && day <= h.last_day)
        };
        let first = classes.first().and_then(off)?;
        classes.iter().all(|class| off(class).is_some()).then_some(first.title.as_str())
    }

    /// When a lesson of that number is for a class on a day. A lesson that the day's schedule lacks is not held: a short
    /// day has fewer.
    #[must_use]
    pub fn bell(&self, class: Learner, day: Day, number: i32) -> Option<Bell> {
        self.schedule_on(class, day)?.bells.iter().find(|bell| bell.number == number).copied()
    }

    /// The kinds of periods the year is divided by.
    #[must_use]
    pub fn kinds(&self) -> BTreeSet<PeriodKind> {
        self.plan.periods.iter().map(|period| period.kind).collect()
    }
}

/// What a year is compared with: a number of a sanitary rule, with the grades, months and days it holds for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearNorm {
    /// `break_min`, `starts_min`, `ends_max`, `lesson_max`, `shift_gap_min` (minutes or minutes of the day),
    /// `first_shift_only`, `week_max`, `holidays_min` (days).
    pub code: String,
    /// In force since.
    pub first_day: Day,
    /// First and last grade.
    pub grades: (i32, i32),
    /// First and last month.
    pub months: (i32, i32),
    /// The number.
    pub value: i32,
    /// The rule it comes from: «СанПиН 1.2.3685-21».
    pub source: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AcademicYear, Holiday};
    use kernel::{Minutes, YearId};

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn schedule(id: i64, starts: u16) -> BellSchedule {
        let bell = Bell {
            number: 1,
            starts: Minutes::new(starts).unwrap(),
            ends: Minutes::new(starts + 40).unwrap(),
        };
        BellSchedule { id, name: id.to_string(), shift: 1, bells: vec![bell] }
    }

    fn rules(uses: Vec<BellUse>) -> YearRules {
        YearRules {
            plan: YearPlan {
                year: AcademicYear {
                    id: YearId(1),
                    name: "2026/27".into(),
                    first_day: day("2026-09-01"),
                    last_day: day("2027-05-26"),
                },
                periods: Vec::new(),
                bells: Vec::new(),
                holidays: vec![Holiday {
                    first_day: day("2027-02-15"),
                    last_day: day("2027-02-21"),
                    title: "Дополнительные каникулы".into(),
                    grade: 1,
                }],
            },
            schedules: vec![schedule(0, 480), schedule(1, 500), schedule(2, 520), schedule(3, 540)],
            uses,
            grades: vec![
                GradePlan { whom: Whom::Grade(1), grade: 1, week_days: 5, period_kind: None },
                GradePlan {
                    whom: Whom::Class(ClassId(7)),
                    grade: 7,
                    week_days: 6,
                    period_kind: Some(PeriodKind::Trimester),
                },
            ],
        }
    }

    const FIRST: Learner = Learner { grade: 1, id: ClassId(1) };
    const SEVENTH: Learner = Learner { grade: 7, id: ClassId(7) };

    #[test]
    fn the_nearest_rule_rings_the_bell() {
        let short = day("2026-12-28");
        let one = |id, schedule, whom, days| BellUse { id, schedule, whom, weekday: 0, days };
        let autumn = Some((day("2026-09-01"), day("2026-12-31")));
        let year = rules(vec![
            one(1, 1, Whom::Grade(1), autumn),
            one(2, 2, Whom::All, Some((short, short))),
            BellUse { id: 3, schedule: 3, whom: Whom::Class(ClassId(7)), weekday: 6, days: None },
        ]);
        let on = |class, text| year.schedule_on(class, day(text)).unwrap().id;
        assert_eq!(on(FIRST, "2026-10-05"), 1, "first classes till the new year");
        assert_eq!(on(FIRST, "2027-02-01"), 0, "and as everybody after it");
        assert_eq!(
            (on(FIRST, "2026-12-28"), on(SEVENTH, "2026-12-28")),
            (2, 2),
            "a short day is everybody's"
        );
        assert_eq!((on(SEVENTH, "2026-10-03"), on(SEVENTH, "2026-10-05")), (3, 0), "Saturdays of one class");
        assert_eq!(year.bell(FIRST, day("2026-10-05"), 1).unwrap().starts.get(), 500);
        assert_eq!(year.bell(FIRST, day("2026-10-05"), 2), None);
    }

    #[test]
    fn weeks_and_extra_holidays_are_of_those_who_have_them() {
        let year = rules(Vec::new());
        assert!(
            !year.is_school_day(FIRST, day("2026-10-03")) && year.is_school_day(SEVENTH, day("2026-10-03"))
        );
        assert!(
            !year.is_school_day(FIRST, day("2027-02-16")) && year.is_school_day(SEVENTH, day("2027-02-16"))
        );
        assert_eq!(year.period_kind(SEVENTH), Some(PeriodKind::Trimester));
        assert_eq!(year.period_kind(Learner { grade: 7, id: ClassId(8) }), None);
    }
}
