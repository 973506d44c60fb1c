//! Draws what a handler left undrawn: an error page in the reader's language, or problem+json for programs; and turns a
//! redirect to sign-in into what a program or htmx understands.

use axum::body::{Body, HttpBody};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use kit::error::Undrawn;
use kit::{ErrorPage, Link, Locale, Tr, Trouble, error_page};

/// How the asker wants to hear of trouble; read before the request is handed on.
#[derive(Debug, Clone, Copy)]
pub struct Asker {
    locale: Locale,
    program: bool,
    htmx: bool,
}

impl Asker {
    /// From the head of a request.
    #[must_use]
    pub fn of(headers: &HeaderMap, uri: &Uri) -> Self {
        let is_json = |name| {
            headers.get(name).is_some_and(|v: &HeaderValue| v.as_bytes().starts_with(b"application/json"))
        };
        Self {
            locale: kit::cx::asked_locale(headers),
            program: uri.path().starts_with("/api/")
                || is_json(header::ACCEPT)
                || is_json(header::CONTENT_TYPE),
            htmx: headers.contains_key("hx-request"),
        }
    }
}

/// The answer as the asker understands it. Whole answers pass untouched.
#[must_use]
pub fn finish(response: Response, asker: Asker, trace_id: &str) -> Response {
    let status = response.status();
    if status == StatusCode::SEE_OTHER && (asker.program || asker.htmx) {
        return sign_in(response, asker, trace_id);
    }
    if (status.is_client_error() || status.is_server_error()) && is_undrawn(&response) {
        return drawn(response, asker, trace_id);
    }
    response
}

/// Left by a handler, or a bare word of the framework (no body, or its plain text).
fn is_undrawn(response: &Response) -> bool {
    if response.extensions().get::<Undrawn>().is_some() || response.body().size_hint().exact() == Some(0) {
        return true;
    }
    response.headers().get(header::CONTENT_TYPE).is_none_or(|v| v.as_bytes().starts_with(b"text/plain"))
}

fn sign_in(response: Response, asker: Asker, trace_id: &str) -> Response {
    let to = response.headers().get(header::LOCATION).cloned();
    let Some(to) = to.filter(|to| to.as_bytes().starts_with(b"/login/")) else { return response };
    if asker.program {
        let mut answer = problem(StatusCode::UNAUTHORIZED, "Sign-in needed", "", trace_id);
        answer.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        return answer;
    }
    let mut answer = StatusCode::NO_CONTENT.into_response();
    answer.headers_mut().insert("hx-redirect", to);
    answer
}

fn trouble(status: StatusCode) -> Trouble {
    // Nothing is forbidden by 403 here: what one may not see is 404, so it is an outdated or foreign form.
    if status == StatusCode::FORBIDDEN { Trouble::BadRequest } else { Trouble::from_status(status.as_u16()) }
}

fn drawn(response: Response, asker: Asker, trace_id: &str) -> Response {
    let (parts, _) = response.into_parts();
    let status = parts.status;
    let tr = Tr::new(asker.locale);
    let trouble = trouble(status);
    let mut answer = if asker.program {
        let detail = ErrorText { tr, trouble };
        problem(status, trouble.title(tr), &detail.text(), trace_id)
    } else {
        let mut page = ErrorPage::new(tr, trouble).trace_id(trace_id);
        let retry = parts.headers.get(header::RETRY_AFTER).and_then(|v| v.to_str().ok()?.parse().ok());
        if let Some(seconds) = retry {
            page = page.retry_after(seconds);
        }
        if trouble == Trouble::NotFound {
            let out: Link = Link::new(tr.shell_sign_in(), "/login/");
            page = page.way_out(out.label, out.href);
        }
        kit::cx::html(status, error_page(tr, &page))
    };
    // What the first answer said beside its body stays: Allow of 405, Retry-After, Content-Range of 416.
    for name in [header::ALLOW, header::CONTENT_RANGE, header::RETRY_AFTER, header::SET_COOKIE] {
        for value in parts.headers.get_all(&name) {
            answer.headers_mut().append(name.clone(), value.clone());
        }
    }
    answer
}

/// One sentence for a program's log.
struct ErrorText {
    tr: Tr,
    trouble: Trouble,
}

impl ErrorText {
    fn text(&self) -> String {
        let key = match self.trouble {
            Trouble::NotFound => "error-not-found-text",
            Trouble::TooMany => "error-too-many-text",
            Trouble::Broken => "error-broken-text",
            Trouble::Unavailable => "error-unavailable-text",
            Trouble::TooLarge => "error-too-large-text",
            Trouble::BadRequest => "error-bad-request-text",
            Trouble::Offline => "error-offline-text",
        };
        self.tr.by_key(key).unwrap_or_default().to_owned()
    }
}

fn problem(status: StatusCode, title: &str, detail: &str, trace_id: &str) -> Response {
    let body = serde_json::json!({
        "type": "about:blank",
        "title": title,
        "status": status.as_u16(),
        "detail": detail,
        "trace_id": trace_id,
    });
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}
