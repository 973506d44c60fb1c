//! The log: to standard error, as text for people or JSON for programs. It holds trace ids, routes and causes, never
//! names, logins or addresses of people.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::config::{Config, ConfigError};

/// Starts the log; later calls change nothing. Panics are logged as errors, each on one line.
pub fn init(config: &Config) -> Result<(), ConfigError> {
    let filter: EnvFilter = config.log.parse().map_err(|_| ConfigError::Value {
        name: "log",
        value: config.log.clone(),
        why: "expected error, warn, info, debug or a list like info,store=debug",
    })?;
    // A standard error that nobody reads must not stop the server: the layers do not complain about it.
    let registry = tracing_subscriber::registry().with(filter);
    // An error here says that a log was started before, which a test may have done.
    let started = if config.log_json {
        let layer = tracing_subscriber::fmt::layer().json().flatten_event(true).with_current_span(true);
        let layer = layer.log_internal_errors(false);
        registry.with(layer.with_span_list(false).with_writer(std::io::stderr)).try_init().is_ok()
    } else {
        let colours = std::io::stderr().is_terminal();
        let layer =
            tracing_subscriber::fmt::layer().with_target(false).with_ansi(colours).log_internal_errors(false);
        registry.with(layer.with_writer(std::io::stderr)).try_init().is_ok()
    };
    if started {
        std::panic::set_hook(Box::new(|panic| {
            let place = panic.location().map(ToString::to_string).unwrap_or_default();
            let text = panic.payload_as_str().unwrap_or("no text");
            tracing::error!(place, "a task panicked: {text}");
        }));
    }
    Ok(())
}
