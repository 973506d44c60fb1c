//! `/school/rosters/` – lists of pupils, parents and staff from a file: choose it, say what its columns mean, look at what it would
//! do row by row, import it.

mod columns;
mod oneroster;
mod preview;
mod start;

use access::ManageSchool;
use kit::{App, Cx, PageError, Routes};

use crate::error::Error;
use crate::import::draft::{self, Choice, Draft, try_out};
use crate::tasks::Outcome;

/// Every route of these pages.
pub fn routes() -> Routes {
    Routes::new()
        .merge(start::routes())
        .merge(columns::routes())
        .merge(preview::routes())
        .merge(oneroster::routes())
}

/// The draft of an address, for who administers the school.
async fn load(cx: &Cx, id: i64) -> Result<(ManageSchool, Draft), PageError> {
    let may = access::manage_school(&*cx.actor()?)?;
    let draft = cx.read(move |tx| Ok(draft::draft(tx, &may, id)?)).await?;
    Ok((may, draft))
}

/// Work on a file that takes the processor for a while, off the threads that answer requests.
pub(super) async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, PageError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| PageError::Internal(Box::new(error)))
}

/// What importing a draft with these choices would do, or the sentence why nothing can be read.
async fn tried(
    cx: &Cx,
    may: ManageSchool,
    draft: &Draft,
    choices: &[Choice],
) -> Result<Result<Outcome, String>, PageError> {
    let (bytes, name) = (draft.bytes.clone(), draft.file_name.clone());
    let choices = choices.to_vec();
    let roster = apart(move || draft::read_file(&bytes, &name, &choices)).await?;
    let roster = match roster {
        Ok(roster) => roster,
        Err(error) => return Ok(Err(error.to_string())),
    };
    if roster.pupils.len() + roster.staff.len() + roster.errors.len() > draft::ROWS {
        let rows = i64::try_from(draft::ROWS).unwrap_or(i64::MAX);
        return Ok(Err(cx.tr.rosters_too_long(rows)));
    }
    let app: &App = cx.app();
    let (today, now) = (cx.today, cx.now);
    let tried = app.db().write(move |tx| try_out(tx, &may, today, now, &roster)).await;
    match tried {
        Err(Error::DryRun(report)) => Ok(Ok(draft::outcome(&report))),
        Ok(report) => Ok(Ok(draft::outcome(&report))),
        Err(error) => match error.told() {
            Some(sentence) => Ok(Err(sentence)),
            None => Err(error.into()),
        },
    }
}
