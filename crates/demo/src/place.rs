//! What every institution of the region is made with.

use kernel::{InstitutionId, PersonId, YearId};
use registry::write::{NewAccount, NewInstitution};
use registry::{InstitutionKind, standard_year};
use store::WriteTx;

use crate::error::Result;
use crate::moment::Moment;
use crate::plans::Plans;
use crate::pool::Pool;
use crate::topics::Topics;

/// The invented city.
pub(crate) const CITY: &str = "Кедрогорск";

/// What the whole region is made with.
pub(crate) struct Region {
    pub(crate) moment: Moment,
    pub(crate) pool: Pool,
    pub(crate) topics: Topics,
    pub(crate) plans: Plans,
    /// argon2id of the password of every demo sign-in.
    pub(crate) password_hash: String,
}

/// An institution with its year.
pub(crate) struct Place {
    pub(crate) id: InstitutionId,
    pub(crate) kind: InstitutionKind,
    pub(crate) name: &'static str,
    pub(crate) year: YearId,
}

impl Region {
    /// Founds an institution and opens its year.
    pub(crate) fn found(
        &mut self,
        tx: &mut WriteTx<'_>,
        kind: InstitutionKind,
        name: &'static str,
        short_name: &'static str,
        address: &'static str,
        parent: Option<InstitutionId>,
    ) -> Result<Place> {
        let (_, at) = self.moment.preparation()?;
        let new = NewInstitution {
            kind,
            name: name.to_owned(),
            short_name: short_name.to_owned(),
            parent,
            locality: format!("г. {CITY}"),
            address: address.to_owned(),
            phone: self.pool.phone(),
        };
        let id = registry::write::add_institution(tx, &new, at)?;
        let year = registry::write::add_year(tx, id, &standard_year(self.moment.first_year, kind)?)?;
        Ok(Place { id, kind, name: short_name, year })
    }

    /// Lets somebody sign in with the demo's password.
    pub(crate) fn let_in(&self, tx: &mut WriteTx<'_>, person: PersonId, login: &str) -> Result<()> {
        let (_, at) = self.moment.preparation()?;
        let account = NewAccount {
            person,
            login: login.to_owned(),
            email: None,
            phone: None,
            password_hash: self.password_hash.clone(),
            must_change: false,
        };
        registry::write::add_account(tx, &account, at)?;
        Ok(())
    }

    /// Carries out what waits in the outbox: a new timetable becomes dated lessons.
    pub(crate) fn carry_out(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        loop {
            let events = store::outbox::take(tx, 100)?;
            if events.is_empty() {
                return Ok(());
            }
            for event in &events {
                journal::events::handle(tx, event, self.moment.now)?;
            }
        }
    }
}
