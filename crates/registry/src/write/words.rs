//! The words of names, by which people are found; kept in the transaction that writes the name.

use std::collections::BTreeSet;

use diesel::prelude::*;
use kernel::PersonId;
use store::{WriteTx, on_backend};

use crate::error::Result;
use crate::model::name_key;
use crate::table::{name_word, person, person_word};

/// So many rows go into one statement.
const CHUNK: usize = 1000;

/// The words of a name, each once.
fn words(key: &str) -> BTreeSet<&str> {
    key.split(' ').filter(|word| !word.is_empty()).collect()
}

/// Makes people findable: `names` are pairs of id and name in any case. Words they have already stay.
pub fn index_names(tx: &mut WriteTx<'_>, names: &[(i64, String)]) -> Result<()> {
    let keys: Vec<(i64, String)> = names.iter().map(|(id, name)| (*id, name_key(name))).collect();
    let mut rows = Vec::with_capacity(keys.len() * 3);
    let mut dictionary: BTreeSet<&str> = BTreeSet::new();
    for (id, key) in &keys {
        for word in words(key) {
            rows.push((
                person_word::word.eq(word),
                person_word::name_key.eq(key),
                person_word::person_id.eq(*id),
            ));
            dictionary.insert(word);
        }
    }
    for chunk in rows.chunks(CHUNK) {
        let chunk = chunk.to_vec();
        on_backend!(tx, |c| {
            diesel::insert_into(person_word::table).values(chunk).on_conflict_do_nothing().execute(c)
        })?;
    }
    let dictionary: Vec<_> = dictionary
        .into_iter()
        .map(|word| {
            let tail: String = word.chars().skip(1).collect();
            (name_word::word.eq(word), name_word::tail.eq(tail))
        })
        .collect();
    for chunk in dictionary.chunks(CHUNK) {
        let chunk = chunk.to_vec();
        on_backend!(tx, |c| {
            diesel::insert_into(name_word::table).values(chunk).on_conflict_do_nothing().execute(c)
        })?;
    }
    Ok(())
}

/// Takes a person's present name out of the search; a word nobody has any more stays in the dictionary and finds nobody.
pub(crate) fn forget_names(tx: &mut WriteTx<'_>, id: PersonId) -> Result<()> {
    let known: Option<String> =
        on_backend!(tx, |c| { person::table.find(id.0).select(person::search_key).first(c).optional() })?;
    let key = name_key(&known.unwrap_or_default());
    for word in words(&key) {
        on_backend!(tx, |c| diesel::delete(person_word::table.find((word, &key, id.0))).execute(c))?;
    }
    Ok(())
}
