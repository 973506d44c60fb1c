//! The context of one request: who asks, in which language, on which day; and the ways to answer.

use std::net::SocketAddr;
use std::sync::Arc;

use access::Actor;
use askama::Template;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Day, Millis, Minutes};
use registry::Role;
use store::{ReadTx, WriteTx};

use crate::app::App;
use crate::error::PageError;
use crate::i18n::{Locale, Tr};
use crate::kept::KeptForm;
use crate::shell::{Audience, ChildTab, NavItem, Notice, NoticeKind, Shell};
use crate::{csrf, shell};

/// The session cookie's name without TLS (a machine of one's own); with TLS the `__Host-` prefix stands before it.
pub const COOKIE: &str = "zvonok";
/// The same with TLS.
pub const SECURE_COOKIE: &str = "__Host-zvonok";
/// The language a guest chose.
pub const LANGUAGE_COOKIE: &str = "language";

/// The context of one request. The first argument of every handler.
#[derive(Clone)]
pub struct Cx {
    app: App,
    actor: Option<Arc<Actor>>,
    /// The reader's words.
    pub tr: Tr,
    /// The region's day.
    pub today: Day,
    /// And time of day.
    pub time: Minutes,
    /// Now, ms UTC.
    pub now: Millis,
    /// Path and query, for links that come back here.
    pub path: String,
    /// What the browser calls itself.
    pub agent: String,
    /// From where: the peer, or what the proxy before us says.
    pub address: String,
    fragment: bool,
    api: bool,
    method: Method,
    session_hash: Option<String>,
    by_bearer: bool,
    notice: Option<&'static str>,
    /// The page of this server the request came from.
    back: Option<String>,
    /// What a form posted whose session is over.
    kept: Option<Arc<KeptForm>>,
}

/// The path of the page a form stood on, if that was one of ours.
fn referring(headers: &HeaderMap) -> Option<String> {
    let text = |name: header::HeaderName| headers.get(name)?.to_str().ok();
    let (_, rest) = text(header::REFERER)?.split_once("://")?;
    let at = rest.find('/')?;
    (rest.get(..at) == text(header::HOST)).then(|| rest.get(at..).unwrap_or("/").to_owned())
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .find_map(|pair| {
            let (key, value) = pair.split_once('=')?;
            (key.trim() == name).then(|| value.trim())
        })
}

/// The language a request asks for: the guest's choice, else what the browser prefers.
#[must_use]
pub fn asked_locale(headers: &HeaderMap) -> Locale {
    cookie(headers, LANGUAGE_COOKIE).and_then(Locale::from_code).unwrap_or_else(|| {
        headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|v| v.to_str().ok())
            .map_or(Locale::Ru, Locale::from_accept_language)
    })
}

