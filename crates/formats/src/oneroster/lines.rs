//! One file as rows with named cells, and what is known of its ids.

use std::collections::HashMap;

use super::layout::{columns, is_extension, may_lack};
use super::package::rows;
use super::words::{STATUSES, Words};
use super::{FileKind, Mode, PackageError, Reason, RowFault, Version};
use crate::dates::{Date, date};
use crate::table::Row;
use crate::text::shorten;
use crate::{FileError, MAX_ERRORS, RowEffect};

/// The longest foreign value that is quoted in a sentence.
const QUOTED: usize = 80;

/// Faults, counted.
#[derive(Default)]
pub(super) struct Faults(pub(super) Vec<RowFault>);

impl Faults {
    pub(super) fn add(
        &mut self,
        file: FileKind,
        line: u32,
        field: &'static str,
        reason: Reason,
        effect: RowEffect,
    ) {
        // One cell of many ids may bring as many faults; one more than allowed is enough to refuse the package.
        if self.0.len() > MAX_ERRORS {
            return;
        }
        self.0.push(RowFault { file, line, field: (!field.is_empty()).then_some(field), reason, effect });
    }

    pub(super) fn check(&self) -> Result<(), FileError> {
        if self.0.len() > MAX_ERRORS { Err(FileError::TooManyErrors { limit: MAX_ERRORS }) } else { Ok(()) }
    }
}

/// The ids of a file.
#[derive(Default)]
pub(super) struct Ids {
    /// Line, and whether the row was taken.
    known: HashMap<String, (u32, bool)>,
    /// Whether what is not known does not exist.
    complete: bool,
}

/// What an id stands for.
pub(super) enum Standing {
    /// A row that was taken, or perhaps something outside the package.
    Fine,
    /// A row that was refused.
    Refused,
    /// Nothing.
    Unknown,
}

impl Ids {
    pub(super) fn standing(&self, id: &str) -> Standing {
        match self.known.get(id) {
            Some((_, true)) => Standing::Fine,
            Some((_, false)) => Standing::Refused,
            None if self.complete => Standing::Unknown,
            None => Standing::Fine,
        }
    }

    pub(super) fn refuse(&mut self, id: &str) {
        if let Some((_, taken)) = self.known.get_mut(id) {
            *taken = false;
        }
    }

    /// Why a reference does not stand.
    pub(super) fn fault(&self, target: FileKind, id: &str) -> Option<Reason> {
        let quoted = shorten(id, QUOTED);
        match self.standing(id) {
            Standing::Fine => None,
            Standing::Refused => Some(Reason::RefusedReference { target, id: quoted }),
            Standing::Unknown => Some(Reason::UnknownReference { target, id: quoted }),
        }
    }
}

/// A file whose headings are right.
pub(super) struct Lines {
    pub(super) file: FileKind,
    pub(super) mode: Mode,
    columns: HashMap<&'static str, usize>,
    width: usize,
    rows: Vec<Row>,
}

impl Lines {
    pub(super) fn read(
        file: FileKind,
        version: Version,
        mode: Mode,
        bytes: &[u8],
    ) -> Result<Self, FileError> {
        let name = file.name();
        let mut rows = rows(name, bytes)?;
        let header = if rows.is_empty() { Vec::new() } else { rows.remove(0).cells };
        let mut found: HashMap<&'static str, usize> = HashMap::new();
        for (at, heading) in header.iter().enumerate() {
            let Some(known) = columns(file, version).iter().find(|column| *column == heading) else {
                if is_extension(heading) {
                    continue;
                }
                return Err(
                    PackageError::UnknownHeader { file: name, header: shorten(heading, QUOTED) }.into()
                );
            };
            if found.insert(known, at).is_some() {
                return Err(PackageError::DoubledHeader { file: name, header: heading.clone() }.into());
            }
        }
        let missing = columns(file, version).iter().filter(|column| !found.contains_key(*column));
        let missing: Vec<String> =
            missing.filter(|column| !may_lack(column)).map(|column| format!("«{column}»")).collect();
        if !missing.is_empty() {
            return Err(PackageError::MissingHeader { file: name, headers: missing.join(", ") }.into());
        }
        Ok(Self { file, mode, columns: found, width: header.len(), rows })
    }

