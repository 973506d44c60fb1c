//! Paper: what a school prints, as PDF. Pure: structs in, bytes out; nothing is read from a disk or fetched.
//!
//! * [`access_sheets`] – logins and one-time codes, as strips to cut or as a list for each class;
//! * [`archive`] – several files in one ZIP.
//!
//! The fonts (PT Sans, PT Mono, under ParaType's free licence, see `fonts/LICENSE.txt`) are part of the binary; only the letters
//! that a document uses go into it.

mod archive;
mod font;
mod paper;
mod sheets;
mod words;

pub use archive::archive;
pub use sheets::{Group, Layout, Sheets, Slip, access_sheets};

/// Why there is no document.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A font of the binary can't be read.
    #[error("the font can't be read")]
    Font,
    /// The address does not fit into a QR code.
    #[error("the address is too long for a QR code")]
    Qr,
    /// The document could not be put together.
    #[error("the PDF could not be made: {0}")]
    Pdf(String),
    /// The archive could not be put together.
    #[error("the archive could not be made: {0}")]
    Archive(String),
}