impl FromRequestParts<App> for Cx {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, PageError> {
        let headers = &parts.headers;
        let name = if app.settings().secure() { SECURE_COOKIE } else { COOKIE };
        let bearer = headers
            .get(header::AUTHORIZATION)
            .and_then(|v| v.to_str().ok())
            .and_then(|v| v.strip_prefix("Bearer "));
        let token = bearer.or_else(|| cookie(headers, name)).filter(|t| t.len() <= 100);
        let now = app.clock().now();
        let (actor, session_hash) = match token {
            None => (None, None),
            Some(token) => {
                let hash = registry::token::hash(token);
                let actor = actor_of(app, &hash, now).await?;
                let hash = actor.is_some().then_some(hash);
                (actor, hash)
            }
        };
        let locale = actor
            .as_ref()
            .and_then(|a| a.locale.as_deref())
            .and_then(Locale::from_code)
            .unwrap_or_else(|| asked_locale(headers));
        let (today, time) = app.settings().zone.local(now);
        let query = parts.uri.query().unwrap_or_default();
        let text = |name: header::HeaderName| {
            headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned()
        };
        let cx = Self {
            tr: Tr { locale },
            today,
            time,
            now,
            path: parts.uri.path_and_query().map_or("/", |p| p.as_str()).to_owned(),
            agent: text(header::USER_AGENT),
            address: parts
                .extensions
                .get::<ConnectInfo<SocketAddr>>()
                .map(|ConnectInfo(peer)| peer.ip().to_string())
                .unwrap_or_default(),
            fragment: headers.contains_key("hx-request")
                && !headers.contains_key("hx-history-restore-request"),
            api: headers
                .get(header::ACCEPT)
                .and_then(|v| v.to_str().ok())
                .is_some_and(|v| v.starts_with("application/json"))
                || headers
                    .get(header::CONTENT_TYPE)
                    .and_then(|v| v.to_str().ok())
                    .is_some_and(|v| v.starts_with("application/json")),
            method: parts.method.clone(),
            notice: query
                .split('&')
                .find_map(|pair| pair.strip_prefix("done="))
                .and_then(|key| Tr { locale }.by_key(&format!("done-{key}"))),
            by_bearer: bearer.is_some(),
            back: if parts.method == Method::GET { None } else { referring(headers) },
            kept: None,
            actor,
            session_hash,
            app: app.clone(),
        };
        if cx.actor.as_ref().is_some_and(|a| a.must_change)
            && !parts.uri.path().starts_with("/cabinet/password/")
            && !matches!(parts.uri.path(), "/logout/" | "/language/")
        {
            return Err(PageError::SignIn("/cabinet/password/".to_owned()));
        }
        Ok(cx)
    }
}

impl Cx {
    /// The context of a request that was handed on already: who its headers say asks, as if for the main page.
    pub async fn of_head(headers: HeaderMap, app: &App) -> Result<Self, PageError> {
        let (mut parts, ()) = axum::http::Request::new(()).into_parts();
        parts.headers = headers;
        Self::from_request_parts(&mut parts, app).await
    }
}

async fn actor_of(app: &App, hash: &str, now: Millis) -> Result<Option<Arc<Actor>>, PageError> {
    /// The last use is written down at most so often.
    const TOUCH: i64 = 10 * 60_000;
    if let Some(actor) = app.remembered(hash) {
        return Ok(Some(actor));
    }
    let key = hash.to_owned();
    let Some(found) = app.db().read(move |tx| registry::read::signed_in(tx, &key, now)).await? else {
        app.forget_session(hash);
        return Ok(None);
    };
    let limits = app.settings().sessions.of(!found.roles.is_empty());
    if limits.end(found.created_at, found.seen_at) <= now {
        app.forget_session(hash);
        return Ok(None);
    }
    if now.0 - found.seen_at.0 > TOUCH {
        let end = limits.end(found.created_at, now);
        // Nobody waits for this, and nobody is turned away because it can't be written now.
        let (db, key) = (app.db().clone(), hash.to_owned());
        tokio::spawn(async move {
            let touched: Result<(), registry::Error> =
                db.write(move |tx| registry::write::touch_session(tx, &key, now, end)).await;
            if let Err(error) = touched {
                tracing::warn!(%error, "a session's last use was not written down");
            }
        });
    }
    let actor = Arc::new(Actor::from(found));
    app.remember(hash, &actor);
    Ok(Some(actor))
}

impl Cx {
    /// The application.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Who is acting; others are sent to sign in.
    pub fn actor(&self) -> Result<Arc<Actor>, PageError> {
        self.actor.clone().ok_or_else(|| match &self.kept {
            Some(kept) => PageError::Keep(Arc::clone(kept)),
            None if self.method == Method::GET => PageError::SignIn(self.path.clone()),
            None => PageError::SignIn(self.back.clone().unwrap_or_else(|| "/".to_owned())),
        })
    }

    /// The same request as asked by who has just begun this session.
    pub async fn with_session(&self, token: &str) -> Result<Self, PageError> {
        let hash = registry::token::hash(token);
        let actor = actor_of(&self.app, &hash, self.now).await?;
        let locale = actor.as_ref().and_then(|a| a.locale.as_deref()).and_then(Locale::from_code);
        Ok(Self {
            tr: locale.map_or(self.tr, |locale| Tr { locale }),
            session_hash: actor.is_some().then_some(hash),
            actor,
            ..self.clone()
        })
    }

