//! A weekly timetable without clashes, by trying: fill hour after hour with a matching of classes and teachers, prefer
//! those with most left to give, and begin again in another order when somebody is stuck.

use std::collections::{BTreeMap, HashMap, HashSet};

use formats::timetable::{Source, StudentSet, WeeklyLesson, WeeklyTimetable, Weeks};

use crate::dice::Dice;
use crate::error::{Error, Result};

/// So many beginnings, then the plan can't be fulfilled.
const TRIES: usize = 500;
/// So many of them without compromise.
const STRICT_TRIES: usize = 250;
/// Monday to Friday.
const DAYS: u8 = 5;

/// What one teacher teaches one class.
#[derive(Debug, Clone)]
pub(crate) struct Load {
    /// Name of the class.
    pub(crate) class: String,
    pub(crate) subject: String,
    /// Full name.
    pub(crate) teacher: String,
    pub(crate) room: String,
    /// Hours a week.
    pub(crate) hours: u8,
}

/// Places every hour. Days have as equal lengths as can be; no class has a gap; a subject comes twice on a day only when
/// the week is too short for it, or when there is no other way.
pub(crate) fn timetable(loads: &[Load], dice: &mut Dice) -> Result<WeeklyTimetable> {
    for number in 0..TRIES {
        if let Some(lessons) = Attempt::new(loads, number >= STRICT_TRIES).run(dice) {
            return Ok(WeeklyTimetable {
                source: Source::FetFile,
                days: Vec::new(),
                hours: Vec::new(),
                lessons,
                unplaced: Vec::new(),
                refused: Vec::new(),
                subgroups: Vec::new(),
            });
        }
    }
    Err(Error::Inconsistent("расписание не сложилось".to_owned()))
}

/// One way through the week.
struct Attempt<'a> {
    loads: &'a [Load],
    /// May a subject come twice on a day although there are days enough?
    lenient: bool,
    /// Hours not yet placed, by load.
    left: Vec<u8>,
    /// Hours not yet placed, by teacher.
    teachers: HashMap<&'a str, u32>,
    /// Hours a week, by class.
    classes: BTreeMap<&'a str, u8>,
    /// How often a load comes on a day.
    given: HashMap<(usize, u8), u8>,
}

/// Who has whom at one hour.
#[derive(Default)]
struct Hour<'a> {
    teacher: HashMap<&'a str, &'a str>,
    class: BTreeMap<&'a str, usize>,
}

impl<'a> Attempt<'a> {
    fn new(loads: &'a [Load], lenient: bool) -> Self {
        let left = loads.iter().map(|load| load.hours).collect();
        let (mut teachers, mut classes) = (HashMap::new(), BTreeMap::new());
        for load in loads {
            *teachers.entry(load.teacher.as_str()).or_default() += u32::from(load.hours);
            *classes.entry(load.class.as_str()).or_default() += load.hours;
        }
        Self { loads, lenient, left, teachers, classes, given: HashMap::new() }
    }

    fn run(mut self, dice: &mut Dice) -> Option<Vec<WeeklyLesson>> {
        let longest = self.classes.values().max().copied().unwrap_or(0).div_ceil(DAYS);
        let mut lessons = Vec::new();
        for number in 1..=longest {
            for weekday in 1..=DAYS {
                let mut present: Vec<&str> = self
                    .classes
                    .iter()
                    // The first days of the week are the longer ones.
                    .filter(|(_, all)| number <= **all / DAYS + u8::from(weekday <= **all % DAYS))
                    .map(|(class, _)| *class)
                    .collect();
                dice.shuffle(&mut present);
                let mut hour = Hour::default();
                for class in present {
                    if !self.seat(class, weekday, &mut hour, &mut HashSet::new(), dice) {
                        return None;
                    }
                }
                for place in hour.class.into_values() {
                    let load = self.loads.get(place)?;
                    *self.left.get_mut(place)? -= 1;
                    *self.teachers.get_mut(load.teacher.as_str())? -= 1;
                    *self.given.entry((place, weekday)).or_default() += 1;
                    lessons.push(lesson(load, weekday, number));
                }
            }
        }
        Some(lessons)
    }

