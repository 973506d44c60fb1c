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
    of_family: bool,
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

    /// Is it the pupil himself or a guardian? They see every place the child learns or learnt at; a place's own people see
    /// that place.
    #[must_use]
    pub fn is_of_family(&self) -> bool {
        self.of_family
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
    only: Option<(Day, i32)>,
}

impl SeeJournal {
    /// The journal.
    #[must_use]
    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// Does it hold for that lesson? A substitute sees one lesson, everybody else all of them.
    #[must_use]
    pub fn covers(&self, day: Day, number: i32) -> bool {
        self.only.is_none_or(|only| only == (day, number))
    }

    /// Is it the whole journal that may be seen?
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.only.is_none()
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
    only: Option<(Day, i32)>,
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

    /// Does it hold for that lesson? A substitute may change one lesson, everybody else all of them.
    #[must_use]
    pub fn covers(&self, day: Day, number: i32) -> bool {
        self.only.is_none_or(|only| only == (day, number))
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
    actor: Option<PersonId>,
}

impl ManageSchool {
    /// May the same person be given a role or a class by this actor? Nobody gives himself more than he has: another
    /// administrator does it, and two know of it.
    #[must_use]
    pub fn may_appoint(&self, person: PersonId) -> bool {
        self.actor != Some(person)
    }

    /// The school.
    #[must_use]
    pub fn institution(&self) -> InstitutionId {
        self.institution
    }

    /// Who acts; nobody for a command of the binary. Nobody gives himself a role.
    #[must_use]
    pub fn actor(&self) -> Option<PersonId> {
        self.actor
    }
}

/// May read what one institution tells about itself.
#[derive(Debug, Clone, Copy)]
pub struct SeeAbout {
    institution: InstitutionId,
    manage: bool,
}

impl SeeAbout {
    /// The institution.
    #[must_use]
    pub fn institution(&self) -> InstitutionId {
        self.institution
    }

    /// May the same actor change it as well?
    #[must_use]
    pub fn may_manage(&self) -> bool {
        self.manage
    }
}

/// May change the timetable of one school and arrange substitutions.
#[derive(Debug, Clone, Copy)]
pub struct ManageTimetable {
    institution: InstitutionId,
    actor: PersonId,
}

impl ManageTimetable {
    /// The school.
    #[must_use]
    pub fn institution(&self) -> InstitutionId {
        self.institution
    }

    /// Who changes it.
    #[must_use]
    pub fn actor(&self) -> PersonId {
        self.actor
    }
}

/// Whoever may change a school's timetable: by managing the timetable, or the school as a whole. Only this crate's
/// capabilities can be one.
pub trait ChangesTimetable: sealed::Sealed {
    /// The school.
    fn institution(&self) -> InstitutionId;
    /// Who changes it; nobody for a command of the binary.
    fn by(&self) -> Option<PersonId>;
}

impl ChangesTimetable for ManageTimetable {
    fn institution(&self) -> InstitutionId {
        self.institution
    }

    fn by(&self) -> Option<PersonId> {
        Some(self.actor)
    }
}

impl ChangesTimetable for ManageSchool {
    fn institution(&self) -> InstitutionId {
        self.institution
    }

    fn by(&self) -> Option<PersonId> {
        None
    }
}

mod sealed {
    /// Keeps [`super::ChangesTimetable`] to this crate.
    pub trait Sealed {}
    impl Sealed for super::ManageTimetable {}
    impl Sealed for super::ManageSchool {}
}

/// May read the own notices, and call them read.
#[derive(Debug, Clone, Copy)]
pub struct OwnNotices {
    person: PersonId,
}

impl OwnNotices {
    /// Whose.
    #[must_use]
    pub fn person(&self) -> PersonId {
        self.person
    }
}

/// May see the own lessons of the week.
#[derive(Debug, Clone)]
pub struct SeeOwnTimetable {
    person: PersonId,
    institutions: Vec<InstitutionId>,
}

impl SeeOwnTimetable {
    /// Whose.
    #[must_use]
    pub fn person(&self) -> PersonId {
        self.person
    }

