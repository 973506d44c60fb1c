//! Capabilities: proof that somebody may do something. Their fields are private: only this file builds them.

use kernel::{ClassId, Day, InstitutionId, JournalId, PersonId};
use registry::{ChildPlace, Class, Journal, Role};
use store::ReadTx;

use crate::actor::Actor;
use crate::policy::{Action, Relation, allows};
use crate::{Error, Result};

/// May see the diary and marks of one pupil.
#[derive(Debug, Clone)]
pub struct SeeDiary {
    child: ChildPlace,
    family: Vec<ChildPlace>,
}

impl SeeDiary {
    /// The pupil.
    #[must_use]
    pub fn child(&self) -> PersonId {
        self.child.child
    }

    /// The pupil with the place of learning.
    #[must_use]
    pub fn place(&self) -> &ChildPlace {
        &self.child
    }

    /// All children of the acting guardian, for the switch; only the pupil for anybody else.
    #[must_use]
    pub fn family(&self) -> &[ChildPlace] {
        &self.family
    }
}

/// May see one journal.
#[derive(Debug, Clone)]
pub struct SeeJournal {
    journal: Journal,
    edit: bool,
}

impl SeeJournal {
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
}

/// May change one journal.
#[derive(Debug, Clone)]
pub struct EditJournal {
    journal: Journal,
    actor: PersonId,
}

impl EditJournal {
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

/// Which journals and classes an actor has to do with: a filter, not a yes or no.
#[derive(Debug, Clone)]
pub struct ListJournals {
    teacher: PersonId,
    whole: Vec<InstitutionId>,
}

impl ListJournals {
    /// Journals taught by this person …
    #[must_use]
    pub fn teacher(&self) -> PersonId {
        self.teacher
    }

