//! A school as a OneRoster package: the year, classes, people, who learns and teaches where. No logins, СНИЛС or codes.

use std::collections::{BTreeMap, HashMap, HashSet};

use access::ManageSchool;
use formats::dates::Date;
use formats::oneroster::{
    Class, ClassKind, Course, Demographics, Enrollment, EnrollmentKind, Org, OrgKind, Role, RoleKind, Roster,
    Session, SessionKind, Sex, User,
};
use kernel::{Day, PersonId};
use registry::read::KnownPerson;
use store::ReadTx;

use crate::error::{Error, Result};

/// The school's package for the year of a day.
///
/// # Errors
/// The school has no year.
pub fn roster(tx: &mut ReadTx<'_>, may: &ManageSchool, today: Day) -> Result<Roster> {
    let school = may.institution();
    let institution = registry::read::institution(tx, school)?;
    let year = registry::read::year_at(tx, school, today)?.ok_or(Error::NoYear)?;
    let org = format!("org-{school}");
    let year_id = format!("year-{}", year.id);
    let mut roster = Roster::default();
    roster.orgs.push(Org {
        id: org.clone(),
        name: institution.name,
        kind: OrgKind::School,
        identifier: String::new(),
        parent: String::new(),
    });
    roster.sessions.push(Session {
        id: year_id.clone(),
        title: year.name.clone(),
        kind: SessionKind::SchoolYear,
        starts: date(year.first_day),
        ends: date(year.last_day),
        parent: String::new(),
        school_year: year.last_day.year(),
    });
    let course = |id: String, title: &str, subjects: Vec<String>| Course {
        id,
        school_year: year_id.clone(),
        title: title.to_owned(),
        code: String::new(),
        grades: Vec::new(),
        org: org.clone(),
        subjects,
        subject_codes: Vec::new(),
    };
    let class = |id: String, title: String, grades: Vec<String>, course: String, kind, subjects| Class {
        id,
        title,
        grades,
        course,
        code: String::new(),
        kind,
        location: String::new(),
        school: org.clone(),
        terms: vec![year_id.clone()],
        subjects,
        subject_codes: Vec::new(),
        periods: Vec::new(),
    };
    let enrollment =
        |class: String, person: PersonId, kind, primary, begins: Day, ends: Option<Day>| Enrollment {
            id: format!("{class}-{person}-{}", begins.number()),
            class,
            school: org.clone(),
            user: format!("person-{person}"),
            kind,
            primary,
            begins: Some(date(begins)),
            ends: ends.map(date),
        };
    let homeroom = "course-homeroom".to_owned();
    roster.courses.push(course(homeroom.clone(), "Класс", Vec::new()));
    let classes = registry::read::classes(tx, school, year.id)?;
    let mut grades: HashMap<kernel::ClassId, String> = HashMap::new();
    for one in &classes {
        let grade = format!("{:02}", one.grade);
        grades.insert(one.id, grade.clone());
        let id = format!("class-{}", one.id);
        roster.classes.push(class(
            id.clone(),
            one.name.clone(),
            vec![grade],
            homeroom.clone(),
            ClassKind::Homeroom,
            Vec::new(),
        ));
        if let Some(teacher) = one.teacher {
            roster.enrollments.push(enrollment(
                id,
                teacher,
                EnrollmentKind::Teacher,
                true,
                year.first_day,
                None,
            ));
        }
    }
    let mut learning: HashMap<PersonId, String> = HashMap::new();
    for one in registry::read::enrollments(tx, school)?.into_iter().filter(|one| one.year == year.id) {
        if one.last_day.is_none() {
            learning.insert(one.pupil, grades.get(&one.class).cloned().unwrap_or_default());
        }
        let id = format!("class-{}", one.class);
        roster.enrollments.push(enrollment(
            id,
            one.pupil,
            EnrollmentKind::Student,
            false,
            one.first_day,
            one.last_day,
        ));
    }
    let mut subjects: HashSet<i64> = HashSet::new();
    let journals = registry::read::journals(tx, school, year.id)?;
    for one in &journals {
        let course_id = format!("course-{}", one.subject);
        if subjects.insert(one.subject.0) {
            roster.courses.push(course(course_id.clone(), &one.subject_name, vec![one.subject_name.clone()]));
        }
        roster.classes.push(class(
            format!("journal-{}", one.id),
            format!("{} – {}", one.groups_name, one.subject_name),
            Vec::new(),
            course_id,
            ClassKind::Scheduled,
            vec![one.subject_name.clone()],
        ));
    }
    let ids: Vec<_> = journals.iter().map(|journal| journal.id).collect();
    let mut main: HashSet<kernel::JournalId> = HashSet::new();
    for (journal, teacher, _) in registry::read::teachers_of_journals(tx, school, &ids)? {
        let first = main.insert(journal);
        let id = format!("journal-{journal}");
        roster.enrollments.push(enrollment(
            id,
            teacher,
            EnrollmentKind::Teacher,
            first,
            year.first_day,
            None,
        ));
    }
    for (journal, pupil, first, last) in registry::read::journal_enrollments(tx, school, year.id)? {
        let id = format!("journal-{journal}");
        roster.enrollments.push(enrollment(id, pupil, EnrollmentKind::Student, false, first, last));
    }
    people(tx, may, &mut roster, &org, &learning)?;
    Ok(roster)
}

