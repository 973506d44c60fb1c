//! `/journal/{id}/lessons/{day}/{number}/homework/…`: homework of one lesson as its teacher writes it. Works without
//! JavaScript; files come with the same form.

mod family;
mod form;
mod load;

use access::SeeJournal;
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::Response;
use kernel::{Day, FileId, HomeworkId, JournalId};
use kit::files::Upload;
use kit::{Cx, PageError, Posted, Routes, Tr};
use store::ReadTx;
use store::files::FileKind;

use crate::model::{Attached, Audience, Homework, HomeworkSaved, Lesson};
use crate::{read, write};

type Place = (JournalId, Day, i32);

pub fn routes() -> Routes {
    Routes::new()
        .get("/journal/{id}/lessons/{day}/{number}/homework/new/", new)
        .upload("/journal/{id}/lessons/{day}/{number}/homework/new/", give)
        .get("/journal/{id}/lessons/{day}/{number}/homework/{homework}/", edit)
        .upload("/journal/{id}/lessons/{day}/{number}/homework/{homework}/", change)
        .post("/journal/{id}/lessons/{day}/{number}/homework/{homework}/remove/", remove)
        .post("/journal/{id}/lessons/{day}/{number}/homework/{homework}/restore/", restore)
        .get("/journal/{id}/lessons/{day}/{number}/homework/{homework}/files/{file}/", file)
        .merge(family::routes())
}

fn lesson_path((id, day, number): Place) -> String {
    format!("/journal/{id}/lessons/{day}/{number}/")
}

/// A file as a link.
pub(super) struct FileLink {
    pub href: String,
    pub name: String,
    pub size: String,
    /// `video`, `audio` or nothing: how a page plays it.
    pub player: &'static str,
}

fn link(tr: Tr, href: String, file: &Attached) -> FileLink {
    let player = match file.media_type.split('/').next() {
        Some("video") => "video",
        Some("audio") => "audio",
        _ => "",
    };
    FileLink { href, name: file.name.clone(), size: kit::files::size(tr, file.bytes), player }
}

/// Homework as a line of the lesson's page.
pub(super) struct Line {
    pub text: String,
    pub note: String,
    pub files: Vec<FileLink>,
    /// The form that changes it; empty for who only looks.
    pub href: String,
}

/// The homework of a lesson's page: given at it, due at it.
pub(super) struct OfLesson {
    pub given: Vec<Line>,
    pub due: Vec<Line>,
    /// Who is there.
    pub roll: String,
    /// The form that gives more; empty for who only looks.
    pub more: String,
}

/// What a lesson's page shows of homework: given at it, due at it. Two to six statements.
pub(super) fn asked(
    tx: &mut ReadTx<'_>,
    may: &SeeJournal,
    lesson: &Lesson,
) -> Result<(Vec<Homework>, Vec<Homework>), PageError> {
    let given = read::homework_given(tx, may, lesson.id)?;
    // A substitute sees his lesson; what was given at the others is read by the day it is due.
    let due = read::homework_due(tx, may, lesson.day)?;
    Ok((given, due))
}

pub(super) fn of_lesson(
    cx: &Cx,
    place: Place,
    (given, due): &(Vec<Homework>, Vec<Homework>),
    may_edit: bool,
) -> OfLesson {
    let tr = cx.tr;
    let base = lesson_path(place);
    let line = |one: &Homework, own: bool| {
        let at = format!("{base}homework/{}/", one.id);
        let mut note = Vec::new();
        if own {
            note.push(tr.homework_due(&kit::text::day(tr, one.due, cx.today)));
        } else {
            note.push(tr.homework_given(&kit::text::date(tr, one.given, cx.today)));
        }
        match &one.audience {
            Audience::All => {}
            Audience::Subgroup(_) => note.push(tr.homework_for_subgroup().to_owned()),
            Audience::Chosen(pupils) => {
                note.push(tr.homework_for_chosen(i64::try_from(pupils.len()).unwrap_or(0)));
            }
        }
        if one.minutes > 0 {
            note.push(tr.homework_minutes(i64::from(one.minutes)));
        }
        if one.solution {
            note.push(tr.homework_solution().to_owned());
        }
        if one.removed_at.is_some() {
            note = vec![tr.homework_removed().to_owned()];
        }
        // What is due here was given elsewhere: its files open by the address of this lesson all the same.
        let files = if one.removed_at.is_some() {
            Vec::new()
        } else {
            one.files.iter().map(|f| link(tr, format!("{at}files/{}/", f.file), f)).collect()
        };
        let text = one.text.clone();
        Line { text, note: note.join(" · "), files, href: if own && may_edit { at } else { String::new() } }
    };
    OfLesson {
        given: given
            .iter()
            .filter(|one| may_edit || one.removed_at.is_none())
            .map(|one| line(one, true))
            .collect(),
        due: due.iter().map(|one| line(one, false)).collect(),
        roll: format!("{base}attendance/"),
        more: if may_edit { format!("{base}homework/new/") } else { String::new() },
    }
}