    /// … and all journals of these institutions.
    #[must_use]
    pub fn whole_institutions(&self) -> &[InstitutionId] {
        &self.whole
    }
}

/// May see one class.
#[derive(Debug, Clone)]
pub struct SeeClass {
    class: Class,
}

impl SeeClass {
    /// The class.
    #[must_use]
    pub fn class(&self) -> &Class {
        &self.class
    }
}

/// May see one school as a whole.
#[derive(Debug, Clone, Copy)]
pub struct SeeSchool {
    institution: InstitutionId,
}

impl SeeSchool {
    /// The school.
    #[must_use]
    pub fn institution(&self) -> InstitutionId {
        self.institution
    }
}

/// May change one school.
#[derive(Debug, Clone, Copy)]
pub struct ManageSchool {
    institution: InstitutionId,
}

impl ManageSchool {
    /// The school.
    #[must_use]
    pub fn institution(&self) -> InstitutionId {
        self.institution
    }
}

/// May see how the system runs.
#[derive(Debug, Clone, Copy)]
pub struct Operate(());

pub(crate) fn any_role(actor: &Actor, institution: InstitutionId, action: Action) -> bool {
    actor.roles().iter().any(|(at, role)| *at == institution && allows(action, Relation::Holds(*role)))
}

/// Where some role of the actor allows the action.
pub(crate) fn places(actor: &Actor, action: Action) -> Vec<InstitutionId> {
    actor.institutions().into_iter().filter(|at| any_role(actor, *at, action)).collect()
}

/// The pupil's diary, for the pupil, the guardians, the class teacher and the school's heads.
pub fn see_diary(tx: &mut ReadTx<'_>, actor: &Actor, child: PersonId, today: Day) -> Result<SeeDiary> {
    if actor.is_guardian && allows(Action::SeeDiary, Relation::Guardian) {
        let family = registry::read::children_of(tx, actor.person, today)?;
        if let Some(found) = family.iter().find(|c| c.child == child) {
            return Ok(SeeDiary { child: found.clone(), family });
        }
    }
    let oneself = child == actor.person && actor.is_pupil;
    if !oneself && !actor.is_staff() {
        return Err(Error::NotFound);
    }
    // A pupil of two institutions is seen by each of them as its own.
    let allowed = |found: &ChildPlace| {
        (oneself && allows(Action::SeeDiary, Relation::Oneself))
            || found.place.as_ref().is_some_and(|p| {
                any_role(actor, p.institution, Action::SeeDiary)
                    || (p.class_teacher == Some(actor.person)
                        && allows(Action::SeeDiary, Relation::ClassTeacher))
            })
    };
    let places = registry::read::pupil_places(tx, child, today)?;
    let place = places.into_iter().find(allowed).ok_or(Error::NotFound)?;
    Ok(SeeDiary { family: vec![place.clone()], child: place })
}

/// The actor's own children (or the pupil himself): what «my diary» chooses from.
pub fn see_own_children(tx: &mut ReadTx<'_>, actor: &Actor, today: Day) -> Result<Vec<ChildPlace>> {
    let mut list =
        if actor.is_guardian { registry::read::children_of(tx, actor.person, today)? } else { Vec::new() };
    if list.is_empty() && actor.is_pupil {
        list.extend(registry::read::pupil_places(tx, actor.person, today)?.into_iter().next());
    }
    Ok(list)
}

/// A journal of a place where the actor has any role (there is no way to ask for a journal of anywhere), and whether the
/// actor teaches it.
fn journal_at_own_place(
    tx: &mut ReadTx<'_>,
    actor: &Actor,
    id: JournalId,
) -> Result<Option<(Journal, bool)>> {
    for institution in actor.institutions() {
        let found = registry::read::journal_of(tx, institution, id, actor.person)?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

fn journal_relations(
    tx: &mut ReadTx<'_>,
    actor: &Actor,
    (journal, teaches): (&Journal, bool),
    action: Action,
) -> Result<bool> {
    if any_role(actor, journal.institution, action) || (teaches && allows(action, Relation::Teaches)) {
        return Ok(true);
    }
    Ok(allows(action, Relation::ClassTeacher)
        && registry::read::leads_class_of(tx, journal.institution, journal.id, actor.person)?)
}

/// A journal to look at.
pub fn see_journal(tx: &mut ReadTx<'_>, actor: &Actor, id: JournalId) -> Result<SeeJournal> {
    let (journal, teaches) = journal_at_own_place(tx, actor, id)?.ok_or(Error::NotFound)?;
    let edit = journal_relations(tx, actor, (&journal, teaches), Action::EditJournal)?;
    if edit || journal_relations(tx, actor, (&journal, teaches), Action::SeeJournal)? {
        return Ok(SeeJournal { journal, edit });
    }
    Err(Error::NotFound)
}

/// A journal to change.
pub fn edit_journal(tx: &mut ReadTx<'_>, actor: &Actor, id: JournalId) -> Result<EditJournal> {
    let (journal, teaches) = journal_at_own_place(tx, actor, id)?.ok_or(Error::NotFound)?;
    if journal_relations(tx, actor, (&journal, teaches), Action::EditJournal)? {
        return Ok(EditJournal { journal, actor: actor.person });
    }
    Err(Error::NotFound)
}

/// The journals an actor has to do with; not found for who is no teacher and no head of a school.
pub fn list_journals(actor: &Actor) -> Result<ListJournals> {
    let whole = places(actor, Action::SeeJournal);
    if whole.is_empty() && !actor.has(Role::Teacher) {
        return Err(Error::NotFound);
    }
    Ok(ListJournals { teacher: actor.person, whole })
}

/// A class to look at.
pub fn see_class(tx: &mut ReadTx<'_>, actor: &Actor, id: ClassId) -> Result<SeeClass> {
    for institution in actor.institutions() {
        let class = match registry::read::class(tx, institution, id) {
            Ok(class) => class,
            Err(registry::Error::NotFound(_)) => continue,
            Err(error) => return Err(error.into()),
        };
        if any_role(actor, institution, Action::SeeClass)
            || (class.teacher == Some(actor.person) && allows(Action::SeeClass, Relation::ClassTeacher))
        {
            return Ok(SeeClass { class });
        }
    }
    Err(Error::NotFound)
}

/// The school an actor heads or administers; the first when there are several.
pub fn see_school(actor: &Actor) -> Result<SeeSchool> {
    let institution = places(actor, Action::SeeSchool).first().copied().ok_or(Error::NotFound)?;
    Ok(SeeSchool { institution })
}

/// The school an actor administers; the first when there are several.
pub fn manage_school(actor: &Actor) -> Result<ManageSchool> {
    let institution = places(actor, Action::ManageSchool).first().copied().ok_or(Error::NotFound)?;
    Ok(ManageSchool { institution })
}

/// For the commands of the binary, which whoever runs the machine may do anyway: no web request can reach this.
#[must_use]
pub fn system_school(institution: InstitutionId) -> ManageSchool {
    ManageSchool { institution }
}

/// The operator's pages.
pub fn operate(actor: &Actor) -> Result<Operate> {
    let allowed = actor.roles().iter().any(|(_, role)| allows(Action::Operate, Relation::Holds(*role)));
    if allowed { Ok(Operate(())) } else { Err(Error::NotFound) }
}
