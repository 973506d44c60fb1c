//! What a school tells about itself: card, news, documents, links; and what such data must look like.

use kernel::{Day, DocumentId, FileId, LinkId, Millis, NewsId, PersonId};

/// The longest line of a form, characters.
pub const LINE: usize = 200;
/// The longest text of a news item, characters.
pub const BODY: usize = 10_000;

/// The card: who it is and where it is found (сведения об организации).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Card {
    /// Full name.
    pub name: String,
    /// Short name.
    pub short_name: String,
    /// Town or village.
    pub locality: String,
    /// Street and house.
    pub address: String,
    /// Phone.
    pub phone: String,
    /// Address of the own site, or nothing.
    pub site: String,
    /// E-mail, or nothing.
    pub email: String,
    /// The head's name, or nothing.
    pub head: String,
    /// ИНН, ten digits, or nothing.
    pub inn: String,
    /// ОГРН, thirteen digits, or nothing.
    pub ogrn: String,
    /// Licence to teach: number and day, or nothing.
    pub license: String,
}

/// What a news item says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewsText {
    /// Title.
    pub title: String,
    /// Plain paragraphs.
    pub body: String,
    /// Shown to families from this day on.
    pub day: Day,
    /// Stands above the others.
    pub pinned: bool,
}

/// A news item (новость).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// Id.
    pub id: NewsId,
    /// What it says.
    pub text: NewsText,
    /// Grows with every change.
    pub version: i32,
    /// When it was taken back, if it was.
    pub removed_at: Option<Millis>,
}

impl News {
    /// Do families see it on that day?
    #[must_use]
    pub fn is_public(&self, today: Day) -> bool {
        self.removed_at.is_none() && self.text.day <= today
    }
}

/// Where a document stands (раздел).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// Учредительные документы.
    Founding,
    /// Образование: программы, учебный план.
    Education,
    /// Локальные акты и приказы.
    Orders,
    /// Безопасность.
    Safety,
    /// Финансы.
    Finance,
    /// Другое.
    Other,
}

impl Section {
    /// Every section in the order of the page.
    pub const ALL: [Self; 6] =
        [Self::Founding, Self::Education, Self::Orders, Self::Safety, Self::Finance, Self::Other];

    /// The code of the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Founding => "founding",
            Self::Education => "education",
            Self::Orders => "orders",
            Self::Safety => "safety",
            Self::Finance => "finance",
            Self::Other => "other",
        }
    }

    /// Back from the code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.code() == code)
    }
}

/// A document (документ) with the file that is shown now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Id.
    pub id: DocumentId,
    /// Title.
    pub title: String,
    /// Where it stands.
    pub section: Section,
    /// Its file.
    pub file: FileId,
    /// Grows with every change.
    pub version: i32,
    /// When it last changed.
    pub changed_at: Millis,
    /// When it was removed, if it was.
    pub removed_at: Option<Millis>,
}

/// What happened to a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It came.
    Added,
    /// Another title or section.
    Renamed,
    /// Another file.
    Replaced,
    /// It is shown no longer.
    Removed,
    /// It is shown again.
    Restored,
}

impl Change {
    /// The code of the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Renamed => "renamed",
            Self::Replaced => "replaced",
            Self::Removed => "removed",
            Self::Restored => "restored",
        }
    }

    /// Back from the code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Added, Self::Renamed, Self::Replaced, Self::Removed, Self::Restored]
            .into_iter()
            .find(|change| change.code() == code)
    }
}

/// A line of a document's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentChange {
    /// What happened.
    pub change: Change,
    /// The title from then on.
    pub title: String,
    /// The file from then on.
    pub file: FileId,
    /// When.
    pub changed_at: Millis,
    /// Who did it.
    pub changed_by: Option<PersonId>,
}

/// A useful link (полезная ссылка).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Id.
    pub id: LinkId,
    /// What is read.
    pub title: String,
    /// An address that begins with `https://`.
    pub address: String,
    /// Its place among the others.
    pub ordinal: i32,
}

