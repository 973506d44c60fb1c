//! A roster file between its upload and its import: what it holds, what its columns mean, what importing it would do.
//!
//! The preview is the import itself, undone at its end; the task that follows asks everything anew, so a preview that has grown
//! old can't do harm.

use access::ManageSchool;
use diesel::prelude::*;
use formats::roster::{List, Meaning, Roster, SheetChoice};
use kernel::{AccountId, Day, Millis};
use serde::{Deserialize, Serialize};
use store::ids::Seq;
use store::{ReadTx, WriteTx, on_backend};

use super::{Kind, Report, RosterOptions};
use crate::error::{Error, Result};
use crate::table::roster_draft;
use crate::tasks::{Failure, Line, LineKind, Outcome, Run};

/// The kind of the task.
pub const KIND: &str = "roster.import";
/// The kind of the draft.
const ROSTER: &str = "roster";
/// So many files of a school wait at most: each is up to eight megabytes in the database.
pub const WAITING: i64 = 20;
/// So many rows are imported from one file; beyond that the trial would hold up everybody's writing for too long.
pub const ROWS: usize = 10_000;
/// So many lines of a report are kept with a task.
const LINES: usize = 1000;

/// What was chosen for a sheet, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// `pupils`, `staff` or nothing.
    pub list: String,
    /// Codes of [`Meaning`]s, or nothing.
    pub columns: Vec<String>,
}

impl Choice {
    /// As the reader takes it.
    #[must_use]
    pub fn read(&self) -> SheetChoice {
        SheetChoice {
            list: match self.list.as_str() {
                "pupils" => Some(List::Pupils),
                "staff" => Some(List::Staff),
                _ => None,
            },
            columns: self.columns.iter().map(|code| Meaning::from_code(code)).collect(),
        }
    }
}

/// A file that waits.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Its number.
    pub id: i64,
    /// As it was sent.
    pub file_name: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// What was chosen, sheet by sheet; empty before that.
    pub mapping: Vec<Choice>,
    /// What importing it would do; none before that.
    pub preview: Option<Outcome>,
}

/// Keeps a file; `None` when [`WAITING`] wait already.
pub fn keep(
    tx: &mut WriteTx<'_>,
    may: &ManageSchool,
    by: AccountId,
    file_name: &str,
    bytes: &[u8],
    now: Millis,
) -> Result<Option<i64>> {
    let waiting: i64 = on_backend!(tx, |c| {
        roster_draft::table
            .filter(roster_draft::institution_id.eq(may.institution().0))
            .filter(roster_draft::kind.eq(ROSTER))
            .count()
            .get_result(c)
    })?;
    if waiting >= WAITING {
        return Ok(None);
    }
    let id = tx.next_id(Seq::School)?;
    let file_name: String = file_name.chars().take(200).collect();
    let row = (
        roster_draft::institution_id.eq(may.institution().0),
        roster_draft::id.eq(id),
        roster_draft::kind.eq(ROSTER),
        roster_draft::file_name.eq(file_name),
        roster_draft::bytes.eq(bytes),
        roster_draft::mapping.eq("[]"),
        roster_draft::preview.eq(""),
        roster_draft::made_by.eq(by.0),
        roster_draft::created_at.eq(now.0),
    );
    on_backend!(tx, |c| diesel::insert_into(roster_draft::table).values(row).execute(c))?;
    Ok(Some(id))
}

/// A file of the school.
pub fn draft(tx: &mut ReadTx<'_>, may: &ManageSchool, id: i64) -> Result<Draft> {
    let row: Option<(String, Vec<u8>, String, String)> = on_backend!(tx, |c| {
        roster_draft::table
            .filter(roster_draft::institution_id.eq(may.institution().0).and(roster_draft::id.eq(id)))
            .filter(roster_draft::kind.eq(ROSTER))
            .select((
                roster_draft::file_name,
                roster_draft::bytes,
                roster_draft::mapping,
                roster_draft::preview,
            ))
            .first(c)
            .optional()
    })?;
    let (file_name, bytes, mapping, preview) = row.ok_or(Error::NotFound)?;
    Ok(Draft {
        id,
        file_name,
        bytes,
        mapping: serde_json::from_str(&mapping).map_err(|_| Error::Corrupt("roster_draft.mapping"))?,
        preview: match preview.as_str() {
            "" => None,
            text => Some(serde_json::from_str(text).map_err(|_| Error::Corrupt("roster_draft.preview"))?),
        },
    })
}

/// Names of the files that wait, newest first; at most [`WAITING`].
pub fn drafts(tx: &mut ReadTx<'_>, may: &ManageSchool) -> Result<Vec<(i64, String, Millis)>> {
    let rows: Vec<(i64, String, i64)> = on_backend!(tx, |c| {
        roster_draft::table
            .filter(roster_draft::institution_id.eq(may.institution().0))
            .filter(roster_draft::kind.eq(ROSTER))
            .order(roster_draft::id.desc())
            .limit(WAITING)
            .select((roster_draft::id, roster_draft::file_name, roster_draft::created_at))
            .load(c)
    })?;
    Ok(rows.into_iter().map(|(id, name, at)| (id, name, Millis(at))).collect())
}

