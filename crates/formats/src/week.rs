//! Names of week days and of lesson hours, as timetable programs let people write them.

use std::collections::{HashMap, HashSet};

use crate::text::tokens;
use crate::timetable::Hour;

const FULL: [(&str, &str); 7] = [
    ("понедельник", "monday"),
    ("вторник", "tuesday"),
    ("среда", "wednesday"),
    ("четверг", "thursday"),
    ("пятница", "friday"),
    ("суббота", "saturday"),
    ("воскресенье", "sunday"),
];
const SHORT: [&str; 7] = ["пн", "вт", "ср", "чт", "пт", "сб", "вс"];

/// Which day a day's name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Day {
    /// 1 = Monday … 7.
    pub(crate) weekday: u8,
    /// Week of a two-week cycle, from 1; `None` = every week.
    pub(crate) week: Option<u8>,
}

fn weekday_word(word: &str) -> Option<u8> {
    if word.chars().count() < 2 {
        return None;
    }
    let day = FULL.iter().zip(SHORT).position(|((russian, english), short)| {
        russian.starts_with(word) || english.starts_with(word) || word == short
    })?;
    u8::try_from(day + 1).ok()
}

/// Week of a cycle from the words beside the day's own: «2», «II», «нечётная», «знаменатель», «неделя 1».
/// A foreign word («2 смена») makes it no week.
fn week_mark<'a>(words: impl Iterator<Item = &'a str>) -> Option<u8> {
    let mut week = None;
    for word in words {
        let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| word.starts_with(prefix));
        if starts(&["нечет", "числ"]) || matches!(word, "i" | "odd" | "a") {
            week = Some(1);
        } else if starts(&["чет", "знам"]) || matches!(word, "ii" | "even" | "b") {
            week = Some(2);
        } else if let Ok(number) = word.parse::<u8>() {
            week = (1..=8).contains(&number).then_some(number);
        } else if !starts(&["нед", "week"]) && !matches!(word, "я" | "й" | "w" | "н") {
            return None;
        }
    }
    week
}

/// Meaning of each day name, in order; `None` where a name cannot be understood.
///
/// With `in_order` the names are a complete list in the order of the week, so that an unknown name is the day of its place
/// and repeated week days are weeks of a cycle in order.
pub(crate) fn days(names: &[String], in_order: bool) -> Vec<Option<Day>> {
    let mut found: Vec<Option<Day>> = Vec::with_capacity(names.len());
    for (place, name) in names.iter().enumerate() {
        let words = tokens(name);
        let named = words.iter().position(|word| weekday_word(word).is_some());
        found.push(match named {
            Some(at) => words.get(at).and_then(|word| weekday_word(word)).map(|weekday| {
                let others =
                    words.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, word)| word.as_str());
                Day { weekday, week: week_mark(others) }
            }),
            None if in_order => u8::try_from(place + 1)
                .ok()
                .filter(|day| *day <= 7)
                .map(|weekday| Day { weekday, week: None }),
            None => {
                let mut numbers = words.iter().filter_map(|word| word.parse::<u8>().ok());
                let number = numbers.next().filter(|day| (1..=7).contains(day));
                if numbers.next().is_some() {
                    None
                } else {
                    number.map(|weekday| Day { weekday, week: None })
                }
            }
        });
    }
    let mut seen: HashMap<u8, u8> = HashMap::new();
    for day in found.iter().flatten() {
        let count = seen.entry(day.weekday).or_default();
        *count = count.saturating_add(1);
    }
    let cycle = seen.values().any(|count| *count > 1)
        || found.iter().flatten().any(|day| day.week.is_some_and(|week| week > 1));
    let mut used: HashSet<(u8, u8)> = HashSet::new();
    let mut order: HashMap<u8, u8> = HashMap::new();
    for slot in &mut found {
        let Some(day) = slot.as_mut() else { continue };
        if !cycle {
            day.week = None;
            continue;
        }
        let repeated = seen.get(&day.weekday).copied().unwrap_or_default() > 1;
        let place = order.entry(day.weekday).or_default();
        *place = place.saturating_add(1);
        if repeated && day.week.is_none() {
            if !in_order {
                *slot = None;
                continue;
            }
            day.week = Some(*place);
        }
        if !used.insert((day.weekday, day.week.unwrap_or_default())) {
            *slot = None;
        }
    }
    found
}

