//! The CSV package of OneRoster 1.1 and 1.2: organisations, sessions, courses, classes, people and who is in which class.
//!
//! A package is a ZIP archive with `manifest.csv`, which names the version and says of each file whether it is there as a whole
//! (`bulk`), as changes (`delta`) or not at all (`absent`). [`read`] takes both versions into one model, [`write()`] makes whole
//! packages of either. Gradebook and resource files are passed over; passwords are neither read nor written.
//!
//! Parents are users, linked to the child and back by [`User::agents`].

use crate::dates::Date;

mod fault;
mod layout;
mod lines;
mod manifest;
mod narrow;
mod package;
mod parents;
mod reader;
mod records;
mod words;
mod writer;

pub use fault::{PackageError, Reason, RowFault};
pub use layout::FileKind;
pub use reader::{read, read_files};
pub use writer::write;

/// Version of the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Version {
    /// 1.1: one role for each user, in `users.csv`.
    V1_1,
    /// 1.2: roles in a file of their own.
    V1_2,
}

/// How much of a file's subject the package holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// All there is.
    Bulk,
    /// What has changed; references are not checked, they may lead outside the package.
    Delta,
    /// Nothing.
    Absent,
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// Version of the standard.
    pub version: Version,
    /// Name of the system it came from; may be empty.
    pub system: String,
    /// Mode of each file of [`FileKind::ALL`], in that order.
    pub modes: Vec<(FileKind, Mode)>,
    /// The records without fault.
    pub roster: Roster,
    /// Records that a `delta` file declares deleted.
    pub deleted: Vec<(FileKind, String)>,
    /// What is wrong, by file and line; never more than [`crate::MAX_ERRORS`].
    pub faults: Vec<RowFault>,
}

impl Package {
    /// Mode of a file.
    #[must_use]
    pub fn mode(&self, file: FileKind) -> Mode {
        self.modes.iter().find(|(kind, _)| *kind == file).map_or(Mode::Absent, |(_, mode)| *mode)
    }
}

/// The records, in the order of the files. An empty text is an absent value; `id` is the `sourcedId`, and fields named after a
/// thing hold its `sourcedId`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roster {
    /// Schools and what is above and below them.
    pub orgs: Vec<Org>,
    /// Years and their parts.
    pub sessions: Vec<Session>,
    /// Courses.
    pub courses: Vec<Course>,
    /// Classes: a course taught to somebody in some terms, or a homeroom.
    pub classes: Vec<Class>,
    /// People.
    pub users: Vec<User>,
    /// What people are, and where.
    pub roles: Vec<Role>,
    /// Who teaches and learns in which class.
    pub enrollments: Vec<Enrollment>,
    /// Birth dates and sexes.
    pub demographics: Vec<Demographics>,
}

/// An organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Org {
    /// Its id.
    pub id: String,
    /// Name.
    pub name: String,
    /// What it is.
    pub kind: OrgKind,
    /// A number known to people.
    pub identifier: String,
    /// The organisation above.
    pub parent: String,
}

/// Kinds of organisations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrgKind {
    /// Part of a school.
    Department,
    /// School.
    School,
    /// Municipality.
    District,
    /// Local authority.
    Local,
    /// Region.
    State,
    /// Country.
    National,
}

/// A stretch of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it is.
    pub kind: SessionKind,
    /// First day.
    pub starts: Date,
    /// Last day.
    pub ends: Date,
    /// The session that it is a part of.
    pub parent: String,
    /// The calendar year in which the school year ends.
    pub school_year: i16,
}

/// Kinds of sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SessionKind {
    /// A period with a mark of its own.
    GradingPeriod,
    /// Half-year.
    Semester,
    /// Year.
    SchoolYear,
    /// Quarter, trimester.
    Term,
}

/// A course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// Its id.
    pub id: String,
    /// The year it belongs to.
    pub school_year: String,
    /// Title.
    pub title: String,
    /// A code known to people.
    pub code: String,
    /// Grades («05»).
    pub grades: Vec<String>,
    /// Whose it is.
    pub org: String,
    /// Subjects.
    pub subjects: Vec<String>,
    /// Codes of the subjects, as many as there are subjects, or none.
    pub subject_codes: Vec<String>,
}

