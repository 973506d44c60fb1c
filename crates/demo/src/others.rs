//! The college, the kindergartens and the offices: made by hand, because no roster knows their groups' names.

use std::collections::HashSet;

use formats::roster::Sex;
use kernel::{InstitutionId, PersonId};
use registry::{Relation, Role};
use store::WriteTx;

use crate::curriculum::{COLLEGE_POSTS, GROUPS, group_name};
use crate::dice::Dice;
use crate::error::{Error, Result};
use crate::place::{Place, Region};
use crate::pool::person;
use crate::schools::{some_day, subjects_of};
use crate::staffing::Staffing;

/// Students in a group of the college.
const GROUP_SIZE: usize = 20;
/// Children in a group of a kindergarten.
const KINDERGARTEN_SIZE: usize = 15;

impl Region {
    /// The college: four groups, double lessons, semesters. One student signs in as `student`.
    pub(crate) fn fill_college(&mut self, tx: &mut WriteTx<'_>, place: &Place) -> Result<()> {
        let mut dice = Dice::new(place.name);
        let first_year = self.moment.first_year;
        let mut staffing = Staffing::new(&self.pool, &mut dice, &COLLEGE_POSTS)?;
        for (number, (letters, course, subjects)) in GROUPS.iter().enumerate() {
            let name = group_name(letters, *course, first_year);
            staffing.assign_by_post(&name, subjects)?;
            staffing.lead(&name, number);
        }
        for position in ["директор", "заместитель директора по учебной работе", "секретарь учебной части"]
        {
            staffing.hire(&self.pool, &mut dice, position, String::new(), None)?;
        }
        for subject in subjects_of(GROUPS.iter().map(|group| group.2)) {
            registry::write::ensure_subject(tx, place.id, subject)?;
        }
        let week = crate::weekly::timetable(&staffing.loads, &mut dice)?;
        let mut curators: Vec<Option<PersonId>> = vec![None; GROUPS.len()];
        for teacher in &staffing.teachers {
            let role = match teacher.position {
                "директор" => Role::Director,
                "секретарь учебной части" => Role::Admin,
                text if text.starts_with("заместитель") => Role::Deputy,
                _ => Role::Teacher,
            };
            let id = self.employ(tx, place, &teacher.name, teacher.sex, teacher.position, role)?;
            if let Some(slot) = teacher.homeroom.and_then(|group| curators.get_mut(group)) {
                *slot = Some(id);
            }
        }
        let mut taken = HashSet::new();
        for ((letters, course, _), curator) in GROUPS.iter().zip(curators) {
            let name = group_name(letters, *course, first_year);
            let born = first_year.saturating_sub(15).saturating_sub(i16::try_from(*course).unwrap_or(1));
            // The one who signs in stands in the second course of information systems.
            let demo = (*letters == "ИС" && *course == 2).then_some("student");
            self.group(
                tx,
                place,
                (*course, letters, &name),
                curator,
                (GROUP_SIZE, born),
                demo,
                &mut taken,
                &mut dice,
            )?;
        }
        self.import_timetable(tx, place, &week, "расписание.fet")
    }

    /// A kindergarten with two groups; no journals.
    pub(crate) fn fill_kindergarten(
        &mut self,
        tx: &mut WriteTx<'_>,
        place: &Place,
        groups: [&str; 2],
        head_login: Option<&str>,
    ) -> Result<()> {
        let mut dice = Dice::new(place.name);
        let mut families = HashSet::new();
        let mut taken = HashSet::new();
        let name = self.pool.adult(&mut dice, Sex::Female, &mut families)?;
        let head = self.employ(tx, place, &name, Sex::Female, "заведующий", Role::KindergartenHead)?;
        if let Some(login) = head_login {
            self.let_in(tx, head, login)?;
        }
        for (age, group) in (4..).zip(groups) {
            let name = self.pool.adult(&mut dice, Sex::Female, &mut families)?;
            let teacher = self.employ(tx, place, &name, Sex::Female, "воспитатель", Role::Teacher)?;
            let born = self.moment.first_year.saturating_sub(age);
            let size = (KINDERGARTEN_SIZE, born);
            self.group(tx, place, (0, "", group), Some(teacher), size, None, &mut taken, &mut dice)?;
        }
        Ok(())
    }

