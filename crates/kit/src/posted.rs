//! What a form or a script posts. Both extractors check the session's token: a handler can't forget it.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use serde::de::DeserializeOwned;

use crate::app::App;
use crate::cx::Cx;
use crate::error::PageError;

/// A posted form: the context and the fields as typed, in order, a name may repeat.
pub struct Posted {
    /// Who asks, and how to answer.
    pub cx: Cx,
    fields: Vec<(String, String)>,
}

impl Posted {
    /// The first value of a field, trimmed; empty when it is not there.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// The first value of a field as typed (a password keeps its spaces).
    #[must_use]
    pub fn raw(&self, name: &str) -> &str {
        self.fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    }

    /// Every field.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }
}

impl FromRequest<App> for Posted {
    type Rejection = PageError;

    async fn from_request(request: Request, app: &App) -> Result<Self, PageError> {
        let (mut parts, body) = request.into_parts();
        let cx = Cx::from_request_parts(&mut parts, app).await?;
        let request = Request::from_parts(parts, body);
        let axum::Form(fields) = axum::Form::<Vec<(String, String)>>::from_request(request, app)
            .await
            .map_err(|rejection| refused(rejection.into_response().status(), "a form was expected"))?;
        let mut posted = Self { cx, fields };
        let token = posted.raw("csrf").to_owned();
        match posted.cx.check_csrf(&token) {
            Ok(()) if posted.cx.guest_or_actor().is_none() => posted.cx.keep(&token, &posted.fields),
            // Signed in again meanwhile, in another tab: the form is the account's own, of an earlier session.
            Err(PageError::StaleForm) => return Err(posted.cx.stale(&token, &posted.fields)),
            other => other?,
        }
        Ok(posted)
    }
}

/// Why a body was not read, by the framework's status.
fn refused(status: StatusCode, otherwise: &'static str) -> PageError {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => PageError::TooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => PageError::Unsupported,
        _ => PageError::BadRequest(otherwise),
    }
}

/// Posted JSON with the token in `X-CSRF-Token`, or from a program that signs in by `Authorization` (no cookie, no need).
pub struct PostedJson<T> {
    /// Who asks, and how to answer.
    pub cx: Cx,
    /// What was posted.
    pub body: T,
}

impl<T: DeserializeOwned> FromRequest<App> for PostedJson<T> {
    type Rejection = PageError;

    async fn from_request(request: Request, app: &App) -> Result<Self, PageError> {
        let (mut parts, body) = request.into_parts();
        let cx = Cx::from_request_parts(&mut parts, app).await?;
        let headers: &HeaderMap = &parts.headers;
        if !cx.is_by_bearer() {
            let given = headers.get("x-csrf-token").and_then(|v| v.to_str().ok()).unwrap_or_default();
            cx.check_csrf(given)?;
        }
        let bytes = Bytes::from_request(Request::from_parts(parts, body), app)
            .await
            .map_err(|rejection| refused(rejection.into_response().status(), "the body did not arrive"))?;
        let body =
            serde_json::from_slice(&bytes).map_err(|_| PageError::BadRequest("JSON of another shape"))?;
        Ok(Self { cx, body })
    }
}
