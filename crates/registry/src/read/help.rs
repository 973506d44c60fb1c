//! What the system's operator gave to whom, and why.

use std::collections::HashMap;

use diesel::prelude::*;
use kernel::{Millis, PersonId, PersonName};
use store::{ReadTx, on_backend};

use super::{NameRow, name};
use crate::error::{Error, Result};
use crate::table::{access_help, account, person};

/// One new code that was given above the schools.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Help {
    /// Number; later ones are greater.
    pub id: i64,
    /// Who got it.
    pub person: PersonId,
    /// His name now.
    pub name: PersonName,
    /// The login it opens.
    pub login: String,
    /// Who gave it.
    pub given_by: PersonName,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Millis,
}

/// What was given, newest first: to everybody or to one person, older than the number `before`; at most `limit` and a hundred.
pub fn helped(
    tx: &mut ReadTx<'_>,
    whom: Option<PersonId>,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Help>> {
    let (whom, before) = (whom.map(|who| who.0), before.unwrap_or(i64::MAX));
    macro_rules! list {
        ($c:expr, $rows:expr) => {
            $rows
                .inner_join(person::table.on(person::id.eq(access_help::person_id)))
                .inner_join(account::table.on(account::id.eq(access_help::account_id)))
                .filter(access_help::id.lt(before))
                .order(access_help::id.desc())
                .limit(limit.min(100))
                .select((
                    (access_help::id, access_help::person_id, access_help::reason, access_help::created_at),
                    (person::family, person::given, person::patronymic),
                    (account::login, access_help::given_by),
                ))
                .load($c)
        };
    }
    #[allow(clippy::type_complexity, reason = "one row of one statement")]
    let rows: Vec<((i64, i64, String, i64), NameRow, (String, i64))> = match whom {
        Some(who) => {
            on_backend!(tx, |c| list!(c, access_help::table.filter(access_help::person_id.eq(who))))?
        }
        None => on_backend!(tx, |c| list!(c, access_help::table))?,
    };
    let mut givers: Vec<i64> = rows.iter().map(|(.., (_, giver))| *giver).collect();
    givers.sort_unstable();
    givers.dedup();
    let names: Vec<(i64, NameRow)> = on_backend!(tx, |c| {
        person::table
            .filter(person::id.eq_any(&givers))
            .select((person::id, (person::family, person::given, person::patronymic)))
            .load(c)
    })?;
    let givers: HashMap<i64, PersonName> = names.into_iter().map(|(id, row)| (id, name(row))).collect();
    rows.into_iter()
        .map(|((id, who, reason, at), names, (login, giver))| {
            Ok(Help {
                id,
                person: PersonId(who),
                name: name(names),
                login,
                given_by: givers.get(&giver).cloned().ok_or(Error::NotFound("person"))?,
                reason,
                at: Millis(at),
            })
        })
        .collect()
}
