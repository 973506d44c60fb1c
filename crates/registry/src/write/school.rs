//! Institutions, years, classes, staff.

use diesel::prelude::*;
use kernel::{ClassId, Day, InstitutionId, Millis, PersonId, YearId};
use store::ids::Seq;
use store::{WriteTx, on_backend};

use crate::error::Result;
use crate::model::{Bell, Holiday, InstitutionKind, PeriodKind, Role};
use crate::table::{
    academic_year, bell, class, class_enrollment, grading_period, holiday, institution, role_assignment,
    staff,
};

/// What an institution begins with.
#[derive(Debug, Clone)]
pub struct NewInstitution {
    /// Kind.
    pub kind: InstitutionKind,
    /// Full name.
    pub name: String,
    /// Short name.
    pub short_name: String,
    /// The office above it.
    pub parent: Option<InstitutionId>,
    /// Town or village.
    pub locality: String,
    /// Street and house.
    pub address: String,
    /// Phone.
    pub phone: String,
}

/// Founds an institution.
pub fn add_institution(tx: &mut WriteTx<'_>, new: &NewInstitution, now: Millis) -> Result<InstitutionId> {
    let id = tx.next_id(Seq::Institution)?;
    let row = (
        institution::id.eq(id),
        institution::kind.eq(new.kind.code()),
        institution::name.eq(&new.name),
        institution::short_name.eq(&new.short_name),
        institution::parent_id.eq(new.parent.map(|p| p.0)),
        institution::locality.eq(&new.locality),
        institution::address.eq(&new.address),
        institution::phone.eq(&new.phone),
        institution::created_at.eq(now.0),
    );
    on_backend!(tx, |c| diesel::insert_into(institution::table).values(row).execute(c))?;
    Ok(InstitutionId(id))
}

/// What an institution is called and where it is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstitutionCard {
    /// Full name.
    pub name: String,
    /// Short name.
    pub short_name: String,
    /// Town or village.
    pub locality: String,
    /// Street and house.
    pub address: String,
    /// Phone.
    pub phone: String,
}

/// Renames an institution or moves it.
pub fn set_institution(tx: &mut WriteTx<'_>, id: InstitutionId, card: &InstitutionCard) -> Result<()> {
    on_backend!(tx, |c| {
        diesel::update(institution::table.find(id.0))
            .set((
                institution::name.eq(&card.name),
                institution::short_name.eq(&card.short_name),
                institution::locality.eq(&card.locality),
                institution::address.eq(&card.address),
                institution::phone.eq(&card.phone),
            ))
            .execute(c)
    })?;
    Ok(())
}

/// What a year is made of.
#[derive(Debug, Clone)]
pub struct NewYear {
    /// «2026/27».
    pub name: String,
    /// First day.
    pub first_day: Day,
    /// Last day.
    pub last_day: Day,
    /// Periods: kind, number, first and last day.
    pub periods: Vec<(PeriodKind, i32, Day, Day)>,
    /// Bells.
    pub bells: Vec<Bell>,
    /// Holidays.
    pub holidays: Vec<Holiday>,
}

