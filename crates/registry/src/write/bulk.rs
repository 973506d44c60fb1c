//! Commands that imports need: many rows at once, and corrections of what a file says better.

use diesel::prelude::*;
use kernel::{ClassId, Day, InstitutionId, Millis, PersonId, PersonName, Snils, SubgroupId};
use store::{WriteTx, on_backend};

use crate::error::Result;
use crate::model::{Relation, Sex, search_key};
use crate::table::{
    class_enrollment, guardianship, journal, journal_class, person, staff, subgroup_member, subject,
};

/// Makes guardians of children, confirmed, in batches; a claim that waits is confirmed.
pub fn confirm_guardians(
    tx: &mut WriteTx<'_>,
    guardianships: &[(PersonId, PersonId, Relation)],
    now: Millis,
) -> Result<()> {
    for (guardian, child, relation) in guardianships {
        let row = (
            guardianship::guardian_id.eq(guardian.0),
            guardianship::child_id.eq(child.0),
            guardianship::relation.eq(relation.code()),
            guardianship::status.eq("confirmed"),
            guardianship::created_at.eq(now.0),
        );
        on_backend!(tx, |c| {
            diesel::insert_into(guardianship::table)
                .values(row)
                .on_conflict((guardianship::guardian_id, guardianship::child_id))
                .do_update()
                .set(guardianship::status.eq("confirmed"))
                .execute(c)
        })?;
    }
    Ok(())
}

/// What a file knows of a person and the registry does not; none is left alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Missing {
    /// Birth day.
    pub birth_day: Option<Day>,
    /// Sex.
    pub sex: Option<Sex>,
    /// СНИЛС.
    pub snils: Option<Snils>,
    /// Phone, `+7…`.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
}

impl Missing {
    /// Is there nothing to fill in?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Fills in what was not known of a person. The caller has compared: what is given is written.
pub fn fill_in(tx: &mut WriteTx<'_>, id: PersonId, missing: &Missing) -> Result<()> {
    if missing.is_empty() {
        return Ok(());
    }
    let set = (
        missing.birth_day.map(|d| person::birth_day.eq(d.number())),
        missing.sex.map(|s| person::sex.eq(s.code())),
        missing.snils.map(|s| person::snils.eq(s.digits())),
        missing.phone.clone().map(|p| person::phone.eq(p)),
        missing.email.clone().map(|e| person::email.eq(e)),
    );
    on_backend!(tx, |c| diesel::update(person::table.find(id.0)).set(set).execute(c))?;
    Ok(())
}

/// Writes a person's name anew.
pub fn rename_person(tx: &mut WriteTx<'_>, id: PersonId, name: &PersonName) -> Result<()> {
    super::words::forget_names(tx, id)?;
    let set = (
        person::family.eq(name.family().to_owned()),
        person::given.eq(name.given().to_owned()),
        person::patronymic.eq(name.patronymic().map(str::to_owned)),
        person::search_key.eq(search_key(&name.full())),
    );
    on_backend!(tx, |c| diesel::update(person::table.find(id.0)).set(set).execute(c))?;
    super::words::index_names(tx, &[(id.0, search_key(&name.full()))])
}

/// Writes the position (должность) of a member of staff anew.
pub fn set_position(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    person: PersonId,
    position: &str,
) -> Result<()> {
    on_backend!(tx, |c| {
        diesel::update(staff::table.find((institution.0, person.0)))
            .set(staff::position.eq(position))
            .execute(c)
    })?;
    Ok(())
}

/// Takes an enrolment back that has not begun before that day: as if it had never been.
pub fn cancel_enrollment(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    class: ClassId,
    pupil: PersonId,
    first_day: Day,
) -> Result<()> {
    on_backend!(tx, |c| {
        diesel::delete(class_enrollment::table.find((institution.0, class.0, pupil.0, first_day.number())))
            .execute(c)
    })?;
    Ok(())
}

/// Takes a pupil out of a subgroup.
pub fn remove_from_subgroup(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    id: SubgroupId,
    pupil: PersonId,
) -> Result<()> {
    on_backend!(tx, |c| diesel::delete(subgroup_member::table.find((institution.0, id.0, pupil.0)))
        .execute(c))?;
    Ok(())
}

/// Turns journals of one subject from a class's general subgroup to the one that is for that subject alone; says how
/// many there were.
pub fn divide_journals(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    subject: &str,
    general: SubgroupId,
    own: SubgroupId,
) -> Result<usize> {
    let of_subject: Vec<i64> = on_backend!(tx, |c| {
        journal::table
            .inner_join(subject::table.on(
                subject::institution_id.eq(journal::institution_id).and(subject::id.eq(journal::subject_id)),
            ))
            .inner_join(
                journal_class::table.on(journal_class::institution_id
                    .eq(journal::institution_id)
                    .and(journal_class::journal_id.eq(journal::id))),
            )
            .filter(journal::institution_id.eq(institution.0).and(subject::name.eq(subject)))
            .filter(journal_class::subgroup_id.eq(general.0))
            .select(journal::id)
            .load(c)
    })?;
    Ok(on_backend!(tx, |c| {
        diesel::update(
            journal_class::table
                .filter(journal_class::institution_id.eq(institution.0))
                .filter(journal_class::journal_id.eq_any(&of_subject))
                .filter(journal_class::subgroup_id.eq(general.0)),
        )
        .set(journal_class::subgroup_id.eq(own.0))
        .execute(c)
    })?)
}
