//! Normal forms of what people type by hand: class names, teachers' names, phones, e-mail, SNILS.

use std::fmt;

use crate::text::{fold, squeeze};

/// Name of a school class: «7А» is grade 7, letter «А».
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClassName {
    /// Grade (параллель), 1–12.
    pub grade: u8,
    /// Letter (литера) in Russian capitals; empty for the only class of a grade.
    pub letter: String,
}

impl fmt::Display for ClassName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.grade, self.letter)
    }
}

/// Reads a class name: «7 а», «7-А», «7 "А" класс» and «7A» with a Latin letter are all 7А.
///
/// A letter is one or two Russian letters («10ФМ»). Latin letters count where they look the same as a Russian capital;
/// a Latin «b» looks like none and is refused, as are names with anything else in them («5А гр1»).
#[must_use]
pub fn class_name(text: &str) -> Option<ClassName> {
    if text.len() > 64 || !text.trim_start().starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let text = squeeze(text);
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.strip_suffix(rest)?;
    if digits.len() > 2 {
        return None;
    }
    let grade: u8 = digits.parse().ok().filter(|grade| (1..=12).contains(grade))?;
    let mut rest = rest.trim_start_matches(|c: char| {
        c.is_whitespace()
            || matches!(c, '-' | '–' | '—' | '.' | '_' | '/' | '"' | '«' | '“' | '„' | '\'' | '(')
    });
    for word in ["класс", "кл.", "кл", "Класс", "КЛАСС"] {
        if let Some(before) = rest.strip_suffix(word)
            && (before.is_empty() || before.ends_with([' ', '"', '»', '”', '\'']))
        {
            rest = before;
            break;
        }
    }
    let rest = rest.trim_end_matches([' ', '"', '»', '”', '“', '\'', ')']);
    if rest.chars().count() > 2 || ["гр", "пг"].contains(&fold(rest).as_str()) {
        return None;
    }
    let letter: String = rest.chars().map(russian_capital).collect::<Option<_>>()?;
    Some(ClassName { grade, letter })
}

fn russian_capital(c: char) -> Option<char> {
    Some(match c {
        'А'..='Я' | 'Ё' => c,
        'а'..='я' | 'ё' => c.to_uppercase().next()?,
        'A' | 'a' => 'А',
        'B' => 'В',
        'C' | 'c' => 'С',
        'E' | 'e' => 'Е',
        'H' => 'Н',
        'K' | 'k' => 'К',
        'M' => 'М',
        'O' | 'o' => 'О',
        'P' | 'p' => 'Р',
        'T' => 'Т',
        'X' | 'x' => 'Х',
        'Y' | 'y' => 'У',
        _ => return None,
    })
}

/// A person's name in parts, white space made regular, spelling kept.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PersonName {
    /// Family name (фамилия).
    pub family: String,
    /// Given name (имя).
    pub given: String,
    /// Patronymic (отчество), where there is one.
    pub patronymic: Option<String>,
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.family, self.given)?;
        self.patronymic.as_ref().map_or(Ok(()), |patronymic| write!(f, " {patronymic}"))
    }
}

/// Splits «Фамилия Имя Отчество»; what follows the given name is the patronymic («Ахмед оглы»).
///
/// # Errors
/// A Russian sentence: too few words, too long, or signs that no name has.
pub fn person_name(text: &str) -> Result<PersonName, String> {
    let text = squeeze(text);
    let mut words = text.splitn(3, ' ');
    let (Some(family), Some(given)) = (words.next(), words.next()) else {
        return Err(format!(
            "«{}» – не фамилия и имя, нужны хотя бы два слова.",
            crate::text::shorten(&text, 40)
        ));
    };
    name_from_parts(family, given, words.next().unwrap_or_default())
}

