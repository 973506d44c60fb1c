//! A person's card: what an institution may know of somebody who learns, works or has children there.

use diesel::prelude::*;
use kernel::{Day, InstitutionId, Millis, PersonId, PersonName};
use store::{ReadTx, on_backend};

use super::{NameRow, day, day_opt, name};
use crate::error::{Error, Result};
use crate::model::{Relation, Sex};
use crate::table::{
    account, class, class_enrollment, guardianship, person, person_change, person_merge, school_order, staff,
};

/// A person with everything that is written of him.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonCard {
    /// Id.
    pub id: PersonId,
    /// Name.
    pub name: PersonName,
    /// Birth day.
    pub birth_day: Option<Day>,
    /// Sex.
    pub sex: Option<Sex>,
    /// СНИЛС, eleven digits.
    pub snils: Option<String>,
    /// Phone, `+7…`.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Whom this row was merged into.
    pub merged_into: Option<PersonId>,
}

impl PersonCard {
    /// A short sum of everything on the card: a form made from another state is told apart by it.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let fields = [
            self.name.family(),
            self.name.given(),
            self.name.patronymic().unwrap_or_default(),
            &self.birth_day.map(|d| d.to_string()).unwrap_or_default(),
            self.sex.map_or("", Sex::code),
            self.snils.as_deref().unwrap_or_default(),
            self.phone.as_deref().unwrap_or_default(),
            self.email.as_deref().unwrap_or_default(),
        ];
        crate::token::hash(&fields.join("\u{1f}"))
    }
}

type CardRow = (
    (i64, NameRow, Option<i32>, Option<String>),
    (Option<String>, Option<String>, Option<String>, Option<i64>),
);

fn to_card(row: CardRow) -> Result<PersonCard> {
    let ((id, names, birth, sex), (snils, phone, email, merged)) = row;
    Ok(PersonCard {
        id: PersonId(id),
        name: name(names),
        birth_day: day_opt(birth)?,
        sex: sex.as_deref().and_then(Sex::from_code),
        snils,
        phone,
        email,
        merged_into: merged.map(PersonId),
    })
}

/// The cards of these people, by id; at most five hundred.
pub fn cards(tx: &mut ReadTx<'_>, ids: &[PersonId]) -> Result<Vec<PersonCard>> {
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let rows: Vec<CardRow> = on_backend!(tx, |c| {
        person::table
            .filter(person::id.eq_any(&ids))
            .order(person::id)
            .limit(500)
            .select((
                (
                    person::id,
                    (person::family, person::given, person::patronymic),
                    person::birth_day,
                    person::sex,
                ),
                (person::snils, person::phone, person::email, person::merged_into),
            ))
            .load(c)
    })?;
    rows.into_iter().map(to_card).collect()
}

/// What ties somebody to an institution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ties {
    /// Is or was a pupil.
    pub pupil: bool,
    /// Is the guardian of somebody who is or was a pupil.
    pub guardian: bool,
    /// Is or was on the staff.
    pub staff: bool,
}

impl Ties {
    /// Is there any?
    #[must_use]
    pub const fn any(self) -> bool {
        self.pupil || self.guardian || self.staff
    }
}

/// What ties a person to an institution.
pub fn ties(tx: &mut ReadTx<'_>, at: InstitutionId, who: PersonId) -> Result<Ties> {
    let pupil: Option<i64> = on_backend!(tx, |c| {
        class_enrollment::table
            .filter(class_enrollment::pupil_id.eq(who.0).and(class_enrollment::institution_id.eq(at.0)))
            .select(class_enrollment::pupil_id)
            .first(c)
            .optional()
    })?;
    let guardian: Option<i64> = on_backend!(tx, |c| {
        guardianship::table
            .inner_join(class_enrollment::table.on(class_enrollment::pupil_id.eq(guardianship::child_id)))
            .filter(guardianship::guardian_id.eq(who.0).and(class_enrollment::institution_id.eq(at.0)))
            .select(guardianship::child_id)
            .first(c)
            .optional()
    })?;
    let staff: Option<i64> = on_backend!(tx, |c| {
        staff::table.find((at.0, who.0)).select(staff::person_id).first(c).optional()
    })?;
    Ok(Ties { pupil: pupil.is_some(), guardian: guardian.is_some(), staff: staff.is_some() })
}

/// The card of somebody this institution knows, with what ties him to it; not found for anybody else.
pub fn own_card(tx: &mut ReadTx<'_>, at: InstitutionId, who: PersonId) -> Result<(PersonCard, Ties)> {
    let card = cards(tx, &[who])?.into_iter().next().ok_or(Error::NotFound("person"))?;
    let seen = card.merged_into.unwrap_or(who);
    let ties = ties(tx, at, seen)?;
    if ties.any() { Ok((card, ties)) } else { Err(Error::NotFound("person")) }
}

