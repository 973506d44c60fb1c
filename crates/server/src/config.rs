//! Settings: the defaults of `default.toml`, then `zvonok.toml` in the working directory, then `ZVONOK_*` of the
//! environment, then the flags of the command line.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

use figment::Figment;
use figment::providers::{Format, Serialized, Toml};
use jiff::civil::DateTime;
use kernel::clock::Zone;
use kernel::{Clock, Millis};
use kit::files::Limits;
use kit::{SessionLimits, Sessions};
use serde::Deserialize;
use store::Url;

/// The documented defaults.
pub const DEFAULTS: &str = include_str!("../../../default.toml");
/// The demo's «today» unless it is set.
pub const DEMO_NOW: &str = "2026-11-23T10:40";

const KEYS: [&str; 23] = [
    "data",
    "database",
    "replica",
    "listen",
    "base_url",
    "forwarded",
    "secret_file",
    "metrics_listen",
    "compat",
    "demo_now",
    "zone",
    "session_idle_hours",
    "session_days",
    "staff_session_idle_hours",
    "staff_session_days",
    "log",
    "log_format",
    "tell_statements",
    "files",
    "files_document_mb",
    "files_image_mb",
    "files_media_mb",
    "files_quota_mb",
];

/// A setting that can't be used: one line, with a way out.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A file or a value of the wrong shape.
    #[error("settings: {0}")]
    Shape(String),
    /// A value that can't be read.
    #[error("setting {name} = \"{value}\": {why}")]
    Value {
        /// The setting's name in the file; in the environment it is upper case with `ZVONOK_` before it.
        name: &'static str,
        /// As given.
        value: String,
        /// What was expected.
        why: &'static str,
    },
}

/// What the command line says over the settings.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    /// The invented region with its fixed day.
    pub demo: bool,
    /// `--port`: replaces the port of `listen`.
    pub port: Option<u16>,
    /// `--data`.
    pub data: Option<PathBuf>,
}

/// The settings, read and checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where files lie.
    pub data: PathBuf,
    /// The database.
    pub database: Url,
    /// A replica; not used yet.
    pub replica: Option<String>,
    /// Where to listen.
    pub listen: SocketAddr,
    /// What people type, without a slash at the end.
    pub base_url: String,
    /// Believe `X-Forwarded-For`?
    pub forwarded: bool,
    /// Where the secret lies.
    pub secret_file: PathBuf,
    /// Where Prometheus asks.
    pub metrics_listen: Option<SocketAddr>,
    /// Serve the original's client interfaces?
    pub compat: bool,
    /// Is it the demo?
    pub demo: bool,
    /// The demo's «now».
    pub demo_now: DateTime,
    /// The region's time zone.
    pub zone: Zone,
    /// How long sessions live.
    pub sessions: Sessions,
    /// What is logged.
    pub log: String,
    /// As JSON?
    pub log_json: bool,
    /// Tell how many statements an answer took?
    pub tell_statements: bool,
    /// Where files lie: `file:PATH`, or empty.
    pub files: String,
    /// What files are taken.
    pub files_limits: Limits,
}

/// As the sources give it. Numbers and booleans may come as text, because the environment knows nothing else.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    data: Text,
    database: Text,
    replica: Text,
    listen: Text,
    base_url: Text,
    forwarded: Text,
    secret_file: Text,
    metrics_listen: Text,
    compat: Text,
    demo_now: Text,
    zone: Text,
    session_idle_hours: Text,
    session_days: Text,
    staff_session_idle_hours: Text,
    staff_session_days: Text,
    log: Text,
    log_format: Text,
    tell_statements: Text,
    files: Text,
    files_document_mb: Text,
    files_image_mb: Text,
    files_media_mb: Text,
    files_quota_mb: Text,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Text {
    Words(String),
    Flag(bool),
    Number(i64),
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        match text {
            Text::Words(text) => text.trim().to_owned(),
            Text::Flag(flag) => flag.to_string(),
            Text::Number(number) => number.to_string(),
        }
    }
}

fn parse<T: FromStr>(name: &'static str, value: &str, why: &'static str) -> Result<T, ConfigError> {
    value.parse().map_err(|_| ConfigError::Value { name, value: value.to_owned(), why })
}

fn flag(name: &'static str, value: &str) -> Result<bool, ConfigError> {
    match value.to_lowercase().as_str() {
        "true" | "yes" | "on" | "1" => Ok(true),
        "false" | "no" | "off" | "0" | "" => Ok(false),
        _ => Err(ConfigError::Value { name, value: value.to_owned(), why: "expected true or false" }),
    }
}

const HOUR: i64 = 3_600_000;

