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

/// The token for a session.
#[must_use]
pub fn token(secret: &[u8; 32], session_hash: &str) -> String {
    let hash = keyed(secret, &["csrf", session_hash]);
    URL_SAFE_NO_PAD.encode(hash.get(..18).unwrap_or_default())
}

/// Is this the session's token?
#[must_use]
pub fn matches(secret: &[u8; 32], session_hash: &str, given: &str) -> bool {
    token(secret, session_hash).as_bytes().ct_eq(given.as_bytes()).into()
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
}