/// Adds an academic year to an institution.
pub fn add_year(tx: &mut WriteTx<'_>, institution: InstitutionId, new: &NewYear) -> Result<YearId> {
    let id = tx.next_id(Seq::School)?;
    let row = (
        academic_year::institution_id.eq(institution.0),
        academic_year::id.eq(id),
        academic_year::name.eq(&new.name),
        academic_year::first_day.eq(new.first_day.number()),
        academic_year::last_day.eq(new.last_day.number()),
    );
    on_backend!(tx, |c| diesel::insert_into(academic_year::table).values(row).execute(c))?;
    for (kind, ordinal, first, last) in &new.periods {
        let period = tx.next_id(Seq::School)?;
        let row = (
            grading_period::institution_id.eq(institution.0),
            grading_period::id.eq(period),
            grading_period::year_id.eq(id),
            grading_period::kind.eq(kind.code()),
            grading_period::ordinal.eq(*ordinal),
            grading_period::first_day.eq(first.number()),
            grading_period::last_day.eq(last.number()),
        );
        on_backend!(tx, |c| diesel::insert_into(grading_period::table).values(row).execute(c))?;
    }
    for b in &new.bells {
        let row = (
            bell::institution_id.eq(institution.0),
            bell::year_id.eq(id),
            bell::schedule_id.eq(0),
            bell::number.eq(b.number),
            bell::starts.eq(i32::from(b.starts.get())),
            bell::ends.eq(i32::from(b.ends.get())),
        );
        on_backend!(tx, |c| diesel::insert_into(bell::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(c))?;
    }
    for h in &new.holidays {
        let row = (
            holiday::institution_id.eq(institution.0),
            holiday::year_id.eq(id),
            holiday::first_day.eq(h.first_day.number()),
            holiday::grade.eq(h.grade),
            holiday::last_day.eq(h.last_day.number()),
            holiday::title.eq(&h.title),
        );
        on_backend!(tx, |c| diesel::insert_into(holiday::table).values(row).execute(c))?;
    }
    Ok(YearId(id))
}

/// Closes a grading period: its marks stay as they are from then on.
pub fn lock_period(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    id: kernel::PeriodId,
    now: Millis,
) -> Result<()> {
    on_backend!(tx, |c| {
        diesel::update(grading_period::table.find((institution.0, id.0)))
            .set(grading_period::locked_at.eq(Some(now.0)))
            .execute(c)
    })?;
    Ok(())
}

/// Adds the bells a year does not have yet; says how many were added.
pub fn add_bells(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    year: YearId,
    bells: &[Bell],
) -> Result<usize> {
    let mut added = 0;
    for b in bells {
        let row = (
            bell::institution_id.eq(institution.0),
            bell::year_id.eq(year.0),
            bell::schedule_id.eq(0),
            bell::number.eq(b.number),
            bell::starts.eq(i32::from(b.starts.get())),
            bell::ends.eq(i32::from(b.ends.get())),
        );
        added += on_backend!(tx, |c| diesel::insert_into(bell::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(c))?;
    }
    Ok(added)
}

/// Adds a class.
pub fn add_class(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    year: YearId,
    grade: i32,
    letter: &str,
    name: &str,
) -> Result<ClassId> {
    let id = tx.next_id(Seq::School)?;
    let row = (
        class::institution_id.eq(institution.0),
        class::id.eq(id),
        class::year_id.eq(year.0),
        class::grade.eq(grade),
        class::letter.eq(letter),
        class::name.eq(name),
    );
    on_backend!(tx, |c| diesel::insert_into(class::table).values(row).execute(c))?;
    Ok(ClassId(id))
}

/// Names the class teacher.
pub fn set_class_teacher(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    id: ClassId,
    teacher: Option<PersonId>,
) -> Result<()> {
    on_backend!(tx, |c| {
        diesel::update(class::table.find((institution.0, id.0)))
            .set(class::teacher_id.eq(teacher.map(|t| t.0)))
            .execute(c)
    })?;
    Ok(())
}

/// Enrols pupils in a class from that day on, in batches; who is enrolled from that day already stays so. A dissolved
/// class that gets pupils is a class again.
pub fn enroll(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    id: ClassId,
    pupils: &[PersonId],
    first_day: Day,
) -> Result<usize> {
    let mut added = 0;
    for chunk in pupils.chunks(500) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|p| {
                (
                    class_enrollment::institution_id.eq(institution.0),
                    class_enrollment::class_id.eq(id.0),
                    class_enrollment::pupil_id.eq(p.0),
                    class_enrollment::first_day.eq(first_day.number()),
                )
            })
            .collect();
        added += on_backend!(tx, |c| {
            diesel::insert_into(class_enrollment::table).values(rows).on_conflict_do_nothing().execute(c)
        })?;
    }
    if added > 0 {
        on_backend!(tx, |c| {
            diesel::update(
                class::table
                    .filter(class::institution_id.eq(institution.0).and(class::id.eq(id.0)))
                    .filter(class::dissolved_day.is_not_null()),
            )
            .set(class::dissolved_day.eq(None::<i32>))
            .execute(c)
        })?;
    }
    Ok(added)
}

/// Ends a pupil's membership of a class with that day.
pub fn leave_class(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    id: ClassId,
    pupil: PersonId,
    last_day: Day,
) -> Result<()> {
    on_backend!(tx, |c| {
        diesel::update(
            class_enrollment::table
                .filter(class_enrollment::institution_id.eq(institution.0))
                .filter(class_enrollment::class_id.eq(id.0))
                .filter(class_enrollment::pupil_id.eq(pupil.0))
                .filter(class_enrollment::last_day.is_null()),
        )
        .set(class_enrollment::last_day.eq(Some(last_day.number())))
        .execute(c)
    })?;
    Ok(())
}

/// Gives somebody a role at an institution; false when he has it already.
pub fn add_role(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    person: PersonId,
    role: Role,
) -> Result<bool> {
    let row = (
        role_assignment::institution_id.eq(institution.0),
        role_assignment::person_id.eq(person.0),
        role_assignment::role.eq(role.code()),
    );
    let added = on_backend!(tx, |c| {
        diesel::insert_into(role_assignment::table).values(row).on_conflict_do_nothing().execute(c)
    })?;
    Ok(added > 0)
}

/// Takes somebody on the staff; false when he is on it already.
pub fn add_staff(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    person: PersonId,
    position: &str,
    first_day: Day,
) -> Result<bool> {
    let row = (
        staff::institution_id.eq(institution.0),
        staff::person_id.eq(person.0),
        staff::position.eq(position),
        staff::first_day.eq(first_day.number()),
    );
    let added = on_backend!(tx, |c| diesel::insert_into(staff::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(added > 0)
}
