//! Families: parents beside a pupil, told from one another by name and phone or e-mail, so that siblings share theirs.

use std::collections::{HashMap, HashSet};

use formats::roster::{Relation as Told, RosterParent};
use kernel::PersonId;
use registry::{NewPerson, Relation, Sex, search_key};
use store::WriteTx;

use super::logins::WantedLogin;
use super::pupils::Placed;
use super::{Work, filled, missing, person_name};
use crate::error::Result;
use crate::import::Kind;

/// Somebody who is there, or will be when the batch is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Ref {
    /// In the registry.
    Known(PersonId),
    /// The place in the batch.
    New(usize),
}

impl Work {
    /// Remembers by which name and contacts somebody is known again.
    pub(super) fn remember_contacts(&mut self, who: Ref, name: &str, contacts: [&Option<String>; 2]) {
        let key = search_key(name);
        for contact in contacts.into_iter().flatten() {
            self.by_contact.entry((key.clone(), contact.clone())).or_insert(who);
        }
    }

    /// Whoever has this name and one of these contacts.
    pub(super) fn by_contacts(&self, name: &str, contacts: [&Option<String>; 2]) -> Option<Ref> {
        let key = search_key(name);
        contacts
            .into_iter()
            .flatten()
            .find_map(|contact| self.by_contact.get(&(key.clone(), contact.clone())).copied())
    }

    /// Finds or makes the parents of placed pupils; the school's roster confirms them.
    pub(super) fn families(&mut self, tx: &mut WriteTx<'_>, placed: &mut [Placed<'_>]) -> Result<()> {
        let mut linked: HashMap<(Ref, PersonId), bool> = HashMap::new();
        let mut of_child: HashMap<PersonId, Vec<(String, Ref)>> = HashMap::new();
        for (guardian, child, confirmed) in registry::read::guardianships(tx, self.school)? {
            linked.insert((Ref::Known(guardian), child), confirmed);
            if let Some(person) = self.adults.get(&guardian) {
                let key = search_key(&person.name.full());
                of_child.entry(child).or_default().push((key, Ref::Known(guardian)));
            }
        }
        let mut new: Vec<NewPerson> = Vec::new();
        let mut links: Vec<(Ref, PersonId, Relation)> = Vec::new();
        let mut logins: Vec<(Ref, &RosterParent, u32)> = Vec::new();
        let mut told: HashSet<PersonId> = HashSet::new();
        for one in placed {
            if one.is_stranger && !one.row.parents.is_empty() {
                let text = format!(
                    "{}: карточка уже есть, она и родители из файла не записаны, проверьте их в карточке",
                    one.row.name
                );
                self.report.push(Kind::Note, Some(one.row.line), text);
                continue;
            }
            for parent in &one.row.parents {
                let Some(person) = to_new(parent) else {
                    let text =
                        format!("{}: имя родителя «{}» не подходит, пропущено", one.row.name, parent.name);
                    self.report.push(Kind::Note, Some(one.row.line), text);
                    continue;
                };
                let full = person.name.full();
                let key = search_key(&full);
                let contacts = [&person.phone, &person.email];
                let found = self.by_contacts(&full, contacts).or_else(|| {
                    let own = of_child.get(&one.id)?;
                    own.iter().find(|(name, _)| *name == key).map(|(_, who)| *who)
                });
                let who = found.unwrap_or(Ref::New(new.len()));
                self.remember_contacts(who, &full, contacts);
                match who {
                    Ref::New(place) => match new.get_mut(place) {
                        None => new.push(person),
                        Some(earlier) => {
                            earlier.phone = earlier.phone.take().or(person.phone);
                            earlier.email = earlier.email.take().or(person.email);
                        }
                    },
                    Ref::Known(id) => self.complete_parent(tx, id, &person, one, &mut told)?,
                }
                if linked.insert((who, one.id), true) != Some(true) {
                    links.push((who, one.id, relation(parent)));
                    one.what.push(format!("{} {}", relation_name(parent), parent.name));
                }
                of_child.entry(one.id).or_default().push((key, who));
                if parent.login.is_some() {
                    logins.push((who, parent, one.row.line));
                }
            }
        }
        let ids = self.add_persons(tx, &new)?;
        let id_of = |who: Ref| match who {
            Ref::Known(id) => Some(id),
            Ref::New(place) => ids.get(place).copied(),
        };
        let rows: Vec<(PersonId, PersonId, Relation)> = links
            .into_iter()
            .filter_map(|(who, child, relation)| Some((id_of(who)?, child, relation)))
            .filter(|(guardian, child, _)| guardian != child)
            .collect();
        registry::write::confirm_guardians(tx, &rows, self.now)?;
        for (who, parent, line) in logins {
            if let (Some(person), Some(login)) = (id_of(who), parent.login.clone()) {
                let (phone, email) = (parent.phone.clone(), parent.email.clone());
                self.wanted_logins.push(WantedLogin { person, login, phone, email, line });
            }
        }
        Ok(())
    }

    /// Fills in what was not known of a parent; what differs stays as it is and is told once.
    fn complete_parent(
        &mut self,
        tx: &mut WriteTx<'_>,
        id: PersonId,
        person: &NewPerson,
        one: &mut Placed<'_>,
        told: &mut HashSet<PersonId>,
    ) -> Result<()> {
        let Some(known) = self.adults.get_mut(&id) else { return Ok(()) };
        let missing = missing(known, person);
        registry::write::fill_in(tx, id, &missing)?;
        one.what.extend(filled(&missing).map(|text| format!("{} – {text}", person.name)));
        known.phone = known.phone.take().or(missing.phone);
        known.email = known.email.take().or(missing.email);
        let differ = |a: &Option<String>, b: &Option<String>| a.is_some() && b.is_some() && a != b;
        if (differ(&known.phone, &person.phone) || differ(&known.email, &person.email)) && told.insert(id) {
            let text = format!("{}: телефон или эл. почта в файле другие, оставлены прежние", person.name);
            self.report.push(Kind::Note, Some(one.row.line), text);
        }
        Ok(())
    }
}

fn to_new(parent: &RosterParent) -> Option<NewPerson> {
    Some(NewPerson {
        name: person_name(&parent.name)?,
        birth_day: None,
        sex: match parent.relation {
            Told::Mother => Some(Sex::Female),
            Told::Father => Some(Sex::Male),
            Told::Guardian | Told::Parent => None,
        },
        snils: None,
        phone: parent.phone.clone(),
        email: parent.email.clone(),
    })
}

/// What the parent is; where the file says only «родитель», the patronymic tells mother from father.
fn relation(parent: &RosterParent) -> Relation {
    match parent.relation {
        Told::Mother => Relation::Mother,
        Told::Father => Relation::Father,
        Told::Guardian => Relation::Guardian,
        Told::Parent => match parent.name.patronymic.as_deref().map(str::to_lowercase) {
            Some(text) if text.ends_with("вна") || text.ends_with("чна") => Relation::Mother,
            Some(text) if text.ends_with("ич") => Relation::Father,
            _ => Relation::Other,
        },
    }
}

fn relation_name(parent: &RosterParent) -> &'static str {
    match relation(parent) {
        Relation::Mother => "мать",
        Relation::Father => "отец",
        Relation::Guardian => "опекун",
        Relation::Other => "родитель",
    }
}
