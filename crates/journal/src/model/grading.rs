//! Final marks of a period (четвертные, полугодовые отметки) and how they are proposed.
//!
//! A proposal never becomes a mark by itself: the teacher decides, and gives a reason when it is another mark
//! (273-ФЗ, ст. 28 ч. 3 п. 10: how pupils are assessed is a school's own local act, so thresholds are data with validity).
//!
//! * The average is the exact fraction Σ(mark × weight) ÷ Σ weight; rounding happens only where a school compares what is
//!   shown (in the pupil's favour: 4.495 is shown as 4.50).
//! * Too few marks are no proposal, or «н/а» for who missed more of the lessons than the school allows.

use std::fmt;

use kernel::{Average, MarkValue, PeriodId, Sums};

/// What stands in a column of final marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PeriodValue {
    /// 1 to 5.
    Mark(MarkValue),
    /// Not attested (не аттестован).
    NotAttested,
    /// Exempt (освобождён).
    Exempt,
    /// Passed (зачёт).
    Pass,
    /// Not passed (незачёт).
    Fail,
}

impl PeriodValue {
    /// The code of the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Mark(value) => match value.get() {
                5 => "5",
                4 => "4",
                3 => "3",
                2 => "2",
                _ => "1",
            },
            Self::NotAttested => "na",
            Self::Exempt => "exempt",
            Self::Pass => "pass",
            Self::Fail => "fail",
        }
    }

    /// Back from [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "na" => Some(Self::NotAttested),
            "exempt" => Some(Self::Exempt),
            "pass" => Some(Self::Pass),
            "fail" => Some(Self::Fail),
            digit => digit.parse().ok().and_then(MarkValue::new).map(Self::Mark),
        }
    }

    /// What stands in the journal: «5», «н/а», «осв», «зач», «нз».
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Mark(_) => self.code(),
            Self::NotAttested => "н/а",
            Self::Exempt => "осв",
            Self::Pass => "зач",
            Self::Fail => "нз",
        }
    }

    /// Reads what a teacher typed; none for an empty cell. Case, spaces and a forgotten keyboard layout are forgiven.
    ///
    /// # Errors
    /// The key of the sentence for who typed it.
    pub fn parse(typed: &str) -> Result<Option<Self>, &'static str> {
        let text: String =
            typed.to_lowercase().chars().filter(|c| !c.is_whitespace() && !matches!(c, '/' | '.')).collect();
        Ok(Some(match text.as_str() {
            "" => return Ok(None),
            "на" | "нa" | "yf" | "na" | "неаттестован" | "неаттестована" => {
                Self::NotAttested
            }
            "осв" | "jcd" | "освобождён" | "освобождена" | "exempt" => Self::Exempt,
            "зач" | "зачет" | "зачёт" | "з" | "pfx" | "pass" => Self::Pass,
            "нз" | "незачет" | "незачёт" | "незач" | "yp" | "fail" => Self::Fail,
            digit => Self::Mark(digit.parse().ok().and_then(MarkValue::new).ok_or("period-mark-unknown")?),
        }))
    }

    /// The mark, if it is one.
    #[must_use]
    pub const fn mark(self) -> Option<MarkValue> {
        match self {
            Self::Mark(value) => Some(value),
            _ => None,
        }
    }
}

impl fmt::Display for PeriodValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sign())
    }
}

/// A column of final marks: a period's, or one of the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Slot {
    /// The mark of a grading period.
    Period(PeriodId),
    /// The mark of the year (годовая).
    Year,
    /// The mark of an exam (экзамен, промежуточная аттестация).
    Exam,
    /// The final mark (итоговая), that goes into the certificate.
    Final,
}

impl Slot {
    /// The columns that belong to the year and not to one period.
    pub const OF_YEAR: [Self; 3] = [Self::Year, Self::Exam, Self::Final];

    /// The code of the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Period(_) => "period",
            Self::Year => "year",
            Self::Exam => "exam",
            Self::Final => "final",
        }
    }

    /// The period, 0 for a column of the year.
    #[must_use]
    pub const fn period(self) -> i64 {
        match self {
            Self::Period(id) => id.0,
            _ => 0,
        }
    }

    /// Back from code and period.
    #[must_use]
    pub fn from_stored(code: &str, period: i64) -> Option<Self> {
        match code {
            "period" => Some(Self::Period(PeriodId(period))),
            "year" => Some(Self::Year),
            "exam" => Some(Self::Exam),
            "final" => Some(Self::Final),
            _ => None,
        }
    }
}

impl fmt::Display for Slot {
    /// As it stands in an address: «12», «year».
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Period(id) => id.fmt(f),
            other => f.write_str(other.code()),
        }
    }
}