/// A class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// Its id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Grades («05»).
    pub grades: Vec<String>,
    /// The course.
    pub course: String,
    /// A code known to people.
    pub code: String,
    /// What it is.
    pub kind: ClassKind,
    /// Room.
    pub location: String,
    /// The school.
    pub school: String,
    /// When it is taught.
    pub terms: Vec<String>,
    /// Subjects.
    pub subjects: Vec<String>,
    /// Codes of the subjects, as many as there are subjects, or none.
    pub subject_codes: Vec<String>,
    /// Lesson hours.
    pub periods: Vec<String>,
}

/// Kinds of classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClassKind {
    /// The class a pupil belongs to (5А).
    Homeroom,
    /// A subject taught to a class or group.
    Scheduled,
}

/// A person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// His id.
    pub id: String,
    /// Whether he may sign in.
    pub enabled: bool,
    /// Login.
    pub username: String,
    /// Ids in other systems.
    pub user_ids: Vec<UserId>,
    /// Given name (имя).
    pub given: String,
    /// Family name (фамилия).
    pub family: String,
    /// Patronymic (отчество).
    pub middle: String,
    /// A number known to people.
    pub identifier: String,
    /// E-mail.
    pub email: String,
    /// Number for messages.
    pub sms: String,
    /// Telephone.
    pub phone: String,
    /// Users linked with this one: parents of a child, children of a parent.
    pub agents: Vec<String>,
    /// Grades («05»).
    pub grades: Vec<String>,
    /// The main organisation (1.2).
    pub primary_org: String,
}

/// An id in another system, `{kind:id}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserId {
    /// Which system, without a colon.
    pub kind: String,
    /// The id there.
    pub id: String,
}

/// What somebody is in one organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Its id; a package of 1.1 has none, there it is `user:org`.
    pub id: String,
    /// Whose.
    pub user: String,
    /// Whether it is his main one there.
    pub primary: bool,
    /// What he is.
    pub kind: RoleKind,
    /// First day.
    pub begins: Option<Date>,
    /// Last day.
    pub ends: Option<Date>,
    /// Where.
    pub org: String,
}

/// Roles of users. 1.1 knows one administrator (here [`RoleKind::SiteAdministrator`]) and no counselor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RoleKind {
    /// Assistant of a teacher.
    Aide,
    /// Counselor (психолог, социальный педагог).
    Counselor,
    /// Administrator of a district.
    DistrictAdministrator,
    /// Guardian (опекун).
    Guardian,
    /// Parent.
    Parent,
    /// Head (директор).
    Principal,
    /// Overseer of examinations.
    Proctor,
    /// Relative without parental rights.
    Relative,
    /// Administrator of a school.
    SiteAdministrator,
    /// Pupil.
    Student,
    /// Administrator of the system.
    SystemAdministrator,
    /// Teacher.
    Teacher,
}

/// Somebody in a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrollment {
    /// Its id.
    pub id: String,
    /// The class.
    pub class: String,
    /// The school.
    pub school: String,
    /// Who.
    pub user: String,
    /// As what.
    pub kind: EnrollmentKind,
    /// Whether a teacher is the main one.
    pub primary: bool,
    /// First day.
    pub begins: Option<Date>,
    /// Last day.
    pub ends: Option<Date>,
}

/// Roles in a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EnrollmentKind {
    /// Administrator.
    Administrator,
    /// Overseer of examinations.
    Proctor,
    /// Pupil.
    Student,
    /// Teacher.
    Teacher,
}

/// Birth and sex; what else the file may hold is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demographics {
    /// Whose.
    pub user: String,
    /// Birth date.
    pub birth: Option<Date>,
    /// Sex.
    pub sex: Option<Sex>,
}

/// Sex, as the standard has it; 1.1 knows the first two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sex {
    /// Male.
    Male,
    /// Female.
    Female,
    /// Other.
    Other,
    /// Not told.
    Unspecified,
}
