//! The rolls of an institution: pupils, parents, staff, each as one list that pages filter, sort and cut. A school has a
//! few thousand people, so a roll is one or two statements, and search with typing errors needs no index of its own.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use diesel::prelude::*;
use kernel::{ClassId, Day, InstitutionId, PersonId, PersonName};
use store::{ReadTx, on_backend};

use super::{NameRow, day, day_opt, name};
use crate::error::Result;
use crate::model::{Class, MovementKind, name_key};
use crate::table::{account, class, class_enrollment, guardianship, person, staff};

/// More rows of one kind an institution does not have.
const MOST: i64 = 60_000;

/// What an account tells in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SignIn {
    /// There is no account.
    NoAccount,
    /// There is one, and its first password is still the one that was given out.
    Never,
    /// A password of one's own was set.
    Used,
}

/// Is somebody here, gone, or put away?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Presence {
    /// Here, or will be.
    Present,
    /// Gone: finished, transferred.
    Departed,
    /// Put into the archive by an order.
    Archived,
}

/// The person of a row.
#[derive(Debug, Clone)]
pub struct RollPerson {
    /// Id.
    pub id: PersonId,
    /// Name.
    pub name: PersonName,
    /// The name as it is searched.
    pub key: String,
    /// Birth day.
    pub birth_day: Option<Day>,
    /// СНИЛС, eleven digits.
    pub snils: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Account.
    pub sign_in: SignIn,
}

type PersonRow = (i64, NameRow, String, Option<i32>, Option<String>, Option<String>, Option<String>);

/// The columns of a [`PersonRow`].
macro_rules! roll {
    () => {
        (
            person::id,
            (person::family, person::given, person::patronymic),
            person::search_key,
            person::birth_day,
            person::snils,
            person::phone,
            person::email,
        )
    };
}

fn to_person(row: PersonRow) -> Result<RollPerson> {
    Ok(RollPerson {
        id: PersonId(row.0),
        name: name(row.1),
        key: name_key(&row.2),
        birth_day: day_opt(row.3)?,
        snils: row.4,
        phone: row.5,
        email: row.6,
        sign_in: SignIn::NoAccount,
    })
}

fn sign_in(accounts: &BTreeMap<i64, bool>, id: PersonId) -> SignIn {
    match accounts.get(&id.0) {
        None => SignIn::NoAccount,
        Some(false) => SignIn::Never,
        Some(true) => SignIn::Used,
    }
}

/// Of whom it was asked: has an account that was used?
fn used(rows: Vec<(i64, i16)>) -> BTreeMap<i64, bool> {
    let mut accounts: BTreeMap<i64, bool> = BTreeMap::new();
    for (id, must_change) in rows {
        let used = accounts.entry(id).or_default();
        *used = *used || must_change == 0;
    }
    accounts
}

/// A pupil of the roll.
#[derive(Debug, Clone)]
pub struct RollPupil {
    /// The person.
    pub person: RollPerson,
    /// The present or last class.
    pub class: ClassId,
    /// Its name.
    pub class_name: String,
    /// Its grade.
    pub grade: i32,
    /// First day in it.
    pub first_day: Day,
    /// Last day in it.
    pub last_day: Option<Day>,
    /// Here or gone.
    pub presence: Presence,
}

