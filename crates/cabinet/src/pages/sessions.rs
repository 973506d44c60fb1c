//! `POST /cabinet/sessions/{id}/end/`, `POST /cabinet/sessions/end-others/` – ending one's own sessions.

use axum::extract::Path;
use axum::response::Response;
use kit::{PageError, Posted, Routes};

use crate::cookie;

pub fn routes() -> Routes {
    Routes::new()
        .post("/cabinet/sessions/{id}/end/", end_one)
        .post("/cabinet/sessions/end-others/", end_others)
}

/// Who is signed in; another's session is not found.
async fn end_one(Path(id): Path<i64>, posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let actor = cx.actor()?;
    let account = actor.account;
    if !cx.write(move |tx| Ok(registry::write::end_session_of(tx, account, id)?)).await? {
        return Err(PageError::NotFound);
    }
    cx.app().forget_sessions();
    if id == actor.session {
        let mut response = cx.done("/", "signed-out");
        cookie::take_session(&mut response, cx.app().settings())?;
        return Ok(response);
    }
    Ok(cx.done("/cabinet/me/", "session-ended"))
}

/// Who is signed in.
async fn end_others(posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let actor = cx.actor()?;
    let (account, keep) = (actor.account, actor.session);
    cx.write(move |tx| Ok(registry::write::end_other_sessions(tx, account, Some(keep))?)).await?;
    cx.app().forget_sessions();
    Ok(cx.done("/cabinet/me/", "sessions-ended"))
}