    /// A group of children or students born in a year, with their mothers.
    #[allow(clippy::too_many_arguments, reason = "one private step of two makers")]
    fn group(
        &mut self,
        tx: &mut WriteTx<'_>,
        place: &Place,
        (grade, letter, name): (i32, &str, &str),
        teacher: Option<PersonId>,
        (size, born): (usize, i16),
        demo_login: Option<&str>,
        taken: &mut HashSet<String>,
        dice: &mut Dice,
    ) -> Result<()> {
        let (_, at) = self.moment.preparation()?;
        let class = registry::write::add_class(tx, place.id, place.year, grade, letter, name)?;
        registry::write::set_class_teacher(tx, place.id, class, teacher)?;
        let mut children = Vec::with_capacity(size);
        let mut mothers = Vec::with_capacity(size);
        for _ in 0..size {
            let child = self.pool.child(dice, taken)?;
            let snils = self.pool.snils();
            children.push(person(
                &child.name,
                child.sex,
                Some(some_day(born, 360, dice)?),
                Some(&snils),
                None,
            )?);
            mothers.push(person(&child.mother, Sex::Female, None, None, Some(self.pool.phone()))?);
        }
        let children = registry::write::add_persons(tx, &children, at)?;
        let mothers = registry::write::add_persons(tx, &mothers, at)?;
        let families: Vec<_> = mothers
            .iter()
            .zip(&children)
            .map(|(mother, child)| (*mother, *child, Relation::Mother))
            .collect();
        registry::write::confirm_guardians(tx, &families, at)?;
        let first_day = registry::read::year_plan(tx, place.id, place.year)?.year.first_day;
        registry::write::enroll(tx, place.id, class, &children, first_day)?;
        if let (Some(login), Some(child)) = (demo_login, children.first()) {
            self.let_in(tx, *child, login)?;
        }
        Ok(())
    }

    /// Takes an invented person on the staff.
    fn employ(
        &mut self,
        tx: &mut WriteTx<'_>,
        place: &Place,
        name: &formats::names::PersonName,
        sex: Sex,
        position: &str,
        role: Role,
    ) -> Result<PersonId> {
        let (day, at) = self.moment.preparation()?;
        let new = person(name, sex, None, None, Some(self.pool.phone()))?;
        let id = one(registry::write::add_persons(tx, &[new], at)?)?;
        registry::write::add_staff(tx, place.id, id, position, day)?;
        registry::write::add_role(tx, place.id, id, role)?;
        Ok(id)
    }

    /// Somebody at an office, who signs in.
    pub(crate) fn official(
        &mut self,
        tx: &mut WriteTx<'_>,
        place: &Place,
        position: &str,
        role: Role,
        login: &str,
    ) -> Result<()> {
        let mut dice = Dice::new(login);
        let name = self.pool.adult(&mut dice, Sex::Female, &mut HashSet::new())?;
        let id = self.employ(tx, place, &name, Sex::Female, position, role)?;
        self.let_in(tx, id, login)
    }

    /// A citizen without children yet.
    pub(crate) fn newcomer(&mut self, tx: &mut WriteTx<'_>) -> Result<()> {
        let (_, at) = self.moment.preparation()?;
        let name = self.pool.adult(&mut Dice::new("newparent"), Sex::Female, &mut HashSet::new())?;
        let born = some_day(self.moment.first_year.saturating_sub(31), 365, &mut Dice::new("newparent"))?;
        let snils = self.pool.snils();
        let new = person(&name, Sex::Female, Some(born), Some(&snils), Some(self.pool.phone()))?;
        let id = one(registry::write::add_persons(tx, &[new], at)?)?;
        self.let_in(tx, id, "newparent")
    }

    /// The brother of `pupil`, in a class of another school: the same family.
    pub(crate) fn brother(&mut self, tx: &mut WriteTx<'_>, school: &Place, class_name: &str) -> Result<()> {
        let (_, at) = self.moment.preparation()?;
        let missing = || Error::Inconsistent(format!("нет ученика pupil или класса {class_name}"));
        let sister = registry::read::account_by_login(tx, "pupil")?.ok_or_else(missing)?.person;
        let class = registry::read::classes(tx, school.id, school.year)?
            .into_iter()
            .find(|class| class.name == class_name)
            .ok_or_else(missing)?;
        let name = formats::names::PersonName {
            family: "Иванов".to_owned(),
            given: "Пётр".to_owned(),
            patronymic: Some("Сергеевич".to_owned()),
        };
        let born = kernel::Day::new(self.moment.first_year.saturating_sub(9), 6, 9)?;
        let snils = self.pool.snils();
        let new = person(&name, Sex::Male, Some(born), Some(&snils), None)?;
        let child = one(registry::write::add_persons(tx, &[new], at)?)?;
        let mut family = Vec::new();
        for guardian in registry::read::guardians_of(tx, sister)? {
            let relation = match registry::read::person(tx, guardian)?.sex {
                Some(registry::Sex::Male) => Relation::Father,
                _ => Relation::Mother,
            };
            family.push((guardian, child, relation));
        }
        registry::write::confirm_guardians(tx, &family, at)?;
        let plan = registry::read::year_plan(tx, school.id, school.year)?;
        registry::write::enroll(tx, school.id, class.id, &[child], plan.year.first_day)?;
        self.renew_lists(tx, school.id, &[class.id])
    }

    /// Brings the journals' lists in line after an enrolment by hand.
    fn renew_lists(
        &self,
        tx: &mut WriteTx<'_>,
        institution: InstitutionId,
        classes: &[kernel::ClassId],
    ) -> Result<()> {
        for journal in registry::read::journals_touching(tx, institution, classes)? {
            registry::write::sync_journal_pupils(tx, institution, journal, self.moment.today)?;
        }
        Ok(())
    }
}

fn one(ids: Vec<PersonId>) -> Result<PersonId> {
    ids.into_iter().next().ok_or_else(|| Error::Inconsistent("человек не записан".to_owned()))
}
