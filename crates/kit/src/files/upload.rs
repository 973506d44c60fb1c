//! A form with files. The fields come before the files in such a form, the token first of all: a file of a forged form is
//! never read. A file is looked at by its first bytes, counted while it comes, and put into the store piece by piece; what
//! is refused is read to its end and thrown away, so that the form can be drawn again with everything that was typed.

use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, FromRequestParts, Multipart, Request};
use axum::http::StatusCode;
use store::files::{FileKind, NewFile};

use super::sniff::{Class, HEAD, Media, sniff};
use super::{Files, name};
use crate::app::App;
use crate::cx::Cx;
use crate::error::PageError;
use crate::i18n::Tr;

/// All typed fields together, bytes.
const TYPED: usize = 256 * 1024;
/// The most parts of a form.
const PARTS: usize = 100;

/// Why a file was not taken; the person sees a sentence at the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It has no content.
    Empty,
    /// It is larger than this many bytes.
    TooLarge(u64),
    /// It is nothing that is taken, whatever its name says.
    NotAllowed(FileKind),
    /// A picture with too many points.
    TooManyPixels,
    /// A picture that can't be drawn.
    Unreadable,
    /// The school's quota of this many bytes is used up.
    Quota(u64),
}

impl Refusal {
    /// The sentence.
    #[must_use]
    pub fn sentence(&self, tr: Tr) -> String {
        let megabytes = |bytes: u64| i64::try_from((bytes / 1024 / 1024).max(1)).unwrap_or(i64::MAX);
        match self {
            Self::Empty => tr.file_empty().to_owned(),
            Self::TooLarge(limit) => tr.file_too_large(megabytes(*limit)),
            Self::NotAllowed(FileKind::Document) => tr.file_no_document().to_owned(),
            Self::NotAllowed(FileKind::Image) => tr.file_no_image().to_owned(),
            Self::NotAllowed(FileKind::Attachment) => tr.homework_no_attachment().to_owned(),
            Self::TooManyPixels => tr.file_too_many_pixels().to_owned(),
            Self::Unreadable => tr.file_unreadable().to_owned(),
            Self::Quota(quota) => tr.file_quota(megabytes(*quota)),
        }
    }
}

/// What came in a file field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// Nothing was chosen.
    Nothing,
    /// The content lies in the store; its row is the room's to write.
    Kept(NewFile),
    /// Not taken, and nothing of it is kept.
    Refused(Refusal),
}

/// A form with files that has not been read yet: ask `access` first, then [`Upload::receive`].
pub struct Upload {
    /// Who asks, and how to answer.
    pub cx: Cx,
    multipart: Multipart,
}

impl FromRequest<App> for Upload {
    type Rejection = PageError;

    async fn from_request(request: Request, app: &App) -> Result<Self, PageError> {
        let (mut parts, body) = request.into_parts();
        let cx = Cx::from_request_parts(&mut parts, app).await?;
        let request = Request::from_parts(parts, body);
        let multipart = Multipart::from_request(request, app)
            .await
            .map_err(|_| PageError::BadRequest("a form with files was expected"))?;
        Ok(Self { cx, multipart })
    }
}

/// A form with files, read.
pub struct Received {
    /// Who asks, and how to answer.
    pub cx: Cx,
    fields: Vec<(String, String)>,
    files: Vec<(&'static str, Given)>,
}

impl Received {
    /// The first value of a field, trimmed; empty when it is not there.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    /// What came in a field that takes several files.
    pub fn files(&self, name: &str) -> impl Iterator<Item = &Given> {
        self.files.iter().filter(move |(key, _)| *key == name).map(|(_, given)| given)
    }

    /// What came in a file field.
    #[must_use]
    pub fn file(&self, name: &str) -> &Given {
        self.files.iter().find(|(key, _)| *key == name).map_or(&Given::Nothing, |(_, given)| given)
    }
}

fn cut_off(error: MultipartError) -> PageError {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return PageError::TooLarge;
    }
    PageError::BadRequest("the form did not come whole")
}

