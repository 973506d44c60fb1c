//! Rosters: classes, pupils, their parents and staff, from tables that schools keep.
//!
//! Columns are known by their Russian headings in any order; case, «ё» and punctuation do not matter. A sheet is a list of
//! staff when it has «Должность», and a list of pupils when it has «Класс». What is wrong with a row is named with sheet,
//! line and column and does not stop the rest: without class or name the row is left out, any other faulty cell is ignored.
//!
//! **Pupils:** Класс · Фамилия, Имя, Отчество (or ФИО) · Дата рождения · Пол · СНИЛС · Подгруппы («Английский язык: гр1;
//! Информатика: гр2» or «гр1») · Логин · Телефон · Эл. почта; parents in columns «Родитель 1 ФИО», «Мать: телефон», «Отец эл. почта»,
//! «Родитель 2 фамилия», «Родитель 1 степень родства», «Логин родителя 1» and the like.
//!
//! **Staff:** ФИО (or parts) · Должность · Предметы · Классное руководство · Телефон · Эл. почта · Логин · Дата рождения · Роль · СНИЛС.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::dates::Date;
use crate::error::check_count;
use crate::names::{ClassName, PersonName};
use crate::table::{self, Sheet};
use crate::text::fold;
use crate::{FileError, RowEffect, RowError};

mod columns;
mod matching;
mod rows;

use columns::{Columns, Kind};
pub use matching::{ColumnLook, List, Meaning, SheetChoice, SheetLook, look, read_with};
use rows::RowReader;

/// A whole roster file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roster {
    /// Pupils in the order of the file.
    pub pupils: Vec<RosterPupil>,
    /// Staff in the order of the file.
    pub staff: Vec<RosterStaff>,
    /// What was refused or ignored, and why.
    pub errors: Vec<RowError>,
    /// Columns and sheets nobody reads.
    pub ignored: Vec<Ignored>,
}

/// A part of the file that was not read because nothing known is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignored {
    /// Name of the sheet.
    pub sheet: String,
    /// Heading of the column; `None` is the whole sheet.
    pub column: Option<String>,
}

/// Sex as schools record it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sex {
    /// Мужской.
    Male,
    /// Женский.
    Female,
}

/// What a guardian is to the child.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// Мать.
    Mother,
    /// Отец.
    Father,
    /// Опекун, попечитель or another relative who stands for the parents.
    Guardian,
    /// A parent, the file does not say which.
    Parent,
}

/// One pupil.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterPupil {
    /// Sheet the row is in.
    pub sheet: String,
    /// Line, from 1.
    pub line: u32,
    /// Class.
    pub class: ClassName,
    /// Name.
    pub name: PersonName,
    /// Date of birth.
    pub birth: Option<Date>,
    /// Sex.
    pub sex: Option<Sex>,
    /// СНИЛС as `XXX-XXX-XXX YY`.
    pub snils: Option<String>,
    /// Parts of the class the pupil belongs to.
    pub subgroups: Vec<RosterSubgroup>,
    /// Sign-in name wished for.
    pub login: Option<String>,
    /// Own phone, `+7XXXXXXXXXX`.
    pub phone: Option<String>,
    /// Own e-mail, lower case.
    pub email: Option<String>,
    /// Parents and guardians, in the order of the columns. The same person with two children appears with each.
    pub parents: Vec<RosterParent>,
}

/// Membership in a subgroup.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RosterSubgroup {
    /// The subject it holds for; `None` for all that are taught in subgroups of that name.
    pub subject: Option<String>,
    /// Name of the subgroup («гр1»).
    pub name: String,
}

/// A parent or guardian beside one pupil.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterParent {
    /// Name.
    pub name: PersonName,
    /// What the person is to the child.
    pub relation: Relation,
    /// Phone, `+7XXXXXXXXXX`.
    pub phone: Option<String>,
    /// E-mail, lower case.
    pub email: Option<String>,
    /// Sign-in name wished for.
    pub login: Option<String>,
}

impl RosterParent {
    /// Whether two entries are the same person: equal names (case and «ё» aside) and an equal phone or e-mail.
    #[must_use]
    pub fn same_person(&self, other: &Self) -> bool {
        let equal = |a: &Option<String>, b: &Option<String>| a.is_some() && a == b;
        fold(&self.name.to_string()) == fold(&other.name.to_string())
            && (equal(&self.phone, &other.phone) || equal(&self.email, &other.email))
    }
}