/// The person and the rows that were merged into it.
pub(crate) fn with_merged(tx: &mut ReadTx<'_>, who: PersonId) -> Result<Vec<i64>> {
    let mut ids: Vec<i64> = on_backend!(tx, |c| {
        person::table
            .filter(person::merged_into.is_not_null())
            .filter(person::merged_into.eq(who.0))
            .select(person::id)
            .limit(50)
            .load(c)
    })?;
    ids.push(who.0);
    Ok(ids)
}

/// Somebody beside a child: a guardian, or the child beside the guardian.
#[derive(Debug, Clone)]
pub struct Relative {
    /// Id.
    pub id: PersonId,
    /// Name.
    pub name: PersonName,
    /// What the grown-up is to the child.
    pub relation: Relation,
    /// Phone.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
}

type RelativeRow = (i64, NameRow, String, Option<String>, Option<String>);

fn to_relative(row: RelativeRow) -> Result<Relative> {
    Ok(Relative {
        id: PersonId(row.0),
        name: name(row.1),
        relation: Relation::from_code(&row.2).ok_or(Error::Corrupt("guardianship.relation"))?,
        phone: row.3,
        email: row.4,
    })
}

/// The confirmed guardians of a child with what they are to it, by name; at most twenty.
pub fn guardians_with_contacts(tx: &mut ReadTx<'_>, child: PersonId) -> Result<Vec<Relative>> {
    let rows: Vec<RelativeRow> = on_backend!(tx, |c| {
        guardianship::table
            .inner_join(person::table.on(person::id.eq(guardianship::guardian_id)))
            .filter(guardianship::child_id.eq(child.0).and(guardianship::status.eq("confirmed")))
            .order((person::search_key, person::id))
            .limit(20)
            .select((
                person::id,
                (person::family, person::given, person::patronymic),
                guardianship::relation,
                person::phone,
                person::email,
            ))
            .load(c)
    })?;
    rows.into_iter().map(to_relative).collect()
}

/// The children of a guardian who are or were pupils of this institution, by name; at most thirty.
pub fn children_at(tx: &mut ReadTx<'_>, at: InstitutionId, guardian: PersonId) -> Result<Vec<Relative>> {
    let rows: Vec<RelativeRow> = on_backend!(tx, |c| {
        guardianship::table
            .inner_join(person::table.on(person::id.eq(guardianship::child_id)))
            .filter(guardianship::guardian_id.eq(guardian.0).and(guardianship::status.eq("confirmed")))
            .filter(diesel::dsl::exists(
                class_enrollment::table.filter(
                    class_enrollment::pupil_id
                        .eq(guardianship::child_id)
                        .and(class_enrollment::institution_id.eq(at.0)),
                ),
            ))
            .order((person::search_key, person::id))
            .limit(30)
            .select((
                person::id,
                (person::family, person::given, person::patronymic),
                guardianship::relation,
                person::phone,
                person::email,
            ))
            .load(c)
    })?;
    rows.into_iter().map(to_relative).collect()
}

/// Somebody's place on the staff.
#[derive(Debug, Clone)]
pub struct StaffPlace {
    /// Position (должность).
    pub position: String,
    /// Since.
    pub first_day: Day,
    /// Until, when archived.
    pub last_day: Option<Day>,
}

/// Somebody's place on the staff of an institution.
pub fn staff_place(tx: &mut ReadTx<'_>, at: InstitutionId, who: PersonId) -> Result<Option<StaffPlace>> {
    let row: Option<(String, i32, Option<i32>)> = on_backend!(tx, |c| {
        staff::table
            .find((at.0, who.0))
            .select((staff::position, staff::first_day, staff::last_day))
            .first(c)
            .optional()
    })?;
    row.map(|(position, first, last)| {
        Ok(StaffPlace { position, first_day: day(first)?, last_day: day_opt(last)? })
    })
    .transpose()
}

/// The logins of these people: person and login; at most a thousand.
pub fn logins_of(tx: &mut ReadTx<'_>, people: &[PersonId]) -> Result<Vec<(PersonId, String)>> {
    let ids: Vec<i64> = people.iter().map(|p| p.0).collect();
    let rows: Vec<(i64, String)> = on_backend!(tx, |c| {
        account::table
            .filter(account::person_id.eq_any(&ids))
            .order((account::person_id, account::login))
            .limit(1000)
            .select((account::person_id, account::login))
            .load(c)
    })?;
    Ok(rows.into_iter().map(|(id, login)| (PersonId(id), login)).collect())
}

/// A change of a card.
#[derive(Debug, Clone)]
pub struct CardChange {
    /// Which field: `family`, `snils`, `guardian` …
    pub field: String,
    /// What stood there.
    pub old: String,
    /// What stands there since.
    pub new: String,
    /// When.
    pub at: Millis,
    /// Who changed it.
    pub by: PersonName,
}

