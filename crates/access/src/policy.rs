//! The policy: one table that says which relation to a thing allows which action.

use registry::Role;

/// What somebody may want to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// See a pupil's diary and marks.
    SeeDiary,
    /// See a journal.
    SeeJournal,
    /// Put marks, topics, homework and works into a journal.
    EditJournal,
    /// See a class: its pupils and journals.
    SeeClass,
    /// See a school's classes, staff and timetable.
    SeeSchool,
    /// Change a school: imports, classes, staff.
    ManageSchool,
    /// Set a school's rules for marks: kinds of work, release, re-sits.
    ManageMarks,
    /// Write remarks on a journal as the one who inspects it, and close them.
    InspectJournal,
    /// Change a school's timetable and arrange substitutions.
    ManageTimetable,
    /// See one's own lessons of the week.
    SeeOwnTimetable,
    /// Close grading periods; set by which rules marks become final ones.
    ManageGrading,
    /// Open a closed grading period for a while; decide about marks that came too late.
    UnlockPeriods,
    /// Close a year, sign its journals, take them out whole.
    SealJournals,
    /// Give logins and one-time codes, take forgotten passwords back: to a class, or to everybody of a school.
    GiveAccess,
    /// See how far a long work is, cancel it, take what it made.
    SeeTask,
    /// See how the system itself runs.
    Operate,
    /// Read what an institution tells about itself: card, news, documents, links.
    SeeAbout,
    /// Find anybody and give him a new one-time code, with a reason that is written down.
    HelpWithAccess,
    /// Read one's own notices.
    OwnNotices,
    /// Read a journal's lesson plan.
    SeePlan,
    /// Change a journal's lesson plan and submit it.
    EditPlan,
    /// Approve a lesson plan or return it with remarks.
    ApprovePlan,
}

/// How somebody stands to a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// It is about the actor himself (a pupil's own diary).
    Oneself,
    /// The actor is a confirmed guardian of the child it is about.
    Guardian,
    /// The actor teaches the journal.
    Teaches,
    /// The actor teaches the same subject at the same institution.
    TeachesSubject,
    /// The actor takes this one lesson of the journal for its teacher.
    Substitutes,
    /// The actor is the class teacher of the class, or of a class of the journal, or of the pupil's class.
    ClassTeacher,
    /// The actor has this role at the institution it belongs to.
    Holds(Role),
}

/// Every action.
pub const ACTIONS: [Action; 22] = [
    Action::SeeDiary,
    Action::SeeJournal,
    Action::EditJournal,
    Action::SeeClass,
    Action::SeeSchool,
    Action::ManageSchool,
    Action::ManageMarks,
    Action::InspectJournal,
    Action::ManageTimetable,
    Action::SeeOwnTimetable,
    Action::ManageGrading,
    Action::UnlockPeriods,
    Action::SealJournals,
    Action::GiveAccess,
    Action::SeeTask,
    Action::Operate,
    Action::SeeAbout,
    Action::HelpWithAccess,
    Action::OwnNotices,
    Action::SeePlan,
    Action::EditPlan,
    Action::ApprovePlan,
];

