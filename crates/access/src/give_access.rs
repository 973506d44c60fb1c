//! Who may give logins and one-time codes, and to whom. A code is a way into everything its owner may see: so nobody may give
//! one to a person who may see more than what the giver answers for.

use kernel::{ClassId, Day, InstitutionId, PersonId};
use registry::{Class, Role};
use store::ReadTx;

use crate::actor::Actor;
use crate::capability::{any_role, places};
use crate::policy::{Action, Relation, allows};
use crate::{Error, Result};

/// May give access at one institution: to one class, or to all classes and the staff.
#[derive(Debug, Clone)]
pub struct GiveAccess {
    institution: InstitutionId,
    class: Option<Class>,
    whole: bool,
    giver: PersonId,
}

impl GiveAccess {
    /// The institution.
    #[must_use]
    pub fn institution(&self) -> InstitutionId {
        self.institution
    }

    /// The class it is about; `None` is the whole institution.
    #[must_use]
    pub fn class(&self) -> Option<&Class> {
        self.class.as_ref()
    }

    /// Answers the giver for the whole institution, and not for one class only?
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// Who gives.
    #[must_use]
    pub fn giver(&self) -> PersonId {
        self.giver
    }

    /// May somebody who does this be given a way in? A class teacher may not give one to anybody on a staff, an administrator
    /// not to anybody who works elsewhere too or above schools, and nobody to himself.
    #[must_use]
    pub fn reaches(&self, person: PersonId, roles: &[(InstitutionId, Role)]) -> bool {
        let above = |role: Role| matches!(role, Role::Municipal | Role::Department | Role::Operator);
        let own = |(at, role): &(InstitutionId, Role)| self.whole && *at == self.institution && !above(*role);
        person != self.giver && roles.iter().all(own)
    }
}

/// Where somebody may give access.
#[derive(Debug, Clone)]
pub struct GiveAccessPlaces {
    /// The institution.
    pub institution: InstitutionId,
    /// Its classes that the actor leads; `None` is all of it, with the staff.
    pub classes: Option<Vec<Class>>,
}

/// One class, for its class teacher and the school's administrators.
pub fn give_access_to_class(tx: &mut ReadTx<'_>, actor: &Actor, id: ClassId) -> Result<GiveAccess> {
    for institution in actor.institutions() {
        let class = match registry::read::class(tx, institution, id) {
            Ok(class) => class,
            Err(registry::Error::NotFound(_)) => continue,
            Err(error) => return Err(error.into()),
        };
        let whole = any_role(actor, institution, Action::GiveAccess);
        let leads = class.teacher == Some(actor.person)
            && actor.has_at(institution, Role::Teacher)
            && allows(Action::GiveAccess, Relation::ClassTeacher);
        if whole || leads {
            return Ok(GiveAccess { institution, class: Some(class), whole, giver: actor.person });
        }
    }
    Err(Error::NotFound)
}

/// Every class and the staff, for the administrators of a school.
pub fn give_access_to_school(actor: &Actor) -> Result<GiveAccess> {
    let institution = places(actor, Action::GiveAccess).first().copied().ok_or(Error::NotFound)?;
    Ok(GiveAccess { institution, class: None, whole: true, giver: actor.person })
}

/// What the page offers; not found for who may give access nowhere.
pub fn give_access_places(tx: &mut ReadTx<'_>, actor: &Actor, today: Day) -> Result<GiveAccessPlaces> {
    if let Ok(may) = give_access_to_school(actor) {
        return Ok(GiveAccessPlaces { institution: may.institution, classes: None });
    }
    if !actor.has(Role::Teacher) || !allows(Action::GiveAccess, Relation::ClassTeacher) {
        return Err(Error::NotFound);
    }
    let led = registry::read::classes_led_by(tx, actor.person)?;
    for institution in actor.institutions().into_iter().filter(|at| actor.has_at(*at, Role::Teacher)) {
        let Some(year) = registry::read::year_at(tx, institution, today)? else { continue };
        let classes: Vec<Class> = led
            .iter()
            .filter(|class| class.institution == institution && class.year == year.id)
            .cloned()
            .collect();
        if !classes.is_empty() {
            return Ok(GiveAccessPlaces { institution, classes: Some(classes) });
        }
    }
    Err(Error::NotFound)
}

/// May find anybody and give him a new code. A school can't help who forgot a password that opens another school too; the
/// operator answers for all of them, says why, and it stays written down.
#[derive(Debug, Clone, Copy)]
pub struct HelpWithAccess {
    giver: PersonId,
}

impl HelpWithAccess {
    /// Who gives.
    #[must_use]
    pub fn giver(&self) -> PersonId {
        self.giver
    }

    /// Anybody but oneself: an open browser of the operator must not change whose it is.
    #[must_use]
    pub fn reaches(&self, person: PersonId) -> bool {
        person != self.giver
    }
}

/// For the operator of the system.
pub fn help_with_access(actor: &Actor) -> Result<HelpWithAccess> {
    let allowed =
        actor.roles().iter().any(|(_, role)| allows(Action::HelpWithAccess, Relation::Holds(*role)));
    if allowed { Ok(HelpWithAccess { giver: actor.person }) } else { Err(Error::NotFound) }
}
