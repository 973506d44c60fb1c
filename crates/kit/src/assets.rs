//! The files a page loads: named by the hash of their content, so that browsers keep them for ever, and compressed once,
//! at build time.

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// One served file.
#[derive(Debug)]
pub struct Asset {
    /// Its hashed name, `app.1a2b3c4d5e.css`.
    pub name: &'static str,
    /// Its media type.
    pub mime: &'static str,
    /// The content.
    pub bytes: &'static [u8],
    /// The content in brotli, unless the format is compressed by itself.
    pub brotli: Option<&'static [u8]>,
    /// The content in gzip, unless the format is compressed by itself.
    pub gzip: Option<&'static [u8]>,
    /// Strong entity tag with its quotes.
    pub etag: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The address of a file by its plain name: `url("app.css")` is `/assets/app.1a2b3c4d5e.css`. For files known while
/// writing code prefer the constants ([`APP_CSS`], [`APP_JS`], …): a missing one does not compile.
#[must_use]
pub fn url(name: &str) -> &'static str {
    address(name)
}

/// The file of a hashed name (the part after `/assets/`).
#[must_use]
pub fn find(hashed_name: &str) -> Option<&'static Asset> {
    let at = ASSETS.binary_search_by(|asset| asset.name.cmp(hashed_name)).ok()?;
    ASSETS.get(at)
}

