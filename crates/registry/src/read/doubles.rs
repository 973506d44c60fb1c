//! People an institution seems to have written down twice.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use kernel::{InstitutionId, Millis, PersonId};
use store::{ReadTx, on_backend};

use crate::error::Result;
use crate::model::name_key;
use crate::model::names::nearly_same;
use crate::read::search::own_names;
use crate::table::person_apart;

/// Why two rows may be one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The same name and birth day.
    Same,
    /// The same birth day and a name with a typing error, another order of its words or without a patronymic.
    Near,
    /// The same name; a birth day is not known of one or both.
    NameOnly,
}

/// Two rows that may be one person; the older row first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Double {
    /// Why.
    pub likeness: Likeness,
    /// The older row.
    pub first: PersonId,
    /// The newer.
    pub second: PersonId,
}

/// So many pairs are shown at most.
const MOST: usize = 200;
/// A group of the same day larger than this is no birthday but a default of some file.
const CROWD: usize = 60;

/// Are the names the same but for one typing error a word (two in all), their order, or a missing patronymic?
fn near(a: &str, b: &str) -> bool {
    let sorted = |key: &str| {
        let mut words: Vec<String> = key.split(' ').map(str::to_owned).collect();
        words.sort_unstable();
        words
    };
    let agree = |a: &[&str], b: &[&str]| {
        let wrong = a.iter().zip(b).filter(|(x, y)| x != y).count();
        wrong <= 2 && a.iter().zip(b).all(|(x, y)| nearly_same(x, y))
    };
    let (x, y): (Vec<&str>, Vec<&str>) = (a.split(' ').collect(), b.split(' ').collect());
    let shorter = x.len().min(y.len());
    if shorter < 2 || x.len().abs_diff(y.len()) > 1 {
        return false;
    }
    agree(&x, &y) || sorted(a) == sorted(b)
}

/// The doubles among everybody an institution knows, the likeliest first; at most two hundred.
pub fn doubles(tx: &mut ReadTx<'_>, at: InstitutionId) -> Result<Vec<Double>> {
    let known = own_names(tx, at)?;
    let mut by_day: BTreeMap<i32, Vec<(i64, String)>> = BTreeMap::new();
    let mut by_name: BTreeMap<String, Vec<(i64, Option<i32>)>> = BTreeMap::new();
    for (id, (key, birth)) in known {
        let key = name_key(&key);
        if let Some(birth) = birth {
            by_day.entry(birth).or_default().push((id, key.clone()));
        }
        by_name.entry(key).or_default().push((id, birth));
    }
    let mut found = Vec::new();
    let mut push = |likeness, a: i64, b: i64| {
        found.push(Double { likeness, first: PersonId(a.min(b)), second: PersonId(a.max(b)) });
    };
    for group in by_day.values().filter(|group| group.len() <= CROWD) {
        for (place, (a, a_key)) in group.iter().enumerate() {
            for (b, b_key) in group.iter().skip(place + 1) {
                if a_key == b_key {
                    push(Likeness::Same, *a, *b);
                } else if near(a_key, b_key) {
                    push(Likeness::Near, *a, *b);
                }
            }
        }
    }
    for group in by_name.values().filter(|group| group.len() > 1 && group.len() <= CROWD) {
        for (place, (a, a_birth)) in group.iter().enumerate() {
            for (b, b_birth) in group.iter().skip(place + 1) {
                if a_birth.is_none() || b_birth.is_none() {
                    push(Likeness::NameOnly, *a, *b);
                }
            }
        }
    }
    let apart: BTreeSet<(PersonId, PersonId)> =
        kept_apart(tx, at)?.into_iter().map(|one| (one.first, one.second)).collect();
    found.retain(|one| !apart.contains(&(one.first, one.second)));
    found.sort_unstable();
    found.truncate(MOST);
    Ok(found)
}

/// Two rows of which somebody has said that they are two persons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Apart {
    /// The row with the smaller number.
    pub first: PersonId,
    /// The other.
    pub second: PersonId,
    /// When it was said.
    pub at: Millis,
}

/// The pairs that are two persons («Это разные люди»), the latest first; at most five hundred.
pub fn kept_apart(tx: &mut ReadTx<'_>, at: InstitutionId) -> Result<Vec<Apart>> {
    let rows: Vec<(i64, i64, i64)> = on_backend!(tx, |c| {
        person_apart::table
            .filter(person_apart::institution_id.eq(at.0))
            .order((person_apart::created_at.desc(), person_apart::first_id, person_apart::second_id))
            .limit(500)
            .select((person_apart::first_id, person_apart::second_id, person_apart::created_at))
            .load(c)
    })?;
    Ok(rows
        .into_iter()
        .map(|(first, second, said)| Apart {
            first: PersonId(first),
            second: PersonId(second),
            at: Millis(said),
        })
        .collect())
}

/// The rows of an institution's people that look like this name and birth day, the likeliest first; at most ten.
pub fn look_alikes(
    tx: &mut ReadTx<'_>,
    at: InstitutionId,
    name: &kernel::PersonName,
    birth: Option<kernel::Day>,
) -> Result<Vec<(PersonId, Likeness)>> {
    let wanted = name_key(&name.full());
    let mut found = Vec::new();
    for (id, (key, known)) in own_names(tx, at)? {
        let key = name_key(&key);
        let same_day = known.is_some() && known == birth.map(kernel::Day::number);
        let unknown = known.is_none() || birth.is_none();
        if key == wanted && same_day {
            found.push((Likeness::Same, PersonId(id)));
        } else if same_day && near(&key, &wanted) {
            found.push((Likeness::Near, PersonId(id)));
        } else if key == wanted && unknown {
            found.push((Likeness::NameOnly, PersonId(id)));
        }
    }
    found.sort_unstable();
    found.truncate(10);
    Ok(found.into_iter().map(|(likeness, id)| (id, likeness)).collect())
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn near_names_are_those_a_typist_confuses() {
        assert!(near("иванова мария сергеевна", "иванва мария сергеевна"));
        assert!(near("иванова мария сергеевна", "иванова мария"));
        assert!(near("иванова мария сергеевна", "мария иванова сергеевна"));
        assert!(!near("иванова мария сергеевна", "иванов павел сергеевич"));
        assert!(!near("иванова мария", "кузнецова дарья"));
    }
}
