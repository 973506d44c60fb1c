//! `/school/timetable/import/` – a timetable made in FET or aSc: the file, what it would change, then the change itself.

use std::collections::BTreeMap;
use std::sync::Arc;

use access::ManageTimetable;
use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use formats::timetable::WeeklyTimetable;
use kit::form::{Field, FieldKind, Form};
use kit::{Cx, Link, NoticeKind, PageError, Posted, Tr};
use serde::Deserialize;

use super::{bad, words};
use crate::error::Error;
use crate::import::{EntryChange, Kind, Report, TimetableOptions};
use crate::model::ImportKind;
use crate::pages::rosters::apart;
use crate::pages::upload::{File, LARGEST, Upload};
use crate::timetable::drafts::{self, Draft};
use crate::timetable::edit::last_change;

/// So many lines of a kind are shown.
const SHOWN: usize = 300;

/// `?create=1`
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    create: String,
    #[serde(default)]
    stale: String,
}

#[derive(Template)]
#[template(path = "timetable_import.html")]
struct Ask {
    tr: Tr,
    crumbs: Vec<Link>,
    csrf: String,
    form: Form,
}

/// The changes of one class.
struct OfClass {
    name: String,
    count: String,
    lines: Vec<String>,
}

#[derive(Template)]
#[template(path = "timetable_preview.html")]
struct Preview {
    tr: Tr,
    crumbs: Vec<Link>,
    csrf: String,
    file: String,
    action: String,
    summary: String,
    error: String,
    unknown: Vec<String>,
    /// Where unknown names are made; none for who may not.
    create_href: Option<String>,
    create: bool,
    may_carry_out: bool,
    /// The file says what stands already.
    same: bool,
    version: i32,
    classes: Vec<OfClass>,
    added: Vec<String>,
    refused: Vec<String>,
    notes: Vec<String>,
    more: bool,
}

fn crumbs(tr: Tr) -> Vec<Link> {
    vec![Link::new(tr.school_title(), "/school/"), Link::new(tr.timetable_title(), "/school/timetable/")]
}

/// Administers the actor the school of this timetable too, so that unknown names may be made?
fn creates(actor: &access::Actor, may: &ManageTimetable) -> bool {
    access::manage_school(actor).is_ok_and(|school| school.institution() == may.institution())
}

/// Who makes the timetable.
pub async fn show(cx: Cx) -> Result<Response, PageError> {
    access::manage_timetable(&*cx.actor()?)?;
    ask(&cx, None)
}

fn ask(cx: &Cx, error: Option<String>) -> Result<Response, PageError> {
    let tr = cx.tr;
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let field = Field::new("file", tr.timetable_import_file(), FieldKind::File)
        .hint(tr.timetable_import_hint())
        .error(error)
        .required();
    let main = Ask { tr, crumbs: crumbs(tr), csrf: cx.csrf(), form: Form::new(vec![field]) };
    cx.page("school.timetable.import", tr.timetable_import_title())
        .place("school")
        .status(status)
        .render(&main)
}

/// `POST`: the file is read at once, so that a wrong one is told here, and kept for the preview.
pub async fn take(upload: Upload) -> Result<Response, PageError> {
    let cx = upload.cx.clone();
    let may = access::manage_timetable(&*cx.actor()?)?;
    let tr = cx.tr;
    let (name, content) = match upload.receive().await? {
        File::Read(name, content) => (name, content),
        File::Nothing => return ask(&cx, Some(tr.timetable_import_nothing().to_owned())),
        File::TooLarge => {
            let megabytes = (LARGEST / 1024 / 1024).to_string();
            return ask(&cx, Some(tr.timetable_import_large(&megabytes)));
        }
    };
    // A workbook is compressed: what it unpacks to may take the processor for a while.
    let (name, content, read) = apart(move || {
        let read = formats::timetable::read(&content, &name).map(drop);
        (name, content, read)
    })
    .await?;
    if let Err(error) = read {
        return ask(&cx, Some(error.to_string()));
    }
    let now = cx.now;
    let draft = Draft { file_name: name, content };
    let kept = cx.write(move |tx| Ok(drafts::keep(tx, &may, ImportKind::Timetable, &draft, now)?)).await?;
    let Some(id) = kept else { return ask(&cx, Some(tr.timetable_import_full(drafts::WAITING))) };
    Ok(Redirect::to(&format!("/school/timetable/import/{id}/")).into_response())
}

