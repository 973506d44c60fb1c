//! A weekly timetable without clashes, by trying: fill hour after hour, take the teacher with most left to give, and
//! begin again in another order when somebody is stuck.

use std::collections::{HashMap, HashSet};

use formats::timetable::{Source, StudentSet, WeeklyLesson, WeeklyTimetable, Weeks};

use crate::dice::Dice;
use crate::error::{Error, Result};

/// So many beginnings, then the plan can't be fulfilled.
const TRIES: usize = 500;
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

/// Places every hour. Days have as equal lengths as can be; no class has a gap.
pub(crate) fn timetable(loads: &[Load], dice: &mut Dice) -> Result<WeeklyTimetable> {
    for _ in 0..TRIES {
        if let Some(lessons) = attempt(loads, dice) {
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

fn attempt(loads: &[Load], dice: &mut Dice) -> Option<Vec<WeeklyLesson>> {
    let mut left: Vec<u8> = loads.iter().map(|load| load.hours).collect();
    let mut teacher_left: HashMap<&str, u32> = HashMap::new();
    let mut class_left: HashMap<&str, u8> = HashMap::new();
    let mut classes: Vec<&str> = Vec::new();
    for load in loads {
        *teacher_left.entry(&load.teacher).or_default() += u32::from(load.hours);
        *class_left.entry(&load.class).or_default() += load.hours;
        if !classes.contains(&load.class.as_str()) {
            classes.push(&load.class);
        }
    }
    let longest = class_left.values().max().copied().unwrap_or(0).div_ceil(DAYS);
    let mut given: HashMap<(usize, u8), u8> = HashMap::new();
    let mut lessons = Vec::new();
    for number in 1..=longest {
        for weekday in 1..=DAYS {
            dice.shuffle(&mut classes);
            let mut busy: HashSet<&str> = HashSet::new();
            for class in &classes {
                let all = class_left.get(class).copied().unwrap_or(0);
                // The first days of the week are the longer ones.
                if number > all / DAYS + u8::from(weekday <= all % DAYS) {
                    continue;
                }
                let (place, load) = loads
                    .iter()
                    .enumerate()
                    .filter(|(_, load)| load.class == *class && !busy.contains(load.teacher.as_str()))
                    .filter(|(place, _)| left.get(*place).is_some_and(|hours| *hours > 0))
                    .filter(|(place, load)| {
                        let today = given.get(&(*place, weekday)).copied().unwrap_or(0);
                        today == 0 || (today == 1 && load.hours > DAYS)
                    })
                    .max_by_key(|(place, load)| {
                        let first_today = !given.contains_key(&(*place, weekday));
                        let own = left.get(*place).copied().map_or(0, u32::from);
                        let teacher = teacher_left.get(load.teacher.as_str()).copied().unwrap_or(0);
                        (first_today, teacher * 2 + own * 6 + dice.below(9))
                    })?;
                busy.insert(&load.teacher);
                *left.get_mut(place)? -= 1;
                *teacher_left.get_mut(load.teacher.as_str())? -= 1;
                *given.entry((place, weekday)).or_default() += 1;
                lessons.push(lesson(load, weekday, number));
            }
        }
    }
    Some(lessons)
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
            for (subject, teacher, hours) in [("А", "X", 6), ("Б", "Y", 5), ("В", "Z", 4), ("Г", "Z", 2), ("Д", "W", 2)] {
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
