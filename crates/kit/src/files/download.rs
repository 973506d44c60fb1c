//! Giving a file: whole or a part of it, in a way that no browser runs it.

use std::ops::Range;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use store::files::File;

use super::{Files, name};
use crate::error::PageError;

/// What a browser may do with a file: keep it. Nothing in it runs, nothing in it is loaded.
const CSP: HeaderValue = HeaderValue::from_static("sandbox; default-src 'none'; frame-ancestors 'none'");

/// What a request wants of a file of this length.
#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    Whole,
    Part(Range<u64>),
    Beyond,
}

/// One range of bytes (RFC 9110); several at once, other units and what can't be read mean the whole file.
fn wanted(range: Option<&str>, length: u64) -> Wanted {
    let Some(spec) = range.and_then(|range| range.trim().strip_prefix("bytes=")) else {
        return Wanted::Whole;
    };
    let Some((first, last)) = spec.split_once('-') else { return Wanted::Whole };
    let (first, last) = (first.trim(), last.trim());
    let range = match (first.parse::<u64>(), last.parse::<u64>()) {
        (Ok(first), Ok(last)) if first <= last => first..last.saturating_add(1).min(length),
        (Ok(first), Err(_)) if last.is_empty() => first..length,
        (Err(_), Ok(0)) if first.is_empty() => return Wanted::Beyond,
        (Err(_), Ok(last)) if first.is_empty() => length.saturating_sub(last)..length,
        _ => return Wanted::Whole,
    };
    if range.start >= length { Wanted::Beyond } else { Wanted::Part(range) }
}

/// The answer with a file: attachment, never a page. Knows `If-None-Match`, `Range` and `If-Range`. The caller has asked
/// `access` about the thing the file belongs to.
///
/// # Errors
/// [`PageError::NotFound`] when the file was given up or its content is gone.
pub async fn answer(files: &Files, asked: &HeaderMap, file: &File) -> Result<Response, PageError> {
    if file.removed_at.is_some() {
        return Err(PageError::NotFound);
    }
    let length = u64::try_from(file.bytes).unwrap_or_default();
    let tag = format!("\"{}\"", file.hash);
    let text = |name: header::HeaderName| asked.get(name).and_then(|value| value.to_str().ok());
    let known = text(header::IF_NONE_MATCH)
        .is_some_and(|list| list.split(',').any(|one| matches!(one.trim(), "*") || one.trim() == tag));
    let range = text(header::RANGE).filter(|_| text(header::IF_RANGE).is_none_or(|given| given == tag));
    let (status, part) = match wanted(range, length) {
        _ if known => (StatusCode::NOT_MODIFIED, 0..0),
        Wanted::Whole => (StatusCode::OK, 0..length),
        Wanted::Part(part) => (StatusCode::PARTIAL_CONTENT, part),
        Wanted::Beyond => (StatusCode::RANGE_NOT_SATISFIABLE, 0..0),
    };
    let size = part.end.saturating_sub(part.start);
    let said = match status {
        StatusCode::PARTIAL_CONTENT => {
            Some(format!("bytes {}-{}/{length}", part.start, part.end.saturating_sub(1)))
        }
        StatusCode::RANGE_NOT_SATISFIABLE => Some(format!("bytes */{length}")),
        _ => None,
    };
    let body = if size == 0 { Body::empty() } else { Body::from_stream(files.read(&file.hash, part).await?) };
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    let mut set = |name: header::HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    set(header::CONTENT_TYPE, &file.media_type);
    set(header::CONTENT_DISPOSITION, &name::disposition(&file.name));
    set(header::ETAG, &tag);
    set(header::ACCEPT_RANGES, "bytes");
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    // Kept by the browser alone, and asked about each time: who lost the right to see it gets nothing new.
    set(header::CACHE_CONTROL, "private, no-cache");
    set(header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    if status != StatusCode::NOT_MODIFIED {
        set(header::CONTENT_LENGTH, &size.to_string());
    }
    if let Some(said) = said {
        set(header::CONTENT_RANGE, &said);
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, CSP);
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_players_send_them() {
        for (range, expected) in [
            (None, Wanted::Whole),
            (Some("bytes=0-"), Wanted::Part(0..100)),
            (Some("bytes=10-19"), Wanted::Part(10..20)),
            (Some("bytes=90-1000"), Wanted::Part(90..100)),
            (Some("bytes=-10"), Wanted::Part(90..100)),
            (Some("bytes=-1000"), Wanted::Part(0..100)),
            (Some("bytes=100-"), Wanted::Beyond),
            (Some("bytes=-0"), Wanted::Beyond),
            (Some("bytes=0-1,5-6"), Wanted::Whole),
            (Some("bytes=5-2"), Wanted::Whole),
            (Some("lines=1-2"), Wanted::Whole),
            (Some("bytes=x-y"), Wanted::Whole),
        ] {
            assert_eq!(wanted(range, 100), expected, "{range:?}");
        }
    }
}
