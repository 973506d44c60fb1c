//! Staff: who works at the school, as what, teaching what, leading which class.

use std::collections::HashMap;

use formats::roster::RosterStaff;
use kernel::{ClassId, PersonId, Snils};
use registry::read::{KnownMember, KnownPerson};
use registry::{NewPerson, Role, search_key};
use store::WriteTx;

use super::families::Ref;
use super::{Work, day, filled, missing, person_name};
use crate::error::Result;
use crate::import::Kind;

/// Whom a row of the file is about.
enum Match {
    Known(Box<KnownPerson>),
    New,
}

impl Work {
    /// Takes the file's staff on.
    pub(super) fn staff(&mut self, tx: &mut WriteTx<'_>, rows: &[RosterStaff]) -> Result<()> {
        let known = registry::read::known_staff(tx, self.school)?;
        let guardians = registry::read::known_guardians(tx, self.school)?;
        for person in guardians.iter().chain(known.iter().map(|(person, ..)| person)) {
            self.remember_contacts(
                Ref::Known(person.id),
                &person.name.full(),
                [&person.phone, &person.email],
            );
            self.adults.insert(person.id, person.clone());
        }
        let first_day = if known.is_empty() { self.year.first_day } else { self.join_day };
        let mut line_of: HashMap<PersonId, u32> = HashMap::new();
        let mut matches = Vec::with_capacity(rows.len());
        let mut new = Vec::new();
        for row in rows {
            let found = match to_new(row) {
                Some(person) => match self.find_member(&person, &known, &guardians) {
                    Ok(Match::Known(found)) => match self.kept_out(tx, &found, &known)? {
                        Some(reason) => Err(format!("{}: {reason}", row.name)),
                        None => Ok((person, Match::Known(found))),
                    },
                    other => other.map(|found| (person, found)),
                },
                None => Err(format!("имя «{}» не подходит", row.name)),
            };
            match found {
                Ok((person, Match::Known(found))) => match line_of.insert(found.id, row.line) {
                    Some(earlier) => {
                        self.report.push(
                            Kind::Refused,
                            Some(row.line),
                            format!("{}: этот человек уже есть в строке {earlier}", row.name),
                        );
                        matches.push(None);
                    }
                    None => matches.push(Some((person, Match::Known(found)))),
                },
                Ok((person, Match::New)) => {
                    new.push(person.clone());
                    matches.push(Some((person, Match::New)));
                }
                Err(reason) => {
                    self.report.push(Kind::Refused, Some(row.line), reason);
                    matches.push(None);
                }
            }
        }
        let mut made = self.add_persons(tx, &new)?.into_iter();
        let positions: HashMap<PersonId, &str> =
            known.iter().map(|(person, position, _)| (person.id, position.as_str())).collect();
        let mut leads: HashMap<ClassId, u32> = HashMap::new();
        for (row, found) in rows.iter().zip(matches) {
            let Some((person, found)) = found else {
                self.staff_of_row.push(None);
                continue;
            };
            let mut what = Vec::new();
            let (id, is_new) = match found {
                Match::New => match made.next() {
                    Some(id) => (id, true),
                    None => continue,
                },
                Match::Known(known) => {
                    if known.name != person.name
                        && search_key(&known.name.full()) != search_key(&person.name.full())
                    {
                        registry::write::rename_person(tx, known.id, &person.name)?;
                        what.push(format!("имя было «{}»", known.name));
                    }
                    let missing = missing(&known, &person);
                    registry::write::fill_in(tx, known.id, &missing)?;
                    what.extend(filled(&missing));
                    (known.id, false)
                }
            };
            self.staff_of_row.push(Some(id));
            self.remember_contacts(Ref::Known(id), &person.name.full(), [&person.phone, &person.email]);
            self.position(tx, row, id, positions.get(&id).copied(), first_day, &mut what)?;
            self.roles(tx, row, id, &mut what)?;
            for subject in &row.subjects {
                self.subject(tx, subject, row.line)?;
            }
            for class in &row.homerooms {
                let class = self.class(tx, class, row.line)?;
                if let Some(earlier) = leads.insert(class, row.line) {
                    let text =
                        format!("{} – класс уже ведёт тот, кто в строке {earlier}", self.class_name(class));
                    self.report.push(Kind::Note, Some(row.line), text);
                    continue;
                }
                if let Some(known) = self.classes.values_mut().find(|known| known.id == class)
                    && known.teacher != Some(id)
                {
                    if self.acting == Some(id) {
                        let text = format!(
                            "{}: классное руководство {} себе не назначают, попросите другого администратора",
                            row.name, known.name
                        );
                        self.report.push(Kind::Note, Some(row.line), text);
                        continue;
                    }
                    registry::write::set_class_teacher(tx, self.school, class, Some(id))?;
                    known.teacher = Some(id);
                    what.push(format!("классное руководство {}", known.name));
                }
            }
            let kind = match (is_new, what.is_empty()) {
                (true, _) => Kind::Added,
                (false, true) => Kind::Same,
                (false, false) => Kind::Changed,
            };
            let text = std::iter::once(row.name.to_string()).chain(what).collect::<Vec<_>>().join("; ");
            self.report.push(kind, Some(row.line), text);
        }
        Ok(())
    }

