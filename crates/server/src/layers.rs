//! What stands around every route.
//!
//! From outside in, and why in this order:
//! 1. [`edge`] on everything: the trace id first, so that every later word in the log and on an error page carries it;
//!    then the catching of panics, the drawing of errors, and last the security headers, which so stand on drawn pages too.
//! 2. On the rooms' pages only ([`around_rooms`]; `/healthz` and `/assets` need none of it): compression, which must see
//!    the room's own bytes; the time limit; the same-origin check, which must refuse before a body is read; the body limit.

use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use kit::App;
use kit::error::Undrawn;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::csrf::CsrfLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;
use tracing::Instrument;

use crate::draw::{self, Asker};
use crate::metrics;

/// The largest body a page takes, bytes.
pub const BODY: usize = 1024 * 1024;
/// The longest a page may take.
pub const TIME: Duration = Duration::from_secs(30);
/// The longest a form with files may take: twenty megabytes from a village need their time.
pub const UPLOAD_TIME: Duration = Duration::from_secs(600);
/// Smaller answers are not worth packing, bytes.
const SMALL: u64 = 1024;
/// The header that leads from a page to the log.
pub const TRACE_ID: HeaderName = HeaderName::from_static("x-trace-id");
const STATEMENTS: HeaderName = HeaderName::from_static("x-statements");

const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
                   connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What browsers are told about every answer.
const HEADERS: [(HeaderName, HeaderValue); 5] = [
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CSP)),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static(
            "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
        ),
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
];

/// Files are sent as they lie there: their tags and ranges name those bytes.
fn is_no_file(_: StatusCode, _: http::Version, headers: &HeaderMap, _: &http::Extensions) -> bool {
    !headers.contains_key(header::CONTENT_DISPOSITION)
}

/// The layers of the rooms' pages; `uploads` are the routes that take files: more may come, and it may take longer.
pub fn around_rooms(routes: Router<App>, uploads: Router<App>, app: &App) -> Router<App> {
    // A proxy may put another Host before us; the address people type is ours whatever it says.
    let base = app.settings().base_url.as_str();
    let same_origin = CsrfLayer::new().add_trusted_origin(base).unwrap_or_default();
    // gzip alone: on a diary week (14.8 KB) brotli of the same level takes 165 µs in place of 63 and saves three parts in a
    // hundred. Scripts and styles, packed once at build time, are brotli.
    let compress = CompressionLayer::new().quality(CompressionLevel::Precise(4)).compress_when(
        SizeAbove::new(SMALL).and(NotForContentType::SSE).and(NotForContentType::IMAGES).and(is_no_file),
    );
    // `Router::layer` wraps what is there: the last one added is the outermost.
    let late = |time| TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, time);
    let pages = routes.layer(RequestBodyLimitLayer::new(BODY)).layer(same_origin.clone()).layer(late(TIME));
    uploads
        .layer(RequestBodyLimitLayer::new(app.files().limits().body()))
        .layer(same_origin)
        .layer(late(UPLOAD_TIME))
        .merge(pages)
        .layer(compress)
}

/// The outermost layer.
pub fn around_all(routes: Router<App>, app: &App) -> Router<App> {
    routes.layer(from_fn_with_state(app.clone(), edge))
}

async fn edge(State(app): State<App>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = uuid::Uuid::now_v7();
    let mut text = uuid::Uuid::encode_buffer();
    let id: &str = id.hyphenated().encode_lower(&mut text);
    let asker = Asker::of(request.headers(), request.uri());
    let method = request.method().clone();
    let counting = metrics::counting();
    let route = (counting || tracing::enabled!(tracing::Level::DEBUG)).then(|| {
        request
            .extensions()
            .get::<MatchedPath>()
            .map_or_else(|| "none".to_owned(), |path| path.as_str().to_owned())
    });
    let tell = app.settings().tell_statements.then(|| app.db().counters().statements());

    let span = tracing::error_span!("request", trace = id);
    let answer = AssertUnwindSafe(next.run(request)).catch_unwind().instrument(span.clone()).await;
    let answer = answer.unwrap_or_else(|_| {
        let mut broken = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        broken.extensions_mut().insert(Undrawn::default());
        broken
    });
    let mut answer = draw::finish(answer, asker, &app, id).instrument(span.clone()).await;

    let status = answer.status();
    let headers = answer.headers_mut();
    // Whoever wants an answer kept says so himself (stylesheets, scripts); the rest is about somebody.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-store"));
    headers.reserve(HEADERS.len() + 3);
    for (name, value) in &HEADERS {
        // A file says more strictly than a page what a browser may do with it.
        if *name != header::CONTENT_SECURITY_POLICY || !headers.contains_key(header::CONTENT_DISPOSITION) {
            headers.insert(name.clone(), value.clone());
        }
    }
    if app.settings().secure() {
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    if let Ok(value) = HeaderValue::from_str(id) {
        headers.insert(TRACE_ID, value);
    }
    if let Some(before) = tell {
        headers
            .insert(STATEMENTS, HeaderValue::from(app.db().counters().statements().saturating_sub(before)));
    }
    if let Some(route) = route {
        let took = started.elapsed();
        span.in_scope(|| tracing::debug!(%method, route, status = status.as_u16(), ?took, "answered"));
        if counting {
            metrics::answered(route, status.as_u16(), took);
        }
    }
    answer
}
