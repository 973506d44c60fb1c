//! What a school tells about itself.

use access::SeeAbout;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use kernel::{Day, DocumentId, FileId, LinkId, Millis, NewsId, PersonId};
use registry::InstitutionKind;
use store::{ReadTx, on_backend};

use crate::error::{Error, Result};
use crate::model::info::{Card, Change, Document, DocumentChange, Link, News, NewsText, Section};
use crate::table::{school_card, school_document, school_document_history, school_link, school_news};

/// The most documents of a school.
pub const DOCUMENTS: i64 = 500;
/// The most links of a school.
pub const LINKS: i64 = 100;

/// The card, and what kind of institution it is of.
pub fn card(tx: &mut ReadTx<'_>, may: &SeeAbout) -> Result<(InstitutionKind, Card)> {
    let found = registry::read::institution(tx, may.institution())?;
    let row: Option<(String, String, String, String, String, String)> = on_backend!(tx, |c| {
        school_card::table
            .find(may.institution().0)
            .select((
                school_card::site,
                school_card::email,
                school_card::head,
                school_card::inn,
                school_card::ogrn,
                school_card::license,
            ))
            .first(c)
            .optional()
    })?;
    let (site, email, head, inn, ogrn, license) = row.unwrap_or_default();
    let card = Card {
        name: found.name,
        short_name: found.short_name,
        locality: found.locality,
        address: found.address,
        phone: found.phone,
        site,
        email,
        head,
        inn,
        ogrn,
        license,
    };
    Ok((found.kind, card))
}

type NewsRow = (i64, String, String, i32, i16, i32, Option<i64>);

fn to_news(row: NewsRow) -> Result<News> {
    Ok(News {
        id: NewsId(row.0),
        text: NewsText {
            title: row.1,
            body: row.2,
            day: Day::from_number(row.3).map_err(|_| Error::Corrupt("school_news.day"))?,
            pinned: row.4 != 0,
        },
        version: row.5,
        removed_at: row.6.map(Millis),
    })
}

/// The columns of a [`NewsRow`].
macro_rules! news_columns {
    () => {
        (
            school_news::id,
            school_news::title,
            school_news::body,
            school_news::day,
            school_news::pinned,
            school_news::version,
            school_news::removed_at,
        )
    };
}

/// News, pinned ones first, then newest first. `published` leaves out what families don't see on that day.
pub fn news(
    tx: &mut ReadTx<'_>,
    may: &SeeAbout,
    published: Option<Day>,
    offset: i64,
    limit: i64,
) -> Result<Vec<News>> {
    let until = published.map_or(i32::MAX, Day::number);
    let removed_too = published.is_none();
    let rows: Vec<NewsRow> = on_backend!(tx, |c| {
        school_news::table
            .filter(school_news::institution_id.eq(may.institution().0))
            .filter(school_news::day.le(until))
            .filter(school_news::removed_at.is_null().or(removed_too.into_sql::<Bool>()))
            .order((school_news::pinned.desc(), school_news::day.desc(), school_news::id.desc()))
            .offset(offset)
            .limit(limit)
            .select(news_columns!())
            .load(c)
    })?;
    rows.into_iter().map(to_news).collect()
}

/// One news item, also one that is not published.
pub fn news_item(tx: &mut ReadTx<'_>, may: &SeeAbout, id: NewsId) -> Result<Option<News>> {
    let row: Option<NewsRow> = on_backend!(tx, |c| {
        school_news::table.find((may.institution().0, id.0)).select(news_columns!()).first(c).optional()
    })?;
    row.map(to_news).transpose()
}

type DocumentRow = (i64, String, String, i64, i32, i64, Option<i64>);

fn to_document(row: DocumentRow) -> Result<Document> {
    Ok(Document {
        id: DocumentId(row.0),
        title: row.1,
        section: Section::from_code(&row.2).ok_or(Error::Corrupt("school_document.section"))?,
        file: FileId(row.3),
        version: row.4,
        changed_at: Millis(row.5),
        removed_at: row.6.map(Millis),
    })
}

/// The columns of a [`DocumentRow`].
macro_rules! document_columns {
    () => {
        (
            school_document::id,
            school_document::title,
            school_document::section,
            school_document::file_id,
            school_document::version,
            school_document::changed_at,
            school_document::removed_at,
        )
    };
}

/// Documents by section and title, at most [`DOCUMENTS`], which is all that are shown; removed ones only when asked for, as
/// many of the newest.
pub fn documents(tx: &mut ReadTx<'_>, may: &SeeAbout, removed_too: bool) -> Result<Vec<Document>> {
    let rows: Vec<DocumentRow> = on_backend!(tx, |c| {
        school_document::table
            .filter(school_document::institution_id.eq(may.institution().0))
            .filter(school_document::removed_at.is_null().or(removed_too.into_sql::<Bool>()))
            .order((school_document::removed_at.is_not_null(), school_document::id.desc()))
            .limit(if removed_too { 2 * DOCUMENTS } else { DOCUMENTS })
            .select(document_columns!())
            .load(c)
    })?;
    let mut list: Vec<Document> = rows.into_iter().map(to_document).collect::<Result<_>>()?;
    list.sort_by(|a, b| (a.section, &a.title).cmp(&(b.section, &b.title)));
    Ok(list)
}

/// One document, also a removed one.
pub fn document(tx: &mut ReadTx<'_>, may: &SeeAbout, id: DocumentId) -> Result<Option<Document>> {
    let row: Option<DocumentRow> = on_backend!(tx, |c| {
        school_document::table
            .find((may.institution().0, id.0))
            .select(document_columns!())
            .first(c)
            .optional()
    })?;
    row.map(to_document).transpose()
}

/// What happened to a document, newest first, at most a hundred lines.
pub fn document_history(tx: &mut ReadTx<'_>, may: &SeeAbout, id: DocumentId) -> Result<Vec<DocumentChange>> {
    let rows: Vec<(String, String, i64, i64, Option<i64>)> = on_backend!(tx, |c| {
        school_document_history::table
            .filter(school_document_history::institution_id.eq(may.institution().0))
            .filter(school_document_history::document_id.eq(id.0))
            .order(school_document_history::version.desc())
            .limit(100)
            .select((
                school_document_history::change,
                school_document_history::title,
                school_document_history::file_id,
                school_document_history::changed_at,
                school_document_history::changed_by,
            ))
            .load(c)
    })?;
    rows.into_iter()
        .map(|(change, title, file, changed_at, changed_by)| {
            Ok(DocumentChange {
                change: Change::from_code(&change).ok_or(Error::Corrupt("school_document_history.change"))?,
                title,
                file: FileId(file),
                changed_at: Millis(changed_at),
                changed_by: changed_by.map(PersonId),
            })
        })
        .collect()
}

/// Links in their order, at most [`LINKS`].
pub fn links(tx: &mut ReadTx<'_>, may: &SeeAbout) -> Result<Vec<Link>> {
    let rows: Vec<(i64, String, String, i32)> = on_backend!(tx, |c| {
        school_link::table
            .filter(school_link::institution_id.eq(may.institution().0))
            .order(school_link::id)
            .limit(LINKS)
            .select((school_link::id, school_link::title, school_link::address, school_link::ordinal))
            .load(c)
    })?;
    let mut list: Vec<Link> = rows
        .into_iter()
        .map(|(id, title, address, ordinal)| Link { id: LinkId(id), title, address, ordinal })
        .collect();
    list.sort_by_key(|link| (link.ordinal, link.id));
    Ok(list)
}
