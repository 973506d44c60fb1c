//! What stands around the content of every page: head, header with the child switch or the command box, places, tail.
//! A room renders only its `<main>`; [`render`] puts the shell around it.

use askama::Template;

use crate::i18n::{Locale, Tr};

/// Who a page is drawn for; decides the frame.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Audience {
    /// Parents and pupils: bottom bar on a phone, child switch.
    Family,
    /// Workers of a school or an office: rail by task, command box.
    Staff,
    /// Nobody is signed in: brand and language only.
    Guest,
}

/// One place of the bottom bar or the rail.
#[derive(Clone, Debug)]
pub struct NavItem {
    /// Compared with [`Shell::place`].
    pub key: &'static str,
    /// Where it leads.
    pub href: String,
    /// An icon of the sprite.
    pub icon: &'static str,
    /// One or two words.
    pub label: &'static str,
}

/// One child of the switch.
#[derive(Clone, Debug)]
pub struct ChildTab {
    /// The given name: «Мария».
    pub label: String,
    /// «7А».
    pub class_name: String,
    /// The same page for this child.
    pub href: String,
    /// Is it the child on the page?
    pub current: bool,
}

/// What kind of message it is; decides colour, icon and how a screen reader says it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoticeKind {
    /// Done and kept.
    Saved,
    /// Good to know.
    Info,
    /// Mind this.
    Warning,
    /// Did not work.
    Error,
}

impl NoticeKind {
    /// The class: `saved`, `info`, `warning`, `error`.
    #[must_use]
    pub const fn class(&self) -> &'static str {
        match self {
            Self::Saved => "saved",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One message above the content.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Its kind.
    pub kind: NoticeKind,
    /// One or two sentences.
    pub text: String,
}

/// A link with its words: a way out, a crumb.
#[derive(Clone, Debug)]
pub struct Link {
    /// What is read.
    pub label: String,
    /// Where it leads.
    pub href: String,
}

impl Link {
    /// A link.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into() }
    }
}

/// Everything the shell needs to know of a page.
#[derive(Clone, Debug)]
pub struct Shell<'a> {
    /// The reader's words.
    pub tr: Tr,
    /// `<meta name="page">`: `diary.week`.
    pub page: &'static str,
    /// Of the browser tab; the brand is added.
    pub title: &'a str,
    /// The places, most used first. More than five fold behind «Ещё» on a phone.
    pub nav: Vec<NavItem>,
    /// The key of the place the page belongs to.
    pub place: &'static str,
    /// The frame.
    pub audience: Audience,
    /// «Иванова Елена»; `None` when nobody is signed in.
    pub viewer: Option<&'a str>,
    /// The viewer's children; the switch appears from two on.
    pub children: Vec<ChildTab>,
    /// The token of forms.
    pub csrf: &'a str,
    /// Addresses of the scripts this page needs besides `app.js` and htmx.
    pub scripts: Vec<&'static str>,
    /// Answer an htmx request with title and main alone?
    pub fragment: bool,
    /// A message above the content.
    pub notice: Option<Notice>,
    /// Path and query of the page: where the language switch returns.
    pub path: &'a str,
    /// A form that waits for its owner ([`crate::KeptForm::to_text`]): the language switch carries it along. Empty: none.
    pub kept: &'a str,
    /// The note of a demo: its invented «today».
    pub demo: Option<&'a str>,
}

/// How many places a phone's bottom bar holds.
const BAR: usize = 5;

impl<'a> Shell<'a> {
    /// A page for somebody who is not signed in.
    #[must_use]
    pub const fn guest(tr: Tr, page: &'static str, title: &'a str, csrf: &'a str, path: &'a str) -> Self {
        Self {
            tr,
            page,
            title,
            nav: Vec::new(),
            place: "",
            audience: Audience::Guest,
            viewer: None,
            children: Vec::new(),
            csrf,
            scripts: Vec::new(),
            fragment: false,
            notice: None,
            path,
            kept: "",
            demo: None,
        }
    }

    fn frame(&self) -> &'static str {
        match self.audience {
            Audience::Family => "family",
            Audience::Staff => "staff",
            Audience::Guest => "guest",
        }
    }

    fn is_family(&self) -> bool {
        self.audience == Audience::Family
    }

    fn is_staff(&self) -> bool {
        self.audience == Audience::Staff
    }

    fn is_place(&self, key: &str) -> bool {
        self.place == key
    }

    fn has_switch(&self) -> bool {
        self.children.len() > 1
    }

    /// How many places stand in the bottom bar before «Ещё».
    const fn in_bar(&self) -> usize {
        if self.nav.len() > BAR { BAR - 1 } else { BAR }
    }

    fn folded(&self) -> impl Iterator<Item = &NavItem> {
        self.nav.iter().skip(self.in_bar())
    }

    fn folds(&self) -> bool {
        self.nav.len() > BAR
    }

    fn folded_current(&self) -> bool {
        self.folded().any(|item| item.key == self.place)
    }

    fn languages(&self) -> [Locale; 2] {
        Locale::ALL
    }
}

#[derive(Template)]
#[template(path = "shell/top.html")]
struct Top<'a> {
    s: &'a Shell<'a>,
    tr: Tr,
}

#[derive(Template)]
#[template(path = "shell/fragment.html")]
struct Fragment<'a> {
    s: &'a Shell<'a>,
    tr: Tr,
}

#[derive(Template)]
#[template(path = "shell/bottom.html")]
struct Bottom<'a> {
    s: &'a Shell<'a>,
}

/// The whole page: the shell with `main` inside. With [`Shell::fragment`] only `<title>`, `<main>` and the child switch,
/// which htmx puts in place.
///
/// # Errors
/// What the template reports; those of this crate report nothing.
pub fn render<T: Template>(shell: &Shell<'_>, main: &T) -> Result<String, askama::Error> {
    // Room for a week of a diary: growing on the way copies what is there.
    let mut html = String::with_capacity(24 * 1024 + T::SIZE_HINT);
    if shell.fragment {
        Fragment { s: shell, tr: shell.tr }.render_into(&mut html)?;
    } else {
        Top { s: shell, tr: shell.tr }.render_into(&mut html)?;
    }
    main.render_into(&mut html)?;
    if shell.fragment {
        html.push_str("</main>");
    } else {
        Bottom { s: shell }.render_into(&mut html)?;
    }
    Ok(html)
}
