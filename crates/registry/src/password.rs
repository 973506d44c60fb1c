//! Passwords: argon2id with OWASP's parameters (19 MiB, 2 passes, 1 lane).
//!
//! Hashing takes tens of milliseconds and 19 MiB on purpose: callers bound how many run at once.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

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
    /// The hash could not be made.
    #[error("password-failed")]
    Failed,
}

fn argon() -> Result<Argon2<'static>, PasswordError> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|_| PasswordError::Failed)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// May somebody choose this password?
pub fn check(password: &str) -> Result<(), PasswordError> {
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

    #[test]
    fn refuses_weak_ones() {
        assert_eq!(check("коротк"), Err(PasswordError::TooShort));
        assert_eq!(check("12345678"), Err(PasswordError::TooCommon));
        assert_eq!(check("аааааааааа"), Err(PasswordError::TooCommon));
        assert_eq!(check("ромашка-и-лев"), Ok(()));
    }
}
