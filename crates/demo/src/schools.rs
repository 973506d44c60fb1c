//! The three schools: all of them by the same imports an administrator uses.

use std::collections::{BTreeSet, HashSet};

use formats::names::ClassName;
use formats::roster::{Relation, Roster, RosterParent, RosterPupil, RosterStaff};
use formats::timetable::WeeklyTimetable;
use kernel::Day;
use school::import::{Report, RosterOptions, TimetableOptions};
use store::WriteTx;

use crate::curriculum::{self, Hours, PRIMARY, SPECIALISTS};
use crate::dice::Dice;
use crate::error::{Error, Result};
use crate::place::{Place, Region};
use crate::staffing::{Staffing, Teacher};

const STAFF: &[u8] = include_bytes!("../../../demo/school1/roster_staff.csv");
const PUPILS: &[u8] = include_bytes!("../../../demo/school1/roster_pupils.csv");
const TIMETABLE: &[u8] = include_bytes!("../../../demo/school1/school1_data_and_timetable.fet");

/// Pupils in a class of the small schools.
const CLASS_SIZE: usize = 20;

/// The files of school 1, read.
pub(crate) struct Files {
    staff: Roster,
    pub(crate) pupils: Roster,
    timetable: WeeklyTimetable,
}

impl Files {
    pub(crate) fn read() -> Result<Self> {
        Ok(Self {
            staff: formats::roster::read(STAFF, "roster_staff.csv")?,
            pupils: formats::roster::read(PUPILS, "roster_pupils.csv")?,
            timetable: formats::timetable::read(TIMETABLE, "school1_data_and_timetable.fet")?,
        })
    }
}

impl Region {
    /// School 1: 1 000 pupils in 40 classes, from files.
    pub(crate) fn fill_from_files(&self, tx: &mut WriteTx<'_>, place: &Place, files: &Files) -> Result<()> {
        self.import_roster(tx, place, &files.staff, "roster_staff.csv")?;
        self.import_roster(tx, place, &files.pupils, "roster_pupils.csv")?;
        self.import_timetable(tx, place, &files.timetable, "school1_data_and_timetable.fet")
    }

    /// A small school with one or two classes of some grades.
    pub(crate) fn fill_small_school(
        &mut self,
        tx: &mut WriteTx<'_>,
        place: &Place,
        classes: &[(u8, &str)],
    ) -> Result<()> {
        let mut dice = Dice::new(place.name);
        let classes: Vec<ClassName> = classes
            .iter()
            .map(|(grade, letter)| ClassName { grade: *grade, letter: (*letter).to_owned() })
            .collect();
        let staffing = self.staffing(&classes, &mut dice)?;
        let week = crate::weekly::timetable(&staffing.loads, &mut dice)?;
        let roster = Roster {
            staff: self.staff_rows(&staffing.teachers, &classes, &mut dice)?,
            pupils: self.pupil_rows(&classes, &mut dice)?,
            ..Roster::default()
        };
        self.import_roster(tx, place, &roster, "список школы.xlsx")?;
        self.import_timetable(tx, place, &week, "расписание.fet")
    }

