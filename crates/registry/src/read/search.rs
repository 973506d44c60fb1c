//! People found by name, among all or at one institution.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use kernel::{Day, InstitutionId, PersonId, PersonName};
use store::{ReadTx, on_backend};

use super::{NameRow, day_opt, name};
use crate::error::Result;
use crate::model::names::begins_nearly;
use crate::model::{NameQuery, name_key};
use crate::table::{class_enrollment, guardianship, name_word, person, person_word, staff};

/// Where people are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Everybody of the region.
    Region,
    /// Pupils, their guardians and staff of one institution, former ones too.
    Institution(InstitutionId),
}

/// Somebody who was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Id.
    pub id: PersonId,
    /// Name.
    pub name: PersonName,
    /// Birth day.
    pub birth_day: Option<Day>,
}

/// Greater than every word: the end of a range of beginnings.
const LAST: char = '\u{10FFFF}';
/// Names are counted so far to learn which word is the rarest.
const COUNTED: i64 = 5000;
/// So many words of the dictionary are compared with a mistyped one.
const COMPARED: i64 = 20_000;
/// And so many of those that fit are followed.
const FOLLOWED: usize = 200;
/// So many names are compared with mistyped words.
const WEIGHED: i64 = 5000;

/// Who fits what was typed, by name; at most `limit` (and a hundred). Right beginnings alone, when there are any; else
/// those with one typing error a word.
pub fn search_people(
    tx: &mut ReadTx<'_>,
    scope: Scope,
    query: &NameQuery,
    limit: usize,
) -> Result<Vec<Found>> {
    let limit = limit.min(100);
    let ids = match scope {
        Scope::Institution(institution) => among_own(tx, institution, query, limit)?,
        Scope::Region => {
            let exact = by_beginnings(tx, query, limit)?;
            if exact.is_empty() { with_errors(tx, query, limit)? } else { exact }
        }
    };
    load(tx, &ids)
}

fn load(tx: &mut ReadTx<'_>, ids: &[i64]) -> Result<Vec<Found>> {
    let rows: Vec<(i64, NameRow, Option<i32>)> = on_backend!(tx, |c| {
        person::table
            .filter(person::id.eq_any(ids))
            .order((person::search_key, person::id))
            .limit(100)
            .select((person::id, (person::family, person::given, person::patronymic), person::birth_day))
            .load(c)
    })?;
    rows.into_iter()
        .map(|(id, names, birth)| {
            Ok(Found { id: PersonId(id), name: name(names), birth_day: day_opt(birth)? })
        })
        .collect()
}

/// The names of everybody an institution knows: id and search key; at most thirty thousand of each kind.
pub(crate) fn own_names(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
) -> Result<BTreeMap<i64, (String, Option<i32>)>> {
    let mut all = BTreeMap::new();
    let pupils: Vec<(i64, String, Option<i32>)> = on_backend!(tx, |c| {
        class_enrollment::table
            .inner_join(person::table.on(person::id.eq(class_enrollment::pupil_id)))
            .filter(class_enrollment::institution_id.eq(institution.0))
            .limit(30_000)
            .select((person::id, person::search_key, person::birth_day))
            .load(c)
    })?;
    let guardians: Vec<(i64, String, Option<i32>)> = on_backend!(tx, |c| {
        class_enrollment::table
            .inner_join(guardianship::table.on(guardianship::child_id.eq(class_enrollment::pupil_id)))
            .inner_join(person::table.on(person::id.eq(guardianship::guardian_id)))
            .filter(class_enrollment::institution_id.eq(institution.0))
            .limit(30_000)
            .select((person::id, person::search_key, person::birth_day))
            .load(c)
    })?;
    let staff: Vec<(i64, String, Option<i32>)> = on_backend!(tx, |c| {
        staff::table
            .inner_join(person::table.on(person::id.eq(staff::person_id)))
            .filter(staff::institution_id.eq(institution.0))
            .limit(30_000)
            .select((person::id, person::search_key, person::birth_day))
            .load(c)
    })?;
    for (id, key, birth) in pupils.into_iter().chain(guardians).chain(staff) {
        all.insert(id, (key, birth));
    }
    Ok(all)
}

