//! Ways in that a school gives: logins and one-time codes.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;
use kernel::{AccountId, Millis, PersonId, PersonName};
use store::ids::Seq;
use store::{WriteTx, on_backend};

use crate::error::{Error, Result};
use crate::read::WayIn;
use crate::table::{access_code, account, session};
use crate::{code, login_name, password};

/// So many rows go into one statement.
const CHUNK: usize = 200;

/// Whose old code or password gives way to a new code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renew {
    /// Nobody's: only who has no login gets one.
    Nobody,
    /// Nobody's but codes that this issuer has given since that moment.
    IssuedSince(Millis),
    /// Of those who have never signed in.
    NeverSignedIn,
    /// Of everybody («забыли пароль»): passwords and sessions of all accounts of the person end too.
    Everybody,
}

/// What somebody was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// Who.
    pub person: PersonId,
    /// The account.
    pub account: AccountId,
    /// The login.
    pub login: String,
    /// The code as it is printed, never to be seen again; `None` when the person has a way in already.
    pub code: Option<String>,
}

/// Gives logins and codes, in the order of `people`. A person with an account gets no second one; a code that is replaced,
/// and the password if there is one, stop working at once, and sessions end.
///
/// # Errors
/// [`Error::NoRandomness`].
pub fn issue_codes(
    tx: &mut WriteTx<'_>,
    secret: &[u8; 32],
    people: &[(PersonId, PersonName)],
    renew: Renew,
    issuer: PersonId,
    now: Millis,
) -> Result<Vec<Issued>> {
    let mut seen = HashSet::new();
    let people: Vec<&(PersonId, PersonName)> = people.iter().filter(|(id, _)| seen.insert(*id)).collect();
    let ids: Vec<PersonId> = people.iter().map(|(id, _)| *id).collect();
    let known = crate::read::ways_of(tx, &ids, now)?;
    let newcomers: Vec<&(PersonId, PersonName)> =
        people.iter().copied().filter(|(id, _)| !known.contains_key(id)).collect();
    let mut made = add_accounts(tx, &newcomers, now)?;
    let mut issued = Vec::with_capacity(people.len());
    let mut codes: Vec<(AccountId, String)> = Vec::new();
    let mut renewed: Vec<AccountId> = Vec::new();
    for (person, _) in people {
        let (account, login, fresh) = match known.get(person).and_then(|ways| used(ways)) {
            Some(way) => {
                let again = !way.locked
                    && match renew {
                        Renew::Nobody => false,
                        Renew::IssuedSince(since) => {
                            way.signed_in_at.is_none()
                                && way.code_by == Some(issuer)
                                && way.code_at.is_some_and(|at| at >= since)
                        }
                        Renew::NeverSignedIn => way.signed_in_at.is_none(),
                        Renew::Everybody => true,
                    };
                if again && renew == Renew::Everybody {
                    // Every door of the person: another account of his would stay open with the old password.
                    renewed.extend(known.get(person).into_iter().flatten().map(|way| way.account));
                } else if again {
                    renewed.push(way.account);
                }
                (way.account, way.login.clone(), again)
            }
            None => {
                let Some((account, login)) = made.remove(person) else { continue };
                (account, login, true)
            }
        };
        let mut printed = None;
        if fresh {
            let code = code::fresh().ok_or(Error::NoRandomness)?;
            codes.push((account, code::hash(secret, account, &code)));
            printed = Some(code::shown(&code));
        }
        issued.push(Issued { person: *person, account, login, code: printed });
    }
    forget_passwords(tx, &renewed)?;
    put_codes(tx, &codes, issuer, now)?;
    Ok(issued)
}

/// Of several accounts the one that was signed in with last, else the first.
fn used(ways: &[WayIn]) -> Option<&WayIn> {
    ways.iter().reduce(|best, way| if way.signed_in_at > best.signed_in_at { way } else { best })
}

