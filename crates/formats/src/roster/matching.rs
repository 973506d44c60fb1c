//! Columns whose meaning a person chooses: what a file looks like, which meanings there are, and reading with a choice.

use super::columns::{Columns, Field, Kind, Who, recognise as meaning_of};
use super::{Relation, Roster, read_sheet, recognise, refuse_repeated};
use crate::FileError;
use crate::error::check_count;
use crate::table::{self, Sheet};
use crate::text::shorten;

/// So many values of a column are shown.
const SAMPLES: usize = 3;

/// What a sheet lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum List {
    /// Pupils with their parents.
    Pupils,
    /// Staff.
    Staff,
}

impl List {
    const fn kind(self) -> Kind {
        match self {
            Self::Pupils => Kind::Pupils,
            Self::Staff => Kind::Staff,
        }
    }
}

/// What a column holds, and of whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Meaning {
    who: Who,
    field: Field,
}

const FIELDS: [(Field, &str); 17] = [
    (Field::Class, "class"),
    (Field::FullName, "name"),
    (Field::Family, "family"),
    (Field::Given, "given"),
    (Field::Patronymic, "patronymic"),
    (Field::Birth, "birth"),
    (Field::Sex, "sex"),
    (Field::Snils, "snils"),
    (Field::Subgroups, "subgroups"),
    (Field::Login, "login"),
    (Field::Phone, "phone"),
    (Field::Email, "email"),
    (Field::Position, "position"),
    (Field::Subjects, "subjects"),
    (Field::Homeroom, "homeroom"),
    (Field::Role, "role"),
    (Field::Relation, "relation"),
];

const PARENTS: [(Who, &str); 5] = [
    (Who::Parent(Relation::Mother, 1), "mother"),
    (Who::Parent(Relation::Father, 1), "father"),
    (Who::Parent(Relation::Parent, 1), "parent1"),
    (Who::Parent(Relation::Parent, 2), "parent2"),
    (Who::Parent(Relation::Guardian, 1), "guardian"),
];

impl Meaning {
    /// `class`, `name`, `mother-phone`, `parent2-email` …
    #[must_use]
    pub fn code(self) -> String {
        let of = |list: &[(Field, &'static str)]| {
            list.iter().find(|(field, _)| *field == self.field).map_or("", |(_, code)| *code)
        };
        let field = of(&FIELDS);
        match self.who {
            Who::Own => field.to_owned(),
            Who::Parent(relation, number) => {
                let known = PARENTS.iter().find(|(who, _)| *who == self.who);
                let who = known.map_or_else(
                    // A third parent, a second guardian: rare, but a heading may say so.
                    || match relation {
                        Relation::Mother => format!("mother{number}"),
                        Relation::Father => format!("father{number}"),
                        Relation::Guardian => format!("guardian{number}"),
                        Relation::Parent => format!("parent{number}"),
                    },
                    |(_, code)| (*code).to_owned(),
                );
                format!("{who}-{field}")
            }
        }
    }

    /// Back from the code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let (who, field) = match code.split_once('-') {
            None => (Who::Own, code),
            Some((who, field)) => {
                let known = PARENTS.iter().find(|(_, known)| *known == who).map(|(who, _)| *who);
                (known.or_else(|| numbered(who))?, field)
            }
        };
        let field = FIELDS.iter().find(|(_, known)| *known == field)?.0;
        Some(Self { who, field })
    }

    /// Every meaning a column of such a list may have, in the order of a form.
    #[must_use]
    pub fn all(list: List) -> Vec<Self> {
        let own = |fields: &[Field]| -> Vec<Self> {
            fields.iter().map(|field| Self { who: Who::Own, field: *field }).collect()
        };
        match list {
            List::Staff => own(&[
                Field::FullName,
                Field::Family,
                Field::Given,
                Field::Patronymic,
                Field::Position,
                Field::Subjects,
                Field::Homeroom,
                Field::Role,
                Field::Birth,
                Field::Snils,
                Field::Phone,
                Field::Email,
                Field::Login,
            ]),
            List::Pupils => {
                let mut all = own(&[
                    Field::Class,
                    Field::FullName,
                    Field::Family,
                    Field::Given,
                    Field::Patronymic,
                    Field::Birth,
                    Field::Sex,
                    Field::Snils,
                    Field::Subgroups,
                    Field::Phone,
                    Field::Email,
                    Field::Login,
                ]);
                for (who, _) in PARENTS {
                    for field in [
                        Field::FullName,
                        Field::Family,
                        Field::Given,
                        Field::Patronymic,
                        Field::Relation,
                        Field::Phone,
                        Field::Email,
                        Field::Login,
                    ] {
                        let told = matches!(who, Who::Parent(Relation::Parent, _));
                        if told || field != Field::Relation {
                            all.push(Self { who, field });
                        }
                    }
                }
                all
            }
        }
    }
}

