//! Several files in one ZIP.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

use crate::Error;

/// A ZIP of files by name. PDFs are packed already, so they are only put beside each other.
///
/// # Errors
/// More than ZIP can hold; the same name twice.
pub fn archive(files: &[(String, Vec<u8>)]) -> Result<Vec<u8>, Error> {
    let failed = |error: &dyn std::fmt::Display| Error::Archive(error.to_string());
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in files {
        writer.start_file(name.as_str(), options).map_err(|error| failed(&error))?;
        writer.write_all(bytes).map_err(|error| failed(&error))?;
    }
    Ok(writer.finish().map_err(|error| failed(&error))?.into_inner())
}
