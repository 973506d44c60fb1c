//! What every page is made of.
//!
//! * [`app`], [`cx`], [`posted`], [`kept`], [`error`] – what a handler gets, and the ways it can end;
//! * [`i18n`] – words in Russian and English as typed methods of [`Tr`], checked at build time;
//! * [`text`] – days, times, numbers and names as people say them;
//! * [`shell`] – the frame around a room's content;
//! * [`form`] – forms as data;
//! * [`files`] – files that people give and get; [`prose`] – their texts as paragraphs with links;
//! * [`assets`] – stylesheet, scripts and icons, hashed and compressed at build time;
//! * [`keep`] – pages a browser keeps for the time without a network;
//! * [`mod@error_page`] – pages for what did not work;
//! * [`gallery`] – every component in every state on one page.
//!
//! A room draws only its main content as an askama template and gives it to [`shell::render`]. Its templates find the
//! components through `askama.toml` (`dirs = ["templates", "../kit/templates"]`): `{% import "components.html" as c %}`
//! and `{% import "forms.html" as f %}`.

extern crate self as kit;

pub mod app;
pub mod assets;
pub mod csrf;
pub mod cx;
pub mod error;
pub mod error_page;
pub mod files;
pub mod form;
pub mod gallery;
pub mod i18n;
pub mod keep;
pub mod kept;
pub mod posted;
pub mod prose;
pub mod routes;
pub mod shelf;
pub mod shell;
pub mod text;

pub use app::{App, SessionLimits, Sessions, Settings};
pub use cx::{Cx, PageDraft};
pub use error::PageError;
pub use error_page::{ErrorPage, Trouble, error_page};
pub use files::Files;
pub use i18n::{Locale, Tr};
pub use kept::KeptForm;
pub use posted::{Posted, PostedJson};
pub use routes::Routes;
pub use shell::{Audience, ChildTab, Link, NavItem, Notice, NoticeKind, Shell};
