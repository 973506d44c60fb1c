//! Files that people give and get.
//!
//! The content lies in an object store under its SHA-256, in folders by the first digits; the rows are
//! [`store::files`]'s. Content is written to a temporary name and renamed when it is whole, so the same content lies there
//! once and half a file never does. A room takes a file with [`Upload`], writes the row in the transaction of the thing the
//! file belongs to, and gives it back with [`answer`] after `access` has been asked about that thing.
//!
//! Content that no row needs (a form refused after the file had come, a file given up) is swept away after a day:
//! [`Files::sweep`].

mod download;
mod name;
mod picture;
pub mod signed;
mod sniff;
mod upload;

use std::path::{Path as Folder, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{GetOptions, MultipartUpload, ObjectStore, ObjectStoreExt, PutPayload};
use parking_lot::Mutex;
use sha2::{Digest, Sha256};
use store::Db;
use store::files::{FileKind, NewFile};
use tokio::sync::Semaphore;

use crate::error::PageError;
use crate::i18n::{Locale, Tr};

pub use download::answer;
pub use upload::{Given, Received, Refusal, Upload};

/// So much is gathered before it is written, bytes.
const PART: usize = 512 * 1024;
/// Where content lies until it is whole.
const INCOMING: &str = "incoming";
/// Content younger than this is never swept: its row may still come.
const GRACE: Duration = Duration::from_secs(24 * 3600);
/// So many hashes are asked for at once.
const BATCH: usize = 200;

/// What is taken, bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The largest document.
    pub document: u64,
    /// The largest picture, also one given as a document.
    pub image: u64,
    /// The largest sound or film.
    pub media: u64,
    /// All files of one institution.
    pub quota: u64,
}

const MEGABYTE: u64 = 1024 * 1024;

impl Default for Limits {
    fn default() -> Self {
        Self { document: 20 * MEGABYTE, image: 10 * MEGABYTE, media: 100 * MEGABYTE, quota: 5000 * MEGABYTE }
    }
}

impl Limits {
    /// The largest file of a kind.
    #[must_use]
    pub const fn of(&self, kind: FileKind) -> u64 {
        match kind {
            FileKind::Document | FileKind::Attachment => self.document,
            FileKind::Image => self.image,
        }
    }

    /// The quota as rows count it.
    #[must_use]
    pub fn quota(&self) -> i64 {
        i64::try_from(self.quota).unwrap_or(i64::MAX)
    }

    /// The largest body of a form with files that the server lets in. A file up to twice the limit (a film: one and a half
    /// times) is read to its end, so that the form can be drawn again with a sentence; beyond that the connection is refused.
    #[must_use]
    pub fn body(&self) -> usize {
        let largest = self.document.max(self.image).saturating_mul(2).max(self.media.saturating_mul(3) / 2);
        usize::try_from(largest.saturating_add(MEGABYTE)).unwrap_or(usize::MAX)
    }
}

/// The file store failed.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// The setting names a place that this program can't use.
    #[error("{0}: expected file:PATH (S3 is not built in: see docs/adr/0008)")]
    Address(String),
    /// The folder can't be used.
    #[error("{path}: {error}")]
    Folder {
        /// Which.
        path: String,
        /// Why.
        error: std::io::Error,
    },
    /// The store.
    #[error("file store: {0}")]
    Store(Box<object_store::Error>),
    /// The database.
    #[error(transparent)]
    Db(#[from] store::Error),
}

impl From<object_store::Error> for FilesError {
    fn from(error: object_store::Error) -> Self {
        Self::Store(Box::new(error))
    }
}

impl From<FilesError> for PageError {
    fn from(error: FilesError) -> Self {
        match error {
            FilesError::Db(error) => error.into(),
            FilesError::Store(error) if matches!(*error, object_store::Error::NotFound { .. }) => {
                tracing::error!(%error, "a file's content is not there");
                Self::NotFound
            }
            other => Self::Internal(Box::new(other)),
        }
    }
}

/// What a sweep removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Swept {
    /// Contents that no row needed.
    pub contents: usize,
    /// Uploads that were cut off.
    pub unfinished: usize,
}

/// The file store. Cheap to clone.
#[derive(Clone)]
pub struct Files(Arc<Inner>);

struct Inner {
    folder: PathBuf,
    limits: Limits,
    opened: Mutex<Option<Arc<dyn ObjectStore>>>,
    /// Held while content is put in its place, and while it is looked at once more and removed.
    placing: tokio::sync::Mutex<()>,
    /// A picture of fifty megapixels takes 150 MB while it is drawn anew: one at a time.
    painting: Semaphore,
}

impl Files {
    /// A folder, made when the first file comes.
    #[must_use]
    pub fn folder(folder: PathBuf) -> Self {
        Self::with_limits(folder, Limits::default())
    }

