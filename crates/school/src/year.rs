//! The academic year of an institution and the way into the next one.
//!
//! * [`draft`] – what was typed into the forms, read and checked: each error at its field;
//! * [`checks`] – a year compared with the norms: what is allowed and yet worth a look;
//! * [`change`] – the commands, with what follows for marks (`periods.changed`) and lessons (`timetable.changed`);
//! * [`shift`] – a year's days moved to the next year's calendar;
//! * [`outline`] – what becomes of which class and pupil, without changing anything;
//! * [`carry`] – the same carried out, and taken back.

pub mod carry;
pub mod change;
pub mod checks;
pub mod draft;
pub mod outline;
pub mod shift;

use registry::{InstitutionKind, PeriodKind};

/// The kinds of periods an institution may choose from, with how many a year has.
#[must_use]
pub const fn offered(kind: InstitutionKind) -> &'static [(PeriodKind, i32)] {
    match kind {
        InstitutionKind::School => {
            &[(PeriodKind::Quarter, 4), (PeriodKind::Trimester, 3), (PeriodKind::HalfYear, 2)]
        }
        InstitutionKind::College => &[(PeriodKind::Semester, 2)],
        InstitutionKind::Supplementary => &[(PeriodKind::HalfYear, 2)],
        _ => &[],
    }
}

/// The grades, courses or ages an institution usually has.
#[must_use]
pub const fn usual_grades(kind: InstitutionKind) -> &'static [i32] {
    match kind {
        InstitutionKind::School => &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
        InstitutionKind::College => &[1, 2, 3, 4],
        InstitutionKind::Kindergarten => &[2, 3, 4, 5, 6],
        _ => &[],
    }
}

/// The days of the week a grade usually has, and its periods, for a year that begins.
#[must_use]
pub fn usual_plan(kind: InstitutionKind, grade: i32) -> (i32, Option<PeriodKind>) {
    let period = match kind {
        InstitutionKind::School if grade >= 10 => Some(PeriodKind::HalfYear),
        InstitutionKind::School => Some(PeriodKind::Quarter),
        InstitutionKind::College => Some(PeriodKind::Semester),
        InstitutionKind::Supplementary => Some(PeriodKind::HalfYear),
        _ => None,
    };
    (5, period)
}