/// One member of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterStaff {
    /// Sheet the row is in.
    pub sheet: String,
    /// Line, from 1.
    pub line: u32,
    /// Name.
    pub name: PersonName,
    /// Position (должность), as written.
    pub position: Option<String>,
    /// Subjects taught.
    pub subjects: Vec<String>,
    /// Classes led as class teacher (классное руководство).
    pub homerooms: Vec<ClassName>,
    /// Phone, `+7XXXXXXXXXX`.
    pub phone: Option<String>,
    /// E-mail, lower case.
    pub email: Option<String>,
    /// Sign-in name wished for.
    pub login: Option<String>,
    /// Date of birth.
    pub birth: Option<Date>,
    /// СНИЛС as `XXX-XXX-XXX YY`.
    pub snils: Option<String>,
    /// Role in the system, as written.
    pub role: Option<String>,
}

/// Headings may stand below a title: the first rows are searched for them.
const TITLE_ROWS: usize = 10;

/// Reads a roster from CSV or XLSX.
///
/// # Errors
/// The file is no table, or none of its sheets is a list of pupils or of staff, or both lists are without rows.
pub fn read(bytes: &[u8], name: &str) -> Result<Roster, FileError> {
    let table = table::read(bytes, name)?;
    let mut roster = Roster::default();
    let mut missing: Option<FileError> = None;
    let mut recognised = false;
    let several = table.sheets.len() > 1;
    for sheet in &table.sheets {
        match recognise(sheet) {
            Ok((columns, first)) => {
                recognised = true;
                read_sheet(sheet, several, &columns, first, &mut roster)?;
            }
            Err(columns) => {
                // The sheet that came nearest to a list is the one to complain about.
                if missing.is_none() || !columns.contains("«Класс» (") {
                    missing = Some(FileError::MissingColumn { columns });
                }
                roster.ignored.push(Ignored { sheet: sheet.name.clone(), column: None });
            }
        }
    }
    if !recognised {
        return Err(missing.unwrap_or(FileError::Empty));
    }
    if roster.pupils.is_empty() && roster.staff.is_empty() && roster.errors.is_empty() {
        return Err(FileError::NoData {
            what: "после заголовка нет ни одного ученика или сотрудника"
        });
    }
    refuse_repeated(&mut roster, several);
    check_count(&roster.errors)?;
    Ok(roster)
}

/// Finds the row of headings: gives the columns and the number of rows before the first of data.
fn recognise(sheet: &Sheet) -> Result<(Columns, usize), String> {
    let first = Columns::new(&sheet.header);
    let error = match first {
        Ok(columns) => return Ok((columns, 0)),
        Err(error) => error,
    };
    for (place, row) in sheet.rows.iter().take(TITLE_ROWS).enumerate() {
        if let Ok(columns) = Columns::new(&row.cells) {
            return Ok((columns, place + 1));
        }
    }
    Err(error)
}

fn read_sheet(
    sheet: &Sheet,
    several: bool,
    columns: &Columns,
    first: usize,
    roster: &mut Roster,
) -> Result<(), FileError> {
    for column in &columns.ignored {
        roster.ignored.push(Ignored { sheet: sheet.name.clone(), column: Some(column.clone()) });
    }
    for row in sheet.rows.iter().skip(first) {
        let mut reader = RowReader::new(sheet, several, columns, row, &mut roster.errors);
        match columns.kind {
            Kind::Pupils => roster.pupils.extend(reader.pupil()),
            Kind::Staff => roster.staff.extend(reader.staff()),
        }
        check_count(&roster.errors)?;
    }
    Ok(())
}

/// The same pupil twice in one class, or the same member of staff twice, is one person typed twice, unless the dates of
/// birth differ: the later row is refused.
fn refuse_repeated(roster: &mut Roster, several: bool) {
    let Roster { pupils, staff, errors, .. } = roster;
    let mut seen: HashMap<(String, Option<Date>), (String, u32)> = HashMap::new();
    let mut first = |key: (String, Option<Date>), sheet: &str, line: u32| match seen.entry(key) {
        Entry::Vacant(free) => {
            free.insert((sheet.to_owned(), line));
            true
        }
        Entry::Occupied(taken) => {
            let (earlier_sheet, earlier) = taken.get();
            let elsewhere = if earlier_sheet == sheet {
                String::new()
            } else {
                format!(" листа «{earlier_sheet}»")
            };
            let reason = format!("этот человек уже есть в строке {earlier}{elsewhere}.");
            let sheet = several.then(|| sheet.to_owned());
            errors.push(RowError { sheet, line, column: None, reason, effect: RowEffect::RowRefused });
            false
        }
    };
    pupils.retain(|pupil| {
        first((fold(&format!("{} {}", pupil.class, pupil.name)), pupil.birth), &pupil.sheet, pupil.line)
    });
    // A class stands before every pupil's name, so that pupils and staff never meet under one key.
    staff.retain(|member| first((fold(&member.name.to_string()), member.birth), &member.sheet, member.line));
}
