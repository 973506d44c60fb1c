//! Who teaches which class in the small schools and the college.

use std::collections::{BTreeSet, HashSet};

use formats::names::PersonName;
use formats::roster::Sex;

use crate::curriculum::{Hours, Post};
use crate::dice::Dice;
use crate::error::{Error, Result};
use crate::pool::Pool;
use crate::weekly::Load;

/// A teacher of a plan.
pub(crate) struct Teacher {
    pub(crate) name: PersonName,
    pub(crate) sex: Sex,
    pub(crate) position: &'static str,
    pub(crate) room: String,
    pub(crate) subjects: BTreeSet<&'static str>,
    /// The class led.
    pub(crate) homeroom: Option<usize>,
    hours: u32,
    /// The place in the list of posts.
    post: Option<usize>,
}

/// Gathers teachers and what they teach.
pub(crate) struct Staffing<'a> {
    pub(crate) teachers: Vec<Teacher>,
    pub(crate) loads: Vec<Load>,
    posts: &'a [Post],
    families: HashSet<String>,
}

impl<'a> Staffing<'a> {
    /// Hires the subject teachers.
    pub(crate) fn new(pool: &Pool, dice: &mut Dice, posts: &'a [Post]) -> Result<Self> {
        let mut staffing = Self { teachers: Vec::new(), loads: Vec::new(), posts, families: HashSet::new() };
        for (place, (position, _, count)) in posts.iter().enumerate() {
            for _ in 0..*count {
                let room = match *position {
                    "учитель физической культуры" => "Спортзал".to_owned(),
                    _ => format!("{}", 201 + staffing.teachers.len()),
                };
                staffing.hire(pool, dice, position, room, Some(place))?;
            }
        }
        Ok(staffing)
    }

    /// Hires somebody; returns the place in the list.
    pub(crate) fn hire(
        &mut self,
        pool: &Pool,
        dice: &mut Dice,
        position: &'static str,
        room: String,
        post: Option<usize>,
    ) -> Result<usize> {
        let sex = if dice.chance(0.8) { Sex::Female } else { Sex::Male };
        let name = pool.adult(dice, sex, &mut self.families)?;
        let subjects = BTreeSet::new();
        self.teachers.push(Teacher { name, sex, position, room, subjects, homeroom: None, hours: 0, post });
        Ok(self.teachers.len() - 1)
    }

    /// Gives a subject of a class to a teacher.
    pub(crate) fn assign(&mut self, class: &str, (subject, hours): Hours, place: usize) -> Result<()> {
        let teacher = self.teachers.get_mut(place).ok_or_else(|| nobody(subject))?;
        teacher.hours += u32::from(hours);
        teacher.subjects.insert(subject);
        self.loads.push(Load {
            class: class.to_owned(),
            subject: subject.to_owned(),
            teacher: teacher.name.to_string(),
            room: teacher.room.clone(),
            hours,
        });
        Ok(())
    }

    /// Gives subjects of a class to the subject teachers: those of one post go to one person, who has least to do.
    pub(crate) fn assign_by_post(&mut self, class: &str, subjects: &[Hours]) -> Result<()> {
        for (post, (_, taught, _)) in self.posts.iter().enumerate() {
            let mine: Vec<Hours> = subjects.iter().filter(|s| taught.contains(&s.0)).copied().collect();
            let Some((first, _)) = mine.first() else { continue };
            let idlest = (0..)
                .zip(&self.teachers)
                .filter(|(_, teacher)| teacher.post == Some(post))
                .min_by_key(|(_, teacher)| teacher.hours)
                .map(|(place, _)| place)
                .ok_or_else(|| nobody(first))?;
            for subject in mine {
                self.assign(class, subject, idlest)?;
            }
        }
        Ok(())
    }

    /// Makes somebody who teaches the class and leads none its class teacher.
    pub(crate) fn lead(&mut self, class: &str, place: usize) {
        let teaches: HashSet<&str> =
            self.loads.iter().filter(|load| load.class == class).map(|load| load.teacher.as_str()).collect();
        let free = self.teachers.iter_mut().find(|teacher| {
            teacher.homeroom.is_none() && teaches.contains(teacher.name.to_string().as_str())
        });
        if let Some(teacher) = free {
            teacher.homeroom = Some(place);
        }
    }
}

fn nobody(subject: &str) -> Error {
    Error::Inconsistent(format!("предмет «{subject}» некому вести"))
}
