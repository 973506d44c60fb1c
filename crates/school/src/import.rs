//! Imports: a file that was read by `formats`, compared with what the school has, row by row.
//!
//! Both imports run inside one `db.write` closure. A trial run and a strict run that met a refused row end in an error
//! that carries the report, so the store undoes every change they made.

use std::fmt;

use kernel::{Day, InstitutionId};
use registry::AcademicYear;
use store::WriteTx;

use crate::error::{Error, Result};

pub mod draft;
pub mod oneroster;
pub mod roster;
pub mod timetable;

pub use roster::{RosterOptions, roster};
pub use timetable::{TimetableOptions, timetable};

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Made something new.
    Added,
    /// Changed something.
    Changed,
    /// Everything was there already.
    Same,
    /// Left out.
    Refused,
    /// Good to know.
    Note,
}

/// One line of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportLine {
    /// Line of the file, from 1, where one is meant.
    pub line: Option<u32>,
    /// What became of it.
    pub kind: Kind,
    /// The matter in Russian.
    pub text: String,
}

impl fmt::Display for ReportLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            Kind::Added => "+ ",
            Kind::Changed => "~ ",
            Kind::Same => "= ",
            Kind::Refused => "! ",
            Kind::Note => "  ",
        })?;
        if let Some(line) = self.line {
            write!(f, "строка {line}: ")?;
        }
        f.write_str(&self.text)
    }
}

/// What became of one weekly entry: only `from` – it ended, only `to` – it is new, both – it went to another hour, or
/// got another room when both are the same hour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryChange {
    /// The first class concerned: «7А».
    pub class: String,
    /// «7А гр1, Математика».
    pub title: String,
    /// Week day, number and week it had.
    pub from: Option<(i32, i32, i32)>,
    /// Week day, number and week it has.
    pub to: Option<(i32, i32, i32)>,
    /// Its room now.
    pub room: String,
}

/// What an import did, or in a trial run would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Row by row.
    pub lines: Vec<ReportLine>,
    /// Rows (of a timetable: classes, subjects, teachers, subgroups and journals) that were added.
    pub added: usize,
    /// Rows (of a timetable: weekly entries) that were changed.
    pub changed: usize,
    /// Rows (of a timetable: weekly entries) that were as in the file.
    pub same: usize,
    /// Rows (of a timetable: lessons) that were refused.
    pub refused: usize,
    /// Weekly lessons of the file that are now in the timetable.
    pub placed: usize,
    /// Weekly hours that the file gives no place.
    pub unplaced: usize,
    /// What became of a timetable's entries, one by one.
    pub changes: Vec<EntryChange>,
    /// Unknown names of a timetable: «учитель «Орлов Д.Н.» (уроков: 6, строка 12)».
    pub unknown: Vec<String>,
    is_timetable: bool,
}

impl Report {
    /// Writes a line down and counts it.
    fn push(&mut self, kind: Kind, line: Option<u32>, text: impl Into<String>) {
        match kind {
            Kind::Added => self.added += 1,
            Kind::Changed => self.changed += 1,
            Kind::Same => self.same += 1,
            Kind::Refused => self.refused += 1,
            Kind::Note => {}
        }
        self.write(kind, line, text);
    }

    /// Writes a line down that is counted elsewhere.
    fn write(&mut self, kind: Kind, line: Option<u32>, text: impl Into<String>) {
        self.lines.push(ReportLine { line, kind, text: text.into() });
    }

    /// What a reader of files complained of.
    fn complaints(&mut self, errors: &[formats::RowError]) {
        for error in errors {
            let kind = match error.effect {
                formats::RowEffect::RowRefused => Kind::Refused,
                formats::RowEffect::CellIgnored => Kind::Note,
            };
            let sheet = error.sheet.as_ref().map(|sheet| format!("лист «{sheet}», ")).unwrap_or_default();
            let column = error.column.as_ref().map(|name| format!("столбец «{name}»: ")).unwrap_or_default();
            self.push(kind, Some(error.line), format!("{sheet}{column}{}", error.reason));
        }
    }

    /// The first refused line, for the one sentence of an error.
    #[must_use]
    pub fn first_refusal(&self) -> String {
        let first = self.lines.iter().find(|line| line.kind == Kind::Refused);
        first.map(|line| line.to_string().trim_start_matches("! ").to_owned()).unwrap_or_default()
    }

    /// The unknown names for one sentence: the first few and how many more there are.
    #[must_use]
    pub fn unknown_names(&self) -> String {
        const SHOWN: usize = 3;
        let shown = self.unknown.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
        match self.unknown.len().saturating_sub(SHOWN) {
            0 => shown,
            more => format!("{shown} и ещё {more}"),
        }
    }

    /// The last line of the command.
    #[must_use]
    pub fn summary(&self) -> String {
        if self.is_timetable {
            format!(
                "Уроков размещено: {}, без места: {}, изменено: {}, отклонено: {}",
                self.placed, self.unplaced, self.changed, self.refused
            )
        } else {
            format!(
                "Строк добавлено: {}, изменено: {}, без изменений: {}, отклонено: {}",
                self.added, self.changed, self.same, self.refused
            )
        }
    }

    /// Ends an import: the report, or the error that undoes it.
    fn finish(self, strict: bool, dry_run: bool) -> Result<Self> {
        if strict && self.refused > 0 {
            Err(Error::Strict(Box::new(self)))
        } else if dry_run {
            Err(Error::DryRun(Box::new(self)))
        } else {
            Ok(self)
        }
    }
}

/// The year an import is for: the present one, else the next to come.
fn target_year(tx: &mut WriteTx<'_>, institution: InstitutionId, today: Day) -> Result<AcademicYear> {
    /// Summer holidays are shorter than this.
    const SUMMER: i64 = 120;
    let year = registry::read::year_at(tx, institution, today)?.ok_or(Error::NoYear)?;
    if today <= year.last_day {
        return Ok(year);
    }
    match registry::read::year_at(tx, institution, today.plus(SUMMER))? {
        Some(next) if today <= next.last_day => Ok(next),
        _ => Err(Error::YearOver(year.name)),
    }
}
