//! What a roll-over into the next year writes, and the way back.

use diesel::prelude::*;
use kernel::{ClassId, Day, InstitutionId, Millis, PersonId, YearId};
use store::ids::Seq;
use store::{WriteTx, on_backend};

use crate::error::Result;
use crate::model::codes;
use crate::table::{
    academic_year, bell, bell_schedule, bell_use, class, class_enrollment, grade_plan, grading_period,
    holiday, journal, journal_class, journal_pupil, journal_teacher, rollover, rollover_made, rollover_pupil,
    subgroup, subgroup_member,
};

/// So many rows go into one statement.
const CHUNK: usize = 500;

codes! {
    /// What became of a pupil.
    Outcome {
        /// Переведён.
        Promoted = "promoted",
        /// Оставлен на повторный год.
        Repeats = "repeats",
        /// Stays with the class where it is.
        Stays = "stays",
        /// Goes to another class because the own one is dissolved.
        Spread = "spread",
        /// Выпущен.
        Graduated = "graduated",
    }
}

/// One pupil's way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// From this class.
    pub from: ClassId,
    /// Who.
    pub pupil: PersonId,
    /// Into this one; none leaves.
    pub to: Option<ClassId>,
    /// How.
    pub outcome: Outcome,
}

/// A roll-over to be written down.
#[derive(Debug, Clone)]
pub struct NewRollover {
    /// From which year.
    pub from: YearId,
    /// Into which.
    pub to: YearId,
    /// Was the new year made for it?
    pub made_year: bool,
    /// Number of the order (приказ).
    pub order_number: String,
    /// Its day.
    pub order_day: Day,
    /// The last day of those who leave.
    pub graduation_day: Day,
    /// Who did it.
    pub by: PersonId,
}

/// Writes a roll-over down and carries out the pupils' steps: their membership ends with the day before `first`, or with
/// the day of graduation, and begins anew on `first`. Gives the roll-over's number.
pub fn add_rollover(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    new: &NewRollover,
    steps: &[Step],
    first: Day,
    now: Millis,
) -> Result<i64> {
    let id = tx.next_id(Seq::School)?;
    let row = (
        rollover::institution_id.eq(institution.0),
        rollover::id.eq(id),
        rollover::from_year.eq(new.from.0),
        rollover::to_year.eq(new.to.0),
        rollover::made_year.eq(i16::from(new.made_year)),
        rollover::order_number.eq(&new.order_number),
        rollover::order_day.eq(new.order_day.number()),
        rollover::graduation_day.eq(new.graduation_day.number()),
        rollover::first_day.eq(first.number()),
        rollover::created_at.eq(now.0),
        rollover::created_by.eq(new.by.0),
    );
    on_backend!(tx, |c| diesel::insert_into(rollover::table).values(row).execute(c))?;
    for chunk in steps.chunks(CHUNK) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|step| {
                (
                    rollover_pupil::institution_id.eq(institution.0),
                    rollover_pupil::rollover_id.eq(id),
                    rollover_pupil::from_class.eq(step.from.0),
                    rollover_pupil::pupil_id.eq(step.pupil.0),
                    rollover_pupil::to_class.eq(step.to.map_or(0, |to| to.0)),
                    rollover_pupil::outcome.eq(step.outcome.code()),
                )
            })
            .collect();
        on_backend!(tx, |c| diesel::insert_into(rollover_pupil::table).values(rows).execute(c))?;
    }
    for (from, steps) in by_class(steps.iter().map(|s| (s.from, *s))) {
        for (leaves, last) in [(true, new.graduation_day), (false, first.plus(-1))] {
            let pupils: Vec<i64> =
                steps.iter().filter(|s| s.to.is_none() == leaves).map(|s| s.pupil.0).collect();
            for chunk in pupils.chunks(CHUNK) {
                on_backend!(tx, |c| {
                    diesel::update(
                        class_enrollment::table
                            .filter(class_enrollment::institution_id.eq(institution.0))
                            .filter(class_enrollment::class_id.eq(from.0))
                            .filter(class_enrollment::pupil_id.eq_any(chunk))
                            .filter(class_enrollment::last_day.is_null()),
                    )
                    .set(class_enrollment::last_day.eq(Some(last.number())))
                    .execute(c)
                })?;
            }
        }
    }
    for (to, steps) in by_class(steps.iter().filter_map(|s| Some((s.to?, *s)))) {
        let pupils: Vec<PersonId> = steps.iter().map(|s| s.pupil).collect();
        super::super::enroll(tx, institution, to, &pupils, first)?;
    }
    Ok(id)
}