/// Makes accounts without a password, with logins from the names.
fn add_accounts(
    tx: &mut WriteTx<'_>,
    people: &[&(PersonId, PersonName)],
    now: Millis,
) -> Result<HashMap<PersonId, (AccountId, String)>> {
    /// With numbers of eight digits nobody gets this far.
    const ATTEMPTS: u32 = 12;
    let mut logins: HashMap<PersonId, String> = HashMap::new();
    let mut taken: HashSet<String> = HashSet::new();
    let mut open: Vec<&(PersonId, PersonName)> = people.to_vec();
    for attempt in 0..ATTEMPTS {
        if open.is_empty() {
            break;
        }
        let mut wished = Vec::with_capacity(open.len());
        for (person, name) in open.iter().copied() {
            let login = login_name::numbered(&login_name::base(name), attempt, random()?);
            wished.push((*person, login));
        }
        let keys: Vec<String> = wished.iter().map(|(_, login)| login.clone()).collect();
        taken.extend(crate::read::login_owners(tx, &keys)?.into_iter().map(|(login, _)| login));
        for (person, login) in wished {
            if taken.insert(login.clone()) {
                logins.insert(person, login);
            }
        }
        open.retain(|(person, _)| !logins.contains_key(person));
    }
    if !open.is_empty() {
        return Err(Error::LoginTaken);
    }
    let ids = tx.next_ids(Seq::Account, people.len())?;
    let mut made = HashMap::with_capacity(people.len());
    let pairs: Vec<(i64, &(PersonId, PersonName))> = ids.into_iter().zip(people.iter().copied()).collect();
    for chunk in pairs.chunks(CHUNK) {
        let mut rows = Vec::with_capacity(chunk.len());
        for (id, (person, _)) in chunk {
            let Some(login) = logins.remove(person) else { continue };
            rows.push((
                account::id.eq(*id),
                account::person_id.eq(person.0),
                account::login.eq(login.clone()),
                account::password_hash.eq(password::NONE),
                account::must_change.eq(1_i16),
                account::locked.eq(0_i16),
                account::created_at.eq(now.0),
            ));
            made.insert(*person, (AccountId(*id), login));
        }
        on_backend!(tx, |c| diesel::insert_into(account::table).values(rows).execute(c))?;
    }
    Ok(made)
}

fn random() -> Result<u32> {
    let mut bytes = [0_u8; 4];
    getrandom::fill(&mut bytes).map_err(|_| Error::NoRandomness)?;
    Ok(u32::from_le_bytes(bytes))
}

/// From now on only a new code signs in to these accounts; who is signed in is signed out.
fn forget_passwords(tx: &mut WriteTx<'_>, accounts: &[AccountId]) -> Result<()> {
    let ids: Vec<i64> = accounts.iter().map(|account| account.0).collect();
    for chunk in ids.chunks(CHUNK) {
        on_backend!(tx, |c| {
            diesel::update(account::table.filter(account::id.eq_any(chunk)))
                .set((account::password_hash.eq(password::NONE), account::must_change.eq(1_i16)))
                .execute(c)
        })?;
        on_backend!(tx, |c| diesel::delete(session::table.filter(session::account_id.eq_any(chunk)))
            .execute(c))?;
        on_backend!(tx, |c| {
            diesel::delete(access_code::table.filter(access_code::account_id.eq_any(chunk))).execute(c)
        })?;
    }
    Ok(())
}

fn put_codes(
    tx: &mut WriteTx<'_>,
    codes: &[(AccountId, String)],
    issuer: PersonId,
    now: Millis,
) -> Result<()> {
    for chunk in codes.chunks(CHUNK) {
        let ids: Vec<i64> = chunk.iter().map(|(account, _)| account.0).collect();
        on_backend!(tx, |c| {
            diesel::delete(access_code::table.filter(access_code::account_id.eq_any(&ids))).execute(c)
        })?;
        let rows: Vec<_> = chunk
            .iter()
            .map(|(account, hash)| {
                (
                    access_code::account_id.eq(account.0),
                    access_code::code_hash.eq(hash.clone()),
                    access_code::tries_left.eq(code::TRIES),
                    access_code::issued_by.eq(issuer.0),
                    access_code::issued_at.eq(now.0),
                    access_code::expires_at.eq(now.plus(code::LIFE).0),
                )
            })
            .collect();
        on_backend!(tx, |c| diesel::insert_into(access_code::table).values(rows).execute(c))?;
    }
    Ok(())
}

/// A wrong code was typed for an account that has one.
pub fn count_wrong_code(tx: &mut WriteTx<'_>, id: AccountId) -> Result<()> {
    on_backend!(tx, |c| {
        diesel::update(access_code::table.filter(access_code::account_id.eq(id.0)))
            .set(access_code::tries_left.eq(access_code::tries_left - 1))
            .execute(c)
    })?;
    Ok(())
}

/// Forgets codes that have run out.
pub fn purge_codes(tx: &mut WriteTx<'_>, now: Millis) -> Result<usize> {
    Ok(on_backend!(tx, |c| {
        diesel::delete(access_code::table.filter(access_code::expires_at.le(now.0))).execute(c)
    })?)
}
