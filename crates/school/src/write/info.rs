//! What a school tells about itself: changes.

use access::ManageSchool;
use diesel::prelude::*;
use kernel::{Day, DocumentId, FileId, LinkId, Millis, NewsId, PersonId};
use registry::write::InstitutionCard;
use store::files::{AddError, NewFile};
use store::ids::Seq;
use store::{WriteTx, on_backend};

use crate::error::{Error, Result};
use crate::model::info::{Card, Change, NewsText, Section};
use crate::read::info::DOCUMENTS;
use crate::table::{school_card, school_document, school_document_history, school_link, school_news};

/// Who changes, and when.
#[derive(Debug, Clone, Copy)]
pub struct By {
    /// Who; nobody for what the binary's own commands do.
    pub person: Option<PersonId>,
    /// When.
    pub now: Millis,
}

/// Writes the card.
pub fn set_card(tx: &mut WriteTx<'_>, may: &ManageSchool, card: &Card, by: By) -> Result<()> {
    let found = InstitutionCard {
        name: card.name.clone(),
        short_name: card.short_name.clone(),
        locality: card.locality.clone(),
        address: card.address.clone(),
        phone: card.phone.clone(),
    };
    registry::write::set_institution(tx, may.institution(), &found)?;
    let changed =
        (school_card::changed_at.eq(by.now.0), school_card::changed_by.eq(by.person.map(|person| person.0)));
    let known: i64 = on_backend!(tx, |c| {
        school_card::table.filter(school_card::institution_id.eq(may.institution().0)).count().get_result(c)
    })?;
    if known == 0 {
        let row = (
            school_card::institution_id.eq(may.institution().0),
            school_card::site.eq(&card.site),
            school_card::email.eq(&card.email),
            school_card::head.eq(&card.head),
            school_card::inn.eq(&card.inn),
            school_card::ogrn.eq(&card.ogrn),
            school_card::license.eq(&card.license),
            changed.0,
            changed.1,
        );
        on_backend!(tx, |c| diesel::insert_into(school_card::table).values(row).execute(c))?;
        return Ok(());
    }
    on_backend!(tx, |c| {
        diesel::update(school_card::table.find(may.institution().0))
            .set((
                school_card::site.eq(&card.site),
                school_card::email.eq(&card.email),
                school_card::head.eq(&card.head),
                school_card::inn.eq(&card.inn),
                school_card::ogrn.eq(&card.ogrn),
                school_card::license.eq(&card.license),
                changed.0,
                changed.1,
            ))
            .execute(c)
    })?;
    Ok(())
}

/// Publishes a news item, with the event `news.published`: its payload names the day from which families see it, and
/// whoever tells them waits for that day.
pub fn add_news(tx: &mut WriteTx<'_>, may: &ManageSchool, text: &NewsText, by: By) -> Result<NewsId> {
    let id = tx.next_id(Seq::School)?;
    let row = (
        school_news::institution_id.eq(may.institution().0),
        school_news::id.eq(id),
        school_news::title.eq(&text.title),
        school_news::body.eq(&text.body),
        school_news::day.eq(text.day.number()),
        school_news::pinned.eq(i16::from(text.pinned)),
        school_news::version.eq(1),
        school_news::created_at.eq(by.now.0),
        school_news::changed_at.eq(by.now.0),
        school_news::changed_by.eq(by.person.map(|person| person.0)),
    );
    on_backend!(tx, |c| diesel::insert_into(school_news::table).values(row).execute(c))?;
    let payload = format!("{{\"day\":{}}}", text.day.number());
    store::outbox::append(tx, may.institution(), "news.published", id, &payload, by.now)?;
    Ok(NewsId(id))
}

/// Changes a news item that still is as it was seen; `false` when somebody was quicker or there is none.
pub fn edit_news(
    tx: &mut WriteTx<'_>,
    may: &ManageSchool,
    id: NewsId,
    seen: i32,
    text: &NewsText,
    by: By,
) -> Result<bool> {
    let changed = on_backend!(tx, |c| {
        diesel::update(school_news::table.find((may.institution().0, id.0)))
            .filter(school_news::version.eq(seen))
            .set((
                school_news::title.eq(&text.title),
                school_news::body.eq(&text.body),
                school_news::day.eq(text.day.number()),
                school_news::pinned.eq(i16::from(text.pinned)),
                school_news::version.eq(seen.saturating_add(1)),
                school_news::changed_at.eq(by.now.0),
                school_news::changed_by.eq(by.person.map(|person| person.0)),
            ))
            .execute(c)
    })?;
    Ok(changed > 0)
}

