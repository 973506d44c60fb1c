//! Two rows of one person become one, and two again.
//!
//! Everything that hangs on a person is read as a [`Footprint`]. A merge works out the footprint of the row that stays,
//! leaves the other one hollow, and keeps all four in an append-only record. An undo is possible as long as both rows are
//! exactly what the merge made of them: then the record is played back. Marks belong to the journal; who calls moves them
//! in the same transaction.

use diesel::prelude::*;
use kernel::{InstitutionId, PersonId};
use serde::{Deserialize, Serialize};
use store::ids::Seq;
use store::{ReadTx, WriteTx, on_backend};

use super::membership::{Span, coalesce};
use super::words::{forget_names, index_names};
use crate::error::{Error, Result};
use crate::model::{By, Refusal, Verdict, search_key};
use crate::read;
use crate::table::{
    account, class, class_enrollment, guardianship, journal_pupil, journal_teacher, person, person_merge,
    role_assignment, staff, subgroup_member,
};

/// The person's own columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Fields {
    family: String,
    given: String,
    patronymic: Option<String>,
    birth_day: Option<i32>,
    sex: Option<String>,
    snils: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    merged_into: Option<i64>,
}

/// Everything that hangs on a person, each list sorted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Footprint {
    fields: Fields,
    /// Accounts.
    accounts: Vec<i64>,
    /// Children: child, relation, status, since.
    children: Vec<(i64, String, String, i64)>,
    /// Guardians: guardian, relation, status, since.
    guardians: Vec<(i64, String, String, i64)>,
    /// Institution, class, first and last day.
    stays: Vec<(i64, i64, i32, Option<i32>)>,
    /// Institution, role.
    roles: Vec<(i64, String)>,
    /// Institution, position, first and last day.
    staff: Vec<(i64, String, i32, Option<i32>)>,
    /// Institution, class led.
    leads: Vec<(i64, i64)>,
    /// Institution, journal taught, place among its teachers.
    teaches: Vec<(i64, i64, i32)>,
    /// Institution, subgroup.
    subgroups: Vec<(i64, i64)>,
    /// Institution, journal, first and last day.
    journals: Vec<(i64, i64, i32, Option<i32>)>,
}

/// How much of each kind goes from one row to the other, for the preview.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moves {
    /// Accounts.
    pub accounts: usize,
    /// Relations to children and guardians.
    pub relations: usize,
    /// Stays in classes.
    pub stays: usize,
    /// Roles and places on the staff.
    pub roles: usize,
    /// Journals taught and classes led.
    pub teaching: usize,
}

/// What the record of a merge keeps.
#[derive(Debug, Serialize, Deserialize)]
struct Record {
    kept_before: Footprint,
    gone_before: Footprint,
    kept_after: Footprint,
    gone_after: Footprint,
    /// Journals whose marks went along.
    journals: Vec<(i64, i64)>,
}

/// What a merge or its undo tells the one who moves the marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The record.
    pub id: i64,
    /// The row that stays.
    pub kept: PersonId,
    /// The row that went, or comes back.
    pub gone: PersonId,
    /// The journals whose marks go along: institution, journal.
    pub journals: Vec<(i64, i64)>,
    /// When the merge was done.
    pub at: kernel::Millis,
}

type FieldRow = (
    (String, String, Option<String>, Option<i32>, Option<String>),
    (Option<String>, Option<String>, Option<String>, Option<i64>),
);