    /// Builds a record of each row; gives the records without fault with their lines. `build` gets the row and its id.
    pub(super) fn records<T>(
        &self,
        faults: &mut Faults,
        deleted: &mut Vec<(FileKind, String)>,
        build: impl Fn(&mut Line<'_>, String) -> Option<T>,
    ) -> Result<(Vec<(u32, T)>, Ids), FileError> {
        let mut ids = Ids { known: HashMap::new(), complete: self.mode == Mode::Bulk };
        let mut out = Vec::new();
        for row in &self.rows {
            faults.check()?;
            let mut line = Line { lines: self, row, faults, refused: false };
            // What stands where can't be told any more, so that nothing else is said of the row.
            if row.cells.iter().skip(self.width).any(|cell| !cell.is_empty()) {
                line.refuse("", Reason::Cells { expected: self.width, found: row.cells.len() });
                let id = line.text("sourcedId");
                ids.known.entry(id).or_insert((row.line, false));
                continue;
            }
            let id = line.needed("sourcedId");
            if let Some((first, _)) = ids.known.get(&id) {
                line.refuse("sourcedId", Reason::Duplicate { id: shorten(&id, QUOTED), first: *first });
                continue;
            }
            let gone = line.is_deleted();
            if gone && !line.refused {
                deleted.push((self.file, id));
                continue;
            }
            let record = build(&mut line, id.clone());
            let taken = record.filter(|_| !line.refused);
            if !id.is_empty() {
                ids.known.insert(id, (row.line, taken.is_some()));
            }
            out.extend(taken.map(|record| (row.line, record)));
        }
        Ok((out, ids))
    }
}

/// One row being read.
pub(super) struct Line<'a> {
    lines: &'a Lines,
    row: &'a Row,
    faults: &'a mut Faults,
    refused: bool,
}

