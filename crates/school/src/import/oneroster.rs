//! A OneRoster package as a roster, so that it is imported as any other list: compared with what is there, tried out, all or
//! nothing.
//!
//! Homerooms become classes, students in them pupils, their agents parents, everybody with another role staff. Scheduled classes tell
//! which subjects their teachers teach; journals come with the load or the timetable.

use std::collections::{BTreeMap, HashMap, HashSet};

use formats::names::{self, PersonName};
use formats::oneroster::{
    ClassKind, Demographics, EnrollmentKind, Package, RoleKind, Sex as TheirSex, User, read,
};
use formats::roster::{Relation, Roster, RosterParent, RosterPupil, RosterStaff, Sex};
use formats::{FileError, RowEffect, RowError};

/// What a draft's mapping says of a package: its columns need no choosing.
pub const LIST: &str = "oneroster";

/// Is it a package (or meant to be one), and not a table?
#[must_use]
pub fn is_package(bytes: &[u8], name: &str) -> bool {
    // A workbook is an archive too; a package says so by its manifest, or is an archive that is called one.
    let is_zip = bytes.starts_with(b"PK");
    is_zip && (read(bytes).is_ok() || name.to_lowercase().ends_with(".zip"))
}

/// The roster of a package.
///
/// # Errors
/// It is no package, or only tells changes of one.
pub fn roster(bytes: &[u8]) -> Result<Roster, FileError> {
    let package = read(bytes)?;
    Ok(Mapping::new(&package).roster())
}

struct Mapping<'a> {
    package: &'a Package,
    users: HashMap<&'a str, &'a User>,
    births: HashMap<&'a str, &'a Demographics>,
    roles: HashMap<&'a str, Vec<RoleKind>>,
}

impl<'a> Mapping<'a> {
    fn new(package: &'a Package) -> Self {
        let all = &package.roster;
        let mut roles: HashMap<&str, Vec<RoleKind>> = HashMap::new();
        for role in &all.roles {
            roles.entry(role.user.as_str()).or_default().push(role.kind);
        }
        Self {
            package,
            users: all.users.iter().map(|user| (user.id.as_str(), user)).collect(),
            births: all.demographics.iter().map(|one| (one.user.as_str(), one)).collect(),
            roles,
        }
    }

    fn roster(&self) -> Roster {
        let mut roster = Roster::default();
        for fault in &self.package.faults {
            roster.errors.push(RowError {
                sheet: Some(fault.file.name().to_owned()),
                line: fault.line,
                column: fault.field.map(str::to_owned),
                reason: fault.reason.to_string(),
                effect: fault.effect,
            });
        }
        self.pupils(&mut roster);
        self.staff(&mut roster);
        roster
    }

    fn pupils(&self, roster: &mut Roster) {
        let classes: HashMap<&str, &str> = self
            .package
            .roster
            .classes
            .iter()
            .filter(|class| class.kind == ClassKind::Homeroom)
            .map(|class| (class.id.as_str(), class.title.as_str()))
            .collect();
        let mut seen: HashSet<&str> = HashSet::new();
        for (line, one) in (2_u32..).zip(&self.package.roster.enrollments) {
            let Some(title) = classes.get(one.class.as_str()) else { continue };
            // Who has left a class is no pupil of it any more; a roster tells what is.
            if one.kind != EnrollmentKind::Student || one.ends.is_some() || !seen.insert(&one.user) {
                continue;
            }
            let mut refuse = |reason: String| {
                roster.errors.push(RowError {
                    sheet: Some("enrollments.csv".to_owned()),
                    line,
                    column: None,
                    reason,
                    effect: RowEffect::RowRefused,
                });
            };
            let Some(user) = self.users.get(one.user.as_str()) else { continue };
            let Some(class) = names::class_name(title) else {
                refuse(format!("класс «{title}» не понят, пишите номер и букву: «7А»."));
                continue;
            };
            let name = match person_name(user) {
                Ok(name) => name,
                Err(reason) => {
                    refuse(reason);
                    continue;
                }
            };
            let born = self.births.get(user.id.as_str());
            roster.pupils.push(RosterPupil {
                sheet: "enrollments.csv".to_owned(),
                line,
                class,
                name,
                birth: born.and_then(|born| born.birth),
                sex: born.and_then(|born| match born.sex {
                    Some(TheirSex::Male) => Some(Sex::Male),
                    Some(TheirSex::Female) => Some(Sex::Female),
                    _ => None,
                }),
                snils: None,
                subgroups: Vec::new(),
                login: None,
                phone: names::phone(&user.phone).or_else(|| names::phone(&user.sms)),
                email: names::email(&user.email),
                parents: self.parents(user),
            });
        }
    }

