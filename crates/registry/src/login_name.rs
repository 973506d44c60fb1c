//! Logins made from names: `ivanova-m417`.

use kernel::PersonName;

/// The readable part for a name: the family name and the first letter of the given one, in Latin letters.
#[must_use]
pub fn base(name: &PersonName) -> String {
    /// Longer family names are cut.
    const LONGEST: usize = 20;
    let family: String = latin(name.family()).chars().take(LONGEST).collect();
    let given: String = latin(name.given()).chars().take(1).collect();
    match (family.trim_end_matches('-'), given.as_str()) {
        ("", "") => "user".to_owned(),
        ("", one) | (one, "") => one.to_owned(),
        (family, given) => format!("{family}-{given}"),
    }
}

/// The base with a number. Numbers are drawn and not counted: a count would tell how many of a name there are, and a
/// region has thousands of them. From the third try on they grow longer.
#[must_use]
pub fn numbered(base: &str, attempt: u32, random: u32) -> String {
    let number = match attempt {
        0 | 1 => 100 + random % 900,
        2 | 3 => 10_000 + random % 90_000,
        _ => 10_000_000 + random % 90_000_000,
    };
    format!("{base}{number}")
}

/// Lower-case Latin letters and single hyphens, by the rule of passports, simplified where people would misspell.
pub(crate) fn latin(text: &str) -> String {
    let mut out = String::new();
    for letter in text.to_lowercase().chars() {
        let part = match letter {
            'а' => "a",
            'б' => "b",
            'в' => "v",
            'г' | 'ґ' => "g",
            'д' => "d",
            'е' | 'ё' | 'э' | 'є' => "e",
            'ж' => "zh",
            'з' => "z",
            'и' | 'й' | 'і' | 'ї' => "i",
            'к' => "k",
            'л' => "l",
            'м' => "m",
            'н' => "n",
            'о' | 'ө' => "o",
            'п' => "p",
            'р' => "r",
            'с' => "s",
            'т' => "t",
            'у' | 'ү' | 'ў' => "u",
            'ф' => "f",
            'х' | 'һ' => "h",
            'ц' => "ts",
            'ч' => "ch",
            'ш' => "sh",
            'щ' => "sch",
            'ы' => "y",
            'ю' => "yu",
            'я' => "ya",
            '-' | ' ' | '\u{a0}' if !out.is_empty() && !out.ends_with('-') => "-",
            ascii if ascii.is_ascii_alphanumeric() => {
                out.push(ascii);
                ""
            }
            _ => "",
        };
        out.push_str(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_logins_people_can_read() {
        let base_of = |family: &str, given: &str| base(&PersonName::new(family, given, None).unwrap());
        assert_eq!(base_of("Иванова", "Мария"), "ivanova-m");
        assert_eq!(base_of("Щёголев", "Юрий"), "schegolev-y");
        assert_eq!(base_of("Мамин-Сибиряк", "Жанна"), "mamin-sibiryak-z");
        assert_eq!(base_of("Smith", "Ann"), "smith-a");
        assert_eq!(base_of("Ъ", "Ь"), "user");
        assert!(base_of(&"Ш".repeat(40), "А").len() <= 22);
    }

    #[test]
    fn numbers_grow_when_names_are_taken() {
        assert_eq!(numbered("ivanova-m", 0, 0), "ivanova-m100");
        assert_eq!(numbered("ivanova-m", 1, 899), "ivanova-m999");
        assert_eq!(numbered("ivanova-m", 9, 5).len(), "ivanova-m".len() + 8);
    }
}