    /// The same with other limits.
    #[must_use]
    pub fn with_limits(folder: PathBuf, limits: Limits) -> Self {
        Self(Arc::new(Inner {
            folder,
            limits,
            opened: Mutex::new(None),
            placing: tokio::sync::Mutex::new(()),
            painting: Semaphore::new(1),
        }))
    }

    /// From a setting: `file:PATH`; empty: the folder `files` of the data.
    ///
    /// # Errors
    /// Another kind of address.
    pub fn from_setting(setting: &str, data: &Folder, limits: Limits) -> Result<Self, FilesError> {
        let folder = match setting.strip_prefix("file:") {
            Some(path) if !path.is_empty() => PathBuf::from(path),
            _ if setting.is_empty() => data.join("files"),
            _ => return Err(FilesError::Address(setting.to_owned())),
        };
        Ok(Self::with_limits(folder, limits))
    }

    /// What is taken.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// Makes sure that the place can be used, so that a wrong setting is told at the start.
    ///
    /// # Errors
    /// The folder can't be made or opened.
    pub fn check(&self) -> Result<(), FilesError> {
        self.store().map(drop)
    }

    fn store(&self) -> Result<Arc<dyn ObjectStore>, FilesError> {
        let mut opened = self.0.opened.lock();
        if let Some(store) = &*opened {
            return Ok(Arc::clone(store));
        }
        let folder = &self.0.folder;
        let fail = |error| FilesError::Folder { path: folder.display().to_string(), error };
        std::fs::create_dir_all(folder.join(INCOMING)).map_err(fail)?;
        let store: Arc<dyn ObjectStore> =
            Arc::new(LocalFileSystem::new_with_prefix(folder)?.with_fsync(true));
        *opened = Some(Arc::clone(&store));
        Ok(store)
    }

    /// Begins to take content whose length is not known yet.
    async fn incoming(&self) -> Result<Incoming, FilesError> {
        let store = self.store()?;
        let path = Path::from(format!("{INCOMING}/{}", uuid::Uuid::now_v7().simple()));
        let upload = store.put_multipart(&path).await?;
        let buffer = Vec::with_capacity(PART);
        Ok(Incoming { store, path, upload, buffer, hash: Sha256::new(), bytes: 0 })
    }

    /// Takes content that is in memory already, as the commands of the binary do; returns hash and length.
    ///
    /// # Errors
    /// The store failed.
    pub async fn keep(&self, content: &[u8]) -> Result<(String, i64), FilesError> {
        let mut incoming = self.incoming().await?;
        incoming.write(content).await?;
        self.place(incoming).await
    }

    /// The content is whole: it gets its name. Content that lies there already is replaced by itself, which makes it
    /// young again for the sweep.
    async fn place(&self, incoming: Incoming) -> Result<(String, i64), FilesError> {
        let Incoming { store, path, mut upload, buffer, hash, bytes } = incoming;
        if !buffer.is_empty() {
            upload.put_part(PutPayload::from(buffer)).await?;
        }
        upload.complete().await?;
        let hash = hex(&hash.finalize());
        let placing = self.0.placing.lock().await;
        if let Err(error) = store.rename(&path, &place_of(&hash)).await {
            // Whatever is left of it is swept later.
            let _ = store.delete(&path).await;
            return Err(error.into());
        }
        drop(placing);
        Ok((hash, i64::try_from(bytes).unwrap_or(i64::MAX)))
    }

