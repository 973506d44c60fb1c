//! The weekly timetable: journals, their teachers and hours, from a file that is the whole timetable.
//!
//! The file's names are matched with the school's classes, subjects and staff; then what the file wants is compared with
//! the entries that hold. The first timetable of a year holds from its first day; later changes hold from today on.

use std::collections::BTreeSet;

use access::ChangesTimetable;
use formats::timetable::{WeeklyLesson, WeeklyTimetable, Weeks};
use kernel::{Day, InstitutionId, JournalId, Millis, Minutes};
use registry::{AcademicYear, Bell, YearPlan};
use store::WriteTx;

use super::{Kind, Report, target_year};
use crate::error::{Error, Result};
use crate::model::ImportKind;
use crate::timetable::edit::ChangeKind;

mod clashes;
mod entries;
mod journals;
mod names;

pub(crate) use journals::period_kind;

/// How a timetable is imported.
#[derive(Debug, Clone, Default)]
pub struct TimetableOptions {
    /// Make the classes, subjects and teachers that are not known; otherwise an unknown name refuses the file.
    pub create_missing: bool,
    /// Refuse everything when a lesson is refused.
    pub strict: bool,
    /// Only tell what would happen.
    pub dry_run: bool,
    /// The file's name, for the record.
    pub file_name: String,
}

/// Brings a school's timetable in line with a file. Run it inside one write: an error undoes all of it.
///
/// # Errors
/// No academic year; unknown names without `create_missing`; no lesson that can be placed; a refused lesson when strict;
/// [`Error::DryRun`] with the report after a trial run.
pub fn timetable(
    tx: &mut WriteTx<'_>,
    may: &impl ChangesTimetable,
    today: Day,
    now: Millis,
    timetable: &WeeklyTimetable,
    options: &TimetableOptions,
) -> Result<Report> {
    let school = may.institution();
    let year = target_year(tx, school, today)?;
    let plan = registry::read::year_plan(tx, school, year.id)?;
    let mut work =
        Work { school, year, today, now, report: Report { is_timetable: true, ..Report::default() } };
    let book = names::Book::resolve(&mut work, tx, &timetable.lessons, options.create_missing)?;
    if !work.report.unknown.is_empty() {
        return Err(Error::Unknown(Box::new(work.report)));
    }
    let groups = work.groups(&book, &timetable.lessons);
    work.report.placed = groups.values().map(|group| group.lessons.len()).sum();
    if work.report.placed == 0 {
        let found = match timetable.unplaced.len() {
            0 => format!("уроков {}", timetable.lessons.len()),
            _ => format!("без места – {}", unplaced_hours(timetable)),
        };
        return Err(Error::NothingPlaced(found));
    }
    // A file saved before solving has a few lessons that were pinned by hand: taking it for the timetable would take
    // every other lesson off.
    let unplaced = unplaced_hours(timetable);
    if unplaced > work.report.placed {
        return Err(Error::NotSolved { placed: work.report.placed, unplaced });
    }
    let journals = work.journals(tx, &book, &plan, groups)?;
    let (changed_entries, first_day) = work.entries(tx, may, &journals)?;
    work.bells(tx, &plan, timetable)?;
    for journal in &journals {
        registry::write::sync_journal_pupils(tx, school, journal.id, today)?;
    }
    work.clashes(&book, &journals);
    let Work { mut report, year, .. } = work;
    report.changed += changed_entries;
    report.unplaced = unplaced_hours(timetable);
    for activity in &timetable.unplaced {
        let students: Vec<String> = activity.students.iter().map(set_name).collect();
        let text =
            format!("без места: {}, {}, часов: {}", students.join("+"), activity.subject, activity.hours);
        report.push(Kind::Note, Some(activity.line), text);
    }
    report.complaints(&timetable.refused);
    let changed = report.added + report.changed;
    if changed > 0 {
        crate::timetable::edit::record(tx, may, year.id, ChangeKind::Import, first_day, &[], &[], now)?;
    }
    crate::write::record_import(
        tx,
        may,
        ImportKind::Timetable,
        &options.file_name,
        report.changed,
        report.refused,
        now,
    )?;
    report.finish(options.strict, options.dry_run)
}

