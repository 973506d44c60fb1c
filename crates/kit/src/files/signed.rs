//! Links that open one file for a short while without a session: for a player, a letter, a printer. The key is an HMAC of
//! school, file and end with the server's secret, so nothing is stored and nothing can be guessed or lengthened.

use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::{FileId, InstitutionId, Millis};
use serde::Deserialize;
use subtle::ConstantTimeEq;

use crate::app::App;
use crate::csrf::keyed;
use crate::error::PageError;

/// The longest a link may live, ms.
pub const LONGEST: i64 = 24 * 3_600_000;

fn key(secret: &[u8; 32], institution: InstitutionId, file: FileId, until: i64) -> String {
    let parts = ["file", &institution.to_string(), &file.to_string(), &until.to_string()];
    URL_SAFE_NO_PAD.encode(keyed(secret, &parts).get(..24).unwrap_or_default())
}

/// A link that opens a file until then, at most a day. Give it only to whom `access` lets see the thing the file belongs to.
#[must_use]
pub fn link(app: &App, institution: InstitutionId, file: FileId, until: Millis) -> String {
    let until = until.0.min(app.clock().now().0.saturating_add(LONGEST));
    format!(
        "/files/{institution}/{file}/?until={until}&key={}",
        key(&app.settings().secret, institution, file, until)
    )
}

/// What a link carries.
#[derive(Debug, Deserialize)]
pub struct Carried {
    #[serde(default)]
    until: i64,
    #[serde(default)]
    key: String,
}

/// `GET /files/{institution}/{file}/`: a file by a signed link. Anybody who has the link, until its end.
pub async fn show(
    State(app): State<App>,
    Path((institution, file)): Path<(InstitutionId, FileId)>,
    Query(carried): Query<Carried>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let wanted = key(&app.settings().secret, institution, file, carried.until);
    let fits: bool = wanted.as_bytes().ct_eq(carried.key.as_bytes()).into();
    if !fits || carried.until < app.clock().now().0 {
        return Err(PageError::NotFound);
    }
    let found = app.db().read(move |tx| store::files::file(tx, institution, file)).await?;
    super::answer(app.files(), &headers, &found.ok_or(PageError::NotFound)?).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_opens_one_file_of_one_school_until_one_moment() {
        let (school, file) = (InstitutionId(1), FileId(23));
        let right = key(&[1; 32], school, file, 1000);
        assert_eq!(right.len(), 32);
        for other in [
            key(&[2; 32], school, file, 1000),
            key(&[1; 32], InstitutionId(12), FileId(3), 1000),
            key(&[1; 32], school, FileId(24), 1000),
            key(&[1; 32], school, file, 1001),
        ] {
            assert_ne!(right, other);
        }
    }
}