    /// Where the person works.
    #[must_use]
    pub fn institutions(&self) -> &[InstitutionId] {
        &self.institutions
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
            return Ok(SeeDiary { child: found.clone(), family, of_family: true });
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
    Ok(SeeDiary { family: vec![place.clone()], child: place, of_family: oneself })
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
pub(crate) fn journal_at_own_place(
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

pub(crate) fn journal_relations(
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
        return Ok(SeeJournal { journal, edit, only: None });
    }
    Err(Error::NotFound)
}

/// A journal to change.
pub fn edit_journal(tx: &mut ReadTx<'_>, actor: &Actor, id: JournalId) -> Result<EditJournal> {
    let (journal, teaches) = journal_at_own_place(tx, actor, id)?.ok_or(Error::NotFound)?;
    if journal_relations(tx, actor, (&journal, teaches), Action::EditJournal)? {
        return Ok(EditJournal { journal, actor: actor.person, only: None });
    }
    Err(Error::NotFound)
}

/// A journal in which the actor takes that one lesson for its teacher.
fn substituted_journal(
    tx: &mut ReadTx<'_>,
    actor: &Actor,
    id: JournalId,
    (day, number): (Day, i32),
    action: Action,
) -> Result<Option<Journal>> {
    if !allows(action, Relation::Substitutes) {
        return Ok(None);
    }
    for institution in actor.institutions() {
        if registry::read::is_substitute(tx, institution, actor.person, id, day, number)? {
            let found = registry::read::journal_of(tx, institution, id, actor.person)?;
            return Ok(found.map(|(journal, _)| journal));
        }
    }
    Ok(None)
}

/// One lesson to look at: of a journal that may be seen, or one that the actor takes for its teacher.
pub fn see_lesson(
    tx: &mut ReadTx<'_>,
    actor: &Actor,
    id: JournalId,
    day: Day,
    number: i32,
) -> Result<SeeJournal> {
    let whole = match see_journal(tx, actor, id) {
        Ok(may) if may.edit => return Ok(may),
        Ok(may) => Some(may),
        Err(Error::NotFound) => None,
        Err(error) => return Err(error),
    };
    let only = (day, number);
    if let Some(journal) = substituted_journal(tx, actor, id, only, Action::SeeJournal)? {
        let edit = allows(Action::EditJournal, Relation::Substitutes);
        return Ok(SeeJournal { journal, edit, only: Some(only) });
    }
    whole.ok_or(Error::NotFound)
}

/// One lesson to change: of a journal that may be changed, or one that the actor takes for its teacher.
pub fn edit_lesson(
    tx: &mut ReadTx<'_>,
    actor: &Actor,
    id: JournalId,
    day: Day,
    number: i32,
) -> Result<EditJournal> {
    match edit_journal(tx, actor, id) {
        Err(Error::NotFound) => {}
        other => return other,
    }
    let only = (day, number);
    let journal = substituted_journal(tx, actor, id, only, Action::EditJournal)?.ok_or(Error::NotFound)?;
    Ok(EditJournal { journal, actor: actor.person, only: Some(only) })
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
    Ok(ManageSchool { institution, actor: Some(actor.person) })
}

/// The school whose timetable an actor makes; the first when there are several.
pub fn manage_timetable(actor: &Actor) -> Result<ManageTimetable> {
    let institution = places(actor, Action::ManageTimetable).first().copied().ok_or(Error::NotFound)?;
    Ok(ManageTimetable { institution, actor: actor.person })
}

/// One's own lessons; not found for who works nowhere.
pub fn see_own_timetable(actor: &Actor) -> Result<SeeOwnTimetable> {
    if !actor.is_staff() || !allows(Action::SeeOwnTimetable, Relation::Oneself) {
        return Err(Error::NotFound);
    }
    Ok(SeeOwnTimetable { person: actor.person, institutions: actor.institutions() })
}

/// One's own notices: everybody who is signed in has some.
pub fn own_notices(actor: &Actor) -> Result<OwnNotices> {
    if !allows(Action::OwnNotices, Relation::Oneself) {
        return Err(Error::NotFound);
    }
    Ok(OwnNotices { person: actor.person })
}

/// For the commands of the binary, which whoever runs the machine may do anyway: no web request can reach this.
#[must_use]
pub fn system_school(institution: InstitutionId) -> ManageSchool {
    ManageSchool { institution, actor: None }
}

/// What an institution tells about itself: for its pupils, their guardians and its staff.
pub fn see_about(
    tx: &mut ReadTx<'_>,
    actor: &Actor,
    institution: InstitutionId,
    today: Day,
) -> Result<SeeAbout> {
    let found = list_about(tx, actor, today)?;
    found.into_iter().find(|may| may.institution == institution).ok_or(Error::NotFound)
}

/// What the school an actor heads or administers tells about itself, also what is not published; the first when there are
/// several.
pub fn see_own_about(actor: &Actor) -> Result<SeeAbout> {
    let institution = see_school(actor)?.institution();
    Ok(SeeAbout { institution, manage: any_role(actor, institution, Action::ManageSchool) })
}

/// Every institution the actor has to do with: of his roles, of himself as a pupil, of his children; in order of their
/// ids, without repeats.
pub fn list_about(tx: &mut ReadTx<'_>, actor: &Actor, today: Day) -> Result<Vec<SeeAbout>> {
    let mut list = places(actor, Action::SeeAbout);
    // Both relations stand in the policy; a test of the policy's picture tells when one goes.
    let related = allows(Action::SeeAbout, Relation::Guardian) && allows(Action::SeeAbout, Relation::Oneself);
    if related && (actor.is_guardian || actor.is_pupil) {
        list.extend(registry::read::institutions_of_family(tx, actor.person, today)?);
    }
    list.sort_unstable();
    list.dedup();
    let manage = |institution| any_role(actor, institution, Action::ManageSchool);
    Ok(list.into_iter().map(|institution| SeeAbout { institution, manage: manage(institution) }).collect())
}

/// The operator's pages.
pub fn operate(actor: &Actor) -> Result<Operate> {
    let allowed = actor.roles().iter().any(|(_, role)| allows(Action::Operate, Relation::Holds(*role)));
    if allowed { Ok(Operate(())) } else { Err(Error::NotFound) }
}
