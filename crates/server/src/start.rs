//! From settings to a running application: secret, database, schema, clock.

use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use kit::{App, Files, Settings};
use store::{Db, Options};

use crate::config::{Config, ConfigError};

/// Why the server could not start: one line for the person at the terminal.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A setting.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A file or folder.
    #[error("{path}: {error}")]
    File {
        /// Which.
        path: String,
        /// Why.
        error: std::io::Error,
    },
    /// The secret is there, but is no secret.
    #[error(
        "{0} must hold exactly 32 bytes; remove it and a new one is made (open forms will have to be sent again)"
    )]
    Secret(String),
    /// The database.
    #[error("{0}")]
    Store(#[from] store::Error),
    /// The address to listen on.
    #[error("can't listen on {address}: {error}{}", hint(.error))]
    Listen {
        /// Which.
        address: std::net::SocketAddr,
        /// Why.
        error: std::io::Error,
    },
    /// The place of files.
    #[error("ZVONOK_FILES: {0}")]
    Files(#[from] kit::files::FilesError),
    /// The metrics could not be set up.
    #[error("metrics: {0}")]
    Metrics(String),
}

fn hint(error: &std::io::Error) -> &'static str {
    match error.kind() {
        std::io::ErrorKind::AddrInUse => "; choose another port with --port or ZVONOK_LISTEN",
        std::io::ErrorKind::PermissionDenied => {
            "; ports below 1024 belong to the system, choose a higher one"
        }
        _ => "",
    }
}

/// Opens the database and brings its schema up to date.
pub fn open(config: &Config) -> Result<Db, StartError> {
    if config.replica.is_some() {
        tracing::warn!(
            "ZVONOK_REPLICA is set, but a replica is not used yet: all reading goes to ZVONOK_DATABASE"
        );
    }
    let file = |error| StartError::File { path: config.data.display().to_string(), error };
    std::fs::create_dir_all(&config.data).map_err(file)?;
    for name in store::migrate::run(&config.database)? {
        tracing::info!(migration = name, "the schema was brought up to date");
    }
    Ok(Db::open(&config.database, Options::default())?)
}

/// Everything a request needs.
pub fn app(config: &Config) -> Result<App, StartError> {
    let db = open(config)?;
    let settings = Settings {
        zone: config.zone.clone(),
        base_url: config.base_url.clone(),
        data: config.data.clone(),
        secret: secret(&config.secret_file)?,
        demo: config.demo,
        sessions: config.sessions,
        tell_statements: config.tell_statements,
    };
    Ok(App::with_files(db, config.clock()?, settings, files(config)?))
}

/// The place of files, ready for use.
pub fn files(config: &Config) -> Result<Files, StartError> {
    let files = Files::from_setting(&config.files, &config.data, config.files_limits)?;
    files.check()?;
    Ok(files)
}

/// The 32 bytes of the file, made with mode 0600 when it is not there.
fn secret(path: &Path) -> Result<[u8; 32], StartError> {
    let fail = |error| StartError::File { path: path.display().to_string(), error };
    if let Some(parent) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
        std::fs::create_dir_all(parent).map_err(fail)?;
    }
    match std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Ok(mut file) => {
            let mut bytes = [0_u8; 32];
            getrandom::fill(&mut bytes).map_err(|error| fail(std::io::Error::other(error.to_string())))?;
            file.write_all(&bytes).and_then(|()| file.sync_all()).map_err(fail)?;
            Ok(bytes)
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            let mut bytes = Vec::with_capacity(33);
            let file = std::fs::File::open(path).map_err(fail)?;
            file.take(33).read_to_end(&mut bytes).map_err(fail)?;
            bytes.try_into().map_err(|_| StartError::Secret(path.display().to_string()))
        }
        Err(error) => Err(fail(error)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn the_secret_is_made_once_and_kept_from_others() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("deep/secret");
        let first = secret(&path).unwrap();
        assert_eq!(secret(&path).unwrap(), first);
        assert_ne!(first, [0; 32]);
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        std::fs::write(&path, "short").unwrap();
        assert!(secret(&path).unwrap_err().to_string().contains("32 bytes"));
    }
}
