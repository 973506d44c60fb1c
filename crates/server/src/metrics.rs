//! Figures for Prometheus: requests by route and status with their duration, statements, waiting events.

use std::sync::OnceLock;
use std::time::Duration;

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();

/// Starts counting; nothing is counted before.
pub fn start() -> Result<(), String> {
    if HANDLE.get().is_some() {
        return Ok(());
    }
    let buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];
    let handle = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Full("http_request_seconds".to_owned()), &buckets)
        .and_then(PrometheusBuilder::install_recorder)
        .map_err(|error| error.to_string())?;
    metrics::describe_histogram!("http_request_seconds", "How long requests took, by route and status");
    metrics::describe_counter!("db_statements_total", "Statements run");
    metrics::describe_gauge!("outbox_waiting", "Events that wait to be carried out");
    // Somebody was faster: the same recorder serves both.
    let _ = HANDLE.set(handle);
    Ok(())
}

/// Is anything counted?
#[must_use]
pub fn counting() -> bool {
    HANDLE.get().is_some()
}

/// Counts an answer. The route is the pattern (`/diary/{child}/{monday}`), so that no id of a person gets in here.
pub fn answered(route: String, status: u16, took: Duration) {
    metrics::histogram!("http_request_seconds", "route" => route, "status" => status.to_string())
        .record(took);
}

/// How many events wait.
pub fn outbox_waiting(count: i64) {
    if counting() {
        metrics::gauge!("outbox_waiting").set(f64::from(i32::try_from(count).unwrap_or(i32::MAX)));
    }
}

/// What Prometheus reads.
#[must_use]
pub fn render(statements: u64) -> Option<String> {
    let handle = HANDLE.get()?;
    metrics::counter!("db_statements_total").absolute(statements);
    handle.run_upkeep();
    Some(handle.render())
}