/// Reads everything that hangs on a person.
fn footprint(tx: &mut ReadTx<'_>, who: PersonId) -> Result<Footprint> {
    let row: Option<FieldRow> = on_backend!(tx, |c| {
        person::table
            .find(who.0)
            .select((
                (person::family, person::given, person::patronymic, person::birth_day, person::sex),
                (person::snils, person::phone, person::email, person::merged_into),
            ))
            .first(c)
            .optional()
    })?;
    let ((family, given, patronymic, birth_day, sex), (snils, phone, email, merged_into)) =
        row.ok_or(Error::NotFound("person"))?;
    let fields = Fields { family, given, patronymic, birth_day, sex, snils, phone, email, merged_into };
    let mut accounts: Vec<i64> = on_backend!(tx, |c| {
        account::table.filter(account::person_id.eq(who.0)).select(account::id).limit(100).load(c)
    })?;
    let mut children: Vec<(i64, String, String, i64)> = on_backend!(tx, |c| {
        guardianship::table
            .filter(guardianship::guardian_id.eq(who.0))
            .select((
                guardianship::child_id,
                guardianship::relation,
                guardianship::status,
                guardianship::created_at,
            ))
            .limit(100)
            .load(c)
    })?;
    let mut guardians: Vec<(i64, String, String, i64)> = on_backend!(tx, |c| {
        guardianship::table
            .filter(guardianship::child_id.eq(who.0))
            .select((
                guardianship::guardian_id,
                guardianship::relation,
                guardianship::status,
                guardianship::created_at,
            ))
            .limit(100)
            .load(c)
    })?;
    let mut stays: Vec<(i64, i64, i32, Option<i32>)> = on_backend!(tx, |c| {
        class_enrollment::table
            .filter(class_enrollment::pupil_id.eq(who.0))
            .select((
                class_enrollment::institution_id,
                class_enrollment::class_id,
                class_enrollment::first_day,
                class_enrollment::last_day,
            ))
            .limit(500)
            .load(c)
    })?;
    let mut roles: Vec<(i64, String)> = on_backend!(tx, |c| {
        role_assignment::table
            .filter(role_assignment::person_id.eq(who.0))
            .select((role_assignment::institution_id, role_assignment::role))
            .limit(100)
            .load(c)
    })?;
    let mut staff: Vec<(i64, String, i32, Option<i32>)> = on_backend!(tx, |c| {
        staff::table
            .filter(staff::person_id.eq(who.0))
            .select((staff::institution_id, staff::position, staff::first_day, staff::last_day))
            .limit(100)
            .load(c)
    })?;
    let mut leads: Vec<(i64, i64)> = on_backend!(tx, |c| {
        class::table
            .filter(class::teacher_id.eq(who.0))
            .select((class::institution_id, class::id))
            .limit(500)
            .load(c)
    })?;
    let mut teaches: Vec<(i64, i64, i32)> = on_backend!(tx, |c| {
        journal_teacher::table
            .filter(journal_teacher::person_id.eq(who.0))
            .select((journal_teacher::institution_id, journal_teacher::journal_id, journal_teacher::ordinal))
            .limit(2000)
            .load(c)
    })?;
    let mut subgroups: Vec<(i64, i64)> = on_backend!(tx, |c| {
        subgroup_member::table
            .filter(subgroup_member::pupil_id.eq(who.0))
            .select((subgroup_member::institution_id, subgroup_member::subgroup_id))
            .limit(2000)
            .load(c)
    })?;
    let mut places: Vec<i64> = stays.iter().map(|stay| stay.0).collect();
    places.sort_unstable();
    places.dedup();
    let mut journals: Vec<(i64, i64, i32, Option<i32>)> = on_backend!(tx, |c| {
        journal_pupil::table
            .filter(journal_pupil::institution_id.eq_any(&places))
            .filter(journal_pupil::pupil_id.eq(who.0))
            .select((
                journal_pupil::institution_id,
                journal_pupil::journal_id,
                journal_pupil::first_day,
                journal_pupil::last_day,
            ))
            .limit(5000)
            .load(c)
    })?;
    accounts.sort_unstable();
    children.sort_unstable();
    guardians.sort_unstable();
    stays.sort_unstable();
    roles.sort_unstable();
    staff.sort_unstable();
    leads.sort_unstable();
    teaches.sort_unstable();
    subgroups.sort_unstable();
    journals.sort_unstable();
    Ok(Footprint {
        fields,
        accounts,
        children,
        guardians,
        stays,
        roles,
        staff,
        leads,
        teaches,
        subgroups,
        journals,
    })
}

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

