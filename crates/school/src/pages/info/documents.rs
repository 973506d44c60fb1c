//! `/school/info/documents/` – documents: files with a title and a section, replaced and removed with their history kept.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::Response;
use kernel::{DocumentId, FileId, PersonId};
use kit::files::{Given, Received, Refusal, Upload};
use kit::form::{Field, FieldKind, Form};
use kit::{Cx, Link, PageError, Posted, Routes, Tr, text};
use store::files::{File, FileKind, NewFile};

use super::{Act, FormPage, Past, crumbs, fault, manager};
use crate::model::info::{Change, Document, DocumentChange, LINE, Section};
use crate::pages::nav;
use crate::read::info as read;
use crate::write::info::{self as write, Added};

const LIST: &str = "/school/info/documents/";

pub fn routes() -> Routes {
    Routes::new()
        .get("/school/info/documents/", list)
        .get("/school/info/documents/new/", new)
        .upload("/school/info/documents/new/", add)
        .get("/school/info/documents/{id}/", edit)
        .upload("/school/info/documents/{id}/", save)
        .post("/school/info/documents/{id}/remove/", remove)
        .post("/school/info/documents/{id}/restore/", restore)
        .get("/school/info/documents/{id}/files/{file}/", download)
        .post("/school/info/documents/{id}/files/{file}/erase/", erase)
}

/// The words of a section.
pub(super) fn section_title(tr: Tr, section: Section) -> &'static str {
    match section {
        Section::Founding => tr.info_section_founding(),
        Section::Education => tr.info_section_education(),
        Section::Orders => tr.info_section_orders(),
        Section::Safety => tr.info_section_safety(),
        Section::Finance => tr.info_section_finance(),
        Section::Other => tr.info_section_other(),
    }
}

/// Documents under the heading of their section.
pub(super) struct Shelf {
    pub title: &'static str,
    pub lines: Vec<Line>,
}

pub(super) struct Line {
    pub href: String,
    pub title: String,
    pub note: String,
    pub removed: bool,
}

/// «PDF, 340 КБ».
fn file_note(tr: Tr, file: &File) -> String {
    let end = file.name.rsplit_once('.').map(|(_, end)| end.to_uppercase()).unwrap_or_default();
    format!("{end}, {}", kit::files::size(tr, file.bytes))
}

/// Documents by sections; `href` says where a document leads.
pub(super) fn shelves(
    cx: &Cx,
    documents: &[Document],
    files: &[File],
    href: impl Fn(&Document) -> String,
) -> Vec<Shelf> {
    let tr = cx.tr;
    let known: HashMap<FileId, &File> = files.iter().map(|file| (file.id, file)).collect();
    let mut shelves: Vec<Shelf> = Vec::new();
    for document in documents {
        let (day, _) = cx.app().settings().zone.local(document.changed_at);
        let day = text::date(tr, day, cx.today);
        let note = match known.get(&document.file) {
            Some(file) => format!("{} · {day}", file_note(tr, file)),
            None => day,
        };
        let line = Line {
            href: href(document),
            title: document.title.clone(),
            note,
            removed: document.removed_at.is_some(),
        };
        let title = section_title(tr, document.section);
        match shelves.last_mut() {
            Some(shelf) if shelf.title == title => shelf.lines.push(line),
            _ => shelves.push(Shelf { title, lines: vec![line] }),
        }
    }
    shelves
}

#[derive(Template)]
#[template(path = "info/documents.html")]
struct List {
    tr: Tr,
    nav: Vec<nav::Tab>,
    crumbs: Vec<Link>,
    manage: bool,
    shelves: Vec<Shelf>,
}

/// The heads and administrators of a school.
async fn list(cx: Cx) -> Result<Response, PageError> {
    let may = access::see_own_about(&*cx.actor()?)?;
    let (documents, files) = cx
        .read(move |tx| {
            let documents = read::documents(tx, &may, true)?;
            let ids: Vec<FileId> = documents.iter().map(|document| document.file).collect();
            Ok((documents, store::files::files(tx, may.institution(), &ids)?))
        })
        .await?;
    let tr = cx.tr;
    let manage = may.may_manage();
    let main = List {
        tr,
        nav: nav::tabs(tr, "info", manage),
        crumbs: crumbs(tr, None),
        manage,
        shelves: shelves(&cx, &documents, &files, |document| {
            if manage {
                format!("{LIST}{}/", document.id)
            } else {
                format!("{LIST}{}/files/{}/", document.id, document.file)
            }
        }),
    };
    cx.page("school.info.documents", tr.info_documents()).place("school").render(&main)
}

#[derive(Default)]
struct Typed {
    title: String,
    section: String,
}

#[derive(Default)]
struct Faults {
    title: Option<String>,
    section: Option<String>,
    file: Option<String>,
}

/// A document as its page shows it.
struct Known {
    document: Document,
    history: Vec<DocumentChange>,
    files: HashMap<FileId, File>,
    people: HashMap<PersonId, String>,
}

