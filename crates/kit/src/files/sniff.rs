//! What content is, found by looking at its beginning: neither the name nor the browser is believed.

use image::ImageFormat;

/// So much of the beginning is looked at, bytes.
pub(super) const HEAD: usize = 64 * 1024;

/// How content has to be treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Drawn anew.
    Picture(ImageFormat),
    /// Must stay free of zero bytes to its end.
    Text,
    /// Sound or film: kept as it is, with a limit of its own.
    Media,
    /// Kept as it is.
    Other,
}

/// A type of content that is taken.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Media {
    pub media_type: &'static str,
    /// What its name may end in; the first is put there when it ends otherwise.
    pub extensions: &'static [&'static str],
    pub class: Class,
}

macro_rules! media {
    ($($name:ident = $media_type:literal, [$($extension:literal),+], $class:expr;)+) => {
        $(pub(super) static $name: Media =
            Media { media_type: $media_type, extensions: &[$($extension),+], class: $class };)+
    };
}

media! {
    PDF = "application/pdf", ["pdf"], Class::Other;
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ["docx"], Class::Other;
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ["xlsx"], Class::Other;
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation", ["pptx"], Class::Other;
    ODT = "application/vnd.oasis.opendocument.text", ["odt"], Class::Other;
    ODS = "application/vnd.oasis.opendocument.spreadsheet", ["ods"], Class::Other;
    ODP = "application/vnd.oasis.opendocument.presentation", ["odp"], Class::Other;
    DOC = "application/msword", ["doc"], Class::Other;
    XLS = "application/vnd.ms-excel", ["xls"], Class::Other;
    PPT = "application/vnd.ms-powerpoint", ["ppt"], Class::Other;
    RTF = "application/rtf", ["rtf"], Class::Other;
    TEXT = "text/plain", ["txt"], Class::Text;
    CSV = "text/csv", ["csv"], Class::Text;
    JPEG = "image/jpeg", ["jpg", "jpeg"], Class::Picture(ImageFormat::Jpeg);
    PNG = "image/png", ["png"], Class::Picture(ImageFormat::Png);
    MP4 = "video/mp4", ["mp4", "m4v"], Class::Media;
    M4A = "audio/mp4", ["m4a"], Class::Media;
    MOV = "video/quicktime", ["mov"], Class::Media;
    GPP = "video/3gpp", ["3gp"], Class::Media;
    WEBM = "video/webm", ["webm"], Class::Media;
    MP3 = "audio/mpeg", ["mp3"], Class::Media;
    AAC = "audio/aac", ["aac"], Class::Media;
    OGG = "audio/ogg", ["ogg", "oga", "opus"], Class::Media;
    WAV = "audio/wav", ["wav"], Class::Media;
    WEBP = "image/webp", ["webp"], Class::Picture(ImageFormat::WebP);
}

/// The lower-case end of a name after its last dot.
pub(super) fn extension(name: &str) -> String {
    name.rsplit_once('.').map(|(_, end)| end.to_lowercase()).unwrap_or_default()
}

/// What the content is; `None` when it is nothing that is taken. The name decides only between types that can't be told
/// apart by looking: the three old office formats, and text against table.
pub(super) fn sniff(head: &[u8], name: &str) -> Option<&'static Media> {
    let starts = |magic: &[u8]| head.starts_with(magic);
    if starts(b"%PDF-") {
        return Some(&PDF);
    }
    if starts(b"\xff\xd8\xff") {
        return Some(&JPEG);
    }
    if starts(b"\x89PNG\r\n\x1a\n") {
        return Some(&PNG);
    }
    if starts(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        return Some(&WEBP);
    }
    if let Some(media) = played(head, name) {
        return Some(media);
    }
    if starts(b"{\\rtf") {
        return Some(&RTF);
    }
    if starts(b"PK\x03\x04") {
        return packed(head);
    }
    if starts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return [&DOC, &XLS, &PPT].into_iter().find(|media| named(media, name));
    }
    let text = [&TEXT, &CSV].into_iter().find(|media| named(media, name))?;
    is_text(head).then_some(text)
}

/// Sound and film as phones and players write them; a browser's recorder names nothing but the container.
fn played(head: &[u8], name: &str) -> Option<&'static Media> {
    let starts = |magic: &[u8]| head.starts_with(magic);
    if head.get(4..8) == Some(b"ftyp") {
        return Some(match head.get(8..11)? {
            b"qt " => &MOV,
            b"M4A" => &M4A,
            b"3gp" => &GPP,
            // Pictures in the same container are none that can be drawn anew.
            b"hei" | b"hev" | b"mif" | b"avi" => return None,
            _ if named(&M4A, name) => &M4A,
            _ => &MP4,
        });
    }
    if starts(b"\x1a\x45\xdf\xa3") {
        return Some(&WEBM);
    }
    if starts(b"OggS") {
        return Some(&OGG);
    }
    if starts(b"RIFF") && head.get(8..12) == Some(b"WAVE") {
        return Some(&WAV);
    }
    if starts(b"ID3") {
        return Some(&MP3);
    }
    // Frames of sound without a heading begin with eleven bits: the name has to say so too.
    match head.get(..2)? {
        [0xff, 0xf1 | 0xf9] if named(&AAC, name) => Some(&AAC),
        [0xff, 0xfb | 0xf3 | 0xf2] if named(&MP3, name) => Some(&MP3),
        _ => None,
    }
}

