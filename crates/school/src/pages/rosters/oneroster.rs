//! `GET /school/rosters/oneroster/{version}/` – the school as a OneRoster package of 1.1 or 1.2.

use axum::extract::Path;
use axum::response::Response;
use formats::oneroster::{Version, write};
use kit::{Cx, PageError, Routes};

use super::apart;
use crate::pages::tasks::attachment;

pub fn routes() -> Routes {
    Routes::new().get("/school/rosters/oneroster/{version}/", save)
}

/// The administrators of a school.
async fn save(cx: Cx, Path(version): Path<String>) -> Result<Response, PageError> {
    let may = access::manage_school(&*cx.actor()?)?;
    let standard = match version.as_str() {
        "1.1" => Version::V1_1,
        "1.2" => Version::V1_2,
        _ => return Err(PageError::NotFound),
    };
    let today = cx.today;
    let roster = cx
        .read(move |tx| match crate::export::oneroster::roster(tx, &may, today) {
            // There is nothing to export yet.
            Err(crate::Error::NoYear) => Err(PageError::NotFound),
            other => Ok(other?),
        })
        .await?;
    let bytes = apart(move || write(&roster, standard))
        .await?
        .map_err(|error| PageError::Internal(Box::new(error)))?;
    attachment(&format!("oneroster-{version}.zip"), "application/zip", bytes)
}
