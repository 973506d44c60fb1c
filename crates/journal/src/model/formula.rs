//! How the mark of a year and the final mark follow from other marks: a small set of sources, no language.
//!
//! The result is the mean of all marks of the sources, rounded mathematically (halves up). For the certificates
//! (приказ Минпросвещения от 05.10.2020 № 546): in grade 9 the mean of year and exam for exam subjects, else the year; in
//! grade 11 the mean of the half-years' and years' marks of grades 10 and 11. Which formula holds is data of a school.

use std::fmt;

use kernel::MarkValue;

use super::grading::{PeriodValue, Proposal};

/// Marks that a formula takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// Of every period of the year.
    Periods,
    /// Of the year.
    Year,
    /// Of the exam.
    Exam,
    /// Of every period of the year before.
    EarlierPeriods,
    /// Of the year before.
    EarlierYear,
}

impl Source {
    /// Every source.
    pub const ALL: [Self; 5] =
        [Self::Periods, Self::Year, Self::Exam, Self::EarlierPeriods, Self::EarlierYear];

    /// The code of the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Periods => "periods",
            Self::Year => "year",
            Self::Exam => "exam",
            Self::EarlierPeriods => "earlier_periods",
            Self::EarlierYear => "earlier_year",
        }
    }
}

/// What a «н/а» among the sources does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAttested {
    /// The result is «н/а» too.
    Blocks,
    /// The others count.
    Skips,
}

/// A formula: the mean of these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    /// What it takes.
    pub sources: Vec<Source>,
    /// What «н/а» does.
    pub not_attested: NotAttested,
}

/// A pupil's marks, by where they come from; none is a mark that is not there yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Results {
    /// Of every period of the year while the pupil was here.
    pub periods: Vec<Option<PeriodValue>>,
    /// Of the year.
    pub year: Option<PeriodValue>,
    /// Of the exam.
    pub exam: Option<PeriodValue>,
    /// Of the periods of the year before.
    pub earlier_periods: Vec<Option<PeriodValue>>,
    /// Of the year before.
    pub earlier_year: Option<PeriodValue>,
}

impl Results {
    fn of(&self, source: Source) -> Vec<Option<PeriodValue>> {
        match source {
            Source::Periods => self.periods.clone(),
            Source::Year => vec![self.year],
            Source::Exam => vec![self.exam],
            Source::EarlierPeriods => self.earlier_periods.clone(),
            Source::EarlierYear => vec![self.earlier_year],
        }
    }
}

impl Formula {
    /// Back from the database's words: `year,exam`.
    #[must_use]
    pub fn from_codes(sources: &str, not_attested: &str) -> Option<Self> {
        let sources: Vec<Source> = sources
            .split(',')
            .map(|word| Source::ALL.into_iter().find(|source| source.code() == word))
            .collect::<Option<_>>()?;
        let not_attested = match not_attested {
            "blocks" => NotAttested::Blocks,
            "skips" => NotAttested::Skips,
            _ => return None,
        };
        Some(Self { sources, not_attested })
    }

    /// What follows from a pupil's marks.
    ///
    /// A mark that is not there yet leaves it incomplete. Exempt (осв) is left out, and is the result when nothing else
    /// is there; зачёт stands beside numbers without counting, and незачёт is the result.
    #[must_use]
    pub fn result(&self, of: &Results) -> Proposal {
        let all: Option<Vec<PeriodValue>> = self.sources.iter().flat_map(|source| of.of(*source)).collect();
        let Some(all) = all.filter(|all| !all.is_empty()) else { return Proposal::Incomplete };
        let has = |value: PeriodValue| all.contains(&value);
        if has(PeriodValue::NotAttested) && self.not_attested == NotAttested::Blocks {
            return Proposal::Value(PeriodValue::NotAttested);
        }
        if has(PeriodValue::Fail) {
            return Proposal::Value(PeriodValue::Fail);
        }
        let marks: Vec<i64> =
            all.iter().filter_map(|value| value.mark()).map(|mark| i64::from(mark.get())).collect();
        if let Some(mark) = mean(&marks) {
            return Proposal::Value(PeriodValue::Mark(mark));
        }
        Proposal::Value(match () {
            () if has(PeriodValue::Pass) => PeriodValue::Pass,
            () if has(PeriodValue::NotAttested) => PeriodValue::NotAttested,
            () => PeriodValue::Exempt,
        })
    }
}

impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let codes: Vec<&str> = self.sources.iter().map(|source| source.code()).collect();
        f.write_str(&codes.join(","))
    }
}

