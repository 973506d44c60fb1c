//! Names of files: as people gave them, without what could mislead; and as a header carries them.

use super::sniff::{Media, extension};

/// The longest name without its end, characters.
const LONGEST: usize = 120;

/// The name as its owner gave it: without folders, control signs and direction overrides, ending in what it is.
pub(super) fn cleaned(given: &str, media: &Media) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let fits = media.extensions.contains(&extension(last).as_str());
    let stem = match last.rsplit_once('.') {
        // «План.2026» given for a PDF keeps its «2026».
        Some((stem, end)) if fits || (end.len() <= 5 && end.chars().all(|c| c.is_ascii_alphabetic())) => stem,
        _ => last,
    };
    let mut name = String::with_capacity(stem.len() + 5);
    for sign in stem.chars().take(LONGEST) {
        match sign {
            '"' | '<' | '>' | '|' | ':' | '*' | '?' => name.push('_'),
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => {}
            sign if sign.is_control() || sign.is_whitespace() => {
                if !name.ends_with(' ') {
                    name.push(' ');
                }
            }
            sign => name.push(sign),
        }
    }
    let name = name.trim_matches([' ', '.']);
    let name = if name.is_empty() { "file" } else { name };
    let end =
        if fits { extension(last) } else { media.extensions.first().copied().unwrap_or("bin").to_owned() };
    format!("{name}.{end}")
}

/// `Content-Disposition` of a download: the name in UTF-8 (RFC 5987, RFC 6266), and a plain one for the oldest.
pub(super) fn disposition(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' })
        .collect();
    let mut encoded = String::with_capacity(name.len() * 3);
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte))
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::super::sniff::{JPEG, PDF};
    use super::*;

    #[test]
    fn a_name_loses_what_misleads_and_ends_in_what_it_is() {
        for (given, expected) in [
            ("Устав школы.pdf", "Устав школы.pdf"),
            ("C:\\Users\\admin\\Устав.PDF", "Устав.pdf"),
            ("../../etc/passwd", "passwd.pdf"),
            ("устав.exe", "устав.pdf"),
            ("План.2026", "План.2026.pdf"),
            ("a\u{202e}fdp.exe", "afdp.pdf"),
            ("  .pdf", "file.pdf"),
            ("x\r\nSet-Cookie: a=b.pdf", "x Set-Cookie_ a=b.pdf"),
            ("", "file.pdf"),
        ] {
            assert_eq!(cleaned(given, &PDF), expected, "{given}");
        }
        assert_eq!(cleaned("фото.jpeg", &JPEG), "фото.jpeg");
        assert!(cleaned(&"я".repeat(5000), &PDF).chars().count() <= LONGEST + 4);
    }

    #[test]
    fn a_header_carries_any_name_in_ascii() {
        let header = disposition("Устав \"школы\".pdf");
        assert!(header.is_ascii());
        assert_eq!(
            header,
            "attachment; filename=\"_____________.pdf\"; filename*=UTF-8''%D0%A3%D1%81%D1%82%D0%B0%D0%B2%20%22\
             %D1%88%D0%BA%D0%BE%D0%BB%D1%8B%22.pdf"
        );
    }
}