/// Everybody who is or was a pupil, each once with the latest class, by name. Three statements.
pub fn pupil_roll(tx: &mut ReadTx<'_>, at: InstitutionId, today: Day) -> Result<Vec<RollPupil>> {
    let rows: Vec<(PersonRow, i64, String, i32, i32, Option<i32>)> = on_backend!(tx, |c| {
        class_enrollment::table
            .inner_join(person::table.on(person::id.eq(class_enrollment::pupil_id)))
            .inner_join(
                class::table.on(class::institution_id
                    .eq(class_enrollment::institution_id)
                    .and(class::id.eq(class_enrollment::class_id))),
            )
            .filter(class_enrollment::institution_id.eq(at.0))
            .limit(MOST)
            .select((
                roll!(),
                class_enrollment::class_id,
                class::name,
                class::grade,
                class_enrollment::first_day,
                class_enrollment::last_day,
            ))
            .load(c)
    })?;
    let accounts: Vec<(i64, i16)> = on_backend!(tx, |c| {
        class_enrollment::table
            .inner_join(account::table.on(account::person_id.eq(class_enrollment::pupil_id)))
            .filter(class_enrollment::institution_id.eq(at.0))
            .limit(MOST)
            .select((account::person_id, account::must_change))
            .load(c)
    })?;
    let accounts = used(accounts);
    let mut latest: BTreeMap<i64, RollPupil> = BTreeMap::new();
    for (row, class, class_name, grade, first, last) in rows {
        let id = row.0;
        let (first_day, last_day) = (day(first)?, day_opt(last)?);
        // An open class before a closed one, else the later one.
        let newer = latest.get(&id).is_none_or(|known| {
            (last_day.is_none(), first_day) > (known.last_day.is_none(), known.first_day)
        });
        if newer {
            let mut person = to_person(row)?;
            person.sign_in = sign_in(&accounts, person.id);
            let here = last_day.is_none_or(|last| last >= today);
            let presence = if here { Presence::Present } else { Presence::Departed };
            let pupil =
                RollPupil { person, class: ClassId(class), class_name, grade, first_day, last_day, presence };
            latest.insert(id, pupil);
        }
    }
    let mut list: Vec<RollPupil> = latest.into_values().collect();
    if list.iter().any(|pupil| pupil.presence == Presence::Departed) {
        let last = super::last_movements(tx, at)?;
        for pupil in &mut list {
            let archived = last.get(&pupil.person.id) == Some(&MovementKind::Archive);
            if pupil.presence == Presence::Departed && archived {
                pupil.presence = Presence::Archived;
            }
        }
    }
    let away = list.iter_mut().filter(|one| one.presence != Presence::Present).map(|one| &mut one.person);
    hide_contacts(tx, at, today, away.collect())?;
    list.sort_by(|a, b| (&a.person.key, a.person.id).cmp(&(&b.person.key, b.person.id)));
    Ok(list)
}

/// How to reach somebody who went over to another institution is that one's affair. Of those who are not here any more
/// four statements for five hundred.
fn hide_contacts(
    tx: &mut ReadTx<'_>,
    at: InstitutionId,
    today: Day,
    away: Vec<&mut RollPerson>,
) -> Result<()> {
    if away.is_empty() {
        return Ok(());
    }
    let ids: Vec<PersonId> = away.iter().map(|one| one.id).collect();
    let gone = super::gone_over_among(tx, &ids, at, today)?;
    for one in away.into_iter().filter(|one| gone.contains(&one.id)) {
        one.phone = None;
        one.email = None;
    }
    Ok(())
}

/// A parent of the roll with the children who are or were pupils here.
#[derive(Debug, Clone)]
pub struct RollParent {
    /// The person.
    pub person: RollPerson,
    /// Child, its name, class, grade, and whether it is here now.
    pub children: Vec<ParentsChild>,
}

/// A child of a parent's row.
#[derive(Debug, Clone)]
pub struct ParentsChild {
    /// The child.
    pub id: PersonId,
    /// Name.
    pub name: PersonName,
    /// Present or last class.
    pub class: ClassId,
    /// Its name.
    pub class_name: String,
    /// Its grade.
    pub grade: i32,
    /// Here or gone.
    pub presence: Presence,
}