fn among_own(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    query: &NameQuery,
    limit: usize,
) -> Result<Vec<i64>> {
    let mut known: Vec<(String, i64)> =
        own_names(tx, institution)?.into_iter().map(|(id, (key, _))| (name_key(&key), id)).collect();
    known.sort_unstable();
    let pick = |fits: &dyn Fn(&str) -> bool| -> Vec<i64> {
        known.iter().filter(|(key, _)| fits(key)).take(limit).map(|(_, id)| *id).collect()
    };
    let exact = pick(&|key| query.begins(key));
    Ok(if exact.is_empty() { pick(&|key| query.resembles(key)) } else { exact })
}

/// How many names have a word that begins so, counted up to [`COUNTED`].
fn frequency(tx: &mut ReadTx<'_>, word: &str) -> Result<i64> {
    let end = format!("{word}{LAST}");
    let rows: Vec<i64> = on_backend!(tx, |c| {
        person_word::table
            .filter(person_word::word.ge(word).and(person_word::word.lt(&end)))
            .limit(COUNTED)
            .select(person_word::person_id)
            .load(c)
    })?;
    Ok(i64::try_from(rows.len()).unwrap_or(COUNTED))
}

fn by_beginnings(tx: &mut ReadTx<'_>, query: &NameQuery, limit: usize) -> Result<Vec<i64>> {
    let mut ids: Vec<i64> = Vec::new();
    for words in query.readings() {
        let mut rarest: Option<(i64, usize)> = None;
        // A single word needs no comparing.
        if words.len() > 1 {
            for (place, word) in words.iter().enumerate() {
                let count = frequency(tx, word)?;
                if rarest.is_none_or(|(least, _)| count < least) {
                    rarest = Some((count, place));
                }
            }
            if rarest.is_some_and(|(least, _)| least == 0) {
                continue;
            }
        }
        let lead = rarest.map_or(0, |(_, place)| place);
        let Some(word) = words.get(lead) else { continue };
        let end = format!("{word}{LAST}");
        // A pair of patterns for each further word; «%» lets everything through.
        let mut patterns = words
            .iter()
            .enumerate()
            .filter(|(place, _)| *place != lead)
            .map(|(_, other)| (format!("{other}%"), format!("% {other}%")));
        let everything = || ("%".to_owned(), "%".to_owned());
        let (a, b, c4, d) = (
            patterns.next().unwrap_or_else(everything),
            patterns.next().unwrap_or_else(everything),
            patterns.next().unwrap_or_else(everything),
            patterns.next().unwrap_or_else(everything),
        );
        let wanted = i64::try_from(limit * 3).unwrap_or(300);
        let rows: Vec<i64> = on_backend!(tx, |c| {
            person_word::table
                .filter(person_word::word.ge(word).and(person_word::word.lt(&end)))
                .filter(person_word::name_key.like(&a.0).or(person_word::name_key.like(&a.1)))
                .filter(person_word::name_key.like(&b.0).or(person_word::name_key.like(&b.1)))
                .filter(person_word::name_key.like(&c4.0).or(person_word::name_key.like(&c4.1)))
                .filter(person_word::name_key.like(&d.0).or(person_word::name_key.like(&d.1)))
                .order((person_word::word, person_word::name_key, person_word::person_id))
                .limit(wanted)
                .select(person_word::person_id)
                .load(c)
        })?;
        for id in rows {
            if ids.len() < limit && !ids.contains(&id) {
                ids.push(id);
            }
        }
    }
    Ok(ids)
}

