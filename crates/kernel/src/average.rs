//! Exact weighted averages: sums are integers, rounding happens only when shown.

use crate::mark::{Cell, MarkValue, ResitRule, Weight};

/// A weight is counted in twentieths: the mean of a re-sit's two marks stays a whole number of them.
const UNIT: i64 = 2;

/// What an average is made of: Σ(mark × weight) and Σ weight, in twentieths of weight, and how many marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sums {
    /// Σ(mark × weight), weight in twentieths.
    pub weighted: i64,
    /// Σ weight in twentieths.
    pub weight: i64,
    /// How many marks.
    pub count: i64,
}

impl Sums {
    /// With one more mark.
    #[must_use]
    pub fn with(self, value: MarkValue, weight: Weight) -> Self {
        Self {
            weighted: self.weighted + i64::from(value.get()) * i64::from(weight.tenths()) * UNIT,
            weight: self.weight + i64::from(weight.tenths()) * UNIT,
            count: self.count + 1,
        }
    }

    /// With what stands in one more cell; `rule` says what counts after a re-sit.
    #[must_use]
    pub fn with_cell(self, cell: Cell, weight: Weight, rule: ResitRule) -> Self {
        match (cell.mark, cell.first, rule) {
            (None, _, _) => self,
            (Some(value), Some(first), ResitRule::Both) => self.with(first, weight).with(value, weight),
            (Some(value), Some(first), ResitRule::Mean) => Self {
                weighted: self.weighted + i64::from(first.get() + value.get()) * i64::from(weight.tenths()),
                weight: self.weight + i64::from(weight.tenths()) * UNIT,
                count: self.count + 1,
            },
            (Some(value), _, _) => self.with(value, weight),
        }
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            weighted: self.weighted + other.weighted,
            weight: self.weight + other.weight,
            count: self.count + other.count,
        }
    }

    /// What is left without the other.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self {
            weighted: self.weighted - other.weighted,
            weight: self.weight - other.weight,
            count: self.count - other.count,
        }
    }

    /// Σ(mark × weight) ÷ Σ weight, or none without weight.
    #[must_use]
    pub fn average(self) -> Option<Average> {
        (self.weight > 0).then_some(Average { weighted: self.weighted, weight: self.weight })
    }
}

impl FromIterator<(MarkValue, Weight)> for Sums {
    fn from_iter<T: IntoIterator<Item = (MarkValue, Weight)>>(marks: T) -> Self {
        marks.into_iter().fold(Self::default(), |sums, (value, weight)| sums.with(value, weight))
    }
}

/// An average as an exact fraction.
#[derive(Debug, Clone, Copy)]
pub struct Average {
    weighted: i64,
    weight: i64,
}

impl Average {
    /// In hundredths, halves up: 4.444… → 444, 4.445 → 445.
    #[must_use]
    pub fn hundredths(self) -> i64 {
        (self.weighted * 200 + self.weight) / (self.weight * 2)
    }

    /// Is it at least this threshold, in hundredths (465 = «5» from 4.65)? Exact, never through the rounded figure.
    #[must_use]
    pub fn reaches(self, threshold_hundredths: i64) -> bool {
        self.weighted * 100 >= threshold_hundredths * self.weight
    }

    /// How many more marks of `value` with `weight` lift the average to the threshold (hundredths); none when they never can.
    #[must_use]
    pub fn needed(self, value: MarkValue, weight: Weight, threshold_hundredths: i64) -> Option<i64> {
        let missing = threshold_hundredths * self.weight - self.weighted * 100;
        if missing <= 0 {
            return Some(0);
        }
        let gain = (i64::from(value.get()) * 100 - threshold_hundredths) * i64::from(weight.tenths()) * UNIT;
        (gain > 0).then(|| (missing + gain - 1) / gain)
    }
}

impl PartialEq for Average {
    fn eq(&self, other: &Self) -> bool {
        i128::from(self.weighted) * i128::from(other.weight)
            == i128::from(other.weighted) * i128::from(self.weight)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mark(value: u8) -> MarkValue {
        MarkValue::new(value).unwrap()
    }

    #[test]
    fn counts_the_published_example_right() {
        let sums: Sums =
            [(mark(5), Weight::whole(3)), (mark(5), Weight::whole(1)), (mark(4), Weight::whole(5))]
                .into_iter()
                .collect();
        let average = sums.average().unwrap();
        assert_eq!(average.hundredths(), 444);
        assert!(average.reaches(444));
        assert!(!average.reaches(445));
    }

    #[test]
    fn no_marks_have_no_average() {
        assert_eq!(Sums::default().average(), None);
    }

    #[test]
    fn a_resit_counts_as_the_school_set_and_stays_exact() {
        let again = Cell { mark: Some(mark(3)), first: Some(mark(2)), ..Cell::default() };
        let half = Weight::from_tenths(5).unwrap();
        let shown = |rule| {
            let sums = Sums::default().with(mark(5), half).with_cell(again, half, rule);
            (sums.average().unwrap().hundredths(), sums.count)
        };
        assert_eq!(shown(ResitRule::New), (400, 2));
        assert_eq!(shown(ResitRule::Mean), (375, 2), "(5 + 2.5) ÷ 2");
        assert_eq!(shown(ResitRule::Both), (333, 3));
    }

    fn marks() -> impl Strategy<Value = Vec<(MarkValue, Weight)>> {
        proptest::collection::vec((1_u8..=5, 1_u16..=100), 1..60).prop_map(|list| {
            list.into_iter().map(|(v, w)| (mark(v), Weight::from_tenths(w).unwrap())).collect()
        })
    }

    proptest! {
        #[test]
        fn lies_between_the_least_and_the_greatest(list in marks()) {
            let least = list.iter().map(|m| i64::from(m.0.get())).min().unwrap();
            let most = list.iter().map(|m| i64::from(m.0.get())).max().unwrap();
            let hundredths = list.into_iter().collect::<Sums>().average().unwrap().hundredths();
            prop_assert!((least * 100..=most * 100).contains(&hundredths));
        }

        #[test]
        fn order_does_not_matter_and_taking_away_undoes(list in marks(), value in 1_u8..=5, tenths in 1_u16..=100) {
            let sums: Sums = list.iter().copied().collect();
            let back: Sums = list.iter().rev().copied().collect();
            prop_assert_eq!(sums, back);
            let one = Sums::default().with(mark(value), Weight::from_tenths(tenths).unwrap());
            prop_assert_eq!(sums.plus(one).minus(one), sums);
        }

        #[test]
        fn needed_marks_are_enough_and_one_less_is_not(list in marks(), threshold in 210_i64..500) {
            let sums: Sums = list.into_iter().collect();
            let five = (mark(5), Weight::whole(1));
            if let Some(n) = sums.average().unwrap().needed(five.0, five.1, threshold) {
                prop_assume!(n < 100_000);
                let add = |n: i64| Sums { weighted: sums.weighted + n * 100, weight: sums.weight + n * 20, count: sums.count + n };
                prop_assert!(add(n).average().unwrap().reaches(threshold));
                if n > 0 {
                    prop_assert!(!add(n - 1).average().unwrap().reaches(threshold));
                }
            }
        }
    }
}
