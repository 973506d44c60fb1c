//! A browser without a screen: keeps cookies, fills in the hidden token of forms, follows no redirect by itself.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::request::Builder;
use axum::http::{HeaderMap, Method, Request};
use tower::ServiceExt;

/// What parts a form with files.
pub const BOUNDARY: &str = "zvonok-boundary";

/// The browser.
#[derive(Clone)]
pub struct Client {
    router: Router,
    /// Cookies by name.
    pub cookies: BTreeMap<String, String>,
    /// Headers sent with every request, for example `accept-language`.
    pub headers: Vec<(String, String)>,
    /// From where it asks.
    pub address: IpAddr,
    csrf: String,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: String,
    /// The same as it came, for files.
    pub bytes: Vec<u8>,
}

impl Client {
    /// A browser for this server.
    #[must_use]
    pub fn new(router: Router) -> Self {
        Self {
            router,
            cookies: BTreeMap::new(),
            headers: Vec::new(),
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            csrf: String::new(),
        }
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path).header("accept", "text/html"), String::new()).await
    }

    /// Asks as a program: JSON.
    pub async fn get_json(&mut self, path: &str) -> Answer {
        self.send(Request::get(path).header("accept", "application/json"), String::new()).await
    }

    /// Opens a page as htmx does.
    pub async fn get_fragment(&mut self, path: &str) -> Answer {
        self.send(Request::get(path).header("hx-request", "true"), String::new()).await
    }

    /// Sends a form; the hidden token is taken from the last page unless `fields` name it.
    pub async fn post_form(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut form = form_urlencoded::Serializer::new(String::new());
        if !fields.iter().any(|(name, _)| *name == "csrf") {
            form.append_pair("csrf", &self.csrf);
        }
        let body = form.extend_pairs(fields).finish();
        let request = Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("accept", "text/html")
            .header("sec-fetch-site", "same-origin");
        self.send(request, body).await
    }

    /// Sends a form with one file in the field `file`.
    pub async fn post_file(&mut self, path: &str, name: &str, content: &[u8]) -> Answer {
        self.post_files(path, &[], &[("file", name, content)]).await
    }

    /// Sends a form with files: name of the field, name of the file, content. The fields come first, the hidden token
    /// before all of them, as a browser sends our forms.
    pub async fn post_files(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Answer {
        let mut body = Vec::new();
        let mut part = |head: String, content: &[u8]| {
            body.extend_from_slice(
                format!("--{BOUNDARY}\r\ncontent-disposition: form-data; {head}\r\n\r\n").as_bytes(),
            );
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        };
        if !fields.iter().any(|(name, _)| *name == "csrf") {
            part("name=\"csrf\"".to_owned(), self.csrf.as_bytes());
        }
        for (name, value) in fields {
            part(format!("name=\"{name}\""), value.as_bytes());
        }
        for (name, called, content) in files {
            part(format!("name=\"{name}\"; filename=\"{called}\"\r\ncontent-type: application/pdf"), content);
        }
        body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        let request = Request::post(path)
            .header("content-type", format!("multipart/form-data; boundary={BOUNDARY}"))
            .header("accept", "text/html")
            .header("sec-fetch-site", "same-origin");
        self.send_body(request, body.len(), Body::from(body)).await
    }

    /// Sends JSON as a page's script does, with the token of the last page and the account it was drawn for.
    pub async fn post_json(&mut self, path: &str, body: &serde_json::Value) -> Answer {
        let request = Request::post(path)
            .header("content-type", "application/json")
            .header("accept", "application/json")
            .header("sec-fetch-site", "same-origin")
            .header("x-csrf-token", &self.csrf)
            .header("x-account", self.csrf.split('.').nth(1).unwrap_or_default());
        self.send(request, body.to_string()).await
    }

    /// Sends any request with an empty body.
    pub async fn request(&mut self, method: Method, path: &str) -> Answer {
        self.send(Request::builder().method(method).uri(path), String::new()).await
    }

    /// Signs in with the password of every demo sign-in and opens one page, so that the token of forms is known.
    pub async fn sign_in(&mut self, login: &str) {
        self.sign_in_with(login, "demo").await;
    }

    /// The same with a password.
    pub async fn sign_in_with(&mut self, login: &str, password: &str) {
        let answer = self.post_form("/login/", &[("login", login), ("password", password)]).await;
        assert_eq!(answer.status, 303, "{login} can't sign in: {}", answer.body);
        self.get("/cabinet/me/").await;
    }

    /// The token of forms of the last page that had one.
    #[must_use]
    pub fn csrf(&self) -> &str {
        &self.csrf
    }

    /// Sends a prepared request with this browser's cookies and headers.
    pub async fn send(&mut self, request: Builder, body: String) -> Answer {
        self.send_body(request, body.len(), Body::from(body)).await
    }

    /// The same with any body; `length` is what the request says of it, 0 for nothing.
    pub async fn send_body(&mut self, request: Builder, length: usize, body: Body) -> Answer {
        let mut request = request
            .header("host", "127.0.0.1:8000")
            .extension(ConnectInfo(SocketAddr::new(self.address, 40_000)));
        if !self.cookies.is_empty() {
            let cookies: Vec<String> =
                self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header("cookie", cookies.join("; "));
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if length > 0 {
            request = request.header("content-length", length);
        }
        let request = request.body(body).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for set in parts.headers.get_all("set-cookie") {
            let set = set.to_str().unwrap();
            let (name, value) = set.split(';').next().unwrap().split_once('=').unwrap();
            if set.contains("Max-Age=0") || value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let answer = Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
            bytes: bytes.to_vec(),
        };
        if let Some(csrf) = answer.meta("csrf").filter(|csrf| !csrf.is_empty()) {
            self.csrf = csrf.to_owned();
        }
        answer
    }
}

impl Answer {
    /// The body.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.body
    }

    /// A header, or nothing.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap_or_default())
    }

    /// Where a redirect leads.
    #[must_use]
    pub fn location(&self) -> &str {
        self.header("location")
    }

    /// The content of `<meta name="…">`.
    #[must_use]
    pub fn meta(&self, name: &str) -> Option<&str> {
        let (_, rest) = self.body.split_once(&format!("<meta name=\"{name}\" content=\""))?;
        rest.split('"').next()
    }

    /// What `<meta name="page">` says, or nothing.
    #[must_use]
    pub fn page(&self) -> &str {
        self.meta("page").unwrap_or_default()
    }

    /// The body as JSON.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// How many statements the answer took.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.header("x-statements").parse().unwrap()
    }
}
