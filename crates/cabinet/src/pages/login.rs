//! `/login/` and `/accounts/login/` – the same door with two signs. A wrong login, a wrong password and a locked account
//! get the same sentence after the same time. The one-time code of an access sheet is taken in place of a password.

use std::sync::Arc;

use askama::Template;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form as Posting};
use kit::form::{Field, FieldKind, Form};
use kit::{App, Cx, KeptForm, NoticeKind, PageError, Routes, Tr};
use registry::write::NewSession;
use registry::{Account, password, token};
use serde::Deserialize;

use crate::attempts::Attempts;
use crate::{cookie, next};

/// The door of families.
const FAMILY: &str = "/login/";
/// The door of staff.
const STAFF: &str = "/accounts/login/";
/// Nobody's login is longer, in bytes.
const LONGEST_LOGIN: usize = 200;

pub fn routes() -> Routes {
    Routes::new()
        .get(FAMILY, show_family)
        .post(FAMILY, post_family)
        .get(STAFF, show_staff)
        .post(STAFF, post_staff)
}

#[derive(Template)]
#[template(path = "login.html")]
struct Login {
    tr: Tr,
    staff: bool,
    action: &'static str,
    title: &'static str,
    other: String,
    demo: bool,
    /// Is there a form that waits for the sign-in? Then no link leads away from here.
    keeps: bool,
    form: Form,
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    next: String,
    /// The login of an access sheet's QR code.
    #[serde(default)]
    login: String,
}

#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
    /// A [`KeptForm`].
    #[serde(default)]
    kept: String,
}

type TriedCx = Result<Cx, PageError>;
type TriedForm = Result<Posting<Typed>, axum::extract::rejection::FormRejection>;

/// Anybody.
async fn show_family(cx: TriedCx, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    show(cx, &asked, false)
}

/// Anybody.
async fn show_staff(cx: TriedCx, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    show(cx, &asked, true)
}

/// Anybody.
async fn post_family(
    cx: TriedCx,
    Extension(attempts): Extension<Arc<Attempts>>,
    typed: TriedForm,
) -> Result<Response, PageError> {
    sign_in(cx, &attempts, typed, false).await
}

/// Anybody.
async fn post_staff(
    cx: TriedCx,
    Extension(attempts): Extension<Arc<Attempts>>,
    typed: TriedForm,
) -> Result<Response, PageError> {
    sign_in(cx, &attempts, typed, true).await
}

/// Who has to change a password is «not signed in» for every page but that one; asking him to sign in again would go
/// round in circles.
fn or_to_password(cx: TriedCx) -> Result<Result<Cx, Response>, PageError> {
    match cx {
        Ok(cx) => Ok(Ok(cx)),
        Err(PageError::SignIn(there)) => Ok(Err(Redirect::to(next::or_start(&there)).into_response())),
        Err(error) => Err(error),
    }
}

fn show(cx: TriedCx, asked: &Asked, staff: bool) -> Result<Response, PageError> {
    let cx = match or_to_password(cx)? {
        Ok(cx) => cx,
        Err(elsewhere) => return Ok(elsewhere),
    };
    if cx.guest_or_actor().is_some() {
        return Ok(Redirect::to(next::or_start(&asked.next)).into_response());
    }
    let login = if asked.login.len() > LONGEST_LOGIN { "" } else { asked.login.as_str() };
    draw(&cx, staff, login, &asked.next, "", None)
}

/// The door for who sent a form when the session was over: the form waits in it.
pub fn draw_keeping(cx: &Cx, kept: &KeptForm) -> Result<Response, PageError> {
    draw(cx, false, "", &kept.back, &kept.to_text(), None)
}

fn draw(
    cx: &Cx,
    staff: bool,
    login: &str,
    to: &str,
    kept: &str,
    error: Option<&str>,
) -> Result<Response, PageError> {
    let tr = cx.tr;
    let to = next::or_start(to);
    let keeps = !kept.is_empty();
    let mut form = Form::new(vec![
        Field::text("login", tr.login_login())
            .hint(tr.login_login_hint())
            .autocomplete("username")
            .required()
            .value(login),
        Field::password("password", tr.login_password())
            .hint(tr.access_login_hint())
            .autocomplete("current-password")
            .required(),
        Field::new("next", "", FieldKind::Hidden).value(to),
    ]);
    if keeps {
        form.fields.push(Field::new("kept", "", FieldKind::Hidden).value(kept));
    }
    form.error = error.map(str::to_owned);
    let (action, other, name, title) = if staff {
        (STAFF, FAMILY, "cabinet.staff-login", tr.login_staff_title())
    } else {
        (FAMILY, STAFF, "cabinet.login", tr.login_title())
    };
    let other =
        if to == "/" { other.to_owned() } else { format!("{other}?next={}", kit::error::encoded(to)) };
    let status = match (form.is_valid(), keeps) {
        (false, _) => StatusCode::UNPROCESSABLE_ENTITY,
        (true, true) => StatusCode::UNAUTHORIZED,
        (true, false) => StatusCode::OK,
    };
    let demo = cx.app().settings().demo && !keeps;
    let mut page = cx.page(name, title).status(status);
    if keeps {
        page = page.notice(NoticeKind::Warning, tr.kept_sign_in()).keeping(kept);
    }
    page.render(&Login { tr, staff, action, title, other, demo, keeps, form })
}

