//! Enumerations as the files spell them.

use super::{ClassKind, EnrollmentKind, OrgKind, RoleKind, SessionKind, Sex, Version};

/// Spelling and meaning.
pub(super) type Words<T> = &'static [(&'static str, T)];

pub(super) const FLAGS: Words<bool> = &[("true", true), ("false", false)];
pub(super) const ROLE_TYPES: Words<bool> = &[("primary", true), ("secondary", false)];
/// Whether the record is to be deleted.
pub(super) const STATUSES: Words<bool> = &[("active", false), ("tobedeleted", true)];

pub(super) const ORGS: Words<OrgKind> = &[
    ("department", OrgKind::Department),
    ("school", OrgKind::School),
    ("district", OrgKind::District),
    ("local", OrgKind::Local),
    ("state", OrgKind::State),
    ("national", OrgKind::National),
];

pub(super) const SESSIONS: Words<SessionKind> = &[
    ("gradingPeriod", SessionKind::GradingPeriod),
    ("semester", SessionKind::Semester),
    ("schoolYear", SessionKind::SchoolYear),
    ("term", SessionKind::Term),
];

pub(super) const CLASSES: Words<ClassKind> =
    &[("homeroom", ClassKind::Homeroom), ("scheduled", ClassKind::Scheduled)];

pub(super) const ENROLLMENTS: Words<EnrollmentKind> = &[
    ("administrator", EnrollmentKind::Administrator),
    ("proctor", EnrollmentKind::Proctor),
    ("student", EnrollmentKind::Student),
    ("teacher", EnrollmentKind::Teacher),
];

const ROLES_1_1: Words<RoleKind> = &[
    ("administrator", RoleKind::SiteAdministrator),
    ("aide", RoleKind::Aide),
    ("guardian", RoleKind::Guardian),
    ("parent", RoleKind::Parent),
    ("proctor", RoleKind::Proctor),
    ("relative", RoleKind::Relative),
    ("student", RoleKind::Student),
    ("teacher", RoleKind::Teacher),
];

const ROLES_1_2: Words<RoleKind> = &[
    ("aide", RoleKind::Aide),
    ("counselor", RoleKind::Counselor),
    ("districtAdministrator", RoleKind::DistrictAdministrator),
    ("guardian", RoleKind::Guardian),
    ("parent", RoleKind::Parent),
    ("principal", RoleKind::Principal),
    ("proctor", RoleKind::Proctor),
    ("relative", RoleKind::Relative),
    ("siteAdministrator", RoleKind::SiteAdministrator),
    ("student", RoleKind::Student),
    ("systemAdministrator", RoleKind::SystemAdministrator),
    ("teacher", RoleKind::Teacher),
];

const SEXES_1_1: Words<Sex> = &[("male", Sex::Male), ("female", Sex::Female)];
const SEXES_1_2: Words<Sex> =
    &[("male", Sex::Male), ("female", Sex::Female), ("other", Sex::Other), ("unspecified", Sex::Unspecified)];

pub(super) fn roles(version: Version) -> Words<RoleKind> {
    match version {
        Version::V1_1 => ROLES_1_1,
        Version::V1_2 => ROLES_1_2,
    }
}

pub(super) fn sexes(version: Version) -> Words<Sex> {
    match version {
        Version::V1_1 => SEXES_1_1,
        Version::V1_2 => SEXES_1_2,
    }
}

/// The spelling of a value; empty where the version has none.
pub(super) fn spelling<T: PartialEq>(words: Words<T>, value: &T) -> String {
    words.iter().find(|(_, meaning)| meaning == value).map(|(word, _)| (*word).to_owned()).unwrap_or_default()
}