/// What an import has loaded and what it has done so far.
struct Work {
    school: InstitutionId,
    year: AcademicYear,
    today: Day,
    now: Millis,
    report: Report,
}

/// A journal of the file with its lessons.
struct FileJournal<'a> {
    id: JournalId,
    /// «5А, Математика».
    title: String,
    group: journals::Group<'a>,
}

impl Work {
    /// Gives the year the bells that lessons need and it does not have: the file's, else the usual ones.
    fn bells(&mut self, tx: &mut WriteTx<'_>, plan: &YearPlan, timetable: &WeeklyTimetable) -> Result<()> {
        let used: BTreeSet<u8> = timetable.lessons.iter().map(|lesson| lesson.number).collect();
        let mut new = Vec::new();
        let mut usual = Vec::new();
        for number in used {
            if plan.bells.iter().any(|bell| bell.number == i32::from(number)) {
                continue;
            }
            let told = timetable.hours.iter().find(|hour| hour.number == number);
            let told = told.and_then(|hour| {
                let starts = hour.starts?;
                bell(number, starts, hour.ends.unwrap_or(starts.saturating_add(LESSON)))
            });
            match told.or_else(|| usual_bell(number)) {
                Some(bell) => new.push(bell),
                None => continue,
            }
            if told.is_none() {
                usual.push(number.to_string());
            }
        }
        registry::write::add_bells(tx, self.school, self.year.id, &new)?;
        if !usual.is_empty() {
            let text = format!(
                "времени уроков {} нет ни в организации, ни в файле: принято 45 минут с 8:00 и перемены по 10 минут",
                usual.join(", ")
            );
            self.report.push(Kind::Note, None, text);
        }
        Ok(())
    }
}

/// Minutes of a lesson where nobody tells.
const LESSON: u16 = 45;

fn bell(number: u8, starts: u16, ends: u16) -> Option<Bell> {
    if starts >= ends {
        return None;
    }
    let (starts, ends) = (Minutes::new(starts).ok()?, Minutes::new(ends).ok()?);
    Some(Bell { number: i32::from(number), starts, ends })
}

/// Lesson one at 8:00, ten minutes between lessons.
fn usual_bell(number: u8) -> Option<Bell> {
    let starts = (8 * 60 + u16::from(number) * (LESSON + 10)).checked_sub(LESSON + 10)?;
    bell(number, starts, starts + LESSON)
}

fn unplaced_hours(timetable: &WeeklyTimetable) -> usize {
    timetable.unplaced.iter().map(|activity| usize::try_from(activity.hours).unwrap_or(usize::MAX)).sum()
}

/// The stored week numbers of a lesson: 0 for every week.
fn week_numbers(lesson: &WeeklyLesson) -> Vec<i32> {
    match &lesson.weeks {
        Weeks::All => vec![0],
        Weeks::Only(weeks) => weeks.iter().map(|week| i32::from(*week)).collect(),
    }
}

fn set_name(set: &formats::timetable::StudentSet) -> String {
    match &set.subgroup {
        Some(part) => format!("{} {part}", set.class),
        None => set.class.clone(),
    }
}

/// «вторник, 3-й урок».
fn place_name(weekday: i32, number: i32) -> String {
    const DAYS: [&str; 7] =
        ["понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"];
    let day = usize::try_from(weekday - 1).ok().and_then(|at| DAYS.get(at)).copied().unwrap_or("?");
    format!("{day}, {number}-й урок")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_bells_begin_at_eight() {
        let times = |number| usual_bell(number).map(|b| (b.starts.to_string(), b.ends.to_string()));
        assert_eq!(times(1), Some(("08:00".into(), "08:45".into())));
        assert_eq!(times(3), Some(("09:50".into(), "10:35".into())));
        assert_eq!(times(0), Some(("07:05".into(), "07:50".into())));
    }
}
