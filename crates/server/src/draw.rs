//! Draws what a handler left undrawn: an error page in the reader's language and frame, or problem+json for programs; and
//! turns a redirect to sign-in into what a program or htmx understands.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use kit::error::Undrawn;
use kit::{App, Cx, ErrorPage, KeptForm, Locale, Tr, Trouble, error_page};

/// How long an error page waits to learn whose frame it is to have. It can be drawn without.
const FRAME: Duration = Duration::from_secs(1);

/// How the asker wants to hear of trouble; read before the request is handed on.
#[derive(Debug, Clone)]
pub struct Asker {
    locale: Locale,
    program: bool,
    htmx: bool,
    /// Cheap to clone, unlike all the headers: these alone decide who asks, and in which language.
    who: [(header::HeaderName, Option<HeaderValue>); 3],
}

impl Asker {
    /// From the head of a request.
    #[must_use]
    pub fn of(headers: &HeaderMap, uri: &Uri) -> Self {
        let is_json = |name| {
            headers.get(name).is_some_and(|v: &HeaderValue| v.as_bytes().starts_with(b"application/json"))
        };
        let names = [header::COOKIE, header::AUTHORIZATION, header::ACCEPT_LANGUAGE];
        Self {
            locale: kit::cx::asked_locale(headers),
            program: uri.path().starts_with("/api/")
                || is_json(header::ACCEPT)
                || is_json(header::CONTENT_TYPE),
            htmx: headers.contains_key("hx-request"),
            who: names.map(|name| {
                let value = headers.get(&name).cloned();
                (name, value)
            }),
        }
    }

    /// The context the answer is drawn in, if that can be found out now.
    async fn cx(&self, app: &App) -> Option<Cx> {
        let head = self.who.iter().filter_map(|(name, value)| Some((name.clone(), value.clone()?))).collect();
        tokio::time::timeout(FRAME, Cx::of_head(head, app)).await.ok()?.ok()
    }

    /// The same, if somebody signed in asks.
    async fn signed_in(&self, app: &App) -> Option<Cx> {
        let [(_, cookie), (_, authorization), _] = &self.who;
        if cookie.is_none() && authorization.is_none() {
            return None;
        }
        self.cx(app).await.filter(|cx| cx.guest_or_actor().is_some())
    }
}

/// The answer as the asker understands it. Whole answers pass untouched.
pub async fn finish(response: Response, asker: Asker, app: &App, trace_id: &str) -> Response {
    let status = response.status();
    if status == StatusCode::SEE_OTHER && (asker.program || asker.htmx) {
        return sign_in(response, &asker, trace_id);
    }
    if let Some(kept) = response.extensions().get::<Arc<KeptForm>>().cloned() {
        return keeping(&kept, &asker, app, trace_id).await;
    }
    if (status.is_client_error() || status.is_server_error()) && is_undrawn(&response) {
        return drawn(response, asker, app, trace_id).await;
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

/// A form that came without its session is drawn into the page that leads to sending it again.
async fn keeping(kept: &KeptForm, asker: &Asker, app: &App, trace_id: &str) -> Response {
    if asker.program {
        return unauthorized(trace_id);
    }
    let page = asker.cx(app).await.and_then(|cx| cabinet::answer_kept(&cx, kept).ok());
    page.unwrap_or_else(|| Redirect::to("/login/").into_response())
}

fn unauthorized(trace_id: &str) -> Response {
    let mut answer = problem(StatusCode::UNAUTHORIZED, "Sign-in needed", "", trace_id);
    answer.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    answer
}

fn sign_in(response: Response, asker: &Asker, trace_id: &str) -> Response {
    let to = response.headers().get(header::LOCATION).cloned();
    let Some(to) = to.filter(|to| to.as_bytes().starts_with(b"/login/")) else { return response };
    if asker.program {
        return unauthorized(trace_id);
    }
    let mut answer = StatusCode::NO_CONTENT.into_response();
    answer.headers_mut().insert("hx-redirect", to);
    answer
}

fn trouble(status: StatusCode) -> Trouble {
    // Nothing is forbidden by 403 here: what one may not see is 404, so it is an outdated or foreign form.
    if status == StatusCode::FORBIDDEN { Trouble::BadRequest } else { Trouble::from_status(status.as_u16()) }
}

async fn drawn(response: Response, asker: Asker, app: &App, trace_id: &str) -> Response {
    let (parts, _) = response.into_parts();
    let left = parts.extensions.get::<Undrawn>();
    // Handlers say 400 themselves; alone the framework says it of an address it can't read («/diary/42/2026-13-45»), and
    // there is no such page.
    let status = match parts.status {
        StatusCode::BAD_REQUEST if left.is_none() => StatusCode::NOT_FOUND,
        other => other,
    };
    let trouble = trouble(status);
    let tr = Tr::new(asker.locale);
    let mut answer = if asker.program {
        let detail = match left.and_then(|left| left.reason) {
            Some(reason) => format!("{} ({reason})", trouble.text(tr)),
            None => trouble.text(tr).to_owned(),
        };
        problem(status, trouble.title(tr), &detail, trace_id)
    } else {
        let retry = parts.headers.get(header::RETRY_AFTER).and_then(|v| v.to_str().ok()?.parse().ok());
        page(status, trouble, retry, &asker, app, trace_id).await
    };
    // What the first answer said beside its body stays: Allow of 405, Retry-After, Content-Range of 416.
    for name in [header::ALLOW, header::CONTENT_RANGE, header::RETRY_AFTER, header::SET_COOKIE] {
        for value in parts.headers.get_all(&name) {
            answer.headers_mut().append(name.clone(), value.clone());
        }
    }
    answer
}

/// The page of some trouble: who is signed in keeps frame and places, a guest is offered the door.
async fn page(
    status: StatusCode,
    trouble: Trouble,
    retry: Option<i64>,
    asker: &Asker,
    app: &App,
    trace_id: &str,
) -> Response {
    let made = |tr: Tr| {
        let page = ErrorPage::new(tr, trouble).trace_id(trace_id);
        match retry {
            Some(seconds) => page.retry_after(seconds),
            None => page,
        }
    };
    let tr = Tr::new(asker.locale);
    if let Some(cx) = asker.signed_in(app).await {
        let draft = cx.page(trouble.page(), trouble.title(cx.tr)).status(status);
        if let Ok(page) = draft.render(&made(cx.tr)) {
            return page;
        }
    }
    let mut page = made(tr);
    if trouble == Trouble::NotFound {
        page = page.way_out(tr.shell_sign_in(), "/login/");
    }
    kit::cx::html(status, error_page(tr, &page))
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
