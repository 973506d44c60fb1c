//! Any roster, written and read.

use formats::dates::{Date, date};
use formats::oneroster::{
    self, Class, ClassKind, Course, Demographics, Enrollment, EnrollmentKind, FileKind, Mode, Org, OrgKind,
    Role, RoleKind, Roster, Session, SessionKind, Sex, User, UserId, Version,
};
use proptest::prelude::*;
use proptest::sample::Index;

fn trimmed(text: String) -> String {
    text.trim().to_owned()
}

/// A text with everything that CSV trips over; may be empty.
fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[а-яёА-ЯЁ a-z0-9,;\"'\n=+@№«»-]{0,12}", "\\PC{0,8}", "[a-zа-я]{0,3}\r\n[\",]{0,3}[a-z]{0,2}"]
        .prop_map(trimmed)
}

fn name() -> impl Strategy<Value = String> {
    text().prop_map(|text| if text.is_empty() { "«№ 1», да".to_owned() } else { text })
}

fn list() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(name(), 0..3)
}

fn day() -> impl Strategy<Value = Date> {
    (1990_i16..2030, 1_i8..=12, 1_i8..=28)
        .prop_map(|(year, month, of_month)| date(year, month, of_month).unwrap())
}

fn days() -> impl Strategy<Value = (Option<Date>, Option<Date>)> {
    (proptest::option::of(day()), proptest::option::of(day())).prop_map(|(a, b)| match (a, b) {
        (Some(a), Some(b)) => (Some(a.min(b)), Some(a.max(b))),
        other => other,
    })
}

fn one_of<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    proptest::sample::select(all)
}

const ORGS: &[OrgKind] = &[
    OrgKind::Department,
    OrgKind::School,
    OrgKind::District,
    OrgKind::Local,
    OrgKind::State,
    OrgKind::National,
];
const SESSIONS: &[SessionKind] =
    &[SessionKind::GradingPeriod, SessionKind::Semester, SessionKind::SchoolYear, SessionKind::Term];
const ROLES: &[RoleKind] = &[
    RoleKind::Aide,
    RoleKind::Counselor,
    RoleKind::DistrictAdministrator,
    RoleKind::Guardian,
    RoleKind::Parent,
    RoleKind::Principal,
    RoleKind::Proctor,
    RoleKind::Relative,
    RoleKind::SiteAdministrator,
    RoleKind::Student,
    RoleKind::SystemAdministrator,
    RoleKind::Teacher,
];
const ENROLLMENTS: &[EnrollmentKind] = &[
    EnrollmentKind::Administrator,
    EnrollmentKind::Proctor,
    EnrollmentKind::Student,
    EnrollmentKind::Teacher,
];
const SEXES: &[Sex] = &[Sex::Male, Sex::Female, Sex::Other, Sex::Unspecified];

/// An id that is its own; the comma makes trouble in lists.
fn id(kind: &str, at: usize) -> String {
    format!("{kind}, «{at}»")
}

/// The id of some record of a kind, of which there are `count`.
fn some(kind: &str, at: Index, count: usize) -> String {
    id(kind, at.index(count))
}

prop_compose! {
    fn org(at: usize)(name in name(), kind in one_of(ORGS), identifier in text(), above in any::<Index>(), has in any::<bool>()) -> Org {
        let parent = if has && at > 0 { some("o", above, at) } else { String::new() };
        Org { id: id("o", at), name, kind, identifier, parent }
    }
}

prop_compose! {
    fn session(at: usize)(title in name(), kind in one_of(SESSIONS), a in day(), b in day(), school_year in 2000_i16..2100) -> Session {
        Session { id: id("s", at), title, kind, starts: a.min(b), ends: a.max(b), parent: if at > 0 { id("s", 0) } else { String::new() }, school_year }
    }
}

prop_compose! {
    fn course(at: usize)(title in name(), code in text(), grades in list(), org in any::<Index>(), subjects in list(), coded in any::<bool>()) -> Course {
        let subject_codes = if coded { subjects.clone() } else { Vec::new() };
        Course { id: id("k", at), school_year: id("s", 0), title, code, grades, org: some("o", org, 3), subjects, subject_codes }
    }
}

prop_compose! {
    fn class(at: usize)(
        title in name(), code in text(), location in text(), grades in list(), subjects in list(), periods in list(),
        course in any::<Index>(), school in any::<Index>(), term in any::<Index>(), both in any::<bool>(), homeroom in any::<bool>(),
    ) -> Class {
        let terms = if both { vec![id("s", 0), id("s", 1)] } else { vec![some("s", term, 2)] };
        let kind = if homeroom { ClassKind::Homeroom } else { ClassKind::Scheduled };
        Class {
            id: id("c", at), title, grades, course: some("k", course, 2), code, kind, location,
            school: some("o", school, 3), terms, subjects, subject_codes: Vec::new(), periods,
        }
    }
}

