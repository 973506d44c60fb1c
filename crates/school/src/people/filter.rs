//! What a list can be asked for: words of a name, class or grade, who is here and who is gone, what is missing; its order
//! and the page. Pure: a roll goes in, the rows of the page come out.

use kernel::ClassId;
use registry::NameQuery;
use registry::read::{Presence, RollParent, RollPerson, RollPupil, RollStaff, SignIn};

/// Rows of a page.
pub const PAGE: usize = 50;

/// Who is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum State {
    /// Who is here.
    #[default]
    Present,
    /// Who is gone.
    Departed,
    /// Who was put into the archive.
    Archived,
    /// Everybody.
    All,
}

/// What is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lack {
    /// Nothing is asked.
    #[default]
    Nothing,
    /// Has no account.
    Account,
    /// Has one and never signed in.
    SignIn,
    /// Has no СНИЛС.
    Snils,
}

/// By what the list is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// By name.
    #[default]
    Name,
    /// By class (position, for staff), then by name.
    Class,
    /// By birth day, then by name.
    Birth,
}

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// What was typed.
    pub typed: String,
    /// A class.
    pub class: Option<ClassId>,
    /// A grade.
    pub grade: Option<i32>,
    /// Here or gone.
    pub state: State,
    /// What is missing.
    pub lack: Lack,
    /// Order.
    pub order: Order,
    /// The other way round.
    pub descending: bool,
    /// From 0.
    pub page: usize,
}

impl State {
    /// Every one with its code in addresses.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Present, "present"),
        (Self::Departed, "departed"),
        (Self::Archived, "archive"),
        (Self::All, "all"),
    ];

    fn fits(self, presence: Presence) -> bool {
        match self {
            Self::Present => presence == Presence::Present,
            Self::Departed => presence == Presence::Departed,
            Self::Archived => presence == Presence::Archived,
            Self::All => true,
        }
    }
}