impl std::str::FromStr for Slot {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match Self::from_stored(text, 0) {
            Some(Self::Period(_)) => Err(()),
            Some(slot) => Ok(slot),
            None => text.parse().map(Self::Period).map_err(|_| ()),
        }
    }
}

/// From which average on which mark is proposed, in hundredths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thresholds {
    /// «5» from.
    pub five: i32,
    /// «4» from.
    pub four: i32,
    /// «3» from.
    pub three: i32,
    /// Is the average compared as it is shown, rounded to hundredths? In the pupil's favour.
    pub by_shown: bool,
}

impl Thresholds {
    /// The mark of an average.
    #[must_use]
    pub fn mark(&self, average: Average) -> Option<MarkValue> {
        let reaches = |threshold: i32| {
            let threshold = i64::from(threshold);
            if self.by_shown { average.hundredths() >= threshold } else { average.reaches(threshold) }
        };
        MarkValue::new(match () {
            () if reaches(self.five) => 5,
            () if reaches(self.four) => 4,
            () if reaches(self.three) => 3,
            () => 2,
        })
    }

    /// Do they go down from five, within the scale?
    #[must_use]
    pub const fn is_ordered(&self) -> bool {
        500 >= self.five && self.five > self.four && self.four > self.three && self.three > 200
    }
}

/// A school's rules for one grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GradingRules {
    /// Thresholds.
    pub thresholds: Thresholds,
    /// Who missed more than this share of the lessons and has too few marks is not attested, per cent.
    pub absent_percent: i32,
    /// From so many hours a week, in tenths, so many marks are wanted; ascending.
    pub minimums: Vec<(i32, i32)>,
}

/// What a pupil's proposal is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Basis {
    /// Sums of the period.
    pub sums: Sums,
    /// Lessons of the period while the pupil was here.
    pub lessons: i64,
    /// Of them missed.
    pub missed: i64,
}

/// What is proposed, or why nothing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proposal {
    /// This.
    Value(PeriodValue),
    /// Nothing: so many marks are wanted.
    Few {
        /// Wanted.
        wanted: i64,
    },
    /// Nothing: something that it is made from is not there yet.
    Incomplete,
}

impl Proposal {
    /// The value, if there is one.
    #[must_use]
    pub const fn value(self) -> Option<PeriodValue> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }
}

impl GradingRules {
    /// So many marks are wanted at so many hours a week, in tenths.
    #[must_use]
    pub fn minimum(&self, hours: i32) -> i64 {
        let of = self.minimums.iter().rev().find(|(from, _)| *from <= hours);
        of.map_or(1, |(_, marks)| i64::from(*marks)).max(1)
    }

    /// The proposal for a pupil in a journal of so many hours a week, in tenths.
    #[must_use]
    pub fn propose(&self, basis: &Basis, hours: i32) -> Proposal {
        let wanted = self.minimum(hours);
        if basis.sums.count < wanted {
            let away = basis.lessons > 0
                && basis.missed.saturating_mul(100)
                    > basis.lessons.saturating_mul(i64::from(self.absent_percent));
            return if away { Proposal::Value(PeriodValue::NotAttested) } else { Proposal::Few { wanted } };
        }
        let mark = basis.sums.average().and_then(|average| self.thresholds.mark(average));
        mark.map_or(Proposal::Few { wanted }, |mark| Proposal::Value(PeriodValue::Mark(mark)))
    }
}

