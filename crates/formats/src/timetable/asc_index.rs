//! The tables of an aSc export, by identifier.

use std::collections::HashMap;

use super::students::class_text;
use super::{Hour, StudentSet, Subgroup, Weeks};
use crate::text::squeeze;
use crate::week;
use crate::xml::Node;

/// Longest bitmap that is read: no school has more days in its cycle.
const MAX_BITS: usize = 64;

/// Everything that lessons and cards refer to.
pub(super) struct Index<'a> {
    pub(super) subjects: HashMap<&'a str, String>,
    pub(super) teachers: HashMap<&'a str, String>,
    pub(super) rooms: HashMap<&'a str, String>,
    pub(super) classes: HashMap<&'a str, String>,
    pub(super) groups: HashMap<&'a str, StudentSet>,
    pub(super) weeks: HashMap<&'a str, &'a str>,
    pub(super) terms: HashMap<&'a str, &'a str>,
    pub(super) day_names: Vec<String>,
    pub(super) hours: Vec<Hour>,
    pub(super) subgroups: Vec<Subgroup>,
    /// Week day of each bit of a `days` bitmap.
    weekdays: Vec<Option<u8>>,
    /// Week day of each `day` of the older dialect.
    numbered_days: HashMap<&'a str, Option<u8>>,
    periods: HashMap<&'a str, usize>,
}

impl<'a> Index<'a> {
    pub(super) fn new(root: &'a Node) -> Self {
        let class_rows = rows(root, "classes", "class");
        let classes: HashMap<&str, String> =
            class_rows.map(|row| (id(row), class_text(&name(row)))).collect();
        let (groups, subgroups) = groups(root, &classes);
        let (hours, periods) = periods(root);
        let (mut day_names, weekdays) = defined_days(root);
        let old: Vec<&Node> = rows(root, "days", "day").collect();
        let old_names: Vec<String> = old.iter().map(|row| name(row)).collect();
        let old_days = week::days(&old_names, true).into_iter().map(|day| day.map(|day| day.weekday));
        let numbered_days = old.iter().map(|row| row.attribute_or_empty("day")).zip(old_days).collect();
        if day_names.is_empty() {
            day_names = old_names;
        }
        Self {
            subjects: rows(root, "subjects", "subject").map(|row| (id(row), name(row))).collect(),
            teachers: rows(root, "teachers", "teacher").map(|row| (id(row), person(row))).collect(),
            rooms: rows(root, "classrooms", "classroom").map(|row| (id(row), name(row))).collect(),
            weeks: rows(root, "weeksdefs", "weeksdef")
                .map(|row| (id(row), row.attribute_or_empty("weeks")))
                .collect(),
            terms: rows(root, "termsdefs", "termsdef")
                .map(|row| (id(row), row.attribute_or_empty("terms")))
                .collect(),
            classes,
            groups,
            day_names,
            hours,
            subgroups,
            weekdays,
            numbered_days,
            periods,
        }
    }

    /// Week days of a card: the bitmap `days`, or the number `day` of the older dialect. Empty for a card without a day,
    /// `None` where it names an unknown one.
    pub(super) fn days_of(&self, card: &Node) -> Option<Vec<u8>> {
        let number = card.attribute_or_empty("day");
        if !number.is_empty() {
            let by_place = || {
                number
                    .parse::<u8>()
                    .ok()
                    .filter(|day| self.numbered_days.is_empty() && *day < 7)
                    .map(|day| day + 1)
            };
            return Some(vec![self.numbered_days.get(number).copied().flatten().or_else(by_place)?]);
        }
        let bitmap = card.attribute_or_empty("days");
        if bitmap.is_empty() {
            return Some(Vec::new());
        }
        let (set, _) = bits(bitmap)?;
        set.into_iter()
            .map(|place| match self.weekdays.get(place) {
                Some(known) => *known,
                None if self.weekdays.is_empty() => u8::try_from(place + 1).ok().filter(|day| *day <= 7),
                None => None,
            })
            .collect()
    }

    /// The hours a card takes: `length` in a row from its period on.
    pub(super) fn hours_of(&self, period: &str, length: usize) -> Option<&[Hour]> {
        let first = *self.periods.get(period)?;
        self.hours.get(first..first.saturating_add(length))
    }
}

/// Weeks or terms of a bitmap («11», «10», «10,01»): `None` for one that is unreadable or names none.
pub(super) fn cycle(text: &str) -> Option<Weeks> {
    if text.is_empty() {
        return Some(Weeks::All);
    }
    let (set, length) = bits(text)?;
    if set.is_empty() {
        return None;
    }
    if set.len() == length {
        return Some(Weeks::All);
    }
    Some(Weeks::Only(set.into_iter().filter_map(|place| u8::try_from(place + 1).ok()).collect()))
}

