//! From one row to one record.

use super::lines::{Ids, Line};
use super::{
    Class, Course, Demographics, Enrollment, FileKind, Org, Reason, Role, RoleKind, Session, User, UserId,
    Version, words,
};
use crate::text::shorten;

pub(super) fn org(line: &mut Line<'_>, id: String) -> Option<Org> {
    let name = line.needed("name");
    let kind = line.needed_choice("type", words::ORGS);
    Some(Org {
        id,
        name,
        kind: kind?,
        identifier: line.text("identifier"),
        parent: line.text("parentSourcedId"),
    })
}

pub(super) fn session(line: &mut Line<'_>, id: String) -> Option<Session> {
    let title = line.needed("title");
    let kind = line.needed_choice("type", words::SESSIONS);
    line.needed("startDate");
    line.needed("endDate");
    let (starts, ends) = line.days("startDate", "endDate");
    let school_year = line.year("schoolYear");
    Some(Session {
        id,
        title,
        kind: kind?,
        starts: starts?,
        ends: ends?,
        parent: line.text("parentSourcedId"),
        school_year: school_year?,
    })
}

pub(super) fn course(line: &mut Line<'_>, id: String, orgs: &Ids, sessions: &Ids) -> Option<Course> {
    let (subjects, subject_codes) = line.subjects();
    Some(Course {
        id,
        school_year: line.reference("schoolYearSourcedId", FileKind::AcademicSessions, sessions),
        title: line.needed("title"),
        code: line.text("courseCode"),
        grades: line.list("grades"),
        org: line.needed_reference("orgSourcedId", FileKind::Orgs, orgs),
        subjects,
        subject_codes,
    })
}

pub(super) fn class(
    line: &mut Line<'_>,
    id: String,
    orgs: &Ids,
    sessions: &Ids,
    courses: &Ids,
) -> Option<Class> {
    let title = line.needed("title");
    let course = line.needed_reference("courseSourcedId", FileKind::Courses, courses);
    let kind = line.needed_choice("classType", words::CLASSES);
    let school = line.needed_reference("schoolSourcedId", FileKind::Orgs, orgs);
    let terms = line.references("termSourcedIds", FileKind::AcademicSessions, sessions);
    let (subjects, subject_codes) = line.subjects();
    Some(Class {
        id,
        title,
        grades: line.list("grades"),
        course,
        code: line.text("classCode"),
        kind: kind?,
        location: line.text("location"),
        school,
        terms,
        subjects,
        subject_codes,
        periods: line.list("periods"),
    })
}

pub(super) fn user(line: &mut Line<'_>, id: String, orgs: &Ids) -> Option<User> {
    line.needed("enabledUser");
    let enabled = line.flag("enabledUser");
    let given = line.needed("givenName");
    let family = line.needed("familyName");
    Some(User {
        id,
        enabled,
        username: line.text("username"),
        user_ids: user_ids(line),
        given,
        family,
        middle: line.text("middleName"),
        identifier: line.text("identifier"),
        email: line.text("email"),
        sms: line.text("sms"),
        phone: line.text("phone"),
        agents: line.list("agentSourcedIds"),
        grades: line.list("grades"),
        primary_org: line.reference("primaryOrgSourcedId", FileKind::Orgs, orgs),
    })
}

fn user_ids(line: &mut Line<'_>) -> Vec<UserId> {
    let mut out = Vec::new();
    for item in line.list("userIds") {
        let inner = item.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        match inner.and_then(|inner| inner.split_once(':')) {
            Some((kind, id)) if !kind.trim().is_empty() && !id.trim().is_empty() => {
                out.push(UserId { kind: kind.trim().to_owned(), id: id.trim().to_owned() });
            }
            _ => line.refuse("userIds", Reason::UserId { value: shorten(&item, 80) }),
        }
    }
    out
}

/// The roles that a user of 1.1 has: one kind, in some organisations.
pub(super) fn roles_of_user(line: &mut Line<'_>, user: &str, orgs: &Ids) -> Option<Vec<Role>> {
    let kind = line.needed_choice("role", words::roles(Version::V1_1));
    let list = line.references("orgSourcedIds", FileKind::Orgs, orgs);
    let kind = kind?;
    Some(plain_roles(user, kind, list))
}

/// Roles as 1.1 knows them.
pub(super) fn plain_roles(user: &str, kind: RoleKind, orgs: Vec<String>) -> Vec<Role> {
    let role = |org: String| Role {
        id: format!("{user}:{org}"),
        user: user.to_owned(),
        primary: true,
        kind,
        begins: None,
        ends: None,
        org,
    };
    let mut seen = std::collections::HashSet::new();
    orgs.into_iter().filter(|org| seen.insert(org.clone())).map(role).collect()
}

pub(super) fn role(line: &mut Line<'_>, id: String, orgs: &Ids, users: &Ids) -> Option<Role> {
    let user = line.needed_reference("userSourcedId", FileKind::Users, users);
    let primary = line.needed_choice("roleType", words::ROLE_TYPES);
    let kind = line.needed_choice("role", words::roles(Version::V1_2));
    let (begins, ends) = line.days("beginDate", "endDate");
    let org = line.needed_reference("orgSourcedId", FileKind::Orgs, orgs);
    Some(Role { id, user, primary: primary?, kind: kind?, begins, ends, org })
}

pub(super) fn enrollment(
    line: &mut Line<'_>,
    id: String,
    orgs: &Ids,
    classes: &Ids,
    users: &Ids,
) -> Option<Enrollment> {
    let class = line.needed_reference("classSourcedId", FileKind::Classes, classes);
    let school = line.needed_reference("schoolSourcedId", FileKind::Orgs, orgs);
    let user = line.needed_reference("userSourcedId", FileKind::Users, users);
    let kind = line.needed_choice("role", words::ENROLLMENTS);
    let primary = line.flag("primary");
    let (begins, ends) = line.days("beginDate", "endDate");
    Some(Enrollment { id, class, school, user, kind: kind?, primary, begins, ends })
}

pub(super) fn demographics(
    line: &mut Line<'_>,
    id: String,
    version: Version,
    users: &Ids,
) -> Option<Demographics> {
    line.reference("sourcedId", FileKind::Users, users);
    let birth = line.day("birthDate");
    let sex = line.choice("sex", words::sexes(version));
    Some(Demographics { user: id, birth, sex })
}
