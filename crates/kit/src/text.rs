//! Days, times, numbers and names as people say them, in the reader's language. Every function takes values or
//! references alike ([`Given`]), because templates pass references.

use kernel::{Day, Kopecks, Minutes, Weight};

use crate::i18n::{Locale, Tr};

mod marks;

pub use marks::{average_class, average_width, mark_class, mark_label, shows_weight, weight};

/// A value or a reference to it.
pub trait Given<T> {
    /// The value.
    fn given(&self) -> T;
}

macro_rules! given {
    ($($target:ty: $source:ty => $convert:expr;)*) => {$(
        impl Given<$target> for $source {
            fn given(&self) -> $target { $convert(*self) }
        }
        impl Given<$target> for &$source {
            fn given(&self) -> $target { $convert(**self) }
        }
        impl Given<$target> for &&$source {
            fn given(&self) -> $target { $convert(***self) }
        }
    )*};
}
given! {
    Tr: Tr => std::convert::identity;
    Day: Day => std::convert::identity;
    Weight: Weight => std::convert::identity;
    u16: u16 => std::convert::identity;
    u16: Minutes => Minutes::get;
    i64: i64 => std::convert::identity;
    i64: i32 => i64::from;
    i64: i16 => i64::from;
    i64: u16 => i64::from;
    i64: u32 => i64::from;
    i64: Kopecks => kopecks;
}

const fn kopecks(amount: Kopecks) -> i64 {
    amount.0
}

/// «сегодня», «завтра, вт 24 ноября», «вчера, вс 22 ноября», «ср 2 сентября», «ср 2 сентября 2025».
pub fn day(tr: impl Given<Tr>, day: impl Given<Day>, today: impl Given<Day>) -> String {
    let (tr, day, today) = (tr.given(), day.given(), today.given());
    let date = weekday_and_date(tr, day, today);
    match today.days_until(day) {
        0 => tr.day_today().to_owned(),
        1 => format!("{}, {date}", tr.day_tomorrow()),
        -1 => format!("{}, {date}", tr.day_yesterday()),
        _ => date,
    }
}

/// «ср 2 сентября»; the year is named when it is not today's.
pub fn weekday_and_date(tr: impl Given<Tr>, day: impl Given<Day>, today: impl Given<Day>) -> String {
    let (tr, day) = (tr.given(), day.given());
    format!("{} {}", weekday_short(tr, day), date(tr, day, today))
}

/// «2 сентября»; the year is named when it is not today's.
pub fn date(tr: impl Given<Tr>, day: impl Given<Day>, today: impl Given<Day>) -> String {
    let (tr, day) = (tr.given(), day.given());
    if day.year() == today.given().year() {
        format!("{} {}", day.day_of_month(), month_name(tr, day))
    } else {
        format!("{} {} {}", day.day_of_month(), month_name(tr, day), day.year())
    }
}

/// «понедельник, 23 ноября» / «Monday, 23 November»: the heading of a day.
pub fn day_heading(tr: impl Given<Tr>, day: impl Given<Day>) -> String {
    let (tr, day) = (tr.given(), day.given());
    format!("{}, {} {}", weekday_name(tr, day), day.day_of_month(), month_name(tr, day))
}

/// «24.11».
pub fn day_short(day: impl Given<Day>) -> String {
    let day = day.given();
    format!("{:02}.{:02}", day.day_of_month(), day.month())
}

/// «24.11.2026».
pub fn day_full(day: impl Given<Day>) -> String {
    let day = day.given();
    format!("{:02}.{:02}.{:04}", day.day_of_month(), day.month(), day.year())
}

/// «понедельник».
pub fn weekday_name(tr: impl Given<Tr>, day: impl Given<Day>) -> &'static str {
    let tr = tr.given();
    match day.given().weekday() {
        1 => tr.weekday_mon(),
        2 => tr.weekday_tue(),
        3 => tr.weekday_wed(),
        4 => tr.weekday_thu(),
        5 => tr.weekday_fri(),
        6 => tr.weekday_sat(),
        _ => tr.weekday_sun(),
    }
}

