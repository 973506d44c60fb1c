//! Where a form may send the browser afterwards: only to pages of this server.

/// The path if it is safe to follow: begins with one «/», holds only visible ASCII, no backslash. Browsers read
/// `//host`, `/\host` and a tab between the slashes as another server.
#[must_use]
pub fn local(path: &str) -> Option<&str> {
    let rest = path.strip_prefix('/')?;
    let visible = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (visible && !rest.starts_with('/') && path.len() <= 2000).then_some(path)
}

/// The same, or the start page.
#[must_use]
pub fn or_start(path: &str) -> &str {
    local(path).unwrap_or("/")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn keeps_own_pages_and_nothing_else() {
        for own in ["/", "/diary/", "/diary/42/2026-11-23?done=saved#d23", "/a?next=//b", "/%D0%B0"] {
            assert_eq!(local(own), Some(own));
        }
        for other in [
            "",
            "diary/",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "https://evil.example/",
            "/ /",
            "/а",
            "/\r\nX: y",
        ] {
            assert_eq!(local(other), None, "{other:?}");
        }
    }

    proptest! {
        /// What a browser would make of an accepted address is always a page of the same server.
        #[test]
        fn never_leads_to_another_server(tail in r"[/\\.:@?#a-z0-9%\t\n\r \x00а]{0,24}") {
            let page = url::Url::parse("https://school.example/login/").unwrap();
            for path in [tail.clone(), format!("/{tail}")] {
                if let Some(path) = local(&path) {
                    let there = page.join(path).unwrap();
                    prop_assert_eq!(there.origin(), page.origin());
                }
            }
        }
    }
}
