//! `GET /school/timetable/index/?from=…` – the picture of the school that the browser computes conflicts from.

use axum::Json;
use axum::extract::Query;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kit::{Cx, PageError};
use serde::Deserialize;

use super::day_from;
use crate::timetable::{index, plan};

/// `?from=2026-11-24`
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    from: String,
}

/// Who makes the timetable.
pub async fn show(cx: Cx, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    let may = access::manage_timetable(&*cx.actor()?)?;
    let today = cx.today;
    let index = cx
        .read(move |tx| {
            let plan = plan::load(tx, may.institution(), today)?.ok_or(PageError::NotFound)?;
            Ok(index::of(&plan, day_from(&plan, &asked.from, today)))
        })
        .await?;
    let mut answer = Json(index).into_response();
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(answer)
}