/// Remembers what was chosen and what importing it so would do.
pub fn choose(
    tx: &mut WriteTx<'_>,
    may: &ManageSchool,
    id: i64,
    mapping: &[Choice],
    preview: &Outcome,
) -> Result<()> {
    let mapping = serde_json::to_string(mapping).map_err(|_| Error::Corrupt("roster_draft.mapping"))?;
    let preview = serde_json::to_string(preview).map_err(|_| Error::Corrupt("roster_draft.preview"))?;
    let row = roster_draft::table.find((may.institution().0, id));
    let set = (roster_draft::mapping.eq(mapping), roster_draft::preview.eq(preview));
    on_backend!(tx, |c| diesel::update(row).set(set).execute(c))?;
    Ok(())
}

/// Throws a file away.
pub fn discard(tx: &mut WriteTx<'_>, may: &ManageSchool, id: i64) -> Result<()> {
    on_backend!(tx, |c| diesel::delete(roster_draft::table.find((may.institution().0, id))).execute(c))?;
    Ok(())
}

/// Throws files away that came before that moment.
pub fn sweep(tx: &mut WriteTx<'_>, before: Millis) -> Result<()> {
    on_backend!(tx, |c| {
        diesel::delete(roster_draft::table.filter(roster_draft::created_at.lt(before.0))).execute(c)
    })?;
    Ok(())
}

/// The roster of a file with these choices.
///
/// # Errors
/// Nothing can be read so.
pub fn read_file(
    bytes: &[u8],
    name: &str,
    mapping: &[Choice],
) -> std::result::Result<Roster, formats::FileError> {
    if mapping.first().is_some_and(|choice| choice.list == super::oneroster::LIST) {
        return super::oneroster::roster(bytes);
    }
    let choices: Vec<SheetChoice> = mapping.iter().map(Choice::read).collect();
    formats::roster::read_with(bytes, name, &choices)
}

/// What importing a roster would do. Run it in a write of its own: it ends in [`Error::DryRun`], which undoes it.
pub fn try_out(
    tx: &mut WriteTx<'_>,
    may: &ManageSchool,
    today: Day,
    now: Millis,
    roster: &Roster,
) -> Result<Report> {
    let options = RosterOptions { dry_run: true, ..RosterOptions::default() };
    super::roster(tx, may, today, now, roster, &options)
}

/// A report of an import as tasks and previews keep it.
#[must_use]
pub fn outcome(report: &Report) -> Outcome {
    let lines = report.lines.iter().map(|line| Line {
        kind: match line.kind {
            Kind::Added => LineKind::Added,
            Kind::Changed => LineKind::Changed,
            Kind::Same => LineKind::Same,
            Kind::Refused => LineKind::Refused,
            Kind::Note => LineKind::Note,
        },
        line: line.line,
        text: line.text.clone(),
    });
    Outcome { lines: lines.collect(), ..Outcome::default() }
        .count("added", report.added)
        .count("changed", report.changed)
        .count("same", report.same)
        .count("refused", report.refused)
}

/// What the task needs to know.
#[derive(Debug, Serialize, Deserialize)]
pub struct Asked {
    /// The file.
    pub draft: i64,
    /// Leave refused rows out; else one refused row refuses the file.
    pub skip: bool,
}

/// Imports a file: all of it in one transaction, as a roster that is half there is worse than none.
pub fn carry_out(run: &mut Run<'_>) -> std::result::Result<Outcome, Failure> {
    let asked: Asked = run.payload()?;
    let (account, number) = (run.task().started_by, asked.draft);
    run.progress(0, 2, "")?;
    let school = run.task().institution;
    let draft = run.read(move |tx| {
        let may = may(tx, account, school)?;
        Ok(draft(tx, &may, number)?)
    })?;
    let roster = read_file(&draft.bytes, &draft.file_name, &draft.mapping)
        .map_err(|error| Failure::Told(error.to_string()))?;
    run.progress(1, 2, &draft.file_name)?;
    let (today, now) = (run.app().local_now().0, run.now());
    let options =
        RosterOptions { strict: !asked.skip, file_name: draft.file_name, ..RosterOptions::default() };
    let report = run.write(move |tx| {
        let may = may(tx, account, school)?;
        let report = super::roster(tx, &may, today, now, &roster, &options)?;
        discard(tx, &may, number)?;
        Ok(report)
    })?;
    // Roles may have been given.
    run.app().forget_sessions();
    let mut outcome = outcome(&report);
    outcome.lines.retain(|line| line.kind != LineKind::Same);
    outcome.lines.truncate(LINES);
    Ok(outcome)
}

/// Whether who asked still administers the school.
fn may(
    tx: &mut ReadTx<'_>,
    account: AccountId,
    school: kernel::InstitutionId,
) -> std::result::Result<ManageSchool, Failure> {
    let actor = Run::actor(tx, account)?;
    let may = access::manage_school(&actor)?;
    if may.institution() == school { Ok(may) } else { Err(Failure::Room(Error::NotFound)) }
}
