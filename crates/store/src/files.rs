//! Files that people gave: the rows. The content lies elsewhere under its hash; several rows, also of several schools, may
//! name the same content. A row is written in the transaction of the thing that the file belongs to.

use std::collections::HashSet;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};
use kernel::{FileId, InstitutionId, Millis, PersonId};

use crate::error::Error;
use crate::ids::Seq;
use crate::on_backend;
use crate::table::file;
use crate::tx::{ReadTx, WriteTx};

/// What a file is for; decides what is taken and how much of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// Something to read: PDF, office formats, text, a scan.
    Document,
    /// A picture to be shown.
    Image,
    /// What goes with homework or an answer to it: a document, a picture, sound or film. Written down as a document: it is
    /// another kind only while it is taken.
    Attachment,
}

impl FileKind {
    /// The code of the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Document | Self::Attachment => "document",
            Self::Image => "image",
        }
    }

    /// Back from the code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Document, Self::Image].into_iter().find(|kind| kind.code() == code)
    }
}

/// A file as one institution uses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Whose quota it counts to.
    pub institution: InstitutionId,
    /// Its number there.
    pub id: FileId,
    /// SHA-256 of the content, 64 hexadecimal digits.
    pub hash: String,
    /// As its owner called it, cleaned.
    pub name: String,
    /// What the content is, found by looking at it.
    pub media_type: String,
    /// Length.
    pub bytes: i64,
    /// What it is for.
    pub kind: FileKind,
    /// When it was given.
    pub created_at: Millis,
    /// When its content was given up; it is not shown from then on.
    pub removed_at: Option<Millis>,
}

/// Content that lies in the store and has no row yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// SHA-256 of the content, 64 hexadecimal digits.
    pub hash: String,
    /// As its owner called it, cleaned.
    pub name: String,
    /// What the content is.
    pub media_type: &'static str,
    /// Length.
    pub bytes: i64,
    /// What it is for.
    pub kind: FileKind,
}

/// Why a file was not written down.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// The institution's quota has no room for it.
    #[error("the quota is used up: {used} of {quota} bytes")]
    Quota {
        /// Bytes used so far.
        used: i64,
        /// Bytes allowed.
        quota: i64,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] Error),
}

type Row = (i64, i64, String, String, String, i64, String, i64, Option<i64>);

fn to_file(row: Row) -> Result<File, Error> {
    Ok(File {
        institution: InstitutionId(row.0),
        id: FileId(row.1),
        hash: row.2,
        name: row.3,
        media_type: row.4,
        bytes: row.5,
        kind: FileKind::from_code(&row.6).ok_or(Error::Corrupt("file.kind"))?,
        created_at: Millis(row.7),
        removed_at: row.8.map(Millis),
    })
}

/// The columns of a [`Row`].
macro_rules! columns {
    () => {
        (
            file::institution_id,
            file::id,
            file::hash,
            file::name,
            file::media_type,
            file::bytes,
            file::kind,
            file::created_at,
            file::removed_at,
        )
    };
}

/// Bytes of an institution's files that are not removed.
pub fn used(tx: &mut ReadTx<'_>, institution: InstitutionId) -> Result<i64, Error> {
    // A sum of bigints is numeric in PostgreSQL: the cast keeps one type for both.
    let sum: Option<i64> = on_backend!(tx, |c| {
        file::table
            .filter(file::institution_id.eq(institution.0).and(file::removed_at.is_null()))
            .select(sql::<Nullable<BigInt>>("CAST(SUM(bytes) AS BIGINT)"))
            .get_result(c)
    })?;
    Ok(sum.unwrap_or_default())
}

/// Writes a file down within the institution's quota (bytes).
pub fn add(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    new: &NewFile,
    owner: Option<PersonId>,
    quota: i64,
    now: Millis,
) -> Result<FileId, AddError> {
    let used = used(tx, institution)?;
    if used.saturating_add(new.bytes) > quota {
        return Err(AddError::Quota { used, quota });
    }
    let id = tx.next_id(Seq::School)?;
    let row = (
        file::institution_id.eq(institution.0),
        file::id.eq(id),
        file::hash.eq(&new.hash),
        file::name.eq(&new.name),
        file::media_type.eq(new.media_type),
        file::bytes.eq(new.bytes),
        file::kind.eq(new.kind.code()),
        file::owner_id.eq(owner.map(|person| person.0)),
        file::created_at.eq(now.0),
    );
    on_backend!(tx, |c| diesel::insert_into(file::table).values(row).execute(c))?;
    Ok(FileId(id))
}

/// A file of an institution, removed ones too. Whoever asks has asked `access` about the thing it belongs to before.
pub fn file(tx: &mut ReadTx<'_>, institution: InstitutionId, id: FileId) -> Result<Option<File>, Error> {
    let row: Option<Row> = on_backend!(tx, |c| {
        file::table.find((institution.0, id.0)).select(columns!()).first(c).optional()
    })?;
    row.map(to_file).transpose()
}

/// Several files of an institution, at most a thousand, in order of their ids.
pub fn files(tx: &mut ReadTx<'_>, institution: InstitutionId, ids: &[FileId]) -> Result<Vec<File>, Error> {
    let ids: Vec<i64> = ids.iter().map(|id| id.0).take(1000).collect();
    let rows: Vec<Row> = on_backend!(tx, |c| {
        file::table
            .filter(file::institution_id.eq(institution.0).and(file::id.eq_any(&ids)))
            .order(file::id)
            .limit(1000)
            .select(columns!())
            .load(c)
    })?;
    rows.into_iter().map(to_file).collect()
}

/// Gives a file's content up: it is shown no longer, and the sweep removes the content unless another row names it.
/// `false` when there is no such file or it was given up before.
pub fn remove(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    id: FileId,
    now: Millis,
) -> Result<bool, Error> {
    let changed = on_backend!(tx, |c| {
        diesel::update(file::table.find((institution.0, id.0)))
            .filter(file::removed_at.is_null())
            .set(file::removed_at.eq(Some(now.0)))
            .execute(c)
    })?;
    Ok(changed > 0)
}

/// Which of these hashes some row still needs.
pub fn needed(tx: &mut ReadTx<'_>, hashes: &[String]) -> Result<HashSet<String>, Error> {
    let found: Vec<String> = on_backend!(tx, |c| {
        file::table
            .filter(file::hash.eq_any(hashes).and(file::removed_at.is_null()))
            .select(file::hash)
            .distinct()
            .load(c)
    })?;
    Ok(found.into_iter().collect())
}
