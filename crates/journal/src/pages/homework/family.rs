//! `/homework/{child}/{institution}/{homework}/`: one piece of homework as the pupil and the family see it, with its files.

use askama::Template;
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::Response;
use kernel::{FileId, HomeworkId, InstitutionId, PersonId};
use kit::{Cx, PageError, Routes, Tr};

use super::{FileLink, link};
use crate::read;

pub fn routes() -> Routes {
    Routes::new()
        .get("/homework/{child}/{institution}/{homework}/", show)
        .get("/homework/{child}/{institution}/{homework}/files/{file}/", file)
}

#[derive(Template)]
#[template(path = "homework_family.html")]
struct Page {
    tr: Tr,
    title: String,
    note: String,
    back: String,
    text: String,
    files: Vec<FileLink>,
}

/// `GET`: whoever may see the pupil's diary, if the homework is for the pupil.
async fn show(
    cx: Cx,
    Path((child, at, id)): Path<(PersonId, InstitutionId, HomeworkId)>,
) -> Result<Response, PageError> {
    let (actor, today) = (cx.actor()?, cx.today);
    let (one, subject) = cx
        .read(move |tx| {
            let may = access::see_diary(tx, &actor, child, today)?;
            let one = read::homework_of_pupil(tx, &may, at, id)?;
            let subject = registry::read::journal_subject(tx, at, one.journal)?;
            Ok((one, subject))
        })
        .await?;
    let tr = cx.tr;
    let mut note = vec![
        tr.homework_given(&kit::text::date(tr, one.given, cx.today)),
        tr.homework_due(&kit::text::day(tr, one.due, cx.today)),
    ];
    if one.minutes > 0 {
        note.push(tr.homework_minutes(i64::from(one.minutes)));
    }
    if one.solution {
        note.push(tr.homework_solution().to_owned());
    }
    let files = one
        .files
        .iter()
        .map(|file| link(tr, format!("/homework/{child}/{at}/{id}/files/{}/", file.file), file))
        .collect();
    let main = Page {
        tr,
        title: subject,
        note: note.join(" · "),
        back: format!("/diary/{child}/{}", one.due),
        text: one.text,
        files,
    };
    cx.page("journal.homework.family", &main.title).place("diary").render(&main)
}

/// `GET`: a file of it, for the same.
async fn file(
    cx: Cx,
    Path((child, at, id, file)): Path<(PersonId, InstitutionId, HomeworkId, FileId)>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let (actor, today) = (cx.actor()?, cx.today);
    let found = cx
        .read(move |tx| {
            let may = access::see_diary(tx, &actor, child, today)?;
            let one = read::homework_of_pupil(tx, &may, at, id)?;
            if !one.files.iter().any(|known| known.file == file) {
                return Err(PageError::NotFound);
            }
            store::files::file(tx, at, file)?.ok_or(PageError::NotFound)
        })
        .await?;
    kit::files::answer(cx.app().files(), &headers, &found).await
}