/// So many units of time, ms: from one unit to a year.
fn span(name: &'static str, value: Text, unit: i64) -> Result<i64, ConfigError> {
    let why = "expected a whole number of at least 1 and at most a year";
    let value = String::from(value);
    let number: i64 = parse(name, &value, why)?;
    match number.checked_mul(unit) {
        Some(ms) if number >= 1 && ms <= 366 * 24 * HOUR => Ok(ms),
        _ => Err(ConfigError::Value { name, value, why }),
    }
}

/// Megabytes as bytes.
fn megabytes(name: &'static str, value: Text) -> Result<u64, ConfigError> {
    let value = String::from(value);
    let why = "expected a whole number of megabytes from 1 to 10000000";
    let number: u64 = parse(name, &value, why)?;
    if (1..=10_000_000).contains(&number) {
        return Ok(number * 1024 * 1024);
    }
    Err(ConfigError::Value { name, value, why })
}

impl Config {
    /// Reads the settings of this process.
    pub fn load(flags: &Flags) -> Result<Self, ConfigError> {
        let environment = KEYS
            .iter()
            .filter_map(|key| Some((*key, std::env::var(format!("ZVONOK_{}", key.to_uppercase())).ok()?)));
        Self::from_sources(Some("zvonok.toml"), environment, flags)
    }