/// Reads «8:30» or «08.30» to minutes since midnight.
pub(crate) fn time(text: &str) -> Option<u16> {
    let (hours, minutes) = text.trim().split_once([':', '.'])?;
    let minutes = minutes.split([':', '.']).next()?;
    let digits = |part: &str| !part.is_empty() && part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(hours) || !digits(minutes) || minutes.len() != 2 {
        return None;
    }
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

/// What an hour's name tells: its number (0–20) and its times.
fn hour_parts(name: &str) -> (Option<u8>, Option<u16>, Option<u16>) {
    let (mut number, mut times) = (None, Vec::new());
    // «1.08:30» is number one and a time, «08.30» is a time.
    let spaced = if name.contains(':') { name.replace('.', " ") } else { name.to_owned() };
    for piece in spaced.split(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.')) {
        let piece = piece.trim_matches(['.', ':']);
        if let Some(minutes) = time(piece) {
            times.push(minutes);
        } else if number.is_none() && times.is_empty() {
            number = piece.parse::<u8>().ok().filter(|n| *n <= 20);
        }
    }
    (number, times.first().copied(), times.get(1).copied())
}

/// Hours of a complete list: numbers from the names where every name has its own, else from the places.
pub(crate) fn hours_in_order(names: &[String]) -> Vec<Hour> {
    let mut hours: Vec<Hour> = hours_by_name(names).into_iter().map(|(hour, _)| hour).collect();
    let numbers: HashSet<u8> = names.iter().filter_map(|name| hour_parts(name).0).collect();
    if numbers.len() != names.len() {
        for (place, hour) in hours.iter_mut().enumerate() {
            hour.number = u8::try_from(place + 1).unwrap_or(u8::MAX);
        }
    }
    hours
}

/// Hours known only by name, in no order; the flag tells whether the name held a number.
pub(crate) fn hours_by_name(names: &[String]) -> Vec<(Hour, bool)> {
    let hour = |name: &String| {
        let (number, starts, ends) = hour_parts(name);
        (Hour { number: number.unwrap_or_default(), name: name.clone(), starts, ends }, number.is_some())
    };
    names.iter().map(hour).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(names: &[&str], in_order: bool) -> Vec<Option<(u8, Option<u8>)>> {
        let names: Vec<String> = names.iter().map(|&n| n.to_owned()).collect();
        days(&names, in_order).into_iter().map(|day| day.map(|d| (d.weekday, d.week))).collect()
    }

    #[test]
    fn days_are_known_in_two_languages_and_short() {
        for (names, weekday) in [
            (vec!["Понедельник", "пн", "Пон.", "Mon", "MONDAY", "По", "Mo"], 1),
            (vec!["Среда", "ср.", "Wed", "We"], 3),
            (vec!["Четверг", "Чт", "Че", "Thu", "чет."], 4),
            (vec!["Сб", "суббота", "Sat"], 6),
        ] {
            for name in names {
                assert_eq!(read(&[name], false), [Some((weekday, None))], "{name}");
            }
        }
    }

    #[test]
    fn unknown_days_take_their_place_only_in_a_list() {
        assert_eq!(read(&["Альфа", "Бета"], true), [Some((1, None)), Some((2, None))]);
        assert_eq!(read(&["Альфа", "День 3"], false), [None, Some((3, None))]);
    }

    #[test]
    fn two_week_cycles_are_seen() {
        assert_eq!(
            read(&["Пн 1", "Вт 1", "Пн 2", "Вт 2"], false),
            [Some((1, Some(1))), Some((2, Some(1))), Some((1, Some(2))), Some((2, Some(2)))]
        );
        assert_eq!(
            read(&["Пн", "Вт", "Пн (чёт.)"], true),
            [Some((1, Some(1))), Some((2, None)), Some((1, Some(2)))]
        );
        assert_eq!(
            read(&["Пятница (нечётная неделя)", "Пятница (чётная неделя)"], false),
            [Some((5, Some(1))), Some((5, Some(2)))]
        );
    }

    #[test]
    fn hours_take_number_and_times_from_the_name() {
        let parts = |name: &str| hour_parts(name);
        assert_eq!(parts("1 08:30-09:15"), (Some(1), Some(510), Some(555)));
        assert_eq!(parts("08:30-09:15"), (None, Some(510), Some(555)));
        assert_eq!(parts("8.30 - 9.15"), (None, Some(510), Some(555)));
        assert_eq!(parts("1. 8:30"), (Some(1), Some(510), None));
        assert_eq!(parts("3-й урок"), (Some(3), None, None));
        assert_eq!(parts("0"), (Some(0), None, None));
        let named = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|&n| n.to_owned()).collect();
            hours_in_order(&names).into_iter().map(|h| h.number).collect::<Vec<_>>()
        };
        assert_eq!(named(&["08:30", "09:25"]), [1, 2]);
        assert_eq!(named(&["0", "1", "2"]), [0, 1, 2]);
        assert_eq!(named(&["1", "1 вечер"]), [1, 2]);
    }
}
