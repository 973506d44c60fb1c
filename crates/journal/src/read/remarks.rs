//! Remarks on journals.

use std::collections::HashMap;

use access::SeeJournal;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use kernel::{InstitutionId, JournalId, Millis, PersonId, PersonName, WorkId};
use store::fixed::{Bind, Fixed, Statement};
use store::{ReadTx, on_backend};

use crate::error::Result;
use crate::model::{OpenRemarks, Remark, RemarkAnswer};
use crate::table::{journal_remark, journal_remark_answer};
use registry::table::person;

type Names = (String, String, Option<String>);

fn name((family, given, patronymic): Names) -> PersonName {
    PersonName::stored(family, given, patronymic)
}

/// The remarks on a journal with their answers: open ones first, then the newest; at most two hundred.
pub fn remarks(tx: &mut ReadTx<'_>, may: &SeeJournal) -> Result<Vec<Remark>> {
    type Row = (i64, Option<i64>, Option<i64>, String, i64, Option<i64>, Names);
    let journal = may.journal();
    let rows: Vec<Row> = on_backend!(tx, |c| {
        journal_remark::table
            .inner_join(person::table.on(person::id.eq(journal_remark::created_by)))
            .filter(journal_remark::institution_id.eq(journal.institution.0))
            .filter(journal_remark::journal_id.eq(journal.id.0))
            .order((journal_remark::closed_at.is_not_null(), journal_remark::id.desc()))
            .limit(200)
            .select((
                journal_remark::id,
                journal_remark::work_id,
                journal_remark::pupil_id,
                journal_remark::text,
                journal_remark::created_at,
                journal_remark::closed_at,
                (person::family, person::given, person::patronymic),
            ))
            .load(c)
    })?;
    let answered: Vec<(i64, String, i64, Names)> = on_backend!(tx, |c| {
        journal_remark_answer::table
            .inner_join(person::table.on(person::id.eq(journal_remark_answer::created_by)))
            .filter(journal_remark_answer::institution_id.eq(journal.institution.0))
            .filter(journal_remark_answer::journal_id.eq(journal.id.0))
            .order((journal_remark_answer::remark_id, journal_remark_answer::number))
            .limit(2000)
            .select((
                journal_remark_answer::remark_id,
                journal_remark_answer::text,
                journal_remark_answer::created_at,
                (person::family, person::given, person::patronymic),
            ))
            .load(c)
    })?;
    let mut answers: HashMap<i64, Vec<RemarkAnswer>> = HashMap::new();
    for (remark, text, at, by) in answered {
        answers.entry(remark).or_default().push(RemarkAnswer { text, at: Millis(at), by: name(by) });
    }
    Ok(rows
        .into_iter()
        .map(|(id, work, pupil, text, at, closed, by)| Remark {
            id,
            journal: journal.id,
            work: work.map(WorkId),
            pupil: pupil.map(PersonId),
            text,
            at: Millis(at),
            by: name(by),
            closed: closed.map(Millis),
            answers: answers.remove(&id).unwrap_or_default(),
        })
        .collect())
}

/// How many open remarks a journal has.
pub fn open_remarks(tx: &mut ReadTx<'_>, may: &SeeJournal) -> Result<i64> {
    let journal = may.journal();
    Ok(on_backend!(tx, |c| {
        journal_remark::table
            .filter(journal_remark::institution_id.eq(journal.institution.0))
            .filter(journal_remark::journal_id.eq(journal.id.0))
            .filter(journal_remark::closed_at.is_null())
            .count()
            .get_result(c)
    })?)
}

struct Open;
impl Statement for Open {
    const TEXT: &'static str = "SELECT r.journal_id, count(*), count(CASE WHEN EXISTS (SELECT 1 FROM journal_remark_answer a \
        WHERE a.institution_id = r.institution_id AND a.journal_id = r.journal_id AND a.remark_id = r.id) THEN 1 END) \
        FROM journal_remark r WHERE r.institution_id = ? AND r.closed_at IS NULL GROUP BY r.journal_id LIMIT 5000";
    type Row = (BigInt, BigInt, BigInt);
}

/// The journals of an institution with open remarks. Who asks shows only those that may be seen.
pub(crate) fn all_open_remarks(tx: &mut ReadTx<'_>, institution: InstitutionId) -> Result<Vec<OpenRemarks>> {
    let binds = [Bind::Big(institution.0)];
    let rows: Vec<(i64, i64, i64)> = on_backend!(tx, |c| Fixed::<Open>::new(&binds).load(c))?;
    Ok(rows
        .into_iter()
        .map(|(journal, count, answered)| OpenRemarks { journal: JournalId(journal), count, answered })
        .collect())
}