fn draw(cx: &Cx, known: Option<&Known>, typed: Typed, faults: Faults) -> Result<Response, PageError> {
    let tr = cx.tr;
    let sections = Section::ALL.map(|section| (section.code(), section_title(tr, section)));
    let limit = cx.app().files().limits().document / 1024 / 1024;
    let hint = tr.info_file_hint(i64::try_from(limit).unwrap_or(i64::MAX));
    let label = if known.is_some() { tr.info_file_replace() } else { tr.info_file() };
    let mut file = Field::new("file", label, FieldKind::File).hint(hint).error(faults.file);
    file.required = known.is_none();
    let form = Form::new(vec![
        Field::text("title", tr.info_title()).value(typed.title).required().error(faults.title),
        Field::select("section", tr.info_section(), sections)
            .value(typed.section)
            .required()
            .error(faults.section),
        file,
    ]);
    let id = known.map(|known| known.document.id);
    let shown = known.is_some_and(|known| known.document.removed_at.is_none());
    let page = FormPage {
        tr,
        crumbs: crumbs(tr, Some((tr.info_documents(), LIST))),
        title: if known.is_some() { tr.info_document_edit() } else { tr.info_document_new() }.to_owned(),
        action: id.map_or_else(|| format!("{LIST}new/"), |id| format!("{LIST}{id}/")),
        csrf: cx.csrf(),
        files: true,
        submit: if known.is_some() { tr.common_save() } else { tr.common_add() },
        form,
        act: id.map(|id| {
            if shown {
                Act {
                    action: format!("{LIST}{id}/remove/"),
                    label: tr.info_document_remove(),
                    question: Some(tr.info_document_remove_question()),
                }
            } else {
                Act { action: format!("{LIST}{id}/restore/"), label: tr.info_show_again(), question: None }
            }
        }),
        history: known.map(|known| history(cx, known)).unwrap_or_default(),
    };
    page.draw(cx, "school.info.documents.edit")
}

fn history(cx: &Cx, known: &Known) -> Vec<Past> {
    let tr = cx.tr;
    let path = |file: &FileId| format!("{LIST}{}/files/{file}/", known.document.id);
    // A file is erased at the newest of its lines; the present one is not.
    let mut offered = vec![known.document.file];
    known
        .history
        .iter()
        .map(|line| {
            let (day, time) = cx.app().settings().zone.local(line.changed_at);
            let file = known.files.get(&line.file);
            let kept = file.filter(|file| file.removed_at.is_none());
            let erasable = kept.filter(|file| !offered.contains(&file.id));
            offered.extend(erasable.map(|file| file.id));
            Past {
                what: match line.change {
                    Change::Added => tr.info_change_added(),
                    Change::Renamed => tr.info_change_renamed(),
                    Change::Replaced => tr.info_change_replaced(),
                    Change::Removed => tr.info_change_removed(),
                    Change::Restored => tr.info_change_restored(),
                },
                title: line.title.clone(),
                when: format!("{}, {}", text::day(tr, day, cx.today), text::time(time)),
                who: line.changed_by.and_then(|who| known.people.get(&who)).cloned().unwrap_or_default(),
                file: file.map(|file| {
                    let href = if kept.is_some() { path(&file.id) } else { String::new() };
                    (href, format!("{} ({})", file.name, file_note(tr, file)))
                }),
                erase: erasable.map(|file| format!("{}erase/", path(&file.id))),
            }
        })
        .collect()
}

async fn known(cx: &Cx, id: DocumentId) -> Result<Known, PageError> {
    let may = access::see_own_about(&*cx.actor()?)?;
    cx.read(move |tx| {
        let document = read::document(tx, &may, id)?.ok_or(PageError::NotFound)?;
        let history = read::document_history(tx, &may, id)?;
        let ids: Vec<FileId> = history.iter().map(|line| line.file).collect();
        let files = store::files::files(tx, may.institution(), &ids)?;
        let mut people = HashMap::new();
        // The few who look after a school's documents.
        for who in history.iter().filter_map(|line| line.changed_by) {
            if !people.contains_key(&who) && people.len() < 10 {
                people.insert(who, registry::read::person(tx, who)?.name.initials());
            }
        }
        let files = files.into_iter().map(|file| (file.id, file)).collect();
        Ok(Known { document, history, files, people })
    })
    .await
}

/// The administrators of a school.
async fn new(cx: Cx) -> Result<Response, PageError> {
    manager(&cx)?;
    draw(&cx, None, Typed::default(), Faults::default())
}

/// The administrators of a school.
async fn edit(cx: Cx, Path(id): Path<DocumentId>) -> Result<Response, PageError> {
    manager(&cx)?;
    let known = known(&cx, id).await?;
    let typed =
        Typed { title: known.document.title.clone(), section: known.document.section.code().to_owned() };
    draw(&cx, Some(&known), typed, Faults::default())
}

