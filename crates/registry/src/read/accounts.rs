//! Accounts and sessions.

use diesel::prelude::*;
use kernel::{AccountId, InstitutionId, Millis, PersonId};
use store::{ReadTx, on_backend};

use super::{NameRow, name};
use crate::error::{Error, Result};
use crate::model::{Account, Role, SessionInfo, SignedIn};
use crate::password::Owner;
use crate::table::{account, class_enrollment, guardianship, person, role_assignment, session};

type AccountRow = (i64, i64, String, String, i16, i16);

fn to_account(row: AccountRow) -> Account {
    Account {
        id: AccountId(row.0),
        person: PersonId(row.1),
        login: row.2,
        password_hash: row.3,
        must_change: row.4 != 0,
        locked: row.5 != 0,
    }
}

/// The account that signs in with this: a login, an e-mail or a phone, compared as [`crate::login_key`] says.
pub fn account_by_login(tx: &mut ReadTx<'_>, typed: &str) -> Result<Option<Account>> {
    let key = crate::login_key(typed);
    let columns = (
        account::id,
        account::person_id,
        account::login,
        account::password_hash,
        account::must_change,
        account::locked,
    );
    let by_login: Option<AccountRow> = on_backend!(tx, |c| account::table
        .filter(account::login.eq(&key))
        .select(columns)
        .first(c)
        .optional())?;
    if by_login.is_some() {
        return Ok(by_login.map(to_account));
    }
    let found: Option<AccountRow> = if key.contains('@') {
        on_backend!(tx, |c| account::table
            .filter(account::email.eq(&key))
            .select(columns)
            .first(c)
            .optional())?
    } else {
        let Some(phone) = phone_key(&key) else { return Ok(None) };
        on_backend!(tx, |c| account::table
            .filter(account::phone.eq(&phone))
            .select(columns)
            .first(c)
            .optional())?
    };
    Ok(found.map(to_account))
}

/// The account of an id.
pub fn account(tx: &mut ReadTx<'_>, id: AccountId) -> Result<Account> {
    let row: Option<AccountRow> = on_backend!(tx, |c| {
        account::table
            .find(id.0)
            .select((
                account::id,
                account::person_id,
                account::login,
                account::password_hash,
                account::must_change,
                account::locked,
            ))
            .first(c)
            .optional()
    })?;
    row.map(to_account).ok_or(Error::NotFound("account"))
}

/// What a password of this account may not hold: its login, its owner's name, their e-mails and telephones.
pub fn password_owner(tx: &mut ReadTx<'_>, id: AccountId) -> Result<Owner> {
    #[allow(clippy::type_complexity, reason = "one row of one statement")]
    let row: Option<(
        NameRow,
        (String, Option<String>, Option<String>),
        (Option<String>, Option<String>),
    )> = on_backend!(tx, |c| {
        account::table
            .inner_join(person::table.on(person::id.eq(account::person_id)))
            .filter(account::id.eq(id.0))
            .select((
                (person::family, person::given, person::patronymic),
                (account::login, account::email, account::phone),
                (person::email, person::phone),
            ))
            .first(c)
            .optional()
    })?;
    let (names, (login, email, phone), (own_email, own_phone)) = row.ok_or(Error::NotFound("account"))?;
    Ok([email, phone, own_email, own_phone]
        .iter()
        .fold(Owner::new(&login, &name(names)), |owner, contact| owner.and(contact.as_deref())))
}

/// `+7XXXXXXXXXX` of a Russian number written in any usual way: digits with `+`, brackets, hyphens and spaces.
#[must_use]
pub fn phone_key(typed: &str) -> Option<String> {
    if !typed.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '(' | ')' | '-' | ' ' | '\u{a0}')) {
        return None;
    }
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let rest = match digits.len() {
        11 if digits.starts_with(['7', '8']) => digits.get(1..)?,
        10 => digits.as_str(),
        _ => return None,
    };
    Some(format!("+7{rest}"))
}