/// The file of a draft, read, and the version of the timetable.
async fn load(
    cx: &Cx,
    may: ManageTimetable,
    id: i64,
) -> Result<(Draft, Arc<WeeklyTimetable>, i32), PageError> {
    let (today, now) = (cx.today, cx.now);
    cx.read(move |tx| {
        let draft = drafts::find(tx, &may, ImportKind::Timetable, id, now)?.ok_or(PageError::NotFound)?;
        let timetable =
            formats::timetable::read(&draft.content, &draft.file_name).map_err(|_| PageError::NotFound)?;
        let version = match registry::read::year_at(tx, may.institution(), today)? {
            Some(year) => last_change(tx, may.institution(), year.id)?.map_or(0, |change| change.version),
            None => 0,
        };
        Ok((draft, Arc::new(timetable), version))
    })
    .await
}

/// Runs the import, or tries it.
async fn run(
    cx: &Cx,
    may: ManageTimetable,
    timetable: Arc<WeeklyTimetable>,
    options: TimetableOptions,
) -> Result<Report, Error> {
    let (today, now) = (cx.today, cx.now);
    cx.app().db().write(move |tx| crate::import::timetable(tx, &may, today, now, &timetable, &options)).await
}

/// `GET …/{draft}/`: what the file would change; nothing is changed.
pub async fn preview(cx: Cx, Path(id): Path<i64>, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let may = access::manage_timetable(&actor)?;
    let may_create = creates(&actor, &may);
    let create = may_create && asked.create == "1";
    let (draft, timetable, version) = load(&cx, may, id).await?;
    let options = TimetableOptions {
        create_missing: create,
        strict: false,
        dry_run: true,
        file_name: draft.file_name.clone(),
    };
    let (report, error) = match run(&cx, may, timetable, options).await {
        Ok(report) => (report, String::new()),
        Err(Error::DryRun(report)) => (*report, String::new()),
        Err(Error::Unknown(report)) => (*report, cx.tr.timetable_import_unknown().to_owned()),
        Err(
            error @ (Error::NothingPlaced(_) | Error::NotSolved { .. } | Error::NoYear | Error::YearOver(_)),
        ) => (Report::default(), error.to_string()),
        Err(error) => return Err(error.into()),
    };
    let main = picture(&cx, id, &draft, &report, error, (create, may_create), version);
    let mut page = cx.page("school.timetable.preview", cx.tr.timetable_import_title()).place("school");
    if asked.stale == "1" {
        page = page.notice(NoticeKind::Warning, cx.tr.timetable_import_stale());
    }
    page.render(&main)
}

