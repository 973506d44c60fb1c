//! `GET /school/load/plan.fet` – the load as a file that FET makes a timetable from.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kit::{Cx, PageError, Routes};

pub fn routes() -> Routes {
    Routes::new().get("/school/load/plan.fet", plan)
}

/// The heads and administrators of a school. A plan that FET would refuse leads back with the reason.
async fn plan(cx: Cx) -> Result<Response, PageError> {
    let may = access::see_school(&*cx.actor()?)?;
    let today = cx.today;
    let plan = cx
        .read(move |tx| {
            let year = registry::read::year_at(tx, may.institution(), today)?.ok_or(PageError::NotFound)?;
            Ok(crate::load::plan::load_plan(tx, &may, year.id, today)?)
        })
        .await?;
    match plan.to_fet() {
        Ok(text) => {
            let mut response = text.into_response();
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/xml; charset=utf-8"));
            headers.insert(
                header::CONTENT_DISPOSITION,
                HeaderValue::from_static("attachment; filename=\"load.fet\""),
            );
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
            headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
            Ok(response)
        }
        Err(error) => {
            let main = super::refused::Refused::new(cx.tr, error.to_string());
            cx.page("school.load-plan", cx.tr.load_plan_refused())
                .place("school")
                .status(axum::http::StatusCode::UNPROCESSABLE_ENTITY)
                .render(&main)
        }
    }
}