fn numbered(who: &str) -> Option<Who> {
    let name = who.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = who.get(name.len()..)?.parse().ok().filter(|number| (1..=9).contains(number))?;
    let relation = match name {
        "mother" => Relation::Mother,
        "father" => Relation::Father,
        "guardian" => Relation::Guardian,
        "parent" => Relation::Parent,
        _ => return None,
    };
    Some(Who::Parent(relation, number))
}

/// One column of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnLook {
    /// Its heading.
    pub heading: String,
    /// The first values in it.
    pub samples: Vec<String>,
    /// What the heading says by itself.
    pub meaning: Option<Meaning>,
}

/// One sheet of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetLook {
    /// Its name.
    pub name: String,
    /// What it lists, if the headings say so.
    pub list: Option<List>,
    /// How many rows follow the headings.
    pub rows: usize,
    /// The columns.
    pub columns: Vec<ColumnLook>,
}

/// What somebody has chosen for one sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetChoice {
    /// What it lists; `None` leaves it out.
    pub list: Option<List>,
    /// The meaning of each column; `None` leaves it out.
    pub columns: Vec<Option<Meaning>>,
}

/// The row of headings of a sheet, and how many rows come before the data.
fn headings(sheet: &Sheet) -> (&[String], usize, Option<List>) {
    match recognise(sheet) {
        Ok((columns, first)) => {
            let row = first.checked_sub(1).and_then(|place| sheet.rows.get(place));
            let list = match columns.kind {
                Kind::Pupils => List::Pupils,
                Kind::Staff => List::Staff,
            };
            (row.map_or(sheet.header.as_slice(), |row| row.cells.as_slice()), first, Some(list))
        }
        Err(_) => (sheet.header.as_slice(), 0, None),
    }
}

/// What a file of tables looks like.
///
/// # Errors
/// The file is no table.
pub fn look(bytes: &[u8], name: &str) -> Result<Vec<SheetLook>, FileError> {
    let table = table::read(bytes, name)?;
    Ok(table.sheets.iter().map(look_at).collect())
}

fn look_at(sheet: &Sheet) -> SheetLook {
    let (header, first, list) = headings(sheet);
    let rows = sheet.rows.get(first..).unwrap_or_default();
    let columns = header
        .iter()
        .enumerate()
        .map(|(place, heading)| ColumnLook {
            heading: shorten(heading, 80),
            samples: rows
                .iter()
                .map(|row| row.cell(place))
                .filter(|cell| !cell.is_empty())
                .take(SAMPLES)
                .map(|cell| shorten(cell, 60))
                .collect(),
            meaning: meaning_of(heading).map(|(who, field)| Meaning { who, field }),
        })
        .collect();
    SheetLook { name: sheet.name.clone(), list, rows: rows.len(), columns }
}