/// What this institution changed on a card, newest first; at most a hundred.
pub fn card_changes(tx: &mut ReadTx<'_>, at: InstitutionId, who: PersonId) -> Result<Vec<CardChange>> {
    let rows: Vec<(String, String, String, i64, NameRow)> = on_backend!(tx, |c| {
        person_change::table
            .inner_join(person::table.on(person::id.eq(person_change::changed_by)))
            .filter(person_change::institution_id.eq(at.0).and(person_change::person_id.eq(who.0)))
            .order(person_change::id.desc())
            .limit(100)
            .select((
                person_change::field,
                person_change::old,
                person_change::new,
                person_change::changed_at,
                (person::family, person::given, person::patronymic),
            ))
            .load(c)
    })?;
    Ok(rows
        .into_iter()
        .map(|(field, old, new, at, by)| CardChange { field, old, new, at: Millis(at), by: name(by) })
        .collect())
}

/// A merge of two rows of one person.
#[derive(Debug, Clone)]
pub struct Merge {
    /// Id.
    pub id: i64,
    /// The row that stays.
    pub kept: PersonId,
    /// Its name.
    pub name: PersonName,
    /// The row that went into it.
    pub gone: PersonId,
    /// When.
    pub at: Millis,
    /// Was it taken back?
    pub undone: bool,
}

/// The merges of an institution, newest first; at most fifty.
pub fn merges(tx: &mut ReadTx<'_>, at: InstitutionId) -> Result<Vec<Merge>> {
    let rows: Vec<(i64, i64, i64, i64, Option<i64>, NameRow)> = on_backend!(tx, |c| {
        person_merge::table
            .inner_join(person::table.on(person::id.eq(person_merge::kept_id)))
            .filter(person_merge::institution_id.eq(at.0))
            .order(person_merge::id.desc())
            .limit(50)
            .select((
                person_merge::id,
                person_merge::kept_id,
                person_merge::gone_id,
                person_merge::created_at,
                person_merge::undone_at,
                (person::family, person::given, person::patronymic),
            ))
            .load(c)
    })?;
    Ok(rows
        .into_iter()
        .map(|(id, kept, gone, at, undone, names)| Merge {
            id,
            kept: PersonId(kept),
            name: name(names),
            gone: PersonId(gone),
            at: Millis(at),
            undone: undone.is_some(),
        })
        .collect())
}

/// The order a class was dissolved by: number and reason of the latest.
pub fn dissolutions(
    tx: &mut ReadTx<'_>,
    at: InstitutionId,
    classes: &[kernel::ClassId],
) -> Result<std::collections::BTreeMap<kernel::ClassId, String>> {
    let ids: Vec<Option<i64>> = classes.iter().map(|class| Some(class.0)).collect();
    let rows: Vec<(Option<i64>, String)> = on_backend!(tx, |c| {
        school_order::table
            .filter(school_order::institution_id.eq(at.0).and(school_order::kind.eq("dissolve")))
            .filter(school_order::class_id.eq_any(&ids))
            .order(school_order::id)
            .limit(1000)
            .select((school_order::class_id, school_order::number))
            .load(c)
    })?;
    Ok(rows.into_iter().filter_map(|(id, number)| Some((kernel::ClassId(id?), number))).collect())
}

/// Where an institution has these people on that day or later, or had them last: class and position in words, for those
/// who learn or work there or once did. Two statements.
pub fn places_at(
    tx: &mut ReadTx<'_>,
    at: InstitutionId,
    people: &[PersonId],
    today: Day,
) -> Result<std::collections::BTreeMap<PersonId, Vec<String>>> {
    let ids: Vec<i64> = people.iter().map(|p| p.0).collect();
    let classes: Vec<(i64, i32, Option<i32>, String)> = on_backend!(tx, |c| {
        class_enrollment::table
            .inner_join(
                class::table.on(class::institution_id
                    .eq(class_enrollment::institution_id)
                    .and(class::id.eq(class_enrollment::class_id))),
            )
            .filter(class_enrollment::pupil_id.eq_any(&ids))
            .filter(class_enrollment::institution_id.eq(at.0))
            .limit(2000)
            .select((
                class_enrollment::pupil_id,
                class_enrollment::first_day,
                class_enrollment::last_day,
                class::name,
            ))
            .load(c)
    })?;
    // The class of today before one to come, and that before one that is over.
    let rank = |first: i32, last: Option<i32>| match last {
        Some(last) if last < today.number() => (0, last),
        _ if first <= today.number() => (2, first),
        _ => (1, -first),
    };
    let mut best: std::collections::BTreeMap<i64, ((i32, i32), String)> = std::collections::BTreeMap::new();
    for (who, first, last, class) in classes {
        let rank = rank(first, last);
        if best.get(&who).is_none_or(|(known, _)| *known < rank) {
            best.insert(who, (rank, class));
        }
    }
    let positions: Vec<(i64, String)> = on_backend!(tx, |c| {
        staff::table
            .filter(staff::institution_id.eq(at.0).and(staff::person_id.eq_any(&ids)))
            .limit(2000)
            .select((staff::person_id, staff::position))
            .load(c)
    })?;
    let mut found: std::collections::BTreeMap<PersonId, Vec<String>> = std::collections::BTreeMap::new();
    for (who, (_, class)) in best {
        found.entry(PersonId(who)).or_default().push(class);
    }
    for (who, position) in positions {
        found.entry(PersonId(who)).or_default().push(position);
    }
    Ok(found)
}