fn by_class(steps: impl Iterator<Item = (ClassId, Step)>) -> Vec<(ClassId, Vec<Step>)> {
    let mut groups: std::collections::BTreeMap<ClassId, Vec<Step>> = std::collections::BTreeMap::new();
    for (class, step) in steps {
        groups.entry(class).or_default().push(step);
    }
    groups.into_iter().collect()
}

/// Writes down what a roll-over made, for the way back: `class`, `subgroup`, `journal`.
pub fn add_rollover_made(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    id: i64,
    made: &[(&'static str, i64)],
) -> Result<()> {
    for chunk in made.chunks(CHUNK) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|(what, thing)| {
                (
                    rollover_made::institution_id.eq(institution.0),
                    rollover_made::rollover_id.eq(id),
                    rollover_made::what.eq(*what),
                    rollover_made::id.eq(*thing),
                )
            })
            .collect();
        on_backend!(tx, |c| diesel::insert_into(rollover_made::table).values(rows).execute(c))?;
    }
    Ok(())
}

/// Takes a roll-over back. The caller has asked whether anybody wrote into the new year; something that hangs on a
/// journal nevertheless makes this fail with [`store::Error::Reference`].
pub fn undo_rollover(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    done: &crate::read::Rollover,
    by: PersonId,
    now: Millis,
) -> Result<()> {
    let at = institution.0;
    let made = crate::read::rollover_made(tx, institution, done.id)?;
    let of = |what: &str| -> Vec<i64> { made.iter().filter(|m| m.0 == what).map(|m| m.1).collect() };
    let (classes, subgroups, journals) = (of("class"), of("subgroup"), of("journal"));
    macro_rules! remove {
        ($table:ident, $column:ident, $ids:expr) => {
            for chunk in $ids.chunks(CHUNK) {
                on_backend!(tx, |c| {
                    diesel::delete(
                        $table::table
                            .filter($table::institution_id.eq(at))
                            .filter($table::$column.eq_any(chunk)),
                    )
                    .execute(c)
                })?;
            }
        };
    }
    remove!(journal_pupil, journal_id, journals);
    remove!(journal_teacher, journal_id, journals);
    remove!(journal_class, journal_id, journals);
    remove!(journal, id, journals);
    remove!(subgroup_member, subgroup_id, subgroups);
    remove!(subgroup, id, subgroups);
    let steps = crate::read::rollover_pupils(tx, institution, done.id)?;
    let before = done.first_day.plus(-1);
    let mut back: std::collections::BTreeMap<(ClassId, bool), Vec<i64>> = std::collections::BTreeMap::new();
    let mut into: std::collections::BTreeMap<ClassId, Vec<i64>> = std::collections::BTreeMap::new();
    for (from, pupil, to) in steps.iter().copied() {
        back.entry((from, to.is_none())).or_default().push(pupil.0);
        if let Some(to) = to {
            into.entry(to).or_default().push(pupil.0);
        }
    }
    for (to, pupils) in into {
        for chunk in pupils.chunks(CHUNK) {
            on_backend!(tx, |c| {
                diesel::delete(
                    class_enrollment::table
                        .filter(
                            class_enrollment::institution_id.eq(at).and(class_enrollment::class_id.eq(to.0)),
                        )
                        .filter(class_enrollment::pupil_id.eq_any(chunk)),
                )
                .execute(c)
            })?;
        }
    }
    for ((from, left), pupils) in back {
        let last = if left { done.graduation_day } else { before };
        for chunk in pupils.chunks(CHUNK) {
            on_backend!(tx, |c| {
                diesel::update(
                    class_enrollment::table
                        .filter(
                            class_enrollment::institution_id
                                .eq(at)
                                .and(class_enrollment::class_id.eq(from.0)),
                        )
                        .filter(class_enrollment::pupil_id.eq_any(chunk))
                        .filter(class_enrollment::last_day.eq(Some(last.number()))),
                )
                .set(class_enrollment::last_day.eq(None::<i32>))
                .execute(c)
            })?;
        }
    }
    let pupils: Vec<PersonId> = steps.iter().map(|(_, pupil, _)| *pupil).collect();
    super::super::follow_enrollments(tx, institution, &pupils, before)?;
    remove!(class, id, classes);
    if done.made_year && crate::read::classes(tx, institution, done.to)?.is_empty() {
        let year = [done.to.0];
        remove!(bell_use, year_id, year);
        remove!(bell, year_id, year);
        remove!(bell_schedule, year_id, year);
        remove!(grade_plan, year_id, year);
        remove!(holiday, year_id, year);
        remove!(grading_period, year_id, year);
        remove!(academic_year, id, year);
    }
    on_backend!(tx, |c| {
        diesel::update(rollover::table.find((at, done.id)))
            .set((rollover::undone_at.eq(Some(now.0)), rollover::undone_by.eq(Some(by.0))))
            .execute(c)
    })?;
    Ok(())
}
