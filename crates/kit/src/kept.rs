//! A form that arrived after its session had ended: kept, so that who signs in again can send it without typing it anew.
//!
//! Only a form this server drew for the same account is kept: its token carries the account with a keyed hash that
//! outlives the session ([`crate::csrf::drawn_for`]). Another site can't make one, and nothing is sent before the person
//! presses the button of a fresh form.

use serde::{Deserialize, Serialize};

/// More is not kept, bytes of names and values together.
pub const LARGEST: usize = 64 * 1024;

/// Fields that hold a password or a code: a form with one of them is never kept.
const SECRETS: [&str; 5] = ["password", "current", "new", "again", "code"];

/// The form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptForm {
    /// Where it was going: path and query of this server.
    pub path: String,
    /// The page it stood on.
    pub back: String,
    /// The account it was drawn for.
    pub account: i64,
    /// Names and values in their order, without the token.
    pub fields: Vec<(String, String)>,
}

impl KeptForm {
    /// Of what was posted; none when it is too large or holds a secret.
    pub(crate) fn of(path: &str, back: &str, account: i64, posted: &[(String, String)]) -> Option<Self> {
        let fields: Vec<(String, String)> =
            posted.iter().filter(|(name, _)| name != "csrf").cloned().collect();
        let size: usize = fields.iter().map(|(name, value)| name.len() + value.len()).sum();
        let secret = fields.iter().any(|(name, _)| SECRETS.contains(&name.as_str()));
        (size <= LARGEST && !secret).then(|| Self {
            path: path.to_owned(),
            back: back.to_owned(),
            account,
            fields,
        })
    }

    /// As the hidden field of the sign-in form carries it.
    #[must_use]
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Back from the hidden field.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posted(name: &str, value: &str) -> Vec<(String, String)> {
        vec![("csrf".to_owned(), "t".to_owned()), (name.to_owned(), value.to_owned())]
    }

    #[test]
    fn keeps_what_was_typed_and_no_secrets() {
        let kept = KeptForm::of("/a/?b=1", "/a/", 7, &posted("topic", "Дроби \"½\"")).unwrap();
        assert_eq!(kept.fields, [("topic".to_owned(), "Дроби \"½\"".to_owned())], "the token is not kept");
        assert_eq!(KeptForm::from_text(&kept.to_text()), Some(kept));
        for name in ["password", "current", "new", "again", "code"] {
            assert_eq!(KeptForm::of("/a/", "/", 7, &posted(name, "x")), None, "{name}");
        }
        assert_eq!(KeptForm::of("/a/", "/", 7, &posted("topic", &"x".repeat(LARGEST))), None);
        assert_eq!(KeptForm::from_text("{}"), None);
    }
}
