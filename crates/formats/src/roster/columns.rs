//! Which column of a sheet holds what, by its heading.

use std::collections::HashMap;

use super::Relation;
use crate::text::{shorten, tokens};

/// What a sheet lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Pupils,
    Staff,
}

/// What a column holds of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Field {
    Class,
    FullName,
    Family,
    Given,
    Patronymic,
    Birth,
    Sex,
    Snils,
    Subgroups,
    Login,
    Phone,
    Email,
    Position,
    Subjects,
    Homeroom,
    Role,
    Relation,
}

/// Of whom: the row's own person, or one of the parents by relation and number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Who {
    Own,
    Parent(Relation, u8),
}

/// Columns of one sheet.
#[derive(Debug)]
pub(super) struct Columns {
    pub(super) kind: Kind,
    places: HashMap<(Who, Field), usize>,
    /// The parents that have columns, in the order of their first one.
    pub(super) parents: Vec<Who>,
    headings: Vec<String>,
    pub(super) ignored: Vec<String>,
}

impl Columns {
    /// Reads the headings.
    ///
    /// # Errors
    /// The columns that are missing, quoted, in Russian.
    pub(super) fn new(header: &[String]) -> Result<Self, String> {
        let read: Vec<Option<(Who, Field)>> = header.iter().map(|heading| recognise(heading)).collect();
        let has =
            |field: Field| read.iter().flatten().any(|(who, found)| *who == Who::Own && *found == field);
        let named = has(Field::FullName) || (has(Field::Family) && has(Field::Given));
        let kind = if has(Field::Position) {
            Kind::Staff
        } else if has(Field::Class) {
            Kind::Pupils
        } else {
            return Err("«Класс» (для учеников) или «Должность» (для сотрудников)".to_owned());
        };
        if !named {
            return Err("«ФИО» или «Фамилия» и «Имя»".to_owned());
        }
        let mut columns = Self {
            kind,
            places: HashMap::new(),
            parents: Vec::new(),
            headings: header.to_vec(),
            ignored: Vec::new(),
        };
        for (place, found) in read.into_iter().enumerate() {
            let known = found.and_then(|(who, field)| columns.meaning(who, field));
            if let Some((who, field)) = known
                && !columns.places.contains_key(&(who, field))
            {
                columns.places.insert((who, field), place);
                if who != Who::Own && !columns.parents.contains(&who) {
                    columns.parents.push(who);
                }
            } else if let Some(heading) = header.get(place).filter(|heading| !heading.is_empty()) {
                columns.ignored.push(shorten(heading, 80));
            }
        }
        Ok(columns)
    }

    /// Columns whose meaning somebody has chosen.
    ///
    /// # Errors
    /// The columns that are missing, quoted, in Russian.
    pub(super) fn chosen(
        kind: Kind,
        header: &[String],
        meanings: &[Option<(Who, Field)>],
    ) -> Result<Self, String> {
        let mut columns = Self {
            kind,
            places: HashMap::new(),
            parents: Vec::new(),
            headings: header.to_vec(),
            ignored: Vec::new(),
        };
        for (place, meaning) in meanings.iter().enumerate() {
            let known = meaning.and_then(|(who, field)| columns.meaning(who, field));
            if let Some((who, field)) = known
                && !columns.places.contains_key(&(who, field))
            {
                columns.places.insert((who, field), place);
                if who != Who::Own && !columns.parents.contains(&who) {
                    columns.parents.push(who);
                }
            } else if let Some(heading) = header.get(place).filter(|heading| !heading.is_empty()) {
                columns.ignored.push(shorten(heading, 80));
            }
        }
        let has = |field| columns.place(Who::Own, field).is_some();
        if kind == Kind::Pupils && !has(Field::Class) {
            return Err("«Класс»".to_owned());
        }
        let named = has(Field::FullName) || (has(Field::Family) && has(Field::Given));
        if !named {
            return Err("«ФИО» или «Фамилия» и «Имя»".to_owned());
        }
        Ok(columns)
    }

    /// What a field means in a sheet of this kind; `None` where it means nothing.
    fn meaning(&self, who: Who, field: Field) -> Option<(Who, Field)> {
        match (self.kind, who, field) {
            (Kind::Staff, Who::Own, Field::Class) => Some((who, Field::Homeroom)),
            (Kind::Staff, Who::Parent(..), _)
            | (Kind::Staff, _, Field::Sex | Field::Subgroups | Field::Relation) => None,
            (
                Kind::Pupils,
                Who::Own,
                Field::Position | Field::Subjects | Field::Homeroom | Field::Role | Field::Relation,
            ) => None,
            _ => Some((who, field)),
        }
    }

    /// The column of a field, from 0.
    pub(super) fn place(&self, who: Who, field: Field) -> Option<usize> {
        self.places.get(&(who, field)).copied()
    }

