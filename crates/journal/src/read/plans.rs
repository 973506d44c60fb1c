//! Many plans at once: a teacher's, a school's, those one may copy from.

use std::collections::HashMap;

use access::{EditPlan, ListJournals, SeePlan, SeePlans};
use diesel::dsl::count_star;
use diesel::prelude::*;
use kernel::{Day, InstitutionId, JournalId, PersonName, YearId};
use registry::Journal;
use store::{ReadTx, on_backend};

use crate::error::{Error, Result};
use crate::plan::Status;
use crate::table::{lesson, plan};

/// So many lessons behind the plan a deputy is told.
pub const BEHIND: i64 = 3;

/// How the plan of a journal stands.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The journal.
    pub journal: Journal,
    /// Its teachers, the main one first.
    pub teachers: Vec<PersonName>,
    /// How far the plan is; none when nobody has begun it, or it has no hours.
    pub status: Option<Status>,
    /// Was an edition of it approved?
    pub approved: bool,
    /// Planned hours.
    pub hours: i32,
    /// Hours given.
    pub given: i32,
    /// Lessons held since the planned day of the first topic that is not given.
    pub behind: i64,
    /// When it was changed last, ms UTC; 0 never.
    pub changed_at: i64,
}

type Figures = (i64, String, Option<i32>, i32, i32, i64);

fn standings(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    journals: Vec<Journal>,
    today: Day,
) -> Result<Vec<Standing>> {
    let ids: Vec<i64> = journals.iter().map(|journal| journal.id.0).collect();
    let mut plans: HashMap<i64, Figures> = HashMap::new();
    let mut behind: HashMap<i64, i64> = HashMap::new();
    for chunk in ids.chunks(1000) {
        let rows: Vec<Figures> = on_backend!(tx, |c| {
            plan::table
                .filter(plan::institution_id.eq(institution.0).and(plan::journal_id.eq_any(chunk)))
                .limit(1000)
                .select((
                    plan::journal_id,
                    plan::status,
                    plan::approved,
                    plan::hours,
                    plan::given,
                    plan::changed_at,
                ))
                .load(c)
        })?;
        plans.extend(rows.into_iter().map(|row| (row.0, row)));
        // Only the lessons since the first topic that is due are counted: none of a plan that is kept up.
        let late: Vec<(i64, i64)> = on_backend!(tx, |c| {
            plan::table
                .inner_join(
                    lesson::table.on(lesson::institution_id
                        .eq(plan::institution_id)
                        .and(lesson::journal_id.eq(plan::journal_id))
                        .and(lesson::day.nullable().ge(plan::next_day))
                        .and(lesson::day.lt(today.number()))
                        .and(lesson::status.ne("cancelled"))),
                )
                .filter(plan::institution_id.eq(institution.0).and(plan::journal_id.eq_any(chunk)))
                .filter(plan::next_day.lt(today.number()))
                .group_by(plan::journal_id)
                .limit(1000)
                .select((plan::journal_id, count_star()))
                .load(c)
        })?;
        behind.extend(late);
    }
    let all: Vec<JournalId> = journals.iter().map(|journal| journal.id).collect();
    let mut teachers: HashMap<JournalId, Vec<PersonName>> = HashMap::new();
    for (journal, _, name) in registry::read::teachers_of_journals(tx, institution, &all)? {
        teachers.entry(journal).or_default().push(name);
    }
    journals
        .into_iter()
        .map(|journal| {
            let figures = plans.remove(&journal.id.0).filter(|figures| figures.3 > 0);
            let status = figures
                .as_ref()
                .map(|figures| Status::from_code(&figures.1).ok_or(Error::Corrupt("plan.status")));
            Ok(Standing {
                teachers: teachers.remove(&journal.id).unwrap_or_default(),
                status: status.transpose()?,
                approved: figures.as_ref().is_some_and(|figures| figures.2.is_some()),
                hours: figures.as_ref().map_or(0, |figures| figures.3),
                given: figures.as_ref().map_or(0, |figures| figures.4),
                behind: figures.as_ref().and_then(|_| behind.get(&journal.id.0).copied()).unwrap_or(0),
                changed_at: figures.as_ref().map_or(0, |figures| figures.5),
                journal,
            })
        })
        .collect()
}

