//! Ways in: who has a login, who has used it, who holds a code.

use std::collections::{BTreeMap, HashMap, HashSet};

use diesel::prelude::*;
use kernel::{AccountId, ClassId, Day, InstitutionId, Millis, PersonId, PersonName};
use store::{ReadTx, on_backend};

use super::{NameRow, name};
use crate::error::{Error, Result};
use crate::model::{Relation, Role};
use crate::table::{access_code, account, class_enrollment, guardianship, person, role_assignment, staff};

/// So many values are asked for in one statement.
const CHUNK: usize = 500;
/// So many rows are read of a school at once.
const MANY: i64 = 50_000;

/// A login and what has become of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WayIn {
    /// The account.
    pub account: AccountId,
    /// The login.
    pub login: String,
    /// When it was last used, if ever.
    pub signed_in_at: Option<Millis>,
    /// Until when its one-time code is good, if it has one that still is.
    pub code_until: Option<Millis>,
    /// When that code was given …
    pub code_at: Option<Millis>,
    /// … and by whom.
    pub code_by: Option<PersonId>,
    /// Has it a password that signs in?
    pub has_password: bool,
    /// May nobody sign in with it?
    pub locked: bool,
}

type WayRow = (
    (Option<i64>, Option<String>, Option<i64>, Option<String>, Option<i16>),
    (Option<i64>, Option<i32>, Option<i64>, Option<i64>),
);

fn to_way(row: WayRow, now: Millis) -> Option<WayIn> {
    let ((id, login, signed_in_at, password_hash, locked), (until, tries, issued_at, issued_by)) = row;
    let alive = tries.is_some_and(|left| left > 0);
    Some(WayIn {
        account: AccountId(id?),
        login: login?,
        signed_in_at: signed_in_at.map(Millis),
        code_until: until.filter(|at| alive && *at > now.0).map(Millis),
        code_at: issued_at.map(Millis),
        code_by: issued_by.map(PersonId),
        has_password: password_hash.is_some_and(|hash| hash != crate::password::NONE),
        locked: locked.is_some_and(|locked| locked != 0),
    })
}

/// The columns of a [`WayRow`].
macro_rules! way {
    () => {
        (
            (
                account::id.nullable(),
                account::login.nullable(),
                account::signed_in_at.nullable(),
                account::password_hash.nullable(),
                account::locked.nullable(),
            ),
            (
                access_code::expires_at.nullable(),
                access_code::tries_left.nullable(),
                access_code::issued_at.nullable(),
                access_code::issued_by.nullable(),
            ),
        )
    };
}

/// Somebody with his way in, if he has one.
#[derive(Debug, Clone)]
pub struct PersonWay {
    /// The class; of the staff: none.
    pub class: Option<ClassId>,
    /// The pupil it is about: himself, or the child of a parent; of the staff: himself.
    pub pupil: PersonId,
    /// Who.
    pub person: PersonId,
    /// Name.
    pub name: PersonName,
    /// What a parent is to the child.
    pub relation: Option<Relation>,
    /// The way in; of several the one that is used.
    pub way: Option<WayIn>,
}

/// One line a person and class: of several accounts the one that was signed in with last, else the first.
fn folded(list: Vec<PersonWay>) -> Vec<PersonWay> {
    let mut best: Vec<PersonWay> = Vec::with_capacity(list.len());
    let mut places: HashMap<(Option<ClassId>, PersonId, PersonId), usize> = HashMap::new();
    for one in list {
        match places.get(&(one.class, one.pupil, one.person)).and_then(|place| best.get_mut(*place)) {
            Some(known) => {
                let used = |way: &Option<WayIn>| way.as_ref().and_then(|way| way.signed_in_at);
                if used(&one.way) > used(&known.way) {
                    *known = one;
                }
            }
            None => {
                places.insert((one.class, one.pupil, one.person), best.len());
                best.push(one);
            }
        }
    }
    best
}

