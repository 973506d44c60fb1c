//! From bytes to text: size, binary kinds, encodings.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1251};

use crate::{FileError, MAX_BYTES};

const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Refuses what is empty or beyond [`MAX_BYTES`].
pub(crate) fn check_size(bytes: &[u8]) -> Result<(), FileError> {
    if bytes.len() > MAX_BYTES {
        return Err(FileError::TooLarge { what: format!("больше {} МБ", MAX_BYTES / 1024 / 1024) });
    }
    let body = bytes.strip_prefix(UTF8_MARK).unwrap_or(bytes);
    if body.iter().all(u8::is_ascii_whitespace) {
        return Err(FileError::Empty);
    }
    Ok(())
}

/// Whether the bytes begin like a zip archive (XLSX is one).
pub(crate) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Names the kind of a file that is no text; `None` for text.
pub(crate) fn binary_kind(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: [(&[u8], &str); 9] = [
        (b"\x89PNG", "картинка PNG"),
        (b"\xFF\xD8\xFF", "картинка JPEG"),
        (b"GIF8", "картинка GIF"),
        (b"%PDF", "документ PDF"),
        (b"\xD0\xCF\x11\xE0", "документ старого Office, XLS или DOC"),
        (b"PK\x03\x04", "архив ZIP или документ XLSX"),
        (b"PK\x05\x06", "пустой архив ZIP"),
        (b"Rar!", "архив RAR"),
        (b"7z\xBC\xAF", "архив 7z"),
    ];
    if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(kind);
    }
    if utf16(bytes).is_some() {
        return None;
    }
    let controls = bytes.iter().filter(|b| matches!(b, 0x01..=0x08 | 0x0E..=0x1F | 0x7F)).count();
    (bytes.contains(&0) || controls > bytes.len() / 50).then_some("двоичные данные")
}

fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0xFF, 0xFE, ..] => Some(UTF_16LE),
        [0xFE, 0xFF, ..] => Some(UTF_16BE),
        _ => None,
    }
}

/// Text of a CSV table: a byte order mark decides; without it valid UTF-8 is UTF-8 and the rest windows-1251, unless it
/// looks like damaged UTF-8 or like neither.
pub(crate) fn decode_table(bytes: &[u8]) -> Result<String, FileError> {
    if let Some(encoding) = utf16(bytes) {
        return decode_marked(bytes, encoding);
    }
    if let Some(body) = bytes.strip_prefix(UTF8_MARK) {
        return utf8(body, "метка говорит, что это UTF-8");
    }
    let Err(error) = std::str::from_utf8(bytes) else {
        return utf8(bytes, "файл должен быть в UTF-8");
    };
    let at_the_end = error.error_len().is_none();
    if at_the_end && bytes.get(..error.valid_up_to()).is_some_and(|good| !good.is_ascii()) {
        return Err(FileError::Truncated {
            place: "последняя буква записана не полностью".to_owned()
        });
    }
    let (high, letters, pairs) = count_high(bytes);
    if pairs.saturating_mul(4) > high {
        return Err(FileError::Encoding {
            detail: format!("в строке {} испорчена запись UTF-8", line_at(bytes, error.valid_up_to())),
        });
    }
    if letters.saturating_mul(10) < high.saturating_mul(7) {
        return Err(FileError::Encoding { detail: "это не UTF-8 и не windows-1251".to_owned() });
    }
    let (text, _) = WINDOWS_1251.decode_without_bom_handling(bytes);
    Ok(text.into_owned())
}

/// Counts bytes above ASCII, those that are Cyrillic letters and usual signs in windows-1251, and bytes in pairs that
/// look like Cyrillic letters of UTF-8.
fn count_high(bytes: &[u8]) -> (usize, usize, usize) {
    let (mut high, mut letters, mut pairs) = (0_usize, 0_usize, 0_usize);
    let mut previous = 0_u8;
    for &byte in bytes {
        if byte >= 0x80 {
            high += 1;
            if matches!(
                byte,
                0xC0..=0xFF | 0xA8 | 0xB8 | 0xAB | 0xBB | 0xB9 | 0x96 | 0x97 | 0xA0 | 0x93 | 0x94
            ) {
                letters += 1;
            }
            if matches!(previous, 0xD0 | 0xD1) && matches!(byte, 0x80..=0xBF) && !matches!(byte, 0xA8 | 0xB8)
            {
                pairs += 2;
            }
        }
        previous = byte;
    }
    (high, letters, pairs)
}