    fn parents(&self, pupil: &User) -> Vec<RosterParent> {
        let is_parent = |user: &&User| {
            self.roles
                .get(user.id.as_str())
                .is_some_and(|roles| roles.iter().any(|r| matches!(r, RoleKind::Parent | RoleKind::Guardian)))
        };
        let parent = |user: &User| {
            let roles = self.roles.get(user.id.as_str()).map(Vec::as_slice).unwrap_or_default();
            let sex = self.births.get(user.id.as_str()).and_then(|born| born.sex);
            Some(RosterParent {
                name: person_name(user).ok()?,
                relation: match sex {
                    _ if roles.contains(&RoleKind::Guardian) => Relation::Guardian,
                    Some(TheirSex::Female) => Relation::Mother,
                    Some(TheirSex::Male) => Relation::Father,
                    _ => Relation::Parent,
                },
                phone: names::phone(&user.phone).or_else(|| names::phone(&user.sms)),
                email: names::email(&user.email),
                login: None,
            })
        };
        pupil
            .agents
            .iter()
            .filter_map(|id| self.users.get(id.as_str()).copied())
            .filter(is_parent)
            .filter_map(parent)
            .collect()
    }

    fn staff(&self, roster: &mut Roster) {
        let all = &self.package.roster;
        let classes: HashMap<&str, _> = all.classes.iter().map(|class| (class.id.as_str(), class)).collect();
        let mut teaching: BTreeMap<&str, Vec<&formats::oneroster::Class>> = BTreeMap::new();
        for one in
            all.enrollments.iter().filter(|one| one.kind == EnrollmentKind::Teacher && one.ends.is_none())
        {
            if let Some(class) = classes.get(one.class.as_str()) {
                teaching.entry(one.user.as_str()).or_default().push(class);
            }
        }
        for (line, user) in (2_u32..).zip(&all.users) {
            let roles = self.roles.get(user.id.as_str()).map(Vec::as_slice).unwrap_or_default();
            let Some(role) = role(roles) else { continue };
            let Ok(name) = person_name(user) else { continue };
            let mut subjects: Vec<String> = Vec::new();
            let mut homerooms = Vec::new();
            for class in teaching.get(user.id.as_str()).into_iter().flatten() {
                match class.kind {
                    ClassKind::Homeroom => homerooms.extend(names::class_name(&class.title)),
                    ClassKind::Scheduled => {
                        for subject in &class.subjects {
                            if !subjects.contains(subject) {
                                subjects.push(subject.clone());
                            }
                        }
                    }
                }
            }
            roster.staff.push(RosterStaff {
                sheet: "users.csv".to_owned(),
                line,
                name,
                position: None,
                subjects,
                homerooms,
                phone: names::phone(&user.phone).or_else(|| names::phone(&user.sms)),
                email: names::email(&user.email),
                login: None,
                birth: self.births.get(user.id.as_str()).and_then(|born| born.birth),
                snils: None,
                role: role.map(str::to_owned),
            });
        }
    }
}

fn person_name(user: &User) -> Result<PersonName, String> {
    names::name_from_parts(&user.family, &user.given, &user.middle)
}

/// The role that somebody's kinds make at the school, in the words of a list; `None` for who is on no staff. Nobody becomes an
/// administrator by a package. Positions are not told by the standard: those that are written down stay.
fn role(kinds: &[RoleKind]) -> Option<Option<&'static str>> {
    let has = |kind: RoleKind| kinds.contains(&kind);
    if has(RoleKind::Principal) {
        Some(Some("директор"))
    } else if has(RoleKind::Teacher) {
        Some(Some("учитель"))
    } else {
        let other = [RoleKind::SiteAdministrator, RoleKind::Counselor, RoleKind::Aide, RoleKind::Proctor];
        other.into_iter().any(has).then_some(None)
    }
}
