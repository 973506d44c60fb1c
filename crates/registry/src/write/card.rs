//! A person's card: edited with a history, guardians added and their relation ended.

use diesel::prelude::*;
use kernel::{InstitutionId, PersonId};
use store::ids::Seq;
use store::{WriteTx, on_backend};

use super::bulk::rename_person;
use super::people::{add_guardian, add_persons};
use crate::error::{Error, Result};
use crate::model::{By, NewPerson, Refusal, Relation, Sex, Verdict};
use crate::read;
use crate::table::{class_enrollment, guardianship, person, person_change};

/// Appends to the history of a card.
fn record(
    tx: &mut WriteTx<'_>,
    at: InstitutionId,
    who: PersonId,
    changes: &[(&str, String, String)],
    by: By,
) -> Result<()> {
    let ids = tx.next_ids(Seq::School, changes.len())?;
    let rows: Vec<_> = changes
        .iter()
        .zip(ids)
        .map(|((field, old, new), id)| {
            (
                person_change::institution_id.eq(at.0),
                person_change::person_id.eq(who.0),
                person_change::id.eq(id),
                person_change::field.eq(*field),
                person_change::old.eq(old.clone()),
                person_change::new.eq(new.clone()),
                person_change::changed_at.eq(by.at.0),
                person_change::changed_by.eq(by.who.0),
            )
        })
        .collect();
    if !rows.is_empty() {
        on_backend!(tx, |c| diesel::insert_into(person_change::table).values(rows).execute(c))?;
    }
    Ok(())
}

/// Where a former pupil learns now, when that is somewhere else: then the card and the family are that institution's to
/// change, and no longer this one's.
fn gone_to(
    tx: &mut WriteTx<'_>,
    at: InstitutionId,
    who: PersonId,
    today: kernel::Day,
) -> Result<Option<String>> {
    let here = read::stays_of(tx, at, &[who])?.remove(&who).unwrap_or_default();
    if here.iter().any(|stay| stay.reaches(today)) {
        return Ok(None);
    }
    read::elsewhere(tx, who, at, today)
}

/// Writes a card anew. `seen` is the [fingerprint](read::PersonCard::fingerprint) of the card the form was made from: one
/// that was changed since is refused, and so is anybody who belongs [elsewhere](read::gone_over) now. Returns how many fields changed.
pub fn edit_card(
    tx: &mut WriteTx<'_>,
    at: InstitutionId,
    who: PersonId,
    seen: &str,
    new: &NewPerson,
    today: kernel::Day,
    by: By,
) -> Result<Verdict<usize>> {
    let (card, _) = read::own_card(tx, at, who)?;
    if let Some(place) = read::gone_over(tx, who, at, today)? {
        return Ok(Err(Refusal::Elsewhere(who, place)));
    }
    if card.merged_into.is_some() || card.fingerprint() != seen {
        return Ok(Err(Refusal::Stale));
    }
    let snils = new.snils.map(kernel::Snils::digits);
    if let Some(digits) = snils.as_ref().filter(|_| snils != card.snils) {
        let owner: Option<i64> = on_backend!(tx, |c| {
            person::table.filter(person::snils.eq(digits)).select(person::id).first(c).optional()
        })?;
        if let Some(owner) = owner {
            return Ok(Err(Refusal::SnilsTaken(PersonId(owner))));
        }
    }
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let changes: Vec<(&str, String, String)> = [
        ("family", card.name.family().to_owned(), new.name.family().to_owned()),
        ("given", card.name.given().to_owned(), new.name.given().to_owned()),
        (
            "patronymic",
            card.name.patronymic().unwrap_or_default().to_owned(),
            new.name.patronymic().unwrap_or_default().to_owned(),
        ),
        (
            "birth",
            card.birth_day.map(|d| d.to_string()).unwrap_or_default(),
            new.birth_day.map(|d| d.to_string()).unwrap_or_default(),
        ),
        ("sex", card.sex.map_or("", Sex::code).to_owned(), new.sex.map_or("", Sex::code).to_owned()),
        ("snils", text(&card.snils), text(&snils)),
        ("phone", text(&card.phone), text(&new.phone)),
        ("email", text(&card.email), text(&new.email)),
    ]
    .into_iter()
    .filter(|(_, old, new)| old != new)
    .collect();
    if changes.is_empty() {
        return Ok(Ok(0));
    }
    if card.name != new.name {
        rename_person(tx, who, &new.name)?;
    }
    let set = (
        person::birth_day.eq(new.birth_day.map(kernel::Day::number)),
        person::sex.eq(new.sex.map(Sex::code)),
        person::snils.eq(snils),
        person::phone.eq(new.phone.clone()),
        person::email.eq(new.email.clone()),
    );
    on_backend!(tx, |c| diesel::update(person::table.find(who.0)).set(set).execute(c))?;
    record(tx, at, who, &changes, by)?;
    Ok(Ok(changes.len()))
}

