//! `POST /language/` – another language: for guests in a cookie, for who is signed in with the account.

use axum::response::{IntoResponse, Redirect, Response};
use kit::{Locale, PageError, Posted, Routes};

use crate::{cookie, next};

pub fn routes() -> Routes {
    Routes::new().post("/language/", choose)
}

/// Anybody.
async fn choose(posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let locale =
        Locale::from_code(posted.get("locale")).ok_or(PageError::BadRequest("an unknown language"))?;
    if let (Some(actor), Some(hash)) = (cx.guest_or_actor(), cx.session_hash()) {
        let account = actor.account;
        cx.write(move |tx| Ok(registry::write::set_locale(tx, account, locale.code())?)).await?;
        cx.app().forget_session(hash);
    }
    let mut response = Redirect::to(next::or_start(posted.get("next"))).into_response();
    // Also for who is signed in: the page after signing out speaks the same language.
    cookie::give_language(&mut response, cx.app().settings(), locale)?;
    Ok(response)
}