/// Who may do what. Everything that is not written here is forbidden.
const POLICY: &[(Action, &[Relation])] = &[
    (
        Action::SeeDiary,
        &[
            Relation::Oneself,
            Relation::Guardian,
            Relation::ClassTeacher,
            Relation::Holds(Role::Deputy),
            Relation::Holds(Role::Director),
        ],
    ),
    (
        Action::SeeJournal,
        &[
            Relation::Teaches,
            Relation::Substitutes,
            Relation::ClassTeacher,
            Relation::Holds(Role::Deputy),
            Relation::Holds(Role::Director),
            Relation::Holds(Role::Admin),
        ],
    ),
    (Action::EditJournal, &[Relation::Teaches, Relation::Substitutes, Relation::Holds(Role::Deputy)]),
    (
        Action::SeeClass,
        &[
            Relation::ClassTeacher,
            Relation::Holds(Role::Deputy),
            Relation::Holds(Role::Director),
            Relation::Holds(Role::Admin),
            Relation::Holds(Role::KindergartenHead),
        ],
    ),
    (
        Action::SeeSchool,
        &[
            Relation::Holds(Role::Deputy),
            Relation::Holds(Role::Director),
            Relation::Holds(Role::Admin),
            Relation::Holds(Role::KindergartenHead),
        ],
    ),
    // A kindergarten has no office: its head does what an administrator does at a school.
    (Action::ManageSchool, &[Relation::Holds(Role::Admin), Relation::Holds(Role::KindergartenHead)]),
    (Action::ManageMarks, &[Relation::Holds(Role::Deputy), Relation::Holds(Role::Admin)]),
    (Action::InspectJournal, &[Relation::Holds(Role::Deputy), Relation::Holds(Role::Director)]),
    (Action::ManageTimetable, &[Relation::Holds(Role::Deputy), Relation::Holds(Role::Admin)]),
    (Action::SeeOwnTimetable, &[Relation::Oneself]),
    (Action::ManageGrading, &[Relation::Holds(Role::Deputy), Relation::Holds(Role::Admin)]),
    (Action::UnlockPeriods, &[Relation::Holds(Role::Deputy)]),
    (Action::SealJournals, &[Relation::Holds(Role::Deputy), Relation::Holds(Role::Director)]),
    (
        Action::GiveAccess,
        &[Relation::ClassTeacher, Relation::Holds(Role::Admin), Relation::Holds(Role::KindergartenHead)],
    ),
    (
        Action::SeeTask,
        &[Relation::Oneself, Relation::Holds(Role::Admin), Relation::Holds(Role::KindergartenHead)],
    ),
    (Action::Operate, &[Relation::Holds(Role::Operator)]),
    // Nobody of a school: what opens two schools is neither's to give.
    (Action::HelpWithAccess, &[Relation::Holds(Role::Operator)]),
    (
        Action::SeeAbout,
        &[
            Relation::Oneself,
            Relation::Guardian,
            Relation::Holds(Role::Teacher),
            Relation::Holds(Role::Deputy),
            Relation::Holds(Role::Director),
            Relation::Holds(Role::Admin),
            Relation::Holds(Role::Canteen),
            Relation::Holds(Role::Librarian),
            Relation::Holds(Role::Guard),
            Relation::Holds(Role::KindergartenHead),
        ],
    ),
    (Action::OwnNotices, &[Relation::Oneself]),
    // A plan holds no pupil's data: colleagues of the subject learn from it and copy it.
    (
        Action::SeePlan,
        &[
            Relation::Teaches,
            Relation::TeachesSubject,
            Relation::ClassTeacher,
            Relation::Holds(Role::Deputy),
            Relation::Holds(Role::Director),
            Relation::Holds(Role::Admin),
        ],
    ),
    (Action::EditPlan, &[Relation::Teaches, Relation::Holds(Role::Deputy)]),
    (Action::ApprovePlan, &[Relation::Holds(Role::Deputy), Relation::Holds(Role::Director)]),
];

/// Does this relation allow this action?
#[must_use]
pub fn allows(action: Action, relation: Relation) -> bool {
    POLICY.iter().any(|(a, relations)| *a == action && relations.contains(&relation))
}

/// The policy as text: a line an action, a column a relation. Committed as a golden file, so every change is a diff.
#[must_use]
pub fn rendered() -> String {
    let mut relations = vec![
        Relation::Oneself,
        Relation::Guardian,
        Relation::Teaches,
        Relation::TeachesSubject,
        Relation::Substitutes,
        Relation::ClassTeacher,
    ];
    relations.extend(Role::ALL.iter().map(|role| Relation::Holds(*role)));
    let label = |relation: &Relation| match relation {
        Relation::Oneself => "oneself".to_owned(),
        Relation::Guardian => "guardian".to_owned(),
        Relation::Teaches => "teaches".to_owned(),
        Relation::TeachesSubject => "teaches the subject".to_owned(),
        Relation::Substitutes => "substitutes".to_owned(),
        Relation::ClassTeacher => "class teacher".to_owned(),
        Relation::Holds(role) => role.code().to_owned(),
    };
    let mut text = String::new();
    for action in ACTIONS {
        let allowed: Vec<String> =
            relations.iter().filter(|relation| allows(action, **relation)).map(label).collect();
        let forbidden: Vec<String> =
            relations.iter().filter(|relation| !allows(action, **relation)).map(label).collect();
        text.push_str(&format!(
            "{action:?}\n  may:     {}\n  may not: {}\n",
            allowed.join(", "),
            forbidden.join(", ")
        ));
    }
    text
}
