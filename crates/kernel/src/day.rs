//! Civil days and minutes of a day, as a school counts them.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use jiff::{Span, ToSpan};

/// Why a text or number is no day or time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("day-invalid")]
pub struct DayError;

/// A civil day without a time zone. In the database it is the number `yyyymmdd`: four bytes, ordered, readable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

impl Day {
    /// A day of the calendar.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Self, DayError> {
        Date::new(year, month, day).map(Self).map_err(|_| DayError)
    }

    /// From jiff's date.
    #[must_use]
    pub const fn from_date(date: Date) -> Self {
        Self(date)
    }

    /// As jiff's date.
    #[must_use]
    pub const fn date(self) -> Date {
        self.0
    }

    /// `20261123`, as the database keeps it.
    #[must_use]
    pub fn number(self) -> i32 {
        i32::from(self.0.year()) * 10_000 + i32::from(self.0.month()) * 100 + i32::from(self.0.day())
    }

    /// Back from [`Day::number`].
    pub fn from_number(number: i32) -> Result<Self, DayError> {
        let year = i16::try_from(number / 10_000).map_err(|_| DayError)?;
        let month = i8::try_from(number / 100 % 100).map_err(|_| DayError)?;
        let day = i8::try_from(number % 100).map_err(|_| DayError)?;
        Self::new(year, month, day)
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub fn day_of_month(self) -> i8 {
        self.0.day()
    }

    /// 1 Monday … 7 Sunday.
    #[must_use]
    pub fn weekday(self) -> i8 {
        self.0.weekday().to_monday_one_offset()
    }

    /// The Monday of this day's week.
    #[must_use]
    pub fn monday(self) -> Self {
        self.plus(1 - i64::from(self.weekday()))
    }

    /// So many days later (or earlier); stays at the calendar's end.
    #[must_use]
    pub fn plus(self, days: i64) -> Self {
        let span: Span = days.clamp(-4_000_000, 4_000_000).days();
        Self(self.0.saturating_add(span))
    }

    /// How many days lie between this and a later day (negative when `later` is earlier).
    #[must_use]
    pub fn days_until(self, later: Self) -> i64 {
        later.0.duration_since(self.0).as_hours() / 24
    }

    /// All days from this to `last`, both included; at most ten years.
    pub fn through(self, last: Self) -> impl Iterator<Item = Self> {
        self.0.series(1.day()).take(3700).map(Self).take_while(move |day| *day <= last)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

impl FromStr for Day {
    type Err = DayError;

    /// `2026-11-23` or `23.11.2026`.
    fn from_str(text: &str) -> Result<Self, DayError> {
        let text = text.trim();
        let mut parts = text.split('.');
        if let (Some(day), Some(month), Some(year), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        {
            return Self::new(
                year.parse().map_err(|_| DayError)?,
                month.parse().map_err(|_| DayError)?,
                day.parse().map_err(|_| DayError)?,
            );
        }
        text.parse::<Date>().map(Self).map_err(|_| DayError)
    }
}

impl serde::Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Minutes since midnight of a civil day: 0 to 1439.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Minutes(u16);

impl Minutes {
    /// 00:00.
    pub const MIDNIGHT: Self = Self(0);

    /// A time of day.
    pub fn new(minutes: u16) -> Result<Self, DayError> {
        if minutes < 24 * 60 { Ok(Self(minutes)) } else { Err(DayError) }
    }

    /// The count of minutes.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl fmt::Display for Minutes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_weeks() {
        let day: Day = "2026-11-23".parse().unwrap();
        assert_eq!(day.weekday(), 1);
        assert_eq!(day.plus(6).monday(), day);
        assert_eq!(day.plus(-1).monday().to_string(), "2026-11-16");
        assert_eq!("23.11.2026".parse::<Day>().unwrap(), day);
        assert_eq!(day.days_until(day.plus(40)), 40);
        assert_eq!(day.through(day.plus(6)).count(), 7);
        assert!("2026-02-30".parse::<Day>().is_err());
        assert!("сегодня".parse::<Day>().is_err());
    }

    proptest::proptest! {
        #[test]
        fn number_and_text_round_trip(year in 1900_i16..2200, month in 1_i8..=12, day in 1_i8..=28) {
            let day = Day::new(year, month, day).unwrap();
            proptest::prop_assert_eq!(Day::from_number(day.number()).unwrap(), day);
            proptest::prop_assert_eq!(day.to_string().parse::<Day>().unwrap(), day);
        }

        #[test]
        fn numbers_keep_the_order(a in 0_i64..40_000, b in 0_i64..40_000) {
            let start = Day::new(2000, 1, 1).unwrap();
            let (a, b) = (start.plus(a), start.plus(b));
            proptest::prop_assert_eq!(a.cmp(&b), a.number().cmp(&b.number()));
        }
    }
}