    /// The same from named sources; `file` may be missing on the disk.
    pub fn from_sources(
        file: Option<&str>,
        environment: impl IntoIterator<Item = (&'static str, String)>,
        flags: &Flags,
    ) -> Result<Self, ConfigError> {
        let mut figment = Figment::from(Toml::string(DEFAULTS));
        if let Some(file) = file.filter(|file| std::path::Path::new(file).exists()) {
            figment = figment.merge(Toml::file_exact(file));
        }
        let environment: BTreeMap<&str, String> = environment.into_iter().collect();
        let raw: Raw = figment
            .merge(Serialized::defaults(environment))
            .extract()
            .map_err(|error| ConfigError::Shape(error.to_string().replace('\n', " ")))?;
        Self::check(raw, flags)
    }

    fn check(raw: Raw, flags: &Flags) -> Result<Self, ConfigError> {
        let some = |text: Text| Some(String::from(text)).filter(|t| !t.is_empty());
        let data = match &flags.data {
            Some(data) => data.clone(),
            None => PathBuf::from(some(raw.data).unwrap_or_else(|| "./data".to_owned())),
        };
        let database = match some(raw.database) {
            None => Url::Sqlite(data.join("zvonok.sqlite")),
            // The address may hold a password, so it is not repeated.
            Some(text) => text.parse().map_err(|_| ConfigError::Value {
                name: "database",
                value: "…".to_owned(),
                why: "expected sqlite:PATH or postgres://user:password@host/name",
            })?,
        };
        let mut listen: SocketAddr = parse(
            "listen",
            &String::from(raw.listen),
            "expected an address and a port, like 127.0.0.1:8000",
        )?;
        if let Some(port) = flags.port {
            listen.set_port(port);
        }
        let base_url = some(raw.base_url)
            .map_or_else(|| format!("http://{listen}"), |url| url.trim_end_matches('/').to_owned());
        if !base_url.starts_with("http://") && !base_url.starts_with("https://") {
            return Err(ConfigError::Value {
                name: "base_url",
                value: base_url,
                why: "expected an address that begins with http:// or https://",
            });
        }
        let zone_name = String::from(raw.zone);
        let zone = Zone::named(&zone_name).map_err(|_| ConfigError::Value {
            name: "zone",
            value: zone_name,
            why: "expected the name of a time zone, like Asia/Novokuznetsk",
        })?;
        let log_format = String::from(raw.log_format);
        let log_json = match log_format.as_str() {
            "json" => true,
            "text" | "" => false,
            _ => {
                return Err(ConfigError::Value {
                    name: "log_format",
                    value: log_format,
                    why: "expected text or json",
                });
            }
        };
        let demo_now = some(raw.demo_now).unwrap_or_else(|| DEMO_NOW.to_owned());
        Ok(Self {
            database,
            replica: some(raw.replica),
            listen,
            base_url,
            forwarded: flag("forwarded", &String::from(raw.forwarded))?,
            secret_file: some(raw.secret_file).map_or_else(|| data.join("secret"), PathBuf::from),
            metrics_listen: some(raw.metrics_listen)
                .map(|text| {
                    parse("metrics_listen", &text, "expected an address and a port, like 127.0.0.1:9100")
                })
                .transpose()?,
            compat: some(raw.compat).map_or(Ok(flags.demo), |text| flag("compat", &text))?,
            demo: flags.demo,
            demo_now: parse("demo_now", &demo_now, "expected a local day and time, like 2026-11-23T10:40")?,
            zone,
            sessions: Sessions {
                family: SessionLimits {
                    idle: span("session_idle_hours", raw.session_idle_hours, HOUR)?,
                    whole: span("session_days", raw.session_days, 24 * HOUR)?,
                },
                staff: SessionLimits {
                    idle: span("staff_session_idle_hours", raw.staff_session_idle_hours, HOUR)?,
                    whole: span("staff_session_days", raw.staff_session_days, 24 * HOUR)?,
                },
            },
            log: String::from(raw.log),
            log_json,
            tell_statements: flag("tell_statements", &String::from(raw.tell_statements))?,
            files: String::from(raw.files),
            files_limits: Limits {
                document: megabytes("files_document_mb", raw.files_document_mb)?,
                image: megabytes("files_image_mb", raw.files_image_mb)?,
                media: megabytes("files_media_mb", raw.files_media_mb)?,
                quota: megabytes("files_quota_mb", raw.files_quota_mb)?,
            },
            data,
        })
    }

    /// The clock these settings ask for: the demo's day goes on ticking from its «now».
    pub fn clock(&self) -> Result<Clock, ConfigError> {
        if !self.demo {
            return Ok(Clock::system());
        }
        Ok(Clock::starting_at(self.demo_start()?))
    }

    /// The instant the demo begins at.
    pub fn demo_start(&self) -> Result<Millis, ConfigError> {
        self.zone.instant(self.demo_now).map_err(|_| ConfigError::Value {
            name: "demo_now",
            value: self.demo_now.to_string(),
            why: "there is no such moment in the time zone",
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn load(environment: &[(&'static str, &str)], flags: &Flags) -> Result<Config, ConfigError> {
        Config::from_sources(None, environment.iter().map(|(k, v)| (*k, (*v).to_owned())), flags)
    }

    #[test]
    fn the_documented_defaults_are_those_of_the_contract() {
        let config = load(&[], &Flags::default()).unwrap();
        assert_eq!(config.listen.to_string(), "127.0.0.1:8000");
        assert_eq!(config.base_url, "http://127.0.0.1:8000");
        assert_eq!(config.database, Url::Sqlite(PathBuf::from("./data/zvonok.sqlite")));
        assert_eq!(config.secret_file, PathBuf::from("./data/secret"));
        assert_eq!(config.sessions, Sessions::default());
        assert!(!config.compat && !config.demo && config.metrics_listen.is_none());
        assert_eq!(config.files_limits, Limits::default());
    }

    #[test]
    fn the_environment_wins_over_defaults_and_flags_over_both() {
        let flags = Flags { demo: true, port: Some(8123), data: Some("/srv/z".into()) };
        let config =
            load(&[("data", "/elsewhere"), ("listen", "0.0.0.0:1"), ("zone", "UTC")], &flags).unwrap();
        assert_eq!(config.listen.to_string(), "0.0.0.0:8123");
        assert_eq!(config.database, Url::Sqlite(PathBuf::from("/srv/z/zvonok.sqlite")));
        assert!(config.compat, "on in the demo");
        assert!(!load(&[("compat", "false")], &flags).unwrap().compat);
        assert_eq!(config.demo_start().unwrap(), Millis(1_795_405_200_000 + 7 * 3_600_000));
    }

    #[test]
    fn a_bad_setting_is_one_line_that_names_it() {
        for (key, value) in [
            ("listen", "8000"),
            ("base_url", "zvonok.example"),
            ("zone", "Mars"),
            ("compat", "maybe"),
            ("demo_now", "tomorrow"),
            ("log_format", "xml"),
            ("session_days", "0"),
            ("staff_session_idle_hours", "никогда"),
            ("session_idle_hours", "100000"),
            ("files_document_mb", "0"),
            ("files_quota_mb", "much"),
        ] {
            let line = load(&[(key, value)], &Flags::default()).unwrap_err().to_string();
            assert!(line.contains(key) && line.contains(value) && !line.contains('\n'), "{line}");
        }
        let line =
            load(&[("database", "postgre://u:secret@h/n")], &Flags::default()).unwrap_err().to_string();
        assert!(line.contains("database") && !line.contains("secret"), "{line}");
    }

    #[test]
    fn an_unknown_setting_in_the_file_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("zvonok.toml");
        std::fs::write(&file, "lisen = \"127.0.0.1:80\"\n").unwrap();
        let line = Config::from_sources(file.to_str(), [], &Flags::default()).unwrap_err().to_string();
        assert!(line.contains("lisen"), "{line}");
        std::fs::write(&file, "compat = true\nlisten = \"127.0.0.1:81\"\n").unwrap();
        let config = Config::from_sources(file.to_str(), [], &Flags::default()).unwrap();
        assert!(config.compat && config.listen.port() == 81);
    }
}
