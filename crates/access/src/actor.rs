//! Somebody signed in.

use kernel::{AccountId, InstitutionId, PersonId, PersonName};
use registry::{Role, SignedIn};
use store::ReadTx;

use crate::{Error, Result};

/// Who is acting.
#[derive(Debug, Clone)]
pub struct Actor {
    /// The account.
    pub account: AccountId,
    /// The person.
    pub person: PersonId,
    /// Name.
    pub name: PersonName,
    /// Login.
    pub login: String,
    /// The session's public number.
    pub session: i64,
    /// The chosen language.
    pub locale: Option<String>,
    /// Must the password be changed before anything else?
    pub must_change: bool,
    /// Is somebody's confirmed guardian.
    pub is_guardian: bool,
    /// Is or was a pupil or student.
    pub is_pupil: bool,
    roles: Vec<(InstitutionId, Role)>,
}

impl From<SignedIn> for Actor {
    fn from(s: SignedIn) -> Self {
        Self {
            account: s.account,
            person: s.person,
            name: s.name,
            login: s.login,
            session: s.session,
            locale: s.locale,
            must_change: s.must_change,
            is_guardian: s.is_guardian,
            is_pupil: s.is_pupil,
            roles: s.roles,
        }
    }
}

impl Actor {
    /// Somebody whose long work is carried out while he need not be signed in any more: what he asked for is done only if he
    /// may still do it. Not found when the account is locked or its password has been taken back.
    pub fn of_account(tx: &mut ReadTx<'_>, id: AccountId) -> Result<Self> {
        let account = registry::read::account(tx, id)?;
        if account.locked || account.must_change {
            return Err(Error::NotFound);
        }
        let person = registry::read::person(tx, account.person)?;
        Ok(Self {
            account: account.id,
            person: person.id,
            name: person.name,
            login: account.login,
            session: 0,
            locale: None,
            must_change: false,
            is_guardian: false,
            is_pupil: false,
            roles: registry::read::roles_of(tx, person.id)?,
        })
    }

    /// What the actor does where.
    #[must_use]
    pub fn roles(&self) -> &[(InstitutionId, Role)] {
        &self.roles
    }

    /// Has the actor this role anywhere?
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.roles.iter().any(|(_, r)| *r == role)
    }

    /// Has the actor this role at that institution?
    #[must_use]
    pub fn has_at(&self, institution: InstitutionId, role: Role) -> bool {
        self.roles.contains(&(institution, role))
    }

    /// Where the actor has any role; ordered, without repeats.
    #[must_use]
    pub fn institutions(&self) -> Vec<InstitutionId> {
        let mut list: Vec<InstitutionId> = self.roles.iter().map(|(i, _)| *i).collect();
        list.sort_unstable();
        list.dedup();
        list
    }

    /// Is the actor on any staff?
    #[must_use]
    pub fn is_staff(&self) -> bool {
        !self.roles.is_empty()
    }
}