/// The footprint of the row that stays.
fn combined(kept: &Footprint, gone: &Footprint) -> Verdict<Footprint> {
    let stays = spans(&kept.stays, &gone.stays);
    let clash = stays.iter().enumerate().any(|(place, a)| {
        stays
            .iter()
            .skip(place + 1)
            .any(|b| a.0 == b.0 && a.2 <= b.3.unwrap_or(i32::MAX) && b.2 <= a.3.unwrap_or(i32::MAX))
    });
    if clash {
        return Err(Refusal::BothEnrolled);
    }
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
    })
}

/// What is left of the row that went.
fn hollow(gone: &Footprint, kept: PersonId) -> Footprint {
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
    }
}

/// Takes away what `is` has and `should` has not.
fn take(tx: &mut WriteTx<'_>, who: PersonId, is: &Footprint, should: &Footprint) -> Result<()> {
    for row in is.children.iter().filter(|row| !should.children.contains(row)) {
        on_backend!(tx, |c| diesel::delete(guardianship::table.find((who.0, row.0))).execute(c))?;
    }
    for row in is.guardians.iter().filter(|row| !should.guardians.contains(row)) {
        on_backend!(tx, |c| diesel::delete(guardianship::table.find((row.0, who.0))).execute(c))?;
    }
    for row in is.stays.iter().filter(|row| !should.stays.contains(row)) {
        let key = (row.0, row.1, who.0, row.2);
        on_backend!(tx, |c| diesel::delete(class_enrollment::table.find(key)).execute(c))?;
    }
    for row in is.roles.iter().filter(|row| !should.roles.contains(row)) {
        let key = (row.0, who.0, row.1.as_str());
        on_backend!(tx, |c| diesel::delete(role_assignment::table.find(key)).execute(c))?;
    }
    for row in is.staff.iter().filter(|row| !should.staff.contains(row)) {
        on_backend!(tx, |c| diesel::delete(staff::table.find((row.0, who.0))).execute(c))?;
    }
    for row in is.teaches.iter().filter(|row| !should.teaches.contains(row)) {
        let key = (row.0, row.1, who.0);
        on_backend!(tx, |c| diesel::delete(journal_teacher::table.find(key)).execute(c))?;
    }
    for row in is.subgroups.iter().filter(|row| !should.subgroups.contains(row)) {
        let key = (row.0, row.1, who.0);
        on_backend!(tx, |c| diesel::delete(subgroup_member::table.find(key)).execute(c))?;
    }
    for row in is.journals.iter().filter(|row| !should.journals.contains(row)) {
        let key = (row.0, row.1, who.0, row.2);
        on_backend!(tx, |c| diesel::delete(journal_pupil::table.find(key)).execute(c))?;
    }
    Ok(())
}

