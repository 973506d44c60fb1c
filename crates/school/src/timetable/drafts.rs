//! Uploaded files between their preview and their import. A day later nobody can see them, and the next sweep takes them.

use access::ManageTimetable;
use diesel::prelude::*;
use kernel::Millis;
use store::ids::Seq;
use store::{ReadTx, WriteTx, on_backend};

use crate::error::Result;
use crate::model::ImportKind;
use crate::table::import_draft;

/// How long a draft is kept, ms.
const KEPT: i64 = 24 * 3_600_000;

/// A file that waits.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Its name.
    pub file_name: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

/// So many files of a school wait at most: each is up to eight megabytes in the database.
pub const WAITING: i64 = 20;

/// Keeps a file for its preview; gives its number, or `None` when [`WAITING`] wait already. A newer file takes the place of
/// the one that the same person has sent under the same name.
pub fn keep(
    tx: &mut WriteTx<'_>,
    may: &ManageTimetable,
    kind: ImportKind,
    draft: &Draft,
    now: Millis,
) -> Result<Option<i64>> {
    let file_name: String = draft.file_name.chars().take(200).collect();
    let own = import_draft::table
        .filter(import_draft::institution_id.eq(may.institution().0))
        .filter(import_draft::kind.eq(kind.code()))
        .filter(import_draft::created_by.eq(may.actor().0))
        .filter(import_draft::file_name.eq(&file_name));
    on_backend!(tx, |c| diesel::delete(own).execute(c))?;
    let waiting: i64 = on_backend!(tx, |c| {
        import_draft::table
            .filter(import_draft::institution_id.eq(may.institution().0))
            .filter(import_draft::created_at.gt(now.plus(-KEPT).0))
            .count()
            .get_result(c)
    })?;
    if waiting >= WAITING {
        return Ok(None);
    }
    let id = tx.next_id(Seq::School)?;
    let row = (
        import_draft::institution_id.eq(may.institution().0),
        import_draft::id.eq(id),
        import_draft::kind.eq(kind.code()),
        import_draft::file_name.eq(file_name),
        import_draft::content.eq(draft.content.clone()),
        import_draft::created_at.eq(now.0),
        import_draft::created_by.eq(may.actor().0),
    );
    on_backend!(tx, |c| diesel::insert_into(import_draft::table).values(row).execute(c))?;
    Ok(Some(id))
}

/// A file of the school that is not older than a day.
pub fn find(
    tx: &mut ReadTx<'_>,
    may: &ManageTimetable,
    kind: ImportKind,
    id: i64,
    now: Millis,
) -> Result<Option<Draft>> {
    let row: Option<(String, Vec<u8>)> = on_backend!(tx, |c| {
        import_draft::table
            .find((may.institution().0, id))
            .filter(import_draft::kind.eq(kind.code()))
            .filter(import_draft::created_at.gt(now.plus(-KEPT).0))
            .select((import_draft::file_name, import_draft::content))
            .first(c)
            .optional()
    })?;
    Ok(row.map(|(file_name, content)| Draft { file_name, content }))
}

/// The file has served.
pub fn drop(tx: &mut WriteTx<'_>, may: &ManageTimetable, id: i64) -> Result<()> {
    on_backend!(tx, |c| diesel::delete(import_draft::table.find((may.institution().0, id))).execute(c))?;
    Ok(())
}

/// Removes what is older than a day, in every school; says how many there were.
pub fn sweep(tx: &mut WriteTx<'_>, now: Millis) -> Result<usize> {
    let old = now.plus(-KEPT).0;
    Ok(on_backend!(tx, |c| {
        diesel::delete(import_draft::table.filter(import_draft::created_at.le(old))).execute(c)
    })?)
}
