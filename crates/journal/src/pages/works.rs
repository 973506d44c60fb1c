//! `POST /journal/{id}/works/{work}/remove/`: a column added to a lesson by mistake goes again, from below the grid.

use axum::extract::Path;
use axum::response::Response;
use kernel::{JournalId, WorkId};
use kit::{NoticeKind, PageError, Posted, Tr};

use super::grid::Span;
use crate::write::{self, Removal};

/// Why a column stays; none when it is gone.
pub(super) const fn refusal(tr: Tr, removal: Removal) -> Option<&'static str> {
    match removal {
        Removal::Removed => None,
        Removal::Written => Some(tr.column_written()),
        Removal::First => Some(tr.column_first()),
        Removal::Closed => Some(tr.journal_period_closed()),
    }
}

/// Who may change the journal.
pub async fn remove(
    Path((id, work)): Path<(JournalId, WorkId)>,
    posted: Posted,
) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let (actor, now) = (cx.actor()?, cx.now);
    let asking = actor.clone();
    let removal = cx
        .write(move |tx| {
            let may = access::edit_journal(tx, &asking, id)?;
            Ok(write::remove_work(tx, &may, work, now)?)
        })
        .await?;
    let period: Option<kernel::PeriodId> = posted.get("period").parse().ok();
    match refusal(cx.tr, removal) {
        Some(why) => {
            let notice = Some((NoticeKind::Warning, why));
            let span = period.map_or(Span::Present, Span::Period);
            super::grid::page(cx, id, span, notice).await
        }
        None => {
            let period = period.map(|period| format!("?period={period}")).unwrap_or_default();
            Ok(cx.done(&format!("/journal/{id}/{period}"), "column-removed"))
        }
    }
}