prop_compose! {
    fn user(at: usize)(
        enabled in any::<bool>(), texts in proptest::collection::vec(text(), 7), given in name(), family in name(), grades in list(),
        ids in proptest::collection::vec(("[a-zA-Z]{1,4}", name()), 0..3), agent in any::<Index>(), linked in any::<bool>(), org in any::<Index>(),
    ) -> User {
        let [username, middle, identifier, email, sms, phone, _] = texts.try_into().unwrap();
        User {
            id: id("u", at), enabled, username, given, family, middle, identifier, email, sms, phone, grades,
            user_ids: ids.into_iter().map(|(kind, id)| UserId { kind, id }).collect(),
            agents: if linked { vec![some("u", agent, 4)] } else { Vec::new() },
            primary_org: some("o", org, 3),
        }
    }
}

prop_compose! {
    fn role(at: usize, user: usize)(primary in any::<bool>(), kind in one_of(ROLES), days in days(), org in any::<Index>()) -> Role {
        Role { id: id("r", at), user: id("u", user), primary, kind, begins: days.0, ends: days.1, org: some("o", org, 3) }
    }
}

prop_compose! {
    fn enrollment(at: usize)(
        class in any::<Index>(), user in any::<Index>(), school in any::<Index>(), kind in one_of(ENROLLMENTS), primary in any::<bool>(), days in days(),
    ) -> Enrollment {
        Enrollment {
            id: id("e", at), class: some("c", class, 3), school: some("o", school, 3), user: some("u", user, 4), kind, primary,
            begins: days.0, ends: days.1,
        }
    }
}

prop_compose! {
    fn demographics(at: usize)(birth in proptest::option::of(day()), sex in proptest::option::of(one_of(SEXES))) -> Demographics {
        Demographics { user: id("u", at), birth, sex }
    }
}

fn roster() -> impl Strategy<Value = Roster> {
    let orgs = (0..3).map(org).collect::<Vec<_>>();
    let sessions = (0..2).map(session).collect::<Vec<_>>();
    let courses = (0..2).map(course).collect::<Vec<_>>();
    let classes = (0..3).map(class).collect::<Vec<_>>();
    let users = (0..4).map(user).collect::<Vec<_>>();
    // Everybody has a role, two have two.
    let roles = (0..6).map(|at| role(at, at % 4)).collect::<Vec<_>>();
    let enrollments = (0..4).map(enrollment).collect::<Vec<_>>();
    let people = (0..2).map(demographics).collect::<Vec<_>>();
    (orgs, sessions, courses, classes, users, roles, enrollments, people).prop_map(
        |(orgs, sessions, courses, classes, users, roles, enrollments, demographics)| Roster {
            orgs,
            sessions,
            courses,
            classes,
            users,
            roles,
            enrollments,
            demographics,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read(roster in roster()) {
        for version in [Version::V1_1, Version::V1_2] {
            let bytes = oneroster::write(&roster, version).unwrap();
            prop_assert_eq!(&bytes, &oneroster::write(&roster, version).unwrap());
            let package = oneroster::read(&bytes).unwrap();
            prop_assert_eq!(&package.faults, &[]);
            prop_assert_eq!(package.version, version);
            let narrowed = roster.narrowed(version);
            prop_assert_eq!(&package.roster, &narrowed);
            prop_assert_eq!(&narrowed.narrowed(version), &narrowed);
        }
        prop_assert_eq!(&roster.narrowed(Version::V1_2), &roster);
    }

    #[test]
    fn damaged_packages_are_answered(
        roster in roster(),
        flips in proptest::collection::vec((any::<Index>(), any::<Index>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = oneroster::write(&roster, Version::V1_1).unwrap();
        let mut files = crate::sample::files();
        for (file, at, with) in flips {
            let count = files.len();
            let content = &mut files[file.index(count)].1;
            let place = at.index(content.len());
            content[place] = with;
            let place = at.index(bytes.len());
            bytes[place] = with;
        }
        let _ = oneroster::read(&bytes);
        let _ = oneroster::read_files(&files);
    }
}

#[test]
fn an_empty_roster_and_one_without_birth_dates() {
    for version in [Version::V1_1, Version::V1_2] {
        let package = oneroster::read(&oneroster::write(&Roster::default(), version).unwrap()).unwrap();
        assert_eq!(package.roster, Roster::default());
        assert_eq!(package.mode(FileKind::Demographics), Mode::Absent);
        assert_eq!(package.mode(FileKind::Users), Mode::Bulk);
    }
}
