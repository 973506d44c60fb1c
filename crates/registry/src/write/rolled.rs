//! Orders given between a roll-over and the first day of the year it prepared.
//!
//! The roll-over has ended everybody's stay with the old year and begun another with the new one. An order of spring or
//! summer is about the present stay, so the one to come follows it: who leaves takes it along, and who comes into a class
//! goes where the class goes. The roll-over's own record follows too, so it can still be taken back. A stay that has
//! begun is nobody's to take away: then the order's day must lie in it.

use std::collections::BTreeMap;

use diesel::prelude::*;
use kernel::{ClassId, Day, InstitutionId, PersonId, YearId};
use store::{ReadTx, WriteTx, on_backend};

use super::bulk::cancel_enrollment;
use super::school::enroll;
use super::year::Outcome;
use crate::error::{Error, Result};
use crate::model::{Class, Refusal, Stay};
use crate::read;
use crate::table::{class_enrollment, journal, journal_class, journal_pupil, rollover, rollover_pupil};

/// So many values go into one statement.
const CHUNK: usize = 500;

/// A roll-over that stands and whose year has not begun.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pending {
    pub(crate) id: i64,
    pub(crate) from: YearId,
    /// First day of the year to come.
    pub(crate) first: Day,
    /// The last day of those who leave.
    pub(crate) graduation: Day,
}

/// What such a roll-over does with one pupil.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rolled {
    pub(crate) by: Pending,
    pub(crate) from: ClassId,
    pub(crate) to: Option<ClassId>,
    pub(crate) outcome: Outcome,
}

impl Rolled {
    /// Was this stay ended by it?
    pub(crate) fn ended(&self, stay: &Stay) -> bool {
        let last = if self.to.is_some() { self.by.first.plus(-1) } else { self.by.graduation };
        stay.class == self.from && stay.last == Some(last)
    }

    /// Was this stay made by it?
    pub(crate) fn made(&self, stay: &Stay) -> bool {
        self.to == Some(stay.class) && stay.first == self.by.first && stay.last.is_none()
    }
}

/// The roll-overs whose year begins after `today`.
pub(crate) fn pending(tx: &mut ReadTx<'_>, at: InstitutionId, today: Day) -> Result<Vec<Pending>> {
    let rows: Vec<(i64, i64, i32, i32)> = on_backend!(tx, |c| {
        rollover::table
            .filter(rollover::institution_id.eq(at.0).and(rollover::undone_at.is_null()))
            .filter(rollover::first_day.gt(today.number()))
            .order(rollover::id)
            .limit(50)
            .select((rollover::id, rollover::from_year, rollover::first_day, rollover::graduation_day))
            .load(c)
    })?;
    rows.into_iter()
        .map(|(id, from, first, graduation)| {
            let (first, graduation) = (read::day(first)?, read::day(graduation)?);
            Ok(Pending { id, from: YearId(from), first, graduation })
        })
        .collect()
}

/// What the roll-overs that wait for their year do with these pupils.
pub(crate) fn rolled(
    tx: &mut ReadTx<'_>,
    at: InstitutionId,
    pupils: &[PersonId],
    today: Day,
) -> Result<BTreeMap<PersonId, Vec<Rolled>>> {
    let mut found: BTreeMap<PersonId, Vec<Rolled>> = BTreeMap::new();
    let ids: Vec<i64> = pupils.iter().map(|pupil| pupil.0).collect();
    for by in pending(tx, at, today)? {
        for chunk in ids.chunks(CHUNK) {
            let rows: Vec<(i64, i64, i64, String)> = on_backend!(tx, |c| {
                rollover_pupil::table
                    .filter(
                        rollover_pupil::institution_id.eq(at.0).and(rollover_pupil::rollover_id.eq(by.id)),
                    )
                    .filter(rollover_pupil::pupil_id.eq_any(chunk))
                    .limit(5000)
                    .select((
                        rollover_pupil::pupil_id,
                        rollover_pupil::from_class,
                        rollover_pupil::to_class,
                        rollover_pupil::outcome,
                    ))
                    .load(c)
            })?;
            for (pupil, from, to, outcome) in rows {
                let outcome = Outcome::from_code(&outcome).ok_or(Error::Corrupt("rollover_pupil.outcome"))?;
                let to = (to != 0).then_some(ClassId(to));
                found.entry(PersonId(pupil)).or_default().push(Rolled {
                    by,
                    from: ClassId(from),
                    to,
                    outcome,
                });
            }
        }
    }
    Ok(found)
}

/// Takes back what a roll-over has prepared for somebody: the stay to come, its journals, the line in the record.
pub(crate) fn forget(
    tx: &mut WriteTx<'_>,
    at: InstitutionId,
    pupil: PersonId,
    step: &Rolled,
    to_come: Option<&Stay>,
) -> Result<()> {
    if let Some(stay) = to_come {
        cancel_enrollment(tx, at, stay.class, pupil, stay.first)?;
        on_backend!(tx, |c| {
            diesel::delete(
                journal_pupil::table
                    .filter(journal_pupil::institution_id.eq(at.0).and(journal_pupil::pupil_id.eq(pupil.0)))
                    .filter(journal_pupil::first_day.ge(stay.first.number()))
                    .filter(
                        journal_pupil::journal_id.eq_any(
                            journal_class::table
                                .filter(journal_class::institution_id.eq(at.0))
                                .filter(journal_class::class_id.eq(stay.class.0))
                                .select(journal_class::journal_id),
                        ),
                    ),
            )
            .execute(c)
        })?;
    }
    let key = (at.0, step.by.id, step.from.0, pupil.0);
    on_backend!(tx, |c| diesel::delete(rollover_pupil::table.find(key)).execute(c))?;
    Ok(())
}