/// The fields as typed, the section, the file; or what is wrong.
fn check(
    form: &Received,
    must_have_file: bool,
) -> Result<(Typed, Section, Option<NewFile>), (Typed, Faults)> {
    let tr = form.cx.tr;
    let typed = Typed { title: form.get("title").to_owned(), section: form.get("section").to_owned() };
    let section = Section::from_code(&typed.section);
    let (file, refused) = match form.file("file") {
        Given::Kept(file) => (Some(file.clone()), None),
        Given::Refused(refusal) => (None, Some(refusal.sentence(tr))),
        Given::Nothing => (None, must_have_file.then(|| tr.file_choose().to_owned())),
    };
    let title = fault(tr, &typed.title, true, LINE);
    match section {
        Some(section) if title.is_none() && refused.is_none() => Ok((typed, section, file)),
        _ => {
            let section = section.is_none().then(|| tr.form_field_empty().to_owned());
            Err((typed, Faults { title, section, file: refused }))
        }
    }
}

fn no_room(cx: &Cx) -> Faults {
    let sentence = Refusal::Quota(cx.app().files().limits().quota).sentence(cx.tr);
    Faults { file: Some(sentence), ..Faults::default() }
}

fn many(cx: &Cx) -> Faults {
    Faults { file: Some(cx.tr.info_document_many(read::DOCUMENTS)), ..Faults::default() }
}

/// The administrators of a school.
async fn add(upload: Upload) -> Result<Response, PageError> {
    let (_, may, by) = manager(&upload.cx)?;
    let form = upload.receive(&[("file", FileKind::Document)]).await?;
    let cx = &form.cx;
    let (typed, section, file) = match check(&form, true) {
        Ok((typed, section, Some(file))) => (typed, section, file),
        Ok((typed, ..)) => return draw(cx, None, typed, Faults::default()),
        Err((typed, faults)) => return draw(cx, None, typed, faults),
    };
    let quota = cx.app().files().limits().quota();
    let title = typed.title.clone();
    let added =
        cx.write(move |tx| Ok(write::add_document(tx, &may, &title, section, &file, quota, by)?)).await?;
    match added {
        Added::Done(_) => Ok(cx.done(LIST, "document-added")),
        Added::NoRoom => draw(cx, None, typed, no_room(cx)),
        Added::Many => draw(cx, None, typed, many(cx)),
    }
}

/// The administrators of a school.
async fn save(Path(id): Path<DocumentId>, upload: Upload) -> Result<Response, PageError> {
    let (_, may, by) = manager(&upload.cx)?;
    let seen = known(&upload.cx, id).await?;
    let form = upload.receive(&[("file", FileKind::Document)]).await?;
    let cx = &form.cx;
    let (typed, section, file) = match check(&form, false) {
        Ok(checked) => checked,
        Err((typed, faults)) => return draw(cx, Some(&seen), typed, faults),
    };
    let quota = cx.app().files().limits().quota();
    let title = typed.title.clone();
    let saved = cx
        .write(move |tx| {
            let file = file.as_ref().map(|file| (file, quota));
            Ok(write::edit_document(tx, &may, id, &title, section, file, by)?)
        })
        .await?;
    match saved {
        None => Err(PageError::NotFound),
        Some(Added::Done(())) => Ok(cx.done(LIST, "saved")),
        Some(Added::Many) => draw(cx, Some(&seen), typed, many(cx)),
        Some(Added::NoRoom) => draw(cx, Some(&seen), typed, no_room(cx)),
    }
}

async fn turn(id: DocumentId, posted: Posted, shown: bool) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let (_, may, by) = manager(cx)?;
    match cx.write(move |tx| Ok(write::show_document(tx, &may, id, shown, by)?)).await? {
        None => return Err(PageError::NotFound),
        Some(Added::Done(())) => {}
        Some(Added::NoRoom | Added::Many) => {
            let known = known(cx, id).await?;
            let section = known.document.section.code().to_owned();
            let typed = Typed { title: known.document.title.clone(), section };
            return draw(cx, Some(&known), typed, many(cx));
        }
    }
    Ok(cx.done(LIST, if shown { "document-restored" } else { "document-removed" }))
}

/// The administrators of a school.
async fn remove(Path(id): Path<DocumentId>, posted: Posted) -> Result<Response, PageError> {
    turn(id, posted, false).await
}

/// The administrators of a school.
async fn restore(Path(id): Path<DocumentId>, posted: Posted) -> Result<Response, PageError> {
    turn(id, posted, true).await
}

/// Any file a document has or had: the heads and administrators of its school.
async fn download(
    cx: Cx,
    Path((id, file)): Path<(DocumentId, FileId)>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let may = access::see_own_about(&*cx.actor()?)?;
    let found = cx
        .read(move |tx| {
            let history = read::document_history(tx, &may, id)?;
            if !history.iter().any(|line| line.file == file) {
                return Err(PageError::NotFound);
            }
            store::files::file(tx, may.institution(), file)?.ok_or(PageError::NotFound)
        })
        .await?;
    kit::files::answer(cx.app().files(), &headers, &found).await
}

/// The administrators of a school.
async fn erase(Path((id, file)): Path<(DocumentId, FileId)>, posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let (_, may, by) = manager(cx)?;
    if !cx.write(move |tx| Ok(write::erase_file(tx, &may, id, file, by)?)).await? {
        return Err(PageError::NotFound);
    }
    Ok(cx.done(&format!("{LIST}{id}/"), "file-erased"))
}