/// Everybody who is named, with what he is and who belongs to whom.
fn people(
    tx: &mut ReadTx<'_>,
    may: &ManageSchool,
    roster: &mut Roster,
    org: &str,
    learning: &HashMap<PersonId, String>,
) -> Result<()> {
    let school = may.institution();
    let named: HashSet<String> = roster.enrollments.iter().map(|one| one.user.clone()).collect();
    let mut everybody: BTreeMap<PersonId, (KnownPerson, Vec<RoleKind>)> = BTreeMap::new();
    for pupil in registry::read::known_pupils(tx, school)? {
        if learning.contains_key(&pupil.id) || named.contains(&format!("person-{}", pupil.id)) {
            everybody.insert(pupil.id, (pupil, vec![RoleKind::Student]));
        }
    }
    let mut add = |person: KnownPerson, kind: RoleKind| {
        let (_, roles) = everybody.entry(person.id).or_insert_with(|| (person, Vec::new()));
        if !roles.contains(&kind) {
            roles.push(kind);
        }
    };
    let mut families: Vec<(PersonId, PersonId)> = Vec::new();
    let confirmed =
        registry::read::guardianships(tx, school)?.into_iter().filter(|(_, _, confirmed)| *confirmed);
    for (guardian, child, _) in confirmed.filter(|(_, child, _)| learning.contains_key(child)) {
        families.push((guardian, child));
    }
    let guardians: HashSet<PersonId> = families.iter().map(|(guardian, _)| *guardian).collect();
    for guardian in registry::read::known_guardians(tx, school)? {
        if guardians.contains(&guardian.id) {
            add(guardian, RoleKind::Parent);
        }
    }
    let present: HashSet<PersonId> =
        registry::read::staff_of(tx, school)?.into_iter().map(|(person, ..)| person).collect();
    let staff: Vec<KnownPerson> = registry::read::known_staff(tx, school)?
        .into_iter()
        .map(|(person, ..)| person)
        .filter(|person| present.contains(&person.id) || named.contains(&format!("person-{}", person.id)))
        .collect();
    let ids: Vec<PersonId> = staff.iter().map(|person| person.id).collect();
    let roles = registry::read::roles_of_many(tx, &ids)?;
    for person in staff {
        let here = roles.get(&person.id).into_iter().flatten().filter(|(at, _)| *at == school);
        let mut kinds: Vec<RoleKind> = here.map(|(_, role)| kind(*role)).collect();
        kinds.sort_by_key(|kind| *kind == RoleKind::Aide);
        kinds.dedup();
        if kinds.is_empty() {
            kinds.push(RoleKind::Aide);
        }
        for kind in kinds {
            add(person.clone(), kind);
        }
    }
    let mut agents: HashMap<PersonId, Vec<String>> = HashMap::new();
    for (guardian, child) in families {
        agents.entry(guardian).or_default().push(format!("person-{child}"));
        agents.entry(child).or_default().push(format!("person-{guardian}"));
    }
    // A teacher of a journal who is on no staff any more is not told: nothing may refer to him.
    let known: HashSet<String> = everybody.keys().map(|id| format!("person-{id}")).collect();
    roster.enrollments.retain(|one| known.contains(&one.user));
    for (id, (person, kinds)) in everybody {
        let user = format!("person-{id}");
        roster.users.push(User {
            id: user.clone(),
            enabled: true,
            // The standard asks for a name to sign in with; ours are nobody else's business.
            username: user.clone(),
            user_ids: Vec::new(),
            given: person.name.given().to_owned(),
            family: person.name.family().to_owned(),
            middle: person.name.patronymic().unwrap_or_default().to_owned(),
            identifier: String::new(),
            email: person.email.clone().unwrap_or_default(),
            sms: String::new(),
            phone: person.phone.clone().unwrap_or_default(),
            agents: agents.remove(&id).unwrap_or_default(),
            grades: learning.get(&id).cloned().into_iter().filter(|grade| !grade.is_empty()).collect(),
            primary_org: org.to_owned(),
        });
        for (place, kind) in kinds.into_iter().enumerate() {
            roster.roles.push(Role {
                id: format!("role-{id}-{place}"),
                user: user.clone(),
                primary: place == 0,
                kind,
                begins: None,
                ends: None,
                org: org.to_owned(),
            });
        }
        if person.birth_day.is_some() || person.sex.is_some() {
            roster.demographics.push(Demographics {
                user,
                birth: person.birth_day.map(date),
                sex: person.sex.map(|sex| match sex {
                    registry::Sex::Female => Sex::Female,
                    registry::Sex::Male => Sex::Male,
                }),
            });
        }
    }
    Ok(())
}

fn kind(role: registry::Role) -> RoleKind {
    match role {
        registry::Role::Director | registry::Role::KindergartenHead => RoleKind::Principal,
        registry::Role::Teacher => RoleKind::Teacher,
        registry::Role::Admin | registry::Role::Deputy => RoleKind::SiteAdministrator,
        _ => RoleKind::Aide,
    }
}

fn date(day: Day) -> Date {
    Date { year: day.year(), month: day.month(), day: day.day_of_month() }
}
