//! The seal (печать журнала): proof that no mark was changed, removed or put in unseen.
//!
//! * Every row of the history of marks and of final marks has a digest: SHA-256 over the JSON array of all its fields
//!   ([`chain::MarkRow`], [`chain::PeriodRow`]); what came later (re-sit, term, who reads the comment) stands in it only where it
//!   is set, so that older digests hold. The command that writes the row puts the digest into its event; nothing more.
//! * The dispatcher of the outbox gathers the digests of a batch and adds one link to the chain of each journal concerned
//!   ([`append`]): SHA-256 over the hash before, the link's number and its digests. A link names the rows it covers.
//! * Closing a year signs the head of every journal with the institution's ed25519 key ([`key`], [`year`]). The secret half
//!   lies in a file beside the data, never in the database.
//! * [`verify`] makes the digests anew from the rows and compares: for the doctor, for the public page, for whoever has the
//!   exported file ([`export`]) and no access to this server.
//!
//! When two rows of one person are merged the history changes its pupil; the chain keeps the number that stood there and
//! a check looks through the merges.

pub mod append;
pub mod chain;
pub mod doctor;
pub mod export;
pub mod key;
mod rows;
pub mod verify;
pub mod year;
