//! The form with a table: the token first, then a file of at most eight megabytes or a pasted text, kept in memory.

use axum::extract::{FromRequest, Multipart, Request};
use kernel::JournalId;
use kit::{App, Cx, PageError};

/// The largest file, bytes.
const LARGEST: usize = 8 * 1024 * 1024;
/// The largest pasted text, bytes.
const PASTED: usize = 2 * 1024 * 1024;

/// What was sent.
#[derive(Debug, Default)]
pub(super) struct Sent {
    /// The file's name without folders.
    pub(super) name: String,
    /// Its content; empty when none was chosen.
    pub(super) bytes: Vec<u8>,
    /// The pasted text.
    pub(super) text: String,
    /// Something is larger than it may be.
    pub(super) too_large: bool,
}

/// Reads the form; nothing of somebody who may not change the plan.
pub(super) async fn read(cx: &Cx, id: JournalId, request: Request, app: &App) -> Result<Sent, PageError> {
    let actor = cx.actor()?;
    cx.read(move |tx| Ok(access::edit_plan(tx, &actor, id)?)).await?;
    let mut multipart = Multipart::from_request(request, app)
        .await
        .map_err(|_| PageError::BadRequest("a form with a file was expected"))?;
    let mut sent = Sent::default();
    let mut trusted = false;
    let cut_off = |_| PageError::BadRequest("the form did not come whole");
    while let Some(mut field) = multipart.next_field().await.map_err(cut_off)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "csrf" {
            let token = field.text().await.map_err(cut_off)?;
            cx.check_csrf(&token)?;
            trusted = true;
            continue;
        }
        if !trusted {
            return Err(PageError::StaleForm);
        }
        let most = match name.as_str() {
            "file" => LARGEST,
            "text" => PASTED,
            _ => continue,
        };
        if name == "file" {
            let called = field.file_name().unwrap_or_default();
            sent.name = called.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = field.chunk().await.map_err(cut_off)? {
            // Read to its end and thrown away, so that the browser hears the answer.
            sent.too_large |= bytes.len() + chunk.len() > most;
            if !sent.too_large {
                bytes.extend_from_slice(&chunk);
            }
        }
        if name == "file" {
            sent.bytes = bytes;
        } else {
            sent.text = String::from_utf8_lossy(&bytes).into_owned();
        }
    }
    if trusted { Ok(sent) } else { Err(PageError::StaleForm) }
}
