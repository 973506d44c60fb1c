//! Every chain of the database against the history, for `zvonok doctor`.

use kernel::{InstitutionId, Millis};
use store::ReadTx;

use super::verify::{self, Fault};
use crate::doctor::Finding;
use crate::error::Result;

/// What was written so lately may wait for its link, ms.
const FRESH: i64 = 30_000;
/// So many findings are told.
const MOST: usize = 1000;

/// Everything that is wrong with the chains, at most a thousand findings. Reads the whole history, a journal at a time.
pub fn examine(tx: &mut ReadTx<'_>, now: Millis) -> Result<Vec<Finding>> {
    let mut found = Vec::new();
    let mut last = InstitutionId(0);
    loop {
        let some = registry::read::institutions(tx, last, 500)?;
        let Some(end) = some.last().map(|one| one.id) else { return Ok(found) };
        for institution in some {
            for year in registry::read::years(tx, institution.id)? {
                for journal in registry::read::journals(tx, institution.id, year.id)? {
                    for fault in verify::examine(tx, institution.id, journal.id)? {
                        let pupil = match fault {
                            Fault::Unchained { at, .. } if at > now.0 - FRESH => continue,
                            Fault::Changed(key) | Fault::Missing(key) | Fault::Twice(key) => key.pupil(),
                            Fault::Unchained { key, .. } => key.pupil(),
                            Fault::Broken { .. } | Fault::Signature { .. } => 0,
                        };
                        if found.len() < MOST {
                            found.push(Finding {
                                what: fault.to_string(),
                                institution_id: institution.id.0,
                                pupil_id: pupil,
                                thing_id: journal.id.0,
                            });
                        }
                    }
                }
            }
        }
        last = end;
    }
}