/// Gives what `should` has and `is` has not. What is one's alone (an account, a class led) changes hands by this.
fn give(tx: &mut WriteTx<'_>, who: PersonId, is: &Footprint, should: &Footprint) -> Result<()> {
    for id in should.accounts.iter().filter(|id| !is.accounts.contains(id)) {
        on_backend!(tx, |c| {
            diesel::update(account::table.find(*id)).set(account::person_id.eq(who.0)).execute(c)
        })?;
    }
    for row in should.children.iter().filter(|row| !is.children.contains(row)) {
        add_relation(tx, who.0, row.0, row)?;
    }
    for row in should.guardians.iter().filter(|row| !is.guardians.contains(row)) {
        add_relation(tx, row.0, who.0, row)?;
    }
    for row in should.stays.iter().filter(|row| !is.stays.contains(row)) {
        let values = (
            class_enrollment::institution_id.eq(row.0),
            class_enrollment::class_id.eq(row.1),
            class_enrollment::pupil_id.eq(who.0),
            class_enrollment::first_day.eq(row.2),
            class_enrollment::last_day.eq(row.3),
        );
        on_backend!(tx, |c| diesel::insert_into(class_enrollment::table).values(values).execute(c))?;
    }
    for row in should.roles.iter().filter(|row| !is.roles.contains(row)) {
        let values = (
            role_assignment::institution_id.eq(row.0),
            role_assignment::person_id.eq(who.0),
            role_assignment::role.eq(&row.1),
        );
        on_backend!(tx, |c| diesel::insert_into(role_assignment::table).values(values).execute(c))?;
    }
    for row in should.staff.iter().filter(|row| !is.staff.contains(row)) {
        let values = (
            staff::institution_id.eq(row.0),
            staff::person_id.eq(who.0),
            staff::position.eq(&row.1),
            staff::first_day.eq(row.2),
            staff::last_day.eq(row.3),
        );
        on_backend!(tx, |c| diesel::insert_into(staff::table).values(values).execute(c))?;
    }
    for row in should.leads.iter().filter(|row| !is.leads.contains(row)) {
        on_backend!(tx, |c| {
            diesel::update(class::table.find((row.0, row.1)))
                .set(class::teacher_id.eq(Some(who.0)))
                .execute(c)
        })?;
    }
    for row in should.teaches.iter().filter(|row| !is.teaches.contains(row)) {
        let values = (
            journal_teacher::institution_id.eq(row.0),
            journal_teacher::journal_id.eq(row.1),
            journal_teacher::person_id.eq(who.0),
            journal_teacher::ordinal.eq(row.2),
        );
        on_backend!(tx, |c| diesel::insert_into(journal_teacher::table).values(values).execute(c))?;
    }
    for row in should.subgroups.iter().filter(|row| !is.subgroups.contains(row)) {
        let values = (
            subgroup_member::institution_id.eq(row.0),
            subgroup_member::subgroup_id.eq(row.1),
            subgroup_member::pupil_id.eq(who.0),
        );
        on_backend!(tx, |c| diesel::insert_into(subgroup_member::table).values(values).execute(c))?;
    }
    for row in should.journals.iter().filter(|row| !is.journals.contains(row)) {
        let values = (
            journal_pupil::institution_id.eq(row.0),
            journal_pupil::journal_id.eq(row.1),
            journal_pupil::pupil_id.eq(who.0),
            journal_pupil::first_day.eq(row.2),
            journal_pupil::last_day.eq(row.3),
        );
        on_backend!(tx, |c| diesel::insert_into(journal_pupil::table).values(values).execute(c))?;
    }
    Ok(())
}

fn add_relation(
    tx: &mut WriteTx<'_>,
    guardian: i64,
    child: i64,
    row: &(i64, String, String, i64),
) -> Result<()> {
    let values = (
        guardianship::guardian_id.eq(guardian),
        guardianship::child_id.eq(child),
        guardianship::relation.eq(&row.1),
        guardianship::status.eq(&row.2),
        guardianship::created_at.eq(row.3),
    );
    on_backend!(tx, |c| diesel::insert_into(guardianship::table).values(values).execute(c))?;
    Ok(())
}

/// Writes a person's own columns; who is merged into another is not found by name.
fn set_fields(tx: &mut WriteTx<'_>, who: PersonId, fields: &Fields) -> Result<()> {
    let name =
        kernel::PersonName::stored(fields.family.clone(), fields.given.clone(), fields.patronymic.clone());
    forget_names(tx, who)?;
    let set = (
        person::patronymic.eq(fields.patronymic.clone()),
        person::search_key.eq(search_key(&name.full())),
        person::birth_day.eq(fields.birth_day),
        person::sex.eq(fields.sex.clone()),
        person::snils.eq(fields.snils.clone()),
        person::phone.eq(fields.phone.clone()),
        person::email.eq(fields.email.clone()),
        person::merged_into.eq(fields.merged_into),
    );
    on_backend!(tx, |c| diesel::update(person::table.find(who.0)).set(set).execute(c))?;
    if fields.merged_into.is_none() {
        index_names(tx, &[(who.0, name.full())])?;
    }
    Ok(())
}