/// Writes a line into the record of a roll-over.
pub(crate) fn add_step(
    tx: &mut WriteTx<'_>,
    at: InstitutionId,
    pupil: PersonId,
    step: &Rolled,
) -> Result<()> {
    let row = (
        rollover_pupil::institution_id.eq(at.0),
        rollover_pupil::rollover_id.eq(step.by.id),
        rollover_pupil::from_class.eq(step.from.0),
        rollover_pupil::pupil_id.eq(pupil.0),
        rollover_pupil::to_class.eq(step.to.map_or(0, |to| to.0)),
        rollover_pupil::outcome.eq(step.outcome.code()),
    );
    on_backend!(tx, |c| {
        diesel::insert_into(rollover_pupil::table).values(row).on_conflict_do_nothing().execute(c)
    })?;
    Ok(())
}

/// Where the class goes: the way of most of its pupils, repeaters apart; none when nobody has gone anywhere, or where
/// they went is dissolved.
fn way_of(tx: &mut WriteTx<'_>, at: InstitutionId, class: &Class, today: Day) -> Result<Option<Rolled>> {
    for by in pending(tx, at, today)?.into_iter().rev().filter(|by| by.from == class.year) {
        let rows: Vec<(i64, String)> = on_backend!(tx, |c| {
            rollover_pupil::table
                .filter(rollover_pupil::institution_id.eq(at.0).and(rollover_pupil::rollover_id.eq(by.id)))
                .filter(rollover_pupil::from_class.eq(class.id.0))
                .filter(rollover_pupil::outcome.ne(Outcome::Repeats.code()))
                .order(rollover_pupil::pupil_id)
                .limit(1000)
                .select((rollover_pupil::to_class, rollover_pupil::outcome))
                .load(c)
        })?;
        let mut counted: BTreeMap<(i64, String), usize> = BTreeMap::new();
        for row in rows {
            *counted.entry(row).or_default() += 1;
        }
        let most = counted.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
        let Some(((to, outcome), _)) = most else { continue };
        let outcome = Outcome::from_code(&outcome).ok_or(Error::Corrupt("rollover_pupil.outcome"))?;
        return Ok(Some(Rolled { by, from: class.id, to: (to != 0).then_some(ClassId(to)), outcome }));
    }
    Ok(None)
}

/// Puts pupils into a class from a day on, and into the next year with it when it has been taken there already.
/// `own`: who has a place of his own there, as a repeater has.
pub(crate) fn place(
    tx: &mut WriteTx<'_>,
    at: InstitutionId,
    class: &Class,
    pupils: &[PersonId],
    day: Day,
    today: Day,
    own: &BTreeMap<PersonId, ClassId>,
) -> Result<()> {
    enroll(tx, at, class.id, pupils, day)?;
    let Some(way) = way_of(tx, at, class, today)?.filter(|way| day < way.by.first) else { return Ok(()) };
    for pupil in pupils {
        go_along(tx, at, *pupil, day, &way, own.get(pupil).copied())?;
    }
    Ok(())
}

/// Ends a stay that has just been opened as the roll-over would have ended it, and opens the one to come.
fn go_along(
    tx: &mut WriteTx<'_>,
    at: InstitutionId,
    pupil: PersonId,
    day: Day,
    way: &Rolled,
    own: Option<ClassId>,
) -> Result<()> {
    let step = match own {
        Some(to) if Some(to) != way.to => Rolled { to: Some(to), outcome: Outcome::Repeats, ..*way },
        _ => *way,
    };
    let last = match step.to {
        Some(to) if read::class(tx, at, to)?.dissolved.is_none() => {
            enroll(tx, at, to, &[pupil], step.by.first)?;
            step.by.first.plus(-1)
        }
        None if day <= step.by.graduation => step.by.graduation,
        _ => return Ok(()),
    };
    let key = (at.0, step.from.0, pupil.0, day.number());
    on_backend!(tx, |c| {
        diesel::update(class_enrollment::table.find(key))
            .set(class_enrollment::last_day.eq(Some(last.number())))
            .execute(c)
    })?;
    add_step(tx, at, pupil, &step)
}

