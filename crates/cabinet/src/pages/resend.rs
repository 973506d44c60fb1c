//! «Отправить то, что вы ввели?» – what is shown in place of an answer when a form's session was over. It has no address of
//! its own: it follows the sign-in, or stands where the form was sent to when its owner has signed in again elsewhere.

use askama::Template;
use axum::response::Response;
use kit::{Cx, KeptForm, PageError, Tr};

use crate::next;

/// So many of the typed texts are shown.
const SHOWN: usize = 30;
/// And so much of each, in characters.
const LONGEST: usize = 300;

#[derive(Template)]
#[template(path = "resend.html")]
struct Resend<'a> {
    tr: Tr,
    title: &'a str,
    csrf: String,
    action: &'a str,
    back: &'a str,
    fields: &'a [(String, String)],
    words: Vec<String>,
}

#[derive(Template)]
#[template(
    source = "{%- import \"components.html\" as c -%}{{ c::empty(\"user\", title, tr.resend_of_another_text(), \"/\", tr.shell_home()) }}",
    ext = "html"
)]
struct OfAnother<'a> {
    tr: Tr,
    title: &'a str,
}

/// The texts a person would know again: what was written in words. What a form carries of its own and the codes of its choices
/// («m», a hash, a number) say nothing to who reads them.
fn words(fields: &[(String, String)]) -> Vec<String> {
    let own = |name: &str| {
        name == "form" || name.starts_with("v-") || name.starts_with("was-") || name.ends_with("-was")
    };
    let spoken = |value: &str| {
        let value = value.trim();
        let foreign = |c: char| c.is_alphabetic() && !c.is_ascii();
        value.chars().any(foreign)
            || (value.contains(char::is_whitespace) && value.chars().any(char::is_alphabetic))
            || value.contains('@')
            || value.contains("://")
    };
    fields
        .iter()
        .filter(|(name, value)| !own(name) && spoken(value))
        .take(SHOWN)
        .map(|(_, value)| value.chars().take(LONGEST).collect())
        .collect()
}

/// Who sent a form without a living session of its own: guests sign in first, its owner is asked whether to send it.
pub fn answer(cx: &Cx, kept: &KeptForm) -> Result<Response, PageError> {
    if cx.guest_or_actor().is_none() {
        return super::login::draw_keeping(cx, kept);
    }
    draw(cx, kept)
}

/// The question, for the account the form was drawn for; anybody else is told that it was not sent, and sees none of it.
pub fn draw(cx: &Cx, kept: &KeptForm) -> Result<Response, PageError> {
    let (tr, actor) = (cx.tr, cx.actor()?);
    let action = next::local(&kept.path).ok_or(PageError::BadRequest("a form of another server"))?;
    if actor.account.0 != kept.account {
        let title = tr.resend_of_another();
        return cx.page("cabinet.resend", title).render(&OfAnother { tr, title });
    }
    let title = tr.resend_title();
    let page = Resend {
        tr,
        title,
        csrf: cx.csrf(),
        action,
        back: next::or_start(&kept.back),
        fields: &kept.fields,
        words: words(&kept.fields),
    };
    cx.page("cabinet.resend", title).keeping(kept.to_text()).render(&page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_words_and_no_codes() {
        let fields = [
            ("topic", "Дроби"),
            ("sex", "m"),
            ("drawn", "c29tZWJvZHktZWxzZQ4bHkbUJZbqM0x5Sf6nq6oV0oYgRr2dT9cG8m1n3xq0A"),
            ("birth", "2013-05-04"),
            ("topic-was", "Прежняя тема"),
            ("note", "see page 5"),
            ("email", "a@example.org"),
            ("whose", "nobody"),
            ("csrf-like", "12 34"),
        ];
        let fields: Vec<(String, String)> =
            fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        assert_eq!(words(&fields), ["Дроби", "see page 5", "a@example.org"]);
    }
}
