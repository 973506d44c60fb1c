//! Invented people, mixed from the names of school 1's roster, so that every name agrees in gender.

use std::collections::HashSet;

use formats::names::PersonName;
use formats::roster::{Relation, Roster, RosterParent, RosterPupil, Sex};
use kernel::{Day, Snils};
use registry::NewPerson;

use crate::dice::Dice;
use crate::error::{Error, Result};

/// Whose names are mixed.
pub(crate) struct Pool {
    families: Vec<RosterPupil>,
    snils: HashSet<String>,
    next_phone: u32,
    next_snils: u64,
}

/// A child with its mother.
pub(crate) struct Child {
    pub(crate) name: PersonName,
    pub(crate) sex: Sex,
    pub(crate) mother: PersonName,
}

impl Pool {
    pub(crate) fn new(roster: &Roster) -> Self {
        let families = roster
            .pupils
            .iter()
            .filter(|pupil| mother(pupil).is_some() && pupil.sex.is_some())
            .cloned()
            .collect();
        let snils = roster.pupils.iter().filter_map(|pupil| pupil.snils.clone()).collect();
        Self { families, snils, next_phone: 20_000, next_snils: 901_000_000 }
    }

    /// A child unlike those of `taken`.
    pub(crate) fn child(&self, dice: &mut Dice, taken: &mut HashSet<String>) -> Result<Child> {
        for _ in 0..1000 {
            let (Some(base), Some(namesake), Some(other)) =
                (dice.pick(&self.families), dice.pick(&self.families), dice.pick(&self.families))
            else {
                break;
            };
            let (Some(sex), Some(own), Some(foreign)) = (base.sex, mother(base), mother(other)) else {
                continue;
            };
            if namesake.sex != Some(sex) {
                continue;
            }
            let name = PersonName { given: namesake.name.given.clone(), ..base.name.clone() };
            let mother = PersonName { family: own.name.family.clone(), ..foreign.name.clone() };
            if taken.insert(name.to_string()) && taken.insert(mother.to_string()) {
                return Ok(Child { name, sex, mother });
            }
        }
        Err(Error::Inconsistent("имён не хватает".to_owned()))
    }

    /// A grown-up whose family name nobody of `taken` has.
    pub(crate) fn adult(&self, dice: &mut Dice, sex: Sex, taken: &mut HashSet<String>) -> Result<PersonName> {
        let wanted = if sex == Sex::Female { Relation::Mother } else { Relation::Father };
        for _ in 0..10_000 {
            let (Some(one), Some(other)) = (dice.pick(&self.families), dice.pick(&self.families)) else {
                break;
            };
            let parent = |pupil: &RosterPupil| pupil.parents.iter().find(|p| p.relation == wanted).cloned();
            let (Some(one), Some(other)) = (parent(one), parent(other)) else { continue };
            if taken.insert(one.name.family.clone()) {
                return Ok(PersonName { family: one.name.family, ..other.name });
            }
        }
        Err(Error::Inconsistent("имён не хватает".to_owned()))
    }

    /// A phone of the invented range that nobody has.
    pub(crate) fn phone(&mut self) -> String {
        self.next_phone += 1;
        format!("+7900{:07}", self.next_phone)
    }

    /// A СНИЛС that nobody has, far above the numbers in use.
    pub(crate) fn snils(&mut self) -> String {
        loop {
            self.next_snils += 7919;
            let number = self.next_snils;
            let text = format!(
                "{:03}-{:03}-{:03} {:02}",
                number / 1_000_000,
                number / 1000 % 1000,
                number % 1000,
                Snils::check_digits(number)
            );
            if self.snils.insert(text.clone()) {
                return text;
            }
        }
    }
}

fn mother(pupil: &RosterPupil) -> Option<&RosterParent> {
    pupil.parents.iter().find(|parent| parent.relation == Relation::Mother)
}

/// As the registry writes a person down.
pub(crate) fn person(
    name: &PersonName,
    sex: Sex,
    birth_day: Option<Day>,
    snils: Option<&str>,
    phone: Option<String>,
) -> Result<NewPerson> {
    let name = kernel::PersonName::new(&name.family, &name.given, name.patronymic.as_deref())
        .map_err(|_| Error::Inconsistent(format!("имя «{name}»")))?;
    let sex = if sex == Sex::Female { registry::Sex::Female } else { registry::Sex::Male };
    let snils = snils.and_then(|text| text.parse().ok());
    Ok(NewPerson { name, birth_day, sex: Some(sex), snils, phone, email: None })
}
