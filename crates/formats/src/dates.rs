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

/// Reads a day the way plans have it: all of [`parse`], also without a year («05.09», «5 сент», «5 сентября») and with a
/// short one («05.09.26»). A year that is not written is the one that puts the day between `first` and `last`.
#[must_use]
pub fn parse_within(text: &str, first: Date, last: Date) -> Option<Date> {
    if let Some(date) = parse(text) {
        return Some(date);
    }
    // «1-5.09» is a week, not a day.
    if text.contains('-') && text.contains('.') {
        return None;
    }
    let folded = crate::text::fold(text);
    let mut words: Vec<&str> = folded
        .split(|c: char| c.is_whitespace() || matches!(c, '.' | '/' | '-' | '\u{a0}'))
        .filter(|word| !word.is_empty())
        .collect();
    if words.last().is_some_and(|word| matches!(*word, "г" | "год" | "года")) {
        words.pop();
    }
    let month = |word: &str| month_or_day(word).or_else(|| month_named(word));
    match words.as_slice() {
        [on, of] => {
            let (on, of) = (month_or_day(on)?, month(of)?);
            // The earlier year first; a day outside both is taken for one of the first year.
            let found = (first.year..=last.year)
                .filter_map(|year| date(year, of, on))
                .find(|day| first <= *day && *day <= last);
            found.or_else(|| date(if of >= first.month { first.year } else { last.year }, of, on))
        }
        [on, of, year] => {
            let year = match year.len() {
                2 => number(year)?.checked_add(2000)?,
                4 => number(year)?,
                _ => return None,
            };
            date(year, month(of)?, month_or_day(on)?)
        }
        _ => None,
    }
}

/// The month of a Russian word or its beginning: «сент», «сентября».
fn month_named(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "январь",
        "февраль",
        "март",
        "апрель",
        "май",
        "июнь",
        "июль",
        "август",
        "сентябрь",
        "октябрь",
        "ноябрь",
        "декабрь",
    ];
    if word.chars().count() < 3 {
        return None;
    }
    if matches!(word, "май" | "мая" | "мае") {
        return Some(5);
    }
    // The ending changes with the case, the stem does not.
    let stem: String = word.trim_end_matches(['ь', 'я', 'а', 'й', 'е']).to_owned();
    let place = MONTHS.iter().position(|name| name.starts_with(&stem) && stem.chars().count() >= 3)?;
    i8::try_from(place + 1).ok()
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
    fn a_year_that_is_not_written_is_the_school_years() {
        let (first, last) = (date(2026, 9, 1).unwrap(), date(2027, 5, 31).unwrap());
        let read = |text: &str| parse_within(text, first, last).map(|day| day.to_string());
        for text in [
            "05.09",
            "5.9",
            "5 сент",
            "5 сент.",
            "5 сентября",
            "05.09.26",
            "05.09.2026",
            "5 сентября 2026 г.",
            "46270",
        ] {
            assert_eq!(read(text).as_deref(), Some("2026-09-05"), "{text}");
        }
        for (text, expected) in [
            ("12 янв", "2027-01-12"),
            ("12.01", "2027-01-12"),
            ("3 мая", "2027-05-03"),
            ("3 май", "2027-05-03"),
            ("1 марта", "2027-03-01"),
            ("15 июня", "2027-06-15"),
        ] {
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "сентябрь", "31.02", "5 ма", "5 в", "неделя 3", "1-5.09", "5"] {
            assert_eq!(read(text), None, "{text}");
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
