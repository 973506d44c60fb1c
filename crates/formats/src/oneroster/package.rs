//! The files of a package, out of the archive and into text.

use std::io::{Cursor, Read};

use super::PackageError;
use crate::text::{check_size, is_zip, shorten};
use crate::{FileError, MAX_UNPACKED};

/// More parts than this are no package.
const MAX_PARTS: usize = 200;

/// Names (without folders) and contents of the CSV files of an archive.
pub(super) fn unpack(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, FileError> {
    check_size(bytes)?;
    if !is_zip(bytes) {
        return Err(PackageError::NotZip.into());
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| PackageError::Damaged)?;
    if archive.len() > MAX_PARTS {
        return Err(FileError::TooLarge {
            what: format!("больше {MAX_PARTS} файлов в архиве")
        });
    }
    let mut total = 0_u64;
    let mut files = Vec::new();
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| PackageError::Damaged)?;
        let path = part.name().map_err(|_| PackageError::Damaged)?.into_owned();
        let name = path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        // Archives made on a Mac hold a shadow of each file.
        if !name.to_lowercase().ends_with(".csv") || name.starts_with('.') || path.starts_with("__MACOSX") {
            continue;
        }
        let mut content = Vec::new();
        let mut limited = part.take(MAX_UNPACKED.saturating_sub(total) + 1);
        limited.read_to_end(&mut content).map_err(|_| PackageError::Damaged)?;
        total = total.saturating_add(u64::try_from(content.len()).unwrap_or(u64::MAX));
        if total > MAX_UNPACKED {
            let what = format!("больше {} МБ после распаковки", MAX_UNPACKED / 1024 / 1024);
            return Err(FileError::TooLarge { what });
        }
        files.push((name, content));
    }
    Ok(files)
}

/// The one file of that name; letter case does not matter.
pub(super) fn find<'a>(files: &'a [(String, Vec<u8>)], name: &str) -> Result<Option<&'a [u8]>, PackageError> {
    let mut found = files.iter().filter(|(given, _)| given.eq_ignore_ascii_case(name));
    let first = found.next();
    match found.next() {
        Some((given, _)) => Err(PackageError::DoubledFile { file: shorten(given, 80) }),
        None => Ok(first.map(|(_, content)| content.as_slice())),
    }
}

/// UTF-8, the only encoding of the standard, with or without mark.
pub(super) fn decode<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, PackageError> {
    std::str::from_utf8(bytes).map_err(|error| PackageError::NotUtf8 {
        file: file.to_owned(),
        line: bytes.iter().take(error.valid_up_to()).filter(|byte| **byte == b'\n').count() + 1,
    })
}

/// Rows of a file; one that breaks off is named.
pub(super) fn rows(file: &str, bytes: &[u8]) -> Result<Vec<crate::table::Row>, FileError> {
    crate::table::comma_rows(decode(file, bytes)?).map_err(|error| match error {
        FileError::Truncated { place } => PackageError::Truncated { file: file.to_owned(), place }.into(),
        FileError::TooLarge { what } => FileError::TooLarge { what: format!("в {file} {what}") },
        other => other,
    })
}
