//! Words in the reader's language. Every message of `locales/` is a method of [`Tr`], made at build time: a text without
//! arguments costs a `match`, one with arguments or plural forms goes through Fluent.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

/// A language the pages speak.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub enum Locale {
    /// Russian.
    #[default]
    Ru,
    /// English.
    En,
}

impl Locale {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::Ru, Self::En];

    /// `ru` or `en`, as in `<html lang>` and in the cookie.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ru => "ru",
            Self::En => "en",
        }
    }

    /// The language's name in itself: «Русский», «English».
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Ru => "Русский",
            Self::En => "English",
        }
    }

    /// Back from [`Locale::code`]; a region (`en-GB`) is ignored.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let language = code.trim().split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|locale| locale.code().eq_ignore_ascii_case(language))
    }

    /// The best language of an `Accept-Language` header; Russian when none of ours is asked for.
    #[must_use]
    pub fn from_accept_language(header: &str) -> Self {
        let mut best: Option<(u32, Self)> = None;
        for part in header.split(',') {
            let mut pieces = part.split(';');
            let Some(locale) = pieces.next().and_then(Self::from_code) else { continue };
            let quality = pieces.find_map(|piece| piece.trim().strip_prefix("q=")).map_or(1000, thousandths);
            if quality > 0 && best.is_none_or(|(known, _)| quality > known) {
                best = Some((quality, locale));
            }
        }
        best.map_or(Self::Ru, |(_, locale)| locale)
    }
}

/// `0.8` → 800; what can't be read counts as nothing.
fn thousandths(quality: &str) -> u32 {
    let (whole, fraction) = quality.trim().split_once('.').unwrap_or((quality.trim(), ""));
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    match (whole.parse::<u32>(), digits.parse::<u32>()) {
        (Ok(whole), Ok(digits)) => whole.saturating_mul(1000).saturating_add(digits),
        _ => 0,
    }
}

/// The words of one language; as cheap to copy as the language itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tr {
    /// Whose words.
    pub locale: Locale,
}

include!(concat!(env!("OUT_DIR"), "/i18n.rs"));

impl Tr {
    /// The words of `locale`.
    #[must_use]
    pub const fn new(locale: Locale) -> Self {
        Self { locale }
    }

    fn format(&self, key: &str, args: &FluentArgs) -> String {
        let bundle = match self.locale {
            Locale::Ru => &*RU_BUNDLE,
            Locale::En => &*EN_BUNDLE,
        };
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        // The build has checked names and arguments, so there is nothing left to report here.
        bundle.format_pattern(pattern, Some(args), &mut Vec::new()).into_owned()
    }
}

static RU_BUNDLE: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle(Locale::Ru));
static EN_BUNDLE: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle(Locale::En));

fn bundle(locale: Locale) -> FluentBundle<FluentResource> {
    let sources = match locale {
        Locale::Ru => RU,
        Locale::En => EN,
    };
    let language = LanguageIdentifier::from_bytes(locale.code().as_bytes()).unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    bundle.set_use_isolating(false);
    for source in sources {
        let resource = match FluentResource::try_new((*source).to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
}

#[cfg(test)]
mod tests {
    use super::*;

    const RU: Tr = Tr::new(Locale::Ru);
    const EN: Tr = Tr::new(Locale::En);

    #[test]
    fn plural_forms_follow_the_language() {
        assert_eq!(RU.ago_minutes(1), "1 минуту назад");
        assert_eq!(RU.ago_minutes(3), "3 минуты назад");
        assert_eq!(RU.ago_minutes(11), "11 минут назад");
        assert_eq!(RU.ago_minutes(21), "21 минуту назад");
        assert_eq!(EN.ago_minutes(1), "1 minute ago");
        assert_eq!(EN.ago_minutes(11), "11 minutes ago");
    }

    #[test]
    fn a_term_is_put_into_plain_text_at_build_time() {
        assert_eq!(RU.shell_brand(), "Звонок");
        assert_eq!(
            EN.error_unavailable_text(),
            "Zvonok has stopped for a short while. Everything saved is in place."
        );
    }

    #[test]
    fn a_sentence_is_found_by_its_key() {
        assert_eq!(RU.by_key("common-save"), Some("Сохранить"));
        assert_eq!(EN.by_key("common-save"), Some("Save"));
        assert_eq!(RU.by_key("ago-minutes"), None);
        assert_eq!(RU.by_key("no-such-key"), None);
    }

    #[test]
    fn the_browser_chooses_the_language() {
        assert_eq!(Locale::from_accept_language("en-GB,en;q=0.9,ru;q=0.8"), Locale::En);
        assert_eq!(Locale::from_accept_language("de, en;q=0.3, ru;q=0.7"), Locale::Ru);
        assert_eq!(Locale::from_accept_language("en;q=0, de"), Locale::Ru);
        assert_eq!(Locale::from_accept_language(""), Locale::Ru);
        assert_eq!(Locale::from_code("EN_us"), Some(Locale::En));
        assert_eq!(Locale::from_code("tt"), None);
    }
}
