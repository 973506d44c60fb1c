//! The demo: one invented city with three schools, a college, two kindergartens and the offices above them, and what
//! happened there from the year's first day to the demo's «now».
//!
//! * School 1 comes from the files of `demo/school1` by the imports an administrator uses; the other institutions
//!   are smaller and made here: people, a timetable without clashes, the same imports where they apply.
//! * Journals are lived through lesson by lesson: topics, homework, marks after each pupil's talent, illness in runs.
//! * Everything follows from one seed and the demo's day: two runs on an empty database give the same region.
//! * All of it is one transaction: an interrupted start leaves an empty database behind, not half a city.
//!
//! [`make`] blocks and must not be called on an async thread.

mod columns;
mod curriculum;
mod dice;
mod error;
mod health;
mod information;
mod life;
mod moment;
mod others;
mod place;
mod plans;
mod pool;
mod region;
mod schools;
mod sign_ins;
mod staffing;
mod topics;
mod weekly;

use kernel::clock::Zone;
use kernel::{InstitutionId, Millis};
use store::Db;

pub use error::{Error, Result};
pub use information::documents;
pub use region::{PlaceSummary, Summary};
pub use sign_ins::{PASSWORD, sign_ins};

/// Is there no institution in the database yet?
pub fn is_empty(db: &Db) -> Result<bool> {
    db.read_blocking(|tx| Ok(registry::read::institutions(tx, InstitutionId(0), 1)?.is_empty()))
}

/// Makes the demo region in a database whose schema is up to date. `progress` hears one short Russian line before each
/// step; on PostgreSQL it may hear them again when the transaction is repeated. Blocks for some seconds.
///
/// # Errors
/// [`Error::NotEmpty`] when there are institutions; the store's failures. Nothing is left behind then.
pub fn make(
    db: &Db,
    now: Millis,
    zone: &Zone,
    mut progress: impl FnMut(&str) + Send + 'static,
) -> Result<Summary> {
    if !is_empty(db)? {
        return Err(Error::NotEmpty);
    }
    let plan = region::Plan::prepare(now, zone)?;
    db.write_blocking(move |tx| plan.carry_out(tx, &mut progress))
}