/// Makes somebody a guardian of a pupil of this institution: a guardian the institution knows by the same name and phone
/// (or by the name alone, when no phone is told), else a new person. Returns who it is.
pub fn add_pupils_guardian(
    tx: &mut WriteTx<'_>,
    at: InstitutionId,
    child: PersonId,
    new: &NewPerson,
    relation: Relation,
    today: kernel::Day,
    by: By,
) -> Result<PersonId> {
    if !read::ties(tx, at, child)?.pupil || gone_to(tx, at, child, today)?.is_some() {
        return Err(Error::NotFound("pupil"));
    }
    let key = crate::model::search_key(&new.name.full());
    let known: Vec<(i64, Option<String>)> = on_backend!(tx, |c| {
        person::table
            .inner_join(guardianship::table.on(guardianship::guardian_id.eq(person::id)))
            .inner_join(class_enrollment::table.on(class_enrollment::pupil_id.eq(guardianship::child_id)))
            .filter(person::search_key.eq(&key).and(class_enrollment::institution_id.eq(at.0)))
            .filter(person::id.ne(child.0))
            .select((person::id, person::phone))
            .distinct()
            .limit(10)
            .load(c)
    })?;
    let fits = |phone: &Option<String>| new.phone.is_none() || phone.is_none() || *phone == new.phone;
    let mut fitting = known.iter().filter(|(_, phone)| fits(phone));
    let guardian = match (fitting.next(), fitting.next()) {
        (Some((id, _)), None) => PersonId(*id),
        _ => {
            let made = add_persons(tx, std::slice::from_ref(new), by.at)?;
            made.into_iter().next().ok_or(Error::NotFound("person"))?
        }
    };
    if add_guardian(tx, guardian, child, relation, by.at)? {
        let line = format!("{}, {}", new.name.full(), relation.code());
        record(tx, at, child, &[("guardian", String::new(), line)], by)?;
    }
    Ok(guardian)
}

/// Ends a guardianship; it stays in the history of the child's card. False when there is none.
pub fn end_guardianship(
    tx: &mut WriteTx<'_>,
    at: InstitutionId,
    child: PersonId,
    guardian: PersonId,
    today: kernel::Day,
    by: By,
) -> Result<bool> {
    if !read::ties(tx, at, child)?.pupil || gone_to(tx, at, child, today)?.is_some() {
        return Err(Error::NotFound("pupil"));
    }
    let found = read::guardians_with_contacts(tx, child)?.into_iter().find(|one| one.id == guardian);
    let Some(found) = found else { return Ok(false) };
    on_backend!(tx, |c| { diesel::delete(guardianship::table.find((guardian.0, child.0))).execute(c) })?;
    let line = format!("{}, {}", found.name.full(), found.relation.code());
    record(tx, at, child, &[("guardian", line, String::new())], by)?;
    Ok(true)
}
