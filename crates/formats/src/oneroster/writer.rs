//! A whole package. Cells are written as they are: programs read them, so nothing is guarded for spreadsheets.

use std::collections::HashMap;
use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;

use super::layout::{columns, manifest_files};
use super::{
    Class, Course, Demographics, Enrollment, FileKind, Mode, Org, Role, Roster, Session, User, Version, words,
};
use crate::WriteError;
use crate::dates::Date;

/// The system's name in the manifest.
const SYSTEM: (&str, &str) = ("Zvonok", "zvonok");

impl From<ZipError> for WriteError {
    fn from(error: ZipError) -> Self {
        Self::Failed { reason: error.to_string() }
    }
}

/// Writes a package of whole (`bulk`) files as a ZIP archive. The same roster gives the same bytes; [`super::read`] gives back
/// [`Roster::narrowed`] to the version, provided that texts have no white space at their ends and every user has a role.
///
/// # Errors
/// The archive would be beyond what ZIP can hold.
pub fn write(roster: &Roster, version: Version) -> Result<Vec<u8>, WriteError> {
    let roster = roster.narrowed(version);
    let mut archive = Archive { writer: ZipWriter::new(Cursor::new(Vec::new())) };
    let modes = modes(&roster, version);
    archive.add("manifest.csv", &manifest(&modes, version))?;
    for (file, _) in modes.iter().filter(|(_, mode)| *mode == Mode::Bulk) {
        archive.add(file.name(), &text(&roster, *file, version))?;
    }
    Ok(archive.writer.finish()?.into_inner())
}

/// Birth dates are left out where nobody has any; everything else is always there.
fn modes(roster: &Roster, version: Version) -> Vec<(FileKind, Mode)> {
    let is_absent = |file: FileKind| match file {
        FileKind::Roles => version == Version::V1_1,
        FileKind::Demographics => roster.demographics.is_empty(),
        _ => false,
    };
    let mode = |file| (file, if is_absent(file) { Mode::Absent } else { Mode::Bulk });
    FileKind::ALL.map(mode).to_vec()
}

struct Archive {
    writer: ZipWriter<Cursor<Vec<u8>>>,
}

impl Archive {
    fn add(&mut self, name: &str, text: &str) -> Result<(), WriteError> {
        // A fixed time, so that the archive depends on nothing but the roster.
        let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
        self.writer.start_file(name, options)?;
        self.writer.write_all(text.as_bytes()).map_err(ZipError::from)?;
        Ok(())
    }
}

fn manifest(modes: &[(FileKind, Mode)], version: Version) -> String {
    let mut out = String::new();
    let number = match version {
        Version::V1_1 => "1.1",
        Version::V1_2 => "1.2",
    };
    let mut row = |property: &str, value: &str| line(&mut out, [property.to_owned(), value.to_owned()]);
    row("propertyName", "value");
    row("manifest.version", "1.0");
    row("oneroster.version", number);
    for file in manifest_files(version) {
        let property = format!("file.{file}");
        let bulk = modes.iter().any(|(kind, mode)| *mode == Mode::Bulk && kind.property() == property);
        row(&property, if bulk { "bulk" } else { "absent" });
    }
    row("source.systemName", SYSTEM.0);
    row("source.systemCode", SYSTEM.1);
    out
}

fn text(roster: &Roster, file: FileKind, version: Version) -> String {
    let mut out = String::new();
    let columns = columns(file, version);
    line(&mut out, columns.iter().map(|column| (*column).to_owned()));
    let mut rows = |cells: &mut dyn Iterator<Item = Vec<String>>| {
        for row in cells {
            line(&mut out, row);
        }
    };
    /// The cells of a record, column by column.
    fn cells<T>(columns: &[&str], record: &T, cell: impl Fn(&T, &str) -> String) -> Vec<String> {
        columns.iter().map(|column| cell(record, column)).collect()
    }
    match file {
        FileKind::Orgs => rows(&mut roster.orgs.iter().map(|org| cells(columns, org, self::org))),
        FileKind::AcademicSessions => rows(&mut roster.sessions.iter().map(|s| cells(columns, s, session))),
        FileKind::Courses => rows(&mut roster.courses.iter().map(|c| cells(columns, c, course))),
        FileKind::Classes => rows(&mut roster.classes.iter().map(|c| cells(columns, c, class))),
        FileKind::Users => {
            let mut roles: HashMap<&str, Vec<&Role>> = HashMap::new();
            for role in &roster.roles {
                roles.entry(&role.user).or_default().push(role);
            }
            let own = |user: &User| roles.get(user.id.as_str()).map(Vec::as_slice).unwrap_or_default();
            let cell = |person: &User, column: &str| user(person, own(person), column);
            rows(&mut roster.users.iter().map(|person| cells(columns, person, cell)));
        }
        FileKind::Roles => rows(&mut roster.roles.iter().map(|r| cells(columns, r, role))),
        FileKind::Enrollments => rows(&mut roster.enrollments.iter().map(|e| cells(columns, e, enrollment))),
        FileKind::Demographics => {
            let cell = |person: &Demographics, column: &str| demographics(person, version, column);
            rows(&mut roster.demographics.iter().map(|person| cells(columns, person, cell)));
        }
    }
    out
}