/// Text of an XML file in the encoding of its mark or declaration (UTF-8 when there is neither).
pub(crate) fn decode_xml(bytes: &[u8]) -> Result<String, FileError> {
    if let Some(encoding) = utf16(bytes) {
        return decode_marked(bytes, encoding);
    }
    if let Some(body) = bytes.strip_prefix(UTF8_MARK) {
        return utf8(body, "метка говорит, что это UTF-8");
    }
    let Some(label) = declared_encoding(bytes) else {
        return utf8(bytes, "кодировка не объявлена, поэтому ожидалась UTF-8");
    };
    let Some(encoding) = Encoding::for_label(label.as_bytes()) else {
        return Err(FileError::Encoding {
            detail: format!("объявлена неизвестная кодировка «{label}»")
        });
    };
    if encoding == encoding_rs::UTF_8 {
        return utf8(bytes, "объявлена кодировка UTF-8");
    }
    if !encoding.is_ascii_compatible() {
        return Err(FileError::Encoding {
            detail: format!("объявлена кодировка «{label}», но это не так")
        });
    }
    // Cyrillic in a one-byte encoding is never valid UTF-8 by chance: the file was re-saved without its declaration.
    if !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok() {
        return Err(FileError::Encoding {
            detail: format!("объявлена кодировка «{label}», а записан он в UTF-8"),
        });
    }
    let (text, faulty) = encoding.decode_without_bom_handling(bytes);
    if faulty {
        return Err(FileError::Encoding {
            detail: format!("объявлена кодировка «{label}», но текст ей не соответствует"),
        });
    }
    Ok(text.into_owned())
}

fn decode_marked(bytes: &[u8], encoding: &'static Encoding) -> Result<String, FileError> {
    let (text, faulty) = encoding.decode_with_bom_removal(bytes);
    if faulty {
        return Err(FileError::Encoding {
            detail: format!("запись {} испорчена", encoding.name())
        });
    }
    Ok(text.into_owned())
}

fn utf8(bytes: &[u8], why: &str) -> Result<String, FileError> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) if error.error_len().is_none() && error.valid_up_to() > 0 => Err(FileError::Truncated {
            place: "последняя буква записана не полностью".to_owned(),
        }),
        Err(error) => Err(FileError::Encoding {
            detail: format!("{why}, но в строке {} текст записан иначе", line_at(bytes, error.valid_up_to())),
        }),
    }
}

fn line_at(bytes: &[u8], position: usize) -> usize {
    bytes.iter().take(position).filter(|&&b| b == b'\n').count() + 1
}

/// The label in `<?xml … encoding="…"?>`.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let head: Vec<u8> = bytes.iter().copied().take(300).collect();
    let head = String::from_utf8_lossy(&head);
    let declaration = head.trim_start().strip_prefix("<?xml")?.split("?>").next()?.to_owned();
    let (_, after) = declaration.split_once("encoding")?;
    let after = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    after.split(quote).nth(1).map(|label| label.trim().to_owned())
}

/// White space at the ends removed, runs of it (also no-break spaces) made one space.
pub(crate) fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c == '\u{FEFF}').filter(|w| !w.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Lower case, «ё» as «е»: the form in which people's spellings are compared.
pub(crate) fn fold(text: &str) -> String {
    text.to_lowercase().replace('ё', "е")
}

/// At most `limit` characters, for quoting a foreign value in a sentence.
pub(crate) fn shorten(text: &str, limit: usize) -> String {
    let text = squeeze(text);
    if text.chars().count() <= limit {
        return text;
    }
    let mut cut: String = text.chars().take(limit).collect();
    cut.push('…');
    cut
}

/// Words of letters and words of digits, folded; everything else only separates them.
pub(crate) fn tokens(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut last = 0_u8;
    for c in fold(text).chars() {
        let kind = if c.is_ascii_digit() { 2 } else { u8::from(c.is_alphabetic()) };
        match out.last_mut() {
            Some(word) if kind != 0 && kind == last => word.push(c),
            _ if kind != 0 => out.push(c.to_string()),
            _ => {}
        }
        last = kind;
    }
    out
}
