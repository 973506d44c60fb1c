//! The institution's ed25519 key. Its secret half is a file of 32 bytes in the folder `keys` of the data, made at the first
//! signature and readable by nobody else; who backs up the database does not back up the key with it.

use std::io::{Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use kernel::InstitutionId;

use super::chain::{hex, unhex};

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file.
    #[error("{path}: {error}")]
    File {
        /// Which.
        path: String,
        /// Why.
        error: std::io::Error,
    },
    /// The file is there, but is no key.
    #[error("{0} must hold exactly 32 bytes")]
    Broken(String),
}

/// A key to sign with.
pub struct Key(SigningKey);

fn file(data: &Path, institution: InstitutionId) -> PathBuf {
    data.join("keys").join(format!("institution-{institution}.ed25519"))
}

impl Key {
    /// The key of an institution; made when there is none yet. Touches the disk: not for async threads.
    pub fn of(data: &Path, institution: InstitutionId) -> Result<Self, KeyError> {
        let path = file(data, institution);
        let fail = |error| KeyError::File { path: path.display().to_string(), error };
        let folder = data.join("keys");
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&folder).map_err(fail)?;
        match std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
            Ok(mut made) => {
                let mut secret = [0_u8; 32];
                getrandom::fill(&mut secret)
                    .map_err(|error| fail(std::io::Error::other(error.to_string())))?;
                made.write_all(&secret).and_then(|()| made.sync_all()).map_err(fail)?;
                Ok(Self(SigningKey::from_bytes(&secret)))
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                let mut secret = Vec::with_capacity(33);
                let file = std::fs::File::open(&path).map_err(fail)?;
                file.take(33).read_to_end(&mut secret).map_err(fail)?;
                let secret: [u8; 32] =
                    secret.try_into().map_err(|_| KeyError::Broken(path.display().to_string()))?;
                Ok(Self(SigningKey::from_bytes(&secret)))
            }
            Err(error) => Err(fail(error)),
        }
    }

    /// The public half, 64 hexadecimal digits.
    #[must_use]
    pub fn public(&self) -> String {
        hex(self.0.verifying_key().as_bytes())
    }

    /// The signature of a message, 128 hexadecimal digits.
    #[must_use]
    pub fn sign(&self, message: &str) -> String {
        hex(&self.0.sign(message.as_bytes()).to_bytes())
    }
}

/// Was this message signed with the key of this public half?
#[must_use]
pub fn is_signed(public: &str, message: &str, signature: &str) -> bool {
    let key = unhex(public).and_then(|b| <[u8; 32]>::try_from(b).ok()).map(|b| VerifyingKey::from_bytes(&b));
    let signature = unhex(signature).and_then(|b| <[u8; 64]>::try_from(b).ok());
    match (key, signature) {
        (Some(Ok(key)), Some(bytes)) => {
            key.verify_strict(message.as_bytes(), &Signature::from_bytes(&bytes)).is_ok()
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails loudly")]
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_key_is_made_once_for_each_institution_and_kept_from_others() {
        let folder = tempfile::tempdir().unwrap();
        let key = Key::of(folder.path(), InstitutionId(3)).unwrap();
        assert_eq!(Key::of(folder.path(), InstitutionId(3)).unwrap().public(), key.public());
        assert_ne!(Key::of(folder.path(), InstitutionId(4)).unwrap().public(), key.public());
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let path = file(folder.path(), InstitutionId(3));
        assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
        let signature = key.sign("5");
        assert!(is_signed(&key.public(), "5", &signature));
        assert!(!is_signed(&key.public(), "4", &signature));
        assert!(!is_signed(&key.public(), "5", "00") && !is_signed("", "5", &signature));
        std::fs::write(&path, "short").unwrap();
        assert!(matches!(Key::of(folder.path(), InstitutionId(3)), Err(KeyError::Broken(_))));
    }
}