    /// Content from a place on, in pieces.
    async fn read(
        &self,
        hash: &str,
        range: std::ops::Range<u64>,
    ) -> Result<BoxStream<'static, object_store::Result<axum::body::Bytes>>, FilesError> {
        let options = GetOptions::new().with_range(Some(range));
        Ok(self.store()?.get_opts(&place_of(hash), options).await?.into_stream())
    }

    /// Removes content that no row needs and that is older than a day, and what cut-off uploads left. `now` is the time of
    /// the file system, not of the demo's clock.
    ///
    /// # Errors
    /// The store or the database failed; what was removed by then stays removed.
    pub async fn sweep(&self, db: &Db, now: SystemTime) -> Result<Swept, FilesError> {
        let store = self.store()?;
        let before = now.checked_sub(GRACE).unwrap_or(SystemTime::UNIX_EPOCH);
        let unfinished = self.sweep_incoming(before).await?;
        let before = before.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_millis();
        let before = i64::try_from(before).unwrap_or(i64::MAX);
        let mut swept = Swept { contents: 0, unfinished };
        let mut list = store.list(None);
        let mut old: Vec<String> = Vec::with_capacity(BATCH);
        loop {
            let next = list.next().await.transpose()?;
            let done = next.is_none();
            if let Some(found) = next
                && found.last_modified.timestamp_millis() < before
                && let Some(name) = found.location.filename()
                && found.location == place_of(name)
            {
                old.push(name.to_owned());
            }
            if old.len() >= BATCH || (done && !old.is_empty()) {
                swept.contents += self.sweep_batch(db, &store, std::mem::take(&mut old), before).await?;
            }
            if done {
                return Ok(swept);
            }
        }
    }

    async fn sweep_batch(
        &self,
        db: &Db,
        store: &Arc<dyn ObjectStore>,
        old: Vec<String>,
        before: i64,
    ) -> Result<usize, FilesError> {
        let (needed, old) = db
            .read(move |tx| {
                let needed = store::files::needed(tx, &old)?;
                Ok::<_, store::Error>((needed, old))
            })
            .await?;
        let mut removed = 0;
        for hash in old.into_iter().filter(|hash| !needed.contains(hash)) {
            let path = place_of(&hash);
            let placing = self.0.placing.lock().await;
            // The same content may have come again meanwhile: then it is young, and its row will follow.
            if store.head(&path).await?.last_modified.timestamp_millis() < before {
                store.delete(&path).await?;
                removed += 1;
            }
            drop(placing);
        }
        Ok(removed)
    }

    /// What a killed process left: the store does not list such names, so the folder is read.
    async fn sweep_incoming(&self, before: SystemTime) -> Result<usize, FilesError> {
        let folder = self.0.folder.join(INCOMING);
        let path = folder.display().to_string();
        let sweep = move || -> std::io::Result<usize> {
            let mut removed = 0;
            for entry in std::fs::read_dir(folder)? {
                let entry = entry?;
                if entry.metadata()?.modified()? < before {
                    std::fs::remove_file(entry.path())?;
                    removed += 1;
                }
            }
            Ok(removed)
        };
        let swept = tokio::task::spawn_blocking(sweep).await.map_err(std::io::Error::other);
        swept.and_then(|done| done).map_err(|error| FilesError::Folder { path, error })
    }

    /// A picture drawn anew, off the async threads.
    async fn redraw(
        &self,
        content: Vec<u8>,
        format: image::ImageFormat,
    ) -> Result<Result<(Vec<u8>, &'static sniff::Media), Refusal>, FilesError> {
        let _turn = self.0.painting.acquire().await;
        tokio::task::spawn_blocking(move || picture::redraw(&content, format)).await.map_err(|error| {
            FilesError::Folder { path: "image".to_owned(), error: std::io::Error::other(error) }
        })
    }
}

/// Content on its way in. When it is dropped before its end, nothing stays.
struct Incoming {
    store: Arc<dyn ObjectStore>,
    path: Path,
    upload: Box<dyn MultipartUpload>,
    buffer: Vec<u8>,
    hash: Sha256,
    bytes: u64,
}

impl Incoming {
    async fn write(&mut self, chunk: &[u8]) -> Result<(), FilesError> {
        self.hash.update(chunk);
        self.bytes += u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        self.buffer.extend_from_slice(chunk);
        if self.buffer.len() >= PART {
            let part = std::mem::replace(&mut self.buffer, Vec::with_capacity(PART));
            self.upload.put_part(PutPayload::from(part)).await?;
        }
        Ok(())
    }
}

/// What the room writes down about content that was kept by a command of the binary.
#[must_use]
pub fn described(name: &str, content: &[u8]) -> Option<NewFile> {
    let media = sniff::sniff(content, name)?;
    Some(NewFile {
        hash: hex(&Sha256::digest(content)),
        name: name::cleaned(name, media),
        media_type: media.media_type,
        bytes: i64::try_from(content.len()).ok()?,
        kind: FileKind::Document,
    })
}

/// «340 КБ», «1,5 МБ».
#[must_use]
pub fn size(tr: Tr, bytes: i64) -> String {
    match bytes {
        ..1024 => tr.file_bytes(bytes),
        1024..1_048_576 => tr.file_kilobytes(bytes / 1024),
        _ => {
            let tenths = bytes.saturating_mul(10) / 1_048_576;
            let point = if tr.locale == Locale::Ru { ',' } else { '.' };
            let text = if tenths < 100 {
                format!("{}{point}{}", tenths / 10, tenths % 10)
            } else {
                (tenths / 10).to_string()
            };
            tr.file_megabytes(&text)
        }
    }
}

fn hex(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `ab/cd/abcd…`: a folder holds a 65 536th of all.
fn place_of(hash: &str) -> Path {
    let (first, second) = (hash.get(..2).unwrap_or("xx"), hash.get(2..4).unwrap_or("xx"));
    Path::from(format!("{first}/{second}/{hash}"))
}
