//! Giving logins and codes to a class or to the staff, in one transaction.

use std::collections::{HashMap, HashSet};

use access::GiveAccess;
use kernel::{Day, Millis, PersonId, PersonName};
use kit::Tr;
use print::Slip;
use registry::InstitutionKind;
use registry::read::{PersonWay, WayIn};
use registry::write::{Issued, Renew};
use store::{ReadTx, WriteTx};

use super::{Asked, Whose};
use crate::error::Result;
use crate::pages::nav;

/// What was given.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// For the sheet.
    pub slips: Vec<Slip>,
    /// New codes.
    pub issued: usize,
    /// Persons who have a way in already.
    pub had: usize,
    /// Whom the giver may not give one.
    pub refused: Vec<PersonName>,
    /// Whose way in is used and opens more than the giver answers for: it stays as it is.
    pub kept: Vec<PersonName>,
}

/// What both ways of giving need to know.
struct Giving<'a> {
    may: &'a GiveAccess,
    secret: &'a [u8; 32],
    asked: &'a Asked,
    /// Codes that an interrupted run of the same task has given since then were seen by nobody.
    since: Option<Millis>,
    today: Day,
    /// The day of the class's list.
    day: Day,
    now: Millis,
}

/// Those of these people whose way in is used already and opens more than the giver answers for: another school, or for a
/// class teacher another class. Giving them a new code would be reading what is not the giver's.
pub fn used_beyond(
    tx: &mut ReadTx<'_>,
    may: &GiveAccess,
    persons: &[PersonId],
    (today, day): (Day, Day),
    now: Millis,
) -> Result<HashSet<PersonId>> {
    let class = may.class().filter(|_| !may.is_whole()).map(|class| (class.id, day));
    let beyond = registry::read::reaches_beyond(tx, may.institution(), class, persons, today)?;
    let ids: Vec<PersonId> = beyond.into_iter().collect();
    let ways = registry::read::ways_of(tx, &ids, now)?;
    let used = |ways: &[WayIn]| ways.iter().any(|way| way.has_password || way.signed_in_at.is_some());
    Ok(ways.into_iter().filter(|(_, ways)| used(ways)).map(|(person, _)| person).collect())
}

/// Gives to the pupils and parents of the capability's class.
#[allow(clippy::too_many_arguments, reason = "the facts of one act")]
pub fn give_to_class(
    tx: &mut WriteTx<'_>,
    may: &GiveAccess,
    secret: &[u8; 32],
    asked: &Asked,
    since: Option<Millis>,
    today: Day,
    now: Millis,
) -> Result<Given> {
    let Some(class) = may.class() else { return Ok(Given::default()) };
    let (school, classes) = (may.institution(), [class.id]);
    let day = match registry::read::year_at(tx, school, today)? {
        // Before the year begins its lists are what counts.
        Some(year) if year.id == class.year => today.max(year.first_day),
        _ => today,
    };
    let pupils = registry::read::pupil_ways(tx, school, &classes, day, now)?;
    let parents = if asked.parents || asked.person.is_some() {
        registry::read::guardian_ways(tx, school, &classes, day, now)?
    } else {
        Vec::new()
    };
    // A pupil, then his parents; a parent of two is printed with the first.
    let mut of_child: HashMap<PersonId, Vec<&PersonWay>> = HashMap::new();
    for parent in &parents {
        of_child.entry(parent.pupil).or_default().push(parent);
    }
    let mut people = Vec::new();
    for pupil in &pupils {
        if asked.pupils || asked.person.is_some() {
            people.push(pupil.clone());
        }
        people.extend(of_child.remove(&pupil.person).into_iter().flatten().cloned());
    }
    let names: HashMap<PersonId, String> =
        pupils.iter().map(|pupil| (pupil.person, pupil.name.listed())).collect();
    let kind = registry::read::institution(tx, school)?.kind;
    let giving = Giving { may, secret, asked, since, today, day, now };
    giving.give(tx, people, |person| note(kind, person, &parents, &names))
}