impl Upload {
    /// Reads the form; `wanted` names its file fields and what each takes. Files of other fields are passed over.
    ///
    /// # Errors
    /// [`PageError::StaleForm`] when the token does not come before the files or is not this session's;
    /// [`PageError::TooLarge`], [`PageError::BadRequest`] when the form is no such form or did not come whole.
    pub async fn receive(self, wanted: &[(&'static str, FileKind)]) -> Result<Received, PageError> {
        self.receive_several(wanted, 1).await
    }

    /// The same with up to so many files in each field.
    ///
    /// # Errors
    /// As [`Upload::receive`].
    pub async fn receive_several(
        self,
        wanted: &[(&'static str, FileKind)],
        most: usize,
    ) -> Result<Received, PageError> {
        let Self { cx, mut multipart } = self;
        let mut received = Received { cx, fields: Vec::new(), files: Vec::new() };
        let (mut parts, mut typed, mut trusted) = (0, 0, false);
        while let Some(field) = multipart.next_field().await.map_err(cut_off)? {
            parts += 1;
            if parts > PARTS {
                return Err(PageError::BadRequest("too many parts"));
            }
            let key = field.name().unwrap_or_default().to_owned();
            if field.file_name().is_none() {
                let value = text(field, TYPED.saturating_sub(typed)).await?;
                typed += value.len();
                if key == "csrf" {
                    received.cx.check_csrf(&value)?;
                    trusted = true;
                }
                received.fields.push((key, value));
                continue;
            }
            if !trusted {
                received.cx.check_csrf("")?;
            }
            match wanted.iter().find(|(name, _)| *name == key) {
                Some((name, kind)) if received.files(name).count() < most => {
                    let given = take(received.cx.app().files(), field, *kind).await?;
                    received.files.push((name, given));
                }
                _ => drain(field).await?,
            }
        }
        if !trusted {
            received.cx.check_csrf("")?;
        }
        Ok(received)
    }
}

async fn text(mut field: Field<'_>, room: usize) -> Result<String, PageError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(cut_off)? {
        if bytes.len() + chunk.len() > room {
            return Err(PageError::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes).map_err(|_| PageError::BadRequest("text of another encoding"))
}

async fn drain(mut field: Field<'_>) -> Result<(), PageError> {
    while field.chunk().await.map_err(cut_off)?.is_some() {}
    Ok(())
}

async fn take(files: &Files, mut field: Field<'_>, kind: FileKind) -> Result<Given, PageError> {
    let called = field.file_name().unwrap_or_default().to_owned();
    let mut head = Vec::new();
    while head.len() < HEAD {
        let Some(chunk) = field.chunk().await.map_err(cut_off)? else { break };
        head.extend_from_slice(&chunk);
    }
    if head.is_empty() {
        return Ok(if called.is_empty() { Given::Nothing } else { Given::Refused(Refusal::Empty) });
    }
    let begin = head.get(..HEAD).unwrap_or(&head);
    let media = sniff(begin, &called).filter(|media| match kind {
        FileKind::Attachment => true,
        FileKind::Document => media.class != Class::Media,
        FileKind::Image => matches!(media.class, Class::Picture(_)),
    });
    let Some(media) = media else {
        drain(field).await?;
        return Ok(Given::Refused(Refusal::NotAllowed(kind)));
    };
    let kept = match media.class {
        Class::Picture(format) => picture(files, field, head, format).await?,
        Class::Text | Class::Other | Class::Media => {
            let limits = files.limits();
            let limit = if media.class == Class::Media { limits.media } else { limits.of(kind) };
            stream(files, field, head, media, limit, kind).await?
        }
    };
    Ok(match kept {
        Err(refusal) => Given::Refused(refusal),
        Ok((hash, bytes, media)) => Given::Kept(NewFile {
            hash,
            name: name::cleaned(&called, media),
            media_type: media.media_type,
            bytes,
            kind,
        }),
    })
}

type Kept = Result<(String, i64, &'static Media), Refusal>;

/// A picture is needed whole to be drawn anew, so it is gathered in memory up to its limit.
async fn picture(
    files: &Files,
    mut field: Field<'_>,
    mut content: Vec<u8>,
    format: image::ImageFormat,
) -> Result<Kept, PageError> {
    let limit = files.limits().image;
    let room = usize::try_from(limit).unwrap_or(usize::MAX);
    loop {
        if content.len() > room {
            drop(content);
            drain(field).await?;
            return Ok(Err(Refusal::TooLarge(limit)));
        }
        let Some(chunk) = field.chunk().await.map_err(cut_off)? else { break };
        content.extend_from_slice(&chunk);
    }
    match files.redraw(content, format).await? {
        Err(refusal) => Ok(Err(refusal)),
        Ok((drawn, media)) => {
            let (hash, bytes) = files.keep(&drawn).await?;
            Ok(Ok((hash, bytes, media)))
        }
    }
}

async fn stream(
    files: &Files,
    mut field: Field<'_>,
    head: Vec<u8>,
    media: &'static Media,
    limit: u64,
    kind: FileKind,
) -> Result<Kept, PageError> {
    let mut incoming = files.incoming().await?;
    let mut chunk = axum::body::Bytes::from(head);
    loop {
        let length = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        let refusal = if incoming.bytes.saturating_add(length) > limit {
            Some(Refusal::TooLarge(limit))
        } else if media.class == Class::Text && chunk.contains(&0) {
            Some(Refusal::NotAllowed(kind))
        } else {
            None
        };
        if let Some(refusal) = refusal {
            drop(incoming);
            drain(field).await?;
            return Ok(Err(refusal));
        }
        incoming.write(&chunk).await?;
        match field.chunk().await.map_err(cut_off)? {
            Some(next) => chunk = next,
            None => break,
        }
    }
    let (hash, bytes) = files.place(incoming).await?;
    Ok(Ok((hash, bytes, media)))
}
