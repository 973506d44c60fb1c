//! The token of forms: a keyed hash of the session's token, so that nothing has to be stored.
//!
//! It is the second lock. The first refuses every state-changing request that a browser says comes from another site.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// The token for a session. Two nested keyed hashes (the HMAC construction with a 32-byte key).
#[must_use]
pub fn token(secret: &[u8; 32], session_hash: &str) -> String {
    let pad = |byte: u8| {
        let mut block = [byte; 64];
        for (cell, key) in block.iter_mut().zip(secret) {
            *cell ^= key;
        }
        block
    };
    let inner =
        Sha256::new().chain_update(pad(0x36)).chain_update(b"csrf:").chain_update(session_hash).finalize();
    let outer = Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize();
    URL_SAFE_NO_PAD.encode(outer.get(..18).unwrap_or_default())
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
