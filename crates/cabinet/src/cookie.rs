//! The cookies this room sets: the session's and the guest's language.

use axum::http::header::SET_COOKIE;
use axum::http::{HeaderValue, Response};
use kit::cx::{COOKIE, LANGUAGE_COOKIE, SECURE_COOKIE};
use kit::{Locale, PageError, SessionLimits, Settings};

/// A year in seconds: so long the browser remembers the language.
const YEAR: i64 = 365 * 24 * 3600;

fn set<B>(response: &mut Response<B>, text: &str) -> Result<(), PageError> {
    let value = HeaderValue::from_str(text).map_err(|error| PageError::Internal(Box::new(error)))?;
    response.headers_mut().append(SET_COOKIE, value);
    Ok(())
}

fn session_cookie(settings: &Settings, token: &str, max_age: i64) -> String {
    let (name, secure) = if settings.secure() { (SECURE_COOKIE, "; Secure") } else { (COOKIE, "") };
    format!("{name}={token}; Path=/; Max-Age={max_age}; HttpOnly; SameSite=Lax{secure}")
}

/// Gives the browser its session, for as long as the session can last.
pub fn give_session<B>(
    response: &mut Response<B>,
    settings: &Settings,
    token: &str,
    limits: SessionLimits,
) -> Result<(), PageError> {
    set(response, &session_cookie(settings, token, limits.whole / 1000))
}

/// Takes the session from the browser.
pub fn take_session<B>(response: &mut Response<B>, settings: &Settings) -> Result<(), PageError> {
    set(response, &session_cookie(settings, "", 0))
}

/// Remembers the language for who is not signed in.
pub fn give_language<B>(
    response: &mut Response<B>,
    settings: &Settings,
    locale: Locale,
) -> Result<(), PageError> {
    let secure = if settings.secure() { "; Secure" } else { "" };
    let code = locale.code();
    set(
        response,
        &format!("{LANGUAGE_COOKIE}={code}; Path=/; Max-Age={YEAR}; HttpOnly; SameSite=Lax{secure}"),
    )
}

#[cfg(test)]
mod tests {
    use kernel::clock::Zone;

    use super::*;

    fn settings(base_url: &str) -> Settings {
        Settings {
            zone: Zone::named("Asia/Novokuznetsk").unwrap(),
            base_url: base_url.to_owned(),
            data: std::path::PathBuf::new(),
            secret: [0; 32],
            demo: false,
            sessions: kit::Sessions::default(),
            tell_statements: false,
        }
    }

    #[test]
    fn secure_where_there_is_tls() {
        let mut response = Response::new(());
        let limits = kit::Sessions::default().of(false);
        give_session(&mut response, &settings("https://school.example"), "abc", limits).unwrap();
        take_session(&mut response, &settings("http://127.0.0.1:8000")).unwrap();
        let all: Vec<&str> =
            response.headers().get_all(SET_COOKIE).iter().map(|v| v.to_str().unwrap()).collect();
        assert_eq!(
            all,
            [
                "__Host-zvonok=abc; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure",
                "zvonok=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax",
            ]
        );
    }
}