/// Serves `GET /assets/{name}`: the best encoding the browser takes, kept for a year, 304 when it has the file already,
/// 404 for other names. Mount with `get(kit::assets::handler)`; axum answers HEAD from it.
pub async fn handler(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = find(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let unchanged = known
        .is_some_and(|tags| tags.split(',').any(|tag| tag.trim().trim_start_matches("W/") == asset.etag));
    let accepted =
        headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (bytes, encoding) = match (asset.brotli, asset.gzip) {
        (Some(brotli), _) if accepts(accepted, "br") => (brotli, Some("br")),
        (_, Some(gzip)) if accepts(accepted, "gzip") => (gzip, Some("gzip")),
        _ => (asset.bytes, None),
    };
    let mut response =
        if unchanged { StatusCode::NOT_MODIFIED.into_response() } else { Response::new(Body::from(bytes)) };
    let answer = response.headers_mut();
    answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.mime));
    answer.insert(header::ETAG, HeaderValue::from_static(asset.etag));
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    answer.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    answer.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Some(encoding) = encoding.filter(|_| !unchanged) {
        answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

/// Serves `GET /sw.js`: the worker between pages and network. It stands at the root, for that decides which pages it may
/// answer for, and is asked for anew each time: it names all the other files.
pub async fn worker(headers: HeaderMap) -> Response {
    let name = SW_JS.trim_start_matches("/assets/").to_owned();
    let mut response = handler(Path(name), headers).await;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

fn accepts(header: &str, encoding: &str) -> bool {
    header.split(',').any(|part| {
        let mut pieces = part.split(';').map(str::trim);
        let name = pieces.next().unwrap_or_default();
        let refused = pieces
            .any(|piece| piece.strip_prefix("q=").is_some_and(|q| q.trim_matches(['0', '.']).is_empty()));
        name.eq_ignore_ascii_case(encoding) && !refused
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    async fn get(name: &str, headers: &[(header::HeaderName, &'static str)]) -> Response {
        let headers =
            headers.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect();
        handler(Path(name.to_owned()), headers).await
    }

    fn name(url: &'static str) -> &'static str {
        url.trim_start_matches("/assets/")
    }

    #[test]
    fn a_file_is_found_by_its_hashed_name_only() {
        assert_eq!(url("app.css"), APP_CSS);
        assert!(find(name(APP_CSS)).is_some_and(|asset| asset.mime.starts_with("text/css")));
        assert!(find("app.css").is_none());
        assert!(ASSETS.iter().all(|asset| find(asset.name).is_some()));
    }

    #[tokio::test]
    async fn the_browser_gets_the_encoding_it_takes() {
        let packed = get(name(APP_CSS), &[(header::ACCEPT_ENCODING, "gzip, deflate, br")]).await;
        assert_eq!(packed.headers()[header::CONTENT_ENCODING], "br");
        let gzip = get(name(APP_CSS), &[(header::ACCEPT_ENCODING, "br;q=0, gzip;q=0.5")]).await;
        assert_eq!(gzip.headers()[header::CONTENT_ENCODING], "gzip");
        let plain = get(name(APP_CSS), &[]).await;
        assert!(plain.headers().get(header::CONTENT_ENCODING).is_none());
        assert_eq!(plain.headers()[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
        assert_eq!(plain.headers()[header::VARY], "Accept-Encoding");
    }

    #[tokio::test]
    async fn a_known_file_is_not_sent_again_and_a_foreign_name_is_not_found() {
        let first = get(name(APP_JS), &[]).await;
        let etag = find(name(APP_JS)).unwrap().etag;
        assert_eq!(first.headers()[header::ETAG], etag);
        assert_eq!(
            get(name(APP_JS), &[(header::IF_NONE_MATCH, etag)]).await.status(),
            StatusCode::NOT_MODIFIED
        );
        assert_eq!(get("app.0000000000.js", &[]).await.status(), StatusCode::NOT_FOUND);
        assert_eq!(get("../Cargo.toml", &[]).await.status(), StatusCode::NOT_FOUND);
    }

    #[test]
    fn every_file_a_script_names_is_served() {
        for script in ASSETS.iter().filter(|asset| asset.name.ends_with(".js")) {
            let text = std::str::from_utf8(script.bytes).unwrap();
            for rest in text.split("'/assets/").skip(1) {
                let other = rest.split('\'').next().unwrap();
                assert!(other.is_empty() || find(other).is_some(), "{} names {other}", script.name);
            }
            for plain in ["from './", "import('./"] {
                assert!(!text.contains(plain), "{} imports by a plain name", script.name);
            }
        }
        let worker = std::str::from_utf8(find(name(SW_JS)).unwrap().bytes).unwrap();
        for kept in [
            APP_CSS,
            STAFF_CSS,
            APP_JS,
            OFFLINE_JS,
            JOURNAL_GRID_JS,
            JOURNAL_WORDS_RU_JS,
            JOURNAL_WORDS_EN_JS,
        ] {
            assert!(worker.contains(kept), "the worker does not keep {kept}");
        }
    }

    #[tokio::test]
    async fn the_worker_is_asked_for_anew() {
        let first = worker(HeaderMap::new()).await;
        assert_eq!(first.status(), StatusCode::OK);
        assert_eq!(first.headers()[header::CACHE_CONTROL], "no-cache");
        assert_eq!(first.headers()[header::CONTENT_TYPE], "text/javascript; charset=utf-8");
        let mut known = HeaderMap::new();
        known.insert(header::IF_NONE_MATCH, first.headers()[header::ETAG].clone());
        assert_eq!(worker(known).await.status(), StatusCode::NOT_MODIFIED);
    }

    #[test]
    fn style_and_scripts_stay_within_their_budget() {
        let css = find(name(APP_CSS)).unwrap();
        assert!(css.bytes.len() <= 20 * 1024, "stylesheet of {} bytes", css.bytes.len());
        let packed = |url| find(name(url)).unwrap().brotli.unwrap().len();
        assert!(packed(APP_CSS) <= 6 * 1024, "stylesheet of {} bytes in brotli", packed(APP_CSS));
        let styles = packed(APP_CSS) + packed(STAFF_CSS);
        assert!(styles <= 20 * 1024, "stylesheets of {styles} bytes in brotli");
        let scripts: usize =
            [APP_JS, HTMX_MIN_JS].map(|url| find(name(url)).unwrap().brotli.unwrap().len()).iter().sum();
        assert!(scripts <= 40 * 1024, "scripts of {scripts} bytes in brotli");
    }
}
