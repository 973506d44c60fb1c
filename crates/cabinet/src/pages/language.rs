//! `POST /language/` – another language: for guests in a cookie, for who is signed in with the account.

use axum::response::{IntoResponse, Redirect, Response};
use kit::{KeptForm, Locale, PageError, Posted, Routes, Tr};

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
    let mut response = match KeptForm::from_text(posted.raw("kept")) {
        // The page holds a form that was not sent: the same page in the other language, and nothing is lost.
        Some(kept) if next::local(&kept.path).is_some() => {
            let mut cx = cx.clone();
            cx.tr = Tr { locale };
            super::resend::answer(&cx, &kept)?
        }
        _ => Redirect::to(next::or_start(posted.get("next"))).into_response(),
    };
    // Also for who is signed in: the page after signing out speaks the same language.
    cookie::give_language(&mut response, cx.app().settings(), locale)?;
    Ok(response)
}
