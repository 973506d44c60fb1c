//! Tables between their preview and their import: one of a person and journal.

use access::EditPlan;
use diesel::prelude::*;
use kernel::Millis;
use store::{WriteTx, on_backend};

use crate::error::Result;
use crate::read::plan::{Draft, KEPT, to_json};
use crate::table::plan_draft;

/// Keeps a table in the place of the one before, and throws the school's old ones away.
pub fn keep(tx: &mut WriteTx<'_>, may: &EditPlan, draft: &Draft, now: Millis) -> Result<()> {
    let journal = may.journal();
    let old = plan_draft::table
        .filter(plan_draft::institution_id.eq(journal.institution.0))
        .filter(plan_draft::created_at.le(now.plus(-KEPT).0));
    on_backend!(tx, |c| diesel::delete(old).execute(c))?;
    discard(tx, may)?;
    let row = (
        plan_draft::institution_id.eq(journal.institution.0),
        plan_draft::journal_id.eq(journal.id.0),
        plan_draft::person_id.eq(may.actor().0),
        plan_draft::name.eq(draft.name.chars().take(200).collect::<String>()),
        plan_draft::content.eq(to_json(&draft.sheets, "plan_draft.content")?),
        plan_draft::created_at.eq(now.0),
    );
    on_backend!(tx, |c| diesel::insert_into(plan_draft::table).values(row).execute(c))?;
    Ok(())
}

/// Throws the actor's table away.
pub fn discard(tx: &mut WriteTx<'_>, may: &EditPlan) -> Result<()> {
    let journal = may.journal();
    let own = plan_draft::table.find((journal.institution.0, journal.id.0, may.actor().0));
    on_backend!(tx, |c| diesel::delete(own).execute(c))?;
    Ok(())
}