/// A stay that was opened again goes into the next year as it would have: to `own`, else where its class goes.
pub(crate) fn resume(
    tx: &mut WriteTx<'_>,
    at: InstitutionId,
    pupil: PersonId,
    stay: &Stay,
    own: Option<ClassId>,
    today: Day,
) -> Result<()> {
    let class = read::class(tx, at, stay.class)?;
    // The class may have gone with the roll-over that made it.
    let own = match own.map(|to| read::class(tx, at, to)) {
        Some(Ok(to)) if to.dissolved.is_none() => Some(to),
        Some(Ok(_) | Err(Error::NotFound(_))) | None => None,
        Some(Err(error)) => return Err(error),
    };
    let way = match (way_of(tx, at, &class, today)?, &own) {
        (Some(way), _) => Some(way),
        // Nobody else of the class is left to show the way.
        (None, Some(to)) => {
            let same = to.grade == class.grade;
            let outcome = if same { Outcome::Repeats } else { Outcome::Promoted };
            let by = pending(tx, at, today)?.into_iter().rev().find(|by| by.from == class.year);
            by.map(|by| Rolled { by, from: class.id, to: Some(to.id), outcome })
        }
        (None, None) => None,
    };
    match way {
        Some(way) => go_along(tx, at, pupil, stay.first, &way, own.map(|to| to.id)),
        None => Ok(()),
    }
}

/// Why nobody can come into a class on that day: its year has not begun, or the next one has.
pub(crate) fn out_of_year(
    tx: &mut ReadTx<'_>,
    at: InstitutionId,
    class: &Class,
    day: Day,
) -> Result<Option<Refusal>> {
    let years = read::years(tx, at)?;
    let Some(year) = years.iter().find(|year| year.id == class.year) else { return Ok(None) };
    if day < year.first_day {
        return Ok(Some(Refusal::YearNotBegun(class.name.clone(), year.first_day)));
    }
    let next = years.iter().map(|other| other.first_day).filter(|first| *first > year.first_day).min();
    Ok(next.filter(|first| day >= *first).map(|first| Refusal::YearOver(class.name.clone(), first.plus(-1))))
}

/// The first day of a year has moved: what roll-overs ended with it and began with it moves along. Returns how many pupils
/// that concerns.
pub fn move_first_day(tx: &mut WriteTx<'_>, at: InstitutionId, year: YearId, first: Day) -> Result<usize> {
    let standing: Vec<(i64, i32)> = on_backend!(tx, |c| {
        rollover::table
            .filter(rollover::institution_id.eq(at.0).and(rollover::to_year.eq(year.0)))
            .filter(rollover::undone_at.is_null().and(rollover::first_day.ne(first.number())))
            .limit(50)
            .select((rollover::id, rollover::first_day))
            .load(c)
    })?;
    let (new, new_last) = (first.number(), first.plus(-1).number());
    let mut moved = 0;
    for (id, old) in standing {
        let old_last = read::day(old)?.plus(-1).number();
        let mut of_class: BTreeMap<(ClassId, ClassId), Vec<i64>> = BTreeMap::new();
        for (from, pupil, to) in read::rollover_pupils(tx, at, id)? {
            if let Some(to) = to {
                of_class.entry((from, to)).or_default().push(pupil.0);
            }
        }
        for ((from, to), pupils) in &of_class {
            for chunk in pupils.chunks(CHUNK) {
                moved += on_backend!(tx, |c| {
                    diesel::update(
                        class_enrollment::table
                            .filter(class_enrollment::institution_id.eq(at.0))
                            .filter(class_enrollment::class_id.eq(to.0))
                            .filter(class_enrollment::pupil_id.eq_any(chunk))
                            .filter(class_enrollment::first_day.eq(old))
                            .filter(
                                class_enrollment::last_day.is_null().or(class_enrollment::last_day.ge(new)),
                            ),
                    )
                    .set(class_enrollment::first_day.eq(new))
                    .execute(c)
                })?;
                on_backend!(tx, |c| {
                    diesel::update(
                        class_enrollment::table
                            .filter(class_enrollment::institution_id.eq(at.0))
                            .filter(class_enrollment::class_id.eq(from.0))
                            .filter(class_enrollment::pupil_id.eq_any(chunk))
                            .filter(class_enrollment::last_day.eq(Some(old_last))),
                    )
                    .set(class_enrollment::last_day.eq(Some(new_last)))
                    .execute(c)
                })?;
                let of_year = || {
                    journal::table
                        .filter(journal::institution_id.eq(at.0).and(journal::year_id.eq(year.0)))
                        .select(journal::id)
                };
                on_backend!(tx, |c| {
                    diesel::update(
                        journal_pupil::table
                            .filter(journal_pupil::institution_id.eq(at.0))
                            .filter(journal_pupil::pupil_id.eq_any(chunk))
                            .filter(journal_pupil::first_day.eq(old))
                            .filter(journal_pupil::last_day.is_null().or(journal_pupil::last_day.ge(new)))
                            .filter(journal_pupil::journal_id.eq_any(of_year())),
                    )
                    .set(journal_pupil::first_day.eq(new))
                    .execute(c)
                })?;
            }
        }
        let pupils: Vec<PersonId> = of_class.into_values().flatten().map(PersonId).collect();
        super::membership::follow_enrollments(tx, at, &pupils, first)?;
        on_backend!(tx, |c| {
            diesel::update(rollover::table.find((at.0, id))).set(rollover::first_day.eq(new)).execute(c)
        })?;
    }
    Ok(moved)
}
