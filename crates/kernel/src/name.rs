//! A person's name.

use std::fmt;

/// Why a name was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// The family or the given name is empty.
    #[error("name-empty")]
    Empty,
    /// A part is longer than 100 characters.
    #[error("name-too-long")]
    TooLong,
    /// A part holds a control character or a digit.
    #[error("name-bad-character")]
    BadCharacter,
}

/// Фамилия, имя, отчество (the last may be absent).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonName {
    family: String,
    given: String,
    patronymic: Option<String>,
}

impl PersonName {
    /// Checks and trims the parts. An empty patronymic is none.
    pub fn new(family: &str, given: &str, patronymic: Option<&str>) -> Result<Self, NameError> {
        let part = |text: &str| -> Result<String, NameError> {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if text.chars().count() > 100 {
                return Err(NameError::TooLong);
            }
            if text.chars().any(|c| c.is_control() || c.is_ascii_digit() || c == '<' || c == '>') {
                return Err(NameError::BadCharacter);
            }
            Ok(text)
        };
        let (family, given) = (part(family)?, part(given)?);
        if family.is_empty() || given.is_empty() {
            return Err(NameError::Empty);
        }
        let patronymic = patronymic.map(part).transpose()?.filter(|p| !p.is_empty());
        Ok(Self { family, given, patronymic })
    }

    /// What the database holds was checked when it was written.
    #[must_use]
    pub fn stored(family: String, given: String, patronymic: Option<String>) -> Self {
        Self { family, given, patronymic }
    }

    /// Фамилия.
    #[must_use]
    pub fn family(&self) -> &str {
        &self.family
    }

    /// Имя.
    #[must_use]
    pub fn given(&self) -> &str {
        &self.given
    }

    /// Отчество.
    #[must_use]
    pub fn patronymic(&self) -> Option<&str> {
        self.patronymic.as_deref()
    }

    /// «Иванова Мария», as a class list is written.
    #[must_use]
    pub fn listed(&self) -> String {
        format!("{} {}", self.family, self.given)
    }

    /// «Иванова Мария Сергеевна».
    #[must_use]
    pub fn full(&self) -> String {
        self.to_string()
    }

    /// «Орлов Д. Н.», as a timetable writes a teacher.
    #[must_use]
    pub fn initials(&self) -> String {
        let mut text = self.family.clone();
        for part in [Some(self.given.as_str()), self.patronymic.as_deref()].into_iter().flatten() {
            if let Some(first) = part.chars().next() {
                text.push('\u{a0}');
                text.push(first);
                text.push('.');
            }
        }
        text
    }
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.family, self.given)?;
        match &self.patronymic {
            Some(p) => write!(f, " {p}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_a_name_as_schools_do() {
        let name = PersonName::new(" Орлов ", "Дмитрий", Some("Николаевич")).unwrap();
        assert_eq!(name.listed(), "Орлов Дмитрий");
        assert_eq!(name.initials(), "Орлов\u{a0}Д.\u{a0}Н.");
        assert_eq!(name.full(), "Орлов Дмитрий Николаевич");
    }

    #[test]
    fn refuses_what_is_no_name() {
        assert_eq!(PersonName::new("", "А", None), Err(NameError::Empty));
        assert_eq!(PersonName::new("А1", "Б", None), Err(NameError::BadCharacter));
        assert_eq!(PersonName::new(&"а".repeat(101), "Б", None), Err(NameError::TooLong));
    }
}
