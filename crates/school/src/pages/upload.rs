//! A form with one file that is only read, not kept as a file of the school: the token first, then the file, at most eight
//! megabytes of it.

use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, FromRequestParts, Multipart, Request};
use axum::http::StatusCode;
use kit::{App, Cx, PageError};

/// The largest file, bytes.
pub const LARGEST: usize = 8 * 1024 * 1024;

/// What came in the file field.
pub enum File {
    /// Nothing was chosen.
    Nothing,
    /// Larger than [`LARGEST`].
    TooLarge,
    /// Its name and content.
    Read(String, Vec<u8>),
}

/// A form with a file that has not been read yet: ask `access` first, then [`Upload::receive`].
pub struct Upload {
    /// Who asks, and how to answer.
    pub cx: Cx,
    /// None when it was no form with files: that is told only to who may send one.
    multipart: Option<Multipart>,
}

impl FromRequest<App> for Upload {
    type Rejection = PageError;

    async fn from_request(request: Request, app: &App) -> Result<Self, PageError> {
        let (mut parts, body) = request.into_parts();
        let cx = Cx::from_request_parts(&mut parts, app).await?;
        let request = Request::from_parts(parts, body);
        let multipart = Multipart::from_request(request, app).await.ok();
        Ok(Self { cx, multipart })
    }
}

impl Upload {
    /// Reads the form; the file is that of the field `file`. One that is too large is read to its end and thrown away, so that
    /// the browser hears the answer.
    ///
    /// # Errors
    /// The token does not come before the file or is not this session's; the form did not come whole.
    pub async fn receive(self) -> Result<File, PageError> {
        let cut_off = |_| PageError::BadRequest("the form did not come whole");
        let too_large = |error: &MultipartError| error.status() == StatusCode::PAYLOAD_TOO_LARGE;
        let mut multipart = self.multipart.ok_or(PageError::BadRequest("a form with a file was expected"))?;
        let mut trusted = false;
        while let Some(mut field) = multipart.next_field().await.map_err(cut_off)? {
            match field.name() {
                Some("csrf") => {
                    let given = field.text().await.map_err(cut_off)?;
                    self.cx.check_csrf(&given)?;
                    trusted = true;
                }
                Some("file") if trusted => {
                    let name = field.file_name().unwrap_or_default();
                    let name: String =
                        name.rsplit(['/', '\\']).next().unwrap_or_default().chars().take(200).collect();
                    let (mut content, mut whole) = (Vec::new(), true);
                    loop {
                        match field.chunk().await {
                            Ok(Some(chunk)) => {
                                whole &= content.len() + chunk.len() <= LARGEST;
                                if whole {
                                    content.extend_from_slice(&chunk);
                                }
                            }
                            Ok(None) => break,
                            Err(error) if too_large(&error) => return Ok(File::TooLarge),
                            Err(error) => return Err(cut_off(error)),
                        }
                    }
                    // A browser sends a nameless part when nothing was chosen.
                    return Ok(match (name.is_empty(), whole) {
                        (true, _) => File::Nothing,
                        (false, false) => File::TooLarge,
                        (false, true) => File::Read(name, content),
                    });
                }
                Some("file") => return Err(PageError::StaleForm),
                _ => {}
            }
        }
        if trusted { Ok(File::Nothing) } else { Err(PageError::StaleForm) }
    }
}