/// The person behind a session's token hash, with roles, if the session still lives.
pub fn signed_in(tx: &mut ReadTx<'_>, token_hash: &str, now: Millis) -> Result<Option<SignedIn>> {
    #[allow(clippy::type_complexity, reason = "one row of one statement")]
    let row: Option<((i64, i64, i64, i64), (i64, String, Option<String>, i16), NameRow)> =
        on_backend!(tx, |c| {
            session::table
                .inner_join(account::table.on(account::id.eq(session::account_id)))
                .inner_join(person::table.on(person::id.eq(account::person_id)))
                .filter(session::token_hash.eq(token_hash))
                .filter(session::expires_at.gt(now.0))
                .filter(account::locked.eq(0_i16))
                .select((
                    (session::id, session::created_at, session::seen_at, session::account_id),
                    (account::person_id, account::login, account::locale, account::must_change),
                    (person::family, person::given, person::patronymic),
                ))
                .first(c)
                .optional()
        })?;
    let Some(((session, created_at, seen_at, account), (person, login, locale, must_change), names)) = row
    else {
        return Ok(None);
    };
    let person = PersonId(person);
    let guardian: Option<i64> = on_backend!(tx, |c| {
        guardianship::table
            .filter(guardianship::guardian_id.eq(person.0).and(guardianship::status.eq("confirmed")))
            .select(guardianship::child_id)
            .first(c)
            .optional()
    })?;
    let pupil: Option<i64> = on_backend!(tx, |c| {
        class_enrollment::table
            .filter(class_enrollment::pupil_id.eq(person.0))
            .select(class_enrollment::class_id)
            .first(c)
            .optional()
    })?;
    Ok(Some(SignedIn {
        session,
        account: AccountId(account),
        person,
        name: name(names),
        login,
        locale,
        must_change: must_change != 0,
        created_at: Millis(created_at),
        seen_at: Millis(seen_at),
        roles: roles_of(tx, person)?,
        is_guardian: guardian.is_some(),
        is_pupil: pupil.is_some(),
    }))
}

/// What a person does where; at most fifty assignments.
pub fn roles_of(tx: &mut ReadTx<'_>, person: PersonId) -> Result<Vec<(InstitutionId, Role)>> {
    let rows: Vec<(i64, String)> = on_backend!(tx, |c| {
        role_assignment::table
            .filter(role_assignment::person_id.eq(person.0))
            .order((role_assignment::institution_id, role_assignment::role))
            .select((role_assignment::institution_id, role_assignment::role))
            .limit(50)
            .load(c)
    })?;
    rows.into_iter()
        .map(|(institution, role)| {
            Ok((InstitutionId(institution), Role::from_code(&role).ok_or(Error::Corrupt("role"))?))
        })
        .collect()
}

/// The living sessions of an account, newest first; at most a hundred.
pub fn sessions(tx: &mut ReadTx<'_>, account: AccountId, now: Millis) -> Result<Vec<SessionInfo>> {
    let rows: Vec<(i64, String, String, i64, i64)> = on_backend!(tx, |c| {
        session::table
            .filter(session::account_id.eq(account.0).and(session::expires_at.gt(now.0)))
            .order(session::seen_at.desc())
            .select((session::id, session::agent, session::address, session::created_at, session::seen_at))
            .limit(100)
            .load(c)
    })?;
    Ok(rows
        .into_iter()
        .map(|(id, agent, address, created, seen)| SessionInfo {
            id,
            agent,
            address,
            created_at: Millis(created),
            seen_at: Millis(seen),
        })
        .collect())
}

#[cfg(test)]
mod tests {
    #[test]
    fn knows_phones_as_people_write_them() {
        for typed in ["+7 900 000-00-01", "8 (900) 000 00 01", "9000000001", "79000000001"] {
            assert_eq!(super::phone_key(typed).as_deref(), Some("+79000000001"), "{typed}");
        }
        assert_eq!(super::phone_key("12345"), None);
        assert_eq!(super::phone_key("zz79000000001"), None);
    }
}
