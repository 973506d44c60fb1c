//! Who may see a long work: who began it, and the administrators of the institution it is for.

use kernel::{AccountId, InstitutionId};

use crate::actor::Actor;
use crate::capability::any_role;
use crate::policy::{Action, Relation, allows};
use crate::{Error, Result};

/// Which works an actor may see: a filter.
#[derive(Debug, Clone)]
pub struct SeeTasks {
    account: AccountId,
    places: Vec<(InstitutionId, bool)>,
}

impl SeeTasks {
    /// Whose works …
    #[must_use]
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// … at these institutions; at some of them everybody's.
    #[must_use]
    pub fn places(&self) -> &[(InstitutionId, bool)] {
        &self.places
    }
}

/// The works of an actor; not found for who is on no staff.
pub fn see_tasks(actor: &Actor) -> Result<SeeTasks> {
    let own = allows(Action::SeeTask, Relation::Oneself);
    let places: Vec<(InstitutionId, bool)> = actor
        .institutions()
        .into_iter()
        .map(|at| (at, any_role(actor, at, Action::SeeTask)))
        .filter(|(_, whole)| own || *whole)
        .collect();
    if places.is_empty() { Err(Error::NotFound) } else { Ok(SeeTasks { account: actor.account, places }) }
}