/// Makes a name of its parts; an empty patronymic is none.
///
/// # Errors
/// A Russian sentence: an empty part, one that is too long, or signs that no name has.
pub fn name_from_parts(family: &str, given: &str, patronymic: &str) -> Result<PersonName, String> {
    let family = name_part(family, "Фамилия")?.ok_or("Не указана фамилия.")?;
    let given = name_part(given, "Имя")?.ok_or("Не указано имя.")?;
    Ok(PersonName { family, given, patronymic: name_part(patronymic, "Отчество")? })
}

fn name_part(text: &str, what: &str) -> Result<Option<String>, String> {
    let text = squeeze(text);
    if text.is_empty() || matches!(text.as_str(), "-" | "–" | "—") {
        return Ok(None);
    }
    let shown = crate::text::shorten(&text, 40);
    if text.chars().count() > 100 {
        return Err(format!("{what} «{shown}» длиннее 100 букв."));
    }
    let allowed =
        |c: char| c.is_alphabetic() || matches!(c, ' ' | '-' | '–' | '.' | '\'' | '’' | 'ʼ' | '(' | ')');
    if !text.chars().all(allowed) || !text.chars().any(char::is_alphabetic) {
        return Err(format!("{what} «{shown}» содержит лишние знаки."));
    }
    Ok(Some(text))
}

/// The family name of «Орлов Д.Н.», «Д. Н. Орлов» or «Орлов Дмитрий Николаевич», folded: the key under which candidates
/// for [`same_teacher`] are looked up.
#[must_use]
pub fn teacher_key(name: &str) -> String {
    parts(name).0
}

/// Whether two spellings can name the same teacher: equal family names, and given name and patronymic equal or one the
/// initial of the other, as far as both tell them.
///
/// «Орлов» alone fits every Орлов, so a caller that finds several matches must ask. «ё» and «е» are the same.
#[must_use]
pub fn same_teacher(full_name: &str, short: &str) -> bool {
    let (family, rest) = parts(full_name);
    let (other_family, other_rest) = parts(short);
    !family.is_empty()
        && family == other_family
        && rest.iter().zip(&other_rest).all(|(a, b)| {
            let initial = a.chars().count() == 1 || b.chars().count() == 1;
            if initial { a.chars().next() == b.chars().next() } else { a == b }
        })
}

fn parts(name: &str) -> (String, Vec<String>) {
    let name = fold(name);
    let mut words: Vec<String> = name
        .split(|c: char| c.is_whitespace() || c == '.' || c == ',')
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect();
    let Some(position) = words.iter().position(|word| word.chars().count() > 1) else {
        return (String::new(), words);
    };
    let family = words.remove(position);
    (family, words)
}

/// Brings a phone number to `+7XXXXXXXXXX`; a foreign one keeps its own code and must begin with `+`.
#[must_use]
pub fn phone(text: &str) -> Option<String> {
    let text = text.trim();
    let allowed = |c: char| {
        c.is_ascii_digit() || c.is_whitespace() || matches!(c, '+' | '-' | '–' | '(' | ')' | '.' | '\u{2011}')
    };
    if text.len() > 64 || !text.chars().all(allowed) {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    match (digits.len(), digits.as_bytes().first()) {
        (11, Some(b'7' | b'8')) => digits.get(1..).map(|rest| format!("+7{rest}")),
        (10, Some(b'3' | b'4' | b'8' | b'9')) if !text.starts_with('+') => Some(format!("+7{digits}")),
        (9..=15, _) if text.starts_with('+') && !digits.starts_with('7') => Some(format!("+{digits}")),
        _ => None,
    }
}

/// An e-mail address in lower case, if it has the shape of one.
#[must_use]
pub fn email(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    let (user, host) = text.split_once('@')?;
    let good = !user.is_empty()
        && text.len() <= 254
        && host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && !text.contains("..")
        && !host.contains('@')
        && !text
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || matches!(c, ',' | ';' | '<' | '>' | '"'));
    good.then_some(text)
}

