//! `/logout/` – the way out.

use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use kit::{Cx, PageError, Posted, Routes, Tr};

use crate::cookie;

pub fn routes() -> Routes {
    Routes::new().get("/logout/", ask).post("/logout/", sign_out)
}

#[derive(Template)]
#[template(path = "logout.html")]
struct Logout {
    tr: Tr,
    csrf: String,
}

/// Who is signed in; others have nothing to leave.
async fn ask(cx: Cx) -> Result<Response, PageError> {
    if cx.guest_or_actor().is_none() {
        return Ok(Redirect::to("/").into_response());
    }
    let page = Logout { tr: cx.tr, csrf: cx.csrf() };
    cx.page("cabinet.logout", cx.tr.logout_title()).render(&page)
}

/// Anybody; ends the session that asks.
async fn sign_out(posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    if let Some(hash) = cx.session_hash() {
        let own = hash.to_owned();
        cx.write(move |tx| Ok(registry::write::end_session(tx, &own)?)).await?;
        cx.app().forget_session(hash);
    }
    let mut response = cx.done("/", "signed-out");
    cookie::take_session(&mut response, cx.app().settings())?;
    // Pages seen before must not come back by «Назад» for the next person at this computer.
    let clear = header::HeaderName::from_static("clear-site-data");
    response.headers_mut().insert(clear, HeaderValue::from_static("\"cache\""));
    Ok(response)
}