    /// Why a file can't take somebody on who is known: he was dismissed by an order, or is another institution's.
    fn kept_out(
        &self,
        tx: &mut WriteTx<'_>,
        found: &KnownPerson,
        known: &[KnownMember],
    ) -> Result<Option<&'static str>> {
        if let Some((.., last_day)) = known.iter().find(|(member, ..)| member.id == found.id) {
            return Ok(last_day.is_some().then_some("в архиве: восстановите приказом"));
        }
        let is_foreign = !self.adults.contains_key(&found.id)
            && (registry::read::learned_elsewhere(tx, found.id, self.school)?
                || registry::read::serves_elsewhere(tx, found.id, self.school)?);
        Ok(is_foreign.then_some("этот СНИЛС записан в другой организации, внесите сотрудника без СНИЛС"))
    }

    /// By СНИЛС, else by name and birth day on the staff, else the teacher a timetable knew by initials, else a parent
    /// with the same name and phone or e-mail.
    fn find_member(
        &self,
        person: &NewPerson,
        known: &[KnownMember],
        guardians: &[KnownPerson],
    ) -> std::result::Result<Match, String> {
        let key = search_key(&person.name.full());
        let hit = |found: &KnownPerson| Ok(Match::Known(Box::new(found.clone())));
        if let Some(found) = person.snils.and_then(|snils| self.by_snils.get(&snils.digits())) {
            if search_key(&found.name.full()) == key {
                return hit(found);
            }
            return Err(format!("{}: этот СНИЛС записан за другим человеком", person.name));
        }
        let mut same: Vec<&KnownPerson> = known
            .iter()
            .map(|(member, ..)| member)
            .filter(|member| search_key(&member.name.full()) == key)
            .filter(|member| {
                member.birth_day.zip(person.birth_day).is_none_or(|(theirs, ours)| theirs == ours)
            })
            .collect();
        if same.len() > 1 {
            same.retain(|member| person.birth_day.is_some() && member.birth_day == person.birth_day);
            if same.len() != 1 {
                return Err(format!("{}: таких сотрудников несколько, укажите дату рождения", person.name));
            }
        }
        if let Some(found) = same.first() {
            return hit(found);
        }
        let full = person.name.full();
        let mut by_initials = known.iter().map(|(member, ..)| member).filter(|member| {
            member.name.given().ends_with('.') && formats::names::same_teacher(&full, &member.name.full())
        });
        if let (Some(found), None) = (by_initials.next(), by_initials.next()) {
            return hit(found);
        }
        match self.by_contacts(&full, [&person.phone, &person.email]) {
            Some(Ref::Known(id)) => guardians.iter().find(|g| g.id == id).map_or(Ok(Match::New), hit),
            _ => Ok(Match::New),
        }
    }

    fn position(
        &mut self,
        tx: &mut WriteTx<'_>,
        row: &RosterStaff,
        id: PersonId,
        known: Option<&str>,
        first_day: kernel::Day,
        what: &mut Vec<String>,
    ) -> Result<()> {
        let usual = if row.subjects.is_empty() { "сотрудник" } else { "учитель" };
        match (known, row.position.as_deref()) {
            (None, position) => {
                let position = position.unwrap_or(usual);
                registry::write::add_staff(tx, self.school, id, position, first_day)?;
                what.push(position.to_owned());
            }
            (Some(known), Some(position)) if known != position => {
                registry::write::set_position(tx, self.school, id, position)?;
                what.push(format!("должность: {position}"));
            }
            _ => {}
        }
        Ok(())
    }

    fn roles(
        &mut self,
        tx: &mut WriteTx<'_>,
        row: &RosterStaff,
        id: PersonId,
        what: &mut Vec<String>,
    ) -> Result<()> {
        let mut roles: Vec<Role> = Vec::new();
        match &row.role {
            Some(text) => {
                for part in text.split([',', ';', '/']).map(str::trim).filter(|part| !part.is_empty()) {
                    match written_role(part) {
                        Some(role) => roles.push(role),
                        None => {
                            let text = format!("роль «{part}» не понята, пропущена");
                            self.report.push(Kind::Note, Some(row.line), text);
                        }
                    }
                }
            }
            None => roles.extend(row.position.as_deref().and_then(role_of_position)),
        }
        if !row.subjects.is_empty() || !row.homerooms.is_empty() {
            roles.push(Role::Teacher);
        }
        if self.acting == Some(id) {
            let held = registry::read::roles_of(tx, id)?;
            for role in roles.into_iter().filter(|role| !held.contains(&(self.school, *role))) {
                let text = format!(
                    "{}: роль «{}» себе не назначают, попросите другого администратора",
                    row.name,
                    role_name(role)
                );
                self.report.push(Kind::Note, Some(row.line), text);
            }
            return Ok(());
        }
        for role in roles {
            if registry::write::add_role(tx, self.school, id, role)? {
                what.push(format!("роль: {}", role_name(role)));
            }
        }
        Ok(())
    }
}

