//! `/cabinet/password/` – another password. Who was given one comes here before anything else.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::http::StatusCode;
use axum::response::Response;
use kit::form::{Field, Form};
use kit::{Cx, PageError, Posted, Routes, Tr};
use registry::password::{self, PasswordError};

use crate::attempts::Attempts;

pub fn routes() -> Routes {
    Routes::new().get("/cabinet/password/", show).post("/cabinet/password/", change)
}

#[derive(Template)]
#[template(path = "password.html")]
struct Password {
    tr: Tr,
    csrf: String,
    login: String,
    must: bool,
    form: Form,
}

/// What has to be mended, a message key for each field.
#[derive(Default)]
struct Faults {
    current: Option<&'static str>,
    new: Option<&'static str>,
    again: Option<&'static str>,
}

impl Faults {
    const fn none(&self) -> bool {
        self.current.is_none() && self.new.is_none() && self.again.is_none()
    }
}

/// Who is signed in.
async fn show(cx: Cx) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let id = actor.account;
    // Only who must change it can have none.
    let none =
        actor.must_change && !cx.read(move |tx| Ok(registry::read::account(tx, id)?.has_password())).await?;
    draw(&cx, &Faults::default(), none)
}

/// `none`: there is no present password to ask for, a one-time code has opened the door.
fn draw(cx: &Cx, faults: &Faults, none: bool) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let tr = cx.tr;
    let current = Field::password("current", tr.password_current())
        .autocomplete("current-password")
        .required()
        .error(faults.current);
    let mut fields = if none { Vec::new() } else { vec![current] };
    fields.extend([
        Field::password("new", tr.password_new())
            .hint(tr.password_new_hint())
            .autocomplete("new-password")
            .required()
            .error(faults.new),
        Field::password("again", tr.password_again())
            .autocomplete("new-password")
            .required()
            .error(faults.again),
    ]);
    let form = Form::new(fields);
    let status = if form.is_valid() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Password { tr, csrf: cx.csrf(), login: actor.login.clone(), must: actor.must_change, form };
    cx.page("cabinet.password", tr.password_title()).place("me").status(status).render(&page)
}

fn words(tr: Tr, error: PasswordError) -> &'static str {
    tr.by_key(&error.to_string()).unwrap_or_else(|| tr.password_failed())
}

/// Who is signed in and knows the present password, or came by a code that is not used up yet.
async fn change(
    Extension(attempts): Extension<Arc<Attempts>>,
    posted: Posted,
) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let actor = cx.actor()?;
    let tr = cx.tr;
    let (current, new, again) = (posted.raw("current"), posted.raw("new"), posted.raw("again"));
    let id = actor.account;
    let (account, owner) = cx
        .read(move |tx| Ok((registry::read::account(tx, id)?, registry::read::password_owner(tx, id)?)))
        .await?;
    let none = actor.must_change && !account.has_password();
    let empty = |text: &str| text.is_empty().then(|| tr.form_field_empty());
    let faults = Faults {
        current: empty(current).filter(|_| !none),
        new: empty(new)
            .or_else(|| password::check(new, &owner).err().map(|error| words(tr, error)))
            .or_else(|| (new == current).then(|| tr.password_same())),
        again: empty(again).or_else(|| (again != new).then(|| tr.password_differ())),
    };
    if !faults.none() {
        return draw(cx, &faults, none);
    }

    // Who found a browser left open may not guess here either.
    attempts.take(&actor.login, &cx.address, cx.now).map_err(PageError::TooMany)?;
    let (current, new) = (current.to_owned(), new.to_owned());
    let known = account.password_hash.clone();
    let hashed = cx
        .app()
        .hashing(move || {
            (none || password::verify(&current, &account.password_hash)).then(|| password::hash(&new))
        })
        .await
        .ok_or(PageError::Unavailable)?;
    let hash = match hashed {
        None => {
            return draw(
                cx,
                &Faults { current: Some(tr.password_current_wrong()), ..Faults::default() },
                none,
            );
        }
        Some(Err(error)) => {
            return draw(cx, &Faults { new: Some(words(tr, error)), ..Faults::default() }, none);
        }
        Some(Ok(hash)) => hash,
    };
    attempts.give_back(&actor.login, &cx.address);
    let keep = actor.session;
    let changed = cx.write(move |tx| Ok(registry::write::set_password(tx, id, &known, &hash, keep)?)).await?;
    cx.app().forget_sessions();
    if !changed {
        // A new code was given meanwhile: whoever has it signs in with it.
        return Err(PageError::SignIn("/cabinet/password/".to_owned()));
    }
    tracing::info!(account = id.0, "password changed");
    Ok(cx.done("/cabinet/me/", "password"))
}
