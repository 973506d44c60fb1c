//! Persons, families, accounts.

use kernel::{AccountId, Day, InstitutionId, Millis, PersonId, PersonName, Snils};

use super::codes;

codes! {
    /// Sex, as documents write it.
    Sex {
        /// Женский.
        Female = "f",
        /// Мужской.
        Male = "m",
    }
}

codes! {
    /// What a grown-up is to a child (степень родства).
    Relation {
        /// Мать.
        Mother = "mother",
        /// Отец.
        Father = "father",
        /// Опекун, попечитель.
        Guardian = "guardian",
        /// Another legal representative.
        Other = "other",
    }
}

codes! {
    /// What somebody does at an institution (роль).
    Role {
        /// Учитель, преподаватель.
        Teacher = "teacher",
        /// Заместитель директора (завуч).
        Deputy = "deputy",
        /// Директор.
        Director = "director",
        /// Администратор системы в организации.
        Admin = "admin",
        /// Столовая.
        Canteen = "canteen",
        /// Библиотекарь.
        Librarian = "librarian",
        /// Охрана.
        Guard = "guard",
        /// Заведующий детским садом.
        KindergartenHead = "kindergarten_head",
        /// Сотрудник муниципального управления образования.
        Municipal = "municipal",
        /// Сотрудник регионального департамента.
        Department = "department",
        /// Оператор системы.
        Operator = "operator",
    }
}

/// A person as most questions need one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Id.
    pub id: PersonId,
    /// Name.
    pub name: PersonName,
    /// Birth day.
    pub birth_day: Option<Day>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Phone, `+7…`.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
}

/// What is needed to write a person down.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// Name.
    pub name: PersonName,
    /// Birth day.
    pub birth_day: Option<Day>,
    /// Sex.
    pub sex: Option<Sex>,
    /// СНИЛС.
    pub snils: Option<Snils>,
    /// Phone, `+7…`.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
}

/// How names are compared and searched: lower case, ё as е, single spaces.
#[must_use]
pub fn search_key(text: &str) -> String {
    text.to_lowercase().replace('ё', "е").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a person typed to sign in, as it is compared: logins don't know case.
#[must_use]
pub fn login_key(typed: &str) -> String {
    typed.trim().to_lowercase()
}

/// An account as sign-in needs it.
#[derive(Debug, Clone)]
pub struct Account {
    /// Id.
    pub id: AccountId,
    /// Whose.
    pub person: PersonId,
    /// Login, lower case.
    pub login: String,
    /// argon2id in PHC form.
    pub password_hash: String,
    /// Must the password be changed before anything else?
    pub must_change: bool,
    /// May nobody sign in?
    pub locked: bool,
}

impl Account {
    /// Has the person chosen or been given a password? If not, only a one-time code signs in.
    #[must_use]
    pub fn has_password(&self) -> bool {
        self.password_hash != crate::password::NONE
    }
}

/// A signed-in person, as read with a session.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The session's public number (for «end this session»).
    pub session: i64,
    /// The account.
    pub account: AccountId,
    /// The person.
    pub person: PersonId,
    /// Name.
    pub name: PersonName,
    /// Login.
    pub login: String,
    /// The language chosen in the profile, `ru` or `en`.
    pub locale: Option<String>,
    /// Must the password be changed before anything else?
    pub must_change: bool,
    /// When the session began.
    pub created_at: Millis,
    /// When the session was last seen.
    pub seen_at: Millis,
    /// What the person does where.
    pub roles: Vec<(InstitutionId, Role)>,
    /// Is somebody's confirmed guardian.
    pub is_guardian: bool,
    /// Is or was a pupil somewhere.
    pub is_pupil: bool,
}

/// A session in the list of one's own.
#[derive(Debug, Clone)]
pub struct SessionInfo {
    /// Public number.
    pub id: i64,
    /// What the browser called itself.
    pub agent: String,
    /// From where.
    pub address: String,
    /// Begun.
    pub created_at: Millis,
    /// Last seen.
    pub seen_at: Millis,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_names_without_case_and_yo() {
        assert_eq!(search_key("  Фёдорова   АННА "), "федорова анна");
        assert_eq!(login_key(" Parent "), "parent");
    }

    #[test]
    fn codes_go_there_and_back() {
        for role in Role::ALL {
            assert_eq!(Role::from_code(role.code()), Some(*role));
        }
        assert_eq!(Role::from_code("king"), None);
    }
}