/// The pupils of these classes on that day, by class and name; at most fifty thousand.
pub fn pupil_ways(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    classes: &[ClassId],
    today: Day,
    now: Millis,
) -> Result<Vec<PersonWay>> {
    let classes: Vec<i64> = classes.iter().map(|class| class.0).collect();
    let rows: Vec<(i64, i64, NameRow, WayRow)> = on_backend!(tx, |c| {
        class_enrollment::table
            .inner_join(person::table.on(person::id.eq(class_enrollment::pupil_id)))
            .left_join(account::table.on(account::person_id.eq(class_enrollment::pupil_id)))
            .left_join(access_code::table.on(access_code::account_id.eq(account::id)))
            .filter(class_enrollment::institution_id.eq(institution.0))
            .filter(class_enrollment::class_id.eq_any(&classes))
            .filter(class_enrollment::first_day.le(today.number()))
            .filter(class_enrollment::last_day.is_null().or(class_enrollment::last_day.ge(today.number())))
            .order((class_enrollment::class_id, person::search_key, person::id, account::id))
            .limit(MANY)
            .select((
                class_enrollment::class_id,
                person::id,
                (person::family, person::given, person::patronymic),
                way!(),
            ))
            .load(c)
    })?;
    let list = rows.into_iter().map(|(class, id, names, way)| PersonWay {
        class: Some(ClassId(class)),
        pupil: PersonId(id),
        person: PersonId(id),
        name: name(names),
        relation: None,
        way: to_way(way, now),
    });
    Ok(folded(list.collect()))
}

/// The confirmed guardians of the pupils of these classes on that day, by class and name; at most fifty thousand.
pub fn guardian_ways(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    classes: &[ClassId],
    today: Day,
    now: Millis,
) -> Result<Vec<PersonWay>> {
    let classes: Vec<i64> = classes.iter().map(|class| class.0).collect();
    #[allow(clippy::type_complexity, reason = "one row of one statement")]
    let rows: Vec<(i64, i64, i64, String, NameRow, WayRow)> = on_backend!(tx, |c| {
        class_enrollment::table
            .inner_join(guardianship::table.on(guardianship::child_id.eq(class_enrollment::pupil_id)))
            .inner_join(person::table.on(person::id.eq(guardianship::guardian_id)))
            .left_join(account::table.on(account::person_id.eq(guardianship::guardian_id)))
            .left_join(access_code::table.on(access_code::account_id.eq(account::id)))
            .filter(class_enrollment::institution_id.eq(institution.0))
            .filter(class_enrollment::class_id.eq_any(&classes))
            .filter(class_enrollment::first_day.le(today.number()))
            .filter(class_enrollment::last_day.is_null().or(class_enrollment::last_day.ge(today.number())))
            .filter(guardianship::status.eq("confirmed"))
            .order((class_enrollment::class_id, person::search_key, person::id, account::id))
            .limit(MANY)
            .select((
                class_enrollment::class_id,
                guardianship::child_id,
                person::id,
                guardianship::relation,
                (person::family, person::given, person::patronymic),
                way!(),
            ))
            .load(c)
    })?;
    let list = rows.into_iter().map(|(class, child, id, relation, names, way)| PersonWay {
        class: Some(ClassId(class)),
        pupil: PersonId(child),
        person: PersonId(id),
        name: name(names),
        relation: Relation::from_code(&relation),
        way: to_way(way, now),
    });
    Ok(folded(list.collect()))
}

/// The present staff by name; at most a thousand.
pub fn staff_ways(tx: &mut ReadTx<'_>, institution: InstitutionId, now: Millis) -> Result<Vec<PersonWay>> {
    let rows: Vec<(i64, NameRow, WayRow)> = on_backend!(tx, |c| {
        staff::table
            .inner_join(person::table.on(person::id.eq(staff::person_id)))
            .left_join(account::table.on(account::person_id.eq(staff::person_id)))
            .left_join(access_code::table.on(access_code::account_id.eq(account::id)))
            .filter(staff::institution_id.eq(institution.0).and(staff::last_day.is_null()))
            .order((person::search_key, person::id, account::id))
            .limit(1000)
            .select((person::id, (person::family, person::given, person::patronymic), way!()))
            .load(c)
    })?;
    let list = rows.into_iter().map(|(id, names, way)| PersonWay {
        class: None,
        pupil: PersonId(id),
        person: PersonId(id),
        name: name(names),
        relation: None,
        way: to_way(way, now),
    });
    Ok(folded(list.collect()))
}

/// The ways in of these persons, each person's accounts by age.
pub fn ways_of(
    tx: &mut ReadTx<'_>,
    persons: &[PersonId],
    now: Millis,
) -> Result<BTreeMap<PersonId, Vec<WayIn>>> {
    let mut found: BTreeMap<PersonId, Vec<WayIn>> = BTreeMap::new();
    let ids: Vec<i64> = persons.iter().map(|person| person.0).collect();
    for chunk in ids.chunks(CHUNK) {
        let rows: Vec<(i64, WayRow)> = on_backend!(tx, |c| {
            account::table
                .left_join(access_code::table.on(access_code::account_id.eq(account::id)))
                .filter(account::person_id.eq_any(chunk))
                .order(account::id)
                .select((account::person_id, way!()))
                .load(c)
        })?;
        for (person, way) in rows {
            found.entry(PersonId(person)).or_default().extend(to_way(way, now));
        }
    }
    Ok(found)
}