    /// The heading of a column as written.
    pub(super) fn heading(&self, place: usize) -> &str {
        self.headings.get(place).map(String::as_str).unwrap_or_default()
    }
}

/// Meaning of a heading.
pub(super) fn recognise(heading: &str) -> Option<(Who, Field)> {
    if heading.len() > 200 {
        return None;
    }
    let mut relation = None;
    let mut number = 1;
    let mut rest: Vec<String> = Vec::new();
    for word in tokens(heading) {
        match word.as_str() {
            "родитель" | "родителя" | "родители" | "родителей" | "представитель" | "представителя" =>
            {
                relation = relation.or(Some(Relation::Parent));
            }
            "опекун" | "опекуна" | "попечитель" | "попечителя" => {
                relation = Some(Relation::Guardian)
            }
            "мать" | "матери" | "мама" | "мамы" => relation = Some(Relation::Mother),
            "отец" | "отца" | "папа" | "папы" => relation = Some(Relation::Father),
            // Words that only say whose column it is.
            "законный"
            | "законного"
            | "ученика"
            | "учащегося"
            | "обучающегося"
            | "ребенка"
            | "сотрудника"
            | "учителя"
            | "педагога"
            | "работника"
            | "полностью"
            | "го" => {}
            digits if digits.bytes().all(|b| b.is_ascii_digit()) => {
                number = digits.parse().ok().filter(|n| (1..=9).contains(n))?
            }
            _ => rest.push(word),
        }
    }
    let rest = rest.join(" ");
    match relation {
        Some(relation) => {
            let field = if rest.is_empty() || rest == "й" { Field::FullName } else { field(&rest)? };
            Some((Who::Parent(relation, number), field))
        }
        None if number == 1 => field(&rest).map(|field| (Who::Own, field)),
        None => None,
    }
}

fn field(words: &str) -> Option<Field> {
    Some(match words {
        "класс" | "класс обучения" | "учебный класс" => Field::Class,
        "фио"
        | "ф и о"
        | "фамилия имя отчество"
        | "фамилия имя"
        | "ученик"
        | "учащийся"
        | "обучающийся"
        | "сотрудник"
        | "учитель" => Field::FullName,
        "фамилия" => Field::Family,
        "имя" => Field::Given,
        "отчество" | "отчество при наличии" => Field::Patronymic,
        "дата рождения" | "д р" | "др" | "рождение" | "день рождения" | "дата рожд" => {
            Field::Birth
        }
        "пол" => Field::Sex,
        "снилс" | "номер снилс" => Field::Snils,
        "подгруппы" | "подгруппа" | "группы" | "группа" => Field::Subgroups,
        "логин" | "login" | "имя пользователя" | "учетная запись" => {
            Field::Login
        }
        "телефон"
        | "тел"
        | "номер телефона"
        | "мобильный"
        | "мобильный телефон"
        | "сотовый"
        | "сотовый телефон"
        | "контактный телефон"
        | "моб телефон" => Field::Phone,
        "эл почта"
        | "электронная почта"
        | "почта"
        | "email"
        | "e mail"
        | "mail"
        | "адрес электронной почты"
        | "эл адрес"
        | "электронный адрес"
        | "имейл" => Field::Email,
        "должность" | "должности" => Field::Position,
        "предметы" | "предмет" | "преподаваемые предметы" | "преподает" => {
            Field::Subjects
        }
        "классное руководство"
        | "классный руководитель"
        | "кл руководство"
        | "кл рук"
        | "классное рук во"
        | "руководство классом" => Field::Homeroom,
        "роль" | "роли" | "роль в системе" => Field::Role,
        "степень родства" | "родство" | "кем приходится" | "кто" => {
            Field::Relation
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_have_synonyms() {
        let own = |field| Some((Who::Own, field));
        for (heading, expected) in [
            ("КЛАСС", own(Field::Class)),
            ("Ф.И.О. ученика", own(Field::FullName)),
            ("Дата рождения", own(Field::Birth)),
            ("E-mail", own(Field::Email)),
            ("Эл. почта", own(Field::Email)),
            ("Мать", Some((Who::Parent(Relation::Mother, 1), Field::FullName))),
            ("ФИО матери", Some((Who::Parent(Relation::Mother, 1), Field::FullName))),
            ("Отец: телефон", Some((Who::Parent(Relation::Father, 1), Field::Phone))),
            ("Родитель 2 эл. почта", Some((Who::Parent(Relation::Parent, 2), Field::Email))),
            ("Телефон 2-го родителя", Some((Who::Parent(Relation::Parent, 2), Field::Phone))),
            ("Законный представитель 1, фамилия", Some((Who::Parent(Relation::Parent, 1), Field::Family))),
            ("Учётная запись", own(Field::Login)),
            ("№ п/п", None),
            ("Адрес", None),
        ] {
            assert_eq!(recognise(heading), expected, "{heading}");
        }
    }
}