/// Is somebody known to another institution: pupil, staff, with a role, or guardian of a child there?
fn known_elsewhere(tx: &mut ReadTx<'_>, at: InstitutionId, print: &Footprint) -> Result<bool> {
    let other = |place: i64| place != at.0;
    if print.stays.iter().any(|row| other(row.0))
        || print.roles.iter().any(|row| other(row.0))
        || print.staff.iter().any(|row| other(row.0))
        || print.leads.iter().any(|row| other(row.0))
        || print.teaches.iter().any(|row| other(row.0))
    {
        return Ok(true);
    }
    let children: Vec<i64> = print.children.iter().map(|row| row.0).collect();
    let child_elsewhere: Option<i64> = on_backend!(tx, |c| {
        class_enrollment::table
            .filter(class_enrollment::pupil_id.eq_any(&children))
            .filter(class_enrollment::institution_id.ne(at.0))
            .select(class_enrollment::pupil_id)
            .first(c)
            .optional()
    })?;
    Ok(child_elsewhere.is_some())
}

/// Both footprints and what they would become, or why they must stay apart.
fn plan(
    tx: &mut ReadTx<'_>,
    at: InstitutionId,
    kept: PersonId,
    gone: PersonId,
    acting: Option<PersonId>,
) -> Result<Verdict<(Footprint, Footprint, Footprint)>> {
    if kept == gone {
        return Ok(Err(Refusal::SamePerson));
    }
    if acting == Some(kept) || acting == Some(gone) {
        return Ok(Err(Refusal::OwnRow));
    }
    for who in [kept, gone] {
        let (card, _) = read::own_card(tx, at, who)?;
        if card.merged_into.is_some() {
            return Ok(Err(Refusal::SamePerson));
        }
    }
    let (kept_print, gone_print) = (footprint(tx, kept)?, footprint(tx, gone)?);
    for (who, print) in [(kept, &kept_print), (gone, &gone_print)] {
        // What one administrator joins must not open another institution's doors to somebody.
        if known_elsewhere(tx, at, print)? {
            return Ok(Err(Refusal::KnownElsewhere(who)));
        }
        if read::transfer_waits(tx, who)? {
            return Ok(Err(Refusal::TransferWaits(who)));
        }
    }
    let related = |print: &Footprint, other: PersonId| {
        print.children.iter().chain(&print.guardians).any(|row| row.0 == other.0)
    };
    if related(&kept_print, gone) || related(&gone_print, kept) {
        return Ok(Err(Refusal::Related));
    }
    if let (Some(a), Some(b)) = (&kept_print.fields.snils, &gone_print.fields.snils)
        && a != b
    {
        return Ok(Err(Refusal::OtherSnils));
    }
    Ok(combined(&kept_print, &gone_print).map(|after| (kept_print, gone_print, after)))
}

/// What a merge would move, or why it can't be. `acting` is who asks, when that is somebody.
pub fn preview_merge(
    tx: &mut ReadTx<'_>,
    at: InstitutionId,
    kept: PersonId,
    gone: PersonId,
    acting: Option<PersonId>,
) -> Result<Verdict<Moves>> {
    Ok(plan(tx, at, kept, gone, acting)?.map(|(_, gone, _)| Moves {
        accounts: gone.accounts.len(),
        relations: gone.children.len() + gone.guardians.len(),
        stays: gone.stays.len(),
        roles: gone.roles.len() + gone.staff.len(),
        teaching: gone.teaches.len() + gone.leads.len(),
    }))
}