/// «пн».
pub fn weekday_short(tr: impl Given<Tr>, day: impl Given<Day>) -> &'static str {
    let tr = tr.given();
    match day.given().weekday() {
        1 => tr.weekday_mon_short(),
        2 => tr.weekday_tue_short(),
        3 => tr.weekday_wed_short(),
        4 => tr.weekday_thu_short(),
        5 => tr.weekday_fri_short(),
        6 => tr.weekday_sat_short(),
        _ => tr.weekday_sun_short(),
    }
}

/// The month as it follows a date: «ноября», «November».
pub fn month_name(tr: impl Given<Tr>, day: impl Given<Day>) -> &'static str {
    let tr = tr.given();
    match day.given().month() {
        1 => tr.month_jan(),
        2 => tr.month_feb(),
        3 => tr.month_mar(),
        4 => tr.month_apr(),
        5 => tr.month_may(),
        6 => tr.month_jun(),
        7 => tr.month_jul(),
        8 => tr.month_aug(),
        9 => tr.month_sep(),
        10 => tr.month_oct(),
        11 => tr.month_nov(),
        _ => tr.month_dec(),
    }
}

/// Minutes since midnight as «08:30».
pub fn time(minutes: impl Given<u16>) -> String {
    let minutes = minutes.given();
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// «23–28 ноября», «30 ноября – 5 декабря», «28 декабря 2026 – 2 января 2027».
pub fn period(tr: impl Given<Tr>, first: impl Given<Day>, last: impl Given<Day>) -> String {
    let (tr, first, last) = (tr.given(), first.given(), last.given());
    let (from, to) = (first.day_of_month(), last.day_of_month());
    let (from_month, to_month) = (month_name(tr, first), month_name(tr, last));
    if first.year() != last.year() {
        format!("{from} {from_month} {} – {to} {to_month} {}", first.year(), last.year())
    } else if first.month() != last.month() {
        format!("{from} {from_month} – {to} {to_month}")
    } else if from == to {
        format!("{from} {from_month}")
    } else {
        format!("{from}–{to} {to_month}")
    }
}

/// Hundredths as «4,33» / “4.33”.
pub fn decimal(tr: impl Given<Tr>, hundredths: impl Given<i64>) -> String {
    let value = hundredths.given();
    let sign = if value < 0 { "−" } else { "" };
    let whole = value.unsigned_abs();
    format!("{sign}{}{}{:02}", whole / 100, decimal_sign(tr.given()), whole % 100)
}

/// A count with its thousands apart: «1 240» / “1,240”.
pub fn count(tr: impl Given<Tr>, number: impl Given<i64>) -> String {
    let number = number.given();
    let sign = if number < 0 { "−" } else { "" };
    format!("{sign}{}", thousands(tr.given(), number.unsigned_abs()))
}

/// Kopecks as «1 240,50 ₽» / “1,240.50 ₽”.
pub fn rubles(tr: impl Given<Tr>, kopecks: impl Given<i64>) -> String {
    let (tr, kopecks) = (tr.given(), kopecks.given());
    let sign = if kopecks < 0 { "−" } else { "" };
    let amount = kopecks.unsigned_abs();
    format!("{sign}{}{}{:02}\u{a0}₽", thousands(tr, amount / 100), decimal_sign(tr), amount % 100)
}

/// How long ago, from elapsed milliseconds: «только что», «5 минут назад», «2 часа назад», «3 дня назад».
pub fn ago(tr: impl Given<Tr>, elapsed: impl Given<i64>) -> String {
    let tr = tr.given();
    let minutes = elapsed.given() / 60_000;
    match minutes {
        i64::MIN..1 => tr.ago_now().to_owned(),
        1..60 => tr.ago_minutes(minutes),
        60..1440 => tr.ago_hours(minutes / 60),
        _ => tr.ago_days(minutes / 1440),
    }
}

/// The same text with a capital first letter, for the start of a line: «Сегодня».
pub fn sentence(text: impl AsRef<str>) -> String {
    let mut signs = text.as_ref().chars();
    signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}

/// «ИЕ» of «Иванова Елена»: the letters of an avatar.
pub fn initials(name: impl AsRef<str>) -> String {
    name.as_ref()
        .split_whitespace()
        .take(2)
        .filter_map(|word| word.chars().next())
        .flat_map(char::to_uppercase)
        .collect()
}

/// Compares texts of any kind of reference; templates need it for the arguments of macros.
pub fn is(text: impl AsRef<str>, other: &str) -> bool {
    text.as_ref() == other
}

const fn decimal_sign(tr: Tr) -> char {
    match tr.locale {
        Locale::Ru => ',',
        Locale::En => '.',
    }
}

fn thousands(tr: Tr, number: u64) -> String {
    let digits = number.to_string();
    let apart = match tr.locale {
        Locale::Ru => '\u{a0}',
        Locale::En => ',',
    };
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 * 2);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(apart);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const RU: Tr = Tr::new(Locale::Ru);
    const EN: Tr = Tr::new(Locale::En);

    fn on(year: i16, month: i8, date: i8) -> Day {
        Day::new(year, month, date).unwrap()
    }

    #[test]
    fn days_are_named_from_today() {
        let today = on(2026, 11, 23);
        assert_eq!(day(RU, today, today), "сегодня");
        assert_eq!(day(RU, on(2026, 11, 24), today), "завтра, вт 24 ноября");
        assert_eq!(day(RU, on(2026, 11, 22), today), "вчера, вс 22 ноября");
        let (words, other, now) = (&RU, &on(2026, 9, 2), &today);
        assert_eq!(day(words, other, now), "ср 2 сентября", "references as templates pass them");
        assert_eq!(day(RU, on(2025, 9, 1), today), "пн 1 сентября 2025");
        assert_eq!(day(EN, today, today), "today");
        assert_eq!(day(EN, on(2026, 11, 24), today), "tomorrow, Tue 24 November");
        assert_eq!(day_heading(RU, today), "понедельник, 23 ноября");
        assert_eq!(day_heading(EN, today), "Monday, 23 November");
        assert_eq!(day_short(on(2026, 11, 4)), "04.11");
        assert_eq!(day_full(on(2026, 11, 4)), "04.11.2026");
    }

    #[test]
    fn periods_name_a_month_once() {
        assert_eq!(period(RU, on(2026, 11, 23), on(2026, 11, 28)), "23–28 ноября");
        assert_eq!(period(RU, on(2026, 11, 30), on(2026, 12, 5)), "30 ноября – 5 декабря");
        assert_eq!(period(RU, on(2026, 12, 28), on(2027, 1, 2)), "28 декабря 2026 – 2 января 2027");
        assert_eq!(period(EN, on(2026, 11, 23), on(2026, 11, 28)), "23–28 November");
        assert_eq!(period(EN, on(2026, 11, 4), on(2026, 11, 4)), "4 November");
    }

    #[test]
    fn numbers_follow_the_language() {
        assert_eq!(decimal(RU, 433_i64), "4,33");
        assert_eq!(decimal(EN, 405_i64), "4.05");
        assert_eq!(rubles(RU, 124_050_i64), "1\u{a0}240,50\u{a0}₽");
        assert_eq!(rubles(RU, Kopecks(-50)), "−0,50\u{a0}₽");
        assert_eq!(rubles(EN, 123_456_789_i64), "1,234,567.89\u{a0}₽");
        assert_eq!(count(RU, 325_000_i64), "325\u{a0}000");
        assert_eq!(count(RU, 999_i64), "999");
        assert_eq!(time(510_u16), "08:30");
    }

    #[test]
    fn elapsed_time_is_rounded_down() {
        assert_eq!(ago(RU, 59_000_i64), "только что");
        assert_eq!(ago(RU, -5_i64), "только что");
        assert_eq!(ago(RU, 5 * 60_000_i64), "5 минут назад");
        assert_eq!(ago(RU, 2 * 3_600_000_i64), "2 часа назад");
        assert_eq!(ago(RU, 21 * 86_400_000_i64), "21 день назад");
        assert_eq!(ago(EN, 86_400_000_i64), "1 day ago");
    }

    #[test]
    fn names_shrink_to_initials() {
        assert_eq!(initials("Иванова Елена Петровна"), "ИЕ");
        assert_eq!(initials(""), "");
        assert_eq!(sentence("завтра, вт"), "Завтра, вт");
    }
}