/// Places of the ones in a bitmap or a comma list of bitmaps, and its length.
fn bits(text: &str) -> Option<(Vec<usize>, usize)> {
    let mut union = [false; MAX_BITS];
    let mut length = 0;
    for map in text.split(',').map(str::trim) {
        if map.is_empty() || map.len() > MAX_BITS {
            return None;
        }
        length = length.max(map.len());
        for (slot, bit) in union.iter_mut().zip(map.bytes()) {
            match bit {
                b'1' => *slot = true,
                b'0' => {}
                _ => return None,
            }
        }
    }
    Some((union.iter().enumerate().filter(|(_, set)| **set).map(|(place, _)| place).collect(), length))
}

fn rows<'a>(root: &'a Node, table: &'a str, row: &'a str) -> impl Iterator<Item = &'a Node> {
    root.all(table).flat_map(move |table| table.all(row))
}

fn id(row: &Node) -> &str {
    row.attribute_or_empty("id")
}

fn name(row: &Node) -> String {
    let name = squeeze(row.attribute_or_empty("name"));
    if name.is_empty() { squeeze(row.attribute_or_empty("short")) } else { name }
}

/// `name`, else family name and given name, else the short form.
fn person(row: &Node) -> String {
    let full = squeeze(row.attribute_or_empty("name"));
    if !full.is_empty() {
        return full;
    }
    let parts =
        squeeze(&format!("{} {}", row.attribute_or_empty("lastname"), row.attribute_or_empty("firstname")));
    if parts.is_empty() { name(row) } else { parts }
}

/// Day names by bit and their week days. Only a definition of exactly one day names its bit («Каждый день» is 11111).
fn defined_days(root: &Node) -> (Vec<String>, Vec<Option<u8>>) {
    let mut by_bit: Vec<Option<String>> = Vec::new();
    for row in rows(root, "daysdefs", "daysdef") {
        let Some((set, length)) = bits(row.attribute_or_empty("days")) else { continue };
        if by_bit.len() < length {
            by_bit.resize(length, None);
        }
        // «10000,01000» is a choice between days and names none of them.
        let single = !row.attribute_or_empty("days").contains(',');
        if let ([place], true) = (set.as_slice(), single)
            && let Some(slot) = by_bit.get_mut(*place)
        {
            slot.get_or_insert_with(|| name(row));
        }
    }
    let names: Vec<String> = by_bit
        .into_iter()
        .enumerate()
        .map(|(place, name)| name.unwrap_or_else(|| format!("День {}", place + 1)))
        .collect();
    let weekdays = week::days(&names, true).into_iter().map(|day| day.map(|day| day.weekday)).collect();
    (names, weekdays)
}

fn periods(root: &Node) -> (Vec<Hour>, HashMap<&str, usize>) {
    let rows: Vec<&Node> = rows(root, "periods", "period").collect();
    let names: Vec<String> = rows.iter().map(|row| name(row)).collect();
    let mut hours = week::hours_in_order(&names);
    for (hour, row) in hours.iter_mut().zip(&rows) {
        hour.starts = week::time(row.attribute_or_empty("starttime")).or(hour.starts);
        hour.ends = week::time(row.attribute_or_empty("endtime")).or(hour.ends);
    }
    let mut places = HashMap::new();
    for (place, row) in rows.iter().enumerate() {
        places.entry(row.attribute_or_empty("period")).or_insert(place);
    }
    (hours, places)
}

/// Groups by identifier, and the parts of classes with the names of their pupils.
fn groups<'a>(
    root: &'a Node,
    classes: &HashMap<&str, String>,
) -> (HashMap<&'a str, StudentSet>, Vec<Subgroup>) {
    let pupils: HashMap<&str, String> =
        rows(root, "students", "student").map(|row| (id(row), person(row))).collect();
    let mut groups = HashMap::new();
    let mut subgroups = Vec::new();
    for row in rows(root, "groups", "group") {
        let Some(class) = classes.get(row.attribute_or_empty("classid")) else { continue };
        let title = name(row);
        let whole = row.attribute("entireclass") == Some("1") || title.is_empty();
        let subgroup = (!whole).then_some(title);
        if let Some(subgroup) = &subgroup {
            let ids = row.attribute_or_empty("studentids").split(',').map(str::trim);
            let members = ids.filter_map(|id| pupils.get(id)).cloned().collect();
            subgroups.push(Subgroup { class: class.clone(), name: subgroup.clone(), members });
        }
        groups.insert(id(row), StudentSet { class: class.clone(), subgroup });
    }
    (groups, subgroups)
}