/// Lessons a week in tenths, from the lessons of so many days; to halves of an hour.
#[must_use]
pub fn weekly_hours(lessons: i64, days: i64) -> i32 {
    if days <= 0 {
        return 0;
    }
    let halves = (lessons.saturating_mul(14).saturating_mul(2) + days) / (days * 2);
    i32::try_from(halves.saturating_mul(5)).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails loudly")]
    use kernel::Weight;
    use proptest::prelude::*;

    use super::*;

    const USUAL: Thresholds = Thresholds { five: 450, four: 350, three: 250, by_shown: false };

    fn rules(thresholds: Thresholds) -> GradingRules {
        GradingRules { thresholds, absent_percent: 67, minimums: vec![(0, 3), (15, 5), (35, 7)] }
    }

    fn sums(marks: &[(u8, u16)]) -> Sums {
        marks
            .iter()
            .map(|(value, weight)| (MarkValue::new(*value).unwrap(), Weight::whole(*weight)))
            .collect()
    }

    fn proposed(thresholds: Thresholds, marks: &[(u8, u16)]) -> Option<u8> {
        let basis = Basis { sums: sums(marks), lessons: 30, missed: 0 };
        let value = rules(thresholds).propose(&basis, 10).value();
        value.and_then(PeriodValue::mark).map(MarkValue::get)
    }

    #[test]
    fn the_published_example_is_computed_and_not_copied() {
        // (5·3 + 5·1 + 4·5) ÷ 9 = 40 ÷ 9 = 4.44…, where the publication prints 4.33.
        let marks = [(5, 3), (5, 1), (4, 5)];
        assert_eq!(sums(&marks).average().unwrap().hundredths(), 444);
        assert_eq!(proposed(USUAL, &marks), Some(4));
        assert_eq!(proposed(Thresholds { five: 444, ..USUAL }, &marks), Some(5), "4.444… reaches 4.44");
        assert_eq!(proposed(Thresholds { five: 445, ..USUAL }, &marks), Some(4));
    }

    #[test]
    fn thresholds_are_exact_and_favour_is_what_is_shown() {
        // 4.495: shown as 4.50 (899 ÷ 200 by weights in tenths).
        let almost = Sums { weighted: 899, weight: 200, count: 20 };
        let average = almost.average().unwrap();
        assert_eq!(average.hundredths(), 450);
        assert_eq!(USUAL.mark(average).unwrap().get(), 4);
        assert_eq!(Thresholds { by_shown: true, ..USUAL }.mark(average).unwrap().get(), 5);
        // A regional rule: 5 from 4.65, 4 from 3.65, 3 from 2.65.
        let regional = Thresholds { five: 465, four: 365, three: 265, by_shown: false };
        assert_eq!(
            regional.mark(Sums { weighted: 93, weight: 20, count: 2 }.average().unwrap()).unwrap().get(),
            5
        );
        assert_eq!(
            regional.mark(Sums { weighted: 92, weight: 20, count: 2 }.average().unwrap()).unwrap().get(),
            4
        );
    }

    #[test]
    fn few_marks_are_no_proposal_and_who_was_away_is_not_attested() {
        let few = |missed| Basis { sums: sums(&[(5, 1), (5, 1)]), lessons: 30, missed };
        assert_eq!(rules(USUAL).propose(&few(3), 10), Proposal::Few { wanted: 3 });
        assert_eq!(
            rules(USUAL).propose(&few(20), 10),
            Proposal::Few { wanted: 3 },
            "20 of 30 is not more than 67 %"
        );
        assert_eq!(rules(USUAL).propose(&few(21), 10), Proposal::Value(PeriodValue::NotAttested));
        assert_eq!(rules(USUAL).propose(&few(3), 40), Proposal::Few { wanted: 7 });
        assert_eq!((weekly_hours(9, 63), weekly_hours(36, 63), weekly_hours(13, 60)), (10, 40, 15));
    }

    #[test]
    fn typed_values_are_forgiven() {
        for (typed, sign) in [
            ("5", "5"),
            (" Н/А ", "н/а"),
            ("yf", "н/а"),
            ("осв.", "осв"),
            ("Зачёт", "зач"),
            ("нз", "нз"),
            ("pfx", "зач"),
        ] {
            assert_eq!(PeriodValue::parse(typed).unwrap().unwrap().sign(), sign, "{typed}");
        }
        assert_eq!(PeriodValue::parse("  "), Ok(None));
        assert!(PeriodValue::parse("6").is_err() && PeriodValue::parse("4-").is_err());
    }

    proptest! {
        #[test]
        fn a_proposal_is_the_greatest_mark_whose_threshold_is_reached(
            marks in proptest::collection::vec((1_u8..=5, 1_u16..=10), 3..40),
            three in 201_i32..300, four in 301_i32..400, five in 401_i32..=500,
        ) {
            let thresholds = Thresholds { five, four, three, by_shown: false };
            prop_assert!(thresholds.is_ordered());
            let mark = i64::from(proposed(thresholds, &marks).unwrap());
            // By hand, over whole numbers: Σ(mark × weight) × 100 against threshold × Σ weight.
            let weighted: i64 = marks.iter().map(|(m, w)| i64::from(*m) * i64::from(*w)).sum();
            let weight: i64 = marks.iter().map(|(_, w)| i64::from(*w)).sum();
            let wanted = [(5, five), (4, four), (3, three)].into_iter()
                .find(|(_, from)| weighted * 100 >= i64::from(*from) * weight).map_or(2, |(m, _)| m);
            prop_assert_eq!(mark, wanted);
        }

        #[test]
        fn codes_and_signs_come_back(code in prop::sample::select(vec!["1", "2", "3", "4", "5", "na", "exempt", "pass", "fail"])) {
            let value = PeriodValue::from_code(code).unwrap();
            prop_assert_eq!(value.code(), code);
            prop_assert_eq!(PeriodValue::parse(value.sign()).unwrap(), Some(value));
        }
    }
}