/// The mean rounded mathematically.
fn mean(marks: &[i64]) -> Option<MarkValue> {
    let count = i64::try_from(marks.len()).ok().filter(|count| *count > 0)?;
    let rounded = (marks.iter().sum::<i64>() * 2 + count) / (count * 2);
    u8::try_from(rounded).ok().and_then(MarkValue::new)
}

/// A formula with what it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormulaRule {
    /// `year` or `final`.
    pub target: String,
    /// First and last grade.
    pub grades: (i32, i32),
    /// Only for who has a mark of an exam?
    pub with_exam: bool,
    /// The formula.
    pub formula: Formula,
}

/// The formula for the mark of a year or the final one, of a grade; with an exam the rule for exams goes first.
#[must_use]
pub fn formula_for<'a>(
    rules: &'a [FormulaRule],
    target: &str,
    grade: i32,
    has_exam: bool,
) -> Option<&'a Formula> {
    let of = |with_exam: bool| {
        rules.iter().find(|rule| {
            rule.target == target
                && rule.with_exam == with_exam
                && rule.grades.0 <= grade
                && grade <= rule.grades.1
        })
    };
    let found = if has_exam { of(true).or_else(|| of(false)) } else { of(false) };
    found.map(|rule| &rule.formula)
}

/// Figures of a class over one column (успеваемость, качество, СОУ, средний балл), exact until they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// Fives, fours, threes, twos and ones.
    pub marks: [i64; 5],
    /// Not attested: they stay among the pupils counted.
    pub not_attested: i64,
}

impl Figures {
    /// With one more pupil; exempt ones, passes and who has nothing are not counted.
    pub fn add(&mut self, value: Option<PeriodValue>) {
        match value {
            Some(PeriodValue::Mark(mark)) => {
                if let Some(slot) = self.marks.get_mut(usize::from(5 - mark.get())) {
                    *slot += 1;
                }
            }
            Some(PeriodValue::NotAttested) => self.not_attested += 1,
            _ => {}
        }
    }

    /// Pupils counted: N.
    #[must_use]
    pub fn pupils(&self) -> i64 {
        self.marks.iter().sum::<i64>() + self.not_attested
    }

    /// успеваемость: (n5 + n4 + n3) · 100 ÷ N, in tenths of a per cent.
    #[must_use]
    pub fn progress(&self) -> Option<i64> {
        let [fives, fours, threes, ..] = self.marks;
        tenths((fives + fours + threes) * 100, self.pupils())
    }

    /// качество: (n5 + n4) · 100 ÷ N, in tenths of a per cent.
    #[must_use]
    pub fn quality(&self) -> Option<i64> {
        let [fives, fours, ..] = self.marks;
        tenths((fives + fours) * 100, self.pupils())
    }

    /// СОУ: (n5 · 100 + n4 · 64 + n3 · 36 + n2 · 16 + н/а · 7) ÷ N, in tenths of a per cent; a one counts as a two.
    #[must_use]
    pub fn learned(&self) -> Option<i64> {
        let [fives, fours, threes, twos, ones] = self.marks;
        let sum = fives * 100 + fours * 64 + threes * 36 + (twos + ones) * 16 + self.not_attested * 7;
        tenths(sum, self.pupils())
    }

    /// средний балл in hundredths, of who has a mark.
    #[must_use]
    pub fn average(&self) -> Option<i64> {
        let [fives, fours, threes, twos, ones] = self.marks;
        let count = self.pupils() - self.not_attested;
        let sum = fives * 5 + fours * 4 + threes * 3 + twos * 2 + ones;
        (count > 0).then(|| (sum * 200 + count) / (count * 2))
    }
}