/// Signing in needs no token of a session: who signs in proves himself by the password, and takes over the browser even
/// from somebody who forgot to sign out.
async fn sign_in(
    cx: TriedCx,
    attempts: &Attempts,
    typed: TriedForm,
    staff: bool,
) -> Result<Response, PageError> {
    let cx = match or_to_password(cx)? {
        Ok(cx) => cx,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Posting(typed) = typed.map_err(|_| PageError::BadRequest("a form was expected"))?;
    let login = typed.login.trim();
    let wrong = || draw(&cx, staff, login, &typed.next, &typed.kept, Some(cx.tr.login_wrong()));
    if login.is_empty() || typed.password.is_empty() || login.len() > LONGEST_LOGIN {
        return wrong();
    }
    let key = registry::login_key(login);
    let asked = key.clone();
    let now = cx.now;
    let (account, code) = cx
        .read(move |tx| {
            let Some(account) = registry::read::account_by_login(tx, &asked)? else {
                return Ok((None, None));
            };
            let code = registry::read::living_code(tx, account.id, now)?;
            Ok((Some(account), code))
        })
        .await?;
    // An account is one target however its login, e-mail or phone is written.
    let key = account.as_ref().map_or(key, |found| format!("#{}", found.id));
    attempts.take(&key, &cx.address, cx.now).map_err(PageError::TooMany)?;
    let of_code = account.as_ref().map(|found| found.id).filter(|_| code.is_some());
    let by_code = of_code.zip(code).is_some_and(|(id, hash)| {
        registry::code::matches(&cx.app().settings().secret, id, &typed.password, &hash)
    });
    let Some(account) = proven(cx.app(), account, typed.password.clone(), by_code).await? else {
        tracing::info!("sign-in refused");
        if let Some(id) = of_code {
            cx.write(move |tx| Ok(registry::write::count_wrong_code(tx, id)?)).await?;
        }
        return wrong();
    };
    attempts.give_back(&key, &cx.address);

    let token = token::fresh().ok_or_else(|| PageError::Internal("no randomness".into()))?;
    let new = NewSession {
        token_hash: token::hash(&token),
        account: account.id,
        agent: cx.agent.clone(),
        address: cx.address.clone(),
        expires_at: cx.now,
    };
    let sessions = cx.app().settings().sessions;
    let (now, old) = (cx.now, cx.session_hash().map(str::to_owned));
    let ended = old.clone();
    let limits = cx
        .write(move |tx| {
            if let Some(old) = &old {
                registry::write::end_session(tx, old)?;
            }
            let limits = sessions.of(!registry::read::roles_of(tx, account.person)?.is_empty());
            let new = NewSession { expires_at: limits.end(now, now), ..new.clone() };
            registry::write::open_session(tx, &new, now)?;
            Ok(limits)
        })
        .await?;
    if let Some(ended) = ended {
        cx.app().forget_session(&ended);
    }
    tracing::info!(account = account.id.0, "signed in");
    let to = if account.must_change { "/cabinet/password/" } else { next::or_start(&typed.next) };
    let mut response = match KeptForm::from_text(&typed.kept).filter(|kept| next::local(&kept.path).is_some())
    {
        Some(kept) if !account.must_change => super::resend::draw(&cx.with_session(&token).await?, &kept)?,
        _ => Redirect::to(to).into_response(),
    };
    cookie::give_session(&mut response, cx.app().settings(), &token, limits)?;
    Ok(response)
}

/// The account, if the password is its own (or the code was) and it is not locked. Takes the time of one hash in every case.
async fn proven(
    app: &App,
    account: Option<Account>,
    typed: String,
    by_code: bool,
) -> Result<Option<Account>, PageError> {
    app.hashing(move || {
        let typed = if typed.len() > password::LONGEST { "" } else { typed.as_str() };
        match account {
            Some(account) => {
                let by_password = password::verify(typed, &account.password_hash);
                ((by_password || by_code) && !account.locked).then_some(account)
            }
            None => {
                password::verify_nothing(typed);
                None
            }
        }
    })
    .await
    .ok_or(PageError::Unavailable)
}