/// A SNILS number as `XXX-XXX-XXX YY`, if its check number is right.
#[must_use]
pub fn snils(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() > 32 || !text.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '–' | '\u{a0}'))
    {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if digits.len() != 11 {
        return None;
    }
    let sum: u32 = digits
        .bytes()
        .take(9)
        .zip((1..=9_u32).rev())
        .map(|(d, weight)| u32::from(d.saturating_sub(b'0')) * weight)
        .sum();
    let check: u32 = digits.get(9..)?.parse().ok()?;
    // Numbers up to 001-001-998 were issued before the check number existed.
    let old = digits.get(..9)?.parse::<u32>().ok()? <= 1_001_998;
    (old || sum % 101 % 100 == check).then(|| {
        let part = |range: std::ops::Range<usize>| digits.get(range).unwrap_or_default();
        format!("{}-{}-{} {}", part(0..3), part(3..6), part(6..9), part(9..11))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(text: &str) -> Option<String> {
        class_name(text).map(|name| name.to_string())
    }

    #[test]
    fn every_spelling_of_a_class_is_one_class() {
        for text in [
            "7А",
            "7 а",
            "7-А",
            " 7a ",
            "7A",
            "7 «А»",
            "7 \"А\" класс",
            "7а кл",
            "7 а кл.",
            "07А",
            "7–а",
            "7\u{a0}А",
            "7(а)",
        ] {
            assert_eq!(class(text).as_deref(), Some("7А"), "{text}");
        }
        assert_eq!(class("10 Б").as_deref(), Some("10Б"));
        assert_eq!(class("1-Г").as_deref(), Some("1Г"));
        assert_eq!(class("9").as_deref(), Some("9"));
        assert_eq!(class("9 класс").as_deref(), Some("9"));
        assert_eq!(class("10фм").as_deref(), Some("10ФМ"));
    }

    #[test]
    fn what_is_no_class_is_not_taken_for_one() {
        for text in ["", "А", "13А", "0А", "5А гр1", "7b", "7А1", "5 гр", "старшая", "100А", "А7", "5А+6А"]
        {
            assert_eq!(class(text), None, "{text}");
        }
    }

    #[test]
    fn spellings_of_one_teacher_match() {
        let spellings =
            ["Орлов Д.Н.", "Орлов Д. Н.", "Орлов Дмитрий Николаевич", "орлов д.", "Д.Н. Орлов", "Орлов"];
        for a in spellings {
            for b in spellings {
                assert!(same_teacher(a, b), "{a} / {b}");
            }
        }
        assert!(same_teacher("Семёнова Алёна Петровна", "Семенова А.П."));
        assert!(!same_teacher("Орлов Дмитрий Николаевич", "Орлов А.Н."));
        assert!(!same_teacher("Орлов Дмитрий Николаевич", "Орлов Данила Николаевич"));
        assert!(!same_teacher("Орлова Д.Н.", "Орлов Д.Н."));
        assert!(!same_teacher("", ""));
        assert_eq!(teacher_key("Д.Н. Орлов"), "орлов");
    }

    #[test]
    fn phones_mail_and_snils_have_one_form() {
        for text in ["8 (913) 123-45-67", "+7 913 123 45 67", "79131234567", "9131234567"] {
            assert_eq!(phone(text).as_deref(), Some("+79131234567"), "{text}");
        }
        assert_eq!(phone("+375 29 123-45-67").as_deref(), Some("+375291234567"));
        assert_eq!(phone("12-34-56"), None);
        assert_eq!(phone("мобильный"), None);
        assert_eq!(email(" Ivan@Mail.RU ").as_deref(), Some("ivan@mail.ru"));
        assert_eq!(email("ivan@mail"), None);
        assert_eq!(email("a@b@c.ru"), None);
        assert_eq!(snils("11223344595").as_deref(), Some("112-233-445 95"));
        assert_eq!(snils("112-233-445 96"), None);
    }
}