    fn own_form(&self, token: &str, fields: &[(String, String)]) -> Option<KeptForm> {
        let account = csrf::drawn_for(&self.app.settings().secret, token)?;
        KeptForm::of(&self.path, self.back.as_deref().unwrap_or("/"), account, fields)
    }

    /// Keeps what was posted, for the case that the handler asks who is acting.
    pub(crate) fn keep(&mut self, token: &str, fields: &[(String, String)]) {
        self.kept = self.own_form(token, fields).map(Arc::new);
    }

    /// What becomes of a form whose token is not this session's.
    pub(crate) fn stale(&self, token: &str, fields: &[(String, String)]) -> PageError {
        let own = self.actor.as_ref().map(|actor| actor.account.0);
        match self.own_form(token, fields) {
            Some(kept) if Some(kept.account) == own => PageError::Keep(Arc::new(kept)),
            _ => PageError::StaleForm,
        }
    }

    /// Who is acting, if anybody.
    #[must_use]
    pub fn guest_or_actor(&self) -> Option<&Arc<Actor>> {
        self.actor.as_ref()
    }

    /// The hash of the session's token.
    #[must_use]
    pub fn session_hash(&self) -> Option<&str> {
        self.session_hash.as_deref()
    }

    /// Did the session come in an `Authorization` header, which no other site can make a browser send?
    #[must_use]
    pub fn is_by_bearer(&self) -> bool {
        self.by_bearer
    }

    /// Does a program ask (JSON), and not a person with a browser?
    #[must_use]
    pub fn is_api(&self) -> bool {
        self.api
    }

    /// The token this session's forms carry; empty for guests.
    #[must_use]
    pub fn csrf(&self) -> String {
        match (&self.session_hash, &self.actor) {
            (Some(hash), Some(actor)) => csrf::for_form(&self.app.settings().secret, hash, actor.account.0),
            _ => String::new(),
        }
    }

    /// Is the form's token this session's? Guests have none to check: the origin check is theirs.
    pub fn check_csrf(&self, given: &str) -> Result<(), PageError> {
        match self.session_hash.as_deref() {
            Some(hash) if !csrf::matches(&self.app.settings().secret, hash, given) => {
                Err(PageError::StaleForm)
            }
            _ => Ok(()),
        }
    }

    /// Asks one or several questions over one snapshot.
    pub async fn read<T, F>(&self, question: F) -> Result<T, PageError>
    where
        F: FnOnce(&mut ReadTx<'_>) -> Result<T, PageError> + Send + 'static,
        T: Send + 'static,
    {
        self.app.db().read(question).await
    }

    /// Changes something in one transaction; the closure may run more than once.
    pub async fn write<T, F>(&self, command: F) -> Result<T, PageError>
    where
        F: FnMut(&mut WriteTx<'_>) -> Result<T, PageError> + Send + 'static,
        T: Send + 'static,
    {
        self.app.db().write(command).await
    }

    /// Begins the answer with a page; `name` is what `<meta name="page">` says.
    #[must_use]
    pub fn page<'a>(&'a self, name: &'static str, title: &'a str) -> PageDraft<'a> {
        PageDraft {
            cx: self,
            name,
            title,
            place: "",
            children: Vec::new(),
            scripts: Vec::new(),
            notice: self.notice.map(|text| Notice { kind: NoticeKind::Saved, text: text.to_owned() }),
            kept: String::new(),
            status: StatusCode::OK,
        }
    }

    /// Sends the browser to another page after a change; `done` names a message `done-…` shown there.
    #[must_use]
    pub fn done(&self, to: &str, done: &str) -> Response {
        let join = if to.contains('?') { '&' } else { '?' };
        Redirect::to(&format!("{to}{join}done={done}")).into_response()
    }

