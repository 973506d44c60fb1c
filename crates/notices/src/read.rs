//! Questions.

use access::OwnNotices;
use diesel::prelude::*;
use kernel::Millis;
use store::{ReadTx, on_backend};

use crate::error::Result;
use crate::model::{Content, Notice};
use crate::table::notice;

/// More unread ones are not counted.
pub const MOST: i64 = 99;

/// One's own notices, unread first, then the newest; `limit` of them after the first `skip`.
///
/// # Errors
/// The database failed, or a row is not what it promises.
pub fn own(tx: &mut ReadTx<'_>, may: &OwnNotices, skip: i64, limit: i64) -> Result<Vec<Notice>> {
    let rows: Vec<(String, String, i64, Option<i64>)> = on_backend!(tx, |c| {
        notice::table
            .filter(notice::person_id.eq(may.person().0))
            .order((notice::read_at.is_not_null(), notice::created_at.desc(), notice::id.desc()))
            .offset(skip)
            .limit(limit)
            .select((notice::kind, notice::payload, notice::created_at, notice::read_at))
            .load(c)
    })?;
    rows.into_iter()
        .map(|(kind, payload, at, read)| {
            Ok(Notice {
                content: Content::from_json(&kind, &payload)?,
                created_at: Millis(at),
                read: read.is_some(),
            })
        })
        .collect()
}

/// How many are unread; at most [`MOST`] and one.
///
/// # Errors
/// The database failed.
pub fn unread(tx: &mut ReadTx<'_>, may: &OwnNotices) -> Result<i64> {
    let rows: Vec<i64> = on_backend!(tx, |c| {
        notice::table
            .filter(notice::person_id.eq(may.person().0).and(notice::read_at.is_null()))
            .limit(MOST + 1)
            .select(notice::id)
            .load(c)
    })?;
    Ok(i64::try_from(rows.len()).unwrap_or(MOST))
}
