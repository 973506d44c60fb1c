//! Passwords: argon2id with OWASP's parameters (19 MiB, 2 passes, 1 lane).
//!
//! Hashing takes tens of milliseconds and 19 MiB on purpose: callers bound how many run at once.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use kernel::PersonName;

use crate::login_name::latin;

/// The shortest password people may choose, in characters.
pub const SHORTEST: usize = 8;
/// The longest that is accepted, in bytes (a bound on work, not on safety).
pub const LONGEST: usize = 256;

/// Why a password was refused. The texts are keys of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Fewer than eight characters.
    #[error("password-too-short")]
    TooShort,
    /// More than 256 bytes.
    #[error("password-too-long")]
    TooLong,
    /// One of those everybody tries first, or one character repeated.
    #[error("password-too-common")]
    TooCommon,
    /// It holds the login, a name or the e-mail of its owner.
    #[error("password-too-known")]
    TooKnown,
    /// The hash could not be made.
    #[error("password-failed")]
    Failed,
}

fn argon() -> Result<Argon2<'static>, PasswordError> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|_| PasswordError::Failed)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// What everybody knows of the owner of a password: that is tried before anything else.
#[derive(Debug, Clone, Default)]
pub struct Owner {
    known: Vec<String>,
}

impl Owner {
    /// Somebody with this login and this name; the name counts in Russian and in Latin letters.
    #[must_use]
    pub fn new(login: &str, name: &PersonName) -> Self {
        let mut owner = Self { known: vec![folded(login)] };
        for part in [name.family(), name.given(), name.patronymic().unwrap_or_default()] {
            // «Мамин-Сибиряк» is two words.
            for word in part.split(['-', ' ']).chain([part]) {
                owner.known.push(folded(word));
                // «Мария» is written both ways.
                owner.known.push(folded(&latin(word)));
                owner.known.push(folded(&latin(word).replace("iya", "ia")));
            }
        }
        owner
    }

    /// With an e-mail address (its part before the «@» too) or a telephone number; nothing changes without one.
    #[must_use]
    pub fn and(mut self, contact: Option<&str>) -> Self {
        if let Some(contact) = contact {
            self.known.push(folded(contact));
            self.known.extend(contact.split_once('@').map(|(own, _)| folded(own)));
        }
        self
    }

    /// Does this password tell nothing but what is known already?
    fn gives_away(&self, password: &str) -> bool {
        /// A shorter word stands by chance in other words: «Лев» in «королева».
        const WORD: usize = 4;
        let typed = folded(password);
        let letters: String = typed.chars().filter(|c| c.is_alphabetic()).collect();
        self.known.iter().filter(|word| !word.is_empty()).any(|word| {
            typed == *word || letters == *word || (word.chars().count() >= WORD && typed.contains(word))
        })
    }
}

/// Without case, «ё» and what people put between words.
fn folded(text: &str) -> String {
    let plain = text.to_lowercase().replace('ё', "е");
    plain.chars().filter(|c| c.is_alphanumeric() || *c == '@').collect()
}

/// May its owner choose this password?
pub fn check(password: &str, owner: &Owner) -> Result<(), PasswordError> {
    const COMMON: [&str; 14] = [
        "12345678",
        "123456789",
        "1234567890",
        "password",
        "password1",
        "qwertyui",
        "qwerty123",
        "йцукенгш",
        "qwertyuiop",
        "11111111",
        "00000000",
        "iloveyou",
        "школа123",
        "parol123",
    ];
    if password.chars().count() < SHORTEST {
        return Err(PasswordError::TooShort);
    }
    if password.len() > LONGEST {
        return Err(PasswordError::TooLong);
    }
    let lower = password.to_lowercase();
    let first = lower.chars().next();
    if COMMON.contains(&lower.as_str()) || lower.chars().all(|c| Some(c) == first) {
        return Err(PasswordError::TooCommon);
    }
    if owner.gives_away(password) {
        return Err(PasswordError::TooKnown);
    }
    Ok(())
}

/// The PHC string to keep. Slow on purpose.
pub fn hash(password: &str) -> Result<String, PasswordError> {
    let hash = argon()?.hash_password(password.as_bytes()).map_err(|_| PasswordError::Failed)?;
    Ok(hash.to_string())
}

/// What stands in place of a hash while an account has no password of its own; no password verifies against it.
pub const NONE: &str = "!";

/// Is it this password? Slow on purpose, and as slow when there is no account (see [`verify_nothing`]) or no password.
#[must_use]
pub fn verify(password: &str, stored: &str) -> bool {
    let Ok(argon) = argon() else { return false };
    let Ok(hash) = PasswordHash::new(stored) else {
        if stored == NONE {
            verify_nothing(password);
        }
        return false;
    };
    argon.verify_password(password.as_bytes(), &hash).is_ok()
}

/// Takes the time of a check for a login that nobody has, so that the answer's time tells nothing.
pub fn verify_nothing(password: &str) {
    const SOMEBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$c29tZWJvZHktZWxzZQ$4bHkbUJZbqM0x5Sf6nq6oV0oYgRr2dT9cG8m1n3xq0A";
    let _ = verify(password, SOMEBODY);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_and_knows_a_password() {
        let stored = hash("demo").unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify("demo", &stored));
        assert!(!verify("Demo", &stored));
        assert!(!verify("demo", "nonsense"));
        assert!(!verify(NONE, NONE));
        verify_nothing("demo");
    }

    fn maria() -> Owner {
        let name = PersonName::new("Щёголева-Ким", "Мария", Some("Львовна")).unwrap();
        Owner::new("Schegoleva-M417", &name).and(Some("Masha.2013@example.org")).and(Some("79001234567"))
    }

    #[test]
    fn refuses_weak_ones() {
        let of = |password: &str| check(password, &maria());
        assert_eq!(of("коротк"), Err(PasswordError::TooShort));
        assert_eq!(of("12345678"), Err(PasswordError::TooCommon));
        assert_eq!(of("аааааааааа"), Err(PasswordError::TooCommon));
        assert_eq!(of("ромашка-и-лев"), Ok(()));
    }

    #[test]
    fn refuses_what_everybody_knows_of_its_owner() {
        for known in [
            "schegoleva-m417",
            "SCHEGOLEVA-M417",
            "x schegolevam417 x",
            "щеголева2013",
            "Щёголева!!",
            "1мария1мария1",
            "maria2013",
            "львовна-2013",
            "lvovna_2013",
            "schegoleva777",
            "masha.2013@example.org",
            "masha2013!",
            "+79001234567",
            // A short name with signs around it is nothing but the name.
            "12ким34567",
            "kim123456",
        ] {
            assert_eq!(check(known, &maria()), Err(PasswordError::TooKnown), "{known}");
        }
        for good in ["кимоно и веер", "акимов переулок", "сто синих слонов"]
        {
            assert_eq!(check(good, &maria()), Ok(()), "a short name inside another word: {good}");
        }
        assert_eq!(check("щеголева2013", &Owner::default()), Ok(()), "a password of nobody in particular");
    }

    #[test]
    fn a_login_of_one_letter_forbids_no_letter() {
        let owner = Owner::new("a", &PersonName::new("О", "Я", None).unwrap()).and(None);
        assert_eq!(check("сорок сороков", &owner), Ok(()));
    }
}
