//! What the system's operator gives, written down with its reason in the same transaction.

use diesel::prelude::*;
use kernel::{Millis, PersonId, PersonName};
use store::ids::Seq;
use store::{WriteTx, on_backend};

use super::access::{Issued, Renew, issue_codes};
use crate::error::Result;
use crate::table::access_help;

/// Gives one person a new code in place of every code and password he has, and writes down who gave it and why. `None`, and
/// nothing is written, when his way in is closed.
///
/// # Errors
/// [`crate::Error::NoRandomness`].
pub fn help_with_code(
    tx: &mut WriteTx<'_>,
    secret: &[u8; 32],
    whom: &(PersonId, PersonName),
    given_by: PersonId,
    reason: &str,
    now: Millis,
) -> Result<Option<Issued>> {
    let issued = issue_codes(tx, secret, std::slice::from_ref(whom), Renew::Everybody, given_by, now)?
        .into_iter()
        .next();
    let Some(issued) = issued.filter(|issued| issued.code.is_some()) else { return Ok(None) };
    let row = (
        access_help::id.eq(tx.next_id(Seq::Account)?),
        access_help::person_id.eq(whom.0.0),
        access_help::account_id.eq(issued.account.0),
        access_help::given_by.eq(given_by.0),
        access_help::reason.eq(reason),
        access_help::created_at.eq(now.0),
    );
    on_backend!(tx, |c| diesel::insert_into(access_help::table).values(row).execute(c))?;
    Ok(Some(issued))
}