/// What these persons do where; who does nothing is not among them.
pub fn roles_of_many(
    tx: &mut ReadTx<'_>,
    persons: &[PersonId],
) -> Result<HashMap<PersonId, Vec<(InstitutionId, Role)>>> {
    let mut found: HashMap<PersonId, Vec<(InstitutionId, Role)>> = HashMap::new();
    let ids: Vec<i64> = persons.iter().map(|person| person.0).collect();
    for chunk in ids.chunks(CHUNK) {
        let rows: Vec<(i64, i64, String)> = on_backend!(tx, |c| {
            role_assignment::table
                .filter(role_assignment::person_id.eq_any(chunk))
                .select((role_assignment::person_id, role_assignment::institution_id, role_assignment::role))
                .load(c)
        })?;
        for (person, institution, role) in rows {
            let role = Role::from_code(&role).ok_or(Error::Corrupt("role"))?;
            found.entry(PersonId(person)).or_default().push((InstitutionId(institution), role));
        }
    }
    Ok(found)
}

/// Those of these persons whose way in opens more than one institution, or more than one class of it when a class and a day
/// are named: who learns himself, or has a confirmed child that learns, now or from a later day at another institution, or
/// on that day in another class of this one.
pub fn reaches_beyond(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    class: Option<(ClassId, Day)>,
    persons: &[PersonId],
    today: Day,
) -> Result<HashSet<PersonId>> {
    let (here, today) = (institution.0, today.number());
    // No stay begins before day 0: without a class the second half finds nothing.
    let (class, day) = class.map_or((0, 0), |(class, day)| (class.0, day.number()));
    macro_rules! beyond {
        () => {
            class_enrollment::institution_id
                .ne(here)
                .and(class_enrollment::last_day.is_null().or(class_enrollment::last_day.ge(today)))
                .or(class_enrollment::institution_id
                    .eq(here)
                    .and(class_enrollment::class_id.ne(class))
                    .and(class_enrollment::first_day.le(day))
                    .and(class_enrollment::last_day.is_null().or(class_enrollment::last_day.ge(day))))
        };
    }
    let mut found = HashSet::new();
    let ids: Vec<i64> = persons.iter().map(|person| person.0).collect();
    for chunk in ids.chunks(CHUNK) {
        let learners: Vec<i64> = on_backend!(tx, |c| {
            class_enrollment::table
                .filter(class_enrollment::pupil_id.eq_any(chunk))
                .filter(beyond!())
                .select(class_enrollment::pupil_id)
                .distinct()
                .load(c)
        })?;
        let guardians: Vec<i64> = on_backend!(tx, |c| {
            guardianship::table
                .inner_join(class_enrollment::table.on(class_enrollment::pupil_id.eq(guardianship::child_id)))
                .filter(guardianship::guardian_id.eq_any(chunk))
                .filter(guardianship::status.eq("confirmed"))
                .filter(beyond!())
                .select(guardianship::guardian_id)
                .distinct()
                .load(c)
        })?;
        found.extend(learners.into_iter().chain(guardians).map(PersonId));
    }
    Ok(found)
}

/// The hash of an account's code, if the code is still good.
pub fn living_code(tx: &mut ReadTx<'_>, id: AccountId, now: Millis) -> Result<Option<String>> {
    Ok(on_backend!(tx, |c| {
        access_code::table
            .find(id.0)
            .filter(access_code::expires_at.gt(now.0).and(access_code::tries_left.gt(0)))
            .select(access_code::code_hash)
            .first(c)
            .optional()
    })?)
}

/// Whose these accounts are.
pub fn account_owners(tx: &mut ReadTx<'_>, accounts: &[AccountId]) -> Result<HashMap<AccountId, PersonName>> {
    let mut found = HashMap::new();
    let ids: Vec<i64> = accounts.iter().map(|account| account.0).collect();
    for chunk in ids.chunks(CHUNK) {
        let rows: Vec<(i64, NameRow)> = on_backend!(tx, |c| {
            account::table
                .inner_join(person::table.on(person::id.eq(account::person_id)))
                .filter(account::id.eq_any(chunk))
                .select((account::id, (person::family, person::given, person::patronymic)))
                .load(c)
        })?;
        found.extend(rows.into_iter().map(|(id, names)| (AccountId(id), name(names))));
    }
    Ok(found)
}