fn picture(
    cx: &Cx,
    id: i64,
    draft: &Draft,
    report: &Report,
    error: String,
    (create, may_create): (bool, bool),
    version: i32,
) -> Preview {
    let tr = cx.tr;
    let mut of: BTreeMap<(u32, &str), Vec<String>> = BTreeMap::new();
    for change in &report.changes {
        let grade = change.class.chars().take_while(char::is_ascii_digit).collect::<String>();
        let key = (grade.parse().unwrap_or(u32::MAX), change.class.as_str());
        of.entry(key).or_default().push(line(tr, change));
    }
    let texts = |kind: Kind| -> Vec<String> {
        // Entries are told class by class.
        let told = |text: &str| matches!(kind, Kind::Added | Kind::Changed) && text.contains("-й урок");
        report
            .lines
            .iter()
            .filter(|line| line.kind == kind && !told(&line.text))
            .map(|line| line.text.clone())
            .take(SHOWN)
            .collect()
    };
    let count = |number: usize| kit::text::count(tr, i64::try_from(number).unwrap_or(i64::MAX));
    let of_kind =
        |wanted: fn(&EntryChange) -> bool| count(report.changes.iter().filter(|c| wanted(c)).count());
    let blocked = !error.is_empty();
    Preview {
        tr,
        crumbs: crumbs(tr),
        csrf: cx.csrf(),
        file: draft.file_name.clone(),
        action: format!("/school/timetable/import/{id}/"),
        summary: if blocked {
            String::new()
        } else {
            let changes = tr.timetable_import_summary(
                &count(report.placed),
                &of_kind(|c| c.from.is_none()),
                &of_kind(|c| c.to.is_none()),
                &of_kind(|c| c.from.is_some() && c.to.is_some() && c.from != c.to),
                &of_kind(|c| c.from.is_some() && c.from == c.to),
            );
            let left = tr.timetable_import_left(&count(report.unplaced), &count(report.refused));
            format!("{changes} {left}")
        },
        error,
        unknown: report.unknown.iter().take(SHOWN).cloned().collect(),
        create_href: (!report.unknown.is_empty() && may_create)
            .then(|| format!("/school/timetable/import/{id}/?create=1")),
        create,
        may_carry_out: !blocked && (!report.changes.is_empty() || report.added + report.changed > 0),
        same: !blocked && report.changes.is_empty() && report.added + report.changed == 0,
        version,
        classes: of
            .into_iter()
            .map(|((_, name), lines)| OfClass { name: name.to_owned(), count: count(lines.len()), lines })
            .collect(),
        added: [texts(Kind::Added), texts(Kind::Changed)].concat(),
        refused: texts(Kind::Refused),
        notes: texts(Kind::Note),
        more: report.lines.len() > SHOWN,
    }
}

/// «7А, Математика: понедельник, 3-й урок → вторник, 4-й урок».
fn line(tr: Tr, change: &EntryChange) -> String {
    let place = |(day, number, weeks): (i32, i32, i32)| words::place(tr, day, number, weeks);
    match (change.from, change.to) {
        (Some(from), Some(to)) if from == to => {
            tr.timetable_change_room(&change.title, &place(to), &words::room(tr, &change.room))
        }
        (Some(from), Some(to)) => tr.timetable_change_move(&change.title, &place(from), &place(to)),
        (None, Some(to)) => tr.timetable_change_put(&change.title, &place(to)),
        (Some(from), None) => tr.timetable_change_remove(&change.title, &place(from)),
        (None, None) => change.title.clone(),
    }
}

/// `POST …/{draft}/`: carries the import out, if the timetable is still the one of the preview.
pub async fn carry_out(Path(id): Path<i64>, posted: Posted) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let actor = cx.actor()?;
    let may = access::manage_timetable(&actor)?;
    let create = posted.get("create") == "1" && creates(&actor, &may);
    let shown: i32 = posted.get("version").parse().map_err(bad)?;
    let (draft, timetable, version) = load(&cx, may, id).await?;
    let preview = format!("/school/timetable/import/{id}/?create={}", i32::from(create));
    if version != shown {
        return Ok(Redirect::to(&format!("{preview}&stale=1")).into_response());
    }
    let options = TimetableOptions {
        create_missing: create,
        strict: false,
        dry_run: false,
        file_name: draft.file_name,
    };
    match run(&cx, may, timetable, options).await {
        Ok(_) => {}
        // What stands in the way is shown by the preview.
        Err(
            Error::Unknown(_)
            | Error::NothingPlaced(_)
            | Error::NotSolved { .. }
            | Error::NoYear
            | Error::YearOver(_),
        ) => return Ok(Redirect::to(&preview).into_response()),
        Err(error) => return Err(error.into()),
    }
    cx.write(move |tx| Ok(drafts::drop(tx, &may, id)?)).await?;
    Ok(cx.done("/school/timetable/", "timetable-imported"))
}