    /// Finds the class a lesson at this hour; others who have theirs already may have to take another teacher.
    fn seat(
        &self,
        class: &'a str,
        weekday: u8,
        hour: &mut Hour<'a>,
        asked: &mut HashSet<&'a str>,
        dice: &mut Dice,
    ) -> bool {
        let mut choice: Vec<(bool, u32, usize, &'a str)> = Vec::new();
        for (place, load) in self.loads.iter().enumerate().filter(|(_, load)| load.class == class) {
            let own = self.left.get(place).copied().unwrap_or(0);
            let today = self.given.get(&(place, weekday)).copied().unwrap_or(0);
            let twice = today == 1 && (load.hours > DAYS || (self.lenient && load.hours > 1));
            if own > 0 && (today == 0 || twice) {
                let teacher = self.teachers.get(load.teacher.as_str()).copied().unwrap_or(0);
                choice.push((
                    today == 0,
                    teacher * 2 + u32::from(own) * 6 + dice.below(9),
                    place,
                    &load.teacher,
                ));
            }
        }
        choice.sort_unstable_by(|a, b| b.cmp(a));
        for (_, _, place, teacher) in choice {
            if !asked.insert(teacher) {
                continue;
            }
            let free = match hour.teacher.get(teacher).copied() {
                None => true,
                Some(other) => self.seat(other, weekday, hour, asked, dice),
            };
            if free {
                hour.teacher.insert(teacher, class);
                if let Some(before) = hour.class.insert(class, place).and_then(|place| self.loads.get(place))
                    && hour.teacher.get(before.teacher.as_str()) == Some(&class)
                    && before.teacher != teacher
                {
                    hour.teacher.remove(before.teacher.as_str());
                }
                return true;
            }
        }
        false
    }
}

fn lesson(load: &Load, weekday: u8, number: u8) -> WeeklyLesson {
    WeeklyLesson {
        activity: String::new(),
        weekday,
        number,
        weeks: Weeks::All,
        terms: Weeks::All,
        subject: load.subject.clone(),
        teachers: vec![load.teacher.clone()],
        students: vec![StudentSet { class: load.class.clone(), subgroup: None }],
        room: Some(load.room.clone()),
        line: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(class: &str, subject: &str, teacher: &str, hours: u8) -> Load {
        let text = |s: &str| s.to_owned();
        Load { class: text(class), subject: text(subject), teacher: text(teacher), room: text("1"), hours }
    }

    #[test]
    fn nobody_is_in_two_places_and_no_class_has_a_gap() {
        let mut loads = Vec::new();
        for class in ["1А", "1Б", "1В"] {
            for (subject, teacher, hours) in
                [("А", "X", 6), ("Б", "Y", 5), ("В", "Z", 4), ("Г", "Z", 2), ("Д", "W", 2)]
            {
                loads.push(load(class, subject, teacher, hours));
            }
        }
        let week = timetable(&loads, &mut Dice::new("test")).unwrap();
        assert_eq!(week.lessons.len(), 3 * 19);
        let mut teachers = HashSet::new();
        let mut places = HashSet::new();
        for lesson in &week.lessons {
            assert!(teachers.insert((lesson.teachers[0].clone(), lesson.weekday, lesson.number)));
            assert!(places.insert((lesson.students[0].class.clone(), lesson.weekday, lesson.number)));
        }
        for (class, weekday, number) in &places {
            assert!(*number == 1 || places.contains(&(class.clone(), *weekday, number - 1)));
        }
    }

    #[test]
    fn what_can_t_be_fulfilled_is_an_error() {
        let loads = [load("1А", "А", "X", 20), load("1Б", "А", "X", 20)];
        assert!(timetable(&loads, &mut Dice::new("test")).is_err());
    }
}