/// `GET`: who may change the lesson.
async fn new(cx: Cx, Path(place): Path<Place>) -> Result<Response, PageError> {
    let view = form::view(&cx, place, None).await?;
    let typed = form::Typed::fresh(&view);
    form::draw(&cx, &view, typed, form::Faults::default())
}

/// `GET`: who may change the lesson.
async fn edit(
    cx: Cx,
    Path((id, day, number, homework)): Path<(JournalId, Day, i32, HomeworkId)>,
) -> Result<Response, PageError> {
    let view = form::view(&cx, (id, day, number), Some(homework)).await?;
    let typed = form::Typed::of(&view);
    form::draw(&cx, &view, typed, form::Faults::default())
}

/// `POST`: who may change the lesson.
async fn give(Path(place): Path<Place>, upload: Upload) -> Result<Response, PageError> {
    send(place, None, upload).await
}

/// `POST`: who may change the lesson.
async fn change(
    Path((id, day, number, homework)): Path<(JournalId, Day, i32, HomeworkId)>,
    upload: Upload,
) -> Result<Response, PageError> {
    send((id, day, number), Some(homework), upload).await
}

async fn send(place: Place, id: Option<HomeworkId>, upload: Upload) -> Result<Response, PageError> {
    // Asked before a byte of a file is read.
    let view = form::view(&upload.cx, place, id).await?;
    let received = upload.receive_several(&[("files", FileKind::Attachment)], write::homework::FILES).await?;
    let cx = received.cx.clone();
    let typed = form::Typed::sent(&received, &view);
    let (draft, faults) = typed.draft(&received, &view);
    let Some(draft) = draft else { return form::draw(&cx, &view, typed, faults) };
    let actor = cx.actor()?;
    let (now, quota, base) = (cx.now, cx.app().files().limits().quota(), typed.version);
    let (journal, day, number) = place;
    let saved = cx
        .write(move |tx| {
            let may = access::edit_lesson(tx, &actor, journal, day, number)?;
            Ok(match id {
                None => write::homework::give(tx, &may, (day, number), &draft, quota, now)?,
                Some(id) => write::homework::change(tx, &may, (day, number), (id, base), &draft, quota, now)?,
            })
        })
        .await?;
    match saved {
        HomeworkSaved::Saved(_) => Ok(cx.done(&lesson_path(place), "homework-saved")),
        refused => {
            // A stale form shows what stands there now beside what was typed.
            let view = form::view(&cx, place, id).await?;
            let faults = form::Faults::refused(&cx, &view, refused);
            form::draw(&cx, &view, typed, faults)
        }
    }
}

async fn turn(place: Place, id: HomeworkId, posted: Posted, removed: bool) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let actor = cx.actor()?;
    let now = cx.now;
    let (journal, day, number) = place;
    let done = cx
        .write(move |tx| {
            let may = access::edit_lesson(tx, &actor, journal, day, number)?;
            Ok(write::homework::turn(tx, &may, (day, number), id, removed, now)?)
        })
        .await?;
    let said = match (done, removed) {
        (false, _) => "homework-closed",
        (true, true) => "homework-removed",
        (true, false) => "homework-restored",
    };
    let base = lesson_path(place);
    // Who has just taken it back stands where it can be given again.
    Ok(cx.done(&if removed { format!("{base}homework/{id}/") } else { base }, said))
}

/// `POST`: who may change the lesson.
async fn remove(
    Path((id, day, number, homework)): Path<(JournalId, Day, i32, HomeworkId)>,
    posted: Posted,
) -> Result<Response, PageError> {
    turn((id, day, number), homework, posted, true).await
}

/// `POST`: who may change the lesson.
async fn restore(
    Path((id, day, number, homework)): Path<(JournalId, Day, i32, HomeworkId)>,
    posted: Posted,
) -> Result<Response, PageError> {
    turn((id, day, number), homework, posted, false).await
}

/// `GET`: a file of homework given at this lesson or due at it, for who may see the lesson.
async fn file(
    cx: Cx,
    Path((id, day, number, homework, file)): Path<(JournalId, Day, i32, HomeworkId, FileId)>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let found = cx
        .read(move |tx| {
            let may = access::see_lesson(tx, &actor, id, day, number)?;
            let lesson = read::lesson(tx, &may, day, number)?;
            let (given, due) = asked(tx, &may, &lesson)?;
            let of = given.iter().chain(&due).find(|one| one.id == homework).ok_or(PageError::NotFound)?;
            if !of.files.iter().any(|known| known.file == file) {
                return Err(PageError::NotFound);
            }
            store::files::file(tx, may.journal().institution, file)?.ok_or(PageError::NotFound)
        })
        .await?;
    kit::files::answer(cx.app().files(), &headers, &found).await
}
