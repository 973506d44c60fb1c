//! By which rules a school's marks become final ones.

use access::ManageGrading;
use diesel::prelude::*;
use kernel::{Day, Millis};
use store::{WriteTx, on_backend};

use crate::error::Result;
use crate::model::grading::Thresholds;
use crate::table::{grading_minimum, grading_rule};

/// Rules that hold from a day on, for every grade.
#[derive(Debug, Clone)]
pub struct NewRules {
    /// From this day.
    pub first_day: Day,
    /// Thresholds.
    pub thresholds: Thresholds,
    /// See [`crate::model::grading::GradingRules::absent_percent`].
    pub absent_percent: i32,
    /// See [`crate::model::grading::GradingRules::minimums`].
    pub minimums: Vec<(i32, i32)>,
}

/// Sets the rules that hold from a day on; those of earlier days stay for what was marked by them.
pub fn set_rules(tx: &mut WriteTx<'_>, may: &ManageGrading, new: &NewRules, now: Millis) -> Result<()> {
    let (institution, first) = (may.institution().0, new.first_day.number());
    on_backend!(tx, |c| {
        diesel::delete(
            grading_rule::table
                .filter(grading_rule::institution_id.eq(institution).and(grading_rule::first_day.eq(first))),
        )
        .execute(c)
    })?;
    on_backend!(tx, |c| {
        diesel::delete(grading_minimum::table.filter(
            grading_minimum::institution_id.eq(institution).and(grading_minimum::first_day.eq(first)),
        ))
        .execute(c)
    })?;
    let row = (
        grading_rule::institution_id.eq(institution),
        grading_rule::first_day.eq(first),
        grading_rule::grade_first.eq(1),
        grading_rule::grade_last.eq(12),
        grading_rule::five.eq(new.thresholds.five),
        grading_rule::four.eq(new.thresholds.four),
        grading_rule::three.eq(new.thresholds.three),
        grading_rule::by_shown.eq(i16::from(new.thresholds.by_shown)),
        grading_rule::absent_percent.eq(new.absent_percent),
    );
    on_backend!(tx, |c| diesel::insert_into(grading_rule::table).values(row).execute(c))?;
    for (hours, marks) in &new.minimums {
        let row = (
            grading_minimum::institution_id.eq(institution),
            grading_minimum::first_day.eq(first),
            grading_minimum::hours.eq(*hours),
            grading_minimum::marks.eq(*marks),
        );
        on_backend!(tx, |c| diesel::insert_into(grading_minimum::table).values(row).execute(c))?;
    }
    store::outbox::append(tx, may.institution(), "grading.changed", institution, "", now)?;
    Ok(())
}
