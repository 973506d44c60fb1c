//! Calendar dates as people and spreadsheets write them.

use std::fmt;

/// A day of the Gregorian calendar that exists; between 1900 and 2100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Year, four digits.
    pub year: i16,
    /// Month, 1–12.
    pub month: i8,
    /// Day of the month, from 1.
    pub day: i8,
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

fn days_of(year: i16, month: i8) -> i8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 => 29,
        2 => 28,
        _ => 31,
    }
}

/// Makes a date, if that day exists and lies between 1900 and 2100.
#[must_use]
pub fn date(year: i16, month: i8, day: i8) -> Option<Date> {
    let exists =
        (1900..=2100).contains(&year) && (1..=12).contains(&month) && day >= 1 && day <= days_of(year, month);
    exists.then_some(Date { year, month, day })
}

/// Reads `dd.mm.yyyy` (also with `/` or `-`), `yyyy-mm-dd` (also with a time after it) or a day number of Excel.
#[must_use]
pub fn parse(text: &str) -> Option<Date> {
    let text = text.trim();
    let text = text.split(['T', ' ']).next().unwrap_or_default();
    let text = text.trim_end_matches(['г', '.']);
    if text.len() > 10 {
        return None;
    }
    let parts: Vec<&str> = text.split(['.', '/', '-']).collect();
    match parts.as_slice() {
        [serial] => from_serial(serial.parse().ok()?),
        [first, month, last] if first.len() == 4 => {
            date(number(first)?, month_or_day(month)?, month_or_day(last)?)
        }
        [first, month, last] if last.len() == 4 => {
            date(number(last)?, month_or_day(month)?, month_or_day(first)?)
        }
        _ => None,
    }
}

fn number(text: &str) -> Option<i16> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn month_or_day(text: &str) -> Option<i8> {
    (text.len() <= 2).then(|| number(text)).flatten().and_then(|value| i8::try_from(value).ok())
}

/// Excel counts days from 30 December 1899 (its wrong leap year 1900 is not met after February 1900).
fn from_serial(serial: i32) -> Option<Date> {
    // Below 10 000 (1927) a bare number is rather a year or a mistake.
    if !(10_000..=73_400).contains(&serial) {
        return None;
    }
    let mut rest = serial - 1;
    let mut year: i16 = 1900;
    // Day 1 of Excel is 1 January 1900; past February 1900 the count runs one ahead.
    rest -= 1;
    loop {
        let length = if days_of(year, 2) == 29 { 366 } else { 365 };
        if rest < length {
            break;
        }
        rest -= length;
        year = year.checked_add(1)?;
    }
    let mut month: i8 = 1;
    while rest >= i32::from(days_of(year, month)) {
        rest -= i32::from(days_of(year, month));
        month = month.checked_add(1)?;
    }
    date(year, month, i8::try_from(rest + 1).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_spellings_name_the_same_day() {
        for text in [
            "01.09.2015",
            "1.9.2015",
            "01/09/2015",
            "2015-09-01",
            "2015-09-01 00:00:00",
            "42248",
            "01.09.2015 г.",
        ] {
            assert_eq!(parse(text).map(|d| d.to_string()).as_deref(), Some("2015-09-01"), "{text}");
        }
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in
            ["31.02.2015", "29.02.2015", "0.1.2015", "01.13.2015", "01.09.15", "2015", "вчера", "", "1-1-1-1"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
        assert!(parse("29.02.2016").is_some());
        assert_eq!(parse("42429").map(|d| d.to_string()).as_deref(), Some("2016-02-29"));
    }
}
