//! Memberships of journals follow the enrolments they come from.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use kernel::{Day, InstitutionId, PersonId};
use store::{WriteTx, on_backend};

use crate::error::Result;
use crate::table::{class_enrollment, journal_class, journal_pupil, subgroup_member};

/// So many values go into one statement.
const CHUNK: usize = 500;

/// Days from first to last, none while it goes on; as the database writes days.
pub(crate) type Span = (i32, Option<i32>);

/// Does the span hold the day?
fn holds(span: Span, day: i32) -> bool {
    span.0 <= day && span.1.is_none_or(|last| day <= last)
}

/// The earlier end; none is never.
fn earlier(a: Option<i32>, b: Option<i32>) -> Option<i32> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// The same days with touching and overlapping spans made one.
pub(crate) fn coalesce(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match out.last_mut() {
            Some(open) if open.1.is_none_or(|last| span.0 <= next(last)) => {
                open.1 = match (open.1, span.1) {
                    (Some(a), Some(b)) => Some(a.max(b)),
                    _ => None,
                };
            }
            _ => out.push(span),
        }
    }
    out
}

/// The number of the day after; a number that is no day is its own next.
fn next(day: i32) -> i32 {
    Day::from_number(day).map_or(day, |day| day.plus(1).number())
}

/// What one pupil's membership of one journal has to be. `whole`: stays in classes the journal covers as a whole; `parts`:
/// in classes of whose subgroup he is; `all`: every stay in the journal's classes.
fn wanted(whole: &[Span], parts: &[Span], all: &[Span], present: &[Span], from: i32) -> Vec<Span> {
    if !whole.is_empty() {
        return coalesce(whole.to_vec());
    }
    let mut out: Vec<Span> = Vec::new();
    for stay in all {
        let mut within: Vec<Span> = present
            .iter()
            .filter(|row| holds(*stay, row.0))
            .map(|row| (row.0, earlier(row.1, stay.1)))
            .collect();
        within.sort_unstable();
        if parts.contains(stay) {
            // A member of the subgroup belongs to it as long as to the class; subgroups have no days of their own.
            match within.last_mut() {
                Some(last) => last.1 = stay.1,
                None => {
                    let first = stay.0.max(from);
                    if holds(*stay, first) {
                        within.push((first, stay.1));
                    }
                }
            }
        }
        out.extend(within);
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// Brings the memberships of these pupils in all journals of their classes in line with their stays. A subgroup's journal
/// that a pupil was not in yet begins with `from`.
pub fn follow_enrollments(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    pupils: &[PersonId],
    from: Day,
) -> Result<()> {
    for chunk in pupils.chunks(100) {
        let ids: Vec<i64> = chunk.iter().map(|p| p.0).collect();
        follow(tx, institution, &ids, from.number())?;
    }
    Ok(())
}

fn follow(tx: &mut WriteTx<'_>, institution: InstitutionId, pupils: &[i64], from: i32) -> Result<()> {
    let stays: Vec<(i64, i64, i32, Option<i32>)> = on_backend!(tx, |c| {
        class_enrollment::table
            .filter(class_enrollment::pupil_id.eq_any(pupils))
            .filter(class_enrollment::institution_id.eq(institution.0))
            .select((
                class_enrollment::pupil_id,
                class_enrollment::class_id,
                class_enrollment::first_day,
                class_enrollment::last_day,
            ))
            .limit(10_000)
            .load(c)
    })?;
    let classes: Vec<i64> = stays.iter().map(|stay| stay.1).collect::<BTreeSet<_>>().into_iter().collect();
    let mut covers: BTreeMap<i64, Vec<(i64, i64)>> = BTreeMap::new();
    for chunk in classes.chunks(CHUNK) {
        let rows: Vec<(i64, i64, i64)> = on_backend!(tx, |c| {
            journal_class::table
                .filter(journal_class::institution_id.eq(institution.0))
                .filter(journal_class::class_id.eq_any(chunk))
                .select((journal_class::class_id, journal_class::journal_id, journal_class::subgroup_id))
                .limit(50_000)
                .load(c)
        })?;
        for (class, journal, subgroup) in rows {
            covers.entry(class).or_default().push((journal, subgroup));
        }
    }
    let members: Vec<(i64, i64)> = on_backend!(tx, |c| {
        subgroup_member::table
            .filter(subgroup_member::pupil_id.eq_any(pupils))
            .filter(subgroup_member::institution_id.eq(institution.0))
            .select((subgroup_member::pupil_id, subgroup_member::subgroup_id))
            .limit(50_000)
            .load(c)
    })?;
    let members: BTreeSet<(i64, i64)> = members.into_iter().collect();
    let rows: Vec<(i64, i64, i32, Option<i32>)> = on_backend!(tx, |c| {
        journal_pupil::table
            .filter(journal_pupil::institution_id.eq(institution.0))
            .filter(journal_pupil::pupil_id.eq_any(pupils))
            .select((
                journal_pupil::pupil_id,
                journal_pupil::journal_id,
                journal_pupil::first_day,
                journal_pupil::last_day,
            ))
            .limit(100_000)
            .load(c)
    })?;
    let mut present: BTreeMap<(i64, i64), Vec<Span>> = BTreeMap::new();
    for (pupil, journal, first, last) in rows {
        present.entry((pupil, journal)).or_default().push((first, last));
    }
    // By pupil and journal: stays by whole class, by subgroup, any.
    let mut reasons: BTreeMap<(i64, i64), [Vec<Span>; 3]> = BTreeMap::new();
    for (pupil, class, first, last) in &stays {
        for (journal, subgroup) in covers.get(class).into_iter().flatten() {
            let [whole, parts, all] = reasons.entry((*pupil, *journal)).or_default();
            let span = (*first, *last);
            if *subgroup == 0 {
                whole.push(span);
            } else if members.contains(&(*pupil, *subgroup)) {
                parts.push(span);
            }
            all.push(span);
        }
    }
    let nothing = <[Vec<Span>; 3]>::default();
    let keys: BTreeSet<(i64, i64)> = reasons.keys().chain(present.keys()).copied().collect();
    for key in keys {
        let is = present.get(&key).cloned().unwrap_or_default();
        let [whole, parts, all] = reasons.get(&key).unwrap_or(&nothing);
        // A journal of no class of his (its classes were changed): what stands there stays, unless he was nowhere then.
        let anywhere: Vec<Span> = if all.is_empty() {
            stays.iter().filter(|stay| stay.0 == key.0).map(|stay| (stay.2, stay.3)).collect()
        } else {
            all.clone()
        };
        let should = wanted(whole, parts, &anywhere, &is, from);
        set_spans(tx, institution, key, &is, &should)?;
    }
    Ok(())
}

/// Makes the membership rows of a pupil in a journal exactly these.
pub(crate) fn set_spans(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    (pupil, journal): (i64, i64),
    is: &[Span],
    should: &[Span],
) -> Result<()> {
    for (first, last) in is {
        let row = journal_pupil::table.find((institution.0, journal, pupil, *first));
        match should.iter().find(|span| span.0 == *first) {
            Some(span) if span.1 == *last => {}
            Some(span) => {
                let ends = span.1;
                on_backend!(tx, |c| diesel::update(row).set(journal_pupil::last_day.eq(ends)).execute(c))?;
            }
            None => {
                on_backend!(tx, |c| diesel::delete(row).execute(c))?;
            }
        }
    }
    let fresh: Vec<_> = should
        .iter()
        .filter(|span| is.iter().all(|row| row.0 != span.0))
        .map(|(first, last)| {
            (
                journal_pupil::institution_id.eq(institution.0),
                journal_pupil::journal_id.eq(journal),
                journal_pupil::pupil_id.eq(pupil),
                journal_pupil::first_day.eq(*first),
                journal_pupil::last_day.eq(*last),
            )
        })
        .collect();
    if !fresh.is_empty() {
        on_backend!(tx, |c| diesel::insert_into(journal_pupil::table).values(fresh).execute(c))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const YEAR: Span = (20_260_901, None);

    #[test]
    fn touching_spans_become_one() {
        let spans = vec![(20_261_101, None), (20_260_901, Some(20_261_031)), (20_260_601, Some(20_260_610))];
        assert_eq!(coalesce(spans), [(20_260_601, Some(20_260_610)), YEAR]);
    }

    #[test]
    fn a_whole_class_is_followed_exactly() {
        let stay = (20_260_901, Some(20_261_123));
        assert_eq!(wanted(&[stay], &[], &[stay], &[YEAR], 20_261_123), [stay]);
    }

    #[test]
    fn a_subgroup_is_kept_cut_and_opened_again() {
        let joined = (20_261_005, None);
        let left = (20_260_901, Some(20_261_123));
        let cut = wanted(&[], &[left], &[left], &[joined], 20_261_123);
        assert_eq!(cut, [(20_261_005, Some(20_261_123))]);
        assert_eq!(wanted(&[], &[YEAR], &[YEAR], &cut, 20_261_124), [joined]);
        // Who is in no subgroup is not put into one.
        assert_eq!(wanted(&[], &[], &[YEAR], &[], 20_261_124), []);
        // Who left the subgroup earlier stays out of it.
        let out = (20_260_901, Some(20_261_001));
        assert_eq!(wanted(&[], &[], &[YEAR], &[out], 20_261_124), [out]);
        assert_eq!(wanted(&[], &[YEAR], &[YEAR], &[], 20_261_124), [(20_261_124, None)]);
    }
}