fn org(org: &Org, column: &str) -> String {
    match column {
        "sourcedId" => org.id.clone(),
        "name" => org.name.clone(),
        "type" => words::spelling(words::ORGS, &org.kind),
        "identifier" => org.identifier.clone(),
        "parentSourcedId" => org.parent.clone(),
        _ => String::new(),
    }
}

fn session(session: &Session, column: &str) -> String {
    match column {
        "sourcedId" => session.id.clone(),
        "title" => session.title.clone(),
        "type" => words::spelling(words::SESSIONS, &session.kind),
        "startDate" => session.starts.to_string(),
        "endDate" => session.ends.to_string(),
        "parentSourcedId" => session.parent.clone(),
        "schoolYear" => session.school_year.to_string(),
        _ => String::new(),
    }
}

fn course(course: &Course, column: &str) -> String {
    match column {
        "sourcedId" => course.id.clone(),
        "schoolYearSourcedId" => course.school_year.clone(),
        "title" => course.title.clone(),
        "courseCode" => course.code.clone(),
        "grades" => list(&course.grades),
        "orgSourcedId" => course.org.clone(),
        "subjects" => list(&course.subjects),
        "subjectCodes" => list(&course.subject_codes),
        _ => String::new(),
    }
}

fn class(class: &Class, column: &str) -> String {
    match column {
        "sourcedId" => class.id.clone(),
        "title" => class.title.clone(),
        "grades" => list(&class.grades),
        "courseSourcedId" => class.course.clone(),
        "classCode" => class.code.clone(),
        "classType" => words::spelling(words::CLASSES, &class.kind),
        "location" => class.location.clone(),
        "schoolSourcedId" => class.school.clone(),
        "termSourcedIds" => list(&class.terms),
        "subjects" => list(&class.subjects),
        "subjectCodes" => list(&class.subject_codes),
        "periods" => list(&class.periods),
        _ => String::new(),
    }
}

fn user(user: &User, roles: &[&Role], column: &str) -> String {
    match column {
        "sourcedId" => user.id.clone(),
        "enabledUser" => words::spelling(words::FLAGS, &user.enabled),
        "orgSourcedIds" => list(&roles.iter().map(|role| role.org.clone()).collect::<Vec<_>>()),
        "role" => roles
            .first()
            .map(|role| words::spelling(words::roles(Version::V1_1), &role.kind))
            .unwrap_or_default(),
        "username" => user.username.clone(),
        "userIds" => list(
            &user.user_ids.iter().map(|other| format!("{{{}:{}}}", other.kind, other.id)).collect::<Vec<_>>(),
        ),
        "givenName" => user.given.clone(),
        "familyName" => user.family.clone(),
        "middleName" => user.middle.clone(),
        "identifier" => user.identifier.clone(),
        "email" => user.email.clone(),
        "sms" => user.sms.clone(),
        "phone" => user.phone.clone(),
        "agentSourcedIds" => list(&user.agents),
        "grades" => list(&user.grades),
        "primaryOrgSourcedId" => user.primary_org.clone(),
        _ => String::new(),
    }
}

fn role(role: &Role, column: &str) -> String {
    match column {
        "sourcedId" => role.id.clone(),
        "userSourcedId" => role.user.clone(),
        "roleType" => words::spelling(words::ROLE_TYPES, &role.primary),
        "role" => words::spelling(words::roles(Version::V1_2), &role.kind),
        "beginDate" => day(role.begins),
        "endDate" => day(role.ends),
        "orgSourcedId" => role.org.clone(),
        _ => String::new(),
    }
}

fn enrollment(enrollment: &Enrollment, column: &str) -> String {
    match column {
        "sourcedId" => enrollment.id.clone(),
        "classSourcedId" => enrollment.class.clone(),
        "schoolSourcedId" => enrollment.school.clone(),
        "userSourcedId" => enrollment.user.clone(),
        "role" => words::spelling(words::ENROLLMENTS, &enrollment.kind),
        "primary" => words::spelling(words::FLAGS, &enrollment.primary),
        "beginDate" => day(enrollment.begins),
        "endDate" => day(enrollment.ends),
        _ => String::new(),
    }
}

fn demographics(person: &Demographics, version: Version, column: &str) -> String {
    match column {
        "sourcedId" => person.user.clone(),
        "birthDate" => day(person.birth),
        "sex" => person.sex.map(|sex| words::spelling(words::sexes(version), &sex)).unwrap_or_default(),
        _ => String::new(),
    }
}

fn day(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// Items with commas between them; one that holds a comma or quote is quoted inside the cell as well.
fn list(items: &[String]) -> String {
    let item = |item: &String| if item.contains([',', '"']) { quoted(item) } else { item.clone() };
    items.iter().map(item).collect::<Vec<_>>().join(",")
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn line(out: &mut String, cells: impl IntoIterator<Item = String>) {
    for (at, cell) in cells.into_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        let needs = cell.contains([',', '"', '\n', '\r']) || cell.starts_with(' ') || cell.ends_with(' ');
        out.push_str(&if needs { quoted(&cell) } else { cell });
    }
    out.push_str("\r\n");
}