/// Gives to the staff of the capability's institution.
pub fn give_to_staff(
    tx: &mut WriteTx<'_>,
    may: &GiveAccess,
    secret: &[u8; 32],
    asked: &Asked,
    since: Option<Millis>,
    today: Day,
    now: Millis,
) -> Result<Given> {
    let people = registry::read::staff_ways(tx, may.institution(), now)?;
    let positions: HashMap<PersonId, String> = registry::read::staff_of(tx, may.institution())?
        .into_iter()
        .map(|(person, _, position)| (person, position))
        .collect();
    let giving = Giving { may, secret, asked, since, today, day: today, now };
    giving.give(tx, people, |person| positions.get(&person.person).cloned().unwrap_or_default())
}

impl Giving<'_> {
    fn give(
        &self,
        tx: &mut WriteTx<'_>,
        mut people: Vec<PersonWay>,
        note: impl Fn(&PersonWay) -> String,
    ) -> Result<Given> {
        let mut seen = HashSet::new();
        people.retain(|one| seen.insert(one.person));
        if let Some(only) = self.asked.person {
            people.retain(|one| one.person == only);
        }
        let ids: Vec<PersonId> = people.iter().map(|one| one.person).collect();
        let roles = registry::read::roles_of_many(tx, &ids)?;
        // A first code is anybody's to give; what somebody uses already is not taken over.
        let beyond = if self.asked.renew == Whose::Nobody {
            HashSet::new()
        } else {
            used_beyond(tx, self.may, &ids, (self.today, self.day), self.now)?
        };
        let takes_over = |one: &PersonWay| {
            let renewed = self.asked.renew == Whose::Everybody
                || one.way.as_ref().is_some_and(|way| way.signed_in_at.is_none());
            renewed && beyond.contains(&one.person)
        };
        let mut given = Given::default();
        people.retain(|one| {
            let roles = roles.get(&one.person).map(Vec::as_slice).unwrap_or_default();
            let may = self.may.reaches(one.person, roles);
            if may && takes_over(one) {
                given.kept.push(one.name.clone());
                return false;
            }
            // Who may not be given a new one, but has one, needs none.
            let silent = !may && one.way.is_some() && self.asked.person.is_none();
            if !may && !silent {
                given.refused.push(one.name.clone());
            }
            may
        });
        let wanted: Vec<(PersonId, PersonName)> =
            people.iter().map(|one| (one.person, one.name.clone())).collect();
        let renew = match (self.asked.renew, self.since) {
            (Whose::Nobody, Some(since)) => Renew::IssuedSince(since),
            (Whose::Nobody, None) => Renew::Nobody,
            (Whose::NeverSignedIn, _) => Renew::NeverSignedIn,
            (Whose::Everybody, _) => Renew::Everybody,
        };
        let issued =
            registry::write::issue_codes(tx, self.secret, &wanted, renew, self.may.giver(), self.now)?;
        let mut of_person: HashMap<PersonId, Issued> =
            issued.into_iter().map(|issued| (issued.person, issued)).collect();
        for one in &people {
            let Some(issued) = of_person.remove(&one.person) else { continue };
            if issued.code.is_some() {
                given.issued += 1;
            } else {
                given.had += 1;
                // A parent who signs in already, as another child's or another school's, is told so; whoever has a code or is a
                // pupil with a login has had his paper.
                if one.relation.is_none() || !one.way.as_ref().is_some_and(|way| way.has_password) {
                    continue;
                }
            }
            given.slips.push(Slip {
                name: one.name.full(),
                note: note(one),
                login: issued.login,
                code: issued.code,
            });
        }
        Ok(given)
    }
}

/// «ученик», «родитель: Иванова Мария, Иванов Павел». Sheets are Russian.
fn note(
    kind: InstitutionKind,
    person: &PersonWay,
    parents: &[PersonWay],
    names: &HashMap<PersonId, String>,
) -> String {
    let tr = Tr::new(kit::Locale::Ru);
    if person.relation.is_none() {
        return nav::words(tr, kind).pupil().to_lowercase();
    }
    let children: Vec<&str> = parents
        .iter()
        .filter(|one| one.person == person.person)
        .filter_map(|one| names.get(&one.pupil).map(String::as_str))
        .collect();
    tr.access_parent_of(&children.join(", "))
}