/// The address as a link may carry it: `https://`, a host, nothing that could mislead; at most 500 characters.
#[must_use]
pub fn secure_address(typed: &str) -> Option<String> {
    let rest = typed.strip_prefix("https://")?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let clean =
        typed.chars().all(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '"' | '<' | '>' | '\\'));
    let named = host.contains('.') && !host.contains('@') && !host.starts_with('.') && !host.ends_with('.');
    (clean && named && typed.chars().count() <= 500).then(|| typed.to_owned())
}

/// A site as people type it: «school1.ru» means `https://school1.ru`.
#[must_use]
pub fn site(typed: &str) -> Option<String> {
    let typed = typed.strip_prefix("http://").unwrap_or(typed);
    if typed.starts_with("https://") {
        secure_address(typed)
    } else {
        secure_address(&format!("https://{typed}"))
    }
}

/// Could it be an e-mail address? Only a letter tells whether it is.
#[must_use]
pub fn is_email(typed: &str) -> bool {
    let Some((name, host)) = typed.split_once('@') else { return false };
    !name.is_empty()
        && host.contains('.')
        && !host.contains('@')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && typed.len() <= 200
        && typed
            .chars()
            .all(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>' | ',' | ';' | '"'))
}

fn digits(typed: &str, count: usize) -> Option<Vec<u32>> {
    let digits: Option<Vec<u32>> = typed.chars().map(|c| c.to_digit(10)).collect();
    digits.filter(|digits| digits.len() == count)
}

/// Is it the ИНН of an organisation: ten digits, the last one a check (приказ ФНС ЕД-7-14/559@)?
#[must_use]
pub fn is_inn(typed: &str) -> bool {
    let Some(digits) = digits(typed, 10) else { return false };
    let sum: u32 =
        digits.iter().zip([2, 4, 10, 3, 5, 9, 4, 6, 8]).map(|(digit, weight)| digit * weight).sum();
    digits.last() == Some(&(sum % 11 % 10))
}

/// Is it an ОГРН: thirteen digits, the last one a check?
#[must_use]
pub fn is_ogrn(typed: &str) -> bool {
    let Some(digits) = digits(typed, 13) else { return false };
    let number = digits.iter().take(12).fold(0_u64, |number, digit| number * 10 + u64::from(*digit));
    digits.last().map(|digit| u64::from(*digit)) == Some(number % 11 % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_an_organisation_carry_their_check() {
        // Those of the tax service itself.
        assert!(is_inn("7707329152") && is_ogrn("1047707030513"));
        for wrong in ["7707329153", "770732915", "77073291521", "770732915x", ""] {
            assert!(!is_inn(wrong), "{wrong}");
        }
        for wrong in ["1047707030514", "104770703051", ""] {
            assert!(!is_ogrn(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_link_is_https_to_a_named_host() {
        for right in ["https://example.ru", "https://пример.рф/раздел?x=1#y", "https://a.b:8443/"]
        {
            assert_eq!(secure_address(right).as_deref(), Some(right));
        }
        for wrong in [
            "http://example.ru",
            "javascript:alert(1)",
            "https://",
            "https://localhost",
            "https://bank.ru@evil.example",
            "https://a.ru/\"onclick=x",
            "https://a.ru /x",
            "//example.ru",
        ] {
            assert_eq!(secure_address(wrong), None, "{wrong}");
        }
        assert_eq!(site("school1.ru").as_deref(), Some("https://school1.ru"));
        assert_eq!(site("http://school1.ru/").as_deref(), Some("https://school1.ru/"));
        assert_eq!(site("просто слова"), None);
    }

    #[test]
    fn an_email_has_a_name_and_a_host() {
        assert!(is_email("school1@edu.example.ru"));
        for wrong in ["school1", "@a.ru", "a@b", "a b@c.ru", "a@b.ru, c@d.ru", "a@@b.ru"] {
            assert!(!is_email(wrong), "{wrong}");
        }
    }
}
