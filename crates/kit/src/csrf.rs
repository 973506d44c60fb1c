//! The token of forms: a keyed hash of the session's token, so that nothing has to be stored.
//!
//! It is the second lock. The first refuses every state-changing request that a browser says comes from another site.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// A keyed hash (HMAC-SHA-256 with a 32-byte key) of parts, each of which begins a new line.
pub(crate) fn keyed(secret: &[u8; 32], parts: &[&str]) -> [u8; 32] {
    let pad = |byte: u8| {
        let mut block = [byte; 64];
        for (cell, key) in block.iter_mut().zip(secret) {
            *cell ^= key;
        }
        block
    };
    let inner = Sha256::new().chain_update(pad(0x36)).chain_update(parts.join("\n")).finalize();
    Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize().into()
}

fn short(secret: &[u8; 32], parts: &[&str]) -> String {
    URL_SAFE_NO_PAD.encode(keyed(secret, parts).get(..18).unwrap_or_default())
}

/// The token for a session.
#[must_use]
pub fn token(secret: &[u8; 32], session_hash: &str) -> String {
    short(secret, &["csrf", session_hash])
}

/// The token as forms carry it: with the account they were drawn for, which can be told when the session is long over.
#[must_use]
pub fn for_form(secret: &[u8; 32], session_hash: &str, account: i64) -> String {
    format!(
        "{}.{account}.{}",
        token(secret, session_hash),
        short(secret, &["drawn-for", &account.to_string()])
    )
}

/// Is this the session's token?
#[must_use]
pub fn matches(secret: &[u8; 32], session_hash: &str, given: &str) -> bool {
    let given = given.split('.').next().unwrap_or_default();
    token(secret, session_hash).as_bytes().ct_eq(given.as_bytes()).into()
}

/// The account a form with this token was drawn for, if this server drew it, in whatever session.
#[must_use]
pub fn drawn_for(secret: &[u8; 32], given: &str) -> Option<i64> {
    let mut parts = given.split('.').skip(1);
    let (account, tag) = (parts.next()?, parts.next()?);
    let ours: bool = short(secret, &["drawn-for", account]).as_bytes().ct_eq(tag.as_bytes()).into();
    if ours { account.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn belongs_to_one_session_and_one_secret() {
        let (a, b) = ([1; 32], [2; 32]);
        let t = token(&a, "session");
        assert_eq!(t.len(), 24);
        assert!(matches(&a, "session", &t));
        assert!(!matches(&a, "other", &t));
        assert!(!matches(&b, "session", &t));
        assert!(!matches(&a, "session", ""));
    }

    #[test]
    fn a_form_tells_whose_it_was_after_its_session() {
        let (a, b) = ([1; 32], [2; 32]);
        let t = for_form(&a, "session", 42);
        assert!(matches(&a, "session", &t) && !matches(&a, "other", &t));
        assert_eq!(drawn_for(&a, &t), Some(42));
        assert_eq!(drawn_for(&b, &t), None, "another server's");
        assert_eq!(drawn_for(&a, &t.replace(".42.", ".43.")), None, "another account's");
        assert_eq!(drawn_for(&a, &token(&a, "session")), None);
    }
}
