//! Words for statuses, reasons, kinds of change, refusals.

use kit::Tr;
use kit::form::{Field, FieldKind};

use crate::plan::edit::Refused;
use crate::plan::{ChangeKind, Reason, Status};
use crate::write::plan::{Saved, Why};

/// Word and tone of a status; none when nobody has begun the plan.
pub(super) const fn status(tr: Tr, status: Option<Status>) -> (&'static str, &'static str) {
    match status {
        None => (tr.plan_status_none(), "bad"),
        Some(Status::Draft) => (tr.plan_status_draft(), ""),
        Some(Status::Submitted) => (tr.plan_status_submitted(), "info"),
        Some(Status::Returned) => (tr.plan_status_returned(), "warn"),
        Some(Status::Approved) => (tr.plan_status_approved(), "good"),
    }
}

pub(super) const fn reason(tr: Tr, reason: Reason) -> &'static str {
    match reason {
        Reason::Quarantine => tr.plan_reason_quarantine(),
        Reason::Holiday => tr.plan_reason_holiday(),
        Reason::Squeeze => tr.plan_reason_squeeze(),
        Reason::Other => tr.plan_reason_other(),
    }
}

pub(super) const fn change(tr: Tr, kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Header => tr.plan_change_header(),
        ChangeKind::Edit => tr.plan_change_edit(),
        ChangeKind::Import => tr.plan_change_import(),
        ChangeKind::Copy => tr.plan_change_copy(),
        ChangeKind::Dates => tr.plan_change_dates(),
        ChangeKind::Remark => tr.plan_change_remark(),
        ChangeKind::Undo => tr.plan_change_undo(),
        ChangeKind::Submit => tr.plan_change_submit(),
        ChangeKind::Withdraw => tr.plan_change_withdraw(),
        ChangeKind::Return => tr.plan_change_return(),
        ChangeKind::Approve => tr.plan_change_approve(),
    }
}

/// Why nothing was changed, where it is no matter of one field.
pub(super) fn refused(tr: Tr, saved: &Saved) -> Option<String> {
    Some(match saved {
        Saved::Done(_) => return None,
        Saved::Submitted => tr.plan_refused_submitted().to_owned(),
        Saved::NeedsReason => tr.plan_refused_reason().to_owned(),
        Saved::Stale => tr.plan_refused_stale().to_owned(),
        Saved::Empty => tr.plan_refused_empty().to_owned(),
        Saved::Refused(Refused::Gone) => tr.plan_refused_gone().to_owned(),
        Saved::Refused(Refused::NoNext) => tr.plan_refused_next().to_owned(),
        Saved::Refused(Refused::TooMuch) => tr.plan_refused_much().to_owned(),
        Saved::Refused(Refused::Stale(row)) => {
            tr.plan_refused_row(&row.title, &row.hours.to_string(), &super::days(&row.planned))
        }
    })
}

/// The fields of a reason, as each form of an approved plan has them.
pub(super) fn reason_fields(tr: Tr, why: &Why, missing: bool) -> Vec<Field> {
    let choices = Reason::ALL.map(|one| (one.code(), reason(tr, one)));
    let chosen = why.as_ref().map_or("", |(reason, _)| reason.code());
    let words = why.as_ref().map_or("", |(_, words)| words.as_str());
    let error = missing.then(|| tr.plan_refused_reason());
    // With «в своих словах» chosen it is the words that are missing.
    let (at_reason, at_words) = if chosen.is_empty() { (error, None) } else { (None, error) };
    vec![
        Field::select("reason", tr.plan_reason(), choices).value(chosen).error(at_reason).required(),
        Field::new("why", tr.plan_reason_words(), FieldKind::Text)
            .value(words)
            .error(at_words)
            .autocomplete("off"),
    ]
}
