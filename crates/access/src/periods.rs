//! Who closes grading periods, who opens them again for a while, and who signs a year's journals.

use kernel::{InstitutionId, JournalId, PersonId};
use registry::Journal;
use store::ReadTx;

use crate::actor::Actor;
use crate::capability::{any_role, places};
use crate::policy::Action;
use crate::{Error, Result};

/// May close the grading periods of one school and set by which rules marks become final ones.
#[derive(Debug, Clone, Copy)]
pub struct ManageGrading {
    institution: InstitutionId,
    actor: PersonId,
}

impl ManageGrading {
    /// The school.
    #[must_use]
    pub fn institution(&self) -> InstitutionId {
        self.institution
    }

    /// Who does it.
    #[must_use]
    pub fn actor(&self) -> PersonId {
        self.actor
    }
}

/// May open a closed period of one school for a while, and decide about marks that came too late.
#[derive(Debug, Clone, Copy)]
pub struct UnlockPeriods {
    institution: InstitutionId,
    actor: PersonId,
}

impl UnlockPeriods {
    /// The school.
    #[must_use]
    pub fn institution(&self) -> InstitutionId {
        self.institution
    }

    /// Who does it.
    #[must_use]
    pub fn actor(&self) -> PersonId {
        self.actor
    }
}

/// May close a year of one school, sign its journals and take them out whole.
#[derive(Debug, Clone, Copy)]
pub struct SealJournals {
    institution: InstitutionId,
    actor: PersonId,
}

impl SealJournals {
    /// The school.
    #[must_use]
    pub fn institution(&self) -> InstitutionId {
        self.institution
    }

    /// Who does it.
    #[must_use]
    pub fn actor(&self) -> PersonId {
        self.actor
    }
}

/// May take one journal out whole, with everything that was ever written in it.
#[derive(Debug, Clone)]
pub struct ExportJournal {
    journal: Journal,
}

impl ExportJournal {
    /// The journal.
    #[must_use]
    pub fn journal(&self) -> &Journal {
        &self.journal
    }
}

fn place(actor: &Actor, action: Action) -> Result<InstitutionId> {
    places(actor, action).first().copied().ok_or(Error::NotFound)
}

/// The school whose periods an actor closes; the first when there are several.
pub fn manage_grading(actor: &Actor) -> Result<ManageGrading> {
    Ok(ManageGrading { institution: place(actor, Action::ManageGrading)?, actor: actor.person })
}

/// The school whose closed periods an actor opens; the first when there are several.
pub fn unlock_periods(actor: &Actor) -> Result<UnlockPeriods> {
    Ok(UnlockPeriods { institution: place(actor, Action::UnlockPeriods)?, actor: actor.person })
}

/// The school whose journals an actor signs; the first when there are several.
pub fn seal_journals(actor: &Actor) -> Result<SealJournals> {
    Ok(SealJournals { institution: place(actor, Action::SealJournals)?, actor: actor.person })
}

/// One journal of a school whose journals the actor signs.
pub fn export_journal(tx: &mut ReadTx<'_>, actor: &Actor, id: JournalId) -> Result<ExportJournal> {
    for institution in actor.institutions() {
        if !any_role(actor, institution, Action::SealJournals) {
            continue;
        }
        if let Some((journal, _)) = registry::read::journal_of(tx, institution, id, actor.person)? {
            return Ok(ExportJournal { journal });
        }
    }
    Err(Error::NotFound)
}
