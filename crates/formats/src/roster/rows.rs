//! From the cells of one row to a person.

use super::columns::{Columns, Field, Who};
use super::{Relation, RosterParent, RosterPupil, RosterStaff, RosterSubgroup, Sex};
use crate::names::{self, ClassName, PersonName};
use crate::table::{Row, Sheet};
use crate::text::{fold, shorten, squeeze};
use crate::{RowEffect, RowError, dates};

/// Reads one row, writing what is wrong into the errors of the file.
pub(super) struct RowReader<'a> {
    sheet: &'a Sheet,
    several: bool,
    columns: &'a Columns,
    row: &'a Row,
    errors: &'a mut Vec<RowError>,
}

impl<'a> RowReader<'a> {
    pub(super) fn new(
        sheet: &'a Sheet,
        several: bool,
        columns: &'a Columns,
        row: &'a Row,
        errors: &'a mut Vec<RowError>,
    ) -> Self {
        Self { sheet, several, columns, row, errors }
    }

    /// A pupil, or an error and nothing.
    pub(super) fn pupil(&mut self) -> Option<RosterPupil> {
        let class = self.class();
        let name = self.name(Who::Own, RowEffect::RowRefused);
        let (class, name) = (class?, name?);
        let parents = self.columns.parents.iter().filter_map(|who| self.parent(*who)).collect();
        Some(RosterPupil {
            sheet: self.sheet.name.clone(),
            line: self.row.line,
            class,
            name,
            birth: self.birth(),
            sex: self.parsed(Who::Own, Field::Sex, sex, "пол не понят, пишите «м» или «ж»"),
            snils: self.parsed(
                Who::Own,
                Field::Snils,
                names::snils,
                "в СНИЛС ошибка, не сходится контрольное число",
            ),
            subgroups: subgroups(self.cell(Who::Own, Field::Subgroups)),
            login: self.login(Who::Own),
            phone: self.phone(Who::Own),
            email: self.email(Who::Own),
            parents,
        })
    }

    /// A member of staff, or an error and nothing.
    pub(super) fn staff(&mut self) -> Option<RosterStaff> {
        let name = self.name(Who::Own, RowEffect::RowRefused)?;
        Some(RosterStaff {
            sheet: self.sheet.name.clone(),
            line: self.row.line,
            name,
            position: self.text(Field::Position),
            subjects: self.subjects(),
            homerooms: self.homerooms(),
            phone: self.phone(Who::Own),
            email: self.email(Who::Own),
            login: self.login(Who::Own),
            birth: self.birth(),
            snils: self.parsed(
                Who::Own,
                Field::Snils,
                names::snils,
                "в СНИЛС ошибка, не сходится контрольное число",
            ),
            role: self.text(Field::Role),
        })
    }