fn to_new(row: &RosterStaff) -> Option<NewPerson> {
    Some(NewPerson {
        name: person_name(&row.name)?,
        birth_day: row.birth.and_then(day),
        sex: None,
        snils: row.snils.as_deref().and_then(|text| text.parse::<Snils>().ok()),
        phone: row.phone.clone(),
        email: row.email.clone(),
    })
}

/// A role as schools write it. Roles above a school can't be given by a file.
fn written_role(text: &str) -> Option<Role> {
    let text = search_key(text);
    let starts = |words: &[&str]| words.iter().any(|word| text.starts_with(word));
    if starts(&["замест", "завуч", "зам.", "зам "]) {
        Some(Role::Deputy)
    } else if starts(&["директор"]) {
        Some(Role::Director)
    } else if starts(&["администратор"]) {
        Some(Role::Admin)
    } else if starts(&["учитель", "преподаватель", "педагог", "воспитатель", "тренер"])
    {
        Some(Role::Teacher)
    } else if starts(&["библиотекарь"]) {
        Some(Role::Librarian)
    } else if starts(&["столовая", "повар"]) {
        Some(Role::Canteen)
    } else if starts(&["охран", "вахт"]) {
        Some(Role::Guard)
    } else if starts(&["заведующий детским", "заведующая детским"]) {
        Some(Role::KindergartenHead)
    } else {
        None
    }
}

/// The role that goes without saying with a position. Nobody becomes an administrator that way.
fn role_of_position(position: &str) -> Option<Role> {
    let text = search_key(position);
    if text.contains("библиотекарь") {
        return Some(Role::Librarian);
    }
    if text.contains("столов") {
        return Some(Role::Canteen);
    }
    written_role(position).filter(|role| *role != Role::Admin)
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Teacher => "учитель",
        Role::Deputy => "заместитель директора",
        Role::Director => "директор",
        Role::Admin => "администратор",
        Role::Canteen => "столовая",
        Role::Librarian => "библиотекарь",
        Role::Guard => "охрана",
        Role::KindergartenHead => "заведующий",
        Role::Municipal | Role::Department | Role::Operator => "управление",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_known_as_schools_write_them() {
        assert_eq!(written_role("Завуч"), Some(Role::Deputy));
        assert_eq!(written_role("заместитель директора по УВР"), Some(Role::Deputy));
        assert_eq!(written_role("директор"), Some(Role::Director));
        assert_eq!(written_role("оператор"), None);
    }

    #[test]
    fn a_position_gives_no_administrator() {
        assert_eq!(role_of_position("администратор электронного журнала"), None);
        assert_eq!(role_of_position("педагог-библиотекарь"), Some(Role::Librarian));
        assert_eq!(role_of_position("учитель физики"), Some(Role::Teacher));
    }
}