/// Takes a news item back, or shows it again; `false` when there is none.
pub fn show_news(tx: &mut WriteTx<'_>, may: &ManageSchool, id: NewsId, shown: bool, by: By) -> Result<bool> {
    let removed = (!shown).then_some(by.now.0);
    let changed = on_backend!(tx, |c| {
        diesel::update(school_news::table.find((may.institution().0, id.0)))
            .set((
                school_news::removed_at.eq(removed),
                school_news::version.eq(school_news::version + 1),
                school_news::changed_at.eq(by.now.0),
                school_news::changed_by.eq(by.person.map(|person| person.0)),
            ))
            .execute(c)
    })?;
    Ok(changed > 0)
}

/// How a document's file came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added<T> {
    /// Written.
    Done(T),
    /// The school's quota of files has no room.
    NoRoom,
    /// The school shows as many documents as it may, [`DOCUMENTS`].
    Many,
}

fn add_file(
    tx: &mut WriteTx<'_>,
    may: &ManageSchool,
    file: &NewFile,
    quota: i64,
    by: By,
) -> Result<Added<FileId>> {
    match store::files::add(tx, may.institution(), file, by.person, quota, by.now) {
        Ok(id) => Ok(Added::Done(id)),
        Err(AddError::Quota { .. }) => Ok(Added::NoRoom),
        Err(AddError::Store(error)) => Err(error.into()),
    }
}

/// Shows the school as many documents as its pages list?
fn is_full(tx: &mut WriteTx<'_>, may: &ManageSchool) -> Result<bool> {
    let shown: i64 = on_backend!(tx, |c| {
        school_document::table
            .filter(school_document::institution_id.eq(may.institution().0))
            .filter(school_document::removed_at.is_null())
            .count()
            .get_result(c)
    })?;
    Ok(shown >= DOCUMENTS)
}

/// Adds a document with its file, within the quota (bytes) and the number of documents.
pub fn add_document(
    tx: &mut WriteTx<'_>,
    may: &ManageSchool,
    title: &str,
    section: Section,
    file: &NewFile,
    quota: i64,
    by: By,
) -> Result<Added<DocumentId>> {
    if is_full(tx, may)? {
        return Ok(Added::Many);
    }
    let Added::Done(file) = add_file(tx, may, file, quota, by)? else { return Ok(Added::NoRoom) };
    let id = tx.next_id(Seq::School)?;
    let row = (
        school_document::institution_id.eq(may.institution().0),
        school_document::id.eq(id),
        school_document::title.eq(title),
        school_document::section.eq(section.code()),
        school_document::file_id.eq(file.0),
        school_document::version.eq(1),
        school_document::changed_at.eq(by.now.0),
    );
    on_backend!(tx, |c| diesel::insert_into(school_document::table).values(row).execute(c))?;
    let seen = Seen { title: title.to_owned(), section, file, version: 1 };
    remember(tx, may, DocumentId(id), Change::Added, &seen, by)?;
    Ok(Added::Done(DocumentId(id)))
}

/// The present file of a document.
pub fn file_of(tx: &mut WriteTx<'_>, may: &ManageSchool, id: DocumentId) -> Result<Option<FileId>> {
    Ok(seen(tx, may, id)?.map(|seen| seen.file))
}

/// A document as a change leaves it.
struct Seen {
    title: String,
    section: Section,
    file: FileId,
    version: i32,
}

fn seen(tx: &mut WriteTx<'_>, may: &ManageSchool, id: DocumentId) -> Result<Option<Seen>> {
    let row: Option<(String, String, i64, i32)> = on_backend!(tx, |c| {
        school_document::table
            .find((may.institution().0, id.0))
            .select((
                school_document::title,
                school_document::section,
                school_document::file_id,
                school_document::version,
            ))
            .first(c)
            .optional()
    })?;
    row.map(|(title, section, file, version)| {
        let section = Section::from_code(&section).ok_or(Error::Corrupt("school_document.section"))?;
        Ok(Seen { title, section, file: FileId(file), version })
    })
    .transpose()
}

fn remember(
    tx: &mut WriteTx<'_>,
    may: &ManageSchool,
    id: DocumentId,
    change: Change,
    seen: &Seen,
    by: By,
) -> Result<()> {
    let row = (
        school_document_history::institution_id.eq(may.institution().0),
        school_document_history::document_id.eq(id.0),
        school_document_history::version.eq(seen.version),
        school_document_history::change.eq(change.code()),
        school_document_history::title.eq(&seen.title),
        school_document_history::file_id.eq(seen.file.0),
        school_document_history::changed_at.eq(by.now.0),
        school_document_history::changed_by.eq(by.person.map(|person| person.0)),
    );
    on_backend!(tx, |c| diesel::insert_into(school_document_history::table).values(row).execute(c))?;
    Ok(())
}

