//! The form with a file: its token first, then one file of at most eight megabytes, kept in memory.

use axum::extract::{FromRequest, FromRequestParts, Multipart, Request};
use kit::{App, Cx, PageError};

/// The largest file, bytes.
pub(super) const LARGEST: usize = 8 * 1024 * 1024;

/// What was sent.
pub(super) struct Upload {
    /// Who asks, and how to answer.
    pub(super) cx: Cx,
    /// The file's name without folders.
    pub(super) name: String,
    /// Its content; `None` when none was chosen.
    pub(super) bytes: Option<Vec<u8>>,
    /// It is larger than [`LARGEST`].
    pub(super) too_large: bool,
}

impl FromRequest<App> for Upload {
    type Rejection = PageError;

    async fn from_request(request: Request, app: &App) -> Result<Self, PageError> {
        let (mut parts, body) = request.into_parts();
        let cx = Cx::from_request_parts(&mut parts, app).await?;
        // A file of somebody who may not send one is not read.
        access::manage_school(&*cx.actor()?)?;
        let mut multipart = Multipart::from_request(Request::from_parts(parts, body), app)
            .await
            .map_err(|_| PageError::BadRequest("a form with a file was expected"))?;
        let mut upload = Self { cx, name: String::new(), bytes: None, too_large: false };
        let mut trusted = false;
        let cut_off = |_| PageError::BadRequest("the form did not come whole");
        while let Some(mut field) = multipart.next_field().await.map_err(cut_off)? {
            match field.name().unwrap_or_default() {
                "csrf" => {
                    let token = field.text().await.map_err(cut_off)?;
                    upload.cx.check_csrf(&token)?;
                    trusted = true;
                }
                "file" if trusted && upload.bytes.is_none() => {
                    let name = field.file_name().unwrap_or_default();
                    upload.name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
                    let mut bytes = Vec::new();
                    while let Some(chunk) = field.chunk().await.map_err(cut_off)? {
                        // Read to its end and thrown away, so that the browser hears the answer.
                        upload.too_large |= bytes.len() + chunk.len() > LARGEST;
                        if !upload.too_large {
                            bytes.extend_from_slice(&chunk);
                        }
                    }
                    if !upload.name.is_empty() {
                        upload.bytes = Some(bytes);
                    }
                }
                "file" => return Err(PageError::StaleForm),
                _ => {}
            }
        }
        if trusted { Ok(upload) } else { Err(PageError::StaleForm) }
    }
}
