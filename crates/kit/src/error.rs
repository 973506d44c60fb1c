//! What a handler may end in besides a page.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// Why there is no page. The person sees a sentence with a way out; the log sees the cause with the trace id.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// Absent, or not for this person.
    #[error("not found")]
    NotFound,
    /// Nobody is signed in; where to come back to after.
    #[error("sign-in needed")]
    SignIn(String),
    /// The form's token does not belong to this session.
    #[error("stale form")]
    StaleForm,
    /// The request can't be understood.
    #[error("bad request: {0}")]
    BadRequest(&'static str),
    /// More was sent than is taken.
    #[error("too large")]
    TooLarge,
    /// Too many requests; try again after so many seconds.
    #[error("too many requests")]
    TooMany(u64),
    /// The database queue is full, or the database is away.
    #[error("unavailable")]
    Unavailable,
    /// Something is wrong on our side.
    #[error("{0}")]
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

impl From<store::Error> for PageError {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Busy | store::Error::Closed => Self::Unavailable,
            store::Error::Unavailable(reason) => {
                tracing::error!(%reason, "the database is away");
                Self::Unavailable
            }
            other => Self::Internal(Box::new(other)),
        }
    }
}

impl From<registry::Error> for PageError {
    fn from(error: registry::Error) -> Self {
        match error {
            registry::Error::NotFound(_) => Self::NotFound,
            registry::Error::Store(error) => error.into(),
            other => Self::Internal(Box::new(other)),
        }
    }
}

impl From<access::Error> for PageError {
    fn from(error: access::Error) -> Self {
        match error {
            access::Error::NotFound => Self::NotFound,
            access::Error::Registry(error) => error.into(),
        }
    }
}

impl From<askama::Error> for PageError {
    fn from(error: askama::Error) -> Self {
        Self::Internal(Box::new(error))
    }
}

impl store::StoreFailure for PageError {
    fn store_error(&self) -> Option<&store::Error> {
        match self {
            Self::Internal(error) => error.downcast_ref::<store::Error>(),
            _ => None,
        }
    }
}

/// Left in a response's extensions: the outer layer draws the page, as it knows the reader's language and trace id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Undrawn;

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let (status, header) = match &self {
            Self::NotFound => (StatusCode::NOT_FOUND, None),
            Self::SignIn(next) => {
                let to = format!("/login/?next={}", encoded(next));
                (StatusCode::SEE_OTHER, HeaderValue::from_str(&to).ok().map(|to| (header::LOCATION, to)))
            }
            Self::StaleForm => (StatusCode::FORBIDDEN, None),
            Self::BadRequest(_) => (StatusCode::BAD_REQUEST, None),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, None),
            Self::TooMany(seconds) => {
                (StatusCode::TOO_MANY_REQUESTS, Some((header::RETRY_AFTER, HeaderValue::from(*seconds))))
            }
            Self::Unavailable => {
                (StatusCode::SERVICE_UNAVAILABLE, Some((header::RETRY_AFTER, HeaderValue::from_static("5"))))
            }
            Self::Internal(error) => {
                tracing::error!(%error, "a page failed");
                (StatusCode::INTERNAL_SERVER_ERROR, None)
            }
        };
        let mut response = status.into_response();
        if let Some((name, value)) = header {
            response.headers_mut().insert(name, value);
        }
        if status != StatusCode::SEE_OTHER {
            response.extensions_mut().insert(Undrawn);
        }
        response
    }
}

/// Percent-encodes a path for a query value.
#[must_use]
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                out.push(char::from(byte))
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