impl Line<'_> {
    pub(super) fn refuse(&mut self, field: &'static str, reason: Reason) {
        self.refused = true;
        self.faults.add(self.lines.file, self.row.line, field, reason, RowEffect::RowRefused);
    }

    fn cell(&self, field: &'static str) -> &str {
        self.lines.columns.get(field).map(|at| self.row.cell(*at)).unwrap_or_default()
    }

    /// A text that may be empty.
    pub(super) fn text(&self, field: &'static str) -> String {
        self.cell(field).to_owned()
    }

    /// A text that may not.
    pub(super) fn needed(&mut self, field: &'static str) -> String {
        let text = self.text(field);
        if text.is_empty() {
            self.refuse(field, Reason::Empty);
        }
        text
    }

    /// Items separated by commas.
    pub(super) fn list(&self, field: &'static str) -> Vec<String> {
        items(self.cell(field))
    }

    /// A value of the standard's list that may be empty.
    pub(super) fn choice<T: Copy>(&mut self, field: &'static str, words: Words<T>) -> Option<T> {
        let value = self.text(field);
        if value.is_empty() {
            return None;
        }
        let found = words.iter().find(|(word, _)| *word == value).map(|(_, meaning)| *meaning);
        if found.is_none() {
            let allowed = words.iter().map(|(word, _)| *word).collect();
            self.refuse(field, Reason::Unknown { value: shorten(&value, QUOTED), allowed });
        }
        found
    }

    /// A value of the standard's list that may not be empty.
    pub(super) fn needed_choice<T: Copy>(&mut self, field: &'static str, words: Words<T>) -> Option<T> {
        self.needed(field);
        self.choice(field, words)
    }

    /// `true` or `false` in any letter case, because Excel writes them in capitals.
    pub(super) fn flag(&mut self, field: &'static str) -> bool {
        let value = self.cell(field);
        if value.eq_ignore_ascii_case("true") {
            return true;
        }
        if !value.eq_ignore_ascii_case("false") {
            self.choice(field, super::words::FLAGS);
        }
        false
    }

    /// A day that may be absent.
    pub(super) fn day(&mut self, field: &'static str) -> Option<Date> {
        let value = self.text(field);
        if value.is_empty() {
            return None;
        }
        let day = day(&value);
        if day.is_none() {
            self.refuse(field, Reason::Date { value: shorten(&value, QUOTED) });
        }
        day
    }

    /// A first and a last day; the last is not the earlier one.
    pub(super) fn days(&mut self, first: &'static str, last: &'static str) -> (Option<Date>, Option<Date>) {
        let (starts, ends) = (self.day(first), self.day(last));
        if starts.zip(ends).is_some_and(|(starts, ends)| ends < starts) {
            self.refuse(last, Reason::EndsBeforeStart);
        }
        (starts, ends)
    }

    pub(super) fn year(&mut self, field: &'static str) -> Option<i16> {
        let value = self.needed(field);
        let digits = value.len() == 4 && value.bytes().all(|byte| byte.is_ascii_digit());
        let year = value.parse().ok().filter(|year| digits && (1900..=2100).contains(year));
        if year.is_none() && !value.is_empty() {
            self.refuse(field, Reason::Year { value: shorten(&value, QUOTED) });
        }
        year
    }

    /// The id of another record; may be empty.
    pub(super) fn reference(&mut self, field: &'static str, target: FileKind, ids: &Ids) -> String {
        let id = self.text(field);
        if !id.is_empty()
            && let Some(reason) = ids.fault(target, &id)
        {
            self.refuse(field, reason);
        }
        id
    }

    /// The id of another record; may not be empty.
    pub(super) fn needed_reference(&mut self, field: &'static str, target: FileKind, ids: &Ids) -> String {
        self.needed(field);
        self.reference(field, target, ids)
    }

    /// Ids of other records, at least one.
    pub(super) fn references(&mut self, field: &'static str, target: FileKind, ids: &Ids) -> Vec<String> {
        self.needed(field);
        let list = self.list(field);
        for id in &list {
            if let Some(reason) = ids.fault(target, id) {
                self.refuse(field, reason);
            }
        }
        list
    }

    /// Subjects and their codes.
    pub(super) fn subjects(&mut self) -> (Vec<String>, Vec<String>) {
        let (subjects, codes) = (self.list("subjects"), self.list("subjectCodes"));
        if !codes.is_empty() && codes.len() != subjects.len() {
            let reason = Reason::SubjectCodes { subjects: subjects.len(), codes: codes.len() };
            self.refuse("subjectCodes", reason);
        }
        (subjects, codes)
    }

    /// Whether the record is declared deleted. In a `bulk` file the column ought to be empty, and «active» does no harm.
    fn is_deleted(&mut self) -> bool {
        if self.lines.mode != Mode::Delta {
            let gone = self.choice("status", STATUSES).unwrap_or_default();
            if gone {
                self.refuse("status", Reason::DeletedInBulk);
            }
            return false;
        }
        let modified = self.needed("dateLastModified");
        let first = modified.split('T').next().and_then(day);
        if !modified.is_empty() && first.is_none() {
            self.refuse("dateLastModified", Reason::Date { value: shorten(&modified, QUOTED) });
        }
        self.needed_choice("status", STATUSES).unwrap_or_default()
    }
}

/// `YYYY-MM-DD` and nothing else.
fn day(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-');
    let mut part = |length: usize| {
        let part = parts.next()?;
        (part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit())).then_some(part)
    };
    let (year, month, day) = (part(4)?, part(2)?, part(2)?);
    date(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// Splits a list; an item may be quoted once more, because it holds a comma itself.
fn items(cell: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut item = String::new();
    let mut quoted = false;
    let mut was_quoted = false;
    let mut chars = cell.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.next_if_eq(&'"').is_some() => item.push('"'),
            '"' if quoted => quoted = false,
            '"' if item.trim().is_empty() && !was_quoted => {
                item.clear();
                (quoted, was_quoted) = (true, true);
            }
            ',' if !quoted => {
                out.push(std::mem::take(&mut item));
                was_quoted = false;
            }
            _ => item.push(c),
        }
    }
    out.push(item);
    out.iter().map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
}
