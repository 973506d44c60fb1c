//! A school's rules for marks and its kinds of work.

use access::ManageMarks;
use diesel::prelude::*;
use kernel::{Day, Millis, Weight, WorkKindId};
use store::ids::Seq;
use store::{WriteTx, on_backend};

use crate::error::{Error, Result};
use crate::model::MarkRules;
use crate::read;
use crate::table::{mark_setting, work, work_kind};

/// So many kinds may a school have.
const MOST: usize = 60;

/// What became of a change of the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RulesSaved {
    /// It stands.
    Saved,
    /// Somebody changed them meanwhile.
    Stale,
    /// There is a kind of that title already.
    Taken,
    /// The kind new columns begin with has to stay in use.
    Default,
    /// There are as many kinds as there may be.
    Most,
}

/// What is said of a kind of work.
#[derive(Debug, Clone)]
pub struct KindText {
    /// «Контрольная работа».
    pub title: String,
    /// «КР».
    pub short: String,
    /// The weight new columns get.
    pub weight: Weight,
    /// Its place among the kinds.
    pub ordinal: i32,
    /// May new columns be of it?
    pub in_use: bool,
}

/// Sets the rules; `rules.version` is the version they were changed from. They hold for what is written from now on.
pub fn save_rules(
    tx: &mut WriteTx<'_>,
    may: &ManageMarks,
    rules: &MarkRules,
    today: Day,
    now: Millis,
) -> Result<RulesSaved> {
    let at = may.institution();
    let known = read::mark_rules(tx, at)?;
    if known == *rules {
        return Ok(RulesSaved::Saved);
    }
    if known.version != rules.version {
        return Ok(RulesSaved::Stale);
    }
    if let Some(kind) = rules.default_kind {
        let kinds = read::work_kinds(tx, at)?;
        if !kinds.iter().any(|one| one.id == kind && one.in_use) {
            return Ok(RulesSaved::Default);
        }
    }
    let before = super::kinds::first_kind(tx, at)?;
    let values = (
        mark_setting::institution_id.eq(at.0),
        mark_setting::pause.eq(rules.pause),
        mark_setting::late_days.eq(rules.late_days),
        mark_setting::due_days.eq(rules.due_days),
        mark_setting::two_marks.eq(if rules.split_two { "split" } else { "refuse" }),
        mark_setting::signs.eq(if rules.keep_signs { "comment" } else { "refuse" }),
        mark_setting::resit.eq(rules.resit.code()),
        mark_setting::default_kind.eq(rules.default_kind.map(|kind| kind.0)),
        mark_setting::version.eq(rules.version.saturating_add(1)),
    );
    on_backend!(tx, |c| diesel::delete(mark_setting::table.find(at.0)).execute(c))?;
    on_backend!(tx, |c| diesel::insert_into(mark_setting::table).values(values).execute(c))?;
    let after = super::kinds::first_kind(tx, at)?;
    if let (Some(before), Some(after)) = (before, after)
        && before != after
    {
        begin_with(tx, may, before, after, today)?;
    }
    store::outbox::append(tx, at, "marks.rules", at.0, "", now)?;
    Ok(RulesSaved::Saved)
}

/// The lessons ahead that still begin with the old kind and its weight begin with the new one.
fn begin_with(
    tx: &mut WriteTx<'_>,
    may: &ManageMarks,
    (old, old_weight): (i64, i16),
    (new, new_weight): (i64, i16),
    today: Day,
) -> Result<()> {
    on_backend!(tx, |c| {
        diesel::update(
            work::table
                .filter(work::institution_id.eq(may.institution().0).and(work::day.gt(today.number())))
                .filter(work::ordinal.eq(0).and(work::kind_id.eq(old)).and(work::weight.eq(old_weight)))
                .filter(work::title.eq("")),
        )
        .set((work::kind_id.eq(new), work::weight.eq(new_weight)))
        .execute(c)
    })?;
    Ok(())
}

/// Adds a kind of work.
pub fn add_kind(tx: &mut WriteTx<'_>, may: &ManageMarks, text: &KindText, now: Millis) -> Result<RulesSaved> {
    let at = may.institution();
    super::ensure_kinds(tx, at)?;
    let kinds = read::work_kinds(tx, at)?;
    if kinds.len() >= MOST {
        return Ok(RulesSaved::Most);
    }
    if kinds.iter().any(|one| one.title == text.title) {
        return Ok(RulesSaved::Taken);
    }
    let id = tx.next_id(Seq::School)?;
    let row = (
        work_kind::institution_id.eq(at.0),
        work_kind::id.eq(id),
        work_kind::title.eq(&text.title),
        work_kind::short.eq(&text.short),
        work_kind::weight.eq(text.weight.stored()),
        work_kind::ordinal.eq(text.ordinal),
        work_kind::in_use.eq(i16::from(text.in_use)),
    );
    on_backend!(tx, |c| diesel::insert_into(work_kind::table).values(row).execute(c))?;
    store::outbox::append(tx, at, "marks.rules", id, "", now)?;
    Ok(RulesSaved::Saved)
}

/// Changes a kind of work. Columns that are there keep their weight, besides those of lessons ahead that had the kind's.
pub fn change_kind(
    tx: &mut WriteTx<'_>,
    may: &ManageMarks,
    id: WorkKindId,
    text: &KindText,
    today: Day,
    now: Millis,
) -> Result<RulesSaved> {
    let at = may.institution();
    let kinds = read::work_kinds(tx, at)?;
    let known = kinds.iter().find(|one| one.id == id).ok_or(Error::NotFound("work kind"))?;
    if kinds.iter().any(|one| one.id != id && one.title == text.title) {
        return Ok(RulesSaved::Taken);
    }
    if !text.in_use && super::kinds::first_kind(tx, at)?.is_some_and(|(first, _)| first == id.0) {
        return Ok(RulesSaved::Default);
    }
    on_backend!(tx, |c| {
        diesel::update(work_kind::table.find((at.0, id.0)))
            .set((
                work_kind::title.eq(&text.title),
                work_kind::short.eq(&text.short),
                work_kind::weight.eq(text.weight.stored()),
                work_kind::ordinal.eq(text.ordinal),
                work_kind::in_use.eq(i16::from(text.in_use)),
            ))
            .execute(c)
    })?;
    if known.weight != text.weight {
        begin_with(tx, may, (id.0, known.weight.stored()), (id.0, text.weight.stored()), today)?;
    }
    store::outbox::append(tx, at, "marks.rules", id.0, "", now)?;
    Ok(RulesSaved::Saved)
}