    fn staffing(&self, classes: &[ClassName], dice: &mut Dice) -> Result<Staffing<'static>> {
        let mut staffing = Staffing::new(&self.pool, dice, &curriculum::POSTS)?;
        for (number, class) in classes.iter().enumerate() {
            let name = class.to_string();
            let (special, own): (Vec<Hours>, Vec<Hours>) = curriculum::school(class.grade)
                .iter()
                .partition(|(subject, _)| class.grade > PRIMARY || SPECIALISTS.contains(subject));
            staffing.assign_by_post(&name, &special)?;
            if class.grade <= PRIMARY {
                let room = (101 + number).to_string();
                let teacher = staffing.hire(&self.pool, dice, "учитель начальных классов", room, None)?;
                for subject in own {
                    staffing.assign(&name, subject, teacher)?;
                }
                if let Some(teacher) = staffing.teachers.get_mut(teacher) {
                    teacher.homeroom = Some(number);
                }
            } else {
                staffing.lead(&name, number);
            }
        }
        for position in [
            "директор",
            "заместитель директора по учебно-воспитательной работе",
            "секретарь",
            "педагог-библиотекарь",
        ] {
            staffing.hire(&self.pool, dice, position, String::new(), None)?;
        }
        Ok(staffing)
    }

    fn staff_rows(
        &mut self,
        teachers: &[Teacher],
        classes: &[ClassName],
        dice: &mut Dice,
    ) -> Result<Vec<RosterStaff>> {
        let mut rows = Vec::with_capacity(teachers.len());
        for teacher in teachers {
            let age = 25 + i16::try_from(dice.below(38)).unwrap_or(0);
            let role = match teacher.position {
                "секретарь" => Some("администратор".to_owned()),
                _ => None,
            };
            rows.push(RosterStaff {
                sheet: String::new(),
                line: line_after(rows.len()),
                name: teacher.name.clone(),
                position: Some(teacher.position.to_owned()),
                subjects: teacher.subjects.iter().map(|subject| (*subject).to_owned()).collect(),
                homerooms: teacher
                    .homeroom
                    .and_then(|place| classes.get(place))
                    .cloned()
                    .into_iter()
                    .collect(),
                phone: Some(self.pool.phone()),
                email: None,
                login: None,
                birth: Some(date(some_day(self.moment.first_year.saturating_sub(age), 365, dice)?)),
                snils: None,
                role,
            });
        }
        Ok(rows)
    }

    fn pupil_rows(&mut self, classes: &[ClassName], dice: &mut Dice) -> Result<Vec<RosterPupil>> {
        let mut rows = Vec::with_capacity(classes.len() * CLASS_SIZE);
        let mut taken = HashSet::new();
        for class in classes {
            for _ in 0..CLASS_SIZE {
                let child = self.pool.child(dice, &mut taken)?;
                let born = self.moment.first_year.saturating_sub(i16::from(class.grade)).saturating_sub(6);
                rows.push(RosterPupil {
                    sheet: String::new(),
                    line: line_after(rows.len()),
                    class: class.clone(),
                    name: child.name,
                    birth: Some(date(some_day(born, 330, dice)?)),
                    sex: Some(child.sex),
                    snils: Some(self.pool.snils()),
                    subgroups: Vec::new(),
                    login: None,
                    phone: None,
                    email: None,
                    parents: vec![RosterParent {
                        name: child.mother,
                        relation: Relation::Mother,
                        phone: Some(self.pool.phone()),
                        email: None,
                        login: None,
                    }],
                });
            }
        }
        Ok(rows)
    }

    fn import_roster(&self, tx: &mut WriteTx<'_>, place: &Place, roster: &Roster, file: &str) -> Result<()> {
        let (today, now) = self.moment.preparation()?;
        let options = RosterOptions {
            strict: true,
            dry_run: false,
            file_name: file.to_owned(),
            password_hash: Some(self.password_hash.clone()),
            must_change: false,
        };
        school::import::roster(tx, &access::system_school(place.id), today, now, roster, &options)?;
        Ok(())
    }

    /// The weekly timetable, and the dated lessons that follow from it.
    pub(crate) fn import_timetable(
        &self,
        tx: &mut WriteTx<'_>,
        place: &Place,
        week: &WeeklyTimetable,
        file: &str,
    ) -> Result<()> {
        let (today, now) = self.moment.preparation()?;
        let options = TimetableOptions {
            create_missing: false,
            strict: true,
            dry_run: false,
            file_name: file.to_owned(),
        };
        let report =
            school::import::timetable(tx, &access::system_school(place.id), today, now, week, &options)?;
        whole(&report, week)?;
        self.carry_out(tx)
    }
}

fn whole(report: &Report, week: &WeeklyTimetable) -> Result<()> {
    if report.placed == week.lessons.len() && report.unplaced == 0 {
        return Ok(());
    }
    Err(Error::Inconsistent(report.summary()))
}

/// The line of a row, as if there were a file with a heading.
fn line_after(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX).saturating_add(2)
}

/// A day of the year from 1 January on.
pub(crate) fn some_day(year: i16, within: u32, dice: &mut Dice) -> Result<Day> {
    Ok(Day::new(year, 1, 1)?.plus(i64::from(dice.below(within))))
}

fn date(day: Day) -> formats::dates::Date {
    formats::dates::Date { year: day.year(), month: day.month(), day: day.day_of_month() }
}

/// Names of subjects of a list, without repeats.
pub(crate) fn subjects_of<'a>(lists: impl Iterator<Item = &'a [Hours]>) -> BTreeSet<&'static str> {
    lists.flatten().map(|(subject, _)| *subject).collect()
}
