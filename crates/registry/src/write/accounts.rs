//! Accounts and sessions.

use diesel::prelude::*;
use kernel::{AccountId, Millis, PersonId};
use store::ids::Seq;
use store::{WriteTx, on_backend};

use crate::error::{Error, Result};
use crate::table::{access_code, account, session};

/// What an account begins with.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Whose.
    pub person: PersonId,
    /// Login as typed; compared without case.
    pub login: String,
    /// Sign-in by e-mail, if unique.
    pub email: Option<String>,
    /// Sign-in by phone, if unique.
    pub phone: Option<String>,
    /// argon2id in PHC form.
    pub password_hash: String,
    /// Must the password be changed at the first sign-in?
    pub must_change: bool,
}

/// Makes an account. A taken login is [`Error::LoginTaken`]; a taken e-mail or phone is left out.
pub fn add_account(tx: &mut WriteTx<'_>, new: &NewAccount, now: Millis) -> Result<AccountId> {
    let login = crate::login_key(&new.login);
    let taken = |tx: &mut WriteTx<'_>, typed: &str| -> Result<bool> {
        Ok(crate::read::account_by_login(tx, typed)?.is_some())
    };
    if taken(tx, &login)? {
        return Err(Error::LoginTaken);
    }
    let email = match new.email.as_deref().map(crate::login_key) {
        Some(email) if email.contains('@') && !taken(tx, &email)? => Some(email),
        _ => None,
    };
    let phone = match new.phone.as_deref().and_then(crate::read::phone_key) {
        Some(phone) if !taken(tx, &phone)? => Some(phone),
        _ => None,
    };
    let id = tx.next_id(Seq::Account)?;
    let row = (
        account::id.eq(id),
        account::person_id.eq(new.person.0),
        account::login.eq(&login),
        account::email.eq(&email),
        account::phone.eq(&phone),
        account::password_hash.eq(&new.password_hash),
        account::must_change.eq(i16::from(new.must_change)),
        account::locked.eq(0_i16),
        account::created_at.eq(now.0),
    );
    on_backend!(tx, |c| diesel::insert_into(account::table).values(row).execute(c))?;
    Ok(AccountId(id))
}

/// Sets another password in the session `keep`: a one-time code is used up, every other session ends. `false`, and nothing is
/// changed, when that session has ended meanwhile or the password is not `known` any more (somebody gave a new code).
pub fn set_password(
    tx: &mut WriteTx<'_>,
    id: AccountId,
    known: &str,
    password_hash: &str,
    keep: i64,
) -> Result<bool> {
    let open: i64 = on_backend!(tx, |c| {
        session::table.filter(session::account_id.eq(id.0).and(session::id.eq(keep))).count().get_result(c)
    })?;
    if open == 0 {
        return Ok(false);
    }
    let changed = on_backend!(tx, |c| {
        diesel::update(account::table.find(id.0))
            .filter(account::password_hash.eq(known))
            .set((account::password_hash.eq(password_hash), account::must_change.eq(0_i16)))
            .execute(c)
    })?;
    if changed == 0 {
        return Ok(false);
    }
    on_backend!(tx, |c| diesel::delete(access_code::table.find(id.0)).execute(c))?;
    end_other_sessions(tx, id, Some(keep))?;
    Ok(true)
}

/// Remembers the language the person chose, `ru` or `en`.
pub fn set_locale(tx: &mut WriteTx<'_>, id: AccountId, locale: &str) -> Result<()> {
    on_backend!(tx, |c| {
        diesel::update(account::table.find(id.0)).set(account::locale.eq(Some(locale))).execute(c)
    })?;
    Ok(())
}

/// What a session begins with.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// Hash of the token given to the browser.
    pub token_hash: String,
    /// The account.
    pub account: AccountId,
    /// What the browser calls itself; the first 200 characters are kept.
    pub agent: String,
    /// From where.
    pub address: String,
    /// Ends by itself at.
    pub expires_at: Millis,
}

/// Begins a session and returns its public number; the account is one that has signed in from now on.
pub fn open_session(tx: &mut WriteTx<'_>, new: &NewSession, now: Millis) -> Result<i64> {
    let id = tx.next_id(Seq::Account)?;
    let agent: String = new.agent.chars().take(200).collect();
    let row = (
        session::token_hash.eq(&new.token_hash),
        session::id.eq(id),
        session::account_id.eq(new.account.0),
        session::agent.eq(&agent),
        session::address.eq(&new.address),
        session::created_at.eq(now.0),
        session::seen_at.eq(now.0),
        session::expires_at.eq(new.expires_at.0),
    );
    on_backend!(tx, |c| diesel::insert_into(session::table).values(row).execute(c))?;
    on_backend!(tx, |c| {
        diesel::update(account::table.find(new.account.0))
            .set(account::signed_in_at.eq(Some(now.0)))
            .execute(c)
    })?;
    Ok(id)
}

/// Notes that a session was used, and moves its end.
pub fn touch_session(tx: &mut WriteTx<'_>, token_hash: &str, now: Millis, expires_at: Millis) -> Result<()> {
    on_backend!(tx, |c| {
        diesel::update(session::table.find(token_hash))
            .set((session::seen_at.eq(now.0), session::expires_at.eq(expires_at.0)))
            .execute(c)
    })?;
    Ok(())
}

/// Ends the session of a token.
pub fn end_session(tx: &mut WriteTx<'_>, token_hash: &str) -> Result<()> {
    on_backend!(tx, |c| diesel::delete(session::table.find(token_hash)).execute(c))?;
    Ok(())
}

/// Ends one of an account's own sessions by its public number.
pub fn end_session_of(tx: &mut WriteTx<'_>, account: AccountId, id: i64) -> Result<bool> {
    let ended = on_backend!(tx, |c| {
        diesel::delete(session::table.filter(session::account_id.eq(account.0).and(session::id.eq(id))))
            .execute(c)
    })?;
    Ok(ended > 0)
}

/// Ends all of an account's sessions but one.
pub fn end_other_sessions(tx: &mut WriteTx<'_>, account: AccountId, keep: Option<i64>) -> Result<()> {
    let keep = keep.unwrap_or(-1);
    on_backend!(tx, |c| {
        diesel::delete(session::table.filter(session::account_id.eq(account.0).and(session::id.ne(keep))))
            .execute(c)
    })?;
    Ok(())
}

/// Forgets sessions that have run out.
pub fn purge_sessions(tx: &mut WriteTx<'_>, now: Millis) -> Result<usize> {
    Ok(on_backend!(tx, |c| diesel::delete(session::table.filter(session::expires_at.le(now.0))).execute(c))?)
}
