//! `GET /system/` – how the system runs, for its operator.

use askama::Template;
use axum::response::Response;
use kernel::{InstitutionId, Millis};
use kit::{Cx, PageError, Routes, Tr};
use registry::InstitutionKind;
use store::Kind;
use store::jobs::{ATTEMPTS, Job};

use crate::moment::moment;

/// So many institutions are counted at most.
const COUNTED: i64 = 2000;
/// So many jobs are listed at most.
const JOBS: i64 = 100;

pub fn routes() -> Routes {
    Routes::new().get("/system/", show)
}

#[derive(Template)]
#[template(path = "system.html")]
struct System {
    tr: Tr,
    database: &'static str,
    outbox: i64,
    /// The name of a kind and how many there are.
    institutions: Vec<(&'static str, i64)>,
    all: i64,
    more: bool,
    most: i64,
    jobs: Vec<Row>,
    most_jobs: i64,
}

struct Row {
    kind: String,
    key: String,
    state: &'static str,
    tone: &'static str,
    attempts: i32,
    asked: String,
    error: String,
}

/// The operator.
async fn show(cx: Cx) -> Result<Response, PageError> {
    access::operate(&*cx.actor()?)?;
    let (outbox, found, jobs) = cx
        .read(|tx| {
            let found = registry::read::institutions(tx, InstitutionId(0), COUNTED + 1)?;
            Ok((store::outbox::waiting(tx)?, found, store::jobs::list(tx, JOBS)?))
        })
        .await?;
    let tr = cx.tr;
    let length = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let institutions = InstitutionKind::ALL
        .iter()
        .map(|kind| {
            let of_kind = found.iter().filter(|institution| institution.kind == *kind).count();
            (kind_name(tr, *kind), i64::try_from(of_kind).unwrap_or(i64::MAX))
        })
        .filter(|(_, number)| *number > 0)
        .collect();
    let page = System {
        tr,
        database: match cx.app().db().kind() {
            Kind::Sqlite => tr.system_database_sqlite(),
            Kind::Postgres => tr.system_database_postgres(),
        },
        outbox,
        institutions,
        all: length.min(COUNTED),
        more: length > COUNTED,
        most: COUNTED,
        jobs: jobs.into_iter().map(|job| row(&cx, job)).collect(),
        most_jobs: JOBS,
    };
    cx.page("cabinet.system", tr.system_title()).place("system").render(&page)
}

fn row(cx: &Cx, job: Job) -> Row {
    let (state, tone) = state(cx.tr, &job, cx.now);
    Row {
        state,
        tone,
        attempts: job.attempts,
        asked: moment(cx, Millis(job.created_at)),
        kind: job.kind,
        key: job.key,
        error: job.last_error.unwrap_or_default(),
    }
}

const fn state(tr: Tr, job: &Job, now: Millis) -> (&'static str, &'static str) {
    if job.done_at.is_some() {
        (tr.system_job_done(), "good")
    } else if job.leased_until > now.0 {
        (tr.system_job_running(), "info")
    } else if job.attempts >= ATTEMPTS {
        (tr.system_job_failed(), "bad")
    } else if job.last_error.is_some() {
        (tr.system_job_retry(), "warn")
    } else {
        (tr.system_job_waiting(), "")
    }
}

const fn kind_name(tr: Tr, kind: InstitutionKind) -> &'static str {
    match kind {
        InstitutionKind::School => tr.system_kind_school(),
        InstitutionKind::Kindergarten => tr.system_kind_kindergarten(),
        InstitutionKind::College => tr.system_kind_college(),
        InstitutionKind::Supplementary => tr.system_kind_supplementary(),
        InstitutionKind::Municipality => tr.system_kind_municipality(),
        InstitutionKind::Department => tr.system_kind_department(),
        InstitutionKind::Operator => tr.system_kind_operator(),
    }
}
