//! Pages for what did not work. Each says what happened, what was kept and what to do next, and offers ways out.

use askama::Template;

use crate::i18n::Tr;
use crate::shell::{self, Link, Shell};

/// What happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// 404: absent, or not for this reader.
    NotFound,
    /// 429: too many requests in a row.
    TooMany,
    /// 500: a failure on our side.
    Broken,
    /// 503: stopped for a while.
    Unavailable,
    /// 413: more was sent than the page takes.
    TooLarge,
    /// 405: the address is not for opening, or not for sending to.
    WrongMethod,
    /// 415: what was sent is of a kind the page does not read.
    WrongKind,
    /// 400 and 403 of a stale form: the request can't be understood or trusted.
    BadRequest,
    /// No network; shown by the browser from its store.
    Offline,
}

impl Trouble {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::NotFound,
        Self::TooMany,
        Self::Broken,
        Self::Unavailable,
        Self::TooLarge,
        Self::WrongMethod,
        Self::WrongKind,
        Self::BadRequest,
        Self::Offline,
    ];

    /// The HTTP status; an offline page is an ordinary 200.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::TooMany => 429,
            Self::Broken => 500,
            Self::Unavailable => 503,
            Self::TooLarge => 413,
            Self::WrongMethod => 405,
            Self::WrongKind => 415,
            Self::BadRequest => 400,
            Self::Offline => 200,
        }
    }

    /// The page for a status; other client errors read as a request not understood, other server errors as a failure.
    #[must_use]
    pub const fn from_status(status: u16) -> Self {
        match status {
            401 | 403 | 404 | 410 => Self::NotFound,
            405 => Self::WrongMethod,
            413 => Self::TooLarge,
            415 => Self::WrongKind,
            429 => Self::TooMany,
            503 => Self::Unavailable,
            400..=499 => Self::BadRequest,
            _ => Self::Broken,
        }
    }

    /// `<meta name="page">` of the page.
    #[must_use]
    pub const fn page(self) -> &'static str {
        match self {
            Self::NotFound => "error.not-found",
            Self::TooMany => "error.too-many",
            Self::Broken => "error.broken",
            Self::Unavailable => "error.unavailable",
            Self::TooLarge => "error.too-large",
            Self::WrongMethod => "error.wrong-method",
            Self::WrongKind => "error.wrong-kind",
            Self::BadRequest => "error.bad-request",
            Self::Offline => "error.offline",
        }
    }

    fn icon(self) -> &'static str {
        match self {
            Self::NotFound => "search",
            Self::TooMany => "clock",
            Self::Unavailable => "settings",
            Self::TooLarge | Self::WrongKind => "file",
            Self::Broken | Self::BadRequest | Self::WrongMethod => "alert",
            Self::Offline => "wifi-off",
        }
    }

    /// The heading of the page.
    #[must_use]
    pub const fn title(self, tr: Tr) -> &'static str {
        match self {
            Self::NotFound => tr.error_not_found_title(),
            Self::TooMany => tr.error_too_many_title(),
            Self::Broken => tr.error_broken_title(),
            Self::Unavailable => tr.error_unavailable_title(),
            Self::TooLarge => tr.error_too_large_title(),
            Self::WrongMethod => tr.error_wrong_method_title(),
            Self::WrongKind => tr.error_wrong_kind_title(),
            Self::BadRequest => tr.error_bad_request_title(),
            Self::Offline => tr.error_offline_title(),
        }
    }

    /// What happened, in a sentence or two.
    #[must_use]
    pub const fn text(self, tr: Tr) -> &'static str {
        match self {
            Self::NotFound => tr.error_not_found_text(),
            Self::TooMany => tr.error_too_many_text(),
            Self::Broken => tr.error_broken_text(),
            Self::Unavailable => tr.error_unavailable_text(),
            Self::TooLarge => tr.error_too_large_text(),
            Self::WrongMethod => tr.error_wrong_method_text(),
            Self::WrongKind => tr.error_wrong_kind_text(),
            Self::BadRequest => tr.error_bad_request_text(),
            Self::Offline => tr.error_offline_text(),
        }
    }

    const fn next(self, tr: Tr) -> &'static str {
        match self {
            Self::NotFound => tr.error_not_found_next(),
            Self::TooMany => tr.error_too_many_next(),
            Self::Broken => tr.error_broken_next(),
            Self::Unavailable => tr.error_unavailable_next(),
            Self::TooLarge => tr.error_too_large_next(),
            Self::WrongMethod => tr.error_wrong_method_next(),
            Self::WrongKind => tr.error_wrong_kind_next(),
            Self::BadRequest => tr.error_bad_request_next(),
            Self::Offline => tr.error_offline_next(),
        }
    }
}

/// The content of an error page; draw it alone with [`error_page`] or inside a signed-in shell with
/// [`shell::render`].
#[derive(Clone, Debug, Template)]
#[template(path = "error.html")]
pub struct ErrorPage<'a> {
    tr: Tr,
    trouble: Trouble,
    trace_id: Option<&'a str>,
    retry_after: Option<i64>,
    links: Vec<Link>,
    explained: Option<String>,
}

impl<'a> ErrorPage<'a> {
    /// A page with the link to the main page as the way out.
    #[must_use]
    pub fn new(tr: Tr, trouble: Trouble) -> Self {
        Self {
            tr,
            trouble,
            trace_id: None,
            retry_after: None,
            links: vec![Link::new(tr.shell_home(), "/")],
            explained: None,
        }
    }

    /// With the trace id that leads to the log.
    #[must_use]
    pub const fn trace_id(mut self, id: &'a str) -> Self {
        self.trace_id = Some(id);
        self
    }

    /// With the number of seconds to wait.
    #[must_use]
    pub const fn retry_after(mut self, seconds: i64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// With one more way out; it stands before the link to the main page.
    #[must_use]
    pub fn way_out(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        let at = self.links.len().saturating_sub(1);
        self.links.insert(at, Link::new(label, href));
        self
    }

    /// With a sentence of its own about what happened, in place of the general one.
    #[must_use]
    pub fn explained(mut self, text: impl Into<String>) -> Self {
        self.explained = Some(text.into());
        self
    }

    fn what(&self) -> &str {
        self.explained.as_deref().unwrap_or_else(|| self.trouble.text(self.tr))
    }

    fn advice(&self) -> String {
        match (self.trouble, self.retry_after) {
            (Trouble::TooMany, Some(seconds)) => self.tr.error_too_many_wait(seconds),
            _ => self.trouble.next(self.tr).to_owned(),
        }
    }
}

/// A whole error page for nobody in particular: it needs neither database nor session, so it can always be drawn.
#[must_use]
pub fn error_page(tr: Tr, page: &ErrorPage<'_>) -> String {
    let shell = Shell::guest(tr, page.trouble.page(), page.trouble.title(tr), "", "/");
    shell::render(&shell, page).unwrap_or_else(|_| page.trouble.title(tr).to_owned())
}
