//! Who may read, write and approve a journal's lesson plan (КТП).
//!
//! A plan holds no pupil's data. Whoever sees the journal as a whole reads it, and so does every teacher of the same
//! subject at the same school, to learn from it and to copy it. It is written by who teaches the journal and by the deputy,
//! and approved by the school's heads.

use kernel::{InstitutionId, JournalId, PersonId};
use registry::Journal;
use store::ReadTx;

use crate::actor::Actor;
use crate::capability::{any_role, journal_at_own_place, journal_relations, places};
use crate::policy::{Action, Relation, allows};
use crate::{Error, Result};

/// May read one journal's plan.
#[derive(Debug, Clone)]
pub struct SeePlan {
    journal: Journal,
    edit: bool,
    approve: bool,
}

impl SeePlan {
    /// The journal.
    #[must_use]
    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// May the same actor change it as well?
    #[must_use]
    pub fn may_edit(&self) -> bool {
        self.edit
    }

    /// May the same actor approve or return it?
    #[must_use]
    pub fn may_approve(&self) -> bool {
        self.approve
    }
}

/// May change one journal's plan.
#[derive(Debug, Clone)]
pub struct EditPlan {
    journal: Journal,
    actor: PersonId,
}

impl EditPlan {
    /// The journal.
    #[must_use]
    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// Who changes it.
    #[must_use]
    pub fn actor(&self) -> PersonId {
        self.actor
    }
}

/// May approve or return one journal's plan, and make remarks on it.
#[derive(Debug, Clone)]
pub struct ApprovePlan {
    journal: Journal,
    actor: PersonId,
}

impl ApprovePlan {
    /// The journal.
    #[must_use]
    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// Who approves.
    #[must_use]
    pub fn actor(&self) -> PersonId {
        self.actor
    }
}

/// May see how the plans of a whole school stand.
#[derive(Debug, Clone, Copy)]
pub struct SeePlans {
    institution: InstitutionId,
    approve: bool,
}

impl SeePlans {
    /// The school.
    #[must_use]
    pub fn institution(&self) -> InstitutionId {
        self.institution
    }

    /// May the same actor approve them?
    #[must_use]
    pub fn may_approve(&self) -> bool {
        self.approve
    }
}

/// A plan to read.
pub fn see_plan(tx: &mut ReadTx<'_>, actor: &Actor, id: JournalId) -> Result<SeePlan> {
    let (journal, teaches) = journal_at_own_place(tx, actor, id)?.ok_or(Error::NotFound)?;
    let edit = journal_relations(tx, actor, (&journal, teaches), Action::EditPlan)?;
    let approve = any_role(actor, journal.institution, Action::ApprovePlan);
    let see = edit || approve || journal_relations(tx, actor, (&journal, teaches), Action::SeePlan)?;
    let teaches_subject = !see
        && allows(Action::SeePlan, Relation::TeachesSubject)
        && registry::read::teaches_subject(tx, journal.institution, journal.subject, actor.person)?;
    if see || teaches_subject { Ok(SeePlan { journal, edit, approve }) } else { Err(Error::NotFound) }
}

/// A plan to change.
pub fn edit_plan(tx: &mut ReadTx<'_>, actor: &Actor, id: JournalId) -> Result<EditPlan> {
    let (journal, teaches) = journal_at_own_place(tx, actor, id)?.ok_or(Error::NotFound)?;
    if journal_relations(tx, actor, (&journal, teaches), Action::EditPlan)? {
        return Ok(EditPlan { journal, actor: actor.person });
    }
    Err(Error::NotFound)
}

/// A plan to approve.
pub fn approve_plan(tx: &mut ReadTx<'_>, actor: &Actor, id: JournalId) -> Result<ApprovePlan> {
    let (journal, _) = journal_at_own_place(tx, actor, id)?.ok_or(Error::NotFound)?;
    if any_role(actor, journal.institution, Action::ApprovePlan) {
        return Ok(ApprovePlan { journal, actor: actor.person });
    }
    Err(Error::NotFound)
}

/// The plans of the school an actor heads or administers; the first when there are several.
pub fn see_plans(actor: &Actor) -> Result<SeePlans> {
    let institution = places(actor, Action::SeePlan).first().copied().ok_or(Error::NotFound)?;
    Ok(SeePlans { institution, approve: any_role(actor, institution, Action::ApprovePlan) })
}