/// Makes one row of two: `gone` goes into `kept`. Who calls has made sure that no journal has marks of both, and moves
/// the marks of the journals that are returned.
pub fn merge_persons(
    tx: &mut WriteTx<'_>,
    at: InstitutionId,
    kept: PersonId,
    gone: PersonId,
    marked: &[(i64, i64)],
    by: By,
) -> Result<Verdict<Merged>> {
    let (kept_before, gone_before, kept_after) = match plan(tx, at, kept, gone, Some(by.who))? {
        Ok(found) => found,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let gone_after = hollow(&gone_before, kept);
    take(tx, gone, &gone_before, &gone_after)?;
    set_fields(tx, gone, &gone_after.fields)?;
    take(tx, kept, &kept_before, &kept_after)?;
    give(tx, kept, &kept_before, &kept_after)?;
    set_fields(tx, kept, &kept_after.fields)?;
    let record = Record { kept_before, gone_before, kept_after, gone_after, journals: marked.to_vec() };
    let text = serde_json::to_string(&record).map_err(|_| Error::Corrupt("person_merge.record"))?;
    let id = tx.next_id(Seq::School)?;
    let row = (
        person_merge::institution_id.eq(at.0),
        person_merge::id.eq(id),
        person_merge::kept_id.eq(kept.0),
        person_merge::gone_id.eq(gone.0),
        person_merge::record.eq(text),
        person_merge::created_at.eq(by.at.0),
        person_merge::created_by.eq(by.who.0),
    );
    on_backend!(tx, |c| diesel::insert_into(person_merge::table).values(row).execute(c))?;
    Ok(Ok(Merged { id, kept, gone, journals: marked.to_vec(), at: by.at }))
}

/// What a merge was, when it can be looked at here and was not taken back.
pub fn merged(tx: &mut ReadTx<'_>, at: InstitutionId, id: i64) -> Result<Option<Merged>> {
    Ok(stored(tx, at, id)?.map(|(merged, _)| merged))
}

fn stored(tx: &mut ReadTx<'_>, at: InstitutionId, id: i64) -> Result<Option<(Merged, Record)>> {
    let row: Option<(i64, i64, String, i64, Option<i64>)> = on_backend!(tx, |c| {
        person_merge::table
            .find((at.0, id))
            .select((
                person_merge::kept_id,
                person_merge::gone_id,
                person_merge::record,
                person_merge::created_at,
                person_merge::undone_at,
            ))
            .first(c)
            .optional()
    })?;
    let Some((kept, gone, text, created, undone)) = row else { return Ok(None) };
    if undone.is_some() {
        return Ok(None);
    }
    let record: Record = serde_json::from_str(&text).map_err(|_| Error::Corrupt("person_merge.record"))?;
    let merged = Merged {
        id,
        kept: PersonId(kept),
        gone: PersonId(gone),
        journals: record.journals.clone(),
        at: kernel::Millis(created),
    };
    Ok(Some((merged, record)))
}

/// Takes a merge back, as long as both rows are what it made of them.
pub fn undo_merge(tx: &mut WriteTx<'_>, at: InstitutionId, id: i64, by: By) -> Result<Verdict<Merged>> {
    let Some((merged, record)) = stored(tx, at, id)? else { return Ok(Err(Refusal::NotHere)) };
    let (kept, gone) = (merged.kept, merged.gone);
    if footprint(tx, kept)? != record.kept_after || footprint(tx, gone)? != record.gone_after {
        return Ok(Err(Refusal::ChangedSince));
    }
    take(tx, kept, &record.kept_after, &record.kept_before)?;
    set_fields(tx, kept, &record.kept_before.fields)?;
    give(tx, kept, &record.kept_after, &record.kept_before)?;
    give(tx, gone, &record.gone_after, &record.gone_before)?;
    set_fields(tx, gone, &record.gone_before.fields)?;
    on_backend!(tx, |c| {
        diesel::update(person_merge::table.find((at.0, id)))
            .set((person_merge::undone_at.eq(Some(by.at.0)), person_merge::undone_by.eq(Some(by.who.0))))
            .execute(c)
    })?;
    Ok(Ok(merged))
}
