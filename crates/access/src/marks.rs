//! Who sets a school's rules for marks, and who inspects its journals.

use kernel::{InstitutionId, JournalId, PersonId};
use registry::Journal;
use store::ReadTx;

use crate::actor::Actor;
use crate::capability::{any_role, places};
use crate::policy::Action;
use crate::{Error, Result};

/// May set one school's rules for marks.
#[derive(Debug, Clone, Copy)]
pub struct ManageMarks {
    institution: InstitutionId,
}

impl ManageMarks {
    /// The school.
    #[must_use]
    pub fn institution(&self) -> InstitutionId {
        self.institution
    }
}

/// May write remarks on one journal and close them.
#[derive(Debug, Clone)]
pub struct InspectJournal {
    journal: Journal,
    actor: PersonId,
}

impl InspectJournal {
    /// The journal.
    #[must_use]
    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// Who inspects it.
    #[must_use]
    pub fn actor(&self) -> PersonId {
        self.actor
    }
}

/// The school whose rules for marks an actor sets; the first when there are several.
pub fn manage_marks(actor: &Actor) -> Result<ManageMarks> {
    let institution = places(actor, Action::ManageMarks).first().copied().ok_or(Error::NotFound)?;
    Ok(ManageMarks { institution })
}

/// A journal to inspect.
pub fn inspect_journal(tx: &mut ReadTx<'_>, actor: &Actor, id: JournalId) -> Result<InspectJournal> {
    for institution in places(actor, Action::InspectJournal) {
        let found = registry::read::journal_of(tx, institution, id, actor.person)?;
        if let Some((journal, _)) = found.filter(|_| any_role(actor, institution, Action::InspectJournal)) {
            return Ok(InspectJournal { journal, actor: actor.person });
        }
    }
    Err(Error::NotFound)
}