    /// The places the actor's frame offers; none for guests.
    #[must_use]
    pub fn nav(&self) -> Vec<NavItem> {
        let tr = self.tr;
        let Some(actor) = &self.actor else { return Vec::new() };
        let item = |key, href: &str, icon, label| NavItem { key, href: href.to_owned(), icon, label };
        let mut nav = Vec::with_capacity(5);
        if actor.has(Role::Teacher) || access::list_journals(actor).is_ok() {
            nav.push(item("journal", "/journal/", "journal", tr.nav_journals()));
        }
        if actor.has(Role::Teacher) {
            nav.push(item("timetable", "/school/timetable/mine/", "calendar", tr.nav_timetable()));
        }
        if access::see_school(actor).is_ok() {
            let only = actor.roles().iter().all(|(_, role)| *role == Role::KindergartenHead);
            let label = if only { tr.nav_kindergarten() } else { tr.nav_school() };
            nav.push(item("school", "/school/", "school", label));
            nav.push(item("staff", "/school/staff/", "users", tr.nav_staff()));
        }
        if access::operate(actor).is_ok() {
            nav.push(item("system", "/system/", "settings", tr.nav_system()));
        }
        if actor.is_guardian || actor.is_pupil {
            nav.push(item("diary", "/diary/", "book", tr.nav_diary()));
            nav.push(item("marks", "/marks/", "chart", tr.nav_marks()));
        }
        if actor.is_guardian {
            nav.push(item("children", "/cabinet/children/", "users", tr.nav_children()));
        }
        nav.push(item("me", "/cabinet/me/", "user", tr.nav_me()));
        nav
    }
}

/// A page being put together.
pub struct PageDraft<'a> {
    cx: &'a Cx,
    name: &'static str,
    title: &'a str,
    place: &'static str,
    children: Vec<ChildTab>,
    scripts: Vec<&'static str>,
    notice: Option<Notice>,
    kept: String,
    status: StatusCode,
}

impl PageDraft<'_> {
    /// The place of the navigation that is lit.
    #[must_use]
    pub const fn place(mut self, key: &'static str) -> Self {
        self.place = key;
        self
    }

    /// The child switch.
    #[must_use]
    pub fn children(mut self, children: Vec<ChildTab>) -> Self {
        self.children = children;
        self
    }

    /// A script this page needs: the plain name, `journal.js`.
    #[must_use]
    pub fn script(mut self, name: &str) -> Self {
        self.scripts.push(crate::assets::url(name));
        self
    }

    /// A message above the content.
    #[must_use]
    pub fn notice(mut self, kind: NoticeKind, text: impl Into<String>) -> Self {
        self.notice = Some(Notice { kind, text: text.into() });
        self
    }

    /// A form that waits on this page, as text: changing the language must not lose it.
    #[must_use]
    pub fn keeping(mut self, kept: impl Into<String>) -> Self {
        self.kept = kept.into();
        self
    }

    /// Another status than 200 (a form with errors is 422).
    #[must_use]
    pub const fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// Draws the page around its main part.
    pub fn render<T: Template>(self, main: &T) -> Result<Response, PageError> {
        let cx = self.cx;
        let viewer = cx.actor.as_ref().map(|a| a.name.listed());
        let csrf = cx.csrf();
        let demo = cx.app.settings().demo.then(|| crate::text::day_full(cx.today));
        let shell = Shell {
            tr: cx.tr,
            page: self.name,
            title: self.title,
            nav: cx.nav(),
            place: self.place,
            audience: match &cx.actor {
                None => Audience::Guest,
                Some(actor) if actor.is_staff() => Audience::Staff,
                Some(_) => Audience::Family,
            },
            viewer: viewer.as_deref(),
            children: self.children,
            csrf: &csrf,
            scripts: self.scripts,
            fragment: cx.fragment,
            notice: self.notice,
            path: &cx.path,
            kept: &self.kept,
            demo: demo.as_deref(),
        };
        Ok(html(self.status, shell::render(&shell, main)?))
    }
}

/// An HTML answer that no shared cache keeps.
#[must_use]
pub fn html(status: StatusCode, body: String) -> Response {
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(header::VARY, HeaderValue::from_static("Cookie, Accept-Language, HX-Request"));
    response
}
