//! One-time codes of access sheets (одноразовые коды): ten letters and digits, fifty bits, good for one sign-in.
//!
//! Only a keyed hash is stored. A slow hash would protect people's own passwords, which are guessable; fifty random bits under
//! a key that is not in the database are not guessed in the sixty days and hundred tries a code has (ADR 13).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::AccountId;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// How long a code is good, milliseconds.
pub const LIFE: i64 = 60 * 24 * 3_600_000;
/// How many wrong ones may be typed for an account before its code is dead.
pub const TRIES: i32 = 100;
/// Letters and digits without those taken for each other: no 0 and O, no 1 and I.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const LENGTH: usize = 10;

/// A fresh code, or none when the system has no randomness.
#[must_use]
pub fn fresh() -> Option<String> {
    let mut bytes = [0_u8; LENGTH];
    getrandom::fill(&mut bytes).ok()?;
    let letter = |byte: &u8| ALPHABET.get(usize::from(byte % 32)).copied().map(char::from);
    bytes.iter().map(letter).collect()
}

/// As it is printed: `K7WPA-3XCJM`.
#[must_use]
pub fn shown(code: &str) -> String {
    let (first, second) = code.split_at_checked(LENGTH / 2).unwrap_or((code, ""));
    format!("{first}-{second}")
}

/// What somebody typed as a code, if it can be one: any case, spaces and hyphens apart, Russian letters that look like
/// the Latin ones.
#[must_use]
pub fn normal(typed: &str) -> Option<String> {
    if typed.len() > 64 {
        return None;
    }
    let mut code = String::with_capacity(LENGTH);
    for letter in typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '—' | '_')) {
        let letter = letter.to_uppercase().next()?;
        let letter = match letter {
            'А' => 'A',
            'В' => 'B',
            'Е' => 'E',
            'К' => 'K',
            'М' => 'M',
            'Н' => 'H',
            'Р' => 'P',
            'С' => 'C',
            'Т' => 'T',
            'Х' => 'X',
            'У' => 'Y',
            '1' | 'I' => 'L',
            other => other,
        };
        u8::try_from(letter).ok().filter(|byte| ALPHABET.contains(byte))?;
        code.push(letter);
    }
    (code.len() == LENGTH).then_some(code)
}

/// What the database keeps of a code (as [`normal`] writes it): HMAC-SHA-256 with the server's secret.
#[must_use]
pub fn hash(secret: &[u8; 32], account: AccountId, code: &str) -> String {
    let pad = |byte: u8| {
        let mut block = [byte; 64];
        for (cell, key) in block.iter_mut().zip(secret) {
            *cell ^= key;
        }
        block
    };
    let message = format!("access-code\n{account}\n{code}");
    let inner = Sha256::new().chain_update(pad(0x36)).chain_update(message).finalize();
    URL_SAFE_NO_PAD.encode(Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize())
}

/// Is what somebody typed the code of this hash?
#[must_use]
pub fn matches(secret: &[u8; 32], account: AccountId, typed: &str, stored: &str) -> bool {
    normal(typed).is_some_and(|code| hash(secret, account, &code).as_bytes().ct_eq(stored.as_bytes()).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_known_again_however_it_is_typed() {
        let (secret, me) = ([3; 32], AccountId(7));
        let code = fresh().unwrap();
        let stored = hash(&secret, me, &code);
        for typed in [code.clone(), shown(&code), shown(&code).to_lowercase(), format!(" {} ", shown(&code))]
        {
            assert!(matches(&secret, me, &typed, &stored), "{typed}");
        }
        assert!(!matches(&secret, AccountId(8), &code, &stored), "of another account");
        assert!(!matches(&[4; 32], me, &code, &stored), "of another server");
        assert!(!matches(&secret, me, "", &stored));
    }

    #[test]
    fn russian_letters_and_look_alikes_are_understood() {
        assert_eq!(normal("авек-мнр с т х").as_deref(), Some("ABEKMHPCTX"));
        assert_eq!(normal("1I234-56789").as_deref(), Some("LL23456789"));
        for wrong in ["", "ABCDE", "ABCDE-FGH2", "ABCDE-FGH2ЖЖ", "ABCDEFGH234", "OOOOOOOOOO"] {
            assert_eq!(normal(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn codes_have_ten_letters_of_the_alphabet() {
        for _ in 0..200 {
            let code = fresh().unwrap();
            assert_eq!(normal(&code).as_deref(), Some(code.as_str()));
        }
    }
}
