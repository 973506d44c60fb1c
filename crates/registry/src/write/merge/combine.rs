//! What two rows become when they are one. Pure.

use kernel::{Day, PersonId};

use super::super::membership::{Span, coalesce};
use super::footprint::{Fields, Footprint};
use crate::model::{Refusal, Verdict};

/// Both lists, one entry a key, the first list's entries before the second's; sorted.
fn union<T: Clone + Ord, K: PartialEq>(a: &[T], b: &[T], key: impl Fn(&T) -> K) -> Vec<T> {
    let mut out: Vec<T> = a.to_vec();
    for one in b {
        if out.iter().all(|known| key(known) != key(one)) {
            out.push(one.clone());
        }
    }
    out.sort_unstable();
    out
}

/// Spans by place (institution and class or journal), touching ones of one place made one.
fn spans(
    a: &[(i64, i64, i32, Option<i32>)],
    b: &[(i64, i64, i32, Option<i32>)],
) -> Vec<(i64, i64, i32, Option<i32>)> {
    let mut places: Vec<(i64, i64)> = a.iter().chain(b).map(|row| (row.0, row.1)).collect();
    places.sort_unstable();
    places.dedup();
    let of = |list: &[(i64, i64, i32, Option<i32>)], place: (i64, i64)| -> Vec<Span> {
        list.iter().filter(|row| (row.0, row.1) == place).map(|row| (row.2, row.3)).collect()
    };
    let mut out = Vec::new();
    for place in places {
        let (own, other) = (of(a, place), of(b, place));
        let all = if other.is_empty() { own } else { coalesce(own.into_iter().chain(other).collect()) };
        out.extend(all.into_iter().map(|(first, last)| (place.0, place.1, first, last)));
    }
    out.sort_unstable();
    out
}

/// A stay of a footprint: institution, class, first and last day.
type Stay = (i64, i64, i32, Option<i32>);

/// Stays in different classes of an institution on the same days. Where one of the two has ended with `today` or before,
/// it yields: the days that both have are the other's. None when both go on.
fn disjoint(mut stays: Vec<Stay>, today: i32) -> Option<Vec<Stay>> {
    let end = |stay: &Stay| stay.3.unwrap_or(i32::MAX);
    // The one that lasts longer is the one he is really in; among those that end together the earlier begun.
    stays.sort_by_key(|stay| (std::cmp::Reverse(end(stay)), stay.2, stay.1));
    let mut out: Vec<Stay> = Vec::with_capacity(stays.len());
    for stay in stays {
        let mut left = Some(stay);
        for known in out.iter().filter(|known| known.0 == stay.0) {
            let Some(part) = left else { break };
            if part.2 > end(known) || known.2 > end(&part) {
                continue;
            }
            if end(&stay) > today {
                return None;
            }
            left = (part.2 < known.2).then(|| (part.0, part.1, part.2, Some(day_before(known.2))));
        }
        out.extend(left);
    }
    out.sort_unstable();
    Some(out)
}

/// The number of the day before; a number that is no day is its own.
fn day_before(day: i32) -> i32 {
    Day::from_number(day).map_or(day, |day| day.plus(-1).number())
}

/// The footprint of the row that stays.
pub(super) fn combined(kept: &Footprint, gone: &Footprint, today: Day) -> Verdict<Footprint> {
    let Some(stays) = disjoint(spans(&kept.stays, &gone.stays), today.number()) else {
        return Err(Refusal::BothEnrolled);
    };
    let (k, g) = (&kept.fields, &gone.fields);
    Ok(Footprint {
        fields: Fields {
            family: k.family.clone(),
            given: k.given.clone(),
            patronymic: k.patronymic.clone().or_else(|| g.patronymic.clone()),
            birth_day: k.birth_day.or(g.birth_day),
            sex: k.sex.clone().or_else(|| g.sex.clone()),
            snils: k.snils.clone().or_else(|| g.snils.clone()),
            phone: k.phone.clone().or_else(|| g.phone.clone()),
            email: k.email.clone().or_else(|| g.email.clone()),
            merged_into: None,
        },
        accounts: union(&kept.accounts, &gone.accounts, |id| *id),
        children: union(&kept.children, &gone.children, |row| row.0),
        guardians: union(&kept.guardians, &gone.guardians, |row| row.0),
        stays,
        roles: union(&kept.roles, &gone.roles, Clone::clone),
        staff: union(&kept.staff, &gone.staff, |row| row.0),
        leads: union(&kept.leads, &gone.leads, |row| *row),
        teaches: union(&kept.teaches, &gone.teaches, |row| (row.0, row.1)),
        subgroups: union(&kept.subgroups, &gone.subgroups, |row| *row),
        journals: spans(&kept.journals, &gone.journals),
        substitutes: union(&kept.substitutes, &gone.substitutes, |row| *row),
        rolled: union(&kept.rolled, &gone.rolled, |row| (row.0, row.1, row.2)),
    })
}

/// What is left of the row that went.
pub(super) fn hollow(gone: &Footprint, kept: PersonId) -> Footprint {
    Footprint {
        fields: Fields { snils: None, merged_into: Some(kept.0), ..gone.fields.clone() },
        accounts: Vec::new(),
        children: Vec::new(),
        guardians: Vec::new(),
        stays: Vec::new(),
        roles: Vec::new(),
        staff: Vec::new(),
        leads: Vec::new(),
        teaches: Vec::new(),
        subgroups: Vec::new(),
        journals: Vec::new(),
        substitutes: Vec::new(),
        rolled: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::disjoint;

    const TODAY: i32 = 20_261_123;

    #[test]
    fn who_ended_yields_to_who_goes_on() {
        let open = (1, 7, 20_260_901, None);
        assert_eq!(disjoint(vec![open, (1, 8, 20_261_120, Some(TODAY))], TODAY), Some(vec![open]));
        let late = (1, 7, 20_261_110, None);
        let early = (1, 8, 20_260_901, Some(TODAY));
        assert_eq!(
            disjoint(vec![early, late], TODAY),
            Some(vec![late, (1, 8, 20_260_901, Some(20_261_109))])
        );
        // Another institution's stay has nothing to do with it.
        let other = (2, 9, 20_260_901, None);
        assert_eq!(disjoint(vec![open, other], TODAY), Some(vec![open, other]));
    }

    #[test]
    fn two_that_go_on_stay_apart() {
        assert_eq!(disjoint(vec![(1, 7, 20_260_901, None), (1, 8, 20_261_120, None)], TODAY), None);
        let tomorrow = (1, 8, 20_261_120, Some(20_261_124));
        assert_eq!(disjoint(vec![(1, 7, 20_260_901, None), tomorrow], TODAY), None);
    }
}