fn named(media: &Media, name: &str) -> bool {
    media.extensions.contains(&extension(name).as_str())
}

/// The office formats are ZIP archives; what is in them tells which. An archive of anything else is not taken.
fn packed(head: &[u8]) -> Option<&'static Media> {
    // Open formats begin with an uncompressed entry «mimetype».
    if head.get(30..38) == Some(b"mimetype") {
        let content = head.get(38..).unwrap_or_default();
        return [&ODT, &ODS, &ODP].into_iter().find(|media| content.starts_with(media.media_type.as_bytes()));
    }
    let has = |part: &[u8]| head.windows(part.len()).any(|window| window == part);
    if !has(b"[Content_Types].xml") && !has(b"_rels/.rels") {
        return None;
    }
    [(&DOCX, b"word/".as_slice()), (&XLSX, b"xl/"), (&PPTX, b"ppt/")]
        .into_iter()
        .find_map(|(media, part)| has(part).then_some(media))
}

/// Text of any encoding that schools use: no control bytes, and not markup under another name.
fn is_text(head: &[u8]) -> bool {
    let control = |byte: &u8| *byte < 0x20 && !matches!(*byte, b'\t' | b'\n' | b'\r' | 0x0c);
    if head.iter().any(control) {
        return false;
    }
    let without_mark = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let first = without_mark.trim_ascii_start();
    !(first.starts_with(b"<") || first.starts_with(b"#!"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails loudly")]
    use super::*;

    fn kind(head: &[u8], name: &str) -> Option<&'static str> {
        sniff(head, name).map(|media| media.media_type)
    }

    #[test]
    fn content_decides_and_not_the_name() {
        assert_eq!(kind(b"%PDF-1.7\n", "plan.html"), Some("application/pdf"));
        assert_eq!(kind(b"\x89PNG\r\n\x1a\n....", "scan.pdf"), Some("image/png"));
        for name in ["plan.pdf", "plan.docx", "plan.txt", "plan.csv", "plan"] {
            for html in [
                &b"<!doctype html><script>alert(1)</script>"[..],
                b"\xef\xbb\xbf \n<svg onload=x>",
                b"<?xml ?>",
            ] {
                assert_eq!(kind(html, name), None, "{name}");
            }
        }
        assert_eq!(kind(b"MZ\x90\x00", "setup.txt"), None);
        assert_eq!(kind(b"#!/bin/sh\n", "a.txt"), None);
        assert_eq!(kind("Правила приёма".as_bytes(), "rules.txt"), Some("text/plain"));
        // windows-1251
        assert_eq!(kind(b"\xcf\xf0\xe0\xe2\xe8\xeb\xe0", "RULES.TXT"), Some("text/plain"));
        assert_eq!(kind(b"", "a.pdf"), None);
    }

    #[test]
    fn sound_and_film_are_known_by_their_containers() {
        assert_eq!(kind(b"\0\0\0\x20ftypisom\0\0", "a.pdf"), Some("video/mp4"));
        assert_eq!(kind(b"\0\0\0\x20ftypM4A \0\0", "a"), Some("audio/mp4"));
        assert_eq!(kind(b"\0\0\0\x20ftypheic\0\0", "a.heic"), None);
        assert_eq!(kind(b"ID3\x04\0\0", "a.html"), Some("audio/mpeg"));
        assert_eq!(kind(b"\xff\xfb\x90\0", "a.mp3"), Some("audio/mpeg"));
        assert_eq!(kind(b"\xff\xfb\x90\0", "a.exe"), None);
    }

    #[test]
    fn archives_are_taken_only_as_office_formats() {
        let mut docx = b"PK\x03\x04".to_vec();
        docx.extend([0; 26]);
        docx.extend(b"[Content_Types].xml....PK\x03\x04word/document.xml");
        assert_eq!(kind(&docx, "a.zip"), Some(DOCX.media_type));
        let mut odt = b"PK\x03\x04".to_vec();
        odt.extend([0; 26]);
        odt.extend(b"mimetypeapplication/vnd.oasis.opendocument.textPK");
        assert_eq!(kind(&odt, "a.odt"), Some(ODT.media_type));
        let mut zip = b"PK\x03\x04".to_vec();
        zip.extend([0; 26]);
        zip.extend(b"word/virus.exe");
        assert_eq!(kind(&zip, "a.docx"), None);
        assert_eq!(kind(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...", "a.xls"), Some("application/vnd.ms-excel"));
        assert_eq!(kind(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...", "setup.msi"), None);
    }
}
