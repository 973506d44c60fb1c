//! What a browser calls itself, in words: «Chrome, Windows», «Firefox, Android».
//!
//! Browsers name each other for compatibility, so the order of the questions is the whole art. Nothing is decided by the
//! answer: it only helps people to know their own devices.

use kit::Tr;

/// A browser, a system, and whether the device is held in the hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Device {
    browser: Browser,
    system: Option<&'static str>,
    /// A phone or a tablet?
    pub in_hand: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Browser {
    Named(&'static str),
    Yandex,
    Samsung,
    Program,
    Unknown,
}

/// A sign of a browser and its name. Who names others in his own sign stands before them.
const BROWSERS: [(&str, Browser); 17] = [
    ("YaBrowser/", Browser::Yandex),
    ("YaApp_", Browser::Yandex),
    ("SamsungBrowser/", Browser::Samsung),
    ("Edg/", Browser::Named("Edge")),
    ("EdgA/", Browser::Named("Edge")),
    ("EdgiOS/", Browser::Named("Edge")),
    ("OPR/", Browser::Named("Opera")),
    ("OPiOS/", Browser::Named("Opera")),
    ("Vivaldi/", Browser::Named("Vivaldi")),
    ("MiuiBrowser/", Browser::Named("Mi Browser")),
    ("Firefox/", Browser::Named("Firefox")),
    ("FxiOS/", Browser::Named("Firefox")),
    ("Chromium/", Browser::Named("Chromium")),
    ("HeadlessChrome/", Browser::Named("Chrome")),
    ("Chrome/", Browser::Named("Chrome")),
    ("CriOS/", Browser::Named("Chrome")),
    ("Safari/", Browser::Named("Safari")),
];

/// A sign of a system, its name, and whether the device is held in the hand.
const SYSTEMS: [(&str, &str, bool); 10] = [
    ("Windows", "Windows", false),
    ("iPhone", "iPhone", true),
    ("iPad", "iPad", true),
    ("HarmonyOS", "HarmonyOS", true),
    ("OpenHarmony", "HarmonyOS", true),
    ("Android", "Android", true),
    ("Aurora", "Аврора", true),
    ("CrOS", "ChromeOS", false),
    ("Mac OS X", "macOS", false),
    ("Linux", "Linux", false),
];

impl Device {
    /// Reads the header `User-Agent`.
    #[must_use]
    pub fn of(agent: &str) -> Self {
        let browser = BROWSERS.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, browser)| *browser);
        let system = SYSTEMS.iter().find(|(sign, ..)| agent.contains(sign));
        let unnamed = if agent.is_empty() || agent.starts_with("Mozilla/") {
            Browser::Unknown
        } else {
            Browser::Program
        };
        Self {
            browser: browser.unwrap_or(unnamed),
            system: system.map(|(_, name, _)| *name),
            in_hand: system.is_some_and(|(.., in_hand)| *in_hand),
        }
    }

    /// «Chrome, Windows».
    #[must_use]
    pub fn words(&self, tr: Tr) -> String {
        let browser = match self.browser {
            Browser::Named(name) => name,
            Browser::Yandex => tr.agent_yandex(),
            Browser::Samsung => tr.agent_samsung(),
            Browser::Program => tr.agent_program(),
            Browser::Unknown => tr.agent_unknown(),
        };
        self.system.map_or_else(|| browser.to_owned(), |system| format!("{browser}, {system}"))
    }
}

#[cfg(test)]
mod tests {
    use kit::Locale;

    use super::*;

    #[test]
    fn tells_browsers_apart() {
        let known = [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
                "Chrome, Windows",
                false,
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
                "Edge, Windows",
                false,
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 YaBrowser/25.8.0.0 Safari/537.36",
                "Яндекс Браузер, Windows",
                false,
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 OPR/122.0.0.0",
                "Opera, Windows",
                false,
            ),
            (
                "Mozilla/5.0 (Android 15; Mobile; rv:144.0) Gecko/144.0 Firefox/144.0",
                "Firefox, Android",
                true,
            ),
            (
                "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
                "Браузер Samsung, Android",
                true,
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
                "Safari, iPhone",
                true,
            ),
            (
                "Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0 Mobile/15E148 Safari/604.1",
                "Chrome, iPad",
                true,
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15",
                "Safari, macOS",
                false,
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0",
                "Firefox, Linux",
                false,
            ),
            (
                "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
                "Chrome, ChromeOS",
                false,
            ),
            ("curl/8.14.1", "Программа", false),
            ("", "Неизвестный браузер", false),
            ("Mozilla/5.0 (compatible)", "Неизвестный браузер", false),
        ];
        for (agent, words, in_hand) in known {
            let device = Device::of(agent);
            assert_eq!(device.words(Tr::new(Locale::Ru)), words, "{agent}");
            assert_eq!(device.in_hand, in_hand, "{agent}");
        }
        assert_eq!(Device::of("curl/8").words(Tr::new(Locale::En)), "A program");
    }
}