/// Reads a roster with chosen meanings of columns; sheets and columns without a choice are left out.
///
/// # Errors
/// The file is no table, a chosen list lacks class or name, nothing is chosen, no row is there.
pub fn read_with(bytes: &[u8], name: &str, choices: &[SheetChoice]) -> Result<Roster, FileError> {
    let table = table::read(bytes, name)?;
    let several = table.sheets.len() > 1;
    let mut roster = Roster::default();
    let mut chosen = false;
    for (sheet, choice) in table.sheets.iter().zip(choices) {
        let Some(list) = choice.list else { continue };
        chosen = true;
        let (header, first, _) = headings(sheet);
        let meanings: Vec<_> =
            choice.columns.iter().map(|column| column.map(|meaning| (meaning.who, meaning.field))).collect();
        let columns = Columns::chosen(list.kind(), header, &meanings)
            .map_err(|columns| FileError::MissingColumn { columns })?;
        read_sheet(sheet, several, &columns, first, &mut roster)?;
    }
    if !chosen || (roster.pupils.is_empty() && roster.staff.is_empty() && roster.errors.is_empty()) {
        return Err(FileError::NoData {
            what: "после заголовка нет ни одного ученика или сотрудника"
        });
    }
    refuse_repeated(&mut roster, several);
    check_count(&roster.errors)?;
    Ok(roster)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails loudly")]
    use super::*;

    const FILE: &str = "Кл.;Кто;Др;Мама;Номер\n7А;Иванова Мария;04.05.2013;Иванова Елена;89000000001\n";

    fn choice(columns: [&str; 5]) -> SheetChoice {
        SheetChoice {
            list: Some(List::Pupils),
            columns: columns.iter().map(|code| Meaning::from_code(code)).collect(),
        }
    }

    #[test]
    fn odd_headings_are_read_as_chosen() {
        let look = look(FILE.as_bytes(), "a.csv").unwrap();
        assert_eq!(look[0].list, None);
        assert_eq!(look[0].rows, 1);
        assert_eq!(look[0].columns[3].meaning.unwrap().code(), "mother-name");
        assert_eq!(look[0].columns[4].samples, ["89000000001"]);
        let chosen = choice(["class", "name", "birth", "mother-name", "mother-phone"]);
        let roster = read_with(FILE.as_bytes(), "a.csv", &[chosen]).unwrap();
        assert!(roster.errors.is_empty(), "{:?}", roster.errors);
        assert_eq!(roster.pupils[0].name.to_string(), "Иванова Мария");
        assert_eq!(roster.pupils[0].parents[0].phone.as_deref(), Some("+79000000001"));
    }

    #[test]
    fn a_list_without_class_or_name_is_refused() {
        for columns in [["", "name", "", "", ""], ["class", "family", "", "", ""], ["", "", "", "", ""]] {
            let error = read_with(FILE.as_bytes(), "a.csv", &[choice(columns)]).unwrap_err();
            assert!(matches!(error, FileError::MissingColumn { .. }), "{columns:?}");
        }
        let nothing = SheetChoice { list: None, columns: Vec::new() };
        assert!(matches!(read_with(FILE.as_bytes(), "a.csv", &[nothing]), Err(FileError::NoData { .. })));
    }

    #[test]
    fn what_headings_say_reads_the_same_by_itself_and_as_a_choice() {
        let file = "Список класса;;;\nКласс;ФИО;Родитель 3 ФИО;Адрес\n7А;Иванова Мария;Иванов Пётр;нет\n";
        let look = look(file.as_bytes(), "a.csv").unwrap();
        let columns = look[0].columns.iter().map(|column| column.meaning).collect();
        let chosen = SheetChoice { list: look[0].list, columns };
        let read = read_with(file.as_bytes(), "a.csv", &[chosen]).unwrap();
        assert_eq!(read, super::super::read(file.as_bytes(), "a.csv").unwrap());
    }

    #[test]
    fn every_meaning_has_a_code_of_its_own() {
        for list in [List::Pupils, List::Staff] {
            let all = Meaning::all(list);
            for meaning in &all {
                assert_eq!(Meaning::from_code(&meaning.code()), Some(*meaning));
            }
            let codes: std::collections::HashSet<String> = all.iter().map(|m| m.code()).collect();
            assert_eq!(codes.len(), all.len());
        }
        assert_eq!(Meaning::from_code("uncle-name"), None);
        assert_eq!(Meaning::from_code("parent0-name"), None);
    }
}