impl Lack {
    /// Every one with its code in addresses.
    pub const ALL: [(Self, &'static str); 4] =
        [(Self::Nothing, ""), (Self::Account, "account"), (Self::SignIn, "sign-in"), (Self::Snils, "snils")];

    fn fits(self, person: &RollPerson) -> bool {
        match self {
            Self::Nothing => true,
            Self::Account => person.sign_in == SignIn::NoAccount,
            Self::SignIn => person.sign_in == SignIn::Never,
            Self::Snils => person.snils.is_none(),
        }
    }
}

impl Order {
    /// Every one with its code in addresses.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Name, "name"), (Self::Class, "class"), (Self::Birth, "birth")];
}

fn coded<T: Copy + PartialEq>(all: &[(T, &'static str)], value: T) -> &'static str {
    all.iter().find(|(one, _)| *one == value).map_or("", |(_, code)| code)
}

fn decoded<T: Copy + Default>(all: &[(T, &'static str)], code: &str) -> T {
    all.iter().find(|(_, known)| *known == code).map_or_else(T::default, |(one, _)| *one)
}

impl Asked {
    /// From the names and values of an address; what is not understood is as if not asked.
    pub fn from_pairs<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut asked = Self::default();
        for (name, value) in pairs {
            match name {
                "q" => asked.typed = value.trim().chars().take(100).collect(),
                "class" => asked.class = value.parse().ok(),
                "grade" => asked.grade = value.parse().ok(),
                "state" => asked.state = decoded(&State::ALL, value),
                "lack" => asked.lack = decoded(&Lack::ALL, value),
                "sort" => {
                    asked.descending = value.starts_with('-');
                    asked.order = decoded(&Order::ALL, value.trim_start_matches('-'));
                }
                "page" => asked.page = value.parse::<usize>().unwrap_or(1).clamp(1, 10_000) - 1,
                _ => {}
            }
        }
        asked
    }

    /// The names and values of the address that asks the same, without the page.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let sign = if self.descending { "-" } else { "" };
        let sort = format!("{sign}{}", coded(&Order::ALL, self.order));
        let all = [
            ("q", self.typed.clone(), ""),
            ("class", self.class.map(|c| c.to_string()).unwrap_or_default(), ""),
            ("grade", self.grade.map(|g| g.to_string()).unwrap_or_default(), ""),
            ("state", coded(&State::ALL, self.state).to_owned(), "present"),
            ("lack", coded(&Lack::ALL, self.lack).to_owned(), ""),
            ("sort", sort, "name"),
        ];
        all.into_iter()
            .filter(|(_, value, usual)| value != usual && !value.is_empty())
            .map(|(name, value, _)| (name, value))
            .collect()
    }

    /// Is anything asked besides the order?
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        !self.typed.is_empty()
            || self.class.is_some()
            || self.grade.is_some()
            || self.state != State::Present
            || self.lack != Lack::Nothing
    }
}

/// A row of any roll, as the filter sees it.
pub trait Row {
    /// The person.
    fn person(&self) -> &RollPerson;
    /// Here or gone.
    fn presence(&self) -> Presence;
    /// Has to do with this class?
    fn is_of_class(&self, class: ClassId) -> bool;
    /// Has to do with this grade?
    fn is_of_grade(&self, grade: i32) -> bool;
    /// What [`Order::Class`] compares.
    fn class_key(&self) -> (i32, String);
}

impl Row for RollPupil {
    fn person(&self) -> &RollPerson {
        &self.person
    }

    fn presence(&self) -> Presence {
        self.presence
    }

    fn is_of_class(&self, class: ClassId) -> bool {
        self.class == class
    }

    fn is_of_grade(&self, grade: i32) -> bool {
        self.grade == grade
    }

    fn class_key(&self) -> (i32, String) {
        (self.grade, self.class_name.clone())
    }
}

impl Row for RollParent {
    fn person(&self) -> &RollPerson {
        &self.person
    }

    /// A parent is here as long as a child is.
    fn presence(&self) -> Presence {
        self.children.iter().map(|child| child.presence).min().unwrap_or(Presence::Departed)
    }

    fn is_of_class(&self, class: ClassId) -> bool {
        self.children.iter().any(|child| child.class == class)
    }

    fn is_of_grade(&self, grade: i32) -> bool {
        self.children.iter().any(|child| child.grade == grade)
    }

    fn class_key(&self) -> (i32, String) {
        self.children.first().map_or((0, String::new()), |child| (child.grade, child.class_name.clone()))
    }
}

impl Row for RollStaff {
    fn person(&self) -> &RollPerson {
        &self.person
    }

    fn presence(&self) -> Presence {
        self.presence
    }

    fn is_of_class(&self, _: ClassId) -> bool {
        true
    }

    fn is_of_grade(&self, _: i32) -> bool {
        true
    }

    fn class_key(&self) -> (i32, String) {
        (0, registry::search_key(&self.position))
    }
}

/// The rows of a roll (which is in the order of names) that are asked for, in the order asked for. When nobody's name
/// begins as typed, those with a typing error are meant.
pub fn choose<'a, R: Row>(roll: &'a [R], asked: &Asked) -> Vec<&'a R> {
    let query = NameQuery::parse(&asked.typed);
    let fitting: Vec<&R> = roll
        .iter()
        .filter(|row| asked.state.fits(row.presence()) && asked.lack.fits(row.person()))
        .filter(|row| asked.class.is_none_or(|class| row.is_of_class(class)))
        .filter(|row| asked.grade.is_none_or(|grade| row.is_of_grade(grade)))
        .collect();
    let mut rows = match &query {
        None => fitting,
        Some(query) => {
            let exact: Vec<&R> =
                fitting.iter().copied().filter(|row| query.begins(&row.person().key)).collect();
            if exact.is_empty() {
                fitting.into_iter().filter(|row| query.resembles(&row.person().key)).collect()
            } else {
                exact
            }
        }
    };
    match asked.order {
        Order::Name => {}
        Order::Class => rows.sort_by_cached_key(|row| row.class_key()),
        Order::Birth => rows.sort_by_key(|row| row.person().birth_day),
    }
    if asked.descending {
        rows.reverse();
    }
    rows
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails loudly")]
    use super::*;
    use kernel::{Day, PersonId, PersonName};

    fn pupil(id: i64, family: &str, given: &str, class: i64, presence: Presence) -> RollPupil {
        let name = PersonName::new(family, given, None).unwrap();
        RollPupil {
            person: RollPerson {
                id: PersonId(id),
                key: registry::name_key(&name.full()),
                name,
                birth_day: Day::new(2013, 1, i8::try_from(id).unwrap()).ok(),
                snils: (id == 1).then(|| "11223344595".to_owned()),
                phone: None,
                email: None,
                sign_in: if id == 2 { SignIn::NoAccount } else { SignIn::Used },
            },
            class: ClassId(class),
            class_name: format!("{class}А"),
            grade: i32::try_from(class).unwrap(),
            first_day: Day::new(2026, 9, 1).unwrap(),
            last_day: None,
            presence,
        }
    }

    fn ids(roll: &[RollPupil], query: &str) -> Vec<i64> {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        choose(roll, &Asked::from_pairs(pairs)).iter().map(|row| row.person.id.0).collect()
    }

    #[test]
    fn filters_search_and_orders() {
        let roll = [
            pupil(3, "Абрамов", "Пётр", 10, Presence::Present),
            pupil(1, "Иванова", "Мария", 9, Presence::Present),
            pupil(2, "Орлов", "Пётр", 7, Presence::Present),
            pupil(4, "Яковлев", "Тимур", 7, Presence::Archived),
        ];
        assert_eq!(ids(&roll, ""), [3, 1, 2]);
        assert_eq!(ids(&roll, "state=all"), [3, 1, 2, 4]);
        assert_eq!(ids(&roll, "state=archive"), [4]);
        assert_eq!(ids(&roll, "q=петр орл"), [2]);
        assert_eq!(ids(&roll, "q=ивонова"), [1], "a typing error");
        assert_eq!(ids(&roll, "grade=7"), [2]);
        assert_eq!(ids(&roll, "class=9"), [1]);
        assert_eq!(ids(&roll, "lack=account"), [2]);
        assert_eq!(ids(&roll, "lack=snils"), [3, 2]);
        assert_eq!(ids(&roll, "sort=class"), [2, 1, 3], "10 stands after 9");
        assert_eq!(ids(&roll, "sort=-birth"), [3, 2, 1]);
    }

    #[test]
    fn an_address_asks_again_for_the_same() {
        let asked = Asked::from_pairs(
            [
                ("q", "ива"),
                ("state", "all"),
                ("sort", "-class"),
                ("page", "3"),
                ("lack", "snils"),
                ("x", "y"),
            ]
            .into_iter(),
        );
        assert_eq!(asked.page, 2);
        let pairs = asked.pairs();
        assert_eq!(
            pairs,
            [("q", "ива"), ("state", "all"), ("lack", "snils"), ("sort", "-class")]
                .map(|(name, value)| (name, value.to_owned()))
        );
        assert!(Asked::default().pairs().is_empty() && !Asked::default().is_narrowed());
    }
}