/// The confirmed guardians of everybody on the roll of pupils, by name. Two statements besides the pupils'.
pub fn parent_roll(tx: &mut ReadTx<'_>, at: InstitutionId, today: Day) -> Result<Vec<RollParent>> {
    let pupils = pupil_roll(tx, at, today)?;
    let by_id: BTreeMap<i64, &RollPupil> = pupils.iter().map(|p| (p.person.id.0, p)).collect();
    let rows: Vec<(PersonRow, i64)> = on_backend!(tx, |c| {
        class_enrollment::table
            .inner_join(guardianship::table.on(guardianship::child_id.eq(class_enrollment::pupil_id)))
            .inner_join(person::table.on(person::id.eq(guardianship::guardian_id)))
            .filter(class_enrollment::institution_id.eq(at.0))
            .filter(guardianship::status.eq("confirmed"))
            .limit(MOST)
            .select((roll!(), guardianship::child_id))
            .load(c)
    })?;
    let accounts: Vec<(i64, i16)> = on_backend!(tx, |c| {
        class_enrollment::table
            .inner_join(guardianship::table.on(guardianship::child_id.eq(class_enrollment::pupil_id)))
            .inner_join(account::table.on(account::person_id.eq(guardianship::guardian_id)))
            .filter(class_enrollment::institution_id.eq(at.0))
            .limit(MOST)
            .select((account::person_id, account::must_change))
            .load(c)
    })?;
    let accounts = used(accounts);
    let mut parents: BTreeMap<i64, RollParent> = BTreeMap::new();
    for (row, child) in rows {
        let id = row.0;
        if let Entry::Vacant(place) = parents.entry(id) {
            let mut person = to_person(row)?;
            person.sign_in = sign_in(&accounts, person.id);
            place.insert(RollParent { person, children: Vec::new() });
        }
        if let (Some(parent), Some(pupil)) = (parents.get_mut(&id), by_id.get(&child))
            && parent.children.iter().all(|known| known.id.0 != child)
        {
            parent.children.push(ParentsChild {
                id: pupil.person.id,
                name: pupil.person.name.clone(),
                class: pupil.class,
                class_name: pupil.class_name.clone(),
                grade: pupil.grade,
                presence: pupil.presence,
            });
        }
    }
    let mut list: Vec<RollParent> = parents.into_values().collect();
    let away = list
        .iter_mut()
        .filter(|one| one.children.iter().all(|child| child.presence != Presence::Present))
        .map(|one| &mut one.person);
    hide_contacts(tx, at, today, away.collect())?;
    for parent in &mut list {
        parent.children.sort_by(|a, b| b.grade.cmp(&a.grade).then_with(|| a.id.cmp(&b.id)));
    }
    list.sort_by(|a, b| (&a.person.key, a.person.id).cmp(&(&b.person.key, b.person.id)));
    Ok(list)
}

/// A member of staff of the roll.
#[derive(Debug, Clone)]
pub struct RollStaff {
    /// The person.
    pub person: RollPerson,
    /// Position (должность).
    pub position: String,
    /// Since.
    pub first_day: Day,
    /// Until.
    pub last_day: Option<Day>,
    /// Here or archived.
    pub presence: Presence,
}

/// Everybody who is or was on the staff, by name. Two statements.
pub fn staff_roll(tx: &mut ReadTx<'_>, at: InstitutionId, today: Day) -> Result<Vec<RollStaff>> {
    let rows: Vec<(PersonRow, String, i32, Option<i32>)> = on_backend!(tx, |c| {
        staff::table
            .inner_join(person::table.on(person::id.eq(staff::person_id)))
            .filter(staff::institution_id.eq(at.0))
            .order((person::search_key, person::id))
            .limit(MOST)
            .select((roll!(), staff::position, staff::first_day, staff::last_day))
            .load(c)
    })?;
    let accounts: Vec<(i64, i16)> = on_backend!(tx, |c| {
        staff::table
            .inner_join(account::table.on(account::person_id.eq(staff::person_id)))
            .filter(staff::institution_id.eq(at.0))
            .limit(MOST)
            .select((account::person_id, account::must_change))
            .load(c)
    })?;
    let accounts = used(accounts);
    let mut list: Vec<RollStaff> = rows
        .into_iter()
        .map(|(row, position, first, last)| {
            let mut person = to_person(row)?;
            person.sign_in = sign_in(&accounts, person.id);
            let last_day = day_opt(last)?;
            let here = last_day.is_none_or(|last| last >= today);
            let presence = if here { Presence::Present } else { Presence::Archived };
            Ok(RollStaff { person, position, first_day: day(first)?, last_day, presence })
        })
        .collect::<Result<_>>()?;
    let away = list.iter_mut().filter(|one| one.presence != Presence::Present).map(|one| &mut one.person);
    hide_contacts(tx, at, today, away.collect())?;
    Ok(list)
}

/// The classes of the year that holds the day, dissolved ones too, living ones first, by grade and letter.
pub fn classes_now(tx: &mut ReadTx<'_>, at: InstitutionId, today: Day) -> Result<Vec<Class>> {
    let Some(year) = super::year_at(tx, at, today)? else { return Ok(Vec::new()) };
    let mut list = super::all_classes(tx, at, year.id)?;
    list.sort_by_key(|class| class.dissolved.is_some());
    Ok(list)
}