    fn cell(&self, who: Who, field: Field) -> &'a str {
        let cell = self.columns.place(who, field).map(|place| self.row.cell(place)).unwrap_or_default();
        if matches!(cell, "-" | "–" | "—") { "" } else { cell }
    }

    fn fault(&mut self, who: Who, field: Field, effect: RowEffect, reason: String) {
        let column = self.columns.place(who, field).map(|place| shorten(self.columns.heading(place), 80));
        let sheet = self.several.then(|| self.sheet.name.clone());
        self.errors.push(RowError { sheet, line: self.row.line, column, reason, effect });
    }

    fn class(&mut self) -> Option<ClassName> {
        let cell = self.cell(Who::Own, Field::Class);
        let class = names::class_name(cell);
        if class.is_none() {
            let reason = if cell.is_empty() {
                "не указан класс.".to_owned()
            } else {
                format!("класс «{}» не понят, пишите номер и букву: «7А».", shorten(cell, 40))
            };
            self.fault(Who::Own, Field::Class, RowEffect::RowRefused, reason);
        }
        class
    }

    /// A name from one column or from three.
    fn name(&mut self, who: Who, effect: RowEffect) -> Option<PersonName> {
        let full = self.cell(who, Field::FullName);
        let (field, read) = if full.is_empty() {
            let [family, given, patronymic] =
                [Field::Family, Field::Given, Field::Patronymic].map(|field| self.cell(who, field));
            let place = if self.columns.place(who, Field::Family).is_some() && !family.is_empty() {
                Field::Given
            } else {
                Field::Family
            };
            let place = if self.columns.place(who, place).is_some() { place } else { Field::FullName };
            (place, names::name_from_parts(family, given, patronymic))
        } else {
            (Field::FullName, names::person_name(full))
        };
        read.map_err(|reason| self.fault(who, field, effect, reason)).ok()
    }

    /// A parent; `None` where nothing is told or the name is unreadable (which is an error of the cell, not of the row).
    fn parent(&mut self, who: Who) -> Option<RosterParent> {
        let Who::Parent(relation, _) = who else { return None };
        let told = [
            Field::FullName,
            Field::Family,
            Field::Given,
            Field::Patronymic,
            Field::Phone,
            Field::Email,
            Field::Login,
        ];
        if told.iter().all(|field| self.cell(who, *field).is_empty()) {
            return None;
        }
        let name = self.name(who, RowEffect::CellIgnored)?;
        let written = self.parsed(who, Field::Relation, relation_of, "степень родства не понята");
        Some(RosterParent {
            name,
            relation: if relation == Relation::Parent { written.unwrap_or(relation) } else { relation },
            phone: self.phone(who),
            email: self.email(who),
            login: self.login(who),
        })
    }

    /// A cell read by `parse`; what it refuses is reported and ignored, an empty cell is none.
    fn parsed<T>(
        &mut self,
        who: Who,
        field: Field,
        parse: impl Fn(&str) -> Option<T>,
        complaint: &str,
    ) -> Option<T> {
        let cell = self.cell(who, field);
        if cell.is_empty() {
            return None;
        }
        let value = parse(cell);
        if value.is_none() {
            self.fault(who, field, RowEffect::CellIgnored, format!("{complaint}: «{}».", shorten(cell, 40)));
        }
        value
    }

    fn birth(&mut self) -> Option<dates::Date> {
        self.parsed(Who::Own, Field::Birth, dates::parse, "дата не понята, пишите день.месяц.год")
    }

    /// The first phone of the cell; more than one is reported.
    fn phone(&mut self, who: Who) -> Option<String> {
        let several = self
            .cell(who, Field::Phone)
            .split([',', ';', '/', '\n'])
            .filter(|part| !part.trim().is_empty())
            .count()
            > 1;
        let first = |cell: &str| cell.split([',', ';', '/', '\n']).find_map(names::phone);
        let phone =
            self.parsed(who, Field::Phone, first, "телефон не понят, нужно одиннадцать цифр с кодом")?;
        if several {
            self.fault(
                who,
                Field::Phone,
                RowEffect::CellIgnored,
                format!("в ячейке несколько телефонов, взят {phone}."),
            );
        }
        Some(phone)
    }

    fn email(&mut self, who: Who) -> Option<String> {
        self.parsed(who, Field::Email, names::email, "адрес электронной почты не понят")
    }

    fn login(&mut self, who: Who) -> Option<String> {
        let usable = |cell: &str| {
            let short =
                cell.chars().count() <= 64 && !cell.chars().any(|c| c.is_whitespace() || c.is_control());
            short.then(|| cell.to_owned())
        };
        self.parsed(who, Field::Login, usable, "логин длиннее 64 знаков или с пробелами")
    }

    fn text(&mut self, field: Field) -> Option<String> {
        let text = squeeze(self.cell(Who::Own, field));
        (!text.is_empty()).then(|| shorten(&text, 200))
    }

    fn subjects(&self) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for subject in self.cell(Who::Own, Field::Subjects).split([',', ';', '\n']).map(squeeze).take(100) {
            if !subject.is_empty() && !out.contains(&subject) {
                out.push(subject);
            }
        }
        out
    }

    fn homerooms(&mut self) -> Vec<ClassName> {
        let mut out: Vec<ClassName> = Vec::new();
        let cell = self.cell(Who::Own, Field::Homeroom);
        if matches!(fold(cell).as_str(), "нет" | "да") {
            return out;
        }
        for part in cell.split([',', ';', '\n']).map(str::trim).filter(|part| !part.is_empty()).take(12) {
            match names::class_name(part) {
                Some(class) if out.contains(&class) => {}
                Some(class) => out.push(class),
                None => {
                    let reason =
                        format!("класс «{}» не понят, пишите номер и букву: «7А».", shorten(part, 40));
                    self.fault(Who::Own, Field::Homeroom, RowEffect::CellIgnored, reason);
                }
            }
        }
        out
    }
}

fn sex(text: &str) -> Option<Sex> {
    match fold(text).trim_end_matches('.') {
        "м" | "муж" | "мужской" | "мальчик" | "m" | "male" => Some(Sex::Male),
        "ж" | "жен" | "женский" | "девочка" | "f" | "female" => Some(Sex::Female),
        _ => None,
    }
}

fn relation_of(text: &str) -> Option<Relation> {
    match fold(text).as_str() {
        "мать" | "мама" => Some(Relation::Mother),
        "отец" | "папа" => Some(Relation::Father),
        "родитель" => Some(Relation::Parent),
        "опекун"
        | "попечитель"
        | "опекун (попечитель)"
        | "бабушка"
        | "дедушка"
        | "законный представитель"
        | "приемный родитель"
        | "отчим"
        | "мачеха"
        | "тетя"
        | "дядя"
        | "брат"
        | "сестра" => Some(Relation::Guardian),
        _ => None,
    }
}

/// «Английский язык: гр1; Информатика: гр2» or just «гр1»; at most 50.
fn subgroups(text: &str) -> Vec<RosterSubgroup> {
    let mut out: Vec<RosterSubgroup> = Vec::new();
    for part in text.split([';', ',', '\n']).take(50) {
        let (subject, name) = part.rsplit_once(':').map_or(("", part), |(subject, name)| (subject, name));
        let (subject, name) = (shorten(subject, 200), shorten(name, 100));
        let subgroup = RosterSubgroup { subject: (!subject.is_empty()).then_some(subject), name };
        if !subgroup.name.is_empty() && !out.contains(&subgroup) {
            out.push(subgroup);
        }
    }
    out
}