/// The plans of every journal of a school's year, also those nobody has begun; at most five thousand.
pub fn of_school(tx: &mut ReadTx<'_>, may: &SeePlans, year: YearId, today: Day) -> Result<Vec<Standing>> {
    let journals = registry::read::journals(tx, may.institution(), year)?;
    standings(tx, may.institution(), journals, today)
}

/// The plans of a teacher's own journals of this year.
pub fn of_teacher(tx: &mut ReadTx<'_>, may: &ListJournals, today: Day) -> Result<Vec<Standing>> {
    let mut journals = registry::read::journals_taught_now(tx, may.teacher(), today)?;
    let mut found = Vec::new();
    while let Some(institution) = journals.first().map(|journal| journal.institution) {
        let (here, rest) = journals.into_iter().partition(|journal| journal.institution == institution);
        found.extend(standings(tx, institution, here, today)?);
        journals = rest;
    }
    Ok(found)
}

/// A plan one may copy from.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its journal.
    pub journal: Journal,
    /// «2025/26».
    pub year: String,
    /// Its teachers.
    pub teachers: Vec<PersonName>,
    /// Its hours.
    pub hours: i32,
}

/// The plans of the same subject at the same school that are not empty: the same grade first, then newest first; at most
/// three hundred.
pub fn sources(tx: &mut ReadTx<'_>, may: &EditPlan) -> Result<Vec<Source>> {
    let own = may.journal();
    let journals = registry::read::journals_of_subject(tx, own.institution, own.subject)?;
    let ids: Vec<i64> = journals.iter().map(|journal| journal.id.0).collect();
    let hours: Vec<(i64, i32)> = on_backend!(tx, |c| {
        plan::table
            .filter(plan::institution_id.eq(own.institution.0).and(plan::journal_id.eq_any(&ids)))
            .filter(plan::hours.gt(0))
            .limit(300)
            .select((plan::journal_id, plan::hours))
            .load(c)
    })?;
    let hours: HashMap<i64, i32> = hours.into_iter().collect();
    let years = registry::read::years(tx, own.institution)?;
    let full: Vec<Journal> =
        journals.into_iter().filter(|one| one.id != own.id && hours.contains_key(&one.id.0)).collect();
    let ids: Vec<JournalId> = full.iter().map(|journal| journal.id).collect();
    let mut teachers: HashMap<JournalId, Vec<PersonName>> = HashMap::new();
    for (journal, _, name) in registry::read::teachers_of_journals(tx, own.institution, &ids)? {
        teachers.entry(journal).or_default().push(name);
    }
    let mut found: Vec<Source> = full
        .into_iter()
        .map(|journal| Source {
            year: years
                .iter()
                .find(|year| year.id == journal.year)
                .map(|year| year.name.clone())
                .unwrap_or_default(),
            teachers: teachers.remove(&journal.id).unwrap_or_default(),
            hours: hours.get(&journal.id.0).copied().unwrap_or(0),
            journal,
        })
        .collect();
    let grade = |name: &str| name.bytes().take_while(u8::is_ascii_digit).map(char::from).collect::<String>();
    let own_grade = grade(&own.groups_name);
    found.sort_by_key(|source| grade(&source.journal.groups_name) != own_grade);
    Ok(found)
}

/// The teachers of a plan's journal, the main one first.
pub fn teachers(tx: &mut ReadTx<'_>, may: &SeePlan) -> Result<Vec<PersonName>> {
    let journal = may.journal();
    let list = registry::read::teachers_of_journals(tx, journal.institution, &[journal.id])?;
    Ok(list.into_iter().map(|(_, _, name)| name).collect())
}