fn settle(
    tx: &mut WriteTx<'_>,
    may: &ManageSchool,
    id: DocumentId,
    change: Change,
    seen: &mut Seen,
    by: By,
) -> Result<()> {
    seen.version = seen.version.saturating_add(1);
    on_backend!(tx, |c| {
        diesel::update(school_document::table.find((may.institution().0, id.0)))
            .set((
                school_document::title.eq(&seen.title),
                school_document::section.eq(seen.section.code()),
                school_document::file_id.eq(seen.file.0),
                school_document::version.eq(seen.version),
                school_document::changed_at.eq(by.now.0),
            ))
            .execute(c)
    })?;
    remember(tx, may, id, change, seen, by)
}

/// Another title or section, and another file if one came. Not found gives `None`; what does not change is no history.
pub fn edit_document(
    tx: &mut WriteTx<'_>,
    may: &ManageSchool,
    id: DocumentId,
    title: &str,
    section: Section,
    file: Option<(&NewFile, i64)>,
    by: By,
) -> Result<Option<Added<()>>> {
    let Some(mut seen) = seen(tx, may, id)? else { return Ok(None) };
    if seen.title != title || seen.section != section {
        title.clone_into(&mut seen.title);
        seen.section = section;
        settle(tx, may, id, Change::Renamed, &mut seen, by)?;
    }
    if let Some((file, quota)) = file {
        let Added::Done(file) = add_file(tx, may, file, quota, by)? else { return Ok(Some(Added::NoRoom)) };
        seen.file = file;
        settle(tx, may, id, Change::Replaced, &mut seen, by)?;
    }
    Ok(Some(Added::Done(())))
}

/// Shows a document no longer, or again, if there is a place for it; its history and files stay. `None` when there is none.
pub fn show_document(
    tx: &mut WriteTx<'_>,
    may: &ManageSchool,
    id: DocumentId,
    shown: bool,
    by: By,
) -> Result<Option<Added<()>>> {
    let Some(mut seen) = seen(tx, may, id)? else { return Ok(None) };
    if shown && is_full(tx, may)? {
        return Ok(Some(Added::Many));
    }
    let removed = (!shown).then_some(by.now.0);
    on_backend!(tx, |c| {
        diesel::update(school_document::table.find((may.institution().0, id.0)))
            .set(school_document::removed_at.eq(removed))
            .execute(c)
    })?;
    let change = if shown { Change::Restored } else { Change::Removed };
    settle(tx, may, id, change, &mut seen, by)?;
    Ok(Some(Added::Done(())))
}

/// Erases an earlier file of a document, for what should never have been shown. The line of the history stays. `false`
/// when it is no earlier file of that document.
pub fn erase_file(
    tx: &mut WriteTx<'_>,
    may: &ManageSchool,
    id: DocumentId,
    file: FileId,
    by: By,
) -> Result<bool> {
    let Some(seen) = seen(tx, may, id)? else { return Ok(false) };
    let earlier: i64 = on_backend!(tx, |c| {
        school_document_history::table
            .filter(school_document_history::institution_id.eq(may.institution().0))
            .filter(school_document_history::document_id.eq(id.0))
            .filter(school_document_history::file_id.eq(file.0))
            .count()
            .get_result(c)
    })?;
    if earlier == 0 || seen.file == file {
        return Ok(false);
    }
    Ok(store::files::remove(tx, may.institution(), file, by.now)?)
}

/// Adds a link at a place among the others.
pub fn add_link(
    tx: &mut WriteTx<'_>,
    may: &ManageSchool,
    title: &str,
    address: &str,
    ordinal: i32,
) -> Result<LinkId> {
    let id = tx.next_id(Seq::School)?;
    let row = (
        school_link::institution_id.eq(may.institution().0),
        school_link::id.eq(id),
        school_link::title.eq(title),
        school_link::address.eq(address),
        school_link::ordinal.eq(ordinal),
    );
    on_backend!(tx, |c| diesel::insert_into(school_link::table).values(row).execute(c))?;
    Ok(LinkId(id))
}

/// Changes a link; `false` when there is none.
pub fn edit_link(
    tx: &mut WriteTx<'_>,
    may: &ManageSchool,
    id: LinkId,
    title: &str,
    address: &str,
    ordinal: i32,
) -> Result<bool> {
    let changed = on_backend!(tx, |c| {
        diesel::update(school_link::table.find((may.institution().0, id.0)))
            .set((
                school_link::title.eq(title),
                school_link::address.eq(address),
                school_link::ordinal.eq(ordinal),
            ))
            .execute(c)
    })?;
    Ok(changed > 0)
}

/// Removes a link; `false` when there is none.
pub fn remove_link(tx: &mut WriteTx<'_>, may: &ManageSchool, id: LinkId) -> Result<bool> {
    let removed = on_backend!(tx, |c| {
        diesel::delete(school_link::table.find((may.institution().0, id.0))).execute(c)
    })?;
    Ok(removed > 0)
}

/// A news item's day may not lie further off than a year: rather a slip of the keyboard.
#[must_use]
pub fn is_near(day: Day, today: Day) -> bool {
    today.days_until(day).abs() <= 366
}