/// The words of the dictionary that begin like this one but for an error. Where the error lies says how the word must
/// begin, so each of the questions walks through a small part of the dictionary; only an error in the second letter leaves
/// nothing but the first to go by, and there the database compares.
fn neighbours(tx: &mut ReadTx<'_>, typed: &str) -> Result<BTreeSet<String>> {
    let letters: Vec<char> = typed.chars().collect();
    let [first, second, rest @ ..] = letters.as_slice() else { return Ok(BTreeSet::new()) };
    let rest: String = rest.iter().collect();
    let range = |from: String| {
        let end = format!("{from}{LAST}");
        (from, end)
    };
    let tail: String = typed.chars().skip(1).collect();
    // Behind the second letter; one letter too many at the beginning; the first two exchanged.
    let mut ranges =
        vec![range(format!("{first}{second}")), range(tail.clone()), range(format!("{second}{first}{rest}"))];
    // The second letter is one too many, or exchanged with the third.
    if let Some(third) = rest.chars().next() {
        ranges.push(range(format!("{first}{third}")));
    }
    let mut found: BTreeSet<String> = BTreeSet::new();
    for (from, to) in ranges {
        let words: Vec<String> = on_backend!(tx, |c| {
            name_word::table
                .filter(name_word::word.ge(&from).and(name_word::word.lt(&to)))
                .limit(COMPARED)
                .select(name_word::word)
                .load(c)
        })?;
        found.extend(words.into_iter().filter(|word| begins_nearly(typed, word)));
    }
    // The second letter is another one, or missing.
    let (from, to) = range(first.to_string());
    let (other, missing) = (format!("{first}_{rest}%"), format!("{first}_{tail}%"));
    let words: Vec<String> = on_backend!(tx, |c| {
        name_word::table
            .filter(name_word::word.ge(&from).and(name_word::word.lt(&to)))
            .filter(name_word::word.like(&other).or(name_word::word.like(&missing)))
            .limit(COMPARED)
            .select(name_word::word)
            .load(c)
    })?;
    found.extend(words.into_iter().filter(|word| begins_nearly(typed, word)));
    // The first letter is another one (the rest fits the tail), or is missing (the whole fits the tail).
    for (from, to) in [range(tail), range(typed.to_owned())] {
        let words: Vec<String> = on_backend!(tx, |c| {
            name_word::table
                .filter(name_word::tail.ge(&from).and(name_word::tail.lt(&to)))
                .limit(COMPARED)
                .select(name_word::word)
                .load(c)
        })?;
        found.extend(words.into_iter().filter(|word| begins_nearly(typed, word)));
    }
    Ok(found.into_iter().take(FOLLOWED).collect())
}

fn with_errors(tx: &mut ReadTx<'_>, query: &NameQuery, limit: usize) -> Result<Vec<i64>> {
    let mut best: Vec<i64> = Vec::new();
    for words in query.readings() {
        // The word with the fewest neighbours leads; the others are compared with the whole name. A word that nothing is
        // near to means that there is nobody; a single letter has everything near and leads nowhere.
        let mut lead: Option<BTreeSet<String>> = None;
        let mut hopeless = false;
        for word in words.iter().filter(|word| word.chars().count() > 1) {
            let near = neighbours(tx, word)?;
            hopeless = hopeless || near.is_empty();
            if lead.as_ref().is_none_or(|known| near.len() < known.len()) {
                lead = Some(near);
            }
        }
        if hopeless {
            continue;
        }
        let Some(near) = lead else { continue };
        let near: Vec<String> = near.into_iter().collect();
        let rows: Vec<(String, i64)> = on_backend!(tx, |c| {
            person_word::table
                .filter(person_word::word.eq_any(&near))
                .limit(WEIGHED)
                .select((person_word::name_key, person_word::person_id))
                .load(c)
        })?;
        for (key, id) in rows {
            if best.len() < limit && !best.contains(&id) && query.resembles(&key) {
                best.push(id);
            }
        }
    }
    Ok(best)
}
