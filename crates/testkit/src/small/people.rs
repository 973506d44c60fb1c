//! Everybody of the small region.

use kernel::{Day, PersonId, PersonName};
use registry::write as reg;
use registry::{NewPerson, Relation, Sex};
use store::WriteTx;

use super::LOGINS;

/// Key (the login, for those who have one), full name, birth day, sex.
type Somebody = (&'static str, &'static str, (i16, i8, i8), Sex);

const EVERYBODY: [Somebody; 27] = [
    ("teacher", "Орлов Дмитрий Николаевич", (1980, 3, 14), Sex::Male),
    ("classteacher", "Смирнова Ольга Викторовна", (1975, 6, 2), Sex::Female),
    ("parent", "Иванова Елена Петровна", (1988, 1, 20), Sex::Female),
    ("newparent", "Новикова Анна Игоревна", (1990, 9, 9), Sex::Female),
    ("pupil", "Иванова Мария Сергеевна", (2013, 5, 4), Sex::Female),
    ("student", "Белов Артём Олегович", (2009, 2, 11), Sex::Male),
    ("admin", "Админова Ирина Юрьевна", (1985, 4, 1), Sex::Female),
    ("deputy", "Завучева Татьяна Львовна", (1970, 7, 7), Sex::Female),
    ("director", "Директоров Пётр Ильич", (1968, 10, 30), Sex::Male),
    ("canteen", "Поварова Нина Андреевна", (1972, 12, 12), Sex::Female),
    ("librarian", "Книгина Вера Павловна", (1965, 8, 8), Sex::Female),
    ("guard", "Стражев Иван Иванович", (1960, 5, 5), Sex::Male),
    ("kindergarten", "Садова Галина Борисовна", (1971, 3, 3), Sex::Female),
    ("municipal", "Городова Лидия Сергеевна", (1979, 2, 2), Sex::Female),
    ("department", "Краева Софья Максимовна", (1982, 1, 1), Sex::Female),
    ("operator", "Серов Олег Павлович", (1991, 11, 11), Sex::Male),
    ("otherparent", "Чужов Пётр Ильич", (1987, 6, 6), Sex::Male),
    ("otherpupil", "Чужов Илья Петрович", (2017, 6, 16), Sex::Male),
    ("otherteacher", "Соседова Раиса Олеговна", (1977, 7, 17), Sex::Female),
    ("otheradmin", "Дальнева Инна Романовна", (1983, 8, 18), Sex::Female),
    ("classmateparent", "Кузнецов Сергей Анатольевич", (1984, 9, 19), Sex::Male),
    ("sibling", "Иванов Павел Сергеевич", (2017, 3, 21), Sex::Male),
    ("a2", "Кузнецов Илья Сергеевич", (2013, 7, 7), Sex::Male),
    ("a3", "Фёдорова Анна Романовна", (2013, 11, 2), Sex::Female),
    ("b1", "Абрамов Глеб Денисович", (2013, 1, 15), Sex::Male),
    ("b2", "Зайцева Дарья Ивановна", (2013, 4, 25), Sex::Female),
    ("b3", "Яковлев Тимур Маратович", (2012, 12, 29), Sex::Male),
];

/// Who has which number.
pub struct People(Vec<PersonId>);

impl People {
    /// Writes everybody down, with sign-ins and families.
    pub fn add(tx: &mut WriteTx<'_>, hash: &str) -> journal::Result<Self> {
        let new: Vec<NewPerson> = EVERYBODY
            .iter()
            .map(|(_, name, (year, month, day), sex)| {
                let mut parts = name.split(' ');
                let (family, given) = (parts.next().unwrap(), parts.next().unwrap());
                NewPerson {
                    name: PersonName::new(family, given, parts.next()).unwrap(),
                    birth_day: Some(Day::new(*year, *month, *day).unwrap()),
                    sex: Some(*sex),
                    snils: None,
                    phone: None,
                    email: None,
                }
            })
            .collect();
        let people = Self(reg::add_persons(tx, &new, crate::NOW)?);
        for login in LOGINS {
            let account = reg::NewAccount {
                person: people.id(login),
                login: login.to_owned(),
                email: None,
                phone: None,
                password_hash: hash.to_owned(),
                must_change: false,
            };
            reg::add_account(tx, &account, crate::NOW)?;
        }
        for (guardian, child, relation) in [
            ("parent", "pupil", Relation::Mother),
            ("parent", "sibling", Relation::Mother),
            ("otherparent", "otherpupil", Relation::Father),
            ("classmateparent", "a2", Relation::Father),
        ] {
            reg::add_guardian(tx, people.id(guardian), people.id(child), relation, crate::NOW)?;
        }
        Ok(people)
    }

    /// The person of a key.
    pub fn id(&self, key: &str) -> PersonId {
        let at = EVERYBODY.iter().position(|(known, ..)| *known == key);
        self.0[at.unwrap_or_else(|| panic!("nobody is called {key}"))]
    }

    /// 7А by name.
    pub fn class_a(&self) -> Vec<PersonId> {
        ["pupil", "a2", "a3"].map(|key| self.id(key)).to_vec()
    }

    /// 7Б by name.
    pub fn class_b(&self) -> Vec<PersonId> {
        ["b1", "b2", "b3"].map(|key| self.id(key)).to_vec()
    }
}