fn tenths(sum: i64, of: i64) -> Option<i64> {
    (of > 0).then(|| (sum * 20 + of) / (of * 2))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails loudly")]
    use proptest::prelude::*;

    use super::*;

    fn value(code: &str) -> Option<PeriodValue> {
        PeriodValue::from_code(code)
    }

    fn values(codes: &str) -> Vec<Option<PeriodValue>> {
        codes.split_whitespace().map(value).collect()
    }

    fn year(codes: &str, not_attested: &str) -> Proposal {
        let formula = Formula::from_codes("periods", not_attested).unwrap();
        formula.result(&Results { periods: values(codes), ..Results::default() })
    }

    fn is(code: &str) -> Proposal {
        Proposal::Value(value(code).unwrap())
    }

    #[test]
    fn a_year_is_the_mean_of_its_periods() {
        assert_eq!(year("4 4 5 5", "blocks"), is("5"), "4.5 is rounded up");
        assert_eq!(year("4 4 4 5", "blocks"), is("4"));
        assert_eq!(year("3 3 4 4", "blocks"), is("4"));
        assert_eq!(year("2 3", "blocks"), is("3"));
        assert_eq!(year("4 - 5 5", "blocks"), Proposal::Incomplete);
        assert_eq!(year("4 na 5 5", "blocks"), is("na"));
        assert_eq!(year("4 na 5 5", "skips"), is("5"));
        assert_eq!(year("exempt 4 4 5", "blocks"), is("4"));
        assert_eq!(year("exempt exempt", "blocks"), is("exempt"));
        assert_eq!(year("pass pass", "blocks"), is("pass"));
        assert_eq!(year("pass fail", "blocks"), is("fail"));
        assert_eq!(year("na na", "skips"), is("na"));
        assert_eq!(year("", "blocks"), Proposal::Incomplete);
    }

    #[test]
    fn certificates_follow_the_rules_of_their_grades() {
        let rule = |target: &str, grade, with_exam, sources: &str| FormulaRule {
            target: target.to_owned(),
            grades: (grade, grade),
            with_exam,
            formula: Formula::from_codes(sources, "blocks").unwrap(),
        };
        let rules = [
            rule("final", 9, false, "year"),
            rule("final", 9, true, "year,exam"),
            rule("final", 11, false, "earlier_periods,earlier_year,periods,year"),
        ];
        let ninth = Results { year: value("4"), exam: value("5"), ..Results::default() };
        assert_eq!(formula_for(&rules, "final", 9, true).unwrap().result(&ninth), is("5"));
        assert_eq!(formula_for(&rules, "final", 9, false).unwrap().result(&ninth), is("4"));
        assert!(
            formula_for(&rules, "final", 8, false).is_none()
                && formula_for(&rules, "year", 9, false).is_none()
        );
        let eleventh = Results {
            periods: values("5 5"),
            year: value("5"),
            earlier_periods: values("4 4"),
            earlier_year: value("4"),
            ..Results::default()
        };
        let formula = formula_for(&rules, "final", 11, false).unwrap();
        assert_eq!(formula.result(&eleventh), is("5"), "27 ÷ 6 = 4.5");
        let newcomer = Results { earlier_year: None, earlier_periods: Vec::new(), ..eleventh };
        assert_eq!(formula.result(&newcomer), Proposal::Incomplete);
    }

    #[test]
    fn figures_of_a_class_are_those_of_the_reports() {
        let mut figures = Figures::default();
        for one in values("5 5 4 4 4 3 3 3 2 na exempt -") {
            figures.add(one);
        }
        assert_eq!(figures.pupils(), 10, "exempt and empty are left out, not attested stay");
        assert_eq!(figures.progress(), Some(800));
        assert_eq!(figures.quality(), Some(500));
        // (200 + 192 + 108 + 16 + 7) ÷ 10 = 52.3
        assert_eq!(figures.learned(), Some(523));
        // (10 + 12 + 9 + 2) ÷ 9 = 3.67
        assert_eq!(figures.average(), Some(367));
        assert_eq!(Figures::default().progress(), None);
    }

    proptest! {
        #[test]
        fn a_mean_is_never_further_than_a_half(marks in proptest::collection::vec(1_u8..=5, 1..12)) {
            let results = Results {
                periods: marks.iter().map(|m| MarkValue::new(*m).map(PeriodValue::Mark)).collect(),
                ..Results::default()
            };
            let Proposal::Value(PeriodValue::Mark(got)) =
                Formula::from_codes("periods", "blocks").unwrap().result(&results) else {
                return Err(TestCaseError::fail("no mark"));
            };
            let sum: i64 = marks.iter().map(|m| i64::from(*m)).sum();
            let count = i64::try_from(marks.len()).unwrap();
            let twice = 2 * (i64::from(got.get()) * count - sum);
            // Exactly half is rounded up: got − mean lies in (−½, ½].
            prop_assert!(-count < twice && twice <= count);
        }

        #[test]
        fn better_marks_never_make_a_worse_year(marks in proptest::collection::vec(1_u8..=4, 1..8), place in 0_usize..8) {
            let mark = |marks: &[u8]| {
                let periods = marks.iter().map(|m| MarkValue::new(*m).map(PeriodValue::Mark)).collect();
                let results = Results { periods, ..Results::default() };
                Formula::from_codes("periods", "skips").unwrap().result(&results).value().unwrap().mark().unwrap()
            };
            let mut better = marks.clone();
            better[place % marks.len()] += 1;
            prop_assert!(mark(&better) >= mark(&marks));
        }
    }
}
