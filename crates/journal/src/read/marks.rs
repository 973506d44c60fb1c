//! A school's rules for marks, columns one by one, and marks that are due.

use access::{ListJournals, SeeJournal, SeeSchool};
use diesel::prelude::*;
use kernel::{Day, InstitutionId, JournalId, Millis, PersonId, PersonName, Weight, WorkId, WorkKindId};
use store::{ReadTx, on_backend};

use super::{day, resit};
use crate::error::{Error, Result};
use crate::model::{MarkRules, Work};
use crate::table::{mark, mark_setting, work, work_kind};
use registry::table::{journal, journal_pupil, person, subject};

/// The columns of a school's rules, as [`RulesRow`] holds them.
#[allow(clippy::type_complexity, reason = "the types of one row's columns")]
pub(crate) const RULES: (
    mark_setting::pause,
    mark_setting::late_days,
    mark_setting::due_days,
    mark_setting::two_marks,
    mark_setting::signs,
    mark_setting::resit,
    mark_setting::default_kind,
    mark_setting::version,
) = (
    mark_setting::pause,
    mark_setting::late_days,
    mark_setting::due_days,
    mark_setting::two_marks,
    mark_setting::signs,
    mark_setting::resit,
    mark_setting::default_kind,
    mark_setting::version,
);

pub(crate) type RulesRow = (i32, i32, i32, String, String, String, Option<i64>, i32);

pub(crate) fn rules_of(row: RulesRow) -> MarkRules {
    let (pause, late_days, due_days, two_marks, signs, rule, default_kind, version) = row;
    MarkRules {
        pause,
        late_days,
        due_days,
        split_two: two_marks == "split",
        keep_signs: signs == "comment",
        resit: resit(Some(&rule)),
        default_kind: default_kind.map(WorkKindId),
        version,
    }
}

/// The rules for marks of an institution; what a school begins with when it has set none.
pub fn mark_rules(tx: &mut ReadTx<'_>, institution: InstitutionId) -> Result<MarkRules> {
    let row: Option<RulesRow> =
        on_backend!(tx, |c| { mark_setting::table.find(institution.0).select(RULES).first(c).optional() })?;
    Ok(row.map(rules_of).unwrap_or_default())
}

type WorkRow = (i64, i32, i32, i32, i64, String, String, i16, String, Option<i64>, Option<i32>);

/// One column of a journal.
pub fn work(tx: &mut ReadTx<'_>, may: &SeeJournal, id: WorkId) -> Result<Work> {
    works_among(tx, may, &[id])?.pop().ok_or(Error::NotFound("work"))
}

/// Those of these columns that are of the journal; at most three hundred.
pub fn works_among(tx: &mut ReadTx<'_>, may: &SeeJournal, ids: &[WorkId]) -> Result<Vec<Work>> {
    let journal = may.journal();
    let ids: Vec<i64> = ids.iter().take(300).map(|id| id.0).collect();
    let rows: Vec<WorkRow> =
        on_backend!(tx, |c| {
            work::table
                .inner_join(work_kind::table.on(
                    work_kind::institution_id.eq(work::institution_id).and(work_kind::id.eq(work::kind_id)),
                ))
                .filter(work::institution_id.eq(journal.institution.0).and(work::id.eq_any(&ids)))
                .filter(work::journal_id.eq(journal.id.0))
                .select((
                    work::id,
                    work::day,
                    work::number,
                    work::ordinal,
                    work::kind_id,
                    work_kind::title,
                    work_kind::short,
                    work::weight,
                    work::title,
                    work::release_at,
                    work::due_day,
                ))
                .load(c)
        })?;
    rows.into_iter().map(one_work).collect()
}

fn one_work(row: WorkRow) -> Result<Work> {
    let (id, on, number, ordinal, kind, kind_title, kind_short, weight, title, release, due) = row;
    Ok(Work {
        id: WorkId(id),
        day: day(on)?,
        number,
        ordinal,
        kind: WorkKindId(kind),
        kind_title,
        kind_short,
        weight: Weight::from_stored(weight),
        title,
        release: release.map(Millis),
        due: due.map(day).transpose()?,
    })
}

/// A mark that is due (долг).
#[derive(Debug, Clone)]
pub struct Due {
    /// Journal.
    pub journal: JournalId,
    /// Subject.
    pub subject: String,
    /// Whose.
    pub pupil: PersonId,
    /// Name.
    pub name: PersonName,
    /// The column.
    pub work: WorkId,
    /// Day of its lesson.
    pub day: Day,
    /// The last day.
    pub until: Day,
}

type DueRow = (i64, String, i64, (String, String, Option<String>), i64, i32, i32);

fn due((journal, subject, pupil, (family, given, patronymic), work, on, until): DueRow) -> Result<Due> {
    Ok(Due {
        journal: JournalId(journal),
        subject,
        pupil: PersonId(pupil),
        name: PersonName::stored(family, given, patronymic),
        work: WorkId(work),
        day: day(on)?,
        until: day(until)?,
    })
}

/// The statement of all lists of marks that are due before a day; who asks adds whose.
macro_rules! overdue {
    ($tx:expr, $institution:expr, $today:expr, $($more:expr),*) => {
        on_backend!($tx, |c| {
            mark::table
                .inner_join(
                    journal::table.on(journal::institution_id
                        .eq(mark::institution_id)
                        .and(journal::id.eq(mark::journal_id))),
                )
                .inner_join(
                    subject::table.on(subject::institution_id
                        .eq(mark::institution_id)
                        .and(subject::id.eq(mark::subject_id))),
                )
                .inner_join(person::table.on(person::id.eq(mark::pupil_id)))
                .filter(mark::institution_id.eq($institution.0))
                .filter(mark::due_until.lt($today.number()))
                // Who left the journal owes nothing any more.
                .filter(diesel::dsl::exists(
                    journal_pupil::table
                        .filter(journal_pupil::institution_id.eq(mark::institution_id))
                        .filter(journal_pupil::journal_id.eq(mark::journal_id))
                        .filter(journal_pupil::pupil_id.eq(mark::pupil_id))
                        .filter(journal_pupil::last_day.is_null().or(journal_pupil::last_day.ge($today.number()))),
                ))
                $(.filter($more))*
                .order((mark::due_until, mark::journal_id, mark::pupil_id))
                .limit(1000)
                .select((
                    mark::journal_id,
                    subject::name,
                    mark::pupil_id,
                    (person::family, person::given, person::patronymic),
                    mark::work_id,
                    mark::day,
                    mark::due_until.assume_not_null(),
                ))
                .load::<DueRow>(c)
        })
    };
}

/// The marks of a year's journals that were due before today, the oldest first; at most a thousand.
pub fn overdue(tx: &mut ReadTx<'_>, may: &SeeSchool, year: kernel::YearId, today: Day) -> Result<Vec<Due>> {
    let rows = overdue!(tx, may.institution(), today, journal::year_id.eq(year.0))?;
    rows.into_iter().map(due).collect()
}

/// The same for one's own journals of an institution.
pub fn own_overdue(
    tx: &mut ReadTx<'_>,
    _may: &ListJournals,
    institution: InstitutionId,
    journals: &[JournalId],
    today: Day,
) -> Result<Vec<Due>> {
    let journals: Vec<i64> = journals.iter().take(200).map(|journal| journal.0).collect();
    let rows = overdue!(tx, institution, today, mark::journal_id.eq_any(&journals))?;
    rows.into_iter().map(due).collect()
}
