//! Pages that a browser keeps for the time without a network. Its worker asks for them again and again; what has not changed
//! since is not sent.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::error::PageError;

/// The worker's requests carry it. Others need no tag: their browsers keep nothing.
pub const KEEP: HeaderName = HeaderName::from_static("x-keep");
/// The largest page that is tagged, bytes.
const LARGEST: usize = 4 * 1024 * 1024;

/// Tags a page that the worker asked for by its content, or says that it has it already. `random` is a part of the page
/// that differs each time and means nothing.
///
/// # Errors
/// The page could not be read back.
pub async fn tagged(asked: &HeaderMap, page: Response, random: &str) -> Result<Response, PageError> {
    if !asked.contains_key(KEEP) || page.status() != StatusCode::OK {
        return Ok(page);
    }
    let (mut parts, body) = page.into_parts();
    let bytes = to_bytes(body, LARGEST).await.map_err(|error| PageError::Internal(Box::new(error)))?;
    let digest = match std::str::from_utf8(&bytes) {
        Ok(text) if !random.is_empty() => Sha256::digest(text.replace(random, "")),
        _ => Sha256::digest(&bytes),
    };
    let tag = format!("W/\"{}\"", URL_SAFE_NO_PAD.encode(digest.get(..12).unwrap_or_default()));
    let same = asked.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        parts.headers.insert(header::ETAG, tag);
    }
    if same {
        return Ok((StatusCode::NOT_MODIFIED, parts.headers).into_response());
    }
    Ok(Response::from_parts(parts, Body::from(bytes)))
}
